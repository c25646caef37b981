"""What stands before and after an invoice in a list: the review goes from one to the next without the pages between.

It is read from the place of the invoice in both directions, and so costs the same at the begin and at the end.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from functions.api.cursors import Listing
from functions.api.list_reading import Asked, Plan, page_of, plan_of
from functions.api.orders import Position
from functions.api.pages import Total, counted
from functions.api.queries import LARGEST_ID
from functions.api.text_matches import SCORE
from shared.adapters.tables import invoices
from shared.pipeline.reviews import InvoiceNotFoundError

_MOST_LEFT = 1_000
"""So many that follow are counted."""


def neighbours_of(connection: Connection, invoice_id: int, asked: Asked, listing: Listing) -> dict[str, Any]:
    """The values of `Neighbours`: of the place behind which the listing begins, or else of that of the invoice. Raises
    InvoiceNotFoundError, BadRequestError."""
    plan = plan_of(connection, listing, asked, needed=_MOST_LEFT)
    position = listing.position(plan.order) or _position_of(connection, invoice_id, plan)
    here = listing.behind(position)
    following = _first(connection, here, plan)
    left = _left(connection, position, plan, following)
    return {
        "previous": _first(connection, here, replace(plan, order=plan.order.backwards())),
        "next": following,
        "left": left.number,
        "left_is_exact": left.is_exact,
        "here": here.query.after,
    }


def _position_of(connection: Connection, invoice_id: int, plan: Plan) -> Position:
    columns = [column for column in plan.order.columns if column is not SCORE]
    at = invoices.c.id == invoice_id
    row = None
    if 0 < invoice_id <= LARGEST_ID:
        row = connection.execute(select(*columns).where(at)).mappings().one_or_none()
    if row is None:
        raise InvoiceNotFoundError
    if len(columns) == len(plan.order.columns):
        return plan.order.position_of(row)
    # One that has left the list stands with those that have the words only in their text.
    parts = (part.where(part.selected_columns["id"] == invoice_id) for part in plan.parts)
    found = [connection.execute(part).mappings().one_or_none() for part in parts]
    score = next((one[SCORE.name] for one in found if one is not None), 0)
    return plan.order.position_of({**row, SCORE.name: score})


def _first(connection: Connection, here: Listing, plan: Plan) -> int | None:
    rows = page_of(connection, here, plan).rows
    return rows[0]["id"] if rows else None


def _left(connection: Connection, position: Position, plan: Plan, following: int | None) -> Total:
    if plan.total is not None and not plan.total.is_exact:  # too long to count
        return Total(1, is_exact=False) if following is not None else Total(0)
    parts = plan.parts if plan.collected is None else [plan.collected]
    left = (part.where(plan.order.of(part).after(position)) for part in parts)
    return counted(connection, *left, most=_MOST_LEFT)
