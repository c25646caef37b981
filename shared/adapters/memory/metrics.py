"""Counts in memory."""

import threading
from bisect import bisect_left
from collections import Counter as Tally

from shared.adapters.metrics import SUM, Values, field_of
from shared.domain.metrics import Counter, Histogram


class MemoryMetrics:
    """`shared.pipeline.ports.Metrics` on one tally."""

    def __init__(self) -> None:
        self._tally: Tally[tuple[str, ...]] = Tally()
        self._sums: dict[tuple[str, ...], float] = {}
        self._lock = threading.Lock()

    def count(self, counter: Counter, *labels: str, amount: int = 1) -> None:
        """Increase a counter; one value per label."""
        with self._lock:
            self._tally[field_of(counter, labels)] += amount

    def observe(self, histogram: Histogram, seconds: float, *labels: str) -> None:
        """Add one duration to a histogram."""
        bucket = field_of(histogram, labels, str(bisect_left(histogram.bounds, seconds)))
        field = field_of(histogram, labels, SUM)
        with self._lock:
            self._tally[bucket] += 1
            self._sums[field] = self._sums.get(field, 0) + round(seconds, 6)

    def counted(self) -> Values:
        """All counts."""
        return {**self._tally, **self._sums}
