"""A possible name of a party with its place, and whether two of them are one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from rapidfuzz import fuzz

from functions.extract.layout import PageLayout, Segment
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.mentions.addresses import joined
from functions.extract.local.mentions.names import NameOption
from functions.extract.local.mentions.party_line import PartyLine
from functions.extract.local.value import Value
from shared.domain.document import Word
from shared.domain.normalising import fold

REMEMBERED = "remembered_name"
"""The trait of a name that earlier invoices of the seller print: how much they weigh together."""

APART = "apart"
"""The trait of a name that stands with its address apart from the lines over it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PartyCandidate:
    """A possible name with the block it stands in; its rows are counted on its page. `role` is null without a label,
    `name` for an address without one. `wide`: its block is as wide as the page. `beside_rival`: it stands beside its
    label, which has a block under it too. `traits`: what its place says, by name."""

    page: int
    first_row: int
    last_row: int
    left: float
    right: float
    origin: str  # "section", "window", "sender line", "block", "header", "top line", "name", "cell", "key", "phrase"
    role: PartyRole | None
    name: Value[str] | None
    address: Value[str] | None
    label: str = ""
    wide: bool = False
    beside_rival: bool = False
    traits: Mapping[str, float] = field(default_factory=dict)


def same_party(one: PartyCandidate, other: PartyCandidate) -> bool:
    """Whether name or address are alike."""
    if one is other:
        return True
    pairs = ((one.name, other.name), (one.address, other.address))
    return any(left is not None and right is not None and alike(left.value, right.value) for left, right in pairs)


def alike(one: str, other: str) -> bool:
    """Whether two texts are one, but for a few letters."""
    return fuzz.ratio(fold(one), fold(other)) > 85


MOST_OF_A_KIND = 200
"""Candidates of one kind of place on one page; documents have 16 of all kinds together, long ones 90."""


def first_of_a_kind(candidates: Iterable[PartyCandidate]) -> list[PartyCandidate]:
    """As many as are looked at."""
    return list(islice(candidates, MOST_OF_A_KIND))


def named_at(page: PageLayout, option: NameOption, origin: str, traits: Mapping[str, float]) -> PartyCandidate:
    """A name without an address."""
    words = option.value.words if option.value is not None else ()
    return PartyCandidate(
        page=page.number,
        first_row=option.row,
        last_row=option.row,
        left=min(word.box.x0 for word in words),
        right=max(word.box.x1 for word in words),
        origin=origin,
        role=None,
        name=option.value,
        address=None,
        traits={**option.traits, **traits},
    )


def address_of(lines: Sequence[PartyLine]) -> Value[str] | None:
    """The lines as an address."""
    words = tuple(word for line in lines for word in line.words)
    text = joined([line.text for line in lines], words)
    return Value(value=text, page=lines[0].page, words=words, confidence=0.85) if text else None


def line_of(segment: Segment, text: str | None = None, words: tuple[Word, ...] | None = None) -> PartyLine:
    """A cell, or this part of it, as a line of a party."""
    return PartyLine(
        text=segment.text if text is None else text,
        words=segment.words if words is None else words,
        page=segment.page,
        row=segment.row,
    )
