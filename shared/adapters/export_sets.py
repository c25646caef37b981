"""Exports as sets: the confirmed invoices that no other system has yet, marked as those of one export.

A set and not "everything since a date": an invoice that is confirmed while an export runs is in that one or the next
one, never in both or in none, and a file that was lost is made again from the same invoices.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, select, update

from shared.adapters.audit import record_each
from shared.adapters.database import advisory_lock, database_now, transaction
from shared.adapters.tables import exports, invoice_documents, invoices
from shared.domain.audit import AuditEventType
from shared.domain.left_out_reasons import LeftOutReason, stored_form
from shared.domain.lifecycle import Status
from shared.errors import AppError, ErrorCode

log = logging.getLogger(__name__)

BATCH = 500
"""Invoices that are marked in one transaction: their rows are locked for some ten milliseconds."""

MOST_LEFT_OUT = 100
"""Invoices that an export names as left out."""

Unfit = Callable[[Mapping[str, Any]], LeftOutReason | None]
"""Why an invoice of this data cannot be expressed in the export's format; None if it can."""

_IDS = 16_000  # among which one statement looks for them, whatever the filter
_NEW = (invoices.c.status == Status.PROCESSED, invoices.c.exported_at.is_(None))


class ExportNotFoundError(AppError):
    """No such export."""

    code = ErrorCode.EXPORT_NOT_FOUND
    status = 404
    message = "There is no such export."


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSet:
    """An export: who asked for which format with which `parameters`, and how many invoices it had when it was finished.
    `finished_at` is null while they are being marked, and stays so if that was interrupted."""

    id: int
    created_at: datetime
    finished_at: datetime | None
    actor: str
    format: str
    parameters: Mapping[str, Any]
    count: int
    left_out: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSets:
    """The exports as they are made, looked up and taken back.

    One at a time makes or takes back: whoever holds the lock knows that an unfinished export is nobody's any more.
    """

    engine: Engine

    def create(
        self,
        *,
        actor: str,
        format_: str,
        parameters: Mapping[str, Any],
        which: Sequence[ColumnElement[bool]],
        unfit: Unfit | None = None,
        most: int | None = None,
    ) -> ExportSet:
        """A new export of all confirmed invoices that are new and match, the oldest `most` of them; none is one of 0
        invoices. Those that are `unfit` for its format are not marked, and named with the reason.

        What an interrupted export had marked is new again. Raises UnavailableError if another one takes too long.
        """
        with advisory_lock(self.engine, "exports") as connection:
            for interrupted in _unfinished(connection):
                log.warning("interrupted export taken back", extra={"export_id": interrupted})
                _take_back(connection, interrupted, actor=actor)
            with connection.begin():
                now = database_now(connection)
                values = {"created_at": now, "actor": actor, "format": format_, "parameters": dict(parameters)}
                export_id = int(connection.execute(insert(exports).values(**values, count=0)).lastrowid)
            count, left_out = 0, None if unfit is None else list[dict[str, Any]]()
            for some in _windows(connection):
                if count == most:
                    break
                left = None if most is None else most - count
                count += _mark(connection, export_id, some.where(*which), left, unfit, left_out, actor=actor)
            with connection.begin():
                finished = {"finished_at": database_now(connection), "count": count, "left_out": left_out}
                connection.execute(update(exports).where(exports.c.id == export_id).values(**finished))
                return _one(connection, export_id)

    def get(self, export_id: int) -> ExportSet:
        """One export. Raises ExportNotFoundError."""
        with transaction(self.engine) as connection:
            return _one(connection, export_id)

    def undo(self, export_id: int, *, actor: str) -> None:
        """Its invoices are new again, and it is gone; if that is interrupted, the rest by the next call. Raises
        ExportNotFoundError."""
        with advisory_lock(self.engine, "exports") as connection:
            with connection.begin():
                _one(connection, export_id)
            _take_back(connection, export_id, actor=actor)


def _unfinished(connection: Connection) -> list[int]:
    with connection.begin():
        return list(connection.scalars(select(exports.c.id).where(exports.c.finished_at.is_(None))))


def _windows(connection: Connection) -> Iterator[Select[Any]]:
    """The ids of the new invoices, from the oldest on, within a bounded number of entries of their index each: a filter
    that few of them match makes no statement that looks through all."""
    new = select(invoices.c.id).with_hint(invoices, "FORCE INDEX (ix_invoices_status_exported_at_id)").where(*_NEW)
    with connection.begin():
        oldest, newest = connection.execute(
            new.with_only_columns(func.min(invoices.c.id), func.max(invoices.c.id))
        ).one()
    if oldest is not None:
        for begin in range(oldest, newest + 1, _IDS):
            yield new.where(invoices.c.id >= begin, invoices.c.id < begin + _IDS, invoices.c.id <= newest)


def _mark(
    connection: Connection,
    export_id: int,
    new: Select[Any],
    most: int | None,
    unfit: Unfit | None,
    left_out: list[dict[str, Any]] | None,
    *,
    actor: str,
) -> int:
    """Mark these invoices as those of the export, at most so many. Returns how many they were."""
    with connection.begin():
        ids = connection.scalars(new.order_by(invoices.c.id)).all()
    marked = 0
    for start in range(0, len(ids), BATCH):
        if most is not None and marked >= most:
            break
        with connection.begin():
            # Not those that were reopened meanwhile, or that the other system has marked itself.
            held = _held(connection, ids[start : start + BATCH], *_NEW)
            if unfit is not None and left_out is not None:
                held = _fit(connection, held, unfit, left_out)
            if most is not None:
                held = dict(islice(held.items(), most - marked))
            if held:
                now = database_now(connection)
                _write(connection, held, now, export_id=export_id, exported_at=now)
                data = {"reference": None, "export_id": export_id}
                record_each(connection, held, AuditEventType.EXPORTED, now, versions=held, actor=actor, data=data)
        marked += len(held)
    return marked


def _fit(
    connection: Connection, held: Mapping[int, int], unfit: Unfit, left_out: list[dict[str, Any]]
) -> Mapping[int, int]:
    """Those of the invoices that the format can express; the others are added to `left_out`, as long as it is short."""
    of = invoice_documents.c
    rows = connection.execute(select(of.invoice_id, of.final_data).where(of.invoice_id.in_(list(held))))
    reasons = {row.invoice_id: unfit(row.final_data or {}) for row in rows}
    for invoice_id in held:
        reason = reasons.get(invoice_id)
        if reason is not None and len(left_out) < MOST_LEFT_OUT:
            left_out.append(stored_form(invoice_id, reason))
    return {invoice_id: version for invoice_id, version in held.items() if reasons.get(invoice_id) is None}


def _take_back(connection: Connection, export_id: int, *, actor: str) -> None:
    """The invoices of the export are new again, and it is gone."""
    of_export = invoices.c.export_id == export_id
    some = select(invoices.c.id).where(of_export).order_by(invoices.c.id).limit(BATCH)
    while True:
        with connection.begin():
            ids = connection.scalars(some).all()
            if not ids:
                connection.execute(delete(exports).where(exports.c.id == export_id))
                return
            if held := _held(connection, ids, of_export):
                now = database_now(connection)
                _write(connection, held, now, export_id=None, exported_at=None, exported_reference=None)
                data = {"export_id": export_id}
                record_each(connection, held, AuditEventType.EXPORT_UNDONE, now, actor=actor, data=data)


def _held(connection: Connection, ids: Sequence[int], *conditions: ColumnElement[bool]) -> Mapping[int, int]:
    """Those of the invoices that satisfy the conditions, with the versions that `_write` gives them; locked in the
    order in which a decision locks: the row first, its entries of indexes when they change."""
    rows = (
        select(invoices.c.id, invoices.c.version + 1)
        .with_hint(invoices, "FORCE INDEX (PRIMARY)")
        .where(invoices.c.id.in_(ids), *conditions)
    )
    return dict(connection.execute(rows.order_by(invoices.c.id).with_for_update()).all())


def _write(connection: Connection, ids: Iterable[int], now: datetime, **columns: Any) -> None:
    """What a decision would write: a client that holds a version learns that there is a newer one."""
    changed = {**columns, "updated_at": now, "version": invoices.c.version + 1}
    connection.execute(update(invoices).where(invoices.c.id.in_(ids)).values(**changed))


def _one(connection: Connection, export_id: int) -> ExportSet:
    row = connection.execute(select(exports).where(exports.c.id == export_id)).mappings().one_or_none()
    if row is None:
        raise ExportNotFoundError
    return ExportSet(**row)
