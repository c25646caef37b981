"""The WSGI environ of a request as uvicorn describes it."""

from ipaddress import ip_network
from typing import Any

import pytest

from shared.http.server.environ import has_body, stated_length, trust_scheme, wsgi_environ
from shared.http.server.errors import MalformedRequestError


def scope(target: str = "/", headers: tuple[tuple[bytes, bytes], ...] = ()) -> dict[str, Any]:
    raw_path, _, query = target.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8010),
        "client": ("192.0.2.7", 5555),
        "raw_path": raw_path.encode(),
        "path": raw_path,
        "query_string": query.encode(),
        "headers": list(headers),
    }


def test_path_and_query_reach_the_app() -> None:
    environ = wsgi_environ(scope("/api/a%20b/%C3%A9?q=%2F1"))
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/api/a b/é"
    assert environ["QUERY_STRING"] == "q=%2F1"
    assert environ["REMOTE_ADDR"] == "192.0.2.7"


@pytest.mark.parametrize(
    ("target", "path"), [("http://x.example/api/me", "/api/me"), ("http://x.example", "/"), ("*", "*")]
)
def test_a_whole_address_is_its_path(target: str, path: str) -> None:
    assert wsgi_environ(scope(target))["PATH_INFO"] == path


def test_a_target_that_is_no_address_is_malformed() -> None:
    with pytest.raises(MalformedRequestError):
        wsgi_environ(scope("http://["))


def test_a_header_cannot_be_forged_by_an_underscore() -> None:
    environ = wsgi_environ(scope(headers=((b"x_internal_token", b"forged"), (b"x-internal-token", b"real"))))
    assert environ["HTTP_X_INTERNAL_TOKEN"] == "real"


@pytest.mark.parametrize(
    ("peer", "scheme"), [("127.0.0.1", "https"), ("::1", "https"), ("10.0.0.5", "https"), ("192.0.2.7", "http")]
)
def test_only_a_proxy_may_say_that_the_client_came_by_https(peer: str, scheme: str) -> None:
    environ = wsgi_environ(scope(headers=((b"x-forwarded-proto", b"https"),)) | {"client": (peer, 1)})
    trust_scheme(environ, (ip_network("10.0.0.0/24"),))
    assert environ["wsgi.url_scheme"] == scheme


def test_repeated_headers_are_joined() -> None:
    assert wsgi_environ(scope(headers=((b"x-a", b"1"), (b"x-a", b"2"))))["HTTP_X_A"] == "1,2"


def test_two_statements_of_the_length_are_refused() -> None:
    with pytest.raises(MalformedRequestError):
        wsgi_environ(scope(headers=((b"content-length", b"5"), (b"transfer-encoding", b"chunked"))))


@pytest.mark.parametrize(
    ("headers", "has", "length"),
    [
        ((), False, None),
        (((b"content-length", b"0"),), False, 0),
        (((b"content-length", b"12"),), True, 12),
        (((b"transfer-encoding", b"chunked"),), True, None),
    ],
)
def test_a_body_is_announced_by_its_headers(
    headers: tuple[tuple[bytes, bytes], ...], has: bool, length: int | None
) -> None:
    environ = wsgi_environ(scope(headers=headers))
    assert (has_body(environ), stated_length(environ)) == (has, length)
