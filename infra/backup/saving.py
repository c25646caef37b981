"""Saves a snapshot of the rows first, then the objects that they name; uploads may continue meanwhile.

It is consistent because documents are stored under their hash and never change, and no row is written before its
object: every object named by the snapshot exists, unless its invoice was deleted since.
"""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from infra.backup.archive import BackupError, Manifest, Row, Writer, written
from shared.adapters.database import translated_faults
from shared.adapters.tables import figures, metadata
from shared.domain.object_keys import document_key, text_key
from shared.pipeline.ports import ObjectMissingError
from shared.pipeline.stored_documents import DocumentChangedError, StoredDocuments

TABLES = tuple(table.name for table in metadata.sorted_tables if table is not figures)
"""Every table but the figures, which follow from the others."""

_ROWS_AT_ONCE = 200


def save(engine: Engine, documents: StoredDocuments, path: Path) -> Manifest:
    """Write the archive. Raises UnavailableError; BackupError when a row's object is missing or damaged."""
    with written(path) as writer:
        with translated_faults(), _snapshot(engine) as connection:
            taken_at = str(connection.scalar(text("SELECT utc_timestamp(6)")))
            revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
            next_ids = _next_ids(connection)
            counts = {name: writer.add_table(name, _rows(connection, name)) for name in TABLES}
            named = [
                (int(row[0]), str(row[1]), int(row[2]))
                for row in connection.execute(text("SELECT id, sha256, size FROM invoices"))
            ]
        deleted = _save_objects(engine, documents, writer, named)
        manifest = Manifest(
            taken_at=taken_at,
            revision=revision,
            rows=counts,
            objects=len({sha256 for _, sha256, _ in named}),
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
    result = connection.execution_options(stream_results=True, max_row_buffer=_ROWS_AT_ONCE).execute(statement)
    for row in result.mappings():
        yield {name: _plain(value) for name, value in row.items()}


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
    engine: Engine, documents: StoredDocuments, writer: Writer, named: list[tuple[int, str, int]]
) -> list[int]:
    deleted, written_hashes = [], set()
    with tempfile.TemporaryDirectory(prefix="backup-") as folder:
        path = Path(folder, "object")
        for invoice_id, sha256, size in named:
            if sha256 not in written_hashes:
                try:
                    documents.download(sha256, path, size=size)
                except ObjectMissingError:
                    if _is_there(engine, invoice_id):
                        raise BackupError(f"The file of invoice {invoice_id} is missing from the store.") from None
                    deleted.append(invoice_id)
                    continue
                except DocumentChangedError as error:
                    raise BackupError(f"The file of invoice {invoice_id} is damaged in the store.") from error
                writer.add_object(document_key(sha256), path)
                written_hashes.add(sha256)
            try:
                path.write_bytes(documents.store.get(text_key(invoice_id)))
                writer.add_object(text_key(invoice_id), path)
            except ObjectMissingError:
                continue  # not read yet
    return deleted


def _is_there(engine: Engine, invoice_id: int) -> bool:
    with translated_faults(), engine.connect() as connection:
        return connection.scalar(text("SELECT 1 FROM invoices WHERE id = :id"), {"id": invoice_id}) is not None
