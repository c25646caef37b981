"""The words of dates in all languages."""

from functions.extract.local.lexicon.files import generated_months
from functions.extract.local.lexicon.kinds import DatePart
from functions.extract.local.lexicon.merged import meanings
from shared.domain.normalising import fold


def month_word(name: str) -> str:
    """The form in which names of months are compared: folded, but abbreviations of two letters ("มี.ค.", "ม.ค.") with
    their vowels, which else would be one."""
    letters = name.replace(".", "")
    return letters if "." in name.rstrip(".") else fold(name)


def _generated() -> dict[str, dict[str, int]]:
    """Folded name -> language -> month."""
    found: dict[str, dict[str, int]] = {}
    for language, names_of_year in generated_months().items():
        for number, names in enumerate(names_of_year, start=1):
            for name in names:
                found.setdefault(month_word(name), {})[language] = number
    return found


_MONTHS = _generated()

MONTHS: dict[str, int] = {name: next(iter(months.values())) for name, months in _MONTHS.items()} | meanings(
    lambda language: language.months
)
"""Folded month names and their usual abbreviations -> 1..12."""

WELL_KNOWN_MONTHS: frozenset[str] = frozenset(
    name for name, months in _MONTHS.items() if months.keys() & {"de", "en", "es", "fr", "it", "nl", "pt"}
)
"""Names that are read as months even in short dates; "led" and "lip" of other languages are words too often."""

SHARED_MONTHS: dict[str, dict[str, int]] = {
    name: months for name, months in _MONTHS.items() if len(set(months.values())) > 1
}
"""Names of two months in two languages -> language -> month: "listopada" is October in Croatian, November in Polish."""

_LANGUAGE_OF = {"CZ": "cs", "BA": "hr", "ME": "hr"}
"""Countries whose code is not that of the language of their months."""


def months_of(name: str, country: str | None) -> tuple[int, ...]:
    """The months that a folded name may be; one if the country's language decides. Empty for another word."""
    if name not in MONTHS:
        return ()
    shared = SHARED_MONTHS.get(name)
    if shared is None:
        return (MONTHS[name],)
    own = shared.get(_LANGUAGE_OF.get(country or "", (country or "").lower()))
    return (own,) if own else tuple(sorted(set(shared.values()), key=list(shared.values()).count, reverse=True))


DATE_PARTS: dict[str, DatePart] = meanings(lambda language: language.date_parts)
"""Folded names of the boxes of a date in three parts."""
