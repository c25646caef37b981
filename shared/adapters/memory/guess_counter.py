"""Counts wrong API keys per address and remembers valid keys, in memory."""

from datetime import datetime, timedelta

from shared.adapters.memory.clock import Clock

_WINDOW = timedelta(minutes=1)
_REMEMBERED = timedelta(days=1)


class MemoryGuessCounter:
    """`shared.pipeline.ports.GuessCounter`; as in Redis, each wrong key restarts the minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[str, tuple[int, datetime]] = {}
        self._known: dict[str, datetime] = {}

    def failures(self, address: str) -> int:
        """Wrong keys from this address in the last minute."""
        number, last = self._failures.get(address, (0, self._clock()))
        return number if self._clock() < last + _WINDOW else 0

    def note_failure(self, address: str) -> None:
        """Count a wrong key."""
        self._failures[address] = (self.failures(address) + 1, self._clock())

    def is_known(self, key: str) -> bool:
        """Whether this key was valid within the last day."""
        since = self._known.get(key)
        return since is not None and self._clock() < since + _REMEMBERED

    def note_known(self, key: str) -> None:
        """Remember a valid key."""
        self._known[key] = self._clock()
