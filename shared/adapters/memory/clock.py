"""A clock for tests, advanced by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Returns the current time, timezone-aware."""


class ManualClock:
    """A clock that only `advance` moves."""

    def __init__(self, start: datetime = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The current time."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Advance the clock; negative moves it back, as when a server's clock is corrected."""
        self._now += timedelta(seconds=seconds)
