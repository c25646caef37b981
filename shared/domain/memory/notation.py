"""How a seller writes: the shape of its invoice numbers, and the order of day and month in its dates."""

import re
from datetime import date
from enum import StrEnum
from itertools import groupby

from shared.domain.normalising import confuse, fold

LONGEST_SHAPE = 60
_FIGURES = re.compile(r"\d+")


class DayOrder(StrEnum):
    """What comes first in a date of figures."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def series_shape(number: str) -> str:
    """A number with 9 for each figure: "RE-2026/0451" is "RE-9999/9999". Numbers of a series share it, until they need
    one figure more."""
    return "".join("9" if character.isdigit() else character for character in number)[:LONGEST_SHAPE]


def plain_shape(shape: str) -> str:
    """A shape with A for each letter: "AA-9999/9999"."""
    return "".join("A" if character.isalpha() else character for character in shape)


def loose_shape(shape: str) -> str:
    """A plain shape without the lengths of its parts: "A-9/9"."""
    return "".join(kind for kind, _ in groupby(plain_shape(shape)))


def as_of_series(number: str, shape: str) -> str | None:
    """A number that is of a series but for characters that look alike ("0RD25-1NV28" where the series is ORD99-INV99),
    as it is then; null where it is not, or already is."""
    if len(number) != len(shape) or series_shape(number) == shape:
        return None
    meant = [_meant(character, kind) for character, kind in zip(number, shape, strict=True)]
    return None if None in meant else "".join(character for character in meant if character is not None)


def _meant(character: str, kind: str) -> str | None:
    if character == kind or (kind == "9" and character.isdigit()):
        return character
    same = confuse(fold(character)) == confuse(fold(kind)) if kind != "9" else confuse(fold(character)).isdigit()
    return (confuse(fold(character)) if kind == "9" else kind) if same and character.isalnum() else None


def date_shape(printed: str) -> str:
    """How a date is printed, from its first figure to its last: "Date: 27/03/2018" is "99/99/9999"."""
    figures = list(_FIGURES.finditer(printed))
    return series_shape(printed[figures[0].start() : figures[-1].end()]) if figures else ""


def day_order(printed: str, value: date) -> DayOrder | None:
    """Whether the day or the month of a date comes first where it is printed in figures; null where it is not, or both
    are the same."""
    if value.day == value.month or any(map(str.isalpha, printed)):
        return None
    figures = [int(one) for one in _FIGURES.findall(printed[:LONGEST_SHAPE])]
    years = {value.year, value.year % 100}
    if len(figures) == 3 and figures[:2] == [value.day, value.month] and figures[2] in years:
        return DayOrder.DAY_FIRST
    if len(figures) == 3 and figures[:2] == [value.month, value.day] and figures[2] in years:
        return DayOrder.MONTH_FIRST
    return None
