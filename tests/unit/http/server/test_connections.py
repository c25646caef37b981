"""Connections have deadlines, and the newest one finds room."""

import json
import socket
import time
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from tests.unit.http.server.serving import SOON, Served, eventually, rest_of, served

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def app(environ: Any, start_response: Any) -> Any:
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture(scope="module")
def web() -> Iterator[Served]:
    with served(app, header_seconds=0.5, keep_alive_seconds=2) as running:
        yield running


def takes(sock: socket.socket, sent: bytes) -> bool:
    try:
        sock.sendall(sent)
    except OSError:
        return False
    return True


def answers(sock: socket.socket) -> bool:
    """Whether a request on this connection is answered."""
    sock.sendall(GET)
    found = b""
    while chunk := sock.recv(1000):
        found += chunk
        if found.endswith(b"ok"):
            return True
    return False


def closes_within(sock: socket.socket, seconds: float) -> bool:
    sock.settimeout(seconds)
    try:
        rest_of(sock)
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("sent", [b"", b"\r\n", b"GET", GET[:-2], b"\r\n\r\nGET / HTTP/1.1\r\n"])
def test_headers_that_are_never_finished_are_given_up(web: Served, sent: bytes) -> None:
    with web.connect() as sock:
        sock.sendall(sent)
        assert closes_within(sock, SOON)


def test_headers_that_drip_are_given_up(web: Served) -> None:
    with web.connect() as sock:
        sock.sendall(GET[:-2])
        assert eventually(lambda: not takes(sock, b"a"))


def test_the_second_request_s_headers_have_a_deadline_too(web: Served) -> None:
    with web.connect() as sock:
        assert answers(sock)
        sock.sendall(GET[:10])
        began = time.monotonic()
        assert closes_within(sock, SOON)
        assert time.monotonic() - began < 2  # sooner than an idle one


def test_an_idle_connection_outlives_the_deadline_of_headers(web: Served) -> None:
    with web.connect() as sock:
        assert answers(sock)
        time.sleep(1)
        assert answers(sock)
        assert closes_within(sock, SOON)  # but not for ever


def test_two_requests_at_once_are_both_answered(web: Served) -> None:
    with web.connect() as sock:
        sock.sendall(GET + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert rest_of(sock).count(b"200 OK") == 2


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),  # no Host
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 100_000, 431),
    ],
)
def test_what_is_not_http_is_refused_in_the_shape_of_the_api(web: Served, request_: bytes, status: int) -> None:
    head, _, body = web.raw(request_).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert json.loads(body)["code"] == "bad-request"


def test_idle_connections_make_room_for_new_ones() -> None:
    with served(app, connections=5) as web:
        idle = [web.connect() for _ in range(20)]
        sock = web.connect()
        assert answers(sock)
        assert sum(closes_within(one, 0.2) for one in idle) >= 15
        for one in (*idle, sock):
            one.close()


def test_one_address_has_a_limit_of_its_own() -> None:
    with served(app, connections_per_address=3) as web:
        idle = [web.connect() for _ in range(6)]
        assert eventually(lambda: len(web.server.server_state.connections) == 3)
        assert closes_within(idle[0], SOON)
        assert not closes_within(idle[-1], 0.2)
        for one in idle:
            one.close()


def test_a_proxy_has_no_limit_of_its_own() -> None:
    with served(app, connections_per_address=3, trusted_proxies=(ip_network("127.0.0.0/8"),)) as web:
        open_ = [web.connect() for _ in range(6)]
        assert eventually(lambda: len(web.server.server_state.connections) == 6)
        for one in open_:
            one.close()
