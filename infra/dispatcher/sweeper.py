"""The sweeper: requeues rows whose message was lost, and fails those without attempts left."""

import logging
import threading
from dataclasses import dataclass

from shared.domain.lanes import Line
from shared.domain.metrics import FAILURES, PUSHED_AGAIN
from shared.errors import AppError
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.ports import EventQueue, Metrics, StageStore
from shared.pipeline.stages import WorkerLostError
from shared.settings import Settings
from shared.tracing import SpanKind, request_context

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeper:
    """Several may run in parallel: each row is handled by one of them."""

    stages: StageStore
    queue: EventQueue
    after_commit: AfterCommit
    metrics: Metrics
    settings: Settings

    def run(self, stopping: threading.Event) -> None:
        """Sweep until stopped; waits while a store is unavailable."""
        while not stopping.wait(self.settings.sweep_seconds):
            try:
                self.sweep()
            except AppError as error:
                log.warning("not swept", extra={"code": error.code})
            except Exception:
                log.exception("sweep broke")

    def sweep(self) -> int:
        """Sweep all rows once. Returns the number of requeued ones. Raises UnavailableError."""
        for failed in self.stages.fail_exhausted(max_attempts=self.settings.max_attempts):
            self.after_commit(failed.change)
            self.metrics.count(FAILURES, failed.stage, WorkerLostError.code)
            log.error("attempts used up", extra={"invoice_id": failed.change.invoice_id, "stage": failed.stage})
        return sum(self._sweep_line(line) for line in self.stages.lines())

    def _sweep_line(self, line: Line) -> int:
        # Read before the rows: a message that arrives in between only makes the sweep requeue less.
        waiting_since = self.queue.waiting_since(line)
        lost = self.stages.requeue_lost(
            line, waiting_since=waiting_since, grace_seconds=self.settings.lost_message_seconds
        )
        for invoice_id, message in lost:
            with request_context(None, None, name=f"requeue {line.stage}", kind=SpanKind.INTERNAL):
                # Not `after_commit`: nothing changed for subscribers, and an unavailable queue ends this sweep.
                self.queue.enqueue(invoice_id, message)
                self.metrics.count(PUSHED_AGAIN, line.stage)
                log.info("requeued", extra={"invoice_id": invoice_id, "stage": line.stage, "lane": line.lane})
        return len(lost)
