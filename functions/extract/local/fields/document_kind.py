"""What kind of document this is.

Every kind that the words hint at is a candidate: by a title, by a sentence that only such a document has, by a table of
other invoices. An invoice says so by its labels, too. The most probable kind decides what is told: an invoice, a credit
note, or a document that is not to be paid (`not-an-invoice`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.extract.layout import Layout, Row, Segment
from functions.extract.local.context import Context
from functions.extract.local.lexicon.countries import LETTERS
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.merged import beginnings_of
from functions.extract.local.lexicon.phrases import SUBJECT
from functions.extract.local.lexicon.titles import (
    INVOICE_TITLES,
    KIND_PHRASES,
    NOT_A_TAX_INVOICE,
    NOT_AN_INVOICE,
    SELF_BILLING,
    TITLE_KINDS,
)
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.rank import Candidate, Ranked, best_value, rank
from functions.extract.local.value import Value
from shared.domain.document_kinds import INVOICES, DocumentKind
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.normalising import fold

TITLE_WORDS = 12
LABEL_WORDS = 8
"""Words of a cell that is the label of a number at most: "the invoice comes with the goods" is a sentence."""

TITLE_PART = 0.5
"""A title is in the upper half of its page."""
LONGEST_TITLE = 5
"""Words of a title at most."""

AS_HIGH = 0.75
"""The share of the height of the first title that an invoice's has at least."""

BEFORE_TITLE = re.compile(rf"^\W*(?:{SUBJECT}\s*[.:]+|\d{{1,2}}\s?[.ªº)°])\s*", re.IGNORECASE)
"""Before the title of a letter: "Betreff: Gutschrift Nr. 17", "2. Mahnung"."""

BOX_LETTER = re.compile(r"(?:.*\s)?[A-Z]\s+(?=[A-Z])")
"""Before the title of a fiscal form: "ALFA S.A.  B  NOTA DE CRÉDITO"."""

_WORD = re.compile(r"[^\W_]+")
_BEGINNINGS = beginnings_of(TITLE_KINDS)

LISTS_OF_INVOICES = frozenset({DocumentKind.REMINDER, DocumentKind.STATEMENT, DocumentKind.REMITTANCE_ADVICE})
FEWEST_CELLS = 3
"""Cells of the heading of a table of invoices at least: number, date, amount."""

LEAST_SURE = 0.35
"""The most probable kind, if it is no invoice, is told from this probability on: of a thousand real and made invoices
none had more than 0.15."""

LEAST_DOUBTFUL = 0.1
"""A document that is something else with this probability is not surely an invoice."""

TILL_LABELS = frozenset({Label.CASH, Label.CHANGE, Label.CARD})


@dataclass(frozen=True, kw_only=True)
class PrintedTitle(Mention):
    """A title. `alone`: nothing else stands in its cell; `numbered`: a number follows it."""

    kind: DocumentKind
    alone: bool
    numbered: bool


def titles_of(segments: Sequence[Segment]) -> Iterator[PrintedTitle]:
    """The titles among segments, each at the beginning of a short one."""
    for segment in segments:
        if len(segment.words) <= TITLE_WORDS and (title := _title(segment)) is not None:
            yield title


def _title(segment: Segment) -> PrintedTitle | None:
    """The title at the beginning of a cell, or in capitals behind a letter in a box, whatever stands before that."""
    begins = match.end() if (match := BEFORE_TITLE.match(segment.text)) else 0
    title = _title_at(segment, begins)
    box = None if title is not None else BOX_LETTER.match(segment.text)
    return _title_at(segment, box.end()) if box and segment.text[box.end() :].isupper() else title


def _title_at(segment: Segment, start: int) -> PrintedTitle | None:
    """The longest title here; only short words may stand between it and a number: "Gutschrift Nr. 17"."""
    words = list(_WORD.finditer(segment.text[start:]))
    if not words or fold(words[0].group()) not in _BEGINNINGS:
        return None
    for count in range(min(len(words), LONGEST_TITLE), 0, -1):
        kind = TITLE_KINDS.get(fold("".join(word.group() for word in words[:count])))
        if kind is None:
            continue
        rest = [word.group() for word in words[count:]]
        numbers = [index for index, word in enumerate(rest) if any(map(str.isdigit, word))]
        if any(len(word) > 3 for word in (rest[: numbers[0]] if numbers else rest)):
            return None
        end = start + words[count - 1].end()
        return PrintedTitle(segment=segment, start=start, end=end, kind=kind, alone=not rest, numbered=bool(numbers))
    return None


def candidates(context: Context) -> list[Candidate[DocumentKind]]:
    """The kinds that the document may be, an invoice always among them."""
    layout = context.layout
    first = layout.pages[0] if layout.pages else None
    upper = [one for one in first.segments if one.middle <= TITLE_PART] if first else []
    headings = context.heading_rows
    printed = (title for title in titles_of(upper) if (title.segment.page, title.segment.row) not in headings)
    titles = _but_for_low_ones([title for title in printed if not _of_another(title, context)])
    titles = [title for title in titles if title is titles[0] or not _heads_a_box(title, context)]
    phrases = {kind for phrase, kind in KIND_PHRASES if phrase in context.folded}
    listed = _has_list_of_invoices(layout)
    kinds = {title.kind for title in titles} | phrases | {DocumentKind.INVOICE}
    of_invoices = _invoice_features(context, titles)
    found = []
    for kind in sorted(kinds):
        own = [title for title in titles if title.kind is kind]
        features = _title_features(own, titles)
        features["phrase"] = float(kind in phrases)
        features[f"is_{kind}"] = 1.0
        if kind in LISTS_OF_INVOICES:
            features["list_of_invoices"] = float(listed)
        if kind in INVOICES:
            features |= of_invoices
            features["is_but_a_list_of_invoices"] = float(listed)
        found.append(
            Candidate(
                value=kind,
                mentions=tuple(own),
                features={name: value for name, value in features.items() if value},
            )
        )
    return found


def _but_for_low_ones(titles: Sequence[PrintedTitle]) -> list[PrintedTitle]:
    """Without an invoice's in small print under a much higher title: "Rechnung an:" under "Proforma-Rechnung"."""
    least = AS_HIGH * titles[0].segment.line_height if titles else 0.0
    return [title for title in titles if title.kind is not DocumentKind.INVOICE or title.segment.line_height >= least]


def _of_another(title: PrintedTitle, context: Context) -> bool:
    """Whether it names the number of another document: "Original invoice 88120" on a credit note."""
    labels = context.places.of(title.segment)
    numbered = title.numbered and title.kind is DocumentKind.INVOICE
    return numbered and bool(labels) and labels[0].label is Label.OTHER_NUMBER and labels[0].start == title.start


def _heads_a_box(title: PrintedTitle, context: Context) -> bool:
    """Whether it is the key of a box in a form, beside others: "Delivery Note  Mode/Terms of Payment" of an invoice."""
    row = context.layout.page(title.segment.page).rows[title.segment.row]
    others = [segment for segment in row.segments if segment is not title.segment]
    keys = not any(map(str.isdigit, row.text)) and any(context.places.of(segment) for segment in others)
    return keys and title.alone and title.kind not in INVOICES


def _title_features(own: Sequence[PrintedTitle], titles: Sequence[PrintedTitle]) -> dict[str, float]:
    if not own:
        return {}
    lines = sorted(title.segment.line_height for title in titles)
    tallest = max(title.segment.line_height for title in own)
    return {
        "title": 1.0,
        "title_alone": float(any(title.alone for title in own)),
        "title_numbered": float(any(title.numbered for title in own)),
        "title_first": float(own[0] is titles[0]),
        "title_tallest": float(tallest >= lines[-1]),
        "title_high": 1 - min(title.segment.middle for title in own) / TITLE_PART,
        "title_again": float(len(own) > 1),
        "title_of_words": float(any(len(title.text.split()) > 1 for title in own)),  # "Order" is a mere label as well
    }


def _invoice_features(context: Context, titles: Sequence[PrintedTitle]) -> dict[str, float]:
    """What says that it is an invoice. The titles of other kinds do not mention it: "Bon de commande" has no "Bon"."""
    others = [title for title in titles if title.kind not in INVOICES]
    exact = [found for found in context.places.labels if found.exact]
    labels = {found.label for found in exact}
    numbered = {found.label for found in exact if len(found.segment.words) <= LABEL_WORDS}
    of_others = {word for title in others for word in title.words}
    words = {fold(word.text) for row in context.layout.rows for word in row.words if word not in of_others}
    return {
        "mentions_an_invoice": float(not words.isdisjoint(INVOICE_TITLES)),
        "denied": float(_denied(context, called=len(titles) > len(others))),
        "invoice_number_label": float(Label.INVOICE_NUMBER in numbered),
        "receipt_number_label": float(Label.RECEIPT_NUMBER in labels),
        "total_label": float(bool(labels & {Label.TOTAL, Label.DUE})),
        "tax_label": float(Label.TAX in labels),
        "due_date_label": float(Label.DUE_DATE in labels),
        "paid_at_a_till": float(bool(labels & TILL_LABELS)),
    }


def _denied(context: Context, *, called: bool) -> bool:
    """Whether it says that it is no invoice. "This is not a VAT invoice" in a note to a figure, or on what is `called`
    an invoice, only says that the tax cannot be deducted."""
    if any(phrase in context.folded for phrase in NOT_AN_INVOICE):
        return True
    said = [phrase for phrase in NOT_A_TAX_INVOICE if phrase in context.folded] if not called else []
    notes = fold("".join(one.text for one in context.layout.segments if _NOTE.match(one.text))) if said else ""
    return any(context.folded.count(phrase) > notes.count(phrase) for phrase in said)


_NOTE = re.compile(r"[*†‡]")
"""Before a note to a figure that has the same mark."""


def _has_list_of_invoices(layout: Layout) -> bool:
    """Whether a table lists other invoices: a heading cell is an invoice's title, beside headings of at least two more
    columns, with a number under it."""
    return any(
        len(row.segments) >= FEWEST_CELLS and any(_heads_numbers(layout, row, segment) for segment in row.segments)
        for row in layout.rows
    )


def _heads_numbers(layout: Layout, row: Row, segment: Segment) -> bool:
    words = LETTERS.findall(segment.text)
    title = any(TITLE_KINDS.get(fold(word)) is DocumentKind.INVOICE for word in words)
    if not title or len(words) > FEWEST_CELLS or any(map(str.isdigit, row.text)):
        return False
    below = layout.page(row.page).below(segment, 2)[:1]
    return any(character.isdigit() for other in below for character in other.text)


def rank_kinds(context: Context) -> list[Ranked[DocumentKind]]:
    """The kinds that the document may be, the most probable first."""
    return rank("document_kind", candidates(context))


def document_type(context: Context, kinds: Sequence[Ranked[DocumentKind]]) -> Value[str]:
    """BT-3 in two words: `credit_note` or `invoice`; with words only where a title is printed. A self-billed invoice
    (a "Gutschrift" made out by the buyer) is an invoice. Never sure of what may be another kind of document."""
    credit = next((one for one in kinds if one.candidate.value is DocumentKind.CREDIT_NOTE), None)
    invoice = next(one for one in kinds if one.candidate.value is DocumentKind.INVOICE)
    self_billed = any(phrase in context.folded for phrase in SELF_BILLING)
    chosen = credit if credit is not None and credit.probability > invoice.probability else invoice
    value = best_value([chosen])
    kind = "invoice" if chosen is invoice or self_billed else "credit_note"
    assert value is not None  # noqa: S101  the best of one
    doubtful = any(one.probability >= LEAST_DOUBTFUL for one in kinds if one.candidate.value not in INVOICES)
    known = value.with_value(kind).with_confidence(0.95 if value.words else 0.85)
    return replace(known, ambiguous=doubtful)


def not_an_invoice(kinds: Sequence[Ranked[DocumentKind]], *, has_total: bool, has_number: bool) -> Finding | None:
    """`not-an-invoice` with the kind, if the document is of another kind, however many numbers it has; also if it has
    neither a total nor a number."""
    best = kinds[0]
    if best.candidate.value not in INVOICES and best.probability >= LEAST_SURE:
        title = best.candidate.mentions[0].text[:60] if best.candidate.mentions else None
        return finding(
            FindingCode.NOT_AN_INVOICE,
            Level.WARNING,
            ["/document_type"],
            reason="title" if title else "phrase",
            kind=best.candidate.value,
            title=title,
        )
    denied = any(one.candidate.features.get("denied") for one in kinds)
    if denied:
        return finding(
            FindingCode.NOT_AN_INVOICE, Level.WARNING, ["/document_type"], reason="denied", kind=None, title=None
        )
    if not has_total and not has_number:
        return finding(
            FindingCode.NOT_AN_INVOICE,
            Level.WARNING,
            ["/document_type"],
            reason="no_number_no_total",
            kind=None,
            title=None,
        )
    return None
