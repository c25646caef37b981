"""How a seller writes: the shape of its invoice numbers, and the order of day and month in its dates."""

import re
from datetime import date
from enum import StrEnum
from itertools import groupby

LONGEST_SHAPE = 60
_FIGURES = re.compile(r"\d+")


class DayOrder(StrEnum):
    """What comes first in a date of figures."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def series_shape(number: str) -> str:
    """A number with 9 for each figure and A for each letter, other characters as they are: "RE-2026/0451" is
    "AA-9999/9999". Numbers of a series share it, until they need one figure more."""
    return "".join(_kind(character) for character in number)[:LONGEST_SHAPE]


def loose_shape(shape: str) -> str:
    """A shape without the lengths of its parts: "AA-9999/9999" is "A-9/9"."""
    return "".join(kind for kind, _ in groupby(shape))


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


def _kind(character: str) -> str:
    if character.isdigit():
        return "9"
    return "A" if character.isalpha() else character
