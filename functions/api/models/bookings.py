"""The values of bookings that were used before."""

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.api.models.base import Model, Query
from shared.domain.booking import BookingField

Beginning = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class BookingValuesQuery(Query):
    """A field of a booking and how its values begin."""

    field: BookingField
    """The field."""
    q: Beginning = ""
    """How the values begin, whatever their case and accents; empty: all."""
    limit: Annotated[int, Field(ge=1, le=50)] = 20
    """How many values at most."""


class BookingValues(Model):
    """The values that a field had in confirmed invoices, in their order."""

    values: list[str]
    """The values, each once."""
