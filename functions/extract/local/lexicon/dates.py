"""The words of dates in all languages."""

from functions.extract.local.lexicon.files import generated_months
from functions.extract.local.lexicon.kinds import DatePart
from functions.extract.local.lexicon.merged import meanings
from shared.domain.normalising import fold


def _months() -> dict[str, int]:
    """Of a name that is two months in two languages, the one that a file states."""
    months: dict[str, int] = {}
    for names_of_year in generated_months().values():
        for number, names in enumerate(names_of_year, start=1):
            for name in names:
                months.setdefault(fold(name), number)
    return months | meanings(lambda language: language.months)


MONTHS: dict[str, int] = _months()
"""Folded month names and their usual abbreviations -> 1..12."""

DATE_PARTS: dict[str, DatePart] = meanings(lambda language: language.date_parts)
"""Folded names of the boxes of a date in three parts."""
