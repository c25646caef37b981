"""Dates whose marks between the figures OCR lost or misread ("2703/2018", "13707/2017", "30.04:20"), found by how the
seller's earlier invoices print theirs ("99/99/9999"); or, where the document has no date at all, by how most do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from functions.extract.layout import Layout
from functions.extract.local.mentions.dates import PrintedDate, plausible
from shared.domain.document import Source
from shared.domain.memory.notation import series_shape

_SHAPE = re.compile(r"99(\W)99(\W)(9999|99)")
"""Figures of one length: where a mark is lost, nothing else says which of them are the day's."""

_MISREAD_MARK = r"[^\w\s]?|[17Il|]"
USUAL_SHAPES = ("99/99/9999",)

LONG = 4
"""Figures of a year in full."""


def misread_dates(layout: Layout, shapes: Sequence[str], known: Sequence[PrintedDate]) -> tuple[PrintedDate, ...]:
    """The dates of these shapes on pages that were read by OCR; none where one of the `known` dates has such a shape:
    then the reader saw the marks. Where there is no shape and no date, the doubtful ones of the usual shapes."""
    readable = [shape for shape in shapes if _SHAPE.fullmatch(shape)]
    if not {series_shape(one.text) for one in known}.isdisjoint(readable):
        return ()
    found = [one for shape in readable for one in _of_shape(layout, shape)]
    if not readable and not known:
        found = [replace(one, doubtful=True) for shape in USUAL_SHAPES for one in _of_shape(layout, shape)]
    return tuple({(one.segment, one.start): one for one in found}.values())


def _of_shape(layout: Layout, shape: str) -> Iterator[PrintedDate]:
    pattern, length = _pattern(shape)
    century = 0 if length == LONG else 2000
    for page in layout.pages:
        if page.source is Source.TEXT_LAYER:
            continue
        for segment in page.segments:
            for match in pattern.finditer(segment.text):
                a, b, year = (int(part) for part in match.groups() if part is not None)
                year += century
                readings = [day for day in (_date(year, b, a), _date(year, a, b)) if day is not None]
                if readings and plausible(readings[0]):
                    yield PrintedDate(
                        value=readings[0],
                        alternatives=tuple(readings[1:]),
                        segment=segment,
                        start=match.start(),
                        end=match.end(),
                        proved=len(readings) == 1,
                    )


@cache
def _pattern(shape: str) -> tuple[re.Pattern[str], int]:
    """What the reader may have made of it, with one of the marks as it should be, and the figures of its year."""
    match = _SHAPE.fullmatch(shape)
    assert match is not None  # noqa: S101  # `misread_dates` asks about such shapes alone
    first, second = map(re.escape, match.groups()[:2])
    length = len(match[3])
    year = r"(20[0-4]\d)" if length == LONG else r"([0-4]\d)"
    misread = [rf"(\d\d)(?:{_MISREAD_MARK})(\d\d){second}{year}", rf"(\d\d){first}(\d\d)(?:{_MISREAD_MARK}){year}"]
    return re.compile(rf"(?<![\d.,/:\-])(?:{'|'.join(misread)})(?![.,/:\-]?\d)"), length


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
