"""Which labels each printed number belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from functions.extract.layout import Segment
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import TOKEN
from functions.extract.local.lexicon.numbers import NUMBER_MARKS
from functions.extract.local.lexicon.titles import TITLE_KINDS
from functions.extract.local.links.link import (
    Link,
    answered_in_cell,
    label_above,
    label_before,
    label_left,
    label_of_cell_before,
    label_of_stack,
    label_under,
)
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.mentions.numbers import PrintedNumber, is_mark, mark_at_end
from shared.domain.normalising import fold

OWN_LABELS = frozenset({Label.INVOICE_NUMBER, Label.RECEIPT_NUMBER, Label.SERIES_NUMBER, Label.FALLBACK_NUMBER})
NUMBER_LABELS = OWN_LABELS | {Label.PURCHASE_ORDER, Label.OTHER_NUMBER, Label.SERIES}
HEADING_LINES = 3.5
NEAR_LINES = 3.0
LONG_MARK = 5
"""Letters from which a mark may begin a longer word ("sorszáma")."""

SHORT_CODE = 4
"""Letters of a label that may be the first part of a number ("INV 2026 / 17") at most."""


@dataclass(frozen=True, kw_only=True)
class LinkedNumber:
    """A number with the labels around it. `start` is where it begins, before `printed.start` if letters that are a
    label elsewhere lead it here; `mark` says that "No.", "Nr." or "#" stands directly before it, in its cell, to its
    left or over it."""

    printed: PrintedNumber
    value: str
    start: int
    before: Link | None
    left: Link | None
    above: Link | None
    under: Link | None
    marked: bool

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The nearest first."""
        return tuple(link for link in (self.before, self.left, self.above, self.under) if link is not None)

    @property
    def mention(self) -> Mention:
        return Mention(segment=self.printed.segment, start=self.start, end=self.printed.end)


def link_numbers(places: LabelMap, numbers: Sequence[PrintedNumber]) -> tuple[LinkedNumber, ...]:
    """Each number with its labels, in reading order."""
    return tuple(_linked(places, number) for number in numbers)


def _linked(places: LabelMap, number: PrintedNumber) -> LinkedNumber:
    before = label_before(places, number) or label_of_cell_before(places, number)
    left = label_left(places, number, NUMBER_LABELS)
    if left is not None and answered_in_cell(places, left.label):
        left = None
    stacked = None if before else label_of_stack(places, number)
    above = None if stacked else label_above(places, number, HEADING_LINES, NUMBER_LABELS)
    value, start = number.value, number.start
    if before is not None and _leads(before.label, number):
        digits = number.value[0].isdigit()
        asks = _answered_by(places, before.label) if digits else None
        marked = digits and mark_at_end(number.segment.text[: before.label.start].rstrip()) is not None
        others = any(link is not None and link.label.label in NUMBER_LABELS for link in (left, above))
        if asks or marked or others:
            start = before.label.start
            before = Link(label=asks, relation=Relation.AFTER, distance=0.0) if asks else None
            value = f"{number.segment.text[start : number.start]}{value}"
    return LinkedNumber(
        printed=number,
        value=value,
        start=start,
        before=before,
        left=left,
        above=above,
        under=stacked or (label_under(places, number) if not (before or left or above) else None),
        marked=number.mark is not None or _marked_beside(places, number),
    )


def _leads(label: PrintedLabel, number: PrintedNumber) -> bool:
    """Whether a label is the first letters of a number that fills its cell, or the rest of it behind a colon, or, of
    those for an invoice's number, behind any words: "INV 2026 / 00 417", "Sale ID: POS 5521", "Factura INV 00718"."""
    text = number.segment.text
    letters, before = text[label.start : label.end], text[: label.start].rstrip()
    return (
        letters.isalpha()
        and letters.isupper()
        and len(letters) <= SHORT_CODE
        and (not before or before.endswith(":") or _abbreviates(label))
        and text[label.end : number.start] == " "
        and number.end == len(text)
    )


def _abbreviates(label: PrintedLabel) -> bool:
    """Whether a label is short for an invoice ("INV"), not for a number."""
    return label.label is Label.INVOICE_NUMBER and not _is_mark_word(label.folded)


def _answered_by(places: LabelMap, code: PrintedLabel) -> PrintedLabel | None:
    """The label of a number right before the letters that a number begins with: with a colon, a word or sign for
    "number" between them, or nothing."""
    before = [label for label in places.of(code.segment) if label.end <= code.start and label.label in NUMBER_LABELS]
    if not before:
        return None
    between = code.segment.text[before[-1].end : code.start].strip()
    answers = between == ":" or (_abbreviates(code) and (between in ("", ".") or is_mark(between)))
    return before[-1] if answers else None


def _marked_beside(places: LabelMap, number: PrintedNumber) -> bool:
    """Whether the next cell to its left or over it is nothing but a word or sign for "number"."""
    if any(map(str.isalnum, number.segment.text[: number.start])):
        return False
    page = places.page_of(number.segment)
    near = (*page.left_of(number.segment)[:1], *page.above(number.segment, 2)[:1])
    return any(is_mark(other.text) for other in near)


def names_a_number(label: PrintedLabel) -> bool:
    """Whether a label says that a number follows ("Invoice No.", "Rechnungsnummer", "Számla sorszáma"); a bare title
    ("Invoice", "Factura") does not."""
    tokens = [fold(word) or word for word in TOKEN.findall(label.text)]
    marks = [token for token in tokens if _is_mark_word(token) and token not in TITLE_KINDS]  # "Abono" ends with "no"
    return bool(marks) and not names_only_number(label)


def names_only_number(label: PrintedLabel) -> bool:
    """Whether a label is nothing but a word for "number"."""
    return label.folded in NUMBER_MARKS


def _is_mark_word(token: str) -> bool:
    return token in NUMBER_MARKS or any(
        (len(mark) > 1 and token.endswith(mark) and len(token) > len(mark) + 2)
        or (len(mark) >= LONG_MARK and token.startswith(mark))
        for mark in NUMBER_MARKS
    )


def is_near(one: Segment, other: Segment) -> bool:
    """Whether two cells are within a few lines of each other."""
    height = max(one.line_height, other.line_height)
    return one.page == other.page and abs(one.middle - other.middle) <= NEAR_LINES * height
