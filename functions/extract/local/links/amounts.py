"""Which label each printed amount belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from functions.extract.layout import PageLayout, Row, Segment
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.labels import PrintedLabel

MONEY_LABELS = frozenset(
    {
        Label.TOTAL, Label.NET, Label.TAX, Label.DUE, Label.PAID, Label.CASH, Label.CARD, Label.CHANGE, Label.ROUNDING,
        Label.TIP, Label.DISCOUNT, Label.CHARGE, Label.GROSS, Label.COMMISSION, Label.OTHER_AMOUNT, Label.COUNT,
    }
)  # fmt: skip

TENDER_LABELS = frozenset({Label.PAID, Label.CASH, Label.CARD, Label.CHANGE, Label.TIP, Label.CHARGE})
WORD = re.compile(r"[^\W\d_]{2,}")

INCLUSIVE = re.compile(r"\b(?:inc|incl|inclusive|including|inkl|with|w/|mit|con|ttc|comp?ris|inclu\w*|tvac)\b", re.I)
CONTAINED = re.compile(r"\bin\b|included|enthalten|incluido", re.I)
EXCLUSIVE = re.compile(
    r"\b(?:exc|excl|excluding|exclusive|exclude|ex|before|without|w/o|ohne|zzgl|exkl|exclusief|excl\w*|hors|ht|sin|sem|esclus\w*|netto)\b",
    re.I,
)
MOST_WORDS = 9
"""Words from a label to its amount at most; beyond that they are a sentence."""

LONGEST_REST = 200
"""Characters from a label to its amount, or to the end of its cell, at most."""

COLUMN_LINES = 3.0
"""How far below a column's heading its amount may be, in line heights."""


@dataclass(frozen=True, kw_only=True)
class LabelledAmount:
    """An amount and the label that names it. `distance` is in line heights (below) or in page widths (right)."""

    amount: Amount
    label: Label
    found: PrintedLabel
    relation: Relation
    distance: float


def labelled_amounts(labels: LabelMap, amounts: Sequence[Amount]) -> tuple[LabelledAmount, ...]:
    """For each amount the label of its row, else the one on the row above it, and the heading of its column."""
    by_row: dict[tuple[int, int], list[Amount]] = {}
    for amount in amounts:
        by_row.setdefault((amount.segment.page, amount.segment.row), []).append(amount)
    found: list[LabelledAmount] = []
    for (page_number, row_index), members in by_row.items():
        page = labels.layout.page(page_number)
        row = page.rows[row_index]
        row_labels = [label for segment in row.segments for label in labels.of(segment)]
        for amount in members:
            beside = _beside(row_labels, members, amount)
            if beside is not None:
                found.append(beside)
            above = _above(labels, page, by_row, amount) if beside is None else None
            if above is not None:
                found.append(above)
            column = _column(labels, page, row, amount)
            if column is not None:
                found.append(column)
    return tuple(found)


def _beside(row_labels: Sequence[PrintedLabel], members: Sequence[Amount], amount: Amount) -> LabelledAmount | None:
    """The nearest run of labels on its left: labels with no other money between them are read together."""
    left = [
        label
        for label in row_labels
        if _before(label.segment, label.start, amount) and not _begins_a_sentence(label, amount)
    ]
    if not left:
        return None
    money = [other for other in members if other.money and other is not amount]
    run: list[PrintedLabel] = []
    for label in reversed(left):
        if run and (label.segment is not run[-1].segment or any(_between(label, other, run[-1]) for other in money)):
            break
        run.append(label)
    run.reverse()
    governing = _governing(run, amount)
    if governing is None:
        return None
    label, kind = governing
    same = label.segment is amount.segment
    return LabelledAmount(
        amount=amount,
        label=kind,
        found=label,
        relation=Relation.AFTER if same else Relation.RIGHT,
        distance=max(amount.box.x0 - label.box.x1, 0.0),
    )


def _begins_a_sentence(label: PrintedLabel, amount: Amount) -> bool:
    """ "Cambio de pastillas y discos" is no change given back: only the amount may follow such labels. A few words
    may follow others ("El total de este comprobante expresado en …, al tipo de cambio de …, asciende a")."""
    end = amount.start if amount.segment is label.segment else len(label.segment.text)
    if end - label.end > LONGEST_REST:
        return True
    rest = label.segment.text[label.end : end]
    return len(WORD.findall(rest)) > (1 if label.label in TENDER_LABELS else MOST_WORDS)


def _before(segment: Segment, start: int, amount: Amount) -> bool:
    return (segment is amount.segment and start < amount.start) or segment.box.x1 <= amount.segment.box.x0


def _between(label: PrintedLabel, amount: Amount, after: PrintedLabel) -> bool:
    return amount.segment is label.segment and label.end <= amount.start and amount.end <= after.start


def _governing(run: Sequence[PrintedLabel], amount: Amount) -> tuple[PrintedLabel, Label] | None:
    """Of labels that are read together the first money label decides; the meaning of "Total … GST 6%" and "Total excl.
    tax" depends on the words around."""
    money = [label for label in run if label.label in MONEY_LABELS]
    if not money:
        return (run[0], run[0].label) if run else None
    first = money[0]
    rest = first.segment.text[first.end : amount.start if amount.segment is first.segment else None]
    kind = first.label
    if kind in (Label.TOTAL, Label.DUE):
        if EXCLUSIVE.search(rest):
            kind = Label.NET
        elif len(money) > 1 and not INCLUSIVE.search(rest):
            second = money[1]
            if second.label in (Label.TAX, Label.COUNT, Label.DISCOUNT, Label.ROUNDING, Label.NET, Label.CHANGE):
                kind = second.label
    elif kind is Label.TAX and len(money) > 1 and money[1].label is Label.TOTAL:
        between = first.segment.text[first.end : money[1].start]
        if INCLUSIVE.search(between) and not CONTAINED.search(between):
            kind = Label.TOTAL  # "GST inclusive total", but not "GST included in total"
    elif kind is Label.ROUNDING and abs(amount.value) >= 1:
        kind = Label.TOTAL  # a rounding is less than one: this is the sum after rounding
    return first, kind


def _above(
    labels: LabelMap, page: PageLayout, by_row: dict[tuple[int, int], list[Amount]], amount: Amount
) -> LabelledAmount | None:
    """A label alone on the row above: narrow receipts print the amount under it."""
    index = amount.segment.row
    if index == 0 or len(page.rows[index].segments) > 2:
        return None
    above = page.rows[index - 1]
    if any(other.money for other in by_row.get((page.number, index - 1), ())):
        return None
    run = [label for segment in above.segments for label in labels.of(segment) if label.label in MONEY_LABELS]
    if not run:
        return None
    governing = _governing(run, amount)
    if governing is None:
        return None
    height = max(page.line_height, amount.segment.line_height)
    distance = (page.rows[index].middle - above.middle) / height
    if distance > COLUMN_LINES:
        return None
    return LabelledAmount(
        amount=amount, label=governing[1], found=governing[0], relation=Relation.BELOW, distance=distance
    )


def _column(labels: LabelMap, page: PageLayout, row: Row, amount: Amount) -> LabelledAmount | None:
    """The heading of the column, if there are only amounts between."""
    for other in page.above(amount.segment, COLUMN_LINES):
        inside = [
            label
            for label in labels.of(other)
            if label.box.x0 < amount.box.x1 + 0.01 and label.box.x1 > amount.box.x0 - 0.01
        ]
        if inside:
            label = inside[0]
            if label.label not in MONEY_LABELS:
                return None
            distance = (row.middle - other.middle) / max(page.line_height, amount.segment.line_height)
            return LabelledAmount(
                amount=amount, label=label.label, found=label, relation=Relation.ABOVE, distance=distance
            )
    return None
