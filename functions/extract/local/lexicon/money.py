"""Currencies: their signs and the countries that pay with them."""

from datetime import date

from functions.extract.local.lexicon.files import (
    FormerCurrency,
    countries,
    currencies,
    generated_currencies,
    generated_currency_names,
)
from shared.domain.codes import CURRENCIES, WITHDRAWN_CURRENCIES

CURRENCY_SIGNS: dict[str, tuple[str, ...]] = dict(currencies().signs)
"""Signs and names of currencies -> the ISO 4217 codes they may mean."""

COUNTRY_CURRENCY: dict[str, str] = dict(generated_currencies()) | {
    code: country.currency for code, country in countries().items() if country.currency is not None
}
"""ISO 3166-1 -> ISO 4217."""

CURRENCY_CODES: frozenset[str] = CURRENCIES | WITHDRAWN_CURRENCIES
"""ISO 4217."""


def _names() -> dict[str, str]:
    """A name of two currencies in two languages names none."""
    found: dict[str, set[str]] = {}
    for code, names in generated_currency_names().items():
        for name in names:
            found.setdefault(name, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


CURRENCY_NAMES: dict[str, str] = _names()
"""Name in small letters -> ISO 4217: "indian rupees", "pesos chilenos"."""

WORDLIKE_CODES: frozenset[str] = frozenset(currencies().wordlike) | frozenset(currencies().units)
"""Codes that are words in capitals too: "BALL PEN", "TOP"."""

UNIT_CODES: frozenset[str] = frozenset(currencies().units)
"""Codes that are units too: "5.00 KGS". Beside a number they are no currency."""

SIGN_LETTERS: frozenset[str] = frozenset(currencies().letters)
"""Signs of one letter, which codes and sizes have too: they count only before cents."""

UNIT_LETTERS: frozenset[str] = frozenset(currencies().unit_letters)
"""Such signs that are units behind a number: "38.42 L"."""

FORMER_CURRENCIES: dict[str, FormerCurrency] = {
    code: country.former for code, country in countries().items() if country.former is not None
}
"""ISO 3166-1 -> what the country paid with before its present currency."""


def currency_of(country: str | None, day: date | None) -> str | None:
    """ISO 4217: what the country paid with on that day (null: today). Null for a country unknown or without money."""
    former = FORMER_CURRENCIES.get(country or "")
    if former is not None and day is not None and day <= former.until:
        return former.currency
    return COUNTRY_CURRENCY.get(country or "")


def codes_of(sign: str, country: str | None) -> tuple[str, ...]:
    """ISO 4217: what a sign, name or code may mean, in a document of this country if it is known. Empty if unknown."""
    if sign in CURRENCY_CODES:
        return (sign,)
    codes = CURRENCY_SIGNS.get(sign, ())
    own = COUNTRY_CURRENCY.get(country or "")
    return (own,) if own in codes and own is not None else codes
