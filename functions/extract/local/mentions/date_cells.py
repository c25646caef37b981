"""Dates in three boxes: "DÍA | MES | AÑO" over "14 | 10 | 2026", as printed forms have them; and dates that a narrow
column wraps: "28 /" over "décembre" over "2025"."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from functions.extract.layout import PageLayout, Row, Segment
from functions.extract.local.lexicon.dates import DATE_PARTS
from shared.domain.document import Word
from shared.domain.normalising import fold

ORDERS = (("day", "month", "year"), ("month", "day", "year"), ("year", "month", "day"))
LONGEST_PART = max(map(len, DATE_PARTS)) + 2
"""Characters of the name of a date's part at most, with a mark or two around it."""

REACH = 3.0
"""Line heights from the headings down to the figures at most."""


def in_cells(page: PageLayout) -> Iterator[tuple[Segment, tuple[int, int, int]]]:
    """The words of each such date as one segment, and its (year, month, day) as printed."""
    for row in page.rows:
        for heading, order in _headings(row):
            words = _under(page, row, heading)
            if words is None:
                continue
            parts = {part: int(word.text) for part, word in zip(order, words, strict=True)}
            below = page.segment_of(words[0])
            if below is not None:
                segment = Segment(page=page.number, row=below.row, words=words, top=below.top, bottom=below.bottom)
                yield segment, (parts["year"], parts["month"], parts["day"])


def _headings(row: Row) -> Iterator[tuple[tuple[Word, ...], tuple[str, ...]]]:
    """Three neighbouring words that name the parts of a date."""
    if len(row.words) < len(ORDERS[0]):
        return
    folded = ((word, fold(word.text) if len(word.text) <= LONGEST_PART else word.text) for word in row.words)
    named = [(word, DATE_PARTS.get(name)) for word, name in folded if name]
    for start in range(len(named) - 2):
        words, parts = zip(*named[start : start + 3], strict=True)
        if parts in ORDERS:
            yield words, parts


def _under(page: PageLayout, row: Row, headings: Sequence[Word]) -> tuple[Word, ...] | None:
    """The figures of the next row below, one under each heading."""
    height = max(row.line_height, page.line_height)
    for below in page.rows[row.index + 1 :]:
        if below.middle - row.middle > REACH * height:
            return None
        figures = [word for word in below.words if word.text.isdecimal() and len(word.text) in (1, 2, 4)]
        found = [nearest for heading in headings if (nearest := _nearest(heading, figures)) is not None]
        if len(found) == len(headings) and all(left is not right for left, right in pairwise(found)):
            return tuple(found)
    return None


def _nearest(heading: Word, figures: Sequence[Word]) -> Word | None:
    width = heading.box.x1 - heading.box.x0
    over = [
        word
        for word in figures
        if word.box.x0 < heading.box.x1 + width / 2 and word.box.x1 > heading.box.x0 - width / 2
    ]
    centre = heading.box.x0 + heading.box.x1
    return min(over, key=lambda word: abs(word.box.x0 + word.box.x1 - centre), default=None)


BEGINS = re.compile(
    r"\d{1,2}[\s./\-]{0,3}(?:[^\W\d_]{3,14}\.?)?,?|[^\W\d_]{3,14}\.?(?:\s\d{1,2})?,?|\d{1,2}[./\-]\d{1,2}[./\-]"
)
"""The first line of a wrapped date: "28 /", "28 décembre", "December 28,", "28/12/"."""

YEAR = re.compile(r"(?:[^\W\d_]{3,14}\.?)?[\s/.\-]{0,3}(?:19|20)\d\d")
WRAPPED_LINES = 1.7
"""Line heights from one line of a wrapped date to the next at most."""


def in_columns(page: PageLayout, taken: AbstractSet[Segment]) -> Iterator[Segment]:
    """Segments under one another, as one, that may be a wrapped date: the last one ends in a year, the first ones hold
    day and month; none is in `taken`."""
    for last in page.segments:
        if last in taken or YEAR.fullmatch(last.text.strip()) is None:
            continue
        lines = [last]
        while len(lines) < 3 and (above := _line_above(page, lines[0])) is not None and above not in taken:
            lines.insert(0, above)
            words = tuple(word for line in lines for word in line.words)
            yield Segment(page=page.number, row=lines[0].row, words=words, top=lines[0].top, bottom=lines[-1].bottom)


def _line_above(page: PageLayout, segment: Segment) -> Segment | None:
    """The nearest segment right above that may be part of the same date."""
    near = page.above(segment, 1)
    height = max(segment.line_height, page.line_height)
    if not near or segment.middle - near[0].middle > WRAPPED_LINES * height:
        return None
    return near[0] if BEGINS.fullmatch(near[0].text.strip()) else None
