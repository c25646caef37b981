"""Lines without a heading, as tills print them between the shop's name and the sum.

Only arithmetic makes them lines: the amounts of the rows above a sum must add up to it, or to what the taxes between
leave of it. "2 x 1.50" on a row of its own, or before an amount that is its product, is a quantity and a price; "2 x"
before a name, or "x2" behind it, a quantity.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from functions.extract.layout import Layout, Row, Segment
from functions.extract.local.lexicon.columns import COLUMN_NAMES, CONTINUATION
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.labels import labels_of
from functions.extract.local.mentions.mention import Mention
from shared.domain.document import Source, Word
from shared.domain.normalising import fold

_SUMS = {Label.NET, Label.TOTAL, Label.DUE}
_NO_ITEM = _SUMS | {
    Label.TAX,
    Label.PAID,
    Label.CASH,
    Label.CARD,
    Label.CHANGE,
    Label.ROUNDING,
    Label.TIP,
    Label.OTHER_AMOUNT,
    Label.COUNT,
    Label.RATE,
}
_TAX_CODES = {"SR", "ZRL", "ZR", "OS", "TX", "NR", "ES"}
"""Marks of the tax rate behind an amount on a receipt, beside single letters."""
_NO_LETTER = re.compile(r"[\W\d_]")
_THREE_LETTERS = re.compile(r"[^\W\d_]{3}")
_PRODUCT = re.compile(r"\d\s*[xX×@*]\s*\D{0,4}\d")
_TIMES = re.compile(r"^[xX×@*]$")
_COUNT_BEFORE = re.compile(r"^(\d{1,3})\s?[xX×]\s(?=[^\W\d_])")
_COUNT_BEHIND = re.compile(r"(?<=\w)\s[xX×]\s?(\d{1,3})$")
_WORD = re.compile(r"[^\W\d_]{3,}")
WORDS_OF_A_NAME = 2
"""Words behind that of a net amount that make a name of it: "Honorarios" is a sum, "Honorarios profesionales de mayo"
an item."""
MOST_ITEMS = 400
MOST_WORDS = 60


@dataclass(slots=True, kw_only=True)
class Item:
    """One item: its amount, the words of its name, and the printed quantity and price."""

    page: int
    amount: Amount
    words: list[Word] = field(default_factory=list)
    quantity: Amount | None = None
    unit_price: Amount | None = None


def find_items(layout: Layout, amounts_in: dict[Segment, list[Amount]], *, taxed: bool) -> list[Item]:
    """The items above the first sum that they add up to, or if they are `taxed`, with the taxes above it; where no
    labelled sum is that, above an amount by itself; nothing when they add up to none."""
    alone: list[Item] = []
    items: list[Item] = []
    loose: list[Word] = []
    taxes: list[Decimal] = []
    times: tuple[Amount, Amount] | None = None
    misread = {page.number: page.source is not Source.TEXT_LAYER for page in layout.pages}
    for row in layout.rows:
        if len(row.words) > MOST_WORDS:
            continue  # no till is so wide
        amounts = sorted(
            (amount for segment in row.segments for amount in amounts_in.get(segment, ())),
            key=lambda amount: amount.box.x0,
        )
        money = [amount for amount in amounts if amount.money and abs(amount.value) < 10**8]
        label = _label(row, misread=misread[row.page])
        if label in _SUMS and money and items:
            total = money[-1].value
            bought = _adding_up(items, total) or _untaxed(items, total, taxes) or _behind_dashes(items, total)
            if bought:
                return _above_their_sum(items, bought)
        if label in _NO_ITEM or _heading(row) or (money and money[-1].value == 0):
            if taxed and label is Label.TAX and money:
                taxes.append(money[-1].value)
            loose, times = [], None
            continue
        pair = _quantity_and_price(row, amounts)
        words = _name(row, amounts)
        if loose and not _telling(words):
            words = []  # a unit or a tax code beside the figures; the name is in the row above
        if money and words and (pair is None or len(money) > 1 or money[-1] not in pair):
            item = Item(page=row.page, amount=money[-1], words=words)
            _price(item, pair or times, amounts)
            _count(item, row.segments[0])
            items.append(item)
            loose, times = [], None
        elif pair is not None and not words and len(money) < 2 and _stands_before(pair, loose, items):
            times = pair
        elif money and pair is not None and items and not words:
            _price(items[-1], pair, amounts)  # under the name that has its amount already
            if loose and len(money) > 1:
                items.append(_priced(row, money[-1], loose, pair))
                loose = []
        elif money and loose and not words:
            item = Item(page=row.page, amount=money[-1], words=loose)
            _price(item, pair or times, amounts)
            items.append(item)
            loose, times = [], None
        elif words and not money:
            loose = words
            times = pair
        elif len(money) == 1 and len(row.words) == len(money[0].words) and len(items) > 1 and not alone:
            alone = _adding_up(items, money[0].value)
        if len(items) > MOST_ITEMS:
            return []
    return alone if len(alone) > 1 else []


def _stands_before(pair: tuple[Amount, Amount], name: Sequence[Word], items: Sequence[Item]) -> bool:
    """Whether a quantity and a price, alone in their row, are those of an amount further down: that of the name over
    them or, as fiscal printers have it, of the next name. A single piece has its price as its amount."""
    if name:
        return pair[0].value != 1
    return not items or items[-1].quantity is not None or not _product(*pair, items[-1].amount)


def _above_their_sum(items: Sequence[Item], bought: list[Item]) -> list[Item]:
    """Of items that a sum is made of, the first may be the sum of those over it, by whatever name, and the rest taxes:
    then those."""
    before = items[: len(items) - len(bought)]
    parts = _adding_up(before, bought[0].amount.value)
    return parts if len(parts) > 1 else bought


def _priced(row: Row, amount: Amount, words: list[Word], pair: tuple[Amount, Amount]) -> Item:
    item = Item(page=row.page, amount=amount, words=words)
    _price(item, pair, ())
    return item


def _label(row: Row, *, misread: bool) -> Label | None:
    """The label that the row opens with, or a sum that is named further on in its first cell ("Item 4 SubTotal")."""
    labels = labels_of(row.segments[0], misread=misread)
    if labels and labels[0].start <= 2:
        goes_on = len(_WORD.findall(row.segments[0].text[labels[0].end :])) >= WORDS_OF_A_NAME
        return None if labels[0].label is Label.NET and goes_on else labels[0].label
    return next((found.label for found in labels if found.label in _SUMS), None)


def _heading(row: Row) -> bool:
    """Whether the row only names columns."""
    words = [fold(word.text) for word in row.words]
    return len(words) > 1 and all(not word or word in COLUMN_NAMES or word in CONTINUATION for word in words)


def _telling(words: Sequence[Word]) -> bool:
    """Whether a name is among them, rather than a unit or a code."""
    return any(len(_NO_LETTER.sub("", word.text)) >= 5 for word in words)


def _adding_up(items: Sequence[Item], total: Decimal) -> list[Item]:
    """The last items whose amounts are the total; at least one that is not zero."""
    rest = total
    for start in range(len(items) - 1, -1, -1):
        rest -= items[start].amount.value
        if abs(rest) < Decimal("0.005") and total != 0:
            return list(items[start:])
    return []


def _untaxed(items: Sequence[Item], total: Decimal, taxes: Sequence[Decimal]) -> list[Item]:
    """The last items that, with all taxes above it, are the total; a single one may be that by chance."""
    found = _adding_up(items, total - sum(taxes)) if taxes else []
    return found if len(found) > 1 else []


def _behind_dashes(items: Sequence[Item], total: Decimal) -> list[Item]:
    """The last items that are the total where what looks like a minus is a dash: "Phone case - 500.00"."""
    found = _adding_up(items, -total)
    if len(found) < 2 or any(item.amount.value > 0 for item in found):
        return []
    for item in found:
        item.amount = replace(item.amount, value=-item.amount.value)
    return found


def _quantity_and_price(row: Row, amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    """ "2 x 1.50", "3.000 @ 0.99": two figures with the sign between them."""
    for left, right in pairwise(amounts):
        between = [
            word.text
            for word in row.words
            if left.box.x1 - 0.002 <= word.box.x0 and word.box.x1 <= right.box.x0 + 0.002
        ]
        text = f"{left.text} {' '.join(between)} {right.text}"
        if (_ends_with_times(between, right) or _PRODUCT.search(text)) and _is_price(right):
            return left, right
    return None


def _ends_with_times(between: Sequence[str], price: Amount) -> bool:
    """Whether a sign for times stands between two figures with no name behind it: "2 x 1.50", not "2 x Soup  9.00"."""
    sign = next((index for index, word in enumerate(between) if _TIMES.match(word)), None)
    if sign is None:
        return False
    return not any(_THREE_LETTERS.search(word) and word != price.sign for word in between[sign + 1 :])


def _is_price(amount: Amount) -> bool:
    """Money, or with more decimals than that."""
    return amount.money or (amount.decimals > 2 and not amount.percent)


def _price(item: Item, pair: tuple[Amount, Amount] | None, amounts: Sequence[Amount]) -> None:
    """Quantity and price, if their product is the amount."""
    if pair is not None and _product(pair[0], pair[1], item.amount):
        item.quantity, item.unit_price = pair
        return
    others = [amount for amount in amounts if amount is not item.amount and not amount.percent]
    for one, other in _pairs(others):
        if other.money and _product(one, other, item.amount) and one.value != 0:
            item.quantity, item.unit_price = one, other
            return


def _count(item: Item, name: Segment) -> None:
    """How many pieces there are, if the name says so: "2 x Soup", "2x Soup", "Soup x2"."""
    match = _COUNT_BEFORE.search(name.text) or _COUNT_BEHIND.search(name.text)
    if match is None or item.quantity is not None:
        return
    said = Mention(segment=name, start=match.start(), end=match.end()).words
    item.quantity = Amount(segment=name, start=match.start(1), end=match.end(1), value=Decimal(match[1]), decimals=0)
    item.words = [word for word in item.words if word not in said]


def _pairs(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    for one in amounts:
        for other in amounts:
            if one is not other:
                yield one, other


def _product(quantity: Amount, price: Amount, amount: Amount) -> bool:
    return abs(quantity.value * price.value - amount.value) <= Decimal("0.011")


def _name(row: Row, amounts: Sequence[Amount]) -> list[Word]:
    """The words of a row that are no figures, signs or tax letters; nothing without three letters in a row."""
    taken = {word for amount in amounts if amount.money or amount.percent for word in amount.words}
    words = [word for word in row.words if word not in taken]
    if not any(_THREE_LETTERS.search(word.text) for word in words):
        return []
    while words and (len(fold(words[-1].text)) <= 1 or words[-1].text.rstrip("+*") in _TAX_CODES):
        words.pop()
    return words
