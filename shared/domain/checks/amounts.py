"""The totals of the document against each other (EN 16931: BR-CO-13 to BR-CO-17)."""

from collections.abc import Iterator
from decimal import Decimal

from shared.domain.checks.tolerance import CASH_STEP, rounding, unit
from shared.domain.checks.wording import money
from shared.domain.evidence import Finding, Level
from shared.domain.invoice import InvoiceData, TaxSubtotal

HIGHEST_WITHHOLDING = Decimal(30)
"""Per cent of the net amount that a buyer pays to the tax office in the seller's place (income tax, in some countries a
part of the VAT); more is no withholding but a misread amount."""


def check_amounts(data: InvoiceData) -> Iterator[Finding]:
    """Net, tax, total, paid, due and the tax breakdown; a sum is checked only when all of its figures are known."""
    step = unit(data.currency, [data.net_amount, data.tax_amount, data.total_amount, data.amount_due])
    yield from _total(data, step)
    yield from _tax_sum(data, step)
    yield from _taxable_sum(data, step)
    for index, row in enumerate(data.tax_breakdown):
        yield from _tax_row(data, index, row, step)
    yield from _due(data, step)
    yield from _signs(data)


def _total(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    net, tax, total = data.net_amount, data.tax_amount, data.total_amount
    if net is None or total is None:
        return
    if tax is None:
        # Without a tax amount the total cannot be told wrong unless it lies below the net.
        if abs(total) + step < abs(net):
            yield Finding(
                code="total-below-net",
                level=Level.WARNING,
                message=f"The total {_m(total, data)} is less than the net amount {_m(net, data)}.",
                pointers=["/net_amount", "/total_amount"],
            )
        return
    difference = total - (net + tax)
    pointers = ["/net_amount", "/tax_amount", "/total_amount"]
    rows = [row.tax_amount for row in data.tax_breakdown if row.tax_amount is not None]
    # Withheld and additional taxes are rows too, which the tax amount may leave out.
    by_rows = rows and abs(total - (net + sum(rows, Decimal(0)))) <= rounding(step, len(rows) + 2)
    if abs(difference) <= rounding(step, 3) or by_rows:
        return
    if abs(difference) < CASH_STEP and total % CASH_STEP == 0:
        yield Finding(
            code="total-rounded",
            level=Level.INFO,
            message=f"The total {_m(total, data)} is net plus tax {_m(net + tax, data)} rounded to 0.05.",
            pointers=pointers,
        )
        return
    withheld = _withheld_rate(net, tax, total)
    yield Finding(
        code="BR-CO-15",
        level=Level.ERROR,
        message=(
            f"Net {_m(net, data)} plus tax {_m(tax, data)} makes {_m(net + tax, data)}, but the total is "
            f"{_m(total, data)}: {_m(abs(difference), data)} too {'much' if difference > 0 else 'little'}"
            f"{f', {withheld.normalize():f} % of the net: a withholding?' if withheld else '.'}"
        ),
        pointers=pointers,
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
        yield Finding(
            code="BR-CO-14",
            level=Level.ERROR,
            message=f"The tax rows add up to {_m(total, data)}, but the tax amount is {_m(data.tax_amount, data)}.",
            pointers=["/tax_amount", *(f"/tax_breakdown/{index}/tax_amount" for index in range(len(taxes)))],
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
        yield Finding(
            code="taxable-sum",
            level=Level.WARNING,
            message=(
                f"The taxable amounts add up to {_m(total, data)}, but the net amount is {_m(data.net_amount, data)}."
            ),
            pointers=["/net_amount", *(f"/tax_breakdown/{index}/taxable_amount" for index in range(len(bases)))],
        )


def _tax_row(data: InvoiceData, index: int, row: TaxSubtotal, step: Decimal) -> Iterator[Finding]:
    if row.taxable_amount is None or row.rate is None or row.tax_amount is None:
        return
    expected = row.taxable_amount * row.rate / 100
    # The tax of a row may be the sum of its lines' rounded taxes, so each line can bring half a step; and where prices
    # include the tax, base and tax are both what rounding left of the gross amount.
    if abs(abs(expected) - abs(row.tax_amount)) > rounding(step, len(data.lines) + 4):
        yield Finding(
            code="BR-CO-17",
            level=Level.ERROR,
            message=(
                f"{row.rate.normalize():f} % of {_m(row.taxable_amount, data)} is {_m(expected.quantize(step), data)}, "
                f"but this tax row says {_m(row.tax_amount, data)}."
            ),
            pointers=[f"/tax_breakdown/{index}/{name}" for name in ("taxable_amount", "rate", "tax_amount")],
        )


def _due(data: InvoiceData, step: Decimal) -> Iterator[Finding]:
    total, paid, due = data.total_amount, data.paid_amount, data.amount_due
    if total is None or due is None:
        return
    difference = due - (total - (paid or Decimal(0)))
    # BT-114, the rounding of the amount due, is not a field of the model: up to one cash step passes.
    if abs(difference) <= max(rounding(step, 3), CASH_STEP):
        return
    if paid is None:
        yield Finding(
            code="BR-CO-16",
            level=Level.WARNING,
            message=(
                f"The amount due {_m(due, data)} is not the total {_m(total, data)}, and no payment already made is "
                f"given: {_m(abs(difference), data)} {'more' if difference > 0 else 'less'}."
            ),
            pointers=["/total_amount", "/amount_due"],
        )
        return
    yield Finding(
        code="BR-CO-16",
        level=Level.ERROR,
        message=(
            f"Total {_m(total, data)} less {_m(paid, data)} already paid leaves {_m(total - paid, data)}, but the "
            f"amount due is {_m(due, data)}."
        ),
        pointers=["/total_amount", "/paid_amount", "/amount_due"],
    )


def _signs(data: InvoiceData) -> Iterator[Finding]:
    total = data.total_amount
    if total is None:
        return
    if total == 0:
        yield Finding(
            code="zero-total", level=Level.INFO, message="The total of this invoice is 0.", pointers=["/total_amount"]
        )
    if total < 0 and data.document_type != "credit_note":
        yield Finding(
            code="negative-total",
            level=Level.WARNING,
            message=f"The total is negative ({_m(total, data)}): this may be a credit note.",
            pointers=["/total_amount", "/document_type"],
        )


def _m(amount: Decimal, data: InvoiceData) -> str:
    return money(amount, data.currency)
