"""Deleting an invoice everywhere; an event without content remains."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from sqlalchemy import Connection, Engine, delete, func, select

from shared.adapters.audit import record
from shared.adapters.caches import DiskCache, RedisCache
from shared.adapters.changes import Change, publish
from shared.adapters.database import advisory_lock, database_now, document_lock, transaction
from shared.adapters.object_store import ObjectStore, document_key, page_image_prefix, text_key
from shared.adapters.redis_client import translated_faults
from shared.adapters.tables import audit_events, invoices
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import Status
from shared.settings import Settings

_LOCK_SECONDS = 30  # the longest that an upload of the same bytes may keep us waiting


def caches_of(settings: Settings, client: redis.Redis) -> tuple[RedisCache | DiskCache, ...]:
    """Every place where answers about documents are kept."""
    in_redis = (RedisCache(client, kind, seconds=settings.cache_seconds) for kind in ("ocr", "extract"))
    on_disk = (DiskCache(settings.ocr_cache_dir),) if settings.ocr_cache_dir else ()
    return (*in_redis, *on_disk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """The places where something of an invoice may lie."""

    engine: Engine
    store: ObjectStore
    redis: redis.Redis
    caches: Sequence[RedisCache | DiskCache]

    def delete(self, invoice_id: int, *, actor: str, untouched_since: datetime | None = None) -> bool:
        """Everything of this invoice is gone when this returns True. False: there is none, or it was touched since.

        Raises UnavailableError when a store is away: then the same call can be made again.
        """
        with transaction(self.engine) as connection:
            sha256 = connection.execute(select(invoices.c.sha256).where(invoices.c.id == invoice_id)).scalar()
        if sha256 is None:
            return False
        # An upload of the same bytes waits for us, or we for it: its object is never taken away under it.
        with advisory_lock(self.engine, document_lock(sha256), seconds=_LOCK_SECONDS) as connection:
            connection.rollback()
            with connection.begin():
                if not _hold(connection, invoice_id, untouched_since):
                    return False
                self._forget(sha256, invoice_id)
                connection.execute(delete(invoices).where(invoices.c.id == invoice_id))
                connection.execute(delete(audit_events).where(audit_events.c.invoice_id == invoice_id))
                record(connection, invoice_id, AuditEventType.DELETED, database_now(connection), actor=actor)
                shared_with = connection.execute(
                    select(func.count()).select_from(invoices).where(invoices.c.sha256 == sha256)
                ).scalar_one()
            # The row goes before its bytes: a crash in between leaves bytes without a row, which the dispatcher
            # removes, and never a row without its bytes.
            if not shared_with:
                self.store.delete(document_key(sha256))
        # What a reader that was at work put back meanwhile; its row is gone, so nothing more will come.
        self._forget(sha256, invoice_id)
        publish(self.redis, Change(invoice_id=invoice_id, status=None, stage=None, progress=0, version=0))
        return True

    def _forget(self, sha256: str, invoice_id: int) -> None:
        with translated_faults():
            for cache in self.caches:
                cache.forget(sha256)
        self.store.delete(text_key(invoice_id), *self.store.keys(page_image_prefix(invoice_id)))


def _hold(connection: Connection, invoice_id: int, untouched_since: datetime | None) -> bool:
    """Whether the row is still there to be deleted; nobody changes it until the transaction ends."""
    row = connection.execute(
        select(invoices.c.status, invoices.c.updated_at).where(invoices.c.id == invoice_id).with_for_update()
    ).one_or_none()
    if row is None:
        return False
    return untouched_since is None or (row.status != Status.PROCESSING and row.updated_at < untouched_since)


def expired(engine: Engine, *, days: int, limit: int = 100) -> tuple[datetime, list[int]]:
    """The moment `days` ago, and the ids of invoices that nobody has touched since, oldest first; never one that is
    still being processed."""
    with transaction(engine) as connection:
        moment = database_now(connection) - timedelta(days=days)
        found = connection.scalars(
            select(invoices.c.id)
            .where(invoices.c.updated_at < moment, invoices.c.status != Status.PROCESSING)
            .order_by(invoices.c.updated_at)
            .limit(limit)
        )
        return moment, list(found)
