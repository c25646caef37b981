"""Serves a WSGI app by the real server, in a thread, on a free port."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from infra.local.ports import choose_port
from shared.http.admission import Admitted, RequestKind
from shared.http.server.bridge import Bridge
from shared.http.server.limits import Limits
from shared.http.server.uvicorn_options import uvicorn_options
from tests.support import stack

SOON = 10.0
"""Seconds within which what must happen has happened, on a busy machine."""


@dataclass
class OpenGate:
    """Admits all bodies up to `body_bytes`, and counts what it admits and what is released."""

    body_bytes: int = 1_000_000
    admitted: int = 0
    released: int = 0
    found: list[Any] = field(default_factory=list)

    one_caller = False

    def kind(self, environ: Any) -> RequestKind:
        return RequestKind.LONG if environ["PATH_INFO"].startswith("/long") else RequestKind.SHORT

    def admit(self, environ: Any) -> Admitted:
        self.admitted += 1
        return Admitted(body_bytes=self.body_bytes, found="found", release=self._release)

    def _release(self) -> None:
        self.released += 1


@dataclass
class Served:
    """A running server."""

    port: int
    server: uvicorn.Server
    gate: OpenGate

    def connect(self, *, buffer: int | None = None) -> socket.socket:
        """A connection; with a receive buffer of so many bytes."""
        sock = socket.socket()
        if buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        sock.settimeout(SOON)
        sock.connect(("127.0.0.1", self.port))
        return sock

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one call."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()

    def raw(self, request: bytes) -> bytes:
        """All that the server sends until it closes the connection."""
        with self.connect() as sock:
            sock.sendall(request)
            return rest_of(sock)


def rest_of(sock: socket.socket) -> bytes:
    """All that comes until the connection is closed, also by a reset."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := sock.recv(65536):
            found += chunk
    return found


def eventually(true: Callable[[], bool]) -> bool:
    """True as soon as it is; fails the test if it does not become true soon."""
    return stack.eventually(true, seconds=SOON, pause=0.02)


@contextlib.contextmanager
def served(app: Any, **limits: Any) -> Iterator[Served]:
    """Serves the app within these limits until the end of the block; then stops gracefully."""
    gate, port = OpenGate(), choose_port()
    all_limits = Limits(**{"threads": 4, "stop_seconds": 5, "linger_seconds": 0.5, **limits})
    bridge = Bridge(app, gate, all_limits)
    server = uvicorn.Server(uvicorn.Config(bridge, "127.0.0.1", port, **uvicorn_options(all_limits)))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert eventually(lambda: server.started)
        yield Served(port=port, server=server, gate=gate)
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()
