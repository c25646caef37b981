"""What kind of document this is: an invoice, a credit note, several invoices, or none at all."""

import re
from collections.abc import Sequence

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.labels import Found
from functions.extract.local.value import Value, from_segments
from functions.extract.local.vocabulary import CREDIT_NOTE_TITLES, INVOICE_TITLES, OTHER_TITLES, Label, fold
from shared.domain.evidence import Finding, Level

TITLE_WORDS = 8
TITLE_PART = 0.5
"""A title stands in the upper half of the first page."""


def find_document_type(layout: Layout) -> Value[str]:
    """`credit_note` if a title says so, else `invoice`; with words only when a title is printed."""
    for titles, kind in ((CREDIT_NOTE_TITLES, "credit_note"), (INVOICE_TITLES, "invoice")):
        segment = _title(layout, titles)
        if segment is not None:
            return from_segments(kind, [segment], 0.95)
    number = layout.pages[0].number if layout.pages else 1
    return Value(value="invoice", page=number, words=(), confidence=0.85)


def _title(layout: Layout, titles: frozenset[str]) -> Segment | None:
    if not layout.pages:
        return None
    for segment in layout.pages[0].segments:
        if segment.middle <= TITLE_PART and len(segment.words) <= TITLE_WORDS and _opens_with(segment, titles):
            return segment
    return None


def _opens_with(segment: Segment, titles: frozenset[str]) -> bool:
    """Whether the segment is a title, or a title followed by a number ("Gutschrift Nr. 17")."""
    words = re.findall(r"[^\W_]+", segment.text)
    for count in range(min(len(words), 4), 0, -1):
        if fold("".join(words[:count])) in titles:
            rest = words[count:]
            return all(any(character.isdigit() for character in word) or len(word) <= 3 for word in rest)
    return False


def other_document(layout: Layout, *, has_total: bool, has_number: bool) -> Finding | None:
    """`not-an-invoice` for a contract, an order, a quotation or a letter: a title of such a document and none of an
    invoice, or neither a total nor a number nor any word of an invoice."""
    title = _title(layout, OTHER_TITLES)
    invoice = any(_opens_with(segment, INVOICE_TITLES | CREDIT_NOTE_TITLES) for segment in _upper(layout))
    mentioned = any(
        re.search(
            r"invoice|factura|rechnung|facture|fattura|fatura|factuur|receipt|ticket|quittung|beleg|bill",
            row.text,
            re.I,
        )
        for row in layout.rows
    )
    if title is not None and not invoice and not (mentioned and has_number):
        return Finding(
            code="not-an-invoice",
            level=Level.WARNING,
            message=f"This looks like another kind of document (“{title.text[:60]}”), not an invoice.",
            pointers=["/document_type"],
        )
    if not has_total and not has_number:
        return Finding(
            code="not-an-invoice",
            level=Level.WARNING,
            message="No invoice number and no total amount were found: this may not be an invoice.",
            pointers=["/document_type"],
        )
    return None


def _upper(layout: Layout) -> Sequence[Segment]:
    return [segment for page in layout.pages[:1] for segment in page.segments if segment.middle <= TITLE_PART]


def several_invoices(numbers_by_page: Sequence[tuple[PageLayout, str | None, bool]]) -> Finding | None:
    """`several-invoices` if pages carry different invoice numbers, each behind a label of its own, and each part has a
    total. `numbers_by_page`: the page, its labelled invoice number or null, whether a total stands on it."""
    groups: list[tuple[str, bool, int]] = []
    for page, number, total in numbers_by_page:
        if number is not None and (not groups or fold(groups[-1][0]) != fold(number)):
            groups.append((number, total, page.number))
        elif groups:
            last = groups[-1]
            groups[-1] = (last[0], last[1] or total, last[2])
    distinct = {fold(number) for number, _, _ in groups}
    if len(distinct) < 2 or sum(total for _, total, _ in groups) < 2:
        return None
    listed = ", ".join(f"{number} (page {page})" for number, _, page in groups[:5])
    return Finding(
        code="several-invoices",
        level=Level.WARNING,
        message=f"This file seems to hold several invoices: {listed}. Only the first was read; split the file.",
        pointers=["/invoice_number"],
    )


def is_receipt(layout: Layout, labels: Sequence[Found]) -> bool:
    """A till receipt: narrow, or with cash and change."""
    kinds = {found.label for found in labels}
    narrow = bool(layout.pages) and layout.pages[0].width < 0.55 * layout.pages[0].height
    return narrow or {Label.CASH, Label.CHANGE} <= kinds
