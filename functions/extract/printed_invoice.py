"""An e-invoice as pages that look like an invoice: letterhead, buyer, lines, taxes, totals and payment, then all that
an invoice rarely has. Every value of the data is printed once, so that its evidence is the place where it was put."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count, takewhile
from typing import Any

from functions.extract.paper import (
    HEADING,
    LEADING,
    MARGIN,
    RIGHT,
    SMALL,
    TEXT,
    TITLE,
    Paper,
    Piece,
    Row,
    text_width,
    with_label,
    wrapped,
)
from functions.extract.printed_words import PrintedWords, printed_words
from shared.domain.document import Box, Page
from shared.domain.evidence import EvidenceMap
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves
from shared.domain.languages import DEFAULT_LANGUAGE, LANGUAGES, Language

SECOND_COLUMN = 330.0
TOTALS_COLUMN = 246.0
VALUE_COLUMN = 430.0

# The columns of the lines beside the description: left edge, or right one of numbers.
_LINE_COLUMNS = (
    ("unit", 330.0, False),
    ("quantity", 322.0, True),
    ("unit_price", 428.0, True),
    ("tax_rate", 466.0, True),
    ("net_amount", RIGHT, True),
)
_DESCRIPTION_WIDTH = 215.0
_PARTY = ("address", "vat_id", "tax_id", "email", "phone", "website")
_FACTS = ("invoice_number", "issue_date", "due_date", "purchase_order", "buyer_reference", "currency")
_PAYMENT = (
    "payment_terms",
    "payment/means",
    "payment/iban",
    "payment/bic",
    "payment/account",
    "payment/holder",
    "payment/reference",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedInvoice:
    """The pages, and where on them each value stands: page and box by JSON pointer."""

    pages: tuple[Page, ...]
    places: Mapping[str, tuple[int, Box]]

    def placed(self, evidence: EvidenceMap) -> EvidenceMap:
        """The evidence with its places."""
        return {
            pointer: one.model_copy(update={"page": place[0], "box": place[1]})
            if (place := self.places.get(pointer)) is not None
            else one
            for pointer, one in evidence.items()
        }


@dataclass(slots=True, kw_only=True)
class _Values:
    """The values that are not printed yet, by pointer, and the words that they are printed with."""

    left: dict[str, str]
    words: PrintedWords

    def take(self, pointer: str) -> str | None:
        return self.left.pop(pointer, None)

    def pieces(
        self, pointer: str, x: float, width: float, *, size: float = TEXT, before: str | None = None
    ) -> list[Row]:
        """The value in rows of that width, after the name of the field `before`; none where the invoice has no such
        value. It stands where it stands in every language, so that its evidence is the same."""
        value = self.take(pointer)
        if value is None:
            return []
        names = [] if before is None else [_before(printed_words(one), before) for one in LANGUAGES]
        start = x + max((text_width(name, size) for name in names), default=0.0)
        parts = wrapped(value, width - (start - x), size) or [""]
        rows = [
            Row(
                pieces=(Piece(text=part, x=start, size=size, pointer=pointer, room=_room(pointer, size)),),
                height=size * LEADING,
            )
            for part in parts
        ]
        return rows if before is None else with_label(rows, _before(self.words, before).rstrip(), x, size=size)


def _room(pointer: str, size: float = TEXT) -> float:
    """The width of the widest name of the field's codes: its place is the same in every language."""
    all_names = (printed_words(language).code_names(pointer) for language in LANGUAGES)
    return max((_width_of_names(tuple(names.values()), size) for names in all_names), default=0.0)


@cache
def _width_of_names(names: tuple[str, ...], size: float) -> float:
    return max((text_width(name, size) for name in names), default=0.0)


def _before(words: PrintedWords, field: str) -> str:
    name = words.field(field)
    return f"{name[:1].upper()}{name[1:]}: "


def print_invoice(data: InvoiceData, max_pages: int, language: Language = DEFAULT_LANGUAGE) -> PrintedInvoice:
    """At most `max_pages` pages of A4; the last line counts what is beyond them. Every value but the title has the same
    place in every language."""
    content, words = data.model_dump(exclude={"summary"}), printed_words(language)
    values = _Values(left={pointer: _printed(pointer, value, words) for pointer, value in leaves(content)}, words=words)
    paper = Paper(max_pages=max_pages, beyond_words=words.parts["beyond"])
    _head(values, paper)
    _lines(values, paper, len(data.lines))
    _taxes_and_totals(values, paper, len(data.tax_breakdown))
    _section(words.parts["payment"], [row for name in _PAYMENT for row in _labelled(values, f"/{name}")], paper)
    _section(words.parts["notes"], values.pieces("/notes", MARGIN, RIGHT - MARGIN), paper)
    _section(words.parts["further"], _remaining(values), paper)
    return PrintedInvoice(pages=paper.pages(), places=paper.places)


def _printed(pointer: str, value: Any, words: PrintedWords) -> str:
    if isinstance(value, Decimal):
        return words.number(value)
    if isinstance(value, date):
        return value.isoformat()
    if pointer == "/document_type":
        return words.titles.get(str(value), str(value))
    text = " ".join(str(value).split())
    return words.code_names(pointer).get(text, text)


def _head(values: _Values, paper: Paper) -> None:
    """The seller on the left below the title's line; the buyer and the facts beside each other."""
    name = values.pieces("/seller/name", MARGIN, 300.0, size=13.0)
    title = values.take("/document_type") or values.words.titles["invoice"]
    shown = Piece(text=title.upper(), x=RIGHT, size=TITLE, to_left=True, pointer="/document_type")
    first = name[0] if name else Row(height=TITLE)
    for row in (replace(first, pieces=(*first.pieces, shown), height=TITLE * LEADING), *name[1:]):
        paper.put(row)
    for row in _party(values, "seller"):
        paper.put(row)
    paper.put(Row(height=16.0))
    buyer = [Row(pieces=(Piece(text=values.words.parts["buyer"], x=MARGIN, size=SMALL),), height=SMALL * LEADING)]
    buyer += values.pieces("/buyer/name", MARGIN, 260.0, size=HEADING)
    buyer += _party(values, "buyer")
    facts = [row for name in _FACTS for row in _labelled(values, f"/{name}", SECOND_COLUMN, VALUE_COLUMN)]
    facts += _labelled_list(values, "/operation_codes", SECOND_COLUMN, VALUE_COLUMN)
    _beside(buyer, facts, paper)
    paper.put(Row(height=18.0))


def _party(values: _Values, role: str) -> list[Row]:
    return [
        row
        for name in _PARTY
        for row in values.pieces(f"/{role}/{name}", MARGIN, 270.0, before=None if name == "address" else name)
    ]


def _beside(left: Sequence[Row], right: Sequence[Row], paper: Paper) -> None:
    for index in range(max(len(left), len(right))):
        rows = [side[index] for side in (left, right) if index < len(side)]
        pieces = tuple(piece for row in rows for piece in row.pieces)
        paper.put(Row(pieces=pieces, height=max(row.height for row in rows)))


def _lines(values: _Values, paper: Paper, lines: int) -> None:
    """A table whose head is repeated on every page; codes stand small under the description."""
    if lines == 0:
        return
    columns = values.words.columns
    headings = (Piece(text=columns[name], x=x, size=SMALL, to_left=right) for name, x, right in _LINE_COLUMNS)
    head = Row(pieces=(Piece(text=columns["description"], x=MARGIN, size=SMALL), *headings), height=SMALL * 2)
    paper.put(head)
    rooms = {name: _room(f"/lines/0/{name}") for name, _, _ in _LINE_COLUMNS}  # of every line
    for index in range(lines):
        line = f"/lines/{index}"
        cells = tuple(
            Piece(text=value, x=x, to_left=right, pointer=f"{line}/{name}", room=rooms[name])
            for name, x, right in _LINE_COLUMNS
            if (value := values.take(f"{line}/{name}")) is not None
        )
        text = values.pieces(f"{line}/description", MARGIN, _DESCRIPTION_WIDTH) or [Row()]
        paper.put(replace(text[0], pieces=(*text[0].pieces, *cells)), head)
        under = values.pieces(f"{line}/product_code", MARGIN, _DESCRIPTION_WIDTH, size=SMALL, before="product_code")
        under += _labelled_list(values, f"{line}/operation_codes", MARGIN, MARGIN + 62.0, size=SMALL)
        for row in (*text[1:], *under, Row(height=4.0)):
            paper.put(row, head)
    paper.put(Row(height=10.0))


def _taxes_and_totals(values: _Values, paper: Paper, rates: int) -> None:
    """The net amount, the tax by rate, and what that makes."""
    _total(values, paper, "net_amount")
    for index in range(rates):
        tax = f"/tax_breakdown/{index}"
        shown = (
            ("category", SECOND_COLUMN - 63, False, SMALL),
            ("rate", SECOND_COLUMN + 20, True, TEXT),
            ("taxable_amount", VALUE_COLUMN + 15, True, TEXT),
            ("tax_amount", RIGHT, True, TEXT),
        )
        parts = values.words.parts
        labels = (Piece(text=parts["tax"], x=TOTALS_COLUMN), Piece(text=parts["rate_of"], x=SECOND_COLUMN + 24))
        cells = (
            Piece(text=value, x=x, size=size, to_left=right, pointer=f"{tax}/{name}", room=_room(f"{tax}/{name}", size))
            for name, x, right, size in shown
            if (value := values.take(f"{tax}/{name}")) is not None
        )
        paper.put(Row(pieces=(*labels, *cells)))
    for name in ("tax_amount", "total_amount", "paid_amount", "amount_due"):
        _total(values, paper, name)
    paper.put(Row(height=10.0))


def _total(values: _Values, paper: Paper, name: str) -> None:
    value = values.take(f"/{name}")
    if value is None:
        return
    size = HEADING if name in ("total_amount", "amount_due") else TEXT
    label = Piece(text=values.words.label(f"/{name}"), x=TOTALS_COLUMN, size=size)
    amount = Piece(text=value, x=RIGHT, size=size, to_left=True, pointer=f"/{name}")
    paper.put(Row(pieces=(label, amount), height=size * LEADING))


def _section(title: str, rows: Sequence[Row], paper: Paper) -> None:
    if not rows:
        return
    paper.put(Row(pieces=(Piece(text=title, x=MARGIN, size=HEADING),), height=HEADING * 1.7))
    for row in rows:
        paper.put(row)
    paper.put(Row(height=12.0))


def _labelled(values: _Values, pointer: str, x: float = MARGIN, value_x: float = 150.0) -> list[Row]:
    return with_label(values.pieces(pointer, value_x, RIGHT - value_x), values.words.label(pointer), x)


def _labelled_list(values: _Values, pointer: str, x: float, value_x: float, *, size: float = TEXT) -> list[Row]:
    """A list of codes, one below the other."""
    names = (f"{pointer}/{index}" for index in count())
    found = list(takewhile(values.left.__contains__, names))
    rows = [row for name in found for row in values.pieces(name, value_x, RIGHT - value_x, size=size)]
    return with_label(rows, values.words.label(pointer), x, size=size)


def _remaining(values: _Values) -> list[Row]:
    """All that no part of the page has printed, with the full name of its place."""
    return [row for pointer in list(values.left) for row in _in_full(values, pointer)]


def _in_full(values: _Values, pointer: str) -> list[Row]:
    start, size = MARGIN + 230.0, 8.0
    label = textwrap.shorten(values.words.label(pointer), 44, placeholder="…")
    return with_label(values.pieces(pointer, start, RIGHT - start, size=size), label, MARGIN, size=size)
