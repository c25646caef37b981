"""The records of sellers as they follow from confirmed invoices: made, taught and taken back in the transaction of the
decision.

Locks are taken in one order: invoices, then sellers by their ids, then figures. Whoever changes what is known of a
seller holds its row, so that many who confirm invoices of one seller at once take turns, for some milliseconds each.
Only who makes a seller waits for the entry of its origin before its row, which whoever holds that row may be about to
change: the server ends one of the two, whose transaction is begun anew (`in_transaction`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects.mysql import insert

from shared.adapters.seller_recognition import recognise, seller_of
from shared.adapters.tables import seller_keys, seller_lessons, sellers
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.memory.lesson import Lesson
from shared.domain.sellers import SellerKey, SellerKeyKind, keys_of, name_of, origin_of
from shared.errors import UnavailableError
from shared.pipeline.updates import InvoiceUpdate

_ATTEMPTS = 5  # to hold a seller that others remove, merge or make at the same moment


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeller:
    """The locked row of a seller."""

    id: int
    name: str
    is_kept: bool


def with_seller(connection: Connection, made: InvoiceUpdate, now: datetime, *, usual: int | None) -> InvoiceUpdate:
    """The update with the columns that say whose invoice it is, after what the seller's record learns or loses by it
    was written. `usual` is the seller that the invoice had before."""
    before, after = made.before.status, made.columns.get("status", made.before.status)
    invoice_id = made.change.invoice_id
    if before == Status.PROCESSED != after:
        take_back(connection, [invoice_id], now)
    if after == Status.PROCESSED != before:
        data = InvoiceData.model_validate(made.columns["final_data"])
        take_back(connection, [invoice_id], now)  # what a function of the version before left
        columns: dict[str, Any] = {"seller_id": None}
        if seller := hold_seller_of(connection, data, now, usual=usual, makes=made.lesson is not None):
            seller = teach(connection, seller, invoice_id, data, made.lesson, now)
            columns = {"seller_id": seller.id, "seller_name": seller.name}
    elif "preview_data" in made.columns:
        columns = columns_of_seller(connection, made.columns["preview_data"], usual=usual)
    else:
        return made
    return replace(made, columns={**made.columns, **columns})


def columns_of_seller(connection: Connection, data: Mapping[str, Any], *, usual: int | None = None) -> dict[str, Any]:
    """The column that says whose an invoice of this data is, as long as it is not confirmed."""
    return {"seller_id": seller_of(connection, InvoiceData.model_validate(data), usual=usual)}


def hold_seller_of(
    connection: Connection, data: InvoiceData, now: datetime, *, usual: int | None, makes: bool
) -> HeldSeller | None:
    """The seller of a confirmed invoice, held; one that is not known gets a record if the caller `makes` any."""
    keys = keys_of(data)
    for _ in range(_ATTEMPTS):
        found = recognise(connection, keys, usual=usual)
        if found is None and makes:
            found = make_seller(connection, keys, data.seller.country, now)
        if found is None:
            return None
        if held := hold_unmerged(connection, found):
            return held
    raise UnavailableError


def hold_unmerged(connection: Connection, seller_id: int) -> HeldSeller | None:
    """This seller, held; None if it is there no more, or is part of another."""
    row = connection.execute(_HOLD, {"seller_ids": [seller_id]}).one_or_none()
    if row is None or row.merged_into is not None:
        return None
    return HeldSeller(id=row.id, name=row.name, is_kept=row.is_kept)


def teach(
    connection: Connection,
    seller: HeldSeller,
    invoice_id: int,
    data: InvoiceData,
    lesson: Lesson | None,
    now: datetime,
) -> HeldSeller:
    """The held seller, perhaps by another name, after an invoice has become one of its confirmed ones. Without a lesson
    of a person it is only counted."""
    taught = keys_of(data) if lesson is not None else ()
    connection.execute(
        seller_lessons.insert(),
        {
            "invoice_id": invoice_id,
            "seller_id": seller.id,
            "layout": lesson.layout if lesson else None,
            "lesson": lesson.model_dump(mode="json") if lesson else None,
            "keys": [astuple(key) for key in taught],
        },
    )
    add_keys(connection, seller.id, Counter(taught))
    count(connection, seller.id, 1, now, country=data.seller.country if lesson else None)
    return name_anew(connection, seller, now)


def take_back(connection: Connection, invoice_ids: Sequence[int], now: datetime) -> None:
    """Take away what these invoices, which the caller holds, have taught; a seller that nothing is left of goes."""
    lessons = connection.execute(_LESSONS_OF_INVOICES, {"invoice_ids": invoice_ids}).all()
    if not lessons:
        return
    held = hold(connection, {row.seller_id for row in lessons})
    connection.execute(_FORGET_LESSONS, {"invoice_ids": [row.invoice_id for row in lessons]})
    for seller in held:
        mine = [row for row in lessons if row.seller_id == seller.id]
        remove_keys(connection, seller.id, Counter(key for row in mine for key in keys_in(row.keys)))
        count(connection, seller.id, -len(mine), now)
        name_anew(connection, seller, now)
    remove_empty(connection, [seller.id for seller in held])


def hold(connection: Connection, seller_ids: Iterable[int]) -> list[HeldSeller]:
    """Lock these sellers, in the order of their ids. Those that are there no more are left out."""
    rows = connection.execute(_HOLD, {"seller_ids": sorted(seller_ids)})
    return [HeldSeller(id=row.id, name=row.name, is_kept=row.is_kept) for row in rows]


def keys_in(stored: Iterable[Sequence[str]]) -> list[SellerKey]:
    """The keys of a row of `seller_lessons`."""
    return [SellerKey(kind=SellerKeyKind(kind), key=key, printed=printed) for kind, key, printed in stored]


def stored_key(row: Mapping[Any, Any]) -> SellerKey:
    """The key of a row of `seller_keys`."""
    return SellerKey(kind=SellerKeyKind(row["kind"]), key=row["key"], printed=row["printed"])


def add_keys(connection: Connection, seller_id: int, keys: Mapping[SellerKey, int], *, is_kept: bool = False) -> None:
    """Count these keys of a held seller so many times more."""
    if keys:
        connection.execute(_ADD_KEYS, _rows_of_keys(seller_id, keys, is_kept=is_kept))


def remove_keys(connection: Connection, seller_id: int, keys: Mapping[SellerKey, int]) -> None:
    """Count these keys of a held seller so many times less; one goes with its last invoice."""
    if not keys:
        return
    connection.execute(_ADD_KEYS, _rows_of_keys(seller_id, {key: -number for key, number in keys.items()}))
    spent = connection.execute(_SPENT_KEYS, {"of_id": seller_id, "printed_forms": [key.printed for key in keys]}).all()
    if spent:
        # Each by its whole primary key: a range of keys would wait for the rows of the next seller.
        connection.execute(
            _FORGET_KEY, [{"of_id": seller_id, "of_kind": row.kind, "of_printed": row.printed} for row in spent]
        )


def remove_empty(connection: Connection, seller_ids: Iterable[int]) -> None:
    """Remove those of these held sellers that have no confirmed invoice, unless a person wants them kept."""
    connection.execute(_REMOVE_EMPTY, {"seller_ids": list(seller_ids)})


def make_seller(connection: Connection, keys: Sequence[SellerKey], country: str | None, now: datetime) -> int | None:
    """The id of a new seller, or of the one that was made by the same key a moment ago, whose transaction has ended;
    either is held. None: who has neither name nor number is no seller."""
    origin, name = origin_of(keys), name_of(keys)
    if origin is None or name is None:
        return None
    values = {"origin": origin, "name": name, "country": country, "created_at": now, "updated_at": now}
    return int(connection.execute(_MAKE, values).lastrowid)


def count(connection: Connection, seller_id: int, more: int, now: datetime, *, country: str | None = None) -> None:
    """Count so many confirmed invoices of a held seller more; its `country` is the first that is known."""
    connection.execute(_COUNT, {"of_id": seller_id, "more": more, "its_country": country, "now": now})


def name_anew(connection: Connection, seller: HeldSeller, now: datetime) -> HeldSeller:
    """The held seller, whose name is one of its names as printed, the most frequent if the former is no more; or a
    number until there is a name."""
    if seller.is_kept or connection.execute(_IS_PRINTED, {"of_id": seller.id, "name": seller.name}).scalar():
        return seller
    name = connection.execute(_USUAL_NAME, {"of_id": seller.id}).scalar()
    if name is None or name == seller.name:
        return seller
    connection.execute(_RENAME, {"of_id": seller.id, "new_name": name, "now": now})
    return replace(seller, name=name)


def _rows_of_keys(seller_id: int, keys: Mapping[SellerKey, int], *, is_kept: bool = False) -> list[dict[str, Any]]:
    return [
        {
            "seller_id": seller_id,
            "kind": key.kind,
            "printed": key.printed,
            "key": key.key,
            "invoices": number,
            "is_kept": is_kept,
        }
        for key, number in sorted(keys.items())
    ]


# Built once: building one costs as much as executing it.
_NOW = bindparam("now", type_=sellers.c.updated_at.type)
_OF_ID = sellers.c.id == bindparam("of_id")
_HOLD = (
    select(sellers.c.id, sellers.c.name, sellers.c.is_kept, sellers.c.merged_into)
    .where(sellers.c.id.in_(bindparam("seller_ids", expanding=True)))
    .order_by(sellers.c.id)
    .with_for_update()
)
_NEW = insert(sellers).values(invoices=0, is_kept=False)
_MAKE = _NEW.on_duplicate_key_update(id=func.last_insert_id(sellers.c.id))
_COUNT = (
    update(sellers)
    .where(_OF_ID)
    .values(
        invoices=sellers.c.invoices + bindparam("more"),
        country=func.coalesce(sellers.c.country, bindparam("its_country", type_=sellers.c.country.type)),
        updated_at=_NOW,
    )
)
_RENAME = update(sellers).where(_OF_ID).values(name=bindparam("new_name"), renamed_after=0, updated_at=_NOW)
_REMOVE_EMPTY = delete(sellers).where(
    sellers.c.id.in_(bindparam("seller_ids", expanding=True)),
    sellers.c.invoices <= 0,
    sellers.c.is_kept.is_(False),
    sellers.c.merged_into.is_(None),
)
_LESSONS_OF_INVOICES = select(seller_lessons.c.invoice_id, seller_lessons.c.seller_id, seller_lessons.c["keys"]).where(
    seller_lessons.c.invoice_id.in_(bindparam("invoice_ids", expanding=True))
)
_FORGET_LESSONS = delete(seller_lessons).where(
    seller_lessons.c.invoice_id.in_(bindparam("invoice_ids", expanding=True))
)
_ADDED = insert(seller_keys)
_ADD_KEYS = _ADDED.on_duplicate_key_update(
    invoices=seller_keys.c.invoices + _ADDED.inserted.invoices,
    is_kept=func.greatest(seller_keys.c.is_kept, _ADDED.inserted.is_kept),
    key=_ADDED.inserted.key,
)
_OF_SELLER = seller_keys.c.seller_id == bindparam("of_id")
_SPENT_KEYS = select(seller_keys.c.kind, seller_keys.c.printed).where(
    _OF_SELLER,
    seller_keys.c.kind.in_(list(SellerKeyKind)),
    seller_keys.c.printed.in_(bindparam("printed_forms", expanding=True)),
    seller_keys.c.invoices <= 0,
    seller_keys.c.is_kept.is_(False),
)
_FORGET_KEY = delete(seller_keys).where(
    _OF_SELLER,
    seller_keys.c.kind == bindparam("of_kind", type_=seller_keys.c.kind.type),
    seller_keys.c.printed == bindparam("of_printed", type_=seller_keys.c.printed.type),
)
_IS_PRINTED = select(1).where(
    _OF_SELLER, seller_keys.c.kind == SellerKeyKind.NAME, seller_keys.c.printed == bindparam("name")
)
_USUAL_NAME = (
    select(seller_keys.c.printed)
    .where(_OF_SELLER, seller_keys.c.kind.in_([SellerKeyKind.NAME, SellerKeyKind.TAX]))
    .order_by(seller_keys.c.kind, seller_keys.c.invoices.desc(), seller_keys.c.printed)  # "name" is before "tax"
    .limit(1)
)
