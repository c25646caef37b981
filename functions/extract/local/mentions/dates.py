"""Every date printed, and which of them is the issue date and the due date.

The order of day and month in a numeric date is resolved by the date itself (a part over 12), else by the other dates of
the document, else by its country.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from functions.extract.layout import Layout, Segment
from functions.extract.local.lexicon.dates import MONTHS
from functions.extract.local.lexicon.phrases import MONTH_FIRST_COUNTRIES
from functions.extract.local.mentions.date_cells import in_cells
from functions.extract.local.mentions.mention import Mention, by_segment
from shared.domain.confusions import digits_for
from shared.domain.normalising import fold

_D = "[0-9OoIl|]"
_AS_DIGITS = digits_for("OoIl|")
_MONTH = "|".join(sorted({*MONTHS}, key=len, reverse=True))

NUMERIC = re.compile(
    rf"(?<![\d./])(?<!\d,)(?P<a>{_D}{{1,2}})\ ?(?P<sep>[./\-–])\ ?(?P<b>{_D}{{1,2}})\ ?(?P=sep)\ ?"
    rf"(?P<c>(?:19|20)\d\d(?!:\d\d(?!\d?:))|'?\d\d)(?:(?!\d|[./]\d|-\d{{1,4}}(?![./\d]))|(?=\d\d?:\d\d))"
)
MIXED = re.compile(
    r"(?<![\d.,/:])(?P<a>\d{1,2})(?P<sep>[./\-–:,])(?P<b>\d{1,2})(?!(?P=sep))[./\-–:](?P<c>20[0-4]\d)(?![\d:])"
)
"""A misread separator: "27:03/2018"."""

YEAR_FIRST = re.compile(
    r"(?<![\d.,/\-])(?P<y>(?:19|20)\d\d)\ ?(?P<sep>[./\-–年])\ ?(?P<m>\d{1,2})\ ?[./\-–月]\ ?(?P<d>\d{1,2}?)"
    r"(?:(?!\d|[./\-]\d)|(?=\d\d?:\d\d)|(?=\d{6}(?!\d)))"
)
DAY_MONTH = re.compile(
    r"(?:(?<!\d)|(?<=\d)(?=\d\d[/\-][^\W\d_]{3}[/\-]20\d\d))(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|º|\.ª)?"
    r"[\s.,/\-–]{0,3}(?:de\s|of\s)?\s?(?P<month>[^\W\d_]{3,10})\.?"
    r"[\s.,/\-–']{0,3}(?:de[l]?\s)?\s?(?P<y>(?:19|20)\d\d|\d\d)(?!\d(?!\d?:)|[.,]\d)",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    r"(?<![^\W\d_])(?P<month>[^\W\d_]{3,10})\.?[\s.\-/]{0,2}(?P<d>[0-3]?\d)(?:st|nd|rd|th)?[\s.,/\-']{1,3}"
    r"(?P<y>(?:19|20)\d\d|\d\d(?!:))(?!\d(?!\d?:)|[.,]\d)",
    re.IGNORECASE,
)
COMPACT = re.compile(
    r"(?<![\w.,/\-])(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:(?![\w.,/\-])|(?=[/\-]\d{4,6}\b))"
)
COMPACT_DAY_FIRST = re.compile(
    r"(?<![\w.,/\-])(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>20[0-4]\d)(?![\w.,/\-])"
)
TIME = re.compile(r"(?<![\d.])(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?\ ?(?:[APap]\.?[Mm]\b|(?=\b))")

YEARS = range(1990, 2061)


class DayMonthOrder(Enum):
    """How the parts of a numeric date are to be read."""

    DAY_MONTH = "dmy"
    MONTH_DAY = "mdy"


@dataclass(frozen=True, kw_only=True)
class PrintedDate(Mention):
    """A date. `alternatives` are the other readings that its notation allows."""

    value: date
    alternatives: tuple[date, ...] = ()
    compact: bool = False
    with_time: bool = False
    proved: bool = True  # that the day stands where it is read: by its figures, its words or another date

    @property
    def other_readings(self) -> tuple[date, ...]:
        """The other readings, as far as nothing on the pages refutes them."""
        return () if self.proved else tuple(other for other in self.alternatives if other.year == self.value.year)


def find_dates(layout: Layout, *, country: str | None = None) -> tuple[PrintedDate, ...]:
    """Every date in reading order, read in the order the document itself uses."""
    found = [printed for segment in layout.segments for printed in _in_segment(segment)]
    found += [
        PrintedDate(value=value, segment=segment, start=0, end=len(segment.text))
        for page in layout.pages
        for segment, parts in in_cells(page)
        if (value := _date(*parts)) is not None
    ]
    found.sort(key=lambda printed: (printed.segment.page, printed.segment.row, printed.segment.box.x0, printed.start))
    order = _document_order(found, country)
    return tuple(_resolved(printed, order) for printed in found)


def _in_segment(segment: Segment) -> list[PrintedDate]:
    text = segment.text
    found: list[PrintedDate] = []
    for pattern in (YEAR_FIRST, NUMERIC, MIXED, DAY_MONTH, MONTH_DAY, COMPACT, COMPACT_DAY_FIRST):
        for match in pattern.finditer(text):
            if any(other.overlaps(match.start(), match.end()) for other in found):
                continue
            readings = _readings(match, pattern)
            if readings:
                clock = TIME.search(text, match.end(), match.end() + 16)
                found.append(
                    PrintedDate(
                        value=readings[0],
                        alternatives=tuple(readings[1:]),
                        segment=segment,
                        start=match.start(),
                        end=match.end(),
                        compact=pattern in (COMPACT, COMPACT_DAY_FIRST),
                        with_time=clock is not None,
                    )
                )
    return sorted(found, key=lambda printed: printed.start)


def _readings(match: re.Match[str], pattern: re.Pattern[str]) -> list[date]:
    """All dates that the match may mean, the day-first one first; empty when it is none."""
    if pattern in (NUMERIC, MIXED):
        a, b, c = (int(match[name].translate(_AS_DIGITS).lstrip("'")) for name in "abc")
        candidates = [(c, b, a), (c, a, b)]
        if len(match["c"]) == 2 and len(match["a"]) == 2:
            candidates.append((a, b, c))
    elif pattern in (DAY_MONTH, MONTH_DAY):
        month = _month(match["month"])
        if month is None:
            return []
        candidates = [(int(match["y"]), month, int(match["d"]))]
    else:
        candidates = [(int(match["y"]), int(match["m"]), int(match["d"]))]
    dates = [made for year, month, day in candidates if (made := _date(year, month, day)) is not None]
    return list(dict.fromkeys(dates))


def _month(name: str) -> int | None:
    folded = fold(name)
    if folded in MONTHS:
        return MONTHS[folded]
    # "Februaryl", "Decernber": a long name may have one letter wrong, an abbreviation must be a whole word.
    if len(folded) >= 6:
        near = {number for known, number in MONTHS.items() if len(known) >= 5 and _one_off(folded, known)}
        return near.pop() if len(near) == 1 else None
    return None


def _one_off(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(longer) == len(shorter):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _date(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 2000 if year < 70 else 1900
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shape(printed: PrintedDate) -> str:
    return re.sub(r"\d+", "9", printed.text.replace(" ", ""))


def _document_order(found: Sequence[PrintedDate], country: str | None) -> dict[str, DayMonthOrder]:
    """Notation (its separators) -> the order that the document's clear dates prove; "" -> the order of all others."""
    orders: dict[str, DayMonthOrder] = {}
    for printed in found:
        match = NUMERIC.match(printed.text)
        if match is None:
            continue
        a, b = int(match["a"].translate(_AS_DIGITS)), int(match["b"].translate(_AS_DIGITS))
        if 12 < a <= 31 and b <= 12 and len(match["c"].lstrip("'")) == 4:
            orders.setdefault(_shape(printed), DayMonthOrder.DAY_MONTH)
        elif a <= 12 < b:
            orders.setdefault(_shape(printed), DayMonthOrder.MONTH_DAY)
    proven = set(orders.values())
    if len(proven) == 1:
        orders[""] = proven.pop()
    elif country is not None:
        orders[""] = DayMonthOrder.MONTH_DAY if country in MONTH_FIRST_COUNTRIES else DayMonthOrder.DAY_MONTH
    else:
        orders[""] = DayMonthOrder.DAY_MONTH
    return orders


def _resolved(printed: PrintedDate, orders: dict[str, DayMonthOrder]) -> PrintedDate:
    match = NUMERIC.match(printed.text) or MIXED.match(printed.text)
    if match is None or not printed.alternatives:
        return printed
    a, b, c = (int(match[name].translate(_AS_DIGITS).lstrip("'")) for name in "abc")
    order = orders.get(_shape(printed), orders[""])
    # Where figures are joined by dots, the day comes first in every country.
    proved = len(orders) > 1 or match["sep"] == "."
    wanted = _date(c, a, b) if order is DayMonthOrder.MONTH_DAY else _date(c, b, a)
    readings = [printed.value, *printed.alternatives]
    chosen = wanted if wanted is not None else readings[0]
    others = tuple(other for other in readings if other != chosen)
    return replace(printed, value=chosen, alternatives=others, proved=proved)


def plausible(value: date, *, newest: date | None = None) -> bool:
    """Whether a document may have been issued then: not before 1995, not more than a year after `newest`."""
    return value.year >= 1995 and (newest is None or value <= newest + timedelta(days=366))


_TO = frozenset("- – — / to bis al a au tot t/m until till hasta até".split())  # noqa: SIM905
"""Words and signs between the two ends of a period."""


def ranges(found: Iterable[PrintedDate]) -> set[tuple[Segment, int]]:
    """(segment, start) of dates that are one end of a period: "01.05.14-31.05.14", "from 3/2 to 3/8"."""
    ends: set[tuple[Segment, int]] = set()
    for members in by_segment(found).values():
        for left, right in pairwise(members):
            between = left.segment.text[left.end : right.start].strip().lower()
            if between in _TO:
                ends |= {(left.segment, left.start), (right.segment, right.start)}
    return ends
