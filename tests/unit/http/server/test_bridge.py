"""A WSGI app behind the real server: its answers arrive whole, its threads are its own, its shares are given back."""

import asyncio
import contextvars
import http.client
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any

import pytest

from shared.http.admission import ADMITTED
from shared.http.async_body import async_body
from tests.unit.http.server.serving import Served, eventually, rest_of, served

BIG = 3_000_000
_variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable")


class App:
    """Answers by path; notes which bodies were closed, and which streams ended."""

    def __init__(self) -> None:
        self.closed: list[str] = []
        self.calls = 0
        self.release = threading.Event()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.calls += 1
        path = environ["PATH_INFO"].removeprefix("/long")
        answer = getattr(self, path.strip("/"))
        return _Closing(answer(environ, start_response), lambda: self.closed.append(path))

    def hello(self, environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Content-Length", "5"), ("X-Found", environ[ADMITTED].found)])
        return [b"hello"]

    def echo(self, environ: Any, start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        start_response("201 Created", [("Content-Length", str(len(body)))])
        return [body]

    def length(self, environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return [f"{environ['CONTENT_LENGTH']} {environ.get('HTTP_TRANSFER_ENCODING')}".encode()]

    def refuse(self, environ: Any, start_response: Any) -> Any:
        start_response("413 Too Large", [("Content-Length", "9")])
        return [b"too large"]

    def parts(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        _variable.set("of this request")
        start_response("200 OK", [])
        for number in range(5):
            yield f"{number} {_variable.get()};".encode()

    def big(self, environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Content-Length", str(BIG))])
        return [b"x" * BIG]

    def endless(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        while True:
            yield b"x" * 100_000

    def fails(self, environ: Any, start_response: Any) -> Any:
        raise ZeroDivisionError("a secret")

    def fails_late(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "10")])
        yield b"12345"
        raise ZeroDivisionError

    def fails_at_its_end(self, environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "5")])
        yield b"12345"
        raise ZeroDivisionError

    def waits(self, environ: Any, start_response: Any) -> Any:
        self.release.wait(20)
        return self.hello(environ, start_response)

    def stream(self, environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return async_body(environ, self._events())

    async def _events(self) -> AsyncIterator[bytes]:
        try:
            while True:
                yield threading.current_thread().name.encode() + b"\n"
                await asyncio.sleep(0.05)
        finally:
            self.closed.append("events")


class _Closing:
    def __init__(self, inner: Any, close: Any) -> None:
        self._inner = inner
        self.close = close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._inner)


@pytest.fixture(scope="module")
def app() -> App:
    return App()


@pytest.fixture(scope="module")
def web(app: App) -> Iterator[Served]:
    with served(app, silence_seconds=1.0) as running:
        yield running


def test_an_answer_has_what_the_gate_found(web: Served) -> None:
    status, headers, body = web.call("GET", "/hello")
    assert (status, headers["x-found"], body) == (200, "found", b"hello")


def test_head_has_the_length_and_no_body(web: Served) -> None:
    status, headers, body = web.call("HEAD", "/hello")
    assert (status, headers["content-length"], body) == (200, "5", b"")


@pytest.mark.parametrize("size", [1, 70_000, 900_000])
def test_a_body_arrives_whole(web: Served, size: int) -> None:
    sent = b"ab" * (size // 2) + b"c"
    assert web.call("POST", "/echo", sent)[2] == sent


def test_a_body_without_a_length_arrives_whole(web: Served) -> None:
    assert web.call("POST", "/echo", iter([b"one", b"two"]))[2] == b"onetwo"


def test_a_body_without_a_length_has_one_when_the_app_is_called(web: Served) -> None:
    assert web.call("POST", "/length", iter([b"one", b"two"]))[2] == b"6 None"


def test_parts_come_from_one_context_whatever_thread_makes_them(web: Served) -> None:
    assert web.call("GET", "/parts")[2].split(b";")[:-1] == [f"{n} of this request".encode() for n in range(5)]


def test_a_big_answer_arrives_whole(web: Served) -> None:
    assert web.call("GET", "/big")[2] == b"x" * BIG


def test_a_fault_is_told_in_the_shape_of_the_api_and_without_its_words(web: Served) -> None:
    status, headers, body = web.call("GET", "/fails", X_Request_Id="r-1")
    assert (status, json.loads(body)["code"], headers["x-request-id"]) == (500, "internal-error", "r-1")
    assert b"secret" not in body


def test_an_answer_that_fails_is_never_whole(web: Served) -> None:
    with pytest.raises(http.client.IncompleteRead):
        web.call("GET", "/fails_late")


def test_an_answer_whose_end_fails_is_not_begun(web: Served) -> None:
    assert web.call("GET", "/fails_at_its_end")[0] == 500


@pytest.mark.parametrize("path", ["/hello", "/parts", "/fails", "/fails_late"])
def test_what_was_admitted_is_released_once(web: Served, path: str) -> None:
    before = web.gate.admitted, web.gate.released
    with closing(http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)) as connection:
        connection.request("GET", path)
        try:
            connection.getresponse().read()
        except http.client.IncompleteRead:
            assert path == "/fails_late"
    assert eventually(lambda: web.gate.released == before[1] + 1)
    assert web.gate.admitted == before[0] + 1


def test_a_body_that_is_too_long_is_refused_unread_and_the_client_reads_the_refusal(web: Served, app: App) -> None:
    status, headers, body = web.call("POST", "/refuse", b"x" * 5_000_000)
    assert (status, body, headers["connection"]) == (413, b"too large", "close")


def test_a_client_that_asks_first_is_told_to_continue_only_if_its_body_is_wanted(web: Served) -> None:
    head = b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
    with web.connect() as sock:
        sock.sendall(head % (b"echo", 3))
        assert sock.recv(1000).startswith(b"HTTP/1.1 100")
        sock.sendall(b"abc")
        assert b"201 Created" in sock.recv(1000)
    assert web.raw(head % (b"refuse", 5_000_000)).startswith(b"HTTP/1.1 413")


def test_a_slow_body_is_408_in_the_shape_of_the_api(web: Served, app: App) -> None:
    calls = app.calls
    answer = web.raw(b"POST /echo HTTP/1.1\r\nHost: x\r\nX-Request-Id: r-7\r\nContent-Length: 10\r\n\r\nabc")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408")
    assert (json.loads(body)["code"], json.loads(body)["request_id"]) == ("request-timeout", "r-7")
    assert app.calls == calls  # the app never knew
    assert eventually(lambda: web.gate.released == web.gate.admitted)


def test_two_statements_of_the_length_are_refused(web: Served) -> None:
    answer = web.raw(
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /hello"
    )
    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_client_that_never_reads_is_cut_off_and_holds_no_thread(app: App) -> None:
    with served(app, threads=2, silence_seconds=1.0) as web:
        app.closed.clear()
        readers = [web.connect(buffer=4096) for _ in range(12)]
        for reader in readers:
            reader.sendall(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        assert web.call("GET", "/hello")[0] == 200
        assert eventually(lambda: app.closed.count("/endless") == 12)
        assert eventually(lambda: web.gate.released == web.gate.admitted)
        for reader in readers:
            reader.close()


def test_unread_answers_take_bounded_memory_and_the_longest_unread_goes_first(app: App) -> None:
    with served(app, threads=2, unread_bytes=3 * BIG) as web:
        readers = []
        for number in range(8):
            readers.append(web.connect(buffer=4096))
            readers[-1].sendall(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
            assert eventually(lambda number=number: web.gate.admitted == number + 1)  # type: ignore[misc]
            assert eventually(lambda: web.gate.admitted - web.gate.released <= 4)
        assert rest_of(readers[0]).count(b"x") < BIG
        assert web.call("GET", "/big")[2] == b"x" * BIG
        for reader in readers:
            reader.close()


def test_a_client_that_reads_slowly_gets_all(web: Served) -> None:
    with web.connect(buffer=4096) as sock:
        sock.sendall(b"GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert len(sock.recv(100)) == 100
        threading.Event().wait(0.5)  # half of what is allowed
        assert rest_of(sock).count(b"x") > BIG - 100


def test_a_stream_runs_on_the_event_loop_and_holds_no_thread(app: App) -> None:
    with served(app, threads=2) as web:
        streams = [web.connect() for _ in range(10)]
        for stream in streams:
            stream.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        for stream in streams:
            assert b"200 OK" in stream.recv(1000)
        assert web.call("GET", "/hello")[2] == b"hello"
        for stream in streams:
            stream.close()
        assert eventually(lambda: app.closed.count("events") == 10)
        assert eventually(lambda: web.gate.released == web.gate.admitted)
        app.closed.clear()


def test_head_of_a_stream_ends_with_its_headers(web: Served) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)) as connection:
        connection.request("HEAD", "/stream")
        assert connection.getresponse().read() == b""
        connection.request("GET", "/hello")
        assert connection.getresponse().read() == b"hello"


def test_what_has_been_answered_is_released_while_others_wait_to_begin(app: App) -> None:
    app.release.clear()
    with served(app, threads=2) as web:
        waiting = [web.connect() for _ in range(3)]
        waiting[0].sendall(b"GET /long/waits HTTP/1.1\r\nHost: x\r\n\r\n")
        assert eventually(lambda: web.gate.admitted == 1)
        for sock in waiting[1:]:
            sock.sendall(b"POST /long/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")  # the body never comes
        assert eventually(lambda: web.gate.admitted == 3)
        for sock in waiting[1:]:
            sock.close()
        assert eventually(lambda: web.gate.released == 2)
        app.release.set()


def test_a_stop_ends_streams_properly_and_lets_requests_finish(app: App) -> None:
    app.release.clear()
    with served(app) as web:
        stream, request = web.connect(), web.connect()
        stream.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        assert stream.recv(100)
        request.sendall(b"GET /waits HTTP/1.1\r\nHost: x\r\n\r\n")
        assert eventually(lambda: web.gate.admitted == 2)
        web.server.should_exit = True
        assert rest_of(stream).endswith(b"0\r\n\r\n")
        app.release.set()
        assert rest_of(request).endswith(b"hello")


def test_long_requests_leave_threads_for_short_ones(app: App) -> None:
    app.release.clear()
    with served(app, threads=2) as web:
        waiting = [web.connect() for _ in range(6)]
        for sock in waiting:
            sock.sendall(b"GET /long/waits HTTP/1.1\r\nHost: x\r\n\r\n")
        assert web.call("GET", "/hello")[0] == 200
        app.release.set()
        for sock in waiting:
            assert sock.recv(1000).startswith(b"HTTP/1.1 200")
            sock.close()


def test_when_too_many_wait_the_next_is_503_at_once(app: App) -> None:
    app.release.clear()
    with served(app, threads=1, waiting=2) as web:
        waiting = [web.connect() for _ in range(5)]
        for sock in waiting:
            sock.sendall(b"GET /waits HTTP/1.1\r\nHost: x\r\n\r\n")
        assert eventually(lambda: web.gate.admitted == 1)
        status, headers, body = web.call("GET", "/hello")
        assert (status, json.loads(body)["code"]) == (503, "unavailable")
        assert int(headers["retry-after"]) > 0
        app.release.set()
        for sock in waiting:
            sock.close()
