"""A mention: something that is printed, as characters start..end of a segment.

Amounts, dates, labels and the places of their values are mentions, each a type of its own, frozen and hashable."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from functions.extract.layout import Segment, union
from shared.domain.document import Box, Word


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


Span = TypeVar("Span", bound=Mention)


def by_segment(spans: Iterable[Span]) -> dict[Segment, list[Span]]:
    """Segment -> its mentions, in the order given."""
    found: dict[Segment, list[Span]] = {}
    for span in spans:
        found.setdefault(span.segment, []).append(span)
    return found
