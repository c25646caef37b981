"""The VAT categories of an invoice that claims EN 16931 (BR-S, Z, E, AE, IC, G, O: rules 05 to 10; BR-CO-18).

On a page a category that is not printed says nothing, so nothing is checked there.
"""

from collections.abc import Iterator
from decimal import Decimal

from shared.domain.checks.standard import claims_en16931
from shared.domain.checks.tolerance import WHOLE_UNIT, rounding, total_of, unit
from shared.domain.finding_codes import CATEGORY_CODES, CategoryRule, FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, TaxSubtotal
from shared.domain.tax_categories import TaxCategory


def check_categories(data: InvoiceData) -> Iterator[Finding]:
    """Rates, taxable amounts, taxes and exemption reasons against the categories they are given for."""
    if not claims_en16931(data):
        return
    if not data.tax_breakdown:
        yield finding(FindingCode.BR_CO_18, Level.WARNING, ["/tax_breakdown"])
    yield from _rates(data)
    for index, row in enumerate(data.tax_breakdown):
        category = _category(row.category)
        if category is not None:
            yield from _row(data, index, row, category)


def _category(code: str | None) -> TaxCategory | None:
    """Null for a category that no rule here is about, and for what is no category."""
    return TaxCategory(code) if code in set(TaxCategory) else None


def _rates(data: InvoiceData) -> Iterator[Finding]:
    groups = (
        (CategoryRule.LINE_RATE, "lines", [(one.tax_category, one.tax_rate) for one in data.lines]),
        (CategoryRule.ALLOWANCE_RATE, "allowances", [(one.tax_category, one.tax_rate) for one in data.allowances]),
        (CategoryRule.CHARGE_RATE, "charges", [(one.tax_category, one.tax_rate) for one in data.charges]),
    )
    for rule, name, rows in groups:
        reported: set[TaxCategory] = set()
        for index, (code, rate) in enumerate(rows):
            category = _category(code)
            if category is None or category in reported or _fits(category, rate):
                continue
            reported.add(category)  # the same mistake on every line is one mistake
            yield finding(
                CATEGORY_CODES[category, rule],
                Level.ERROR,
                [f"/{name}/{index}/tax_rate", f"/{name}/{index}/tax_category"],
                category=category.value,
                row=index + 1,
                rate=rate,
            )


def _fits(category: TaxCategory, rate: Decimal | None) -> bool:
    match category:
        case TaxCategory.STANDARD:
            return rate is not None and rate > 0
        case TaxCategory.NOT_SUBJECT:
            return rate is None
        case _:
            return rate == 0


def _row(data: InvoiceData, index: int, row: TaxSubtotal, category: TaxCategory) -> Iterator[Finding]:
    pointer = f"/tax_breakdown/{index}"
    rate = row.rate if category is TaxCategory.STANDARD else None
    expected = _taxable(data, category, rate)
    if row.taxable_amount is not None and expected is not None:
        step = unit(data.currency, [row.taxable_amount])
        difference = abs(row.taxable_amount - expected)
        # Where VAT is computed the standard lets anything below a whole unit pass.
        exact = category is TaxCategory.NOT_SUBJECT
        if difference > rounding(step, 2, exact=True) if exact else difference >= WHOLE_UNIT:
            yield finding(
                CATEGORY_CODES[category, CategoryRule.TAXABLE_AMOUNT],
                Level.ERROR,
                [f"{pointer}/taxable_amount"],
                category=category.value,
                rate=rate,
                sum=expected,
                taxable=row.taxable_amount,
                currency=data.currency,
            )
    if category is not TaxCategory.STANDARD and row.tax_amount:
        yield finding(
            CATEGORY_CODES[category, CategoryRule.TAX_AMOUNT],
            Level.ERROR,
            [f"{pointer}/tax_amount"],
            category=category.value,
            tax=row.tax_amount,
            currency=data.currency,
        )
    if bool(row.exemption_reason or row.exemption_code) is not category.needs_exemption_reason:
        yield finding(
            CATEGORY_CODES[category, CategoryRule.EXEMPTION_REASON],
            Level.WARNING,
            [f"{pointer}/exemption_reason"],
            category=category.value,
        )


def _taxable(data: InvoiceData, category: TaxCategory, rate: Decimal | None) -> Decimal | None:
    """Lines and charges less allowances of the category, and of the rate if it is the standard one; null when that rate
    or one of the amounts is not known."""
    if category is TaxCategory.STANDARD and rate is None:
        return None
    lines, allowances, charges = (
        [amount for code, percent, amount in rows if code == category and (rate is None or percent == rate)]
        for rows in (
            [(one.tax_category, one.tax_rate, one.net_amount) for one in data.lines],
            [(one.tax_category, one.tax_rate, one.amount) for one in data.allowances],
            [(one.tax_category, one.tax_rate, one.amount) for one in data.charges],
        )
    )
    if any(amount is None for amount in (*lines, *allowances, *charges)):
        return None
    return total_of(lines) + total_of(charges) - total_of(allowances)
