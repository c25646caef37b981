"""Removes orphans: objects left in the store by a crash during an upload or a deletion."""

import logging
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import redis
from sqlalchemy import Engine, select

from shared.adapters.database import advisory_lock, database_now, document_lock, transaction
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import S3ObjectStore
from shared.adapters.tables import invoices
from shared.domain.metrics import ORPHANS_REMOVED
from shared.domain.object_keys import DOCUMENTS, INCOMING, PAGES, TEXTS
from shared.errors import AppError
from shared.pipeline.ports import Cache
from shared.settings import Settings

log = logging.getLogger(__name__)

SWEEP_LOCK = "orphan-sweep"
"""Held by the dispatcher that sweeps, and by a restore, which writes objects before rows."""

CONNECTIONS = 3
"""Connections of a sweep: its own lock, one document's lock, and one for queries."""

_BATCH = 500  # objects per query
_DOCUMENT = re.compile(rf"{DOCUMENTS}[0-9a-f]{{2}}/([0-9a-f]{{64}})", re.ASCII)
_OF_INVOICE = re.compile(rf"(?:{TEXTS}([1-9][0-9]{{0,17}})\.json|{PAGES}([1-9][0-9]{{0,17}})/.+)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrphanSweeper:
    """Removes objects older than the grace period that no row names. Ignores keys of unknown form."""

    engine: Engine
    store: S3ObjectStore
    redis: redis.Redis
    settings: Settings
    caches: Sequence[Cache] = ()

    def run(self, stopping: threading.Event) -> None:
        """Sweep periodically until stopped; waits while a store is unavailable."""
        while not stopping.wait(self.settings.orphan_sweep_seconds):
            try:
                self.sweep()
            except AppError as error:
                log.warning("orphans not swept", extra={"code": error.code})
            except Exception:
                log.exception("orphan sweep failed")

    def sweep(self) -> int:
        """Sweep the whole store once. Returns the number of removed objects. Raises UnavailableError, also when another
        dispatcher sweeps."""
        with advisory_lock(self.engine, SWEEP_LOCK, wait=False) as connection:
            before = database_now(connection) - timedelta(seconds=self.settings.orphan_grace_seconds)
            connection.rollback()
            removed = {
                "incoming": self._sweep_incoming(before),
                "document": self._sweep_documents(before),
                "text": self._sweep_of_invoices(TEXTS, before),
                "page": self._sweep_of_invoices(PAGES, before),
                "answer": self._sweep_caches(),
            }
        for kind, number in removed.items():
            if number:
                RedisMetrics(self.redis).count(ORPHANS_REMOVED, kind, amount=number)
        total = sum(removed.values())
        if total:
            log.warning("orphans removed", extra=removed)
        return total

    def _sweep_incoming(self, before: datetime) -> int:
        # An upload takes minutes at most: the process that wrote this died before it could register the file.
        return sum(self._remove(*keys) for keys in self._batches(INCOMING, before))

    def _sweep_documents(self, before: datetime) -> int:
        removed = 0
        for keys in self._batches(DOCUMENTS, before):
            by_hash = {match[1]: key for key in keys if (match := _DOCUMENT.fullmatch(key))}
            known = self._known_hashes(by_hash)
            for sha256, key in by_hash.items():
                if sha256 not in known:
                    removed += self._remove_document(sha256, key)
        return removed

    def _remove_document(self, sha256: str, key: str) -> int:
        # The lock orders this with an upload of the same bytes: either it waits, or its row is found.
        with advisory_lock(self.engine, document_lock(sha256)):
            return 0 if self._known_hashes([sha256]) else self._remove(key)

    def _sweep_of_invoices(self, prefix: str, before: datetime) -> int:
        # Ids are never reused: an object without a row stays without.
        removed = 0
        for keys in self._batches(prefix, before):
            by_key = {key: int(match[1] or match[2]) for key in keys if (match := _OF_INVOICE.fullmatch(key))}
            known = self._known_ids(set(by_key.values()))
            orphans = [key for key, invoice_id in by_key.items() if invoice_id not in known]
            removed += self._remove(*orphans)
        return removed

    def _sweep_caches(self) -> int:
        # A running reader may have cached its result after the deletion cleared the cache.
        removed = 0
        for cache in self.caches:
            documents = cache.documents()
            while batch := list(islice(documents, _BATCH)):
                if orphans := set(batch) - self._known_hashes(batch):
                    cache.forget(*orphans)
                    removed += len(orphans)
        return removed

    def _batches(self, prefix: str, before: datetime) -> Iterator[list[str]]:
        old = (found.key for found in self.store.listed(prefix) if found.modified < before)
        while batch := list(islice(old, _BATCH)):
            yield batch

    def _known_hashes(self, hashes: Iterable[str]) -> set[str]:
        with transaction(self.engine) as connection:
            return set(connection.scalars(select(invoices.c.sha256).where(invoices.c.sha256.in_(list(hashes)))))

    def _known_ids(self, ids: Iterable[int]) -> set[int]:
        with transaction(self.engine) as connection:
            return set(connection.scalars(select(invoices.c.id).where(invoices.c.id.in_(list(ids)))))

    def _remove(self, *keys: str) -> int:
        if keys:
            self.store.delete(*keys)
        return len(keys)
