"""Decides by their product which column of figures is the quantity, the price and the amount."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from functions.extract.local.fields.tax_breakdown import RATES
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.mentions.amounts import Amount

_ROLES = (Column.QUANTITY, Column.UNIT_PRICE, Column.AMOUNT)
_CANDIDATES = (Column.QUANTITY, Column.UNIT_PRICE, Column.AMOUNT, Column.TAX_AMOUNT, Column.OTHER, Column.POSITION)
# "#" heads a position as often as a count.
ENOUGH = 0.6
"""The part of the lines whose product must fit before columns are renamed."""


def resolve_columns(lines: Sequence[Mapping[Column, Amount]]) -> list[dict[Column, Amount]]:
    """The same lines; if the headings' products do not fit but another reading of the columns does, by that one."""
    unchanged = [dict(line) for line in lines]
    if _share(lines, _ROLES) >= ENOUGH:
        return unchanged
    present = [column for column in _CANDIDATES if any(column in line for line in lines)]
    ranked = ((_share(lines, order), _unmoved(order), order) for order in permutations(present, 3))
    best = max(ranked, key=lambda one: one[:2], default=None)
    if best is None or best[0] <= ENOUGH:
        return unchanged
    return [_renamed(line, best[2]) for line in lines]


_THREE_DECIMALS = re.compile(r"\d{1,3}\.\d{3}")


def with_three_decimals(lines: Sequence[Mapping[Column, Amount]]) -> list[dict[Column, Amount]]:
    """The same lines; where each quantity is printed like "84.000" and would be a thousand times what price and amount
    make, the dot is that of its decimals, whatever the prices have."""
    complete = [line for line in lines if line.keys() >= set(_ROLES)]
    if not all(map(_is_a_thousandth, complete)):
        return [dict(line) for line in lines]
    return [{**line, **_in_thousandths(line)} if line.keys() >= set(_ROLES) else dict(line) for line in lines]


def _is_a_thousandth(line: Mapping[Column, Amount]) -> bool:
    quantity = _in_thousandths(line)[Column.QUANTITY]
    return _THREE_DECIMALS.fullmatch(quantity.text) is not None and product_fits(
        quantity, line[Column.UNIT_PRICE], line[Column.AMOUNT]
    )


def _in_thousandths(line: Mapping[Column, Amount]) -> dict[Column, Amount]:
    quantity = line[Column.QUANTITY]
    return {Column.QUANTITY: replace(quantity, value=quantity.value / 1000, decimals=3)}


def with_gross_amounts(lines: Sequence[Mapping[Column, Amount]]) -> list[dict[Column, Amount]]:
    """The same lines; where none has an amount but one with its tax, which fits quantity, price and rate, or there are
    no prices, that is it: "Qty  Rate  GST  Amount inc GST", "Qty  Gross"."""
    unchanged = [dict(line) for line in lines]
    if any(Column.AMOUNT in line for line in lines):
        return unchanged
    renamed = [_as_amount(line) for line in lines]
    if not any({Column.UNIT_PRICE, Column.TAX_RATE} & line.keys() for line in lines):
        return renamed
    fitting = sum(line.keys() >= set(_ROLES) and _product_fits_with_tax(line) for line in renamed)
    return renamed if fitting > ENOUGH * len(lines) else unchanged


def after_discounts(lines: Sequence[Mapping[Column, Amount]]) -> list[dict[Column, Amount]]:
    """The same lines; where a second column of amounts has what the discount, and in the first the tax, leave of the
    first in each of them, and a discount is given, that is the line's: "Gross  Discount  Taxable"."""
    complete = [line for line in lines if line.keys() >= _DISCOUNTED]
    if not any(line[Column.DISCOUNT].value for line in complete) or not all(map(_is_discounted, complete)):
        return [dict(line) for line in lines]
    return [{**line, Column.AMOUNT: line[Column.OTHER]} if line.keys() >= _DISCOUNTED else dict(line) for line in lines]


_DISCOUNTED = frozenset({Column.AMOUNT, Column.DISCOUNT, Column.OTHER})


def _is_discounted(line: Mapping[Column, Amount]) -> bool:
    tax = line.get(Column.TAX_AMOUNT)
    less = line[Column.AMOUNT].value - abs(line[Column.DISCOUNT].value) - line[Column.OTHER].value
    return less == 0 or (tax is not None and less == tax.value)


def with_net_prices(lines: Sequence[Mapping[Column, Amount]]) -> list[dict[Column, Amount]]:
    """The same lines; where nothing is counted and each price and its tax make the amount, the price is the line's net
    amount: "Particulars  Fee  VAT  Total"."""
    unchanged = [dict(line) for line in lines]
    if any(Column.QUANTITY in line for line in lines):
        return unchanged
    fitting = sum(map(_is_price_and_tax, lines))
    if fitting <= ENOUGH * len(lines):
        return unchanged
    return [_with_price_as_amount(line) if _is_price_and_tax(line) else line for line in unchanged]


def _is_price_and_tax(line: Mapping[Column, Amount]) -> bool:
    """Whether a tax that is money makes the amount of the price."""
    tax = line.get(Column.TAX_AMOUNT, line.get(Column.TAX_RATE))
    if tax is None or tax.percent or not line.keys() >= {Column.UNIT_PRICE, Column.AMOUNT}:
        return False
    return line[Column.UNIT_PRICE].value + tax.value == line[Column.AMOUNT].value


def _with_price_as_amount(line: Mapping[Column, Amount]) -> dict[Column, Amount]:
    taxes = (Column.TAX_AMOUNT, Column.TAX_RATE, Column.UNIT_PRICE)
    rest = {column: amount for column, amount in line.items() if column not in taxes}
    return rest | {Column.AMOUNT: line[Column.UNIT_PRICE], Column.TAX_AMOUNT: line[Column.AMOUNT]}


def _as_amount(line: Mapping[Column, Amount]) -> dict[Column, Amount]:
    renamed = dict(line)
    if Column.TAX_AMOUNT in renamed:
        renamed[Column.AMOUNT] = renamed.pop(Column.TAX_AMOUNT)
    return renamed


def _product_fits_with_tax(line: Mapping[Column, Amount]) -> bool:
    return product_fits(*(line[column] for column in _ROLES)) or without_tax(line) is not None


def _unmoved(order: Sequence[Column]) -> int:
    """How many columns keep the role of their name: a product is the same both ways round."""
    return sum(one is role for one, role in zip(order, _ROLES, strict=True))


def _share(lines: Sequence[Mapping[Column, Amount]], order: Sequence[Column]) -> float:
    """The part of the lines with all three figures, not all ones, whose product fits."""
    complete = [[line[column] for column in order] for line in lines if all(column in line for column in order)]
    if not complete or len(complete) * 2 < len(lines):
        return 0.0
    return sum(product_fits(*three) for three in complete) / len(complete)


def product_fits(quantity: Amount, price: Amount, amount: Amount) -> bool:
    """Whether quantity × price is the amount, as far as the price's printed decimals allow; a price without any is
    exact."""
    rounded = abs(quantity.value) * Decimal(5) * Decimal(10) ** -(price.decimals + 1) if price.decimals else Decimal(0)
    slack = rounded + Decimal("0.011")
    return abs(abs(quantity.value * price.value) - abs(amount.value)) <= min(
        slack, abs(amount.value) / 50 + Decimal("0.02")
    )


def without_tax(figures: Mapping[Column, Amount]) -> Decimal | None:
    """Quantity × price where the line's printed amount is that and its tax: one row may give the price without tax and
    the sum with it. Null where the amount is the product itself, or neither."""
    if not figures.keys() >= set(_ROLES):
        return None
    quantity, price, amount = (figures[column] for column in _ROLES)
    net = quantity.value * price.value
    rate, tax = figures.get(Column.TAX_RATE), figures.get(Column.TAX_AMOUNT)
    sums = [net + tax.value] if tax is not None and tax.value else []
    if rate is not None and rate.value in RATES and rate.value:
        sums.append(net * (1 + rate.value / 100))
    if rate is not None and rate.value and not rate.percent:
        sums.append(net + rate.value)  # "GST" over the tax itself
    if product_fits(quantity, price, amount) or not any(abs(one - amount.value) <= CENT for one in sums):
        return None
    return net.quantize(CENT)


def discount_in(figures: Mapping[Column, Amount]) -> Decimal | None:
    """What a line's amount is less than quantity × price (BT-136), where the figure in the column of discounts is that,
    as money or as a percentage. Null where it is not."""
    if not figures.keys() >= {*_ROLES, Column.DISCOUNT}:
        return None
    quantity, price, amount = (figures[column].value for column in _ROLES)
    printed, gross = abs(figures[Column.DISCOUNT].value), quantity * price
    less = (gross - amount).quantize(CENT)
    return less if less > 0 and any(abs(less - one) <= CENT for one in (printed, gross * printed / 100)) else None


CENT = Decimal("0.01")


def _renamed(line: Mapping[Column, Amount], order: Sequence[Column]) -> dict[Column, Amount]:
    rest = {column: amount for column, amount in line.items() if column not in _ROLES and column not in order}
    return rest | {role: line[column] for role, column in zip(_ROLES, order, strict=True) if column in line}
