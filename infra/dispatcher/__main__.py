"""The dispatcher, event source of the chain: `python -m infra.dispatcher`. SIGTERM lets running calls finish."""

import logging
import signal
import threading
from functools import partial
from os import cpu_count

import httpx

from infra.dispatcher.orphans import CONNECTIONS, OrphanSweeper
from infra.dispatcher.retention import Retention
from infra.dispatcher.sellers import SellerSettler
from infra.dispatcher.sweeper import Sweeper
from infra.dispatcher.webhooks import make_webhook_sender
from infra.dispatcher.worker_pool import WorkerPool
from shared.adapters.caches import caches_of
from shared.adapters.change_feed import ChangeFeed
from shared.adapters.database import make_engine
from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.intake_store import forget_older
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import make_object_store
from shared.adapters.redis_client import make_redis
from shared.adapters.seller_changes import SellerChanges
from shared.adapters.stage_store import SqlStageStore
from shared.adapters.wiring import make_after_commit, make_deletion
from shared.domain.lanes import Lane, lane_key
from shared.domain.lifecycle import Stage
from shared.http.keep_alive import IDLE_SECONDS
from shared.http.start_up import start_process
from shared.settings import Settings

log = logging.getLogger(__name__)

_MOST_SLOW = 12
"""Readings at once unless the operator asks for more: two dispatchers leave ocr threads for the other lanes."""


def main() -> None:
    """Run the worker pools and the sweeper until SIGTERM or SIGINT."""
    settings = start_process("dispatcher")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())

    client_of_redis = make_redis(settings)
    queue = RedisEventQueue(client_of_redis)
    engine = make_engine(settings)
    store = make_object_store(settings)
    caches = caches_of(settings, client_of_redis)
    # Separate connections: a long sweep must not block the other sweeper.
    for_orphans = make_engine(settings.model_copy(update={"database_pool_size": CONNECTIONS}))
    orphans = OrphanSweeper(engine=for_orphans, store=store, redis=client_of_redis, settings=settings, caches=caches)
    with _http_client(settings) as client:
        pools = [
            WorkerPool(
                stage=stage,
                lane=lane,
                url=url,
                concurrency=concurrency,
                queue=queue,
                client=client,
                secret=settings.secret_key.get_secret_value(),
                stopping=stopping,
            )
            for stage, lane, url, concurrency in (
                (Stage.OCR, Lane.QUICK, settings.ocr_url, settings.ocr_quick_concurrency),
                (Stage.OCR, Lane.SLOW, settings.ocr_url, settings.ocr_concurrency or min(cpu_count() or 1, _MOST_SLOW)),
                (Stage.OCR, Lane.LONG, settings.ocr_url, settings.ocr_long_concurrency),
                (Stage.EXTRACT, Lane.QUICK, settings.extract_url, settings.extract_quick_concurrency),
                (Stage.EXTRACT, Lane.SLOW, settings.extract_url, settings.extract_concurrency),
                (Stage.EXTRACT, Lane.LONG, settings.extract_url, settings.extract_long_concurrency),
            )
        ]
        threads = [thread for pool in pools for thread in pool.start()]
        # A daemon thread: removing orphans may stop at any point.
        threading.Thread(target=orphans.run, args=(stopping,), name="orphans", daemon=True).start()
        settler = SellerSettler(changes=SellerChanges(engine=engine))
        threading.Thread(target=settler.run, args=(stopping,), name="sellers", daemon=True).start()
        sender = make_webhook_sender(settings)
        threading.Thread(target=sender.run, args=(stopping,), name="webhooks", daemon=True).start()
        if settings.retention_days:
            deletion = make_deletion(engine, client_of_redis, store, caches)
            retention = Retention(
                invoices=SqlInvoiceStore(engine),
                deletion=deletion,
                days=settings.retention_days,
                others=(partial(forget_older, engine), ChangeFeed(engine=engine).forget),
            )
            threading.Thread(target=retention.run, args=(stopping,), name="retention", daemon=True).start()
        workers = {lane_key(pool.stage, pool.lane): pool.concurrency for pool in pools}
        log.info("dispatcher started", extra={"workers": workers})
        Sweeper(
            stages=SqlStageStore(engine),
            queue=queue,
            after_commit=make_after_commit(client_of_redis),
            metrics=RedisMetrics(client_of_redis),
            settings=settings,
        ).run(stopping)
        log.info("dispatcher drains")
        for thread in threads:
            thread.join()
    log.info("dispatcher stopped")


def _http_client(settings: Settings) -> httpx.Client:
    return httpx.Client(
        timeout=httpx.Timeout(settings.stage_timeout_seconds + settings.lease_seconds, connect=5),
        # Each worker keeps its connection, however many there are.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=IDLE_SECONDS),
    )


if __name__ == "__main__":
    main()
