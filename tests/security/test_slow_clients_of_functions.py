"""Clients that are slow on purpose cost a socket each and stop nobody: every function's server has deadlines.

Against a function that is started as the local stack starts all of them, with four threads.
"""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest

from infra.local.ports import choose_port
from infra.local.programs import running
from infra.local.stack import function_program
from tests.security.processes import bare_environment
from tests.security.slow_client_function import LARGE
from tests.support.raw_connections import connections

SOURCE = Path(__file__).with_name("slow_client_function.py")
HEADERS_GIVEN_UP = 10.0
SILENCE_GIVEN_UP = 6  # seconds, instead of 30: the test is over sooner
GRACE = 20.0  # beyond a deadline, on a busy machine
PROMPT = 3.0  # seconds; idle it takes a hundredth
MEGABYTE = 1024 * 1024
MOST_GROWTH = 40 * MEGABYTE

UNFINISHED = b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: "
STALLED = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 300_000
READ = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"

pytestmark = pytest.mark.timeout(240)


@dataclass(frozen=True)
class Server:
    """The function's server."""

    port: int
    process: psutil.Process

    @property
    def memory(self) -> int:
        """Resident bytes."""
        return int(self.process.memory_info().rss)

    def serves_promptly(self) -> bool:
        """Whether a good client's upload and its probe are each answered in time."""
        return all(self._answers(*request) for request in (("POST", b"x" * 500_000), ("GET", None)))

    def _answers(self, method: str, body: bytes | None) -> bool:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request(method, "/", body)
            response = connection.getresponse()
            right = response.read() == str(len(body or b"")).encode()
        return response.status == 200 and right and time.monotonic() - began < PROMPT


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    environment = bare_environment(CLIENT_SILENCE_SECONDS=str(SILENCE_GIVEN_UP))
    program = function_program("slow", port := choose_port(), environment, source=SOURCE)
    program = replace(program, inherit=False, environment={**program.environment, "THREADS": "4"})
    log = tmp_path_factory.mktemp("slow") / "log"
    with running(program, log_file=log) as process:
        served = Server(port, psutil.Process(process.pid))
        assert served.serves_promptly()
        yield served


def end_of(sock: socket.socket, deadline: float) -> bytes:
    """What comes on this connection until the server closes it. Raises TimeoutError after the deadline."""
    found = bytearray()
    with contextlib.suppress(ConnectionError):  # cut off
        while True:
            sock.settimeout(max(0.01, deadline - time.monotonic()))
            chunk = sock.recv(MEGABYTE)
            if not chunk:
                break
            found += chunk
    return bytes(found)


@contextlib.contextmanager
def dripping(sockets: list[socket.socket]) -> Iterator[None]:
    """Sends one byte every second on each of them."""
    enough = threading.Event()

    def drip() -> None:
        while not enough.wait(1):
            for sock in sockets:
                with contextlib.suppress(OSError):
                    sock.send(b"a")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


@pytest.mark.parametrize("drip", [False, True], ids=["silent", "dripping"])
def test_headers_that_are_never_finished_stop_nobody(server: Server, drip: bool) -> None:
    deadline = time.monotonic() + HEADERS_GIVEN_UP + GRACE
    with connections(server.port, 60, UNFINISHED) as attack, dripping(attack) if drip else contextlib.nullcontext():
        assert server.serves_promptly()
        for sock in attack:
            assert end_of(sock, deadline) == b""
    assert server.serves_promptly()


def test_bodies_that_stop_stop_nobody_and_are_told_so(server: Server) -> None:
    deadline = time.monotonic() + SILENCE_GIVEN_UP + GRACE
    with connections(server.port, 20, STALLED) as attack:
        assert server.serves_promptly()
        for sock in attack:
            head, _, body = end_of(sock, deadline).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 408 ")
            assert json.loads(body)["code"] == "request-timeout"
    assert server.serves_promptly()


def test_clients_that_never_read_stop_nobody_and_take_no_memory(server: Server) -> None:
    before = server.memory
    with connections(server.port, 60, READ, receive_buffer=4096) as attack:
        assert server.serves_promptly()
        time.sleep(SILENCE_GIVEN_UP / 2)
        assert server.memory - before < MOST_GROWTH
        time.sleep(SILENCE_GIVEN_UP)
        deadline = time.monotonic() + GRACE
        for sock in attack:
            assert len(end_of(sock, deadline)) < LARGE
    assert server.serves_promptly()
    assert server.memory - before < MOST_GROWTH


def test_an_idle_connection_is_kept_for_longer_than_clients_pause(server: Server) -> None:
    """Three seconds are more than the two after which such connections were once closed."""
    idle = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=10) for _ in range(20)]
    for connection in idle:
        connection.connect()
        connection.auto_open = 0  # a connection that was closed must not be replaced
    for pause in (0, 3):
        time.sleep(pause)
        for connection in idle:
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"0"
    for connection in idle:
        connection.close()
