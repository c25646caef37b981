"""How the buyer books an invoice or a line: values that a person gives, and which no document is read for."""

from enum import StrEnum
from typing import Any

from shared.domain.invoice_values import Part, ShortText


class BookingField(StrEnum):
    """The fields of a booking; the values are stored."""

    ACCOUNT = "account"
    COST_CENTER = "cost_center"
    TAX_CODE = "tax_code"
    CATEGORY = "category"


class Booking(Part):
    """How the buyer books it, in the words of its own books. A person gives it; it is printed nowhere."""

    account: ShortText = None
    """The account of the buyer's books."""
    cost_center: ShortText = None
    """The cost center."""
    tax_code: ShortText = None
    """The key of the tax in the buyer's books."""
    category: ShortText = None
    """What it is for, in the buyer's own words."""

    def given(self) -> dict[BookingField, str]:
        """The fields that have a value."""
        values: dict[str, Any] = {name: getattr(self, name) for name in BookingField}
        return {BookingField(name): value for name, value in values.items() if value is not None}


def is_booking(pointer: str) -> bool:
    """Whether the JSON pointer leads to a value of a booking, of the invoice or of a line."""
    return "booking" in pointer.split("/")[1:-1]
