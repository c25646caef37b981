"""Turns at work that needs much memory or time: drawing pages, taking files out of documents, adding up years."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from shared.errors import AppError, ErrorCode

_RETRY_AFTER = 2


class NoTurnError(AppError):
    """Too many others want the same at the moment."""

    code = ErrorCode.BUSY
    status = 503
    retryable = True
    message = "Too much of this is being asked for at the moment. Please try again in a moment."


class Turns:
    """At most `at_once` have a turn at a time in this process; others wait for it, at most `seconds`. How many wait is
    limited by the shares of downloads. Safe to use from many threads."""

    def __init__(self, at_once: int, *, seconds: float) -> None:
        self._free = threading.BoundedSemaphore(at_once)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn until the block ends. Raises NoTurnError."""
        if not self._free.acquire(timeout=self._seconds):
            raise NoTurnError(retry_after=_RETRY_AFTER)
        try:
            yield
        finally:
            self._free.release()
