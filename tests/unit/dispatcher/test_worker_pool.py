"""Delivering events: what each answer of a function does to the message."""

import json
import threading
from collections.abc import Callable, Sequence

import httpx
import pytest

from infra.dispatcher.worker_pool import WorkerPool
from shared.adapters.memory.event_queue import MemoryEventQueue
from shared.domain.cloud_events import parse_event
from shared.domain.lanes import Lane, Popped
from shared.domain.lifecycle import Stage
from shared.http.signing import HEADER
from tests.support.memory import AwayQueue
from tests.support.messages import message

Answer = Callable[[httpx.Request], httpx.Response]


def _status(status: int) -> Answer:
    return lambda request: httpx.Response(status)


def _raising(error: type[httpx.RequestError]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("no answer", request=request)

    return answer


def _delivered(queue: MemoryEventQueue, answers: Sequence[Answer], *, concurrency: int = 1) -> list[httpx.Request]:
    """The requests that a pool makes until each answer was given once; it has ended when this returns."""
    stopping = threading.Event()
    seen: list[httpx.Request] = []
    lock = threading.Lock()

    def handle(request: httpx.Request) -> httpx.Response:
        with lock:
            seen.append(request)
            number = len(seen)
        if number >= len(answers):
            stopping.set()
        return answers[number - 1](request)

    with httpx.Client(transport=httpx.MockTransport(handle)) as client:
        pool = WorkerPool(
            stage=Stage.OCR,
            lane=Lane.QUICK,
            url="http://ocr.test",
            concurrency=concurrency,
            queue=queue,
            client=client,
            secret="a-secret-of-the-tests-0123456789abcdef",
            stopping=stopping,
        )
        for thread in pool.start():
            thread.join(20)
            assert not thread.is_alive()
    return seen


def _ids(requests: Sequence[httpx.Request]) -> list[int]:
    return [parse_event(request.content).data.invoice_id for request in requests]


@pytest.mark.parametrize(
    ("answer", "requeued"),
    [
        *((_status(status), False) for status in (200, 202, 204)),
        *((_status(status), True) for status in (429, 502, 503, 504)),  # busy or away, whatever the event
        *((_status(status), False) for status in (400, 401, 403, 404, 409, 422, 500)),  # the sweeper's to find
        (_raising(httpx.ConnectError), True),
        (_raising(httpx.ConnectTimeout), True),
        (_raising(httpx.RemoteProtocolError), True),
        (_raising(httpx.ReadTimeout), False),  # at work: its lease says for how long
    ],
)
def test_a_message_is_requeued_only_while_its_function_is_busy_or_away(*, answer: Answer, requeued: bool) -> None:
    queue = MemoryEventQueue()
    for invoice_id in (1, 2):
        queue.enqueue(invoice_id, message())
    assert _ids(_delivered(queue, [answer])) == [1]
    waiting = [queue.pop(Stage.OCR, Lane.QUICK, 0) for _ in range(2 if requeued else 1)]
    assert [parse_event(one.content).data.invoice_id for one in waiting if one] == ([1, 2] if requeued else [2])
    assert not queue.waiting()


def test_a_busy_function_gets_the_same_event_again() -> None:
    queue = MemoryEventQueue()
    queue.enqueue(7, message())
    first, second = _delivered(queue, [_status(503), _status(204)])
    assert first.content == second.content
    assert not queue.waiting()


def test_events_are_posted_in_order_as_signed_structured_cloudevents() -> None:
    queue = MemoryEventQueue()
    for invoice_id in (1, 2, 3):
        queue.enqueue(invoice_id, message())
    requests = _delivered(queue, [_status(204)] * 3)
    assert _ids(requests) == [1, 2, 3]
    request = requests[0]
    assert request.headers["Content-Type"] == "application/cloudevents+json"
    assert request.headers[HEADER]
    assert json.loads(request.content)["subject"] == "invoices/1"


@pytest.mark.parametrize("content", [b"", b"nonsense", b'{"specversion": "1.0"}', b"\xff\xfe"])
def test_a_message_that_is_no_event_is_dropped(content: bytes) -> None:
    queue = MemoryEventQueue()
    queue.enqueue(2, message())
    queue.requeue(Popped(line=message().line, content=content))
    assert _ids(_delivered(queue, [_status(204)])) == [2]
    assert not queue.waiting()


def test_as_many_events_are_under_way_as_the_pool_has_workers() -> None:
    queue = MemoryEventQueue()
    for invoice_id in (1, 2):
        queue.enqueue(invoice_id, message())
    both = threading.Barrier(2, timeout=10)  # breaks, and with it the test, unless two calls meet

    def together(request: httpx.Request) -> httpx.Response:
        both.wait()
        return httpx.Response(204)

    assert sorted(_ids(_delivered(queue, [together, together], concurrency=2))) == [1, 2]
    assert not both.broken


def test_a_queue_that_is_away_is_waited_for() -> None:
    queue = AwayQueue()
    queue.enqueue(1, message())
    queue.is_away = True
    threading.Timer(0.05, lambda: setattr(queue, "is_away", False)).start()
    assert _ids(_delivered(queue, [_status(204)])) == [1]
