"""The rows of the headings of all tables of lines: what is under them belongs to a line."""

from functions.extract.layout import Layout
from functions.extract.local.tables.columns import find_headers


def heading_rows(layout: Layout) -> frozenset[tuple[int, int]]:
    """(page, row) of every row of a heading."""
    return frozenset(
        (page.number, row)
        for page in layout.pages
        for header in find_headers(page)
        for row in range(header.first_row, header.last_row + 1)
    )
