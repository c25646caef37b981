"""A possible name of a party with its place, and whether two of them are one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.value import Value
from shared.domain.normalising import fold

REMEMBERED = "remembered_name"
"""The trait of a name that earlier invoices of the seller print: how much they weigh together."""


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
