"""Figures: counts and sums that are kept instead of counted anew. Pure.

A row of the table `figures` is one of them: a key, and what the invoices or the events of that key add up to.
`figures_of` and `figures_of_event` are the rule: what one invoice adds, and what one event of its audit trail. Whoever
changes an invoice adds `change_of_figures` in the same transaction, and the figures of the event that goes with it, so
that the table is always the sum over all of them; `shared.adapters.recount` states the same rule in SQL, and repairs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from shared.domain.audit import AuditEventType
from shared.domain.document_kinds import DocumentKind
from shared.domain.lifecycle import Status


class FigureKind(StrEnum):
    """What is counted, and by which parts of its key; the other parts are empty."""

    LISTED = "listed"  # every invoice: status, findings, currency
    ISSUED = "issued"  # those with an issue date, which is the day: status, findings, currency
    RECEIVED = "received"  # every invoice: day (UTC)
    CONFIRMED = "confirmed"  # confirmed ones: day (UTC), currency; label: the month of the amount, empty without one
    SELLER = "seller"  # confirmed ones with seller and amount: first day of the month, currency; label: the name
    WAITING = "waiting"  # those that wait for review: day (UTC) of the receipt, currency
    FIELD = (
        "field"  # fields that a person corrected, each the first time: day (UTC); label: pointer without row numbers
    )
    PERSON = "person"  # what people did: status: the event's type, day (UTC); label: the name. Corrected values, else 1


NAMING = frozenset({FigureKind.SELLER, FigureKind.PERSON})
"""Kinds whose label is a name: it goes with the last invoice of that name."""

PERSONAL = (AuditEventType.CONFIRMED, AuditEventType.CORRECTED, AuditEventType.REJECTED)
"""The events that figures of a person count."""

NO_DAY = date.min
"""The day of a figure that has none: a part of a primary key is never null. No kind has both days and this one."""


class FigureKey(NamedTuple):
    """Which invoices a figure is about; a part that its kind does not count by, or that is not known, is empty."""

    kind: FigureKind
    status: str = ""
    day: date = NO_DAY
    findings: str = ""
    currency: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What the invoices of a key add up to: their number, how many of them no person corrected, and their amounts;
    credit notes are subtracted, missing amounts are 0."""

    count: int = 0
    untouched: int = 0
    net_amount: Decimal = Decimal(0)
    tax_amount: Decimal = Decimal(0)
    total_amount: Decimal = Decimal(0)

    def plus(self, other: "Figure") -> "Figure":
        """Both together."""
        return Figure(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    def minus(self, other: "Figure") -> "Figure":
        """What must be added to the other one to get this."""
        return Figure(**{one.name: getattr(self, one.name) - getattr(other, one.name) for one in fields(self)})


_NOTHING = Figure()

Figures = Mapping[FigureKey, Figure]
"""Figures or changes of them, by key; none of them is zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedValues:
    """The columns of an invoice's row that figures are made of; the defaults are those of a new row."""

    status: Status
    created_at: datetime
    confirmed_at: datetime | None = None
    findings: str = "none"
    corrected: bool = False
    document_type: str | None = None
    issue_date: date | None = None
    currency: str | None = None
    net_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    total_amount: Decimal | None = None
    seller_name: str | None = None

    def after(self, columns: Mapping[str, Any]) -> "CountedValues":
        """The values after these columns, and perhaps others, were written."""
        return replace(self, **{name: columns[name] for name in COUNTED_COLUMNS if name in columns})


COUNTED_COLUMNS = tuple(one.name for one in fields(CountedValues))


def counted_values(row: Mapping[Any, Any]) -> CountedValues:
    """The counted columns of a row, which may have others."""
    return CountedValues(**{name: row[name] for name in COUNTED_COLUMNS if name in row})


def figures_of(invoice: CountedValues) -> Figures:
    """What one invoice adds to the figures."""
    amounts = Figure(
        count=1,
        net_amount=_signed(invoice, invoice.net_amount),
        tax_amount=_signed(invoice, invoice.tax_amount),
        total_amount=_signed(invoice, invoice.total_amount),
    )
    listed = FigureKey(
        kind=FigureKind.LISTED,
        status=invoice.status,
        findings=invoice.findings,
        currency=invoice.currency or "",
    )
    made = {
        listed: amounts,
        FigureKey(kind=FigureKind.RECEIVED, day=_day(invoice.created_at)): Figure(count=1),
    }
    if invoice.issue_date is not None:
        made[listed._replace(kind=FigureKind.ISSUED, day=invoice.issue_date)] = amounts
    if invoice.status == Status.WAITING_VALIDATION:
        waiting = FigureKey(kind=FigureKind.WAITING, day=_day(invoice.created_at), currency=listed.currency)
        made[waiting] = Figure(count=1, total_amount=amounts.total_amount)
    if invoice.status == Status.PROCESSED and invoice.confirmed_at is not None:
        made |= _of_confirmed(invoice, _day(invoice.confirmed_at), amounts.total_amount)
    return made


def figures_of_event(type_: str | None, data: Mapping[str, Any] | None, *, actor: str, at: datetime) -> Figures:
    """What one event of an audit trail adds to the figures."""
    if type_ not in PERSONAL:
        return {}
    day = _day(at)
    person = FigureKey(kind=FigureKind.PERSON, status=type_, day=day, label=actor)
    if type_ != AuditEventType.CORRECTED:
        return {person: Figure(count=1)}
    fields_of_event = (data or {}).get("fields") or []
    made = {FigureKey(kind=FigureKind.FIELD, day=day, label=name): Figure(count=1) for name in fields_of_event}
    return {**made, person: Figure(count=len(made))} if made else {}


def change_of_figures(old: CountedValues | None, new: CountedValues | None) -> Figures:
    """What a change of one invoice adds to the figures; None: there was or is no such invoice."""
    if old == new:
        return {}
    before = figures_of(old) if old is not None else {}
    return difference(before, figures_of(new) if new is not None else {})


def difference(old: Figures, new: Figures) -> Figures:
    """What must be added to the old figures to get the new ones."""
    changed = (key for key in old.keys() | new.keys() if old.get(key, _NOTHING) != new.get(key, _NOTHING))
    return {key: new.get(key, _NOTHING).minus(old.get(key, _NOTHING)) for key in changed}


def summed(changes: Iterable[Figures]) -> Figures:
    """All together."""
    total: dict[FigureKey, Figure] = {}
    for change in changes:
        for key, one in change.items():
            total[key] = total.get(key, _NOTHING).plus(one)
    return {key: one for key, one in total.items() if one != _NOTHING}


def _of_confirmed(invoice: CountedValues, day: date, total: Decimal) -> dict[FigureKey, Figure]:
    confirmed = FigureKey(kind=FigureKind.CONFIRMED, day=day, currency=invoice.currency or "")
    if invoice.total_amount is not None:
        confirmed = confirmed._replace(label=(invoice.issue_date or day).isoformat()[: len("2026-01")])
    made = {confirmed: Figure(count=1, untouched=int(not invoice.corrected), total_amount=total)}
    if invoice.seller_name and invoice.total_amount is not None:
        seller = confirmed._replace(kind=FigureKind.SELLER, day=day.replace(day=1), label=invoice.seller_name)
        made[seller] = made[confirmed]
    return made


def _signed(invoice: CountedValues, amount: Decimal | None) -> Decimal:
    """A credit note is subtracted, whichever sign it is printed with."""
    if amount is None:
        return Decimal(0)
    return -abs(amount) if invoice.document_type == DocumentKind.CREDIT_NOTE else amount


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
