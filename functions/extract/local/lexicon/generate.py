"""Writes `cldr.json`, the names of months in the languages of the lexicon, from Babel's copy of the Unicode CLDR.

Run after a language is added (Babel is a development dependency; the function only reads the file):

    python -m functions.extract.local.lexicon.generate
"""

import json
from typing import Any

from babel import Locale
from babel.dates import get_month_names

from functions.extract.local.lexicon.files import FOLDER, GENERATED, languages

SHORTEST = 3
"""Letters of a month's name: "1月" and "1" are none."""


def generated() -> dict[str, Any]:
    """`{"months": {language: [names of January, …]}}`: in small letters, without the dot of an abbreviation."""
    return {"months": {code: _months(code) for code in languages()}}


def _months(code: str) -> list[list[str]]:
    locales = [name for name in (code, *_VARIANTS.get(code, ())) if Locale.parse(name)]
    found: list[dict[str, None]] = [{} for _ in range(12)]
    for locale in locales:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    name = name.lower().rstrip(".").strip()
                    if len(name) >= SHORTEST and name.isalpha():
                        found[number - 1][name] = None
    return [list(names) for names in found]


_VARIANTS = {"de": ("de_AT",), "pt": ("pt_PT",), "es": ("es_MX", "es_AR"), "fr": ("fr_CA",), "en": ("en_GB", "en_AU")}
"""Locales with other abbreviations: "Jänner" in Austria."""


def main() -> None:
    path = FOLDER / GENERATED
    rows = (
        f"{json.dumps(code)}: {json.dumps(names, ensure_ascii=False)}" for code, names in generated()["months"].items()
    )
    path.write_text('{"months": {\n' + ",\n".join(rows) + "\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
