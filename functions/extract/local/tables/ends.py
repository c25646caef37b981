"""Rows of a table that are no lines: sums, figures carried over a page, titles of the next section."""

import re
from collections.abc import Mapping

from functions.extract.layout import Row
from functions.extract.local.lexicon.columns import CARRIED
from functions.extract.local.lexicon.kinds import Column, Label
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.labels import labels_of
from shared.domain.normalising import fold

SUMS = {
    Label.TOTAL,
    Label.NET,
    Label.TAX,
    Label.DUE,
    Label.PAID,
    Label.GROSS,
    Label.COMMISSION,
    Label.CASH,
    Label.CHANGE,
    Label.DISCOUNT,
    Label.ROUNDING,
}
ENDING = {Label.TOTAL, Label.TAX, Label.DUE, Label.PAID, Label.CASH, Label.CHANGE, Label.GROSS}
"""Sums behind which no line follows; a net amount may be that of a group."""


def sum_label(row: Row, found: dict[Column, Amount]) -> Label | None:
    """The label of a sum at the beginning of the row, or before its amount."""
    openings = row.segments[:1]
    amount = found.get(Column.AMOUNT)
    if amount is not None and len(row.segments) > 1:
        index = row.segments.index(amount.segment)
        openings = (*openings, *row.segments[max(index - 1, 0) : index + 1])
    for segment in openings:
        labels = labels_of(segment)
        if not labels or labels[0].label not in SUMS or _letters(segment.text[: labels[0].start]):
            continue
        named = _letters(labels[0].text) >= 0.4 * _letters(segment.text)
        rated = Column.TAX_RATE in found or _RATE.match(segment.text, labels[0].end)
        if named or (labels[0].label is Label.TAX and rated):
            return labels[0].label  # "Tax (8% UAE VAT)", "Moms 25% (of the sum of all"
    return None


_RATE = re.compile(r"\s*\(?(?:\d{1,2}(?:[.,]\d{1,3})?)?\s?%")


def _letters(text: str) -> int:
    """ "+ 19,00 % MwSt": figures and signs around a label do not count."""
    return sum(map(str.isalpha, text))


def headings_of_sums(row: Row) -> bool:
    """ "Total HT   Total TVA   Total TTC": the sums of the document are printed under these."""
    labels = [label for segment in row.segments for label in labels_of(segment)]
    sums = {label.label for label in labels if label.label in SUMS}
    named = sum(_letters(label.text) for label in labels)
    return len(sums) > 1 and bool(sums & ENDING) and named >= 0.7 * _letters(row.text)


def carried_over(row: Row, found: Mapping[Column, Amount]) -> bool:
    """A subtotal of a page or a group, or one brought forward; with more words and a quantity it is a thing sold
    ("Transport and unloading  44  101.50")."""
    counted = {Column.QUANTITY, Column.UNIT_PRICE} & found.keys()
    cells = row.segments[:2]
    if any(fold(segment.text) in CARRIED for segment in cells):
        return len(counted) < 2
    return not counted and any(_opens_carried(segment.text) for segment in cells)


def _opens_carried(text: str) -> bool:
    """Whether whole words that it begins with carry a sum over: "Transportbeton" is sold."""
    words = text.split()[:_MOST_WORDS]
    return any(fold("".join(words[:count])) in _LONG_CARRIED for count in range(1, len(words) + 1))


_MOST_WORDS = 5
_LONG_CARRIED = frozenset(word for word in CARRIED if len(word) > 7)
_TITLE = re.compile(r"^[^\d]{4,60}:$")


def title(row: Row) -> bool:
    """One cell at the left that ends in a colon."""
    first = row.segments[0]
    return len(row.segments) == 1 and bool(_TITLE.match(first.text)) and first.box.x0 < 0.25
