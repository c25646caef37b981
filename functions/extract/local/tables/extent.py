"""The rows that the table of lines takes: its headings, its lines, and what stands between them."""

from collections.abc import Sequence

from functions.extract.layout import Layout
from functions.extract.local.tables.columns import Headers
from functions.extract.local.tables.lines import LineValues, lines_with_words


def table_rows(layout: Layout, headers: Headers, lines: Sequence[LineValues]) -> frozenset[tuple[int, int]]:
    """(page, row) of each of them."""
    words = frozenset(lines_with_words(lines))
    found: set[tuple[int, int]] = set()
    for page in layout.pages:
        taken = {row.index for row in page.rows if not words.isdisjoint(row.words)}
        last = max(taken, default=None)
        for header in headers[page.number]:
            if last is not None and last < header.first_row:
                continue  # words of headings under the last line: no table
            taken |= set(range(header.first_row, header.last_row + 1))
            below = next((row for row in sorted(taken) if row > header.last_row), None)
            if below is not None and below - header.last_row <= 4:
                taken |= set(range(header.last_row, below))
        found |= {(page.number, row) for row in taken}
    return frozenset(found)
