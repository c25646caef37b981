"""Finds the own companies among the parties of a page: an own company may be the buyer, never the seller."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from functions.extract.layout import Layout
from functions.extract.local.fields.parties.party_candidate import PartyCandidate
from functions.extract.local.fields.parties.role_labels import role_of
from functions.extract.local.lexicon.kinds import IdentifierKind, PartyRole
from functions.extract.local.mentions.identifiers import PrintedIdentifier
from functions.extract.local.mentions.name_text import clean_name
from functions.extract.local.value import Value
from shared.domain.companies import OwnCompanies
from shared.domain.normalising import fold

_BLOCKS = ("section", "block", "window")
"""The places that are one party's lines and nothing else."""
_NUMBERS = (IdentifierKind.VAT, IdentifierKind.TAX, IdentifierKind.REGISTER)


def marked(identifiers: Iterable[PrintedIdentifier], own: OwnCompanies) -> list[PrintedIdentifier]:
    """The identifiers; a tax number of an own company is the buyer's, anywhere on the page."""
    return [
        replace(found, buyer=True) if found.kind in _NUMBERS and own.owns_number(found.value.value) else found
        for found in identifiers
    ]


@dataclass(frozen=True, kw_only=True)
class SortedCandidates:
    """The candidates that are no own company, own companies under a label of the buyer, and those without one."""

    others: tuple[PartyCandidate, ...]
    labelled: tuple[PartyCandidate, ...]
    unlabelled: tuple[PartyCandidate, ...]


def sorted_candidates(
    layout: Layout, candidates: Sequence[PartyCandidate], identifiers: Sequence[PrintedIdentifier], own: OwnCompanies
) -> SortedCandidates:
    """An own company is recognised by its name, or by its number among the lines. Where no candidate is one, a cell
    with nothing but the name of an own company is a candidate."""
    if not own:
        return SortedCandidates(others=tuple(candidates), labelled=(), unlabelled=())
    numbers = [found for found in identifiers if found.buyer and found.kind in _NUMBERS]
    numbers = [found for found in numbers if own.owns_number(found.value.value)]
    ours = [one for one in candidates if _is_ours(one, numbers, own)]
    names = {fold(one.name.value) for one in ours if one.name is not None and one.origin in _BLOCKS}
    ours += [one for one in candidates if one not in ours and one.name is not None and fold(one.name.value) in names]
    kept = set(ours)
    unlabelled = [one for one in ours if one.role is not PartyRole.BUYER]
    return SortedCandidates(
        others=tuple(one for one in candidates if one not in kept),
        labelled=tuple(one for one in ours if one.role is PartyRole.BUYER),
        unlabelled=tuple(_narrowest(unlabelled) or (_cells(layout, own) if not ours else ())),
    )


def _is_ours(one: PartyCandidate, numbers: Sequence[PrintedIdentifier], own: OwnCompanies) -> bool:
    if one.name is not None and own.is_named(one.name.value):
        return True
    return one.origin in _BLOCKS and any(_stands_in(one, number) for number in numbers)


def _narrowest(candidates: Sequence[PartyCandidate]) -> list[PartyCandidate]:
    """Without the candidates that are the whole top of the page, if the party has lines of its own: the rest of the
    top is the seller's."""
    return [one for one in candidates if one.origin != "header"] or list(candidates)


def _stands_in(one: PartyCandidate, number: PrintedIdentifier) -> bool:
    box = number.value.box
    return (
        number.value.page == one.page
        and one.first_row <= number.row <= one.last_row + 1
        and box is not None
        and box.x0 < one.right
        and box.x1 > one.left
    )


def _cells(layout: Layout, own: OwnCompanies) -> Iterator[PartyCandidate]:
    for segment in layout.pages[0].segments:
        label = role_of(segment.text)
        text = clean_name(segment.text if label is None else segment.text[label.start :])
        if not own.is_named(text):
            continue
        yield PartyCandidate(
            page=layout.pages[0].number,
            first_row=segment.row,
            last_row=segment.row,
            left=segment.box.x0,
            right=segment.box.x1,
            origin="name",
            role=PartyRole.BUYER,
            name=Value(value=text, page=layout.pages[0].number, words=segment.words, confidence=0.8),
            address=None,
        )
