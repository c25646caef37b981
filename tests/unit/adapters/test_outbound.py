"""Which addresses may be called, and what becomes of a call that goes wrong."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from shared.adapters import outbound
from shared.adapters.outbound import OutboundClient, OutboundPolicy
from shared.adapters.retry_after import retry_after_seconds
from shared.domain.webhook_retries import Outcome

LOCAL = OutboundPolicy(networks=(ip_network("127.0.0.0/8"),), http=True)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.7", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
        *("2002:7f00:1::1", "2001:0:7f00:1::1", "100::1"),
    ],
)
def test_an_address_that_is_not_public_is_not_called(address: str) -> None:
    assert not OutboundPolicy().allows(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_a_public_address_is_called(address: str) -> None:
    assert OutboundPolicy().allows(address)


def test_an_operator_may_allow_networks_and_nothing_beside_them() -> None:
    policy = OutboundPolicy(networks=(ip_network("10.1.0.0/16"), ip_network("fd12::/16")))
    assert policy.allows("10.1.2.3")
    assert policy.allows("::ffff:10.1.2.3")
    assert policy.allows("fd12::5")
    assert not policy.allows("10.2.0.1")


def _post(url: str, policy: OutboundPolicy = LOCAL) -> Outcome:
    async def post() -> Outcome:
        async with OutboundClient(policy) as client:
            return await client.post(url, {}, b"{}")

    return asyncio.run(post())


@contextlib.contextmanager
def _server(*parts: bytes, pause: float = 0) -> Iterator[tuple[int, list[bytes]]]:
    """A server that answers each connection with these bytes: (its port, what it was sent)."""
    received: list[bytes] = []
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while not ended.is_set():
                    connection, _ = listening.accept()
                    with connection, contextlib.suppress(OSError):
                        received.append(connection.recv(65536))
                        for part in parts:
                            connection.sendall(part)
                            ended.wait(pause)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], received
        ended.set()


def test_a_name_is_connected_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers something else the second time is not asked a second time."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, *more: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name != "rebinding.example":
            return real(host, *more, **named)
        asked.append(name)
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    only_first = OutboundPolicy(networks=(ip_network("127.0.0.1/32"),), http=True)
    with _server(b"HTTP/1.1 204 No Content\r\n\r\n") as (port, received):
        outcome = _post(f"http://rebinding.example:{port}/", only_first)
        assert (outcome.fault, outcome.status_code) == (None, 204)
        assert b"Host: rebinding.example" in received[0]
    assert asked == ["rebinding.example"]
    assert _post(f"http://rebinding.example:{port}/", only_first).fault == "address-not-allowed"


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"])
def test_an_inner_address_is_refused_in_every_spelling_before_anything_is_sent(host: str) -> None:
    with _server(b"HTTP/1.1 200 OK\r\n\r\n") as (port, received):
        outcome = _post(f"http://{host}:{port}/", OutboundPolicy(http=True))
    assert outcome.fault == "address-not-allowed"
    assert received == []


def test_http_is_refused_unless_it_is_allowed() -> None:
    assert _post("http://127.0.0.1:9/", OutboundPolicy(networks=LOCAL.networks)).fault == "scheme-not-allowed"


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with _server(b"HTTP/1.1 204 No Content\r\n\r\n") as (port, received), _server() as (proxy, of_proxy):
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        assert _post(f"http://127.0.0.1:{port}/").is_delivered
    assert len(received) == 1
    assert of_proxy == []


def test_an_answer_that_drips_is_ended_by_the_deadline_of_the_whole_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 0.6)
    dripping = [b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 100]
    with _server(*dripping, pause=0.05) as (port, _):
        assert _post(f"http://127.0.0.1:{port}/").fault == "timed-out"


def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    endless = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1000\r\n" + b"a" * 4096 + b"\r\n"] * 4000]
    with _server(*endless) as (port, _):
        assert _post(f"http://127.0.0.1:{port}/").is_delivered


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", "redirected"),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "refused"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "broken-answer"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"b" * 300_000 + b"\r\n\r\n", "broken-answer"),
    ],
)
def test_an_answer_that_is_no_success_says_why(answer: bytes, fault: str) -> None:
    with _server(answer) as (port, _):
        assert _post(f"http://127.0.0.1:{port}/").fault == fault


def test_what_cannot_be_reached_says_why() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert _post(f"http://127.0.0.1:{port}/").fault == "not-connected"
    assert _post("http://no-such-name.invalid/").fault == "name-not-found"
    with _server(b"no TLS at all") as (port, _):
        assert _post(f"https://127.0.0.1:{port}/").fault in {"tls-failed", "not-connected"}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *(("", None), ("120", 120), ("-1", None), ("soon", None), ("9" * 40, None)),
        *(("Thu, 01 Jan 1970 00:00:00 GMT", 0), (f"Thu, 01 Jan {'9' * 20} 00:00:00 GMT", None)),
        ("Thu, 01 Jan 1970 00:00:00 +" + "9" * 40, None),
    ],
)
def test_a_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert retry_after_seconds(header) == seconds


def test_a_retry_after_at_the_end_of_time_is_a_number() -> None:
    assert (retry_after_seconds("Fri, 31 Dec 9999 23:00:00 -2300") or 0) > 0
