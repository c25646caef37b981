"""The feed of public changes: each once, in an order that a reader with a cursor can follow without missing any.

A change is written in the transaction of the invoice. Its id says when it was written, not when it was committed, so a
reader that asks for "ids after the last one that I saw" skips a transaction that commits late. Therefore committed
changes get a number of the feed afterwards, under the lock of one row, and only numbered ones are served: one that is
committed later gets a later number. Of one invoice they are numbered as they happened, since who changes an invoice
holds its row until the commit.
"""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, union_all, update

from shared.adapters.database import database_now, in_transaction, transaction
from shared.adapters.tables import change_feed, changes
from shared.domain.public_changes import ChangeType, PublicChange

_BATCH = 1000
"""Changes that are numbered in one transaction: the row of the feed is locked for some ten milliseconds."""

_MOST_BATCHES = 20
"""Batches of one call; what is left is numbered by the next."""

_ROW = 1

_NEW = select(changes.c.id).where(changes.c.sequence.is_(None)).order_by(changes.c.id).limit(_BATCH)
_ANY_NEW = select(changes.c.id).where(changes.c.sequence.is_(None)).limit(1)  # in no order, which all would be read for
# Row by row of the primary key: a scan would wait for the rows of transactions that are not committed.
_NUMBER = text(
    "UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (place FOR ORDINALITY, id BIGINT PATH '$')) AS new "
    "STRAIGHT_JOIN changes FORCE INDEX (PRIMARY) ON changes.id = new.id SET changes.sequence = :last + new.place"
)
_OLDEST = select(changes.c.sequence).where(changes.c.sequence.is_not(None)).order_by(changes.c.sequence).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """The numbers that the feed serves: behind `before` up to `last`, all of them. `name` is random, and another one
    once the system was restored from a backup."""

    name: str
    before: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFeed:
    """The feed of one database."""

    engine: Engine

    def advance(self) -> FeedState:
        """Number what is committed, 20,000 changes at most, and return what the feed then serves. Several may do so at
        once. Raises UnavailableError."""
        for _ in range(_MOST_BATCHES):
            with transaction(self.engine) as connection:
                if connection.scalar(_ANY_NEW) is None:
                    break
            in_transaction(self.engine, _number_some)
        return in_transaction(self.engine, _state)

    def read(self, *, after: int, last: int, types: Collection[ChangeType] = (), limit: int) -> Sequence[PublicChange]:
        """The first changes behind `after` up to `last`, of these types (none: of all). Raises UnavailableError."""
        with transaction(self.engine) as connection:
            return read_changes(connection, after=after, last=last, types=types, limit=limit)

    def forget(self, days: int) -> int:
        """Remove numbered changes older than this, as events of invoices that old are. Returns how many. Raises
        UnavailableError."""
        removed = 0
        while some := in_transaction(self.engine, lambda connection: _forget_some(connection, days)):
            removed += some
        return removed


def read_changes(
    connection: Connection, *, after: int, last: int, types: Collection[ChangeType], limit: int
) -> Sequence[PublicChange]:
    """As `ChangeFeed.read`: each type is a range of its index, read no further than the page needs."""
    within = _NUMBERED.where(changes.c.sequence > after, changes.c.sequence <= last)
    if types:
        of_each = within.with_hint(changes, "FORCE INDEX (ix_changes_type_sequence)")
        parts = [of_each.where(changes.c.type == one) for one in sorted(set(types))]
    else:
        # All that this version knows: a later one may have written others.
        of_all = within.with_hint(changes, "FORCE INDEX (uq_changes_sequence)")
        parts = [of_all.where(changes.c.type.in_(ChangeType))]
    merged = union_all(*(part.order_by(changes.c.sequence).limit(limit) for part in parts))
    statement = merged.order_by(merged.selected_columns.sequence).limit(limit)
    rows = connection.execute(statement).mappings()
    return [PublicChange(**{**row, "type": ChangeType(row["type"])}) for row in rows]


_NUMBERED = select(*(changes.c[field.name] for field in fields(PublicChange)))


def write_changes(
    connection: Connection, versions: Mapping[int, int], type_: ChangeType, now: datetime, *, actor: str
) -> None:
    """Write a change of each of these invoices, which have these versions now; it is numbered once it is committed."""
    same = {"type": type_, "actor": actor, "at": now}
    rows = [{"invoice_id": invoice_id, "version": version, **same} for invoice_id, version in versions.items()]
    connection.execute(_WRITE, rows)


_WRITE = insert(changes)


def _number_some(connection: Connection) -> None:
    last = _locked_last(connection)
    # Read behind the lock: what another has numbered meanwhile is none of these.
    ids = connection.scalars(_NEW).all()
    if ids:
        connection.execute(_NUMBER, {"ids": json.dumps(list(ids)), "last": last})
        connection.execute(update(change_feed).where(change_feed.c.id == _ROW).values(last=last + len(ids)))


def _state(connection: Connection) -> FeedState:
    row = connection.execute(select(change_feed.c.name, change_feed.c.last)).one_or_none()
    if row is None:
        _locked_last(connection)
        return _state(connection)
    oldest = connection.scalar(_OLDEST)
    return FeedState(name=row.name, before=row.last if oldest is None else min(oldest - 1, row.last), last=row.last)


def _locked_last(connection: Connection) -> int:
    """The number that was given last, and the lock to give more. Makes the feed if there is none."""
    locked = select(change_feed.c.last).where(change_feed.c.id == _ROW).with_for_update()
    last = connection.scalar(locked)
    if last is None:
        highest = select(func.coalesce(func.max(changes.c.sequence), 0)).scalar_subquery()
        new = insert(change_feed).prefix_with("IGNORE").values(id=_ROW, name=secrets.token_hex(16), last=highest)
        connection.execute(new)
        last = connection.execute(locked).scalar_one()
    return int(last)


def _forget_some(connection: Connection, days: int) -> int:
    moment = database_now(connection) - timedelta(days=days)
    oldest = select(changes.c.sequence, changes.c.at).where(changes.c.sequence.is_not(None))
    rows = connection.execute(oldest.order_by(changes.c.sequence).limit(_BATCH)).all()
    past = [row.sequence for row in takewhile(lambda row: row.at < moment, rows)]
    return connection.execute(delete(changes).where(changes.c.sequence <= past[-1])).rowcount if past else 0
