"""The words that an e-invoice is printed with in each language: parts, columns and labels, and the names of fields.

Each language has a file with the same keys; a field that it does not name is called by its own name, in English.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from shared.domain.languages import Language

_COMMA_FOR_POINT = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedWords:
    """`titles` by document type, `parts` of the page, `columns` of the lines, `labels` by pointer; the usual ones of
    `units` (UNECE Rec 20 and 21), `tax_categories` (UNCL5305) and `payment_means` (UNCL4461) by code; `fields` by the
    step of a pointer, and `rows` by that of a list, for one of its rows."""

    decimal_comma: bool
    titles: Mapping[str, str]
    parts: Mapping[str, str]
    columns: Mapping[str, str]
    labels: Mapping[str, str]
    units: Mapping[str, str]
    tax_categories: Mapping[str, str]
    payment_means: Mapping[str, str]
    fields: Mapping[str, str]
    rows: Mapping[str, str]

    def number(self, value: Decimal) -> str:
        """Every digit, in groups of three."""
        written = f"{value:,f}"
        return written.translate(_COMMA_FOR_POINT) if self.decimal_comma else written

    def code_names(self, pointer: str) -> Mapping[str, str]:
        """The names of the codes that the field holds; none for a field of another kind."""
        if pointer.endswith(("/unit", "/price_base_unit")):
            return self.units
        # How an invoice is booked has a category, too: that is the company's own word.
        if pointer.endswith(("/category", "/tax_category")) and not pointer.endswith("booking/category"):
            return self.tax_categories
        return self.payment_means if pointer == "/payment/means" else {}

    def label(self, pointer: str) -> str:
        """ "/lines/0/period/start" as "Line 1, period, start"."""
        if pointer in self.labels:
            return self.labels[pointer]
        words: list[str] = []
        step = ""
        for following in pointer.strip("/").split("/"):
            if following.isdecimal():
                words[-1] = f"{self.rows.get(step, words[-1].removesuffix('s'))} {int(following) + 1}"
            else:
                words.append(self.field(following))
            step = following
        text = ", ".join(words)
        return text[:1].upper() + text[1:]

    def field(self, step: str) -> str:
        """The name of a field."""
        return self.fields.get(step, step.replace("_", " "))


@cache
def printed_words(language: Language) -> PrintedWords:
    """The words of a language."""
    return PrintedWords(**json.loads((Path(__file__).parent / f"{language}.json").read_text("utf-8")))
