"""A server that answers with the faults it is told, and passes every other request on to the real API."""

import socket
import struct
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """This answer, instead of the API's."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The connection is reset once so many bytes of the body have arrived; nothing is passed on."""

    after: int


@dataclass(frozen=True, slots=True)
class LostAnswer:
    """The API carries the call out, and its answer is lost."""


Fault = Answer | Cut | LostAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a request was, without its body."""

    method: str
    path: str
    headers: Mapping[str, str]


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A client that is killed meanwhile is what these tests do."""


class FaultyServer:
    """`faults` are taken one for each request; then, and where `upstream` is given, requests are passed on."""

    def __init__(self, upstream: str | None = None) -> None:
        self.faults: deque[Fault] = deque()
        self.received: list[Received] = []
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._upstream = upstream
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Answers from now on."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Answers no more."""
        self._server.shutdown()
        self._server.server_close()

    def fault_for(self) -> Fault | None:
        """What happens to the next request."""
        with self._lock:
            return self.faults.popleft() if self.faults else None

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Counts how many requests go on at once."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1

    def forwarded(self, request: Received, body: bytes) -> Answer:
        """The answer of the real API."""
        if self._upstream is None:
            return Answer(status=500, body=b"no fault and no API")
        answer = httpx.request(
            request.method,
            f"{self._upstream}{request.path}",
            headers={name: value for name, value in request.headers.items() if name.lower() != "host"},
            content=body,
            timeout=60,
        )
        kept = {
            name: answer.headers[name] for name in ("Content-Type", "Retry-After", "ETag") if name in answer.headers
        }
        return Answer(status=answer.status_code, body=answer.content, headers=kept)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                with server.counted():
                    self._handle()

            def _handle(self) -> None:
                fault = server.fault_for()
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(min(length, fault.after) if isinstance(fault, Cut) else length)
                request = Received(method=self.command, path=self.path, headers=dict(self.headers))
                server.received.append(request)
                if isinstance(fault, Cut):
                    self._reset()
                    return
                answer = fault if isinstance(fault, Answer) else server.forwarded(request, body)
                if isinstance(fault, LostAnswer):
                    self._reset()
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def _reset(self) -> None:
                self.close_connection = True
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()

            def log_message(self, *_: Any) -> None:
                pass

            do_GET = do_POST = do_PATCH = do_DELETE = handle_any  # noqa: N815

        return Handler


@contextmanager
def faulty_server(upstream: str | None = None) -> Iterator[FaultyServer]:
    """A running one, stopped at the end of the block."""
    server = FaultyServer(upstream)
    server.start()
    try:
        yield server
    finally:
        server.stop()
