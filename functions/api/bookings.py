"""What was booked before, to be completed while somebody types."""

import flask

from functions.api.blueprints import Resource
from functions.api.models.bookings import BookingValues, BookingValuesQuery
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters.bookings import booking_values
from shared.adapters.database import transaction

blueprint = Resource("bookings", __name__, tag="review")


@blueprint.get("/api/booking-values", responses={200: BookingValues})
def list_booking_values(query: BookingValuesQuery) -> flask.Response:
    """The values that a field of a booking had in invoices that a person confirmed, of those that begin so."""
    with transaction(services().engine) as connection:
        values = booking_values(connection, query.field, query.q, limit=query.limit)
    return json_response(BookingValues, {"values": values})
