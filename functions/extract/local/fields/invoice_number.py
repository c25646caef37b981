"""The invoice number and the buyer's purchase order number."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from functions.extract.layout import Segment
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.titles import CREDIT_NOTE_TITLES, INVOICE_TITLES
from functions.extract.local.links.places import LabelMap, LabelPlace, Relation
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.mention import Mention, by_segment
from functions.extract.local.value import Value
from shared.domain.normalising import fold

FAR_LEAD = re.compile(
    r"[^:\d]{0,40}?(?:\([^():]{0,12}\))?\s*\b(?:no|nr|nro|num|n)[.°º]\s*|[^:\d]{0,20}#\s*", re.IGNORECASE
)
"""Between a title and its number: "Rechnung des Versicherers (575) Nr. 17", "Factura A (cod. 01) N° 0003-00001234"."""

TOLD_BY_SHAPE = re.compile(
    r"(?<![\w\-/])(?:(?:[ABCEM]\s?)?(?P<argentine>\d{4,5}\s?-\s?\d{8})"  # point of sale and number, RG 1415 of the AFIP
    r"|(?P<portuguese>(?:FT|FS|FR|NC|ND)\s[A-Z0-9][\w.\-]{0,15}/\d{1,9}))(?![\w\-/])"  # kind, series/number: SAF-T (PT)
)
"""Forms that only the numbers of fiscal documents have."""

GROUPS = re.compile(r"\d{2,4}(?: \d{2,4}){2,4}(?=$|\s+(?:du|vom|del?|of|dated)\b|\s*[,;|(])", re.IGNORECASE)
"""Digits in groups: "82 751 500 758"."""

LEAD = re.compile(
    r"[\s:;.,°º\-–—=*|#'\"]*(?:(?:no|nr|nro|num|number|id|n)(?:\b|(?=[º°]))[.:°º]*)?[\s:;.°º\-–—=*|]*", re.IGNORECASE
)

NUMBER = re.compile(
    r"(?P<number>(?:[A-Za-z]{1,4}[ ](?=[\w/\-.]*\d))?"  # "FT 2020/17"
    r"(?=[\w\-/.#]*\d)[A-Za-z0-9#][\w\-/.#]*"
    r"(?:[ ]?[/\-][ ]?(?=[\w\-]*\d)[\w\-]+)*)"
)
TIME = re.compile(r"\d{1,2}:\d\d")
MAX_LENGTH = 40

BARE = INVOICE_TITLES | CREDIT_NOTE_TITLES
"""Titles that are sometimes followed by the number ("Invoice INV/2023/0008"), but mostly are alone."""

NUMBER_LABELS = frozenset({Label.INVOICE_NUMBER, Label.RECEIPT_NUMBER, Label.SERIES_NUMBER})

Spans = Iterable[Mention]
BySegment = Mapping[Segment, Sequence[Mention]]
"""Segment -> its mentions that are something else."""


@dataclass(frozen=True, kw_only=True)
class NumberCandidate:
    """A printed number and its label."""

    text: str
    label: PrintedLabel
    place: LabelPlace
    start: int
    end: int
    marked: bool = False  # "#", "No." or "Nr." precedes it

    @property
    def value(self) -> Value[str]:
        words = self.place.segment.words_between(self.start, self.end)
        return Value(value=self.text, page=self.place.segment.page, words=words, confidence=0.5)


def find_invoice_number(labels: LabelMap, dates: Spans, amounts: Spans) -> Value[str] | None:
    """BT-1. A receipt's own number (bill, ticket, document) serves when nothing is called an invoice number."""
    spans = by_segment(dates), by_segment(amounts)
    candidates = [*_of(labels, NUMBER_LABELS, *spans), *_told_by_shape(labels)]
    candidates = candidates or _of(labels, {Label.FALLBACK_NUMBER}, *spans)
    if not candidates:
        return None
    times = Counter(fold(candidate.text) for candidate in candidates)
    scored = [(_score(candidate, times[fold(candidate.text)]), candidate) for candidate in candidates]
    score, best = max(scored, key=lambda pair: pair[0])
    if score <= 0:
        return None
    others = [other for other, candidate in scored if fold(candidate.text) != fold(best.text)]
    margin = score - max(others, default=0.0)
    value = best.value
    if best.label.label is Label.SERIES_NUMBER:
        value = _with_series(labels, best)
    return value.with_confidence(0.35 + 0.3 * min(score / 3, 1) + 0.3 * min(max(margin, 0) / 1.5, 1))


def numbers_by_page(labels: LabelMap, dates: Spans, amounts: Spans) -> dict[int, str]:
    """Page -> the invoice number that a label announces without doubt on it: one that is no mere title, with the number
    behind or beside it, and the only one of the page."""
    found: dict[int, set[str]] = {}
    for candidate in _of(labels, {Label.INVOICE_NUMBER}, by_segment(dates), by_segment(amounts)):
        label, place = candidate.label, candidate.place
        digits = sum(character.isdigit() for character in candidate.text)
        close = place.relation in (Relation.AFTER, Relation.RIGHT) and place.distance <= 1
        if label.exact and close and label.folded not in BARE and digits >= 3:
            found.setdefault(place.segment.page, set()).add(candidate.text)
    return {page: numbers.pop() for page, numbers in found.items() if len(numbers) == 1}


def _of(labels: LabelMap, kinds: Collection[Label], dates: BySegment, amounts: BySegment) -> list[NumberCandidate]:
    return [
        candidate
        for label in labels.labels
        if label.label in kinds
        for candidate in _candidates(labels, label, dates, amounts)
    ]


def find_purchase_order(labels: LabelMap, dates: Spans, amounts: Spans) -> Value[str] | None:
    """BT-13: the number behind a label of a purchase order."""
    spans = by_segment(dates), by_segment(amounts)
    for label in labels.labels:
        if label.label is Label.PURCHASE_ORDER and label.exact:
            for candidate in _candidates(labels, label, *spans):
                if sum(character.isdigit() for character in candidate.text) >= 3 or candidate.text.count("_"):
                    close = candidate.place.relation is Relation.AFTER
                    return candidate.value.with_confidence(0.85 if close else 0.7)
    return None


def _candidates(
    labels: LabelMap, label: PrintedLabel, dates: BySegment, amounts: BySegment
) -> Iterator[NumberCandidate]:
    for place in labels.places(label, lines=3):
        candidate = _in_place(label, place, dates, amounts)
        if candidate is not None:
            yield candidate
            return
        if place.relation is Relation.AFTER and len(place.text.split()) > 2:
            return  # a sentence: "Please quote the invoice number with …"


def _in_place(label: PrintedLabel, place: LabelPlace, dates: BySegment, amounts: BySegment) -> NumberCandidate | None:
    text = place.segment.text
    lead = LEAD.match(text, place.start, place.end)
    if label.label is Label.INVOICE_NUMBER and place.relation is Relation.AFTER:
        lead = FAR_LEAD.match(text, place.start, place.end) or lead
    start = lead.end() if lead else place.start
    span = _number_at(text, start, place.end, grouped=label.label is Label.INVOICE_NUMBER)
    if span is None:
        return None
    start, end = span
    number = text[start:end]
    if len(number) > MAX_LENGTH or not any(character.isdigit() for character in number):
        return None
    if any(other.overlaps(start, end) for other in dates.get(place.segment, ())):
        return None
    if TIME.match(text, start) or text[end : end + 2].strip().startswith("%"):
        return None
    if any(other.contains(start, end) for other in amounts.get(place.segment, ())):
        return None
    marked = bool(re.search(r"#|\bn\w{0,2}[.°º]", text[place.start : start], re.IGNORECASE))
    return NumberCandidate(text=_tidy(number), label=label, place=place, start=start, end=end, marked=marked)


def _number_at(text: str, start: int, stop: int, *, grouped: bool) -> tuple[int, int] | None:
    """The span of a number that begins at `start`; `grouped` takes digits in groups as one."""
    shaped = TOLD_BY_SHAPE.match(text, start, stop)
    if shaped is not None:
        return shaped.span("argentine") if shaped["argentine"] else shaped.span("portuguese")
    groups = GROUPS.match(text, start, stop) if grouped else None
    if groups is not None:
        return groups.span()
    match = NUMBER.match(text, start, stop)
    return (match.start(), match.start() + len(match["number"].rstrip("-/.,#"))) if match else None


def _tidy(number: str) -> str:
    """Without the blanks around a fiscal number's hyphen."""
    shaped = TOLD_BY_SHAPE.fullmatch(number)
    return re.sub(r"\s", "", number) if shaped and shaped["argentine"] else number


def _told_by_shape(labels: LabelMap) -> Iterator[NumberCandidate]:
    """Numbers that need no label. A label before them, in their cell or in the one to their left, must be one of the
    invoice (a delivery note's number has the same form)."""
    for segment in labels.layout.segments:
        for match in TOLD_BY_SHAPE.finditer(segment.text):
            start, end = match.span("argentine") if match["argentine"] else match.span("portuguese")
            before = [found for found in labels.of(segment) if found.end <= start]
            beside = labels.page_of(segment).left_of(segment)[:1] if not before else ()
            nearest = [*(found for other in beside for found in labels.of(other)), *before][-1:]
            if any(found.refers or found.label not in (*NUMBER_LABELS, Label.SERIES) for found in nearest):
                continue
            place = LabelPlace(segment=segment, start=start, end=end, relation=Relation.AFTER)
            label = PrintedLabel(label=Label.RECEIPT_NUMBER, segment=segment, start=start, end=start)
            yield NumberCandidate(text=_tidy(segment.text[start:end]), label=label, place=place, start=start, end=end)


def _score(candidate: NumberCandidate, times: int) -> float:
    label, place = candidate.label, candidate.place
    digits = sum(character.isdigit() for character in candidate.text)
    score = {Label.RECEIPT_NUMBER: 1.0, Label.FALLBACK_NUMBER: 0.7}.get(label.label, 2.0)
    compound = label.folded.endswith(("rechnung", "gutschrift", "factuur"))
    bare = (
        label.folded in BARE
        or compound
        or label.folded
        in {
            "inv",
            "fra",
            "numero",
            "check",
            "ticket",
            "chk",
            "op",
            "trans",
            "bon",
        }
    )
    if bare:
        score -= 0.6
    score += {Relation.AFTER: 0.6, Relation.RIGHT: 0.5, Relation.BELOW: 0.1, Relation.ABOVE: -1.0}[place.relation]
    if place.relation is Relation.BELOW:
        score -= 0.15 * max(place.distance - 1.5, 0)
        if bare:
            score -= 0.5
    if place.relation is Relation.RIGHT and place.distance > 1:
        score -= 0.3
    if digits < 3:
        score -= 0.5 if digits == 2 else 0.8
    if digits <= 4 and bare:
        score -= 0.3
    if bare and candidate.marked:
        score += 0.8
    if not label.exact:
        score -= 0.3
    if label.refers:
        score -= 1.5
    if TOLD_BY_SHAPE.fullmatch(candidate.text):
        score += 1.0
    if len(candidate.text.split()) > 1 and not re.search(r"\d", candidate.text.split()[0]):
        score -= 0.1
    score += 0.15 * min(times - 1, 3)
    score -= 0.3 * min(place.segment.page - 1, 2) / 2
    score -= 0.4 * place.segment.middle if place.segment.page == 1 else 0.4
    return score


def _with_series(labels: LabelMap, candidate: NumberCandidate) -> Value[str]:
    """Argentine invoices print it in two parts: "Punto de Venta: 0003  Comp. Nro: 00001234" -> 0003-00001234."""
    for label in labels.labels:
        if label.label is Label.SERIES and label.segment.page == candidate.place.segment.page:
            for place in labels.places(label, lines=2):
                part = _in_place(label, place, {}, {})
                if part is not None and part.text.isdigit():
                    words = (*part.value.words, *candidate.value.words)
                    return Value(
                        value=f"{part.text}-{candidate.text}", page=place.segment.page, words=words, confidence=0.9
                    )
    return candidate.value
