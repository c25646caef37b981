"""The totals of the document against each other (EN 16931: BR-CO-13 to BR-CO-17)."""

from collections.abc import Iterator
from decimal import Decimal

from shared.domain.checks.tolerance import CASH_STEP, rounding, unit
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, TaxSubtotal

HIGHEST_WITHHOLDING = Decimal(30)
"""Per cent of the net amount that a buyer pays to the tax office in the seller's place (income tax, in some countries a
part of the VAT); more is no withholding but a misread amount."""


def check_amounts(data: InvoiceData) -> Iterator[Finding]:
    """Net, tax, total, paid, due and the tax breakdown; a sum is checked only when all of its figures are known.

    A total without any finding about net and tax was compared: if one of the two is missing, a note says so."""
    step = unit(data.currency, [data.net_amount, data.tax_amount, data.total_amount, data.amount_due])
    yield from _total(data, step)
    yield from _tax_sum(data, step)
    yield from _taxable_sum(data, step)
    for index, row in enumerate(data.tax_breakdown):
        yield from _tax_row(data, index, row, step)
    yield from _due(data, step)
    yield from _signs(data)


def _total(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    net, tax, total, currency = data.net_amount, data.tax_amount, data.total_amount, data.currency
    if total is None:
        return  # BR-14 says so
    if net is not None and tax is None and abs(total) + step < abs(net):
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
    difference = total - (net + tax)
    pointers = ["/net_amount", "/tax_amount", "/total_amount"]
    rows = [row.tax_amount for row in data.tax_breakdown if row.tax_amount is not None]
    # Withheld and additional taxes are rows too, which the tax amount may leave out.
    by_rows = rows and abs(total - (net + sum(rows, Decimal(0)))) <= rounding(step, len(rows) + 2)
    if abs(difference) <= rounding(step, 3) or by_rows:
        return
    if abs(difference) < CASH_STEP and total % CASH_STEP == 0:
        yield finding(FindingCode.TOTAL_ROUNDED, Level.INFO, pointers, total=total, sum=net + tax, currency=currency)
        return
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
        withholding=_withheld_rate(net, tax, total),
        currency=currency,
    )


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
    total = sum(taxes, Decimal(0))
    without_withheld = sum((tax for tax in taxes if tax > 0), Decimal(0))
    if min(abs(total - data.tax_amount), abs(without_withheld - data.tax_amount)) > rounding(step, len(taxes) + 1):
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
    total = sum(bases, Decimal(0))
    # Two taxes on one base print it twice; tills print it with the tax.
    possible = [total, sum(set(bases), Decimal(0))]
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
    if row.taxable_amount is None or row.rate is None or row.tax_amount is None:
        return
    expected = row.taxable_amount * row.rate / 100
    # The tax of a row may be the sum of its lines' rounded taxes, so each line can bring half a step; and where prices
    # include the tax, base and tax are both what rounding left of the gross amount.
    if abs(abs(expected) - abs(row.tax_amount)) > rounding(step, len(data.lines) + 4):
        yield finding(
            FindingCode.BR_CO_17,
            Level.ERROR,
            [f"/tax_breakdown/{index}/{name}" for name in ("taxable_amount", "rate", "tax_amount")],
            rate=row.rate,
            taxable=row.taxable_amount,
            expected=expected.quantize(step),
            tax=row.tax_amount,
            currency=data.currency,
        )


def _due(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    total, paid, due = data.total_amount, data.paid_amount, data.amount_due
    if total is None or due is None:
        return
    left = total - (paid or Decimal(0))
    difference = due - left
    # BT-114, the rounding of the amount due, is not a field of the model: up to one cash step passes.
    if abs(difference) <= max(rounding(step, 3), CASH_STEP):
        return
    # Without a paid amount a payment that is not printed explains the difference.
    yield finding(
        FindingCode.BR_CO_16,
        Level.WARNING if paid is None else Level.ERROR,
        ["/total_amount", *(["/paid_amount"] if paid is not None else []), "/amount_due"],
        total=total,
        paid=paid,
        left=left,
        due=due,
        difference=abs(difference),
        direction="more" if difference > 0 else "less",
        currency=data.currency,
    )


def _signs(data: InvoiceData) -> Iterator[Finding]:
    total = data.total_amount
    if total is None:
        return
    if total == 0:
        yield finding(FindingCode.ZERO_TOTAL, Level.INFO, ["/total_amount"])
    if total < 0 and data.document_type != "credit_note":
        yield finding(
            FindingCode.NEGATIVE_TOTAL,
            Level.WARNING,
            ["/total_amount", "/document_type"],
            total=total,
            currency=data.currency,
        )
