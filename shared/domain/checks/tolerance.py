"""How far two figures may be apart and still be the same: printed amounts are rounded, and rounding adds up.

A figure printed with two decimals is up to 0.005 away from the exact one, so a sum of n printed figures compared
with another printed figure may be off by (n + 1) × 0.005. EN 16931 asks for equality because an e-invoice states its
rounding (BT-114); a printed one hides it. BR-CO-17 itself allows a whole unit of the currency; half of what the
lines can explain is kept here instead, which catches a misread digit that a whole unit would let through.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from shared.domain.codes import minor_units

NOTHING = Decimal(0)

WHOLE_UNIT = Decimal(1)
"""What EN 16931 lets pass where taxes and taxable amounts are computed. Its official form for CII passes one whole unit
of the currency, the one for UBL only what is less."""

_EXACT = Decimal("0.0049")
"""Amounts of an e-invoice have two decimals at most, and a sum is rounded to two before it is compared."""

_CASH_STEP = Decimal("0.05")
_CASH_STEPS = {
    **dict.fromkeys(("SEK", "NOK", "CZK", "ISK", "INR", "PKR", "TWD"), Decimal("1.00")),
    "DKK": Decimal("0.50"),
    "HUF": Decimal(5),
    **dict.fromkeys(("NZD", "HKD", "ZAR", "ILS"), Decimal("0.10")),
    "THB": Decimal("0.25"),
}


def cash_step(currency: str | None) -> Decimal:
    """The smallest coin in use: totals are rounded to it, often without a line that says so."""
    return _CASH_STEPS.get(currency or "", _CASH_STEP)


def is_cash_rounding(amount: Decimal, exact: Decimal, currency: str | None) -> bool:
    """Whether `amount` is what rounding to the smallest coin makes of `exact`."""
    step = cash_step(currency)
    return abs(amount - exact) < step and amount % step == 0


def unit(currency: str | None, amounts: Iterable[Decimal | None]) -> Decimal:
    """The smallest step these amounts are printed in: the currency's, or a finer one if an amount shows it."""
    digits = max((_decimals(amount) for amount in amounts if amount is not None), default=0)
    if digits == 0:
        # Whole figures only: "1000" may be 1000.00, so the currency decides.
        digits = minor_units(currency)
    return Decimal(1).scaleb(-min(max(digits, minor_units(currency)), 4))


def rounding(step: Decimal, figures: int, *, exact: bool = False) -> Decimal:
    """What rounding can explain when `figures` printed figures meet, never less than one step. `exact`: the figures
    are those of an e-invoice, which states its rounding."""
    return _EXACT if exact else max(step, step * figures / 2)


def total_of(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of the amounts that are given."""
    return sum((amount for amount in amounts if amount is not None), NOTHING)


def nearest(stated: Decimal, start: Decimal, optional: Sequence[Decimal | None]) -> Decimal:
    """The sum of `start` and any of the optional parts that comes nearest to what is stated: a printed total stands
    before or after a tip, a withholding or a rounding, as its author likes. At most 2^n sums: n is a handful."""
    sums = {start}
    for part in optional:
        if part:
            sums |= {one + part for one in sums}
    return min(sums, key=lambda one: (abs(one - stated), abs(one - start), one))


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
