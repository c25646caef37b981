"""Clients that send or read slowly, or open many connections, through both web servers: each is cut off, none delays
another."""

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.web_rules import ClientLimits
from tests.support.raw_connections import PATIENCE_SECONDS, connections, is_over
from tests.support.stack import eventually
from tests.support.web_servers import KINDS, LARGE, EchoApi, build, call, echo_api, web_server

LIMITS = ClientLimits(header_seconds=2, silence_seconds=2, connections_per_address=60)
AT_ONCE_SECONDS = 5.0  # for a good client, whatever the others do

UPLOAD_HEAD = (
    b"POST /api/invoices/ocr HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
    b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\n"
)


@pytest.fixture(scope="module", params=KINDS)
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp(request.param)
    build(folder)
    with echo_api() as api_port, web_server(request.param, folder, api_port, LIMITS) as port:
        yield port


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[int]:
    build(tmp_path)
    EchoApi.release.clear()
    with echo_api() as api_port, web_server("nginx", tmp_path, api_port, LIMITS) as port:
        yield port


def ensure_served(port: int) -> None:
    """A good client is answered at once: a file, a call and an upload."""
    began = time.monotonic()
    assert call(port, "GET", "/").status == 200
    assert call(port, "GET", "/api/me").status == 207
    assert call(port, "POST", "/api/invoices/ocr", body=b"x" * 100_000).status == 207
    assert time.monotonic() - began < AT_ONCE_SECONDS


def test_headers_that_never_end_are_cut_off(web: int) -> None:
    with connections(web, 48, b"GET /api/invoices/ HTTP/1.1\r\nHost: ") as slow:
        ensure_served(web)
        assert all(is_over(one) for one in slow)


def test_uploads_that_stop_stop_no_other_and_are_cut_off(web: int) -> None:
    with connections(web, 16, UPLOAD_HEAD % web) as stalled:
        ensure_served(web)
        assert all(is_over(one) for one in stalled)
    ensure_served(web)


def test_readers_who_never_read_stop_nobody_and_are_cut_off(web: int) -> None:
    request = b"GET /api/large HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % web
    with connections(web, 48, request, receive_buffer=4096):
        ensure_served(web)
        eventually(lambda: not EchoApi.sending, seconds=PATIENCE_SECONDS)
    ensure_served(web)


def test_a_slow_but_steady_reader_gets_everything(web: int) -> None:
    request = b"GET /api/large HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % web
    received = 0
    with connections(web, 1, request, receive_buffer=64 * 1024) as (reader,):
        ends = time.monotonic() + 2.5 * LIMITS.silence_seconds
        while chunk := reader.recv(256 * 1024):
            received += len(chunk)
            if time.monotonic() < ends:
                time.sleep(0.05)  # the point of the test: longer than the silence allowed, never silent
    assert received > LARGE


def test_a_body_reaches_the_api_through_nginx_only_when_it_is_whole(nginx: int) -> None:
    EchoApi.begun.clear()
    head = b"PATCH /api/invoices/7/preview HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{"
    with connections(nginx, 1, head) as (stalled,):
        ensure_served(nginx)
        assert is_over(stalled)
    assert "/api/invoices/7/preview" not in EchoApi.begun


def test_an_answer_that_is_waited_for_passes_nginx_whatever_its_limits_of_clients(nginx: int) -> None:
    answer = call(nginx, "POST", f"/api/invoices/ocr?wait={LIMITS.silence_seconds + 0.5}", body=b"x")
    assert (answer.status, json.loads(answer.body)["size"]) == (207, 1)


def test_the_api_learns_through_nginx_that_a_client_who_waits_has_gone(nginx: int) -> None:
    path = "/api/invoices/ocr?wait=60"
    with connections(nginx, 1, f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx".encode()):
        eventually(lambda: path in EchoApi.begun, seconds=PATIENCE_SECONDS)
    eventually(lambda: path in EchoApi.left, seconds=PATIENCE_SECONDS)


def test_one_address_has_a_share_of_nginx(nginx: int) -> None:
    request = b"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with connections(nginx, LIMITS.connections_per_address, request) as streams:
        for one in streams:
            assert one.recv(12) == b"HTTP/1.1 200"
        answer = call(nginx, "GET", "/api/me")
        known = json.loads(answer.body)
        assert (answer.status, known["code"]) == (429, "too-many-at-once")
        assert (known["request_id"], answer.headers["retry-after"]) == (answer.headers["x-request-id"], "2")
        assert call(nginx, "GET", "/").status == 200
        assert call(nginx, "GET", "/nginx-health").status == 200
    EchoApi.release.set()
    eventually(lambda: call(nginx, "GET", "/api/me").status == 207, seconds=PATIENCE_SECONDS)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /api/me HTTP/1.1\r\n\r\n", 400),
        (b"GARBAGE\r\n\r\n", 400),
        (b"GET /api/me HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 40_000 + b"\r\n\r\n", 431),
        (b"GET /api/" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
    ],
    ids=["no host", "no request", "long header", "long address"],
)
def test_nginx_answers_its_own_errors_as_json(nginx: int, sent: bytes, status: int) -> None:
    with connections(nginx, 1, sent) as (one,):
        answer = b""
        with contextlib.suppress(ConnectionError):
            while chunk := one.recv(65536):
                answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    known = json.loads(body)
    assert head.split()[1] == str(status).encode()
    assert known["code"] == "bad-request"
    assert f"X-Request-Id: {known['request_id']}".encode() in head
