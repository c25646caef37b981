"""Loading an archive into an empty system: the objects first, then all rows in one transaction.

An interrupted restore leaves objects without rows, never the reverse, and can be repeated. The dispatcher requeues
unfinished work: the lists need no backup.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, text, update

from infra.backup.archive import BackupError, Manifest, Row, objects_of, read_manifest, rows_of
from infra.backup.former_rows import has_documents_apart, mark_corrected, with_facts, without_documents
from infra.backup.saving import TABLES
from infra.dispatcher.orphans import SWEEP_LOCK
from shared.adapters.database import advisory_lock, database_now, translated_faults
from shared.adapters.figures import add_to_figures
from shared.adapters.object_store import S3ObjectStore
from shared.adapters.recount import batches, differences
from shared.adapters.relearning import recount_sellers
from shared.adapters.search_filling import fill_without_texts
from shared.adapters.tables import change_feed, webhooks
from shared.domain.object_keys import DOCUMENTS
from shared.domain.webhook_retries import DisabledReason

_ROWS_AT_ONCE = 100

Columns = Mapping[str, set[str]]
"""The columns of each table of this system."""


def load(engine: Engine, store: S3ObjectStore, path: Path) -> Manifest:
    """Fill the empty system from the archive. Raises BackupError, UnavailableError."""
    manifest = read_manifest(path)
    # Prevents the removal of these objects as orphans while their rows are not yet there.
    with advisory_lock(engine, SWEEP_LOCK):
        with translated_faults(), engine.connect() as connection:
            _ensure_it_fits(connection, manifest)
            _continue_numbers(connection, manifest)
        for key, content in objects_of(path):
            if key.startswith(DOCUMENTS) and hashlib.sha256(content).hexdigest() != key.rsplit("/", 1)[-1]:
                raise BackupError(f"{key} is damaged in the archive.")
            store.put(key, content, "application/json" if key.endswith(".json") else "application/octet-stream")
        with translated_faults(), engine.begin() as connection:
            _load_rows(connection, path, manifest)
        if manifest.deleted:  # while the backup was made: what these invoices taught is counted still
            for _ in recount_sellers(engine):
                pass
        if "invoice_search" not in manifest.rows:
            fill_without_texts(engine)
    return manifest


def _ensure_it_fits(connection: Connection, manifest: Manifest) -> None:
    for table in TABLES:
        if connection.scalar(text(f"SELECT 1 FROM `{table}` LIMIT 1")):  # noqa: S608 - the names of our own tables
            raise BackupError(f"This system is not empty (table {table}): a backup is restored into a new one only.")
    unknown = set(manifest.rows) - set(TABLES)
    if unknown:
        raise BackupError(f"The backup is from a newer version: it has the tables {sorted(unknown)}.")


def _continue_numbers(connection: Connection, manifest: Manifest) -> None:
    # Ids of invoices, deleted or not, are never reused.
    for table, number in manifest.next_ids.items():
        connection.execute(text(f"ALTER TABLE `{table}` AUTO_INCREMENT = {int(number)}"))


def _load_rows(connection: Connection, path: Path, manifest: Manifest) -> None:
    deleted = set(manifest.deleted)
    known = {table: _columns(connection, table) for table in TABLES}
    for table in (one for one in TABLES if one in manifest.rows):
        of_invoice = "id" if table == "invoices" else "invoice_id"
        kept = (row for row in rows_of(path, table) if row.get(of_invoice) not in deleted)
        for batch in _batches(kept):
            if table == "invoices":
                _insert_invoices(connection, batch, known, is_whole=not has_documents_apart(manifest))
            else:
                _insert(connection, table, batch, known)
    if not has_documents_apart(manifest):
        mark_corrected(connection)
    # The next one to ask makes another feed: numbers behind the backup's last are given anew, to other changes.
    connection.execute(delete(change_feed))
    # What waited for them may have arrived since the backup; and this system may be a trial beside the real one.
    off = {"disabled_reason": DisabledReason.RESTORED, "disabled_at": database_now(connection)}
    connection.execute(update(webhooks).where(webhooks.c.disabled_reason.is_(None)).values(**off))
    for some in batches(differences(connection)):
        add_to_figures(connection, some)


def _insert_invoices(connection: Connection, rows: list[Row], known: Columns, *, is_whole: bool) -> None:
    """`is_whole`: their documents are nowhere else in the archive."""
    parts = [without_documents(with_facts(row) if is_whole else row) for row in rows]
    _insert(connection, "invoices", [row for row, _ in parts], known)
    if is_whole and (documents := [one for _, one in parts if one]):
        _insert(connection, "invoice_documents", documents, known)


def _columns(connection: Connection, table: str) -> set[str]:
    statement = text(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = database() AND table_name = :table"
    )
    return set(connection.scalars(statement, {"table": table}))


def _insert(connection: Connection, table: str, rows: list[Row], known: Columns) -> None:
    columns = list(rows[0])
    unknown = set(columns) - known[table]
    if unknown:
        raise BackupError(f"The backup is from another version: {table} has no columns {sorted(unknown)} here.")
    names = ", ".join(f"`{name}`" for name in columns)
    places = ", ".join(f":{name}" for name in columns)
    connection.execute(text(f"INSERT INTO `{table}` ({names}) VALUES ({places})"), rows)  # noqa: S608 - known columns


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining: Iterator[Any] = iter(rows)
    while batch := list(islice(remaining, _ROWS_AT_ONCE)):
        yield batch
