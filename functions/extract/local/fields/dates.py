"""Which printed date is the issue date, and which the due date.

Each date gets features from its label, its place and the other dates; a linear model ranks them (`rank.py`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.dates import DATE_LABELS, LabelledDate
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.dates import plausible, ranges
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.rank import LinearModel, ranked
from functions.extract.local.tables.columns import find_header
from functions.extract.local.value import Value

Features = Mapping[str, float]


def date_features(labels: LabelMap, dates: Sequence[LabelledDate], amounts: Sequence[Amount]) -> list[Features]:
    """Features of each date, in the same order."""
    periods = ranges(item.printed for item in dates)
    rows_with_money = {(a.segment.page, a.segment.row) for a in amounts if a.money}
    in_lines = _headings_of_lines(labels)
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
        if item.found and item.relation is Relation.BELOW and _spot(item.found) in in_lines:
            features["line_column"] = 1.0
        if (printed.segment, printed.start) in periods:
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


def _spot(found: PrintedLabel) -> tuple[int, int]:
    return found.segment.page, found.segment.row


def _headings_of_lines(labels: LabelMap) -> set[tuple[int, int]]:
    """(page, row) of the headings of tables of lines; a date under one of them is that of a delivery, a broadcast."""
    rows: set[tuple[int, int]] = set()
    for page in labels.layout.pages:
        header = find_header(page, 0)
        while header is not None:
            rows |= {(page.number, row) for row in range(header.first_row, header.last_row + 1)}
            header = find_header(page, header.last_row + 1)
    return rows


def choose_issue_date(
    labels: LabelMap, dates: Sequence[LabelledDate], amounts: Sequence[Amount], model: LinearModel
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
    )


def choose_due_date(dates: Sequence[LabelledDate], issued: Value[date] | None) -> Value[date] | None:
    """BT-9: a date that is labelled as the due date and is not before the issue date."""
    for item in dates:
        day = item.printed.value
        if item.label is Label.DUE_DATE and (
            issued is None or timedelta(0) <= day - issued.value <= timedelta(days=400)
        ):
            return Value(value=day, page=item.printed.segment.page, words=item.printed.words, confidence=0.9)
    return None
