"""A backup taken during uploads, restored into an empty system on other servers."""

import hashlib
import io
import secrets
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select, text

from infra.backup.archive import BackupError, read_manifest
from infra.backup.loading import load
from infra.backup.saving import TABLES, save
from shared.adapters.audit import record
from shared.adapters.change_feed import ChangeFeed
from shared.adapters.database import database_now, make_engine
from shared.adapters.figures import status_counts
from shared.adapters.invoice_rows import write_columns
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.object_store import S3ObjectStore, make_object_store
from shared.adapters.recount import repair
from shared.adapters.search_index import index_answer
from shared.adapters.tables import api_keys, audit_events, invoices, metadata
from shared.adapters.webhook_deliveries import Deliveries
from shared.adapters.webhooks import WebhookRegister
from shared.domain.audit import AuditEventType
from shared.domain.object_keys import document_key, text_key
from shared.domain.webhook_retries import DeliveryFault, Outcome, RetrySchedule
from shared.pipeline.registration import NewDocument
from shared.pipeline.stored_documents import StoredDocuments
from shared.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A database with tables, and a bucket."""

    engine: Engine
    store: S3ObjectStore

    @property
    def documents(self) -> StoredDocuments:
        """The documents in the bucket."""
        return StoredDocuments(store=self.store, metrics=MemoryMetrics(), reader="backup")

    def upload(self, content: bytes, *, again: bool = False) -> int:
        """Stores a file as the upload function does, and an empty text as if it had been read."""
        sha256 = hashlib.sha256(content).hexdigest()
        document = NewDocument(
            filename="ä.pdf", content_type="application/pdf", size=len(content), sha256=sha256, actor="test"
        )
        key = document_key(sha256)
        registry = SqlInvoiceStore(self.engine)
        invoice_id = registry.register(
            document, lambda: self.store.put(key, content, "x/y"), allow_duplicates=again
        ).invoice_id
        self.store.put(text_key(invoice_id), b"{}", "application/json")
        return invoice_id

    def rows(self, table: str) -> list[tuple[object, ...]]:
        """All rows of a table."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(f"SELECT * FROM `{table}` ORDER BY 1, 2"))]  # noqa: S608

    def delete_row(self, invoice_id: int) -> None:
        """Forget an invoice."""
        with self.engine.begin() as connection:
            connection.execute(invoices.delete().where(invoices.c.id == invoice_id))


@pytest.fixture
def systems(stores_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[System, System]]:
    """Two empty systems: databases and buckets of their own on the session's servers."""
    for name, value in stores_environment.items():
        monkeypatch.setenv(name, value)
    made = [_system(Settings(), f"backup{secrets.token_hex(4)}") for _ in range(2)]
    yield made[0], made[1]
    for system in made:
        with system.engine.begin() as connection:
            connection.execute(text(f"DROP DATABASE `{system.engine.url.database}`"))
        system.engine.dispose()


def _system(settings: Settings, name: str) -> System:
    url = settings.database_url.get_secret_value()
    root = make_engine(settings)
    with root.begin() as connection:
        connection.execute(text(f"CREATE DATABASE `invoices_{name}` CHARACTER SET utf8mb4"))
    root.dispose()
    own = settings.model_copy(
        update={
            "database_url": type(settings.database_url)(url.rsplit("/", 1)[0] + f"/invoices_{name}"),
            "minio_bucket": name,
        }
    )
    engine = make_engine(own)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    store = make_object_store(own)
    store.ensure_bucket()
    return System(engine=engine, store=store)


def test_everything_is_restored(systems: tuple[System, System], tmp_path: Path) -> None:
    old, new = systems
    contents = {old.upload(content): content for content in (uuid4().bytes for _ in range(5))}
    with old.engine.begin() as connection:
        for invoice_id in contents:
            data = {"seller": {"name": "Ünï 😀"}, "total_amount": "1.10"}
            write_columns(connection, invoice_id, {"preview_data": data, "total_amount": "1.1", "error_count": 1})
    repair(old.engine)  # these were written past the store
    manifest = save(old.engine, old.documents, tmp_path / "backup.tar")
    assert (manifest.rows["invoices"], manifest.objects) == (5, 5)
    load(new.engine, new.store, tmp_path / "backup.tar")
    for table in metadata.tables:
        assert new.rows(table) == old.rows(table)
    for invoice_id, content in contents.items():
        assert new.store.get(document_key(hashlib.sha256(content).hexdigest())) == content
        assert new.store.get(text_key(invoice_id)) == b"{}"


def test_a_restored_system_has_another_feed_that_goes_on_behind_the_last_change(
    systems: tuple[System, System], tmp_path: Path
) -> None:
    old, new = systems
    old.upload(uuid4().bytes)
    before = ChangeFeed(engine=old.engine).advance()
    ChangeFeed(engine=new.engine).advance()  # somebody asked the empty system
    save(old.engine, old.documents, tmp_path / "backup.tar")
    load(new.engine, new.store, tmp_path / "backup.tar")

    after = ChangeFeed(engine=new.engine).advance()

    assert (before.last, after.last) == (1, 1)
    assert after.name != before.name


def test_a_restored_system_sends_nothing_until_a_person_enables_its_webhooks(
    systems: tuple[System, System], tmp_path: Path
) -> None:
    old, new = systems
    register = WebhookRegister(engine=old.engine, feed=ChangeFeed(engine=old.engine))
    added, off = (register.add(url="https://example.com/", description="", types=[]) for _ in range(2))
    register.change(off.id, {}, enabled=False, skip_missed=False)
    old.upload(uuid4().bytes)
    feed = ChangeFeed(engine=old.engine).advance()
    deliveries = Deliveries(engine=old.engine, schedule=RetrySchedule())
    made = deliveries.next_round(added.id, feed)
    assert made is not None
    deliveries.settle(made, {1: Outcome(fault=DeliveryFault.NOT_CONNECTED)})
    old.upload(uuid4().bytes)

    save(old.engine, old.documents, tmp_path / "backup.tar")
    load(new.engine, new.store, tmp_path / "backup.tar")

    restored = WebhookRegister(engine=new.engine, feed=ChangeFeed(engine=new.engine))
    state = restored.feed.advance()
    assert [(one.disabled_reason, one.salt) for one, _ in restored.all()] == [
        ("restored", added.salt),
        ("person", off.salt),
    ]
    of_new = Deliveries(engine=new.engine, schedule=RetrySchedule())
    assert of_new.due(state) == []
    assert of_new.next_round(added.id, state) is None
    restored.change(added.id, {}, enabled=True, skip_missed=False)
    again = of_new.next_round(added.id, state)
    assert again is not None
    assert sorted(one.sequence for group in again.groups for one in group) == [1, 2]
    restored.change(added.id, {}, enabled=True, skip_missed=True)
    assert of_new.next_round(added.id, state) is None


def test_many_figures_are_restored_by_statements_of_bounded_size(
    systems: tuple[System, System], tmp_path: Path
) -> None:
    old, new = systems
    old.upload(uuid4().bytes)
    with old.engine.begin() as connection:
        (row,) = connection.execute(select(invoices)).mappings()
        day = date(2026, 1, 1)
        copies = ({"id": row["id"] + n, "dedup_key": None, "issue_date": day + timedelta(n)} for n in range(1, 1200))
        connection.execute(invoices.insert(), [{**row, **copy} for copy in copies])
    repair(old.engine)
    save(old.engine, old.documents, tmp_path / "backup.tar")

    sizes: list[int] = []

    @event.listens_for(new.engine, "before_cursor_execute")
    def _(_: object, __: object, statement: str, parameters: list[object], *___: object) -> None:
        if statement.startswith("INSERT INTO figures"):
            sizes.append(len(parameters))

    load(new.engine, new.store, tmp_path / "backup.tar")
    assert sum(sizes) > 1199
    assert max(sizes) <= 500
    assert new.rows("figures") == old.rows("figures")


@pytest.mark.parametrize("revision", ["0005", "0006"])
def test_a_backup_of_when_documents_were_columns_is_restored(
    systems: tuple[System, System], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: str
) -> None:
    old, new = systems
    corrected, older_than_the_rules, _ = (old.upload(uuid4().bytes) for _ in range(3))
    data = {"document_type": "invoice", "net_amount": "100", "tax_amount": "21.5", "invoice_number": "Z-4711"}
    facts = {"findings": "warning", "warning_count": 1, "issue_date": date(2026, 11, 2), "issue_month": 24323}
    facts |= {"document_type": "invoice", "net_amount": 100, "tax_amount": "21.5", "corrected": True}
    with old.engine.begin() as connection:
        write_columns(connection, corrected, {"preview_data": data, "final_data": data, "checks": [], **facts})
        of_old = {"net_amount": ["1"], "document_type": 5}
        write_columns(connection, older_than_the_rules, {"preview_data": of_old, "error_count": 0})
        record(connection, corrected, AuditEventType.CORRECTED, database_now(connection), version=2)
        index_answer(connection, corrected, filename="ä.pdf", data=data, text=None)
        index_answer(connection, older_than_the_rules, filename="ä.pdf", data={}, text=None)
    repair(old.engine)  # these were written past the store
    expected = {table: old.rows(table) for table in ("invoices", "invoice_documents", "invoice_search", "figures")}

    added = ("findings", "corrected", "document_type", "net_amount", "tax_amount", "issue_month")
    documents = ("preview_data", "final_data", "evidence", "checks", "agent_response")
    with old.engine.begin() as connection:
        for name in documents:
            connection.execute(text(f"ALTER TABLE invoices ADD COLUMN {name} JSON"))
            value = f"invoice_documents.{name}" if revision == "0005" else "'{}'"
            connection.execute(
                text(f"UPDATE invoices JOIN invoice_documents ON invoice_id = id SET invoices.{name} = {value}")  # noqa: S608
            )
        if revision == "0005":
            former = tuple(table for table in TABLES if table not in expected or table == "invoices")
            monkeypatch.setattr("infra.backup.saving.TABLES", former)
            connection.execute(text(f"ALTER TABLE invoices {', '.join(f'DROP COLUMN {name}' for name in added)}"))
    save(old.engine, old.documents, tmp_path / "backup.tar")
    load(new.engine, new.store, tmp_path / "backup.tar")
    assert {table: new.rows(table) for table in expected} == expected


def test_uploads_go_on_meanwhile(systems: tuple[System, System], tmp_path: Path) -> None:
    old, new = systems
    for _ in range(10):
        old.upload(uuid4().bytes)
    enough = threading.Event()

    def go_on() -> None:
        while not enough.is_set():
            old.upload(uuid4().bytes)

    uploads = threading.Thread(target=go_on)
    uploads.start()
    try:
        manifest = save(old.engine, old.documents, tmp_path / "backup.tar")
    finally:
        enough.set()
        uploads.join()
    load(new.engine, new.store, tmp_path / "backup.tar")
    with new.engine.connect() as connection:
        hashes = set(connection.scalars(select(invoices.c.sha256)))
        trail = connection.scalar(select(func.count(func.distinct(audit_events.c.invoice_id))))
    assert len(hashes) == manifest.rows["invoices"] >= 10
    assert trail == len(hashes), "rows and their trail are of the same moment"
    for sha256 in hashes:
        assert hashlib.sha256(new.store.get(document_key(sha256))).hexdigest() == sha256


def test_what_is_deleted_while_it_is_saved_stays_deleted(
    systems: tuple[System, System], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = systems
    content = uuid4().bytes
    kept, deleted = old.upload(uuid4().bytes), old.upload(content)
    download = StoredDocuments.download

    def deleting_first(documents: StoredDocuments, sha256: str, path: Path, *, size: int) -> None:
        old.store.delete(document_key(hashlib.sha256(content).hexdigest()), text_key(deleted))
        old.delete_row(deleted)
        download(documents, sha256, path, size=size)

    monkeypatch.setattr(StoredDocuments, "download", deleting_first)
    assert save(old.engine, old.documents, tmp_path / "backup.tar").deleted == (deleted,)
    load(new.engine, new.store, tmp_path / "backup.tar")
    assert [row[0] for row in new.rows("invoices")] == [kept]
    assert {row[1] for row in new.rows("events")} == {kept}
    with new.engine.connect() as connection:
        assert status_counts(connection)["processing"] == 1


def test_bytes_of_two_invoices_are_saved_once_with_the_text_of_each(
    systems: tuple[System, System], tmp_path: Path
) -> None:
    old, new = systems
    content = uuid4().bytes
    first, between, second = old.upload(content), old.upload(uuid4().bytes), old.upload(content, again=True)
    manifest = save(old.engine, old.documents, tmp_path / "backup.tar")
    assert (manifest.rows["invoices"], manifest.objects) == (3, 2)
    load(new.engine, new.store, tmp_path / "backup.tar")
    assert sorted(new.store.keys("texts/")) == sorted(map(text_key, (first, between, second)))
    assert len(list(new.store.keys("documents/"))) == 2


def test_new_ids_continue_after_the_restored_ones(systems: tuple[System, System], tmp_path: Path) -> None:
    old, new = systems
    old.upload(uuid4().bytes)
    last = old.upload(uuid4().bytes)
    old.delete_row(last)
    save(old.engine, old.documents, tmp_path / "backup.tar")
    load(new.engine, new.store, tmp_path / "backup.tar")
    assert new.upload(uuid4().bytes) > last


def test_a_missing_or_damaged_file_is_reported(systems: tuple[System, System], tmp_path: Path) -> None:
    old, _ = systems
    content = uuid4().bytes
    old.upload(content)
    key = document_key(hashlib.sha256(content).hexdigest())
    old.store.put(key, b"other bytes", "x/y")
    with pytest.raises(BackupError, match="damaged"):
        save(old.engine, old.documents, tmp_path / "backup.tar")
    old.store.delete(key)
    with pytest.raises(BackupError, match="missing"):
        save(old.engine, old.documents, tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_system_in_use_is_not_overwritten(systems: tuple[System, System], tmp_path: Path) -> None:
    old, new = systems
    old.upload(uuid4().bytes)
    new.upload(uuid4().bytes)
    save(old.engine, old.documents, tmp_path / "backup.tar")
    before = new.rows("invoices")
    with pytest.raises(BackupError, match="not empty"):
        load(new.engine, new.store, tmp_path / "backup.tar")
    assert new.rows("invoices") == before


def test_an_archive_that_was_cut_short_is_refused(systems: tuple[System, System], tmp_path: Path) -> None:
    old, new = systems
    for _ in range(3):
        old.upload(secrets.token_bytes(50_000))
    path = tmp_path / "backup.tar"
    save(old.engine, old.documents, path)
    path.write_bytes(path.read_bytes()[:60_000])
    with pytest.raises(BackupError, match="truncated"):
        load(new.engine, new.store, path)
    assert new.rows("invoices") == []


def test_another_tar_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "other.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo("a"), io.BytesIO())
    with pytest.raises(BackupError):
        read_manifest(path)


def test_api_keys_are_restored(systems: tuple[System, System], tmp_path: Path) -> None:
    old, new = systems
    with old.engine.begin() as connection:
        connection.execute(
            api_keys.insert().values(name="erp", role="viewer", key_hash="ab" * 32, created_at=func.utc_timestamp(6))
        )
    save(old.engine, old.documents, tmp_path / "backup.tar")
    load(new.engine, new.store, tmp_path / "backup.tar")
    assert new.rows("api_keys") == old.rows("api_keys")


def test_the_archive_is_readable_by_its_owner_only(systems: tuple[System, System], tmp_path: Path) -> None:
    old, _ = systems
    save(old.engine, old.documents, tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").stat().st_mode & 0o077 == 0
