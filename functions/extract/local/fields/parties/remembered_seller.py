"""The names that earlier invoices of the seller print, among the candidates of a document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.extract.layout import Layout
from functions.extract.local.constants import Constants
from functions.extract.local.fields.parties.party_candidate import REMEMBERED, PartyCandidate, alike
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.value import Value


def with_remembered(layout: Layout, candidates: Sequence[PartyCandidate], constants: Constants) -> list[PartyCandidate]:
    """The candidates, those of a remembered name spelled as it was confirmed; one more for a name that no other place
    gave. How many lessons say so is a trait: the ranking weighs it."""
    found = list(candidates)
    for name, weight in constants.names():
        traits = {REMEMBERED: weight}
        same = {one for one in found if _is_named(one, name)}
        found = [_spelled(one, name, traits) if one in same else one for one in found]
        if not same:
            found.append(_alone(layout, name, traits))
    return found


def _is_named(one: PartyCandidate, name: Value[str]) -> bool:
    return one.name is not None and one.role is not PartyRole.BUYER and alike(one.name.value, name.value)


def _spelled(one: PartyCandidate, name: Value[str], traits: Mapping[str, float]) -> PartyCandidate:
    words = one.name.words if one.name is not None else name.words
    return replace(one, name=replace(name, words=words, page=one.page), traits={**one.traits, **traits})


def _alone(layout: Layout, name: Value[str], traits: Mapping[str, float]) -> PartyCandidate:
    segment = layout.page(name.page).segment_of(name.words[0])
    row = segment.row if segment is not None else 0
    return PartyCandidate(
        page=name.page,
        first_row=row,
        last_row=row,
        left=min(word.box.x0 for word in name.words),
        right=max(word.box.x1 for word in name.words),
        origin="name",
        role=None,
        name=name,
        address=None,
        traits=traits,
    )
