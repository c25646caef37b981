"""Runs after every committed change: enqueues the next stage and publishes the change.

The row is already committed and is the only truth. If Redis is unavailable nothing is lost: the sweeper requeues
missing messages, and clients that missed a change reload the list.
"""

import logging
from dataclasses import dataclass

from shared.errors import AppError
from shared.pipeline.ports import ChangePublisher, EventQueue
from shared.pipeline.updates import Change

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterCommit:
    """Called with the changes of a committed transaction."""

    queue: EventQueue
    changes: ChangePublisher

    def __call__(self, *changes: Change) -> None:
        """Enqueue the stages that are due, then publish the changes. Never raises."""
        for change in changes:
            if change.message is not None:
                try:
                    self.queue.enqueue(change.invoice_id, change.message)
                except AppError as error:
                    log.warning("stage not enqueued", extra={"invoice_id": change.invoice_id, "code": error.code})
        self.changes.publish(*changes)
