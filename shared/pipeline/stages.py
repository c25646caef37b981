"""One stage of one invoice: the claim that gives the right to work on it, and what the end of the work writes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.domain.audit import FAILED, FINISHED, POSTPONED
from shared.domain.lifecycle import PROGRESS, RetryPolicy, Stage, Status, next_attempt, next_stage
from shared.errors import AppError, ErrorCode, OperatorErrorCode
from shared.pipeline.updates import Change, InvoiceUpdate


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
    """The right to work on one stage of one invoice until the lease runs out. `token` proves it."""

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
class StageResult:
    """What a stage's work gives: columns of the row, and attributes for the audit trail (numbers, names)."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhaustedStage:
    """A stage whose every attempt ended with its lease running out; its invoice has failed."""

    stage: Stage
    change: Change


def change_at_work(claim: Claim, progress: int) -> Change:
    """The invoice while its claimed stage is under way; `progress` in per cent of the whole way."""
    return Change(
        invoice_id=claim.invoice_id,
        status=Status.PROCESSING,
        stage=claim.stage,
        progress=progress,
        version=claim.version,
    )


def finished(claim: Claim, result: StageResult, *, now: datetime) -> InvoiceUpdate:
    """The result is kept, and the next stage is due, or a person is."""
    following = next_stage(claim.stage)
    status = Status.PROCESSING if following else Status.WAITING_VALIDATION
    progress = PROGRESS[claim.stage][1] if following else 100
    moved: dict[str, Any] = {"enqueued_at": now} if following else {"bypass_caches": False}
    version = claim.version + 1
    return InvoiceUpdate(
        columns={
            **result.columns,
            **moved,
            "status": status,
            "stage": following,
            "progress": progress,
            "attempts": 0,
            "next_attempt_at": None,
            "lease_token": None,
            "lease_expires_at": None,
            "error_code": None,
            "error_message": None,
            "version": version,
            "updated_at": now,
        },
        event=FINISHED[claim.stage],
        event_data={"seconds": round((now - claim.claimed_at).total_seconds(), 3), **result.attributes},
        change=Change(
            invoice_id=claim.invoice_id,
            status=status,
            stage=following,
            progress=progress,
            version=version,
            enqueued_at=now if following else None,
        ),
    )


def attempt_ended(claim: Claim, error: AppError, *, policy: RetryPolicy, jitter: float, now: datetime) -> InvoiceUpdate:
    """The claim is given back: postponed if the fault may pass and attempts are left, else the invoice has failed."""
    again_at = None
    if error.retryable:
        again_at = next_attempt(policy, attempts=claim.attempt, now=now, jitter=jitter, retry_after=error.retry_after)
    if again_at is None:
        return _failed(claim.invoice_id, claim.stage, error, attempt=claim.attempt, version=claim.version, now=now)
    return InvoiceUpdate(
        columns={
            "progress": PROGRESS[claim.stage][0],
            "next_attempt_at": again_at,
            "lease_token": None,
            "lease_expires_at": None,
            "error_code": error.code,
            "error_message": str(error),
            "updated_at": now,
        },
        event=POSTPONED[claim.stage],
        event_data={"code": error.code, "attempt": claim.attempt, "next_attempt_at": again_at.isoformat()},
        # Its message is spent: it is due by its own clock, and the sweeper makes the next one.
        change=change_at_work(claim, PROGRESS[claim.stage][0]),
    )


def exhausted(invoice_id: int, stage: Stage, *, attempts: int, version: int, now: datetime) -> InvoiceUpdate:
    """The invoice has failed: nobody lived to say why."""
    return _failed(invoice_id, stage, WorkerLostError(), attempt=attempts, version=version, now=now)


def _failed(
    invoice_id: int, stage: Stage, error: AppError, *, attempt: int, version: int, now: datetime
) -> InvoiceUpdate:
    return InvoiceUpdate(
        columns={
            "status": Status.FAILED,
            "stage": None,
            "progress": PROGRESS[stage][0],
            "next_attempt_at": None,
            "lease_token": None,
            "lease_expires_at": None,
            "bypass_caches": False,
            "error_code": error.code,
            "error_message": str(error),
            "version": version + 1,
            "updated_at": now,
        },
        event=FAILED[stage],
        event_data={"code": error.code, "attempt": attempt},
        change=Change(
            invoice_id=invoice_id,
            status=Status.FAILED,
            stage=None,
            progress=PROGRESS[stage][0],
            version=version + 1,
        ),
    )
