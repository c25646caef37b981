"""The rows of the headings of all tables of lines: what is under them belongs to a line."""

from functions.extract.layout import Layout
from functions.extract.local.tables.columns import find_header


def heading_rows(layout: Layout) -> frozenset[tuple[int, int]]:
    """(page, row) of every row of a heading."""
    rows: set[tuple[int, int]] = set()
    for page in layout.pages:
        header = find_header(page, 0)
        while header is not None:
            rows |= {(page.number, row) for row in range(header.first_row, header.last_row + 1)}
            header = find_header(page, header.last_row + 1)
    return frozenset(rows)
