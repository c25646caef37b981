"""The places where the value of a label may be printed: behind it, beside it, under it.

`places(page, label, …)` gives the candidate stretches of text, the most usual first. Each ends where another label
begins, so a value is never searched behind another label.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.mention import Mention, by_segment


class Relation(StrEnum):
    """The direction of a place from its label."""

    AFTER = "after"  # in the same segment
    RIGHT = "right"  # further right on the same row
    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, kw_only=True)
class LabelPlace(Mention):
    """A place of a label's value; `distance` is in line heights (below) or in segments (right)."""

    relation: Relation
    distance: float = 0.0


class LabelMap:
    """The labels of a document by their segments, to find the places of their values."""

    def __init__(self, layout: Layout, labels: Sequence[PrintedLabel]) -> None:
        self.layout = layout
        self.labels = tuple(labels)
        self._by_segment = by_segment(labels)

    def of(self, segment: Segment) -> Sequence[PrintedLabel]:
        """The labels inside a segment, left to right."""
        return self._by_segment.get(segment, ())

    def page_of(self, segment: Segment) -> PageLayout:
        """The page of the label."""
        return self.layout.page(segment.page)

    def opens(self, segment: Segment) -> bool:
        """Whether the segment begins with a label, and so is not the value of another."""
        labels = self.of(segment)
        return bool(labels) and not any(map(str.isalnum, segment.text[: labels[0].start]))

    def places(self, label: PrintedLabel, *, lines: float = 2.5) -> Iterator[LabelPlace]:
        """Behind the label, then in the row as far as the next label, then below (`lines` line heights at most)."""
        segment = label.segment
        following = [other for other in self.of(segment) if other.start >= label.end]
        end = following[0].start if following else len(segment.text)
        if any(map(str.isalnum, segment.text[label.end : end])):
            yield LabelPlace(segment=segment, start=label.end, end=end, relation=Relation.AFTER)
        page = self.page_of(segment)
        if not following:
            yield from self._right(page, segment)
        yield from self._below(page, label, lines)

    def _right(self, page: PageLayout, segment: Segment) -> Iterator[LabelPlace]:
        for distance, other in enumerate(page.behind(segment), 1):
            if not any(map(str.isalnum, other.text)):
                continue  # a colon or leaders of dots
            if self.opens(other):
                return
            labels = self.of(other)
            end = labels[0].start if labels else len(other.text)
            yield LabelPlace(segment=other, start=0, end=end, relation=Relation.RIGHT, distance=distance)
            if labels:
                return

    def _below(self, page: PageLayout, label: PrintedLabel, lines: float) -> Iterator[LabelPlace]:
        height = max(label.segment.line_height, page.line_height)
        for other in page.below(label.segment, lines):
            if other.box.x1 < label.box.x0 - height or other.box.x0 > label.box.x1 + height:
                continue
            start, end = _under(other, label)
            if start >= end:
                continue
            if any(inner.overlaps(start, end) for inner in self.of(other)):
                return  # the next label of the same column
            distance = (other.middle - label.segment.middle) / height
            yield LabelPlace(segment=other, start=start, end=end, relation=Relation.BELOW, distance=distance)


def _under(segment: Segment, label: PrintedLabel) -> tuple[int, int]:
    """The part of a segment that is under a label: all of it, unless it is much wider than the label and there are
    other segments left or right of the label."""
    box, under = label.box, segment.box
    width = box.x1 - box.x0
    if under.x0 >= box.x0 - 0.5 * width or under.x1 - under.x0 <= 2.5 * width:
        return 0, len(segment.text)
    position, start, end = 0, None, 0
    for word in segment.words:
        if word.box.x1 > box.x0 - 0.3 * width and word.box.x0 < box.x1 + 0.6 * width:
            start = position if start is None else start
            end = position + len(word.text)
        position += len(word.text) + 1
    return (start, end) if start is not None else (0, 0)
