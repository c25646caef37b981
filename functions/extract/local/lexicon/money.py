"""Currencies: their signs and the countries that pay with them."""

from functions.extract.local.lexicon.files import countries, currencies

CURRENCY_SIGNS: dict[str, tuple[str, ...]] = dict(currencies().signs)
"""Signs and names of currencies -> the ISO 4217 codes they may mean."""

COUNTRY_CURRENCY: dict[str, str] = {
    code: country.currency for code, country in countries().items() if country.currency is not None
}
"""ISO 3166-1 -> ISO 4217."""

CURRENCY_CODES: frozenset[str] = frozenset(COUNTRY_CURRENCY.values()) | frozenset(
    code for codes in CURRENCY_SIGNS.values() for code in codes
)
