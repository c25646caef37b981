"""Logos that were read as words: the initials of a name, beside it or above it."""

import re
from collections.abc import Iterable
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
    for mark in tops:
        if len(mark.words) != 1 or not re.fullmatch(rf"[^\W\d_]{{1,{MOST_LETTERS}}}", mark.text):
            continue
        near = [other for other in tops if other is not mark and abs(other.middle - mark.middle) < REACH]
        if mark.text.isupper() and len(mark.text) > 1 and any(_initials(mark.text, other.text) for other in near):
            yield mark
        elif len(mark.text) < MOST_LETTERS and mark.line_height > LARGE * page.line_height:
            smaller = (other for other in near if other.line_height < 0.7 * mark.line_height)
            if any(LEGAL_FORM.search(other.text) for other in smaller):
                yield mark


def _initials(mark: str, name: str) -> bool:
    """Whether the mark is the first letters of the name's words, of all or of those with a capital."""
    words = re.findall(r"[^\W\d_]+", LEGAL_FORM.sub(" ", name))
    all_of, capitals = "".join(word[0] for word in words), "".join(word[0] for word in words if word[0].isupper())
    return len(words) > 1 and any(initials.upper().startswith(mark) for initials in (all_of, capitals))
