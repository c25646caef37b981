"""Whether a digital page may show a code: a page without a mark of one need not be drawn and searched.

A matrix code is dark to a third or more and has edges in both directions all over, a bar code in one. It may be a
picture, fills, or letters of a font of bars or modules. The words of a page have less ink between more edges, the lines
of its tables are light and few. Tried with each kind of code in modules of 0.2 to 20 mm; a Micro QR code smaller
than four millimetres is overlooked.
"""

from typing import Any

import numpy

from functions.ocr.drawings import Drawing, Pixels
from functions.ocr.squares import SQUARE, Counts, by_square, edges, summed

# Grey values between modules: a code of 140 on white, in modules of less than a pixel; and what is darker than paper.
EDGE, DARK = 24, 192
# Every pixel, every second and so on: modules of many pixels have few edges.
STEPS = (1, 2, 4, 8, 16)
# Groups of squares, and the shares of their pixels that are ink, edges one way and the other, and both together. 0.4
# and more of each in a code, 0.2 of edges where lines of tables cross.
MATRIX = (2, 2)
LEAST_INK, LEAST_EDGES, MOST_EDGES = 0.25, 0.15, 0.35
# Where there is text, a matrix has more edges than the letters of headings and more ink than small print.
MATRIX_OF_LETTERS = (3, 3)
INK_OF_LETTERS, EDGES_OF_LETTERS, BLACK = 0.4, 0.35, 128
# Bars over two rows of squares, which are higher than a line of letters: edges across, and at most so many along. Rows
# of a table, seen from the side, have less.
BARS = (2, 10)
LEAST_BARS, MOST_ALONG = 0.2, 0.02

Shares = numpy.ndarray[Any, numpy.dtype[numpy.floating[Any]]]


def may_show_codes(drawing: Drawing) -> bool:
    """True of many pictures too, and of every page that has no drawing without its text."""
    if drawing.textless is None or any(_has_matrix(drawing.textless, step) for step in STEPS):
        return True
    across, down = edges(drawing.complete, EDGE)
    if _has_bars(across, down) or _has_bars(down.T, across.T):
        return True
    black = _shares(by_square(drawing.complete < BLACK), MATRIX_OF_LETTERS) >= INK_OF_LETTERS
    if not black.any():
        return False
    fewest = numpy.minimum(_shares(across, MATRIX_OF_LETTERS), _shares(down, MATRIX_OF_LETTERS))
    return bool((black & (fewest >= EDGES_OF_LETTERS)).any())


def _has_matrix(drawn: Pixels, step: int) -> bool:
    pixels = numpy.ascontiguousarray(drawn[::step, ::step])
    dark = _shares(by_square(pixels < DARK), MATRIX) >= LEAST_INK
    places = numpy.flatnonzero(dark.any(axis=1))
    if not len(places):
        return False
    # Edges cost more than ink, so they are looked for only from the first dark group to the last, with the row below.
    rows = slice(places[0], places[-1] + 1)
    first, last = rows.start * SQUARE, (places[-1] + MATRIX[0]) * SQUARE
    across, down = (_shares(counts, MATRIX) for counts in edges(pixels[first : last + 1], EDGE))
    dense = (numpy.minimum(across, down) >= LEAST_EDGES) & (across + down >= MOST_EDGES)
    return bool((dense & dark[rows]).any())


def _has_bars(across: Counts, along: Counts) -> bool:
    return bool(((_shares(across, BARS) >= LEAST_BARS) & (_shares(along, BARS) <= MOST_ALONG)).any())


def _shares(counts: Counts, group: tuple[int, int]) -> Shares:
    """The share of pixels, 0..1, in each group of squares, by rows and columns of squares."""
    sums = summed(counts, group)
    return numpy.asarray(sums / (group[0] * group[1] * SQUARE**2)) if sums.size else numpy.zeros((1, 1))
