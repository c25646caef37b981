"""The due date (BT-9): a printed date that a label or a sentence about the payment names. Terms without a date
("30 days net") give none.

As EN 16931 has it, the date is that of the net payment, and of several instalments that of the first: neither a day up
to which a discount is granted, nor the day of a later instalment is a candidate.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from functions.extract.layout import Segment
from functions.extract.local.context import Context
from functions.extract.local.fields.printed_dates import date_features, given, unless_proved
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.numbers import COLLECTED, PAYING, RECEIVED
from functions.extract.local.lexicon.phrases import MEANS, UNTIL_BEHIND
from functions.extract.local.links.date_order import DAYS
from functions.extract.local.links.dates import DATE_LABELS, LabelledDate
from functions.extract.local.links.money import total_of
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.mention import Mention, by_segment
from functions.extract.local.mentions.sentences import LEAST_WORDS, line_above
from functions.extract.local.rank import Candidate, best_present, rank
from functions.extract.local.value import Value
from shared.domain.normalising import fold

NONE: Candidate[date | None] = Candidate(value=None, mentions=(), features={"none": 1.0})
MOST_INSTALMENTS = 24
CELLS, LINES = 3, 1.5
"""How far the amount of an instalment may be from its date: cells to its right, or line heights under it."""

HEADINGS = 2
"""Rows of headings over the first row of a table of payments."""

MOST_WRAPPED = 3
"""Lines over that of a date which its sentence may have begun in."""
MOST_WORDS_BEHIND = 12
"""Words behind a day in its sentence at most, of which the last says what happens then."""
FAR = 400
"""Days from the issue date after which no invoice is due."""

S = TypeVar("S")
BySegment = Mapping[Segment, Sequence[S]]

WORD = re.compile(r"[^\W\d_]+")
SENTENCE_END = re.compile(r"(?:[.!?:;](?=\s)|[.!?:;]$)")


def candidates(context: Context, issued: date | None) -> list[Candidate[date | None]]:
    """Each printed date that is not before the issue date, and the candidate without a value."""
    found: list[Candidate[date | None]] = []
    first, *later = instalments(context) or (*_whole_under_terms(context), None)[:1]
    others = {*later, *_with_discount(context)}
    for index, (item, features) in enumerate(zip(context.dates, date_features(context), strict=True)):
        printed = item.printed
        said = _said_before(context, printed)
        if index in others or (item.label is not Label.DUE_DATE and _holds(said, RECEIVED)):
            continue
        paying = _holds(said, PAYING) or _asks_behind(printed)
        if index == first:
            features = {**features, "unlabelled": 0.0, Label.DUE_DATE.value: 1.0}
        for value in (printed.value, *printed.other_readings):
            if issued is not None and value < issued:
                continue
            own = _due_features(context, item, value, issued, paying=paying)
            if item.label is None and issued is not None and _ends_terms(context, printed, (value - issued).days):
                own = {**own, "unlabelled": 0.0, Label.DUE_DATE.value: 1.0}
            more = {**features, **own, "other_reading": value != printed.value}
            parts = printed.parts
            found.append(Candidate(value=value, mentions=parts, features=given(more), parts=len(parts)))
    return [*found, NONE]


def find_due_date(context: Context, issued: Value[date] | None) -> Value[date] | None:
    """The most probable date with the next ones as its alternatives; null where none is more probable."""
    found = candidates(context, issued.value if issued else None)
    ranking = rank("due_date", context.recollection.at_places("/due_date", found))
    return unless_proved(best_present(ranking), context)


def instalments(context: Context) -> Sequence[int]:
    """Which dates follow one another, each with an amount beside or under it, which together make a total;
    empty if there are none."""
    totals = context.money.last_values(Label.TOTAL, Label.DUE)
    dates, amounts = by_segment(context.date_spans), by_segment(filter(context.money.sum, context.money.amounts))
    for amount_of in (_amount_behind, _amount_before):
        parts = [_unsigned(amount_of(context, item.printed, dates, amounts)) for item in context.dates]
        if found := _that_make_one(context, parts, totals):
            return found
    return ()


def _whole_under_terms(context: Context) -> Iterator[int]:
    """Which dates stand beside the whole total in a table of payments: "Payment terms" over "Date", "Amount"."""
    headed = [
        (index, item.printed) for index, item in enumerate(context.dates) if _under_terms(context, item.printed.segment)
    ]
    if not headed:
        return
    totals = context.money.last_values(Label.TOTAL, Label.DUE)
    dates, amounts = by_segment(context.date_spans), by_segment(filter(context.money.sum, context.money.amounts))
    for index, printed in headed:
        if _unsigned(_amount_behind(context, printed, dates, amounts)) in totals:
            yield index


def _under_terms(context: Context, cell: Segment) -> bool:
    """Whether one of the rows above names the terms of payment, and says none."""
    page = context.layout.page(cell.page)
    above = (one for row in page.rows[max(0, cell.row - HEADINGS) : cell.row] for one in row.segments)
    return any(
        label.label is Label.PAYMENT_TERMS
        and label.text.strip(" .:") == one.text.strip(" .:")
        and not page.right_of(one)
        for one in above
        for label in context.places.of(one)
    )


def _unsigned(amount: Decimal | None) -> Decimal | None:
    """What stands behind a dash is no debt: "001 - 01/08/2025 - R$ 1.500,00"."""
    return None if amount is None else abs(amount)


def _that_make_one(context: Context, parts: Sequence[Decimal | None], totals: Collection[Decimal]) -> list[int]:
    """Which dates follow one another with parts that together make one of the totals."""
    run: list[tuple[int, Decimal]] = []
    for index, (item, amount) in enumerate(zip(context.dates, parts, strict=True)):
        if amount is None or (run and item.printed.value <= context.dates[run[-1][0]].printed.value):
            run = []
        if amount is not None:
            run = [*run, (index, amount)][-MOST_INSTALMENTS:]
            for start in range(len(run) - 1):
                if total_of(value for _, value in run[start:]) in totals:
                    return [one for one, _ in run[start:]]
    return []


def _amount_behind(
    context: Context, printed: Mention, dates: BySegment[Mention], amounts: BySegment[Amount]
) -> Decimal | None:
    """The amount behind a date in its cell or in the next ones of its row, before another date; else that under it."""
    page = context.layout.page(printed.segment.page)
    for place in (printed.segment, *page.right_of(printed.segment)[:CELLS]):
        start = printed.end if place is printed.segment else 0
        others = [other.start for other in dates.get(place, ()) if other.start >= start]
        end = min(others, default=len(place.text))
        for amount in amounts.get(place, ()):
            if start <= amount.start < end:
                return amount.value
        if others:
            break
    below = (place for place in page.below(printed.segment, LINES) if place not in dates)
    under = (amount for place in below for amount in amounts.get(place, ()))
    return next((amount.value for amount in under), None)


def _amount_before(
    context: Context, printed: Mention, dates: BySegment[Mention], amounts: BySegment[Amount]
) -> Decimal | None:
    """The amount before a date in its sentence, behind another date: "€ 400 by 1 June and € 300 by 1 July"."""
    segment: Segment | None = printed.segment
    end = printed.start
    for _ in range(2):
        if segment is None:
            break
        last = max((other.end for other in dates.get(segment, ()) if other.start < end), default=0)
        found = [amount.value for amount in amounts.get(segment, ()) if last <= amount.start < end]
        if found or last:
            return found[-1] if found else None
        segment = line_above(context.layout.page(segment.page), segment)
        end = len(segment.text) if segment else 0
    return None


def _with_discount(context: Context) -> Iterator[int]:
    """Which dates are those up to which their cell grants a discount, where it or the next row names a later one: "by
    2 June with 2 % discount, by 18 June net"."""
    cells = by_segment(item.printed for item in context.dates)
    rows: dict[tuple[int, int], date] = {}
    for item in context.dates:
        spot = item.printed.segment.page, item.printed.segment.row
        rows[spot] = max(rows.get(spot, date.min), item.printed.value)
    ends = {cell: max(found, key=lambda one: one.value) for cell, found in cells.items()}
    for index, item in enumerate(context.dates):
        printed, cell = item.printed, item.printed.segment
        granted = [label.start for label in context.places.of(cell) if label.label is Label.DISCOUNT]
        last = ends[cell]
        if not granted:
            continue
        if last.value > printed.value:
            if granted[0] < last.start:
                yield index
        elif rows.get((cell.page, cell.row + 1), date.min) > printed.value:
            yield index


def _due_features(
    context: Context, item: LabelledDate, value: date, issued: date | None, *, paying: bool
) -> Mapping[str, float]:
    days = (value - issued).days if issued else None
    in_sentence = paying and item.label is Label.DATE and item.relation is Relation.AFTER and _in_sentence(item.printed)
    return {
        "on_issue_date": days == 0,
        "soon": days is not None and 0 < days <= 100,
        "far": days is not None and days > FAR,
        # "payment until the day 21 October": the word names no date of its own
        **({"date": 0.0, "unlabelled": 1.0} if in_sentence else {}),
        "after_terms": bool(days) and days in context.terms,
        "paying": paying and item.label is not Label.DUE_DATE,
        "paying_later": paying and (in_sentence or item.label not in DATE_LABELS) and bool(days),
        "misread": item.found is not None and not item.found.exact,
    }


def _ends_terms(context: Context, printed: Mention, days: int) -> bool:
    """Whether a cell before it in its row is a means of payment with the days that are given to pay, of which it is
    the last: "Przelew 14 dni", "426,81", "26.04.2021"."""
    page = context.layout.page(printed.segment.page)
    said = (place.text for place in page.left_of(printed.segment)[:CELLS] if MEANS.match(place.text))
    return days > 0 and any(str(days) in found for text in said for found in DAYS.findall(text))


def _in_sentence(printed: Mention) -> bool:
    return len(printed.segment.words) >= LEAST_WORDS + len(WORD.findall(printed.text))


def _said_before(context: Context, printed: Mention) -> str:
    """The folded words before a date: those of its cell, and of the lines over it where its sentence began."""
    before = f"{_sentence_above(context, printed)} {printed.segment.text[: printed.start]}"
    return " ".join(fold(word) for word in WORD.findall(before))


def _asks_behind(printed: Mention) -> bool:
    """Whether its cell names it as a last day, and asks for the payment: "10月31日までにお支払いください"; or says
    behind it that the payment is collected then: "wird am 18. Juni von Ihrem Konto abgebucht"."""
    text = printed.segment.text
    if UNTIL_BEHIND.match(text, printed.end) is not None and any(word in fold(text) for word in PAYING):
        return True
    end = SENTENCE_END.search(text, printed.end)
    rest = WORD.findall(text, printed.end, end.start() if end else len(text))
    return len(rest) <= MOST_WORDS_BEHIND and _holds(" ".join(map(fold, rest)), COLLECTED)


def _holds(said: str, phrases: Collection[str]) -> bool:
    return any(f" {one} " in f" {said} " for one in phrases)


def _sentence_above(context: Context, printed: Mention) -> str:
    """What stands in the lines over a date of the sentence that goes on in its line; empty if it begins there."""
    segment, begun = printed.segment, ""
    if SENTENCE_END.search(segment.text[: printed.start]):
        return ""
    page = context.layout.page(segment.page)
    for _ in range(MOST_WRAPPED):
        over = line_above(page, segment)
        if over is None:
            break
        ends = [match.end() for match in SENTENCE_END.finditer(over.text)]
        begun = f"{over.text[ends[-1] if ends else 0 :]} {begun}"
        if ends:
            break
        segment = over
    return begun
