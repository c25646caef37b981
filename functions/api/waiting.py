"""Waiting until an invoice is read, for callers of an upload that ask for it."""

import time
from threading import BoundedSemaphore, Event

from sqlalchemy import Engine, select

from shared.adapters.database import transaction
from shared.adapters.tables import invoices
from shared.domain.lifecycle import Status

_PAUSES = (0.2, 0.3, 0.5, 1.0)
"""Seconds between two looks, the last one from then on. Between them no connection is held."""


class Waiting:
    """At most `at_once` callers wait in this process, each in a thread of those for uploads: the others are told at
    once that the invoice is not read yet. Safe to use from many threads."""

    def __init__(self, engine: Engine, at_once: int) -> None:
        self._engine = engine
        self._free = BoundedSemaphore(at_once)

    def until_read(self, invoice_id: int, seconds: float, gone: Event) -> bool:
        """Whether the invoice is read, or deleted, within so many seconds, or until `gone` is set. Raises
        UnavailableError."""
        if not self._free.acquire(blocking=False):
            return False
        try:
            return self._looked_at(invoice_id, time.monotonic() + seconds, gone)
        finally:
            self._free.release()

    def _looked_at(self, invoice_id: int, deadline: float, gone: Event) -> bool:
        looks = 0
        while self._is_processing(invoice_id):
            pause = _PAUSES[min(looks, len(_PAUSES) - 1)]
            if time.monotonic() + pause > deadline or gone.wait(pause):
                return False
            looks += 1
        return True

    def _is_processing(self, invoice_id: int) -> bool:
        with transaction(self._engine) as connection:
            status = connection.scalar(select(invoices.c.status).where(invoices.c.id == invoice_id))
        return bool(status == Status.PROCESSING)
