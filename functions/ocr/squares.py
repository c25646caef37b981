"""A drawing in squares of eight pixels, two millimetres of paper: how many of their pixels are edges, or marked."""

from functools import reduce
from typing import Any

import numpy

from functions.ocr.drawings import Marks, Pixels, differing

SQUARE = 8

Counts = numpy.ndarray[Any, numpy.dtype[numpy.integer[Any]]]
"""Pixels of each square, in rows."""


def edges(pixels: Pixels, least: int) -> tuple[Counts, Counts]:
    """How many pixels of each square differ by so much from their right, and from their lower neighbour."""
    height, width = (size // SQUARE * SQUARE for size in pixels.shape)
    across, down = numpy.empty((2, height, width), dtype=numpy.bool_)
    whole = pixels[: height + 1, : width + 1]
    right, lower = whole[:height, 1:], whole[1:, :width]
    differing(right, whole[:height, : right.shape[1]], least, out=across[:, : right.shape[1]])
    differing(lower, whole[: len(lower), :width], least, out=down[: len(lower)])
    across[:, right.shape[1] :] = down[len(lower) :] = False  # at the edge of the drawing
    return by_square(across), by_square(down)


def by_square(marks: Marks) -> Counts:
    """How many pixels of each whole square are marked."""
    height, width = (size // SQUARE * SQUARE for size in marks.shape)
    # Eight pixels across are the bytes of one number, and the 64 of a square fit a byte: a tenth of adding each pixel.
    rows = numpy.bitwise_count(numpy.ascontiguousarray(marks[:height, :width]).view(numpy.uint64))
    return reduce(numpy.add, (rows[first::SQUARE] for first in range(SQUARE)))


def summed(counts: Counts, group: tuple[int, int]) -> Counts:
    """The sum over each group of so many rows and columns of squares; empty where there are fewer."""
    high, wide = (max(0, size - reach + 1) for size, reach in zip(counts.shape, group, strict=True))
    across = numpy.zeros((len(counts), wide), dtype=numpy.uint32)
    for first in range(group[1]):
        across += counts[:, first : first + wide]
    sums = numpy.zeros((high, wide), dtype=numpy.uint32)
    for first in range(group[0]):
        sums += across[first : first + high]
    return sums
