"""Pages of lists: read from an index, one more row than is shown, so that the end is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, func, select, union_all

from functions.api.cursors import Listing
from functions.api.orders import Order
from functions.api.text_matches import MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page, and the cursor of the next one; None at the end."""

    rows: Sequence[Mapping[Any, Any]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a list has; if that is not exact, it has more."""

    number: int
    is_exact: bool = True


EMPTY = Page((), None)

_NUMBER = "number"


def counted(connection: Connection, *parts: Select[Any], most: int = MOST_COUNTED) -> Total:
    """The number of rows of these parts, which share none; of each no more than `most` and one are read."""
    bounded = [select(func.count()).select_from(part.limit(most + 1).subquery()) for part in parts]
    number = sum(connection.scalars(union_all(*bounded)))
    return Total(min(number, most), is_exact=number <= most)


def place_in_list(listing: Listing, total: Total, page: Page) -> dict[str, Any]:
    """The fields of `Paged`."""
    return {
        "page": listing.page,
        "per_page": listing.query.per_page,
        "total": total.number,
        "total_is_exact": total.is_exact,
        "pages": ceil(total.number / listing.query.per_page),
        "next": page.next,
    }


def near_ranges(
    connection: Connection, listing: Listing, order: Order, ranges: Sequence[Select[Any]], *, most: int
) -> tuple[list[Select[Any]], bool]:
    """The ranges up to a common end, so many rows at most from where the page's list begins, and whether that is all of
    them."""
    parts = _ordered(listing, order, ranges)
    end = connection.execute(_merged(order, [part.limit(1).offset(most // len(parts)) for part in parts]).limit(1))
    row = end.mappings().one_or_none()
    if row is None:
        return list(ranges), True
    return [part.where(order.of(part).before(order.position_of(row))) for part in ranges], False


def read_page(connection: Connection, listing: Listing, order: Order, *ranges: Select[Any]) -> Page:
    """A page of rows that are in one of the ranges, which select the order's columns first and share no row.

    Each range is read from its own begin, and no further than the page needs if it were the only one: with an index in
    this order as many entries as there are rows before the end of the page, or as follow the cursor.
    """
    most, skipped = listing.query.per_page + 1, listing.skipped
    parts = _ordered(listing, order, ranges)
    merged = parts[0] if len(parts) == 1 else _merged(order, [part.limit(skipped + most) for part in parts])
    rows = connection.execute(merged.limit(most).offset(skipped)).mappings().all()
    shown = rows[: listing.query.per_page]
    is_last = len(rows) < most
    return Page(shown, None if is_last else listing.cursor(order.position_of(shown[-1])))


def read_counted_page(
    connection: Connection, listing: Listing, order: Order, matching: Select[Any]
) -> tuple[Page, Total]:
    """A page as of `read_page`, and how many rows match, of which no more than MOST_COUNTED are told.

    Rows that are all read to be sorted are counted on the way. Those behind a cursor are not all.
    """
    if listing.page is None:
        return read_page(connection, listing, order, matching), counted(connection, matching)
    page = read_page(connection, listing, order, matching.add_columns(func.count().over().label(_NUMBER)))
    if not page.rows:
        return page, counted(connection, matching)
    number = page.rows[0][_NUMBER]
    return page, Total(min(number, MOST_COUNTED), is_exact=number <= MOST_COUNTED)


def _ordered(listing: Listing, order: Order, ranges: Sequence[Select[Any]]) -> list[Select[Any]]:
    """The ranges from where the page's list begins."""
    position = listing.position(order)
    return [
        (part if position is None else part.where(own.after(position))).order_by(*own.clauses())
        for part, own in ((part, order.of(part)) for part in ranges)
    ]


def _merged(order: Order, parts: Sequence[Select[Any]]) -> CompoundSelect[Any]:
    merged = union_all(*parts)
    return merged.order_by(*order.of(merged).clauses())
