"""What kept invoices from being confirmed automatically, by code: so that they are found by it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert

from shared.adapters.tables import invoice_blockers

_OF_INVOICE = delete(invoice_blockers).where(invoice_blockers.c.invoice_id == bindparam("of_invoice"))


def replace_blockers(connection: Connection, invoice_id: int, blockers: Iterable[Mapping[str, Any]]) -> None:
    """Make these, as `invoice_documents` stores them, what the invoice is found by."""
    connection.execute(_OF_INVOICE, {"of_invoice": invoice_id})
    codes = dict.fromkeys(one["code"] for one in blockers)
    if codes:
        connection.execute(insert(invoice_blockers), [{"invoice_id": invoice_id, "code": code} for code in codes])
