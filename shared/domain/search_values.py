"""What of an invoice is searched beside the text of its document: its file's name and the values that name it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from shared.domain.document import DocumentText
from shared.domain.search_words import grams_of, number_words_of, stored_words, words_of

MOST_TEXT = 50_000
"""Characters of a document that are searched: some twenty full pages."""

_MOST_WORDS = 5_000  # of one text, each once
_MOST_VALUES = 1_000  # of one invoice


class MatchedField(StrEnum):
    """Where a search finds its words, the most telling place first."""

    FILENAME = "filename"
    INVOICE_NUMBER = "invoice_number"
    SELLER = "seller"
    BUYER = "buyer"
    TAX_NUMBER = "tax_number"
    CODE = "code"
    AMOUNT = "amount"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWords:
    """The words of one row of the index: those of names, numbers and codes, and those of the text alone."""

    named: str
    words: str


def searched_text(document: DocumentText, unkept: str = "") -> str:
    """The words that can be seen in a document, in their order, each page a line; then those of its e-invoice that no
    field holds and no page shows."""
    lines = [" ".join(word.text for word in page.words) for page in document.pages]
    return "\n".join([*lines, unkept] if unkept else lines)[:MOST_TEXT]


def words_of_file(filename: str) -> IndexedWords:
    """What an invoice is found by from its upload on: its file's name, and every part of it."""
    return IndexedWords(named=stored_words(words_of(filename) | grams_of(filename)), words="")


def words_of_answer(filename: str, data: Mapping[str, Any], text: str | None) -> IndexedWords:
    """What an invoice is found by once it was read. `data` is its stored JSON, `text` a `searched_text`."""
    named = words_of(filename)
    for place, value in values_of(data):
        named |= words_of(value) if place in _NAMES else number_words_of(value)
    of_text = words_of((text or "")[:MOST_TEXT]) - named
    return IndexedWords(named=stored_words(named), words=stored_words(set(sorted(of_text)[:_MOST_WORDS])))


def values_of(data: Mapping[str, Any]) -> list[tuple[MatchedField, str]]:
    """The values of stored invoice data that are searched, with their places."""
    found = dict.fromkeys((place, value) for place, value in _values(data) if value)
    return list(found)[:_MOST_VALUES]


_NAMES = frozenset({MatchedField.SELLER, MatchedField.BUYER})
_CODES = ("purchase_order", "sales_order", "buyer_reference", "project_reference", "contract_reference")
_AMOUNTS = ("total_amount", "net_amount", "tax_amount", "amount_due", "paid_amount")
_TAX_NUMBERS = ("vat_id", "tax_id")
_COUNTRY = 2  # letters before a VAT number


def _values(data: Mapping[str, Any]) -> Iterator[tuple[MatchedField, str]]:
    seller, buyer = _part(data, "seller"), _part(data, "buyer")
    yield MatchedField.INVOICE_NUMBER, _text(data, "invoice_number")
    yield MatchedField.SELLER, _text(seller, "name")
    yield MatchedField.SELLER, _text(seller, "trading_name")
    yield MatchedField.BUYER, _text(buyer, "name")
    for party in (seller, buyer):
        for name in _TAX_NUMBERS:
            yield from ((MatchedField.TAX_NUMBER, written) for written in _tax_numbers(_text(party, name)))
    for name in _CODES:
        yield MatchedField.CODE, _text(data, name)
    for part in (data, *_list(data, "lines")):
        if isinstance(part, Mapping):
            yield from ((MatchedField.CODE, code) for code in _list(part, "operation_codes") if isinstance(code, str))
    for name in _AMOUNTS:
        yield MatchedField.AMOUNT, _amount(_text(data, name))


def _tax_numbers(number: str) -> Iterator[str]:
    """The number, and with its country apart: "ESA58818501" is also printed and typed as "ES A58818501"."""
    yield number
    if number[:_COUNTRY].isalpha() and number[_COUNTRY:].strip():
        yield f"{number[:_COUNTRY]} {number[_COUNTRY:].strip()}"


def _amount(number: str) -> str:
    """With two decimals, as amounts are printed."""
    try:
        amount = Decimal(number)
        cents = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        return number
    return f"{cents if cents == amount else amount:f}"


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    return value if isinstance(value, list) else []
