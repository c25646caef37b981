"""Queries of sums: totals of confirmed invoices, and the dashboard's statistics over time."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, select

from functions.api.queries import trimmed
from shared.adapters.tables import audit_events, invoices
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import Status

_MOST_SELLERS = 20


def figures_since(connection: Connection, since: datetime) -> dict[str, Any]:
    """The values of `Statistics` for invoices received or confirmed since then."""
    return {
        "by_day": _by_day(connection, since),
        "amounts_by_month": _amounts_by_month(connection, since),
        "top_sellers": _top_sellers(connection, since),
        "untouched": _untouched(connection, since),
    }


def totals_by_currency(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> list[dict[str, Any]]:
    """The rows of `Totals` for the invoices that satisfy all conditions."""
    names = ("net_amount", "tax_amount", "total_amount")
    sums = (func.coalesce(func.sum(_signed(invoices.c[name])), Decimal(0)) for name in names)
    rows = connection.execute(
        select(invoices.c.currency, func.count(), *sums)
        .where(*conditions)
        .group_by(invoices.c.currency)
        .order_by(func.count().desc(), invoices.c.currency)
    )
    return [
        {"currency": currency, "count": count, **{name: trimmed(sum_) for name, sum_ in zip(names, row, strict=True)}}
        for currency, count, *row in rows
    ]


def _signed(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    # A credit note is subtracted, whichever sign it is printed with.
    return case((invoices.c.document_type == "credit_note", -func.abs(amount)), else_=amount)


def _by_day(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    days: dict[Any, dict[str, Any]] = {}
    for name, column in (("received", invoices.c.created_at), ("confirmed", invoices.c.confirmed_at)):
        day = func.date(column)
        rows = connection.execute(select(day, func.count()).where(column >= since).group_by(day))
        for date, count in rows:
            days.setdefault(date, {"date": date, "received": 0, "confirmed": 0})[name] = count
    return [days[date] for date in sorted(days)]


def _confirmed(since: datetime) -> tuple[Any, ...]:
    return (invoices.c.status == Status.PROCESSED, invoices.c.confirmed_at >= since)


def _amounts_by_month(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    month = func.date_format(func.coalesce(invoices.c.issue_date, invoices.c.confirmed_at), "%Y-%m")
    rows = connection.execute(
        select(month, invoices.c.currency, func.sum(_signed(invoices.c.total_amount)), func.count())
        .where(*_confirmed(since), invoices.c.total_amount.is_not(None))
        .group_by(month, invoices.c.currency)
        .order_by(month)
    )
    return [
        {"month": name, "currency": currency, "total": trimmed(total), "count": count}
        for name, currency, total, count in rows
    ]


def _top_sellers(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    total = func.sum(_signed(invoices.c.total_amount))
    rows = connection.execute(
        select(invoices.c.seller_name, invoices.c.currency, total, func.count())
        .where(*_confirmed(since), invoices.c.seller_name.is_not(None), invoices.c.total_amount.is_not(None))
        .group_by(invoices.c.seller_name, invoices.c.currency)
        .order_by(total.desc())
        .limit(_MOST_SELLERS)
    )
    return [
        {"seller_name": name, "currency": currency, "total": trimmed(amount), "count": count}
        for name, currency, amount, count in rows
    ]


def _untouched(connection: Connection, since: datetime) -> dict[str, int]:
    corrected = exists().where(
        audit_events.c.invoice_id == invoices.c.id, audit_events.c.type == AuditEventType.CORRECTED
    )
    confirmed = connection.execute(select(func.count()).where(*_confirmed(since))).scalar_one()
    untouched = connection.execute(select(func.count()).where(*_confirmed(since), ~corrected)).scalar_one()
    return {"confirmed": confirmed, "without_changes": untouched}
