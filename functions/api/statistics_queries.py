"""Queries of sums: totals of confirmed invoices, and the dashboard's statistics over time. They read the figures; rows
only where no figure is kept, and then few."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, collate, func, literal, select, union_all

from functions.api.list_paths import all_conditions_of
from functions.api.models import ConfirmedQuery
from functions.api.queries import confirmed_selection, trimmed
from functions.api.text_matches import MOST_COUNTED, fewest_found, text_matches
from shared.adapters.figures import counted, signed, sums_by_currency
from shared.adapters.tables import figures, invoices
from shared.domain.figures import Figure, FigureKind
from shared.domain.lifecycle import Status

_MOST_SELLERS = 20


def totals_of(connection: Connection, query: ConfirmedQuery) -> dict[str, Any]:
    """The values of `Totals`: sums of all confirmed invoices that match, or none if these would be too many to add up.

    Without a text to match they are figures. With one, at most MOST_COUNTED rows are read: those of days and currency,
    or those that the text matches.
    """
    which = confirmed_selection(query)
    texts = text_matches(query)
    if not texts:
        return {"totals": _totals(sums_by_currency(connection, which)), "is_exact": True}
    conditions = [*all_conditions_of(which), *(text.condition for text in texts)]
    if counted(connection, which) > MOST_COUNTED:
        found = fewest_found(connection, texts)
        if found is None:
            return {"totals": [], "is_exact": False}
        conditions.append(invoices.c.id.in_([row.id for row in found[1]]))
    return {"totals": _totals(_sums_of_rows(connection, conditions)), "is_exact": True}


def statistics_since(connection: Connection, since: date) -> dict[str, Any]:
    """The values of `Statistics` for invoices received or confirmed on this day (UTC) or later."""
    return {
        "by_day": _by_day(connection, since),
        "amounts_by_month": _amounts_by_month(connection, since),
        "top_sellers": _top_sellers(connection, since),
        "untouched": _untouched(connection, since),
    }


def _totals(sums: Mapping[str, Figure]) -> list[dict[str, Any]]:
    return [
        {
            "currency": currency or None,
            "count": one.count,
            "net_amount": trimmed(one.net_amount),
            "tax_amount": trimmed(one.tax_amount),
            "total_amount": trimmed(one.total_amount),
        }
        for currency, one in sorted(sums.items(), key=lambda item: (-item[1].count, item[0]))
    ]


def _sums_of_rows(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> dict[str, Figure]:
    names = ("net_amount", "tax_amount", "total_amount")
    sums = (func.coalesce(func.sum(signed(invoices.c[name])), 0) for name in names)
    currency = func.coalesce(invoices.c.currency, "")
    rows = connection.execute(select(currency, func.count(), *sums).where(*conditions).group_by(currency))
    return {name: Figure(**dict(zip(("count", *names), values, strict=True))) for name, *values in rows}


def _by_day(connection: Connection, since: date) -> list[dict[str, Any]]:
    days: dict[date, dict[str, Any]] = {}
    for kind in (FigureKind.RECEIVED, FigureKind.CONFIRMED):
        rows = connection.execute(_since(kind, since, figures.c.day, func.sum(figures.c.count)).group_by(figures.c.day))
        for day, number in rows:
            if number:
                days.setdefault(day, {"date": day, "received": 0, "confirmed": 0})[kind] = int(number)
    return [days[day] for day in sorted(days)]


def _amounts_by_month(connection: Connection, since: date) -> list[dict[str, Any]]:
    number = func.sum(figures.c.count)
    total = func.sum(figures.c.total_amount)
    rows = connection.execute(
        _since(FigureKind.CONFIRMED, since, figures.c.label, figures.c.currency, total, number)
        .where(figures.c.label != "")
        .group_by(figures.c.label, figures.c.currency)
        .having(number > 0)
        .order_by(figures.c.label, figures.c.currency)
    )
    return [
        {"month": month, "currency": currency or None, "total": trimmed(total), "count": int(number)}
        for month, currency, total, number in rows
    ]


def _top_sellers(connection: Connection, since: date) -> list[dict[str, Any]]:
    """Spellings of a name that the database's order of texts takes for one are one seller.

    Sums of digests, then the names of those at the top: a temporary table of thousands of names is too wide for memory,
    which takes six times as long.
    """
    sales = _sales(since, lambda name: [*_digests(name)]).subquery()
    digests = (sales.c.digest, sales.c.reverse)
    total = func.sum(sales.c.total)
    top = connection.execute(
        select(*digests, sales.c.currency, total.label("total"), func.sum(sales.c.number).label("number"))
        .group_by(*digests, sales.c.currency)
        .order_by(total.desc(), *digests, sales.c.currency)
        .limit(_MOST_SELLERS)
    ).all()
    names = _names(connection, since, {row.digest for row in top})
    return [
        {
            "seller_name": names[row.digest, row.reverse],
            "currency": row.currency or None,
            "total": trimmed(row.total),
            "count": int(row.number),
        }
        for row in top
    ]


def _names(connection: Connection, since: date, digests: Collection[int]) -> dict[tuple[int, int], str]:
    """A spelling of the name of each of these sellers, by both digests."""
    named = _sales(since, lambda name: [*_digests(name), name.label("name")], digests).subquery()
    keys = (named.c.digest, named.c.reverse)
    rows = connection.execute(select(*keys, func.min(named.c.name)).group_by(*keys))
    return {(digest, reverse): name for digest, reverse, name in rows}


def _digests(name: ColumnElement[str]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """64 bits that are the same for names that are equal in the database's order of texts: among 100,000 sellers, two
    share them once in a billion times."""
    weights = func.weight_string(collate(name, "utf8mb4_unicode_ci"))
    return func.crc32(weights).label("digest"), func.crc32(func.reverse(weights)).label("reverse")


def _sales(
    since: date,
    of_name: Callable[[ColumnElement[str]], list[ColumnElement[Any]]],
    digests: Collection[int] | None = None,
) -> Select[Any] | CompoundSelect[Any]:
    """What is made of the sellers' names, and `currency`, `total`, `number`; only those with one of the digests.

    Whole months are figures; of a month that the period begins in, its rows are read.
    """
    whole_months_from = since if since.day == 1 else _next_month(since)
    of_months = _since(
        FigureKind.SELLER,
        whole_months_from,
        *of_name(figures.c.label),
        figures.c.currency,
        figures.c.total_amount.label("total"),
        figures.c.count.label("number"),
    )
    seller_name = collate(invoices.c.seller_name, "utf8mb4_nopad_bin")
    currency = func.coalesce(invoices.c.currency, "")
    of_rows = select(*of_name(seller_name), currency, signed(invoices.c.total_amount), literal(1)).where(
        invoices.c.status == Status.PROCESSED,
        invoices.c.confirmed_at >= _midnight(since),
        invoices.c.confirmed_at < _midnight(whole_months_from),
        invoices.c.seller_name != "",
        invoices.c.total_amount.is_not(None),
    )
    if digests is not None:
        of_months = of_months.where(_digests(figures.c.label)[0].in_(digests))
        of_rows = of_rows.where(_digests(seller_name)[0].in_(digests))
    return of_months if since == whole_months_from else union_all(of_months, of_rows)


def _untouched(connection: Connection, since: date) -> dict[str, int]:
    sums = (func.coalesce(func.sum(column), 0) for column in (figures.c.count, figures.c.untouched))
    confirmed, untouched = connection.execute(_since(FigureKind.CONFIRMED, since, *sums)).one()
    return {"confirmed": int(confirmed), "without_changes": int(untouched)}


def _since(kind: FigureKind, day: date, *columns: ColumnElement[Any]) -> Select[Any]:
    """The figures of a kind that is counted by days, not by states."""
    return select(*columns).where(figures.c.kind == kind, figures.c.status == "", figures.c.day >= day)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
