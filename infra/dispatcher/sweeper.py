"""The sweeper: brings back what has lost its message, and ends what has used up its attempts."""

import logging
import threading
from dataclasses import dataclass

import redis
from sqlalchemy import Engine

from shared.adapters.event_queue import EventQueue
from shared.adapters.metrics import FAILURES, PUSHED_AGAIN, count
from shared.adapters.stages import WorkerLostError, fail_exhausted, requeue_lost
from shared.domain.lifecycle import Stage
from shared.errors import AppError
from shared.settings import Settings
from shared.tracing import SpanKind, request_context

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeper:
    """Any number may run at once: each row is taken by one of them."""

    engine: Engine
    queue: EventQueue
    redis: redis.Redis
    settings: Settings

    def run(self, stopping: threading.Event) -> None:
        """Sweep until told to stop; a store that is away is waited for."""
        while not stopping.wait(self.settings.sweep_seconds):
            try:
                self.sweep()
            except AppError as error:
                log.warning("not swept", extra={"code": error.code})
            except Exception:
                log.exception("sweep broke")

    def sweep(self) -> int:
        """Once over all rows; how many were brought back. Raises UnavailableError."""
        for invoice_id, stage in fail_exhausted(self.engine, max_attempts=self.settings.max_attempts):
            count(self.redis, FAILURES, stage, WorkerLostError.code)
            log.error("attempts used up", extra={"invoice_id": invoice_id, "stage": stage})
        return sum(self._sweep_stage(stage) for stage in Stage)

    def _sweep_stage(self, stage: Stage) -> int:
        # Asked before the rows are looked at: a message that comes in between only makes us take less.
        waiting_since = self.queue.waiting_since(stage)
        taken = requeue_lost(
            self.engine, stage, waiting_since=waiting_since, grace_seconds=self.settings.lost_message_seconds
        )
        for invoice_id, enqueued_at in taken:
            with request_context(None, None, name=f"bring back {stage}", kind=SpanKind.INTERNAL):
                self.queue.enqueue(stage, invoice_id, enqueued_at)
                count(self.redis, PUSHED_AGAIN, stage)
                log.info("message pushed again", extra={"invoice_id": invoice_id, "stage": stage})
        return len(taken)
