"""The work list in MariaDB: each change is one conditional statement, by the database's own clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, func, or_, select, text, update

from shared.adapters.audit import record, record_update
from shared.adapters.automation import is_automation_on
from shared.adapters.database import NOW, database_now, transaction
from shared.adapters.decided_rows import locked_invoice, write_decision
from shared.adapters.figures import COUNTED, add_to_figures
from shared.adapters.invoice_rows import ROW, write_columns
from shared.adapters.search_index import index_answer
from shared.adapters.sellers import columns_of_seller
from shared.adapters.tables import invoices
from shared.domain.audit import STARTED
from shared.domain.automation import AUTO_ACTOR
from shared.domain.figures import Figures, counted_values, summed
from shared.domain.lanes import Lane, Line, Message, turn_of
from shared.domain.lifecycle import RetryPolicy, Stage, Status
from shared.domain.page_range import page_range
from shared.domain.pages_read import NO_PAGES, PagesRead, columns_of_pages
from shared.errors import AppError
from shared.pipeline.reviews import Rule
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


def _is_free(now: datetime | ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(invoices.c.lease_expires_at.is_(None), invoices.c.lease_expires_at < now)


def _is_due(now: datetime | ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(invoices.c.next_attempt_at.is_(None), invoices.c.next_attempt_at <= now)


# What every claim and every result needs is built once: building a statement costs as much as executing it.
_LEASE_END = func.date_add(NOW, text("INTERVAL :lease_seconds SECOND"))

_CLAIM = ROW.where(
    invoices.c.status == Status.PROCESSING,
    invoices.c.stage == bindparam("due_stage"),
    or_(bindparam("its_lane", type_=invoices.c.lane.type).is_(None), invoices.c.lane == bindparam("its_lane")),
    invoices.c.attempts < bindparam("most_attempts"),
    _is_free(NOW),
    _is_due(NOW),
).values(lease_expires_at=_LEASE_END, attempts=invoices.c.attempts + 1, updated_at=NOW, **NO_PAGES)

_CLAIMED_ROW = select(
    invoices.c.attempts,
    invoices.c.enqueued_at,
    invoices.c.lane,
    invoices.c.uploader,
    invoices.c.pages_due,
    invoices.c.filename,
    invoices.c.content_type,
    invoices.c.size,
    invoices.c.sha256,
    invoices.c.bypass_caches,
    invoices.c.version,
    invoices.c.first_page,
    invoices.c.last_page,
    invoices.c.updated_at,
    *COUNTED,
).where(invoices.c.id == bindparam("row_id"))

_HELD = ROW.where(
    invoices.c.status == Status.PROCESSING,
    invoices.c.stage == bindparam("held_stage"),
    invoices.c.lease_token == bindparam("held_token"),
)
"""The row of a claim, as long as it holds."""

_RENEW = _HELD.values(lease_expires_at=_LEASE_END, updated_at=NOW)


class SqlStageStore:
    """`shared.pipeline.ports.StageStore` on the invoices' table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(
        self, invoice_id: int, stage: Stage, *, lease_seconds: float, max_attempts: int, lane: Lane | None = None
    ) -> Claim | None:
        """Claim the stage; None when it is done, claimed, not yet due, out of attempts, or has moved on from the `lane`
        (None: any). Keeps the row's version."""
        token = str(uuid4())
        with transaction(self._engine) as connection:
            changed = connection.execute(
                _CLAIM,
                {
                    "row_id": invoice_id,
                    "due_stage": stage,
                    "its_lane": lane,
                    "most_attempts": max_attempts,
                    "lease_token": token,
                    "lease_seconds": lease_seconds,
                },
            ).rowcount
            if not changed:
                return None
            row = connection.execute(_CLAIMED_ROW, {"row_id": invoice_id}).one()
            record(connection, invoice_id, STARTED[stage], row.updated_at, data={"attempt": row.attempts})
        return Claim(
            invoice_id=invoice_id,
            stage=stage,
            token=token,
            attempt=row.attempts,
            enqueued_at=row.enqueued_at,
            turn=turn_of(dict(row._mapping)),
            claimed_at=row.updated_at,
            filename=row.filename,
            content_type=row.content_type,
            size=row.size,
            sha256=row.sha256,
            bypass_caches=row.bypass_caches,
            version=row.version,
            counted=counted_values(row._mapping),
            pages=page_range(row.first_page, row.last_page),
        )

    def renew(self, claim: Claim, *, lease_seconds: float, progress: int, pages: PagesRead | None = None) -> None:
        """Renew the lease and store the progress. Raises LeaseLostError."""
        with transaction(self._engine) as connection:
            shown = {"progress": progress, **columns_of_pages(pages)}
            known = {**_known_of(claim), "lease_seconds": lease_seconds, **shown}
            if not connection.execute(_RENEW, {"row_id": claim.invoice_id, **known}).rowcount:
                raise LeaseLostError

    def finish(self, claim: Claim, result: StageResult) -> Change:
        """Write the result and make the next stage due, exactly once. Raises LeaseLostError."""
        with transaction(self._engine) as connection:
            now = database_now(connection)
            made = finished(claim, result, now=now)
            _end(connection, claim, made, now)
            decided, counted = _decided_afterwards(connection, claim.invoice_id, result.afterwards, now)
            add_to_figures(connection, summed((made.figures, counted)))
        return decided or made.change

    def end_attempt(self, claim: Claim, error: AppError, *, policy: RetryPolicy, jitter: float) -> Change:
        """Release the claim after an error. Raises LeaseLostError."""
        return self._ended(claim, lambda now: attempt_ended(claim, error, policy=policy, jitter=jitter, now=now))

    def move_on(self, claim: Claim, *, pages: int) -> Change:
        """Give the claim back, unused, for a turn of so many slow pages. Raises LeaseLostError."""
        return self._ended(claim, lambda now: moved_on(claim, pages, now=now))

    def give_back(self, claim: Claim, error: AppError) -> Change:
        """Release the claim, unused, while a store that the work needs is away; keeps its message's time. Raises
        LeaseLostError."""
        return self._ended(claim, lambda now: given_back(claim, error, now=now))

    def _ended(self, claim: Claim, update_at: Callable[[datetime], InvoiceUpdate]) -> Change:
        with transaction(self._engine) as connection:
            now = database_now(connection)
            made = update_at(now)
            _end(connection, claim, made, now)
            add_to_figures(connection, made.figures)
        return made.change

    def fail_exhausted(self, *, max_attempts: int, limit: int = 100) -> list[ExhaustedStage]:
        """Set `failed` on rows whose last attempt ended with an expired lease. Returns them."""
        failed, made_figures = [], []
        with transaction(self._engine) as connection:
            now = database_now(connection)
            rows = connection.execute(
                select(invoices.c.id, invoices.c.stage, invoices.c.version, *COUNTED)
                .where(
                    invoices.c.status == Status.PROCESSING,
                    invoices.c.attempts >= max_attempts,
                    invoices.c.lease_expires_at < now,
                )
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            for row in rows:
                stage = Stage(row.stage)
                counted = counted_values(row._mapping)
                made = exhausted(row.id, stage, attempts=max_attempts, version=row.version, counted=counted, now=now)
                write_columns(connection, row.id, made.columns)
                record_update(connection, made, now)
                failed.append(ExhaustedStage(stage=stage, change=made.change))
                made_figures.append(made.figures)
            add_to_figures(connection, summed(made_figures))
        return failed

    def lines(self) -> list[Line]:
        """The lines of all rows that are being processed."""
        columns = (invoices.c.stage, invoices.c.lane, invoices.c.uploader)
        query = select(*columns).where(invoices.c.stage.in_(Stage), invoices.c.status == Status.PROCESSING).distinct()
        with transaction(self._engine) as connection:
            rows = connection.execute(query).all()
        return [Line(stage=Stage(row.stage), lane=Lane(row.lane), uploader=row.uploader) for row in rows]

    def requeue_lost(
        self, line: Line, *, waiting_since: datetime | None, grace_seconds: float, limit: int = 100
    ) -> list[tuple[int, Message]]:
        """The (id, new message) of this line's due, unleased rows without a message, for the caller to enqueue."""
        with transaction(self._engine) as connection:
            now = database_now(connection)
            before = now - timedelta(seconds=grace_seconds)
            if waiting_since is not None:
                before = min(before, waiting_since)
            lost = connection.execute(
                select(invoices.c.id, invoices.c.lane, invoices.c.uploader, invoices.c.pages_due)
                .where(
                    invoices.c.status == Status.PROCESSING,
                    invoices.c.stage == line.stage,
                    invoices.c.lane == line.lane,
                    invoices.c.uploader == line.uploader,
                    # A postponed row has no message: it becomes due by `next_attempt_at` alone.
                    # A message time in the future means that the clock was set back: do not wait for it.
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
            for row in lost:
                connection.execute(
                    update(invoices).where(invoices.c.id == row.id).values(enqueued_at=now, next_attempt_at=None)
                )
        return [(row.id, Message(stage=line.stage, turn=turn_of(dict(row._mapping)), enqueued_at=now)) for row in lost]


def _decided_afterwards(
    connection: Connection, invoice_id: int, rule: Rule | None, now: datetime
) -> tuple[Change | None, Figures]:
    """What is decided about the invoice whose result was just written, None: nothing; and what the figures change by
    it."""
    if rule is None or not is_automation_on(connection):
        return None, {}
    invoice = locked_invoice(connection, invoice_id)
    made = rule(invoice)
    if made is None:
        return None, {}
    return made.change, write_decision(connection, made, now, actor=AUTO_ACTOR, usual=invoice.seller_id)


def _end(connection: Connection, claim: Claim, made: InvoiceUpdate, now: datetime) -> None:
    columns = made.columns
    if "preview_data" in columns:
        columns = {**columns, **columns_of_seller(connection, columns["preview_data"])}
    if not write_columns(connection, claim.invoice_id, columns, row=_HELD, **_known_of(claim)):
        raise LeaseLostError
    if "preview_data" in made.columns:
        data, text = made.columns["preview_data"], made.columns.get("text")
        index_answer(connection, claim.invoice_id, filename=claim.filename, data=data, text=text)
    record_update(connection, made, now)


def _known_of(claim: Claim) -> dict[str, object]:
    """The parameters of `_HELD`."""
    return {"held_stage": claim.stage, "held_token": claim.token}
