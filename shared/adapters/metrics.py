"""Counters of all processes, kept in Redis: a function may live for one request and still be counted.

One hash; a field is a JSON array of the metric's name, its label values and, in a histogram, its part. A Redis that is
away costs counts, never work; a Redis that forgot starts at zero, which Prometheus takes for a restart.
"""

import json
import logging
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import redis

from shared.adapters.redis_client import translated_faults

KEY = "metrics"
SUM = "sum"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What is counted, told apart by these labels; their values are few: states, stages, codes."""

    name: str
    help: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Durations in seconds, counted in buckets with these upper bounds and one above them all."""

    name: str
    help: str
    labels: tuple[str, ...]
    bounds: tuple[float, ...]


UPLOADS = Counter(
    name="invoices_uploads",
    help="Files given to us, by what became of them; a request refused as a whole counts once, by its code.",
    labels=("outcome", "code"),
)
RETRIES = Counter(
    name="invoices_stage_retries", help="Attempts that ended with another one planned.", labels=("stage", "code")
)
FAILURES = Counter(name="invoices_failures", help="Invoices that became failed.", labels=("stage", "code"))
PUSHED_AGAIN = Counter(
    name="invoices_messages_pushed_again", help="Lost messages the sweeper made anew.", labels=("stage",)
)
MODEL_TOKENS = Counter(name="invoices_model_tokens", help="Tokens the model was asked and answered.", labels=("kind",))
CACHE_REQUESTS = Counter(
    name="invoices_cache_requests", help="Questions to the answers kept in Redis.", labels=("cache", "result")
)
ORPHANS_REMOVED = Counter(
    name="invoices_orphans_removed", help="Objects without an invoice that were removed.", labels=("kind",)
)
STAGE_SECONDS = Histogram(
    name="invoices_stage_seconds",
    help="From a stage's claim to its end, by how it ended.",
    labels=("stage", "outcome"),
    bounds=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900),
)
COUNTERS = (UPLOADS, RETRIES, FAILURES, PUSHED_AGAIN, MODEL_TOKENS, CACHE_REQUESTS, ORPHANS_REMOVED)
HISTOGRAMS = (STAGE_SECONDS,)

Values = Mapping[tuple[str, ...], float]
"""(metric name, label values …, part of a histogram) -> the number."""


def count(client: redis.Redis, counter: Counter, *labels: str, amount: int = 1) -> None:
    """Add to a counter, with a value for each of its labels."""
    field = _field(counter, labels)
    try:
        client.hincrby(KEY, field, amount)
    except redis.RedisError as error:
        _not_counted(error)


def observe(client: redis.Redis, histogram: Histogram, seconds: float, *labels: str) -> None:
    """Add one duration to a histogram."""
    bucket = _field(histogram, labels, str(bisect_left(histogram.bounds, seconds)))
    try:
        with client.pipeline(transaction=False) as pipeline:
            pipeline.hincrby(KEY, bucket, 1)
            pipeline.hincrbyfloat(KEY, _field(histogram, labels, SUM), round(seconds, 6))
            pipeline.execute()
    except redis.RedisError as error:
        _not_counted(error)


def counted(client: redis.Redis) -> Values:
    """All that was counted since Redis last forgot. Raises UnavailableError."""
    with translated_faults():
        found: Any = client.hgetall(KEY)
    return {tuple(json.loads(field)): float(value) for field, value in found.items()}


def _field(metric: Counter | Histogram, labels: tuple[str, ...], *part: str) -> str:
    if len(labels) != len(metric.labels):
        raise ValueError(f"{metric.name} has the labels {metric.labels}, not {labels}")
    return json.dumps([metric.name, *labels, *part], ensure_ascii=True)


def _not_counted(error: redis.RedisError) -> None:
    log.debug("not counted", extra={"reason": type(error).__name__})
