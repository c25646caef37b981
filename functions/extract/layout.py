"""Lines and columns from words.

`read_layout(document)` turns pages of words into rows, and each row into segments: words that are close together and
belong to one cell, label or phrase. `PageLayout` gives the segments beside, below and above another.
`layout_text.py` prints the same rows with their columns aligned.

Boxes are 0..1 of the page as everywhere; all distances here are in line heights, so that they mean the same on a till
receipt and on an A4 page. A slightly skewed page (photo, scan) is straightened first, by its own words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice
from operator import itemgetter
from statistics import median

from functions.extract.copies_beside import without_copy_beside
from functions.extract.printed_numbers import in_ascii
from functions.extract.word_rows import Placed, rows_of_cells
from shared.domain.document import Box, DocumentText, Page, Source, Word, union
from shared.domain.writing_direction import in_reading_order, mostly_from_right


def text_of(words: Iterable[Word]) -> str:
    """The words joined by single blanks, with the digits and marks of ASCII."""
    return in_ascii(" ".join(word.text for word in words))


def overlap(one: Box, other: Box) -> bool:
    """Whether one is, at least in part, above the other."""
    return one.x0 < other.x1 > other.x0 < one.x1 > one.x0


def words_between(words: Iterable[Word], start: int, end: int) -> tuple[Word, ...]:
    """The words that hold the characters start..end of their texts joined by single blanks."""
    found, position = [], 0
    for word in words:
        if position < end and position + len(word.text) > start:
            found.append(word)
        position += len(word.text) + 1
    return tuple(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class Segment:
    """Words of one row that are close together; compared by identity, so that it may be a key.

    `row` counts from 0 on its page, `line_height` is in 0..1 of the page height; `top` and `bottom` are straightened
    (compare them, draw `box`)."""

    page: int
    row: int
    words: tuple[Word, ...]
    top: float
    bottom: float

    @cached_property
    def text(self) -> str:
        """The words joined by single blanks, with the digits and marks of ASCII."""
        return text_of(self.words)

    @cached_property
    def box(self) -> Box:
        return union(word.box for word in self.words)

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold the characters start..end of `text`."""
        first = bisect_right(self._ends, start)
        return self.words[first : bisect_left(self._starts, end, first)]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where each word begins in `text`."""
        return tuple(accumulate((len(word.text) + 1 for word in self.words[:-1]), initial=0))

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(start + len(word.text) for start, word in zip(self._starts, self.words, strict=True))

    @cached_property
    def line_height(self) -> float:
        return self.bottom - self.top

    @cached_property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, kw_only=True)
class Row:
    """Segments from left to right."""

    page: int
    index: int
    segments: tuple[Segment, ...]

    @cached_property
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

    @cached_property
    def middles(self) -> tuple[float, float]:
        """Of its highest and of its lowest segment."""
        middles = [segment.middle for segment in self.segments]
        return min(middles), max(middles)

    def right_of(self, x: float) -> tuple[Segment, ...]:
        """The segments that begin at x or right of it, from left to right."""
        return self.segments[bisect_left(self._starts, x) :]

    def left_of(self, x: float) -> tuple[Segment, ...]:
        """The segments that end at x or left of it, from left to right."""
        before = self.segments[: bisect_left(self._starts, x)]
        if not before or self._furthest[len(before) - 1] <= x:
            return before
        return tuple(one for one in before if one.box.x1 <= x)

    def over(self, box: Box) -> Sequence[Segment]:
        """The segments that are, at least in part, above or below a box, from left to right."""
        first, last = bisect_right(self._furthest, box.x0), bisect_left(self._starts, box.x1)
        return [one for one in self.segments[first:last] if overlap(box, one.box)] if first < last else ()

    @cached_property
    def _starts(self) -> tuple[float, ...]:
        return tuple(segment.box.x0 for segment in self.segments)

    @cached_property
    def _furthest(self) -> tuple[float, ...]:
        """How far right a segment or one before it ends."""
        return tuple(accumulate((segment.box.x1 for segment in self.segments), max))


MOST_OPEN = 300
"""Blocks that a row may continue; a page has as many columns at most, unless its words lie on each other."""

MOST_ROWS_NEAR = 60
MOST_ROWS_A_LINE = 6
"""Rows above or below a segment that are looked at, at most: so many, and so many more for each line height of the
reach. Rows that are closer lie on each other, and a page of nothing else must not be compared row by row."""


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
    from_right: bool = False  # it is read from right to left

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All segments, row by row."""
        return tuple(segment for row in self.rows for segment in row.segments)

    def segment_of(self, word: Word) -> Segment | None:
        """The first segment that holds the word, or one that is printed alike at the same place."""
        return self._by_word.get(word)

    @cached_property
    def _by_word(self) -> dict[Word, Segment]:
        found: dict[Word, Segment] = {}
        for segment in self.segments:
            for word in segment.words:
                found.setdefault(word, segment)
        return found

    def right_of(self, segment: Segment) -> tuple[Segment, ...]:
        """The other segments of its row to its right, nearest first."""
        return self.rows[segment.row].right_of(segment.box.x1)

    def left_of(self, segment: Segment) -> tuple[Segment, ...]:
        """The other segments of its row to its left, nearest first."""
        return self.rows[segment.row].left_of(segment.box.x0)[::-1]

    def behind(self, segment: Segment) -> tuple[Segment, ...]:
        """The other segments of its row that are read after it, nearest first."""
        return self.left_of(segment) if self.from_right else self.right_of(segment)

    def before(self, segment: Segment) -> tuple[Segment, ...]:
        """The other segments of its row that are read before it, nearest first."""
        return self.right_of(segment) if self.from_right else self.left_of(segment)

    def below(self, segment: Segment, lines: float = 3) -> tuple[Segment, ...]:
        """Segments below it that overlap it horizontally, at most `lines` line heights away, nearest first."""
        return self._stacked(segment, lines, down=True)

    def above(self, segment: Segment, lines: float = 3) -> tuple[Segment, ...]:
        """Segments above it that overlap it horizontally, at most `lines` line heights away, nearest first."""
        return self._stacked(segment, lines, down=False)

    def _stacked(self, segment: Segment, lines: float, *, down: bool) -> tuple[Segment, ...]:
        reach = (lines + 0.5) * max(segment.line_height, self.line_height) * 1.3
        middle, box = segment.middle, segment.box
        found = []
        indices = range(segment.row + 1, len(self.rows)) if down else range(segment.row - 1, -1, -1)
        for row in map(self.rows.__getitem__, islice(indices, MOST_ROWS_NEAR + int(MOST_ROWS_A_LINE * lines))):
            if abs(row.middle - middle) > 2 * reach:
                break
            highest, lowest = row.middles
            nearest, furthest = (highest - middle, lowest - middle) if down else (middle - lowest, middle - highest)
            if nearest > reach or furthest <= 0:
                continue
            for other in row.over(box):
                distance = other.middle - middle if down else middle - other.middle
                if 0 < distance <= reach:
                    found.append((distance, other))
        return tuple(other for _, other in sorted(found, key=itemgetter(0)))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The page as blocks, in the order of their first rows: a segment joins the block whose last segment is at
        most 1.9 line heights above it, is about as tall, and starts, ends or is centred at the same place."""
        open_blocks: list[list[Segment]] = []  # the oldest first
        done: list[list[Segment]] = []
        for row in self.rows:
            still_open: list[list[Segment]] = []
            for block in open_blocks:
                near = row.middle - block[-1].middle <= 2.5 * max(block[-1].line_height, row.line_height)
                (still_open if near else done).append(block)
            done.extend(still_open[:-MOST_OPEN])
            open_blocks = still_open[-MOST_OPEN:]
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

    @cached_property
    def _by_number(self) -> dict[int, PageLayout]:
        return {page.number: page for page in self.pages}

    def page(self, number: int) -> PageLayout:
        """By its number from 1 on. Raises KeyError."""
        return self._by_number[number]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for page in self.pages for row in page.rows)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(segment for page in self.pages for segment in page.segments)


def read_layout(document: DocumentText) -> Layout:
    """Rows and segments of every page. Words without text are left out, and of a copy beside the original."""
    return Layout(pages=tuple(_page_layout(without_copy_beside(page)) for page in document.pages))


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
    return min(left, right, centre) <= 0.8 * reach and overlap(last.box, segment.box)


def _page_layout(page: Page) -> PageLayout:
    cells, height = rows_of_cells(page)
    from_right = mostly_from_right(word.text for word in page.words)
    return PageLayout(
        number=page.number,
        width=page.width,
        height=page.height,
        source=page.source,
        line_height=0.012 if height is None else height / page.height,
        rows=tuple(_row(page, index, row, from_right=from_right) for index, row in enumerate(cells)),
        from_right=from_right,
    )


def _row(page: Page, index: int, cells: Sequence[Sequence[Placed]], *, from_right: bool) -> Row:
    return Row(
        page=page.number,
        index=index,
        segments=tuple(
            Segment(
                page=page.number,
                row=index,
                words=in_reading_order(
                    [item.word for item in cell], [item.word.text for item in cell], from_right=from_right
                ),
                top=min(item.top for item in cell) / page.height,
                bottom=max(item.bottom for item in cell) / page.height,
            )
            for cell in cells
        ),
    )
