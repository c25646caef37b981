"""Prints a sample as a PDF: three layouts, A4, fonts embedded, the same bytes each time.

The fonts are Liberation (SIL Open Font License; Debian package fonts-liberation).
"""

import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from samples.make.content import Sample
from samples.make.words import WORDS, Words, amount, day, number
from shared.domain.invoice import Party

_FONTS = Path("/usr/share/fonts/truetype/liberation")
_WIDTH, _HEIGHT = A4
_MARGIN = 20 * mm
_INNER = _WIDTH - 2 * _MARGIN
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "ARS": "$"}
_FIRST_TOP = {"band": 105 * mm, "letter": 112 * mm, "boxed": 108 * mm}


def printed(sample: Sample) -> bytes:
    """The invoice as PDF bytes."""
    _register_fonts()
    return _Print(sample).pdf()


def _register_fonts() -> None:
    if "Sans" in pdfmetrics.getRegisteredFontNames():
        return
    for name, file in (("Sans", "LiberationSans"), ("Serif", "LiberationSerif")):
        pdfmetrics.registerFont(TTFont(name, _FONTS / f"{file}-Regular.ttf"))
        pdfmetrics.registerFont(TTFont(f"{name}-Bold", _FONTS / f"{file}-Bold.ttf"))


class _PageCounter(Canvas):
    """Writes `page x of y`; the number of pages is known only at the end."""

    label = "{page}/{pages}"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pages: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 - the name is reportlab's
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # of reportlab, missing in its stubs

    def save(self) -> None:
        for page in self._pages:
            self.__dict__.update(page)
            self.setFont("Sans", 7.5)
            self.setFillColor(black)
            text = self.label.format(page=self.getPageNumber(), pages=len(self._pages))
            self.drawRightString(_WIDTH - _MARGIN, 11 * mm, text)
            super().showPage()
        super().save()


class _Print:
    def __init__(self, sample: Sample) -> None:
        self.sample, self.data = sample, sample.data
        self.words: Words = WORDS[sample.language]
        self.colour: Color = HexColor(sample.colour)
        self.font = "Serif" if sample.layout == "letter" and sample.language in {"pt", "fr"} else "Sans"

    def pdf(self) -> bytes:
        target = io.BytesIO()
        words = self.words

        class Pages(_PageCounter):
            label = words.page

        document = BaseDocTemplate(
            target,
            pagesize=A4,
            title=f"{self._title()} {self.data.invoice_number}",
            author=self.data.seller.name,
            invariant=1,
        )
        first_top = _FIRST_TOP[self.sample.layout]
        first = Frame(_MARGIN, 32 * mm, _INNER, _HEIGHT - first_top - 32 * mm, 0, 0, 0, 0)
        later = Frame(_MARGIN, 32 * mm, _INNER, _HEIGHT - 32 * mm - 32 * mm, 0, 0, 0, 0)
        document.addPageTemplates(
            [
                PageTemplate("first", [first], onPage=self._first_page),
                PageTemplate("later", [later], onPage=self._later_page),
            ]
        )
        flow: list[Flowable] = [NextPageTemplate("later"), self._lines(), Spacer(1, 5 * mm)]
        flow.append(KeepTogether([self._totals(), Spacer(1, 7 * mm), *self._closing()]))
        document.build(flow, canvasmaker=Pages)
        return target.getvalue()

    # -- heads

    def _first_page(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        {"band": self._band_head, "letter": self._letter_head, "boxed": self._boxed_head}[self.sample.layout](canvas)
        self._foot(canvas)

    def _later_page(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont(f"{self.font}-Bold", 10)
        canvas.setFillColor(self.colour)
        canvas.drawString(_MARGIN, _HEIGHT - 20 * mm, self._seller_name)
        canvas.setFont(self.font, 9)
        canvas.drawRightString(_WIDTH - _MARGIN, _HEIGHT - 20 * mm, f"{self._title()} {self.data.invoice_number}")
        canvas.setStrokeColor(self.colour)
        canvas.line(_MARGIN, _HEIGHT - 23 * mm, _WIDTH - _MARGIN, _HEIGHT - 23 * mm)
        self._foot(canvas)

    def _band_head(self, canvas: Canvas) -> None:
        canvas.setFillColor(self.colour)
        canvas.rect(0, _HEIGHT - 38 * mm, _WIDTH, 38 * mm, stroke=0, fill=1)
        canvas.setFillColor(white)
        self._logo(canvas, _MARGIN, _HEIGHT - 27 * mm, white, self.colour)
        canvas.setFont("Sans-Bold", 16)
        canvas.drawString(_MARGIN + 20 * mm, _HEIGHT - 19 * mm, self._seller_name)
        canvas.setFont("Sans", 8.5)
        canvas.drawString(_MARGIN + 20 * mm, _HEIGHT - 25 * mm, self._contact(self.data.seller))
        canvas.setFont("Sans-Bold", 21)
        canvas.setFillColor(self.colour)
        canvas.drawString(_MARGIN, _HEIGHT - 54 * mm, self._title())
        y = _HEIGHT - 63 * mm
        canvas.setFillColor(black)
        self._block(canvas, _MARGIN, y, self.words.buyer, self._party_lines(self.data.buyer))
        self._block(canvas, _MARGIN + 66 * mm, y, None, self._party_lines(self.data.seller)[1:])
        self._pairs(canvas, _MARGIN + 118 * mm, y, _MARGIN + _INNER)

    def _letter_head(self, canvas: Canvas) -> None:
        canvas.setFillColor(self.colour)
        self._logo(canvas, _MARGIN, _HEIGHT - 30 * mm, self.colour, white)
        canvas.setFont(f"{self.font}-Bold", 15)
        canvas.drawRightString(_WIDTH - _MARGIN, _HEIGHT - 21 * mm, self._seller_name)
        canvas.setFont(self.font, 8.5)
        canvas.setFillColor(black)
        for index, line in enumerate((*self._party_lines(self.data.seller)[1:], self._contact(self.data.seller))):
            canvas.drawRightString(_WIDTH - _MARGIN, _HEIGHT - (26.5 + 4.2 * index) * mm, line)
        canvas.setFont(self.font, 6.5)
        sender = f"{self.data.seller.name} · {self.data.seller.address}"
        canvas.drawString(_MARGIN, _HEIGHT - 50 * mm, sender)
        canvas.setLineWidth(0.3)
        canvas.line(_MARGIN, _HEIGHT - 51 * mm, _MARGIN + 82 * mm, _HEIGHT - 51 * mm)
        self._block(canvas, _MARGIN, _HEIGHT - 57 * mm, None, self._party_lines(self.data.buyer), size=10)
        self._pairs(canvas, _MARGIN + 100 * mm, _HEIGHT - 57 * mm, _MARGIN + _INNER)
        canvas.setFont(f"{self.font}-Bold", 14)
        canvas.setFillColor(self.colour)
        canvas.drawString(_MARGIN, _HEIGHT - 100 * mm, f"{self._title()} {self.data.invoice_number}")

    def _boxed_head(self, canvas: Canvas) -> None:
        top, bottom, middle = _HEIGHT - 15 * mm, _HEIGHT - 62 * mm, _WIDTH / 2
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.7)
        canvas.rect(_MARGIN, bottom, _INNER, top - bottom)
        canvas.line(middle, bottom, middle, top - (14 * mm if self._is_argentine else 0))
        if self._is_argentine:
            canvas.rect(middle - 7 * mm, top - 14 * mm, 14 * mm, 14 * mm)
            canvas.setFont("Sans-Bold", 22)
            canvas.drawCentredString(middle, top - 8.5 * mm, "A")
            canvas.setFont("Sans-Bold", 6)
            canvas.drawCentredString(middle, top - 12.3 * mm, "COD. 01")
        name = self._seller_name
        room = middle - _MARGIN - 14 * mm
        canvas.setFont("Sans-Bold", min(13, 13 * room / pdfmetrics.stringWidth(name, "Sans-Bold", 13)))
        canvas.drawString(_MARGIN + 4 * mm, top - 9 * mm, name)
        self._block(
            canvas, _MARGIN + 4 * mm, top - 17 * mm, None,
            (*self._address_lines(self.data.seller), self.data.seller.phone or "", self.data.seller.email or ""),
        )  # fmt: skip
        canvas.setFont("Sans-Bold", 17)
        canvas.drawString(middle + 10 * mm, top - 9 * mm, self._title())
        self._pairs(canvas, middle + 10 * mm, top - 17 * mm, _MARGIN + _INNER - 4 * mm, step=4.6)
        canvas.rect(_MARGIN, bottom - 31 * mm, _INNER, 28 * mm)
        self._block(
            canvas, _MARGIN + 4 * mm, bottom - 9 * mm, self.words.buyer, self._party_lines(self.data.buyer)
        )  # fmt: skip

    @property
    def _seller_name(self) -> str:
        return self.data.seller.name or ""

    @property
    def _is_argentine(self) -> bool:
        return self.sample.language == "es-ar"

    def _logo(self, canvas: Canvas, x: float, y: float, colour: Color, ink: Color) -> None:
        canvas.setFillColor(colour)
        canvas.roundRect(x, y, 14 * mm, 14 * mm, 3 * mm, stroke=0, fill=1)
        canvas.setFillColor(ink)
        initials = "".join(word[0] for word in self._seller_name.split() if word[0].isupper())[:2]
        canvas.setFont("Sans-Bold", 17)
        canvas.drawCentredString(x + 7 * mm, y + 4.8 * mm, initials)
        canvas.setFillColor(colour)

    def _block(
        self, canvas: Canvas, x: float, y: float, heading: str | None, lines: tuple[str, ...], *, size: float = 9
    ) -> None:
        if heading:
            canvas.setFont(f"{self.font}-Bold", 8)
            canvas.setFillColor(self.colour if self.sample.layout == "band" else black)
            canvas.drawString(x, y, heading)
            y -= 4.6 * mm
        canvas.setFillColor(black)
        for index, line in enumerate(filter(None, lines)):
            canvas.setFont(f"{self.font}-Bold" if heading and index == 0 else self.font, size)
            canvas.drawString(x, y - index * (size + 3.2), line)

    def _pairs(self, canvas: Canvas, x: float, y: float, right: float, *, step: float = 5) -> None:
        for index, (label, value) in enumerate(self._facts()):
            canvas.setFont(self.font, 8.5)
            canvas.setFillColor(HexColor("#444444"))
            canvas.drawString(x, y - index * step * mm, label)
            canvas.setFont(f"{self.font}-Bold", 8.5)
            canvas.setFillColor(black)
            canvas.drawRightString(right, y - index * step * mm, value)

    def _facts(self) -> list[tuple[str, str]]:
        data, words = self.data, self.words
        facts = [(words.number, data.invoice_number or "")]
        if data.issue_date:
            facts.append((words.issued, day(data.issue_date, words)))
        if data.due_date:
            facts.append((words.due, day(data.due_date, words)))
        if data.purchase_order:
            facts.append((words.order, data.purchase_order))
        if self.sample.preceding:
            facts.append((words.corrects, self.sample.preceding))
        if self._is_argentine:
            facts.append((words.tax_id, data.seller.tax_id or ""))
        return [*facts, *self.sample.facts]

    def _title(self) -> str:
        word = self.words.credit_note if self.data.document_type == "credit_note" else self.words.invoice
        return self.sample.title or word

    def _party_lines(self, party: Party) -> tuple[str, ...]:
        lines = [party.name or "", *self._address_lines(party)]
        if party.vat_id:
            lines.append(f"{self.words.vat_id} {party.vat_id}")
        if party.tax_id and (self._is_argentine or party.country == "DE"):
            lines.append(f"{self.words.tax_id} {party.tax_id}")
        return tuple(lines)

    @staticmethod
    def _address_lines(party: Party) -> tuple[str, ...]:
        street, *rest = (party.address or "").split(", ")
        if len(rest) > 2:
            return (", ".join((street, rest[0])), ", ".join(rest[1:]))
        return (street, ", ".join(rest)) if rest else (street,)

    @staticmethod
    def _contact(party: Party) -> str:
        return "  ·  ".join(filter(None, (party.phone, party.email, party.website)))

    # -- body

    def _lines(self) -> LongTable:
        data, words = self.data, self.words
        coded = any(line.product_code for line in data.lines)
        united = any(line.unit and line.unit != "C62" for line in data.lines)
        taxed = any(line.tax_rate for line in data.lines)
        shown = [True, coded, True, united, True, taxed, True]
        heads = (words.description, words.code, words.quantity, words.unit, words.price, words.rate, words.amount)
        widths = [64 * mm, 22 * mm, 17 * mm, 13 * mm, 24 * mm, 15 * mm, 26 * mm]
        order = [1, 0, 2, 3, 4, 5, 6]
        widths[0] += sum(width for width, seen in zip(widths, shown, strict=True) if not seen) + _INNER - sum(widths)
        text = ParagraphStyle("text", fontName=self.font, fontSize=8.8, leading=10.8)

        def row(cells: Sequence[Any]) -> list[Any]:
            return [cells[index] for index in order if shown[index]]

        rows = [row(heads)] + [
            row(
                (
                    Paragraph(escape(line.description or ""), text),
                    line.product_code or "",
                    number(line.quantity, words) if line.quantity is not None else "",
                    line.unit or "",
                    amount(line.unit_price, words) if line.unit_price is not None else "",
                    f"{number(line.tax_rate, words)} %" if line.tax_rate is not None else "",
                    amount(line.net_amount, words) if line.net_amount is not None else "",
                )
            )
            for line in data.lines
        ]
        table = LongTable(rows, colWidths=row(widths), repeatRows=1)
        right_from = 2 if coded else 1
        table.setStyle(TableStyle([*self._table_look(), ("ALIGN", (right_from, 0), (-1, -1), "RIGHT")]))
        return table

    def _table_look(self) -> list[Any]:
        look: list[Any] = [
            ("FONT", (0, 0), (-1, 0), f"{self.font}-Bold", 8.5),
            ("FONT", (0, 1), (-1, -1), self.font, 8.8),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3.4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.6),
        ]
        match self.sample.layout:
            case "band":
                grey = HexColor("#f1f4f6")
                look += [("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, grey])]
                look += [("LINEBELOW", (0, 0), (-1, 0), 1, self.colour), ("TEXTCOLOR", (0, 0), (-1, 0), self.colour)]
            case "letter":
                look += [("BACKGROUND", (0, 0), (-1, 0), self.colour), ("TEXTCOLOR", (0, 0), (-1, 0), white)]
                look += [("LINEBELOW", (0, 1), (-1, -1), 0.25, HexColor("#bbbbbb"))]
            case _:
                look += [("GRID", (0, 0), (-1, -1), 0.5, black), ("BACKGROUND", (0, 0), (-1, 0), HexColor("#dddddd"))]
        return look

    def _totals(self) -> Table:
        data, words = self.data, self.words
        rows = [(words.net, self._money(data.net_amount))]
        rows += [
            (
                words.tax.format(
                    rate=number(row.rate, words), base=amount(row.taxable_amount, words)
                ),
                self._money(row.tax_amount),
            )
            for row in data.tax_breakdown
            if row.rate and row.taxable_amount is not None
        ]  # fmt: skip
        rows.append((words.total, self._money(data.total_amount)))
        bold = len(rows) - 1
        if data.paid_amount:
            rows.append((words.paid, self._money(-data.paid_amount)))
            rows.append((words.amount_due, self._money(data.amount_due)))
        table = Table(rows, colWidths=[58 * mm, 38 * mm], hAlign="RIGHT")
        table.setStyle(
            TableStyle(
                [
                    ("FONT", (0, 0), (-1, -1), self.font, 9.5),
                    ("ALIGN", (1, 0), (1, -1), "RIGHT"),
                    ("FONT", (0, bold), (-1, bold), f"{self.font}-Bold", 11),
                    ("LINEABOVE", (0, bold), (-1, bold), 1, self.colour),
                    ("FONT", (0, -1), (-1, -1), f"{self.font}-Bold", 11),
                    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ]
            )
        )
        return table

    def _money(self, value: Decimal | None) -> str:
        printed_amount, symbol = amount(value or Decimal(0), self.words), _SYMBOLS[self.data.currency or ""]
        if self.sample.language.startswith("en"):
            return f"{symbol}{printed_amount}"
        return f"{symbol} {printed_amount}" if self._is_argentine else f"{printed_amount} {symbol}"

    def _closing(self) -> list[Flowable]:
        data, words = self.data, self.words
        style = ParagraphStyle("closing", fontName=self.font, fontSize=9, leading=12.5)
        payment = data.payment
        rows = [
            (words.terms, data.payment_terms),
            (words.bank, " · ".join(filter(None, (_spaced(payment.iban), payment.bic and f"BIC {payment.bic}")))),
            (words.reference, payment.reference),
        ]
        return [
            Paragraph(f'<font name="{self.font}-Bold">{escape(label)}:</font> {escape(value)}', style)
            for label, value in rows
            if value
        ]

    def _foot(self, canvas: Canvas) -> None:
        canvas.setFont(self.font, 7.5)
        canvas.setFillColor(HexColor("#555555"))
        for index, line in enumerate(self.sample.footer):
            canvas.drawString(_MARGIN, (16 - 4 * index) * mm, line)


def _spaced(iban: str | None) -> str | None:
    return f"IBAN {' '.join(iban[at : at + 4] for at in range(0, len(iban), 4))}" if iban else None
