"""What speaks for or against any amount of the header: its labels, the column above it, the prose around it."""

import re
from collections.abc import Sequence
from decimal import Decimal

from functions.extract.local.links.amounts import LabelledAmount
from functions.extract.local.links.money import Money
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount

WORD = re.compile(r"[^\W\d_]{2,}")
PROSE_WORDS = 9
"""An amount among so many words in one segment stands in a sentence."""

TERMS_WORDS = 150
TERMS_SHARE = 0.02
"""A page with so many words, of which at most this part are amounts, is one of terms."""

ALIGNED = 0.012
"""Right edges of the figures of one column are at most this part of the page's width apart."""

LONGEST_COLUMN = 200


def label_features(own: Sequence[LabelledAmount]) -> dict[str, float]:
    """`<label>_<place>` for each label of an amount: beside it, over its column, over the column it is the sum of."""
    features: dict[str, float] = {}
    for item in own:
        place = "foot" if item.foot else "column" if item.relation is Relation.ABOVE else "beside"
        features[f"{item.label}_{place}"] = 1.0
    return features or {"unlabelled": 1.0}


def in_prose(amount: Amount) -> bool:
    """Whether it stands in a sentence."""
    return len(WORD.findall(amount.segment.text)) >= PROSE_WORDS


def on_page_of_terms(money: Money) -> set[int]:
    """The pages that are mostly prose, but never all pages."""
    figures: dict[int, int] = {}
    for amount in money.amounts:
        if money.sum(amount):
            figures[amount.segment.page] = figures.get(amount.segment.page, 0) + 1
    pages = set()
    for page in money.layout.pages:
        words = sum(len(WORD.findall(segment.text)) for segment in page.segments)
        if words >= TERMS_WORDS and figures.get(page.number, 0) <= TERMS_SHARE * words:
            pages.add(page.number)
    return pages if len(pages) < len(money.layout.pages) else set()


def column_sums(money: Money) -> set[Decimal]:
    """Amounts that are the sum of two or more amounts right above them in their column, beginning with the nearest."""
    found: set[Decimal] = set()
    by_page: dict[int, list[Amount]] = {}
    for amount in money.amounts:
        if money.sum(amount):
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
