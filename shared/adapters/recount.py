"""The figures counted anew from all invoices: the rule of `shared.domain.figures` in SQL, and the repair by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Engine,
    FromClause,
    Select,
    and_,
    case,
    cast,
    collate,
    delete,
    func,
    literal_column,
    select,
    true,
)

from shared.adapters.database import advisory_lock, transaction
from shared.adapters.figures import add_to_figures, signed
from shared.adapters.tables import audit_events, figures, invoices
from shared.domain.audit import AuditEventType
from shared.domain.figures import NAMING, PERSONAL, Figure, FigureKey, FigureKind, Figures, difference
from shared.domain.lifecycle import Status

_KEYS_AT_ONCE = 500  # in one statement, which holds their locks and is in memory as a whole


def repair(engine: Engine) -> Figures:
    """Add to the figures what they lack of a recount, while everything goes on. Returns what was added.

    Both are read in one snapshot. Every change of an invoice adds the same to both, so that their difference stays what
    it is, and can be added later; but only once, which the lock ensures. Raises UnavailableError, also during another
    repair.
    """
    with advisory_lock(engine, "recount", wait=False):
        with transaction(engine.execution_options(isolation_level="REPEATABLE READ")) as connection:
            missing = differences(connection)
        for batch in batches(missing):
            with transaction(engine) as connection:
                add_to_figures(connection, batch)
        with transaction(engine) as connection:  # names that were left without an invoice
            connection.execute(delete(figures).where(figures.c.kind.in_(sorted(NAMING)), figures.c.count == 0))
    return missing


def differences(connection: Connection) -> Figures:
    """What the figures lack of a recount; exact in one snapshot, or while nothing changes."""
    return {key: one for kind in FigureKind for key, one in _difference(connection, kind).items()}


def batches(change: Figures) -> Iterator[Figures]:
    """The figures in the order of their keys, as many at a time as one statement should add."""
    keys = sorted(change)
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        yield {key: change[key] for key in keys[start : start + _KEYS_AT_ONCE]}


def recounted(connection: Connection, kind: FigureKind) -> Figures:
    """The figures of this kind as the invoices and their events have them."""
    return dict(_read(connection, kind, _RULES[kind].statement()))


def _difference(connection: Connection, kind: FigureKind) -> Figures:
    stored = select(*(column for column in figures.columns if column.name != "kind")).where(figures.c.kind == kind)
    kept = dict(_read(connection, kind, stored))
    missing: dict[FigureKey, Figure] = {}
    # One by one: there may be a figure for each seller and month, and only one side has to be in memory.
    for key, one in _read(connection, kind, _RULES[kind].statement()):
        missing.update(difference({key: kept.pop(key, Figure())}, {key: one}))
    missing.update(difference(kept, {}))
    return missing


def _read(connection: Connection, kind: FigureKind, rows: Select[Any]) -> Iterator[tuple[FigureKey, Figure]]:
    sums = [one.name for one in fields(Figure)]
    for row in connection.execute(rows.execution_options(stream_results=True)).mappings():
        key = {name: value for name, value in row.items() if name not in sums}
        yield FigureKey(kind=kind, **key), Figure(**{name: row[name] for name in sums if row.get(name)})


# The rule. `figures_of` is the same for one invoice, `figures_of_event` for one event, and a test compares them.


_EACH_ONCE: ColumnElement[int] = literal_column("1")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """Which rows a kind of figure counts, by which parts of its key, and what is summed up beside their number.

    `many` figures are made by sorting the invoices: a temporary table of as many would go to disk, which takes twice as
    long.
    """

    rows: ColumnElement[bool]
    key: Mapping[str, ColumnElement[Any]]
    sums: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    of: FromClause = invoices
    number: ColumnElement[int] = _EACH_ONCE
    many: bool = False

    def statement(self) -> Select[Any]:
        """The figures: parts of the key and sums, by their names."""
        sums = (func.coalesce(func.sum(value), 0).label(name) for name, value in self.sums.items())
        key = (value.label(name) for name, value in self.key.items())
        number = func.sum(self.number)
        rows = (
            select(*key, number.label("count"), *sums)
            .select_from(self.of)
            .where(self.rows)
            .group_by(*self.key.values())
            .having(number != 0)
        )
        return rows.prefix_with("SQL_BIG_RESULT") if self.many else rows


_AMOUNTS = {name: signed(invoices.c[name]) for name in ("net_amount", "tax_amount", "total_amount")}
_TOTAL = {"total_amount": _AMOUNTS["total_amount"]}
_OF_CONFIRMED = {"untouched": case((invoices.c.corrected, 0), else_=1), **_TOTAL}
_CURRENCY = {"currency": func.coalesce(invoices.c.currency, "")}
_STATE = {"status": invoices.c.status, "findings": invoices.c.findings, **_CURRENCY}
_CONFIRMED = and_(invoices.c.status == Status.PROCESSED, invoices.c.confirmed_at.is_not(None))
_HAS_TOTAL = invoices.c.total_amount.is_not(None)
_MONTH = func.date_format(func.coalesce(invoices.c.issue_date, invoices.c.confirmed_at), "%Y-%m")
_SELLER = collate(func.coalesce(invoices.c.seller_name, ""), "utf8mb4_nopad_bin")
_FIELDS = func.json_extract(audit_events.c.data, "$.fields")
_CORRECTED_FIELDS = func.json_table(
    audit_events.c.data,
    literal_column("'$.fields[*]' COLUMNS (field VARCHAR(200) COLLATE utf8mb4_nopad_bin PATH '$')"),
).table_valued("field", name="corrected_fields")

_RULES: Mapping[FigureKind, _Rule] = {
    FigureKind.LISTED: _Rule(rows=true(), key=_STATE, sums=_AMOUNTS),
    FigureKind.ISSUED: _Rule(
        rows=invoices.c.issue_date.is_not(None), key={**_STATE, "day": invoices.c.issue_date}, sums=_AMOUNTS
    ),
    FigureKind.RECEIVED: _Rule(rows=true(), key={"day": func.date(invoices.c.created_at)}),
    FigureKind.CONFIRMED: _Rule(
        rows=_CONFIRMED,
        key={
            "day": func.date(invoices.c.confirmed_at),
            **_CURRENCY,
            "label": case((_HAS_TOTAL, _MONTH), else_=""),
        },
        sums=_OF_CONFIRMED,
    ),
    FigureKind.SELLER: _Rule(
        rows=and_(_CONFIRMED, _HAS_TOTAL, _SELLER != ""),
        key={
            "day": cast(func.date_format(invoices.c.confirmed_at, "%Y-%m-01"), Date),
            **_CURRENCY,
            "label": _SELLER,
        },
        sums=_OF_CONFIRMED,
        many=True,
    ),
    FigureKind.WAITING: _Rule(
        rows=invoices.c.status == Status.WAITING_VALIDATION,
        key={"day": func.date(invoices.c.created_at), **_CURRENCY},
        sums=_TOTAL,
    ),
    FigureKind.FIELD: _Rule(
        rows=audit_events.c.type == AuditEventType.CORRECTED,
        of=audit_events.join(_CORRECTED_FIELDS, true()),
        key={"day": func.date(audit_events.c.created_at), "label": _CORRECTED_FIELDS.c.field},
    ),
    FigureKind.PERSON: _Rule(
        rows=audit_events.c.type.in_(PERSONAL),
        of=audit_events,
        key={
            "status": audit_events.c.type,
            "day": func.date(audit_events.c.created_at),
            "label": collate(audit_events.c.actor, "utf8mb4_nopad_bin"),
        },
        number=case(
            (audit_events.c.type != AuditEventType.CORRECTED, 1),
            (func.json_type(_FIELDS) == "ARRAY", func.json_length(_FIELDS)),
            else_=0,
        ),
    ),
}
