"""Two made-up invoices that a template is tried with: one as a page prints it, and one with nothing in it."""

from collections.abc import Mapping
from typing import Any

from shared.domain.invoice import InvoiceData

_CONFIRMED = {
    "filename": "a.pdf",
    "confirmed_at": "2026-01-02T03:04:05+00:00",
    "exported_at": None,
    "exported_reference": None,
}

_WHOLE = InvoiceData.model_validate(
    {
        "document_type": "invoice",
        "invoice_number": "A-17",
        "issue_date": "2026-01-02",
        "due_date": "2026-02-01",
        "currency": "EUR",
        "seller": {"name": "Alpha", "vat_id": "DE136695976", "country": "DE"},
        "buyer": {"name": "Beta", "country": "DE"},
        "net_amount": "200.00",
        "tax_amount": "38.00",
        "total_amount": "238.00",
        "tax_breakdown": [{"rate": "19", "taxable_amount": "200.00", "tax_amount": "38.00"}],
        "lines": [{"description": "Hours", "quantity": "2", "unit_price": "100.00", "net_amount": "200.00"}],
        "booking": {"account": "4930"},
    }
)

SAMPLE_INVOICES: tuple[Mapping[str, Any], ...] = (
    {"invoice_id": 1, **_CONFIRMED, **_WHOLE.as_json()},
    {"invoice_id": 2, **_CONFIRMED, **InvoiceData().as_json()},
)
