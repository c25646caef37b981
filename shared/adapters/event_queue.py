"""The Redis lists that start the functions: first in, first out; an element is a structured CloudEvent."""

import contextlib
from datetime import datetime
from typing import Any

import redis

from shared.adapters.redis_client import longest_wait, translated_faults
from shared.domain.cloud_events import QUEUES, InvalidEventError, parse_event, stage_event
from shared.domain.lifecycle import Stage
from shared.tracing import current_request_id, current_traceparent


class RedisEventQueue:
    """One list per stage. Every method raises UnavailableError when Redis is unavailable."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def enqueue(self, stage: Stage, invoice_id: int, enqueued_at: datetime) -> None:
        """Append the event that starts `stage` for this invoice; it carries the current request and trace ids."""
        event = stage_event(
            stage,
            invoice_id,
            enqueued_at,
            request_id=current_request_id(),
            traceparent=current_traceparent(),
        )
        with translated_faults():
            self._client.rpush(QUEUES[stage], event.dump())

    def pop(self, stage: Stage, wait_seconds: float) -> bytes | None:
        """Remove and return the oldest element, or None if none arrives within this time."""
        with translated_faults():
            wait = longest_wait(self._client, wait_seconds)
            popped: Any = self._client.blpop([QUEUES[stage]], timeout=wait)
            return None if popped is None else bytes(popped[1])

    def requeue(self, stage: Stage, message: bytes) -> None:
        """Return an undelivered element to the head of its list."""
        with translated_faults():
            self._client.lpush(QUEUES[stage], message)

    def length(self, stage: Stage) -> int:
        """The number of waiting elements."""
        with translated_faults():
            return int(self._client.llen(QUEUES[stage]))

    def waiting_since(self, stage: Stage) -> datetime | None:
        """The time of the oldest waiting event, or None. Skips elements that are not events."""
        with translated_faults():
            for message in self._client.lrange(QUEUES[stage], 0, 9):
                with contextlib.suppress(InvalidEventError):
                    return parse_event(message).time
        return None
