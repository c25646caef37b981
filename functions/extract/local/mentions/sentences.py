"""Sentences that go on in the next line of their paragraph."""

from functions.extract.layout import PageLayout, Segment

LINES = 1.8
"""Line heights from one line to the next at most."""

LEAST_WORDS = 4
"""Of a line that the next one goes on with."""


def line_above(page: PageLayout, segment: Segment) -> Segment | None:
    """The line of a sentence that a segment may go on with: the nearest one over it, that begins where it does."""
    return next((over for over in page.above(segment, LINES)[:1] if _goes_on(page, over, segment)), None)


def line_below(page: PageLayout, segment: Segment) -> Segment | None:
    """The segment that may go on with a line of a sentence."""
    return next((under for under in page.below(segment, LINES)[:1] if _goes_on(page, segment, under)), None)


def _goes_on(page: PageLayout, line: Segment, other: Segment) -> bool:
    height = max(line.line_height, page.line_height)
    return len(line.words) >= LEAST_WORDS and abs(line.box.x0 - other.box.x0) <= height
