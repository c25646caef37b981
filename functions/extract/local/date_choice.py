"""Which printed date is the issue date, and which the due date.

Each date gets features from its label, its place and the other dates; a linear model ranks them (`ranking.py`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from functions.extract.local.amounts import Amount
from functions.extract.local.dates import PrintedDate, plausible, ranges
from functions.extract.local.labels import PrintedLabel
from functions.extract.local.line_columns import find_header
from functions.extract.local.places import LabelMap, Relation
from functions.extract.local.ranking import LinearModel, ranked
from functions.extract.local.value import Value
from functions.extract.local.vocabulary import Label
from shared.domain.normalising import fold

DATE_LABELS = frozenset({Label.ISSUE_DATE, Label.DATE, Label.DUE_DATE, Label.OTHER_DATE, Label.DUE})
HEADING_LINES = 3.5
EXPIRING_CODES = ("cae", "cai", "cesp")
"""Argentine authorisations of a printed document; each has a date of its own."""

OTHER_DOCUMENTS = frozenset({Label.OTHER_NUMBER, Label.PURCHASE_ORDER})
DATED = re.compile(r"\b(?:vom|dated|du|del|dal|de|da|van|von|d\.d\.)\s*$", re.IGNORECASE)
"""Between the number of a document and its date."""

Features = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class LabelledDate:
    """A date and its label: the nearest label on its left, above its row, or over its column."""

    printed: PrintedDate
    found: PrintedLabel | None
    label: Label | None
    relation: Relation | None

    @cached_property
    def key(self) -> tuple[int, int]:
        return id(self.printed.segment), self.printed.start


def label_dates(labels: LabelMap, dates: Sequence[PrintedDate]) -> tuple[LabelledDate, ...]:
    """Each date with its label, in reading order."""
    found = (_labelled(labels, printed) for printed in dates)
    return tuple(
        replace(item, label=Label.OTHER_DATE) if item.found and _of_a_code(labels, item.found) else item
        for item in found
    )


def _labelled(labels: LabelMap, printed: PrintedDate) -> LabelledDate:
    segment = printed.segment
    before = [found for found in labels.of(segment) if found.end <= printed.start]
    if before and printed.start - before[-1].end <= 30:
        return _behind(printed, before[-1])
    beside = None if before else _beside(labels, printed)
    if beside is not None and beside.label in DATE_LABELS:
        return beside
    # A heading of dates decides for its column, even if the row has another label to the left.
    heading = _heading(labels, printed)
    if heading is not None and (beside is None or heading.label in DATE_LABELS):
        return heading
    return beside or LabelledDate(printed=printed, found=None, label=None, relation=None)


def _of_a_code(labels: LabelMap, found: PrintedLabel) -> bool:
    """Whether a due date is the last day of a tax office's code in the same row ("CAE Nº 7612… Vto. 17/03/2026")."""
    row = labels.page_of(found.segment).rows[found.segment.row]
    before = [word for word in row.words if word.box.x1 <= found.box.x0]
    return found.label is Label.DUE_DATE and any(fold(word.text).startswith(EXPIRING_CODES) for word in before)


def _behind(printed: PrintedDate, found: PrintedLabel) -> LabelledDate:
    """A date in one cell with its label. "Lieferschein 4711 vom 3.4.2026" dates the delivery note; "Rechnung 4711 vom
    3.4.2026" the invoice, unless the document only refers to that invoice."""
    between = printed.segment.text[found.end : printed.start]
    if any(character.isdigit() for character in between) and DATED.search(between):
        if found.label in OTHER_DOCUMENTS or found.refers:
            return replace(_with(printed, found, Relation.AFTER), label=Label.OTHER_DATE)
        if found.label is Label.INVOICE_NUMBER:
            return replace(_with(printed, found, Relation.AFTER), label=Label.ISSUE_DATE)
    return _with(printed, found, Relation.AFTER)


def _beside(labels: LabelMap, printed: PrintedDate) -> LabelledDate | None:
    """The label in the next cell to the left that holds anything."""
    for other in labels.page_of(printed.segment).left_of(printed.segment):
        inside = labels.of(other)
        if inside:
            dated = [found for found in inside if found.label in DATE_LABELS]
            return _with(printed, (dated or list(inside))[-1], Relation.RIGHT)
        if any(character.isalnum() for character in other.text):
            return None
    return None


def _heading(labels: LabelMap, printed: PrintedDate) -> LabelledDate | None:
    """The label over its column."""
    for other in labels.page_of(printed.segment).above(printed.segment, HEADING_LINES):
        inside = [
            found
            for found in labels.of(other)
            if found.box.x0 < printed.box.x1 and found.box.x1 > printed.box.x0 - 0.02
        ]
        if inside:
            return _with(printed, inside[0], Relation.BELOW)
    return None


def _with(printed: PrintedDate, found: PrintedLabel, relation: Relation) -> LabelledDate:
    label = Label.DUE_DATE if found.label is Label.DUE else found.label
    return LabelledDate(printed=printed, found=found, label=label, relation=relation)


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
