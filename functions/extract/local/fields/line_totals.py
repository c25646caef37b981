"""Totals of one line each: a column under "Total" that makes the total below it. What is printed in these lines is of a
line, and neither total, net amount nor tax of the document."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.money import Money, total_of
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.rank import Candidate


@dataclass(frozen=True, kw_only=True)
class LineTotals:
    """The amounts of the column, and the (page, row) from its first line to its last; empty if there is none."""

    amounts: Sequence[Amount] = ()
    rows: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, money: Money) -> "LineTotals":
        """The first such column of two lines or more; that of a document of several pages has no rows."""
        whole = next((item.amount for item in reversed(money.by_label(Label.TOTAL, columns=False))), None)
        columns: dict[PrintedLabel, list[Amount]] = defaultdict(list)
        for item in money.by_label(Label.TOTAL):
            headed = item.relation is Relation.ABOVE and item.amount.value > 0 and item.amount is not whole
            if headed and not _opens_with_a_label(item.amount, money):
                columns[item.found].append(item.amount)
        for column in columns.values():
            if whole is not None and len(column) > 1 and total_of(one.value for one in column) == whole.value:
                first, last = column[0].segment, column[-1].segment
                rows = range(first.row, last.row + 1) if first.page == last.page else range(0)
                return cls(amounts=column, rows=frozenset((first.page, row) for row in rows))
        return cls()

    def without(self, candidates: Sequence[Candidate[Decimal]]) -> Sequence[Candidate[Decimal]]:
        """The candidates but those that are printed in these lines alone; sums over them stay."""
        return [
            one
            for one in candidates
            if is_sum(one) or any((at.segment.page, at.segment.row) not in self.rows for at in one.mentions)
        ]


def _opens_with_a_label(amount: Amount, money: Money) -> bool:
    """Whether the row of an amount begins with the label of one: "Subtotal   900.00" is no line."""
    segment = amount.segment
    first = money.layout.page(segment.page).rows[segment.row].segments[0]
    return any(item.found.segment is first and item.found.start == 0 for item in money.by_amount[amount])


def is_sum(candidate: Candidate[Decimal]) -> bool:
    """Whether an amount is printed only in parts."""
    return all(candidate.value != getattr(mention, "value", None) for mention in candidate.mentions)
