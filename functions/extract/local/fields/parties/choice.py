"""Chooses seller and buyer together: the pair of names with the best sum of scores, no contradiction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

from functions.extract.local.fields.parties.beside_seller import Seller, beside, nobody_beside, sellers_of
from functions.extract.local.fields.parties.features import NamedParty, PartyFacts, features_of, none_features
from functions.extract.local.fields.parties.party_candidate import APART, REMEMBERED, PartyCandidate, alike
from functions.extract.local.fields.parties.stands_for import STANDS_FOR, company_of_buyer
from functions.extract.local.lexicon.kinds import Label, PartyRole
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.mentions.name_text import legal_forms
from functions.extract.local.rank import LEAST_PROBABLE, load_model, softmax
from shared.domain.evidence import MOST_ALTERNATIVES

BEST = 6
"""Names of each side whose pairs are compared."""

LEAST = 1e-9

SAME_EDGE = 0.005
"""How far apart the left edges of two lines of one column are at most, of the page's width."""

OF_BUYERS = 0.75
"""How much of what speaks for the buyers beside a seller speaks for that seller too: whose address is left over is no
reason to take a slogan for the seller."""


@dataclass(frozen=True, kw_only=True)
class RankedName:
    """A name as it is compared, where it is best seen (null: nobody is named), and how probable it is."""

    key: str
    party: PartyCandidate | None
    probability: float


@dataclass(frozen=True, kw_only=True)
class ChosenParties:
    """The names with confidence and alternatives; null where nobody is named."""

    seller: PartyCandidate | None
    buyer: PartyCandidate | None


def seller_candidates(facts: PartyFacts) -> list[NamedParty]:
    """A party under a label of the buyer is never the seller, nor who is to be named ("Er referens")."""
    return [
        one for one in facts.named if one.candidate.role is not PartyRole.BUYER and not _is_reference(one.candidate)
    ]


def buyer_candidates(facts: PartyFacts) -> list[NamedParty]:
    """A party under a label of the seller is never the buyer, nor whom to pay, nor who is to be named."""
    return [
        one
        for one in facts.named
        if one.candidate.role not in (PartyRole.SELLER, PartyRole.PAYEE) and not _is_reference(one.candidate)
    ]


def _is_reference(one: PartyCandidate) -> bool:
    return one.role is PartyRole.OTHER and LABELS.get(one.label) is Label.OTHER_NUMBER


def choose_parties(facts: PartyFacts) -> ChosenParties:
    """The pair of two different parties with the best sum of scores, either of which may be nobody. The buyer is ranked
    for each of the best sellers, as the one beside that seller; how probable it is counts them all."""
    features = {one.candidate: features_of(one, facts) for one in facts.named}
    nobody = none_features(facts)
    sellers, buyers = seller_candidates(facts), buyer_candidates(facts)
    model = load_model("seller_name")
    named = rank_names(sellers, [*(model.score(features[one.candidate]) for one in sellers), model.score(nobody)])
    named = _as_whom_they_stand_for(named, facts)
    supposed = sellers_of(sellers, facts)
    model = load_model("buyer_name")
    alone = [*(model.score(features[one.candidate]) for one in buyers), model.score(nobody)]
    pairs = []
    shares: dict[str, float] = {}
    for seller in named[:BEST]:
        beside_it = supposed.get(seller.key, Seller(key="", places=(), facts=facts))
        more = [*(model.score(beside(one, beside_it)) for one in buyers), model.score(nobody_beside(beside_it))]
        scores = [one + other for one, other in zip(alone, more, strict=True)]
        ranking = _as_company(rank_names(buyers, scores), beside_it, facts)
        all_buyers = _log_of_sum(scores)
        for one in ranking:
            shares[one.key] = shares.get(one.key, 0.0) + seller.probability * one.probability
        pairs += [
            (_log(seller.probability) + _log(buyer.probability) + OF_BUYERS * all_buyers, seller, buyer, ranking)
            for buyer in ranking[:BEST]
            if not _contradict(seller.party, buyer.party)
        ]
    _, seller, buyer, ranking = max(pairs, key=lambda pair: pair[0])
    whoever_sells = [replace(one, probability=min(shares[one.key], 1.0)) for one in ranking]
    buyer = next(one for one in whoever_sells if one.key == buyer.key)
    bought = _with_alternatives(buyer, whoever_sells)
    return ChosenParties(
        seller=_with_alternatives(seller, named), buyer=_unless_exchanged(bought, buyer.key, seller, named)
    )


def _unless_exchanged(
    buyer: PartyCandidate | None, key: str, seller: RankedName, sellers: Sequence[RankedName]
) -> PartyCandidate | None:
    """The buyer, as ambiguous where neither it nor the seller has a label and it may as well be the one who sells."""
    if buyer is None or buyer.name is None or buyer.role is not None or seller.party is None or seller.party.role:
        return buyer
    if not any(one.key == key and one.probability >= LEAST_PROBABLE for one in sellers):
        return buyer
    return replace(buyer, name=replace(buyer.name, ambiguous=True))


def _as_whom_they_stand_for(named: Sequence[RankedName], facts: PartyFacts) -> list[RankedName]:
    """The names, what speaks for the likeliest speaking for the one that it stands for."""
    found = list(named)
    for stands_for in STANDS_FOR:
        party = found[0].party
        other = None if party is None else stands_for(party, facts)
        if other is not None and other.key != found[0].key:
            found = _moved(found, other)
    return found


def _as_company(named: list[RankedName], seller: Seller, facts: PartyFacts) -> list[RankedName]:
    """The buyers beside a seller, what speaks for the likeliest speaking for its company."""
    party = named[0].party
    company = None if party is None else company_of_buyer(party, facts, seller)
    return named if company is None or company.key == named[0].key else _moved(named, company)


def _moved(named: Sequence[RankedName], to: NamedParty) -> list[RankedName]:
    """The names, what is more than the least that the first needs to stay an alternative given to another."""
    best = named[0]
    rest = min(LEAST_PROBABLE, best.probability)
    share = next((one.probability for one in named if one.key == to.key), 0.0)
    moved = {best.key: rest, to.key: share + best.probability - rest}
    changed = [replace(one, probability=moved.get(one.key, one.probability)) for one in named]
    return sorted(changed, key=lambda one: -one.probability)


def _log(probability: float) -> float:
    return log(max(probability, LEAST))


def _log_of_sum(scores: Sequence[float]) -> float:
    """What the buyers' probabilities beside one seller leave out: how well the best of them do, beside that seller."""
    highest = max(scores)
    return highest + log(sum(exp(score - highest) for score in scores))


def rank_names(candidates: Sequence[NamedParty], scores: Sequence[float]) -> list[RankedName]:
    """The names by the scores of the candidates and, behind them, of nobody, the most probable first. Equal names are
    one: their probabilities add up, and the most probable place is shown, one with an address before one without."""
    mass: dict[str, float] = {}
    places: dict[str, list[PartyCandidate]] = {}
    nobodys = 0.0
    for index, probability in sorted(enumerate(softmax(scores)), key=lambda pair: -pair[1]):
        if index == len(candidates):
            nobodys = probability
            continue
        one = candidates[index]
        mass[one.key] = mass.get(one.key, 0.0) + probability
        places.setdefault(one.key, []).append(one.candidate)
    names = [RankedName(key=key, party=_best_place(places[key]), probability=min(mass[key], 1.0)) for key in mass]
    return sorted([*names, RankedName(key="", party=None, probability=nobodys)], key=lambda one: -one.probability)


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
    return _stands_in(seller, buyer) or _stands_in(buyer, seller) or is_tagline(buyer, seller)


def is_tagline(one: PartyCandidate, seller: PartyCandidate) -> bool:
    """Whether a name is the line right under the seller's, over the seller's address: what the seller does."""
    if (
        one.role is not None
        or one.origin != "block"
        or one.page != seller.page
        or one.name is None
        or seller.name is None
    ):
        return False
    if legal_forms(one.name.value):
        return False
    under, over = one.name.box, seller.name.box
    if under is None or over is None or abs(under.x0 - over.x0) > SAME_EDGE:
        return False
    return under.y0 - over.y0 > 0 and under.y0 - over.y1 < min(over.y1 - over.y0, under.y1 - under.y0)


def _stands_in(one: PartyCandidate, block: PartyCandidate) -> bool:
    """Whether a name is printed between another's name and its address: the company of a guest, under the guest's."""
    if block.origin == "header" or one.page != block.page or one.traits.get(APART):
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
