"""Doing one stage of one invoice: claim, work under a lease that is kept alive, finish once, wake the next stage."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import redis
from sqlalchemy import Engine

from shared.adapters.changes import Change, publish
from shared.adapters.event_queue import EventQueue
from shared.adapters.metrics import FAILURES, RETRIES, STAGE_SECONDS, count, observe
from shared.adapters.stages import (
    Claim,
    LeaseLostError,
    StageOutcome,
    claim_stage,
    end_attempt,
    finish_stage,
    renew_lease,
)
from shared.domain.lifecycle import RetryPolicy, Stage, Status
from shared.errors import AppError
from shared.settings import Settings
from shared.tracing import set_attributes, span

log = logging.getLogger(__name__)

_PROGRESS = {Stage.OCR: (5, 70), Stage.EXTRACT: (70, 99)}
"""The part of the whole way, in per cent, that a stage's own 0..1 covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageResult:
    """What a stage's work gives: columns of the row, and attributes for the audit trail (numbers, names)."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)


class Lease:
    """A claim that is kept alive by a thread of its own, so that long work needs no thought of it.

    Renewing ends after the stage's time limit: work that hangs is somebody else's to take.
    """

    def __init__(self, engine: Engine, client: redis.Redis, claim: Claim, *, seconds: float, longest: float) -> None:
        self._engine = engine
        self._client = client
        self._claim = claim
        self._seconds = seconds
        self._renewals_left = max(1, int(longest / (seconds / 3)))
        self._shown = _PROGRESS[claim.stage][0]
        self._stopped = threading.Event()
        self._lost = threading.Event()

    def progress(self, share: float) -> None:
        """Show that this share (0..1) of the stage is done. Raises LeaseLostError if the work is no longer wanted."""
        first, last = _PROGRESS[self._claim.stage]
        shown = first + int((last - first) * share)
        if shown != self._shown:
            self._shown = shown
            try:
                self._renew()
                publish(self._client, _change(self._claim.invoice_id, self._claim, shown))
            except LeaseLostError:
                self._lost.set()
            except AppError as error:  # the database is away: the next renewal, or the finish, will tell
                log.warning("lease not renewed", extra={"invoice_id": self._claim.invoice_id, "code": error.code})
        if self._lost.is_set():
            raise LeaseLostError

    @contextmanager
    def kept_alive(self) -> Iterator["Lease"]:
        """The lease, renewed three times in its length until the block ends."""
        thread = threading.Thread(target=self._keep, name=f"lease-{self._claim.invoice_id}", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            thread.join()

    def _keep(self) -> None:
        while self._renewals_left > 0 and not self._stopped.wait(self._seconds / 3):
            self._renewals_left -= 1
            try:
                self._renew()
            except LeaseLostError:
                self._lost.set()
                return
            except AppError as error:
                log.warning("lease not renewed", extra={"invoice_id": self._claim.invoice_id, "code": error.code})

    def _renew(self) -> None:
        renew_lease(self._engine, self._claim, lease_seconds=self._seconds, progress=self._shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """All that one stage's function needs to do its part of an invoice."""

    stage: Stage
    engine: Engine
    redis: redis.Redis
    queue: EventQueue
    settings: Settings

    def handle(self, invoice_id: int, work: Callable[[Claim, Lease], StageResult]) -> None:
        """Do this stage of the invoice if it is due and nobody has it.

        Returns in every case that is recorded in the row; raises UnavailableError when it cannot be recorded, and then
        the lease runs out and the stage is done again.
        """
        with span(f"{self.stage} stage"):
            set_attributes({"invoice.id": str(invoice_id), "stage.name": self.stage.value})
            self._handle(invoice_id, work)

    def _handle(self, invoice_id: int, work: Callable[[Claim, Lease], StageResult]) -> None:
        settings = self.settings
        claim = claim_stage(
            self.engine,
            invoice_id,
            self.stage,
            lease_seconds=settings.lease_seconds,
            max_attempts=settings.max_attempts,
        )
        if claim is None:
            log.info("nothing to do", extra={"invoice_id": invoice_id, "stage": self.stage})
            set_attributes({"stage.outcome": "nothing to do"})
            return
        set_attributes({"stage.attempt": claim.attempt})
        publish(self.redis, _change(invoice_id, claim, _PROGRESS[self.stage][0]))
        lease = Lease(
            self.engine,
            self.redis,
            claim,
            seconds=settings.lease_seconds,
            longest=settings.stage_timeout_seconds,
        )
        done: StageOutcome | None
        started = time.monotonic()
        try:
            with lease.kept_alive():
                result = work(claim, lease)
            done = finish_stage(self.engine, claim, result=result.columns, attributes=result.attributes)
            log.info("stage finished", extra={"invoice_id": invoice_id, "stage": self.stage, **result.attributes})
        except LeaseLostError:
            log.warning("lease lost", extra={"invoice_id": invoice_id, "stage": self.stage})
            set_attributes({"stage.outcome": "lease lost"})
            return
        except AppError as error:
            done = self._end(claim, error)
        except Exception:
            # The edge of the work: a fault of ours may pass with the next attempt, and is shown when it does not.
            log.exception("stage broke", extra={"invoice_id": invoice_id, "stage": self.stage})
            done = self._end(claim, _BrokenWorkError())
        self._tell(claim, done)
        if done is not None:
            outcome = _outcome(self.stage, done)
            set_attributes({"stage.outcome": outcome})
            observe(self.redis, STAGE_SECONDS, time.monotonic() - started, self.stage, outcome)

    def _end(self, claim: Claim, error: AppError) -> StageOutcome | None:
        policy = retry_policy(self.settings)
        try:
            done = end_attempt(self.engine, claim, error, policy=policy, jitter=random.random())  # noqa: S311
        except LeaseLostError:
            return None
        set_attributes({}, error=error.code)
        count(self.redis, FAILURES if done.status is Status.FAILED else RETRIES, self.stage, error.code)
        log.warning(
            "attempt ended",
            extra={
                "invoice_id": claim.invoice_id,
                "stage": self.stage,
                "code": error.code,
                "attempt": claim.attempt,
                "status": done.status,
                "cause": repr(error.__cause__) if error.__cause__ else None,
            },
        )
        return done

    def _tell(self, claim: Claim, done: StageOutcome | None) -> None:
        if done is None:
            return
        if done.stage and done.enqueued_at:
            try:
                self.queue.enqueue(done.stage, claim.invoice_id, done.enqueued_at)
            except AppError as error:  # the row is committed: the sweeper will push what is missing
                log.warning("next stage not woken", extra={"invoice_id": claim.invoice_id, "code": error.code})
        progress = 100 if done.status is Status.WAITING_VALIDATION else _PROGRESS[self.stage][1]
        publish(
            self.redis,
            Change(
                invoice_id=claim.invoice_id,
                status=done.status,
                stage=done.stage,
                progress=progress,
                version=done.version,
            ),
        )


class _BrokenWorkError(AppError):
    retryable = True
    message = "Something went wrong on our side while this document was processed."


def retry_policy(settings: Settings) -> RetryPolicy:
    """The policy that the settings describe."""
    return RetryPolicy(
        max_attempts=settings.max_attempts,
        base_seconds=settings.retry_base_seconds,
        max_seconds=settings.retry_max_seconds,
    )


def _outcome(stage: Stage, done: StageOutcome) -> str:
    if done.status is Status.FAILED:
        return "failed"
    return "postponed" if done.stage is stage else "finished"


def _change(invoice_id: int, claim: Claim, progress: int) -> Change:
    return Change(
        invoice_id=invoice_id,
        status=Status.PROCESSING,
        stage=claim.stage,
        progress=progress,
        version=claim.version,
    )
