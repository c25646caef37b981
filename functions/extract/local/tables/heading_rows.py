"""The rows of the headings of all tables of lines: what is under them belongs to a line."""

from functions.extract.local.tables.columns import Headers


def heading_rows(headers: Headers) -> frozenset[tuple[int, int]]:
    """(page, row) of every row of a heading."""
    return frozenset(
        (page, row)
        for page, found in headers.items()
        for header in found
        for row in range(header.first_row, header.last_row + 1)
    )
