"""How many invoices the file holds, and which pages are probably which.

A part begins on each page that has a labelled number of its own, and ends before the next part. Nothing is split here:
the parts are a proposal for a person. Two invoices on one page, each with a number and a total, cannot be split.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from functions.extract.local.context import Context
from functions.extract.local.fields.document_kind import TITLE_PART, titles_of
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.numbers import LinkedNumber
from functions.extract.local.mentions.mention import Mention
from shared.domain.document_kinds import INVOICES
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.normalising import fold
from shared.domain.page_range import MOST_PARTS

MIDDLE = 0.5
"""Of the page's width."""

_NAMED = 5
"""Numbers that the finding names."""

_BY_NUMBER, _BY_TITLE, _BY_TOTAL = 0.5, 0.25, 0.2
"""What each sign adds to the confidence that pages are one invoice: its own number, a title above it, a total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    number: str
    pages: range

    @property
    def first(self) -> int:
        return self.pages.start

    def has_one_of(self, pages: Collection[int]) -> bool:
        return any(page in pages for page in self.pages)


def titled_pages(context: Context) -> set[int]:
    """The pages with an invoice's title in their upper half."""
    upper = [one for one in context.layout.segments if one.middle <= TITLE_PART]
    return {title.segment.page for title in titles_of(upper) if title.kind in INVOICES}


def pages_with_total(context: Context) -> set[int]:
    """The pages with a labelled total: each of several invoices may have a currency of its own."""
    return {item.amount.segment.page for item in context.money.by_label(Label.TOTAL, Label.DUE, columns=False)}


def on_one_page(numbers: Mapping[int, Sequence[LinkedNumber]], context: Context) -> Finding | None:
    """`several-invoices` if a page holds two of them beside each other or one above the other: two numbers (`numbers`:
    page -> the ones that labels announce), each with a labelled total of its own. Then no value is surely of one."""
    totals = context.money.by_label(Label.TOTAL, Label.DUE, columns=False)
    for page, found in numbers.items():
        own = [item.found for item in totals if item.found.segment.page == page]
        for one, other in pairwise(found[:_NAMED]):
            if _are_beside(one.mention, other.mention, own) or _are_stacked(one.mention, other.mention, own):
                return _finding([(page, number.value) for number in found], parts=None)
    return None


def _are_beside(one: Mention, other: Mention, totals: Sequence[Mention]) -> bool:
    """Whether the two and a total each are in different halves of the page."""
    left, right = sorted((one, other), key=lambda number: number.box.x0)
    halves = [(total.box.x1 <= MIDDLE, total.box.x0 >= MIDDLE) for total in totals]
    return (
        left.box.x1 <= MIDDLE <= right.box.x0
        and any(in_left for in_left, _ in halves)
        and any(in_right for _, in_right in halves)
    )


def _are_stacked(one: Mention, other: Mention, totals: Sequence[Mention]) -> bool:
    """Whether a total stands below the upper of the two, above the other one, and a total below that."""
    rows = [total.segment.row for total in totals]
    upper, lower = sorted((one.segment.row, other.segment.row))
    return any(upper < row < lower for row in rows) and any(lower < row for row in rows)


def several_invoices(
    numbers: Mapping[int, Sequence[LinkedNumber]],
    *,
    titled: Collection[int],
    with_total: Collection[int],
    page_count: int,
) -> Finding | None:
    """`several-invoices` if pages carry different invoice numbers and at least two of these parts have a total.
    `numbers`: page -> the numbers that labels announce, of which a page must have one alone; `titled` and `with_total`
    are pages."""
    parts = _parts({page: found[0].value for page, found in numbers.items() if len(found) == 1}, page_count)
    enough_totals = sum(part.has_one_of(with_total) for part in parts) >= 2
    if len({fold(part.number) for part in parts}) < 2 or not enough_totals:
        return None
    proposed = [
        {
            "first": part.first,
            "last": part.pages[-1],
            "number": part.number,
            "confidence": _confidence(part, titled, with_total),
        }
        for part in parts
    ]
    return _finding(
        [(part.first, part.number) for part in parts], parts=proposed if len(proposed) <= MOST_PARTS else None
    )


def _finding(numbers: Sequence[tuple[int, str]], *, parts: list[dict[str, Any]] | None) -> Finding:
    """`numbers` are (page, number) of each invoice."""
    return finding(
        FindingCode.SEVERAL_INVOICES,
        Level.WARNING,
        ["/invoice_number"],
        reason="numbers",
        count=len(numbers),
        numbers=[{"number": number, "page": page} for page, number in numbers[:_NAMED]],
        parts=parts,
    )


def _parts(numbers: Mapping[int, str], page_count: int) -> list[_Part]:
    """A page that repeats the number of the part before continues it, as does one without any."""
    begins: list[int] = []
    for page in sorted(numbers):
        if not begins or fold(numbers[begins[-1]]) != fold(numbers[page]):
            begins.append(page)
    ends = [*begins[1:], page_count + 1]
    return [_Part(number=numbers[first], pages=range(first, end)) for first, end in zip(begins, ends, strict=False)]


def _confidence(part: _Part, titled: Collection[int], with_total: Collection[int]) -> float:
    title = _BY_TITLE if part.first in titled else 0.0
    total = _BY_TOTAL if part.has_one_of(with_total) else 0.0
    return round(_BY_NUMBER + title + total, 2)
