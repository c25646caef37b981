"""Only objects without an invoice are removed, on the real stores."""

import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from uuid import uuid4

import pytest
import redis
from sqlalchemy import Engine, func, select, text, update

from infra.dispatcher.orphans import SWEEP_LOCK, OrphanSweeper
from infra.dispatcher.retention import Retention
from shared.adapters.database import advisory_lock, make_engine
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import S3ObjectStore, make_object_store
from shared.adapters.redis_client import make_redis
from shared.adapters.tables import audit_events, invoices
from shared.adapters.wiring import make_deletion
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import Status
from shared.domain.metrics import ORPHANS_REMOVED
from shared.domain.object_keys import DOCUMENTS, TEXTS, document_key, page_image_prefix, text_key
from shared.errors import UnavailableError
from shared.pipeline.registration import NewDocument
from shared.settings import Settings


@pytest.fixture
def settings(stores_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in stores_environment.items():
        monkeypatch.setenv(name, value)
    return Settings(orphan_grace_seconds=0)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The database, with no invoice in it."""
    engine = make_engine(settings)
    with engine.begin() as connection:
        connection.execute(audit_events.delete())
        connection.execute(invoices.delete())
    yield engine
    engine.dispose()


@pytest.fixture
def store(settings: Settings) -> S3ObjectStore:
    """The object store, empty."""
    store = make_object_store(settings)
    store.delete(*store.keys(""))
    return store


@pytest.fixture
def client(settings: Settings) -> redis.Redis:
    """Redis, empty."""
    client = make_redis(settings)
    client.flushall()
    return client


@pytest.fixture
def sweeper(engine: Engine, store: S3ObjectStore, client: redis.Redis, settings: Settings) -> OrphanSweeper:
    return OrphanSweeper(engine=engine, store=store, redis=client, settings=settings)


def _document(content: bytes) -> NewDocument:
    sha256 = hashlib.sha256(content).hexdigest()
    return NewDocument(filename="a.pdf", content_type="application/pdf", size=len(content), sha256=sha256, actor="test")


def _uploaded(engine: Engine, store: S3ObjectStore, content: bytes) -> tuple[int, str]:
    document = _document(content)
    key = document_key(document.sha256)
    registered = SqlInvoiceStore(engine).register(
        document, lambda: store.put(key, content, "x/y"), allow_duplicates=False
    )
    return registered.invoice_id, key


def _forgotten(engine: Engine, invoice_id: int) -> None:
    with engine.begin() as connection:
        connection.execute(invoices.delete().where(invoices.c.id == invoice_id))


def test_objects_of_an_invoice_stay(engine: Engine, store: S3ObjectStore, sweeper: OrphanSweeper) -> None:
    invoice_id, document = _uploaded(engine, store, uuid4().bytes)
    keys = {document, text_key(invoice_id), f"{page_image_prefix(invoice_id)}1-800.png"}
    for key in keys:
        store.put(key, b"content", "x/y")
    assert sweeper.sweep() == 0
    assert set(store.keys("")) == keys


def test_objects_without_an_invoice_are_removed(
    engine: Engine, store: S3ObjectStore, sweeper: OrphanSweeper, client: redis.Redis
) -> None:
    invoice_id, _ = _uploaded(engine, store, uuid4().bytes)
    for key in (text_key(invoice_id), f"{page_image_prefix(invoice_id)}1-800.png", f"incoming/{uuid4()}"):
        store.put(key, b"content", "x/y")
    _forgotten(engine, invoice_id)
    assert sweeper.sweep() == 4
    assert list(store.keys("")) == []
    counts = RedisMetrics(client).counted()
    assert {kind: counts[ORPHANS_REMOVED.name, kind] for kind in ("incoming", "document", "text", "page")} == {
        "incoming": 1,
        "document": 1,
        "text": 1,
        "page": 1,
    }


def test_new_objects_stay(
    engine: Engine, store: S3ObjectStore, client: redis.Redis, settings: Settings, sweeper: OrphanSweeper
) -> None:
    store.put(f"incoming/{uuid4()}", b"on its way", "x/y")
    store.put(document_key("ab" * 32), b"its row is being written", "x/y")
    patient = settings.model_copy(update={"orphan_grace_seconds": 60})
    assert OrphanSweeper(engine=engine, store=store, redis=client, settings=patient).sweep() == 0
    assert sweeper.sweep() == 2


def test_foreign_objects_stay(store: S3ObjectStore, sweeper: OrphanSweeper) -> None:
    foreign = {"documents/readme.txt", "texts/notes.json", "pages/x/1.png", "other/thing"}
    for key in foreign:
        store.put(key, b"content", "x/y")
    assert sweeper.sweep() == 0
    assert set(store.keys("")) == foreign


def test_an_upload_of_the_same_bytes_keeps_its_object(
    engine: Engine, store: S3ObjectStore, sweeper: OrphanSweeper
) -> None:
    """The sweep finds the object after the upload has stored it and before it has written its row."""
    content = uuid4().bytes
    document = _document(content)
    placed, go_on = threading.Event(), threading.Event()

    def place() -> None:
        store.put(document_key(document.sha256), content, "x/y")
        placed.set()
        assert go_on.wait(20)

    upload = threading.Thread(target=lambda: SqlInvoiceStore(engine).register(document, place, allow_duplicates=False))
    upload.start()
    assert placed.wait(20)
    swept: list[int] = []
    sweep = threading.Thread(target=lambda: swept.append(sweeper.sweep()))
    sweep.start()
    sweep.join(0.5)
    assert sweep.is_alive(), "the sweep must wait for the upload"
    go_on.set()
    upload.join()
    sweep.join()
    assert swept == [0]
    assert store.get(document_key(document.sha256)) == content


def test_one_sweeps_at_a_time(engine: Engine, sweeper: OrphanSweeper) -> None:
    with advisory_lock(engine, SWEEP_LOCK, wait=False), pytest.raises(UnavailableError):
        sweeper.sweep()
    assert sweeper.sweep() == 0


def _retention(settings: Settings, store: S3ObjectStore) -> Retention:
    engine = make_engine(settings)
    deletion = make_deletion(engine, make_redis(settings), store, ())
    return Retention(invoices=deletion.invoices, deletion=deletion, days=1)


def _retention_that_dies(settings: Settings, prefix: str) -> None:
    """It is killed, as hard as the kernel would, when it is to remove objects with this prefix."""
    store = make_object_store(settings)
    delete = store.delete

    def deadly(*keys: str) -> None:
        if any(key.startswith(prefix) for key in keys):
            os.kill(os.getpid(), signal.SIGKILL)
        delete(*keys)

    store.delete = deadly  # type: ignore[method-assign]
    _retention(settings, store).sweep()


@pytest.mark.parametrize(
    ("prefix", "left"),
    [
        (TEXTS, 5),  # in the transaction: every row stays, with its bytes
        (DOCUMENTS, 0),  # behind it: no row stays, and the bytes are orphans
    ],
)
def test_a_retention_that_is_killed_amid_a_batch_leaves_nothing_for_good(
    engine: Engine, store: S3ObjectStore, sweeper: OrphanSweeper, settings: Settings, prefix: str, left: int
) -> None:
    documents = set()
    for _ in range(5):
        invoice_id, document = _uploaded(engine, store, uuid4().bytes)
        store.put(text_key(invoice_id), b"{}", "application/json")
        documents.add(document)
    with engine.begin() as connection:
        days_ago = func.utc_timestamp() - text("INTERVAL 2 DAY")
        connection.execute(update(invoices).values(status=Status.PROCESSED, updated_at=days_ago))

    dying = multiprocessing.get_context("spawn").Process(target=_retention_that_dies, args=(settings, prefix))
    dying.start()
    dying.join(60)
    assert dying.exitcode == -signal.SIGKILL
    assert documents <= set(store.keys(""))
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(invoices)) == left

    assert _retention(settings, store).sweep() == left
    assert sweeper.sweep() == (0 if left else 5)
    assert list(store.keys("")) == []
    with engine.connect() as connection:
        deleted = select(func.count()).where(audit_events.c.type == AuditEventType.DELETED)
        assert connection.scalar(deleted) == 5
