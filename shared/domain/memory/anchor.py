"""Where a value stands among the words of its document: the words to its left, those above it, its page and place.

One function gives the anchor of a value, when an invoice is learned and when the next one is read, so that both mean
the same. What is said of a place is coarse, since a scan is shifted, scaled and skewed a little.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.domain.document import Box, Fraction
from shared.domain.memory.sketch import LONGEST_CELL, Cell, coarse

AnchorText = Annotated[str, StringConstraints(max_length=LONGEST_CELL)]


class Anchor(BaseModel):
    """The place of a value. `left` and `above` are the nearest words there, as in `Cell.text`, empty if there are
    none; pages are counted from 1 from the front and from 0 from the back; `x` and `y`, 0..1 of the page, are its left
    edge and the middle of its first line, `right` its right edge."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    left: AnchorText = ""
    above: AnchorText = ""
    page: Annotated[int, Field(ge=1)]
    pages_behind: Annotated[int, Field(ge=0)]
    x: Fraction
    y: Fraction
    right: Fraction


_BANDS = 200
"""Stripes that a page is cut into; a line of text is two to four of them high."""

_TALLEST_LINE = 0.03
"""Of a value in several lines only the first counts: so much of the page's height at most."""

_REACH = 6
"""How many of its line heights above a value its heading may stand."""

_MOST_BESIDE = 6
"""Cells of a stripe that are looked at; words on a page do not lie on one another."""

_LEAST_REST = 2
"""Letters of a cell that must stand before a value in it."""

_NEARLY = 0.004
"""Parts of the page's width that boxes of neighbouring words may overlap by."""


class Neighbours:
    """Finds the cells beside and above a place. A look-up takes the same time however many cells there are."""

    def __init__(self, cells: Iterable[Cell], pages: int) -> None:
        self._pages = pages
        bands: defaultdict[tuple[int, int], list[Cell]] = defaultdict(list)
        for cell in cells:
            bands[cell.page, _band(_middle(cell.box))].append(cell)
        self._bands = {key: sorted(band, key=_start) for key, band in bands.items()}
        self._starts = {key: [_start(cell) for cell in band] for key, band in self._bands.items()}
        self._anchors: dict[tuple[int, Box], Anchor] = {}

    def anchor(self, page: int, box: Box) -> Anchor:
        """The anchor of what is printed in a box. It is made once: several fields have one place as a candidate."""
        place = page, box
        if place not in self._anchors:
            self._anchors[place] = self._made(page, box)
        return self._anchors[place]

    def _made(self, page: int, box: Box) -> Anchor:
        bottom = min(box.y1, box.y0 + _TALLEST_LINE)
        line = Box(box.x0, box.y0, box.x1, max(bottom, box.y0))
        return Anchor(
            left=self._left(page, line),
            above=self._above(page, line),
            page=page,
            pages_behind=max(self._pages - page, 0),
            x=coarse(box.x0),
            y=coarse(_middle(line)),
            right=coarse(box.x1),
        )

    def _left(self, page: int, line: Box) -> str:
        """The nearest words on the same line; of a cell that reaches into the value its part before it."""
        middle, slack = _middle(line), (line.y1 - line.y0) / 4
        nearest, text = 2.0, ""
        for band in range(_band(line.y0 - slack), _band(line.y1 + slack) + 1):
            for cell in self._before(page, band, line.x0 - _NEARLY):
                away = abs(_middle(cell.box) - middle)
                if away > max(line.y1 - line.y0, cell.box.y1 - cell.box.y0) * 0.75:
                    continue
                distance = max(line.x0 - cell.box.x1, 0.0) + 3 * away
                rest = _part_before(cell, line.x0)
                if distance < nearest and len(rest) >= _LEAST_REST:
                    nearest, text = distance, rest
        return text

    def _above(self, page: int, line: Box) -> str:
        """The nearest words over it that it overlaps; of several on one line those that begin nearest to it."""
        height = max(line.y1 - line.y0, 1 / _BANDS)
        for band in range(_band(line.y0), _band(line.y0 - _REACH * height) - 1, -1):
            over = [
                cell
                for cell in self._before(page, band, line.x1)
                if cell.box.x1 > line.x0 and _middle(cell.box) < line.y0
            ]
            if over:
                return min(over, key=lambda cell: _edges_apart(cell.box, line)).text
        return ""

    def _before(self, page: int, band: int, x: float) -> list[Cell]:
        """The last cells of a stripe that begin left of x."""
        key = page, band
        if key not in self._bands:
            return []
        end = bisect_left(self._starts[key], x)
        return self._bands[key][max(end - _MOST_BESIDE, 0) : end]


def _part_before(cell: Cell, x: float) -> str:
    """What of a cell's text stands before x, as if its letters were equally wide."""
    if cell.box.x1 <= x + _NEARLY:
        return cell.text
    share = (x - cell.box.x0) / (cell.box.x1 - cell.box.x0)
    return cell.text[: int(len(cell.text) * share)]


def _edges_apart(one: Box, other: Box) -> float:
    return min(abs(one.x0 - other.x0), abs(one.x1 - other.x1))


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _band(y: float) -> int:
    return int(min(max(y, 0.0), 1.0) * _BANDS)


def _start(cell: Cell) -> float:
    return cell.box.x0
