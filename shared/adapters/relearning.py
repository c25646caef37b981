"""Sellers and lessons made anew from the confirmed invoices, while everything goes on: `python -m infra.relearn`.

Whose an invoice is stays as it is, since people decided on some of it; what it teaches and how its seller is recognised
follows from its data. What is right already is only read.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Engine, String, func, literal_column, select, update

from shared.adapters.bookings import replace_bookings, stored_bookings
from shared.adapters.companies import load_own_companies
from shared.adapters.database import advisory_lock, database_now, in_transaction, transaction
from shared.adapters.figures import COUNTED, add_to_figures
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.sellers import (
    add_keys,
    hold,
    hold_seller_of,
    hold_unmerged,
    keys_in,
    name_anew,
    remove_empty,
    remove_keys,
    stored_key,
    take_back,
    teach,
)
from shared.adapters.tables import invoice_documents, invoices, seller_keys, seller_lessons, sellers
from shared.domain.booking_history import BookedRow, booked_rows
from shared.domain.companies import OwnCompanies
from shared.domain.evidence import stored_evidence
from shared.domain.figures import change_of_figures, counted_values
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.memory.lesson import Lesson, lesson_of
from shared.domain.memory.sketch import stored_sketch
from shared.domain.sellers import SellerKey, SellerKeyKind, keys_of

_INVOICES_AT_ONCE = 100
_SELLERS_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Relearned:
    """How many invoices were looked at and taught anew, and how many sellers had wrong counts."""

    invoices: int = 0
    changed: int = 0
    sellers: int = 0

    def plus(self, other: "Relearned") -> "Relearned":
        """Both together."""
        return Relearned(
            invoices=self.invoices + other.invoices,
            changed=self.changed + other.changed,
            sellers=self.sellers + other.sellers,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Confirmed:
    """The row of a confirmed invoice with what is learned of it, and its final data."""

    row: Mapping[Any, Any]
    data: InvoiceData


def relearn(engine: Engine) -> Iterator[Relearned]:
    """Make everything anew; yields what each batch did. Raises UnavailableError, also while it runs already."""
    with advisory_lock(engine, "relearn", wait=False):
        yield from _forget_unconfirmed(engine)
        for ids in _confirmed_in_order(engine):
            yield _relearn(engine, ids)
        yield from recount_sellers(engine)


def recount_sellers(engine: Engine) -> Iterator[Relearned]:
    """Count the invoices and keys of each seller anew, and remove who has none."""
    last = 0
    while True:
        with transaction(engine) as connection:
            some = select(sellers.c.id).where(sellers.c.id > last).order_by(sellers.c.id).limit(_SELLERS_AT_ONCE)
            ids = list(connection.scalars(some))
        if not ids:
            return
        last = ids[-1]
        wrong = 0
        for seller_id in ids:
            with transaction(engine) as connection:
                wrong += _recount(connection, seller_id)
        yield Relearned(sellers=wrong)


def _forget_unconfirmed(engine: Engine) -> Iterator[Relearned]:
    """Take back what functions of the version before left when they reopened an invoice."""
    left = (
        select(seller_lessons.c.invoice_id)
        .join(invoices, invoices.c.id == seller_lessons.c.invoice_id)
        .where(invoices.c.status != Status.PROCESSED)
        .limit(_INVOICES_AT_ONCE)
    )
    while True:
        with transaction(engine) as connection:
            ids = list(connection.scalars(left))
        if not ids:
            return
        with transaction(engine) as connection:
            locked = select(invoices.c.id, invoices.c.status).where(invoices.c.id.in_(ids)).order_by(invoices.c.id)
            rows = connection.execute(locked.with_for_update()).all()
            mine = [row.id for row in rows if row.status != Status.PROCESSED]
            take_back(connection, mine, database_now(connection))
        yield Relearned(changed=len(mine))


def _confirmed_in_order(engine: Engine) -> Iterator[list[int]]:
    """All confirmed invoices, those first that were confirmed first: the first one names a seller."""
    order = (invoices.c.confirmed_at, invoices.c.id)
    query = select(*order).where(invoices.c.status == Status.PROCESSED, invoices.c.confirmed_at.is_not(None))
    after = None
    while True:
        some = query if after is None else query.where(after)
        with transaction(engine) as connection:
            rows = connection.execute(some.order_by(*order).limit(_INVOICES_AT_ONCE)).all()
        if not rows:
            return
        yield [row.id for row in rows]
        at, last = rows[-1].confirmed_at, rows[-1].id
        after = (invoices.c.confirmed_at > at) | ((invoices.c.confirmed_at == at) & (invoices.c.id > last))


def _relearn(engine: Engine, ids: Sequence[int]) -> Relearned:
    with transaction(engine) as connection:
        companies, booked = load_own_companies(connection), stored_bookings(connection, ids)
        found = _read(connection, ids)
        stale = [one.row["id"] for one in found if not (_is_learned(one) and _is_known(one, companies, booked))]
    changed = 0
    for invoice_id in stale:
        changed += in_transaction(engine, partial(_learn_anew, invoice_id=invoice_id, companies=companies))
    return Relearned(invoices=len(ids), changed=changed)


def _read(connection: Connection, ids: Sequence[int], *, locked: bool = False) -> list[_Confirmed]:
    """The confirmed ones of these in their order."""
    query = (
        select(
            invoices.c.id,
            invoices.c.seller_id,
            invoices.c.automatic,
            invoices.c.company_id,
            *COUNTED,
            invoice_documents.c.final_data,
            invoice_documents.c.evidence,
            invoice_documents.c.sketch,
            seller_lessons.c.invoice_id.label("learned"),
            seller_lessons.c.seller_id.label("taught_seller"),
            seller_lessons.c.lesson,
            seller_lessons.c["keys"].label("stored_keys"),
        )
        .select_from(whole_invoices().outerjoin(seller_lessons, seller_lessons.c.invoice_id == invoices.c.id))
        .where(invoices.c.id.in_(ids), invoices.c.status == Status.PROCESSED)
    )
    rows = connection.execute(query.with_for_update(of=invoices) if locked else query).mappings().all()
    by_id = {row["id"]: row for row in rows}
    return [
        _Confirmed(row=by_id[one], data=InvoiceData.model_validate(by_id[one]["final_data"]))
        for one in ids
        if one in by_id and by_id[one]["final_data"] is not None
    ]


def _taught(one: _Confirmed) -> tuple[Lesson | None, tuple[SellerKey, ...]]:
    """What the invoice should have taught. Nothing if nobody confirmed it; no lesson if that was to be forgotten."""
    row, data = one.row, one.data
    if row["automatic"]:
        return None, ()
    if row["learned"] is not None and row["lesson"] is None:
        return None, keys_of(data)
    return lesson_of(data, stored_evidence(row["evidence"]), stored_sketch(row["sketch"])), keys_of(data)


def _is_known(one: _Confirmed, companies: OwnCompanies, booked: Mapping[int, Sequence[BookedRow]]) -> bool:
    """Whether it is known how the invoice was booked, and to which own company it is."""
    row = one.row
    return bool(booked.get(row["id"], ()) == _booking(one) and row["company_id"] == _company(one, companies))


def _booking(one: _Confirmed) -> tuple[BookedRow, ...]:
    return () if one.row["automatic"] else booked_rows(one.data)


def _company(one: _Confirmed, companies: OwnCompanies) -> int | None:
    company = companies.which(one.data.buyer)
    return company.id if company else None


def _is_learned(one: _Confirmed) -> bool:
    row = one.row
    if row["learned"] is None or row["taught_seller"] != row["seller_id"]:
        return False
    lesson, keys = _taught(one)
    stored = lesson.model_dump(mode="json") if lesson else None
    return bool(row["lesson"] == stored and keys_in(row["stored_keys"]) == list(keys))


def _learn_anew(connection: Connection, invoice_id: int, companies: OwnCompanies) -> bool:
    """Whether there was anything to be learned: not if it is confirmed no more, or is nobody's."""
    read = _read(connection, [invoice_id], locked=True)
    if not read:
        return False
    one, now = read[0], database_now(connection)
    row, data = one.row, one.data
    replace_bookings(connection, invoice_id, _booking(one))
    company = update(invoices).where(invoices.c.id == invoice_id).values(company_id=_company(one, companies))
    connection.execute(company)
    lesson, keys = _taught(one)
    if row["learned"] is not None:
        seller = hold(connection, [row["taught_seller"]])[0]
        _replace(connection, row, lesson, keys)
        seller = name_anew(connection, seller, now)
    else:
        usual = row["seller_id"]
        found = hold_unmerged(connection, usual) if usual is not None else None
        found = found or hold_seller_of(connection, data, now, usual=usual, makes=lesson is not None)
        if found is None:
            return False
        seller = teach(connection, found, invoice_id, data, lesson, now)
    columns = {"seller_id": seller.id, "seller_name": seller.name}
    connection.execute(update(invoices).where(invoices.c.id == invoice_id).values(**columns))
    before = counted_values(row)
    add_to_figures(connection, change_of_figures(before, before.after(columns)))
    return True


def _replace(connection: Connection, row: Mapping[Any, Any], lesson: Lesson | None, keys: Sequence[SellerKey]) -> None:
    """Write what an invoice of a held seller teaches instead of what it did."""
    remove_keys(connection, row["taught_seller"], Counter(keys_in(row["stored_keys"])))
    add_keys(connection, row["taught_seller"], Counter(keys))
    this = update(seller_lessons).where(seller_lessons.c.invoice_id == row["id"])
    connection.execute(
        this.values(
            layout=lesson.layout if lesson else None,
            lesson=lesson.model_dump(mode="json") if lesson else None,
            keys=[astuple(key) for key in keys],
        )
    )


def _recount(connection: Connection, seller_id: int) -> bool:
    """Whether the counts of this seller were wrong; it goes if it has nothing."""
    held = hold(connection, [seller_id])
    if not held:
        return False
    number = select(func.count()).select_from(seller_lessons).where(seller_lessons.c.seller_id == seller_id)
    right = connection.execute(number).scalar_one()
    of_id = sellers.c.id == seller_id
    counting = update(sellers).where(of_id, sellers.c.invoices != right)
    wrong = connection.execute(counting.values(invoices=right)).rowcount
    counted = Counter(dict(_counted_keys(connection, seller_id)))
    rows = connection.execute(select(seller_keys).where(seller_keys.c.seller_id == seller_id)).mappings()
    stored = Counter({stored_key(row): row["invoices"] for row in rows})
    missing = {key: counted[key] - stored[key] for key in counted.keys() | stored.keys() if counted[key] != stored[key]}
    add_keys(connection, seller_id, missing)
    remove_keys(connection, seller_id, dict.fromkeys(missing, 0))
    if wrong or missing:
        name_anew(connection, held[0], database_now(connection))
    remove_empty(connection, [seller_id])
    return bool(wrong or missing)


def _counted_keys(connection: Connection, seller_id: int) -> Iterator[tuple[SellerKey, int]]:
    parts = func.json_table(
        seller_lessons.c["keys"],
        literal_column(
            "'$[*]' COLUMNS (kind VARCHAR(10) PATH '$[0]', `key` VARCHAR(100) COLLATE utf8mb4_bin PATH '$[1]',"
            " printed VARCHAR(200) COLLATE utf8mb4_nopad_bin PATH '$[2]')"
        ),
    ).table_valued(Column("kind", String), Column("key", String), Column("printed", String), name="parts")
    columns = (parts.c.kind, parts.c["key"], parts.c.printed)
    query = (
        select(*columns, func.count())
        .select_from(seller_lessons.join(parts, literal_column("1") == 1))
        .where(seller_lessons.c.seller_id == seller_id)
        .group_by(*columns)
    )
    for kind, key, printed, number in connection.execute(query):
        yield SellerKey(kind=SellerKeyKind(kind), key=key, printed=printed), number
