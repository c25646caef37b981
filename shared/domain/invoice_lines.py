"""The lines of an invoice (BG-25)."""

from typing import Annotated

from pydantic import Field

from shared.domain.booking import Booking
from shared.domain.invoice_amounts import AllowanceCharge
from shared.domain.invoice_parties import Classification, Identifier
from shared.domain.invoice_values import (
    MOST_ROWS,
    CountryCode,
    LongText,
    OperationCodes,
    OptionalDate,
    OptionalNumber,
    Part,
    ShortText,
    Text,
)


class Period(Part):
    """The first and the last day (BG-14, BG-26)."""

    start: OptionalDate = None
    """The first day (BT-73; of a line BT-134)."""
    end: OptionalDate = None
    """The last day (BT-74; of a line BT-135)."""


class Attribute(Part):
    """A property of what is sold (BG-32)."""

    name: Text
    """Name of the property (BT-160)."""
    value: ShortText = None
    """Its value (BT-161)."""


class Line(Part):
    """One invoice line (BG-25). Its prices are for one unit, also where the document prices a hundred of them."""

    description: LongText = None
    """Name and description of what is sold (BT-153, BT-154)."""
    product_code: ShortText = None
    """The seller's article number (BT-155), else the standard one (BT-157)."""
    quantity: OptionalNumber = None
    """How many units (BT-129)."""
    unit: ShortText = None
    """The unit, as printed or by UNECE Rec 20 (BT-130)."""
    unit_price: OptionalNumber = None
    """Net price of one unit (BT-146 / BT-149)."""
    tax_rate: OptionalNumber = None
    """Rate of the tax in per cent: 21 means 21 % (BT-152)."""
    net_amount: OptionalNumber = None
    """The line's amount without tax (BT-131)."""
    operation_codes: OperationCodes = []
    """Advertising and operation order numbers of this line."""
    id: ShortText = None
    """The line's number or name (BT-126)."""
    note: LongText = None
    """A remark on the line (BT-127)."""
    invoiced_object: Identifier | None = None
    """What the line is about: a meter, a telephone number (BT-128)."""
    order_line: ShortText = None
    """The line of the purchase order (BT-132)."""
    accounting_reference: ShortText = None
    """Where the buyer books the line (BT-133)."""
    period: Period | None = None
    """The period that the line invoices (BG-26)."""
    allowances: Annotated[list[AllowanceCharge], Field(max_length=MOST_ROWS)] = []
    """Allowances on the line (BG-27)."""
    charges: Annotated[list[AllowanceCharge], Field(max_length=MOST_ROWS)] = []
    """Charges on the line (BG-28)."""
    price_discount: OptionalNumber = None
    """Discount on the price of one unit (BT-147 / BT-149)."""
    gross_price: OptionalNumber = None
    """Price of one unit before that discount (BT-148 / BT-149)."""
    price_base_quantity: OptionalNumber = None
    """How many units the document's own price is for (BT-149)."""
    price_base_unit: ShortText = None
    """The unit of that number (BT-150)."""
    tax_category: ShortText = None
    """Category of the tax, UNCL5305 (BT-151)."""
    buyer_product_code: ShortText = None
    """The buyer's article number (BT-156)."""
    standard_id: Identifier | None = None
    """Standard article number: a GTIN where the scheme is 0160 (BT-157)."""
    classifications: Annotated[list[Classification], Field(max_length=MOST_ROWS)] = []
    """The classes that the article is in (BT-158)."""
    origin_country: CountryCode = None
    """Country of origin, ISO 3166-1 alpha-2 (BT-159)."""
    attributes: Annotated[list[Attribute], Field(max_length=MOST_ROWS)] = []
    """Properties of the article (BG-32)."""
    booking: Booking | None = None
    """How the buyer books the line; a person gives it."""
