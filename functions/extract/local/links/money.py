"""All printed amounts of a document and what they are called, as the fields of money use them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from functions.extract.layout import Layout
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.amounts import WORD, LabelledAmount
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount

LARGEST = Decimal(10) ** 12
MOST_VALUES = 40
"""Distinct amounts of a label that are added to others in turn."""

TERMS_WORDS = 150
TERMS_SHARE = 0.02
"""A page with so many words, of which at most this part are amounts, is one of terms."""

ALIGNED = 0.012
"""Right edges of the figures of one column are at most this part of the page's width apart."""

LONGEST_COLUMN = 200


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
            for item in self._labelled_sums
            if item.label in labels and (columns or item.relation is not Relation.ABOVE)
        ]

    @cached_property
    def _labelled_sums(self) -> Sequence[LabelledAmount]:
        return [item for item in self.labelled if self.sum(item.amount)]

    @cached_property
    def by_row(self) -> Mapping[tuple[int, int], Sequence[Amount]]:
        """(page, row) -> its amounts, left to right."""
        found: dict[tuple[int, int], list[Amount]] = {}
        for amount in self.amounts:
            found.setdefault((amount.segment.page, amount.segment.row), []).append(amount)
        return found

    @cached_property
    def by_amount(self) -> Mapping[Amount, Sequence[LabelledAmount]]:
        """Amount -> its labels."""
        found: dict[Amount, list[LabelledAmount]] = {}
        for item in self.labelled:
            found.setdefault(item.amount, []).append(item)
        return found

    @cached_property
    def pages_of_terms(self) -> set[int]:
        """The pages that are mostly prose, but never all pages."""
        figures = Counter(amount.segment.page for amount in self.amounts if self.sum(amount))
        pages = set()
        for page in self.layout.pages:
            words = sum(len(WORD.findall(segment.text)) for segment in page.segments)
            if words >= TERMS_WORDS and figures[page.number] <= TERMS_SHARE * words:
                pages.add(page.number)
        return pages if len(pages) < len(self.layout.pages) else set()

    @cached_property
    def column_sums(self) -> set[Decimal]:
        """Amounts that are the sum of two or more amounts right above them in their column, beginning with the
        nearest."""
        found: set[Decimal] = set()
        by_page: dict[int, list[Amount]] = {}
        for amount in self.amounts:
            if self.sum(amount):
                by_page.setdefault(amount.segment.page, []).append(amount)
        for members in by_page.values():
            for index, amount in enumerate(members):
                column = [
                    other.value
                    for other in reversed(members[max(index - LONGEST_COLUMN, 0) : index])
                    if abs(other.box.x1 - amount.box.x1) <= ALIGNED and other.segment.row < amount.segment.row
                ]
                running = Decimal(0)
                for count, value in enumerate(column, start=1):
                    running += value
                    if count > 1 and running == amount.value and running:
                        found.add(amount.value)
                        break
        return found

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
