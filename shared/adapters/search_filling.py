"""The full-text index made anew from the invoices, in batches, while everything goes on."""

import time
from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection, Engine, select, update

from shared.adapters.database import transaction
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.search_index import answer_row, file_row, write_rows
from shared.adapters.tables import invoice_documents, invoices

_ROWS_AT_ONCE = 200

ReadText = Callable[[int], str | None]
"""The searched text of an invoice by its id, for those that were read before it was kept; None if there is none."""


def fill_without_texts(engine: Engine) -> None:
    """Index every invoice by what the database holds of it; `make reindex` adds the texts that it does not hold."""
    for _ in fill_search_index(engine, lambda invoice_id: None):
        pass


def fill_search_index(engine: Engine, read_text: ReadText) -> Iterator[int]:
    """Index every invoice; yields after each batch how many were. It can be interrupted and run again, and an invoice
    that changes meanwhile is as it should be. Half of the time is left to those who use the tables."""
    last = 0
    while True:
        started = time.monotonic()
        with transaction(engine) as connection:
            ids = _next_ids(connection, last)
        if not ids:
            return
        read = _read_texts(engine, ids, read_text)
        with transaction(engine) as connection:
            _index(connection, ids, read)
        yield len(ids)
        last = ids[-1]
        time.sleep(time.monotonic() - started)


def _next_ids(connection: Connection, last: int) -> list[int]:
    following = select(invoices.c.id).where(invoices.c.id > last).order_by(invoices.c.id).limit(_ROWS_AT_ONCE)
    return list(connection.scalars(following))


def _read_texts(engine: Engine, ids: list[int], read_text: ReadText) -> Mapping[int, str]:
    """The texts that are not kept yet, read before any row is locked: the store may be slow."""
    lacking = select(invoice_documents.c.invoice_id).where(
        invoice_documents.c.invoice_id.in_(ids),
        invoice_documents.c.text.is_(None),
        invoice_documents.c.preview_data.is_not(None),
    )
    with transaction(engine) as connection:
        asked = list(connection.scalars(lacking))
    return {invoice_id: text for invoice_id in asked if (text := read_text(invoice_id)) is not None}


def _index(connection: Connection, ids: list[int], read: Mapping[int, str]) -> None:
    rows = connection.execute(
        select(invoices.c.id, invoices.c.filename, invoice_documents.c.preview_data, invoice_documents.c.text)
        .select_from(whole_invoices())
        .where(invoices.c.id.in_(ids))
        .with_for_update()
    )
    indexed = []
    for row in rows:
        text = row.text
        if text is None and (text := read.get(row.id)) is not None:
            connection.execute(
                update(invoice_documents).where(invoice_documents.c.invoice_id == row.id).values(text=text)
            )
        indexed.append(file_row(row.id, row.filename))
        if row.preview_data is not None:
            indexed.append(answer_row(row.id, row.filename, row.preview_data, text))
    write_rows(connection, indexed)
