"""What an invoice that claims EN 16931 must give, and in which form (BR-04 to BR-65, BR-CO-03, 04, 26, BR-DEC).

The terms that other documents are asked for too are in `terms`. The same mistake in many rows is one finding.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from shared.domain.checks.standard import claims_en16931
from shared.domain.finding_codes import AMOUNTS_OF_TWO_DECIMALS, REQUIRED_TERMS, FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_lines import Period
from shared.domain.tax_categories import TaxCategory

_CENT = Decimal("0.01")


def check_requirements(data: InvoiceData) -> Iterator[Finding]:
    """Missing terms, amounts with too many decimals, prices below zero, periods that end before they begin."""
    if not claims_en16931(data):
        return
    for code, path in REQUIRED_TERMS.items():
        if (pointer := next(_missing(data, path), None)) is not None:
            yield _required(code, pointer)
    for code, path in AMOUNTS_OF_TWO_DECIMALS.items():
        amounts = ((pointer, value) for pointer, value in _places(data, path) if value is not None)
        for pointer, amount in (one for one in amounts if one[1] % _CENT):
            yield finding(code, Level.WARNING, [pointer], field=pointer, amount=amount)
            break
    yield from _rates(data)
    yield from _tax_dates_and_currency(data)
    yield from _prices(data)
    yield from _periods(data)


def _required(code: FindingCode, pointer: str) -> Finding:
    return finding(code, Level.WARNING, [pointer], field=pointer)


def _missing(data: InvoiceData, path: str) -> Iterator[str]:
    """Pointers to the term at the path in each group that does not give it."""
    group, _, terms = path.rpartition("/")
    names = terms.split("|")
    for pointer, owner in _places(data, group):
        if owner is not None and all(getattr(owner, name) in (None, []) for name in names):
            yield f"{pointer}/{names[0]}"


def _places(value: Any, path: str, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """(pointer, value) of every place that the path names; `*` is every row."""
    if not path or value is None:
        if not path:
            yield pointer, value
        return
    _, step, *rest = path.split("/", 2)
    below = f"/{rest[0]}" if rest else ""
    inner = enumerate(value) if step == "*" else [(step, getattr(value, step))]
    for name, one in inner:
        yield from _places(one, below, f"{pointer}/{name}")


def _rates(data: InvoiceData) -> Iterator[Finding]:
    for index, row in enumerate(data.tax_breakdown):
        if row.rate is None and row.category != TaxCategory.NOT_SUBJECT:
            yield _required(FindingCode.BR_48, f"/tax_breakdown/{index}/rate")
            return


def _tax_dates_and_currency(data: InvoiceData) -> Iterator[Finding]:
    other_currency = data.tax_currency is not None and data.tax_currency != data.currency
    if other_currency and data.tax_amount_in_tax_currency is None:
        yield _required(FindingCode.BR_53, "/tax_amount_in_tax_currency")
    if data.tax_point_date and data.tax_point_code:
        yield finding(FindingCode.BR_CO_03, Level.WARNING, ["/tax_point_date", "/tax_point_code"])


def _prices(data: InvoiceData) -> Iterator[Finding]:
    for code, name in ((FindingCode.BR_27, "unit_price"), (FindingCode.BR_28, "gross_price")):
        for index, line in enumerate(data.lines):
            price = getattr(line, name)
            if price is not None and price < 0:
                pointer = f"/lines/{index}/{name}"
                yield finding(code, Level.WARNING, [pointer], line=index + 1, price=price, currency=data.currency)
                break


def _periods(data: InvoiceData) -> Iterator[Finding]:
    for start, end in _ending_early(data.period):
        both = ["/period/start", "/period/end"]
        yield finding(FindingCode.BR_29, Level.WARNING, both, start=start, end=end)
    for index, line in enumerate(data.lines):
        for start, end in _ending_early(line.period):
            both = [f"/lines/{index}/period/start", f"/lines/{index}/period/end"]
            yield finding(FindingCode.BR_30, Level.WARNING, both, line=index + 1, start=start, end=end)
            return


def _ending_early(period: Period | None) -> Iterator[tuple[date, date]]:
    """Start and end of a period that ends before it begins."""
    if period is not None and period.start is not None and period.end is not None and period.end < period.start:
        yield period.start, period.end
