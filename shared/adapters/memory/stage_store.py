"""The work list in memory: the conditions of `shared.adapters.stage_store`, on dictionaries."""

from datetime import datetime, timedelta
from uuid import uuid4

from shared.adapters.memory.decided_rows import reviewed_invoice
from shared.adapters.memory.rows import MemoryRows, Row
from shared.domain.audit import STARTED, SYSTEM
from shared.domain.automation import AUTO_ACTOR
from shared.domain.figures import counted_values
from shared.domain.lanes import Lane, Line, Message, turn_of
from shared.domain.lifecycle import RetryPolicy, Stage, Status
from shared.domain.page_range import page_range
from shared.domain.pages_read import NO_PAGES, PagesRead, columns_of_pages
from shared.errors import AppError
from shared.pipeline.stages import (
    Claim,
    ExhaustedStage,
    LeaseLostError,
    StageResult,
    attempt_ended,
    exhausted,
    finished,
    given_back,
    moved_on,
)
from shared.pipeline.updates import Change, InvoiceUpdate


class MemoryStageStore:
    """`shared.pipeline.ports.StageStore` on rows in memory."""

    def __init__(self, rows: MemoryRows) -> None:
        self._rows = rows

    def claim(
        self, invoice_id: int, stage: Stage, *, lease_seconds: float, max_attempts: int, lane: Lane | None = None
    ) -> Claim | None:
        """Claim the stage; None when it is done, claimed, not yet due, out of attempts, or has moved on from the `lane`
        (None: any). Keeps the row's version."""
        with self._rows.transaction() as now:
            row = self._rows.rows.get(invoice_id)
            if row is None or not _is_ready(row, stage, now) or row["attempts"] >= max_attempts:
                return None
            if lane is not None and row["lane"] != lane:
                return None
            row.update(
                lease_token=str(uuid4()),
                lease_expires_at=now + timedelta(seconds=lease_seconds),
                attempts=row["attempts"] + 1,
                updated_at=now,
                **NO_PAGES,
            )
            self._rows.record(invoice_id, STARTED[stage], now, actor=SYSTEM, data={"attempt": row["attempts"]})
            return Claim(
                invoice_id=invoice_id,
                stage=stage,
                token=row["lease_token"],
                attempt=row["attempts"],
                enqueued_at=row["enqueued_at"],
                turn=turn_of(row),
                claimed_at=now,
                filename=row["filename"],
                content_type=row["content_type"],
                size=row["size"],
                sha256=row["sha256"],
                bypass_caches=row["bypass_caches"],
                version=row["version"],
                counted=counted_values(row),
                pages=page_range(row["first_page"], row["last_page"]),
            )

    def renew(self, claim: Claim, *, lease_seconds: float, progress: int, pages: PagesRead | None = None) -> None:
        """Renew the lease and store the progress. Raises LeaseLostError."""
        with self._rows.transaction() as now:
            self._claimed(claim).update(
                lease_expires_at=now + timedelta(seconds=lease_seconds),
                progress=progress,
                updated_at=now,
                **columns_of_pages(pages),
            )

    def finish(self, claim: Claim, result: StageResult) -> Change:
        """Write the result and make the next stage due, exactly once. Raises LeaseLostError."""
        with self._rows.transaction() as now:
            change = self._end(claim, finished(claim, result, now=now), now)
            if result.afterwards is None or not self._rows.automation.enabled:
                return change
            made = result.afterwards(reviewed_invoice(self._rows, claim.invoice_id, now))
            if made is None:
                return change
            self._rows.write(claim.invoice_id, made, actor=AUTO_ACTOR, now=now)
            return made.change

    def end_attempt(self, claim: Claim, error: AppError, *, policy: RetryPolicy, jitter: float) -> Change:
        """Release the claim after an error. Raises LeaseLostError."""
        with self._rows.transaction() as now:
            return self._end(claim, attempt_ended(claim, error, policy=policy, jitter=jitter, now=now), now)

    def move_on(self, claim: Claim, *, pages: int) -> Change:
        """Give the claim back, unused, for a turn of so many slow pages. Raises LeaseLostError."""
        with self._rows.transaction() as now:
            return self._end(claim, moved_on(claim, pages, now=now), now)

    def give_back(self, claim: Claim, error: AppError) -> Change:
        """Release the claim, unused, while a store that the work needs is away; keeps its message's time. Raises
        LeaseLostError."""
        with self._rows.transaction() as now:
            return self._end(claim, given_back(claim, error, now=now), now)

    def fail_exhausted(self, *, max_attempts: int, limit: int = 100) -> list[ExhaustedStage]:
        """Set `failed` on rows whose last attempt ended with an expired lease. Returns them."""

        def is_exhausted(row: Row) -> bool:
            expires_at = row["lease_expires_at"]
            is_over = expires_at is not None and expires_at < now
            return row["status"] == Status.PROCESSING and row["attempts"] >= max_attempts and is_over

        failed = []
        with self._rows.transaction() as now:
            for row in self._rows.where(is_exhausted, order="id", limit=limit):
                stage = Stage(row["stage"])
                made = exhausted(
                    row["id"],
                    stage,
                    attempts=max_attempts,
                    version=row["version"],
                    counted=counted_values(row),
                    now=now,
                )
                self._rows.write(row["id"], made, actor=SYSTEM, now=now)
                failed.append(ExhaustedStage(stage=stage, change=made.change))
        return failed

    def lines(self) -> list[Line]:
        """The lines of all rows that are being processed."""
        with self._rows.transaction():
            rows = [row for row in self._rows.rows.values() if row["status"] == Status.PROCESSING]
            return list(dict.fromkeys(_line(row) for row in rows))

    def requeue_lost(
        self, line: Line, *, waiting_since: datetime | None, grace_seconds: float, limit: int = 100
    ) -> list[tuple[int, Message]]:
        """The (id, new message) of this line's due, unleased rows without a message, for the caller to enqueue."""
        grace = timedelta(seconds=grace_seconds)

        def is_lost(row: Row) -> bool:
            enqueued_at, again_at = row["enqueued_at"], row["next_attempt_at"]
            before = now - grace if waiting_since is None else min(now - grace, waiting_since)
            has_no_message = (
                enqueued_at < before or enqueued_at > now + grace or (again_at is not None and again_at > enqueued_at)
            )
            return has_no_message and _is_ready(row, line.stage, now) and _line(row) == line

        with self._rows.transaction() as now:
            lost = self._rows.where(is_lost, order="enqueued_at", limit=limit)
            for row in lost:
                row.update(enqueued_at=now, next_attempt_at=None)
            return [(row["id"], Message(stage=line.stage, turn=turn_of(row), enqueued_at=now)) for row in lost]

    def _claimed(self, claim: Claim) -> Row:
        row = self._rows.rows.get(claim.invoice_id)
        if row is None or (row["status"], row["stage"], row["lease_token"]) != (
            Status.PROCESSING,
            claim.stage,
            claim.token,
        ):
            raise LeaseLostError
        return row

    def _end(self, claim: Claim, made: InvoiceUpdate, now: datetime) -> Change:
        self._claimed(claim)
        self._rows.write(claim.invoice_id, made, actor=SYSTEM, now=now)
        return made.change


def _is_ready(row: Row, stage: Stage, now: datetime) -> bool:
    """Whether the stage is due and not claimed."""
    expires_at, again_at = row["lease_expires_at"], row["next_attempt_at"]
    is_free = expires_at is None or expires_at < now
    is_due = again_at is None or again_at <= now
    return row["status"] == Status.PROCESSING and row["stage"] == stage and is_free and is_due


def _line(row: Row) -> Line:
    return Line(stage=Stage(row["stage"]), lane=Lane(row["lane"]), uploader=row["uploader"])
