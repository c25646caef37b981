"""Writes `cldr.json` from Babel's copy of the Unicode CLDR: the names of months in the languages of the lexicon, the
currency of each country, the names of the currencies.

Run after a language is added (Babel is a development dependency; the function only reads the file):

    python -m functions.extract.local.lexicon.generate
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_currency_name, get_territory_currencies

from functions.extract.local.lexicon.files import FOLDER, GENERATED, languages
from shared.domain.codes import COUNTRIES, CURRENCIES

SHORTEST = 3
"""Letters of a month's name: "1月" and "1" are none."""

OTHER_LANGUAGES = ("be", "bs", "eu", "gl", "he", "is", "mk", "mt", "sq", "sr", "sr_Latn")
"""Languages whose dates are read though the lexicon has no other words of them."""


def generated() -> dict[str, Any]:
    """`months`, `other_months`: language -> names of January, …; `currency_of`: country -> code; `currency_names`:
    code -> names. In small letters, without the dot of an abbreviation."""
    return {
        "months": {code: _months(code) for code in languages()},
        "other_months": {code: _months(code) for code in OTHER_LANGUAGES if code not in languages()},
        "currency_of": {
            country: code
            for country in sorted(COUNTRIES)
            if (code := next(iter(get_territory_currencies(country)), None)) in CURRENCIES
        },
        "currency_names": {code: names for code in sorted(CURRENCIES) if (names := _currency_names(code))},
    }


def _currency_names(code: str) -> list[str]:
    """The names that say which country's money it is, singular and plural: of several words, since "sol" and "real" are
    words of their own."""
    names: dict[str, None] = {}
    for language in languages():
        for count in (1, 2, 5):
            name = get_currency_name(code, count, language).lower()
            if " " in name or code == "EUR":
                names[name] = None
    return list(names)


def _months(code: str) -> list[list[str]]:
    locales = [name for name in (code, *_VARIANTS.get(code, ())) if Locale.parse(name)]
    found: list[dict[str, None]] = [{} for _ in range(12)]
    for locale in locales:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    name = name.lower().rstrip(".").strip()
                    if len(name) >= SHORTEST and all(
                        unicodedata.category(character)[0] in "LM" for character in name.replace(".", "")
                    ):
                        found[number - 1][name] = None
    return [list(names) for names in found]


_VARIANTS = {"de": ("de_AT",), "pt": ("pt_PT",), "es": ("es_MX", "es_AR"), "fr": ("fr_CA",), "en": ("en_GB", "en_AU")}
"""Locales with other abbreviations: "Jänner" in Austria."""


def main() -> None:
    path = FOLDER / GENERATED
    sections = (f"{json.dumps(name)}: {{\n{_rows(section)}\n}}" for name, section in generated().items())
    path.write_text("{\n" + ",\n".join(sections) + "\n}\n", encoding="utf-8")


def _rows(section: Mapping[str, Any]) -> str:
    """One entry a line."""
    return ",\n".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in section.items())


if __name__ == "__main__":
    main()
