"""What people do with sellers: rename, merge, split, forget, remove.

The record changes at once, in one transaction. What follows for its invoices, which may be a hundred thousand, is done
in batches behind it: by the caller for a moment, then by the dispatcher. Until then a seller that is merged into
another one still has its invoices, and what is new goes to the other one.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, union_all, update

from shared.adapters.database import database_now, in_transaction, transaction
from shared.adapters.figures import COUNTED, add_to_figures
from shared.adapters.sellers import (
    HeldSeller,
    add_keys,
    count,
    hold,
    keys_in,
    name_anew,
    remove_empty,
    remove_keys,
    stored_key,
)
from shared.adapters.tables import invoices, seller_events, seller_keys, seller_lessons, sellers
from shared.domain.figures import change_of_figures, counted_values, summed
from shared.domain.lifecycle import InvalidStateError, Status
from shared.domain.seller_events import SellerEventType
from shared.domain.sellers import SellerKeyKind, name_of
from shared.errors import AppError, ErrorCode, UnavailableError
from shared.tracing import current_request_id

Place = tuple[str, int] | None
"""Of an invoice among those of a seller: its state and its id; None: before all."""

BATCH = 500
"""Invoices that one transaction moves or renames."""


class SellerNotFoundError(AppError):
    """No such seller, or one that has become part of another."""

    code = ErrorCode.SELLER_NOT_FOUND
    status = 404
    message = "There is no such seller."


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerChanges:
    """The decisions of people, each with its event. All raise SellerNotFoundError."""

    engine: Engine

    def rename(self, seller_id: int, name: str | None, *, actor: str) -> None:
        """Call it so from now on; None: as its invoices do."""

        def renamed(connection: Connection) -> None:
            seller, now = _held(connection, [seller_id])[0], database_now(connection)
            if name is None:
                write(connection, seller_id, now, is_kept=False)
                new = name_anew(connection, replace(seller, is_kept=False), now).name
            else:
                new = name
                write(connection, seller_id, now, is_kept=True, name=new, renamed_after=0)
            if new != seller.name:
                record(connection, seller_id, SellerEventType.RENAMED, now, actor, {"from": seller.name, "to": new})
            remove_empty(connection, [seller_id])

        in_transaction(self.engine, renamed)

    def merge(self, seller_id: int, others: Collection[int], *, actor: str) -> None:
        """The others become part of it."""
        others = set(others) - {seller_id}

        def merged(connection: Connection) -> None:
            # Those that move to one of the others go with it, and are locked in the one order, too.
            arriving = select(sellers.c.id).where(sellers.c.merged_into.in_(others))
            moving = set(connection.scalars(arriving))
            held = _held(connection, {seller_id, *others}, beside=moving)
            if not moving.issuperset(connection.scalars(arriving)):
                raise UnavailableError
            now = database_now(connection)
            rows = connection.execute(select(sellers.c.id, sellers.c.invoices).where(sellers.c.id.in_(others)))
            numbers = {row.id: row.invoices for row in rows}
            for one in held:
                if one.id not in others:
                    continue
                write(connection, one.id, now, merged_into=seller_id, origin=None)
                data = {"seller_id": one.id, "name": one.name, "invoices": numbers[one.id]}
                record(connection, seller_id, SellerEventType.MERGED, now, actor, data)
            connection.execute(update(sellers).where(sellers.c.id.in_(moving)).values(merged_into=seller_id))
            write(connection, seller_id, now)

        in_transaction(self.engine, merged)

    def split(
        self,
        seller_id: int,
        batches: Iterable[Sequence[int]],
        *,
        into: int | None,
        name: str | None,
        actor: str,
        seconds: float = 20.0,
    ) -> int:
        """These of its confirmed invoices become another seller's, a new one's unless `into` says whose; after so many
        seconds the rest is left where it is. Returns that seller's id. Raises InvalidStateError if there are none."""
        if into == seller_id:
            raise InvalidStateError("These are invoices of this seller already.")
        end, other = time.monotonic() + seconds, None
        for batch in batches:
            split_off = partial(
                self._split_off,
                seller_id=seller_id,
                invoice_ids=batch,
                into=other or into,
                name=name,
                actor=actor,
                is_first=other is None,
            )
            other = in_transaction(self.engine, split_off) or other
            if time.monotonic() > end:
                break
        if other is None:
            raise InvalidStateError("None of these is a confirmed invoice of this seller.")
        return other

    def _split_off(
        self,
        connection: Connection,
        *,
        seller_id: int,
        invoice_ids: Sequence[int],
        into: int | None,
        name: str | None,
        actor: str,
        is_first: bool,
    ) -> int | None:
        """The seller that has them now; None: there are none."""
        mine = _lock(connection, invoice_ids, seller_id, status=Status.PROCESSED)
        if not mine:
            return None
        source, *others = _held(connection, {seller_id, into or seller_id})
        now = database_now(connection)
        if into is None:
            target = _new(connection, name or _name_of_lessons(connection, list(mine)) or source.name, name, now)
        else:
            source, target = sorted((source, *others), key=lambda one: one.id != seller_id)
        _move(connection, mine, source, target, now)
        if is_first:
            record(connection, seller_id, SellerEventType.SPLIT, now, actor, {"seller_id": target.id})
            record(connection, target.id, SellerEventType.SPLIT_OFF, now, actor, {"seller_id": seller_id})
        remove_empty(connection, [seller_id])
        return target.id

    def invoices_with(self, seller_id: int, kind: SellerKeyKind, printed: str) -> Iterator[list[int]]:
        """Its confirmed invoices that have this key, in batches."""
        last = 0
        while True:
            rows = select(seller_lessons.c.invoice_id, seller_lessons.c["keys"]).where(
                seller_lessons.c.seller_id == seller_id, seller_lessons.c.invoice_id > last
            )
            with transaction(self.engine) as connection:
                some = connection.execute(rows.order_by(seller_lessons.c.invoice_id).limit(BATCH)).all()
            if not some:
                return
            last = some[-1].invoice_id
            if found := [row.invoice_id for row in some if _has_key(row._mapping["keys"], kind, printed)]:
                yield found

    def forget(self, seller_id: int, *, actor: str) -> None:
        """What its invoices taught is no more, the newest first. They stay, and so does what it is recognised by."""
        with transaction(self.engine) as connection:
            _held(connection, [seller_id])
        forgotten = 0
        while some := self._taught(seller_id):
            with transaction(self.engine) as connection:
                of_seller = update(seller_lessons).where(
                    seller_lessons.c.invoice_id.in_(some), seller_lessons.c.seller_id == seller_id
                )
                forgotten += connection.execute(of_seller.values(lesson=None, layout=None)).rowcount
        with transaction(self.engine) as connection:
            _held(connection, [seller_id])
            now = database_now(connection)
            write(connection, seller_id, now)
            record(connection, seller_id, SellerEventType.FORGOTTEN, now, actor, {"lessons": forgotten})

    def remove(self, seller_id: int) -> None:
        """Raises InvalidStateError while it has confirmed invoices."""

        def removed(connection: Connection) -> None:
            _held(connection, [seller_id])
            of_seller = sellers.c.id == seller_id
            if not connection.execute(delete(sellers).where(of_seller, sellers.c.invoices <= 0)).rowcount:
                raise InvalidStateError("This seller has confirmed invoices. Merge it into another one instead.")

        in_transaction(self.engine, removed)

    def settle(self, *, seconds: float) -> bool:
        """Go on with what is left to be done, for so long. Returns whether nothing is left."""
        end = time.monotonic() + seconds
        moved: dict[int, Place] = {}
        while True:
            with transaction(self.engine) as connection:
                left = connection.execute(_LEFT).one_or_none()
            if left is None:
                return True
            if time.monotonic() > end:
                return False
            if left.merged_into is not None:
                moved[left.id] = self._move_on(left.id, left.merged_into, moved.get(left.id))
            else:
                self._rename_on(left.id, left.renamed_after)

    def _taught(self, seller_id: int) -> list[int]:
        taught = select(seller_lessons.c.invoice_id).where(
            seller_lessons.c.seller_id == seller_id, seller_lessons.c.lesson.is_not(None)
        )
        with transaction(self.engine) as connection:
            return list(connection.scalars(taught.order_by(seller_lessons.c.invoice_id.desc()).limit(BATCH)))

    def _move_on(self, seller_id: int, into: int, after: Place) -> Place:
        """Move some of its invoices, those behind a place; or, where none was ever left behind one, remove it. Returns
        the place of the last: entries that were moved stay in the index for a while, and are not to be read again."""
        order = (invoices.c.status, invoices.c.id)
        of_seller = select(*order).where(invoices.c.seller_id == seller_id)
        if after is not None:
            status, last = after
            of_seller = of_seller.where(
                (invoices.c.status > status) | ((invoices.c.status == status) & (invoices.c.id > last))
            )
        with transaction(self.engine) as connection:
            rows = connection.execute(of_seller.order_by(*order).limit(BATCH)).all()
        if not rows and after is not None:
            return None  # once more from the beginning, until nothing is left
        ids = [row.id for row in rows]

        def moved(connection: Connection) -> bool:
            mine = _lock(connection, ids, seller_id)
            held = {one.id: one for one in hold(connection, [seller_id, into])}
            now = database_now(connection)
            if seller_id not in held:
                return False
            if into not in held:  # it went with its last invoice: this one stays what it is
                write(connection, seller_id, now, merged_into=None)
            elif ids:
                _move(connection, mine, held[seller_id], held[into], now)
            else:
                kept = select(seller_keys).where(seller_keys.c.seller_id == seller_id, seller_keys.c.is_kept)
                of_person = connection.execute(kept).mappings().all()
                add_keys(connection, into, dict.fromkeys(map(stored_key, of_person), 0), is_kept=True)
                connection.execute(delete(sellers).where(sellers.c.id == seller_id))
            return True

        if not in_transaction(self.engine, moved):
            return None
        return (rows[-1].status, rows[-1].id) if rows else None

    def _rename_on(self, seller_id: int, after: int) -> None:
        """Call some of its invoices as it is called now."""
        of_seller = select(invoices.c.id).where(
            invoices.c.seller_id == seller_id, invoices.c.status == Status.PROCESSED, invoices.c.id > after
        )
        with transaction(self.engine) as connection:
            ids = list(connection.scalars(of_seller.order_by(invoices.c.id).limit(BATCH)))

        def renamed(connection: Connection) -> None:
            mine = _lock(connection, ids, seller_id, status=Status.PROCESSED)
            for seller in hold(connection, [seller_id]):
                _call(connection, mine, seller)
            # Unless it was renamed again meanwhile, which begins anew.
            this = update(sellers).where(sellers.c.id == seller_id, sellers.c.renamed_after == after)
            connection.execute(this.values(renamed_after=ids[-1] if ids else None))

        in_transaction(self.engine, renamed)


def record(
    connection: Connection, seller_id: int, type_: SellerEventType, now: datetime, actor: str, data: Mapping[str, Any]
) -> None:
    """Add an event of a person to what happened to the seller."""
    values = {"seller_id": seller_id, "type": type_, "actor": actor, "created_at": now, "data": dict(data)}
    connection.execute(insert(seller_events).values(**values, request_id=current_request_id()))


def write(connection: Connection, seller_id: int, now: datetime, **values: Any) -> None:
    """Give the held seller these values of its columns."""
    connection.execute(update(sellers).where(sellers.c.id == seller_id).values(**values, updated_at=now))


def _held(connection: Connection, seller_ids: Collection[int], *, beside: Collection[int] = ()) -> list[HeldSeller]:
    """All of these, locked, and those `beside` them that are there. Raises SellerNotFoundError if one of these is not
    there, or is part of another."""
    held = hold(connection, {*seller_ids, *beside})
    merged = select(sellers.c.id).where(sellers.c.id.in_(seller_ids), sellers.c.merged_into.is_not(None)).limit(1)
    is_there = {*seller_ids} <= {one.id for one in held}
    if not is_there or connection.execute(merged).scalar() is not None:
        raise SellerNotFoundError
    return held


def _new(connection: Connection, name: str, given: str | None, now: datetime) -> HeldSeller:
    """A new record, which is nobody else's yet; one whose name a person gave is kept."""
    is_kept = given is not None
    values = {"name": name, "invoices": 0, "is_kept": is_kept, "created_at": now, "updated_at": now}
    new_id = connection.execute(insert(sellers).values(**values)).lastrowid
    return HeldSeller(id=int(new_id), name=name, is_kept=is_kept)


def _lock(
    connection: Connection, invoice_ids: Sequence[int], seller_id: int, status: Status | None = None
) -> dict[int, Mapping[Any, Any]]:
    """What is counted of those of the invoices that are the seller's, by id, locked in this order."""
    if not invoice_ids:
        return {}
    rows = (
        select(invoices.c.id, invoices.c.seller_id, *COUNTED)
        .where(invoices.c.id.in_(invoice_ids))
        .order_by(invoices.c.id)
        .with_for_update()
    )
    return {
        row["id"]: row
        for row in connection.execute(rows).mappings()
        if row["seller_id"] == seller_id and status in (None, row["status"])
    }


def _move(
    connection: Connection, mine: Mapping[int, Mapping[Any, Any]], source: HeldSeller, target: HeldSeller, now: datetime
) -> None:
    """Make these locked invoices of one held seller the other's, with what they taught."""
    if not mine:
        return
    lessons = connection.execute(
        select(seller_lessons.c.invoice_id, seller_lessons.c["keys"]).where(seller_lessons.c.invoice_id.in_(mine))
    ).all()
    if lessons:
        ids = [row.invoice_id for row in lessons]
        moved = update(seller_lessons).where(seller_lessons.c.invoice_id.in_(ids))
        connection.execute(moved.values(seller_id=target.id))
        keys = Counter(key for row in lessons for key in keys_in(row._mapping["keys"]))
        remove_keys(connection, source.id, keys)
        add_keys(connection, target.id, keys)
        count(connection, source.id, -len(ids), now)
        count(connection, target.id, len(ids), now)
        name_anew(connection, source, now)
        target = name_anew(connection, target, now)
    connection.execute(update(invoices).where(invoices.c.id.in_(mine)).values(seller_id=target.id))
    _call(connection, {one: row for one, row in mine.items() if row["status"] == Status.PROCESSED}, target)


def _call(connection: Connection, mine: Mapping[int, Mapping[Any, Any]], seller: HeldSeller) -> None:
    """Call these locked confirmed invoices as the seller is called; the last statement of its transaction but for
    those that only change the seller."""
    renamed = {one: counted_values(row) for one, row in mine.items() if row["seller_name"] != seller.name}
    if not renamed:
        return
    name = {"seller_name": seller.name}
    connection.execute(update(invoices).where(invoices.c.id.in_(renamed)).values(**name))
    add_to_figures(connection, summed(change_of_figures(one, one.after(name)) for one in renamed.values()))


def _name_of_lessons(connection: Connection, invoice_ids: Sequence[int]) -> str | None:
    """The name that most of these invoices print."""
    stored = connection.scalars(select(seller_lessons.c["keys"]).where(seller_lessons.c.invoice_id.in_(invoice_ids)))
    number = Counter(key for keys in stored for key in keys_in(keys))
    return name_of(sorted(number, key=lambda key: (-number[key], key)))


def _has_key(stored: Sequence[Sequence[str]], kind: SellerKeyKind, printed: str) -> bool:
    return any(key.kind is kind and key.printed == printed for key in keys_in(stored))


_LEFT = union_all(
    *(
        select(sellers.c.id, sellers.c.merged_into, sellers.c.renamed_after).where(column.is_not(None)).limit(1)
        for column in (sellers.c.merged_into, sellers.c.renamed_after)
    )
).limit(1)
