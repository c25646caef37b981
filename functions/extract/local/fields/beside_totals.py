"""Amounts between net, tax and total, or between the total and the amount payable: withheld taxes, surcharges, a
rounding, a tip.

Each is a row that begins with its name and ends with its amount, or an amount under its name in a row of headings.
They are kept only where the totals need them: where net and tax make the total, or the total makes the amount due, with
them and not without.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, combinations

from functions.extract.layout import Segment, overlap
from functions.extract.local.fields.payable import ChosenTotals
from functions.extract.local.fields.totals import SLACK
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import SURCHARGES, WITHHOLDINGS
from functions.extract.local.links.money import Money, total_of
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.labels import beginnings, named_cell
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.value import Value
from shared.domain.normalising import fold

MOST_ROWS = 6
"""Withholdings or surcharges of one invoice at most; more rows of their names are a list of something else."""

_HIGHEST_RATE = 50
LARGEST_ROUNDING = 5  # forints: the largest coin that sums are rounded to


@dataclass(frozen=True, kw_only=True)
class NamedAmount:
    """A withheld tax or a surcharge; its amount is positive. `tax_rate`: that of a surcharge that is taxed itself."""

    name: Value[str]
    rate: Value[Decimal] | None
    amount: Value[Decimal]
    tax_rate: Value[Decimal] | None = None


@dataclass(frozen=True, kw_only=True)
class BesideTotals:
    """The parts that agree with the totals, and the totals that agree with them."""

    totals: ChosenTotals
    withholdings: tuple[NamedAmount, ...] = ()
    surcharges: tuple[NamedAmount, ...] = ()
    rounding_amount: Value[Decimal] | None = None
    tip: Value[Decimal] | None = None


def beside_totals(money: Money, totals: ChosenTotals) -> BesideTotals:
    """The parts that close the gaps between the totals; none where the totals have no gap, or none that fits."""
    net, total, due = totals.net_amount, totals.total_amount, totals.amount_due
    if net is None or total is None:
        return BesideTotals(totals=totals)
    withheld, added = (named_amounts(money, names) for names in (WITHHOLDINGS, SURCHARGES))
    if totals.tax_amount is None:
        return _untaxed(money, totals, net, total, withheld)
    tax = _without(totals.tax_amount, added)
    parts = {
        "surcharges": _sum(added),
        "withholdings": -_sum(withheld),
        "rounding_amount": _value_of(_rounding(money)),
        "tip": _value_of(_tip(money)),
    }
    in_total = _closing(parts, total.value - net.value - tax.value)
    if in_total is None:
        # What is withheld may be off the total, or not.
        open_total = replace(total, ambiguous=True) if withheld else total
        return BesideTotals(totals=replace(totals, total_amount=open_total))
    rest = {name: amount for name, amount in parts.items() if name not in in_total}
    paid = totals.paid_amount
    if paid is not None and paid.value == -rest.get("withholdings", Decimal(0)):
        paid = None  # "ritenuta d'acconto" is no "acconto"
    left = due.value - total.value + (paid.value if paid else Decimal(0)) if due is not None else Decimal(0)
    kept = {*in_total, *(_closing(rest, left) or ())}
    if "withholdings" in in_total:  # printed after the withheld tax, so it is the amount payable
        due = total if due is None or due.value == total.value else due
        total = _with_withheld(total, _sum(withheld), money, net, tax)
    return BesideTotals(
        totals=replace(
            totals,
            total_amount=total,
            tax_amount=tax if "surcharges" in kept else totals.tax_amount,
            paid_amount=paid if "withholdings" in kept else totals.paid_amount,
            amount_due=due,
        ),
        withholdings=tuple(withheld) if "withholdings" in kept else (),
        surcharges=tuple(added) if "surcharges" in kept else _taxed(added, net.value, tax.value, money),
        rounding_amount=_rounding(money) if "rounding_amount" in kept else None,
        tip=_tip(money) if "tip" in kept else None,
    )


def _taxed(added: Sequence[NamedAmount], net: Decimal, tax: Decimal, money: Money) -> tuple[NamedAmount, ...]:
    """The surcharges that the net amount holds beside the lines, at the printed rate of the tax on it."""
    rates = [one for one in money.amounts if one.percent and one.value and abs(net * one.value / 100 - tax) <= SLACK]
    if not added or not rates or total_of(money.lines) + _sum(added) != net:
        return ()
    return tuple(replace(one, tax_rate=_value(rates[0])) for one in added)


def _untaxed(
    money: Money, totals: ChosenTotals, net: Value[Decimal], total: Value[Decimal], withheld: Sequence[NamedAmount]
) -> BesideTotals:
    """Of a document without a tax: what is called its total may be what the withheld taxes leave of the net amount
    ("Total honorarios", "Impto. retenido", "Total")."""
    if not withheld or total.value + _sum(withheld) != net.value:
        return BesideTotals(totals=totals)
    whole = _with_withheld(total, _sum(withheld), money, net)
    return BesideTotals(totals=replace(totals, total_amount=whole, amount_due=total), withholdings=tuple(withheld))


def _with_withheld(
    total: Value[Decimal], withheld: Decimal, money: Money, net: Value[Decimal], tax: Value[Decimal] | None = None
) -> Value[Decimal]:
    """The total where only what is left after a withholding is printed, never sure: as printed where the page calls it
    the total, with the one before anything is withheld (BT-112) as its first alternative; that one, at the places of
    net amount and tax, where the page says only that the printed one is due."""
    words = (*net.words, *(tax.words if tax is not None and tax.page == net.page else ()))
    whole = replace(total, value=total.value + withheld, page=net.page, words=words, ambiguous=True, alternatives=())
    if total.value in money.last_values(Label.TOTAL):
        return replace(total, ambiguous=True).offering(whole)
    return whole.offering(total)


def _without(tax: Value[Decimal], surcharges: Sequence[NamedAmount]) -> Value[Decimal]:
    """The tax less the surcharges that were added to it: "Percepción IVA" reads like a tax of another rate."""
    for one in surcharges:
        own = set(one.amount.words)
        rest = tuple(word for word in tax.words if word not in own)
        if rest and len(rest) < len(tax.words):
            tax = replace(tax, value=tax.value - one.amount.value, words=rest)
    return tax


def _closing(parts: dict[str, Decimal], gap: Decimal) -> tuple[str, ...] | None:
    """The fewest parts that sum up to the gap: empty for no gap, null if no parts do."""
    given = [name for name, amount in parts.items() if amount]
    for size in range(len(given) + 1):
        for chosen in combinations(given, size):
            if abs(sum((parts[name] for name in chosen), Decimal(0)) - gap) <= SLACK:
                return chosen
    return None


def named_amounts(money: Money, names: AbstractSet[tuple[str, ...]]) -> list[NamedAmount]:
    """The amounts of the rows that begin with one of the names, and those under headings that do, each once."""
    return _distinct(chain(_named(money, names), _headed(money, names)))


def _named(money: Money, names: AbstractSet[tuple[str, ...]]) -> Iterator[NamedAmount]:
    for row in money.layout.rows:
        printed = money.by_row.get((row.page, row.index), [])
        sums = [amount for amount in printed if money.sum(amount) and amount.value]
        label = named_cell(row.segments, names) if sums else None
        if label is None:
            continue
        rates = [amount for amount in printed if amount.percent and 0 < abs(amount.value) <= _HIGHEST_RATE]
        yield NamedAmount(
            name=_name(Mention(segment=label, start=0, end=len(label.text)), printed),
            rate=_positive(rates[0]) if rates else None,
            amount=_positive(sums[-1]),
        )


def _headed(money: Money, names: AbstractSet[tuple[str, ...]]) -> Iterator[NamedAmount]:
    """ "Neto Gravado   IVA 21%   Perc. IIBB   TOTAL" over a row of sums."""
    for row in money.layout.rows:
        under = [one for one in money.by_row.get((row.page, row.index + 1), ()) if money.sum(one)]
        if max(len(row.segments), len(under)) < LEAST_HEADINGS or not under:
            continue
        if any(money.sum(amount) for amount in money.by_row.get((row.page, row.index), ())):
            continue
        for heading in chain.from_iterable(map(_headings, row.segments)):
            if heading.text.startswith("%") or names.isdisjoint(beginnings(heading.text)):
                continue
            found = [one for one in under if one.value and overlap(one.box, heading.box)]
            if len(found) == 1:
                yield NamedAmount(name=_name(heading, ()), rate=None, amount=_positive(found[0]))


def _headings(segment: Segment) -> Iterator[Mention]:
    """The headings of a cell: another begins behind a rate ("IVA 21% IRPF 15% Total factura")."""
    start = 0
    for rate in _RATE.finditer(segment.text):
        yield Mention(segment=segment, start=start, end=rate.end("rate"))
        start = rate.end()
    yield Mention(segment=segment, start=start, end=len(segment.text))


_RATE = re.compile(r"(?P<rate>\d+(?:[.,]\d+)?\s?%)\s(?=\S)")
LEAST_HEADINGS = 3


def _name(cell: Mention, amounts: Sequence[Amount]) -> Value[str]:
    segment = cell.segment
    end = min((amount.start for amount in amounts if amount.segment is segment), default=cell.end)
    words = segment.words_between(cell.start, end)
    text = segment.text[cell.start : end].strip(" :-−–(+")
    return Value(value=text, page=segment.page, words=words, confidence=0.8)


def _distinct(found: Iterator[NamedAmount]) -> list[NamedAmount]:
    """Each once: a summary prints them again."""
    by_value = {(fold(one.name.value), one.amount.value): one for one in found}
    return list(by_value.values()) if len(by_value) <= MOST_ROWS else []


def _rounding(money: Money) -> Value[Decimal] | None:
    found = [
        item.amount
        for item in money.by_label(Label.ROUNDING, columns=False)
        if 0 < abs(item.amount.value) < LARGEST_ROUNDING
    ]
    return _value(found[-1]) if found else None


def _tip(money: Money) -> Value[Decimal] | None:
    found = [item.amount for item in money.by_label(Label.TIP, columns=False) if item.amount.value > 0]
    return _value(found[0]) if found else None  # suggested tips are printed below


def _value(amount: Amount) -> Value[Decimal]:
    return Value(value=amount.value, page=amount.segment.page, words=amount.words, confidence=0.85)


def _positive(amount: Amount) -> Value[Decimal]:
    return _value(amount).with_value(abs(amount.value))


def _value_of(value: Value[Decimal] | None) -> Decimal:
    return value.value if value else Decimal(0)


def _sum(found: Sequence[NamedAmount]) -> Decimal:
    return sum((one.amount.value for one in found), Decimal(0))
