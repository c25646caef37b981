"""Logos that were read as words: the initials of a name, beside it or above it."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import replace

from functions.extract.layout import Layout, PageLayout, Row, Segment
from functions.extract.local.lexicon.parties import LEGAL_FORM
from shared.domain.document import Word

MOST_LETTERS = 4
REACH = 0.08
"""The largest distance of a logo above or below its name, as a part of the page's height."""
TOP = 0.35
LARGE = 2.0
"""A mark of one to three letters is a logo when it is this many times as tall as the page's lines."""
SMALLER = 0.7
"""The height of the name beside it, as a part of its own."""
MARK = re.compile(rf"[^\W\d_]{{1,{MOST_LETTERS}}}")
_WORD = re.compile(r"[^\W\d_]+")


def logo_words(page: PageLayout) -> frozenset[Word]:
    """The words that are a logo. A mark without a name near it is kept: it may be the name itself."""
    return frozenset(word for logo in _logos(page) for word in logo.words)


def without_logos(layout: Layout) -> Layout:
    """The layout with the logos of its first page taken out of the rows that hold something else too; rows keep
    their numbers, so a logo alone in its row stays (see `logo_words`)."""
    if not layout.pages:
        return layout
    first = layout.pages[0]
    marks = set(_logos(first))
    if not marks:
        return layout
    rows = tuple(_without(row, marks) for row in first.rows)
    return replace(layout, pages=(replace(first, rows=rows), *layout.pages[1:]))


def _without(row: Row, marks: set[Segment]) -> Row:
    kept = tuple(segment for segment in row.segments if segment not in marks)
    return replace(row, segments=kept) if kept and len(kept) < len(row.segments) else row


def _logos(page: PageLayout) -> Iterable[Segment]:
    tops = [segment for segment in page.segments if segment.middle < TOP]
    marks = [segment for segment in tops if len(segment.words) == 1 and MARK.fullmatch(segment.text)]
    initialled = [mark for mark in marks if mark.text.isupper() and len(mark.text) > 1]
    large = [mark for mark in marks if len(mark.text) < MOST_LETTERS and mark.line_height > LARGE * page.line_height]
    yield from _beside_their_name(initialled, tops)
    yield from _beside_small_print(large, tops)


def _beside_their_name(marks: Sequence[Segment], tops: Sequence[Segment]) -> Iterable[Segment]:
    """The marks that are the initials of a name near them."""
    if not marks:
        return
    middles: dict[str, list[float]] = {}  # beginning of a name's initials -> where such names are, from the top down
    for segment in sorted(tops, key=lambda one: one.middle):
        for beginning in _beginnings(segment.text):
            middles.setdefault(beginning, []).append(segment.middle)
    yield from (mark for mark in marks if _any_near(middles.get(mark.text, ()), mark.middle))


def _beside_small_print(marks: Sequence[Segment], tops: Sequence[Segment]) -> Iterable[Segment]:
    """The marks with a name near them, known by its legal form, that is printed much smaller."""
    if not marks:
        return
    names = sorted((one for one in tops if LEGAL_FORM.search(one.text)), key=lambda one: -one.line_height)
    smaller: list[float] = []  # the middles of the names smaller than the mark, which grow from mark to mark
    for mark in sorted(marks, key=lambda one: one.line_height):
        while names and names[-1].line_height < SMALLER * mark.line_height:
            insort(smaller, names.pop().middle)
        if _any_near(smaller, mark.middle):
            yield mark


def _any_near(middles: Sequence[float], middle: float) -> bool:
    """Whether one of the ascending middles is less than REACH away."""
    place = bisect_left(middles, middle)
    return any(abs(near - middle) < REACH for near in middles[max(place - 1, 0) : place + 1])


def _beginnings(name: str) -> set[str]:
    """What the first letters of a name's words begin with, of all words or of those with a capital: two letters and
    more; none for a single word."""
    words = _WORD.findall(LEGAL_FORM.sub(" ", name))
    if len(words) < 2:
        return set()
    all_of, capitals = "".join(word[0] for word in words), "".join(word[0] for word in words if word[0].isupper())
    return {initials.upper()[:length] for initials in (all_of, capitals) for length in range(2, MOST_LETTERS + 1)}
