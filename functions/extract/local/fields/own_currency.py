"""The sums in the document's own currency, where it prints them in another one too: "Total  336.25 USD  450.67 SGD",
two columns under "EUR" and "HUF", "VAT in GBP 38.20".

An amount is of the currency of its sign, else of the code in the words before it, else of the code that is all of the
heading over it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from functions.extract.layout import PageLayout, Segment, overlap
from functions.extract.local.context import Context
from functions.extract.local.fields.currency import CODE
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.money import CURRENCY_CODES, WORDLIKE_CODES, codes_of
from functions.extract.local.links.money import Money
from functions.extract.local.mentions.amounts import Amount

_SUMS = (Label.TOTAL, Label.DUE)
_PARTS = (Label.NET, Label.TAX, Label.TOTAL)
MOST_TAXES = 8
"""Taxes that are tried, the largest."""


def own_money(context: Context, currency: str | None) -> Money:
    """The money without what is in another currency than the document's; all of it if that is the most of it, if no
    total would be left, or if net amount, tax and total add up in the other one alone: then the currency is wrong."""
    money = context.money
    if currency is None or not _has_two_currencies(context):
        return money
    others = set(_of_others(context, currency))
    own = replace(
        money,
        amounts=tuple(amount for amount in money.amounts if amount not in others),
        labelled=tuple(item for item in money.labelled if item.amount not in others),
        plain=money.plain - others,
    )
    few = 2 * len(others) <= sum(map(money.sum, money.amounts))
    right = others and few and own.by_label(*_SUMS) and (_adds_up(own, own.amounts) or not _adds_up(money, others))
    return own if right else money


def _adds_up(money: Money, amounts: Iterable[Amount]) -> bool:
    """Whether a net amount and a tax among these make a total among them."""
    these = set(amounts)
    net, tax, total = (
        {item.amount.value for item in money.by_label(label) if item.amount in these} for label in _PARTS
    )
    return any(whole - part in net for whole in total for part in sorted(tax)[-MOST_TAXES:])


def _has_two_currencies(context: Context) -> bool:
    """Whether two codes or signs are printed: most documents have one."""
    signs = {amount.sign for amount in context.money.amounts if amount.sign is not None}
    return len(signs | {code for row in context.layout.rows for code in _codes_in(row.text)}) > 1


def _of_others(context: Context, currency: str) -> Iterator[Amount]:
    headed = dict(_headed(context))
    for amount in context.money.amounts:
        if amount.sign is not None:
            codes = codes_of(amount.sign, context.country)
        else:
            codes = tuple(_before(context, amount)) or headed.get(amount, ())
        if codes and currency not in codes:
            yield amount


def _codes_in(text: str) -> Iterator[str]:
    for match in CODE.finditer(text):
        if match.group() in CURRENCY_CODES and match.group() not in WORDLIKE_CODES:
            yield match.group()


def _before(context: Context, amount: Amount) -> Iterator[str]:
    """The codes between the amount and what stands before it: the figure of its cell, or the end of the row."""
    text = amount.segment.text[: amount.start]
    if not text.strip(" :.-"):
        near = next(iter(context.layout.page(amount.segment.page).left_of(amount.segment)), None)
        text = near.text if near is not None else ""
    last = max((index for index, character in enumerate(text) if character.isdigit()), default=-1)
    return _codes_in(text[last + 1 :])


def _headed(context: Context) -> Iterator[tuple[Amount, tuple[str, ...]]]:
    """The amounts in the rows under two headings that are codes, each with the code that is nearest over it."""
    for page in context.layout.pages:
        for row in page.rows:
            headings = [(one, code) for one in row.segments if (code := one.text.strip("()[] ")) in CURRENCY_CODES]
            if len({code for _, code in headings}) < 2 or (page.number, row.index) in context.money.by_row:
                continue
            for amount in _in_rows_under(context.money, page, row.index):
                nearest = _nearest(headings, amount)
                if nearest is not None:
                    yield amount, (nearest,)


def _in_rows_under(money: Money, page: PageLayout, index: int) -> Iterator[Amount]:
    """The amounts of the rows right under this one, as long as each has one."""
    for row in page.rows[index + 1 :]:
        found = money.by_row.get((page.number, row.index))
        if not found:
            return
        yield from found


def _nearest(headings: list[tuple[Segment, str]], amount: Amount) -> str | None:
    """The code over the amount; of several the one that ends where it does."""
    over = [(abs(one.box.x1 - amount.box.x1), code) for one, code in headings if overlap(one.box, amount.box)]
    return min(over)[1] if over else None
