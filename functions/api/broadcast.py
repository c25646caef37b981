"""One reader of the change stream for all event streams of this process.

A thread reads Redis while anybody is subscribed, and hands each batch of changes to every subscription. Whoever cannot
keep up is cut off, and so is everybody when Redis fails: clients come back with the id of the last event they saw.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import redis

from shared.adapters.change_stream import RedisChangeStream

log = logging.getLogger(__name__)

_WAIT_SECONDS = 5.0  # after the last subscription ended, the reader stays for so long at most
_MOST_PENDING = 1000  # changes that a client may be behind

Position = tuple[int, int]
"""An id of the stream, to be compared: milliseconds and a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change as a Server-Sent Event, encoded once for all who receive it."""

    position: Position
    encoded: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a subscription starts: with the changes `missed` after an id. `is_reset`: the client's last id is no longer
    kept (or never was), so that it has missed changes that nobody can send it."""

    after: Position
    missed: Sequence[Event] = ()
    is_reset: bool = False

    @property
    def position(self) -> Position:
        """The last change that the start covers."""
        return self.missed[-1].position if self.missed else self.after


class CutOffError(Exception):
    """The subscription has lost changes: the client has to subscribe again, from its last id."""


class Subscription:
    """The changes for one client: pushed by the reader's thread, taken on one event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[Event] = []
        self._is_cut_off = False
        self._arrived: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def push(self, events: Sequence[Event]) -> None:
        """Adds changes; cuts the subscription off if too many wait to be taken."""
        with self._lock:
            if len(self._pending) + len(events) > _MOST_PENDING:
                self._is_cut_off = True
            else:
                self._pending += events
        self._wake()

    def cut_off(self) -> None:
        """Ends the subscription; what waits is not delivered."""
        with self._lock:
            self._is_cut_off = True
        self._wake()

    async def next(self, seconds: float) -> Sequence[Event]:
        """The changes since the last call, in order; none if there is none within `seconds`. Raises CutOffError."""
        if self._arrived is None:
            self._arrived, self._loop = asyncio.Event(), asyncio.get_running_loop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._has_news():
                    await self._arrived.wait()
                    self._arrived.clear()
        return self._take()

    def _has_news(self) -> bool:
        with self._lock:
            return self._is_cut_off or bool(self._pending)

    def _take(self) -> Sequence[Event]:
        with self._lock:
            if self._is_cut_off:
                self._pending = []
                raise CutOffError
            taken, self._pending = self._pending, []
            return taken

    def _wake(self) -> None:
        if self._loop is not None and self._arrived is not None:
            with contextlib.suppress(RuntimeError):  # the loop has been closed: nobody reads any more
                self._loop.call_soon_threadsafe(self._arrived.set)


class Broadcaster:
    """Hands the changes of the stream to any number of subscriptions."""

    def __init__(self, changes: RedisChangeStream) -> None:
        self._changes = changes
        self._lock = threading.Lock()
        self._subscriptions: set[Subscription] = set()
        self._is_reading = False

    def subscribe(self, last: Position | None) -> tuple[Subscription, Start]:
        """A subscription and where it starts: after the id `last`, or now. End it with `unsubscribe`.

        It may deliver changes that the start covers once more. Raises redis.RedisError.
        """
        subscription = Subscription()
        with self._lock:
            self._subscriptions.add(subscription)
        try:
            # After the subscription has been added: what comes later than these ids is pushed to it.
            oldest, newest = (position_of(one) for one in self._changes.bounds())
            if last is not None and oldest <= last <= newest:
                missed = tuple(as_event(*entry) for entry in self._changes.since(id_of(last)))
                start = Start(after=last, missed=missed)
            else:
                start = Start(after=newest, is_reset=last is not None)
        except BaseException:
            self.unsubscribe(subscription)
            raise
        self._ensure_reading(newest)
        return subscription, start

    def unsubscribe(self, subscription: Subscription) -> None:
        """Ends a subscription."""
        with self._lock:
            self._subscriptions.discard(subscription)

    def _ensure_reading(self, after: Position) -> None:
        with self._lock:
            if self._is_reading:
                return
            self._is_reading = True
        threading.Thread(target=self._read, args=(id_of(after),), name="changes", daemon=True).start()

    def _read(self, after: str) -> None:
        try:
            while self._is_needed():
                events = [as_event(*entry) for entry in self._changes.wait(after, _WAIT_SECONDS)]
                if events:
                    after = id_of(events[-1].position)
                    for subscription in self._all():
                        subscription.push(events)
        except Exception as error:  # whatever ended the reader, its subscribers must know
            expected = isinstance(error, redis.RedisError)
            log.warning("event streams cut off", extra={"reason": repr(error)}, exc_info=None if expected else error)
            self._cut_all_off()

    def _is_needed(self) -> bool:
        with self._lock:
            self._is_reading = bool(self._subscriptions)
            return self._is_reading

    def _all(self) -> tuple[Subscription, ...]:
        with self._lock:
            return tuple(self._subscriptions)

    def _cut_all_off(self) -> None:
        with self._lock:
            lost, self._subscriptions = self._subscriptions, set()
            self._is_reading = False
        for subscription in lost:
            subscription.cut_off()


def as_event(entry_id: str, change: str) -> Event:
    """The event of one entry of the stream."""
    encoded = f"id: {entry_id}\nevent: invoice\ndata: {change}\n\n".encode()
    return Event(position=position_of(entry_id), encoded=encoded)


def position_of(entry_id: str) -> Position:
    """The position of an id of the form `ms-number`."""
    milliseconds, _, number = entry_id.partition("-")
    return int(milliseconds), int(number)


def id_of(position: Position) -> str:
    """The id at this position."""
    return f"{position[0]}-{position[1]}"
