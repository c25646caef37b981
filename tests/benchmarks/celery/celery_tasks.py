"""Celery's side: a task for both stages, and the queue that sends it. Only Celery's environment can import this.

`python -m celery -A tests.benchmarks.celery.celery_tasks worker -Q ocr`
"""

from typing import Any

import celery

from shared.adapters.change_stream import RedisChangeStream
from shared.adapters.database import shared_engine
from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.stage_store import SqlStageStore
from shared.domain.lanes import Message
from shared.domain.lifecycle import Stage
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.worker import Worker
from shared.settings import load_settings
from tests.benchmarks.celery.stage_work import stage_work

app: Any = celery.Celery("benchmark", broker=load_settings().redis_url.get_secret_value())
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,  # the row has the result
    worker_prefetch_multiplier=1,  # as Celery's guide says for tasks of unlike length
)


class CeleryQueue(RedisEventQueue):
    """Starts a stage by a task of Celery's instead of an event; the queue of the task has the stage's name."""

    def enqueue(self, invoice_id: int, message: Message) -> None:
        """Send the task. No retries: as with ours, the row is the truth."""
        task.apply_async((message.stage, invoice_id), queue=message.stage, retry=False)


def _run(stage: str, invoice_id: int) -> None:
    which = Stage(stage)
    client = shared_redis()
    worker = Worker(
        stage=which,
        stages=SqlStageStore(shared_engine()),
        after_commit=AfterCommit(queue=CeleryQueue(client), changes=RedisChangeStream(client)),
        metrics=RedisMetrics(client),
        settings=load_settings(),
        probe_store=shared_object_store().probe,
    )
    worker.handle(invoice_id, stage_work(which))


task: Any = app.task(_run, name="stage")
