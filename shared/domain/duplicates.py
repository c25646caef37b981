"""Whether two invoices of one seller are the same invoice twice, beyond equal bytes: by number, or by amount and date.

Pure: the store hands in rows that may be (`shared.domain.comparison_keys` finds them), this decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from shared.domain.comparison_keys import NumberLikeness, name_key, number_likeness, tax_key
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status

NEAR = timedelta(days=7)
"""So far apart the same amount is asked twice by mistake; a month apart it is a rent."""

COUNTED = (Status.WAITING_VALIDATION, Status.PROCESSED)
"""An invoice in another state is not paid, or not read: it is nobody's duplicate."""

_SAME_YEAR = timedelta(days=180)
"""Farther apart, and in another calendar year, a number may rightly come again: many sellers begin each year at 1."""


Pair = tuple[int, int]
"""The ids of two invoices, the smaller one first."""


def pair_of(one: int, other: int) -> Pair:
    """The pair of these two, whichever is asked about."""
    return min(one, other), max(one, other)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    """What a person says of an invoice and another one that looks like it: `apart`, they are two; else that is taken
    back."""

    other_id: int
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFacts:
    """What two invoices are compared by. `seller_tax_key` and `seller_name_key` are keys of
    `shared.domain.comparison_keys`; what is not known is None."""

    invoice_id: int
    filename: str
    seller_tax_key: str | None = None
    seller_name_key: str | None = None
    document_type: str | None = None
    invoice_number: str | None = None
    issue_date: date | None = None
    total_amount: Decimal | None = None
    currency: str | None = None


def facts_of(invoice_id: int, filename: str, data: InvoiceData) -> InvoiceFacts:
    """The facts of an invoice's data."""
    return InvoiceFacts(
        invoice_id=invoice_id,
        filename=filename,
        seller_tax_key=tax_key(data.seller.vat_id, data.seller.tax_id),
        seller_name_key=name_key(data.seller.name),
        document_type=data.document_type,
        invoice_number=data.invoice_number,
        issue_date=data.issue_date,
        total_amount=data.total_amount,
        currency=data.currency,
    )


class Likeness(StrEnum):
    """Why two invoices are taken for one, the strongest reason first."""

    NUMBER_AND_AMOUNT = "number-and-amount"
    NUMBER = "number"
    MISREAD_NUMBER = "misread-number"  # but for one character that looks like the other
    AMOUNT = "amount"  # the same amount within days, and nothing against it in the numbers
    REPEATED_NUMBER = "repeated-number"  # the same number and amount, in another year
    AMOUNT_ONLY = "amount-only"  # the same day and amount under another number: worth a look, no duplicate

    @property
    def is_duplicate(self) -> bool:
        """Whether the other invoice is shown as a duplicate."""
        return self is not Likeness.AMOUNT_ONLY


_STRENGTH = list(Likeness)


def likeness(one: InvoiceFacts, other: InvoiceFacts) -> Likeness | None:
    """Why these two may be one invoice; None: they are two."""
    if not _may_be_one_seller(one, other) or _differ(one.document_type, other.document_type):
        return None
    if one.invoice_number is None or other.invoice_number is None:
        return _by_amount(one, other, NumberLikeness.PART)
    match number_likeness(one.invoice_number, other.invoice_number):
        case NumberLikeness.SAME:
            return _by_number(one, other)
        case NumberLikeness.MISREAD if _same_amount(one, other) or _same_day(one, other):
            return Likeness.MISREAD_NUMBER
        case NumberLikeness.MISREAD:
            return None
        case alike:
            return _by_amount(one, other, alike)


def duplicates_of(one: InvoiceFacts, others: Iterable[InvoiceFacts]) -> list[tuple[InvoiceFacts, Likeness]]:
    """Those of the others that may be this invoice, the strongest first, among equals the earliest."""
    found = [(other, why) for other in others if other.invoice_id != one.invoice_id and (why := likeness(one, other))]
    return sorted(found, key=lambda pair: (_STRENGTH.index(pair[1]), pair[0].invoice_id))


def _by_number(one: InvoiceFacts, other: InvoiceFacts) -> Likeness | None:
    same_amount = _same_amount(one, other)
    if not (same_amount or _same_day(one, other)) and _sellers_may_differ(one, other):
        return None
    if _years_apart(one, other):
        return Likeness.REPEATED_NUMBER if same_amount else None
    return Likeness.NUMBER_AND_AMOUNT if same_amount else Likeness.NUMBER


def _by_amount(one: InvoiceFacts, other: InvoiceFacts, numbers: NumberLikeness) -> Likeness | None:
    if not _same_amount(one, other) or _differ(one.seller_tax_key, other.seller_tax_key):
        return None
    if _same_day(one, other):
        return Likeness.AMOUNT_ONLY if numbers is NumberLikeness.DIFFERENT else Likeness.AMOUNT
    if numbers is NumberLikeness.DIFFERENT or one.invoice_number is None is other.invoice_number:
        return None  # a coffee a day costs the same each day
    near = one.issue_date and other.issue_date and abs(one.issue_date - other.issue_date) <= NEAR
    return Likeness.AMOUNT if near else None


def _may_be_one_seller(one: InvoiceFacts, other: InvoiceFacts) -> bool:
    same_number = one.seller_tax_key is not None and one.seller_tax_key == other.seller_tax_key
    same_name = one.seller_name_key is not None and one.seller_name_key == other.seller_name_key
    return same_number or same_name


def _sellers_may_differ(one: InvoiceFacts, other: InvoiceFacts) -> bool:
    """Two names under one tax number (a VAT group), or two tax numbers under one name (another Taxi Garcia; or the two
    kinds of number of one seller)."""
    return _differ(one.seller_tax_key, other.seller_tax_key) or _differ(one.seller_name_key, other.seller_name_key)


def _same_amount(one: InvoiceFacts, other: InvoiceFacts) -> bool:
    if one.total_amount is None or not one.total_amount or one.total_amount != other.total_amount:
        return False
    return not _differ(one.currency, other.currency)


def _years_apart(one: InvoiceFacts, other: InvoiceFacts) -> bool:
    if one.issue_date is None or other.issue_date is None or one.issue_date.year == other.issue_date.year:
        return False
    return abs(one.issue_date - other.issue_date) > _SAME_YEAR


def _same_day(one: InvoiceFacts, other: InvoiceFacts) -> bool:
    return one.issue_date is not None and one.issue_date == other.issue_date


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
