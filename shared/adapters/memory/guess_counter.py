"""Counts wrong API keys per address, in memory."""

from datetime import datetime, timedelta

from shared.adapters.memory.clock import Clock

_WINDOW = timedelta(minutes=1)


class MemoryGuessCounter:
    """`shared.pipeline.ports.GuessCounter`; as in Redis, each wrong key restarts the minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[str, tuple[int, datetime]] = {}

    def failures(self, address: str) -> int:
        """Wrong keys from this address in the last minute."""
        number, last = self._failures.get(address, (0, self._clock()))
        return number if self._clock() < last + _WINDOW else 0

    def note_failure(self, address: str) -> None:
        """Count a wrong key."""
        self._failures[address] = (self.failures(address) + 1, self._clock())
