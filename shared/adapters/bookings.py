"""How confirmed invoices were booked: written with a person's confirmation, deleted with the invoice."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from shared.adapters.tables import bookings, invoices
from shared.domain.booking import Booking, BookingField
from shared.domain.booking_history import BookedBefore, BookedRow, Suggestion, item_of, suggestions
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status

_MOST_INVOICES = 50
"""Of the seller, the newest."""

_MOST_ROWS = 2000

_MOST_ITEMS = 30
"""What an invoice sells that its seller has not sold before: asked for among all sellers."""

_OF_OTHERS = 20
"""Rows of one item."""

_COLUMNS = (
    bookings.c.invoice_id,
    bookings.c.number,
    bookings.c.item,
    bookings.c.code,
    *(bookings.c[name] for name in BookingField),
)

# Built once: building one costs as much as executing it.
_NEWEST = (
    select(invoices.c.id)
    .where(
        invoices.c.seller_id == bindparam("seller"),
        invoices.c.status == Status.PROCESSED,
        invoices.c.id != bindparam("without"),
    )
    .order_by(invoices.c.id.desc())
    .limit(_MOST_INVOICES)
    .subquery("newest")
)
_OF_SELLER = (
    select(*_COLUMNS)
    .join(_NEWEST, _NEWEST.c.id == bookings.c.invoice_id)
    .order_by(bookings.c.invoice_id.desc(), bookings.c.number.desc())
    .limit(_MOST_ROWS)
)
_OF_ITEM = (
    select(*_COLUMNS)
    .where(bookings.c.item == bindparam("sold"), bookings.c.invoice_id != bindparam("without"))
    .order_by(bookings.c.invoice_id.desc(), bookings.c.number.desc())
    .limit(_OF_OTHERS)
)


def replace_bookings(connection: Connection, invoice_id: int, rows: Iterable[BookedRow]) -> None:
    """From now on this is how the invoice was booked; one that no person has confirmed teaches nothing."""
    connection.execute(delete(bookings).where(bookings.c.invoice_id == invoice_id))
    values = [
        {"invoice_id": invoice_id, "number": row.number, "item": row.item, "code": row.code, **row.booking.model_dump()}
        for row in rows
    ]
    if values:
        connection.execute(insert(bookings), values)


def stored_bookings(connection: Connection, invoice_ids: Sequence[int]) -> dict[int, tuple[BookedRow, ...]]:
    """What these invoices teach of booking, by their ids; those that teach nothing are left out."""
    query = select(*_COLUMNS).where(bookings.c.invoice_id.in_(invoice_ids)).order_by(bookings.c.number)
    found: dict[int, tuple[BookedRow, ...]] = {}
    for one in _read(connection, query):
        found[one.invoice_id] = (*found.get(one.invoice_id, ()), one.row)
    return found


def booking_suggestions(
    connection: Connection, data: InvoiceData, *, seller: int | None, without: int
) -> dict[str, list[Suggestion]]:
    """What to suggest for the invoice of this `seller`, None where it is not known; `without` is the invoice itself."""
    of_seller = _read(connection, _OF_SELLER, seller=seller, without=without) if seller is not None else []
    sold = {one.row.item for one in of_seller}
    asked = dict.fromkeys(item for line in data.lines if (item := item_of(line)) and item not in sold)
    of_items = [
        one for item in list(asked)[:_MOST_ITEMS] for one in _read(connection, _OF_ITEM, sold=item, without=without)
    ]
    return suggestions(data, of_seller, of_items)


def booking_values(connection: Connection, field: BookingField, beginning: str, *, limit: int) -> list[str]:
    """The first values that the field had in confirmed invoices, in their order, of those that begin so; case and
    accents do not count. Each is found by one step along the index: a GROUP BY would read every invoice."""
    column = bookings.c[field]
    begins = column.startswith(beginning, autoescape=True)
    found: list[str] = []
    while len(found) < limit:
        behind = column > found[-1] if found else column.is_not(None)
        value = connection.execute(select(column).where(begins, behind).order_by(column).limit(1)).scalar()
        if value is None:
            break
        found.append(value)
    return found


def _read(connection: Connection, query: Any, **known: object) -> list[BookedBefore]:
    return [
        BookedBefore(
            invoice_id=row["invoice_id"],
            row=BookedRow(
                number=row["number"],
                item=row["item"],
                code=row["code"],
                booking=Booking(**{name: row[name] for name in BookingField}),
            ),
        )
        for row in connection.execute(query, known).mappings()
    ]
