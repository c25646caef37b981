"""Queries of sums: totals of confirmed invoices, and the dashboard's statistics over time. They read the figures; rows
only where no figure is kept, and then few."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from functions.api.collecting import collected, fewest
from functions.api.list_paths import all_conditions_of
from functions.api.models.filters import ConfirmedQuery
from functions.api.models.statistics import StatisticsQuery
from functions.api.queries import confirmed_selection, trimmed
from functions.api.seller_statistics import seller_statistics
from functions.api.text_matches import MOST_COUNTED, text_matches
from shared.adapters.figures import counted, signed, since_day, sums_by_currency
from shared.adapters.tables import figures, invoices
from shared.domain.audit import AuditEventType
from shared.domain.automation import AUTO_ACTOR
from shared.domain.figures import NO_DAY, PERSONAL, Figure, FigureKind

_AGES = (0, 2, 4, 8, 15)
"""The first day of each age of waiting invoices: 0-1 days, 2-3, 4-7, 8-14, 15 and more."""

_AMOUNTS = tuple(signed(invoices.c[name]).label(name) for name in ("net_amount", "tax_amount", "total_amount"))
_ADDED = (func.coalesce(invoices.c.currency, "").label("currency"), *_AMOUNTS)
"""What totals add up of each invoice."""

_MOST_FIELDS = 10
_MOST_PEOPLE = 50


def totals_of(connection: Connection, query: ConfirmedQuery) -> dict[str, Any]:
    """The values of `Totals`: sums of all confirmed invoices that match, or none if these would be too many to add up.

    Without a text to match they are figures. With one, at most MOST_COUNTED rows are read: those of days and currency,
    or those that the text matches.
    """
    which = confirmed_selection(query)
    texts = text_matches(query)
    if not texts:
        return {"totals": _totals(sums_by_currency(connection, which)), "is_exact": True}
    if counted(connection, which) <= MOST_COUNTED:
        matching = select(*_ADDED).where(*all_conditions_of(which), *(text.condition for text in texts))
    else:
        chosen = fewest(connection, texts)
        if chosen is None:
            return {"totals": [], "is_exact": False}
        matching = collected(_ADDED, which, texts, chosen)
    return {"totals": _totals(_sums_of(connection, matching)), "is_exact": True}


def statistics_of(connection: Connection, query: StatisticsQuery, today: date) -> dict[str, Any]:
    """The values of `Statistics`: what was received, done and confirmed in the days (UTC) before `today` and on it."""
    since = today - timedelta(days=query.days)
    by_day = _by_day(connection, since)
    months = _amounts_by_month(connection, since)
    waiting = _waiting(connection, today)
    return {
        "since": since,
        "until": today,
        "currencies": sorted({one["currency"] for one in (*waiting, *months) if one["currency"]}),
        "waiting": _only_in(query.currency, waiting),
        "by_day": by_day,
        "amounts_by_month": _only_in(query.currency, months),
        "untouched": {name: sum(day[name] for day in by_day) for name in ("confirmed", "without_changes", "automatic")},
        "corrected_fields": _corrected_fields(connection, since),
        **seller_statistics(connection, since, query.currency),
        "people": _people(connection, since),
    }


def _only_in(currency: str | None, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in entries if currency in (None, one["currency"])]


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


def _sums_of(connection: Connection, matching: Select[Any]) -> dict[str, Figure]:
    """Of rows of _ADDED."""
    of = matching.subquery().c
    sums = {one.name: func.coalesce(func.sum(of[one.name]), 0) for one in _AMOUNTS}
    rows = connection.execute(select(of.currency, func.count(), *sums.values()).group_by(of.currency))
    return {name: Figure(**dict(zip(("count", *sums), values, strict=True))) for name, *values in rows}


def _by_day(connection: Connection, since: date) -> list[dict[str, Any]]:
    sums = (func.sum(figures.c.count), func.sum(figures.c.untouched))
    days: dict[date, dict[str, Any]] = {}
    counts = {
        "received": since_day(FigureKind.RECEIVED, since, figures.c.day, *sums),
        "confirmed": since_day(FigureKind.CONFIRMED, since, figures.c.day, *sums),
        "automatic": select(figures.c.day, *sums).where(
            figures.c.kind == FigureKind.PERSON,
            figures.c.status == AuditEventType.CONFIRMED,
            figures.c.day >= since,
            figures.c.label == AUTO_ACTOR,  # what nobody did
        ),
    }
    for name, which in counts.items():
        for day, number, untouched in connection.execute(which.group_by(figures.c.day)):
            if number:
                empty = {"date": day, "received": 0, "confirmed": 0, "without_changes": 0, "automatic": 0}
                days.setdefault(day, empty)[name] = int(number)
                days[day]["without_changes"] += int(untouched)
    return [days[day] for day in sorted(days)]


def _amounts_by_month(connection: Connection, since: date) -> list[dict[str, Any]]:
    number = func.sum(figures.c.count)
    total = func.sum(figures.c.total_amount)
    rows = connection.execute(
        since_day(FigureKind.CONFIRMED, since, figures.c.label, figures.c.currency, total, number)
        .where(figures.c.label != "")
        .group_by(figures.c.label, figures.c.currency)
        .having(number > 0)
        .order_by(figures.c.label, figures.c.currency)
    )
    return [
        {"month": month, "currency": currency or None, "total": trimmed(total), "count": int(number)}
        for month, currency, total, number in rows
    ]


def _waiting(connection: Connection, today: date) -> list[dict[str, Any]]:
    """By currency, the most frequent first, and by age; a day in the future counts as today."""
    by_currency: dict[str, list[Figure]] = {}
    age = case(
        *((figures.c.day > today - timedelta(days=start), index) for index, start in enumerate(_AGES[1:])),
        else_=len(_AGES) - 1,
    )
    rows = connection.execute(
        since_day(
            FigureKind.WAITING,
            NO_DAY,
            figures.c.currency,
            age.label("age"),
            func.sum(figures.c.count),
            func.sum(figures.c.total_amount),
        ).group_by(figures.c.currency, "age")
    )
    for currency, index, number, total in rows:
        ages = by_currency.setdefault(currency, [Figure()] * len(_AGES))
        ages[index] = Figure(count=int(number), total_amount=total)
    waiting = [_waiting_in(currency, ages) for currency, ages in by_currency.items()]
    return sorted((one for one in waiting if one["count"]), key=lambda one: (-one["count"], one["currency"] or ""))


def _waiting_in(currency: str, ages: Sequence[Figure]) -> dict[str, Any]:
    ends = [start - 1 for start in _AGES[1:]] + [None]
    return {
        "currency": currency or None,
        "count": sum(one.count for one in ages),
        "total": trimmed(sum((one.total_amount for one in ages), Decimal(0))),
        "by_age": [
            {"from_days": start, "to_days": end, "count": one.count, "total": trimmed(one.total_amount)}
            for start, end, one in zip(_AGES, ends, ages, strict=True)
        ],
    }


def _corrected_fields(connection: Connection, since: date) -> list[dict[str, Any]]:
    number = func.sum(figures.c.count)
    rows = connection.execute(
        since_day(FigureKind.FIELD, since, figures.c.label, number)
        .group_by(figures.c.label)
        .having(number > 0)
        .order_by(number.desc(), figures.c.label)
        .limit(_MOST_FIELDS)
    )
    return [{"field": name, "count": int(count)} for name, count in rows]


def _people(connection: Connection, since: date) -> list[dict[str, Any]]:
    numbers = {
        type_.value: func.sum(case((figures.c.status == type_, figures.c.count), else_=0)).label(type_.value)
        for type_ in PERSONAL
    }
    everything = func.sum(figures.c.count)
    rows = connection.execute(
        select(figures.c.label.label("name"), *numbers.values())
        .where(figures.c.kind == FigureKind.PERSON, figures.c.status.in_(PERSONAL), figures.c.day >= since)
        .where(figures.c.label != AUTO_ACTOR)
        .group_by(figures.c.label)
        .having(everything > 0)
        .order_by(numbers["confirmed"].desc(), everything.desc(), figures.c.label)
        .limit(_MOST_PEOPLE)
    )
    return [{"name": row["name"], **{name: int(row[name]) for name in numbers}} for row in rows.mappings()]
