"""This invoice beside the same seller's earlier ones: paid twice, or unlike what this seller usually asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from shared.domain.accounts import AccountHistory
from shared.domain.companies import OwnCompanies
from shared.domain.duplicates import InvoiceFacts, Likeness, duplicates_of, facts_of
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
class SellerHistory:
    """What the store knows that an invoice is checked against; rejected and deleted invoices are left out.

    `others`: invoices of the same seller that may be this one, but for this one itself; `told_apart`: the ids of those
    of which a person said that they are not. `totals`: the seller's earlier
    totals in the same currency, any order. `accounts`: where confirmed invoices had their money go. `companies`: our
    own.
    """

    others: tuple[InvoiceFacts, ...] = ()
    told_apart: frozenset[int] = frozenset()
    totals: tuple[Decimal, ...] = ()
    accounts: AccountHistory = field(default_factory=AccountHistory)
    companies: OwnCompanies = field(default_factory=OwnCompanies)


_LEVELS: Mapping[Likeness, tuple[FindingCode, Level]] = {
    Likeness.NUMBER_AND_AMOUNT: (FindingCode.DUPLICATE_NUMBER, Level.ERROR),
    Likeness.NUMBER: (FindingCode.DUPLICATE_NUMBER, Level.ERROR),
    Likeness.MISREAD_NUMBER: (FindingCode.DUPLICATE_NUMBER, Level.ERROR),
    Likeness.AMOUNT: (FindingCode.DUPLICATE_AMOUNT_AND_DATE, Level.WARNING),
    Likeness.REPEATED_NUMBER: (FindingCode.DUPLICATE_NUMBER, Level.WARNING),
    Likeness.AMOUNT_ONLY: (FindingCode.DUPLICATE_AMOUNT_AND_DATE, Level.INFO),
}


def check_history(data: InvoiceData, history: SellerHistory) -> Iterator[Finding]:
    """Duplicates, and a total that is far from this seller's usual one."""
    alike: dict[tuple[FindingCode, Level], list[InvoiceFacts]] = {}
    others = (other for other in history.others if other.invoice_id not in history.told_apart)
    for other, why in duplicates_of(facts_of(0, "", data), others):
        alike.setdefault(_LEVELS[why], []).append(other)
    for (code, level), found in alike.items():
        yield _duplicate(code, level, data, found)
    yield from _unusual(data, history.totals, data.seller.name)


def _duplicate(code: FindingCode, level: Level, data: InvoiceData, others: list[InvoiceFacts]) -> Finding:
    invoices = [{"invoice_id": other.invoice_id, "filename": other.filename} for other in others]
    if code is FindingCode.DUPLICATE_NUMBER:
        return finding(
            code,
            level,
            ["/invoice_number", "/seller/name"],
            number=data.invoice_number,
            seller=data.seller.name,
            invoices=invoices,
        )
    return finding(
        code,
        level,
        ["/issue_date", "/total_amount", "/seller/name"],
        seller=data.seller.name,
        issued=data.issue_date,
        total=data.total_amount,
        currency=data.currency,
        invoices=invoices,
    )


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
