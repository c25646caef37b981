"""Runs one stage of one invoice: claim, work under a renewed lease, finish once, then `after_commit`."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.domain.lanes import Lane
from shared.domain.lifecycle import PROGRESS, RetryPolicy, Stage, Status
from shared.domain.metrics import FAILURES, RETRIES, STAGE_SECONDS
from shared.domain.pages_read import PagesRead
from shared.errors import AppError, UnavailableError
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.ports import Metrics, StageStore
from shared.pipeline.stages import Claim, LeaseLostError, StageResult, WorkMovesOnError, change_at_work
from shared.pipeline.updates import Change
from shared.settings import Settings
from shared.tracing import set_attributes, span

log = logging.getLogger(__name__)

PROGRESS_SECONDS = 1.0
"""Between two steps of progress that are stored and published: nobody reads more, and each is a commit. So what takes a
moment shows none."""


class Lease:
    """A claim whose lease a background thread renews.

    Renewing ends after `longest` seconds, so that another worker can claim hanging work. Progress is shown every
    `progress_seconds` at most.
    """

    def __init__(
        self,
        claim: Claim,
        stages: StageStore,
        publish: Callable[[Change], None],
        *,
        seconds: float,
        longest: float,
        progress_seconds: float = PROGRESS_SECONDS,
    ) -> None:
        self._claim = claim
        self._stages = stages
        self._publish = publish
        self._seconds = seconds
        self._renewals_left = max(1, int(longest / (seconds / 3)))
        self._progress_seconds = progress_seconds
        self._shown = PROGRESS[claim.stage][0]
        self._pages: PagesRead | None = None
        self._shown_at = time.monotonic()
        self._stopped = threading.Event()
        self._lost = threading.Event()

    def progress(self, share: float, pages: PagesRead | None = None) -> None:
        """Store and publish the progress (0..1) of the stage, and the `pages` that it is made of, unless it was shown a
        moment ago. Raises LeaseLostError if the claim was lost."""
        first, last = PROGRESS[self._claim.stage]
        shown, now = first + int((last - first) * share), time.monotonic()
        is_news = (shown, pages) != (self._shown, self._pages)
        if is_news and now >= self._shown_at + self._progress_seconds:
            self._shown, self._pages, self._shown_at = shown, pages, now
            if self._renew():
                self._publish(change_at_work(self._claim, shown, pages))
        if self._lost.is_set():
            raise LeaseLostError

    @contextmanager
    def kept_alive(self) -> Iterator["Lease"]:
        """The lease, renewed three times per duration until the block ends."""
        thread = threading.Thread(target=self._keep, name=f"lease-{self._claim.invoice_id}", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stopped.set()
            thread.join()

    def _keep(self) -> None:
        while self._renewals_left > 0 and not self._lost.is_set() and not self._stopped.wait(self._seconds / 3):
            self._renewals_left -= 1
            self._renew()

    def _renew(self) -> bool:
        """Whether to keep renewing. An unavailable store is only logged: the next renewal or the finish detects a lost
        lease."""
        try:
            self._stages.renew(self._claim, lease_seconds=self._seconds, progress=self._shown, pages=self._pages)
        except LeaseLostError:
            self._lost.set()
            return False
        except AppError as error:
            log.warning("lease not renewed", extra={"invoice_id": self._claim.invoice_id, "code": error.code})
            return False
        return True


Work = Callable[[Claim, Lease], StageResult]
"""A stage's work on a claimed invoice. An AppError ends the attempt, WorkMovesOnError gives the claim back."""


class StoreAwayError(UnavailableError):
    """The work failed while the store of the documents took or gave nothing: no fault of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Runs the stage of one function. `probe_store` raises UnavailableError unless the store of the documents works.

    An outage of that store costs no attempts: a queue of documents would use up all of theirs in half a minute.
    """

    stage: Stage
    stages: StageStore
    after_commit: AfterCommit
    metrics: Metrics
    settings: Settings
    probe_store: Callable[[], None]
    progress_seconds: float = PROGRESS_SECONDS
    _store_was_away: threading.Event = field(default_factory=threading.Event)

    def handle(self, invoice_id: int, work: Work, *, lane: Lane | None = None) -> None:
        """Run this stage of the invoice if it is due, not claimed, and still waits in the `lane` of the message (None:
        wherever it waits).

        Returns once the outcome is recorded in the row. Raises UnavailableError if it cannot be recorded: then the
        lease expires and the stage is repeated; or if the store of the documents is away: then nothing is claimed, or
        the claim is given back, and the message is to be delivered again.
        """
        with span(f"{self.stage} stage"):
            if self._store_was_away.is_set():
                self.probe_store()  # before the claim: a trail of claims in vain tells nobody anything
                self._store_was_away.clear()
            set_attributes({"invoice.id": str(invoice_id), "stage.name": self.stage.value})
            claim = self.stages.claim(
                invoice_id,
                self.stage,
                lane=lane,
                lease_seconds=self.settings.lease_seconds,
                max_attempts=self.settings.max_attempts,
            )
            if claim is None:
                log.info("nothing to do", extra={"invoice_id": invoice_id, "stage": self.stage})
                set_attributes({"stage.outcome": "nothing to do"})
                return
            set_attributes({"stage.attempt": claim.attempt})
            self.after_commit(change_at_work(claim, PROGRESS[self.stage][0]))
            self._work(claim, work)

    def _work(self, claim: Claim, work: Work) -> None:
        started = time.monotonic()
        try:
            change = self._finish(claim, work)
        except LeaseLostError:
            log.warning("lease lost", extra={"invoice_id": claim.invoice_id, "stage": self.stage})
            set_attributes({"stage.outcome": "lease lost"})
            return
        self.after_commit(change)
        outcome = _outcome(self.stage, change)
        set_attributes({"stage.outcome": outcome})
        self.metrics.observe(STAGE_SECONDS, time.monotonic() - started, self.stage, outcome)

    def _finish(self, claim: Claim, work: Work) -> Change:
        """Run the work and record its result or error. Raises LeaseLostError."""
        lease = Lease(
            claim,
            self.stages,
            self.after_commit,
            seconds=self.settings.lease_seconds,
            longest=self.settings.stage_timeout_seconds,
            progress_seconds=self.progress_seconds,
        )
        attributes = {"invoice_id": claim.invoice_id, "stage": self.stage}
        try:
            with lease.kept_alive():
                result = self._worked(work, claim, lease)
            change = self.stages.finish(claim, result)
        except LeaseLostError:
            raise
        except WorkMovesOnError as slow:
            log.info("work moves on to another lane", extra={**attributes, "pages": slow.pages})
            return self.stages.move_on(claim, pages=slow.pages)
        except StoreAwayError as error:
            self._give_back(claim, error)
            raise
        except AppError as error:
            return self._end_attempt(claim, error)
        except Exception:
            # Boundary of the work: an unexpected error is retried, and shown after the last attempt.
            log.exception("stage broke", extra=attributes)
            return self._end_attempt(claim, _BrokenWorkError())
        log.info("stage finished", extra={**attributes, **result.attributes})
        return change

    def _worked(self, work: Work, claim: Claim, lease: Lease) -> StageResult:
        """The work's result; StoreAwayError instead of another UnavailableError if the store of the documents takes and
        gives nothing at all. One object that it cannot give costs attempts: it would keep all others waiting."""
        try:
            return work(claim, lease)
        except UnavailableError as error:
            try:
                self.probe_store()
            except UnavailableError as away:
                self._store_was_away.set()
                raise StoreAwayError(str(away)) from error
            raise

    def _give_back(self, claim: Claim, error: StoreAwayError) -> None:
        self.after_commit(self.stages.give_back(claim, error))
        set_attributes({"stage.outcome": "given back"}, error=error.code)
        self.metrics.count(RETRIES, self.stage, error.code)
        log.warning("claim given back", extra={"invoice_id": claim.invoice_id, "stage": self.stage, "code": error.code})

    def _end_attempt(self, claim: Claim, error: AppError) -> Change:
        change = self.stages.end_attempt(
            claim,
            error,
            policy=retry_policy(self.settings),
            jitter=random.random(),  # noqa: S311
        )
        set_attributes({}, error=error.code)
        self.metrics.count(FAILURES if change.status is Status.FAILED else RETRIES, self.stage, error.code)
        log.warning(
            "attempt ended",
            extra={
                "invoice_id": claim.invoice_id,
                "stage": self.stage,
                "code": error.code,
                "attempt": claim.attempt,
                "status": change.status,
                "cause": repr(error.__cause__) if error.__cause__ else None,
            },
        )
        return change


class _BrokenWorkError(AppError):
    retryable = True
    message = "Something went wrong on our side while this document was processed."


def retry_policy(settings: Settings) -> RetryPolicy:
    """The policy of these settings."""
    return RetryPolicy(
        max_attempts=settings.max_attempts,
        base_seconds=settings.retry_base_seconds,
        max_seconds=settings.retry_max_seconds,
    )


def _outcome(stage: Stage, change: Change) -> str:
    if change.status is Status.FAILED:
        return "failed"
    if change.stage is not stage:
        return "finished"
    return "postponed" if change.message is None else "moved"
