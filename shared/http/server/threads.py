"""The threads of a function: long requests take at most half of them, probes have their own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from shared.http.admission import RequestKind
from shared.http.server.errors import OverloadedError
from shared.http.server.limits import Limits

T = TypeVar("T")


class _Seats:
    """So many may be taken at once; the others wait in turn, or are refused when too many wait."""

    def __init__(self, seats: int, most_waiting: int) -> None:
        self._free = asyncio.Semaphore(seats)
        self._most_waiting = most_waiting
        self._waiting = 0

    @asynccontextmanager
    async def one(self, *, refusable: bool) -> AsyncIterator[None]:
        """A seat. Raises OverloadedError, unless not `refusable`."""
        if refusable and self._free.locked() and self._waiting >= self._most_waiting:
            raise OverloadedError
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()


class Threads:
    """Runs calls in threads. Waiting for one happens on the event loop, in order of arrival within a
    kind of request."""

    def __init__(self, limits: Limits) -> None:
        self._probes = ThreadPoolExecutor(limits.probe_threads, "probe")
        self._requests = ThreadPoolExecutor(limits.threads, "request")
        self._ends = ThreadPoolExecutor(limits.probe_threads, "end")
        self._probe_seats = _Seats(limits.probe_threads, limits.most_waiting)
        self._seats = _Seats(limits.threads, limits.most_waiting)
        self._long_seats = _Seats(max(1, limits.threads // 2), limits.most_waiting)

    async def run(self, kind: RequestKind, call: Callable[[], T], *, refusable: bool) -> T:
        """The call's result. Raises OverloadedError if `refusable` and too many wait already: a request that has
        been begun is not refused."""
        async with self._seat(kind, refusable):
            pool = self._probes if kind is RequestKind.PROBE else self._requests
            return await asyncio.get_running_loop().run_in_executor(pool, call)

    async def end(self, call: Callable[[], None]) -> None:
        """Runs the end of a request, not in turn with those that wait to begin: until then its client's share counts as
        taken, though the client has the whole response."""
        await asyncio.get_running_loop().run_in_executor(self._ends, call)

    @asynccontextmanager
    async def _seat(self, kind: RequestKind, refusable: bool) -> AsyncIterator[None]:
        match kind:
            case RequestKind.PROBE:
                async with self._probe_seats.one(refusable=refusable):
                    yield
            case RequestKind.SHORT:
                async with self._seats.one(refusable=refusable):
                    yield
            case RequestKind.LONG:
                async with self._long_seats.one(refusable=refusable), self._seats.one(refusable=refusable):
                    yield
