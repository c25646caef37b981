"""The use cases of `shared.pipeline` on the real stores, for every process that runs them."""

from collections.abc import Callable

import redis
from sqlalchemy import Engine

from shared.adapters.change_stream import RedisChangeStream
from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.stage_store import SqlStageStore
from shared.domain.lifecycle import Stage
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.deletion import Deletion
from shared.pipeline.ports import Cache, ObjectStore
from shared.pipeline.stored_documents import StoredDocuments
from shared.pipeline.worker import Worker
from shared.settings import Settings


def make_after_commit(client: redis.Redis) -> AfterCommit:
    """`AfterCommit` on this Redis."""
    return AfterCommit(queue=RedisEventQueue(client), changes=RedisChangeStream(client))


def make_worker(
    stage: Stage, engine: Engine, client: redis.Redis, settings: Settings, *, probe_store: Callable[[], None]
) -> Worker:
    """The worker of one stage's function; `probe_store` as of `Worker`."""
    return Worker(
        stage=stage,
        stages=SqlStageStore(engine),
        after_commit=make_after_commit(client),
        metrics=RedisMetrics(client),
        settings=settings,
        probe_store=probe_store,
    )


def make_documents(reader: str, client: redis.Redis, store: ObjectStore) -> StoredDocuments:
    """The documents in this store; wrong ones are counted under the name of the `reader`."""
    return StoredDocuments(store=store, metrics=RedisMetrics(client), reader=reader)


def make_deletion(engine: Engine, client: redis.Redis, store: ObjectStore, caches: tuple[Cache, ...]) -> Deletion:
    """`Deletion` on these stores."""
    return Deletion(
        invoices=SqlInvoiceStore(engine), store=store, caches=caches, after_commit=make_after_commit(client)
    )
