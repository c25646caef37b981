"""One invoice twice is found however it is written; two invoices are two."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.domain.duplicates import InvoiceFacts, Likeness, duplicates_of, facts_of, likeness
from shared.domain.invoice import InvoiceData


def facts(invoice_id: int = 1, **changed: Any) -> InvoiceFacts:
    given: dict[str, Any] = {
        "invoice_number": "RE-2026-04518",
        "issue_date": "2026-11-02",
        "total_amount": "121.00",
        "currency": "EUR",
        "document_type": "invoice",
        "seller": {"name": "Imprenta Norte S.L.", "vat_id": "ESA58818501"},
    }
    return facts_of(invoice_id, f"{invoice_id}.pdf", InvoiceData.model_validate(given | changed))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Likeness.NUMBER_AND_AMOUNT),
        ({"invoice_number": "re-2026 04518"}, Likeness.NUMBER_AND_AMOUNT),
        ({"total_amount": "99.00", "issue_date": "2026-10-30"}, Likeness.NUMBER),
        ({"invoice_number": "RE-2026-O4518"}, Likeness.MISREAD_NUMBER),
        ({"invoice_number": "RE-2026-O4518", "total_amount": "9.00"}, Likeness.MISREAD_NUMBER),  # of the same day
        ({"invoice_number": None, "issue_date": "2026-11-09"}, Likeness.AMOUNT),
        ({"invoice_number": "04518", "issue_date": "2026-11-05"}, Likeness.AMOUNT),
        ({"invoice_number": "RE-2026-04519"}, Likeness.AMOUNT_ONLY),
        ({"seller": {"name": "IMPRENTA NORTE"}}, Likeness.NUMBER_AND_AMOUNT),
        ({"seller": {"vat_id": "A58818501"}}, Likeness.NUMBER_AND_AMOUNT),
        ({"seller": {"name": "Impresión y Más", "vat_id": "ESA58818501"}}, Likeness.NUMBER_AND_AMOUNT),
        ({"issue_date": "2025-11-02"}, Likeness.REPEATED_NUMBER),
    ],
)
def test_one_invoice_twice(changed: dict[str, Any], expected: Likeness) -> None:
    assert likeness(facts(), facts(2, **changed)) is expected
    assert likeness(facts(2, **changed), facts()) is expected


@pytest.mark.parametrize(
    "changed",
    [
        {"invoice_number": "RE-2026-04519", "issue_date": "2026-11-03"},  # the next one, for the same amount
        {"invoice_number": "RE-2026-05101", "issue_date": "2026-12-02"},  # the next month's
        {"invoice_number": None, "issue_date": "2026-11-10"},
        {"invoice_number": None, "total_amount": "121.01"},
        {"invoice_number": None, "currency": "USD"},
        {"invoice_number": "RE-2026-O4518", "issue_date": "2026-11-03", "total_amount": "99.00"},
        {"issue_date": "2025-11-02", "total_amount": "99.00"},  # numbers begin again each year
        {"document_type": "credit_note"},
        {"seller": {"name": "Imprenta Sur S.L.", "vat_id": "ESB12345678"}},
        {"seller": {}},
        # Another business of that name, or of that VAT group, with a number of its own.
        {
            "seller": {"name": "Imprenta Norte", "vat_id": "ESB12345678"},
            "issue_date": "2026-10-01",
            "total_amount": "9",
        },
        {"seller": {"name": "Otra S.A.", "vat_id": "ESA58818501"}, "issue_date": "2026-10-01", "total_amount": "9"},
    ],
)
def test_two_invoices(changed: dict[str, Any]) -> None:
    assert likeness(facts(), facts(2, **changed)) is None
    assert likeness(facts(2, **changed), facts()) is None


def test_receipts_without_a_number_are_one_only_on_the_same_day() -> None:
    receipt = facts(invoice_number=None)
    assert likeness(receipt, facts(2, invoice_number=None)) is Likeness.AMOUNT
    assert likeness(receipt, facts(2, invoice_number=None, issue_date="2026-11-03")) is None


def test_an_amount_of_nothing_is_no_likeness() -> None:
    nothing: dict[str, Any] = {"invoice_number": None, "total_amount": Decimal(0)}
    assert likeness(facts(**nothing), facts(2, **nothing)) is None


def test_the_strongest_reason_comes_first_and_an_invoice_is_not_its_own_duplicate() -> None:
    others = [
        facts(1),
        facts(5, invoice_number=None),
        facts(4, total_amount="9.00"),
        facts(3),
        facts(2),
        facts(6, invoice_number="17", issue_date=date(2026, 1, 1)),
    ]
    assert [other.invoice_id for other, _ in duplicates_of(facts(1), others)] == [2, 3, 4, 5]
