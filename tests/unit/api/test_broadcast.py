"""One reader of the change stream serves every subscription, and tells those that missed something."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator, Sequence

import pytest
import redis

from functions.api.broadcast import Broadcaster, CutOffError, Event, Position, Start, Subscription, position_of
from shared.adapters.change_stream import RedisChangeStream


class Changes(RedisChangeStream):
    """A stream in memory; counts how often it is waited for at the same time."""

    def __init__(self, *ids: str) -> None:
        self.kept = list(ids)
        self.most_readers = 0
        self._readers = 0
        self.is_down = False
        self._changed = threading.Condition()

    def bounds(self) -> tuple[str, str]:
        self._ensure_up()
        return (self.kept[0], self.kept[-1]) if self.kept else ("0-0", "0-0")

    def since(self, after: str) -> list[tuple[str, str]]:
        self._ensure_up()
        return [(one, f"change {one}") for one in self.kept if position_of(one) > position_of(after)]

    def wait(self, after: str, seconds: float) -> list[tuple[str, str]]:
        with self._changed:
            self._readers += 1
            self.most_readers = max(self.most_readers, self._readers)
            self._changed.wait_for(lambda: self.is_down or self.since(after), timeout=0.2)
            self._readers -= 1
            return self.since(after)

    def add(self, *ids: str) -> None:
        with self._changed:
            self.kept += ids
            self._changed.notify_all()

    def fail(self) -> None:
        with self._changed:
            self.is_down = True
            self._changed.notify_all()

    def _ensure_up(self) -> None:
        if self.is_down:
            raise redis.ConnectionError


def ids(events: Sequence[Event]) -> list[str]:
    return [event.encoded.decode().splitlines()[0].removeprefix("id: ") for event in events]


async def received(subscription: Subscription, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        events = await subscription.next(5)
        assert events, f"only {found}"
        found += ids(events)
    return found


@contextlib.contextmanager
def subscribed(broadcaster: Broadcaster, last: Position | None = None) -> Iterator[tuple[Subscription, Start]]:
    subscription, start = broadcaster.subscribe(last)
    try:
        yield subscription, start
    finally:
        broadcaster.unsubscribe(subscription)


def test_one_reader_serves_many_subscriptions() -> None:
    async def scenario() -> None:
        changes = Changes("1-0")
        broadcaster = Broadcaster(changes)
        with contextlib.ExitStack() as stack:
            many = [stack.enter_context(subscribed(broadcaster))[0] for _ in range(100)]
            waiting = [asyncio.create_task(received(one, 2)) for one in many]
            await asyncio.sleep(0)
            changes.add("2-0", "3-0")
            assert await asyncio.gather(*waiting) == [["2-0", "3-0"]] * 100
            assert changes.most_readers == 1

    asyncio.run(scenario())


def test_a_client_that_comes_back_gets_what_it_missed_once() -> None:
    async def scenario() -> None:
        changes = Changes("1-0", "2-0", "2-1")
        with subscribed(Broadcaster(changes), (1, 0)) as (subscription, start):
            assert (ids(start.missed), start.after, start.position) == (["2-0", "2-1"], (1, 0), (2, 1))
            assert not start.is_reset
            changes.add("3-0")
            assert await received(subscription, 1) == ["3-0"]

    asyncio.run(scenario())


@pytest.mark.parametrize(("kept", "last"), [(("5-0", "6-0"), (4, 0)), (("5-0",), (7, 0)), ((), (7, 0))])
def test_an_id_that_is_not_kept_is_a_reset(kept: tuple[str, ...], last: Position) -> None:
    with subscribed(Broadcaster(Changes(*kept)), last) as (_, start):
        assert start.is_reset
        assert start.missed == ()


def test_a_client_that_cannot_keep_up_is_cut_off() -> None:
    subscription = Subscription()
    event = Event(position=(1, 0), encoded=b"")
    subscription.push([event] * 900)
    subscription.push([event] * 900)

    async def scenario() -> None:
        with pytest.raises(CutOffError):
            await subscription.next(5)

    asyncio.run(scenario())


def test_everybody_is_cut_off_when_redis_fails_and_can_subscribe_again() -> None:
    async def scenario() -> None:
        changes = Changes("1-0")
        broadcaster = Broadcaster(changes)
        with subscribed(broadcaster) as (subscription, _):
            changes.fail()
            with pytest.raises(CutOffError):
                await subscription.next(5)
        with pytest.raises(redis.RedisError):
            broadcaster.subscribe(None)
        changes.is_down = False
        with subscribed(broadcaster, (1, 0)) as (again, _):
            changes.add("2-0")
            assert await received(again, 1) == ["2-0"]

    asyncio.run(scenario())


def test_the_reader_ends_after_the_last_subscription() -> None:
    others = set(threading.enumerate())
    with subscribed(Broadcaster(Changes("1-0"))):
        (reader,) = set(threading.enumerate()) - others
        assert reader.is_alive()
    reader.join(10)
    assert not reader.is_alive()


def test_silence_is_no_news() -> None:
    assert asyncio.run(Subscription().next(0.01)) == []
