"""What is paid, what is due and what was owed before, once the total is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from functions.extract.local.fields.amount_features import in_prose
from functions.extract.local.fields.totals import CENT
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.amounts import LabelledAmount
from functions.extract.local.links.money import Money
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.value import Value

MOST_PARTS = 6
"""Payments, withheld taxes and debts that are tried as what lies between the total and the amount due."""


@dataclass(frozen=True, kw_only=True)
class ChosenTotals:
    """The header amounts that were found; each null if the document does not give it."""

    total_amount: Value[Decimal] | None = None
    net_amount: Value[Decimal] | None = None
    tax_amount: Value[Decimal] | None = None
    paid_amount: Value[Decimal] | None = None
    amount_due: Value[Decimal] | None = None
    previous_balance: Value[Decimal] | None = None


def printed_value(amount: Amount, confidence: float) -> Value[Decimal]:
    """The amount where it is printed."""
    return Value(value=amount.value, page=amount.segment.page, words=amount.words, confidence=confidence)


def find_paid(money: Money, total: Decimal) -> Value[Decimal] | None:
    """The labelled payment of at most the total."""
    for item in money.by_label(Label.PAID, columns=False):
        if 0 < abs(item.amount.value) <= abs(total) and not in_prose(item.amount):
            return printed_value(item.amount, 0.6).with_value(abs(item.amount.value))
    return None


def find_due(money: Money, total: Value[Decimal], withheld: Sequence[Decimal] = ()) -> Value[Decimal] | None:
    """The labelled amount due; without a label one that a payment, a withheld tax or an older debt makes of the total;
    without these the total (EN 16931 BR-CO-16)."""
    beside = money.by_label(Label.DUE, columns=False)
    dues = beside or money.by_label(Label.DUE)
    dues = [item for item in dues if not in_prose(item.amount)] or dues
    expected = _expected(money, total.value, withheld)
    if dues:
        equal = [item for item in dues if abs(item.amount.value - total.value) <= CENT]
        other = [item for item in dues if item.amount.value in expected]
        if other:
            return printed_value(other[-1].amount, 0.9)
        if equal:
            return printed_value(equal[-1].amount, total.confidence)
        if beside:
            return printed_value(dues[-1].amount, 0.6)
    sums = [item for item in money.by_label(Label.TOTAL, Label.NET) if item.amount.value in expected]
    if sums:
        return printed_value(_last(sums), 0.8)
    paid = money.by_label(Label.PAID, Label.CASH, Label.CARD, Label.CHANGE, columns=False)
    return None if paid else total.with_confidence(total.confidence * 0.95)


def _expected(money: Money, total: Decimal, withheld: Sequence[Decimal]) -> set[Decimal]:
    """What may be due of the total where something is paid, withheld or still owed."""
    parts = {-abs(value) for value in (*money.values(Label.PAID), *withheld) if value}
    parts |= {value for value in money.values(Label.PREVIOUS) if value}
    few = sorted(parts)[:MOST_PARTS]
    sets = [chosen for size in range(1, len(few) + 1) for chosen in combinations(few, size)]
    return {total + sum(chosen, Decimal(0)) for chosen in sets} - {total}


def find_previous(money: Money, total: Decimal, due: Value[Decimal] | None) -> Value[Decimal] | None:
    """An older debt that is part of what is due."""
    if due is None:
        return None
    for item in money.by_label(Label.PREVIOUS, columns=False):
        if item.amount.value and abs(total + item.amount.value - due.value) <= CENT:
            return printed_value(item.amount, 0.8)
    return None


def _last(found: Sequence[LabelledAmount]) -> Amount:
    return found[-1].amount
