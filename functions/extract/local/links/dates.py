"""Which label each printed date belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.phrases import DATED, DAY_WORDS, EXPIRING_CODES
from functions.extract.local.links.link import (
    Link,
    label_above,
    label_before,
    label_left,
    label_of_line_before,
    label_of_stack,
    label_under,
)
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.dates import PrintedDate, ranges
from functions.extract.local.mentions.labels import PrintedLabel
from shared.domain.normalising import fold

DATE_LABELS = frozenset({Label.ISSUE_DATE, Label.DATE, Label.DUE_DATE, Label.OTHER_DATE, Label.DUE})
HEADING_LINES = 3.5
CODE_LINES = 1.5
LONGEST_BETWEEN = 30
"""Characters from a label to its date in one cell at most."""

LONGEST_TERMS = 60
"""The same from a label of the due date, which terms may follow: "Échéance : 30 jours fin de mois, soit le 30/04"."""

TERMS = frozenset({Label.NET, Label.PAYMENT_TERMS})
"""Words that may stand between the label of a due date and the date: "net" is one of them."""

OTHER_DOCUMENTS = frozenset({Label.OTHER_NUMBER, Label.PURCHASE_ORDER})

JOINED = re.compile(r"\s*[/=&+(]\s*")
"""Between two labels of one date."""


@dataclass(frozen=True, kw_only=True)
class LabelledDate:
    """A date and its label: the nearest label on its left, above its row, or over its column."""

    printed: PrintedDate
    found: PrintedLabel | None
    label: Label | None
    relation: Relation | None


def label_dates(labels: LabelMap, dates: Sequence[PrintedDate]) -> tuple[LabelledDate, ...]:
    """Each date with its label, in reading order."""
    found: list[LabelledDate] = []
    for printed in dates:
        item = _labelled(labels, printed)
        if item.found and (_of_a_code(labels, item.found) or _ends_a_period(found[-1:], item)):
            item = replace(item, label=Label.OTHER_DATE)
        found.append(item)
    return tuple(found)


def _ends_a_period(before: Sequence[LabelledDate], item: LabelledDate) -> bool:
    """Whether what reads like its label ("bis zum") only leads from the first day of a period, which has a label of its
    own, to its last."""
    return any(
        first.label is Label.OTHER_DATE
        and (first.printed.segment, first.printed.start) in ranges((first.printed, item.printed))
        for first in before
    )


def _labelled(labels: LabelMap, printed: PrintedDate) -> LabelledDate:
    before = _of_a_due_date(labels, label_before(labels, printed))
    if before is not None and printed.start - before.label.end <= _reach(before.label):
        return _behind(labels, printed, before.label)
    wrapped = None if before else label_of_line_before(labels, printed)
    if wrapped is not None and wrapped.label.label in DATE_LABELS:
        return _with(labels, printed, wrapped)
    stacked = None if before else label_of_stack(labels, printed)
    if stacked is not None and stacked.label.label in DATE_LABELS:
        return _with(labels, printed, stacked)
    beside = None if before else label_left(labels, printed, DATE_LABELS)
    if beside is not None and beside.label.label in DATE_LABELS:
        return _with(labels, printed, beside)
    # A heading of dates decides for its column, even if the row has another label to the left.
    heading = label_above(labels, printed, HEADING_LINES, DATE_LABELS)
    if heading is not None and (beside is None or heading.label.label in DATE_LABELS):
        return _with(labels, printed, heading)
    under = label_under(labels, printed)
    return _with(labels, printed, under if under and under.label.label in DATE_LABELS else beside)


def _of_a_due_date(labels: LabelMap, link: Link | None) -> Link | None:
    """The link; for a word for "day" that only leads to the date, and for terms before it, that of the label of a due
    date before them: "o pagamento até ao dia 30 de junho", "Due date: Net 30 (June 14, 2026)"."""
    if link is None:
        return None
    leads, are_terms = link.label.folded in DAY_WORDS, link.label.label in TERMS
    if not (leads or are_terms):
        return link
    before = [one for one in labels.of(link.label.segment) if one.end <= link.label.start]
    if not before or before[-1].label is not Label.DUE_DATE:
        return link
    between = link.label.segment.text[before[-1].end : link.label.start]
    leads = leads and len(between) <= LONGEST_LEADING and not SENTENCE_MARK.search(between)
    follow = are_terms and not any(map(str.isalnum, between))
    return replace(link, label=before[-1]) if leads or follow else link


LONGEST_LEADING = 8
SENTENCE_MARK = re.compile(r"[\d.:;,]")


def _reach(label: PrintedLabel) -> int:
    return LONGEST_TERMS if label.label is Label.DUE_DATE else LONGEST_BETWEEN


def _of_a_code(labels: LabelMap, found: PrintedLabel) -> bool:
    """Whether a due date is the last day of a tax office's code before it in its row or in the cell over it ("CAE Nº
    7612… Vto. 17/03/2026")."""
    if found.label is not Label.DUE_DATE:
        return False
    page = labels.page_of(found.segment)
    before = [word for word in page.rows[found.segment.row].words if word.box.x1 <= found.box.x0]
    over = [segment.words[0] for segment in page.above(found.segment, CODE_LINES)[:1]]
    return any(fold(word.text).startswith(EXPIRING_CODES) for word in (*before, *over))


def _behind(labels: LabelMap, printed: PrintedDate, found: PrintedLabel) -> LabelledDate:
    """A date in one cell with its label. "Lieferschein 4711 vom 3.4.2026" dates the delivery note; "Rechnung 4711 vom
    3.4.2026" the invoice, unless the document only refers to that invoice."""
    link = Link(label=found, relation=Relation.AFTER, distance=0.0)
    if found.label is Label.ISSUE_DATE and _of_another_document(labels, found):
        return replace(_with(labels, printed, link), label=Label.OTHER_DATE)
    between = printed.segment.text[found.end : printed.start]
    if any(map(str.isdigit, between)) and DATED.search(between):
        if found.label in OTHER_DOCUMENTS or found.refers:
            return replace(_with(labels, printed, link), label=Label.OTHER_DATE)
        if found.label is Label.INVOICE_NUMBER:
            return replace(_with(labels, printed, link), label=Label.ISSUE_DATE)
    return _with(labels, printed, link)


def _of_another_document(labels: LabelMap, found: PrintedLabel) -> bool:
    """Whether the words in apposition to the number of another document are all there is before it: "RPS Nº 1288,
    emitido em"."""
    first = labels.of(found.segment)[0]
    number, comma, words = found.segment.text[first.end : found.end].rpartition(",")
    named = first.label in OTHER_DOCUMENTS and any(map(str.isdigit, number))
    return named and bool(comma) and not any(map(str.isdigit, words))


def _joined_to(labels: LabelMap, found: PrintedLabel) -> Label | None:
    """What the label right before it names, if one mark joins the two: "Invoice date / Tax point", "Rechnungs- und
    Lieferdatum", "Auftragsnummer/Datum"."""
    before = [other for other in labels.of(found.segment) if other.end <= found.start]
    joined = before and JOINED.fullmatch(found.segment.text[before[-1].end : found.start])
    return before[-1].label if joined else None


def _with(labels: LabelMap, printed: PrintedDate, link: Link | None) -> LabelledDate:
    if link is None:
        return LabelledDate(printed=printed, found=None, label=None, relation=None)
    kind = link.label.label
    if kind is Label.DUE:
        kind = Label.DUE_DATE
    elif kind in (Label.OTHER_DATE, Label.DATE):
        joined = _joined_to(labels, link.label)
        if joined is Label.ISSUE_DATE or (kind is Label.DATE and joined is Label.INVOICE_NUMBER):
            kind = Label.ISSUE_DATE
        elif kind is Label.DATE and joined in OTHER_DOCUMENTS:
            kind = Label.OTHER_DATE
    return LabelledDate(printed=printed, found=link.label, label=kind, relation=link.relation)
