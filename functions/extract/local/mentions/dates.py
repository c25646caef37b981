"""Every date printed: in figures, with the month in words or roman figures, in years of other eras, as ISO week.

The order of day and month in a numeric date is resolved by the date itself (a part over 12), else by the other dates of
the document, else by its country.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.lexicon.dates import MONTHS, WELL_KNOWN_MONTHS, month_word, months_of
from functions.extract.local.lexicon.phrases import (
    MONTH_FIRST_COUNTRIES,
    MONTH_WORD,
    UNTIL,
    YEAR_FIRST_MARKS,
    YEAR_WORD,
)
from functions.extract.local.mentions.date_cells import in_cells, in_columns
from functions.extract.local.mentions.mention import Mention, Taken, by_segment
from functions.extract.local.mentions.sentences import LEAST_WORDS, line_below
from shared.domain.confusions import digits_for
from shared.domain.normalising import fold

FIGURE = re.compile(r"\d")
MOST_PARTS = 4
"""Words of a date on one line: "den 3. Juni 2026"."""

SHORTEST = 5
"""Characters of a date at least: "1年1月1"."""
_D = "[0-9OoIl|]"
_AS_DIGITS = digits_for("OoIl|")
_YEAR = r"(?:19|2[05])\d\d"
"""Of our era, or of the Buddhist one (2568 is 2025)."""

_LETTER = r"[^\W\d_\u0e00-\u0e7f]|[\u0e01-\u0e4e]"  # Thai vowels stand above and below letters
_MONTH = rf"(?P<month>0?(?:{_LETTER}){{3,14}}|[ก-ฮ](?:{_LETTER})?\.[ก-ฮ])\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|e|º|\.ª|ª)?"
_LINK = r"(?:[^\W\d_]{1,4}(?:\.?\s|['’]))?"
"""A short word between the parts: "de", "of", "d’", "m.", "gada"."""

_NO_BLOCK = r"(?!(?<=[\u3400-\u9fff])\d{1,2}-\d{1,2}-\d\d(?!\d))"
"""Not the block and the house of a Japanese address, right behind the name of the quarter: "栄3-15-27"."""

NUMERIC = re.compile(
    rf"(?<![\d./])(?<!\d,){_NO_BLOCK}(?P<a>{_D}{{1,2}})\ ?(?P<sep>[./\-–])\ ?(?P<b>{_D}{{1,2}})\ ?(?P=sep)\ ?"
    rf"(?P<c>{_YEAR}(?!:\d\d(?!\d?:))|'?\d\d)(?:(?!\d|[./]\d|-\d{{1,4}}(?![./\d]))|(?=\d\d?:\d\d))"
)
SPACED = re.compile(rf"(?:^|[:.]\s)(?P<a>[0-3]\d)\ (?P<b>[0-3]\d)\ (?P<c>{_YEAR})$")
"""In the boxes of a form, "01 10 2025": nothing else in its cell, or at its end."""

SPACED_YEAR_FIRST = re.compile(rf"(?:^|[:.]\s)(?P<y>{_YEAR})\ (?P<m>[01]\d)\ (?P<d>[0-3]\d)$")
"""The same in the order of ISO 8601, "2025 10 01"."""

MIXED = re.compile(
    r"(?<![\d.,/:])(?P<a>\d{1,2})(?P<sep>[./\-–:,])(?P<b>\d{1,2})(?!(?P=sep))[./\-–:](?P<c>20[0-4]\d)(?![\d:])"
)
"""A misread separator: "27:03/2018"."""

YEAR_FIRST = re.compile(
    rf"(?<![\d.,/\-])(?P<y>{_YEAR})\ ?(?P<sep>[./\-–])\ ?(?P<m>\d{{1,2}})\ ?[./\-–]\ ?(?P<d>\d{{1,2}}?)"
    r"(?:(?!\d|[./\-]\d)|(?=\d\d?:\d\d)|(?=\d{6}(?!\d)))"
)
DAY_MONTH = re.compile(
    r"(?:(?<!\d)|(?<=\d)(?=\d\d[/\-][^\W\d_]{3}[/\-]20\d\d))"
    rf"(?P<d>[0-3]?\d){_ORDINAL}[\s.,/\-–]{{0,3}}{_LINK}\s?{_MONTH}"
    rf"[\s.,/\-–']{{0,3}}{_LINK}\s?(?P<y>{_YEAR}|\d\d(?!,?\s{_YEAR}(?!\d)))(?!\d(?!\d?:)|[.,]\d)",
    re.IGNORECASE,
)
"""The last two figures are a year unless a year in full stands behind them: "May 01 - May 31, 2025"."""

MONTH_DAY = re.compile(
    rf"(?<![^\W\d_]){_MONTH}[\s.\-/]{{0,2}}(?P<d>[0-3]?\d){_ORDINAL}[\s.,/\-']{{1,3}}"
    rf"(?P<y>{_YEAR}|\d\d(?!:))(?!\d(?!\d?:)|[.,]\d)",
    re.IGNORECASE,
)
YEAR_MONTH_DAY = re.compile(
    rf"(?<![\d.,/\-])(?P<y>{_YEAR})[.,]?[\s/\-]{{1,2}}{_LINK}{_MONTH}[\s/\-]{{1,2}}(?P<d>[0-3]?\d)(?![\d,/])"
)
YEAR_DAY_MONTH = re.compile(rf"(?<![\d.,/\-])(?P<y>{_YEAR})\.?\s{_LINK}(?P<d>[0-3]?\d)\.\s?{_MONTH}")
ROMAN_MONTH = re.compile(
    r"(?<![\w.,/\-])(?P<d>[0-3]?\d)\s?(?P<sep>[./\-\s])\s?(?P<roman>XI{0,2}|I[XV]|VI{0,3}|I{1,3})\s?(?P=sep)\s?"
    rf"(?P<y>{_YEAR}|(?<!\s)\d\d)(?![\w,/\-]|\.\d)"
)
_ALSO = r"(?:\s?\([^()\d]{1,12}\))?"
"""A word in brackets behind one: the same in another language."""
WORDED = re.compile(
    rf"(?<![\d.,/\-])(?P<d>[0-3]?\d)\s{MONTH_WORD}{_ALSO}\s(?P<m>[01]?\d)\s{YEAR_WORD}{_ALSO}\s(?P<y>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
"""Each part named by a word before it: Vietnamese "ngày 01 tháng 10 năm 2025", with "(month)" behind "tháng"."""

EAST_ASIAN = re.compile(
    r"(?<!\d)(?P<era>令和|平成|昭和|民國|民国|中華民國)?\s?(?P<y>元|\d{1,4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})(?!\d)"
)
JAPANESE_ERA = re.compile(
    r"(?<![\w.])(?P<era>[RHS])\s?(?P<y>\d{1,2})[./\-](?P<m>\d{1,2})[./\-](?P<d>\d{1,2})(?![\w./\-])"
)
ISO_WEEK = re.compile(r"(?<!\w)(?P<y>20\d\d)-?W(?P<week>[0-5]\d)-?(?P<d>[1-7])(?!\w)")
COMPACT = re.compile(
    r"(?<![\w.,/\-])(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:(?![\w.,/\-])|(?=[/\-]\d{4,6}\b))"
)
COMPACT_DAY_FIRST = re.compile(
    r"(?<![\w.,/\-])(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>20[0-4]\d)(?![\w.,/\-])"
)
TIME = re.compile(r"(?<![\d.])(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?\ ?(?:[APap]\.?[Mm]\b|(?=\b))")

ERAS = {
    "令和": 2018,
    "R": 2018,
    "平成": 1988,
    "H": 1988,
    "昭和": 1925,
    "S": 1925,
    "民國": 1911,
    "民国": 1911,
    "中華民國": 1911,
}
"""Japanese eras and the Republic of China -> the year before their first."""

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN = {name: number for number, name in enumerate(_ROMAN, start=1)}
BUDDHIST = 543
YEARS = range(1900, 2061)


class DayMonthOrder(Enum):
    """How the parts of a numeric date are to be read."""

    DAY_MONTH = "dmy"
    MONTH_DAY = "mdy"


@dataclass(frozen=True, kw_only=True)
class PrintedDate(Mention):
    """A date. `alternatives` are the other readings that its notation allows; `rest` is its part in the next line of
    its sentence."""

    value: date
    alternatives: tuple[date, ...] = ()
    compact: bool = False
    with_time: bool = False
    rest: Mention | None = None
    proved: bool = True  # that the day stands where it is read: by its figures, its words or another date
    year_first: bool = False  # a year of two figures
    doubtful: bool = False  # may be none: a mark is missing

    @property
    def parts(self) -> tuple[Mention, ...]:
        """Where it is printed."""
        return (self,) if self.rest is None else (self, self.rest)

    @property
    def other_readings(self) -> tuple[date, ...]:
        """The other readings, as far as nothing on the pages refutes them."""
        if self.proved:
            return ()
        return tuple(other for other in self.alternatives if self.year_first or other.year == self.value.year)


def find_dates(layout: Layout, *, country: str | None = None) -> tuple[PrintedDate, ...]:
    """Every date in reading order, read in the order the document itself uses."""
    found = [printed for segment in layout.segments for printed in _in_segment(segment, country)]
    for page in layout.pages:
        found += [
            PrintedDate(value=value, segment=segment, start=0, end=len(segment.text))
            for segment, parts in in_cells(page)
            if (value := _date(*parts)) is not None
        ]
        taken = {printed.segment for printed in found}
        for segment in in_columns(page, taken):
            found += [printed for printed in _in_segment(segment, country) if printed.start == 0]
        found += _over_two_lines(page, country)
    found.sort(key=lambda printed: (printed.segment.page, printed.segment.row, printed.segment.box.x0, printed.start))
    order = _document_order(found, country)
    year_first = YEAR_FIRST_MARKS.get(country or "", "")
    return tuple(_resolved(printed, order, year_first) for printed in found)


def _over_two_lines(page: PageLayout, country: str | None) -> Iterator[PrintedDate]:
    """The dates that begin at the end of a line of a sentence and go on in the next one: "by 3" over "June 2026"."""
    for line in page.segments:
        if len(line.words) < LEAST_WORDS:
            continue
        tail = " ".join(word.text for word in line.words[-MOST_PARTS:])
        under = line_below(page, line)
        if under is None or not (FIGURE.search(tail) or fold(line.words[-1].text) in MONTHS):
            continue
        joined = Segment(
            page=line.page,
            row=line.row,
            words=(*line.words[-MOST_PARTS:], *under.words[:MOST_PARTS]),
            top=line.top,
            bottom=under.bottom,
        )
        for printed in _in_segment(joined, country):
            if printed.start < len(tail) < printed.end - 1 and printed.proved:
                offset = len(line.text) - len(tail)
                rest = Mention(segment=under, start=0, end=printed.end - len(tail) - 1)
                yield replace(printed, segment=line, start=printed.start + offset, end=len(line.text), rest=rest)


def _in_segment(segment: Segment, country: str | None) -> list[PrintedDate]:
    if len(segment.text) < SHORTEST or FIGURE.search(segment.text) is None:
        return []
    text = segment.text
    found: list[PrintedDate] = []
    taken = Taken()
    for pattern, read in _NOTATIONS:
        for match in pattern.finditer(text):
            if taken.overlaps(*match.span()):
                continue
            made = (_date(*parts) for parts in read(match, country))
            readings = list(dict.fromkeys(day for day in made if day is not None))
            if readings:
                taken.add(*match.span())
                clock = TIME.search(text, match.end(), match.end() + 16)
                found.append(
                    PrintedDate(
                        value=readings[0],
                        alternatives=tuple(readings[1:]),
                        segment=segment,
                        start=match.start(),
                        end=match.end(),
                        compact=pattern in (COMPACT, COMPACT_DAY_FIRST),
                        proved=len(readings) == 1,
                        with_time=clock is not None,
                    )
                )
    return sorted(found, key=lambda printed: printed.start)


_MARK = re.compile(r"[./\-–']|\d[^\W\d_]{3}\d")

Parts = tuple[int, int, int]
"""Year, month and day."""


def _figures(match: re.Match[str], country: str | None) -> Iterator[Parts]:
    """The day first, then the month, then the year."""
    a, b, c = (int(match[name].translate(_AS_DIGITS).lstrip("'")) for name in "abc")
    yield c, b, a
    yield c, a, b
    if len(match["c"]) == 2 and len(match["a"]) == 2:
        yield a, b, c


def _named(match: re.Match[str], country: str | None) -> Iterator[Parts]:
    """ "10 LED 20" is none: an abbreviation that few know needs a year in full, or a mark between the parts."""
    short = len(match["y"]) == 2 and len(match["month"]) == 3 and not _MARK.search(match.group())
    if short and month_word(match["month"]) not in WELL_KNOWN_MONTHS:
        return
    for month in _months(match["month"], country):
        yield int(match["y"]), month, int(match["d"])


def _roman(match: re.Match[str], country: str | None) -> Iterator[Parts]:
    yield int(match["y"]), ROMAN[match["roman"]], int(match["d"])


def _ordered(match: re.Match[str], country: str | None) -> Iterator[Parts]:
    yield int(match["y"]), int(match["m"]), int(match["d"])


def _of_an_era(match: re.Match[str], country: str | None) -> Iterator[Parts]:
    """ "令和7年", "R7.11.2"; a letter is an era only in Japan."""
    if match["era"] in ("R", "H", "S") and country != "JP":
        return
    year = 1 if match["y"] == "元" else int(match["y"])
    yield year + ERAS.get(match["era"] or "", 0), int(match["m"]), int(match["d"])


def _week(match: re.Match[str], country: str | None) -> Iterator[Parts]:
    try:
        day = date.fromisocalendar(int(match["y"]), int(match["week"]), int(match["d"]))
    except ValueError:
        return
    yield day.year, day.month, day.day


_NOTATIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], Iterator[Parts]]], ...] = (
    (EAST_ASIAN, _of_an_era),
    (WORDED, _ordered),
    (YEAR_FIRST, _ordered),
    (ROMAN_MONTH, _roman),
    (JAPANESE_ERA, _of_an_era),
    (NUMERIC, _figures),
    (SPACED, _figures),
    (SPACED_YEAR_FIRST, _ordered),
    (MIXED, _figures),
    (DAY_MONTH, _named),
    (MONTH_DAY, _named),
    (YEAR_MONTH_DAY, _named),
    (YEAR_DAY_MONTH, _named),
    (ISO_WEEK, _week),
    (COMPACT, _ordered),
    (COMPACT_DAY_FIRST, _ordered),
)


def _months(name: str, country: str | None) -> tuple[int, ...]:
    """The months that a word may be; a nought before its letters is read for an O ("0ctober")."""
    folded = month_word(f"O{name[1:]}" if name.startswith("0") else name)
    known = months_of(folded, country)
    # "Februaryl", "Decernber": a long name may have one letter wrong, an abbreviation must be a whole word.
    if not known and len(folded) >= 6:
        near = {number for other, number in MONTHS.items() if len(other) >= 5 and _one_off(folded, other)}
        return tuple(near) if len(near) == 1 else ()
    return known


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
    elif year > 2400:
        year -= BUDDHIST
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


def _resolved(printed: PrintedDate, orders: dict[str, DayMonthOrder], year_first: str) -> PrintedDate:
    """`year_first`: the marks of dates that the country begins with the year, "25-01-26" among them."""
    match = NUMERIC.match(printed.text) or MIXED.match(printed.text)
    if match is None or not printed.alternatives:
        return printed
    a, b, c = (int(match[name].translate(_AS_DIGITS).lstrip("'")) for name in "abc")
    in_year = _date(a, b, c) if match["sep"] in year_first and len(match["a"]) == len(match["c"]) == 2 else None
    if in_year is not None:
        others = tuple(other for other in (printed.value, *printed.alternatives) if other != in_year)
        return replace(printed, value=in_year, alternatives=others, proved=not others, year_first=True)
    # Where figures are joined by dots, the day comes first in every country.
    dotted = match["sep"] == "." and len(orders) == 1
    order = DayMonthOrder.DAY_MONTH if dotted else orders.get(_shape(printed), orders[""])
    proved = dotted or len(orders) > 1
    wanted = _date(c, a, b) if order is DayMonthOrder.MONTH_DAY else _date(c, b, a)
    readings = [printed.value, *printed.alternatives]
    chosen = wanted if wanted is not None else readings[0]
    others = tuple(other for other in readings if other != chosen)
    return replace(printed, value=chosen, alternatives=others, proved=proved)


def plausible(value: date, *, newest: date | None = None) -> bool:
    """Whether a document may have been issued then: not before 1995, not more than a year after `newest`."""
    return value.year >= 1995 and (newest is None or value <= newest + timedelta(days=366))


_TO = UNTIL | {"-", "–", "—", "/"}
"""Words and signs between the two ends of a period."""


_WITHOUT_A_YEAR = re.compile(
    r"(?:(?P<first>[^\W\d_]+)\.?\s\d{1,2}|\d{1,2}\.?\s(?P<last>[^\W\d_]+)\.?|\d{1,2}[./]\d{1,2}\.?)\s?[-–—]\s?$"
)


def ends_a_period(printed: PrintedDate) -> bool:
    """Whether the first day of a period stands before it without its year: "May 2 – Jun 2, 2025"."""
    text = printed.segment.text[max(printed.start - LONGEST_FIRST_DAY, 0) : printed.start]
    found = _WITHOUT_A_YEAR.search(text)
    if found is None:
        return False
    month = found["first"] or found["last"]
    return month is None or month_word(month) in MONTHS


LONGEST_FIRST_DAY = 24
"""Characters of a day and a month at most."""


def ranges(found: Iterable[PrintedDate]) -> set[tuple[Segment, int]]:
    """(segment, start) of dates that are one end of a period: "01.05.14-31.05.14", "from 3/2 to 3/8"."""
    ends: set[tuple[Segment, int]] = set()
    for members in by_segment(found).values():
        for left, right in pairwise(members):
            between = left.segment.text[left.end : right.start].strip().lower()
            if between in _TO:
                ends |= {(left.segment, left.start), (right.segment, right.start)}
    return ends
