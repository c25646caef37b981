"""The dispatcher's worker pools and sweeper on a real Redis and database, with functions that fail."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import redis

from infra.dispatcher.worker_pool import WorkerPool
from shared.adapters.event_queue import RedisEventQueue
from shared.domain.cloud_events import InvoiceEvent, parse_event, stage_event
from shared.domain.lanes import Lane, lane_key
from shared.domain.lifecycle import Stage
from shared.http.signing import HEADER, verify
from tests.support.messages import message
from tests.support.stack import eventually

SECRET = "a-secret-of-the-tests-0123456789abcdef"
LINE = message().line


class Function:
    """An HTTP function that records its requests and answers as configured."""

    def __init__(self) -> None:
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.answer: Callable[[int], int] = lambda call: 204
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with outer.lock:
                    outer.seen.append((dict(self.headers), body))
                    call = len(outer.seen)
                self.send_response(outer.answer(call))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """Its URL."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def ids(self) -> list[int]:
        """The invoices of its requests, in order."""
        return [parse_event(body).data.invoice_id for _, body in self.seen]


@pytest.fixture
def function() -> Iterator[Function]:
    made = Function()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """An empty Redis."""
    client = redis.Redis.from_url(redis_url)
    client.flushall()
    yield client
    client.flushall()


@contextmanager
def _running(client: redis.Redis, url: str, concurrency: int = 2) -> Iterator[None]:
    stopping = threading.Event()
    with httpx.Client(timeout=5) as http:
        pool = WorkerPool(
            stage=Stage.OCR,
            lane=Lane.QUICK,
            url=url,
            concurrency=concurrency,
            queue=RedisEventQueue(client),
            client=http,
            secret=SECRET,
            stopping=stopping,
        )
        threads = pool.start()
        try:
            yield
        finally:
            stopping.set()
            for thread in threads:
                thread.join()


def _event(invoice_id: int) -> InvoiceEvent:
    return stage_event(invoice_id, message(at=datetime.now(UTC)), request_id="r-1")


def _push(client: redis.Redis, *contents: str | bytes) -> None:
    """Puts elements at the end of the line of one uploader."""
    client.rpush(LINE.key, *contents)
    client.zadd(lane_key(LINE.stage, LINE.lane), {LINE.uploader: 0})


def test_events_are_posted_in_order_as_signed_structured_cloudevents(client: redis.Redis, function: Function) -> None:
    for invoice_id in (1, 2, 3):
        _push(client, _event(invoice_id).dump())
    with _running(client, function.url, concurrency=1):
        eventually(lambda: len(function.seen) == 3, seconds=20)
    assert function.ids == [1, 2, 3]
    headers, body = function.seen[0]
    assert headers["Content-Type"] == "application/cloudevents+json"
    verify(headers[HEADER], SECRET, Stage.OCR, seconds=60, client=client, body=body)
    assert client.llen(LINE.key) == 0


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_function_gets_the_event_again(client: redis.Redis, function: Function, status: int) -> None:
    function.answer = lambda call: status if call == 1 else 204
    _push(client, _event(1).dump())
    with _running(client, function.url):
        eventually(lambda: len(function.seen) == 2, seconds=20)
    assert function.ids == [1, 1]
    assert client.llen(LINE.key) == 0


@pytest.mark.parametrize("status", [400, 403, 500])
def test_a_rejected_event_does_not_block_the_queue(client: redis.Redis, function: Function, status: int) -> None:
    function.answer = lambda call: status if call == 1 else 204
    _push(client, _event(1).dump(), _event(2).dump())
    with _running(client, function.url, concurrency=1):
        eventually(lambda: len(function.seen) == 2, seconds=20)
    assert function.ids == [1, 2]


def test_an_event_waits_in_its_place_while_the_function_is_away(client: redis.Redis) -> None:
    _push(client, _event(1).dump(), _event(2).dump())
    with _running(client, "http://127.0.0.1:9", concurrency=1):
        eventually(lambda: client.llen(LINE.key) == 2, seconds=5)
    waiting = [parse_event(content).data.invoice_id for content in client.lrange(LINE.key, 0, -1)]
    assert waiting == [1, 2]


@pytest.mark.parametrize("content", [b"", b"nonsense", b'{"specversion": "1.0"}', b"\xff\xfe"])
def test_a_message_that_is_no_event_is_dropped(client: redis.Redis, function: Function, content: bytes) -> None:
    _push(client, content, _event(2).dump())
    with _running(client, function.url, concurrency=1):
        eventually(lambda: len(function.seen) == 1, seconds=20)
    assert function.ids == [2]


def test_no_more_events_are_under_way_than_the_concurrency(client: redis.Redis, function: Function) -> None:
    release, under_way, most = threading.Event(), [0], [0]

    def slow(call: int) -> int:
        with function.lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        release.wait(10)
        with function.lock:
            under_way[0] -= 1
        return 204

    function.answer = slow
    _push(client, *(_event(invoice_id).dump() for invoice_id in range(1, 7)))
    with _running(client, function.url, concurrency=2):
        eventually(lambda: under_way[0] == 2, seconds=20)
        assert client.llen(LINE.key) == 4  # undeliverable events stay in the list
        release.set()
        eventually(lambda: len(function.seen) == 6, seconds=20)
    assert most[0] == 2


def test_the_oldest_waiting_event_is_found_behind_nonsense(client: redis.Redis) -> None:
    event = _event(1)
    _push(client, b"nonsense", event.dump(), _event(2).dump())
    assert RedisEventQueue(client).waiting_since(LINE) == event.time
    client.delete(LINE.key)
    assert RedisEventQueue(client).waiting_since(LINE) is None


def test_waiting_for_an_event_never_outlasts_the_connection(redis_url: str) -> None:
    """Otherwise the client could time out just as Redis pops the event, which would then be lost."""
    impatient = redis.Redis.from_url(redis_url, socket_timeout=0.5)
    assert RedisEventQueue(impatient).pop(Stage.OCR, Lane.QUICK, 5) is None


def test_messages_that_their_lane_has_forgotten_count_as_lost_and_are_served_with_the_next(client: redis.Redis) -> None:
    queue = RedisEventQueue(client)
    queue.enqueue(1, message())
    client.delete(lane_key(LINE.stage, LINE.lane))
    assert queue.waiting_since(LINE) is None, "the sweeper sends them again"
    queue.enqueue(1, message())
    popped = [queue.pop(Stage.OCR, Lane.QUICK, 0) for _ in range(3)]
    assert [parse_event(one.content).data.invoice_id for one in popped if one] == [1, 1]


def test_an_idle_lane_leaves_nothing_behind(client: redis.Redis) -> None:
    queue = RedisEventQueue(client)
    for uploader in ("a", "b", "c"):
        queue.enqueue(1, message(uploader=uploader))
    while queue.pop(Stage.OCR, Lane.QUICK, 0.01) is not None:
        pass
    assert client.keys("invoices:*") == []
