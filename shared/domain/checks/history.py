"""This invoice beside the same seller's earlier ones: paid twice, or unlike what this seller usually asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from shared.domain.checks.wording import money
from shared.domain.evidence import Finding, Level
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
    seller = data.seller.name or "this seller"
    if history.same_number:
        yield Finding(
            code="duplicate-number",
            level=Level.ERROR,
            message=f"Invoice number {data.invoice_number} of {seller} is here already: {_list(history.same_number)}.",
            pointers=["/invoice_number", "/seller/name"],
        )
    known = {earlier.invoice_id for earlier in history.same_number}
    others = tuple(earlier for earlier in history.same_date_and_total if earlier.invoice_id not in known)
    if others:
        total = money(data.total_amount, data.currency) if data.total_amount is not None else "the same total"
        yield Finding(
            code="duplicate-amount-and-date",
            level=Level.WARNING,
            message=f"{seller} has another invoice of {data.issue_date} for {total}: {_list(others)}.",
            pointers=["/issue_date", "/total_amount", "/seller/name"],
        )
    yield from _unusual(data, history.totals, seller)


def _unusual(data: InvoiceData, totals: tuple[Decimal, ...], seller: str) -> Iterator[Finding]:
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
        yield Finding(
            code="unusual-total",
            level=Level.WARNING if much else Level.INFO,
            message=(
                f"The total {money(data.total_amount, data.currency)} is unlike what {seller} usually asks: "
                f"{money(usual, data.currency)} in the middle of {len(earlier)} invoices."
            ),
            pointers=["/total_amount"],
        )


def _list(invoices: tuple[EarlierInvoice, ...]) -> str:
    shown = ", ".join(f"no. {earlier.invoice_id} ({earlier.filename})" for earlier in invoices[:3])
    return shown if len(invoices) <= 3 else f"{shown} and {len(invoices) - 3} more"
