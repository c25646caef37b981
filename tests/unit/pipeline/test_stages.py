"""What the end of a claimed stage writes, as tables; no store."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.audit import AuditEventType
from shared.domain.figures import CountedValues
from shared.domain.lanes import Lane, Message, Turn
from shared.domain.lifecycle import RetryPolicy, Stage, Status
from shared.errors import AppError, EmptyDocumentError, ReadingTimeoutError, UnavailableError
from shared.pipeline.stages import Claim, StageResult, attempt_ended, exhausted, finished

CLAIMED = datetime(2026, 1, 2, tzinfo=UTC)
NOW = CLAIMED + timedelta(seconds=8)
TURN = Turn(lane=Lane.SLOW, uploader="a", pages=3)
COUNTED = CountedValues(status=Status.PROCESSING, created_at=CLAIMED)
POLICY = RetryPolicy(max_attempts=3, base_seconds=60, max_seconds=300)
OWED = Message(stage=Stage.EXTRACT, turn=TURN, enqueued_at=NOW)


def _claim(stage: Stage = Stage.OCR, attempt: int = 1) -> Claim:
    return Claim(
        invoice_id=7,
        stage=stage,
        token="t",
        attempt=attempt,
        enqueued_at=CLAIMED,
        turn=TURN,
        claimed_at=CLAIMED,
        filename="a.pdf",
        content_type="application/pdf",
        size=3,
        sha256="ab" * 32,
        bypass_caches=True,
        version=4,
        counted=COUNTED,
    )


@pytest.mark.parametrize(
    ("stage", "status", "following", "owed", "progress", "event"),
    [
        (Stage.OCR, Status.PROCESSING, Stage.EXTRACT, OWED, 70, AuditEventType.OCR_FINISHED),
        (Stage.EXTRACT, Status.WAITING_VALIDATION, None, None, 100, AuditEventType.EXTRACT_FINISHED),
    ],
)
def test_a_finished_stage_is_followed_by_the_next_or_by_a_person(
    stage: Stage,
    status: Status,
    following: Stage | None,
    owed: Message | None,
    progress: int,
    event: AuditEventType,
) -> None:
    update = finished(_claim(stage), StageResult(columns={"page_count": 2}, attributes={"pages": 2}), now=NOW)
    change = update.change
    assert (change.status, change.stage, change.message) == (status, following, owed)
    assert (change.progress, change.version) == (progress, 5)
    assert (update.event, update.event_data) == (event, {"seconds": 8.0, "pages": 2})
    written = {name: update.columns[name] for name in ("status", "stage", "progress", "version", "page_count")}
    assert written == {"status": status, "stage": following, "progress": progress, "version": 5, "page_count": 2}
    # Past the caches to the end of the way, and no further.
    assert update.columns.get("bypass_caches", True) is (following is not None)


@pytest.mark.parametrize(
    ("error", "attempt", "again_after"),
    [
        (UnavailableError(), 1, 30),
        (UnavailableError(), 2, 60),
        (UnavailableError(), 3, None),  # the last
        (UnavailableError(retry_after=3600), 1, 3600),
        (ReadingTimeoutError(), 1, 30),
        (EmptyDocumentError(), 1, None),  # permanent
    ],
)
def test_an_attempt_that_ended_is_postponed_or_the_invoice_has_failed(
    error: AppError, attempt: int, again_after: float | None
) -> None:
    update = attempt_ended(_claim(attempt=attempt), error, policy=POLICY, jitter=0, now=NOW)
    assert (update.columns["error_code"], update.columns["error_message"]) == (error.code, str(error))
    assert (update.columns["lease_token"], update.change.message) == (None, None)
    if again_after is None:
        assert (update.event, update.change.status, update.change.version) == (
            AuditEventType.OCR_FAILED,
            Status.FAILED,
            5,
        )
        assert (update.columns["status"], update.columns["stage"]) == (Status.FAILED, None)
    else:
        again_at = NOW + timedelta(seconds=again_after)
        assert (update.event, update.change.stage, update.change.version) == (
            AuditEventType.OCR_POSTPONED,
            Stage.OCR,
            4,
        )
        assert (update.columns["next_attempt_at"], update.columns["progress"]) == (again_at, 5)
        assert update.event_data == {"code": error.code, "attempt": attempt, "next_attempt_at": again_at.isoformat()}


def test_an_exhausted_stage_has_failed() -> None:
    update = exhausted(7, Stage.EXTRACT, attempts=3, version=4, counted=COUNTED, now=NOW)
    assert (update.columns["error_code"], update.columns["version"]) == ("worker-lost", 5)
    assert (update.event, update.event_data) == (
        AuditEventType.EXTRACT_FAILED,
        {"code": "worker-lost", "attempt": 3},
    )
