"""Bodies are received into memory, then a file, within a rate and a share."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.http.server.bodies import Body, ClientGoneError, Spool, receive_body
from shared.http.server.errors import BodyTooSlowError, OverloadedError
from shared.http.server.limits import Limits

FAST = Limits(silence_seconds=0.2, grace_seconds=0.4, bytes_per_second=1000, body_memory=10, spool_bytes=1000, bodies=4)


def sending(*chunks: bytes | float, ends: bool = True) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What a client sends: chunks, and pauses in seconds; then the end, or nothing more."""
    left = list(chunks)

    async def receive() -> dict[str, Any]:
        while left and isinstance(left[0], float):
            await asyncio.sleep(left.pop(0))  # type: ignore[arg-type]
        if left:
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or not ends}
        if not ends:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def received(receive: Any, *, most: int = 500, spool: Spool | None = None) -> tuple[bytes, bool]:
    with (spool or Spool(FAST)).place("192.0.2.7") as body:
        await receive_body(receive, body, most=most, limits=FAST)
        return body.opened().read(), body.complete


@pytest.mark.parametrize("chunks", [(b"small",), (b"a" * 8, b"b" * 8, b"c" * 300), (b"x" * 11,)])
def test_a_body_is_whole_in_memory_or_on_disk(chunks: tuple[bytes, ...]) -> None:
    assert asyncio.run(received(sending(*chunks))) == (b"".join(chunks), True)


def test_an_empty_body_is_empty() -> None:
    assert asyncio.run(received(sending())) == (b"", True)


def test_a_body_that_stops_is_given_up() -> None:
    with pytest.raises(BodyTooSlowError):
        asyncio.run(received(sending(b"x" * 400, ends=False)))


def test_a_body_that_drips_is_given_up() -> None:
    drips = [part for _ in range(50) for part in (b"x", 0.05)]
    with pytest.raises(BodyTooSlowError):
        asyncio.run(received(sending(*drips)))


def test_a_body_without_a_length_is_cut_after_the_limit() -> None:
    content, complete = asyncio.run(received(sending(b"x" * 30, b"y" * 30, b"z" * 30, ends=False), most=50))
    assert (len(content), complete) == (60, False)


def test_a_client_that_leaves_is_noticed() -> None:
    async def leave() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(ClientGoneError):
        asyncio.run(received(leave))


def test_one_client_takes_half_of_the_disk_at_most_and_gives_it_back() -> None:
    spool = Spool(FAST)
    with pytest.raises(OverloadedError):
        asyncio.run(received(sending(*[b"x" * 100] * 6), most=2000, spool=spool))
    assert asyncio.run(received(sending(b"x" * 400), spool=spool))[1]


def test_one_client_takes_half_of_the_places_at_most() -> None:
    spool = Spool(FAST)
    with spool.place("192.0.2.7"), spool.place("192.0.2.7"):
        with pytest.raises(OverloadedError), spool.place("192.0.2.7"):
            pass
        with spool.place("192.0.2.8"), spool.place("192.0.2.9"), pytest.raises(OverloadedError):
            spool.place("192.0.2.10").__enter__()
    with spool.place("192.0.2.7"):
        pass


def test_a_full_disk_is_told_as_overload(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shared.http.server.bodies.tempfile.TemporaryFile", full)
    with pytest.raises(OverloadedError):
        asyncio.run(received(sending(b"x" * 100)))


def _full_disk(**_: Any) -> Any:
    return Path("/dev/full").open("w+b")


@pytest.mark.parametrize("chunks", [[b"x" * 100], [b"x" * 8], [b"x" * 9000, b"y" * 5]])
def test_a_disk_that_is_full_keeps_no_place(monkeypatch: pytest.MonkeyPatch, chunks: list[bytes]) -> None:
    monkeypatch.setattr("shared.http.server.bodies.tempfile.TemporaryFile", _full_disk)
    spool = Spool(replace(FAST, body_memory=5, spool_bytes=20_000))
    for _ in range(5):  # more than one client has places
        with pytest.raises(OverloadedError):
            asyncio.run(received(sending(*chunks), most=10_000, spool=spool))


def test_all_calls_of_one_caller_may_take_all_of_the_disk() -> None:
    spool = Spool(FAST, one_caller=True)
    assert asyncio.run(received(sending(*[b"x" * 100] * 9), most=2000, spool=spool))[1]


def test_the_file_is_closed_with_its_place() -> None:
    async def go() -> Body:
        with Spool(FAST).place("192.0.2.7") as body:
            await receive_body(sending(b"x" * 100), body, most=500, limits=FAST)
            body.opened()
            return body

    with pytest.raises(ValueError, match="closed"):
        asyncio.run(go()).opened().read()
