"""One document's choices: its fonts and colours, the words it uses, and which fields it has printed so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

from reportlab.lib.pagesizes import A4, LETTER

from tests.evaluation.training_data.countries import Words, words_of
from tests.evaluation.training_data.invoice import Invoice
from tests.evaluation.training_data.notation import printed_date
from tests.evaluation.training_data.pieces import Font

ACCENTS = ("#1f4e79", "#7b1e1e", "#2e6b34", "#333333", "#5b2c83", "#0b7285", "#b35900", "#000000", "#000000")
GREY = "#666666"


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a document looks. Lengths in points."""

    font: Font
    accent: str
    page: tuple[float, float]
    margin: float
    gap: float
    suffix: str
    upper: bool
    bold_labels: bool
    meta: str
    rules: str
    totals: str
    total_sign: bool
    line_sign: bool


def draw_style(rng: Random, invoice: Invoice) -> Style:
    """A style for the invoice."""
    american = invoice.country.code in {"US", "CA", "QC", "MX"}
    family = rng.choices(
        ("sans", "serif", "mono", "narrow", "dejavu", "dejavu-condensed", "dejavu-serif"), (40, 16, 4, 8, 10, 14, 6)
    )[0]
    size = rng.choice((7.5, 8, 8.5, 9, 9.5, 10)) * (0.9 if family.startswith(("dejavu", "mono")) else 1)
    return Style(
        font=Font(family=family, size=size),
        accent=rng.choice(ACCENTS),
        page=LETTER if american else A4,
        margin=rng.choice((28, 36, 42, 50, 57)),
        gap=rng.choice((6, 9, 12, 16)),
        suffix=rng.choices((":", "", " :", "."), (55, 35, 8, 2))[0],
        upper=rng.random() < 0.12,
        bold_labels=rng.random() < 0.4,
        meta=rng.choices(
            ("beside", "beside_right", "run", "above", "cells", "table", "grid"), (26, 14, 20, 10, 10, 12, 8)
        )[0],
        rules=rng.choices(("grid", "rows", "head", "none", "zebra", "columns"), (25, 22, 22, 10, 12, 9))[0],
        totals=rng.choices(("beside", "row", "run", "boxed", "grid", "left"), (48, 7, 9, 16, 14, 6))[0],
        total_sign=rng.random() < 0.75,
        line_sign=rng.random() < 0.3,
    )


@dataclass(frozen=True, kw_only=True)
class Template:
    """The layout that a seller prints each invoice in: whatever `seed` draws, the same for every invoice of the same
    contents, and nearly the same for others. `scale` is the size of its print, so that all places move a little;
    `words` are its own, by their keys, in place of those of its language."""

    seed: str
    scale: float = 1.0
    words: Mapping[str, str] = field(default_factory=dict)

    def rng(self, part: str) -> Random:
        """What draws one part of the layout."""
        return Random(f"{self.seed}/{part}")


@dataclass(kw_only=True)
class Sheet:
    """A document being laid out. `shown` are the truth's fields that are on paper. Without a template everything is
    drawn from `rng` in turn."""

    rng: Random
    invoice: Invoice
    style: Style
    words: Words
    shown: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    seller_named: bool = False
    template: Template | None = None
    _drawing: dict[str, Random] = field(default_factory=dict)
    _chosen: dict[str, str | None] = field(default_factory=dict)

    def word(self, key: str) -> str | None:
        """The document's word for a key: the same each time it is asked for. Null if its language has none."""
        if key not in self._chosen:
            own = self.template.words.get(key) if self.template else None
            word = own or self.words.pick(self._rng_of(key), key)
            self._chosen[key] = word.upper() if word and self.style.upper and not key.startswith("text.") else word
        return self._chosen[key]

    def _rng_of(self, key: str) -> Random:
        """A template has each word drawn by itself: that one invoice needs a word more changes no other."""
        if self.template is None:
            return self.rng
        return self._drawing.setdefault(key, self.template.rng(key))

    def begin(self, part: str) -> None:
        """The next part of the document is laid out. What was drawn before decides nothing about a template's."""
        if self.template is not None:
            self.rng = self.template.rng(part)

    def leave_out(self, key: str) -> None:
        """From now on the document has no word for the key."""
        self._chosen[key] = None

    def draw_again(self, key: str) -> None:
        """Lets the next question draw another word."""
        self._chosen.pop(key, None)

    def need(self, key: str) -> str:
        """A word that every language has. Raises KeyError."""
        word = self.word(key)
        if word is None:
            raise KeyError(key)
        return word

    def label(self, key: str) -> str | None:
        """The word as a label, with the document's colon."""
        word = self.word(key)
        if word is None:
            return None
        return (
            word
            if word.endswith((":", ".", "#")) and self.style.suffix in {"", "."}
            else word.rstrip(":") + self.style.suffix
        )

    def money(self, value: Decimal) -> str:
        """An amount among the totals."""
        return self.invoice.notation.amount(value, with_sign=self.style.total_sign)

    def line_money(self, value: Decimal) -> str:
        """An amount in the table of lines."""
        return self.invoice.notation.amount(value, with_sign=self.style.line_sign)

    def day(self, day: date) -> str:
        """A date in the document's notation."""
        invoice = self.invoice
        english = "en_GB" if invoice.country.code not in {"US", "CA"} else "en_US"
        return printed_date(day, invoice.date_pattern, invoice.language, english=english)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    @property
    def font(self) -> Font:
        return self.style.font

    @property
    def label_font(self) -> Font:
        return self.font.sized(1, bold=self.style.bold_labels)

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.style.page[0] - 2 * self.style.margin


def new_sheet(rng: Random, invoice: Invoice, template: Template | None = None) -> Sheet:
    """An empty sheet for the invoice."""
    style = draw_style(template.rng("style") if template else rng, invoice)
    if template is not None:
        style = replace(style, font=style.font.sized(template.scale))
    sheet = Sheet(rng=rng, invoice=invoice, style=style, words=words_of(invoice.language), template=template)
    _agree(sheet)
    return sheet


def _agree(sheet: Sheet) -> None:
    """No word means two things on one page: "Subtotal" over a discount and again under it."""
    taken: set[str] = set()
    for key in (
        "total.total",
        "total.net",
        "total.due",
        "total.items",
        "total.taxable",
        "column.amount",
        "label.number",
        "label.order",
    ):
        for _ in range(8):
            word = sheet.word(key)
            if word is None or word.casefold() not in taken:
                break
            sheet.draw_again(key)
        if word := sheet.word(key):
            taken |= {word.casefold()} if not key.startswith("column") else set()
