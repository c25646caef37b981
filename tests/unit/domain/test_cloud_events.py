"""Events: what is written can be read, and nothing else can."""

import json
from datetime import UTC, datetime

import pytest

from shared.domain.cloud_events import EVENT_TYPES, InvalidEventError, invoice_id_of, parse_event, stage_event
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage
from tests.support.messages import message

TIME = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.mark.parametrize("stage", Stage)
def test_an_event_survives_the_list(stage: Stage) -> None:
    event = stage_event(
        7, message(stage, at=TIME, pages=3), request_id="r-1", traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    )
    assert parse_event(event.dump()) == event


@pytest.mark.parametrize("lane", Lane)
def test_an_event_says_the_lane_of_its_message_and_an_older_one_none(lane: Lane) -> None:
    written = json.loads(stage_event(7, message(lane=lane, at=TIME)).dump())
    assert parse_event(json.dumps(written)).lane is lane
    del written["lane"]
    assert parse_event(json.dumps(written)).lane is None


def test_an_event_is_a_structured_cloudevent() -> None:
    written = json.loads(stage_event(7, message(at=TIME)).dump())
    assert written["specversion"] == "1.0"
    assert written["type"] == EVENT_TYPES[Stage.OCR]
    assert written["subject"] == "invoices/7"
    assert written["time"] == "2026-01-02T03:04:05.678901Z"
    assert written["data"] == {"invoice_id": 7}


def _with(**changes: object) -> str:
    return json.dumps({**json.loads(stage_event(7, message(at=TIME)).dump()), **changes})


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'{"id": 1}',
        _with(specversion="0.3").encode(),
        _with(subject="invoices/0").encode(),
        _with(subject="invoices/7; DROP TABLE").encode(),
        _with(time="yesterday").encode(),
        _with(time="2026-01-02T03:04:05").encode(),  # no offset: no moment
        _with(data={"invoice_id": "x"}).encode(),
        _with(data=None).encode(),
    ],
)
def test_other_list_elements_are_not_events(message: bytes) -> None:
    with pytest.raises(InvalidEventError):
        parse_event(message)


@pytest.mark.parametrize("subject", [None, 7, "", "invoices/", "invoices/-1", "invoices/007", "invoices/1/2", "x/1"])
def test_a_subject_names_one_invoice_or_nothing(subject: object) -> None:
    with pytest.raises(InvalidEventError):
        invoice_id_of(subject)


def test_the_invoice_of_a_subject() -> None:
    assert invoice_id_of("invoices/123") == 123
