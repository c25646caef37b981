"""A deleted invoice is gone from every store; one unchanged for RETENTION_DAYS is deleted in the same way."""

import zlib
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from infra.dispatcher.orphans import OrphanSweeper
from infra.dispatcher.retention import Retention
from shared.adapters.caches import DiskCache, RedisCache, caches_of
from shared.adapters.database import database_now
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.tables import audit_events, invoices, metadata
from shared.adapters.wiring import make_deletion
from shared.domain.access import Role
from shared.domain.audit import RETENTION
from shared.domain.invoice import InvoiceData, Line, Party
from shared.domain.lifecycle import Status
from shared.domain.normalising import normalised_code
from shared.domain.object_keys import document_key, page_image_prefix
from shared.pipeline.deletion import Deletion
from tests.security.rows import add_invoice
from tests.security.services import Api

pytestmark = pytest.mark.usefixtures("unhurried")

CANARY = "Kanarienvogel-Zq7Xk"
DATA = InvoiceData(
    invoice_number=CANARY,
    seller=Party(name=CANARY, address=CANARY),
    notes=CANARY,
    total_amount="1.00",
    operation_codes=[CANARY],
    lines=[Line(description=CANARY)],
)


@pytest.fixture
def disk(tmp_path: Path) -> DiskCache:
    return DiskCache(tmp_path / "cache", secret="a-secret-of-the-tests", metrics=MemoryMetrics())


@pytest.fixture
def deletion(api: Api, disk: DiskCache) -> Deletion:
    services = api.services
    return make_deletion(services.engine, services.redis, services.store, (*services.caches, disk))


def everything_kept(api: Api, folder: Path) -> Iterator[tuple[str, bytes]]:
    """(place, content) of each row of each table, each Redis key, each object and each file, all unpacked."""
    with api.services.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                yield f"table {table.name}", repr(row).encode()
    client: Any = api.services.redis
    for key in client.scan_iter("*"):
        match client.type(key):
            case b"hash":
                values = [part for pair in client.hgetall(key).items() for part in pair]
            case b"list":
                values = client.lrange(key, 0, -1)
            case b"stream":
                values = [repr(entry).encode() for entry in client.xrange(key)]
            case b"zset":
                values = client.zrange(key, 0, -1)
            case b"string":
                values = [client.get(key)]
            case other:
                raise AssertionError(f"a kind of key that nobody looks into: {other}")
        yield f"redis {key}", key + b"".join(_unpacked(value) for value in values)
    for name in api.services.store.keys(""):
        yield f"object {name}", name.encode() + api.services.store.get(name)
    for path in folder.rglob("*"):
        if path.is_file():
            yield f"file {path}", str(path).encode() + _unpacked(path.read_bytes())


def _unpacked(value: bytes) -> bytes:
    """Cached results are compressed, behind a seal of 32 bytes."""
    try:
        return zlib.decompress(value[32:])
    except zlib.error:
        return value


def places_of(api: Api, folder: Path, *words: str) -> set[str]:
    """The kinds of places that contain one of the words."""
    return {
        place.split()[0] if not place.startswith("table") else place
        for place, content in everything_kept(api, folder)
        if any(word.encode() in content for word in words)
    }


def kept_everywhere(api: Api, disk: DiskCache, status: Status = Status.PROCESSED) -> tuple[int, str]:
    """Id and hash of an invoice with data in every store."""
    content = f"{CANARY} {uuid4()}".encode()
    invoice_id = add_invoice(api, status, data=DATA, filename=f"{CANARY}.xml", content=content)
    client = api.client(Role.ADMIN)
    sha256: str = client.get(f"/api/invoices/{invoice_id}").get_json()["sha256"]
    assert client.get(f"/api/invoices/{invoice_id}/pages/1.png").status_code == 200
    for cache in (*api.services.caches, disk):
        cache.put(sha256, "settings", CANARY.encode())
    return invoice_id, sha256


def test_a_deleted_invoice_is_found_in_no_store(api: Api, deletion: Deletion, disk: DiskCache, tmp_path: Path) -> None:
    invoice_id, sha256 = kept_everywhere(api, disk, Status.WAITING_VALIDATION)
    client = api.client(Role.ADMIN)
    change = {"preview_data": {"notes": f"{CANARY} corrected"}}
    assert client.patch(f"/api/invoices/{invoice_id}/preview", json=change).status_code == 200
    assert client.post(f"/api/invoices/{invoice_id}/confirm").status_code == 200
    code = normalised_code(CANARY)
    before = places_of(api, tmp_path, CANARY, code, sha256)
    assert before == {
        "table invoices",
        "table invoice_documents",
        "table operation_codes",
        "table invoice_search",
        "table events",
        "table figures",
        "table sellers",
        "table seller_keys",
        "table seller_lessons",
        "redis",
        "object",
        "file",
    }
    assert list(api.services.store.keys(page_image_prefix(invoice_id)))

    assert deletion.delete(invoice_id, actor="somebody")

    assert places_of(api, tmp_path, CANARY, CANARY.lower(), code, sha256) == set()
    assert not list(api.services.store.keys(page_image_prefix(invoice_id)))
    with api.services.engine.connect() as connection:
        (left,) = connection.execute(select(audit_events).where(audit_events.c.invoice_id == invoice_id)).mappings()
    assert (left["type"], left["actor"], left["data"]) == ("deleted", "somebody", None)


def test_the_route_deletes_in_the_same_way(api: Api, disk: DiskCache, tmp_path: Path) -> None:
    invoice_id, sha256 = kept_everywhere(api, disk)
    assert api.client(Role.ADMIN).delete(f"/api/invoices/{invoice_id}").status_code == 204
    assert places_of(api, tmp_path, CANARY, sha256) == {"file"}  # the test's own cache on disk; this app has none
    disk.forget(sha256)
    assert api.client(Role.ADMIN).delete(f"/api/invoices/{invoice_id}").status_code == 404


def test_the_file_of_a_second_invoice_stays(api: Api, deletion: Deletion, disk: DiskCache) -> None:
    first, sha256 = kept_everywhere(api, disk)
    second = add_invoice(api)
    with api.services.engine.begin() as connection:
        connection.execute(update(invoices).where(invoices.c.id == second).values(sha256=sha256, dedup_key=None))
    deletion.delete(first, actor="somebody")
    assert api.services.store.exists(document_key(sha256))
    deletion.delete(second, actor="somebody")
    assert not api.services.store.exists(document_key(sha256))


def test_caches_written_after_the_deletion_are_removed_later(api: Api, deletion: Deletion, disk: DiskCache) -> None:
    invoice_id, sha256 = kept_everywhere(api, disk)
    kept, kept_hash = kept_everywhere(api, disk)
    deletion.delete(invoice_id, actor="somebody")
    caches = (*api.services.caches, disk)
    for cache in caches:
        cache.put(sha256, "settings", CANARY.encode())
    services = api.services
    settings = services.settings.model_copy(update={"orphan_grace_seconds": 0})
    OrphanSweeper(
        engine=services.engine, store=services.store, redis=services.redis, settings=settings, caches=caches
    ).sweep()
    assert [cache.get(sha256, "settings") for cache in caches] == [None] * len(caches)
    assert all(cache.get(kept_hash, "settings") for cache in caches)
    deletion.delete(kept, actor="somebody")


# Retention


def _age(api: Api, invoice_id: int, days: float) -> None:
    with api.services.engine.begin() as connection:
        moment = database_now(connection) - timedelta(days=days)
        connection.execute(update(invoices).where(invoices.c.id == invoice_id).values(updated_at=moment))


def _exists(api: Api, invoice_id: int) -> bool:
    return api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}").status_code == 200


def test_invoices_past_retention_are_deleted_everywhere(
    api: Api, deletion: Deletion, disk: DiskCache, tmp_path: Path
) -> None:
    old, sha256 = kept_everywhere(api, disk)
    _age(api, old, 30.1)
    others = {status: add_invoice(api, status) for status in Status}
    for status, invoice_id in others.items():
        _age(api, invoice_id, 29.9 if status is not Status.PROCESSING else 400)

    assert Retention(invoices=api.services.invoices, deletion=deletion, days=30).sweep() == 1

    assert places_of(api, tmp_path, CANARY, sha256) == set()
    assert all(_exists(api, invoice_id) for invoice_id in others.values())
    with api.services.engine.connect() as connection:
        actors = connection.scalars(select(audit_events.c.actor).where(audit_events.c.invoice_id == old)).all()
    assert actors == [RETENTION]


def test_an_invoice_changed_at_the_last_moment_stays(api: Api, deletion: Deletion, disk: DiskCache) -> None:
    invoice_id, sha256 = kept_everywhere(api, disk)
    with api.services.engine.connect() as connection:
        yesterday = database_now(connection) - timedelta(days=1)
    assert deletion.delete_untouched([invoice_id], actor=RETENTION, since=yesterday) == 0
    assert _exists(api, invoice_id)
    assert api.services.store.exists(document_key(sha256))
    deletion.delete(invoice_id, actor="somebody")


def test_an_invoice_that_somebody_changes_at_this_moment_is_not_waited_for(api: Api, deletion: Deletion) -> None:
    locked, free = (add_invoice(api, Status.REJECTED) for _ in range(2))
    for invoice_id in (locked, free):
        _age(api, invoice_id, 99)
    retention = Retention(invoices=api.services.invoices, deletion=deletion, days=98)
    with api.services.engine.begin() as connection:
        connection.execute(select(invoices.c.id).where(invoices.c.id == locked).with_for_update())
        assert retention.sweep() == 1
        assert (_exists(api, locked), _exists(api, free)) == (True, False)
    assert retention.sweep() == 1


def test_more_than_one_batch_is_deleted(
    api: Api, deletion: Deletion, disk: DiskCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [add_invoice(api, Status.REJECTED) for _ in range(5)]
    for invoice_id in ids:
        _age(api, invoice_id, 99)
    invoices_in_twos = SqlInvoiceStore(api.services.engine)
    monkeypatch.setattr(invoices_in_twos, "untouched_for", partial(invoices_in_twos.untouched_for, limit=2))
    assert Retention(invoices=invoices_in_twos, deletion=deletion, days=98).sweep() == 5
    assert not any(_exists(api, invoice_id) for invoice_id in ids)


def test_by_default_nothing_is_ever_deleted(api: Api) -> None:
    assert api.services.settings.retention_days == 0


def test_kinds_of_caches_are_all_cleared(api: Api) -> None:
    """A cache of a new kind must be added to `caches_of`, else deleting would leave it."""
    settings = api.services.settings.model_copy(update={"ocr_cache_dir": Path("unused")})
    kinds = [type(cache) for cache in caches_of(settings, api.services.redis)]
    assert kinds == [RedisCache, DiskCache, RedisCache]
