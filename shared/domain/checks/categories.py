"""The VAT categories of an invoice that claims EN 16931 (BR-S, Z, E, AE, IC, G, O: rules 02 to 14;
BR-CO-18).

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
    yield from _parties(data)
    yield from _rates(data)
    yield from _intra_community(data)
    yield from _beside_not_subject(data)
    for index, row in enumerate(data.tax_breakdown):
        category = _category(row.category)
        if category is not None:
            yield from _row(data, index, row, category)


def _category(code: str | None) -> TaxCategory | None:
    """Null for a category that no rule here is about, and for what is no category."""
    return TaxCategory(code) if code in set(TaxCategory) else None


def _parties(data: InvoiceData) -> Iterator[Finding]:
    groups = (
        (CategoryRule.LINE_PARTIES, [one.tax_category for one in data.lines]),
        (CategoryRule.ALLOWANCE_PARTIES, [one.tax_category for one in data.allowances]),
        (CategoryRule.CHARGE_PARTIES, [one.tax_category for one in data.charges]),
    )
    for rule, codes in groups:
        for category in sorted({own for code in codes if (own := _category(code)) is not None}):
            if not _parties_fit(data, category):
                pointers = ["/seller/vat_id", "/buyer/vat_id"]
                yield finding(CATEGORY_CODES[category, rule], Level.WARNING, pointers, category=category.value)


def _parties_fit(data: InvoiceData, category: TaxCategory) -> bool:
    """Whether the parties give the tax numbers that the category asks for; the seller's tax representative may do so
    in its place."""
    seller, buyer, representative = data.seller, data.buyer, data.tax_representative
    seller_vat = seller.vat_id or (representative and representative.vat_id)
    match category:
        case TaxCategory.NOT_SUBJECT:
            return not seller_vat and not buyer.vat_id
        case TaxCategory.INTRA_COMMUNITY:
            return bool(seller_vat and buyer.vat_id)
        case TaxCategory.EXPORT:
            return bool(seller_vat)
        case TaxCategory.REVERSE_CHARGE:
            return bool((seller_vat or seller.tax_id) and (buyer.vat_id or buyer.legal_id))
        case _:
            return bool(seller_vat or seller.tax_id)


def _intra_community(data: InvoiceData) -> Iterator[Finding]:
    """A delivery to another country of the union says when and where to (BR-IC-11, 12)."""
    if all(row.category != TaxCategory.INTRA_COMMUNITY for row in data.tax_breakdown):
        return
    if data.period is None and (data.delivery is None or data.delivery.date is None):
        yield finding(FindingCode.BR_IC_11, Level.WARNING, ["/delivery/date"], field="/delivery/date")
    address = data.delivery.postal_address if data.delivery else None
    if address is None or address.country is None:
        pointer = "/delivery/postal_address/country"
        yield finding(FindingCode.BR_IC_12, Level.WARNING, [pointer], field=pointer)


def _beside_not_subject(data: InvoiceData) -> Iterator[Finding]:
    """What is not subject to VAT stands alone (BR-O-11 to 14)."""
    if all(row.category != TaxCategory.NOT_SUBJECT for row in data.tax_breakdown):
        return
    groups = (
        (FindingCode.BR_O_11, "tax_breakdown", "category", [one.category for one in data.tax_breakdown]),
        (FindingCode.BR_O_12, "lines", "tax_category", [one.tax_category for one in data.lines]),
        (FindingCode.BR_O_13, "allowances", "tax_category", [one.tax_category for one in data.allowances]),
        (FindingCode.BR_O_14, "charges", "tax_category", [one.tax_category for one in data.charges]),
    )
    for code, rows, name, categories in groups:
        for index, category in enumerate(categories):
            if category is not None and category != TaxCategory.NOT_SUBJECT:
                yield finding(code, Level.WARNING, [f"/{rows}/{index}/{name}"], category=category)
                break


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
        # Where VAT is computed the standard lets a whole unit pass.
        exact = category is TaxCategory.NOT_SUBJECT
        if difference > rounding(step, 2, exact=True) if exact else difference > WHOLE_UNIT:
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
