"""A mention: something that is printed, as characters start..end of a segment.

Amounts, dates, labels and the places of their values are mentions, each a type of its own, frozen and hashable."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from functions.extract.layout import Segment
from shared.domain.document import Box, Word, union


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Characters start..end of a segment's text."""

    segment: Segment
    start: int
    end: int

    @property
    def text(self) -> str:
        """As printed."""
        return self.segment.text[self.start : self.end]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that hold its characters."""
        return self.segment.words_between(self.start, self.end)

    @cached_property
    def box(self) -> Box:
        """Around its words. Raises ValueError for an empty span."""
        return union(word.box for word in self.words)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with start..end of the same segment."""
        return self.start < end and self.end > start

    def contains(self, start: int, end: int) -> bool:
        """Whether start..end of the same segment lies wholly in it."""
        return self.start <= start and self.end >= end


class Taken:
    """Stretches of one text that are taken, apart from one another: found by bisection, since a text may have very
    many."""

    def __init__(self, spans: Iterable[Mention] = ()) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []
        for span in sorted(spans, key=lambda span: span.start):
            self.add(span.start, span.end)

    def add(self, start: int, end: int) -> None:
        place = bisect_left(self._starts, start)
        self._starts.insert(place, start)
        self._ends.insert(place, end)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether start..end shares a character with one of them."""
        place = bisect_left(self._starts, end)
        return place > 0 and self._ends[place - 1] > start


Span = TypeVar("Span", bound=Mention)


def by_segment(spans: Iterable[Span]) -> dict[Segment, list[Span]]:
    """Segment -> its mentions, in the order given."""
    found: dict[Segment, list[Span]] = {}
    for span in spans:
        found.setdefault(span.segment, []).append(span)
    return found
