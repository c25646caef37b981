"""The candidates for the net amount and for the tax, with what speaks for each.

The net amount is one printed amount, or the sum of the bases of the tax breakdown. The tax is one printed amount, or
the sum of several: CGST and SGST, TPS and TVQ, VAT of two rates.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from math import log

from functions.extract.local.fields.amount_features import in_prose, label_features
from functions.extract.local.fields.beside_totals import named_amounts
from functions.extract.local.fields.totals import SLACK, agrees, as_printed, in_cents
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import BESIDE_TAX, WITHHOLDINGS
from functions.extract.local.links.amounts import LabelledAmount
from functions.extract.local.links.money import Money, total_of
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.labels import named_cell
from functions.extract.local.rank import Candidate

MOST_PARTS = 4
"""Taxes of one invoice that are summed at most: more rows are a list of something else."""

MOST_TAXES = 8
"""Distinct taxes of which the sums are tried."""

NEIGHBOURS = 2
"""Rows from one row of a block to the next at most: one may wrap."""

HIGHEST_SHARE = Decimal("0.4")
"""Of the largest amount that a tax can be."""

TOTALS = (Label.TOTAL, Label.DUE)

Features = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What every candidate is compared with."""

    largest: Decimal
    by_amount: Mapping[Amount, Sequence[LabelledAmount]]
    nets: set[Decimal]
    taxes: set[Decimal]
    totals: set[Decimal]
    rates: set[Decimal]
    columns: set[Decimal]
    terms: set[int]
    order: Mapping[Amount, int]


def _around(money: Money) -> _Around:
    totals = money.last_values(*TOTALS)
    wholes = [item.amount for item in money.by_label(*TOTALS, Label.GROSS) if not in_prose(item.amount)]
    others = [amount for amount in money.amounts if money.sum(amount)]
    return _Around(
        largest=max((amount.value for amount in wholes or others if amount.value > 0), default=Decimal(1)),
        by_amount=money.by_amount,
        nets=money.last_values(Label.NET),
        taxes=money.last_values(Label.TAX),
        totals=totals,
        rates={abs(amount.value) for amount in money.amounts if amount.percent},
        columns=money.column_sums,
        terms=money.pages_of_terms,
        order={amount: index for index, amount in enumerate(money.amounts)},
    )


def net_candidates(money: Money) -> list[Candidate[Decimal]]:
    """Each distinct amount that is printed, and the sum of the bases of the tax breakdown. `money` is upright."""
    around = _around(money)
    distinct: dict[Decimal, list[Amount]] = {}
    for amount in money.amounts:
        if money.sum(amount) or (not amount.percent and _completes(amount, around)):
            distinct.setdefault(in_cents(amount.value), []).append(amount)
    bases, of_bases = total_of(money.bases), frozenset(money.bases)
    lines, of_lines = total_of(money.lines), frozenset(money.lines)
    found = []
    for value, printed in distinct.items():
        features = _common(printed, around)
        features["complement"] = 1.0 if any(agrees(value + tax, around.totals) for tax in around.taxes if tax) else 0.0
        features["with_tax_in_total"] = 1.0 if value in around.totals else 0.0
        features["lines_sum"] = 1.0 if len(money.lines) > 1 and value == lines else 0.0
        features["line"] = 1.0 if value in of_lines and len(printed) == 1 else 0.0
        features["breakdown"] = 1.0 if money.bases and value == bases else 0.0
        features["base"] = 1.0 if value in of_bases else 0.0
        features["column_sum"] = 1.0 if value in around.columns else 0.0
        features["largest"] = 1.0 if value == around.largest else 0.0
        features["larger"] = 1.0 if value > around.largest else 0.0
        features["ratio"] = float(min(max(value / around.largest, Decimal(0)), Decimal(1)))
        features["zero"] = 1.0 if value <= 0 else 0.0
        found.append(
            Candidate(
                value=as_printed(value, printed),
                mentions=_best_first(printed, Label.NET, around),
                features=_set(features),
            )
        )
    for parts in _sums_of_nets(money):
        value = total_of(amount.value for amount in parts)
        if in_cents(value) in distinct:
            continue
        distinct[in_cents(value)] = parts
        features = {"sum_of_bases": 1.0, "breakdown": float(bool(money.bases) and value == bases)}
        features["ratio"] = float(min(value / around.largest, Decimal(1)))
        found.append(Candidate(value=value, mentions=tuple(parts), features=_set(features)))
    return found


def _sums_of_nets(money: Money) -> Iterable[list[Amount]]:
    """The net amounts of several rates, which make one: all of the breakdown, all rows of a block that name a rate."""
    if 1 < len(money.bases) <= MOST_TAXES:
        yield from _all_printed(money, money.bases)
    named = [item.amount for item in money.by_label(Label.NET, columns=False) if _rate_beside(item.amount, money)]
    yield from (block for block in _blocks(named) if 1 < len(block) <= MOST_PARTS)
    for row in _in_columns(money, Label.NET):
        if len({amount.value for amount in row}) > 1:  # not the subtotal again, as what is taxed
            yield row


def _in_columns(money: Money, label: Label) -> Iterable[list[Amount]]:
    """The amounts of each row of sums that several headings of this label name: "IVA 21%", "IVA 10,5%", "TOTAL"."""
    headed = [item for item in money.by_label(label, *TOTALS) if item.relation is Relation.ABOVE and item.amount.value]
    rows: dict[tuple[int, int], list[LabelledAmount]] = {}
    for item in headed:
        rows.setdefault((item.amount.segment.page, item.amount.segment.row), []).append(item)
    for row in rows.values():
        parts = list(dict.fromkeys(item.amount for item in row if item.label is label and not item.amount.percent))
        if len(parts) < len(row) and 1 < len(parts) <= MOST_PARTS and len({item.found for item in row}) == len(row):
            yield parts


def tax_candidates(money: Money) -> list[Candidate[Decimal]]:
    """Each distinct amount that a tax's label names or the breakdown gives, or that is what lies between a labelled net
    amount and a labelled total beside a word for tax, and sums of these. `money` is upright."""
    around = _around(money)
    possible = [item for item in money.by_label(Label.TAX) if _possible(item.amount.value, around)]
    withheld = {one.amount.words for one in named_amounts(money, WITHHOLDINGS)}
    labelled = [item for item in possible if item.amount.words not in withheld] or possible
    distinct: dict[Decimal, list[Amount]] = {}
    for item in labelled:
        distinct.setdefault(in_cents(item.amount.value), []).append(item.amount)
    for amount in money.amounts:
        if money.sum(amount) and amount.value in money.taxes and _possible(amount.value, around):
            distinct.setdefault(in_cents(amount.value), []).append(amount)
    found: dict[Decimal, Candidate[Decimal]] = {}
    for value, prints in distinct.items():
        printed = list(dict.fromkeys(prints))
        found[value] = Candidate(
            value=as_printed(value, printed),
            mentions=_best_first(printed, Label.TAX, around),
            features=_tax_features(value, printed, money, around),
        )
    for parts in _sums_of_taxes(money, labelled, around):
        value = in_cents(total_of(amount.value for amount in parts))
        known = found.get(value)
        if known is not None and (value in distinct or len(known.mentions) <= len(parts)):
            # The sum is printed as well, or made of fewer parts: that they make it speaks for it.
            found[value] = replace(known, features={**known.features, **_of_parts(parts)})
            continue
        features = {**_tax_features(value, parts, money, around), **_of_parts(parts)}
        found[value] = Candidate(
            value=total_of(amount.value for amount in parts), mentions=tuple(parts), features=_set(features)
        )
    return list(found.values())


def _of_parts(parts: Sequence[Amount]) -> dict[str, float]:
    """What is known of a sum."""
    rows = sorted((amount.segment.page, amount.segment.row) for amount in parts)
    near = rows[0][0] == rows[-1][0] and rows[-1][1] - rows[0][1] < NEIGHBOURS * len(parts)
    return {f"parts_{min(len(parts), 3)}": 1.0, **({"one_block": 1.0} if near else {})}


def _sums_of_taxes(money: Money, labelled: Sequence[LabelledAmount], around: _Around) -> Iterable[list[Amount]]:
    """The taxes of a document that make one: those that close a net amount and a total, all rows of a block, all of a
    row of sums, all of the breakdown. A tax that is printed again in a summary is not added twice."""
    by_name: dict[tuple[str, Decimal], Amount] = {}
    for item in labelled:
        if item.amount.value:
            by_name.setdefault((item.found.folded, item.amount.value), item.amount)
    taxes = list(dict.fromkeys((*by_name.values(), *_unnamed_taxes(money, labelled, around))))
    for size in range(2, MOST_PARTS + 1):
        for parts in combinations(taxes[:MOST_TAXES], size):
            value = total_of(amount.value for amount in parts)
            closes = any(agrees(net + value, around.totals) for net in (*around.nets, *around.totals))
            if closes and _possible(value, around):
                yield list(parts)
    for block in _blocks(item.amount for item in labelled if item.relation is not Relation.ABOVE and item.amount.value):
        if 1 < len(block) <= MOST_PARTS:
            yield block
    feet = list(dict.fromkeys(item.amount for item in labelled if item.foot and item.amount.value))
    for row in {(amount.segment.page, amount.segment.row) for amount in feet}:
        of_row = [amount for amount in feet if (amount.segment.page, amount.segment.row) == row]
        if 1 < len(of_row) <= MOST_PARTS:
            yield of_row
    if 1 < len(money.taxes) <= MOST_TAXES:
        yield from _all_printed(money, money.taxes)
    yield from _in_columns(money, Label.TAX)


def _unnamed_taxes(money: Money, labelled: Sequence[LabelledAmount], around: _Around) -> Iterator[Amount]:
    """Amounts whose name is not known, as it is misread ("TV0 9.975%  6.31"), in the row before or after a tax at a
    printed rate of a labelled net amount, and themselves at the rate in their row of one."""
    of_nets = [item.amount.segment for item in labelled if item.amount.value and _at_a_rate(item.amount.value, around)]
    rows = {(segment.page, segment.row) for segment in of_nets}
    for page, row in sorted({(page, row + step) for page, row in rows for step in (-1, 1)} - rows):
        printed = money.by_row.get((page, row), ())
        rates = [amount.value for amount in printed if amount.percent]
        if not rates or named_cell(money.layout.page(page).rows[row].segments, BESIDE_TAX) is not None:
            continue  # "IRPF 15 %" is withheld
        for amount in printed:
            if money.sum(amount) and amount not in around.by_amount and _at_rates(amount.value, around.nets, rates):
                yield amount


def _blocks(amounts: Iterable[Amount]) -> list[list[Amount]]:
    """The last amount of each row, those of neighbouring rows together."""
    rows = {(amount.segment.page, amount.segment.row): amount for amount in amounts}
    blocks: list[list[Amount]] = []
    for (page, row), amount in sorted(rows.items(), key=lambda one: one[0]):
        last = blocks[-1][-1].segment if blocks else None
        if last is not None and last.page == page and row - last.row <= NEIGHBOURS:
            blocks[-1].append(amount)
        else:
            blocks.append([amount])
    return blocks


def _all_printed(money: Money, values: Sequence[Decimal]) -> Iterable[list[Amount]]:
    """The first print of each value, once, if all are printed."""
    first: dict[Decimal, Amount] = {}
    for amount in money.amounts:
        if money.sum(amount):
            first.setdefault(amount.value, amount)
    if all(value in first for value in values):
        yield [first[value] for value in values]


def _tax_features(value: Decimal, printed: Sequence[Amount], money: Money, around: _Around) -> Features:
    features = _common(printed, around)
    features["complement"] = 1.0 if value and any(agrees(net + value, around.totals) for net in around.nets) else 0.0
    features["rate_printed"] = 1.0 if value and _at_a_rate(value, around) else 0.0
    features["rate_in_row"] = 1.0 if any(_rate_beside(amount, money) for amount in printed) else 0.0
    features["breakdown"] = 1.0 if money.taxes and value == total_of(money.taxes) else 0.0
    features["tax_row"] = 1.0 if value in money.taxes else 0.0
    features["ratio"] = float(min(abs(value) / around.largest, Decimal(1)))
    features["zero"] = 1.0 if value == 0 else 0.0
    features["negative"] = 1.0 if value < 0 else 0.0
    return _set(features)


def _at_a_rate(value: Decimal, around: _Around) -> bool:
    """Whether it is a printed rate of a labelled net amount."""
    return _at_rates(value, around.nets, around.rates)


def _at_rates(value: Decimal, nets: Collection[Decimal], rates: Collection[Decimal]) -> bool:
    return any(abs(net * rate / 100 - value) <= SLACK for net in nets for rate in rates)


def _rate_beside(amount: Amount, money: Money) -> bool:
    row = money.layout.page(amount.segment.page).rows[amount.segment.row]
    return any("%" in segment.text for segment in row.segments)


def _common(printed: Sequence[Amount], around: _Around) -> dict[str, float]:
    """What is known of any amount."""
    features = label_features([item for amount in printed for item in around.by_amount.get(amount, ())])
    features["repeated"] = min(log(len(printed)), 2.0)
    features["down"] = max(around.order[amount] for amount in printed) / max(len(around.order), 1)
    features["prose"] = 1.0 if all(in_prose(amount) for amount in printed) else 0.0
    features["terms"] = 1.0 if all(amount.segment.page in around.terms for amount in printed) else 0.0
    features["no_cents"] = 1.0 if all(amount.decimals == 0 for amount in printed) else 0.0
    features["repaired"] = 1.0 if all(amount.repaired for amount in printed) else 0.0
    features["misread"] = (
        1.0 if any(not item.found.exact for amount in printed for item in around.by_amount.get(amount, ())) else 0.0
    )
    return features


def _completes(amount: Amount, around: _Around) -> bool:
    """Whether a bare number is exactly what a labelled tax leaves of a labelled total."""
    return amount.value > 0 and any(amount.value + tax in around.totals for tax in around.taxes if tax > 0)


def _possible(value: Decimal, around: _Around) -> bool:
    return abs(value) <= around.largest * HIGHEST_SHARE


def _best_first(printed: Sequence[Amount], label: Label, around: _Around) -> tuple[Amount, ...]:
    """The place to show as evidence: the last one that the label names beside it, else in its column, else the last."""

    def named(amount: Amount) -> int:
        own = [item for item in around.by_amount.get(amount, ()) if item.label is label]
        return 2 if any(item.relation is not Relation.ABOVE for item in own) else 1 if own else 0

    best = max(range(len(printed)), key=lambda index: (named(printed[index]), index))
    return (printed[best], *(amount for index, amount in enumerate(printed) if index != best))


def _set(features: Mapping[str, float]) -> Features:
    return {name: weight for name, weight in features.items() if weight}
