"""What a list says of the newest confirmed invoices of each seller: when the last one is of, and how often they were
read right."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, union_all

from shared.adapters.tables import invoices
from shared.domain.lifecycle import Status
from shared.domain.memory.seller_memory import MOST_LESSONS

NO_RECORD: dict[str, Any] = {"newest_invoice": None, "newest_issue_date": None, "read_right": None}
"""The fields of a seller without confirmed invoices."""


def seller_records(connection: Connection, seller_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The fields of `NO_RECORD` for each of these sellers that has confirmed invoices, of the newest `MOST_LESSONS`.

    One statement, of which each part reads the end of one seller's range of an index, however many invoices that has; a
    window function would read all of them.
    """
    if not seller_ids:
        return {}
    parts = (
        select(invoices.c.seller_id, invoices.c.id, invoices.c.issue_date, invoices.c.corrected)
        .where(invoices.c.seller_id == one, invoices.c.status == Status.PROCESSED)
        .order_by(invoices.c.id.desc())
        .limit(MOST_LESSONS)
        .subquery()
        for one in seller_ids
    )
    newest: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(union_all(*(select(part) for part in parts))):
        newest.setdefault(row.seller_id, []).append(row)
    return {seller_id: _record(rows) for seller_id, rows in newest.items()}


def _record(newest: Sequence[Row[Any]]) -> dict[str, Any]:
    last = max(newest, key=lambda row: row.id)
    return {
        "newest_invoice": last.id,
        "newest_issue_date": last.issue_date,
        "read_right": {"right": sum(not row.corrected for row in newest), "of": len(newest)},
    }
