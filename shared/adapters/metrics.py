"""Counters of all processes in Redis, since a function may live for one request only.

One hash; a field is a JSON array of the metric's name, its label values and, in a histogram, its part. While Redis is
unavailable counts are lost, never work; after data loss it starts at zero, which Prometheus treats as a restart.
"""

import json
import logging
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

import redis

from shared.adapters.redis_client import translated_faults
from shared.domain.metrics import Counter, Histogram

KEY = "metrics"
SUM = "sum"

log = logging.getLogger(__name__)

Values = Mapping[tuple[str, ...], float]
"""(metric name, label values …, part of a histogram) -> the number."""


class RedisMetrics:
    """The counts of every process that uses the same Redis."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def count(self, counter: Counter, *labels: str, amount: int = 1) -> None:
        """Increase a counter; one value per label."""
        field = field_of(counter, labels)
        try:
            self._client.hincrby(KEY, json.dumps(field), amount)
        except redis.RedisError as error:
            _not_counted(error)

    def observe(self, histogram: Histogram, seconds: float, *labels: str) -> None:
        """Add one duration to a histogram."""
        bucket = field_of(histogram, labels, str(bisect_left(histogram.bounds, seconds)))
        try:
            with self._client.pipeline(transaction=False) as pipeline:
                pipeline.hincrby(KEY, json.dumps(bucket), 1)
                pipeline.hincrbyfloat(KEY, json.dumps(field_of(histogram, labels, SUM)), round(seconds, 6))
                pipeline.execute()
        except redis.RedisError as error:
            _not_counted(error)

    def counted(self) -> Values:
        """All counts since Redis last lost its data. Raises UnavailableError."""
        with translated_faults():
            found: Any = self._client.hgetall(KEY)
        return {tuple(json.loads(field)): float(value) for field, value in found.items()}


def field_of(metric: Counter | Histogram, labels: tuple[str, ...], *part: str) -> tuple[str, ...]:
    """The field of a number. Raises ValueError if the number of label values is wrong."""
    if len(labels) != len(metric.labels):
        raise ValueError(f"{metric.name} has the labels {metric.labels}, not {labels}")
    return (metric.name, *labels, *part)


def _not_counted(error: redis.RedisError) -> None:
    log.debug("not counted", extra={"reason": type(error).__name__})
