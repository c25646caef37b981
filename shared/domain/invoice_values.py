"""The value types of an invoice: what they accept and how they are written."""

import re
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

LONGEST_SHORT_TEXT = 200
LONGEST_TEXT = 5000
"""Characters of a name or a number, and of an address, a description or a note."""

MOST_LINES = 5000
MOST_CODES = 5000
MOST_ROWS = 200
"""Members of any other list."""


_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?")
_TOO_LARGE = 10**12
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _exact(value: Any) -> Any:
    """A JSON number by its digits (binary floats never touch money), or a plain decimal string.

    Decimal itself would accept "1e3", " 12 ", "1_000" and digits of every script."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float) and isfinite(value):
        value = _plain(Decimal(repr(value)))
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < _TOO_LARGE:
        value = str(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Decimal(value)
    raise PydanticCustomError(
        "decimal_notation",
        'Write the number as "-1234.50": digits, at most 12 before and 8 after a point, without grouping or exponent',
    )


def _day(value: Any) -> Any:
    """A date or its ISO 8601 string: pydantic would also accept seconds since 1970, and a date with a time."""
    if type(value) is date:
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError(
                "no_such_day", "Write the date as a day of the calendar: this day does not exist"
            ) from error
    raise PydanticCustomError("date_notation", 'Write the date as year-month-day, like "2026-10-14"')


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Number = Annotated[
    Decimal,
    Field(max_digits=20, decimal_places=8, allow_inf_nan=False),  # beside the type: elsewhere it is tested in Python
    BeforeValidator(_exact),
    Field(json_schema_extra={"format": "decimal"}),
    PlainSerializer(_plain, return_type=str, when_used="json"),
]
"""A decimal of at most 12 digits before and 8 after the point; a string like "774578.80" in JSON."""

T = TypeVar("T")
OrNone = Annotated[T | None, BeforeValidator(_none_if_blank)] | None
"""A value, or nothing: a blank text says so too. The outer None asks nobody; most values of an invoice are none."""

OptionalNumber = OrNone[Number]
Day = Annotated[date, BeforeValidator(_day)]
OptionalDate = OrNone[Day]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SHORT_TEXT)]
ShortText = OrNone[Text]
LongText = OrNone[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]]
CurrencyCode = OrNone[Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")]]
CountryCode = OrNone[Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{2}$")]]
OperationCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
OperationCodes = Annotated[list[OperationCode], Field(max_length=MOST_CODES)]
Texts = Annotated[list[Text], Field(max_length=MOST_ROWS)]


class Part(BaseModel):
    """A group of values: immutable; unknown fields are rejected."""

    # Errors omit the value: they are logged.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
