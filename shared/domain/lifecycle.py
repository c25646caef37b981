"""An invoice's lifecycle: states, allowed actions, and when a failed attempt is retried."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.errors import AppError, ErrorCode


class Status(StrEnum):
    """The public state: processing -> waiting_validation -> processed; or rejected, or failed."""

    PROCESSING = "processing"
    WAITING_VALIDATION = "waiting_validation"
    PROCESSED = "processed"
    REJECTED = "rejected"
    FAILED = "failed"


class Stage(StrEnum):
    """The work that is due while an invoice is processing."""

    OCR = "ocr"
    EXTRACT = "extract"


class Action(StrEnum):
    """An action of a person; the value is the participle for a sentence."""

    CORRECT = "corrected"
    CONFIRM = "confirmed"
    REJECT = "rejected"
    RETRY = "retried"
    REOPEN = "reopened"
    SPLIT = "split"
    EXPORT = "exported"
    POSTPONE = "postponed"
    TELL_APART = "told apart from another one"


class InvalidStateError(AppError):
    """The invoice is not in a state that allows this."""

    code = ErrorCode.INVALID_STATE
    status = 400
    message = "The invoice is not in a state that allows this."


class NoPreviewDataError(AppError):
    """There is nothing to confirm yet."""

    code = ErrorCode.NO_PREVIEW_DATA
    status = 400
    message = "No preview data found: the invoice is not waiting for validation."


_ALLOWED_FROM = {
    Action.CORRECT: {Status.WAITING_VALIDATION},
    Action.CONFIRM: {Status.WAITING_VALIDATION},
    Action.REJECT: {Status.PROCESSING, Status.WAITING_VALIDATION, Status.FAILED},
    Action.RETRY: {Status.FAILED, Status.REJECTED},
    Action.REOPEN: {Status.PROCESSED, Status.REJECTED},
    Action.SPLIT: {Status.WAITING_VALIDATION},
    Action.EXPORT: {Status.PROCESSED},
    Action.POSTPONE: {Status.WAITING_VALIDATION},
    Action.TELL_APART: {Status.WAITING_VALIDATION, Status.PROCESSED, Status.REJECTED},
}

FIRST_STAGE = Stage.OCR

PROGRESS = {Stage.OCR: (5, 70), Stage.EXTRACT: (70, 99)}
"""The percentage range of the overall progress that a stage's own 0..1 maps to."""


def ensure_allowed(action: Action, status: Status, *, has_preview: bool = True) -> None:
    """Raises InvalidStateError if the status does not allow this, NoPreviewDataError for confirming without data."""
    if action is Action.CONFIRM and not (has_preview and status in _ALLOWED_FROM[action]):
        raise NoPreviewDataError(f"No preview data found that could be confirmed: the invoice is {_words(status)}.")
    if status not in _ALLOWED_FROM[action]:
        states = " or ".join(sorted(_words(allowed) for allowed in _ALLOWED_FROM[action]))
        raise InvalidStateError(
            f"The invoice is {_words(status)}; only an invoice that is {states} can be {action.value}."
        )


def next_stage(stage: Stage) -> Stage | None:
    """The next stage; None when a person is next."""
    return Stage.EXTRACT if stage is Stage.OCR else None


def _words(status: Status) -> str:
    return "waiting for validation" if status is Status.WAITING_VALIDATION else status.value


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """The number of attempts, and the first and the longest delay in seconds."""

    max_attempts: int
    base_seconds: float
    max_seconds: float


def next_attempt(
    policy: RetryPolicy, *, attempts: int, now: datetime, jitter: float, retry_after: float | None = None
) -> datetime | None:
    """When to try again after `attempts` failed attempts, or None when that was the last.

    Exponential: base, 2 base, 4 base … up to the longest; `jitter` 0..1 scales each from half to all of it, so that
    simultaneous failures do not return together. `retry_after` (seconds, from the server) is the minimum.
    """
    if attempts >= policy.max_attempts:
        return None
    full = min(policy.max_seconds, policy.base_seconds * 2.0 ** (attempts - 1))
    delay = max(full * (0.5 + jitter / 2), retry_after or 0)
    return now + timedelta(seconds=delay)
