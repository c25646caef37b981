"""The queues that start the functions, and the published changes, in memory."""

import contextlib
import threading
from collections import deque
from datetime import datetime

from shared.domain.cloud_events import InvalidEventError, parse_event, stage_event
from shared.domain.lifecycle import Stage
from shared.pipeline.updates import Change
from shared.tracing import current_request_id, current_traceparent


class MemoryEventQueue:
    """`shared.pipeline.ports.EventQueue` on one deque per stage."""

    def __init__(self) -> None:
        self._lists: dict[Stage, deque[bytes]] = {stage: deque() for stage in Stage}
        self._filled = threading.Condition()

    def enqueue(self, stage: Stage, invoice_id: int, enqueued_at: datetime) -> None:
        """Append the event that starts `stage` for this invoice; it carries the current request and trace ids."""
        event = stage_event(
            stage, invoice_id, enqueued_at, request_id=current_request_id(), traceparent=current_traceparent()
        )
        with self._filled:
            self._lists[stage].append(event.dump().encode())
            self._filled.notify()

    def pop(self, stage: Stage, wait_seconds: float) -> bytes | None:
        """Remove and return the oldest element, or None if none arrives within this time."""
        with self._filled:
            self._filled.wait_for(lambda: bool(self._lists[stage]), timeout=wait_seconds)
            return self._lists[stage].popleft() if self._lists[stage] else None

    def requeue(self, stage: Stage, message: bytes) -> None:
        """Return an undelivered element to the head of its list."""
        with self._filled:
            self._lists[stage].appendleft(message)
            self._filled.notify()

    def length(self, stage: Stage) -> int:
        """The number of waiting elements."""
        return len(self._lists[stage])

    def waiting_since(self, stage: Stage) -> datetime | None:
        """The time of the oldest waiting event, or None. Skips elements that are not events."""
        for message in list(self._lists[stage])[:10]:
            with contextlib.suppress(InvalidEventError):
                return parse_event(message).time
        return None


class MemoryChanges:
    """`shared.pipeline.ports.ChangePublisher` that keeps the published changes, oldest first."""

    def __init__(self) -> None:
        self.published: list[Change] = []

    def publish(self, change: Change) -> None:
        """Keep the change."""
        self.published.append(change)
