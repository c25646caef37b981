"""The boxes of one page by their place: those at another box are found without trying each."""

from collections.abc import Sequence
from typing import Any

import numpy

from shared.domain.document import Box

Indices = numpy.ndarray[Any, numpy.dtype[numpy.intp]]


class BoxPlaces:
    """Answers with the indices of boxes, in ascending order."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._x0, self._y0, self._x1, self._y1 = numpy.array(boxes, dtype=numpy.float64).reshape(-1, 4).T
        self._middle_x, self._middle_y = (self._x0 + self._x1) / 2, (self._y0 + self._y1) / 2
        self._by_middle = numpy.argsort(self._middle_y, kind="stable")
        self._middles = self._middle_y[self._by_middle]
        self._by_top = numpy.argsort(self._y0, kind="stable")
        self._tops = self._y0[self._by_top]
        # How far down a box or one that begins above it reaches.
        self._furthest = numpy.maximum.accumulate(self._y1[self._by_top]) if len(boxes) else self._tops

    def with_middle_in(self, box: Box) -> Indices:
        """Those whose middle is in the box, edges included."""
        first = numpy.searchsorted(self._middles, box.y0, "left")
        last = numpy.searchsorted(self._middles, box.y1, "right")
        near = self._by_middle[first:last]
        x = self._middle_x[near]
        return numpy.sort(near[(box.x0 <= x) & (x <= box.x1)])

    def touching(self, box: Box) -> Indices:
        """Those that share a part of their area with the box."""
        first = numpy.searchsorted(self._furthest, box.y0, "right")
        last = numpy.searchsorted(self._tops, box.y1, "left")
        near = self._by_top[first:last]
        across = numpy.minimum(self._x1[near], box.x1) - numpy.maximum(self._x0[near], box.x0)
        down = numpy.minimum(self._y1[near], box.y1) - numpy.maximum(self._y0[near], box.y0)
        return numpy.sort(near[(across > 0) & (down > 0)])

    def ending_before(self, box: Box) -> int | None:
        """The one whose end is nearest to the beginning of the box; those of other lines are further than any of the
        same. None if there are none."""
        if not len(self._x1):
            return None
        away = abs(self._x1 - box.x0) + 10 * abs(self._y0 + self._y1 - box.y0 - box.y1)
        return int(numpy.argmin(away))
