"""Straightens the words of a page and groups them into rows, and the words of a row into cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from statistics import fmean, median

from shared.domain.document import Box, Page, Word

CELL_GAP = 1.0
"""Words further apart than this many line heights are different cells. A blank is 0.25 to 0.35, two blanks in a
monospaced print 1.0 to 1.2."""

SAME_ROW = 0.5
"""Two words are on one row if they share this part of the height of the smaller one."""

TALLER = 1.6
OFF_CENTRE = 0.2
"""A word so much taller than another shares its row only if their middles or their feet are this near (in its
heights)."""

MAX_SLOPE = 0.12
"""The reader turns pages that are skewed by more than 7 degrees."""

LONGEST_WORD = 1000
"""Longer ones (drawings and data set as text) are left out: no value of an invoice, and patterns would search them for
minutes."""

MOST_IN_A_ROW = 200
LONGEST_ROW = 4000
"""Words and characters of one row; a longer one is cut, so that what compares the words of a row with one another, or
searches its text again and again, takes no longer for each. Of 140,000 printed rows the longest has 48 words."""

MOST_ROWS_IN_A_STRIPE = 200
"""Rows as high as a word that lie on each other; of more only the latest are gone on with."""

DIVIDERS = frozenset("|¦│┃‖")


@dataclass(slots=True, kw_only=True)
class Placed:
    """A word in points, straightened."""

    word: Word
    x0: float
    x1: float
    top: float
    bottom: float
    height: float = field(init=False)
    middle: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = self.bottom - self.top
        self.middle = (self.top + self.bottom) / 2


def rows_of_cells(page: Page) -> tuple[list[list[list[Placed]]], float | None]:
    """Rows from top to bottom, their cells from left to right, the words of each cell. Words without text are left out,
    and rows of nothing but a table's rulings. Beside them the usual height of a word in points, if any."""
    words = [
        word
        for word in page.words
        if word.text.strip() and word.box.y1 > word.box.y0 and len(word.text) <= LONGEST_WORD
    ]
    slope = _slope(words, page)
    placed = [_placed(word, page, slope) for word in words]
    parts = (part for members in _rows(placed) for part in _cut(members))
    cells = [_cells(members) for members in parts if not _only_dividers(members)]
    return cells, median(item.height for item in placed) if placed else None


def _placed(word: Word, page: Page, slope: float) -> Placed:
    x0, y0, x1, y1 = word.box
    fall = slope * (x0 + x1) / 2 * page.width
    return Placed(
        word=word, x0=x0 * page.width, x1=x1 * page.width, top=y0 * page.height - fall, bottom=y1 * page.height - fall
    )


def _slope(words: Sequence[Word], page: Page) -> float:
    """How far the lines fall per point to the right: the median over neighbouring words of one line."""
    slopes = []
    by_band: dict[int, list[Box]] = {}
    band = 0.02
    for box in sorted((word.box for word in words), key=itemgetter(0)):
        x0, y0, x1, y1 = box
        centre = (y0 + y1) / 2
        height = y1 - y0
        for key in range(int((centre - height) / band), int((centre + height) / band) + 1):
            for left_x0, left_y0, left_x1, left_y1 in reversed(by_band.get(key, ())[-3:]):
                gap = (x0 - left_x1) * page.width
                size = min(height, left_y1 - left_y0) * page.height
                if not -0.3 * size <= gap <= 6 * size:
                    continue
                drop = (y1 - left_y1) * page.height
                across = (x0 + x1 - left_x0 - left_x1) / 2 * page.width
                if abs(drop) <= 0.45 * size and across > size:
                    slopes.append(drop / across)
        by_band.setdefault(int(centre / band), []).append(box)
    if len(slopes) < 8:
        return 0.0
    slope = median(slopes)
    return slope if abs(slope) <= MAX_SLOPE else 0.0


def _rows(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Rows from top to bottom, each from left to right. A word joins the row whose nearest word on its left is at the
    same height, so that a bent line (a crumpled receipt) stays one row."""
    rows: list[list[Placed]] = []
    ends: list[tuple[float, float]] = []  # top and bottom of each row's last word
    # Stripe of the page -> rows whose last word is in it, the latest last: the others are ruled out.
    bands: dict[int, dict[int, None]] = {}
    size = max(fmean(item.height for item in placed), 0.1) if placed else 1.0
    for item in sorted(placed, key=lambda item: (item.x0, item.top)):
        top, bottom, height = item.top, item.bottom, item.height
        best = -1
        best_share = SAME_ROW
        stripes = _bands(top, bottom, size)
        for index in sorted({index for key in stripes for index in bands.get(key, ())}):
            last_top, last_bottom = ends[index]
            if last_bottom <= top or last_top >= bottom:
                continue
            last = rows[index][-1]
            if last.x1 - item.x0 > 0.5 * min(item.x1 - item.x0, last.x1 - last.x0):
                continue  # one over the other, not beside
            tallest = max(height, last.height)
            if (
                tallest > TALLER * min(height, last.height)
                and abs(item.middle - last.middle) > OFF_CENTRE * tallest
                and abs(item.bottom - last.bottom) > OFF_CENTRE * tallest
            ):
                continue  # one of several small lines beside a tall heading
            share = (min(bottom, last_bottom) - max(top, last_top)) / max(min(height, last.height), 1e-6)
            # Of two rows that fit, the one whose middle is nearer: a tall heading fits many.
            share -= abs(item.middle - last.middle) / max(height, last.height) * 0.5
            if share > best_share - 0.25 and (best < 0 or share > best_share):
                best, best_share = index, share
        if best < 0:
            best = len(rows)
            rows.append([item])
            ends.append((top, bottom))
        else:
            for key in _bands(*ends[best], size):
                bands[key].pop(best, None)
            rows[best].append(item)
            ends[best] = (top, bottom)
        for key in stripes:
            rows_there = bands.setdefault(key, {})
            rows_there[best] = None
            if len(rows_there) > MOST_ROWS_IN_A_STRIPE:
                del rows_there[next(iter(rows_there))]
    return sorted(rows, key=lambda row: median(item.middle for item in row))


def _bands(top: float, bottom: float, size: float) -> range:
    """The stripes, as high as a word is on average, that a word touches: all words together touch at most twice as many
    as they are."""
    return range(int(top // size), int(bottom // size) + 1)


def _cut(members: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    """The row in pieces of usual size."""
    first, length = 0, 0
    for place, item in enumerate(members):
        length += len(item.word.text) + 1
        if place - first == MOST_IN_A_ROW or (length > LONGEST_ROW and place > first):
            yield members[first:place]
            first, length = place, len(item.word.text) + 1
    yield members[first:]


def _only_dividers(members: Sequence[Placed]) -> bool:
    return all(set(item.word.text) <= DIVIDERS for item in members)


def _cells(members: Sequence[Placed]) -> list[list[Placed]]:
    groups: list[list[Placed]] = []
    fresh = True
    for item in members:
        if set(item.word.text) <= DIVIDERS:  # a printed table line ends the cell
            fresh = True
            continue
        size = max(item.height, groups[-1][-1].height) if groups else item.height
        if fresh or item.x0 - groups[-1][-1].x1 > CELL_GAP * size:
            groups.append([item])
        else:
            groups[-1].append(item)
        fresh = False
    return groups
