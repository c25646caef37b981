"""This invoice beside the same seller's earlier ones: paid twice, or unlike what this seller usually asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData

ENOUGH_TOTALS = 5
"""Fewer earlier invoices say nothing about what is usual."""

UNUSUAL_RATIO = 3
"""A total is unusual when it is this many times the usual one, and also outside the seller's own spread."""

SPREADS = 5
"""… and this many median deviations away from the median: sellers whose invoices vary a lot are given more room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierInvoice:
    """Another invoice, as far as a finding names it."""

    invoice_id: int
    filename: str
    issue_date: date | None = None
    total_amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerHistory:
    """What the store knows of this seller; rejected and deleted invoices and this one itself are left out.

    `same_number`: invoices with the same seller and number. `same_date_and_total`: same seller, date and total.
    `totals`: this seller's earlier totals in the same currency and of the same document type, any order.
    """

    same_number: tuple[EarlierInvoice, ...] = ()
    same_date_and_total: tuple[EarlierInvoice, ...] = ()
    totals: tuple[Decimal, ...] = ()


def check_history(data: InvoiceData, history: SellerHistory) -> Iterator[Finding]:
    """Duplicates and a total that is far from this seller's usual one."""
    seller = data.seller.name
    if history.same_number and data.invoice_number is not None:
        yield finding(
            FindingCode.DUPLICATE_NUMBER,
            Level.ERROR,
            ["/invoice_number", "/seller/name"],
            number=data.invoice_number,
            seller=seller,
            invoices=_named(history.same_number),
        )
    known = {earlier.invoice_id for earlier in history.same_number}
    others = tuple(earlier for earlier in history.same_date_and_total if earlier.invoice_id not in known)
    if others and data.issue_date is not None and data.total_amount is not None:
        yield finding(
            FindingCode.DUPLICATE_AMOUNT_AND_DATE,
            Level.WARNING,
            ["/issue_date", "/total_amount", "/seller/name"],
            seller=seller,
            issued=data.issue_date,
            total=data.total_amount,
            currency=data.currency,
            invoices=_named(others),
        )
    yield from _unusual(data, history.totals, seller)


def _unusual(data: InvoiceData, totals: tuple[Decimal, ...], seller: str | None) -> Iterator[Finding]:
    earlier = [abs(total) for total in totals if total != 0]
    if data.total_amount is None or data.total_amount == 0 or len(earlier) < ENOUGH_TOTALS:
        return
    total = abs(data.total_amount)
    usual = median(earlier)
    spread = median(abs(value - usual) for value in earlier)
    much = total > usual * UNUSUAL_RATIO and total - usual > spread * SPREADS
    # Downwards a distance means little (nothing is below 0): the ratio and the smallest so far decide.
    little = total * UNUSUAL_RATIO < usual and total * 2 < min(earlier)
    if much or little:
        yield finding(
            FindingCode.UNUSUAL_TOTAL,
            Level.WARNING if much else Level.INFO,
            ["/total_amount"],
            total=data.total_amount,
            usual=usual,
            invoices=len(earlier),
            seller=seller,
            direction="high" if much else "low",
            currency=data.currency,
        )


def _named(invoices: tuple[EarlierInvoice, ...]) -> list[dict[str, object]]:
    return [{"invoice_id": earlier.invoice_id, "filename": earlier.filename} for earlier in invoices]
