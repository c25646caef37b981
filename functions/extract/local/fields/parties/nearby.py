"""Which identifiers are printed with a party, and how well a name fits the web and mail addresses."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from statistics import median

from functions.extract.local.fields.parties.party_candidate import PartyCandidate
from functions.extract.local.lexicon.kinds import IdentifierKind
from functions.extract.local.lexicon.parties import LEGAL_FORM
from functions.extract.local.mentions.identifiers import PrintedIdentifier
from shared.domain.normalising import fold

TAX_KINDS = frozenset({IdentifierKind.VAT, IdentifierKind.TAX, IdentifierKind.REGISTER})


def near_identifiers(
    one: PartyCandidate, identifiers: Sequence[PrintedIdentifier], rows: int = 4
) -> list[PrintedIdentifier]:
    """Identifiers within the party's rows or at most `rows` rows below, in its column, and not far down the page."""
    found = []
    lowest = _lowest(one)
    for identifier in identifiers:
        value = identifier.value
        if value.page != one.page or not one.first_row <= identifier.row <= one.last_row + rows or value.box is None:
            continue
        if value.box.y0 > lowest:
            continue
        if value.box.x0 < one.right + 0.1 and value.box.x1 > one.left - 0.05:
            found.append(identifier)
    inside = {found_one.kind for found_one in found if in_column(one, found_one)}
    return [found_one for found_one in found if found_one.kind not in inside or in_column(one, found_one)]


FAR = 0.1
"""The farthest below a party that an identifier is its own, as a part of the page's height; on pages of few lines six
line heights."""


def _lowest(one: PartyCandidate) -> float:
    words = [word for value in (one.name, one.address) if value is not None for word in value.words]
    if not words:
        return 1.0
    height = median(word.box.y1 - word.box.y0 for word in words)
    return max(word.box.y1 for word in words) + max(FAR, 6 * height)


def in_column(one: PartyCandidate, identifier: PrintedIdentifier) -> bool:
    """Whether it begins no farther right than the party: of two side by side, that of the nearer column is its own."""
    box = identifier.value.box
    return box is not None and box.x0 < one.right and box.x1 > one.left


_BEFORE_HOST = re.compile(r"^(?:https?://)?(?:www\.)?")
_FREE_MAIL = frozenset(
    {
        "gmail",
        "hotmail",
        "yahoo",
        "outlook",
        "gmx",
        "web",
        "live",
        "icloud",
        "orange",
        "free",
        "wanadoo",
        "aol",
        "telefonica",
        "proton",
        "protonmail",
        "libero",
    }
)
"""Hosts that say nothing about who writes."""


MOST_HOSTS = 100
"""Domains that each name is compared with; a page of nothing but addresses must not cost more time."""


def hosts(identifiers: Iterable[PrintedIdentifier]) -> frozenset[str]:
    """The folded name of the domain of every web and mail address: "alpha" of "info@shop.alpha.example"."""
    found = dict.fromkeys(host for identifier in identifiers if (host := host_of(identifier)) is not None)
    return frozenset(islice(found, MOST_HOSTS))


def host_of(identifier: PrintedIdentifier) -> str | None:
    """The same of one; null where it says nothing about who writes."""
    if identifier.kind not in (IdentifierKind.EMAIL, IdentifierKind.WEBSITE):
        return None
    host = _BEFORE_HOST.sub("", identifier.value.value.split("@")[-1].lower()).split("/")[0]
    parts = host.split(".")
    if len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) <= 3:
        parts = parts[:-1]  # "alpha.co.uk", "alpha.com.ar"
    name = fold(parts[-2] if len(parts) > 1 else host)
    return name if len(name) >= 3 and name not in _FREE_MAIL else None


def domain_match(name: str, names_of_hosts: Iterable[str]) -> float:
    """How well a name fits one of the domains, 0..1."""
    words = [fold(word) for word in LEGAL_FORM.sub(" ", name).split()]
    plain = "".join(words)
    best = 0.0
    for label in names_of_hosts:
        if not plain:
            continue
        if label == plain or (
            len(label) > 4 and (plain.startswith(label) or (label.startswith(plain) and len(plain) > 4))
        ):
            best = max(best, 1.0)
        elif any(len(word) > 3 and word in label for word in words):
            best = max(best, 0.6)
    return best
