"""Sellers over time: those with the highest amounts, and those whose invoices are corrected most often.

Spellings of a name that the database's order of texts takes for one are one seller. Sums are made of digests of the
names, then the names of those at the top are looked up: a temporary table of thousands of names is too wide for memory,
which takes six times as long.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    case,
    collate,
    func,
    literal,
    select,
    union_all,
)

from functions.api.queries import trimmed
from shared.adapters.figures import signed, since_day
from shared.adapters.tables import figures, invoices
from shared.domain.figures import FigureKind
from shared.domain.lifecycle import Status

# Without it the database may read all that is confirmed for the rows of some days (of a million 83 ms instead of 3).
_BY_DAY_CONFIRMED = "FORCE INDEX (ix_invoices_by_status_confirmed_at)"

_MOST_SELLERS = 20
_MOST_CORRECTED = 10


def seller_statistics(connection: Connection, since: date, currency: str | None = None) -> dict[str, Any]:
    """The `top_sellers` of `Statistics`, for each currency or in one, and its `corrected_sellers`: of what was
    confirmed on this day or later."""
    top = connection.execute(_top(since, currency)).all()
    corrected = connection.execute(_most_corrected(since)).all()
    names = _names(connection, since, {row.digest for row in (*top, *corrected)})
    return {
        "top_sellers": [
            {
                "seller_name": names[row.digest, row.reverse],
                "currency": row.currency or None,
                "total": trimmed(row.total),
                "count": int(row.number),
            }
            for row in top
        ],
        "corrected_sellers": [
            {
                "seller_name": names[row.digest, row.reverse],
                "confirmed": int(row.number),
                "corrected": int(row.corrected),
            }
            for row in corrected
        ],
    }


def _top(since: date, currency: str | None) -> Select[Any]:
    """Those with the highest totals."""
    sales = _sales(since, _digests).subquery()
    digests = (sales.c.digest, sales.c.reverse)
    total = func.sum(sales.c.total)
    query = select(*digests, sales.c.currency, total.label("total"), func.sum(sales.c.number).label("number"))
    if currency is not None:
        query = query.where(sales.c.currency == currency)
    return (
        query.group_by(*digests, sales.c.currency)
        .order_by(total.desc(), *digests, sales.c.currency)
        .limit(_MOST_SELLERS)
    )


def _most_corrected(since: date) -> Select[Any]:
    """Those most of whose invoices had to be corrected."""
    sales = _sales(since, _digests).subquery()
    digests = (sales.c.digest, sales.c.reverse)
    number, untouched = func.sum(sales.c.number), func.sum(sales.c.untouched)
    corrected = number - untouched
    return (
        select(*digests, number.label("number"), corrected.label("corrected"))
        .group_by(*digests)
        .having(corrected > 0)
        .order_by(corrected.desc(), number, *digests)
        .limit(_MOST_CORRECTED)
    )


def _names(connection: Connection, since: date, digests: Collection[int]) -> dict[tuple[int, int], str]:
    """A spelling of the name of each of these sellers, by both digests."""
    if not digests:
        return {}
    named = _sales(since, lambda name: (*_digests(name), name.label("name")), digests).subquery()
    keys = (named.c.digest, named.c.reverse)
    rows = connection.execute(select(*keys, func.min(named.c.name)).group_by(*keys))
    return {(digest, reverse): name for digest, reverse, name in rows}


def _digests(name: ColumnElement[str]) -> tuple[ColumnElement[Any], ...]:
    """64 bits that are the same for names that are equal in the database's order of texts: among 100,000 sellers, two
    share them once in a billion times."""
    weights = func.weight_string(collate(name, "utf8mb4_unicode_ci"))
    return func.crc32(weights).label("digest"), func.crc32(func.reverse(weights)).label("reverse")


def _sales(
    since: date,
    of_name: Callable[[ColumnElement[str]], tuple[ColumnElement[Any], ...]],
    digests: Collection[int] | None = None,
) -> Select[Any] | CompoundSelect[Any]:
    """What is made of the sellers' names, and `currency`, `total`, `number`, `untouched`; only those with one of the
    digests.

    Whole months are figures; of a month that the period begins in, its rows are read.
    """
    whole_months_from = since if since.day == 1 else _next_month(since)
    of_months = since_day(
        FigureKind.SELLER,
        whole_months_from,
        *of_name(figures.c.label),
        figures.c.currency,
        figures.c.total_amount.label("total"),
        figures.c.count.label("number"),
        figures.c.untouched,
    )
    seller_name = collate(invoices.c.seller_name, "utf8mb4_nopad_bin")
    currency = func.coalesce(invoices.c.currency, "")
    untouched = case((invoices.c.corrected, 0), else_=1)
    of_rows = (
        select(*of_name(seller_name), currency, signed(invoices.c.total_amount), literal(1), untouched)
        .with_hint(invoices, _BY_DAY_CONFIRMED)
        .where(
            invoices.c.status == Status.PROCESSED,
            invoices.c.confirmed_at >= _midnight(since),
            invoices.c.confirmed_at < _midnight(whole_months_from),
            invoices.c.seller_name != "",
            invoices.c.total_amount.is_not(None),
        )
    )
    if digests is not None:
        of_months = of_months.where(_digests(figures.c.label)[0].in_(digests))
        of_rows = of_rows.where(_digests(seller_name)[0].in_(digests))
    return of_months if since == whole_months_from else union_all(of_months, of_rows)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
