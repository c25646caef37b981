"""Words looked for anywhere in a text, as patterns of all languages, compiled once."""

import re
from collections.abc import Callable, Iterable
from unicodedata import normalize

from functions.extract.local.lexicon.alternatives import Letter, literal, one_of
from functions.extract.local.lexicon.files import Phrases, Words, comparable, countries, languages
from functions.extract.local.lexicon.kinds import DatePart
from functions.extract.local.lexicon.merged import folded, words_of
from shared.domain.normalising import fold

LETTER_BEFORE = r"(?<![^\W\d_])"
LETTER_BEHIND = r"(?![^\W\d_])"


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, whole, the longest first: with or without accents, with or without a dot where one
    stands, any blank for a blank. A word that ends in "*" may go on ("incl*": "incluye"); "0" is a number of up to
    three figures ("net 0 days"), "…" up to thirty characters."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    whole = [_letters(word) for word in ordered if word[-1].isalpha()]
    going_on = [_letters(word.rstrip("*")) for word in ordered if not word[-1].isalpha()]
    alternatives = [f"{one_of(whole)}{LETTER_BEHIND}"] if whole else []
    return f"{LETTER_BEFORE}(?:{'|'.join(alternatives + ([one_of(going_on)] if going_on else []))})"


def begun_by(words: Iterable[str]) -> str:
    """The same, whatever follows or precedes the word."""
    return one_of([_letters(word) for word in sorted(set(words), key=lambda word: (-len(word), word))])


def _letters(word: str) -> list[Letter]:
    return [_letter(letter) for letter in word]


def _letter(letter: str) -> Letter:
    if letter in _SIGNS:
        return _SIGNS[letter], None
    plain = normalize("NFKD", letter)[0]
    return re.escape(letter) if plain == letter else f"[{letter}{plain}]", plain.upper()


_SIGNS = {" ": r"\s+", ".": r"\.?", "-": r"[-\s]?", "0": r"\d{1,3}", "…": ".{0,30}"}


INCLUSIVE = re.compile(any_of(words_of(lambda language: language.phrases.inclusive)), re.IGNORECASE)
"""Beside the label of a sum: with the tax."""

INCLUDED_BEFORE = re.compile(rf"(?:{INCLUSIVE.pattern})\W*$", re.IGNORECASE)
INCLUDED_BEHIND = re.compile(rf"\W*(?:{INCLUSIVE.pattern})", re.IGNORECASE)
"""The same right before and right behind the name of a tax."""

CONTAINED = re.compile(any_of(words_of(lambda language: language.phrases.contained)), re.IGNORECASE)
"""Beside the label of a tax: the sum already holds it."""

_EXCLUSIVE = words_of(lambda language: language.phrases.exclusive)
UNTAXED = re.compile(
    any_of((*_EXCLUSIVE, *words_of(lambda language: language.phrases.untaxed))),
    re.IGNORECASE,
)
"""Beside the label of a sum: without the tax."""

EXCLUSIVE = re.compile(rf"{any_of(_EXCLUSIVE)}\w*\.?\s+$", re.IGNORECASE)
"""Right before the name of a tax: the sum without it."""


def _taxed(section: Callable[[Phrases], Words]) -> frozenset[str]:
    return frozenset(
        comparable(f"{word} {tax}".replace("*", ""))
        for language in languages().values()
        for word in section(language.phrases)
        for tax in language.phrases.tax_names
    )


WITHOUT_TAX, WITH_TAX = _taxed(lambda phrases: phrases.exclusive), _taxed(lambda phrases: phrases.inclusive)
"""Comparable forms of two words or more: "ohne MwSt", "inkl. MwSt"."""

TAX_NAME = re.compile(any_of(words_of(lambda language: language.phrases.tax_names)), re.IGNORECASE)
"""The name of a tax on sales."""

ANY_TAXES = folded(lambda language: language.phrases.any_taxes)
BEFORE_TAX = any_of(words_of(lambda language: language.phrases.before_tax))
"""What stands before the name of a tax in its row: "zzgl. 19 % MwSt"."""

TAX_SUMMARY = re.compile(any_of(words_of(lambda language: language.phrases.tax_summary)), re.IGNORECASE)
"""The heading of a table of taxes."""

REFERRING = re.compile(any_of(words_of(lambda language: language.phrases.referring)) + r"[\s.:]*$", re.IGNORECASE)
"""Before "Rechnung 4711": the number of an invoice that this document refers to, not its own."""

DATED = re.compile(any_of(words_of(lambda language: language.phrases.dated)) + r"\s*$", re.IGNORECASE)
"""Between the number of a document and its date."""

SUBJECT = any_of(words_of(lambda language: language.phrases.subjects))
"""Before the title of a letter."""

MONTH_WORD = any_of(words_of(lambda language: language.date_parts.get(DatePart.MONTH, ())))
YEAR_WORD = any_of(words_of(lambda language: language.date_parts.get(DatePart.YEAR, ())))
"""Before the month and the year of a date in figures."""

UNTIL = frozenset(words_of(lambda language: language.phrases.until))
"""Words between the two ends of a period, in small letters."""

_DAYS = words_of(lambda language: language.date_parts.get(DatePart.DAY, ()))
DAY_WORDS = frozenset(map(fold, _DAYS))
"""Folded words for "day", which may stand before or behind a date: "até ao dia 30 de junho", "5月31日"."""

_UNTIL_BEHIND = sorted(words_of(lambda language: language.phrases.until_behind), key=len, reverse=True)
UNTIL_BEHIND = re.compile(
    rf"\s*{one_of(map(literal, _DAYS))}?[\s\-.]*{one_of(map(literal, _UNTIL_BEHIND))}(?![a-z])",
    re.IGNORECASE,
)
"""Behind a date: it is the last day of a time."""

SALUTATION = re.compile(rf"^{any_of(words_of(lambda language: language.phrases.salutations))}\.?$", re.IGNORECASE)
"""A line above the name of a person or a firm."""

_ADDRESSED = words_of(lambda language: language.phrases.addressed)
_GLUED_TO_NAME = one_of(literal(word) for word in _ADDRESSED if len(word) > 1)
ADDRESSED = re.compile(rf"(?:\s+{one_of(map(literal, _ADDRESSED))}|(?<=\S){_GLUED_TO_NAME})\s*$")
"""Behind a name at the end of a line, to whom a letter goes; a word of one letter ends others too ("仕様")."""

BUYERS_OWN = re.compile(any_of(words_of(lambda language: language.phrases.buyers_own)), re.IGNORECASE)
"""Before the label of an identifier: it is the customer's."""

MEANS = re.compile(any_of(words_of(lambda language: language.payment.means)), re.IGNORECASE)
"""A means of payment."""

MEANS_LABEL = re.compile(any_of(words_of(lambda language: language.payment.means_labels)), re.IGNORECASE)
"""Before a means of payment."""

ACCOUNT_LABEL = any_of(words_of(lambda language: language.payment.accounts))
"""Before the number of an account."""

PAYERS = re.compile(any_of(words_of(lambda language: language.payment.payers)), re.IGNORECASE)
"""In the row of the account that the money is taken from."""

REFERENCE_LABEL = any_of(words_of(lambda language: language.payment.references))
"""Before what a payment must name."""

TERMS_LABEL = any_of(words_of(lambda language: language.payment.terms_labels))
"""Before the terms of payment."""

TERMS = any_of(words_of(lambda language: language.payment.terms))
TERMS_BEGIN = any_of(words_of(lambda language: language.payment.terms_begin))
"""Terms of payment in a sentence, and the beginnings of such."""

_CODES = words_of(lambda language: language.order_codes.in_text)
ORDER_CODE = (
    f"(?:(?-i:{any_of(word for word in _CODES if word.isupper())})"
    f"|{any_of(word for word in _CODES if not word.isupper())})"
)
"""Before the code of an advertising order."""

ABOUT_ADVERTISING = re.compile(any_of(words_of(lambda language: language.order_codes.telling)), re.IGNORECASE)
"""In documents about advertising."""

NUMBER_MARK = any_of(words_of(lambda language: language.phrases.number_marks))
"""Before the number of anything: "No.", "Nº", "#"."""

SERIES = any_of(words_of(lambda language: language.phrases.series))
"""Before the first part of a number that is printed apart: "Seria CS nr. 0418"."""

VAT_LABEL = (
    begun_by(words_of(lambda language: language.identifiers.vat))
    + rf"(?:[\s./-]*{begun_by(words_of(lambda language: language.identifiers.vat_parts))})*\.?"
)
"""Before a VAT number of any country."""

PHONE_LABEL = any_of(words_of(lambda language: language.identifiers.phones))
FAX_LABEL = any_of(words_of(lambda language: language.identifiers.faxes))
"""Before a number that is called."""

BARE_TOTALS = folded(lambda language: language.phrases.bare_totals)
"""Folded labels of totals that are ordinary words too."""

COMPOUNDS = tuple(fold(word) for word in words_of(lambda language: language.phrases.compounds))
"""Folded ends of compounds that are titles of invoices: "Handelsrechnung"."""

EXPIRING_CODES = tuple(fold(code) for country in countries().values() for code in country.expiring_codes)
"""Folded codes of an authorisation whose expiry is no due date."""

MONTH_FIRST_COUNTRIES = frozenset(code for code, country in countries().items() if country.month_first)
"""ISO 3166-1 of the countries that write the month before the day."""

YEAR_FIRST_MARKS = {code: country.year_first for code, country in countries().items()}
"""ISO 3166-1 -> the marks of dates that begin with a year of two figures, where short dates of CLDR have it first."""

SERIES_APART_COUNTRIES = frozenset(code for code, country in countries().items() if country.series_apart)
"""ISO 3166-1 of the countries where the series of a document is no part of its number (NF-e: `serie` beside `nNF`)."""

EITHER_ORDER = frozenset(
    (
        *(code for code, language in languages().items() if language.either_order),
        *(code for code, country in countries().items() if country.either_order),
    )
)
"""ISO 639-1 of the languages and ISO 3166-1 of the countries in which some write the day first and others the month."""
