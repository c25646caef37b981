"""The order of day and month of a document's dates, where its dates together prove it: one of them is printed in words
too, or the due date follows the issue date in one order only. Else its language and country do, where nobody writes the
other order."""

import re
from collections.abc import Sequence
from dataclasses import replace

from functions.extract.layout import Layout
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.numbers import PAYING
from functions.extract.local.lexicon.phrases import EITHER_ORDER, MONTH_FIRST_COUNTRIES
from functions.extract.local.links.dates import LabelledDate
from functions.extract.local.links.places import LabelMap
from functions.extract.local.mentions.dates import PrintedDate
from functions.extract.local.mentions.text_runs import run_of
from shared.domain.memory.notation import DayOrder, day_order
from shared.domain.normalising import fold

ISSUE = frozenset({Label.ISSUE_DATE, Label.DATE})
SPEAKS_OF_TERMS = frozenset({Label.PAYMENT_TERMS, Label.DUE, Label.DUE_DATE})
WORD = re.compile(r"[^\W\d_]+")
DAYS = re.compile(r"(?<![\d.,/\-])(\d{1,3})\s*(?=[^\W\d_])|(?<=[Nn][Ee][Tt]\s)(\d{1,3})\b")


def settled(
    dates: Sequence[LabelledDate], terms: frozenset[int], *, one_order: bool = False
) -> tuple[LabelledDate, ...]:
    """The dates in the order that they prove; where they prove none, as they are, which is beyond doubt where their
    country has `one_order`. `terms`: days to pay."""
    turn = _in_words_too(dates)
    if turn is None:
        turn = _due_after_issue(dates, terms)
    if turn is None and one_order:
        turn = False
    if turn is None:
        return tuple(dates)
    return tuple(replace(item, printed=_settled(item.printed, turn=turn)) for item in dates)


def has_one_order(spoken: Sequence[str], country: str | None) -> bool:
    """Whether whoever writes these languages in this country writes day and month in one order. English is written
    for readers of all countries, by programs of some; another language in a country that writes the month first has
    an order of its own."""
    return bool(country and spoken) and (EITHER_ORDER | MONTH_FIRST_COUNTRIES).isdisjoint((*spoken, country))


def in_order(dates: Sequence[LabelledDate], order: DayOrder | None) -> tuple[LabelledDate, ...]:
    """The dates, those that nothing on the pages proves in the order that the seller is known to write."""
    if order is None:
        return tuple(dates)
    return tuple(replace(item, printed=_in_order(item.printed, order)) for item in dates)


def _in_order(printed: PrintedDate, order: DayOrder) -> PrintedDate:
    readings = (printed.value, *printed.other_readings[:1])
    turn = next((index for index, one in enumerate(readings) if day_order(printed.text, one) is order), None)
    return printed if turn is None else _settled(printed, turn=bool(turn))


def _in_words_too(dates: Sequence[LabelledDate]) -> bool | None:
    """Whether day and month change places, so that a date is one that is printed beyond doubt elsewhere; null if none
    is."""
    proved = {item.printed.value for item in dates if not item.printed.other_readings}
    for item in dates:
        other = item.printed.other_readings[:1]
        if other and (item.printed.value in proved) != (other[0] in proved):
            return other[0] in proved
    return None


def _due_after_issue(dates: Sequence[LabelledDate], terms: frozenset[int]) -> bool | None:
    """Whether day and month change places, so that the due date follows the issue date by as many days as the terms
    say, or at all; null where both orders do, or neither."""
    issued = next((item.printed for item in dates if item.label in ISSUE), None)
    due = next((item.printed for item in dates if item.label is Label.DUE_DATE), None)
    if issued is None or due is None or not (issued.other_readings and due.other_readings):
        return None
    as_read = (due.value - issued.value).days
    turned = (due.other_readings[0] - issued.other_readings[0]).days
    for proves in (terms.__contains__, (0).__le__):
        if proves(as_read) != proves(turned):
            return proves(turned)
    return None


def _settled(printed: PrintedDate, *, turn: bool) -> PrintedDate:
    if not printed.other_readings:
        return printed
    if not turn:
        return replace(printed, proved=True)
    other = printed.other_readings[0]
    others = (printed.value, *(reading for reading in printed.alternatives if reading != other))
    return replace(printed, value=other, alternatives=others, proved=True)


def days_of_terms(layout: Layout, places: LabelMap) -> frozenset[int]:
    """The numbers of days in rows that speak of terms or of paying ("30 days net", "zahlbar innerhalb 14 Tagen")."""
    found: set[int] = set()
    for row in layout.rows:
        text = run_of(row).text
        labels = (label.label for segment in row.segments for label in places.of(segment))
        if any(label in SPEAKS_OF_TERMS for label in labels) or any(fold(w) in PAYING for w in WORD.findall(text)):
            found |= {int(first or second) for first, second in DAYS.findall(text)}
    return frozenset(found - {0})
