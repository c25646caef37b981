"""Writes InvoiceData as a structured e-invoice: UBL 2.1, CII D16B and Factur-X, and as a code to pay with.

The writers omit missing values; UBL and CII cover all of EN 16931, so that they are equivalent. `standardised` fills in
what the standard asks for and a page leaves out."""

from functions.api.einvoices.cii import cii
from functions.api.einvoices.standard import NotExpressibleError, standardised
from functions.api.einvoices.ubl import ubl

__all__ = ["NotExpressibleError", "cii", "standardised", "ubl"]
