"""Writes InvoiceData as a structured e-invoice: UBL 2.1 (Peppol BIS Billing 3) and CII D16B (Factur-X, EN 16931).

What the data does not give is not written. All of EN 16931 is, so that the two are twins of one invoice."""

from samples.make.einvoices.cii import cii
from samples.make.einvoices.ubl import ubl

__all__ = ["cii", "ubl"]
