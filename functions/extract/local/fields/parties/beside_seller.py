"""What speaks for and against a name being the buyer's once it is supposed who sells: named features for the ranker.

A page without a buyer's label says who buys by who is left: the other block with an address. So each possible seller
(`Seller`) is supposed in turn, and the buyers are ranked anew (`choice`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from functions.extract.local.fields.parties.features import Features, NamedParty, PartyFacts
from functions.extract.local.fields.parties.party_candidate import PartyCandidate, alike
from functions.extract.local.lexicon.kinds import PartyRole
from shared.domain.normalising import fold

LIKE_A_PART = 90
"""Of 100: a name that is so like a part of another belongs to it."""

FOOT = 0.8
"""Addresses below that are those of who prints the page."""

MOST_ADDRESSES = 12
"""Addresses of a page that are compared with the seller's."""


@dataclass(frozen=True, kw_only=True)
class Seller:
    """A name that is supposed to be the seller's, with all places where it is printed; none where nobody is named."""

    key: str
    places: Sequence[NamedParty]
    facts: PartyFacts

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Those of its own blocks; the first address under a letterhead may be the buyer's."""
        own = (
            place.candidate
            for place in self.places
            if self.facts.receipt or (place.candidate.origin != "header" and self.facts.has_address(place.candidate))
        )
        return tuple(one.address.value for one in own if one.address is not None)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The addresses under a name without a label on the first page that are not the seller's, down to its foot."""
        boxes = {
            one.address.value: one.address.box.y0
            for one in self.facts.candidates
            if _stands_alone(one, self.facts) and one.address is not None and one.address.box is not None
        }
        found: list[str] = []
        for address in sorted(boxes, key=lambda address: boxes[address])[:MOST_ADDRESSES]:
            known = self.has_address(address) or any(alike(address, one) for one in found)
            if not known and boxes[address] < FOOT:
                found.append(address)
        return tuple(found)

    def has_address(self, address: str) -> bool:
        """Whether an address is the seller's, or a part of it."""
        return any(alike(address, own) or fold(address) in fold(own) for own in self.addresses)

    def has_name(self, key: str) -> bool:
        """Whether a name is a part of the seller's, or the other way round: who owns it, its trading name."""
        short, long = sorted((key, self.key), key=len)
        return len(short) >= 4 and fuzz.partial_ratio(short, long) >= LIKE_A_PART


def beside(one: NamedParty, seller: Seller) -> Features:
    """The features of a possible buyer beside a seller."""
    address = one.candidate.address
    own = address is not None and not seller.has_address(address.value)
    found = {
        "sellers_name": float(seller.has_name(one.key)),
        "sellers_address": float(address is not None and not own),
    }
    if address is not None and address.value in seller.others:
        found["other_address"] = 1.0
        found["only_other_address"] = float(len(seller.others) == 1)
        found["first_other_address"] = float(address.value == seller.others[0])
    return {name: value for name, value in found.items() if value}


def nobody_beside(seller: Seller) -> Features:
    """The features of naming no buyer beside a seller."""
    return {"none_beside_address": 1.0} if seller.others else {}


def _stands_alone(one: PartyCandidate, facts: PartyFacts) -> bool:
    """Whether it is a block of the first page with a name and without a label; where no buyer has a label, one that
    says where the goods go ("Consignee") as well."""
    delivery = one.role is PartyRole.OTHER and PartyRole.BUYER not in facts.labelled
    return (
        one.name is not None
        and one.page == facts.layout.pages[0].number
        and (delivery or (one.role is None and one.origin in _BLOCKS))
    )


_BLOCKS = frozenset({"block", "window", "sender line"})


def sellers_of(named: Sequence[NamedParty], facts: PartyFacts) -> Mapping[str, Seller]:
    """Key -> the seller of that name."""
    places: dict[str, list[NamedParty]] = {}
    for one in named:
        places.setdefault(one.key, []).append(one)
    return {key: Seller(key=key, places=group, facts=facts) for key, group in places.items()}
