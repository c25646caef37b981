"""Where a digital page shows something that may be text and is none in its text layer: logos and letterheads as
pictures or curves, scanned parts, stamps.

The drawing without text (`drawings`) is looked at in squares of two millimetres. A square with edges in both directions
belongs to a picture: lines of a table have them in one, fills in none. Squares close together are one area.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import numpy

from functions.ocr.drawings import Drawing
from functions.ocr.squares import SQUARE, Counts, edges
from shared.domain.document import Box, Word

Grid = numpy.ndarray[Any, numpy.dtype[numpy.bool_]]

# Grey values between neighbouring pixels at the edge of a letter, and how many of them a square has.
EDGE = 40
LEAST_EDGES = 3
# Squares that may be free between two of one area: gaps between words across, between lines down.
REACH_ACROSS, REACH_DOWN = 3, 2
# An area is at least two squares high and 0.25 % of the page: a logo of three by half a centimetre on A4.
LEAST_HIGH = 2
LEAST_SHARE = 0.0025
# A bar code fills its area, and this share of its pixels are edges; letters leave squares free and have fewer edges.
FULL = 0.9
MOST_EDGES = 0.2
# An area on which the layer has words is a background.
MOST_WORDS = 0.25
MOST_AREAS = 6
# Columns of boxes to tick, and print that runs up the margin.
MOST_UPENDED = 2.5


def picture_areas(drawing: Drawing, words: Sequence[Word], rotation: int) -> tuple[Box, ...]:
    """The areas on the page made upright by `rotation`, largest first, in 0..1; none if there is no drawing without
    text."""
    if drawing.textless is None or drawing.complete.size < SQUARE**2:
        return ()
    upright = numpy.ascontiguousarray(numpy.rot90(drawing.textless, -rotation // 90))
    across, down = edges(upright, EDGE)
    busy = (across >= LEAST_EDGES) & (down >= LEAST_EDGES)
    height, width = busy.shape
    text = _squares_of_words(words, busy.shape, upright.shape)
    found = []
    for squares in _connected(busy):
        rows, columns = squares[:, 0], squares[:, 1]
        y0, x0, y1, x1 = (int(edge) for edge in (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1))
        if y1 - y0 < LEAST_HIGH or y1 - y0 > MOST_UPENDED * (x1 - x0):
            continue
        if (y1 - y0) * (x1 - x0) < LEAST_SHARE * height * width:
            continue
        density = min(across[rows, columns].mean(), down[rows, columns].mean()) / SQUARE**2
        is_code = len(squares) > FULL * (y1 - y0) * (x1 - x0) and density > MOST_EDGES
        if is_code or text[y0:y1, x0:x1].mean() > MOST_WORDS:
            continue
        found.append(((y1 - y0) * (x1 - x0), Box(*_shares((x0, y0, x1, y1), upright.shape))))
    found.sort(key=lambda one: -one[0])
    return tuple(box for _, box in found[:MOST_AREAS])


def _squares_of_words(words: Sequence[Word], squares: tuple[int, ...], pixels: tuple[int, ...]) -> Grid:
    """Which squares the words touch."""
    touched = numpy.zeros(squares, dtype=numpy.bool_)
    height, width = pixels[0] / SQUARE, pixels[1] / SQUARE
    for word in words:
        x0, y0, x1, y1 = word.box
        touched[int(y0 * height) : int(y1 * height) + 1, int(x0 * width) : int(x1 * width) + 1] = True
    return touched


def _connected(busy: Grid) -> Iterator[Counts]:
    """The (row, column) of the squares of each area."""
    left = set(map(tuple, numpy.argwhere(busy).tolist()))
    while left:
        start = left.pop()
        area, waiting = [start], deque([start])
        while waiting:
            row, column = waiting.popleft()
            for y in range(row - REACH_DOWN, row + REACH_DOWN + 1):
                for x in range(column - REACH_ACROSS, column + REACH_ACROSS + 1):
                    if (y, x) in left:
                        left.remove((y, x))
                        area.append((y, x))
                        waiting.append((y, x))
        yield numpy.array(area)


def _shares(squares: tuple[int, int, int, int], pixels: tuple[int, ...]) -> tuple[float, float, float, float]:
    """The edges of the area with a square around it, in 0..1 of the page."""
    height, width = pixels
    x0, y0, x1, y1 = (SQUARE * edge for edge in squares)
    return (
        max(0.0, (x0 - SQUARE) / width),
        max(0.0, (y0 - SQUARE) / height),
        min(1.0, (x1 + SQUARE) / width),
        min(1.0, (y1 + SQUARE) / height),
    )
