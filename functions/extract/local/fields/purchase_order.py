"""The buyer's order number (BT-13): a number that a label of a purchase order names, ranked."""

from collections.abc import Mapping

from functions.extract.local.context import Context
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.links.link import Link
from functions.extract.local.links.numbers import LinkedNumber
from functions.extract.local.links.places import Relation
from functions.extract.local.mentions.mention import by_segment
from functions.extract.local.rank import Candidate, best_value, rank
from functions.extract.local.value import Value

POINTER = "/purchase_order"
FEWEST_DIGITS = 3
"""Of a number under its label; beside it any number is the order's."""

FARTHEST = {Relation.AFTER: 1.0, Relation.RIGHT: 1.0, Relation.BELOW: 3.5, Relation.ABOVE: 1.5}
"""How far a number may be from its label, by relation; `Link.distance` says in what."""


def candidates(context: Context) -> list[Candidate[str]]:
    """The numbers beside and under the labels of purchase orders that are no date and no amount. What another word
    stands before ("PO Box 4711") is none."""
    dates, money = by_segment(context.date_spans), by_segment(context.money_spans)
    found: list[Candidate[str]] = []
    pointed_at = context.recollection.pointed_at(POINTER, [(number.mention,) for number in context.numbers])
    for number, remembered in zip(context.numbers, pointed_at, strict=True):
        link = _order(number) or (next(iter(number.links), None) if remembered else None)
        printed = number.printed
        others = (*dates.get(printed.segment, ()), *money.get(printed.segment, ()))
        if (
            link is None
            or (printed.digits < FEWEST_DIGITS and link.relation in (Relation.BELOW, Relation.ABOVE))
            or any(o.contains(printed.start, printed.end) for o in others)
        ):
            continue
        found.append(Candidate(value=number.value, mentions=(number.mention,), features=_features(number, link)))
    return context.recollection.at_places(POINTER, found)


def find_purchase_order(context: Context) -> Value[str] | None:
    """The most probable order number with the next ones as its alternatives; null if no label names one."""
    return best_value(rank("purchase_order", candidates(context)))


def _order(number: LinkedNumber) -> Link | None:
    if not number.links:
        return None
    first = number.links[0]
    order = first.label.label is Label.PURCHASE_ORDER and first.label.exact
    words = first.distance if first.relation is Relation.AFTER else 0.0
    return first if order and not words and first.distance <= FARTHEST[first.relation] else None


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
