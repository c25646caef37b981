"""The queues that start the functions, and the published changes, in memory."""

import contextlib
import threading
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime

from shared.domain.cloud_events import InvalidEventError, parse_event, stage_event
from shared.domain.lanes import Lane, Line, Message, Popped
from shared.domain.lifecycle import Stage
from shared.pipeline.updates import Change
from shared.tracing import current_request_id, current_traceparent


class MemoryEventQueue:
    """`shared.pipeline.ports.EventQueue` on one deque per line."""

    def __init__(self) -> None:
        self._messages: defaultdict[Line, deque[bytes]] = defaultdict(deque)
        self._pages_had: dict[Line, int] = {}
        self._filled = threading.Condition()

    def enqueue(self, invoice_id: int, message: Message) -> None:
        """Append the event that starts the message's stage; it carries the current request and trace ids."""
        event = stage_event(invoice_id, message, request_id=current_request_id(), traceparent=current_traceparent())
        with self._filled:
            self._messages[message.line].append(event.dump().encode())
            self._pages_had.setdefault(message.line, self._fewest(message.line.stage, message.line.lane))
            self._filled.notify_all()

    def pop(self, stage: Stage, lane: Lane, wait_seconds: float) -> Popped | None:
        """Remove and return the next message of the lane, or None if none arrives within this time."""
        with self._filled:
            self._filled.wait_for(lambda: self._waits(stage, lane), timeout=wait_seconds)
            while served := self._in_turn(stage, lane):
                line = served[0]
                if self._messages[line]:
                    content = self._messages[line].popleft()
                    self._pages_had[line] += _pages_of(content)
                    return Popped(line=line, content=content)
                del self._pages_had[line]
        return None

    def requeue(self, popped: Popped) -> None:
        """Return an undelivered message to the head of its line, and its pages to its uploader."""
        line = popped.line
        with self._filled:
            self._messages[line].appendleft(popped.content)
            if line in self._pages_had:
                self._pages_had[line] -= _pages_of(popped.content)
            self._pages_had.setdefault(line, self._fewest(line.stage, line.lane))
            self._filled.notify_all()

    def waiting(self) -> Mapping[Line, int]:
        """The number of messages in each line that has any."""
        with self._filled:
            return {line: len(messages) for line, messages in self._messages.items() if messages}

    def waiting_since(self, line: Line) -> datetime | None:
        """The time of the line's oldest waiting event, or None. Skips messages that are not events."""
        for message in list(self._messages.get(line, ()))[:10]:
            with contextlib.suppress(InvalidEventError):
                return parse_event(message).time
        return None

    def _waits(self, stage: Stage, lane: Lane) -> bool:
        return any(self._messages[line] for line in self._in_turn(stage, lane))

    def _in_turn(self, stage: Stage, lane: Lane) -> list[Line]:
        """The lane's lines, that of the uploader who had the fewest pages first."""
        lines = [line for line in self._pages_had if (line.stage, line.lane) == (stage, lane)]
        return sorted(lines, key=lambda line: (self._pages_had[line], line.uploader))

    def _fewest(self, stage: Stage, lane: Lane) -> int:
        return min((self._pages_had[line] for line in self._in_turn(stage, lane)), default=0)


def _pages_of(message: bytes) -> int:
    try:
        return parse_event(message).pages
    except InvalidEventError:
        return 1


class MemoryChanges:
    """`shared.pipeline.ports.ChangePublisher` that keeps the published changes, oldest first."""

    def __init__(self) -> None:
        self.published: list[Change] = []

    def publish(self, *changes: Change) -> None:
        """Keep the changes."""
        self.published += changes
