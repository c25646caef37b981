"""Which numbers without cents and without a sign are money: a question of the document.

"424.746" beside MONTO TOTAL is money where the currency has no cents, or where the amounts beside the labels of money
stand without them; a telephone, tax or article number, a year, a count is none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.extract.layout import Layout, Segment
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.mentions.currency_signs import MONEY_LABELS
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.number_tokens import NumberToken

OTHER_LABELS = frozenset(
    {
        *(Label.COUNT, Label.RATE, Label.INVOICE_NUMBER, Label.PURCHASE_ORDER, Label.RECEIPT_NUMBER),
        *(Label.FALLBACK_NUMBER, Label.SERIES, Label.SERIES_NUMBER, Label.OTHER_NUMBER, Label.PAYMENT_TERMS),
        *(Label.DATE, Label.ISSUE_DATE, Label.DUE_DATE, Label.OTHER_DATE),
    }
)
MOST_WORDS = 4
"""Words between a label of money and a bare number at most; beyond that they are a sentence."""

LONGEST_REST = 200
"""Characters from the label at most."""

LONGEST = {True: 12, False: 9}
"""Digits of an amount at most, with separators between thousands and without; longer ones are codes."""

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A number of the document, with the decimals it was read with."""

    token: NumberToken
    decimals: int
    cents: bool

    @property
    def grouped(self) -> bool:
        return not self.token.number.isdecimal()


def money_without_cents(
    layout: Layout, numbers: Sequence[Whole], labels: Mapping[Segment, Sequence[PrintedLabel]], minor: int
) -> set[NumberToken]:
    """The numbers that are money though they have neither two decimals nor a sign. `minor`: the currency's decimals."""
    if minor == 3:
        return {one.token for one in numbers if one.decimals == 3 and not one.token.around.word}
    label_of = {one.token: _label(layout, labels, one.token) for one in numbers if _may_be_money(one)}
    last = {(token.segment.page, token.segment.row): token for token in label_of}
    beside = {token for token in last.values() if label_of[token] in MONEY_LABELS}
    cents = sum(one.cents and not one.token.around.percent for one in numbers)
    signed = sum(not one.cents and one.token.around.sign is not None for one in numbers)
    shown = len(beside) + signed
    whole = (shown > 0 or minor == 0) if cents == 0 else minor == 0 and cents < shown
    grouped = {one.token for one in numbers if one.grouped and one.token in label_of}
    if not whole:
        return beside & grouped
    return beside | {token for token in grouped if label_of[token] not in OTHER_LABELS}


def _may_be_money(one: Whole) -> bool:
    """No year, no code: no zero before other digits, nothing glued to it, no word behind ("3 items", "30 days")."""
    around, digits = one.token.around, "".join(filter(str.isdecimal, one.token.number))
    bare = one.decimals == 0 and not (around.sign or around.percent or around.glued or around.word)
    year = not one.grouped and len(digits) == 4 and digits[:2] in ("19", "20")
    return bare and not year and not (len(digits) > 1 and digits[0] == "0") and len(digits) <= LONGEST[one.grouped]


def _label(layout: Layout, labels: Mapping[Segment, Sequence[PrintedLabel]], token: NumberToken) -> Label | None:
    """The nearest label on its left in the row, a few words away at most."""
    between = 0
    for segment in reversed(layout.page(token.segment.page).rows[token.segment.row].segments):
        if segment.box.x0 > token.segment.box.x0:
            continue
        end = token.start if segment is token.segment else len(segment.text)
        before = [label for label in labels.get(segment, ()) if label.end <= end]
        begin = before[-1].end if before else 0
        if end - begin > LONGEST_REST:
            return None
        between += len(_WORD.findall(segment.text, begin, end))
        if before or between > MOST_WORDS:
            return before[-1].label if between <= MOST_WORDS else None
    return None
