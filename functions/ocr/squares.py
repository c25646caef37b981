"""A drawing in squares of eight pixels, two millimetres of paper: how many of their pixels are edges, or marked."""

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
    # Eight pixels across are the bytes of one number: a tenth of the time that adding them takes.
    rows = numpy.bitwise_count(numpy.ascontiguousarray(marks[:height, :width]).view(numpy.uint64))
    return numpy.asarray(rows.reshape(height // SQUARE, SQUARE, width // SQUARE).sum(axis=1))
