"""Allowances and charges on the whole document (BG-20, BG-21): "Less Discount 20%", "Shipping".

An amount that is called a discount or a charge may as well be one of a line, or be in the sums already. So it is taken
only where the sums need it: where the lines make the net amount, or with prices that include the tax the total, with
it and not without; or where net amount and tax make the total so.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice

from functions.extract.local.fields.beside_totals import BesideTotals
from functions.extract.local.fields.totals import SLACK
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.amounts import LabelledAmount
from functions.extract.local.links.money import Money, total_of
from functions.extract.local.links.places import Relation
from functions.extract.local.tables.lines import LineValues
from functions.extract.local.value import Value
from shared.domain.document import Word

MOST_PARTS = 5
"""Discounts and charges that are tried; an invoice with more of them has them in its lines."""


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """An allowance or a charge; its amount is positive."""

    reason: Value[str]
    amount: Value[Decimal]


@dataclass(frozen=True, kw_only=True)
class Allowances:
    """Those of a document."""

    allowances: tuple[Allowance, ...] = ()
    charges: tuple[Allowance, ...] = ()


def find_allowances(money: Money, beside: BesideTotals, lines: Sequence[LineValues]) -> Allowances:
    """Those that the sums need; none where they agree without any, or with none that is printed."""
    gaps = list(_gaps(beside, lines))
    if not gaps:
        return Allowances()
    own = {word for line in lines if line.net_amount for word in line.net_amount.words}
    parts = list(islice(_parts(money, own), MOST_PARTS))
    found: list[Part] = []
    for start, wanted in gaps:  # a discount before the net amount, and freight behind it
        rest = [part for part in parts if part not in found]
        found += _closing(rest, start, wanted) or ()
    less = [item for sign, item in found if sign < 0]
    more = [item for sign, item in found if sign > 0]
    return Allowances(allowances=tuple(map(_named, less)), charges=tuple(map(_named, more)))


def _gaps(beside: BesideTotals, lines: Sequence[LineValues]) -> Iterator[tuple[Decimal, tuple[Decimal, ...]]]:
    """(a sum, the amounts of which it should make one); those that make one already are left out."""
    totals = beside.totals
    net, tax, total = totals.net_amount, totals.tax_amount, totals.total_amount
    amounts = [line.net_amount.value for line in lines if line.net_amount is not None]
    wanted = tuple(one.value for one in (net, total) if one is not None)
    if len(amounts) == len(lines) > 0 and not _is_one_of(total_of(amounts), wanted):
        yield total_of(amounts), wanted
    closed = beside.surcharges or beside.withholdings or beside.tip or beside.rounding_amount
    if net is not None and total is not None and not closed:
        made = net.value + (tax.value if tax else Decimal(0))
        if not _is_one_of(made, (total.value,)):
            yield made, (total.value,)


def _is_one_of(made: Decimal, wanted: Iterable[Decimal]) -> bool:
    return any(abs(made - one) <= SLACK for one in wanted)


Part = tuple[int, LabelledAmount]
"""-1 for what is taken off, 1 for what is added, and the amount."""


def _parts(money: Money, own: AbstractSet[Word]) -> Iterator[Part]:
    """The labelled discounts and charges that are not the amount of a line, each once; those beside their label
    first."""
    seen: set[tuple[int, Decimal]] = set()
    labelled = money.by_label(Label.DISCOUNT, Label.CHARGE)
    for item in sorted(labelled, key=lambda one: one.relation is Relation.ABOVE):
        sign = -1 if item.label is Label.DISCOUNT else 1
        key = (sign, abs(item.amount.value))
        if item.amount.value and key not in seen and own.isdisjoint(item.amount.words):
            seen.add(key)
            yield sign, item


def _closing(parts: Sequence[Part], start: Decimal, wanted: Iterable[Decimal]) -> tuple[Part, ...] | None:
    """The fewest parts with which the sum makes one of the amounts; null if none do."""
    for size in range(1, len(parts) + 1):
        for chosen in combinations(parts, size):
            if _is_one_of(start + total_of(sign * abs(item.amount.value) for sign, item in chosen), wanted):
                return chosen
    return None


def _named(item: LabelledAmount) -> Allowance:
    page, label = item.amount.segment.page, item.found
    return Allowance(
        reason=Value(value=label.text.strip(" :"), page=label.segment.page, words=label.words, confidence=0.8),
        amount=Value(value=abs(item.amount.value), page=page, words=item.amount.words, confidence=0.85),
    )
