"""Goes on with what people decided about sellers of very many invoices: renaming and moving them."""

import logging
import threading
from dataclasses import dataclass

from shared.adapters.seller_changes import SellerChanges
from shared.errors import AppError

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
_AT_ONCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerSettler:
    """Several may run in parallel: each batch is one transaction, and done once."""

    changes: SellerChanges

    def run(self, stopping: threading.Event) -> None:
        """Look every few seconds until stopped; waits while the database is unavailable."""
        while not stopping.wait(EVERY_SECONDS):
            try:
                self.changes.settle(seconds=_AT_ONCE_SECONDS)
            except AppError as error:
                log.warning("sellers not settled", extra={"code": error.code})
            except Exception:
                log.exception("settling of sellers broke")
