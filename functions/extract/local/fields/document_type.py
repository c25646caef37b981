"""What kind of document this is: an invoice, a credit note, several invoices, or none at all."""

import re
from collections.abc import Collection, Mapping, Sequence

from functions.extract.layout import Layout, Segment
from functions.extract.local.lexicon.titles import CREDIT_NOTE_TITLES, INVOICE_TITLES, OTHER_TITLES, SELF_BILLING
from functions.extract.local.value import Value, from_segments
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.normalising import fold

TITLE_WORDS = 12
SUBJECT = re.compile(r"^\W*(?:betreff|betr|objet|asunto|assunto|oggetto|betreft|subject|re)\s*[.:]+\s*", re.IGNORECASE)
TITLE_PART = 0.5
"""A title is in the upper half of the first page."""


def find_document_type(layout: Layout) -> Value[str]:
    """`credit_note` if a title names one, else `invoice`; with words only when a title is printed. A self-billed
    invoice (a "Gutschrift" made out by the buyer) is an invoice."""
    for titles, kind in ((CREDIT_NOTE_TITLES, "credit_note"), (INVOICE_TITLES, "invoice")):
        segment = _title(layout, titles)
        if segment is not None:
            turned = kind == "credit_note" and _is_self_billed(layout)
            return from_segments("invoice" if turned else kind, [segment], 0.95)
    number = layout.pages[0].number if layout.pages else 1
    return Value(value="invoice", page=number, words=(), confidence=0.85)


def _is_self_billed(layout: Layout) -> bool:
    # A sentence may continue on the next row, or be cut into cells.
    printed = fold("".join(row.text for page in layout.pages for row in page.rows))
    return any(phrase in printed for phrase in SELF_BILLING)


def _title(layout: Layout, titles: frozenset[str]) -> Segment | None:
    if not layout.pages:
        return None
    for segment in layout.pages[0].segments:
        if segment.middle <= TITLE_PART and len(segment.words) <= TITLE_WORDS and _opens_with(segment, titles):
            return segment
    return None


def _opens_with(segment: Segment, titles: frozenset[str]) -> bool:
    """Whether the segment is a title, or a title followed by a number ("Gutschrift Nr. 17"), in a letter's subject
    too ("Betreff: Gutschrift Nr. 17")."""
    words = re.findall(r"[^\W_]+", SUBJECT.sub("", segment.text))
    for count in range(min(len(words), 4), 0, -1):
        if fold("".join(words[:count])) in titles:
            rest = words[count:]
            numbers = [index for index, word in enumerate(rest) if any(character.isdigit() for character in word)]
            before = rest[: numbers[0]] if numbers else rest
            return all(len(word) <= 3 for word in before)
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
        return finding(
            FindingCode.NOT_AN_INVOICE, Level.WARNING, ["/document_type"], reason="title", title=title.text[:60]
        )
    if not has_total and not has_number:
        return finding(
            FindingCode.NOT_AN_INVOICE, Level.WARNING, ["/document_type"], reason="no_number_no_total", title=None
        )
    return None


def _upper(layout: Layout) -> Sequence[Segment]:
    return [segment for page in layout.pages[:1] for segment in page.segments if segment.middle <= TITLE_PART]


def several_invoices(numbers: Mapping[int, str], pages_with_total: Collection[int]) -> Finding | None:
    """`several-invoices` if pages carry different invoice numbers and at least two of these parts have a total.
    `numbers`: page -> its labelled invoice number."""
    parts: list[tuple[str, int, bool]] = []  # number, first page, has a total
    for page in range(1, max([*numbers, *pages_with_total], default=0) + 1):
        number, total = numbers.get(page), page in pages_with_total
        if number is not None and (not parts or fold(parts[-1][0]) != fold(number)):
            parts.append((number, page, total))
        elif parts:
            parts[-1] = (parts[-1][0], parts[-1][1], parts[-1][2] or total)
    if len({fold(number) for number, _, _ in parts}) < 2 or sum(total for _, _, total in parts) < 2:
        return None
    return finding(
        FindingCode.SEVERAL_INVOICES,
        Level.WARNING,
        ["/invoice_number"],
        reason="numbers",
        count=len(parts),
        numbers=[{"number": number, "page": page} for number, page, _ in parts[:5]],
    )
