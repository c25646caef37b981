"""Splits recognised lines into words with boxes: a line is a quadrilateral with the columns of its characters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.domain.document import Box, Word

Quad = Sequence[Sequence[float]]

# A strip this much higher than wide was rotated before it was read, from top to bottom.
UPENDED = 1.5
# Full-width forms of ASCII, the yen sign and the ideographic space: how a Chinese model writes Latin print.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5, 0x3000: 0x20}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedLine:
    """One recognised line.

    `quad`: its corners in pixels, clockwise from top left. `columns`: the model's column, of `column_count`, of each
    character but the spaces. `confidences`: one for each character with the spaces, 0..1.
    """

    quad: Quad
    text: str
    columns: Sequence[int]
    column_count: float
    confidences: Sequence[float]


def line_words(line: RecognisedLine, width: int, height: int) -> Iterator[Word]:
    """The line's words, split at spaces, each with the upright rectangle around its part of the strip."""
    seen = 0
    for match in re.finditer(r"\S+", line.text):
        first, last = line.columns[seen], line.columns[seen + len(match.group()) - 1]
        # A column is the middle of its character; the word's edges are half a character further.
        pitch = (last - first) / (len(match.group()) - 1) if last > first else 2.0
        start = max(0.0, (first + 0.5 - pitch / 2) / line.column_count)
        end = min(1.0, (last + 0.5 + pitch / 2) / line.column_count)
        sure = line.confidences[match.start() : match.end()]
        yield Word(
            text=match.group().translate(FULL_WIDTH),
            box=_box(line.quad, min(start, end), end, width, height),
            confidence=min(1.0, max(0.0, sum(sure) / len(sure))),
        )
        seen += len(match.group())


def runs_down(quad: Quad) -> bool:
    """Whether the strip is so much higher than wide that its text must run up or down."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    high = max(((ax - dx) ** 2 + (ay - dy) ** 2) ** 0.5, ((bx - cx) ** 2 + (by - cy) ** 2) ** 0.5)
    wide = max(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5, ((dx - cx) ** 2 + (dy - cy) ** 2) ** 0.5)
    return bool(high >= UPENDED * wide)


def _box(quad: Quad, start: float, end: float, width: int, height: int) -> Box:
    """The upright rectangle around the part `start`..`end` of the strip, in 0..1 of the picture."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    if runs_down(quad):  # the text then runs along the strip's side and not its top
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (bx, by), (cx, cy), (dx, dy), (ax, ay)
    corners = [
        (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
        for share in (start, end)
        for x0, y0, x1, y1 in ((ax, ay, bx, by), (dx, dy, cx, cy))
    ]
    across = [min(1.0, max(0.0, x / width)) for x, _ in corners]
    down = [min(1.0, max(0.0, y / height)) for _, y in corners]
    return Box(min(across), min(down), max(across), max(down))
