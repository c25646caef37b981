"""Numbers the public changes as they are committed, so that the first reader has little to number, and removes those
that are older than invoices are kept."""

import logging
import threading
import time
from dataclasses import dataclass

from shared.adapters.change_feed import ChangeFeed
from shared.errors import AppError

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
FORGET_SECONDS = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Several may run in parallel. `kept_days` as RETENTION_DAYS; 0: changes are kept for ever."""

    feed: ChangeFeed
    kept_days: int

    def run(self, stopping: threading.Event) -> None:
        """Number every second until stopped; waits while the database is unavailable."""
        forget_at = time.monotonic()
        while not stopping.wait(EVERY_SECONDS):
            try:
                self.feed.advance()
                if self.kept_days and time.monotonic() >= forget_at:
                    self.feed.forget(days=self.kept_days)
                    forget_at = time.monotonic() + FORGET_SECONDS
            except AppError as error:
                log.warning("changes not numbered", extra={"code": error.code})
            except Exception:
                log.exception("numbering of changes broke")
