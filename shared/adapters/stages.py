"""The rows as a work list: claiming a stage under a lease, finishing it once, postponing it, and finding what was lost.

Every change is one conditional UPDATE on the row, by the database's own clock, so a message may come twice or late and
nothing is done twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Engine, and_, or_, select, update

from shared.adapters.audit import record
from shared.adapters.database import database_now, transaction
from shared.adapters.tables import invoices
from shared.domain.audit import FAILED, FINISHED, POSTPONED, STARTED
from shared.domain.lifecycle import RetryPolicy, Stage, Status, next_attempt, next_stage
from shared.errors import AppError, ErrorCode, OperatorErrorCode


class LeaseLostError(AppError):
    """The work was taken over, or its invoice rejected or deleted, while it was under way: its result is not wanted."""

    code = OperatorErrorCode.LEASE_LOST
    status = 409
    message = "Somebody else took this work over."


class WorkerLostError(AppError):
    """Every attempt ended with its worker dying or hanging."""

    code = ErrorCode.WORKER_LOST
    message = "Reading this document stopped the reader every time it was tried."


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to work on one stage of one invoice until the lease runs out."""

    invoice_id: int
    stage: Stage
    token: str
    attempt: int
    enqueued_at: datetime
    claimed_at: datetime
    filename: str
    content_type: str
    size: int
    sha256: str
    bypass_caches: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOutcome:
    """How a claim ended: the row's new state, and the event to push if another stage follows."""

    status: Status
    stage: Stage | None
    enqueued_at: datetime | None
    version: int


def claim_stage(
    engine: Engine, invoice_id: int, stage: Stage, *, lease_seconds: float, max_attempts: int
) -> Claim | None:
    """The claim, or None when it is done, taken, not yet due, or out of attempts. The row's version stays as it is."""
    token = str(uuid4())
    with transaction(engine) as connection:
        now = database_now(connection)
        changed = connection.execute(
            update(invoices)
            .where(
                invoices.c.id == invoice_id,
                invoices.c.status == Status.PROCESSING,
                invoices.c.stage == stage,
                invoices.c.attempts < max_attempts,
                _is_free(now),
                _is_due(now),
            )
            .values(
                lease_token=token,
                lease_expires_at=now + timedelta(seconds=lease_seconds),
                attempts=invoices.c.attempts + 1,
                updated_at=now,
            )
        ).rowcount
        if not changed:
            return None
        row = connection.execute(
            select(
                invoices.c.attempts,
                invoices.c.enqueued_at,
                invoices.c.filename,
                invoices.c.content_type,
                invoices.c.size,
                invoices.c.sha256,
                invoices.c.bypass_caches,
                invoices.c.version,
            ).where(invoices.c.id == invoice_id)
        ).one()
        record(connection, invoice_id, STARTED[stage], now, data={"attempt": row.attempts})
    return Claim(
        invoice_id=invoice_id,
        stage=stage,
        token=token,
        attempt=row.attempts,
        enqueued_at=row.enqueued_at,
        claimed_at=now,
        filename=row.filename,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        bypass_caches=row.bypass_caches,
        version=row.version,
    )


def renew_lease(engine: Engine, claim: Claim, *, lease_seconds: float, progress: int) -> None:
    """Keep the claim and show the progress (per cent of the whole way). Raises LeaseLostError."""
    with transaction(engine) as connection:
        now = database_now(connection)
        _update_claimed(
            connection,
            claim,
            lease_expires_at=now + timedelta(seconds=lease_seconds),
            progress=progress,
            updated_at=now,
        )


def finish_stage(
    engine: Engine, claim: Claim, *, result: Mapping[str, Any], attributes: Mapping[str, Any]
) -> StageOutcome:
    """Write the result's columns and move the row on, once; `attributes` go to the audit trail.

    Raises LeaseLostError.
    """
    following = next_stage(claim.stage)
    with transaction(engine) as connection:
        now = database_now(connection)
        status = Status.PROCESSING if following else Status.WAITING_VALIDATION
        moved: dict[str, Any] = {"enqueued_at": now} if following else {"bypass_caches": False, "progress": 100}
        _update_claimed(
            connection,
            claim,
            **result,
            **moved,
            status=status,
            stage=following,
            attempts=0,
            next_attempt_at=None,
            lease_token=None,
            lease_expires_at=None,
            error_code=None,
            error_message=None,
            version=invoices.c.version + 1,
            updated_at=now,
        )
        seconds = round((now - claim.claimed_at).total_seconds(), 3)
        record(connection, claim.invoice_id, FINISHED[claim.stage], now, data={"seconds": seconds, **attributes})
    return StageOutcome(
        status=status, stage=following, enqueued_at=now if following else None, version=claim.version + 1
    )


def end_attempt(engine: Engine, claim: Claim, error: AppError, *, policy: RetryPolicy, jitter: float) -> StageOutcome:
    """Give the claim back after a fault: postponed if that may pass and attempts are left, else failed.

    Raises LeaseLostError."""
    with transaction(engine) as connection:
        now = database_now(connection)
        again_at = None
        if error.retryable:
            again_at = next_attempt(
                policy, attempts=claim.attempt, now=now, jitter=jitter, retry_after=error.retry_after
            )
        attributes: dict[str, Any] = {"code": error.code, "attempt": claim.attempt}
        if again_at:
            _update_claimed(
                connection,
                claim,
                next_attempt_at=again_at,
                lease_token=None,
                lease_expires_at=None,
                error_code=error.code,
                error_message=str(error),
                updated_at=now,
            )
            attributes["next_attempt_at"] = again_at.isoformat()
            record(connection, claim.invoice_id, POSTPONED[claim.stage], now, data=attributes)
            return StageOutcome(status=Status.PROCESSING, stage=claim.stage, enqueued_at=None, version=claim.version)
        _update_claimed(connection, claim, **_failed(error, now))
        record(connection, claim.invoice_id, FAILED[claim.stage], now, data=attributes)
    return StageOutcome(status=Status.FAILED, stage=None, enqueued_at=None, version=claim.version + 1)


def fail_exhausted(engine: Engine, *, max_attempts: int, limit: int = 100) -> list[tuple[int, Stage]]:
    """Set `failed` on rows whose every attempt ended with a lease running out. Their ids, and where they ended."""
    failed = []
    with transaction(engine) as connection:
        now = database_now(connection)
        rows = connection.execute(
            select(invoices.c.id, invoices.c.stage)
            .where(
                invoices.c.status == Status.PROCESSING,
                invoices.c.attempts >= max_attempts,
                invoices.c.lease_expires_at < now,
            )
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            error = WorkerLostError()
            connection.execute(update(invoices).where(invoices.c.id == row.id).values(**_failed(error, now)))
            record(
                connection, row.id, FAILED[Stage(row.stage)], now, data={"code": error.code, "attempt": max_attempts}
            )
            failed.append((row.id, Stage(row.stage)))
    return failed


def requeue_lost(
    engine: Engine, stage: Stage, *, waiting_since: datetime | None, grace_seconds: float, limit: int = 100
) -> list[tuple[int, datetime]]:
    """The (id, new message time) of rows that are due, not leased, and have no message: these want a new one.

    A row that was enqueued before the oldest waiting message (`waiting_since`, None when the list is empty) has lost
    its own, since lists are FIFO; the grace covers a message that is on its way from the list to a claim.
    """
    taken = []
    with transaction(engine) as connection:
        now = database_now(connection)
        before = now - timedelta(seconds=grace_seconds)
        if waiting_since is not None:
            before = min(before, waiting_since)
        rows = connection.execute(
            select(invoices.c.id)
            .where(
                invoices.c.status == Status.PROCESSING,
                invoices.c.stage == stage,
                # A postponed row's message is spent: it is due by its own clock, with no message to wait for.
                # A message from the future was written before the clock was set back: nobody waits that long for it.
                or_(
                    invoices.c.enqueued_at < before,
                    invoices.c.enqueued_at > now + timedelta(seconds=grace_seconds),
                    invoices.c.next_attempt_at > invoices.c.enqueued_at,
                ),
                _is_free(now),
                _is_due(now),
            )
            .order_by(invoices.c.enqueued_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            connection.execute(
                update(invoices).where(invoices.c.id == row.id).values(enqueued_at=now, next_attempt_at=None)
            )
            taken.append((row.id, now))
    return taken


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(invoices.c.lease_expires_at.is_(None), invoices.c.lease_expires_at < now)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(invoices.c.next_attempt_at.is_(None), invoices.c.next_attempt_at <= now)


def _update_claimed(connection: Connection, claim: Claim, **values: Any) -> None:
    changed = connection.execute(
        update(invoices)
        .where(
            and_(
                invoices.c.id == claim.invoice_id,
                invoices.c.status == Status.PROCESSING,
                invoices.c.stage == claim.stage,
                invoices.c.lease_token == claim.token,
            )
        )
        .values(**values)
    ).rowcount
    if not changed:
        raise LeaseLostError


def _failed(error: AppError, now: datetime) -> dict[str, Any]:
    return {
        "status": Status.FAILED,
        "stage": None,
        "next_attempt_at": None,
        "lease_token": None,
        "lease_expires_at": None,
        "bypass_caches": False,
        "error_code": error.code,
        "error_message": str(error),
        "version": invoices.c.version + 1,
        "updated_at": now,
    }
