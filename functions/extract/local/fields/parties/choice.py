"""Chooses seller and buyer together: the pair of names with the best product of probabilities, no contradiction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from functions.extract.local.fields.parties.features import (
    Features,
    NamedParty,
    PartyFacts,
    features_of,
    none_features,
)
from functions.extract.local.fields.parties.party_candidate import REMEMBERED, PartyCandidate, alike
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.rank import LEAST_PROBABLE, LinearModel, load_model, ranked
from shared.domain.evidence import MOST_ALTERNATIVES

BEST = 6
"""Names of each side whose pairs are compared."""

LEAST = 1e-9


@dataclass(frozen=True, kw_only=True)
class RankedName:
    """A name, where it is best seen (null: nobody is named), and how probable it is."""

    party: PartyCandidate | None
    probability: float


@dataclass(frozen=True, kw_only=True)
class ChosenParties:
    """The names with confidence and alternatives; null where nobody is named."""

    seller: PartyCandidate | None
    buyer: PartyCandidate | None


def seller_candidates(facts: PartyFacts) -> list[NamedParty]:
    """A party under a label of the buyer is never the seller."""
    return [one for one in facts.named if one.candidate.role is not PartyRole.BUYER]


def buyer_candidates(facts: PartyFacts) -> list[NamedParty]:
    """A party under a label of the seller is never the buyer, nor whom to pay."""
    return [one for one in facts.named if one.candidate.role not in (PartyRole.SELLER, PartyRole.PAYEE)]


def choose_parties(facts: PartyFacts) -> ChosenParties:
    """The best pair of two different parties, either of which may be nobody."""
    features = {one.candidate: features_of(one, facts) for one in facts.named}
    sellers = rank_names(seller_candidates(facts), features, none_features(facts), load_model("seller_name"))
    buyers = rank_names(buyer_candidates(facts), features, none_features(facts), load_model("buyer_name"))
    pairs = [
        (log(max(seller.probability, LEAST)) + log(max(buyer.probability, LEAST)), seller, buyer)
        for seller in sellers[:BEST]
        for buyer in buyers[:BEST]
        if not _contradict(seller.party, buyer.party)
    ]
    _, seller, buyer = max(pairs, key=lambda pair: pair[0])
    return ChosenParties(seller=_with_alternatives(seller, sellers), buyer=_with_alternatives(buyer, buyers))


def rank_names(
    candidates: Sequence[NamedParty], features: Mapping[PartyCandidate, Features], nobody: Features, model: LinearModel
) -> list[RankedName]:
    """The names, the most probable first, with nobody among them. Equal names are one: their probabilities add up, and
    the most probable place is shown, one with an address before one without."""
    order = ranked(model, [*(features[one.candidate] for one in candidates), nobody])
    mass: dict[str, float] = {}
    places: dict[str, list[PartyCandidate]] = {}
    nobodys = 0.0
    for index, probability in order:
        if index == len(candidates):
            nobodys = probability
            continue
        one = candidates[index]
        mass[one.key] = mass.get(one.key, 0.0) + probability
        places.setdefault(one.key, []).append(one.candidate)
    names = [RankedName(party=_best_place(places[key]), probability=min(mass[key], 1.0)) for key in mass]
    return sorted([*names, RankedName(party=None, probability=nobodys)], key=lambda one: -one.probability)


def _best_place(places: Sequence[PartyCandidate]) -> PartyCandidate:
    best = places[0]
    if best.address is not None:
        return best
    return next((place for place in places if place.address is not None and place.role is best.role), best)


def _contradict(seller: PartyCandidate | None, buyer: PartyCandidate | None) -> bool:
    """Whether they are one party, or one stands in the other's block, unless it is known to be the seller's name. Two
    parties may have one address."""
    if seller is None or buyer is None or seller.name is None or buyer.name is None:
        return False
    if alike(seller.name.value, buyer.name.value):
        return True
    if REMEMBERED in seller.traits:
        return False
    return _stands_in(seller, buyer) or _stands_in(buyer, seller)


def _stands_in(one: PartyCandidate, block: PartyCandidate) -> bool:
    """Whether a name is printed between another's name and its address: the company of a guest, under the guest's."""
    if block.origin == "header" or one.page != block.page:
        return False
    if one.name is None or block.name is None or block.address is None:
        return False
    boxes = (one.name.box, block.name.box, block.address.box)
    if any(box is None for box in boxes):
        return False
    name, over, under = (box for box in boxes if box is not None)
    middle = (name.y0 + name.y1) / 2
    return over.y0 < middle < under.y1 and name.x0 < max(over.x1, under.x1) and name.x1 > min(over.x0, under.x0)


def _with_alternatives(chosen: RankedName, others: Sequence[RankedName]) -> PartyCandidate | None:
    party = chosen.party
    if party is None or party.name is None:
        return None
    second = tuple(
        other.party.name.with_confidence(other.probability)
        for other in others
        if other is not chosen and other.party is not None and other.party.name and other.probability >= LEAST_PROBABLE
    )
    name = replace(party.name, confidence=chosen.probability, alternatives=second[:MOST_ALTERNATIVES])
    return replace(party, name=name)
