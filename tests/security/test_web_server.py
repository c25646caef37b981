"""Both web servers, the local one and nginx as compose runs it, follow the table of `infra/web_rules.py`."""

import contextlib
import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.ports import choose_port
from infra.web_rules import API_AWAY, API_PATHS, FILES, HEADERS, KEEP_NOTHING, ApiPath, Files
from shared.http.body_sizes import MOST_JSON_BYTES
from shared.tracing import REQUEST_ID
from tests.support.web_servers import (
    ASSET,
    DISPOSITION,
    INDEX,
    KINDS,
    EchoApi,
    WebResponse,
    build,
    call,
    echo_api,
    web_server,
)

BUILT = {"/": ("/", INDEX), "/assets/": ("/assets/app-1a2b.js", ASSET)}  # a built file under each prefix of the table


@pytest.fixture(scope="module", params=KINDS)
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp(request.param)
    build(folder)
    with echo_api() as api_port, web_server(request.param, folder, api_port) as port:
        yield port


def ensure_hardened(answer: WebResponse) -> None:
    assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS


def seen_by_api(answer: WebResponse) -> dict[str, object]:
    assert answer.status == 207
    found: dict[str, object] = json.loads(answer.body)
    return found


def test_the_security_headers_are_strict() -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe-eval" not in HEADERS["Content-Security-Policy"]
    assert HEADERS["X-Content-Type-Options"] == "nosniff"
    assert HEADERS["X-Frame-Options"] == "DENY"
    assert HEADERS["Referrer-Policy"] == "no-referrer"
    for power in ("camera", "microphone", "geolocation"):
        assert f"{power}=()" in HEADERS["Permissions-Policy"]


# Files


@pytest.mark.parametrize("rule", FILES, ids=lambda rule: rule.prefix)
def test_a_built_file_is_cached_by_its_rule(web: int, rule: Files) -> None:
    path, content = BUILT[rule.prefix]
    answer = call(web, "GET", path)
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, content, rule.cache)
    ensure_hardened(answer)


@pytest.mark.parametrize("rule", FILES, ids=lambda rule: rule.prefix)
def test_one_that_was_not_changed_is_not_sent_again(web: int, rule: Files) -> None:
    path, _ = BUILT[rule.prefix]
    etag = call(web, "GET", path).headers["etag"]
    answer = call(web, "GET", path, headers={"If-None-Match": etag})
    assert (answer.status, answer.headers["cache-control"]) == (304, rule.cache)


@pytest.mark.parametrize("rule", FILES, ids=lambda rule: rule.prefix)
def test_a_missing_file_is_replaced_by_its_rule(web: int, rule: Files) -> None:
    answer = call(web, "GET", f"{rule.prefix}gone-1a2b?op_number=1")
    if rule.instead is None:
        assert (answer.status, answer.headers["cache-control"]) == (404, KEEP_NOTHING)
    else:
        assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, INDEX, rule.cache)
    ensure_hardened(answer)


@pytest.mark.parametrize("path", ["/index.html", "/invoices/7", "/data?op_number=1", "/apiary", "/healthz/x"])
def test_every_other_path_is_a_page_of_the_app(web: int, path: str) -> None:
    answer = call(web, "GET", path)
    assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, INDEX, "no-cache")
    assert answer.headers["content-type"].startswith("text/html")


def test_a_script_has_the_type_of_a_script(web: int) -> None:
    assert "javascript" in call(web, "GET", "/assets/app-1a2b.js").headers["content-type"]


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"])
def test_nothing_outside_the_build_is_served(web: int, path: str) -> None:
    assert b"outside" not in call(web, "GET", path).body


def test_a_post_to_a_page_is_405(web: int) -> None:
    answer = call(web, "POST", "/", b"")
    assert answer.status == 405
    assert answer.headers["cache-control"] in {"no-cache", "no-store"}  # both require revalidation
    ensure_hardened(answer)


# The API


@pytest.mark.parametrize("rule", API_PATHS, ids=lambda rule: rule.path)
def test_the_api_answers_its_own_paths(web: int, rule: ApiPath) -> None:
    for path in (rule.path, *([f"{rule.path}/", f"{rule.path}/invoices/7"] if rule.below else [])):
        answer = call(web, "GET", path)
        assert seen_by_api(answer)["path"] == path
        assert answer.headers["content-disposition"] == DISPOSITION


def test_the_api_gets_the_request_as_it_was(web: int) -> None:
    path = "/api/invoices/data?op_number=OP%20443%2F1&x=1"
    seen = seen_by_api(call(web, "GET", path, headers={"Authorization": "Bearer k", "Range": "bytes=0-"}))
    assert seen["path"] == path
    headers = seen["headers"]
    assert isinstance(headers, dict)
    assert (headers["authorization"], headers["range"]) == ("Bearer k", "bytes=0-")
    assert headers["host"] == f"127.0.0.1:{web}"


def test_a_client_cannot_forge_its_address(web: int) -> None:
    claimed = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher"}
    headers = seen_by_api(call(web, "GET", "/api/me", headers=claimed))["headers"]
    assert isinstance(headers, dict)
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("127.0.0.1", "http")


@pytest.mark.parametrize("given", ["a-7.b:c_d", None, "no id", "x" * 129])
def test_a_request_has_an_id_that_the_api_knows_too(web: int, given: str | None) -> None:
    headers = seen_by_api(call(web, "GET", "/api/me", headers={"X-Request-Id": given} if given else {}))["headers"]
    assert isinstance(headers, dict)
    if given == "a-7.b:c_d":
        assert headers["x-request-id"] == given
    else:
        assert REQUEST_ID.fullmatch(headers["x-request-id"])


def test_a_body_that_only_an_upload_may_have_is_413(web: int) -> None:
    answer = call(web, "PATCH", "/api/invoices/7/preview", body=b" " * (MOST_JSON_BYTES + 1))
    known = json.loads(answer.body)
    assert (answer.status, known["code"]) == (413, "too-large")
    assert known["request_id"] == answer.headers["x-request-id"]
    ensure_hardened(answer)


def test_a_large_upload_passes(web: int) -> None:
    size = 30_000_000
    assert seen_by_api(call(web, "POST", "/api/invoices/ocr", body=b"x" * size))["size"] == size


def test_an_event_arrives_while_the_stream_is_open(web: int) -> None:
    EchoApi.release.clear()
    connection = http.client.HTTPConnection("127.0.0.1", web, timeout=10)
    try:
        with contextlib.closing(connection):
            connection.request("GET", "/api/events")
            assert connection.getresponse().read1(100) == b"data: first\n\n\n"
    finally:
        EchoApi.release.set()


@pytest.mark.parametrize("kind", KINDS)
def test_an_unavailable_api_is_an_error_message(kind: str, tmp_path: Path) -> None:
    build(tmp_path)
    with web_server(kind, tmp_path, choose_port()) as port:
        for rule in API_PATHS:
            answer = call(port, "GET", rule.path, headers={"X-Request-Id": "the-clients-own"})
            expected = json.loads(API_AWAY.body("the-clients-own"))
            assert (answer.status, json.loads(answer.body)) == (API_AWAY.status, expected)
            assert answer.headers["x-request-id"] == "the-clients-own"
            assert answer.headers["retry-after"] == str(API_AWAY.retry_after)
            assert answer.headers["content-type"].startswith("application/json")
            assert answer.headers["cache-control"] == KEEP_NOTHING
            ensure_hardened(answer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_of_the_api_is_never_sent_twice(kind: str, tmp_path: Path) -> None:
    """A browser applies both of two policies, which would block the page of the API's document."""

    class Hardened(EchoApi):
        def end_headers(self) -> None:
            for name in HEADERS:
                self.send_header(name, "of the api")
            self.send_header("Cache-Control", "private")
            super().end_headers()

    build(tmp_path)
    with echo_api(Hardened) as api_port, web_server(kind, tmp_path, api_port) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection):
            connection.request("GET", "/api/docs")
            headers = connection.getresponse().headers
    for name in HEADERS:
        assert headers.get_all(name) == ["of the api"], name
    assert headers.get_all("Cache-Control") == ["private"]
