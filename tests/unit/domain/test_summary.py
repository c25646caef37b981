"""The summary says what a person asks first."""

from typing import Any

import pytest

from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.summary import summarise


def found(level: Level, message: str) -> Finding:
    return Finding(code=FindingCode.OTHER, level=level, message=message)


FULL: dict[str, Any] = {
    "document_type": "invoice",
    "invoice_number": "A-17",
    "seller": {"name": "Imprenta Norte S.L."},
    "buyer": {"name": "Agencia Faro"},
    "issue_date": "2026-11-02",
    "due_date": "2026-12-02",
    "currency": "EUR",
    "total_amount": "1210",
    "lines": [{"operation_codes": ["443485"]}, {"operation_codes": ["443486"]}],
}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            FULL,
            (
                "Invoice A-17 from Imprenta Norte S.L. to Agencia Faro dated 2026-11-02 for 1,210.00 EUR, "
                "due 2026-12-02, 2 lines, order 443485, 443486."
            ),
        ),
        ({"document_type": "credit_note", "total_amount": "-5"}, "Credit note for -5.00."),
        ({}, "Document."),
        (
            {"total_amount": "10", "amount_due": "4", "currency": "EUR"},
            "Document for 10.00 EUR, 4.00 EUR still to pay.",
        ),
        ({"operation_codes": ["1", "2", "3", "4", "5"]}, "Document, order 1, 2, 3 and 2 more."),
    ],
)
def test_what_it_is(fields: dict[str, Any], text: str) -> None:
    assert summarise(InvoiceData.model_validate(fields)) == f"{text} The checks found nothing wrong."


def test_nothing_is_called_right_that_was_not_compared() -> None:
    missing = ["/net_amount"]
    findings = [finding(FindingCode.TOTAL_NOT_COMPARED, Level.INFO, missing, fields=missing)]
    expected = "Document. Not checked: no net amount, so net + tax = total was not compared."
    assert summarise(InvoiceData(), findings) == expected


@pytest.mark.parametrize(
    ("findings", "text"),
    [
        ([found(Level.INFO, "Nice.")], "The checks found nothing wrong."),
        ([found(Level.WARNING, "Look."), found(Level.ERROR, "Wrong.")], "Wrong. One more thing to look at."),
        ([found(Level.WARNING, "Look.")] * 3, "Look. 2 more things to look at."),
    ],
)
def test_the_gravest_finding_comes_first(findings: list[Finding], text: str) -> None:
    assert summarise(InvoiceData(), findings) == f"Document. {text}"
