"""One API key has its share of the api and no more; the others are served meanwhile."""

import select
import socket
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from shared.domain.access import Role
from shared.domain.lifecycle import Status
from shared.pipeline.updates import Change
from tests.security.processes import function_process
from tests.security.rows import add_invoice
from tests.security.services import Api
from tests.support.raw_connections import connections
from tests.support.stack import eventually

AT_ONCE_SECONDS = 5.0  # for a good client, whatever the others do
SHARES = {"UPLOADS_PER_KEY": 4, "DOWNLOADS_PER_KEY": 12, "STREAMS_PER_KEY": 8}
LARGE = bytes(8_000_000)  # more than the buffers between server and client hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The api in a process of its own, on the stores of `api`."""

    url: str
    api: Api

    @property
    def port(self) -> int:
        return int(urlsplit(self.url).port or 0)

    def new_key(self, role: Role = Role.VIEWER) -> str:
        return self.api.services.keys.create(f"a {role} of its own", role)[0]

    def request(self, method: str, path: str, key: str, headers: Mapping[str, str] | None = None) -> bytes:
        """The head of a request."""
        lines = {"Host": f"127.0.0.1:{self.port}", "Authorization": f"Bearer {key}", **(headers or {})}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"{head}\r\n".encode()

    def ensure_serves(self, key: str) -> None:
        """Another key's calls and the probe are answered at once."""
        began = time.monotonic()
        with httpx.Client(base_url=self.url, timeout=30, headers={"Authorization": f"Bearer {key}"}) as client:
            for path in ("/api/invoices/", "/healthz", "/api/me"):
                assert client.get(path).status_code == 200
        assert time.monotonic() - began < AT_ONCE_SECONDS


@pytest.fixture(scope="module")
def served(api: Api, stores_environment: dict[str, str], secret_key: str, upload_url: str) -> Iterator[Served]:
    environment = {
        **stores_environment,
        "SECRET_KEY": secret_key,
        "AUTH": "required",
        "UPLOAD_URL": upload_url,
        **{name: str(value) for name, value in SHARES.items()},
    }
    with function_process("api", environment) as url:
        yield Served(url=url, api=api)


def status(connection: socket.socket) -> int:
    """Of the response that begins."""
    return int(connection.recv(12).split()[1])


def test_readers_who_never_read_take_the_share_of_their_key_only(served: Served) -> None:
    invoice_id, key, other = add_invoice(served.api, content=LARGE), served.new_key(), served.new_key()
    request = served.request("GET", f"/api/invoices/{invoice_id}/download", key)
    with connections(served.port, 60, request, receive_buffer=4096) as readers:
        served.ensure_serves(other)
        assert Counter(status(one) for one in readers) == {200: 12, 429: 48}
        served.ensure_serves(other)
        assert httpx.get(
            f"{served.url}/api/invoices/{invoice_id}/download", headers={"X-API-Key": other}, timeout=30
        ).content == LARGE  # fmt: skip
    # The clients have gone: the share is free again.
    eventually(lambda: _download(served, invoice_id, key).status_code == 200, seconds=30)


def _download(served: Served, invoice_id: int, key: str) -> httpx.Response:
    return httpx.get(f"{served.url}/api/invoices/{invoice_id}/download", headers={"X-API-Key": key}, timeout=30)


def test_one_more_is_told_when_to_come_back(served: Served) -> None:
    key = served.new_key()
    with connections(served.port, 8, served.request("GET", "/api/events", key)) as streams:
        assert {status(one) for one in streams} == {200}
        answer = httpx.get(f"{served.url}/api/events", headers={"X-API-Key": key}, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-at-once")
    assert answer.json()["error"].startswith("This API key may have 8 streams at once.")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["X-Request-Id"] == answer.json()["request_id"]


def test_one_key_cannot_hold_all_event_streams(served: Served) -> None:
    key, other = served.new_key(), served.new_key()
    with connections(served.port, 60, served.request("GET", "/api/events", key)) as streams:
        assert Counter(status(one) for one in streams) == {200: 8, 429: 52}
        with connections(served.port, 1, served.request("GET", "/api/events", other)) as (stream,):
            assert status(stream) == 200
    # The clients have gone: the share is free again.
    eventually(lambda: _opens_a_stream(served, key), seconds=30)


def _opens_a_stream(served: Served, key: str) -> bool:
    with connections(served.port, 1, served.request("GET", "/api/events", key)) as (stream,):
        return status(stream) == 200


def test_a_hundred_event_streams_hold_no_thread_and_all_receive(served: Served) -> None:
    other, change = served.new_key(), _change()
    requests = [served.request("GET", "/api/events", served.new_key()) for _ in range(13)]
    with ExitStack() as stack:
        opened = [stack.enter_context(connections(served.port, 8, request)) for request in requests]
        streams = [one for group in opened for one in group]
        for one in streams:
            assert b"retry: 3000" in _read_until(one, b"\n\n")
        served.ensure_serves(other)
        served.api.services.changes.publish(change)
        for one in streams:
            assert f'"invoice_id": {change.invoice_id}'.encode() in _read_until(one, b'"version"')
        served.ensure_serves(other)


def _change() -> Change:
    return Change(invoice_id=uuid4().int % 10**9, status=Status.PROCESSING, stage=None, progress=1, version=1)


def _read_until(connection: socket.socket, mark: bytes, after: bytes = b"") -> bytes:
    """What the server sends up to the mark (after another one) and a little more."""
    received = b""
    while mark not in (received.partition(after)[2] if after else received):
        chunk = connection.recv(65536)
        assert chunk, received
        received += chunk
    return received


def test_a_stream_resumes_after_the_last_event_that_was_seen(served: Served) -> None:
    key, changes = served.new_key(), [_change(), _change()]
    served.api.services.changes.publish(changes[0])
    seen = served.api.services.changes.bounds()[1]
    served.api.services.changes.publish(changes[1])
    request = served.request("GET", "/api/events", key, {"Last-Event-ID": seen})
    with connections(served.port, 1, request) as (stream,):
        received = _read_until(stream, b'"version"')
    assert f'"invoice_id": {changes[1].invoice_id}'.encode() in received
    assert f'"invoice_id": {changes[0].invoice_id}'.encode() not in received
    assert b"event: reset" not in received


def test_an_event_id_that_is_no_longer_kept_is_reported(served: Served) -> None:
    served.api.services.changes.publish(_change())
    request = served.request("GET", "/api/events", served.new_key(), {"Last-Event-ID": "1-0"})
    with connections(served.port, 1, request) as (stream,):
        assert b"event: reset\ndata: {}\n\n" in _read_until(stream, b"\n\n", b"id: ")


def test_uploads_beyond_the_share_are_refused_before_their_bodies(served: Served) -> None:
    key, other = served.new_key(Role.UPLOADER), served.new_key(Role.UPLOADER)
    form = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": "900000"}
    with connections(served.port, 16, served.request("POST", "/api/invoices/ocr", key, form) + b"--b\r\n") as stalled:
        answered: list[socket.socket] = eventually(lambda: _answered(stalled, 12), seconds=30)
        assert {status(one) for one in answered} == {429}
        upload = httpx.post(
            f"{served.url}/api/invoices/ocr",
            headers={"X-API-Key": other},
            files={"file": ("a.txt", b"no invoice")},
            timeout=30,
        )
        assert (upload.status_code, upload.json()["code"]) == (400, "no-usable-file")  # looked at all the same
        served.ensure_serves(other)
        assert len(_answered(stalled, 12)) == 12


def _answered(connections: list[socket.socket], count: int) -> list[socket.socket]:
    """The connections on which the server has sent something, if they are so many."""
    found = select.select(connections, [], [], 0)[0]
    return found if len(found) >= count else []
