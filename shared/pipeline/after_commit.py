"""What follows every committed change, in one place: the next stage is enqueued, watchers are informed.

The row is committed by then, and it alone decides. A queue that is away costs freshness, never the change: the sweeper
enqueues what is missing, and who missed a change reads the list.
"""

import logging
from dataclasses import dataclass

from shared.errors import AppError
from shared.pipeline.ports import ChangePublisher, EventQueue
from shared.pipeline.updates import Change

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterCommit:
    """Called with the change that a transaction made, once it is committed."""

    queue: EventQueue
    changes: ChangePublisher

    def __call__(self, change: Change) -> None:
        """Enqueue the stage that is owed a message, then publish the change. Never raises."""
        if change.stage and change.enqueued_at:
            try:
                self.queue.enqueue(change.stage, change.invoice_id, change.enqueued_at)
            except AppError as error:
                log.warning("stage not enqueued", extra={"invoice_id": change.invoice_id, "code": error.code})
        self.changes.publish(change)
