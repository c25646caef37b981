"""The table `figures`: what a change adds to it, and what is read from it instead of from all invoices."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, delete, func, select
from sqlalchemy.dialects.mysql import insert

from shared.adapters.tables import figures, invoices
from shared.domain.document_kinds import DocumentKind
from shared.domain.figures import COUNTED_COLUMNS, NAMING, Figure, FigureKey, FigureKind, Figures
from shared.domain.lifecycle import Status

COUNTED = tuple(invoices.c[name] for name in COUNTED_COLUMNS)
"""The counted columns of an invoice; a transaction that changes them selects them with the row that it locks."""

_SUMS = tuple(figures.c[one.name] for one in fields(Figure))
_ADDED = insert(figures)
_ADD = _ADDED.on_duplicate_key_update({column.name: column + _ADDED.inserted[column.name] for column in _SUMS})
_FORGET_NAMES = delete(figures).where(
    *(figures.c[name] == bindparam(name, type_=figures.c[name].type) for name in FigureKey._fields if name != "label"),
    figures.c.label.in_(bindparam("labels", type_=figures.c.label.type, expanding=True)),
    figures.c.count == 0,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Invoices by what figures are counted by. Empty or None: all; days of issue are inclusive."""

    statuses: Collection[Status] = ()
    findings: str | None = None
    currency: str | None = None
    issued_from: date | None = None
    issued_to: date | None = None


def add_to_figures(connection: Connection, change: Figures) -> None:
    """Add a change of invoices to the figures: the last statement of the transaction that makes the change.

    Every upload changes the same few rows, so their locks must be short and cannot be taken crosswise. The database
    releases them at the commit, before it waits for the disk; whoever holds one waits for nothing but the next in the
    order of keys, since all keys of a transaction are in one sorted statement.
    """
    if not change:
        return
    keys = sorted(change)
    # The driver sends the rows as one statement.
    connection.execute(_ADD, [_row(key, change[key]) for key in keys])
    # A name goes with its last invoice. Rows without a name stay at zero: they are needed again.
    fewer = (key for key in keys if key.kind in NAMING and change[key].count < 0)
    for unnamed, of_names in groupby(fewer, key=lambda key: key._replace(label="")):
        names = [key.label for key in of_names]
        connection.execute(_FORGET_NAMES, {**unnamed._asdict(), "labels": names})


def status_counts(connection: Connection) -> dict[str, int]:
    """The number of invoices in each state, zero included."""
    counted = select(figures.c.status, func.sum(figures.c.count)).where(*_matching(Selection()))
    found = {status: int(count) for status, count in connection.execute(counted.group_by(figures.c.status))}
    return {status.value: found.get(status, 0) for status in Status}


def counted(connection: Connection, which: Selection) -> int:
    """The exact number of these invoices, however many there are, in some milliseconds."""
    number = func.coalesce(func.sum(figures.c.count), 0)
    return int(connection.execute(select(number).where(*_matching(which))).scalar_one())


def sums_by_currency(connection: Connection, which: Selection) -> dict[str, Figure]:
    """The sums of these invoices for each currency that one of them has; empty: those without one."""
    sums = (func.sum(column).label(column.name) for column in _SUMS)
    rows = connection.execute(
        select(figures.c.currency, *sums)
        .where(*_matching(which))
        .group_by(figures.c.currency)
        .having(func.sum(figures.c.count) > 0)
    )
    return {row["currency"]: Figure(**{one.name: row[one.name] for one in _SUMS}) for row in rows.mappings()}


def since_day(kind: FigureKind, day: date, *columns: ColumnElement[Any]) -> Select[Any]:
    """These columns of the figures of a kind that is counted by days, not by states, from this day on."""
    return select(*columns).where(figures.c.kind == kind, figures.c.status == "", figures.c.day >= day)


def signed(amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """An amount of a row as figures add it up: a credit note is subtracted, whichever sign it is printed with."""
    return case((invoices.c.document_type == DocumentKind.CREDIT_NOTE, -func.abs(amount)), else_=amount)


def _matching(which: Selection) -> list[ColumnElement[bool]]:
    """The figures whose sum is that of these invoices: by day of issue only if a day is asked for."""
    by_day = which.issued_from is not None or which.issued_to is not None
    conditions = [
        figures.c.kind == (FigureKind.ISSUED if by_day else FigureKind.LISTED),
        # All states by their names: so the days are a range of the primary key.
        figures.c.status.in_(sorted(which.statuses or Status)),
    ]
    if which.issued_from is not None:
        conditions.append(figures.c.day >= which.issued_from)
    if which.issued_to is not None:
        conditions.append(figures.c.day <= which.issued_to)
    if which.findings is not None:
        conditions.append(figures.c.findings == which.findings)
    if which.currency is not None:
        conditions.append(figures.c.currency == which.currency)
    return conditions


def _row(key: FigureKey, figure: Figure) -> dict[str, Any]:
    return {**key._asdict(), **{column.name: getattr(figure, column.name) for column in _SUMS}}
