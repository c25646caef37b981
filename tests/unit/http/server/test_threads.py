"""Short requests and probes have threads while long ones take theirs."""

import asyncio
import threading

import pytest

from shared.http.admission import RequestKind
from shared.http.server.errors import OverloadedError
from shared.http.server.limits import Limits
from shared.http.server.threads import Threads

LIMITS = Limits(threads=4, probe_threads=1, waiting=2)


async def held(threads: Threads, kind: RequestKind, count: int, release: threading.Event) -> list["asyncio.Task[bool]"]:
    """So many calls of this kind, each of which waits to be released."""
    tasks = [asyncio.create_task(threads.run(kind, lambda: release.wait(20), refusable=True)) for _ in range(count)]
    await asyncio.sleep(0.05)
    return tasks


@pytest.mark.parametrize("kind", [RequestKind.SHORT, RequestKind.PROBE])
def test_long_requests_leave_threads_free(kind: RequestKind) -> None:
    async def go() -> str:
        threads, release = Threads(LIMITS), threading.Event()
        tasks = await held(threads, RequestKind.LONG, 6, release)
        try:
            return await asyncio.wait_for(threads.run(kind, lambda: "done", refusable=True), 5)
        finally:
            release.set()
            await asyncio.gather(*tasks)

    assert asyncio.run(go()) == "done"


def test_a_probe_is_answered_when_every_thread_works() -> None:
    async def go() -> str:
        threads, release = Threads(LIMITS), threading.Event()
        tasks = await held(threads, RequestKind.SHORT, 4, release)
        try:
            return await asyncio.wait_for(threads.run(RequestKind.PROBE, lambda: "alive", refusable=True), 5)
        finally:
            release.set()
            await asyncio.gather(*tasks)

    assert asyncio.run(go()) == "alive"


def test_when_too_many_wait_the_next_is_refused_at_once_and_a_begun_one_is_not() -> None:
    async def go() -> list[bool]:
        threads, release = Threads(LIMITS), threading.Event()
        tasks = await held(threads, RequestKind.SHORT, 4 + LIMITS.most_waiting, release)
        with pytest.raises(OverloadedError):
            await threads.run(RequestKind.SHORT, lambda: True, refusable=True)
        begun = asyncio.create_task(threads.run(RequestKind.SHORT, lambda: True, refusable=False))
        release.set()
        return [*await asyncio.gather(*tasks), await begun]

    assert all(asyncio.run(go()))
