"""The lists that start the functions: what every event queue promises."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.cloud_events import EVENT_TYPES, parse_event
from shared.domain.lifecycle import Stage
from shared.pipeline.ports import EventQueue
from shared.tracing import request_context

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def _popped(queue: EventQueue, stage: Stage = Stage.OCR) -> int | None:
    message = queue.pop(stage, 0.01)
    return None if message is None else parse_event(message).data.invoice_id


def test_events_come_in_the_order_they_were_enqueued_each_in_its_stages_list(queue: EventQueue) -> None:
    queue.enqueue(Stage.OCR, 1, NOW)
    queue.enqueue(Stage.EXTRACT, 2, NOW)
    queue.enqueue(Stage.OCR, 3, NOW)
    assert (queue.length(Stage.OCR), queue.length(Stage.EXTRACT)) == (2, 1)
    assert [_popped(queue), _popped(queue), _popped(queue)] == [1, 3, None]
    assert _popped(queue, Stage.EXTRACT) == 2


@pytest.mark.parametrize("stage", Stage)
def test_an_event_names_its_stage_its_time_and_the_request_it_belongs_to(queue: EventQueue, stage: Stage) -> None:
    with request_context("r-1", None, name="test") as request_id:
        queue.enqueue(stage, 7, NOW)
    message = queue.pop(stage, 0.01)
    assert message is not None
    event = parse_event(message)
    assert (event.type, event.subject, event.time) == (EVENT_TYPES[stage], "invoices/7", NOW)
    assert event.requestid == request_id == "r-1"
    assert event.traceparent


def test_an_undelivered_message_returns_to_the_head(queue: EventQueue) -> None:
    queue.enqueue(Stage.OCR, 1, NOW)
    queue.enqueue(Stage.OCR, 2, NOW)
    message = queue.pop(Stage.OCR, 0.01)
    assert message is not None
    queue.requeue(Stage.OCR, message)
    assert [_popped(queue), _popped(queue)] == [1, 2]


def test_waiting_ends_when_an_event_comes(queue: EventQueue) -> None:
    later = threading.Timer(0.05, queue.enqueue, (Stage.OCR, 5, NOW))
    later.start()
    message = queue.pop(Stage.OCR, 2)
    later.join()
    assert message is not None
    assert parse_event(message).data.invoice_id == 5


def test_the_time_of_the_oldest_waiting_event_is_known(queue: EventQueue) -> None:
    assert queue.waiting_since(Stage.OCR) is None
    queue.enqueue(Stage.OCR, 1, NOW)
    queue.enqueue(Stage.OCR, 2, NOW - timedelta(hours=1))
    assert queue.waiting_since(Stage.OCR) == NOW, "the oldest in the list, whatever its time"
    queue.requeue(Stage.OCR, b"no event")
    assert queue.waiting_since(Stage.OCR) == NOW, "elements that are not events are skipped"
