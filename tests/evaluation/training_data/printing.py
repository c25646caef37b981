"""Prints an invoice in a layout drawn from the grammar: PDF bytes, and what of the invoice is on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.evaluation.training_data import blocks
from tests.evaluation.training_data.heads import draw_head, footer_only
from tests.evaluation.training_data.invoice import Invoice
from tests.evaluation.training_data.pieces import EMPTY, Mark, Piece, Text, beside, draw_pages, lines, stack
from tests.evaluation.training_data.sheet import Sheet, Template, new_sheet
from tests.evaluation.training_data.tables import TableLayout, item_table, tax_summary, total_rows, totals_piece


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A document: its bytes, the truth's fields that it shows, the columns of its lines, the name of its layout."""

    pdf: bytes
    shown: frozenset[str]
    columns: frozenset[str]
    layout: str
    pages: int


class _Pages:
    """Places pieces one under the other and begins a page when one does not fit."""

    def __init__(self, sheet: Sheet, foot: Piece) -> None:
        self.sheet = sheet
        self.foot = foot
        self.pages: list[list[Mark]] = [[]]
        self.y = sheet.style.margin
        self.bottom = sheet.style.page[1] - sheet.style.margin - foot.height - 14

    def fits(self, height: float) -> bool:
        return self.y + height <= self.bottom

    def begin(self) -> None:
        self.pages.append([])
        self.y = self.sheet.style.margin

    def put(self, piece: Piece, gap: float = 0) -> None:
        if not piece.height:
            return
        if not self.fits(piece.height + gap) and self.pages[-1]:
            self.begin()
        elif self.pages[-1]:
            self.y += gap
        self.pages[-1] += piece.moved(self.sheet.style.margin, self.y)
        self.y += piece.height


def print_invoice(rng: Random, invoice: Invoice, template: Template | None = None) -> Printed:
    """The invoice in a layout of the grammar, drawn by `rng`, or in that of a template."""
    sheet = new_sheet(rng, invoice, template)
    sheet.begin("head")
    head = draw_head(sheet)
    with_footer = head is footer_only or sheet.chance(0.45 if head.__name__ == "window" else 0.12)
    pages = _Pages(sheet, blocks.footer(sheet, seller=with_footer))
    gap = sheet.style.gap
    for piece in head(sheet):
        pages.put(piece, gap)
    if sheet.chance(0.2) and (intro := sheet.word("text.intro")):
        pages.put(lines([intro], sheet.font, sheet.inner), gap)
    sheet.begin("table")
    if invoice.kind != "delivery_note":
        _put_table(pages, item_table(sheet), gap)
        sheet.begin("totals")
        _put_totals(pages, gap)
    else:
        _put_table(pages, _without_money(sheet), gap)
    sheet.begin("closing")
    _put_closing(pages, gap)
    if sheet.chance(0.08):
        _put_conditions(pages)
    return _finished(sheet, pages, head.__name__)


def _without_money(sheet: Sheet) -> TableLayout:
    """A delivery note's table: no prices."""
    for key in ("price", "discount", "rate", "tax", "gross", "amount"):
        sheet.leave_out(f"column.{key}")
    return item_table(sheet)


def _put_table(pages: _Pages, table: TableLayout, gap: float) -> None:
    """The lines, with the heading again and sums carried over on each page."""
    sheet = pages.sheet
    if pages.y + table.head.height + table.rows[0].height + gap > pages.bottom:
        pages.begin()
    pages.put(table.head, gap)
    carries = sheet.chance(0.4)
    so_far = Decimal(0)
    for index, (row, amount) in enumerate(zip(table.rows, table.amounts, strict=True)):
        room = row.height + (16 if carries else 0)
        if index and not pages.fits(room):
            if carries:
                pages.put(_carried(sheet, "text.carried", so_far))
            pages.begin()
            if sheet.chance(0.8):
                pages.put(table.head)
            if carries and sheet.chance(0.7):
                pages.put(_carried(sheet, "text.brought", so_far))
        pages.put(row)
        so_far += amount


def _carried(sheet: Sheet, key: str, amount: Decimal) -> Piece:
    text = sheet.word(key)
    if text is None:
        return EMPTY
    font = sheet.font.sized(1, bold=True)
    marks = (
        Text(x=sheet.inner * 0.5, y=font.size + 2, text=text, font=font),
        Text(x=sheet.inner - 3, y=font.size + 2, text=sheet.line_money(amount), font=font, align="right"),
    )
    return Piece(height=font.leading + 3, marks=marks)


def _put_totals(pages: _Pages, gap: float) -> None:
    """The totals at the right, the left, or across; beside them what fills the space."""
    sheet = pages.sheet
    rows = total_rows(sheet)
    width = sheet.inner * sheet.rng.choice((0.38, 0.42, 0.5))
    piece = totals_piece(sheet, rows, width)
    if sheet.style.totals == "row" and len(rows) <= 5:
        pages.put(piece, gap)
        return
    if sheet.chance(0.12) and pages.fits(piece.height + 200):
        pages.y = pages.bottom - piece.height - sheet.rng.uniform(60, 150)  # forms keep their totals at the foot
    room = sheet.inner - width - 16
    filling = []
    if sheet.invoice.totals.taxes and sheet.chance(0.15):
        filling.append(tax_summary(sheet, min(room, 230)))
    if sheet.chance(0.35):
        filling.append(blocks.bank_block(sheet, room))
    if sheet.chance(0.2) and sheet.invoice.terms:
        filling.append(lines([f"{sheet.label('label.terms') or ''} {sheet.invoice.terms}"], sheet.font, room))
    aside = stack(filling, 8)
    if sheet.style.totals == "left":
        pages.put(beside([(piece, 0), (aside, width + 16)]), gap)
    elif sheet.chance(0.75):
        pages.put(beside([(aside, 0), (piece, room + 16)]), gap)
    else:
        pages.put(Piece(height=piece.height, marks=piece.moved(room + 16, 0)), gap)
        pages.put(aside, gap)


def _put_closing(pages: _Pages, gap: float) -> None:
    """Bank, terms, sentences, thanks: in any order, each now and then."""
    sheet, invoice = pages.sheet, pages.sheet.invoice
    parts: list[Piece] = []
    if sheet.chance(0.6):
        parts.append(blocks.bank_block(sheet, sheet.inner * 0.6))
    if invoice.due and sheet.chance(0.12) and (label := sheet.word("label.due")):
        parts.append(lines([f"{label}: {sheet.day(invoice.due)}"], sheet.font, sheet.inner))
        sheet.shown.add("due_date")
    if sheet.chance(0.3):
        parts.append(
            lines(
                [_sentence(sheet, text) for text in _some(sheet, "text.clauses", 2)], sheet.font.sized(0.9), sheet.inner
            )
        )
    if sheet.chance(0.15):
        parts.append(
            lines([_sentence(sheet, text) for text in _some(sheet, "text.late", 1)], sheet.font.sized(0.9), sheet.inner)
        )
    if sheet.chance(0.4):
        parts.append(
            lines(
                [_sentence(sheet, text) for text in _some(sheet, "text.thanks", 1)],
                sheet.font,
                sheet.inner,
                align=sheet.rng.choice(("left", "middle")),
            )
        )
    sheet.rng.shuffle(parts)
    for part in parts:
        pages.put(part, gap)


def _put_conditions(pages: _Pages) -> None:
    """A last page of terms, with amounts in its sentences."""
    sheet = pages.sheet
    pages.begin()
    small = sheet.font.sized(0.9)
    texts = [*sheet.words.all("text.clauses"), *sheet.words.all("text.late"), *sheet.words.all("text.clauses")]
    sheet.rng.shuffle(texts)
    pages.put(lines([sheet.need("text.conditions")], sheet.font.sized(1.3, bold=True), sheet.inner))
    for number, text in enumerate(texts, start=1):
        pages.put(lines([f"{number}. {_sentence(sheet, text)}"], small, sheet.inner), 5)


def _some(sheet: Sheet, key: str, most: int) -> list[str]:
    listed = sheet.words.all(key)
    return sheet.rng.sample(listed, min(len(listed), sheet.rng.randint(1, most)))


def _sentence(sheet: Sheet, form: str) -> str:
    """A sentence with amounts and names filled in: none of them is this invoice's total."""
    seller, notation = sheet.invoice.seller, sheet.invoice.notation
    scale = sheet.invoice.country.scale
    first = notation.amount(Decimal(sheet.rng.choice((15, 40, 100, 250, 500, 1000, 5000))) * scale)
    second = notation.amount(Decimal(sheet.rng.choice((5, 10, 15))) * scale)
    return form.format(
        amount=first,
        amount2=second,
        seller=seller.name,
        contact=seller.contact or seller.name,
        phone=seller.phone or "",
        email=seller.email or "",
        city=seller.address[-1],
    )


def _finished(sheet: Sheet, pages: _Pages, layout: str) -> Printed:
    """Footers, page numbers and a stamp on the pages; the seller's name where nothing else has printed it."""
    count = len(pages.pages)
    numbered = count > 1 or sheet.chance(0.15)
    for number, page in enumerate(pages.pages, start=1):
        page += pages.foot.moved(sheet.style.margin, sheet.style.page[1] - sheet.style.margin - pages.foot.height)
        if numbered and (mark := blocks.page_number(sheet, number, count)):
            page.append(mark)
    if sheet.chance(0.05) and (stamp := blocks.stamp(sheet)):
        pages.pages[0].append(stamp)
    if sheet.seller_named:
        sheet.shown.add("supplier_name")
    as_lists: Sequence[Sequence[Mark]] = pages.pages
    pdf = draw_pages(as_lists, sheet.style.page, f"{sheet.invoice.kind} {sheet.invoice.number}")
    return Printed(
        pdf=pdf,
        shown=frozenset(sheet.shown),
        columns=frozenset(sheet.columns),
        layout=f"{layout}/{sheet.style.meta}/{sheet.style.totals}",
        pages=count,
    )
