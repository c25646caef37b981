"""Saves a snapshot of the rows first, then the objects that they name; uploads may continue meanwhile.

It is consistent because documents are stored under their hash and never change, and no row is written before its
object: every object named by the snapshot exists, unless its invoice was deleted since.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection, CursorResult, Engine, TextClause, text

from infra.backup.archive import BackupError, Manifest, Row, Writer, written
from shared.adapters.database import translated_faults
from shared.adapters.tables import change_feed, figures, metadata
from shared.domain.object_keys import document_key, text_key
from shared.pipeline.ports import ObjectMissingError
from shared.pipeline.stored_documents import DocumentChangedError, StoredDocuments

TABLES = tuple(table.name for table in metadata.sorted_tables if table not in {figures, change_feed})
"""Every table but those that follow from the others: the figures, and the feed, which is another one once restored."""

_ROWS_AT_ONCE = 200


def save(engine: Engine, documents: StoredDocuments, path: Path) -> Manifest:
    """Write the archive. Raises UnavailableError; BackupError when a row's object is missing or damaged."""
    with written(path) as writer, tempfile.TemporaryFile("w+", encoding="ascii") as named:
        with translated_faults(), _snapshot(engine) as connection:
            taken_at = str(connection.scalar(text("SELECT utc_timestamp(6)")))
            revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
            next_ids = _next_ids(connection)
            counts = {name: writer.add_table(name, _rows(connection, name)) for name in TABLES}
            _note_files(connection, named)
        objects, deleted = _save_objects(engine, documents, writer, _noted_files(named))
        manifest = Manifest(
            taken_at=taken_at,
            revision=revision,
            rows=counts,
            objects=objects,
            next_ids=next_ids,
            deleted=tuple(deleted),
        )
        writer.add_manifest(manifest)
    return manifest


def _snapshot(engine: Engine) -> Any:
    return engine.execution_options(isolation_level="REPEATABLE READ").begin()


def _next_ids(connection: Connection) -> dict[str, int]:
    rows = connection.execute(
        text(
            "SELECT table_name, auto_increment FROM information_schema.tables"
            " WHERE table_schema = database() AND auto_increment IS NOT NULL"
        )
    )
    return {row[0]: int(row[1]) for row in rows if row[0] in TABLES}


def _rows(connection: Connection, table: str) -> Iterator[Row]:
    # Raw columns of the database and not the code's: columns unknown to the code are saved too.
    statement = text(f"SELECT * FROM `{table}`")  # noqa: S608 - the names of our own tables
    for row in _streamed(connection, statement).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _streamed(connection: Connection, statement: TextClause) -> CursorResult[Any]:
    return connection.execution_options(stream_results=True, max_row_buffer=_ROWS_AT_ONCE).execute(statement)


class _File(NamedTuple):
    """The file of an invoice."""

    sha256: str
    size: int
    invoice_id: int


def _note_files(connection: Connection, notes: IO[str]) -> None:
    """Write down the files that the snapshot names, on disk: they may be millions, and the snapshot must not stay open
    while they are copied. Equal ones follow each other."""
    # In the order of the index of the hashes, which ends in the id.
    statement = text("SELECT sha256, size, id FROM invoices FORCE INDEX (ix_invoices_sha256) ORDER BY sha256, id")
    notes.writelines(f"{row.sha256} {row.size} {row.id}\n" for row in _streamed(connection, statement))


def _noted_files(notes: IO[str]) -> Iterator[_File]:
    notes.seek(0)
    for line in notes:
        sha256, size, invoice_id = line.split()
        yield _File(sha256, int(size), int(invoice_id))


def _plain(value: Any) -> Any:
    """A JSON value that the database reads back unchanged."""
    match value:
        case datetime():
            return value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


def _save_objects(
    engine: Engine, documents: StoredDocuments, writer: Writer, named: Iterable[_File]
) -> tuple[int, list[int]]:
    """The number of documents that were written, and the invoices that were deleted meanwhile."""
    count, deleted = 0, []
    with tempfile.TemporaryDirectory(prefix="backup-") as folder:
        path = Path(folder, "object")
        for _, files in groupby(named, key=lambda file: file.sha256):
            is_written = False
            for file in files:
                if not is_written:
                    is_written = _save_document(engine, documents, writer, file, path)
                    count += is_written
                if not is_written:
                    deleted.append(file.invoice_id)
                    continue
                with suppress(ObjectMissingError):  # not read yet
                    path.write_bytes(documents.store.get(text_key(file.invoice_id)))
                    writer.add_object(text_key(file.invoice_id), path)
    return count, deleted


def _save_document(engine: Engine, documents: StoredDocuments, writer: Writer, file: _File, path: Path) -> bool:
    """False if the invoice was deleted meanwhile. Raises BackupError."""
    try:
        documents.download(file.sha256, path, size=file.size)
    except ObjectMissingError:
        if _is_there(engine, file.invoice_id):
            raise BackupError(f"The file of invoice {file.invoice_id} is missing from the store.") from None
        return False
    except DocumentChangedError as error:
        raise BackupError(f"The file of invoice {file.invoice_id} is damaged in the store.") from error
    writer.add_object(document_key(file.sha256), path)
    return True


def _is_there(engine: Engine, invoice_id: int) -> bool:
    with translated_faults(), engine.connect() as connection:
        return connection.scalar(text("SELECT 1 FROM invoices WHERE id = :id"), {"id": invoice_id}) is not None
