"""The intake's memory: its sources, each mail and file that came, and what became of it.

A row is written before the upload and finished after it, so a program that is killed in between finds out what it had
begun. What is finished is never uploaded again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Engine, and_, delete, func, insert, select, update
from sqlalchemy.dialects.mysql import insert as mysql_insert

from shared.adapters.database import NOW, database_now, in_transaction, transaction
from shared.adapters.tables import audit_events, intake_items, intake_parts, intake_sources
from shared.domain.audit import AuditEventType
from shared.domain.intake import (
    ACTOR,
    DUPLICATED,
    PROCESSING,
    IntakeOutcome,
    IntakePart,
    IntakeReason,
    IntakeResult,
    SourceTrouble,
)
from shared.domain.origins import SourceKind

_DELETED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far a mailbox is done: up to this UID, while it has this UIDVALIDITY."""

    epoch: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is known of a mail or file before it is uploaded. `key` tells it apart from all others of its source."""

    key: str
    size: int | None = None
    received_at: datetime | None = None
    name: str | None = None
    sender: str | None = None
    subject: str | None = None
    message_id: str | None = None
    authentication: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The row of a mail or file. `attempts` includes this one; of what is finished, `outcome` is not pending."""

    id: int
    outcome: IntakeOutcome
    reason: IntakeReason | None
    attempts: int
    found_at: datetime


class IntakeStore:
    """The rows of one source, which is made on first use. One program at a time writes them (`lock`)."""

    def __init__(self, engine: Engine, kind: SourceKind, name: str) -> None:
        self._engine = engine
        self._kind = kind
        self.lock = f"intake-{_digest(f'{kind} {name}')[:32]}"
        self._id = in_transaction(engine, lambda connection: _source_id(connection, kind, name))

    # The source

    def looked(self, *, next_in: float) -> None:
        """A look went well; the next one is in so many seconds, or earlier."""
        with transaction(self._engine) as connection:
            now = database_now(connection)
            well = {"trouble": None, "trouble_since": None, "failures": 0}
            self._write(connection, looked_at=now, next_look_at=now + timedelta(seconds=next_in), **well)

    def troubled(self, trouble: SourceTrouble, failures: int, *, next_in: float) -> None:
        """Nothing comes from the source, and the next attempt is in so many seconds."""
        with transaction(self._engine) as connection:
            now = database_now(connection)
            since = func.coalesce(intake_sources.c.trouble_since, now)
            self._write(
                connection,
                trouble=trouble,
                trouble_since=since,
                failures=failures,
                next_look_at=now + timedelta(seconds=next_in),
            )

    def position(self, epoch: int) -> int:
        """The UID up to which this mailbox is done; 0 for another UIDVALIDITY than it had."""
        with transaction(self._engine) as connection:
            row = connection.execute(
                select(intake_sources.c.epoch, intake_sources.c.position).where(intake_sources.c.id == self._id)
            ).one()
        return int(row.position or 0) if row.epoch == epoch else 0

    def move_on(self, position: Position) -> None:
        """The mailbox is done up to there."""
        with transaction(self._engine) as connection:
            self._write(connection, epoch=position.epoch, position=position.uid)

    def _write(self, connection: Connection, **columns: Any) -> None:
        connection.execute(update(intake_sources).where(intake_sources.c.id == self._id).values(**columns))

    # What came

    def unknown(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that are new, or not finished and put away."""
        if not keys:
            return set()
        digests = {_digest(key): key for key in keys}
        done = select(intake_items.c.item_key).where(
            intake_items.c.source_id == self._id, intake_items.c.item_key.in_(digests), intake_items.c.is_put_away
        )
        with transaction(self._engine) as connection:
            are_done = set(connection.scalars(done))
        return {key for digest, key in digests.items() if digest not in are_done}

    def begin(self, arrival: Arrival) -> Begun:
        """The row of what came, a new one if there is none; one that is not finished has one more attempt."""

        def work(connection: Connection) -> Begun:
            now = database_now(connection)
            values = {
                "source_id": self._id,
                "item_key": _digest(arrival.key),
                "kind": self._kind,
                "outcome": IntakeOutcome.PENDING,
                "attempts": 0,
                "is_put_away": False,
                "found_at": now,
                "begun_at": now,
                "size": arrival.size,
                "received_at": arrival.received_at,
                "name": arrival.name,
                "sender": arrival.sender,
                "subject": arrival.subject,
                "message_id": arrival.message_id,
                "authentication": dict(arrival.authentication) if arrival.authentication is not None else None,
            }
            connection.execute(mysql_insert(intake_items).prefix_with("IGNORE").values(**values))
            mine = _is_item(self._id, arrival.key)
            connection.execute(
                update(intake_items)
                .where(mine, intake_items.c.outcome == IntakeOutcome.PENDING)
                .values(attempts=intake_items.c.attempts + 1, begun_at=now)
            )
            row = connection.execute(select(*_BEGUN).where(mine)).mappings().one()
            return _begun(row)

        return in_transaction(self._engine, work)

    def give_back(self, item_id: int) -> None:
        """The attempt does not count: it failed for no fault of this mail or file."""
        with transaction(self._engine) as connection:
            connection.execute(
                update(intake_items)
                .where(intake_items.c.id == item_id, intake_items.c.outcome == IntakeOutcome.PENDING)
                .values(attempts=intake_items.c.attempts - 1)
            )

    def note_content(self, item_id: int, content_key: str) -> int | None:
        """Keeps what the mail holds. Returns the earlier row of the same mail of this source whose documents were
        taken, if there is one."""
        same = select(intake_items.c.id).where(
            intake_items.c.source_id == self._id,
            intake_items.c.content_key == content_key,
            intake_items.c.id != item_id,
            intake_items.c.outcome.in_((IntakeOutcome.TAKEN, IntakeOutcome.DUPLICATE)),
        )
        with transaction(self._engine) as connection:
            connection.execute(update(intake_items).where(intake_items.c.id == item_id).values(content_key=content_key))
            return connection.scalar(same.order_by(intake_items.c.id).limit(1))

    def parts_of(self, item_id: int) -> tuple[IntakePart, ...]:
        """What became of its documents."""
        columns = (getattr(intake_parts.c, one.name) for one in fields(IntakePart))
        with transaction(self._engine) as connection:
            found = connection.execute(
                select(*columns).where(intake_parts.c.item_id == item_id).order_by(intake_parts.c.number)
            )
            return tuple(IntakePart(**row) for row in found.mappings())

    def finish(self, begun: Begun, result: IntakeResult) -> IntakeResult:
        """Keeps what became of it, and returns that. After an attempt of which the answer was lost, documents that it
        had made invoices of are no duplicates: see `_own`."""

        def work(connection: Connection) -> IntakeResult:
            kept = result if begun.attempts <= 1 else _as_first_answered(connection, begun, result)
            connection.execute(
                update(intake_items)
                .where(intake_items.c.id == begun.id)
                .values(outcome=kept.outcome, reason=kept.reason, finished_at=NOW)
            )
            connection.execute(delete(intake_parts).where(intake_parts.c.item_id == begun.id))
            rows = [{"item_id": begun.id, "number": number, **asdict(part)} for number, part in enumerate(kept.parts)]
            if rows:
                connection.execute(insert(intake_parts), rows)
            return kept

        return in_transaction(self._engine, work)

    def put_away(self, item_id: int) -> None:
        """It is done where it was, too."""
        with transaction(self._engine) as connection:
            connection.execute(update(intake_items).where(intake_items.c.id == item_id).values(is_put_away=True))

    def close_vanished(self, before: datetime) -> int:
        """What was begun before this moment and not since is not there any more. Returns how many."""
        with transaction(self._engine) as connection:
            gone: CursorResult[Any] = connection.execute(
                update(intake_items)
                .where(
                    intake_items.c.source_id == self._id,
                    intake_items.c.outcome == IntakeOutcome.PENDING,
                    intake_items.c.begun_at < before,
                )
                .values(outcome=IntakeOutcome.SKIPPED, reason=IntakeReason.VANISHED, finished_at=NOW, is_put_away=True)
            )
            return int(gone.rowcount)

    def now(self) -> datetime:
        """The database's clock."""
        with transaction(self._engine) as connection:
            return database_now(connection)


def forget_older(engine: Engine, days: int) -> int:
    """Delete the rows of what came before so many days. Returns how many."""
    total = 0
    while True:
        with transaction(engine) as connection:
            old = intake_items.c.found_at < database_now(connection) - timedelta(days=days)
            ids = connection.scalars(
                select(intake_items.c.id).where(old).order_by(intake_items.c.found_at).limit(_DELETED_AT_ONCE)
            ).all()
            if not ids:
                return total
            connection.execute(delete(intake_items).where(intake_items.c.id.in_(ids)))
        total += len(ids)


_BEGUN = tuple(getattr(intake_items.c, name) for name in ("id", "outcome", "reason", "attempts", "found_at"))


def _begun(row: Mapping[Any, Any]) -> Begun:
    reason = row["reason"] and IntakeReason(row["reason"])
    return Begun(**{**row, "outcome": IntakeOutcome(row["outcome"]), "reason": reason})


def _is_item(source_id: int, key: str) -> ColumnElement[bool]:
    return and_(intake_items.c.source_id == source_id, intake_items.c.item_key == _digest(key))


def _source_id(connection: Connection, kind: SourceKind, name: str) -> int:
    key = _digest(f"{kind} {name}")
    values = {"name_key": key, "kind": kind, "name": name, "failures": 0}
    connection.execute(mysql_insert(intake_sources).prefix_with("IGNORE").values(**values))
    return int(connection.execute(select(intake_sources.c.id).where(intake_sources.c.name_key == key)).scalar_one())


def _as_first_answered(connection: Connection, begun: Begun, result: IntakeResult) -> IntakeResult:
    """The result as the lost answer said it: a duplicate of an invoice that this row's own upload made is that one."""
    own = _own(connection, begun, [part.invoice_id for part in result.parts if part.status == DUPLICATED])
    parts = []
    for part in result.parts:
        is_first = part.status == DUPLICATED and part.invoice_id in own
        if is_first:
            own.discard(part.invoice_id)  # the same document again in the same mail is a duplicate of it
        parts.append(replace(part, status=PROCESSING, code=None) if is_first else part)
    is_taken = any(part.status == PROCESSING for part in parts)
    outcome = IntakeOutcome.TAKEN if is_taken else result.outcome
    return IntakeResult(outcome=outcome, reason=None if is_taken else result.reason, parts=tuple(parts))


def _own(connection: Connection, begun: Begun, invoice_ids: Sequence[int | None]) -> set[int | None]:
    """Those of the invoices that the intake uploaded since this row was made, and that no other row has as its own."""
    if not invoice_ids:
        return set()
    uploaded = connection.scalars(
        select(audit_events.c.invoice_id).where(
            audit_events.c.invoice_id.in_(invoice_ids),
            audit_events.c.type == AuditEventType.UPLOADED,
            audit_events.c.actor == ACTOR,
            audit_events.c.created_at >= begun.found_at,
        )
    )
    claimed = connection.scalars(
        select(intake_parts.c.invoice_id).where(
            intake_parts.c.invoice_id.in_(invoice_ids),
            intake_parts.c.status == PROCESSING,
            intake_parts.c.item_id != begun.id,
        )
    )
    return set(uploaded) - set(claimed)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
