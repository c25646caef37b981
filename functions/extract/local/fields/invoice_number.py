"""The invoice number (BT-1): every number that a label, a mark or its own form makes possible, ranked.

A receipt's own number (bill, ticket, document) serves when nothing is called an invoice number; where nothing is called
the document's number at all, so does a reference beside its title or its date. The candidate without a value stands for
"none is printed".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from functions.extract.layout import Segment
from functions.extract.local.context import Context
from functions.extract.local.fields.document_kind import TITLE_PART, titles_of
from functions.extract.local.fields.number_series import SeriesApart, is_certain, is_fiscal, read_series
from functions.extract.local.fields.parties.role_labels import role_of
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.numbers import REFERENCES
from functions.extract.local.lexicon.titles import CREDIT_NOTE_TITLES, INVOICE_TITLES
from functions.extract.local.links.link import Link
from functions.extract.local.links.numbers import (
    NUMBER_LABELS,
    OWN_LABELS,
    LinkedNumber,
    is_near,
    names_a_number,
    names_only_number,
)
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.mention import Mention, by_segment
from functions.extract.local.mentions.numbers import without_marks
from functions.extract.local.rank import Candidate, best_present, rank
from functions.extract.local.value import Value
from shared.domain.document import Source, Word
from shared.domain.document_kinds import DocumentKind
from shared.domain.normalising import fold

POINTER = "/invoice_number"
DATE_LABELS = frozenset({Label.ISSUE_DATE, Label.DATE})
DATED_LABELS = DATE_LABELS | {Label.DUE_DATE, Label.OTHER_DATE}
HEADING_KINDS = NUMBER_LABELS | {Label.ISSUE_DATE, Label.DATE, Label.DUE_DATE, Label.PAYMENT_TERMS}
"""Labels whose cells make a row the heading of a small table."""

OTHER_NUMBERS = frozenset({Label.PURCHASE_ORDER, Label.OTHER_NUMBER})
UPPER_PART = 0.45
"""Numbers without a label are looked for in this part of the first page."""

YEAR = re.compile(r"(?:19|20)\d\d")
MONTH_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])[/.\-](?:19|20)?\d\d|(?:19|20)\d\d[/.\-](?:0?[1-9]|1[0-2])")
TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
TITLE_LINES = 4.0
LONG_SENTENCE = 8
TITLE_WORDS = 2
"""Words that may stand before "Invoice" in a title: "Proforma invoice", "Commercial tax invoice"."""

NAMED_IN_BRACKETS = re.compile(r"\([^\W\d_]+[.:\s]+\w+\)$")
"""A number that says in brackets what it is: "Factura B (Cod. 006)"."""

LETTERS_FIRST = re.compile(r"[^\W\d_]+[\W_]*\d")
WORD = re.compile(r"[^\W\d_]{2,}")

BY_REFERENCE = "by_reference"
"""The feature, of no weight, of a number that is only called a reference."""

SERIES_UNREAD = "series_unread"
"""The feature, of no weight, of a number whose series is asked for by a heading near it and was not found."""

UNSURE = frozenset({BY_REFERENCE, SERIES_UNREAD})

NONE: Candidate[str | None] = Candidate(value=None, mentions=(), features={"none": 1.0})


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What the features of a document's numbers are computed from."""

    places: LabelMap
    dates: Mapping[Segment, list[Mention]]
    compact: frozenset[tuple[Segment, int]]
    money: Mapping[Segment, list[Mention]]
    money_rows: frozenset[tuple[int, int]]
    headings: frozenset[tuple[int, int]]
    identifiers: frozenset[Word]
    times: Mapping[str, int]
    others: frozenset[str]
    dated: tuple[Segment, ...]
    titles: tuple[Segment, ...]
    openings: tuple[tuple[int, float, Segment], ...]


def candidates(context: Context) -> list[Candidate[str | None]]:
    """Every number that may be the document's own, and the candidate without a value."""
    page = _page(context)
    pointed_at = context.recollection.pointed_at(POINTER, [(number.mention,) for number in context.numbers])
    others = frozenset(
        (*_named_dates(context), *_of_instalments(context), *_of_corrected(context), *_of_lines(context))
    )
    linked = [
        number
        for number, remembered in zip(context.numbers, pointed_at, strict=True)
        if remembered or (_possible(number) and not _counts(number, context) and _extent(number.printed) not in others)
    ]
    if not any(map(_own, linked)):
        linked += [number for number in _called_references(context, page) if _extent(number.printed) not in others]
    claims = _claims(linked)
    series = read_series(context)
    found: list[Candidate[str | None]] = [
        Candidate(value=value, mentions=mentions, features=features, parts=len(mentions))
        for number in linked
        for value, mentions in _wholes(number, series)
        for features in [{**_features(number, page, claims), **_of_whole(number, value, mentions, series)}]
    ]
    found += [longer for one in found if (longer := _as_long_as_series(context, one)) is not None]
    found += [meant for one in found if (meant := _misread(context, one)) is not None]
    return context.recollection.by_shape(POINTER, context.recollection.at_places(POINTER, [*found, NONE]))


def _called_references(context: Context, page: _Page) -> Iterator[LinkedNumber]:
    """The numbers called a reference ("Ref. : IN1710-00042") a few lines from the title of an invoice, or with the
    label of a date in the row of theirs, as if they were called the document's."""
    beside_dates = {_row_of(label) for label in context.places.labels if label.label in DATE_LABELS}
    for number in context.numbers:
        link = next(iter(number.links), None)
        if link is None or link.label.folded not in REFERENCES or not link.label.exact:
            continue
        if _near_title(number, page) or _row_of(link.label) in beside_dates:
            called = replace(link, label=replace(link.label, label=Label.FALLBACK_NUMBER))
            yield replace(number, before=called, left=None, above=None, under=None)


def _row_of(label: PrintedLabel) -> tuple[int, int]:
    return label.segment.page, label.segment.row


def _as_long_as_series(context: Context, one: Candidate[str | None]) -> Candidate[str | None] | None:
    """The number with what the seller's series has before it, printed apart: the letter of a kind of invoice."""
    if len(one.mentions) > 1:
        return None
    start = context.recollection.start_of_series(POINTER, one.mentions[0])
    if start is None:
        return None
    longer = Mention(segment=one.mentions[0].segment, start=start, end=one.mentions[0].end)
    return replace(one, value=longer.text, mentions=(longer,))


def _misread(context: Context, one: Candidate[str | None]) -> Candidate[str | None] | None:
    """The number as the seller's series has it, where its page was read by OCR and it differs in look-alikes alone."""
    page = context.layout.page(one.mentions[0].segment.page)
    if one.value is None or page.source is Source.TEXT_LAYER:
        return None
    meant = context.recollection.misread_of_series(POINTER, one.value)
    return replace(one, value=meant) if meant is not None else None


def find_invoice_number(context: Context) -> Value[str] | None:
    """The most probable number with the next ones as its alternatives; null where none is more probable."""
    ranking = rank("invoice_number", candidates(context))
    found = best_present(ranking)
    if found is None:
        return None
    if not UNSURE.isdisjoint(ranking[0].candidate.features):
        found = replace(found, ambiguous=True)
    return _unless_a_letter(found, context)


_NOUGHT_IN_LETTERS = re.compile(r"(?<![^\W_])0(?=[A-Z]{2})|(?<=[A-Z])0(?=[A-Z])")


def _unless_a_letter(found: Value[str], context: Context) -> Value[str]:
    """The number as ambiguous where OCR gives a nought among its letters, which is hardly one; with the letter, it is
    the first alternative: "0RD25-INV2803"."""
    meant = _NOUGHT_IN_LETTERS.sub("O", found.value)
    if meant == found.value or context.layout.page(found.page).source is Source.TEXT_LAYER:
        return found
    return replace(found, ambiguous=True).offering(found.with_value(meant).with_confidence(1 - found.confidence))


def announced_numbers(context: Context) -> dict[int, list[LinkedNumber]]:
    """Page -> the invoice numbers that a label announces without doubt on it, in its cell or beside it, each once, in
    reading order; a bare title must have a number with letters or a mark behind it ("Invoice HF-20411")."""
    found: dict[int, dict[str, LinkedNumber]] = defaultdict(dict)
    dates = by_segment(context.date_spans)
    for number in context.numbers:
        link = _own(number)
        if link is None or link.relation not in (Relation.AFTER, Relation.RIGHT) or link.distance > 1:
            continue
        named = names_a_number(link.label)
        titled = link.distance == 0 and (number.marked or _has_letters(number.value)) and not _in_sentence(number)
        if (
            link.label.label is Label.INVOICE_NUMBER
            and link.label.exact
            and not link.label.refers
            and (named or titled)
            and (named or number.printed.digits >= 3)
            and not _is_in(number, dates)
        ):
            found[number.printed.segment.page].setdefault(fold(number.value), number)
    return {page: list(numbers.values()) for page, numbers in found.items()}


def _possible(number: LinkedNumber) -> bool:
    own = _own(number)
    if own is not None and own.distance and _are_years(number.value) and not names_a_number(own.label):
        return False  # "Invoice for the 2023/24 season"
    if own is not None or number.printed.fiscal:
        return number.marked or NAMED_IN_BRACKETS.search(_around(number)) is None
    upper = number.printed.segment.page == 1 and number.printed.segment.middle < UPPER_PART
    claimed = number.before is not None and number.before.label.label in OTHER_NUMBERS
    return upper and (number.marked or _is_coded_alone(number)) and not claimed


_YEARS = re.compile(r"(?P<first>(?:19|20)\d\d)[/-](?:19|20)?(?P<next>\d\d)")


def _are_years(value: str) -> bool:
    """Whether it is a year and the one after it: "2023/24"."""
    years = _YEARS.fullmatch(value)
    return years is not None and (int(years["first"]) + 1) % 100 == int(years["next"])


_CODED = re.compile(r"[A-Z]{1,5}[-/ ]?(?:19|20)?\d{2}[-/]\d{2,}")


def _is_coded_alone(number: LinkedNumber) -> bool:
    """Whether a cell is nothing but letters, a year and a count, and no label is near: "FA-2025-0219" in a coloured
    band."""
    alone = number.value == number.printed.segment.text.strip()
    return alone and not number.links and _CODED.fullmatch(number.value) is not None


def _named_dates(context: Context) -> Iterator[tuple[Segment, int, int]]:
    """Where the dates stand that a label says to be one, but those of figures alone, which numbers may be too."""
    for item in context.dates:
        if item.label in DATED_LABELS and item.found is not None and item.found.exact and not item.printed.compact:
            yield _extent(item.printed)


def _of_instalments(context: Context) -> Iterator[tuple[Segment, int, int]]:
    """Where the short numbers stand of what is due on a day, under another heading: "Num.: 001 Venc.: 04/11/2025"."""
    for number in context.numbers:
        link = _own(number)
        beside = link is not None and link.relation is not Relation.AFTER and number.value.isdigit()
        if (
            beside
            and len(number.value) <= MOST_OF_INSTALMENT
            and any(
                label.label is Label.DUE_DATE and label.start >= number.printed.end
                for label in context.places.of(number.printed.segment)
            )
        ):
            yield _extent(number.printed)


def _of_corrected(context: Context) -> Iterator[tuple[Segment, int, int]]:
    """Where the numbers stand that are called an invoice's, on a credit note that says which number is its own:
    "Gutschrift Nr. 17", "Rechnungsnummer: 4711"."""
    called = [
        (number, link.label.folded.startswith(_OF_A_CREDIT_NOTE))
        for number in context.numbers
        if (link := _own(number)) is not None and link.label.label is Label.INVOICE_NUMBER and link.distance <= 1
    ]
    if len({corrects for _, corrects in called}) < 2:
        return  # there is no choice: most documents
    upper = [one for one in context.layout.segments if one.page == 1 and one.middle <= TITLE_PART]
    if next((title.kind for title in titles_of(upper)), None) is DocumentKind.CREDIT_NOTE:
        yield from (_extent(number.printed) for number, corrects in called if not corrects)


def _of_lines(context: Context) -> Iterator[tuple[Segment, int, int]]:
    """Where the numbers stand under a heading of the lines that has several: those of the invoices that the bill of a
    carrier is about, a number a line."""
    under: dict[tuple[Segment, int], list[LinkedNumber]] = defaultdict(list)
    for number in context.numbers:
        link = _own(number)
        if link is not None and link.relation is Relation.BELOW and _spot(link) in context.heading_rows:
            under[link.label.segment, link.label.start].append(number)
    for numbers in under.values():
        if len({number.value for number in numbers}) > 1:
            yield from (_extent(number.printed) for number in numbers)


_OF_A_CREDIT_NOTE = tuple(CREDIT_NOTE_TITLES)


MOST_OF_INSTALMENT = 3
"""Figures of the number of an instalment at most."""


def _extent(mention: Mention) -> tuple[Segment, int, int]:
    return mention.segment, mention.start, mention.end


def _counts(number: LinkedNumber, context: Context) -> bool:
    """Whether it says the how manieth of its kind a document is, before its number: "Facture de situation n° 2 –
    F25-0714"."""
    segment, end = number.printed.segment, number.printed.end
    dash = _DASH.match(segment.text, end)
    following = (other for other in context.numbers_of(segment) if dash and other.start == dash.end())
    return number.value.isdigit() and len(number.value) <= MOST_COUNTED and any(map(_begins_with_letter, following))


def _begins_with_letter(number: LinkedNumber) -> bool:
    return number.value[:1].isalpha()


MOST_COUNTED = 2
"""Figures of such a count at most."""
_DASH = re.compile(r"\s[-–—]\s")


def _around(number: LinkedNumber) -> str:
    """The text of its cell to the character behind it."""
    return number.printed.segment.text[: number.printed.end + 1]


def _own(number: LinkedNumber) -> Link | None:
    """The nearest label of the document's own number; one in another cell counts only if no label of another number
    stands before it in its own."""
    for link in number.links:
        if link.label.label in OWN_LABELS:
            return link
        if link.relation is Relation.AFTER and link.label.label in NUMBER_LABELS and link.distance <= 1:
            return None
    return None


def _wholes(number: LinkedNumber, series: SeriesApart) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    """The number with its series, which some invoices print apart; without it too where it may be no part of it."""
    rest = number.printed.rest
    mentions: tuple[Mention, ...] = (number.mention, rest) if rest else (number.mention,)
    before = series.before(number, _own(number))
    whole = f"{before.text}-{number.value}" if before else number.value
    if before is not None:
        yield whole, (before, *mentions)
    if before is None or not is_certain(whole):
        yield number.value, mentions


def _of_whole(
    number: LinkedNumber, value: str, mentions: Sequence[Mention], series: SeriesApart
) -> Mapping[str, float]:
    if len(mentions) == 1 and series.is_unread(number):
        return {SERIES_UNREAD: 1.0}
    return {"fiscal": 1.0} if len(mentions) > 1 and is_fiscal(value) else {}


Claims = Mapping[tuple[Segment, int], tuple[int, float, float]]


def _claims(numbers: Sequence[LinkedNumber]) -> Claims:
    """Label -> how near its nearest number is: (order of the relation, distance, place in the row)."""
    nearest: dict[tuple[Segment, int], tuple[int, float, float]] = {}
    for number in numbers:
        link = _own(number)
        if link is not None:
            key = (link.label.segment, link.label.start)
            nearness = _nearness(number, link)
            nearest[key] = min(nearest.get(key, nearness), nearness)
    return nearest


def _nearness(number: LinkedNumber, link: Link) -> tuple[int, float, float]:
    order = (Relation.AFTER, Relation.RIGHT, Relation.BELOW, Relation.ABOVE).index(link.relation)
    return order, round(link.distance, 1), number.printed.start / 1000 + abs(number.printed.box.x0 - link.label.box.x0)


def _page(context: Context) -> _Page:
    dated = tuple(item.printed.segment for item in context.dates if item.label in DATE_LABELS)
    return _Page(
        places=context.places,
        dates=by_segment(context.date_spans),
        compact=frozenset((item.printed.segment, item.printed.start) for item in context.dates if item.printed.compact),
        money=by_segment(context.money_spans),
        money_rows=frozenset((span.segment.page, span.segment.row) for span in context.money_spans),
        headings=context.heading_rows,
        identifiers=frozenset(word for item in context.identifiers for word in item.value.words),
        times=Counter(number.printed.key for number in context.numbers),
        others=frozenset(_other_keys(context.numbers)),
        dated=dated,
        titles=tuple(_titles(context)),
        openings=tuple(
            (label.segment.page, label.segment.middle, label.segment)
            for label in context.places.labels
            if label.label in HEADING_KINDS and not any(map(str.isalnum, label.segment.text[: label.start]))
        ),
    )


def _titles(context: Context) -> Iterator[Segment]:
    """The cells that are nothing but the title of an invoice, or the label of its number."""
    for label in context.places.labels:
        if label.label is Label.INVOICE_NUMBER and label.end - label.start == len(label.segment.text):
            yield label.segment
    yield from (one for one in context.layout.segments if one.page == 1 and fold(one.text) in INVOICE_TITLES)


def _other_keys(numbers: Sequence[LinkedNumber]) -> Iterator[str]:
    for number in numbers:
        for link in number.links[:1]:
            if link.label.label in OTHER_NUMBERS and link.label.exact and link.distance <= 1:
                yield number.printed.key


def _features(number: LinkedNumber, page: _Page, claims: Claims) -> Mapping[str, float]:
    found = {
        **_label_features(number, page, claims),
        **_shape_features(number, page),
        **_place_features(number, page),
    }
    return {name: float(value) for name, value in found.items() if value}


def _label_features(number: LinkedNumber, page: _Page, claims: Claims) -> dict[str, float]:
    link = _own(number)
    if link is None:
        return {
            "unlabelled": 1.0,
            "unlabelled_marked": number.marked,
            "unlabelled_near_title": _near_title(number, page),
            "fiscal": number.printed.fiscal,
        }
    label = link.label
    kind = _kind(link)
    bare = kind.startswith("bare")
    first = claims[label.segment, label.start] == _nearness(number, link)
    own = [one for one in number.links if one.label.label in OWN_LABELS]
    inside = len(WORD.findall(label.segment.text[: label.start])) > TITLE_WORDS
    among_headings = any(
        spot == label.segment.page
        and abs(middle - label.segment.middle) < label.segment.line_height
        and other is not label.segment
        for spot, middle, other in page.openings
    )
    return {
        kind: 1.0,
        BY_REFERENCE: label.folded in REFERENCES,
        link.relation.value: 1.0,
        "words_between": min(link.distance, 6) / 6 if link.relation is Relation.AFTER else 0.0,
        "far_below": max(link.distance - 1.5, 0) / 2 if link.relation is Relation.BELOW else 0.0,
        "marked": number.marked,
        "bare_marked": bare and number.marked,
        "bare_below": bare and link.relation is Relation.BELOW,
        "bare_right": bare and link.relation is Relation.RIGHT,
        "bare_few_digits": bare and not number.marked and number.printed.digits <= 4 and number.value.isdigit(),
        "title_and_number": bare and _fills_its_cell_with(number, label),
        "not_first": not first,
        "not_first_after": not first and link.relation is Relation.AFTER,
        "two_labels": len(own) > 1,
        "label_goes_on": link.relation is not Relation.AFTER and _goes_on(page.places, label),
        "label_inside": inside,
        "bare_inside": bare and inside,
        "among_headings": link.relation is Relation.BELOW and among_headings,
        "bare_among_headings": bare and link.relation is Relation.BELOW and among_headings,
        "misread": not label.exact,
        "refers": label.refers,
        "other_beside": any(one.label.label in OTHER_NUMBERS for one in number.links if one is not link),
        "fiscal": number.printed.fiscal,
    }


def _fills_its_cell_with(number: LinkedNumber, label: PrintedLabel) -> bool:
    """Whether a cell is a label, its number and nothing else: "Invoice 1024"."""
    text = label.segment.text
    rest = without_marks(text[label.end : number.start]) + text[number.printed.end :]
    return (
        number.printed.segment is label.segment
        and not any(map(str.isalnum, rest))
        and len(WORD.findall(text[: label.start])) <= TITLE_WORDS
    )


def _goes_on(places: LabelMap, label: PrintedLabel) -> bool:
    """Whether its cell says more behind it than "No." or another label ("Facture liée", "Invoice terms")."""
    following = [other.start for other in places.of(label.segment) if other.start >= label.end]
    return any(map(str.isalpha, without_marks(label.segment.text[label.end : min(following, default=None)])))


def _near_title(number: LinkedNumber, page: _Page) -> bool:
    """Whether the title of an invoice is printed a few lines away."""
    segment = number.printed.segment
    reach = TITLE_LINES * segment.line_height
    return any(
        one.page == segment.page and abs(one.middle - segment.middle) <= max(reach, one.line_height)
        for one in page.titles
    )


def _kind(link: Link) -> str:
    label = link.label
    named = names_a_number(label)
    if label.label is Label.INVOICE_NUMBER:
        return "named" if named else "only_number" if names_only_number(label) else "bare"
    if label.label is Label.RECEIPT_NUMBER:
        return "receipt_named" if named else "bare_receipt"
    return label.label.value


def _shape_features(number: LinkedNumber, page: _Page) -> dict[str, float]:
    printed, value = number.printed, number.value
    dates = page.dates.get(printed.segment, ())
    inside = [date for date in dates if date.overlaps(number.start, printed.end)]
    whole = [date for date in inside if date.contains(printed.start, printed.end)]
    compact = [date for date in whole if (date.segment, date.start) in page.compact]
    digits = printed.digits
    return {
        "one_digit": digits == 1,
        "two_digits": digits == 2,
        "many_digits": digits > 12,
        "letters": _has_letters(value),
        "letters_first": LETTERS_FIRST.match(value) is not None,
        "separators": any(not character.isalnum() for character in value),
        "continued": printed.rest is not None,
        "date": bool(whole) and not compact,
        "dates": len(inside) > 1,
        "compact_date": bool(compact),
        "contains_date": bool(inside) and not whole,
        "year": YEAR.fullmatch(value) is not None,
        "month_of_year": MONTH_OF_YEAR.fullmatch(value) is not None,
        "time": TIME.fullmatch(value) is not None,
        "percent": printed.segment.text[printed.end : printed.end + 2].strip().startswith("%"),
        "amount": _is_in(number, page.money),
        "identifier": all(word in page.identifiers for word in printed.words) and not _directly_behind(number),
        "repeated": min(page.times[printed.key] - 1, 3) / 3,
        "also_other": printed.key in page.others,
    }


def _directly_behind(number: LinkedNumber) -> bool:
    """Whether its own label is the last thing before it in its cell: "INVOICE GST/22-23/323" is no tax number."""
    link = _own(number)
    return link is not None and link.relation is Relation.AFTER and link.distance == 0


def _place_features(number: LinkedNumber, page: _Page) -> dict[str, float]:
    segment = number.printed.segment
    link = _own(number)
    before = segment.text[: number.start]
    unnamed = without_marks(before)
    behind = segment.text[number.printed.end :]
    following = [label.start for label in page.places.of(segment) if label.start >= number.printed.end]
    until_label = segment.text[number.printed.end : min(following, default=None)]
    until_label = "" if role_of(until_label) is not None else until_label  # "№ 0000000418 ДОСТАВЧИК"
    alone = not any(map(str.isalnum, unnamed + behind))
    elsewhere = link is None or link.label.segment is not segment
    first_page = segment.page == 1
    heading = link is not None and link.relation is Relation.BELOW and _spot(link) in page.headings
    return {
        "text_before": link is not None and elsewhere and any(map(str.isalnum, unnamed)),
        "unlabelled_text_before": link is None and any(map(str.isalnum, unnamed)),
        "alone": alone,
        "bare_below_alone": alone and link is not None and link.relation is Relation.BELOW and _kind(link) == "bare",
        "text_behind": elsewhere and WORD.search(until_label) is not None,
        "words_behind": not elsewhere and WORD.match(behind.strip()) is not None,
        "sentence": _in_sentence(number),
        "money_row": (segment.page, segment.row) in page.money_rows,
        "line_column": heading,
        "near_date": any(is_near(one, segment) for one in page.dated),
        "down": segment.middle if first_page else 1.0,
        "later_page": not first_page,
        "top_right": first_page and segment.middle < 0.35 and number.printed.box.x0 > 0.45,
    }


def _spot(link: Link) -> tuple[int, int]:
    return _row_of(link.label)


def _in_sentence(number: LinkedNumber) -> bool:
    return len(number.printed.segment.words) > LONG_SENTENCE


def _has_letters(value: str) -> bool:
    return any(map(str.isalpha, value))


def _is_in(number: LinkedNumber, spans: Mapping[Segment, list[Mention]]) -> bool:
    inside = spans.get(number.printed.segment, ())
    return any(other.contains(number.printed.start, number.printed.end) for other in inside)
