"""The countries: their names and what speaks for them."""

import re

from functions.extract.local.lexicon.files import countries
from shared.domain.normalising import fold

COUNTRY_SIGNALS: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (code, signal.weight, signal.pattern) for code, country in countries().items() for signal in country.signals
)
"""(ISO 3166-1, weight, pattern): forms that only documents of a country use."""

LETTERS = re.compile(r"[^\W\d_]+")


def _marks() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for code, country in countries().items():
        for mark in country.marks:
            words = tuple(LETTERS.findall(mark if mark.isupper() else mark.lower()))
            found.setdefault(words[0], []).append((code, words))
    return {first: tuple(marks) for first, marks in found.items()}


COUNTRY_MARKS = _marks()
"""First word -> (ISO 3166-1, words) of the marks that begin with it: capitals as printed, others in small letters."""

COUNTRY_NAMES: dict[str, str] = {fold(name): code for code, country in countries().items() for name in country.names}
"""Folded name of a country -> ISO 3166-1 alpha-2."""

DOMAINS: dict[str, str] = {code.lower(): code for code in countries() if code != "CO"} | {"uk": "GB"}
"""Top-level domain -> ISO 3166-1; not that of Colombia, which companies everywhere have."""

COUNTRY_WORDS: frozenset[str] = frozenset(name for country in countries().values() for name in country.names)
"""The same names as printed, in small letters."""

CAPITALS = "A-ZÀ-ÖØ-ÞĀĆČĐŁŃŚŠŹŻŽ"
TOWN = rf"[{CAPITALS}][^\W\d_]*"
"""The first word of a town's name, as a pattern."""

POSTCODES: dict[str, re.Pattern[str]] = {
    code: re.compile(country.postcode.pattern.replace("TOWN", TOWN))
    for code, country in countries().items()
    if country.postcode is not None
}
"""ISO 3166-1 -> the form of its postcodes, of the countries that are known by it."""

_STATES = countries()["US"].states
US_STATES: frozenset[str] = frozenset((*_STATES, *map(str.capitalize, _STATES)))
"""In their two letters, also as "Tx"."""

_REGIONS = tuple(region for country in countries().values() for region in country.regions)
REGIONS: frozenset[str] = frozenset(map(fold, _REGIONS))
REGION_PHRASES: tuple[str, ...] = tuple(region for region in _REGIONS if len(region) >= 8)
"""Long enough to be recognised with one letter wrong."""

MALAY_WORDS: frozenset[str] = frozenset(word for word in countries()["MY"].spellings if " " not in word)
MALAY_TOWNS: tuple[str, ...] = tuple(town for town in countries()["MY"].spellings if " " in town)
