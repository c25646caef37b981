"""The bridge between uvicorn (ASGI) and a function's app (WSGI): one request at a time, threads only while it computes.

`a2wsgi` is the usual bridge. It calls the app at the first byte of the body and lets a thread wait for the rest, and
for the client to read; it has one endless queue for threads; it lets `X_Internal_Token` pass as `X-Internal-Token`.
"""

import asyncio
import contextvars
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from threading import Event
from typing import Any
from wsgiref.types import WSGIApplication

from shared.errors import AppError
from shared.http.admission import ADMITTED, Admitted, Gate, RequestKind
from shared.http.async_body import SLOT, Slot, end, next_chunk
from shared.http.client_address import client_address
from shared.http.client_presence import GONE
from shared.http.server.bodies import Body, ClientGoneError, Receive, Spool, discard, receive_body
from shared.http.server.connections import PIECE, Front
from shared.http.server.environ import has_body, stated_length, trust_scheme, wsgi_environ
from shared.http.server.errors import Headers, rendered
from shared.http.server.limits import Limits
from shared.http.server.threads import T, Threads

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Bridge:
    """The ASGI app of a WSGI app. Made on the event loop's thread; uvicorn calls it once per request."""

    def __init__(self, app: WSGIApplication, gate: Gate, limits: Limits) -> None:
        self.app = app
        self.gate = gate
        self.limits = limits
        self.front = Front(limits)
        self.threads = Threads(limits)
        self.spool = Spool(limits, one_caller=gate.one_caller)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        response = _Response(send, self.front)
        try:
            await _Request(self, scope, receive, response).answer()
        except ClientGoneError:
            log.debug("client gone")
        except Exception as error:
            if response.begun:
                raise  # uvicorn logs it and closes the connection: the client sees that the response is not whole
            if not isinstance(error, AppError):
                log.exception("unexpected error")
            known = error if isinstance(error, AppError) else AppError()
            status, headers, body = rendered(known, _header(scope, b"x-request-id"))
            await response.begin(status, headers)
            await response.add(body)
            await discard(receive, self.limits.linger_seconds)
            await response.finish()


class _Request:
    """One request: admission, body, app, response."""

    def __init__(self, bridge: Bridge, scope: Mapping[str, Any], receive: Receive, response: "_Response") -> None:
        self._bridge = bridge
        self._scope = scope
        self._receive = receive
        self._response = response
        self._context = contextvars.copy_context()

    async def answer(self) -> None:
        """Raises AppError for an error of the server before the response has begun; ClientGoneError."""
        environ = wsgi_environ(self._scope)
        trust_scheme(environ, self._bridge.limits.trusted_proxies)
        kind = self._bridge.gate.kind(environ)
        address = client_address(
            environ["REMOTE_ADDR"], environ.get("HTTP_X_FORWARDED_FOR"), self._bridge.limits.trusted_proxies
        )
        call = _Call(self._bridge.app, self._bridge.gate, environ)
        try:
            if not has_body(environ):
                await self._respond(call, kind)
                return
            admitted = await self._in_thread(RequestKind.SHORT, call.admit)
            length = stated_length(environ)
            if admitted.body_bytes == 0 or (length is not None and length > admitted.body_bytes):
                await self._respond(call, kind, unread=True)
                return
            with self._bridge.spool.place(address) as body:
                await receive_body(self._receive, body, most=admitted.body_bytes, limits=self._bridge.limits)
                call.body = body
                await self._respond(call, kind, unread=not body.complete)
        finally:
            if call.is_open:
                await self._bridge.threads.end(lambda: self._context.run(call.end))

    async def _respond(self, call: "_Call", kind: RequestKind, *, unread: bool = False) -> None:
        """Calls the app and sends what it returns. `unread`: a part of the body was not received; it is discarded for
        a while once the client has the response."""
        # Not while a part of the body is to come: the client would be told to send it.
        gone = None if unread else asyncio.create_task(self._until_gone(call))
        try:
            chunk, more = await self._in_thread(kind, call.begin)
            await self._response.begin(call.status, [*call.headers, *([(b"connection", b"close")] if unread else [])])
            # An answer to HEAD ends with its headers.
            stream = None if self._scope["method"] == "HEAD" else call.stream
            if not more and stream is None:
                await self._response.add(chunk, last=not unread)
            else:
                gone = gone or asyncio.create_task(self._until_gone(call))
                await self._response.add(chunk)
                while more and not gone.done():
                    chunk, more = await self._in_thread(kind, call.next, refusable=False)
                    await self._response.add(chunk)
                if stream is not None:
                    await self._stream(stream, gone)
        finally:
            if gone is not None:
                gone.cancel()
        if unread:
            await discard(self._receive, self._bridge.limits.linger_seconds)
        await self._response.finish()

    async def _stream(self, chunks: AsyncIterator[bytes], gone: "asyncio.Task[None]") -> None:
        """Sends an async body, until its end, the client's or the server's."""
        stopping = asyncio.create_task(self._bridge.front.stopping.wait())
        step: asyncio.Task[bytes | None] | None = None
        try:
            while True:
                step = asyncio.create_task(next_chunk(chunks))
                await asyncio.wait({step, gone, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not step.done() or (chunk := step.result()) is None:
                    return
                await self._response.add(chunk)
        finally:
            stopping.cancel()
            if step is not None and not step.done():
                step.cancel()
                await asyncio.wait({step})
            await end(chunks)

    async def _until_gone(self, call: "_Call") -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        call.gone.set()

    async def _in_thread(self, kind: RequestKind, call: Callable[[], T], *, refusable: bool = True) -> T:
        # One context for all steps of the request: what a generator sets in one thread, it finds in the next.
        return await self._bridge.threads.run(kind, lambda: self._context.run(call), refusable=refusable)


class _Call:
    """The call of the app. Its methods run in threads, one after the other."""

    def __init__(self, app: WSGIApplication, gate: Gate, environ: dict[str, Any]) -> None:
        self._app = app
        self._gate = gate
        self._environ = environ
        self._slot = environ[SLOT] = Slot()
        self.gone = environ[GONE] = Event()
        self._release: Callable[[], None] | None = None
        self._iterable: Iterable[bytes] | None = None
        self._chunks: Iterator[bytes] = iter(())
        self._left: int | None = None  # bytes to come by the response's Content-Length
        self.body: Body | None = None
        self.status = 500
        self.headers: Headers = []

    @property
    def stream(self) -> AsyncIterator[bytes] | None:
        """The async body that the app has left, to be sent after what it returned."""
        return self._slot.chunks

    @property
    def is_open(self) -> bool:
        """Whether `end` has anything to do."""
        return self._iterable is not None or self._release is not None

    def admit(self) -> Admitted:
        """Asks the gate."""
        admitted: Admitted = self._gate.admit(self._environ)
        self._environ[ADMITTED] = admitted
        self._release = admitted.release
        return admitted

    def begin(self) -> tuple[bytes, bool]:
        """Calls the app. The first chunk, and whether more may follow."""
        if ADMITTED not in self._environ:
            self.admit()
        if self.body is not None:
            self._environ["wsgi.input"] = self.body.opened()
            # A chunked body has a length once it is received (RFC 9112, 7.1.3).
            self._environ["CONTENT_LENGTH"] = str(self.body.length)
            self._environ.pop("HTTP_TRANSFER_ENCODING", None)
        self._iterable = self._app(self._environ, self._start_response)
        self._chunks = iter(self._iterable)
        return self.next()

    def next(self) -> tuple[bytes, bool]:
        """The next chunk, and whether more may follow."""
        chunk = next((chunk for chunk in self._chunks if chunk), b"")
        if self._left is not None and chunk:
            self._left -= len(chunk)
            if self._left <= 0:
                # The iterable has a last word before the client has the last byte: it may raise.
                chunk += b"".join(self._chunks)
                self._close()
                return chunk, False
        if not chunk and self.stream is None:
            self._close()
        return chunk, bool(chunk)

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
    ) -> Callable[[bytes], object]:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        lengths = [int(value) for name, value in self.headers if name == b"content-length"]
        self._left = lengths[0] if lengths else None
        return _refuse_write

    def end(self) -> None:
        """Closes the iterable, if that is still to be done, and releases what was admitted."""
        try:
            self._close()
        finally:
            release, self._release = self._release, None
            if release is not None:
                release()

    def _close(self) -> None:
        iterable, self._iterable = self._iterable, None
        close = getattr(iterable, "close", None)
        if close is not None:
            close()


def _refuse_write(_: bytes) -> None:
    raise NotImplementedError("return the body; `write` is for apps that are older than PEP 333")


class _Response:
    """The response, sent in pieces: each waits until the client has taken the one before it."""

    def __init__(self, send: Send, front: Front) -> None:
        self._send = send
        self._front = front
        self._ended = False
        self.begun = False

    async def begin(self, status: int, headers: Headers) -> None:
        """Status and headers."""
        self.begun = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def add(self, chunk: bytes, *, last: bool = False) -> None:
        """A part of the body."""
        view = memoryview(chunk)
        with self._front.holding(len(view)):
            for start in range(0, len(view), PIECE):
                piece = view[start : start + PIECE]
                self._ended = last and start + PIECE >= len(view)
                await self._send({"type": "http.response.body", "body": piece, "more_body": not self._ended})

    async def finish(self) -> None:
        """The end, if it was not sent with the last part."""
        if not self._ended:
            self._ended = True
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})


def _header(scope: Mapping[str, Any], name: bytes) -> str | None:
    return next((value.decode("latin-1") for found, value in scope["headers"] if found == name), None)
