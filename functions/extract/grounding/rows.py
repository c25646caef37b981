"""Finds the rows of a table on the page: each line (or tax row) is where most of its values are printed together.

Values such as a quantity of 1 are printed everywhere; only their neighbours show which one is meant. So first every
line gets its row: the one that prints most of the line, in the order of the lines. Then each value takes the place
that is nearest to that row, and of several on the row the one in the column that has this field on other rows.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from functions.extract.grounding.index import Occurrence, WordIndex


class ByRow:
    """Every place that prints one value, by its row. Lines that share a value share this."""

    def __init__(self, index: WordIndex, places: Sequence[Occurrence]) -> None:
        self.places: dict[int, list[Occurrence]] = defaultdict(list)
        for place in places:
            if index.row_of[place.words[0]] >= 0:
                self.places[index.row_of[place.words[0]]].append(place)
        self.rows = sorted(self.places)
        self.quality = {row: max(place.quality for place in found) for row, found in self.places.items()}

    @cached_property
    def best(self) -> Occurrence | None:
        """The first place of the row with the best match; None if no row prints the value."""
        row = max(self.rows, key=self.quality.__getitem__, default=None)
        return None if row is None else self.places[row][0]


Places = Mapping[str, ByRow]
"""Field of a line -> the places that print its value."""

WEIGHTS = {
    "description": 4.0,
    "net_amount": 3.0,
    "taxable_amount": 3.0,
    "tax_amount": 3.0,
    "product_code": 3.0,
    "operation_codes": 2.0,
    "unit_price": 2.0,
    "quantity": 1.0,
    "rate": 1.0,
    "tax_rate": 0.5,
    "unit": 0.5,
    "category": 0.2,
}
"""The weight of this value in the score of a row."""

CANDIDATES = 12
"""Rows considered for each line."""

REPEATED = 12
"""A value that is printed on more rows than this is searched only where its line is expected: after the line before it,
and at its position in the order of the rows that print it."""

OUT_OF_ORDER = 2.5
"""The cost of placing a line above the line before it."""

ABOVE, BELOW = 2, 4
"""A line extends at most this many rows up and down from its main row: descriptions wrap."""


@dataclass(frozen=True, slots=True)
class _RowCandidate:
    row: int
    score: float


def place_rows(index: WordIndex, lines: Sequence[Places]) -> list[dict[str, Occurrence]]:
    """For each line the place of each of its values; a value that is not near the line's row is left out."""
    anchors = _anchors(lines)
    return _in_columns(index, lines, anchors)


def _anchors(lines: Sequence[Places]) -> list[int | None]:
    """The main row of each line, best in sum and in order (Viterbi over the candidates of each line)."""
    candidates = _candidates(lines)
    best: list[list[tuple[float, int]]] = []  # for each line and candidate: score so far, candidate of the line before
    earlier: list[_RowCandidate] = []
    for options in candidates:
        step: list[tuple[float, int]] = []
        for option in options:
            if not earlier:
                step.append((option.score, -1))
                continue
            scores = [
                best[-1][number][0] - (OUT_OF_ORDER if before.row >= option.row >= 0 else 0.0)
                for number, before in enumerate(earlier)
            ]
            number = max(range(len(scores)), key=scores.__getitem__)  # of equal scores the first: the row expected next
            step.append((scores[number] + option.score, number))
        best.append(step)
        earlier = options
    anchors: list[int | None] = []
    number = max(range(len(best[-1])), key=lambda one: best[-1][one][0]) if best else -1
    for step, options in zip(reversed(best), reversed(candidates), strict=True):
        row = options[number].row
        anchors.append(row if row >= 0 else None)
        number = step[number][1]
    anchors.reverse()
    return anchors


def _candidates(lines: Sequence[Places]) -> list[list[_RowCandidate]]:
    """The rows that print most of each line, and row -1 for "not printed"."""
    turns: Counter[tuple[str, int]] = Counter()
    cursor = -1
    result = []
    for places in lines:
        scores: dict[int, dict[str, float]] = defaultdict(dict)
        for field, found in places.items():
            weight = WEIGHTS.get(field.split("/")[0], 1.0)
            turn = (field, id(found))
            for row in _due(found.rows, cursor, turns[turn]):
                scores[row][field] = weight * found.quality[row]
            turns[turn] += 1
        summed = {row: sum(fields.values()) for row, fields in scores.items()}
        # A wrapped description leaves the amounts a row or two below: near values count, though less.
        spread = {row: score + 0.4 * _neighbours(row, scores) for row, score in summed.items()}
        options = sorted(spread, key=lambda row: (-spread[row], row <= cursor, abs(row - cursor)))[:CANDIDATES]
        cursor = options[0] if options else cursor
        result.append([*(_RowCandidate(row, spread[row]) for row in options), _RowCandidate(-1, 0.0)])
    return result


def _due(rows: Sequence[int], cursor: int, turn: int) -> Sequence[int]:
    if len(rows) <= REPEATED:
        return rows
    half = REPEATED // 2
    after = bisect_right(rows, cursor)
    return sorted({*rows[max(0, after - 2) : after + half], *rows[max(0, turn - 2) : turn + half]})


def _neighbours(row: int, scores: Mapping[int, Mapping[str, float]]) -> float:
    here = scores[row]
    nearby: dict[str, float] = {}
    for other in (*range(row - ABOVE, row), *range(row + 1, row + BELOW + 1)):
        for field, score in scores.get(other, {}).items():
            if field not in here:
                nearby[field] = max(score, nearby.get(field, 0.0))
    return sum(nearby.values())


def _in_columns(
    index: WordIndex, lines: Sequence[Places], anchors: Sequence[int | None]
) -> list[dict[str, Occurrence]]:
    near = [
        {field: _near_row(index, found, anchor, _next(anchors, number)) for field, found in places.items()}
        if anchor is not None
        else {}
        for number, (places, anchor) in enumerate(zip(lines, anchors, strict=True))
    ]
    columns = _columns(index, near)
    return [_choose(index, fields, columns, anchor) for fields, anchor in zip(near, anchors, strict=True)]


def _next(anchors: Sequence[int | None], number: int) -> int | None:
    return next((row for row in anchors[number + 1 : number + 4] if row is not None), None)


def _near_row(index: WordIndex, found: ByRow, anchor: int, following: int | None) -> list[Occurrence]:
    last = anchor + BELOW
    if following is not None and following > anchor:
        last = min(last, following - 1)
    page = index.page_of[index.rows[anchor][0]]
    return [
        place
        for row in range(anchor - ABOVE, last + 1)
        for place in found.places.get(row, ())
        if index.page_of[place.words[0]] == page
    ]


def _columns(index: WordIndex, near: Sequence[Mapping[str, Sequence[Occurrence]]]) -> dict[str, float]:
    """The right edge of each field's column, from the lines with one place only; amounts are right-aligned."""
    edges: dict[str, list[float]] = defaultdict(list)
    for fields in near:
        for field, found in fields.items():
            if len(found) == 1:
                edges[field].append(index.box(found[0]).x1)
    return {field: median(values) for field, values in edges.items()}


_RIGHTMOST_FIRST = ("net_amount", "tax_amount", "taxable_amount", "unit_price")


def _choose(
    index: WordIndex, fields: Mapping[str, Sequence[Occurrence]], columns: Mapping[str, float], anchor: int | None
) -> dict[str, Occurrence]:
    """One place for each value; no two amounts take the same words while there are others."""
    chosen: dict[str, Occurrence] = {}
    taken: set[int] = set()
    order = sorted(fields, key=lambda field: _RIGHTMOST_FIRST.index(field) if field in _RIGHTMOST_FIRST else 9)
    for field in order:
        found = fields[field]
        if not found or anchor is None:
            continue
        fallback = 1.0 if field in _RIGHTMOST_FIRST else 0.0
        column = columns.get(field, fallback)

        def cost(
            one: Occurrence, column: float = column, taken: frozenset[int] = frozenset(taken)
        ) -> tuple[bool, float, int, float]:
            distance = abs(index.row_of[one.words[0]] - anchor)
            return (not taken.isdisjoint(one.words), -one.quality, distance, abs(index.box(one).x1 - column))

        best = min(found, key=cost)
        chosen[field] = best
        taken |= set(best.words)
    return chosen
