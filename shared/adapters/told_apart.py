"""Pairs of invoices that look like one invoice twice, and of which a person said that they are two."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, delete, or_, select, union_all
from sqlalchemy.dialects.mysql import insert

from shared.adapters.tables import told_apart
from shared.domain.duplicates import Pair, ToldApart, pair_of

_MOST_OF_ONE = 50
_pair = told_apart.c


def those_told_apart(connection: Connection, pairs: Collection[Pair]) -> set[Pair]:
    """Those of the pairs that a person told apart. Each is one row of the primary key."""
    if not pairs:
        return set()
    named = or_(*(and_(_pair.invoice_id == first, _pair.other_id == second) for first, second in sorted(pairs)))
    return {
        (row.invoice_id, row.other_id)
        for row in connection.execute(select(_pair.invoice_id, _pair.other_id).where(named))
    }


def told_apart_from(connection: Connection, invoice_id: int) -> list[int]:
    """The first invoices that this one was told apart from, by id."""
    others = union_all(
        select(_pair.other_id.label("id"))
        .where(_pair.invoice_id == invoice_id)
        .order_by(_pair.other_id)
        .limit(_MOST_OF_ONE),
        select(_pair.invoice_id.label("id"))
        .where(_pair.other_id == invoice_id)
        .order_by(_pair.invoice_id)
        .limit(_MOST_OF_ONE),
    )
    return sorted(connection.scalars(others))[:_MOST_OF_ONE]


def write_told_apart(connection: Connection, invoice_id: int, told: ToldApart) -> None:
    """Keep what a person said of this invoice and the other one."""
    first, second = pair_of(invoice_id, told.other_id)
    if told.apart:
        connection.execute(insert(told_apart).values(invoice_id=first, other_id=second).prefix_with("IGNORE"))
    else:
        connection.execute(delete(told_apart).where(_pair.invoice_id == first, _pair.other_id == second))
