"""One stage of one invoice: the claim to work on it, and the update that ends the work. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.domain.audit import FAILED, FINISHED, POSTPONED
from shared.domain.figures import CountedValues
from shared.domain.lanes import Message, Turn, turn_columns, turn_of_slow_pages
from shared.domain.lifecycle import PROGRESS, RetryPolicy, Stage, Status, next_attempt, next_stage
from shared.domain.page_range import PageRange
from shared.domain.pages_read import NO_PAGES, PagesRead
from shared.errors import AppError, ErrorCode, OperatorErrorCode
from shared.pipeline.reviews import Rule
from shared.pipeline.updates import DROPPED_WORK, Change, InvoiceUpdate


class LeaseLostError(AppError):
    """The claim was lost during the work: another worker claimed it, or the invoice was rejected or deleted."""

    code = OperatorErrorCode.LEASE_LOST
    status = 409
    message = "Another worker has claimed this work."


class WorkerLostError(AppError):
    """In every attempt the worker died or hung."""

    code = ErrorCode.WORKER_LOST
    message = "The reader crashed or hung on this document in every attempt."


class WorkMovesOnError(Exception):
    """No fault: the work is more than its turn was taken for, `pages` slow pages. It stops before it costs anything,
    and waits for a turn at that price."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"{pages} slow pages")
        self.pages = pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to work on one stage of one invoice until the lease runs out. `token` proves it. `pages` of its file
    are the invoice; None: all of them. Nobody else changes what is `counted` of the row meanwhile."""

    invoice_id: int
    stage: Stage
    token: str
    attempt: int
    enqueued_at: datetime
    turn: Turn
    claimed_at: datetime
    filename: str
    content_type: str
    size: int
    sha256: str
    bypass_caches: bool
    version: int
    counted: CountedValues
    pages: PageRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageResult:
    """The result of a stage's work: columns of the row, and data for the audit trail (numbers, names). `afterwards` is
    decided about the invoice, by `AUTO_ACTOR`, in the transaction that writes the result."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    afterwards: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhaustedStage:
    """A stage whose last lease expired without a result; its invoice has failed."""

    stage: Stage
    change: Change


def change_at_work(claim: Claim, progress: int, pages: PagesRead | None = None) -> Change:
    """The change that shows the progress of a claimed stage; `progress` in per cent of the whole way."""
    return Change(
        invoice_id=claim.invoice_id,
        status=Status.PROCESSING,
        stage=claim.stage,
        progress=progress,
        version=claim.version,
        reading=pages,
    )


def finished(claim: Claim, result: StageResult, *, now: datetime) -> InvoiceUpdate:
    """The update that stores the result and makes the next stage due, or waits for a person."""
    following = next_stage(claim.stage)
    status = Status.PROCESSING if following else Status.WAITING_VALIDATION
    progress = PROGRESS[claim.stage][1] if following else 100
    moved: dict[str, Any] = {"enqueued_at": now} if following else {"bypass_caches": False}
    version = claim.version + 1
    return InvoiceUpdate(
        before=claim.counted,
        columns={
            **result.columns,
            **moved,
            **DROPPED_WORK,
            "status": status,
            "stage": following,
            "progress": progress,
            "attempts": 0,
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
            message=Message(stage=following, turn=claim.turn, enqueued_at=now) if following else None,
        ),
    )


def moved_on(claim: Claim, pages: int, *, now: datetime) -> InvoiceUpdate:
    """The update that gives the claim back for a turn of so many slow pages. It costs no attempt."""
    turn = turn_of_slow_pages(claim.turn.uploader, pages)
    message = Message(stage=claim.stage, turn=turn, enqueued_at=now)
    return InvoiceUpdate(
        before=claim.counted,
        columns={
            **turn_columns(turn),
            **DROPPED_WORK,
            "attempts": claim.attempt - 1,
            "enqueued_at": now,
            "updated_at": now,
        },
        event=None,
        change=replace(change_at_work(claim, PROGRESS[claim.stage][0]), message=message),
    )


def given_back(claim: Claim, error: AppError, *, now: datetime) -> InvoiceUpdate:
    """The update that gives the claim back while a store that the work needs is away, and says so. No document is to
    blame, so it costs no attempt; whoever delivered the message delivers it again."""
    return InvoiceUpdate(
        before=claim.counted,
        columns={
            **DROPPED_WORK,
            "progress": PROGRESS[claim.stage][0],
            "attempts": claim.attempt - 1,
            "error_code": error.code,
            "error_message": str(error),
            "updated_at": now,
        },
        event=None,
        change=change_at_work(claim, PROGRESS[claim.stage][0]),
    )


def attempt_ended(claim: Claim, error: AppError, *, policy: RetryPolicy, jitter: float, now: datetime) -> InvoiceUpdate:
    """The update after an error: postponed if it is retryable and attempts are left, else failed."""
    again_at = None
    if error.retryable:
        again_at = next_attempt(policy, attempts=claim.attempt, now=now, jitter=jitter, retry_after=error.retry_after)
    if again_at is None:
        return _failed(
            claim.invoice_id,
            claim.stage,
            error,
            attempt=claim.attempt,
            version=claim.version,
            counted=claim.counted,
            now=now,
        )
    return InvoiceUpdate(
        before=claim.counted,
        columns={
            "progress": PROGRESS[claim.stage][0],
            "next_attempt_at": again_at,
            "lease_token": None,
            "lease_expires_at": None,
            **NO_PAGES,
            "error_code": error.code,
            "error_message": str(error),
            "updated_at": now,
        },
        event=POSTPONED[claim.stage],
        event_data={"code": error.code, "attempt": claim.attempt, "next_attempt_at": again_at.isoformat()},
        # Its message was consumed: the sweeper enqueues the next one when the row is due.
        change=change_at_work(claim, PROGRESS[claim.stage][0]),
    )


def exhausted(
    invoice_id: int, stage: Stage, *, attempts: int, version: int, counted: CountedValues, now: datetime
) -> InvoiceUpdate:
    """The update after an expired last lease: the invoice has failed without a reported error."""
    return _failed(invoice_id, stage, WorkerLostError(), attempt=attempts, version=version, counted=counted, now=now)


def _failed(
    invoice_id: int,
    stage: Stage,
    error: AppError,
    *,
    attempt: int,
    version: int,
    counted: CountedValues,
    now: datetime,
) -> InvoiceUpdate:
    return InvoiceUpdate(
        before=counted,
        columns={
            **DROPPED_WORK,
            "status": Status.FAILED,
            "stage": None,
            "progress": PROGRESS[stage][0],
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
