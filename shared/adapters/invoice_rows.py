"""An invoice's columns in the two tables that hold them: `invoices` for lists and work, `invoice_documents` for what is
read of one invoice at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, update
from sqlalchemy.dialects.mysql import insert

from shared.adapters.tables import invoice_documents, invoices

DOCUMENT_COLUMNS = tuple(column for column in invoice_documents.columns if column.name != "invoice_id")


def whole_invoices() -> FromClause:
    """Rows of invoices with their documents, which are null where there are none."""
    return invoices.outerjoin(invoice_documents)


def write_columns(
    connection: Connection, invoice_id: int, columns: Mapping[str, Any], *conditions: ColumnElement[bool]
) -> bool:
    """Write the columns of both tables. False, and nothing written, if the row is missing or fails a condition."""
    of_row, documents = _by_table(columns)
    changed = connection.execute(update(invoices).where(invoices.c.id == invoice_id, *conditions).values(**of_row))
    if not changed.rowcount:
        return False
    _write_documents(connection, invoice_id, documents)
    return True


def insert_invoice(connection: Connection, columns: Mapping[str, Any]) -> int:
    """The id of a new row."""
    return insert_by_clock(connection, columns)[0]


def insert_by_clock(connection: Connection, columns: Mapping[str, Any]) -> tuple[int, datetime]:
    """The id of a new row, and when it was created: the times in `columns` may be the database's."""
    of_row, documents = _by_table(columns)
    new = insert(invoices).values(**of_row).returning(invoices.c.id, invoices.c.created_at)
    invoice_id, created_at = connection.execute(new).one()
    _write_documents(connection, invoice_id, documents)
    return invoice_id, created_at


def _by_table(columns: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    documents = {column.name: columns[column.name] for column in DOCUMENT_COLUMNS if column.name in columns}
    return {name: value for name, value in columns.items() if name not in documents}, documents


def _write_documents(connection: Connection, invoice_id: int, documents: Mapping[str, Any]) -> None:
    if documents:
        written = insert(invoice_documents).values(invoice_id=invoice_id, **documents)
        connection.execute(written.on_duplicate_key_update(**documents))
