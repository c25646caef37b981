"""Bodies of requests: received on the event loop, with a least rate, into memory and then a temporary file."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import IO, Any

from shared.http.server.errors import BodyTooSlowError, OverloadedError
from shared.http.server.limits import Limits

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class ClientGoneError(Exception):
    """The client has closed the connection: nobody waits for an answer."""


class Body:
    """The body of one request. `complete` when its end has been received."""

    def __init__(self, spool: "Spool", address: str) -> None:
        self._spool = spool
        self._address = address
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self.length = 0
        self.complete = False

    async def add(self, chunk: bytes) -> None:
        """Raises OverloadedError when the bodies of all clients, or of this one, take too much."""
        self._spool.take(self._address, len(chunk))
        self.length += len(chunk)
        self._memory += chunk
        if len(self._memory) > self._spool.limits.body_memory:
            await self._spool.in_thread(self._write_out)

    def _write_out(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="body-")  # noqa: SIM115 - closed by `close`
            self._file.write(self._memory)
            self._file.flush()  # here, where a full disk is told, and not by `seek`
        except OSError as error:  # the disk is full
            raise OverloadedError from error
        self._memory.clear()

    def opened(self) -> IO[bytes]:
        """The body as a file, at its start. Called in a thread, once."""
        if self._file is None:
            return BytesIO(self._memory)
        self._write_out()
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Frees memory and disk."""
        self._memory.clear()
        if self._file is not None:
            with suppress(OSError):  # what a full disk has not taken is flushed, and fails, once more
                self._file.close()


class Spool:
    """All bodies that are being received or worked on. One address may take half of what all may, unless all calls
    come from `one_caller`."""

    def __init__(self, limits: Limits, *, one_caller: bool = False) -> None:
        self.limits = limits
        self._shares = 1 if one_caller else 2
        self._bodies: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._writers = ThreadPoolExecutor(2, "spool")

    @contextmanager
    def place(self, address: str) -> Iterator[Body]:
        """A place for one body, until the end of the block. Raises OverloadedError."""
        if self._bodies.total() >= self.limits.bodies or self._bodies[address] >= self.limits.bodies // self._shares:
            raise OverloadedError
        self._bodies[address] += 1
        body = Body(self, address)
        try:
            yield body
        finally:
            body.close()
            self._bodies[address] -= 1
            self._bytes[address] -= body.length
            if not self._bodies[address]:
                del self._bodies[address], self._bytes[address]

    def take(self, address: str, size: int) -> None:
        """Raises OverloadedError if there is no room for so many bytes more."""
        most = self.limits.spool_bytes
        if self._bytes.total() + size > most or self._bytes[address] + size > most // self._shares:
            raise OverloadedError
        self._bytes[address] += size

    async def in_thread(self, write: Callable[[], None]) -> None:
        """Writes without holding up the event loop."""
        await asyncio.get_running_loop().run_in_executor(self._writers, write)


async def receive_body(receive: Receive, body: Body, *, most: int, limits: Limits) -> None:
    """Receives until the end, or until more than `most` bytes have come (a chunked body that states no length).

    Raises BodyTooSlowError, OverloadedError, ClientGoneError.
    """
    clock = asyncio.get_running_loop().time
    began = last = clock()
    while not body.complete and body.length <= most:
        try:
            async with asyncio.timeout_at(limits.body_deadline(began=began, last=last, received=body.length)):
                message = await receive()
        except TimeoutError as error:
            raise BodyTooSlowError from error
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk = message.get("body", b"")
        if chunk:
            last = clock()
            await body.add(chunk)
        body.complete = not message.get("more_body", False)


async def discard(receive: Receive, seconds: float) -> None:
    """Reads the rest of a body that was refused, for a while: a connection that is closed with bytes unread is reset,
    and the client may not see the refusal."""
    try:
        async with asyncio.timeout(seconds):
            more = True
            while more:
                message = await receive()
                more = message["type"] == "http.request" and message.get("more_body", False)
    except TimeoutError:
        return
