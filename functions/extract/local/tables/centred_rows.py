"""Texts that begin above the figures of their line: the cells of a table may be set in the middle of its rows, as web
pages do it, and a description of several lines then stands half above the others."""

from collections.abc import Mapping, Sequence

HALF_A_LINE = 0.8
"""Line heights under one line of text within which the next of the same cell cannot be."""

EVEN = 0.35
"""Line heights by which a description may reach further above its figures than below them, or the other way round."""

WIDER = 1.2
"""How much wider the gap between two lines of a table is than that between two rows of one."""


def rows_above(middles: Sequence[float], counted: Sequence[bool], line_height: float) -> Mapping[int, Sequence[int]]:
    """Index of a row with figures (`counted`) -> the rows of text over it that are of its line; empty where the table's
    cells begin at the top. `middles` are the rows' places from top to bottom, as `line_height` in parts of the page."""
    figures = [index for index, one in enumerate(counted) if one]
    groups = [_group(middles, *around) for around in zip([-1, *figures], figures, [*figures[1:], None], strict=False)]
    reach = {
        figure: (middles[figure] - middles[first], middles[last] - middles[figure])
        for figure, (first, last) in zip(figures, groups, strict=True)
    }
    even = all(abs(above - below) <= EVEN * line_height for above, below in reach.values())
    return {
        figure: range(first, figure)
        for figure, (first, _) in zip(figures, groups, strict=True)
        if first < figure and (even or reach[figure][0] < HALF_A_LINE * line_height)
    }


def _group(middles: Sequence[float], before: int, figure: int, after: int | None) -> tuple[int, int]:
    """The first and the last row of the line with these figures, between those of the lines before and after it."""
    first = _parted(middles, before, figure) if before >= 0 else 0
    last = len(middles) - 1 if after is None else _parted(middles, figure, after) - 1
    return first, last


def _parted(middles: Sequence[float], upper: int, lower: int) -> int:
    """The first row of the lower of two neighbouring lines: that behind the widest gap, if one is wider than the rest;
    else that of its figures."""
    gaps = [middles[index + 1] - middles[index] for index in range(upper, lower)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    others = [gap for index, gap in enumerate(gaps) if index != widest]
    return upper + widest + 1 if gaps[widest] > WIDER * max(others, default=0.0) else lower
