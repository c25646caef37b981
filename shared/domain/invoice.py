"""What an invoice says, in the terms of EN 16931. One model serves validation, JSON, OpenAPI and the model's schema."""

import re
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from shared.domain.normalising import normalised_code

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?")
_TOO_LARGE = 10**12
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _exact(value: Any) -> Any:
    """A number of JSON by the digits it was written with (binary floats never touch money), or a plain decimal string.

    Decimal itself would take "1e3", " 12 ", "1_000" and digits of every script."""
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
    """A date, or a string of its ISO 8601 form: pydantic would take seconds since 1970, and a date with a time."""
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
    BeforeValidator(_exact),
    Field(max_digits=20, decimal_places=8, allow_inf_nan=False),
    PlainSerializer(_plain, return_type=str, when_used="json"),
]
"""A decimal of at most 12 digits before and 8 after the point; a string like "774578.80" in JSON."""

OptionalNumber = Annotated[Number | None, BeforeValidator(_none_if_blank)]
OptionalDate = Annotated[Annotated[date, BeforeValidator(_day)] | None, BeforeValidator(_none_if_blank)]


LONGEST_SHORT_TEXT = 200
LONGEST_TEXT = 5000
"""Characters of a name or a number, and of an address, a description or a note."""

MOST_LINES = 5000
MOST_CODES = 5000
MOST_TAX_ROWS = 200

ShortText = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_SHORT_TEXT)] | None,
    BeforeValidator(_none_if_blank),
]
LongText = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)] | None,
    BeforeValidator(_none_if_blank),
]
CurrencyCode = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")] | None,
    BeforeValidator(_none_if_blank),
]
CountryCode = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{2}$")] | None,
    BeforeValidator(_none_if_blank),
]
OperationCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
OperationCodes = Annotated[list[OperationCode], Field(max_length=MOST_CODES)]


class _Part(BaseModel):
    # A fault is told without the value: it would go into the logs with it.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Party(_Part):
    """Seller (BG-4) or buyer (BG-7)."""

    name: ShortText = None  # BT-27, BT-44
    vat_id: ShortText = None  # BT-31, BT-48
    tax_id: ShortText = None  # BT-30, BT-32, BT-47
    address: LongText = None  # BG-5, BG-8: the lines joined by ", "
    country: CountryCode = None  # BT-40, BT-55: ISO 3166-1 alpha-2
    email: ShortText = None  # BT-43, BT-58
    phone: ShortText = None  # BT-42, BT-57
    website: ShortText = None


class Payment(_Part):
    """How to pay (BG-16)."""

    iban: ShortText = None  # BT-84, when it is an IBAN
    bic: ShortText = None  # BT-86
    account: ShortText = None  # BT-84, any other account number
    reference: ShortText = None  # BT-83: remittance information
    means: ShortText = None  # BT-81 (UNTDID 4461) or BT-82 (its words)


class TaxSubtotal(_Part):
    """One row of the VAT breakdown (BG-23)."""

    category: ShortText = None  # BT-118: UNCL5305 (S, Z, E, AE, K, G, O, L, M, B)
    rate: OptionalNumber = None  # BT-119: per cent, 21 means 21 %
    taxable_amount: OptionalNumber = None  # BT-116
    tax_amount: OptionalNumber = None  # BT-117


class Line(_Part):
    """One invoice line (BG-25)."""

    description: LongText = None  # BT-153, BT-154
    product_code: ShortText = None  # BT-155, BT-157
    quantity: OptionalNumber = None  # BT-129
    unit: ShortText = None  # BT-130: as printed, or UNECE Rec 20
    unit_price: OptionalNumber = None  # BT-146
    tax_rate: OptionalNumber = None  # BT-152: per cent
    net_amount: OptionalNumber = None  # BT-131
    operation_codes: OperationCodes = []


class InvoiceData(_Part):
    """Everything one invoice says. A field that the document does not give is null, never a guess."""

    document_type: Literal["invoice", "credit_note"] | None = None  # BT-3
    invoice_number: ShortText = None  # BT-1
    issue_date: OptionalDate = None  # BT-2
    due_date: OptionalDate = None  # BT-9
    currency: CurrencyCode = None  # BT-5: ISO 4217
    purchase_order: ShortText = None  # BT-13
    payment_terms: LongText = None  # BT-20
    seller: Party = Party()  # BG-4
    buyer: Party = Party()  # BG-7
    payment: Payment = Payment()  # BG-16
    net_amount: OptionalNumber = None  # BT-109
    tax_amount: OptionalNumber = None  # BT-110
    total_amount: OptionalNumber = None  # BT-112
    paid_amount: OptionalNumber = None  # BT-113
    amount_due: OptionalNumber = None  # BT-115
    tax_breakdown: Annotated[list[TaxSubtotal], Field(max_length=MOST_TAX_ROWS)] = []  # BG-23
    lines: Annotated[list[Line], Field(max_length=MOST_LINES)] = []  # BG-25
    operation_codes: OperationCodes = []  # advertising and operation order numbers of the whole document
    notes: LongText = None  # BT-22
    summary: LongText = None  # ours: one or two sentences for a person

    def as_json(self) -> dict[str, Any]:
        """The public JSON form: amounts as decimal strings, dates as ISO 8601."""
        return self.model_dump(mode="json")


def all_operation_codes(data: InvoiceData) -> list[str]:
    """The codes of the invoice and of its lines, each once, in order of appearance."""
    codes = [*data.operation_codes, *(code for line in data.lines for code in line.operation_codes)]
    return list(dict.fromkeys(codes))


# What may stand before the number of an order: "OP 443485", "O.P. Nº 443485", "Orden de Publicidad 443485".
_CODE_LABEL = re.compile(r"(?:op|orden(?:de)?publicidad|orden|order)?(?:numero|number|num|nro|nr|no|n)?(?=\d)")


def code_keys(code: str) -> frozenset[str]:
    """What an operation code is found by: itself, normalised, with and without the label before its number."""
    whole = normalised_code(code)
    label = _CODE_LABEL.match(whole)
    return frozenset(key for key in (whole, whole[label.end() :] if label else whole) if key)
