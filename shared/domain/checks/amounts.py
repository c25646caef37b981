"""The totals of the document against each other (EN 16931: BR-CO-11 to BR-CO-17).

`total_amount` is BT-112: with VAT, before anything is withheld. Beside the standard stand surcharges (in the total),
withholdings and a previous balance (in the amount due), tips and cash rounding. A printed total may be given before or
after each of them, so it is right when any of these sums makes it; an invoice that claims EN 16931 has one sum only.
"""

from collections.abc import Iterator
from decimal import Decimal

from shared.domain.checks.standard import claims_en16931, is_structured
from shared.domain.checks.tolerance import (
    NOTHING,
    WHOLE_UNIT,
    cash_step,
    is_cash_rounding,
    nearest,
    rounding,
    total_of,
    unit,
)
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, TaxSubtotal
from shared.domain.invoice_amounts import DocumentAllowanceCharge, Surcharge

HIGHEST_WITHHOLDING = Decimal(30)
"""Per cent of the net amount that a buyer pays to the tax office in the seller's place (income tax, in some countries a
part of the VAT); more is no withholding but a misread amount."""

_MAY_BE_NEGATIVE = frozenset({"384"})
"""Types of invoice (UNTDID 1001) beside credit notes whose totals are rightly below zero: a corrected invoice."""


def check_amounts(data: InvoiceData) -> Iterator[Finding]:
    """Net, tax, total, paid, due and the tax breakdown; a sum is checked only when all of its figures are known.

    A total without any finding about net and tax was compared: if one of the two is missing, a note says so."""
    step = unit(data.currency, [data.net_amount, data.tax_amount, data.total_amount, data.amount_due])
    yield from _total(data, step)
    yield from _tax_sum(data, step)
    yield from _taxable_sum(data, step)
    for index, row in enumerate(data.tax_breakdown):
        yield from _tax_row(data, index, row, step)
    yield from _allowances_and_charges(data, step)
    yield from _net(data, step)
    yield from _due(data, step)
    yield from _signs(data)


def _total(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    net, tax, total, currency = data.net_amount, data.tax_amount, data.total_amount, data.currency
    if total is None:
        return  # BR-14 says so
    if net is not None and tax is None and abs(total) + step < abs(nearest(total, net, _beside_tax(data))):
        # Without a tax amount the total cannot be called wrong unless it lies below the net.
        yield finding(
            FindingCode.TOTAL_BELOW_NET,
            Level.WARNING,
            ["/net_amount", "/total_amount"],
            total=total,
            net=net,
            currency=currency,
        )
        return
    if net is None or tax is None:
        missing = [pointer for pointer, amount in (("/net_amount", net), ("/tax_amount", tax)) if amount is None]
        yield finding(FindingCode.TOTAL_NOT_COMPARED, Level.INFO, missing, fields=missing)
        return
    exact = claims_en16931(data)
    expected = net + tax if exact else nearest(total, net + tax, _beside_tax(data))
    pointers = ["/net_amount", "/tax_amount", "/total_amount"]
    rows = [row.tax_amount for row in data.tax_breakdown if row.tax_amount is not None]
    # Withheld and additional taxes are rows too, which the tax amount may leave out.
    by_rows = not exact and rows and abs(total - (net + total_of(rows))) <= rounding(step, len(rows) + 2)
    if abs(total - expected) <= rounding(step, 3, exact=exact) or by_rows:
        return
    if not exact and is_cash_rounding(total, expected, data.currency):
        yield finding(
            FindingCode.TOTAL_ROUNDED,
            Level.INFO,
            pointers,
            total=total,
            sum=expected,
            step=cash_step(data.currency),
            currency=currency,
        )
        return
    difference = total - (net + tax)
    yield finding(
        FindingCode.BR_CO_15,
        Level.ERROR,
        pointers,
        net=net,
        tax=tax,
        sum=net + tax,
        total=total,
        difference=abs(difference),
        direction="too_much" if difference > 0 else "too_little",
        withholding=_withheld_rate(net, tax, total) if not data.withholdings else None,
        currency=currency,
    )


def _is_taxed(surcharge: Surcharge) -> bool:
    """A surcharge that is taxed itself is part of the net amount; any other is added to the total."""
    return surcharge.tax_category is not None or surcharge.tax_rate is not None


def _withheld(data: InvoiceData) -> Decimal:
    return total_of(one.amount for one in data.withholdings)


def _beside_tax(data: InvoiceData) -> list[Decimal | None]:
    """What a printed total may hold beside net and tax, each with its sign."""
    return [
        total_of(one.amount for one in data.surcharges if not _is_taxed(one)),
        # Printed nets are taken before or after these.
        total_of(one.amount for one in data.surcharges if _is_taxed(one)),
        _total_or_sum(data.charges_total, data.charges),
        -_total_or_sum(data.allowances_total, data.allowances),
        data.tip,
        data.rounding_amount,
        -_withheld(data),
        data.previous_balance,
    ]


def _total_or_sum(stated: Decimal | None, rows: list[DocumentAllowanceCharge]) -> Decimal:
    return stated if stated is not None else total_of(row.amount for row in rows)


def _withheld_rate(net: Decimal, tax: Decimal, total: Decimal) -> Decimal | None:
    """The rate to ask about, if what is missing is a round share of the net amount, as withheld taxes are.

    A total that is the net amount itself is none: there the tax is in the net, or one of the two is misread."""
    missing = net + tax - total
    if net == 0 or tax == 0 or missing == tax or missing / net <= 0:
        return None
    rate = (missing / net * 100).quantize(Decimal("0.01"))
    return rate if rate <= HIGHEST_WITHHOLDING and rate % Decimal("0.5") == 0 else None


def _tax_sum(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    taxes = [row.tax_amount for row in data.tax_breakdown if row.tax_amount is not None]
    if data.tax_amount is None or not taxes or len(taxes) < len(data.tax_breakdown):
        return
    total, exact = total_of(taxes), claims_en16931(data)
    # On a page withheld and additional taxes are rows too, and may be left out of the tax amount or counted in it.
    withheld = total_of(-tax for tax in taxes if tax < 0)
    beside = [] if exact else [withheld, total_of(one.amount for one in data.surcharges), -_withheld(data)]
    if abs(nearest(data.tax_amount, total, beside) - data.tax_amount) > rounding(step, len(taxes) + 1, exact=exact):
        yield finding(
            FindingCode.BR_CO_14,
            Level.ERROR,
            ["/tax_amount", *(f"/tax_breakdown/{index}/tax_amount" for index in range(len(taxes)))],
            sum=total,
            tax=data.tax_amount,
            currency=data.currency,
        )


def _taxable_sum(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    bases = [row.taxable_amount for row in data.tax_breakdown if row.taxable_amount is not None]
    if data.net_amount is None or not bases or len(bases) < len(data.tax_breakdown):
        return
    if claims_en16931(data):
        return  # the sum of each category is checked
    total = sum(bases, NOTHING)
    # Two taxes on one base print it twice; tills print it with the tax.
    possible = [total, sum(set(bases), NOTHING)]
    expected = [data.net_amount, *([data.total_amount] if data.total_amount is not None else [])]
    if min(abs(one - other) for one in possible for other in expected) > rounding(step, len(bases) + 1):
        yield finding(
            FindingCode.TAXABLE_SUM,
            Level.WARNING,
            ["/net_amount", *(f"/tax_breakdown/{index}/taxable_amount" for index in range(len(bases)))],
            sum=total,
            net=data.net_amount,
            currency=data.currency,
        )


def _tax_row(data: InvoiceData, index: int, row: TaxSubtotal, step: Decimal) -> Iterator[Finding]:
    structured = is_structured(data)
    # What is not subject to VAT has no rate in an e-invoice, and no tax.
    rate = Decimal(0) if row.rate is None and structured else row.rate
    if row.taxable_amount is None or rate is None or row.tax_amount is None:
        return
    expected = row.taxable_amount * rate / 100
    difference = abs(abs(expected) - abs(row.tax_amount))
    # The tax of a row may be the sum of its lines' rounded taxes, so each line can bring half a step; and where prices
    # include the tax, base and tax are both what rounding left of the gross amount.
    printed = rounding(step, len(data.lines) + 4)
    wrong = round(difference, 2) > WHOLE_UNIT if structured else difference > printed
    if wrong:
        yield finding(
            FindingCode.BR_CO_17,
            Level.ERROR,
            [f"/tax_breakdown/{index}/{name}" for name in ("taxable_amount", "rate", "tax_amount")],
            rate=rate,
            taxable=row.taxable_amount,
            expected=expected.quantize(step),
            tax=row.tax_amount,
            currency=data.currency,
        )


def _allowances_and_charges(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    for code, name, stated, rows in (
        (FindingCode.BR_CO_11, "allowances", data.allowances_total, data.allowances),
        (FindingCode.BR_CO_12, "charges", data.charges_total, data.charges),
    ):
        amounts = [row.amount for row in rows if row.amount is not None]
        exact = claims_en16931(data)
        if len(amounts) < len(rows) or not (rows or exact) or (stated is None and not (exact and rows)):
            continue
        total = total_of(amounts)
        if stated is not None and abs(total - stated) <= rounding(step, len(amounts) + 1, exact=exact):
            continue
        yield finding(
            code,
            Level.ERROR if exact else Level.WARNING,
            [f"/{name}_total", *(f"/{name}/{index}/amount" for index in range(len(amounts)))],
            sum=total,
            stated=stated,
            currency=data.currency,
        )


def _net(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    lines_total, net, exact = data.lines_total, data.net_amount, claims_en16931(data)
    if lines_total is None or net is None:
        return
    if exact:
        allowances, charges = data.allowances_total, data.charges_total
    else:
        allowances = _total_or_sum(data.allowances_total, data.allowances) or None
        charges = _total_or_sum(data.charges_total, data.charges) or None
    expected = lines_total - (allowances or NOTHING) + (charges or NOTHING)
    beside = [] if exact else [total_of(one.amount for one in data.surcharges if _is_taxed(one))]
    if abs(nearest(net, expected, beside) - net) <= rounding(step, 4, exact=exact):
        return
    given = [("/allowances_total", allowances), ("/charges_total", charges)]
    yield finding(
        FindingCode.BR_CO_13,
        Level.ERROR if exact else Level.WARNING,
        ["/net_amount", "/lines_total", *(pointer for pointer, amount in given if amount is not None)],
        lines_total=lines_total,
        allowances=allowances,
        charges=charges,
        sum=expected,
        net=net,
        difference=abs(net - expected),
        currency=data.currency,
    )


def _due(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    total, paid, due, currency = data.total_amount, data.paid_amount, data.amount_due, data.currency
    if total is None or due is None:
        return
    exact = claims_en16931(data)
    parts = {
        "/paid_amount": None if paid is None else -paid,
        "/withholdings": -_withheld(data) or None,
        "/rounding_amount": data.rounding_amount,
        "/previous_balance": data.previous_balance,
    }
    left = total + total_of(parts.values())
    if exact:
        if abs(due - left) <= rounding(step, 3, exact=True):
            return
    else:
        # The total may be printed with what is withheld, rounded or owed from before, or without.
        possible = nearest(due, total - (paid or NOTHING), [*list(parts.values())[1:], data.tip])
        # A rounding of the amount due to the smallest coin is seldom printed.
        if abs(due - possible) <= max(rounding(step, 3), cash_step(None)) or is_cash_rounding(due, possible, currency):
            return
    # Without a paid amount a payment that is not printed explains the difference.
    yield finding(
        FindingCode.BR_CO_16,
        Level.ERROR if exact or paid is not None else Level.WARNING,
        ["/total_amount", *(pointer for pointer, amount in parts.items() if amount is not None), "/amount_due"],
        total=total,
        paid=paid,
        withheld=_withheld(data) or None,
        rounding=data.rounding_amount,
        balance=data.previous_balance,
        left=left,
        due=due,
        difference=abs(due - left),
        direction="more" if due > left else "less",
        currency=currency,
    )


def _signs(data: InvoiceData) -> Iterator[Finding]:
    total = data.total_amount
    if total is None:
        return
    if total == 0:
        yield finding(FindingCode.ZERO_TOTAL, Level.INFO, ["/total_amount"])
    if total < 0 and data.document_type != "credit_note" and data.type_code not in _MAY_BE_NEGATIVE:
        yield finding(
            FindingCode.NEGATIVE_TOTAL,
            Level.WARNING,
            ["/total_amount", "/document_type"],
            total=total,
            currency=data.currency,
        )
