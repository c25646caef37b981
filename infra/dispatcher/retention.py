"""Retention: deletes invoices unchanged for RETENTION_DAYS, as a person would delete them, and what is kept beside."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.domain.audit import RETENTION
from shared.errors import AppError
from shared.pipeline.deletion import Deletion
from shared.pipeline.ports import InvoiceStore

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
AGAIN_SECONDS = 60.0  # after a fault, such as rows that others had locked for too long


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Several may run in parallel: each invoice is deleted by one of them. `days` is at least 1. Each of `others`
    deletes what else is older than so many days, and returns how much that was."""

    invoices: InvoiceStore
    deletion: Deletion
    days: int
    others: Sequence[Callable[[int], int]] = ()

    def run(self, stopping: threading.Event) -> None:
        """Run now and every hour until stopped; sooner while a store is unavailable."""
        while True:
            pause = AGAIN_SECONDS
            try:
                self.sweep()
                pause = EVERY_SECONDS
            except AppError as error:
                log.warning("retention failed", extra={"code": error.code})
            except Exception:
                log.exception("retention broke")
            if stopping.wait(pause):
                return

    def sweep(self) -> int:
        """Delete all due invoices, many in a transaction. Returns their number. Raises UnavailableError."""
        for forget in self.others:
            forget(self.days)
        total = 0
        while True:
            moment, due = self.invoices.untouched_for(days=self.days)
            deleted = self.deletion.delete_untouched(due, actor=RETENTION, since=moment) if due else 0
            total += deleted
            if not deleted:  # nothing left, or only invoices that others are deleting
                break
        if total:
            log.info("retention finished", extra={"invoices": total})
        return total
