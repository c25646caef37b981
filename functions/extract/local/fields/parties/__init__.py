"""Seller and buyer: their candidates, and which is which."""
