"""One reader of the change stream serves every subscription, and tells those that missed something."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
import redis

from functions.api.broadcast import Broadcaster, CutOffError, Event, Subscription, position_of
from shared.adapters.change_stream import RedisChangeStream


class Changes(RedisChangeStream):
    """A stream in memory; counts how often it is waited for at the same time."""

    def __init__(self, *ids: str) -> None:
        self.kept = list(ids)
        self.readers = 0
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
            self.readers += 1
            self._changed.wait_for(lambda: self.is_down or self.since(after), timeout=0.2)
            self.readers -= 1
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


def test_one_reader_serves_many_subscriptions() -> None:
    async def scenario() -> None:
        changes = Changes("1-0")
        broadcaster = Broadcaster(changes)
        many = [broadcaster.subscribe(None)[0] for _ in range(100)]
        waiting = [asyncio.create_task(received(one, 2)) for one in many]
        await asyncio.sleep(0)
        changes.add("2-0", "3-0")
        assert await asyncio.gather(*waiting) == [["2-0", "3-0"]] * 100
        assert changes.readers <= 1
        for one in many:
            broadcaster.unsubscribe(one)

    asyncio.run(scenario())


def test_a_client_that_comes_back_gets_what_it_missed_once() -> None:
    async def scenario() -> None:
        changes = Changes("1-0", "2-0", "2-1")
        broadcaster = Broadcaster(changes)
        subscription, start = broadcaster.subscribe((1, 0))
        assert (ids(start.missed), start.after, start.position) == (["2-0", "2-1"], (1, 0), (2, 1))
        assert not start.is_reset
        changes.add("3-0")
        assert await received(subscription, 1) == ["3-0"]

    asyncio.run(scenario())


@pytest.mark.parametrize(("kept", "last"), [(("5-0", "6-0"), (4, 0)), (("5-0",), (7, 0)), ((), (7, 0))])
def test_an_id_that_is_not_kept_is_a_reset(kept: tuple[str, ...], last: tuple[int, int]) -> None:
    _, start = Broadcaster(Changes(*kept)).subscribe(last)
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
        subscription, _ = broadcaster.subscribe(None)
        changes.fail()
        with pytest.raises(CutOffError):
            await subscription.next(5)
        with pytest.raises(redis.RedisError):
            broadcaster.subscribe(None)
        changes.is_down = False
        again, _ = broadcaster.subscribe((1, 0))
        changes.add("2-0")
        assert await received(again, 1) == ["2-0"]

    asyncio.run(scenario())


def test_the_reader_ends_after_the_last_subscription() -> None:
    changes = Changes("1-0")
    broadcaster = Broadcaster(changes)
    subscription, _ = broadcaster.subscribe(None)
    reader = next(thread for thread in threading.enumerate() if thread.name == "changes")
    broadcaster.unsubscribe(subscription)
    reader.join(5)
    assert not reader.is_alive()


def test_silence_is_no_news() -> None:
    assert asyncio.run(Subscription().next(0.01)) == []
