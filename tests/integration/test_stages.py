"""Claims, leases and the sweeper's questions, on the real database."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, update

from functions.upload.registry import NewDocument, Registry
from shared.adapters.database import make_engine, transaction
from shared.adapters.stages import (
    Claim,
    LeaseLostError,
    claim_stage,
    end_attempt,
    fail_exhausted,
    finish_stage,
    renew_lease,
    requeue_lost,
)
from shared.adapters.tables import audit_events, invoices
from shared.domain.lifecycle import RetryPolicy, Stage, Status
from shared.errors import EncryptedDocumentError, UnavailableError
from shared.settings import Settings

POLICY = RetryPolicy(max_attempts=3, base_seconds=60, max_seconds=300)


@pytest.fixture
def engine(migrated_database_url: str) -> Iterator[Engine]:
    """The database, with no invoice in it."""
    engine = make_engine(Settings(database_url=migrated_database_url))
    with engine.begin() as connection:
        connection.execute(audit_events.delete())
        connection.execute(invoices.delete())
    yield engine
    engine.dispose()


def _added(engine: Engine, content: bytes | None = None) -> int:
    sha256 = hashlib.sha256(content or uuid4().bytes).hexdigest()
    document = NewDocument(filename="a.pdf", content_type="application/pdf", size=3, sha256=sha256, actor="test")
    return Registry(engine).register(document, lambda: None, allow_duplicates=False).invoice_id


def _claim(engine: Engine, invoice_id: int, stage: Stage = Stage.OCR, lease: float = 30) -> Claim | None:
    return claim_stage(engine, invoice_id, stage, lease_seconds=lease, max_attempts=POLICY.max_attempts)


def _claimed(engine: Engine, invoice_id: int, stage: Stage = Stage.OCR, lease: float = 30) -> Claim:
    claim = _claim(engine, invoice_id, stage, lease)
    assert claim is not None
    return claim


def _row(engine: Engine, invoice_id: int) -> dict[str, Any]:
    with transaction(engine) as connection:
        return dict(connection.execute(select(invoices).where(invoices.c.id == invoice_id)).mappings().one())


def _set(engine: Engine, invoice_id: int, **values: Any) -> None:
    with transaction(engine) as connection:
        connection.execute(update(invoices).where(invoices.c.id == invoice_id).values(**values))


def _trail(engine: Engine, invoice_id: int) -> list[str]:
    query = select(audit_events.c.type).where(audit_events.c.invoice_id == invoice_id).order_by(audit_events.c.id)
    with transaction(engine) as connection:
        return list(connection.execute(query).scalars())


LONG_AGO = datetime.now(UTC) - timedelta(hours=1)


def test_the_same_bytes_are_one_invoice(engine: Engine) -> None:
    assert _added(engine, b"same") == _added(engine, b"same")


def test_a_second_copy_is_made_when_it_is_asked_for(engine: Engine) -> None:
    first = _added(engine, b"same")
    digest = hashlib.sha256(b"same").hexdigest()
    document = NewDocument(filename="b.pdf", content_type="application/pdf", size=3, sha256=digest, actor="test")
    second = Registry(engine).register(document, lambda: None, allow_duplicates=True)
    assert second.enqueued_at is not None
    assert second.invoice_id != first
    assert _added(engine, b"same") == first


def test_a_row_is_made_only_after_its_object(engine: Engine) -> None:
    def broken() -> None:
        raise UnavailableError

    document = NewDocument(filename="a.pdf", content_type="application/pdf", size=3, sha256="0" * 64, actor="test")
    with pytest.raises(UnavailableError):
        Registry(engine).register(document, broken, allow_duplicates=False)
    with transaction(engine) as connection:
        assert connection.execute(select(invoices.c.id)).all() == []


def test_a_stage_is_claimed_once(engine: Engine) -> None:
    invoice_id = _added(engine)
    assert _claim(engine, invoice_id) is not None
    assert _claim(engine, invoice_id) is None


def test_another_stage_is_not_claimed(engine: Engine) -> None:
    assert _claim(engine, _added(engine), Stage.EXTRACT) is None


def test_a_lease_that_ran_out_is_somebody_elses(engine: Engine) -> None:
    invoice_id = _added(engine)
    first = _claimed(engine, invoice_id, lease=-1)
    second = _claimed(engine, invoice_id)
    assert second.attempt == first.attempt + 1
    with pytest.raises(LeaseLostError):
        finish_stage(engine, first, result={"page_count": 9}, attributes={})
    with pytest.raises(LeaseLostError):
        renew_lease(engine, first, lease_seconds=30, progress=10)
    finish_stage(engine, second, result={"page_count": 1}, attributes={})
    assert _row(engine, invoice_id)["page_count"] == 1


def test_finishing_moves_on_and_is_told(engine: Engine) -> None:
    invoice_id = _added(engine)
    done = finish_stage(engine, _claimed(engine, invoice_id), result={"page_count": 2}, attributes={"pages": 2})
    assert (done.status, done.stage) == (Status.PROCESSING, Stage.EXTRACT)
    row = _row(engine, invoice_id)
    assert (row["stage"], row["attempts"], row["lease_token"]) == ("extract", 0, None)
    assert row["enqueued_at"] == done.enqueued_at
    last = finish_stage(engine, _claimed(engine, invoice_id, Stage.EXTRACT), result={}, attributes={})
    assert last.status is Status.WAITING_VALIDATION
    assert _row(engine, invoice_id)["progress"] == 100
    assert _trail(engine, invoice_id) == [
        "uploaded",
        "ocr.started",
        "ocr.finished",
        "extract.started",
        "extract.finished",
    ]


def test_finishing_twice_is_refused(engine: Engine) -> None:
    claim = _claimed(engine, _added(engine))
    finish_stage(engine, claim, result={}, attributes={})
    with pytest.raises(LeaseLostError):
        finish_stage(engine, claim, result={}, attributes={})


def test_a_passing_fault_is_put_off_and_a_claim_before_then_refused(engine: Engine) -> None:
    invoice_id = _added(engine)
    done = end_attempt(engine, _claimed(engine, invoice_id), UnavailableError(), policy=POLICY, jitter=0)
    assert done.status is Status.PROCESSING
    assert _claim(engine, invoice_id) is None
    row = _row(engine, invoice_id)
    assert row["error_code"] == "unavailable"
    assert row["next_attempt_at"] > datetime.now(UTC) + timedelta(seconds=20)


def test_a_permanent_fault_fails_at_once_with_its_sentence(engine: Engine) -> None:
    invoice_id = _added(engine)
    end_attempt(engine, _claimed(engine, invoice_id), EncryptedDocumentError(), policy=POLICY, jitter=0)
    row = _row(engine, invoice_id)
    assert (row["status"], row["stage"], row["error_code"]) == ("failed", None, "encrypted-document")
    assert "password" in row["error_message"]


def test_the_last_attempt_fails(engine: Engine) -> None:
    invoice_id = _added(engine)
    for attempt in range(1, POLICY.max_attempts + 1):
        claim = _claimed(engine, invoice_id)
        assert claim.attempt == attempt
        end_attempt(engine, claim, UnavailableError(), policy=POLICY, jitter=0)
        _set(engine, invoice_id, next_attempt_at=LONG_AGO)
    assert _row(engine, invoice_id)["status"] == "failed"
    assert _claim(engine, invoice_id) is None


def test_workers_that_die_use_up_the_attempts(engine: Engine) -> None:
    invoice_id = _added(engine)
    for _ in range(POLICY.max_attempts):
        _claimed(engine, invoice_id, lease=-1)
    assert _claim(engine, invoice_id) is None
    assert fail_exhausted(engine, max_attempts=POLICY.max_attempts) == [(invoice_id, Stage.OCR)]
    assert _row(engine, invoice_id)["error_code"] == "worker-lost"
    assert fail_exhausted(engine, max_attempts=POLICY.max_attempts) == []


def _lost(engine: Engine, waiting_since: datetime | None = None) -> list[int]:
    return [row[0] for row in requeue_lost(engine, Stage.OCR, waiting_since=waiting_since, grace_seconds=10)]


def test_a_message_on_its_way_is_not_lost(engine: Engine) -> None:
    _added(engine)
    assert _lost(engine) == []


def test_a_lost_message_is_found_once(engine: Engine) -> None:
    invoice_id = _added(engine)
    _set(engine, invoice_id, enqueued_at=LONG_AGO)
    assert _lost(engine) == [invoice_id]
    assert _lost(engine) == []


def test_a_row_behind_the_oldest_waiting_message_still_has_its_own(engine: Engine) -> None:
    invoice_id = _added(engine)
    _set(engine, invoice_id, enqueued_at=LONG_AGO)
    assert _lost(engine, waiting_since=LONG_AGO - timedelta(minutes=1)) == []
    assert _lost(engine, waiting_since=LONG_AGO + timedelta(minutes=1)) == [invoice_id]


def test_a_leased_row_is_not_lost_until_its_lease_runs_out(engine: Engine) -> None:
    invoice_id = _added(engine)
    _set(engine, invoice_id, enqueued_at=LONG_AGO)
    claim = _claimed(engine, invoice_id)
    assert _lost(engine) == []
    renew_lease(engine, claim, lease_seconds=-1, progress=10)
    assert _lost(engine) == [invoice_id]


def test_a_postponed_row_comes_back_when_it_is_due(engine: Engine) -> None:
    invoice_id = _added(engine)
    end_attempt(engine, _claimed(engine, invoice_id), UnavailableError(), policy=POLICY, jitter=0)
    assert _lost(engine) == []
    _set(engine, invoice_id, next_attempt_at=datetime.now(UTC) - timedelta(microseconds=1))
    # Though messages older than it wait: its own is spent.
    assert _lost(engine, waiting_since=LONG_AGO) == [invoice_id]


def test_a_clock_that_was_set_back_leaves_nothing_waiting(engine: Engine) -> None:
    invoice_id = _added(engine)
    _set(engine, invoice_id, enqueued_at=datetime.now(UTC) + timedelta(hours=1))
    assert _lost(engine) == [invoice_id]
    assert _lost(engine) == []


def test_a_clock_that_jumps_ahead_hands_work_over_and_finishes_it_once(engine: Engine) -> None:
    invoice_id = _added(engine)
    first = _claimed(engine, invoice_id)
    _set(engine, invoice_id, lease_expires_at=datetime.now(UTC) - timedelta(hours=1))
    second = _claimed(engine, invoice_id)
    with pytest.raises(LeaseLostError):
        finish_stage(engine, first, result={}, attributes={})
    assert finish_stage(engine, second, result={}, attributes={}).stage is Stage.EXTRACT
