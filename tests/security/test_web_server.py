"""Each kind of answer of the web server, the local one and nginx as compose runs it: the same headers from both."""

import http.client
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from infra.local.ports import choose_port
from infra.local.programs import Program, running
from infra.local.web import HEADERS_FILE, web_headers
from tests.support.stack import ROOT
from tests.unit.infra.test_web import Api, answers, call, web_server

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SERVERS = ("local", "nginx")
KEPT = "public, max-age=31536000, immutable"

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def nginx_server(folder: Path, api_port: int) -> Iterator[int]:
    """nginx with `infra/nginx.conf`; only places are others than in the image."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    port = choose_port()
    written = (ROOT / "infra" / "nginx.conf").read_text()
    for here, there in {
        "/tmp/": f"{folder}/",  # first: the places that follow may lie there
        "listen 8080": f"listen 127.0.0.1:{port}",
        "/srv/app": str(folder / "dist"),
        "http://api:8080": f"http://127.0.0.1:{api_port}",
        "/etc/nginx/web_headers.conf": str(HEADERS_FILE),
        "access_log /dev/stdout plain": "access_log off",
        "error_log /dev/stderr": f"error_log {folder}/error.log",
    }.items():
        assert here in written, here
        written = written.replace(here, there)
    conf = folder / "nginx.conf"
    conf.write_text(written)
    as_root = "user root; " if os.getuid() == 0 else ""  # its workers would not reach this folder
    program = Program(
        name="nginx",
        command=(NGINX, "-p", str(folder), "-c", str(conf), "-g", f"{as_root}daemon off;"),
        environment={"PATH": os.environ["PATH"]},
        ready=lambda: answers(port),
    )
    with running(program, log_file=folder / "nginx.log"):
        yield port


@contextmanager
def serving(kind: str, folder: Path, api_port: int) -> Iterator[int]:
    (folder / "dist" / "assets").mkdir(parents=True)
    (folder / "dist" / "index.html").write_text("<title>Invoices</title>")
    (folder / "dist" / "assets" / "app-1a2b.js").write_text("export {}")
    start = web_server if kind == "local" else nginx_server
    with start(folder, api_port) as port:
        yield port


@pytest.fixture(scope="module", params=SERVERS)
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    api = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    with serving(request.param, tmp_path_factory.mktemp(request.param), api.server_port) as port:
        yield port
    api.shutdown()
    api.server_close()


def ensure_hardened(answer: Answer) -> None:
    headers = answer[1]
    assert {name: headers.get(name.lower()) for name in web_headers()} == web_headers()


def test_what_the_headers_say() -> None:
    headers = web_headers()
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    for power in ("camera", "microphone", "geolocation"):
        assert f"{power}=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/index.html", "/invoices/7", "/data?op_number=1"])
def test_a_page_of_the_app(web: int, path: str) -> None:
    answer = call(web, "GET", path)
    assert (answer[0], answer[2], answer[1]["cache-control"]) == (200, b"<title>Invoices</title>", "no-cache")
    ensure_hardened(answer)


def test_a_file_with_a_hash_in_its_name_is_kept_for_ever(web: int) -> None:
    answer = call(web, "GET", "/assets/app-1a2b.js")
    assert (answer[0], answer[1]["cache-control"]) == (200, KEPT)
    assert "javascript" in answer[1]["content-type"]
    ensure_hardened(answer)


def test_one_that_was_not_changed_too(web: int) -> None:
    etag = call(web, "GET", "/assets/app-1a2b.js")[1]["etag"]
    answer = call(web, "GET", "/assets/app-1a2b.js", headers={"If-None-Match": etag})
    assert (answer[0], answer[1]["cache-control"]) == (304, KEPT)


def test_a_file_that_is_missing_is_not_kept(web: int) -> None:
    answer = call(web, "GET", "/assets/gone-1a2b.js")
    assert (answer[0], answer[1]["cache-control"]) == (404, "no-store")
    ensure_hardened(answer)


def test_a_method_that_no_file_knows(web: int) -> None:
    answer = call(web, "POST", "/", b"")
    assert answer[0] == 405
    assert answer[1]["cache-control"] in {"no-cache", "no-store"}  # in both no copy is used unasked
    ensure_hardened(answer)


def test_an_answer_of_the_api_comes_as_it_was_given(web: int) -> None:
    status, headers, body = call(web, "GET", "/api/invoices/")
    assert (status, json.loads(body)["path"]) == (207, "/api/invoices/")
    assert headers["content-disposition"] == "attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%A1.pdf"


@pytest.mark.parametrize("kind", SERVERS)
def test_an_api_that_is_away_is_a_sentence(kind: str, tmp_path: Path) -> None:
    with serving(kind, tmp_path, choose_port()) as port:
        for path in ("/api/invoices/", "/healthz", "/readyz"):
            answer = call(port, "GET", path)
            assert (answer[0], json.loads(answer[2])["code"]) == (502, "api-unavailable")
            assert answer[1]["content-type"].startswith("application/json")
            assert answer[1]["cache-control"] == "no-store"
            ensure_hardened(answer)


def test_a_host_that_is_not_ours_is_told_nothing(tmp_path: Path) -> None:
    with serving("local", tmp_path, choose_port()) as port:
        answer = call(port, "GET", "/api/invoices/", headers={"Host": "evil.example"})
    assert answer[0] == 421
    ensure_hardened(answer)


@pytest.mark.parametrize("kind", SERVERS)
def test_a_header_of_the_api_is_never_said_twice(kind: str, tmp_path: Path) -> None:
    """Two policies would both count, and the page of the API's document would be dead."""

    class Hardened(Api):
        def end_headers(self) -> None:
            for name in web_headers():
                self.send_header(name, "of the api")
            self.send_header("Cache-Control", "private")
            super().end_headers()

    api = ThreadingHTTPServer(("127.0.0.1", 0), Hardened)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    try:
        with serving(kind, tmp_path, api.server_port) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/api/docs")
            headers = connection.getresponse().headers
            connection.close()
    finally:
        api.shutdown()
        api.server_close()
    for name in web_headers():
        assert headers.get_all(name) == ["of the api"], name
    assert headers.get_all("Cache-Control") == ["private"]
