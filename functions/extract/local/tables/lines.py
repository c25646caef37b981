"""The lines of an invoice: tables with or without rulings, over several pages, with wrapped descriptions.

A table begins under its heading and ends at the sums. `rows` makes drafts of its rows; quantity × unit price =
amount then decides which column of figures is which.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from functions.extract.layout import Layout, Segment
from functions.extract.local.fields.operation_codes import codes_in
from functions.extract.local.fields.tax_breakdown import RATES
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.mentions.amounts import Amount, find_amounts
from functions.extract.local.mentions.mention import by_segment
from functions.extract.local.tables.arithmetic import (
    after_discounts,
    discount_in,
    resolve_columns,
    with_gross_amounts,
    with_net_prices,
    with_three_decimals,
    without_tax,
)
from functions.extract.local.tables.columns import Headers, find_headers
from functions.extract.local.tables.receipt_lines import Item, find_items
from functions.extract.local.tables.rows import Draft, read_drafts
from functions.extract.local.value import Value
from shared.domain.document import Word
from shared.domain.invoice_values import LONGEST_SHORT_TEXT, LONGEST_TEXT


@dataclass(frozen=True, kw_only=True)
class LineValues:
    """The fields of one line, each with its words; null where the document does not give it."""

    description: Value[str] | None = None
    product_code: Value[str] | None = None
    quantity: Value[Decimal] | None = None
    unit: Value[str] | None = None
    unit_price: Value[Decimal] | None = None
    tax_rate: Value[Decimal] | None = None
    net_amount: Value[Decimal] | None = None
    discount: Value[Decimal] | None = None
    operation_codes: tuple[Value[str], ...] = ()


def find_lines(
    layout: Layout, amounts: Sequence[Amount] | None = None, headers: Headers | None = None
) -> tuple[LineValues, ...]:
    """All lines in the order of the document; nothing when neither a table of lines is recognised nor a sum's items."""
    amounts_in = by_segment(find_amounts(layout) if amounts is None else amounts)
    drafts = read_drafts(layout, find_headers(layout) if headers is None else headers, amounts_in)
    for columns in dict.fromkeys(draft.columns for draft in drafts):
        alike = [draft for draft in drafts if draft.columns == columns]
        figures = with_net_prices(with_gross_amounts(with_three_decimals([draft.figures for draft in alike])))
        for draft, values in zip(alike, after_discounts(resolve_columns(figures)), strict=True):
            draft.figures = values
    with_amount = sum(Column.AMOUNT in draft.figures for draft in drafts)
    if with_amount:
        # Where lines have amounts, a figure without amount and quantity belongs to a remark.
        drafts = [draft for draft in drafts if draft.figures.keys() & {Column.AMOUNT, Column.QUANTITY}]
    _without_running_numbers(drafts)
    _with_names(drafts)
    table = tuple(line for draft in drafts if (line := _line(draft)) is not None)
    trusted = _trusted(layout, table, amounts_in)
    if trusted and any(_counted(line) for line in table):
        return table
    # A till's heading names what stands in two rows: then the table has no quantities, and the items may.
    items = tuple(map(_bought, find_items(layout, amounts_in, taxed=not table)))
    if len(items) == len(table) and all(
        _taxed_behind(layout, line, item, amounts_in) for line, item in zip(table, items, strict=True)
    ):
        return table
    return items if items and (not trusted or any(_counted(line) for line in items)) else table


def _taxed_behind(layout: Layout, line: LineValues, item: LineValues, amounts_in: dict[Segment, list[Amount]]) -> bool:
    """Whether what adds up to the total ends a line's row and is the amount a heading names with the taxes between:
    "Taxable value  CGST  SGST  Total"."""
    net, gross = line.net_amount, item.net_amount
    if net is None or gross is None:
        return False
    page = layout.page(net.page)
    place = page.segment_of(net.words[0]) if net.words else None
    if place is None:
        return False
    money = [one.value for cell in page.rows[place.row].segments for one in amounts_in.get(cell, ()) if one.money]
    if net.value not in money or money[-1] != gross.value:
        return False
    taxes = money[money.index(net.value) + 1 : -1]
    return bool(taxes) and net.value + sum(taxes) == gross.value


def _counted(line: LineValues) -> bool:
    return line.quantity is not None and line.unit_price is not None


def _without_running_numbers(drafts: Sequence[Draft]) -> None:
    """Takes 1, 2, 3 … from before the descriptions: the column of positions has no heading, or it was not read."""
    first = [draft.description[0].text.rstrip(".)") if len(draft.description) > 1 else "" for draft in drafts]
    if len(drafts) > 1 and first == [str(index) for index in range(1, len(drafts) + 1)]:
        for draft in drafts:
            del draft.description[0]


def _with_names(drafts: Sequence[Draft]) -> None:
    """Puts what is sold before what is said of it where a column is as good as one of codes by its name and most of its
    cells are names ("Item  Description": "Desk screen", "with brackets")."""
    for columns in {draft.columns for draft in drafts}:
        coded = [draft for draft in drafts if draft.columns == columns and draft.code and draft.description]
        if 2 * sum(_is_name(draft.code) for draft in coded) > len(coded):
            for draft in coded:
                draft.description[:0] = draft.code
                draft.code.clear()


def _is_name(words: Sequence[Word]) -> bool:
    return len(words) > 1 and any(len(word.text) >= _SHORTEST_NAME and word.text.isalpha() for word in words)


_SHORTEST_NAME = 4


def _trusted(layout: Layout, table: Sequence[LineValues], amounts_in: dict[Segment, list[Amount]]) -> bool:
    """Whether a table is consistent: its amounts are products, or add up to a figure that is printed once more."""
    if not table:
        return False
    products = [
        line.discount is not None
        or abs(line.quantity.value * line.unit_price.value - line.net_amount.value) <= _slack(line.net_amount.value)
        for line in table
        if line.quantity and line.unit_price and line.net_amount
    ]
    if products and sum(products) >= 0.6 * len(table):
        return True
    total = sum((line.net_amount.value for line in table if line.net_amount), Decimal(0))
    own = {word for line in table if line.net_amount for word in line.net_amount.words}
    return any(
        amount.value == total and total != 0 and not own.intersection(amount.words)
        for amounts in amounts_in.values()
        for amount in amounts
    )


def _slack(amount: Decimal) -> Decimal:
    """A rounded price may miss an amount by a hundredth of it."""
    return Decimal("0.02") + abs(amount) / 100


def _bought(item: Item) -> LineValues:
    figures = {word for amount in (item.quantity, item.unit_price) if amount is not None for word in amount.words}
    words = [word for word in item.words if word not in figures] or item.words
    return LineValues(
        description=Value(value=_text(words)[:LONGEST_TEXT], page=item.page, words=tuple(words), confidence=0.75),
        quantity=_figure(item.quantity),
        unit_price=_figure(item.unit_price),
        net_amount=_figure(item.amount),
        operation_codes=tuple(codes_in(words, item.page)),
    )


_UNIT_TEXT = re.compile(r"^[^\W\d_][\w².³°/()]{0,14}\.?$")


def _line(draft: Draft) -> LineValues | None:
    amount = draft.figures.get(Column.AMOUNT)
    net, less = without_tax(draft.figures), discount_in(draft.figures)
    price = draft.figures.get(Column.UNIT_PRICE)
    if (amount is None and price is None) or not (draft.description or draft.code):
        return None
    description = draft.description or draft.code
    text = _text(description)
    if not any(map(str.isalpha, text)):
        return None
    quantity = draft.figures.get(Column.QUANTITY)
    rate = draft.figures.get(Column.TAX_RATE)
    code = draft.code[:1] if draft.description and draft.code else []
    unit = [word for word in draft.unit if _UNIT_TEXT.match(word.text)][:1]
    return LineValues(
        description=Value(value=text[:LONGEST_TEXT], page=draft.page, words=tuple(description), confidence=0.8),
        product_code=_value(code, draft.page),
        quantity=_figure(quantity),
        unit=_value(unit, draft.page),
        unit_price=_figure(price),
        tax_rate=_figure(rate) if rate is not None and (rate.percent or rate.value in RATES) else None,
        net_amount=_figure(amount) if net is None or amount is None else _at(amount, net),
        discount=_at(draft.figures[Column.DISCOUNT], less) if less is not None else None,
        operation_codes=tuple(codes_in(description, draft.page)),
    )


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).strip(" |·-")


def _value(words: Sequence[Word], page: int) -> Value[str] | None:
    text = _text(words)
    return Value(value=text[:LONGEST_SHORT_TEXT], page=page, words=tuple(words), confidence=0.75) if text else None


def _figure(amount: Amount | None) -> Value[Decimal] | None:
    return None if amount is None else _at(amount, amount.value)


def _at(amount: Amount, value: Decimal) -> Value[Decimal]:
    return Value(value=value, page=amount.segment.page, words=amount.words, confidence=0.85)


def lines_with_words(lines: Sequence[LineValues]) -> Iterator[Word]:
    """All words that lines are made of."""
    for line in lines:
        for value in (line.description, line.quantity, line.unit_price, line.net_amount):
            if value is not None:
                yield from value.words
