"""Lines and columns from words.

`read_layout(document)` turns pages of words into rows, and each row into segments: words that stand close together and
belong to one cell, label or phrase. Whoever looks for something asks the segments: what is on the same row, what is
below, what is above. `layout_text(document)` prints the same rows so that columns stay under one another.

Boxes are 0..1 of the page as everywhere; all distances here are in line heights, so that they mean the same on a till
receipt and on an A4 page. A page that hangs a little (photos, scans) is straightened by its own words first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from shared.domain.document import Box, DocumentText, Page, Source, Word

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
"""Pages that hang more than 7 degrees are the reader's business to turn."""

LONGEST_WORD = 1000
"""Longer ones (drawings and data set as text) are left out: no value of an invoice, and patterns would search them for
minutes."""

DIVIDERS = frozenset("|¦│┃‖")


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them. Raises ValueError for none."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Words of one row that stand together. `row` counts from 0 on its page, `line_height` is in 0..1 of the page
    height; `top` and `bottom` are straightened (compare them, draw `box`)."""

    page: int
    row: int
    words: tuple[Word, ...]
    top: float
    bottom: float

    @cached_property
    def text(self) -> str:
        """The words joined by single blanks."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        return union(word.box for word in self.words)

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold the characters start..end of `text`."""
        found, position = [], 0
        for word in self.words:
            if position < end and position + len(word.text) > start:
                found.append(word)
            position += len(word.text) + 1
        return tuple(found)

    @property
    def line_height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, kw_only=True)
class Row:
    """Segments from left to right."""

    page: int
    index: int
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Segments joined by two blanks."""
        return "  ".join(segment.text for segment in self.segments)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @cached_property
    def middle(self) -> float:
        return median(segment.middle for segment in self.segments)

    @cached_property
    def line_height(self) -> float:
        return median(segment.line_height for segment in self.segments)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Segments stacked closely under one another, as in an address or a paragraph, from top to bottom."""

    page: int
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)

    @cached_property
    def box(self) -> Box:
        return union(segment.box for segment in self.segments)


@dataclass(frozen=True, kw_only=True)
class PageLayout:
    """Rows of one page from top to bottom; `line_height` is the page's usual one in 0..1 of its height."""

    number: int
    width: float
    height: float
    source: Source
    line_height: float
    rows: tuple[Row, ...]

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All segments, row by row."""
        return tuple(segment for row in self.rows for segment in row.segments)

    def right_of(self, segment: Segment) -> tuple[Segment, ...]:
        """The other segments of its row to its right, nearest first."""
        return tuple(other for other in self.rows[segment.row].segments if other.box.x0 >= segment.box.x1)

    def left_of(self, segment: Segment) -> tuple[Segment, ...]:
        """The other segments of its row to its left, nearest first."""
        others = self.rows[segment.row].segments
        return tuple(other for other in reversed(others) if other.box.x1 <= segment.box.x0)

    def below(self, segment: Segment, lines: float = 3) -> tuple[Segment, ...]:
        """Segments under it that overlap it sideways, at most so many line heights away, nearest first."""
        return self._stacked(segment, lines, down=True)

    def above(self, segment: Segment, lines: float = 3) -> tuple[Segment, ...]:
        """Segments over it that overlap it sideways, at most so many line heights away, nearest first."""
        return self._stacked(segment, lines, down=False)

    def _stacked(self, segment: Segment, lines: float, *, down: bool) -> tuple[Segment, ...]:
        reach = (lines + 0.5) * max(segment.line_height, self.line_height) * 1.3
        found = []
        indices = range(segment.row + 1, len(self.rows)) if down else range(segment.row - 1, -1, -1)
        for row in map(self.rows.__getitem__, indices):
            if abs(row.middle - segment.middle) > 2 * reach:
                break
            for other in row.segments:
                distance = (other.middle - segment.middle) * (1 if down else -1)
                if 0 < distance <= reach and _overlap(segment.box, other.box):
                    found.append((distance, other))
        return tuple(other for _, other in sorted(found, key=lambda pair: pair[0]))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The page as blocks, in the order of their first rows: a segment joins the block whose last segment is at
        most 1.9 line heights above it, is about as tall, and starts, ends or is centred at the same place."""
        open_blocks: list[list[Segment]] = []
        done: list[list[Segment]] = []
        for row in self.rows:
            still_open: list[list[Segment]] = []
            for block in open_blocks:
                near = row.middle - block[-1].middle <= 2.5 * max(block[-1].line_height, row.line_height)
                (still_open if near else done).append(block)
            open_blocks = still_open
            for segment in row.segments:
                fitting = [block for block in open_blocks if _continues(self, block[-1], segment)]
                if fitting:
                    nearest = min(fitting, key=lambda block: abs(block[-1].box.x0 - segment.box.x0))
                    nearest.append(segment)
                else:
                    open_blocks.append([segment])
        everything = sorted([*done, *open_blocks], key=lambda block: (block[0].row, block[0].box.x0))
        return tuple(Block(page=self.number, segments=tuple(block)) for block in everything)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The whole document; pages in order."""

    pages: tuple[PageLayout, ...] = field(default=())

    def page(self, number: int) -> PageLayout:
        """By its number from 1 on. Raises KeyError."""
        for page in self.pages:
            if page.number == number:
                return page
        raise KeyError(number)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for page in self.pages for row in page.rows)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(segment for page in self.pages for segment in page.segments)


def read_layout(document: DocumentText) -> Layout:
    """Rows and segments of every page. Words without text are left out."""
    return Layout(pages=tuple(_page_layout(page) for page in document.pages))


def layout_text(document: DocumentText) -> str:
    """The text as it stands on the page: blanks keep columns under one another, a blank line stands for a wide gap,
    `=== page N ===` opens each page. Empty pages are named too."""
    return "\n".join(f"=== page {page.number} ===\n{page_text(page)}" for page in read_layout(document).pages)


def page_text(page: PageLayout) -> str:
    """One page of `layout_text`, without its heading."""
    if not page.rows:
        return ""
    widths = [
        (word.box.x1 - word.box.x0) / len(word.text) for row in page.rows for word in row.words if len(word.text) > 2
    ]
    column = max(median(widths) if widths else 0.01, 1 / 220)
    margin = min(row.segments[0].box.x0 for row in page.rows)
    lines: list[str] = []
    for above, row in pairwise([None, *page.rows]):
        assert row is not None  # noqa: S101  only the first of a pair can be None
        if above is not None and row.middle - above.middle > 2.2 * page.line_height:
            lines.append("")
        line = ""
        for segment in row.segments:
            wanted = round((segment.box.x0 - margin) / column)
            line += " " * (max(wanted - len(line), 2) if line else wanted) + segment.text
        lines.append(line)
    return "\n".join(lines)


def _overlap(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _continues(page: PageLayout, last: Segment, segment: Segment) -> bool:
    if last.row == segment.row:
        return False
    height = max(last.line_height, segment.line_height)
    if segment.middle - last.middle > 1.9 * height or height > 1.8 * min(last.line_height, segment.line_height):
        return False
    reach = height * page.height / page.width  # one line height, as a part of the page width
    left = abs(last.box.x0 - segment.box.x0)
    right = abs(last.box.x1 - segment.box.x1)
    centre = abs(last.box.x0 + last.box.x1 - segment.box.x0 - segment.box.x1) / 2
    return min(left, right, centre) <= 0.8 * reach and _overlap(last.box, segment.box)


@dataclass(slots=True, kw_only=True)
class _Placed:
    """A word in points, straightened."""

    word: Word
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _page_layout(page: Page) -> PageLayout:
    words = [
        word
        for word in page.words
        if word.text.strip() and word.box.y1 > word.box.y0 and len(word.text) <= LONGEST_WORD
    ]
    slope = _slope(words, page)
    placed = [
        _Placed(
            word=word,
            x0=word.box.x0 * page.width,
            x1=word.box.x1 * page.width,
            top=word.box.y0 * page.height - slope * (word.box.x0 + word.box.x1) / 2 * page.width,
            bottom=word.box.y1 * page.height - slope * (word.box.x0 + word.box.x1) / 2 * page.width,
        )
        for word in words
    ]
    rows = tuple(
        _row(page, index, members)
        for index, members in enumerate(members for members in _rows(placed) if not _only_dividers(members))
    )
    heights = [item.height / page.height for item in placed]
    return PageLayout(
        number=page.number,
        width=page.width,
        height=page.height,
        source=page.source,
        line_height=median(heights) if heights else 0.012,
        rows=rows,
    )


def _slope(words: Sequence[Word], page: Page) -> float:
    """How far the lines fall per point to the right: the median over neighbouring words of one line."""
    slopes = []
    ordered = sorted(words, key=lambda word: word.box.x0)
    by_band: dict[int, list[Word]] = {}
    band = 0.02
    for word in ordered:
        centre = (word.box.y0 + word.box.y1) / 2
        height = word.box.y1 - word.box.y0
        for key in range(int((centre - height) / band), int((centre + height) / band) + 1):
            for left in reversed(by_band.get(key, [])[-3:]):
                gap = (word.box.x0 - left.box.x1) * page.width
                drop = (word.box.y1 - left.box.y1) * page.height
                size = min(height, left.box.y1 - left.box.y0) * page.height
                if -0.3 * size <= gap <= 6 * size and abs(drop) <= 0.45 * size:
                    across = (word.box.x0 + word.box.x1 - left.box.x0 - left.box.x1) / 2 * page.width
                    if across > size:
                        slopes.append(drop / across)
        by_band.setdefault(int(centre / band), []).append(word)
    if len(slopes) < 8:
        return 0.0
    slope = median(slopes)
    return slope if abs(slope) <= MAX_SLOPE else 0.0


def _rows(placed: Sequence[_Placed]) -> list[list[_Placed]]:
    """Rows from top to bottom, each from left to right. A word joins the row whose nearest word on its left is at the
    same height, so that a bent line (a crumpled receipt) stays one row."""
    rows: list[list[_Placed]] = []
    ends: list[tuple[float, float]] = []  # top and bottom of each row's last word
    bands: dict[int, set[int]] = {}  # stripe of the page -> rows whose last word is in it: the others are ruled out
    for item in sorted(placed, key=lambda item: (item.x0, item.top)):
        top, bottom, height = item.top, item.bottom, item.height
        best = -1
        best_share = SAME_ROW
        near = sorted({index for key in _bands(top, bottom) for index in bands.get(key, ())})
        for index in near:
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
            for key in _bands(*ends[best]):
                bands[key].discard(best)
            rows[best].append(item)
            ends[best] = (top, bottom)
        for key in _bands(top, bottom):
            bands.setdefault(key, set()).add(best)
    return sorted(rows, key=lambda row: median(item.middle for item in row))


def _bands(top: float, bottom: float) -> range:
    """The stripes, 24 points high, that a word touches."""
    return range(int(top // 24), int(bottom // 24) + 1)


def _only_dividers(members: Sequence[_Placed]) -> bool:
    return all(set(item.word.text) <= DIVIDERS for item in members)


def _row(page: Page, index: int, members: Sequence[_Placed]) -> Row:
    groups: list[list[_Placed]] = []
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
    return Row(
        page=page.number,
        index=index,
        segments=tuple(
            Segment(
                page=page.number,
                row=index,
                words=tuple(item.word for item in group),
                top=min(item.top for item in group) / page.height,
                bottom=max(item.bottom for item in group) / page.height,
            )
            for group in groups
        ),
    )
