"""The words of invoices in seven languages, read once from `vocabulary.toml` beside this file."""

import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from shared.domain.normalising import fold


class Label(StrEnum):
    """The meaning of a label. Some kinds exist only so that their labels are not taken for other ones."""

    # amounts
    TOTAL = "total"
    NET = "net"
    TAX = "tax"
    DUE = "due"
    PAID = "paid"
    CASH = "cash"
    CARD = "card"
    CHANGE = "change"
    ROUNDING = "rounding"
    TIP = "tip"
    DISCOUNT = "discount"
    CHARGE = "charge"
    GROSS = "gross"  # before an agency's commission
    COMMISSION = "commission"
    OTHER_AMOUNT = "other_amount"
    COUNT = "count"  # pieces, points: no money
    # dates
    ISSUE_DATE = "issue_date"
    DATE = "date"  # just "date"
    DUE_DATE = "due_date"
    OTHER_DATE = "other_date"
    # references
    INVOICE_NUMBER = "invoice_number"
    PURCHASE_ORDER = "purchase_order"
    RECEIPT_NUMBER = "receipt_number"  # on receipts, a weaker invoice number
    FALLBACK_NUMBER = "fallback_number"  # a booking or reservation, where nothing else names the document
    SERIES = "series"  # the first part of a number in two parts (Argentine "punto de venta")
    SERIES_NUMBER = "series_number"
    OTHER_NUMBER = "other_number"
    # the rest
    PAYMENT_TERMS = "payment_terms"
    CURRENCY = "currency"
    RATE = "rate"  # an exchange or tax rate


TOKEN = re.compile(r"[^\W\d_]+|\d+")
"""A word or a run of digits."""


_WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text(encoding="utf-8"))

LABELS: dict[str, Label] = {
    folded: Label(kind) for kind, phrases in _WORDS["labels"].items() for folded in map(fold, phrases) if folded
}
"""Folded label -> its meaning."""


def _phrases(kind: str) -> tuple[tuple[str, ...], ...]:
    phrases = (tuple(map(fold, TOKEN.findall(phrase))) for phrase in _WORDS["beside_totals"][kind])
    return tuple(phrase for phrase in phrases if phrase)


WITHHOLDINGS, SURCHARGES = _phrases("withholdings"), _phrases("surcharges")
"""The first words, folded, of a row of a withheld tax and of a surcharge."""

LINKS: frozenset[str] = frozenset(map(fold, _WORDS["links"]["words"]))
"""Words that only join others: "data da emissão" and "data emissão" are one label."""


def without_links(words: Sequence[str]) -> str:
    """Folded words as one, the linking ones between the first and the last left out."""
    last = len(words) - 1
    return "".join(word for index, word in enumerate(words) if index in (0, last) or word not in LINKS)


def _shortened() -> dict[str, Label]:
    found: dict[str, set[Label]] = {}
    for kind, phrases in _WORDS["labels"].items():
        for phrase in phrases:
            short = without_links([fold(word) for word in TOKEN.findall(phrase)])
            found.setdefault(short, set()).add(Label(kind))
    return {short: kinds.pop() for short, kinds in found.items() if short not in LABELS and len(kinds) == 1}


SHORTENED_LABELS: dict[str, Label] = _shortened()
"""Labels without their linking words, where these are not labels themselves and mean one thing."""

MONTHS: dict[str, int] = {fold(name): int(number) for number, names in _WORDS["months"].items() for name in names}
"""Folded month names and their usual abbreviations -> 1..12."""

DATE_PARTS: dict[str, str] = {fold(name): part for part, names in _WORDS["date_parts"].items() for name in names}
"""Folded names of the boxes of a date in three parts -> day, month or year."""

INVOICE_TITLES: frozenset[str] = frozenset(map(fold, _WORDS["titles"]["invoice"]))
CREDIT_NOTE_TITLES: frozenset[str] = frozenset(map(fold, _WORDS["titles"]["credit_note"]))
OTHER_TITLES: frozenset[str] = frozenset(map(fold, _WORDS["titles"]["other"]))
"""Folded titles of documents that are no invoices."""

SELF_BILLING: frozenset[str] = frozenset(map(fold, _WORDS["self_billing"]["phrases"]))
"""Folded phrases of invoices that the buyer makes out."""

CURRENCY_SIGNS: dict[str, tuple[str, ...]] = {sign: tuple(codes) for sign, codes in _WORDS["currency"]["signs"].items()}
"""Signs and names of currencies -> the ISO 4217 codes they may mean."""

COUNTRY_CURRENCY: dict[str, str] = {
    country: code for code, countries in _WORDS["currency"]["of_country"].items() for country in countries
}
CURRENCY_CODES: frozenset[str] = frozenset(COUNTRY_CURRENCY.values()) | frozenset(
    code for codes in CURRENCY_SIGNS.values() for code in codes
)

COUNTRY_SIGNALS: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (signal["country"], float(signal["weight"]), re.compile(signal["pattern"])) for signal in _WORDS["country_signals"]
)
"""(ISO 3166-1, weight, pattern): forms that only documents of a country use."""
