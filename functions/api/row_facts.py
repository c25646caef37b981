"""What a row of a list shows of the invoice's documents: when it is due, and what is to be looked at first.

Read by primary key for the rows of one page: neither column is filtered or ordered by, and a copy of them in `invoices`
would go stale whenever an earlier version of a function writes findings.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, func, select

from shared.adapters.tables import invoice_documents
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level
from shared.domain.lifecycle import Status

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


def row_facts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """For the rows of a page, by id, their `due_date` and, of those that wait for a person, their `worst_finding`."""
    waiting = [row["id"] for row in rows if row["status"] == Status.WAITING_VALIDATION]
    documents = select(
        invoice_documents.c.invoice_id,
        func.json_value(invoice_documents.c.preview_data, "$.due_date").label("due_date"),
        # Only what is shown is sent: the findings of an invoice may be many.
        case((invoice_documents.c.invoice_id.in_(waiting), invoice_documents.c.checks)).label("checks"),
    ).where(invoice_documents.c.invoice_id.in_([row["id"] for row in rows]))
    return {
        found.invoice_id: {"due_date": found.due_date, "worst_finding": worst_finding(found.checks or [])}
        for found in connection.execute(documents)
    }


def _rank(finding: Mapping[str, Any]) -> tuple[int, int]:
    code = finding["code"]
    return (
        _GRAVITY.index(finding["level"]),
        _ABOUT_PAYEE.index(code) if code in _ABOUT_PAYEE else len(_ABOUT_PAYEE),
    )
