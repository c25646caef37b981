"""The lists of invoices: a page of ids first, then the rows of that page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, FromClause, Row, Select, case, func, select

from functions.api.cursors import Listing
from functions.api.list_counts import list_counts
from functions.api.list_paths import Path, all_conditions_of, cheapest_path, ranges
from functions.api.match_places import found_places
from functions.api.models import DataQuery, InvoiceFilters, ListQuery
from functions.api.orders import Order
from functions.api.pages import EMPTY, Page, Total, counted, near_ranges, place_in_list, read_page
from functions.api.queries import CONFIRMED, confirmed_invoice, confirmed_selection, trimmed, with_error
from functions.api.row_facts import row_facts
from functions.api.text_matches import MOST_COUNTED, SCORE, TextMatch, fewest_found, text_matches
from shared.adapters.duplicates import duplicates_by_invoice
from shared.adapters.figures import Selection
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import invoices
from shared.domain.lifecycle import Status

_ROW = (
    invoices.c.id,
    invoices.c.filename,
    invoices.c.status,
    invoices.c.stage,
    invoices.c.progress,
    invoices.c.created_at,
    invoices.c.updated_at,
    invoices.c.invoice_number,
    invoices.c.seller_name,
    invoices.c.issue_date,
    invoices.c.total_amount,
    invoices.c.currency,
    invoices.c.error_code,
    invoices.c.error_message,
    invoices.c.reject_reason,
    invoices.c.error_count,
    invoices.c.warning_count,
    invoices.c.version,
    invoices.c.exported_at,
    invoices.c.exported_reference,
)

_MOST_WALKED = 20_000
"""So many invoices are tested for the words of a search, one by one, which takes a second at most."""

_MOST_NAMED = 500
"""So few invoices that a text matches are named in the questions after the first."""

_ALL = 2**31  # a limit, so that the database collects before it joins


def list_invoices(connection: Connection, query: ListQuery, listing: Listing) -> dict[str, Any]:
    """One page of invoices, with the fields of `Paged`."""
    which = _selection(query, query.status)
    best_first = bool(query.q) and {"sort_by", "sort_order"}.isdisjoint(query.model_fields_set)
    order = _order("id" if best_first else query.sort_by, query.sort_order)
    page, total = _read(connection, listing, which, order, query, best_first=best_first)
    rows = _rows_of(connection, page, invoices, _ROW)
    duplicates = duplicates_by_invoice(connection, [row["id"] for row in rows])
    places = found_places(connection, rows, query.q)
    facts = row_facts(connection, rows)
    shown = [
        {
            **_public_row(row),
            **facts.get(row["id"], {}),
            "duplicate_of": duplicates.get(row["id"], []),
            "match": places.get(row["id"]),
        }
        for row in rows
    ]
    return {**place_in_list(listing, total, page), "invoices": shown}


def count_by_status(connection: Connection, query: InvoiceFilters) -> tuple[dict[Status, int], bool]:
    """How many invoices of each state match, and whether that is exact; if not, a state may have more."""
    which = _selection(query)
    texts = text_matches(query)
    counts = list_counts(connection, which)
    if not texts:
        return {status: counts.by_status[status].matching for status in Status if status in counts.by_status}, True
    by_id = Order((invoices.c.id,), descending=True)
    chosen = _fewest(connection, texts)
    if chosen is not None:
        found = _collected(which, Order((invoices.c.status,), descending=False), texts, chosen).subquery()
        rows = connection.execute(select(found.c.status, func.count()).group_by(found.c.status))
        return {Status(status): number for status, number in rows}, True
    near = dict(zip(sorted(Status), ranges(Path.STATUS, which, by_id, counts), strict=True))
    most = _MOST_WALKED // len(near)
    conditions = [text.condition for text in texts]
    found_near = {status: _count_near(connection, part, conditions, most) for status, part in near.items()}
    return found_near, all(counts.by_status[status].matching <= most for status in near if status in counts.by_status)


def _count_near(connection: Connection, part: Select[Any], conditions: Sequence[ColumnElement[bool]], most: int) -> int:
    """How many of the newest rows match, of so many at most."""
    near = part.order_by(invoices.c.id.desc()).limit(most).subquery()
    matching = select(func.count()).select_from(near.join(invoices, invoices.c.id == near.c.id)).where(*conditions)
    return connection.execute(matching).scalar_one()


def _selection(query: InvoiceFilters, statuses: Collection[Status] = ()) -> Selection:
    """What the filters other than texts select."""
    return Selection(
        statuses=frozenset(statuses),
        findings=query.findings,
        currency=query.currency,
        issued_from=query.issued_from,
        issued_to=query.issued_to,
    )


def list_confirmed(connection: Connection, query: DataQuery, listing: Listing) -> dict[str, Any]:
    """One page of confirmed data."""
    which = confirmed_selection(query)
    order = _order(query.sort_by, query.sort_order)
    page, total = _read(connection, listing, which, order, query)
    rows = _rows_of(connection, page, whole_invoices(), CONFIRMED)
    return {**place_in_list(listing, total, page), "invoices": [confirmed_invoice(row) for row in rows]}


def _order(sort_by: str, sort_order: str) -> Order:
    keys = (invoices.c.id,) if sort_by == "id" else (invoices.c[sort_by], invoices.c.id)
    return Order(keys, descending=sort_order == "desc")


def _read(
    connection: Connection,
    listing: Listing,
    which: Selection,
    order: Order,
    query: ListQuery | DataQuery,
    *,
    best_first: bool = False,
) -> tuple[Page, Total]:
    """A page of ids, and how many there are. `best_first`: in the order of a search that finds few; one that finds many
    has the given order."""
    cursor = listing.values()  # before anything is read: it may be refused
    texts = text_matches(query)
    by_score = Order((SCORE, invoices.c.id), descending=True)
    # Whether many are found is an estimate, and may be another one by the next page: a cursor keeps to its own order.
    is_by_score = best_first and cursor is not None and len(cursor) == len(by_score.columns)
    chosen = texts[0] if is_by_score else _fewest(connection, texts)
    if chosen is not None:
        if is_by_score or (best_first and cursor is None and chosen.is_ranked):
            order = by_score
        matching = _collected(which, order, texts, chosen)
        return read_page(connection, listing, order, matching), counted(connection, matching)
    counts = list_counts(connection, which)
    if not texts:
        total = Total(counts.total)
        if 0 < listing.skipped >= total.number:
            return EMPTY, total
        path = cheapest_path(which, order.columns[0].name, counts, listing.skipped + listing.query.per_page + 1)
        return read_page(connection, listing, order, *ranges(path, which, order, counts)), total
    conditions = [text.condition for text in texts]
    if counts.total <= MOST_COUNTED:
        (filtered,) = ranges(Path.FILTER, which, order, counts)
        matching = filtered.where(*conditions)
        return read_page(connection, listing, order, matching), counted(connection, matching)
    total = Total(MOST_COUNTED, is_exact=False)
    if listing.skipped >= total.number:
        return EMPTY, total
    path = cheapest_path(which, order.columns[0].name, counts, listing.skipped + listing.query.per_page + 1)
    near, is_all = near_ranges(connection, listing, order, ranges(path, which, order, counts), most=_MOST_WALKED)
    page = read_page(connection, listing, order, *(part.where(*conditions) for part in near))
    if page.next is None and not is_all:  # few are near: they are all old ones, say, or none has both of two texts
        page = read_page(connection, listing, order, _collected(which, order, texts, texts[0]))
    if page.next is None and listing.page is not None and (page.rows or not listing.skipped):
        total = Total(listing.skipped + len(page.rows))  # the end was read: they are fewer than was estimated
    return page, total


def _collected(which: Selection, order: Order, texts: Sequence[TextMatch], chosen: TextMatch) -> Select[Any]:
    """Those that the chosen text matches, by the index of its words, and that match everything else too."""
    found = chosen.ids.limit(_ALL).subquery("found")
    return (
        select(*order.columns)
        .prefix_with("STRAIGHT_JOIN")  # the found ones first, whatever the database thinks of their number
        .select_from(found.join(invoices, invoices.c.id == found.c.id))
        .where(*all_conditions_of(which), *(text.condition for text in texts if text.condition is not chosen.condition))
    )


def _fewest(connection: Connection, texts: Sequence[TextMatch]) -> TextMatch | None:
    """The text that the fewest invoices match; None if each of them matches too many to collect. A few are named from
    then on, since asking the index again costs as much as the first time."""
    found = fewest_found(connection, texts)
    if found is None:
        return None
    text, rows = found
    return replace(text, ids=_named(rows)) if len(rows) <= _MOST_NAMED else text


def _named(rows: Sequence[Row[Any]]) -> Select[Any]:
    """The ids of these rows and, if they have one, their score."""
    best = [row.id for row in rows if getattr(row, SCORE.name, 0)]
    score = case((invoices.c.id.in_(best), 1), else_=0).label(SCORE.name)
    return select(invoices.c.id, score).where(invoices.c.id.in_([row.id for row in rows]))


def _rows_of(
    connection: Connection, page: Page, source: FromClause, columns: Sequence[Column[Any]]
) -> list[Mapping[Any, Any]]:
    """The rows of a page, in its order. One that was deleted meanwhile is left out."""
    ids = [row["id"] for row in page.rows]
    if not ids:
        return []
    rows = connection.execute(select(*columns).select_from(source).where(invoices.c.id.in_(ids))).mappings()
    by_id = {row["id"]: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]


def _public_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    shown = with_error(row)
    total = shown["total_amount"]
    # The column stores eight decimals; trailing zeros beyond the second one are not shown.
    shown["total_amount"] = None if total is None else trimmed(total)
    shown["checks_summary"] = {"error": shown.pop("error_count"), "warning": shown.pop("warning_count")}
    return shown
