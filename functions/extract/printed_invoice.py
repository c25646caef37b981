"""An e-invoice as pages that look like an invoice: letterhead, buyer, lines, taxes, totals and payment, then all that
an invoice rarely has. Every value of the data is printed once, so that its evidence is the place where it was put."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import count, takewhile
from typing import Any

from shared.domain.document import Box, Page, Source, Word
from shared.domain.evidence import EvidenceMap
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
MARGIN = 44.0
RIGHT = WIDTH - MARGIN
SMALL, TEXT, HEADING, TITLE = 7.0, 9.0, 10.5, 16.0  # points
LEADING = 1.45  # distance of lines by the size of their text
# Advance widths by the size of the text, of DejaVu Sans, in which the pages are drawn; characters that are not named
# are as wide as most capitals.
_WIDTHS = {
    **dict.fromkeys("iIljJ|'", 0.30), **dict.fromkeys(" .,:;!/\\ft", 0.40), **dict.fromkeys("()[]-r\"*", 0.46),
    **dict.fromkeys("csz", 0.56), **dict.fromkeys("abdeghknopquvxyL0123456789EFPSTY_€$£", 0.64),
    **dict.fromkeys("mwMW@%&+=<>", 1.0),
}  # fmt: skip
_OTHER_WIDTH = 0.79
SECOND_COLUMN = 330.0
TOTALS_COLUMN = 246.0
VALUE_COLUMN = 430.0

# Left edges, or right ones of numbers, of the columns of the lines.
_LINE_COLUMNS = (("unit", 330.0, False), ("quantity", 322.0, True), ("unit_price", 428.0, True))
_LINE_COLUMNS_RIGHT = (("tax_rate", 466.0, True), ("net_amount", RIGHT, True))
_LINE_HEADINGS = {
    "quantity": "Quantity",
    "unit": "Unit",
    "unit_price": "Price",
    "tax_rate": "Tax %",
    "net_amount": "Amount",
}
_DESCRIPTION_WIDTH = 215.0
_TITLES = {"invoice": "Invoice", "credit_note": "Credit note"}
_PARTY = ("address", "vat_id", "tax_id", "email", "phone", "website")
_FACTS = ("invoice_number", "issue_date", "due_date", "purchase_order", "buyer_reference", "currency")
_PAYMENT = ("payment_terms", "payment/iban", "payment/bic", "payment/account", "payment/holder", "payment/reference")
_LABELS = {
    "/invoice_number": "Invoice number", "/issue_date": "Date", "/due_date": "Due", "/net_amount": "Net",
    "/tax_amount": "Tax, all rates", "/total_amount": "Total", "/paid_amount": "Paid", "/amount_due": "To pay",
    "/payment_terms": "Terms", "/payment/iban": "IBAN", "/payment/bic": "BIC",
}  # fmt: skip
_SHORT = {"vat_id": "VAT", "tax_id": "Tax number", "bic": "BIC", "iban": "IBAN", "id": "number"}


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


def _width(text: str, size: float) -> float:
    return size * sum(_WIDTHS.get(character, _OTHER_WIDTH) for character in text)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in parts that are no wider; a word that is wider alone is cut."""
    parts = [""]
    for word in text.split():
        longer = f"{parts[-1]} {word}".strip()
        if _width(longer, size) <= width:
            parts[-1] = longer
            continue
        parts.append("")
        room = width
        for character in word:
            room -= _width(character, size)
            if room < 0 and parts[-1]:
                parts.append("")
                room = width - _width(character, size)
            parts[-1] += character
    return [part for part in parts if part]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A text in a row, from its left edge, or up to its right one; the value that it prints."""

    text: str
    x: float
    size: float = TEXT
    to_left: bool = False
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    pieces: tuple[_Piece, ...] = ()
    height: float = TEXT * LEADING


@dataclass(slots=True, kw_only=True)
class _Values:
    """The values that are not printed yet, by pointer."""

    left: dict[str, str]

    def take(self, pointer: str) -> str | None:
        return self.left.pop(pointer, None)

    def pieces(self, pointer: str, x: float, width: float, *, size: float = TEXT, before: str = "") -> list[_Row]:
        """The value in rows of that width, after a label; none where the invoice has no such value."""
        value = self.take(pointer)
        if value is None:
            return []
        start = x + _width(before, size)
        parts = _wrapped(value, width - (start - x), size) or [""]
        rows = [
            _Row(pieces=(_Piece(text=part, x=start, size=size, pointer=pointer),), height=size * LEADING)
            for part in parts
        ]
        if before:
            label = _Piece(text=before.rstrip(), x=x, size=size)
            rows[0] = replace(rows[0], pieces=(label, *rows[0].pieces))
        return rows


@dataclass(slots=True, kw_only=True)
class _Paper:
    """Puts rows on pages of A4, at most `max_pages`; rows beyond are counted."""

    max_pages: int
    words: list[list[Word]] = field(default_factory=lambda: [[]])
    places: dict[str, tuple[int, Box]] = field(default_factory=dict)
    y: float = MARGIN
    beyond: int = 0

    def put(self, row: _Row, head: _Row | None = None) -> None:
        """The row, on a new page if need be, below the repeated head of its table."""
        if self.y + row.height > HEIGHT - MARGIN and self.words[-1]:
            if len(self.words) >= self.max_pages:
                self.beyond += 1
                return
            self.words.append([])
            self.y = MARGIN
            if head is not None:
                self.put(head)
        for piece in row.pieces:
            self._print(piece)
        self.y += row.height

    def _print(self, piece: _Piece) -> None:
        start = piece.x - _width(piece.text, piece.size) if piece.to_left else piece.x
        for match in re.finditer(r"\S+", piece.text):
            left = max(0.0, start + _width(piece.text[: match.start()], piece.size))
            right = min(WIDTH, left + max(1.0, _width(match.group(), piece.size)))
            left = min(left, right - 0.5)
            box = Box(left / WIDTH, self.y / HEIGHT, right / WIDTH, (self.y + piece.size) / HEIGHT)
            self.words[-1].append(Word(text=match.group(), box=box, confidence=1.0))
            if piece.pointer is not None:
                self._place(piece.pointer, box)

    def _place(self, pointer: str, box: Box) -> None:
        page = len(self.words)
        known = self.places.get(pointer)
        if known is None:
            self.places[pointer] = (page, box)
        elif known[0] == page:  # what goes on overleaf is found by its beginning
            was = known[1]
            around = Box(min(was.x0, box.x0), min(was.y0, box.y0), max(was.x1, box.x1), max(was.y1, box.y1))
            self.places[pointer] = (page, around)

    def pages(self) -> tuple[Page, ...]:
        if self.beyond:
            self.y = HEIGHT - MARGIN
            self._print(_Piece(text=f"({self.beyond} more lines are not shown)", x=MARGIN, size=SMALL))
        return tuple(
            Page(number=number, width=WIDTH, height=HEIGHT, source=Source.XML, words=tuple(words))
            for number, words in enumerate(self.words, start=1)
        )


def print_invoice(data: InvoiceData, max_pages: int) -> PrintedInvoice:
    """At most `max_pages` pages of A4; the last line counts what is beyond them."""
    content = data.model_dump(exclude={"summary"})
    values = _Values(left={pointer: _printed(pointer, value) for pointer, value in leaves(content)})
    paper = _Paper(max_pages=max_pages)
    _head(values, paper)
    _lines(values, paper, len(data.lines))
    _taxes_and_totals(values, paper, len(data.tax_breakdown))
    _section("Payment", [row for name in _PAYMENT for row in _labelled(values, f"/{name}")], paper)
    _section("Notes", values.pieces("/notes", MARGIN, RIGHT - MARGIN), paper)
    _section("Further details", _remaining(values), paper)
    return PrintedInvoice(pages=paper.pages(), places=paper.places)


def _printed(pointer: str, value: Any) -> str:
    if isinstance(value, Decimal | int):
        # A rate or a quantity of 21.00 is read as 21; amounts keep their cents.
        return f"{value:,f}"
    if isinstance(value, date):
        return value.isoformat()
    return _TITLES.get(str(value), str(value)) if pointer == "/document_type" else " ".join(str(value).split())


def _head(values: _Values, paper: _Paper) -> None:
    """The seller on the left below the title's line; the buyer and the facts beside each other."""
    name = values.pieces("/seller/name", MARGIN, 300.0, size=13.0)
    title = values.take("/document_type") or _TITLES["invoice"]
    shown = _Piece(text=title.upper(), x=RIGHT, size=TITLE, to_left=True, pointer="/document_type")
    first = name[0] if name else _Row(height=TITLE)
    for row in (replace(first, pieces=(*first.pieces, shown), height=TITLE * LEADING), *name[1:]):
        paper.put(row)
    for row in _party(values, "seller"):
        paper.put(row)
    paper.put(_Row(height=16.0))
    buyer = [_Row(pieces=(_Piece(text="Bill to", x=MARGIN, size=SMALL),), height=SMALL * LEADING)]
    buyer += values.pieces("/buyer/name", MARGIN, 260.0, size=HEADING)
    buyer += _party(values, "buyer")
    facts = [row for name in _FACTS for row in _labelled(values, f"/{name}", SECOND_COLUMN, VALUE_COLUMN)]
    facts += _labelled_list(values, "/operation_codes", SECOND_COLUMN, VALUE_COLUMN)
    _beside(buyer, facts, paper)
    paper.put(_Row(height=18.0))


def _party(values: _Values, role: str) -> list[_Row]:
    return [
        row
        for name in _PARTY
        for row in values.pieces(
            f"/{role}/{name}", MARGIN, 270.0, before="" if name == "address" else f"{_label(name)}: "
        )
    ]


def _beside(left: Sequence[_Row], right: Sequence[_Row], paper: _Paper) -> None:
    for index in range(max(len(left), len(right))):
        rows = [side[index] for side in (left, right) if index < len(side)]
        pieces = tuple(piece for row in rows for piece in row.pieces)
        paper.put(_Row(pieces=pieces, height=max(row.height for row in rows)))


def _lines(values: _Values, paper: _Paper, lines: int) -> None:
    """A table whose head is repeated on every page; codes stand small under the description."""
    if lines == 0:
        return
    columns = (*_LINE_COLUMNS, *_LINE_COLUMNS_RIGHT)
    headings = (_Piece(text=_LINE_HEADINGS[name], x=x, size=SMALL, to_left=right) for name, x, right in columns)
    head = _Row(pieces=(_Piece(text="Description", x=MARGIN, size=SMALL), *headings), height=SMALL * 2)
    paper.put(head)
    for index in range(lines):
        line = f"/lines/{index}"
        cells = tuple(
            _Piece(text=value, x=x, to_left=right, pointer=f"{line}/{name}")
            for name, x, right in columns
            if (value := values.take(f"{line}/{name}")) is not None
        )
        text = values.pieces(f"{line}/description", MARGIN, _DESCRIPTION_WIDTH) or [_Row()]
        paper.put(replace(text[0], pieces=(*text[0].pieces, *cells)), head)
        under = values.pieces(f"{line}/product_code", MARGIN, _DESCRIPTION_WIDTH, size=SMALL, before="Product code: ")
        under += _labelled_list(values, f"{line}/operation_codes", MARGIN, MARGIN + 62.0, size=SMALL)
        for row in (*text[1:], *under, _Row(height=4.0)):
            paper.put(row, head)
    paper.put(_Row(height=10.0))


def _taxes_and_totals(values: _Values, paper: _Paper, rates: int) -> None:
    """The net amount, the tax by rate, and what that makes."""
    _total(values, paper, "net_amount")
    for index in range(rates):
        tax = f"/tax_breakdown/{index}"
        shown = (
            ("category", SECOND_COLUMN - 60, False),
            ("rate", SECOND_COLUMN + 20, True),
            ("taxable_amount", VALUE_COLUMN + 15, True),
            ("tax_amount", RIGHT, True),
        )
        labels = (_Piece(text="Tax", x=TOTALS_COLUMN), _Piece(text="% of", x=SECOND_COLUMN + 24))
        cells = (
            _Piece(text=value, x=x, to_left=right, pointer=f"{tax}/{name}")
            for name, x, right in shown
            if (value := values.take(f"{tax}/{name}")) is not None
        )
        paper.put(_Row(pieces=(*labels, *cells)))
    for name in ("tax_amount", "total_amount", "paid_amount", "amount_due"):
        _total(values, paper, name)
    paper.put(_Row(height=10.0))


def _total(values: _Values, paper: _Paper, name: str) -> None:
    value = values.take(f"/{name}")
    if value is None:
        return
    size = HEADING if name in ("total_amount", "amount_due") else TEXT
    label = _Piece(text=_label(f"/{name}"), x=TOTALS_COLUMN, size=size)
    amount = _Piece(text=value, x=RIGHT, size=size, to_left=True, pointer=f"/{name}")
    paper.put(_Row(pieces=(label, amount), height=size * LEADING))


def _section(title: str, rows: Sequence[_Row], paper: _Paper) -> None:
    if not rows:
        return
    paper.put(_Row(pieces=(_Piece(text=title, x=MARGIN, size=HEADING),), height=HEADING * 1.7))
    for row in rows:
        paper.put(row)
    paper.put(_Row(height=12.0))


def _labelled(values: _Values, pointer: str, x: float = MARGIN, value_x: float = 150.0) -> list[_Row]:
    rows = values.pieces(pointer, value_x, RIGHT - value_x)
    if rows:
        rows[0] = replace(rows[0], pieces=(_Piece(text=_label(pointer), x=x), *rows[0].pieces))
    return rows


def _labelled_list(values: _Values, pointer: str, x: float, value_x: float, *, size: float = TEXT) -> list[_Row]:
    """A list of codes, one below the other."""
    names = (f"{pointer}/{index}" for index in count())
    found = list(takewhile(values.left.__contains__, names))
    rows = [row for name in found for row in values.pieces(name, value_x, RIGHT - value_x, size=size)]
    if rows:
        rows[0] = replace(rows[0], pieces=(_Piece(text=_label(pointer), x=x, size=size), *rows[0].pieces))
    return rows


def _remaining(values: _Values) -> list[_Row]:
    """All that no part of the page has printed, with the full name of its place."""
    return [row for pointer in list(values.left) for row in _in_full(values, pointer)]


def _in_full(values: _Values, pointer: str) -> Iterator[_Row]:
    label = textwrap.shorten(_label(pointer), 44, placeholder="…")
    start = MARGIN + 230.0
    rows = values.pieces(pointer, start, RIGHT - start, size=8.0)
    rows[0] = replace(rows[0], pieces=(_Piece(text=label, x=MARGIN, size=8.0), *rows[0].pieces))
    yield from rows


def _label(pointer: str) -> str:
    """ "/lines/0/period/start" as "Line 1, period, start"."""
    if pointer in _LABELS:
        return _LABELS[pointer]
    words: list[str] = []
    for step in pointer.strip("/").split("/"):
        if step.isdecimal():
            words[-1] = f"{words[-1].removesuffix('s')} {int(step) + 1}"
        else:
            words.append(_word(step))
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def _word(step: str) -> str:
    return _SHORT.get(step, step.replace("_", " "))
