"""What speaks for and against each printed date, whatever it is the date of."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from functions.extract.local.context import Context
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.phrases import DAY_WORDS, UNTIL_BEHIND
from functions.extract.local.links.dates import DATE_LABELS, LabelledDate
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.dates import PrintedDate, ends_a_period, plausible, ranges
from functions.extract.local.value import Value
from shared.domain.document import Source
from shared.domain.normalising import fold

NUMBERS = frozenset({Label.INVOICE_NUMBER, Label.RECEIPT_NUMBER})
_ONE_FIGURE = re.compile(r"\d{4}([-/.])0\d\1\d")
LONG_SENTENCE = 8
LONG_BEFORE = 400
"""Days from a date to the document's latest after which it is hardly of the same business."""


def date_features(context: Context) -> list[dict[str, float]]:
    """The features of each date of the context, in the same order."""
    dates = context.dates
    periods = ranges(item.printed for item in dates)
    rows_with_money = {(span.segment.page, span.segment.row) for span in context.money_spans}
    times = Counter(item.printed.value for item in dates)
    latest = max(times, default=date.min)
    pages = max(len(context.layout.pages), 1)
    result: list[dict[str, float]] = []
    for index, item in enumerate(dates):
        printed, segment = item.printed, item.printed.segment
        below = item.relation is Relation.BELOW
        kind = item.label.value if item.label in DATE_LABELS else ("number_label" if item.label else "unlabelled")
        features: dict[str, float] = {
            kind: 1.0,
            "first": index == 0,
            "late": min(index, 6) / 6,
            "beside_number": item.label in NUMBERS,
            "in_number": _in_number(context, item),
            "under_label": below,
            "other_heading": below and item.label is Label.OTHER_DATE,
            "line_column": below and _spot(item) in context.heading_rows,
            "period": (printed.segment, printed.start) in periods or ends_a_period(printed),
            "with_time": printed.with_time,
            "compact": printed.compact,
            "down": (segment.page - 1 + segment.middle) / pages,
            "top_third": segment.page == 1 and segment.middle < 0.35,
            "later_page": segment.page > 1,
            "money_row": (segment.page, segment.row) in rows_with_money,
            "repeated": min(times[printed.value] - 1, 3) / 3,
            "latest": printed.value == latest,
            "long_before_latest": (latest - printed.value).days > LONG_BEFORE,
            "implausible": not plausible(printed.value),
            "in_sentence": len(segment.words) > LONG_SENTENCE,
        }
        result.append(features)
    return result


def given(features: Mapping[str, float]) -> Mapping[str, float]:
    """Without the features that are 0."""
    return {name: float(value) for name, value in features.items() if value}


def prints_of(found: Value[date], context: Context) -> list[LabelledDate]:
    """The dates of the context that are this one, or may be read as it."""
    return [item for item in context.dates if found.value in (item.printed.value, *item.printed.other_readings)]


def unless_proved(found: Value[date] | None, context: Context) -> Value[date] | None:
    """The value marked as ambiguous where every print of it lacks a figure; and, with its other reading as the first
    alternative, where each has one that nothing refutes."""
    if found is None:
        return None
    same = [item.printed for item in prints_of(found, context)]
    if same and all(_cut(context, printed) for printed in same):
        return replace(found, ambiguous=True)
    if not same or not all(printed.other_readings for printed in same):
        return found
    readings = (same[0].value, *same[0].other_readings)
    other = next(reading for reading in readings if reading != found.value)
    made = found.with_value(other).with_confidence(1 - found.confidence)
    known = next((one for one in found.alternatives if one.value == other), made)
    return replace(found, ambiguous=True).offering(known)


def _cut(context: Context, printed: PrintedDate) -> bool:
    """Whether OCR seems to have lost the last figure of the day, at the edge of the paper, since months before 10 are
    printed with a nought ("2013/05/2"); or a mark."""
    by_ocr = context.layout.page(printed.segment.page).source is not Source.TEXT_LAYER
    return printed.doubtful or (by_ocr and _ONE_FIGURE.fullmatch(printed.text) is not None)


def _spot(item: LabelledDate) -> tuple[int, int] | None:
    return (item.found.segment.page, item.found.segment.row) if item.found else None


def _goes_on_in_words(behind: str) -> bool:
    """Whether a date is followed by the sign of its day or a word for "until", and no figures, without a blank:
    "6月30日", "2025.06.20-ig"."""
    words = fold(behind).startswith(tuple(DAY_WORDS)) or UNTIL_BEHIND.match(behind) is not None
    return words and not any(map(str.isdigit, behind))


def _in_number(context: Context, item: LabelledDate) -> bool:
    """Whether the date is a part of a longer number ("2024-03-10t172205"), or a number of eight digits behind the
    label or the mark of one ("INVOICE # 20240106")."""
    printed = item.printed
    for number in context.numbers_of(printed.segment):
        token = number.printed
        if token.contains(printed.start, printed.end):
            before, behind = token.start < printed.start, printed.segment.text[printed.end : token.end]
            longer = before or (bool(behind) and not _goes_on_in_words(behind))
            return longer or (printed.compact and (number.marked or item.label in NUMBERS))
    return False
