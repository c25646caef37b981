"""What is booked of an invoice: the account that its lines cost, against the account of the creditor."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from functions.api.left_out import LeftOutError, ensure_in_range
from shared.domain.booking import Booking, BookingField
from shared.domain.invoice import InvoiceData
from shared.domain.left_out_reasons import LeftOutCode

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
_LARGEST = Decimal(10) ** 10
"""Umsatz has ten digits before the comma."""

_ACCOUNT = re.compile(r"[0-9]{1,9}")
_TAX_KEY = re.compile(r"[0-9]{1,4}")
_CURRENCY = "EUR"
_ROUNDING_PER_LINE = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Whose books: consultant and client number, when their fiscal year starts (month, day), the length of their
    accounts, the creditors' collective account, and the account of what has none."""

    consultant: int
    client: int
    fiscal_year_start: tuple[int, int]
    account_length: int
    creditor_account: str
    expense_account: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One row. The amount has the tax in it; it is negative for what is given back."""

    amount: Decimal
    account: str
    tax_key: str
    cost_center: str


def fiscal_year(day: date, ledger: Ledger) -> date:
    """The first day of the fiscal year that the day is in."""
    month, first = ledger.fiscal_year_start
    start = date(day.year, month, first)
    return start if start <= day else date(day.year - 1, month, first)


def postings_of(data: InvoiceData, ledger: Ledger) -> list[Posting]:
    """The rows of an invoice, whose amounts are its total. Raises LeftOutError.

    Without a booking of a line all of it is one row. Else lines that are booked alike are a row; what is in the total
    beside them (charges, rounding) is booked as the invoice is."""
    for name in ("issue_date", "invoice_number", "total_amount"):
        if getattr(data, name) is None:
            raise LeftOutError(LeftOutCode.VALUE_MISSING, field=f"/{name}")
    if data.issue_date is not None:
        ensure_in_range(data.issue_date, field="/issue_date")
        ensure_in_range(fiscal_year(data.issue_date, ledger), LeftOutCode.FISCAL_YEAR_OUT_OF_RANGE)
    if data.due_date is not None:
        ensure_in_range(data.due_date, field="/due_date")
    if data.currency != _CURRENCY:
        raise LeftOutError(LeftOutCode.OTHER_CURRENCY, needed=_CURRENCY)
    total = (data.total_amount or _NOTHING).quantize(_CENT, ROUND_HALF_UP)
    if abs(total) >= _LARGEST:
        raise LeftOutError(LeftOutCode.TOTAL_TOO_LARGE)
    if data.document_type == "credit_note":
        total = -abs(total)
    whole = data.booking or Booking()
    shares = _by_lines(data, whole, total) if any(line.booking for line in data.lines) else [(whole, total)]
    rows: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for booking, amount in shares:
        rows[_row_of(booking, ledger)] += amount
    return [
        Posting(account=account, tax_key=key, cost_center=center, amount=amount)
        for (account, key, center), amount in rows.items()
        if amount
    ]


def _by_lines(data: InvoiceData, whole: Booking, total: Decimal) -> list[tuple[Booking, Decimal]]:
    sign = -1 if total < 0 < sum((line.net_amount or _NOTHING for line in data.lines), _NOTHING) else 1
    rates = {row.rate for row in data.tax_breakdown if row.rate is not None}
    only = next(iter(rates)) if len(rates) == 1 else None
    shares: list[tuple[Booking, Decimal]] = []
    for line in data.lines:
        rate = line.tax_rate if line.tax_rate is not None else only
        if line.net_amount is None or (rate is None and data.tax_amount):
            raise LeftOutError(LeftOutCode.LINES_INCOMPLETE)
        gross = line.net_amount * (1 + (rate or _NOTHING) / _HUNDRED)
        shares.append((_merged(line.booking, whole), (sign * gross).quantize(_CENT, ROUND_HALF_UP)))
    rest = total - sum((amount for _, amount in shares), _NOTHING)
    if abs(rest) <= _ROUNDING_PER_LINE * len(shares):
        largest = max(range(len(shares)), key=lambda index: abs(shares[index][1]))
        shares[largest] = (shares[largest][0], shares[largest][1] + rest)
    elif whole.account:
        shares.append((whole, rest))
    else:
        raise LeftOutError(LeftOutCode.LINES_NOT_TOTAL)
    return shares


def _merged(of_line: Booking | None, whole: Booking) -> Booking:
    """What a line is booked as: where it says nothing, as the invoice."""
    given = of_line.given() if of_line else {}
    return Booking(**{field.value: given.get(field) or getattr(whole, field) for field in BookingField})


def _row_of(booking: Booking, ledger: Ledger) -> tuple[str, str, str]:
    account = booking.account or ledger.expense_account
    if account is None:
        raise LeftOutError(LeftOutCode.ACCOUNT_MISSING)
    if not _ACCOUNT.fullmatch(account) or len(account) > ledger.account_length or not int(account):
        raise LeftOutError(LeftOutCode.ACCOUNT_INVALID, account=account, digits=ledger.account_length)
    key = booking.tax_code or ""
    if key and not _TAX_KEY.fullmatch(key):
        raise LeftOutError(LeftOutCode.TAX_KEY_INVALID, tax_key=key)
    return account, key.zfill(4) if key else "", booking.cost_center or ""
