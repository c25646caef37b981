"""The lines: each one's quantity × price, and their sum against the net amount (EN 16931: BR-CO-10, BR-CO-13).

The model has no document-level allowances and charges (BT-107, BT-108), so a sum that differs is a warning, not an
error: a discount below the lines explains it as well as a line that was not read.
"""

from collections.abc import Iterator
from decimal import Decimal

from shared.domain.checks.tolerance import rounding, unit
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, Line

MAX_LINE_FINDINGS = 20
"""More lines than this with the same trouble are one trouble: the rest is counted in one sentence."""


def check_lines(data: InvoiceData) -> Iterator[Finding]:
    """One finding for each line whose figures do not fit, and one when the sum of the lines does not."""
    yield from _sum(data)
    wrong = [
        (index, line, product)
        for index, line in enumerate(data.lines)
        if (product := _other_product(line, data.currency)) is not None
    ]
    for index, line, product in wrong[:MAX_LINE_FINDINGS]:
        yield finding(
            FindingCode.LINE_AMOUNT,
            Level.WARNING,
            [f"/lines/{index}/{name}" for name in ("quantity", "unit_price", "net_amount")],
            line=index + 1,
            quantity=line.quantity,
            price=line.unit_price,
            product=product,
            amount=line.net_amount,
            currency=data.currency,
        )
    if rest := wrong[MAX_LINE_FINDINGS:]:
        yield finding(
            FindingCode.MORE_LINE_AMOUNTS,
            Level.WARNING,
            [f"/lines/{index}/net_amount" for index, _, _ in rest],
            lines=len(rest),
        )


def _other_product(line: Line, currency: str | None) -> Decimal | None:
    """What quantity × price makes, where it is not the line's amount; else null."""
    quantity, price, amount = line.quantity, line.unit_price, line.net_amount
    if quantity is None or price is None or amount is None:
        return None
    step = unit(currency, [amount])
    # The printed price is rounded too: half its own step, once for each piece.
    allowed = rounding(step, 2) + abs(quantity) * unit(currency, [price]) / 2
    expected = quantity * price
    gross = expected * (1 + (line.tax_rate or Decimal(0)) / 100)
    if min(abs(abs(expected) - abs(amount)), abs(abs(gross) - abs(amount))) <= allowed:
        return None
    return expected.quantize(step)


def _sum(data: InvoiceData) -> Iterator[Finding]:
    amounts = [line.net_amount for line in data.lines if line.net_amount is not None]
    if not amounts or len(amounts) < len(data.lines) or data.net_amount is None:
        return
    total = sum(amounts, Decimal(0))
    step = unit(data.currency, [*amounts, data.net_amount])
    allowed = rounding(step, len(amounts) + 1)
    difference = total - data.net_amount
    # Shops print their lines with the tax included: then they add up to the total instead.
    with_tax = data.total_amount is not None and abs(total - data.total_amount) <= allowed
    if abs(difference) <= allowed or with_tax:
        return
    less = abs(total) < abs(data.net_amount)
    yield finding(
        FindingCode.BR_CO_10 if less else FindingCode.BR_CO_13,
        Level.WARNING,
        ["/net_amount", *(f"/lines/{index}/net_amount" for index in range(len(amounts)))],
        lines=len(amounts),
        sum=total,
        net=data.net_amount,
        difference=abs(difference),
        currency=data.currency,
    )
