"""Total, net, tax, paid and due, chosen together.

Every printed amount is a candidate for the total. The evidence for it (its labels, its place, whether net and tax
or cash and change add up to it) becomes features; a linear model weighs them (`rank.py`), and the rest is chosen so
that it agrees with the winner.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from math import log

from functions.extract.layout import Layout
from functions.extract.local.fields.tax_breakdown import TaxRow
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.amounts import LabelledAmount
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.rank import LinearModel, ranked
from functions.extract.local.value import Value
from shared.domain.normalising import fold

TAX_SUMMARY = re.compile(
    r"\b(?:gst|tax|vat|sst)\s*(?:summary|analysis|breakdown|code)|summary of (?:gst|tax|vat)|steuer\s*(?:satz|aufschl)",
    re.IGNORECASE,
)

CENT = Decimal("0.01")
SLACK = Decimal("0.021")
"""Rounding of two parts, and of Malaysian, Swiss or Swedish cash sums to 5 cents, is forgiven elsewhere."""

BARE_TOTALS = frozenset(
    map(fold, ("total", "totale", "totaal", "totalt", "summe", "gesamt", "brutto", "suma", "summa", "ttc"))
)

Features = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class ChosenTotals:
    """The header amounts that were found; each null if the document does not give it."""

    total_amount: Value[Decimal] | None = None
    net_amount: Value[Decimal] | None = None
    tax_amount: Value[Decimal] | None = None
    paid_amount: Value[Decimal] | None = None
    amount_due: Value[Decimal] | None = None


@dataclass(frozen=True, kw_only=True)
class Money:
    """All printed amounts and their labels."""

    layout: Layout
    amounts: tuple[Amount, ...]
    labelled: tuple[LabelledAmount, ...]

    def by_label(self, *labels: Label, columns: bool = True) -> list[LabelledAmount]:
        """The amounts that have these labels; without `columns` only those beside or below their label."""
        return [
            item
            for item in self.labelled
            if item.label in labels and (columns or item.relation is not Relation.ABOVE) and usable(item.amount)
        ]

    def values(self, *labels: Label) -> set[Decimal]:
        return {item.amount.value for item in self.by_label(*labels)}


def usable(amount: Amount) -> bool:
    """May be a sum of money: no rate, and not a bare number without decimals or sign."""
    return amount.money and abs(amount.value) < Decimal(10) ** 12


def total_candidates(money: Money) -> list[tuple[Decimal, list[Amount], Features]]:
    """Each distinct amount, where it is printed, and its features; empty if no money is printed. Where the sums are
    printed with a minus (a credit note), the features are those of the same document without it."""
    if not _turned(money):
        return _candidates(money)
    positive = {amount: replace(amount, value=-amount.value) for amount in money.amounts}
    printed = {turned: amount for amount, turned in positive.items()}
    labelled = tuple(replace(item, amount=positive[item.amount]) for item in money.labelled)
    turned = replace(money, amounts=tuple(positive.values()), labelled=labelled)
    return [
        (-value, [printed[amount] for amount in amounts], features) for value, amounts, features in _candidates(turned)
    ]


def _turned(money: Money) -> bool:
    """Whether most sums are negative."""
    sums = [item.amount.value for item in money.by_label(Label.TOTAL, Label.DUE, Label.NET)]
    return sum(value < 0 for value in sums) > sum(value > 0 for value in sums)


def _candidates(money: Money) -> list[tuple[Decimal, list[Amount], Features]]:
    pool = [amount for amount in money.amounts if usable(amount)]
    if not pool:
        pool = [
            item.amount
            for item in money.labelled
            if item.label in (Label.TOTAL, Label.DUE) and not item.amount.percent and item.amount.value > 0
        ]
    distinct: dict[Decimal, list[Amount]] = {}
    for amount in pool:
        distinct.setdefault(amount.value.quantize(CENT), []).append(amount)
    by_amount: dict[Amount, list[LabelledAmount]] = {}
    for item in money.labelled:
        by_amount.setdefault(item.amount, []).append(item)
    shared = _shared(money, distinct)
    return [
        (value, printed, _features(value, printed, by_amount, shared, money)) for value, printed in distinct.items()
    ]


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What every candidate is compared with."""

    largest: Decimal
    sums: dict[str, set[Decimal]]
    order: dict[Amount, float]  # 0..1, how far down the document
    height: float
    last_total: float
    first_tender: float
    tax_summary: float  # where a table of taxes begins, 0..1 down the document; 2 if there is none
    before_rounding: set[Decimal]
    before_payment: set[Decimal]
    after_payment: set[Decimal]
    row_sizes: Mapping[tuple[int, int], int]


def _shared(money: Money, distinct: Mapping[Decimal, Sequence[Amount]]) -> _Shared:
    cash = money.values(Label.CASH, Label.CHANGE, Label.COUNT, Label.OTHER_AMOUNT)
    positive = [value for value in distinct if value > 0 and value not in cash]
    pages = max(len(money.layout.pages), 1)
    order = {amount: (amount.segment.page - 1 + amount.segment.middle) / pages for amount in money.amounts}
    totals = [order[item.amount] for item in money.by_label(Label.TOTAL, Label.DUE, columns=False)]
    tender = [order[item.amount] for item in money.by_label(Label.CASH, Label.CHANGE, columns=False)]
    before_payment, after_payment = _around_payment(money)
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
        row_sizes=Counter((a.segment.page, a.segment.row) for a in money.amounts if usable(a)),
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
    rounding = {value for value in money.values(Label.ROUNDING) if value and abs(value) < 1}
    printed = {amount.value for amount in money.amounts if usable(amount)}
    return {t for t in money.values(Label.TOTAL, Label.NET) for r in rounding if t + r in printed}


NO_PAYMENT = frozenset(
    {Label.COMMISSION, Label.DISCOUNT, Label.ROUNDING, Label.CHANGE, Label.TAX, Label.NET, Label.TOTAL, Label.DUE}
)


def _around_payment(money: Money) -> tuple[set[Decimal], set[Decimal]]:
    """Totals from which an earlier payment is deducted, and the amount due then (BT-112, BT-113, BT-115)."""
    labels: dict[Amount, set[Label]] = {}
    for item in money.labelled:
        labels.setdefault(item.amount, set()).add(item.label)
    paid = {abs(value) for value in money.values(Label.PAID)} | {
        -amount.value
        for amount in money.amounts
        if usable(amount) and amount.value < 0 and not labels.get(amount, set()) & NO_PAYMENT
    }
    due = money.values(Label.DUE)
    pairs = [(t, t - p) for t in money.values(Label.TOTAL) for p in paid if 0 < p <= t and t - p in due]
    return {before for before, _ in pairs}, {after for _, after in pairs}


def _sums(money: Money) -> dict[str, set[Decimal]]:
    """Sums that a total may have to agree with, by what they are made of."""
    net, tax = money.values(Label.NET), money.values(Label.TAX)
    totals = money.values(Label.TOTAL, Label.DUE)
    rounding = {value for value in money.values(Label.ROUNDING) if abs(value) <= 1} | {Decimal(0)}
    extras = money.values(Label.CHARGE, Label.TIP)
    less = {abs(value) for value in money.values(Label.DISCOUNT, Label.COMMISSION)}
    cash, change = money.values(Label.CASH, Label.PAID), {abs(value) for value in money.values(Label.CHANGE)}
    gross = money.values(Label.GROSS) | money.values(Label.TOTAL)
    net_tax = {n + t for n in net for t in tax if t and n != t and abs(t) < abs(n)}
    return {
        "net_tax": net_tax,
        "net_tax_more": {s + e + r for s in net_tax | net for e in extras | {Decimal(0)} for r in rounding if e or r}
        | {s - d for s in net_tax | net for d in less if d},
        "cash_change": {c - h for c in cash for h in change if c >= h and c > 0},
        "rounded": {t + r for t in totals | net for r in rounding if r},
        "after_commission": {
            g - c for g in gross for c in {abs(v) for v in money.values(Label.COMMISSION)} if c and g > c
        },
        "tip": {s + e for s in totals for e in money.values(Label.TIP) if e},
    }


def _agrees(value: Decimal, sums: Iterable[Decimal]) -> bool:
    return any(abs(value - total) <= SLACK for total in sums)


def _features(
    value: Decimal,
    printed: Sequence[Amount],
    by_amount: Mapping[Amount, Sequence[LabelledAmount]],
    shared: _Shared,
    money: Money,
) -> Features:
    features: dict[str, float] = {}
    own = [item for amount in printed for item in by_amount.get(amount, ())]
    for item in own:
        place = "column" if item.relation is Relation.ABOVE else "beside"
        features[f"{item.label}_{place}"] = 1.0
        if item.relation is Relation.BELOW:
            features["under_label"] = 1.0
        if item.label is Label.TOTAL and place == "beside":
            bare = item.found.folded in BARE_TOTALS
            features["total_bare" if bare else "total_named"] = 1.0
            if abs(shared.order[item.amount] - shared.last_total) < 1e-6:
                features["total_last"] = 1.0
            if not item.found.exact:
                features["label_misread"] = 1.0
    if not own:
        features["unlabelled"] = 1.0
    for name, sums in shared.sums.items():
        if value in sums:
            features[f"sum_{name}"] = 1.0
        elif name != "rounded" and _agrees(value, sums):
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
    features["crowded_row"] = 1.0 if shared.row_sizes[(first.segment.page, first.segment.row)] > 1 else 0.0
    features["alone"] = 1.0 if any(len(amount.segment.words) == len(amount.words) for amount in printed) else 0.0
    return {name: weight for name, weight in features.items() if weight}


def choose_totals(money: Money, model: LinearModel) -> ChosenTotals:
    """The best total, and the net, tax, paid and due amounts that agree with it."""
    candidates = total_candidates(money)
    if not candidates:
        return ChosenTotals()
    best, probability = ranked(model, [features for _, _, features in candidates])[0]
    value, printed, features = candidates[best]
    amount = _best_printed(money, printed)
    total = _value(amount, probability)
    net, tax = _net_and_tax(money, value)
    if net is None and tax is None and "sum_after_commission" in features:
        net = total.with_confidence(0.8)  # the agency's commission is an allowance (BT-107), no tax
    return ChosenTotals(
        total_amount=total,
        net_amount=net,
        tax_amount=tax,
        paid_amount=_paid(money, value),
        amount_due=_due(money, value, total),
    )


def _value(amount: Amount, confidence: float) -> Value[Decimal]:
    return Value(value=amount.value, page=amount.segment.page, words=amount.words, confidence=confidence)


def _best_printed(money: Money, printed: Sequence[Amount]) -> Amount:
    """The place to show as evidence: the last one labelled as the total."""
    totals = {item.amount for item in money.by_label(Label.TOTAL, Label.DUE, columns=False)}
    labelled = [amount for amount in printed if amount in totals]
    return (labelled or list(printed))[-1]


def _net_and_tax(money: Money, total: Decimal) -> tuple[Value[Decimal] | None, Value[Decimal] | None]:
    """The labelled net and taxes (one, or one of each rate) that add up to the total, with the charges and allowances
    beside them; else each alone, if it is possible."""
    nets = money.by_label(Label.NET)
    taxes = _distinct(item for item in money.by_label(Label.TAX) if abs(item.amount.value) < abs(total))
    extra = money.values(Label.ROUNDING, Label.CHARGE, Label.TIP) | {
        -abs(value) for value in money.values(Label.DISCOUNT, Label.COMMISSION)
    }
    sets = [chosen for size in (1, 2, 3) for chosen in combinations(taxes[:8], size)]
    for more, confidence in [(Decimal(0), 0.95), *((value, 0.8) for value in extra if value)]:
        agreeing = [
            (net, chosen)
            for chosen in sets
            for net in nets
            if all(net.amount is not tax.amount for tax in chosen)
            and abs(net.amount.value + _sum(chosen) + more - total) <= SLACK
        ]
        if agreeing:
            net, chosen = max(agreeing, key=_likely_pair)
            return _value(net.amount, confidence), _added(chosen, confidence)
    return _apart(money, total, nets, taxes)


def with_breakdown(totals: ChosenTotals, rows: Sequence[TaxRow]) -> ChosenTotals:
    """Net and tax from the tax breakdown, when its bases and taxes add up to the total (BR-CO-13, 14, 15)."""
    total = totals.total_amount
    parts = [(row.taxable_amount, row.tax_amount) for row in rows]
    complete = [(base, tax) for base, tax in parts if base is not None and tax is not None]
    if total is None or not complete or len(complete) != len(parts):
        return totals
    net = sum((base.value for base, _ in complete), Decimal(0))
    tax = sum((tax.value for _, tax in complete), Decimal(0))
    if abs(net + tax - total.value) > SLACK * len(complete):
        return totals
    present = (totals.net_amount, totals.tax_amount)
    agrees = all(value is not None for value in present) and present[1] is not None and present[1].value == tax
    if agrees:
        return totals
    return replace(
        totals,
        net_amount=_joined([base for base, _ in complete], net),
        tax_amount=_joined([tax for _, tax in complete], tax),
    )


def _joined(parts: Sequence[Value[Decimal]], value: Decimal) -> Value[Decimal]:
    words = tuple(word for part in parts if part.page == parts[0].page for word in part.words)
    return Value(value=value, page=parts[0].page, words=words, confidence=0.9)


def _likely_pair(pair: tuple[LabelledAmount, Sequence[LabelledAmount]]) -> tuple[bool, bool, int]:
    """Some tax rather than none, amounts beside their labels rather than in a table, few taxes rather than many."""
    net, taxes = pair
    beside = all(item.relation is not Relation.ABOVE for item in (net, *taxes))
    return _sum(taxes) != 0, beside, -len(taxes)


def _apart(
    money: Money, total: Decimal, nets: Sequence[LabelledAmount], taxes: Sequence[LabelledAmount]
) -> tuple[Value[Decimal] | None, Value[Decimal] | None]:
    """Net and tax where the labelled ones do not agree: the net amount may be printed without a label of its own, and
    an invoice without tax has the total as its net amount."""
    small = [item for item in taxes if abs(item.amount.value) < abs(total) * Decimal("0.4")]
    for size in range(min(len(small), 3), 0, -1):
        for chosen in combinations(small[:8], size):
            rest = total - _sum(chosen)
            for amount in money.amounts:
                if usable(amount) and _sum(chosen) and abs(amount.value - rest) <= CENT:
                    return _value(amount, 0.8), _added(chosen, 0.85)
    beside = [item for item in small if item.relation is not Relation.ABOVE]
    if beside and all(item.amount.value == 0 for item in beside):
        same = [amount for amount in money.amounts if usable(amount) and amount.value == total]
        return (_value(same[0], 0.8) if same else None), _value(beside[-1].amount, 0.85)
    rows = {(item.amount.segment.page, item.amount.segment.row): item for item in beside if item.amount.value}
    parts = list(rows.values())
    whole = [item for item in parts if len(parts) > 1 and 2 * item.amount.value == _sum(parts)]
    tax = _added(whole[:1] or parts, 0.5) if 0 < len(parts) <= 3 or whole else None
    possible = [item for item in nets if 0 < abs(item.amount.value) <= abs(total) + CENT]
    return (_value(possible[-1].amount, 0.5) if possible else None), tax


def _distinct(found: Iterable[LabelledAmount]) -> list[LabelledAmount]:
    """One for each amount of money: the same tax printed again (in a summary) is not added twice."""
    by_value: dict[Decimal, LabelledAmount] = {}
    for item in found:
        by_value.setdefault(item.amount.value, item)
    return list(by_value.values())


def _sum(found: Sequence[LabelledAmount]) -> Decimal:
    return sum((item.amount.value for item in found), Decimal(0))


def _added(found: Sequence[LabelledAmount], confidence: float) -> Value[Decimal]:
    """The sum of the amounts, with the words of those on the first one's page."""
    first = found[0].amount
    words = tuple(
        word for item in found if item.amount.segment.page == first.segment.page for word in item.amount.words
    )
    return Value(value=_sum(found), page=first.segment.page, words=words, confidence=confidence)


def _paid(money: Money, total: Decimal) -> Value[Decimal] | None:
    for item in money.by_label(Label.PAID, columns=False):
        if 0 < abs(item.amount.value) <= abs(total):
            return _value(item.amount, 0.6).with_value(abs(item.amount.value))
    return None


def _due(money: Money, total: Decimal, chosen: Value[Decimal]) -> Value[Decimal] | None:
    """The labelled amount due; without a label and without a payment, the total (EN 16931 BR-CO-16)."""
    dues = money.by_label(Label.DUE, columns=False)
    if not dues:
        paid = money.by_label(Label.PAID, Label.CASH, Label.CARD, Label.CHANGE, columns=False)
        return None if paid else chosen.with_confidence(chosen.confidence * 0.95)
    equal = [item for item in dues if abs(item.amount.value - total) <= CENT]
    if equal:
        return _value(equal[-1].amount, chosen.confidence)
    return _value(dues[-1].amount, 0.6)
