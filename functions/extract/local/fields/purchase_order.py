"""The buyer's order number (BT-13): a number that a label of a purchase order names, ranked.

"Order no." does not say whose order it is. Where nothing else names one, and the invoice gives time to pay, it is taken
for the buyer's, never as sure: what is paid in a shop or on the web bears the shop's number.
"""

import re
from collections.abc import Mapping

from functions.extract.local.context import Context
from functions.extract.local.fields.operation_codes import about_advertising
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.numbers import ORDERS
from functions.extract.local.links.link import Link
from functions.extract.local.links.numbers import LinkedNumber, names_a_number
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.mention import by_segment
from functions.extract.local.mentions.numbers import without_marks
from functions.extract.local.rank import Candidate, best_value, rank
from functions.extract.local.value import Value
from shared.domain.normalising import fold

POINTER = "/purchase_order"
FEWEST_DIGITS = 3
"""Of a number under a label that does not say "number", or over any; elsewhere any number is the order's."""

SHORT_LABEL = 2
"""Letters of a label that may be a word of a language as well."""

ANYBODYS = 0.8
"""The confidence in a number that may be the seller's own."""

FARTHEST = {Relation.AFTER: 1.0, Relation.RIGHT: 1.0, Relation.BELOW: 3.5, Relation.ABOVE: 1.5}
"""How far a number may be from its label, by relation; `Link.distance` says in what."""


def candidates(context: Context, *, on_credit: bool = False) -> list[Candidate[str]]:
    """The numbers beside and under the labels of purchase orders that are no date and no amount. What another word
    stands before ("PO Box 4711") is none."""
    anybodys = _anybodys(context) and (on_credit or _gives_time(context))
    dates, money = by_segment(context.date_spans), by_segment(context.money_spans)
    sold = {(span.segment.page, span.segment.row) for span in context.money_spans}
    found: list[Candidate[str]] = []
    pointed_at = context.recollection.pointed_at(POINTER, [(number.mention,) for number in context.numbers])
    for number, remembered in zip(context.numbers, pointed_at, strict=True):
        link = _order(number, anybodys=anybodys) or (next(iter(number.links), None) if remembered else None)
        printed = number.printed
        others = (*dates.get(printed.segment, ()), *money.get(printed.segment, ()))
        if (
            link is None
            or (printed.digits < FEWEST_DIGITS and not _may_be_short(context, number, link))
            or any(o.contains(printed.start, printed.end) for o in others)
            or (_inside_words(link) and (printed.segment.page, printed.segment.row) in sold)
        ):
            continue
        found.append(Candidate(value=number.value, mentions=(number.mention,), features=_features(number, link)))
    return context.recollection.at_places(POINTER, found)


def find_purchase_order(context: Context, *, on_credit: bool) -> Value[str] | None:
    """The most probable order number with the next ones as its alternatives; null if no label names one. `on_credit`:
    the invoice is paid later."""
    found = best_value(rank("purchase_order", candidates(context, on_credit=on_credit)))
    return found and (found.with_confidence(min(found.confidence, ANYBODYS)) if _anybodys(context) else found)


def _anybodys(context: Context) -> bool:
    """Whether the labels that name orders do not say whose, and the invoice is none of advertising."""
    kinds = {label.label for label in context.places.labels}
    return Label.PURCHASE_ORDER not in kinds and not about_advertising(context.layout)


def _inside_words(link: Link) -> bool:
    """Whether a label of two letters stands behind other words, or one that does not say whose order it is between
    them: "SABAO EM PO 1,6KG" and "Stop Order Alerts" are something sold."""
    label = link.label
    before, behind = label.segment.text[: label.start], label.segment.text[label.end :]
    short = len(label.folded) <= SHORT_LABEL
    between = label.label is not Label.PURCHASE_ORDER and link.relation is not Relation.AFTER and _has_word(behind)
    return (short or between) and any(map(str.isalpha, before))


def _has_word(text: str) -> bool:
    return any(map(str.isalpha, without_marks(text)))


def _gives_time(context: Context) -> bool:
    return bool(context.terms) or any(label.label is Label.PAYMENT_TERMS for label in context.places.labels)


def _may_be_short(context: Context, number: LinkedNumber, link: Link) -> bool:
    """Whether one or two figures may be the order's: beside its label, or alone under one, and with letters or a
    label that says that a number follows; none under a heading of the lines."""
    if link.relation not in (Relation.BELOW, Relation.ABOVE):
        return True
    printed, heading = number.printed, link.label
    alone = printed.end - printed.start == len(printed.segment.text)
    of_lines = (heading.segment.page, heading.segment.row) in context.heading_rows
    series = any(map(str.isalpha, number.value))  # "SHOP-14" under "Cust P.O."
    return link.relation is Relation.BELOW and alone and (series or names_a_number(heading)) and not of_lines


_TERMS = frozenset({Label.PAID, Label.CASH})
"""What the value under "Terms" is taken for ("PREPAID", "CASH"), which names no number beside it."""


def _order(number: LinkedNumber, *, anybodys: bool) -> Link | None:
    first = next((link for link in number.links if link.label.label not in _TERMS), None)
    if first is None:
        return None
    named = first.label.label is Label.PURCHASE_ORDER or (anybodys and first.label.folded in ORDERS)
    order = (named or _says_so(number, first)) and first.label.exact
    words = first.distance - (number.printed.mark is not None) if first.relation is Relation.AFTER else 0.0
    return first if order and words <= 0 and first.distance <= FARTHEST[first.relation] else None


def _says_so(number: LinkedNumber, link: Link) -> bool:
    """Whether a number of something begins with the word for a purchase order: "Your ref: PO/5520"."""
    letters = _FIRST_LETTERS.match(number.value)
    reference = link.label.label is Label.OTHER_NUMBER
    return reference and letters is not None and LABELS.get(fold(letters.group())) is Label.PURCHASE_ORDER


_FIRST_LETTERS = re.compile(r"[A-Z]{2,4}(?=[-/]?\d|[-/][A-Z\d])")


def _features(number: LinkedNumber, link: Link) -> Mapping[str, float]:
    text = number.printed.segment.text
    elsewhere = link.relation is not Relation.AFTER
    features = {
        link.relation.value: 1.0,
        "text_before": elsewhere and any(map(str.isalnum, text[: number.start])),
        "text_behind": elsewhere and any(map(str.isalpha, text[number.printed.end :])),
        "down": number.printed.segment.middle,
        "later_page": number.printed.segment.page > 1,
    }
    return {name: float(value) for name, value in features.items() if value}
