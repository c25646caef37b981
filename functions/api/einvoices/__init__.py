"""Writes InvoiceData as a structured e-invoice: UBL 2.1 (Peppol BIS Billing 3) and CII D16B (Factur-X, EN 16931).

Missing values are not written. Both cover all of EN 16931, so that they are equivalent."""

from functions.api.einvoices.cii import cii
from functions.api.einvoices.ubl import ubl

__all__ = ["cii", "ubl"]
