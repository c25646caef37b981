"""Time that passes when it is told to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""


class ManualClock:
    """A clock that stands until it is advanced."""

    def __init__(self, start: datetime = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The present moment."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass; backwards if negative, as when a server's clock is set right."""
        self._now += timedelta(seconds=seconds)
