"""Which printed date is the issue date, and which the due date.

Each date gets features from its label, its place and its fellows; a linear model ranks them (`ranking.py`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from functions.extract.local.amounts import Amount
from functions.extract.local.dates import Printed, plausible, ranges
from functions.extract.local.labels import Found
from functions.extract.local.places import LabelMap, Relation
from functions.extract.local.ranking import Model, ranked
from functions.extract.local.value import Value
from functions.extract.local.vocabulary import Label

DATE_LABELS = frozenset({Label.ISSUE_DATE, Label.DATE, Label.DUE_DATE, Label.OTHER_DATE, Label.DUE})
HEADING_LINES = 3.5

DAYS = re.compile(
    r"(?<!\d)(?P<days>\d{1,3})\s*(?:days?|días|dias|tage[n]?|jours|giorni|dagen|dgn|gg|d[ií]as fecha)\b", re.IGNORECASE
)
NET_DAYS = re.compile(r"\b(?:net|netto|neto)\s*(?P<days>\d{1,3})\b(?!\s*[.,%])", re.IGNORECASE)

Features = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A date and what announces it: the nearest label on its left, above its row, or over its column."""

    printed: Printed
    found: Found | None
    label: Label | None
    relation: Relation | None

    @cached_property
    def key(self) -> tuple[int, int]:
        return id(self.printed.segment), self.printed.start


def label_dates(labels: LabelMap, dates: Sequence[Printed]) -> tuple[Labelled, ...]:
    """Each date with its label, in reading order."""
    return tuple(_labelled(labels, printed) for printed in dates)


def _labelled(labels: LabelMap, printed: Printed) -> Labelled:
    segment = printed.segment
    page = labels.page_of(segment)
    before = [found for found in labels.of(segment) if found.end <= printed.start]
    if before and printed.start - before[-1].end <= 30:
        return _with(printed, before[-1], Relation.AFTER)
    blocked = bool(before)
    if not blocked:
        for other in page.left_of(segment):
            inside = labels.of(other)
            if inside:
                dated = [found for found in inside if found.label in DATE_LABELS]
                return _with(printed, (dated or list(inside))[-1], Relation.RIGHT)
            if any(character.isalnum() for character in other.text):
                break
    for other in page.above(segment, HEADING_LINES):
        inside = [
            found
            for found in labels.of(other)
            if found.box.x0 < printed.box.x1 and found.box.x1 > printed.box.x0 - 0.02
        ]
        if inside:
            return _with(printed, inside[0], Relation.BELOW)
    return Labelled(printed=printed, found=None, label=None, relation=None)


def _with(printed: Printed, found: Found, relation: Relation) -> Labelled:
    label = Label.DUE_DATE if found.label is Label.DUE else found.label
    return Labelled(printed=printed, found=found, label=label, relation=relation)


def date_features(labels: LabelMap, dates: Sequence[Labelled], amounts: Sequence[Amount]) -> list[Features]:
    """Features of each date, in the same order."""
    periods = ranges(item.printed for item in dates)
    rows_with_money = {(a.segment.page, a.segment.row) for a in amounts if a.money}
    days = [item.printed.value for item in dates]
    latest = max(days, default=date.min)
    pages = max(len(labels.layout.pages), 1)
    result: list[Features] = []
    for index, item in enumerate(dates):
        printed, segment = item.printed, item.printed.segment
        features: dict[str, float] = {"first": 1.0 if index == 0 else 0.0, "late": min(index, 6) / 6}
        kind = item.label.value if item.label in DATE_LABELS else ("number_label" if item.label else "unlabelled")
        features[kind] = 1.0
        if item.label is Label.INVOICE_NUMBER or item.label is Label.RECEIPT_NUMBER:
            features["beside_number"] = 1.0
        if item.relation is Relation.BELOW:
            features["under_label"] = 1.0
        if item.label is Label.OTHER_DATE and item.relation is Relation.BELOW:
            features["other_heading"] = 1.0
        if item.key in periods:
            features["period"] = 1.0
        features["with_time"] = 1.0 if printed.with_time else 0.0
        features["compact"] = 1.0 if printed.compact else 0.0
        features["down"] = (segment.page - 1 + segment.middle) / pages
        features["top_third"] = 1.0 if segment.page == 1 and segment.middle < 0.35 else 0.0
        features["later_page"] = 1.0 if segment.page > 1 else 0.0
        features["money_row"] = 1.0 if (segment.page, segment.row) in rows_with_money else 0.0
        features["repeated"] = min(days.count(printed.value) - 1, 3) / 3
        features["latest"] = 1.0 if printed.value == latest else 0.0
        features["long_before_latest"] = 1.0 if (latest - printed.value).days > 400 else 0.0
        features["implausible"] = 0.0 if plausible(printed.value) else 1.0
        features["in_sentence"] = 1.0 if len(segment.words) > 8 else 0.0
        result.append({name: value for name, value in features.items() if value})
    return result


def choose_issue_date(
    labels: LabelMap, dates: Sequence[Labelled], amounts: Sequence[Amount], model: Model
) -> Value[date] | None:
    """BT-2; null if no date is printed. Equal dates add up their probabilities."""
    if not dates:
        return None
    order = ranked(model, date_features(labels, dates, amounts))
    weight: dict[date, float] = {}
    for index, probability in order:
        weight[dates[index].printed.value] = weight.get(dates[index].printed.value, 0.0) + probability
    best = max(weight, key=lambda day: weight[day])
    index = next(index for index, _ in order if dates[index].printed.value == best)
    printed = dates[index].printed
    return Value(
        value=best,
        page=printed.segment.page,
        words=printed.words,
        confidence=weight[best],
        features={"ambiguous": 1.0 if printed.alternatives else 0.0, "labelled": 1.0 if dates[index].label else 0.0},
    )


def choose_due_date(dates: Sequence[Labelled], issued: Value[date] | None) -> Value[date] | None:
    """BT-9: a date that a label announces as such and that is not before the issue date."""
    for item in dates:
        day = item.printed.value
        if item.label is Label.DUE_DATE and (
            issued is None or timedelta(0) <= day - issued.value <= timedelta(days=400)
        ):
            return Value(value=day, page=item.printed.segment.page, words=item.printed.words, confidence=0.9)
    return None


def days_of(terms: str) -> int | None:
    """The one number of days that payment terms name ("30 days net"); null for none or several."""
    found = {int(match["days"]) for pattern in (DAYS, NET_DAYS) for match in pattern.finditer(terms)}
    return found.pop() if len(found) == 1 else None
