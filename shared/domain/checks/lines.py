"""The lines: each one's amount, and their sum (EN 16931: BR-CO-10).

A line's amount (BT-131) is quantity × price less its allowances plus its charges; prices are for one unit. The sum of
the lines is BT-106 where that is stated. Elsewhere it is compared with the net amount, and a sum that differs is a
warning, not an error: a discount that was not read explains it as well as a line that was not.
"""

from collections.abc import Iterator
from decimal import Decimal

from shared.domain.checks.standard import claims_en16931, is_structured
from shared.domain.checks.tolerance import nearest, rounding, total_of, unit
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, Line

MAX_LINE_FINDINGS = 20
"""More lines than this with the same trouble are one trouble: the rest is counted in one sentence."""


def check_lines(data: InvoiceData) -> Iterator[Finding]:
    """One finding for each line whose figures do not fit, and one when the sum of the lines does not."""
    yield from _sum(data)
    # No rule of EN 16931 binds BT-131 to the price, and no digit of an XML was misread: good to know, no more.
    level = Level.INFO if is_structured(data) else Level.WARNING
    wrong = [
        (index, line, product)
        for index, line in enumerate(data.lines)
        if (product := _other_product(line, data)) is not None
    ]
    for index, line, product in wrong[:MAX_LINE_FINDINGS]:
        yield finding(
            FindingCode.LINE_AMOUNT,
            level,
            [f"/lines/{index}/{name}" for name in ("quantity", "unit_price", "net_amount")],
            line=index + 1,
            quantity=line.quantity,
            price=line.unit_price,
            allowances=total_of(one.amount for one in line.allowances) if line.allowances else None,
            charges=total_of(one.amount for one in line.charges) if line.charges else None,
            product=product,
            amount=line.net_amount,
            currency=data.currency,
        )
    if rest := wrong[MAX_LINE_FINDINGS:]:
        yield finding(
            FindingCode.MORE_LINE_AMOUNTS,
            level,
            [f"/lines/{index}/net_amount" for index, _, _ in rest],
            lines=len(rest),
        )


def _other_product(line: Line, data: InvoiceData) -> Decimal | None:
    """What quantity × price makes with allowances and charges, where it is not the line's amount; else null."""
    quantity, price, amount = line.quantity, line.unit_price, line.net_amount
    if quantity is None or price is None or amount is None:
        return None
    step = unit(data.currency, [amount])
    # The printed price is rounded too: half its own step, once for each piece.
    allowed = rounding(step, 2) + abs(quantity) * unit(data.currency, [price]) / 2
    less, more = (total_of(one.amount for one in rows) for rows in (line.allowances, line.charges))
    expected = quantity * price - less + more
    # A page may print the price after them already, and the amount with the tax.
    possible = [expected] if is_structured(data) else [expected, nearest(amount, quantity * price, [-less, more])]
    with_tax = [one * (1 + (line.tax_rate or Decimal(0)) / 100) for one in possible]
    if min(abs(abs(one) - abs(amount)) for one in (*possible, *with_tax)) <= allowed:
        return None
    return expected.quantize(step)


def _sum(data: InvoiceData) -> Iterator[Finding]:
    amounts = [line.net_amount for line in data.lines if line.net_amount is not None]
    if not amounts or len(amounts) < len(data.lines):
        return
    exact = claims_en16931(data)
    if data.lines_total is not None:
        compared, expected = "lines_total", data.lines_total
    elif data.net_amount is not None:
        compared, expected = "net_amount", data.net_amount
    else:
        return
    total = sum(amounts, Decimal(0))
    # A row without a price of its own may say what is in the line above it ("of which levy 4.24").
    priced = total_of(line.net_amount for line in data.lines if line.unit_price is not None)
    step = unit(data.currency, [*amounts, expected])
    allowed = rounding(step, len(amounts) + 1, exact=exact)
    beside = [] if compared == "lines_total" else _between_lines_and_net(data)
    # Shops print their lines with the tax included: then they add up to the total instead.
    possible = [expected] if exact or data.total_amount is None else [expected, data.total_amount]
    sums = [total] if exact or not priced else [total, priced]
    if any(abs(nearest(one, start, beside) - one) <= allowed for one in possible for start in sums):
        return
    yield finding(
        FindingCode.BR_CO_10,
        Level.ERROR if exact else Level.WARNING,
        [f"/{compared}", *(f"/lines/{index}/net_amount" for index in range(len(amounts)))],
        lines=len(amounts),
        sum=total,
        compared=compared,
        expected=expected,
        difference=abs(total - expected),
        direction="too_little" if abs(total) < abs(expected) else "too_much",
        currency=data.currency,
    )


def _between_lines_and_net(data: InvoiceData) -> list[Decimal | None]:
    """What a net amount may hold beside its lines, each with its sign."""
    allowances, charges = (total_of(row.amount for row in rows) for rows in (data.allowances, data.charges))
    return [
        -(allowances if data.allowances_total is None else data.allowances_total),
        charges if data.charges_total is None else data.charges_total,
        total_of(one.amount for one in data.surcharges),
        -data.commission if data.commission is not None else None,
    ]
