"""The lists of invoices: a page of ids first, then the rows of that page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from functions.api.cursors import Listing
from functions.api.labels import LABELS, with_labels
from functions.api.list_reading import Asked, asked_for, order_by, read_list
from functions.api.match_places import found_places
from functions.api.models.data import DataQuery
from functions.api.models.invoices import ListQuery
from functions.api.pages import Page, place_in_list
from functions.api.postponing import POSTPONED_UNTIL
from functions.api.queries import CONFIRMED, confirmed_invoice, confirmed_selection, trimmed, with_state
from functions.api.row_facts import FACTS, with_facts
from functions.api.seller_links import KNOWN_SELLER
from shared.adapters.duplicates import COMPARED, duplicates_by_row
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import invoices

_ROW = (
    invoices.c.id,
    invoices.c.filename,
    invoices.c.status,
    invoices.c.stage,
    invoices.c.progress,
    invoices.c.pages_read,
    invoices.c.pages_to_read,
    invoices.c.created_at,
    invoices.c.updated_at,
    invoices.c.invoice_number,
    invoices.c.seller_name,
    KNOWN_SELLER,
    invoices.c.issue_date,
    invoices.c.total_amount,
    invoices.c.currency,
    invoices.c.error_code,
    invoices.c.error_message,
    invoices.c.reject_reason,
    invoices.c.error_count,
    invoices.c.warning_count,
    POSTPONED_UNTIL,
    invoices.c.automatic.label("confirmed_automatically"),
    invoices.c.version,
    invoices.c.exported_at,
    invoices.c.exported_reference,
    *FACTS,
    *LABELS,
)

_COMPARED_ONLY = tuple(column for column in COMPARED if column not in _ROW)
"""What a row is compared with others by, and nobody sees."""


# Built once: building one costs as much as executing it.
_OF_IDS = invoices.c.id.in_(bindparam("ids", expanding=True))
_ROWS = select(*_ROW, *_COMPARED_ONLY).select_from(whole_invoices()).where(_OF_IDS)
_CONFIRMED_ROWS = (
    select(*CONFIRMED, invoices.c.invoice_number, invoices.c.seller_name).select_from(whole_invoices()).where(_OF_IDS)
)


def list_invoices(connection: Connection, query: ListQuery, listing: Listing) -> dict[str, Any]:
    """One page of invoices, with the fields of `Paged`."""
    page, total = read_list(connection, listing, asked_for(query))
    rows = _rows_of(connection, page, _ROWS)
    duplicates = duplicates_by_row(connection, rows)
    places = found_places(connection, rows, query.q)
    shown = [
        {
            **_public_row(row),
            "duplicate_of": duplicates.get(row["id"], []),
            "match": places.get(row["id"]),
        }
        for row in rows
    ]
    return {**place_in_list(listing, total, page), "invoices": shown}


def list_confirmed(connection: Connection, query: DataQuery, listing: Listing) -> dict[str, Any]:
    """One page of confirmed data."""
    order = order_by(query.sort_by, query.sort_order)
    asked = Asked(which=confirmed_selection(query), order=order, query=query)
    page, total = read_list(connection, listing, asked)
    rows = _rows_of(connection, page, _CONFIRMED_ROWS)
    places = found_places(connection, rows, query.q)
    shown = [{**confirmed_invoice(row), "match": places.get(row["id"])} for row in rows]
    return {**place_in_list(listing, total, page), "invoices": shown}


def _rows_of(connection: Connection, page: Page, rows_of_ids: Select[Any]) -> list[Mapping[Any, Any]]:
    """The rows of a page, in its order. One that was deleted meanwhile is left out."""
    ids = [row["id"] for row in page.rows]
    if not ids:
        return []
    by_id = {row["id"]: row for row in connection.execute(rows_of_ids, {"ids": ids}).mappings()}
    return [by_id[one] for one in ids if one in by_id]


def _public_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    shown = with_facts(with_labels(with_state(row)))
    for column in _COMPARED_ONLY:
        del shown[column.name]
    total = shown["total_amount"]
    # The column stores eight decimals; trailing zeros beyond the second one are not shown.
    shown["total_amount"] = None if total is None else trimmed(total)
    shown["checks_summary"] = {"error": shown.pop("error_count"), "warning": shown.pop("warning_count")}
    return shown
