"""The lists that start the functions: what every event queue promises."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest

from shared.domain.cloud_events import EVENT_TYPES, parse_event
from shared.domain.lanes import Lane, Popped
from shared.domain.lifecycle import Stage
from shared.pipeline.ports import EventQueue
from shared.tracing import request_context
from tests.support.messages import NOW, message


def _next(queue: EventQueue, stage: Stage = Stage.OCR, lane: Lane = Lane.QUICK) -> int | None:
    popped = queue.pop(stage, lane, 0)
    return None if popped is None else parse_event(popped.content).data.invoice_id


def _send(queue: EventQueue, uploader: str, *invoice_ids: int, pages: int = 1) -> None:
    for invoice_id in invoice_ids:
        queue.enqueue(invoice_id, message(uploader=uploader, pages=pages))


def _served(queue: EventQueue, turns: int) -> list[str]:
    """The uploaders of the next messages."""
    popped = (queue.pop(Stage.OCR, Lane.QUICK, 0) for _ in range(turns))
    return [one.line.uploader for one in popped if one]


def test_events_of_one_uploader_come_in_the_order_they_were_enqueued(queue: EventQueue) -> None:
    _send(queue, "a", 1, 2, 3)
    assert [_next(queue) for _ in range(4)] == [1, 2, 3, None]


def test_each_stage_and_lane_has_messages_of_its_own(queue: EventQueue) -> None:
    lanes = [(stage, lane) for stage in Stage for lane in Lane]
    for number, (stage, lane) in enumerate(lanes):
        queue.enqueue(number + 1, message(stage, lane=lane))
    assert queue.waiting() == {message(stage, lane=lane).line: 1 for stage, lane in lanes}
    assert [_next(queue, *one) for one in lanes] == list(range(1, len(lanes) + 1))
    assert queue.waiting() == {}


@pytest.mark.parametrize("stage", Stage)
def test_an_event_names_its_stage_its_time_its_pages_and_the_request_it_belongs_to(
    queue: EventQueue, stage: Stage
) -> None:
    with request_context("r-1", None, name="test") as request_id:
        queue.enqueue(7, message(stage, pages=3))
    popped = queue.pop(stage, Lane.QUICK, 0.01)
    assert popped is not None
    event = parse_event(popped.content)
    assert (event.type, event.subject, event.time, event.pages) == (EVENT_TYPES[stage], "invoices/7", NOW, 3)
    assert event.requestid == request_id == "r-1"
    assert event.traceparent


def test_an_undelivered_message_returns_to_the_head(queue: EventQueue) -> None:
    _send(queue, "a", 1, 2)
    popped = queue.pop(Stage.OCR, Lane.QUICK, 0)
    assert popped is not None
    queue.requeue(popped)
    assert [_next(queue), _next(queue)] == [1, 2]


def test_waiting_ends_when_an_event_comes(queue: EventQueue) -> None:
    later = threading.Timer(0.05, queue.enqueue, (5, message(uploader="never seen before")))
    later.start()
    started = time.monotonic()
    popped = queue.pop(Stage.OCR, Lane.QUICK, 4)
    later.join()
    assert popped is not None
    assert parse_event(popped.content).data.invoice_id == 5
    assert time.monotonic() - started < 2, "it did not wait to the end"


def test_each_who_waits_gets_one_of_the_events_that_come_together(queue: EventQueue) -> None:
    found: list[Popped | None] = []
    waiting = [threading.Thread(target=lambda: found.append(queue.pop(Stage.OCR, Lane.QUICK, 4))) for _ in range(3)]
    for thread in waiting:
        thread.start()
    time.sleep(0.1)
    _send(queue, "a", 1, 2, 3)
    for thread in waiting:
        thread.join()
    assert sorted(parse_event(one.content).data.invoice_id for one in found if one) == [1, 2, 3]


def test_the_time_of_a_lines_oldest_waiting_event_is_known(queue: EventQueue) -> None:
    line, other = message().line, message(uploader="b").line
    assert queue.waiting_since(line) is None
    queue.enqueue(1, message())
    queue.enqueue(2, message(at=NOW - timedelta(hours=1)))
    queue.enqueue(3, message(uploader="b", at=NOW + timedelta(hours=1)))
    assert queue.waiting_since(line) == NOW, "the oldest in the list, whatever its time"
    assert queue.waiting_since(other) == NOW + timedelta(hours=1), "whatever waits in another line"
    queue.requeue(Popped(line=line, content=b"no event"))
    assert queue.waiting_since(line) == NOW, "elements that are not events are skipped"


# Turns


def test_who_sends_one_document_waits_for_one_of_who_sent_many(queue: EventQueue) -> None:
    _send(queue, "a", *range(1, 501))
    assert _served(queue, 7) == ["a"] * 7
    _send(queue, "b", 501)
    assert "b" in _served(queue, 2)


def test_two_uploaders_get_half_each_whoever_came_first(queue: EventQueue) -> None:
    _send(queue, "a", *range(1, 41))
    _served(queue, 10)
    _send(queue, "b", *range(41, 81))
    assert Counter(_served(queue, 40)) == {"a": 20, "b": 20}


def test_a_turn_costs_its_pages(queue: EventQueue) -> None:
    _send(queue, "a", *range(1, 11), pages=9)
    _send(queue, "b", *range(11, 91))
    served = Counter(_served(queue, 40))
    assert served == {"a": 4, "b": 36}, "nine documents of one page for each of nine pages"


def test_who_sends_one_after_the_other_gets_no_more_than_half(queue: EventQueue) -> None:
    _send(queue, "b", *range(1, 41))
    served: list[str] = []
    for number in range(40):
        if served[-1:] != ["b"]:  # as soon as the one before was taken
            _send(queue, "a", 100 + number)
        served += _served(queue, 1)
    assert served.count("b") >= 19


def test_nobody_saves_turns_up(queue: EventQueue) -> None:
    _send(queue, "b", 1)
    _send(queue, "a", *range(2, 102))
    _served(queue, 50)
    _send(queue, "b", *range(102, 152))
    assert Counter(_served(queue, 20)) == {"a": 10, "b": 10}


def test_an_undelivered_turn_costs_nothing(queue: EventQueue) -> None:
    _send(queue, "a", 1, 2, pages=300)
    _send(queue, "b", 3, 4)
    for _ in range(5):
        popped = queue.pop(Stage.OCR, Lane.QUICK, 0)
        assert popped is not None
        assert popped.line.uploader == "a"
        queue.requeue(popped)
    assert _served(queue, 4) == ["a", "b", "b", "a"]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"5", b'{"pages": "x"}', b'{"pages": null}', b"\xff\xfe"])
def test_what_is_no_event_takes_its_turn_and_holds_up_nobody(queue: EventQueue, content: bytes) -> None:
    queue.requeue(Popped(line=message().line, content=content))
    _send(queue, "b", 1)
    popped = [queue.pop(Stage.OCR, Lane.QUICK, 0) for _ in range(3)]
    assert [(one.line.uploader, one.content == content) for one in popped if one] == [("a", True), ("b", False)]
