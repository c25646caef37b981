"""Whom the likeliest name stands for: the whole name that it is the beginning of, the company that calls itself so, the
legible name beside a drawn one."""

import re
from collections.abc import Callable, Iterator

from functions.extract.local.fields.parties.beside_seller import Seller
from functions.extract.local.fields.parties.features import NamedParty, PartyFacts, sureness
from functions.extract.local.fields.parties.party_candidate import PartyCandidate
from functions.extract.local.fields.parties.spelled_on_site import spelled_on_site
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.lexicon.parties import LEGAL_FORM, SERVED
from functions.extract.local.mentions.addresses import LineKind, kind_of
from functions.extract.local.mentions.name_text import legal_forms
from functions.extract.local.mentions.names import LARGER, name_traits
from shared.domain.normalising import fold

DRAWN = 0.9
"""Names that were read with less on average are logos and handwriting: of seven on labelled documents six are wrong."""

LEGIBLE = 0.97
"""Names that were read with that on average, and more, are print."""

_NO_LETTER = re.compile(r"\w[<>|{}~^=]\w")
"""A sign that no name has, inside a word: a letter that was not read."""

HEAD, LEAST_LETTERS = 0.3, 5
"""Where logos are, of a page's height, and the letters of one at least."""

MOST_WORDS = 7
"""Words of a whole name at most."""

ROWS_UNDER = 2
"""A name goes on that many rows under its beginning at most; a logo may stand between."""

_OWN_LINES = frozenset({"section", "block", "sender line"})
"""The places whose address is that of the name over it."""


def company_of(one: PartyCandidate, facts: PartyFacts) -> NamedParty | None:
    """The company of the imprint under a brand: the brand is how it calls itself."""
    return facts.imprint if facts.is_brand(one) else None


def whole_of(one: PartyCandidate, facts: PartyFacts) -> NamedParty | None:
    """The longest name that begins with this one, a line alone: with an address of its own, as the web address has it,
    or as another line has it whole ("ALPHA MON" over "ANSE", "ALPHA MON ANSE" in the foot). On receipts a legal form
    more is the company of a chain."""
    if one.name is None or legal_forms(one.name.value):
        return None
    others = list(_others(facts))
    longer = [other for other in others if _begins_with(other.name.value, one.name.value)]
    broken = [other for other in longer if _is_broken(other)]
    longer = [
        other
        for other in longer
        if not _is_broken(other)
        and not (facts.receipt and legal_forms(other.name.value))
        and (
            other.key in facts.sellers_hosts
            or (not facts.receipt and _lives_there(other.candidate, one))
            or other.candidate.traits.get("owned")
            or any(other.key == whole.key or _begins_with(other.name.value, whole.name.value) for whole in broken)
        )
    ]
    return max(longer, key=lambda other: len(other.key), default=None)


def on_logo(one: PartyCandidate, facts: PartyFacts) -> NamedParty | None:
    """The one name over an address that stands in the head in larger letters too, where this one, without a label, does
    not."""
    page = facts.layout.pages[0]
    large = [cell for cell in page.segments if cell.middle < HEAD and cell.line_height > LARGER * page.line_height]
    words = {word for cell in large for word in cell.words}
    logos = "".join(fold(cell.text) for cell in large)
    found = {
        other.key: other
        for other in _others(facts)
        if len(other.key) >= LEAST_LETTERS
        and other.key in logos
        and other.candidate.origin == "block"
        and other.candidate.address is not None
        and words.isdisjoint(other.name.words)
    }
    own = "" if one.name is None else fold(one.name.value)
    if one.role is not None or len(found) != 1:
        return None
    [name] = found.values()
    return name if own not in logos or own in name.key else None


def keyed_of(one: PartyCandidate, facts: PartyFacts) -> NamedParty | None:
    """The one name with an address that is printed behind a key of names over the label of the buyer, where this one
    has neither: "ALFA" over "Razón social: GAMMA S.A." / "Domicilio: Mitre 45"."""
    bought = [other.candidate for other in facts.named if other.candidate.role is PartyRole.BUYER]
    if one.role is not None or one.address is not None or one.origin == "key" or not bought:
        return None
    first = min((buyer.page, buyer.first_row) for buyer in bought)
    keyed = {
        other.key: other
        for other in _others(facts)
        if other.candidate.origin == "key"
        and other.candidate.address is not None
        and (one.page, one.first_row) < (other.candidate.page, other.candidate.first_row) < first
    }
    return next(iter(keyed.values())) if len(keyed) == 1 else None


def legible_of(one: PartyCandidate, facts: PartyFacts) -> NamedParty | None:
    """The name that was read well where this one was not and is printed nowhere else: the only one with an address or
    with the first tax number, or the one right under it."""
    if one.name is None or facts.text.count(fold(one.name.value)) > 1:
        return None
    if sureness(one.name) >= DRAWN and _NO_LETTER.search(one.name.value) is None:
        return None
    if spelled_on_site(one.name, facts.identifiers) != one.name.value:
        return None
    legible = [other for other in _others(facts) if sureness(other.name) >= LEGIBLE]
    placed = {
        other.key: other
        for other in legible
        if other.candidate.address is not None or other.key in facts.first_tax_holders
    }
    if placed:
        return next(iter(placed.values())) if len(placed) == 1 else None
    return next((other for other in legible if _is_under(other.candidate, one)), None)


def line_of(one: PartyCandidate, facts: PartyFacts) -> NamedParty | None:
    """The one line of a name joined of two that is a company's name by itself elsewhere, under a label or over an
    address: "BRAND" / "ALPHA INC", and "Remit to: ALPHA INC"."""
    if one.name is None or not one.traits.get("composed"):
        return None
    joined = fold(one.name.value)
    lines = {
        other.key: other
        for other in _others(facts)
        if joined.endswith(other.key)
        and other.key != joined
        and name_traits(other.name.value)["form_at_end"]
        and (other.candidate.role is not None or other.candidate.address is not None)
        and not other.candidate.traits.get("piece")
        and set(other.name.words).isdisjoint(one.name.words)
    }
    return next(iter(lines.values())) if len(lines) == 1 else None


STANDS_FOR: tuple[Callable[[PartyCandidate, PartyFacts], NamedParty | None], ...] = (
    company_of,
    whole_of,
    on_logo,
    keyed_of,
    legible_of,
    line_of,
)


def company_of_buyer(one: PartyCandidate, facts: PartyFacts, seller: Seller) -> NamedParty | None:
    """The company with an address of its own that a name under a label is short for ("Client: ALPHA", "ALPHA LTD" in
    the letter's window), or that a guest stays for."""
    if one.name is None or one.role is not PartyRole.BUYER or _is_at_home(one):
        return None
    companies = {
        other.key: other
        for other in facts.named
        if other.candidate.role is None
        and other.candidate.address is not None
        and other.candidate.address.value in seller.others
        and name_traits(other.name.value)["form_at_end"]
    }
    short = fold(one.name.value)
    whole = [other for other in companies.values() if fold(LEGAL_FORM.sub("", other.name.value)) == short]
    if whole:
        return whole[0]
    return next(iter(companies.values())) if len(companies) == 1 and one.label in SERVED else None


def _is_at_home(one: PartyCandidate) -> bool:
    """Whether a name has an address with a postcode; "Room 117" is none."""
    return one.address is not None and kind_of(one.address.value) is LineKind.POSTAL


def _others(facts: PartyFacts) -> Iterator[NamedParty]:
    return (other for other in facts.named if other.candidate.role in (None, PartyRole.SELLER, PartyRole.PAYEE))


def _begins_with(whole: str, beginning: str) -> bool:
    """Whether a name is a few words more than another, none of them with a figure."""
    words, first = whole.split(), beginning.split()
    rest = words[len(first) :]
    return (
        len(rest) > 0
        and len(words) <= MOST_WORDS
        and list(map(fold, words[: len(first)])) == list(map(fold, first))
        and not any(map(str.isdigit, "".join(rest)))
    )


def _is_under(other: PartyCandidate, one: PartyCandidate) -> bool:
    """Whether a name in the head is the line right under another."""
    if other.name is None or one.name is None or other.name.box is None or one.name.box is None:
        return False
    over, under = one.name.box, other.name.box
    beside = under.x0 < over.x1 and over.x0 < under.x1
    return (
        other.page == one.page
        and beside
        and over.y1 - 0.5 * (over.y1 - over.y0) < under.y0 < over.y1 + ROWS_UNDER * (under.y1 - under.y0)
    )


def _lives_there(other: PartyCandidate, one: PartyCandidate) -> bool:
    """Whether a name stands over an address that is no other one than that of the beginning of the name."""
    if other.address is None or other.origin not in _OWN_LINES:
        return False
    return one.address is None or one.origin not in _OWN_LINES or one.address.value == other.address.value


def _is_broken(one: NamedParty) -> bool:
    """Whether a name is set in two lines."""
    traits = one.candidate.traits
    return bool(traits.get("composed") or traits.get("stacked"))
