"""Connections: uvicorn's HTTP/1.1 protocol with the deadlines that it lacks.

uvicorn closes idle connections. It waits for ever for the rest of a request's headers, and for a client that does not
read its response. A connection that is cut off here wakes its request, which then ends as if the client had left.
"""

import asyncio
import contextlib
import logging
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any, Protocol, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.errors import AppError
from shared.http.client_address import is_trusted_proxy
from shared.http.server.errors import HeadersTooLargeError, MalformedRequestError, reason, rendered
from shared.http.server.limits import Limits

log = logging.getLogger(__name__)

PIECE = 64 * 1024
"""Bytes handed to a connection at once. Its buffer holds as much before it must be read (asyncio's high-water mark)."""


class Front:
    """What the connections of one process share."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.stopping = asyncio.Event()
        self.by_address: Counter[str] = Counter()
        self.stalled: dict[Connection, None] = {}  # whose client does not read right now; the longest first
        self._unread = 0

    @contextlib.contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """Counts so many bytes that wait in memory to be read, until the end of the block. When all of them are too
        many, the client that has not read for longest is cut off."""
        self._unread += size
        if self._unread > self.limits.unread_bytes and self.stalled:
            next(iter(self.stalled)).cut_off("responses unread")
        try:
            yield
        finally:
            self._unread -= size


class _HasFront(Protocol):
    front: Front


class Connection(H11Protocol):
    """One connection. `Config(app=…)` must have a `front`."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._front = cast(_HasFront, self.app).front
        self._limits = self._front.limits
        self._headers_due: asyncio.TimerHandle | None = None
        self._reading_due: asyncio.TimerHandle | None = None
        self._waits_since: float | None = None  # for a request's headers; None: a request is being worked on

    @property
    def _address(self) -> str:
        return self.client[0] if self.client else ""

    # Room

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._front.by_address[self._address] += 1
        _set_up(transport, self._limits.silence_seconds)
        self._waits_since = self.loop.time()
        self._expect_headers()
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._front.by_address -= Counter((self._address,))  # drops who has none left
        self._front.stalled.pop(self, None)
        self._headers_arrived()
        self._was_read()
        super().connection_lost(exc)

    def _make_room(self) -> None:
        """Over a limit, closes the connection that has waited longest for a request; this one if all are busy. So the
        newest connection is served, however many idle ones a client opens."""
        peers = [one for one in self.connections if isinstance(one, Connection)]
        if len(peers) <= self._limits.connections:
            if self._front.by_address[self._address] <= self._limits.connections_per_address or self._is_proxy():
                return
            peers = [one for one in peers if one._address == self._address]
        idle = {one: one._waits_since for one in peers if one._waits_since is not None and one is not self}
        min(idle, key=lambda one: idle[one], default=self).cut_off("too many connections")

    def _is_proxy(self) -> bool:
        return is_trusted_proxy(self._address, self._limits.trusted_proxies)

    # Headers

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect_headers()
        else:
            self._waits_since = None
            self._headers_arrived()

    def on_response_complete(self) -> None:
        self._waits_since = self.loop.time()
        super().on_response_complete()
        if self.conn.their_state is not h11.IDLE:  # the next request had already arrived
            self._waits_since = None
        self._expect_reading()

    def _expect_headers(self) -> None:
        if self._headers_due is None:
            self._headers_due = self.loop.call_later(self._limits.header_seconds, self.cut_off, "headers incomplete")

    def _headers_arrived(self) -> None:
        if self._headers_due is not None:
            self._headers_due.cancel()
            self._headers_due = None

    def send_400_response(self, msg: str) -> None:
        """Answers a malformed request; `msg` is uvicorn's own sentence."""
        with contextlib.suppress(h11.LocalProtocolError):  # a response has already begun
            self._send(HeadersTooLargeError() if self._overflowed() else MalformedRequestError())
        self.transport.close()
        self._expect_reading()

    def _overflowed(self) -> bool:
        return len(self.conn.trailing_data[0]) > self._limits.header_bytes

    def _send(self, error: AppError) -> None:
        status, headers, body = rendered(error)
        for event in (
            h11.Response(status_code=status, headers=headers, reason=reason(status)),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")

    # Responses

    def pause_writing(self) -> None:
        """Called when more than the high-water mark waits to be read."""
        super().pause_writing()
        self._front.stalled[self] = None
        self._expect_reading()

    def resume_writing(self) -> None:
        """Called when all but the low-water mark (a quarter of the high one) was read."""
        super().resume_writing()
        self._front.stalled.pop(self, None)
        self._expect_reading()

    def _expect_reading(self) -> None:
        """Whatever waits to be read must have been read when the time is over; else the transport would keep it, and
        itself, for ever, even when it is closed."""
        self._was_read()
        if self.transport.get_write_buffer_size():
            self._reading_due = self.loop.call_later(self._limits.silence_seconds, self._ensure_read)

    def _was_read(self) -> None:
        if self._reading_due is not None:
            self._reading_due.cancel()
            self._reading_due = None

    def _ensure_read(self) -> None:
        if self.transport.get_write_buffer_size():
            self.cut_off("response not read")

    # End

    def shutdown(self) -> None:
        """Called when the server stops."""
        self._front.stopping.set()
        super().shutdown()
        self._expect_reading()

    def timeout_keep_alive_handler(self) -> None:
        """Called when the connection has been idle for long."""
        super().timeout_keep_alive_handler()
        self._expect_reading()

    def cut_off(self, why: str) -> None:
        """Ends the connection at once."""
        log.info("connection cut off", extra={"reason": why, "address": self._address})
        self._waits_since = None  # it ends soon, and is not there to be cut off for the next one's sake
        self._front.stalled.pop(self, None)
        self.transport.abort()


def _set_up(transport: asyncio.Transport, silence_seconds: float) -> None:
    """Lets the kernel hold little that is unsent: else it reports progress only after a third of some megabytes, which
    takes a slow but honest reader longer than its deadline. What a closed connection has left unsent is the kernel's,
    which gives up after a while: a long one, since it also counts while a reader with a small buffer reads on."""
    found = transport.get_extra_info("socket")
    with contextlib.suppress(OSError, AttributeError):  # not a TCP connection, or not Linux
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, PIECE)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(4 * silence_seconds * 1000))
