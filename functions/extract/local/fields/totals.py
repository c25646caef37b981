"""The candidates for the total: every printed amount of money, with what speaks for it.

The evidence (its labels, its place, whether net and tax or cash and change add up to it) becomes features; `rank.py`
weighs them, and `choose.py` takes the total with the net amount and the tax that agree with it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log

from functions.extract.layout import Layout
from functions.extract.local.fields.amount_features import in_prose, label_features
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.phrases import BARE_TOTALS, TAX_SUMMARY
from functions.extract.local.links.money import Money, total_of
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.rank import Candidate

CENT, MILL = Decimal("0.01"), Decimal("0.001")
SLACK = Decimal("0.021")
"""Rounding of two parts, and of Malaysian, Swiss or Swedish cash sums to 5 cents, is forgiven elsewhere."""

NEAR = (Decimal("0.00"), CENT, -CENT, 2 * CENT, -2 * CENT)
"""Differences within the slack."""


PARTS = frozenset(
    {Label.PAID, Label.CHARGE, Label.DISCOUNT, Label.TIP, Label.ROUNDING, Label.COMMISSION, Label.PREVIOUS}
)
"""Labels of what is added to a total, or taken from it."""

Features = Mapping[str, float]


def total_candidates(money: Money) -> list[Candidate[Decimal]]:
    """Each distinct amount with its features; empty if no money is printed. `money` is upright: where the sums are
    printed with a minus, that of the same document without it."""
    pool = [amount for amount in money.amounts if money.sum(amount) and not _bare_part(amount, money)]
    if not pool:
        pool = [
            item.amount
            for item in money.labelled
            if item.label in (Label.TOTAL, Label.DUE) and not item.amount.percent and item.amount.value > 0
        ]
    distinct: dict[Decimal, list[Amount]] = {}
    for amount in pool:
        distinct.setdefault(in_cents(amount.value), []).append(amount)
    shared = _shared(money, distinct)
    named = {item.amount for item in money.by_label(Label.TOTAL, Label.DUE, columns=False)}
    return [
        Candidate(
            value=as_printed(value, printed),
            mentions=_best_first(named, printed),
            features=_features(value, printed, shared, money),
        )
        for value, printed in distinct.items()
    ]


def _bare_part(amount: Amount, money: Money) -> bool:
    """Whether it is a number without decimals and sign that is called only a part of a total: in the box of a form
    "Entrada" is no down payment, and the number beside it no money."""
    return amount in money.plain and all(item.label in PARTS for item in money.by_amount[amount])


def in_cents(value: Decimal) -> Decimal:
    """With two decimals, or three where it has them: the dinars of Tunisia, Kuwait and Bahrain do (ISO 4217)."""
    return value.quantize(MILL if value % CENT else CENT)


def as_printed(value: Decimal, printed: Sequence[Amount]) -> Decimal:
    """With the decimals of its print: 1400 stays 1400."""
    return next((amount.value for amount in printed if amount.value == value), value)


def _best_first(named: Collection[Amount], printed: Sequence[Amount]) -> tuple[Amount, ...]:
    """The place to show as evidence: the last one labelled as the total."""
    best = [amount for amount in printed if amount in named] or list(printed)
    return (best[-1], *(amount for amount in printed if amount is not best[-1]))


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What every candidate is compared with."""

    largest: Decimal
    sums: Mapping[str, set[Decimal]]
    order: Mapping[Amount, float]  # 0..1, how far down the document
    height: float
    last_total: float
    first_tender: float
    tax_summary: float  # where a table of taxes begins, 0..1 down the document; 2 if there is none
    before_rounding: set[Decimal]
    before_payment: set[Decimal]
    after_payment: set[Decimal]
    with_previous: set[Decimal]
    before_previous: set[Decimal]
    columns: set[Decimal]
    terms: set[int]
    row_sizes: Mapping[tuple[int, int], int]


def _shared(money: Money, distinct: Mapping[Decimal, Sequence[Amount]]) -> _Shared:
    others = money.values(Label.OTHER_AMOUNT) - money.values(Label.TOTAL, Label.DUE)  # a base may be as large
    others |= money.values(Label.CASH, Label.CHANGE, Label.COUNT)
    positive = [value for value in distinct if value > 0 and value not in others]
    pages = max(len(money.layout.pages), 1)
    order = {amount: (amount.segment.page - 1 + amount.segment.middle) / pages for amount in money.amounts}
    totals = [order[item.amount] for item in money.by_label(Label.TOTAL, Label.DUE, columns=False)]
    tender = [order[item.amount] for item in money.by_label(Label.CASH, Label.CHANGE, columns=False)]
    before_payment, after_payment = _around_payment(money)
    before_previous, with_previous = _around_previous(money)
    heights = sorted(amount.segment.line_height for printed in distinct.values() for amount in printed)
    return _Shared(
        largest=max(positive, default=Decimal(1)),
        sums=_sums(money),
        order=order,
        height=heights[len(heights) // 2] if heights else 0.01,
        last_total=max(totals, default=0.0),
        first_tender=min(tender, default=1.0),
        tax_summary=_tax_summary(money.layout),
        before_rounding=_before_rounding(money),
        before_payment=before_payment,
        after_payment=after_payment,
        with_previous=with_previous,
        before_previous=before_previous,
        columns=money.column_sums,
        terms=money.pages_of_terms,
        row_sizes=Counter((a.segment.page, a.segment.row) for a in money.amounts if money.sum(a)),
    )


def _tax_summary(layout: Layout) -> float:
    """How far down a table of taxes begins; its own "Total" is not the invoice's."""
    pages = max(len(layout.pages), 1)
    for row in layout.rows:
        if TAX_SUMMARY.search(row.text):
            return (row.page - 1 + row.middle) / pages
    return 2.0


def _before_rounding(money: Money) -> set[Decimal]:
    """Totals that a printed rounding turns into another printed amount."""
    rounding = {value for value in money.last_values(Label.ROUNDING) if value and abs(value) < 1}
    printed = {amount.value for amount in money.amounts if money.sum(amount)}
    return {t for t in money.last_values(Label.TOTAL, Label.NET) for r in rounding if t + r in printed}


NO_PAYMENT = frozenset(
    {Label.COMMISSION, Label.DISCOUNT, Label.ROUNDING, Label.CHANGE, Label.TAX, Label.NET, Label.TOTAL, Label.DUE}
)


def _around_payment(money: Money) -> tuple[set[Decimal], set[Decimal]]:
    """Totals from which an earlier payment is deducted, and the amount due then (BT-112, BT-113, BT-115)."""
    paid = {abs(value) for value in money.last_values(Label.PAID)} | {
        -amount.value
        for amount in money.amounts
        if money.sum(amount)
        and amount.value < 0
        and NO_PAYMENT.isdisjoint(item.label for item in money.by_amount.get(amount, ()))
    }
    due = money.last_values(Label.DUE)
    pairs = [(t, t - p) for t in money.last_values(Label.TOTAL) for p in paid if 0 < p <= t and t - p in due]
    return {before for before, _ in pairs}, {after for _, after in pairs}


def _around_previous(money: Money) -> tuple[set[Decimal], set[Decimal]]:
    """Totals to which an older debt is added, and what is due then: the debt is no part of this invoice's total."""
    debts = {value for value in money.last_values(Label.PREVIOUS) if value}
    due = money.last_values(Label.DUE, Label.TOTAL)
    pairs = [(t, t + debt) for t in money.last_values(Label.TOTAL) for debt in debts if t + debt in due]
    return {before for before, _ in pairs}, {after for _, after in pairs}


def _sums(money: Money) -> dict[str, set[Decimal]]:
    """Sums that a total may have to agree with, by what they are made of."""
    net, tax = money.last_values(Label.NET), money.last_values(Label.TAX)
    totals = money.last_values(Label.TOTAL, Label.DUE)
    rounding = {value for value in money.last_values(Label.ROUNDING) if abs(value) <= 1} | {Decimal(0)}
    extras = money.last_values(Label.CHARGE, Label.TIP)
    less = {abs(value) for value in money.last_values(Label.DISCOUNT, Label.COMMISSION)}
    cash, change = money.last_values(Label.CASH, Label.PAID), {abs(value) for value in money.last_values(Label.CHANGE)}
    gross = money.last_values(Label.GROSS) | money.last_values(Label.TOTAL)
    net_tax = {n + t for n in net for t in tax if t and n != t and abs(t) < abs(n)}
    return {
        "net_tax": net_tax,
        "net_tax_more": {s + e + r for s in net_tax | net for e in extras | {Decimal(0)} for r in rounding if e or r}
        | {s - d for s in net_tax | net for d in less if d},
        "cash_change": {c - h for c in cash for h in change if c >= h and c > 0},
        "rounded": {t + r for t in totals | net for r in rounding if r},
        "after_commission": {
            g - c for g in gross for c in {abs(v) for v in money.last_values(Label.COMMISSION)} if c and g > c
        },
        "tip": {s + e for s in totals for e in money.last_values(Label.TIP) if e},
        "with_credit": {s + p for s in net_tax | net for p in money.last_values(Label.PREVIOUS) if p < 0},
        "lines": {total_of(money.lines)} if len(money.lines) > 1 else set(),
        "breakdown": {total_of(money.bases) + total_of(money.taxes)} if money.bases and money.taxes else set(),
    }


def agrees(value: Decimal, sums: Collection[Decimal]) -> bool:
    """Whether a sum differs from it by what two roundings may make."""
    return any(value + difference in sums for difference in NEAR)


def _features(
    value: Decimal,
    printed: Sequence[Amount],
    shared: _Shared,
    money: Money,
) -> Features:
    own = [item for amount in printed for item in money.by_amount.get(amount, ())]
    features = label_features(own)
    for item in own:
        if item.relation is Relation.BELOW:
            features["under_label"] = 1.0
        if item.label is Label.TOTAL and item.relation is not Relation.ABOVE:
            bare = item.found.folded in BARE_TOTALS
            features["total_bare" if bare else "total_named"] = 1.0
            if abs(shared.order[item.amount] - shared.last_total) < 1e-6:
                features["total_last"] = 1.0
            if not item.found.exact:
                features["label_misread"] = 1.0
    for name, sums in shared.sums.items():
        if value in sums:
            features[f"sum_{name}"] = 1.0
        elif name not in ("rounded", "lines") and agrees(value, sums):
            features[f"near_{name}"] = 1.0
    if value > 0:
        ratio = float(value / shared.largest)
        features["largest"] = 1.0 if value == shared.largest else 0.0
        features["larger_than_largest"] = 1.0 if ratio > 1 else 0.0
        features["ratio"] = min(ratio, 1.0)
    else:
        features["zero" if value == 0 else "negative"] = 1.0
    features["repeated"] = min(log(len(printed)), 2.0)
    down = max(shared.order[amount] for amount in printed)
    features["down"] = down
    features["after_tender"] = 1.0 if min(shared.order[a] for a in printed) > shared.first_tender + 1e-6 else 0.0
    features["tall"] = min(max(amount.segment.line_height for amount in printed) / shared.height - 1, 2.0)
    features["sign"] = 1.0 if any(amount.sign for amount in printed) else 0.0
    features["repaired"] = 1.0 if all(amount.repaired for amount in printed) else 0.0
    features["no_cents"] = 1.0 if all(amount.decimals == 0 for amount in printed) else 0.0
    first = min(printed, key=lambda amount: shared.order[amount])
    if all(shared.order[amount] > shared.tax_summary for amount in printed):
        features["tax_summary"] = 1.0
    elif any(shared.order[amount] > shared.tax_summary for amount in printed):
        features["tax_summary_too"] = 1.0
    features["before_rounding"] = 1.0 if value in shared.before_rounding else 0.0
    features["before_payment"] = 1.0 if value in shared.before_payment else 0.0
    features["after_payment"] = 1.0 if value in shared.after_payment - shared.before_payment else 0.0
    features["before_previous"] = 1.0 if value in shared.before_previous else 0.0
    features["with_previous"] = 1.0 if value in shared.with_previous - shared.before_previous else 0.0
    features["column_sum"] = 1.0 if value in shared.columns else 0.0
    features["prose"] = 1.0 if all(in_prose(amount) for amount in printed) else 0.0
    features["terms"] = 1.0 if all(amount.segment.page in shared.terms for amount in printed) else 0.0
    features["plain"] = 1.0 if all(amount in money.plain for amount in printed) else 0.0
    features["crowded_row"] = 1.0 if shared.row_sizes[(first.segment.page, first.segment.row)] > 1 else 0.0
    features["alone"] = 1.0 if any(len(amount.segment.words) == len(amount.words) for amount in printed) else 0.0
    return {name: weight for name, weight in features.items() if weight}
