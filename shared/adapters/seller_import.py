"""Sellers from a file: all of its rows in one transaction, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from shared.adapters.database import database_now, in_transaction
from shared.adapters.seller_changes import record, write
from shared.adapters.seller_recognition import recognise
from shared.adapters.sellers import HeldSeller, add_keys, hold, make_seller
from shared.adapters.tables import seller_keys, sellers
from shared.domain.seller_events import SellerEventType
from shared.domain.sellers import SellerKey, SellerKeyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSeller:
    """What a row says of a seller: of the one with this id, else of the one that has its keys, else of a new one. The
    first of `keys` is its name."""

    id: int | None
    name: str
    country: str | None
    keys: tuple[SellerKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSellers:
    """How many were new, how many changed, and how many were so already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


class UnknownSellersError(Exception):
    """`rows` name ids that no seller has: their numbers, from 0."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(f"{len(rows)} rows")
        self.rows = rows


def import_sellers(engine: Engine, given: Sequence[GivenSeller], *, actor: str) -> ImportedSellers:
    """Write the rows. Names and keys are a person's: they stay without invoices. What a row does not say stays as it
    is. Raises UnknownSellersError."""

    def imported(connection: Connection) -> ImportedSellers:
        done = {"created": 0, "changed": 0, "unchanged": 0}
        now = database_now(connection)
        ids = [one.id if one.id is not None else recognise(connection, one.keys) for one in given]
        held = {one.id: one for one in hold(connection, {one for one in ids if one is not None})}
        if unknown := [row for row, one in enumerate(given) if one.id is not None and one.id not in held]:
            raise UnknownSellersError(unknown)
        for one, seller_id in zip(given, ids, strict=True):
            seller = held.get(seller_id) if seller_id is not None else None
            if seller is None and (found := recognise(connection, one.keys)) is not None:  # made by an earlier row
                seller = held.get(found) or next(iter(hold(connection, [found])), None)
            if seller is None:
                seller = _create(connection, one, now, actor)
                held[seller.id] = seller
                done["created"] += 1
                continue
            is_changed = _complete(connection, seller, one, now, actor)
            held[seller.id] = replace(seller, name=one.name)
            done["changed" if is_changed else "unchanged"] += 1
        return ImportedSellers(**done)

    return in_transaction(engine, imported)


def _create(connection: Connection, one: GivenSeller, now: datetime, actor: str) -> HeldSeller:
    seller_id = make_seller(connection, one.keys, one.country, now)
    if seller_id is None:
        raise ValueError("a seller without a name")
    write(connection, seller_id, now, name=one.name, is_kept=True)
    add_keys(connection, seller_id, dict.fromkeys(one.keys, 0), is_kept=True)
    record(connection, seller_id, SellerEventType.IMPORTED, now, actor, {"keys": len(one.keys)})
    return HeldSeller(id=seller_id, name=one.name, is_kept=True)


def _complete(connection: Connection, seller: HeldSeller, one: GivenSeller, now: datetime, actor: str) -> bool:
    """Whether the row says anything new of the held seller."""
    known = select(seller_keys.c.kind, seller_keys.c["key"]).where(
        seller_keys.c.seller_id == seller.id,
        seller_keys.c.kind.in_(list(SellerKeyKind)),
        seller_keys.c["key"].in_([key.key for key in one.keys]),
    )
    has = {tuple(row) for row in connection.execute(known)}
    # How it is called need not be how it is printed.
    new = [key for key in one.keys if (key.kind.value, key.key) not in has and key.printed != seller.name]
    country = connection.execute(select(sellers.c.country).where(sellers.c.id == seller.id)).scalar()
    values: dict[str, Any] = {}
    if one.name != seller.name:
        values |= {"name": one.name, "is_kept": True, "renamed_after": 0}
    if one.country is not None and one.country != country:
        values |= {"country": one.country}
    if not new and not values:
        return False
    write(connection, seller.id, now, **values)
    add_keys(connection, seller.id, dict.fromkeys(new, 0), is_kept=True)
    record(connection, seller.id, SellerEventType.IMPORTED, now, actor, {"keys": len(new)})
    return True
