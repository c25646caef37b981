"""An invoice's columns in the two tables that hold them: `invoices` for lists and work, `invoice_documents` for what is
read of one invoice at a time."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, FromClause, Update, bindparam, update
from sqlalchemy.dialects.mysql import Insert, insert

from shared.adapters.database import NOW
from shared.adapters.invoice_blockers import replace_blockers
from shared.adapters.search_index import index_file
from shared.adapters.tables import invoice_documents, invoices

DOCUMENT_COLUMNS = tuple(column for column in invoice_documents.columns if column.name != "invoice_id")


# Statements that every invoice needs are built once: building one costs as much as executing it.
ROW = update(invoices).where(invoices.c.id == bindparam("row_id"))
"""The row of one invoice, to be written."""

_NEW_ROW = (
    insert(invoices)
    .values(enqueued_at=NOW, created_at=NOW, updated_at=NOW)
    .returning(invoices.c.id, invoices.c.created_at)
)


def whole_invoices() -> FromClause:
    """Rows of invoices with their documents, which are null where there are none."""
    return invoices.outerjoin(invoice_documents)


def write_columns(
    connection: Connection,
    invoice_id: int,
    columns: Mapping[str, Any],
    *,
    row: Update = ROW,
    **known: object,
) -> bool:
    """Write the columns of both tables. False, and nothing written, if there is no such row; `row` may ask for more
    than the id, with parameters that are `known`."""
    of_row, documents = _by_table(columns)
    if not connection.execute(row, {"row_id": invoice_id, **known, **of_row}).rowcount:
        return False
    _write_documents(connection, invoice_id, documents)
    return True


def insert_invoice(connection: Connection, columns: Mapping[str, Any]) -> int:
    """The id of a new row."""
    of_row, documents = _by_table(columns)
    invoice_id = int(connection.execute(insert(invoices).values(**of_row)).lastrowid)
    _write_documents(connection, invoice_id, documents)
    index_file(connection, invoice_id, columns["filename"])
    return invoice_id


def insert_now(connection: Connection, columns: Mapping[str, Any]) -> tuple[int, datetime]:
    """The id of a new row that is due now, and the database's clock: the only time of the row."""
    of_row, documents = _by_table(columns)
    invoice_id, now = connection.execute(_NEW_ROW, of_row).one()
    _write_documents(connection, invoice_id, documents)
    index_file(connection, invoice_id, columns["filename"])
    return invoice_id, now


def _by_table(columns: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    documents = {column.name: columns[column.name] for column in DOCUMENT_COLUMNS if column.name in columns}
    return {name: value for name, value in columns.items() if name not in documents}, documents


def _write_documents(connection: Connection, invoice_id: int, documents: Mapping[str, Any]) -> None:
    if documents:
        connection.execute(_upsert_of(tuple(documents)), {"invoice_id": invoice_id, **documents})
    if "blockers" in documents:
        replace_blockers(connection, invoice_id, documents["blockers"] or ())


@cache
def _upsert_of(names: tuple[str, ...]) -> Insert:
    """Inserts these columns of documents, or replaces them."""
    new = insert(invoice_documents)
    return new.on_duplicate_key_update({name: new.inserted[name] for name in names})
