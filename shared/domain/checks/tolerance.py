"""How far two figures may be apart and still be the same: printed amounts are rounded, and rounding adds up.

A figure printed with two decimals is up to 0.005 away from the exact one, so a sum of n printed figures compared
with another printed figure may be off by (n + 1) × 0.005. EN 16931 asks for equality because an e-invoice states its
rounding (BT-114); a printed one hides it. BR-CO-17 itself allows a whole unit of the currency; half of what the
lines can explain is kept here instead, which catches a misread digit that a whole unit would let through.
"""

from collections.abc import Iterable
from decimal import Decimal

from shared.domain.codes import minor_units

CASH_STEP = Decimal("0.05")
"""Totals paid in cash are rounded to 0.05 in several countries, and the rounding is not a field of the model."""


def unit(currency: str | None, amounts: Iterable[Decimal | None]) -> Decimal:
    """The smallest step these amounts are printed in: the currency's, or a finer one if an amount shows it."""
    digits = max((_decimals(amount) for amount in amounts if amount is not None), default=0)
    if digits == 0:
        # Whole figures only: "1000" may be 1000.00, so the currency decides.
        digits = minor_units(currency)
    return Decimal(1).scaleb(-min(max(digits, minor_units(currency)), 4))


def rounding(step: Decimal, figures: int) -> Decimal:
    """What rounding can explain when `figures` printed figures meet, never less than one step."""
    return max(step, step * figures / 2)


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
