"""The lines of an invoice (BG-25)."""

from typing import Annotated

from pydantic import Field

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

    start: OptionalDate = None  # BT-73, BT-134
    end: OptionalDate = None  # BT-74, BT-135


class Attribute(Part):
    """A property of what is sold (BG-32)."""

    name: Text  # BT-160
    value: ShortText = None  # BT-161


class Line(Part):
    """One invoice line (BG-25). Its prices are for one unit, also where the document prices a hundred of them."""

    description: LongText = None  # BT-153, BT-154
    product_code: ShortText = None  # BT-155, else BT-157
    quantity: OptionalNumber = None  # BT-129
    unit: ShortText = None  # BT-130: as printed, or UNECE Rec 20
    unit_price: OptionalNumber = None  # BT-146 / BT-149: the net price of one unit
    tax_rate: OptionalNumber = None  # BT-152: per cent
    net_amount: OptionalNumber = None  # BT-131
    operation_codes: OperationCodes = []
    id: ShortText = None  # BT-126
    note: LongText = None  # BT-127
    invoiced_object: Identifier | None = None  # BT-128
    order_line: ShortText = None  # BT-132: the line of the purchase order
    accounting_reference: ShortText = None  # BT-133
    period: Period | None = None  # BG-26
    allowances: Annotated[list[AllowanceCharge], Field(max_length=MOST_ROWS)] = []  # BG-27
    charges: Annotated[list[AllowanceCharge], Field(max_length=MOST_ROWS)] = []  # BG-28
    price_discount: OptionalNumber = None  # BT-147 / BT-149: of one unit
    gross_price: OptionalNumber = None  # BT-148 / BT-149: of one unit
    price_base_quantity: OptionalNumber = None  # BT-149: how many units the document's own price is for
    price_base_unit: ShortText = None  # BT-150
    tax_category: ShortText = None  # BT-151: UNCL5305
    buyer_product_code: ShortText = None  # BT-156
    standard_id: Identifier | None = None  # BT-157: a GTIN, when the scheme is 0160
    classifications: Annotated[list[Classification], Field(max_length=MOST_ROWS)] = []  # BT-158
    origin_country: CountryCode = None  # BT-159
    attributes: Annotated[list[Attribute], Field(max_length=MOST_ROWS)] = []  # BG-32
