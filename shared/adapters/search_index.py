"""The rows of the full-text index, written in the transaction of what they are made of.

An invoice has a row for its file from the upload on, which never changes, and one for its answer, which is written when
it was read and again when its data changes. There are two because MariaDB's full text only marks the words of a changed
row as deleted, and reads every mark with every search until the table is optimised (docs/operations.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.mysql import insert

from shared.adapters.tables import SearchSource, invoice_documents, invoice_search, invoices
from shared.domain.search_values import IndexedWords, words_of_answer, words_of_file

Row = dict[str, Any]

_NEW = insert(invoice_search)
_WRITTEN = _NEW.on_duplicate_key_update(named=_NEW.inserted.named, words=_NEW.inserted.words)


def index_file(connection: Connection, invoice_id: int, filename: str) -> None:
    """Make a new invoice findable by the name of its file."""
    write_rows(connection, [file_row(invoice_id, filename)])


def index_answer(
    connection: Connection, invoice_id: int, *, filename: str, data: Mapping[str, Any] | None, text: str | None
) -> None:
    """Make an invoice findable by this data and text, and no longer by earlier ones."""
    if data is None:
        connection.execute(
            delete(invoice_search).where(
                invoice_search.c.invoice_id == invoice_id, invoice_search.c.source == SearchSource.ANSWER
            )
        )
    else:
        write_rows(connection, [answer_row(invoice_id, filename, data, text)])


def index_changed_data(connection: Connection, invoice_id: int, data: Mapping[str, Any] | None) -> None:
    """As `index_answer`, with the text that was kept when the document was read."""
    kept = connection.execute(
        select(invoices.c.filename, invoice_documents.c.text)
        .select_from(invoices.outerjoin(invoice_documents))
        .where(invoices.c.id == invoice_id)
    ).one()
    index_answer(connection, invoice_id, filename=kept.filename, data=data, text=kept.text)


def file_row(invoice_id: int, filename: str) -> Row:
    """The row of an uploaded file."""
    return _row(invoice_id, SearchSource.FILE, words_of_file(filename))


def answer_row(invoice_id: int, filename: str, data: Mapping[str, Any], text: str | None) -> Row:
    """The row of an invoice that was read."""
    return _row(invoice_id, SearchSource.ANSWER, words_of_answer(filename, data, text))


def write_rows(connection: Connection, rows: Iterable[Row]) -> None:
    """Write these rows, in place of those of the same invoice and source."""
    if values := list(rows):
        connection.execute(_WRITTEN, values)


def _row(invoice_id: int, source: SearchSource, words: IndexedWords) -> Row:
    return {"invoice_id": invoice_id, "source": source, **asdict(words)}
