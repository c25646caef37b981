"""The set of net amount, tax and total that agrees best.

Each field's candidates are ranked by themselves; of the best few of each, the set is taken whose scores and checks
together are best: whether net and tax make the total, with or without what is printed beside them, whether the tax is
at a rate that is printed or in force. What the checks weigh is fitted like any other weight (`amounts` in
`weights.json`).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import combinations, combinations_with_replacement
from math import exp, log
from typing import Literal

from functions.extract.local.fields.beside_totals import LARGEST_ROUNDING, named_amounts
from functions.extract.local.fields.line_totals import LineTotals, is_sum
from functions.extract.local.fields.net_and_tax import net_candidates, tax_candidates
from functions.extract.local.fields.payable import ChosenTotals, find_due, find_paid, find_previous, printed_value
from functions.extract.local.fields.tax_breakdown import RATES
from functions.extract.local.fields.totals import CENT, SLACK, total_candidates
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import SURCHARGES, WITHHOLDINGS
from functions.extract.local.lexicon.phrases import ANY_TAXES
from functions.extract.local.links.amounts import text_between
from functions.extract.local.links.money import Money, total_of
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.rank import LEAST_PROBABLE, Candidate, LinearModel, load_model, softmax
from functions.extract.local.recollection import AT_PLACE, Recollection
from functions.extract.local.value import Value
from shared.domain.evidence import MOST_ALTERNATIVES

LONG_WORD = re.compile(r"[^\W\d_]{4,}")
"""No currency's code."""

BEST_TOTALS, BEST_NETS, BEST_TAXES = 6, 8, 8
"""Candidates of each field that sets are made of, so that a document of a thousand amounts takes no longer."""

MOST_PARTS = 8
"""Charges, discounts, tips and roundings that may stand between net, tax and total."""

WITH_TIP = (Label.TOTAL, Label.DUE, Label.PAID, Label.CARD, Label.CASH)
"""What the sum of a total and a tip is called."""

CALLED_A_TOTAL = (Label.TOTAL, Label.DUE, Label.PAID, Label.CARD, Label.CASH, Label.NET, Label.GROSS)
"""What says that an amount is the document's, not a line's."""

MOST_DISCOUNTS = 3
"""Of these between what is called the net amount and what the tax is on."""

LOWEST = -9.0
"""Logarithm of a probability that is as good as none."""

Features = Mapping[str, float]


StatedAmounts = Mapping[Literal["total", "payable", "tax", "net"], Decimal]
"""What codes on the pages say, the surest first."""

NOTHING_STATED: StatedAmounts = {}


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A candidate of a field with its score and the logarithm of its probability among them."""

    candidate: Candidate[Decimal]
    score: float
    log_probability: float


@dataclass(frozen=True, kw_only=True)
class AmountSet:
    """A total with a net amount and a tax, each null if the set has none, and what speaks for them together."""

    total: Candidate[Decimal]
    net: Candidate[Decimal] | None
    tax: Candidate[Decimal] | None
    features: Features

    @property
    def closes(self) -> bool:
        """Whether net amount and tax make the total, with or without what is printed between them."""
        return any(name.startswith("closes") for name in self.features)


def choose_amounts(
    money: Money, stated: StatedAmounts = NOTHING_STATED, recollection: Recollection | None = None
) -> ChosenTotals:
    """The best set, and the paid and due amounts that agree with it. Each value is as sure as all sets that have it are
    together, and has the next ones as alternatives. Sets that contradict what codes on the pages have `stated` are left
    out if there are others."""
    upright = money.upright()
    sets = _as_stated(amount_sets(upright, recollection), stated)
    if not sets:
        return ChosenTotals()
    model = load_model("amounts")
    scores = [model.score(one.features) for one in sets]
    shares = softmax(scores)
    best = sets[scores.index(max(scores))]
    total = _value(best.total, [(one.total, share) for one, share in zip(sets, shares, strict=True)])
    net = _value(best.net, [(one.net, share) for one, share in zip(sets, shares, strict=True)])
    tax = _value(best.tax, [(one.tax, share) for one, share in zip(sets, shares, strict=True)])
    if total is None:
        return ChosenTotals()
    total = _unless_a_part(_or_rounded(_with_tip(total, upright), upright), best)
    if net is None and tax is None and not stated:
        total = _unless_a_guess(total, best.total.features, upright)
    if net is None and tax is None and "sum_after_commission" in best.total.features:
        net = total.with_confidence(0.8)  # the agency's commission is an allowance (BT-107), no tax
    elif net is None and tax is not None:
        net = _of_lines(tax, total, upright)
    elif net is not None and tax is None:
        net = _without_a_tax(net, total, upright)
    elif net is not None and tax is not None:
        net = _without_tax(net, tax, total, upright) or _after_discounts(net, tax.value, total.value, upright)
        net, tax = _unless_taxed(net, tax, total, upright)
    if tax is not None and not stated:
        tax, net = _unless_a_charge(tax, net, total, upright)
    due = find_due(upright, total, [one.amount.value for one in named_amounts(upright, WITHHOLDINGS)])
    chosen = ChosenTotals(
        total_amount=total,
        net_amount=net,
        tax_amount=tax,
        paid_amount=find_paid(upright, total.value),
        amount_due=due,
        previous_balance=find_previous(upright, total.value, due),
    )
    return _turned(chosen) if money.turned else chosen


def _with_tip(total: Value[Decimal], money: Money) -> Value[Decimal]:
    """What is due or paid with the one tip that is printed below the total, above that sum; the total is then its first
    alternative. It stays where there is no such sum: the guest has yet to write it."""
    tips = {item.amount for item in money.by_label(Label.TIP, columns=False) if item.amount.value > 0}
    if len(tips) != 1:
        return total
    tip = tips.pop()
    above = any(
        item.amount.value == total.value and _is_below(tip, item.amount) for item in money.by_label(Label.TOTAL)
    )
    paid = [
        item.amount
        for item in money.by_label(*WITH_TIP, columns=False)
        if item.amount.value == total.value + tip.value and _is_below(item.amount, tip)
    ]
    if not above or not paid:
        return total
    with_tip = replace(total, value=paid[0].value, page=paid[0].segment.page, words=paid[0].words)
    return with_tip.offering(total)


def _is_below(one: Amount, other: Amount) -> bool:
    return (one.segment.page, one.segment.row) > (other.segment.page, other.segment.row)


def _unless_taxed(
    net: Value[Decimal], tax: Value[Decimal], total: Value[Decimal], money: Money
) -> tuple[Value[Decimal], Value[Decimal]]:
    """A net amount that is the total, and its tax of nothing, as ambiguous where a smaller amount beside its own label
    is called the net amount: the taxes between the two were not read."""
    if tax.value or net.value != total.value:
        return net, tax
    added = {one.amount.value for one in named_amounts(money, SURCHARGES)} | money.last_values(Label.CHARGE)
    named = [item.amount for item in money.by_label(Label.NET, columns=False)]
    less = [one for one in named if 0 < one.value < total.value and total.value - one.value not in added]
    if not less or any(one.value == total.value for one in named):
        return net, tax
    other = printed_value(less[-1], 1 - net.confidence)
    return replace(net, ambiguous=True).offering(other), replace(tax, ambiguous=True)


def _unless_a_charge(
    tax: Value[Decimal], net: Value[Decimal] | None, total: Value[Decimal], money: Money
) -> tuple[Value[Decimal], Value[Decimal] | None]:
    """The tax as ambiguous where all that it is called is "taxes", and it is at no rate that is printed or in force:
    those of premiums, airports or spirits are charges (EN 16931 has VAT alone in BT-110). So is a net amount then that
    no label names."""
    called = {item.found.folded for item in money.by_label(Label.TAX) if item.amount.value == tax.value}
    if not tax.value or not called or not called <= ANY_TAXES:
        return tax, net
    rates = {abs(one.value) for one in money.amounts if one.percent} | set(RATES)
    of_rates = bool(money.taxes) and tax.value == total_of(money.taxes)
    if of_rates or _at_a_rate(total.value - tax.value if net is None else net.value, tax.value, rates):
        return tax, net
    guessed = net is not None and net.value not in money.last_values(Label.NET)
    return replace(tax, ambiguous=True), replace(net, ambiguous=True) if net is not None and guessed else net


def _or_rounded(total: Value[Decimal], money: Money) -> Value[Decimal]:
    """The total as ambiguous, with the rounded one as its first alternative, where a printed rounding makes of it
    another total: either may be meant."""
    rounded = {total.value + one for one in money.last_values(Label.ROUNDING) if 0 < abs(one) < LARGEST_ROUNDING}
    last = [item.amount for item in money.by_label(Label.TOTAL, Label.DUE, columns=False)]
    for amount in reversed(last):
        if amount.value in rounded:
            return replace(total, ambiguous=True).offering(printed_value(amount, 1 - total.confidence))
    return total


def _unless_a_guess(total: Value[Decimal], features: Features, money: Money) -> Value[Decimal]:
    """The total as ambiguous where nothing but its size speaks for it: several amounts are printed, it has no label, no
    amounts make it, and none is called a total. The part of the page that has the total may be missing. So is a number
    of things ("Total cigarettes 60,000")."""
    named = any(money.by_label(*CALLED_A_TOTAL)) and not _counts_things(total, money)
    made = any(name.startswith(("sum_", "near_", "column_sum")) for name in features)
    others = {amount.value for amount in money.amounts if money.sum(amount)} - {total.value}
    return total if named or made or not others else replace(total, ambiguous=True)


def _counts_things(total: Value[Decimal], money: Money) -> bool:
    """Whether each label of the total goes on, and it has no cents where other amounts have."""
    labelled = [one for one in money.by_label(*CALLED_A_TOTAL, columns=False) if one.amount.value == total.value]
    return (
        bool(labelled)
        and not any(one.amount.decimals for one in labelled)
        and any(amount.decimals for amount in money.amounts if money.sum(amount))
        and all(LONG_WORD.search(text_between(one.found, one.amount)) for one in labelled)
    )


def _unless_a_part(total: Value[Decimal], chosen: AmountSet) -> Value[Decimal]:
    """The total as ambiguous where the net amount and the tax do not make it, and it is printed beside a tax alone, the
    amount with tax of one of several rates, or is what is left behind a payment in cash, which may be the change."""
    features = chosen.total.features
    beside = {name.rpartition("_")[0] for name in features if name.endswith(("_beside", "_column"))}
    of_a_tax = bool(beside) and beside <= {Label.TAX, Label.NET}
    left = Label.DUE in beside and Label.TOTAL not in beside and "after_tender" in features
    return replace(total, ambiguous=True) if not chosen.closes and (of_a_tax or left) else total


def _without_tax(
    net: Value[Decimal], tax: Value[Decimal], total: Value[Decimal], money: Money
) -> Value[Decimal] | None:
    """What is left of a total that is called the net amount too, because the lines, with tax, add up to it: the total
    less a tax that is at a printed rate, or one in force, of the rest. Null for any other net amount, and where as much
    is withheld as the tax is."""
    rest = total.value - tax.value
    rates = {abs(one.value) for one in money.amounts if one.percent} | set(RATES)
    withheld = total_of(one.amount.value for one in named_amounts(money, WITHHOLDINGS))
    if net.value != total.value or not tax.value or withheld == tax.value or not _at_a_rate(rest, tax.value, rates):
        return None
    words = (*total.words, *(tax.words if tax.page == total.page else ()))
    return replace(net, value=rest, page=total.page, words=words).offering(net)


def _without_a_tax(net: Value[Decimal], total: Value[Decimal], money: Money) -> Value[Decimal] | None:
    """The net amount of a document without a tax; null for a line's amount, which with a charge makes the total. Where
    surcharges, charges or discounts make the total of it ("Contributo INPS 4%", "Freight"), those that would be taxed
    belong to it: so it is ambiguous, with the total as its first alternative."""
    if net.value not in {total.value, *money.last_values(Label.NET)}:
        return None
    added = [one.amount.value for one in named_amounts(money, SURCHARGES)][:MOST_PARTS]
    added += [value for label, sign in _BESIDE_NET for value, _ in _labelled_once(money, label, sign)]
    sums: set[Decimal] = set()
    for one in added:  # of each choice of them
        sums |= {one, *(one + other for other in sums)}
    return replace(net, ambiguous=True).offering(total) if total.value - net.value in sums else net


_BESIDE_NET = ((Label.CHARGE, 1), (Label.DISCOUNT, -1))


def _of_lines(tax: Value[Decimal], total: Value[Decimal], money: Money) -> Value[Decimal] | None:
    """What the tax leaves of the total, where the lines make just that and no sum of them is printed."""
    rest = total.value - tax.value
    if not tax.value or not money.lines or total_of(money.lines) != rest:
        return None
    words = (*total.words, *(tax.words if tax.page == total.page else ()))
    return replace(total, value=rest, words=words, confidence=min(tax.confidence, total.confidence), alternatives=())


def _after_discounts(net: Value[Decimal], tax: Decimal, total: Decimal, money: Money) -> Value[Decimal]:
    """What the tax is on (BT-109): where discounts of the document, and charges, lie between what is called the net
    amount and the total, or charges that make the sum the tax is at a rate of, what they leave of it; the sum before
    them is the first alternative. It stays where the tax is at a rate of it: then the discount is on what is to be
    paid. Where charges lie there, no rate is printed and no word calls the sum before them the net amount, it may be
    either."""
    gap = total - tax - net.value
    rates = {abs(one.value) for one in money.amounts if one.percent}
    if gap == 0 or not tax or _at_a_rate(net.value, tax, rates):
        return net
    beside = {Decimal(0)} | {one for one in money.last_values(Label.ROUNDING) if abs(one) < LARGEST_ROUNDING}
    withheld = total_of(one.amount.value for one in named_amounts(money, WITHHOLDINGS))
    beside |= {one - withheld for one in beside}
    parts = _labelled_once(money, Label.DISCOUNT, -1) + _labelled_once(money, Label.CHARGE, 1)
    named = {one.amount.value: one.amount for one in named_amounts(money, SURCHARGES)}
    parts += [(value, one) for value, one in named.items() if all(value != known for known, _ in parts)]
    for size in range(1, MOST_DISCOUNTS + 1):
        for chosen in combinations(parts, size):
            less = total_of(value for value, _ in chosen)
            taxed = chosen[0][0] < 0 or _at_a_rate(net.value + less, tax, rates)
            if gap - less not in beside:
                continue
            words = tuple(word for _, one in chosen if one.page == net.page for word in one.words)
            left = replace(net, value=net.value + less, words=(*net.words, *words))
            if taxed:
                return left.offering(net)
            if not rates and net.value not in money.last_values(Label.NET):
                return replace(net, ambiguous=True).offering(left)
    return _after_unnamed(net, tax, gap, rates, money)


def _after_unnamed(
    net: Value[Decimal], tax: Decimal, gap: Decimal, rates: Collection[Decimal], money: Money
) -> Value[Decimal]:
    """The net amount with a printed amount of any name that is all there is between it and the total ("Damage waiver",
    "Rivalsa INPS 4%"), where the tax is at the printed rates of the two together and not of the first alone."""
    every = {*rates, *(one + other for one, other in combinations_with_replacement(sorted(rates)[:MOST_PARTS], 2))}
    withheld = {one.amount.value for one in named_amounts(money, WITHHOLDINGS)}
    between = [one for one in money.amounts if money.sum(one) and abs(one.value) == abs(gap) not in withheld]
    if not between or _at_a_rate(net.value, tax, every) or not _at_a_rate(net.value + gap, tax, every):
        return net
    words = between[-1].words if between[-1].segment.page == net.page else ()
    return replace(net, value=net.value + gap, words=(*net.words, *words)).offering(net)


def _labelled_once(money: Money, label: Label, sign: int) -> list[tuple[Decimal, Value[Decimal]]]:
    """The last few amounts of this label with this sign, each value once."""
    labelled = (item.amount for item in money.by_label(label) if item.amount.value)
    found = {abs(amount.value): printed_value(amount, 1.0) for amount in labelled}
    return [(sign * value, amount) for value, amount in found.items()][-MOST_PARTS // 2 :]


def _as_stated(sets: list[AmountSet], stated: StatedAmounts) -> list[AmountSet]:
    for name, value in stated.items():
        sets = [one for one in sets if _says(one, name, abs(value))] or sets
    return sets


def _says(one: AmountSet, name: Literal["total", "payable", "tax", "net"], value: Decimal) -> bool:
    if name == "payable":  # the total, unless something was paid before: so only where net and tax make it
        return one.total.value == value and one.closes
    candidate: Candidate[Decimal] | None = getattr(one, name)
    return candidate is not None and candidate.value == value


def _turned(chosen: ChosenTotals) -> ChosenTotals:
    """With the minus that the document prints."""
    values = {field.name: getattr(chosen, field.name) for field in fields(chosen)}
    return ChosenTotals(**{name: value and _with_minus(value) for name, value in values.items()})


def _with_minus(value: Value[Decimal]) -> Value[Decimal]:
    others = tuple(replace(other, value=-other.value) for other in value.alternatives)
    return replace(value, value=-value.value, alternatives=others)


def _value(
    best: Candidate[Decimal] | None, shares: Sequence[tuple[Candidate[Decimal] | None, float]]
) -> Value[Decimal] | None:
    """The candidate with the probability of all sets that have its value, and the other values as alternatives."""
    if best is None:
        return None
    mass: dict[Decimal, float] = defaultdict(float)
    first: dict[Decimal, Candidate[Decimal]] = {}
    for candidate, share in shares:
        if candidate is not None:
            mass[candidate.value] += share
            first.setdefault(candidate.value, candidate)
    others = sorted((value for value in mass if value != best.value), key=lambda value: -mass[value])
    alternatives = [
        _printed(first[value], mass[value]) for value in others[:MOST_ALTERNATIVES] if mass[value] >= LEAST_PROBABLE
    ]
    return replace(_printed(best, mass[best.value]), alternatives=tuple(alternatives))


def _printed(candidate: Candidate[Decimal], probability: float) -> Value[Decimal]:
    """At its first place; a sum at all its parts on the page of the first."""
    first = candidate.mentions[0]
    parts = candidate.mentions if is_sum(candidate) else candidate.mentions[:1]
    words = tuple(word for part in parts if part.segment.page == first.segment.page for word in part.words)
    return Value(
        value=candidate.value,
        page=first.segment.page,
        words=words,
        confidence=min(probability, 1.0),
        lessons=candidate.lessons,
    )


def amount_sets(money: Money, recollection: Recollection | None = None) -> list[AmountSet]:
    """The sets of the best candidates with their features; empty if no money is printed. `money` is upright."""
    known, lines = recollection or Recollection(layout=money.layout), LineTotals.of(money)
    named = _wholes(total_candidates(money), money, lines)
    totals = _best("total", known.at_places("/total_amount", named), BEST_TOTALS)
    if not totals:
        return []
    every_net = _scored(load_model("net"), known.at_places("/net_amount", lines.without(net_candidates(money))))
    nets = every_net[:BEST_NETS]
    taxes = _best("tax", known.at_places("/tax_amount", lines.without(tax_candidates(money))), BEST_TAXES)
    left = {total.candidate.value - tax.candidate.value for total in totals for tax in taxes if tax.candidate.value}
    nets += [net for net in every_net[BEST_NETS:] if net.candidate.value in left][:BEST_NETS]
    checks = _Checks.of(money)
    pairs = [_Pair.of(net, tax, checks) for net in (*nets, None) for tax in (*taxes, None) if _consistent(net, tax)]
    return [
        AmountSet(
            total=total.candidate,
            net=pair.net.candidate if pair.net else None,
            tax=pair.tax.candidate if pair.tax else None,
            features=_features(total, pair, checks),
        )
        for total in totals
        for pair in pairs
        if _possible(total, pair, checks)
    ]


def _wholes(totals: Sequence[Candidate[Decimal]], money: Money, lines: LineTotals) -> Sequence[Candidate[Decimal]]:
    """The totals without those of one tax rate, one part of a bill, or one line, each: two that are called so and
    together make what was paid or is due, or another that is printed below them. Cash is not asked: with the change, it
    may be any sum; nor is what is due with an earlier balance."""
    paid = money.last_values(Label.PAID, Label.CARD)
    named, due = (
        [item.amount.value for item in money.by_label(label, columns=False)[-MOST_PARTS:]]
        for label in (Label.TOTAL, Label.DUE)
    )
    earlier = money.values(Label.PREVIOUS)
    wholes = {*paid, *(value for value in (*named[-1:], *due[-1:]) if value > 0)}
    pairs = [
        pair
        for pair in combinations(sorted(set(named)), 2)
        if pair[0] > 0 and sum(pair) in wholes and earlier.isdisjoint(pair)
    ]
    parts = {value for pair in pairs for value in pair} - paid
    parts |= {one.value for one in lines.amounts}
    return [one for one in totals if one.value not in parts] or totals


def _best(field: str, candidates: Sequence[Candidate[Decimal]], most: int) -> list[Scored]:
    return _scored(load_model(field), candidates)[:most]


def _scored(model: LinearModel, candidates: Sequence[Candidate[Decimal]]) -> list[Scored]:
    """The candidates, the best first. What lessons say of a place that the page alone had right orders them, and counts
    once, among the features of their sets: the scores of the fields weigh differently there."""
    if not candidates:
        return []
    scores = [model.score({**candidate.features, AT_PLACE: 0.0}) for candidate in candidates]
    highest = max(scores)
    whole = sum(exp(score - highest) for score in scores)
    found = [
        Scored(candidate=candidate, score=score, log_probability=max(score - highest - log(whole), LOWEST))
        for candidate, score in zip(candidates, scores, strict=True)
    ]
    return sorted(found, key=lambda one: -model.score(one.candidate.features))


@dataclass(frozen=True, kw_only=True)
class _Checks:
    """What the sets of one document are checked against."""

    gaps: Mapping[Decimal, int]  # what named parts may add between net and tax, and the total -> how many parts
    rates: frozenset[Decimal]  # printed, per cent
    lines: Decimal | None
    named_net: frozenset[Decimal]
    named_tax: frozenset[Decimal]
    has_tax: bool  # a tax that is not zero is named

    @classmethod
    def of(cls, money: Money) -> "_Checks":
        added = money.last_values(Label.CHARGE, Label.TIP) | {
            value for value in money.last_values(Label.ROUNDING) if abs(value) < LARGEST_ROUNDING
        }
        added |= {one.amount.value for one in named_amounts(money, SURCHARGES)}
        less = {abs(value) for value in money.last_values(Label.DISCOUNT, Label.COMMISSION)}
        less |= {one.amount.value for one in named_amounts(money, WITHHOLDINGS)}
        taxes = money.values(Label.TAX)
        return cls(
            gaps=_gaps(sorted(added - {Decimal(0)}, key=abs), sorted(less - {Decimal(0)})),
            rates=frozenset(abs(amount.value) for amount in money.amounts if amount.percent),
            lines=total_of(money.lines) if len(money.lines) > 1 else None,
            named_net=frozenset(money.values(Label.NET)),
            named_tax=frozenset(taxes),
            has_tax=any(taxes),
        )


def _gaps(added: Sequence[Decimal], less: Sequence[Decimal]) -> dict[Decimal, int]:
    """Sums of up to three parts -> the fewest parts that make it."""
    parts = [*added[-MOST_PARTS // 2 :], *(-value for value in less[-MOST_PARTS // 2 :])]
    gaps: dict[Decimal, int] = {}
    for size in (1, 2, 3):
        for chosen in combinations(parts, size):
            gaps.setdefault(total_of(chosen), size)
    return gaps


def _consistent(net: Scored | None, tax: Scored | None) -> bool:
    """Whether they may stand together: no amount is two things, and a tax is less than what it is part of."""
    if net is None or tax is None:
        return True
    share = abs(tax.candidate.value)
    if share >= abs(net.candidate.value) and share:
        return False
    return set(net.candidate.mentions).isdisjoint(tax.candidate.mentions)


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """A net amount and a tax with what speaks for them, whatever the total: their scores, and the name of their rate's
    check."""

    net: Scored | None
    tax: Scored | None
    scores: Features
    rate: str | None

    @classmethod
    def of(cls, net: Scored | None, tax: Scored | None, checks: _Checks) -> "_Pair":
        scores = {**dict(_scores("net", net)), **dict(_scores("tax", tax))}
        return cls(net=net, tax=tax, scores=scores, rate=_rate(net, tax, checks))


def _possible(total: Scored, pair: _Pair, checks: _Checks) -> bool:
    """Whether a total may stand with them: a tax is less than it, and it is the net amount as well only if that is
    called so, or a tax of nothing is printed, or the lines beside a tax add up to it."""
    whole = total.candidate.value
    named = pair.net is None or pair.net.candidate.value != whole or whole in checks.named_net
    if pair.tax is None:
        return named
    share = pair.tax.candidate.value
    return not share or (abs(share) < abs(whole) and (named or checks.lines == whole))


def _features(total: Scored, pair: _Pair, checks: _Checks) -> Features:
    found = {"total_score": total.log_probability, **pair.scores}
    lessons = sum(one.candidate.features.get(AT_PLACE, 0.0) for one in (total, pair.net, pair.tax) if one is not None)
    if lessons:
        found[AT_PLACE] = lessons
    found.update(dict.fromkeys(_agreement(total, pair, checks), 1.0))
    return found


def _scores(field: str, scored: Scored | None) -> Iterator[tuple[str, float]]:
    if scored is None:
        yield f"no_{field}", 1.0
    else:
        yield f"{field}_score", scored.log_probability
        yield f"{field}_strength", max(min(scored.score, 10.0), -10.0)


def _agreement(total: Scored, pair: _Pair, checks: _Checks) -> Iterator[str]:
    """The names of the checks that hold or fail."""
    whole = total.candidate.value
    base = pair.net.candidate.value if pair.net else None
    share = pair.tax.candidate.value if pair.tax else None
    if base is not None and share is not None:
        yield _closing(whole - base - share, share, checks)
        if pair.rate is not None:
            yield pair.rate
    elif base is not None:
        if abs(whole - base) < CENT:
            yield "net_is_total"
        elif whole - base in checks.gaps:
            yield "net_closes_with_parts"
        else:
            yield "net_leaves_a_gap"
        if checks.has_tax:
            yield "named_tax_left_out"
    elif share is not None:
        yield "tax_without_net" if share else "no_tax_without_net"
    if checks.lines is not None and checks.lines in (base, whole):
        yield "lines_make_net" if checks.lines == base else "lines_make_total"


def _closing(gap: Decimal, share: Decimal, checks: _Checks) -> str:
    """How a net amount and a tax miss the total by this gap."""
    if abs(gap) < CENT:
        return "closes" if share else "closes_without_tax"
    if abs(gap) <= SLACK:
        return "nearly_closes"
    return f"closes_with_{checks.gaps[gap]}" if gap in checks.gaps else "open"


def _rate(net: Scored | None, tax: Scored | None, checks: _Checks) -> str | None:
    """What is known of the rate that a tax is of a net amount; null where one of them is missing or nothing."""
    base = net.candidate.value if net else None
    share = tax.candidate.value if tax else None
    if not share or not base:
        return None
    if _at_a_rate(base, share, checks.rates):
        return "printed_rate"
    if _at_a_rate(base, share, RATES):
        return "known_rate"
    return "other_rate" if abs(share / base) * 100 < _HIGHEST_RATE else "impossible_rate"


def _at_a_rate(base: Decimal, share: Decimal, rates: Iterable[Decimal]) -> bool:
    return any(abs(abs(base) * rate / 100 - abs(share)) <= SLACK for rate in rates)


_HIGHEST_RATE = 30
