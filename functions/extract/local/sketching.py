"""The words of a page that values stand beside, and as many of them as are kept of a document."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from functions.extract.layout import Layout, Segment
from functions.extract.local.lexicon.money import CURRENCY_CODES, CURRENCY_SIGNS
from shared.domain.document import Word, union
from shared.domain.memory.sketch import LONGEST_CELL, Cell, Sketch, sketch_of
from shared.domain.normalising import fold

NO_LABELS = frozenset(CURRENCY_CODES) | frozenset(CURRENCY_SIGNS)
"""What stands between a label and its amount, and names neither."""


def cells_of(layout: Layout) -> tuple[Cell, ...]:
    """Every run of neighbouring words without figures, in reading order."""
    return tuple(cell for segment in layout.segments for cell in _of_segment(segment))


def sketch_document(
    layout: Layout, table_rows: Collection[tuple[int, int]] = (), accounts: Iterable[str] = ()
) -> Sketch:
    """The first and the last page before the others, and the rows of the table of lines at last, but for its first
    ones: headings are among them. `table_rows`: (page, row) of each; `accounts`: the keys of those printed."""
    ends = {page.number for page in (*layout.pages[:1], *layout.pages[-1:])}
    lines = frozenset(sorted(table_rows)[_FIRST_ROWS:])

    def later(segment: Segment) -> tuple[bool, bool]:
        return (segment.page, segment.row) in lines, segment.page not in ends

    segments: Sequence[Segment] = sorted(layout.segments, key=later)
    return sketch_of(len(layout.pages), (cell for one in segments for cell in _of_segment(one)), accounts)


_FIRST_ROWS = 4


def _of_segment(segment: Segment) -> Iterator[Cell]:
    run: list[Word] = []
    for word in segment.words:
        if any(map(str.isdigit, word.text)):
            yield from _cell(segment.page, run)
            run = []
        elif word.text.strip(".,:;()") not in NO_LABELS:
            run.append(word)
    yield from _cell(segment.page, run)


def _cell(page: int, words: Sequence[Word]) -> Iterator[Cell]:
    """The run as a cell; none without a letter."""
    text = "".join(fold(word.text) for word in words)
    if text:
        yield Cell(text=text[-LONGEST_CELL:], page=page, box=union(word.box for word in words))
