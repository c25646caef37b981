"""How many invoices the file holds, and which pages are probably which.

A part begins on each page that has a labelled number of its own, and ends before the next part. Nothing is split here:
the parts are a proposal for a person.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from functions.extract.local.context import Context
from functions.extract.local.fields.document_kind import TITLE_PART, titles_of
from functions.extract.local.lexicon.kinds import Label
from shared.domain.document_kinds import INVOICES
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.normalising import fold
from shared.domain.page_range import MOST_PARTS

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


def several_invoices(
    numbers: Mapping[int, str], *, titled: Collection[int], with_total: Collection[int], page_count: int
) -> Finding | None:
    """`several-invoices` if pages carry different invoice numbers and at least two of these parts have a total.
    `numbers`: page -> its labelled invoice number; `titled` and `with_total` are pages."""
    parts = _parts(numbers, page_count)
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
    return finding(
        FindingCode.SEVERAL_INVOICES,
        Level.WARNING,
        ["/invoice_number"],
        reason="numbers",
        count=len(parts),
        numbers=[{"number": part.number, "page": part.first} for part in parts[:_NAMED]],
        parts=proposed if len(proposed) <= MOST_PARTS else None,
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
