"""All printed amounts of a document and what they are called, as the fields of money use them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from functions.extract.layout import Layout
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.amounts import LabelledAmount
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount

LARGEST = Decimal(10) ** 12
MOST_VALUES = 40
"""Distinct amounts of a label that are added to others in turn."""


@dataclass(frozen=True, kw_only=True)
class Money:
    """All printed amounts and their labels. `plain` are numbers without decimals or sign that stand where a sum does;
    `lines` are the amounts of the invoice's lines, `bases` and `taxes` those of its tax breakdown."""

    layout: Layout
    amounts: tuple[Amount, ...]
    labelled: tuple[LabelledAmount, ...]
    plain: frozenset[Amount] = frozenset()
    lines: tuple[Decimal, ...] = ()
    bases: tuple[Decimal, ...] = ()
    taxes: tuple[Decimal, ...] = ()

    def by_label(self, *labels: Label, columns: bool = True) -> list[LabelledAmount]:
        """The amounts that have these labels; without `columns` only those beside or below their label."""
        return [
            item
            for item in self.labelled
            if item.label in labels and (columns or item.relation is not Relation.ABOVE) and self.sum(item.amount)
        ]

    def values(self, *labels: Label) -> set[Decimal]:
        """The same as values."""
        return {item.amount.value for item in self.by_label(*labels)}

    def last_values(self, *labels: Label) -> set[Decimal]:
        """The same of the last ones only: sums stand at the end, and a column of a hundred pages has thousands."""
        found: dict[Decimal, None] = {}
        for item in reversed(self.by_label(*labels)):
            found.setdefault(item.amount.value)
            if len(found) >= MOST_VALUES:
                break
        return set(found)

    def sum(self, amount: Amount) -> bool:
        """Whether it may be a sum of money: no rate, and no bare number but one that stands where a sum does."""
        return usable(amount) or amount in self.plain

    @property
    def turned(self) -> bool:
        """Whether most sums have a minus: a credit note that prints its amounts so."""
        sums = [item.amount.value for item in self.by_label(Label.TOTAL, Label.DUE, Label.NET)]
        return sum(value < 0 for value in sums) > sum(value > 0 for value in sums)

    def upright(self) -> "Money":
        """The same document without the minus, if most sums have one. Ask `turned` to know."""
        if not self.turned:
            return self
        positive = {amount: replace(amount, value=-amount.value) for amount in self.amounts}
        return replace(
            self,
            amounts=tuple(positive.values()),
            labelled=tuple(replace(item, amount=positive[item.amount]) for item in self.labelled),
            plain=frozenset(positive[amount] for amount in self.plain),
            lines=tuple(-value for value in self.lines),
            bases=tuple(-value for value in self.bases),
            taxes=tuple(-value for value in self.taxes),
        )


def usable(amount: Amount) -> bool:
    """Looks like money whatever its label: no rate, and not a bare number without decimals or sign."""
    return amount.money and abs(amount.value) < LARGEST


def total_of(values: Iterable[Decimal]) -> Decimal:
    """Their sum, 0 for none."""
    return sum(values, Decimal(0))
