"""What a row of a list shows of the invoice's documents: when it is due, and what is to be looked at first.

Read by primary key for the rows of one page: neither column is filtered or ordered by, and a copy of them in `invoices`
would go stale whenever an earlier version of a function writes findings.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import case, func

from shared.adapters.tables import invoice_documents, invoices
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level
from shared.domain.lifecycle import Status

FACTS = (
    func.json_value(invoice_documents.c.preview_data, "$.due_date").label("due_date"),
    # Only what is shown is sent: the findings of an invoice may be many.
    case((invoices.c.status == Status.WAITING_VALIDATION, invoice_documents.c.checks)).label("checks"),
)
"""Columns of an invoice with its documents (`whole_invoices`)."""

_GRAVITY = (Level.ERROR, Level.WARNING, Level.INFO)

_ABOUT_PAYEE = (
    FindingCode.ACCOUNT_CHANGED,
    FindingCode.IBAN_INVALID,
    FindingCode.DUPLICATE_NUMBER,
    FindingCode.DUPLICATE_AMOUNT_AND_DATE,
    FindingCode.ACCOUNT_FIRST_TIME,
)
"""Of two findings of one level, first what may send the money to a stranger or send it twice."""


def worst_finding(checks: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The gravest of stored findings; of several the one about whom is paid, else the first. None without findings."""
    return min(checks, key=_rank, default=None)


def with_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a list with its `worst_finding` instead of the columns of FACTS but `due_date`."""
    shown = dict(row)
    return {**shown, "worst_finding": worst_finding(shown.pop("checks") or [])}


def _rank(finding: Mapping[str, Any]) -> tuple[int, int]:
    code = finding["code"]
    return (
        _GRAVITY.index(finding["level"]),
        _ABOUT_PAYEE.index(code) if code in _ABOUT_PAYEE else len(_ABOUT_PAYEE),
    )
