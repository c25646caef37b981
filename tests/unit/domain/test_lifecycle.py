"""The rules of an invoice's way, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.lifecycle import (
    Action,
    InvalidStateError,
    NoPreviewDataError,
    RetryPolicy,
    Stage,
    Status,
    ensure_allowed,
    next_attempt,
    next_stage,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
POLICY = RetryPolicy(max_attempts=5, base_seconds=2, max_seconds=10)

ALLOWED = {
    (Action.CORRECT, Status.WAITING_VALIDATION),
    (Action.CONFIRM, Status.WAITING_VALIDATION),
    (Action.REJECT, Status.PROCESSING),
    (Action.REJECT, Status.WAITING_VALIDATION),
    (Action.REJECT, Status.FAILED),
    (Action.RETRY, Status.FAILED),
    (Action.RETRY, Status.REJECTED),
    (Action.REOPEN, Status.PROCESSED),
    (Action.REOPEN, Status.REJECTED),
    (Action.SPLIT, Status.WAITING_VALIDATION),
    (Action.POSTPONE, Status.WAITING_VALIDATION),
    (Action.EXPORT, Status.PROCESSED),
    (Action.TELL_APART, Status.WAITING_VALIDATION),
    (Action.TELL_APART, Status.PROCESSED),
    (Action.TELL_APART, Status.REJECTED),
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_every_action_is_allowed_from_its_states_alone(action: Action, status: Status) -> None:
    if (action, status) in ALLOWED:
        ensure_allowed(action, status)
    else:
        with pytest.raises((InvalidStateError, NoPreviewDataError)):
            ensure_allowed(action, status)


def test_confirming_without_data_is_reported() -> None:
    with pytest.raises(NoPreviewDataError, match="No preview data found"):
        ensure_allowed(Action.CONFIRM, Status.WAITING_VALIDATION, has_preview=False)


def test_the_sentence_names_the_state_and_what_would_do() -> None:
    with pytest.raises(InvalidStateError, match="is processed; only an invoice that is failed or rejected"):
        ensure_allowed(Action.RETRY, Status.PROCESSED)


@pytest.mark.parametrize(
    ("attempts", "jitter", "seconds"),
    [
        (1, 0.0, 1.0),
        (1, 1.0, 2.0),
        (2, 1.0, 4.0),
        (3, 1.0, 8.0),
        (4, 1.0, 10.0),  # the longest
        (4, 0.0, 5.0),
    ],
)
def test_attempts_are_put_off_exponentially_with_jitter(attempts: int, jitter: float, seconds: float) -> None:
    assert next_attempt(POLICY, attempts=attempts, now=NOW, jitter=jitter) == NOW + timedelta(seconds=seconds)


def test_the_last_attempt_is_the_last() -> None:
    assert next_attempt(POLICY, attempts=5, now=NOW, jitter=0.5) is None


def test_a_server_that_asks_for_patience_gets_it() -> None:
    assert next_attempt(POLICY, attempts=1, now=NOW, jitter=0, retry_after=60) == NOW + timedelta(seconds=60)


def test_reading_comes_before_extraction_and_a_person_after() -> None:
    assert next_stage(Stage.OCR) is Stage.EXTRACT
    assert next_stage(Stage.EXTRACT) is None
