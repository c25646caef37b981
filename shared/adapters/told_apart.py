"""Pairs of invoices that look like one invoice twice, and of which a person said that they are two."""

from collections.abc import Collection

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, union_all
from sqlalchemy.dialects.mysql import insert

from shared.adapters.tables import told_apart
from shared.domain.duplicates import Pair, ToldApart, pair_of

_MOST_OF_ONE = 50
_MOST_OF_MANY = 10_000  # each was told by a person
_pair = told_apart.c

# Built once: building one costs as much as executing it.
_WITH = union_all(
    *(
        select(_pair.invoice_id, _pair.other_id)
        .where(one.in_(bindparam("invoice_ids", expanding=True)))
        .limit(_MOST_OF_MANY)
        for one in (_pair.invoice_id, _pair.other_id)
    )
)

_OTHERS: BindParameter[int] = bindparam("others", expanding=True)
_AMONG = union_all(
    select(_pair.other_id).where(_pair.invoice_id == bindparam("one"), _pair.other_id.in_(_OTHERS)),
    select(_pair.invoice_id).where(_pair.other_id == bindparam("one"), _pair.invoice_id.in_(_OTHERS)),
)


def those_told_apart(connection: Connection, invoice_id: int, others: Collection[int]) -> set[int]:
    """Those of a few others that a person told apart from this invoice. Each is one row of the primary key."""
    if not others:
        return set()
    return set(connection.scalars(_AMONG, {"one": invoice_id, "others": sorted(others)}))


def told_apart_with(connection: Connection, invoice_ids: Collection[int]) -> set[Pair]:
    """The pairs that a person told apart and that have one of these invoices: few, whereas invoices that are all alike
    make a pair of each two."""
    return {(row.invoice_id, row.other_id) for row in connection.execute(_WITH, {"invoice_ids": list(invoice_ids)})}


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
