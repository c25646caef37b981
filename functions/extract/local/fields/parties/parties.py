"""Seller and buyer: the names, addresses and numbers of each.

Labels decide first ("Verkäufer", "Bill to"). Without them the seller is searched in its usual places: in the line above
the window of a letter, in the letterhead, beside its own tax number or web address, in the footer; on a receipt at the
top. The party left in the window is then the buyer.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from functions.extract.layout import Layout
from functions.extract.local.fields.parties.candidates import PartyCandidate, find_candidates, names_alone, same_party
from functions.extract.local.fields.parties.own import marked, sorted_candidates
from functions.extract.local.lexicon.kinds import IdentifierKind, PartyRole
from functions.extract.local.lexicon.parties import LEGAL_FORM
from functions.extract.local.mentions.addresses import country_of, kind_of
from functions.extract.local.mentions.identifiers import PrintedIdentifier, find_identifiers
from functions.extract.local.mentions.misreadings import doubtful_words, spelled_name
from functions.extract.local.mentions.names import name_score
from functions.extract.local.value import Value
from shared.domain.companies import NO_COMPANIES, OwnCompanies
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class PartyValues:
    """The fields of a party, each with its words; null where the document does not give it."""

    name: Value[str] | None = None
    vat_id: Value[str] | None = None
    tax_id: Value[str] | None = None
    address: Value[str] | None = None
    country: Value[str] | None = None
    email: Value[str] | None = None
    phone: Value[str] | None = None
    website: Value[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Parties:
    seller: PartyValues
    buyer: PartyValues


def find_parties(
    layout: Layout, identifiers: Sequence[PrintedIdentifier] | None = None, own: OwnCompanies = NO_COMPANIES
) -> Parties:
    """Seller and buyer of the document. An own company is never the seller; it is the buyer where it is labelled so,
    and where no other party is."""
    if not layout.pages or not any(page.rows for page in layout.pages):
        return Parties(seller=PartyValues(), buyer=PartyValues())
    known = find_identifiers(layout) if identifiers is None else identifiers
    known = marked(known, own)
    ours = sorted_candidates(layout, find_candidates(layout), known, own)
    candidates = ours.others
    buyer = (
        _likeliest_buyer(ours.labelled) or _choose_buyer(layout, candidates, None) or _likeliest_buyer(ours.unlabelled)
    )
    seller = _choose_seller(layout, candidates, known, buyer, own)
    if buyer is None:
        buyer = _choose_buyer(layout, candidates, seller)
    seller = _completed(seller, candidates, exclude=buyer)
    kind_of.cache_clear()  # keeps no line of the document in memory
    return Parties(
        seller=_values(layout, seller, known, of_buyer=False, other=buyer),
        buyer=_values(layout, buyer, known, of_buyer=True, other=seller),
    )


def _choose_buyer(
    layout: Layout, candidates: Sequence[PartyCandidate], seller: PartyCandidate | None
) -> PartyCandidate | None:
    labelled = [
        candidate for candidate in candidates if candidate.role is PartyRole.BUYER and candidate.name is not None
    ]
    if labelled:
        return _likeliest_buyer(labelled)
    if seller is None:
        return None
    return _in_the_window(layout, candidates, seller)


def _likeliest_buyer(candidates: Sequence[PartyCandidate]) -> PartyCandidate | None:
    return max(
        candidates,
        key=lambda one: (one.address is not None, one.origin == "section", -one.page, -one.first_row),
        default=None,
    )


def _in_the_window(
    layout: Layout, candidates: Sequence[PartyCandidate], seller: PartyCandidate
) -> PartyCandidate | None:
    """Without a label: another address with a name in the upper half of page 1."""
    page = layout.pages[0]
    for candidate in candidates:
        if candidate.origin != "block" or candidate.role is not None or candidate.page != page.number:
            continue
        if candidate.name is None or same_party(candidate, seller) or _overlapping(candidate, seller):
            continue
        if page.rows[candidate.first_row].middle < 0.5:
            return replace(candidate, name=candidate.first_name or candidate.name)
    return None


def _overlapping(one: PartyCandidate, other: PartyCandidate) -> bool:
    return (
        one.page == other.page
        and min(one.last_row, other.last_row) >= max(one.first_row, other.first_row)
        and min(one.right, other.right) > max(one.left, other.left)
        and other.origin != "header"
    )


def _choose_seller(
    layout: Layout,
    candidates: Sequence[PartyCandidate],
    identifiers: Sequence[PrintedIdentifier],
    buyer: PartyCandidate | None,
    own: OwnCompanies,
) -> PartyCandidate | None:
    possible = [
        candidate
        for candidate in candidates
        if candidate.role in (None, PartyRole.SELLER, PartyRole.PAYEE)
        and not (buyer is not None and candidate.role is None and same_party(candidate, buyer))
    ]
    possible.extend(names_alone(layout, possible, buyer))
    possible = [one for one in possible if one.name is None or not own.is_named(one.name.value)]
    fitting = [_domain_match(one.name.value, identifiers) if one.name else 0.0 for one in possible]
    best_fit = max(fitting, default=0.0)
    scored = [
        # Web and mail addresses are the seller's: a party that does not match them, while another does, is the buyer.
        (_seller_score(layout, one, identifiers, buyer) - (2.0 if best_fit >= 0.6 and not fit else 0.0), -index, one)
        for index, (one, fit) in enumerate(zip(possible, fitting, strict=True))
    ]
    scored = [item for item in scored if item[2].name is not None or item[2].address is not None]
    if not scored:
        return None
    return max(scored, key=lambda item: (item[0], item[1]))[2]


def _seller_score(
    layout: Layout, one: PartyCandidate, identifiers: Sequence[PrintedIdentifier], buyer: PartyCandidate | None
) -> float:
    score = 0.0
    if one.role in (PartyRole.SELLER, PartyRole.PAYEE):
        bare = one.address is None and not (one.name and LEGAL_FORM.search(one.name.value))
        score += 2.5 if one.role is PartyRole.PAYEE or bare else 5.0
    score += {"sender line": 2.5, "header": 1.0, "block": 0.5}.get(one.origin, 0.0)
    if one.name is None:
        score -= 4.0
    else:
        score += min(name_score(one.name.value), 3.0)
        score += 2.5 * _domain_match(one.name.value, identifiers)
    if one.address is not None:
        score += 1.0
    own = [found for found in _near_identifiers(one, identifiers) if not found.buyer]
    kinds = {found.kind for found in own}
    score += 1.5 * bool(kinds & {IdentifierKind.VAT, IdentifierKind.TAX, IdentifierKind.REGISTER, IdentifierKind.IBAN})
    score += 1.0 * bool(
        kinds & {IdentifierKind.PHONE, IdentifierKind.EMAIL, IdentifierKind.WEBSITE, IdentifierKind.FAX}
    )
    page = layout.page(one.page)
    top = page.rows[min(one.first_row, len(page.rows) - 1)].middle
    score += 1.0 if top < 0.15 else 0.0
    score -= 1.5 * (one.page != layout.pages[0].number)
    if buyer is None and one.origin == "block" and 0.1 < top < 0.35 and one.left < 0.2 and not own:
        score -= 1.0  # the window of a letter
    return score


def _near_identifiers(
    one: PartyCandidate, identifiers: Sequence[PrintedIdentifier], rows: int = 4
) -> list[PrintedIdentifier]:
    """Identifiers within the party's rows or at most `rows` rows below, in its column."""
    found = []
    for identifier in identifiers:
        value = identifier.value
        if value.page != one.page or not one.first_row <= identifier.row <= one.last_row + rows or value.box is None:
            continue
        if value.box.x0 < one.right + 0.1 and value.box.x1 > one.left - 0.05:
            found.append(identifier)
    inside = {found_one.kind for found_one in found if _in_column(one, found_one)}
    return [found_one for found_one in found if found_one.kind not in inside or _in_column(one, found_one)]


def _in_column(one: PartyCandidate, identifier: PrintedIdentifier) -> bool:
    """Whether it begins no farther right than the party: of two side by side, that of the nearer column is its own."""
    box = identifier.value.box
    return box is not None and box.x0 < one.right and box.x1 > one.left


_FREE_MAIL = {
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
}


def _domain_match(name: str, identifiers: Sequence[PrintedIdentifier]) -> float:
    """How well a name fits the web or mail addresses of the document, 0..1."""
    words = [fold(word) for word in LEGAL_FORM.sub(" ", name).split()]
    plain = "".join(words)
    best = 0.0
    for identifier in identifiers:
        if identifier.kind not in (IdentifierKind.EMAIL, IdentifierKind.WEBSITE):
            continue
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", identifier.value.value.split("@")[-1].lower()).split("/")[0]
        label = fold(host.split(".")[-2] if host.count(".") else host)
        if len(label) < 3 or label in _FREE_MAIL or not plain:
            continue
        if label == plain or (
            len(label) > 4 and (plain.startswith(label) or (label.startswith(plain) and len(plain) > 4))
        ):
            best = max(best, 1.0)
        elif any(len(word) > 3 and word in label for word in words):
            best = max(best, 0.6)
    return best


LETTERHEAD_ROWS = 5
"""At most this many rows under the seller's name an address without a name is the seller's."""


def _completed(
    seller: PartyCandidate | None, candidates: Sequence[PartyCandidate], *, exclude: PartyCandidate | None
) -> PartyCandidate | None:
    """The seller with its address from elsewhere (the footer, the letterhead), if its own lines have none."""
    if seller is None:
        return None
    others = [
        other
        for other in candidates
        if other is not seller
        and other.role not in (PartyRole.BUYER, PartyRole.OTHER)
        and not (exclude is not None and same_party(other, exclude))
    ]
    if seller.address is not None:
        longer = (other for other in others if _holds_more(other, seller.address))
        whole = next(longer, None) if seller.origin == "header" else None
        return seller if whole is None else replace(seller, address=whole.address)
    for other in others:
        if seller.name is not None and other.name is not None and other.address is not None:
            alike = fuzz.partial_ratio(fold(seller.name.value), fold(other.name.value))
            if alike > 80:
                return replace(seller, address=other.address)
    alone = [other for other in others if _nobodys_address(other, seller)]
    # Only when one address is left over: of two, one may be the place of delivery.
    return replace(seller, address=alone[0].address) if len(alone) == 1 else seller


def _holds_more(other: PartyCandidate, address: Value[str]) -> bool:
    """Whether it has the same address with lines before it that share their row with other text."""
    more = other.address
    return other.origin == "block" and more is not None and set(more.words) > set(address.words)


def _nobodys_address(other: PartyCandidate, seller: PartyCandidate) -> bool:
    """An address without a name, below the name of the seller in the letterhead."""
    return (
        other.origin == "block"
        and other.name is None
        and other.address is not None
        and other.page == seller.page
        and 0 < other.first_row - seller.first_row <= LETTERHEAD_ROWS
    )


# --- fields -----------------------------------------------------------------------------------------------------------


def _values(
    layout: Layout,
    one: PartyCandidate | None,
    identifiers: Sequence[PrintedIdentifier],
    *,
    of_buyer: bool,
    other: PartyCandidate | None,
) -> PartyValues:
    near = _own_identifiers(one, identifiers, of_buyer=of_buyer, other=other)
    address = one.address if one else None
    vat = _first(near, IdentifierKind.VAT)
    tax = _first(near, IdentifierKind.TAX) or _first(near, IdentifierKind.REGISTER)
    return PartyValues(
        name=_as_printed(one.name) if one and one.name else None,
        vat_id=vat.value if vat else None,
        tax_id=tax.value if tax else None,
        address=address,
        country=_country(address, vat, tax),
        email=_value(_first(near, IdentifierKind.EMAIL)),
        phone=_value(_first(near, IdentifierKind.PHONE)),
        website=_value(_first(near, IdentifierKind.WEBSITE)),
    )


def _as_printed(name: Value[str]) -> Value[str]:
    """A name as printed: known words that the reader misread are corrected."""
    return replace(name, value=spelled_name(name.value, doubtful_words(name.words)))


def _own_identifiers(
    one: PartyCandidate | None,
    identifiers: Sequence[PrintedIdentifier],
    *,
    of_buyer: bool,
    other: PartyCandidate | None,
) -> list[PrintedIdentifier]:
    """The buyer's are those labelled so or printed with it; all others are the seller's, its own first."""
    usable = [
        found
        for found in identifiers
        if found.kind not in (IdentifierKind.IBAN, IdentifierKind.BIC, IdentifierKind.FAX)
    ]
    if of_buyer:
        if one is None:
            return [found for found in usable if found.buyer]
        beside = _near_identifiers(one, usable, rows=1) if one.role is PartyRole.BUYER or one.origin == "block" else []
        sellers = set(_near_identifiers(other, usable)) if other else set()
        return [
            found
            for found in usable
            if found.buyer or _stands_in(one, found) or (found in beside and found not in sellers)
        ]
    beside_buyer = set(_near_identifiers(other, usable, rows=1)) if other else set()
    own = set(_near_identifiers(one, usable)) if one else set()
    mine = [
        found
        for found in usable
        if not (found.buyer or _stands_in(other, found)) and (found in own or found not in beside_buyer)
    ]
    return sorted(mine, key=lambda found: (found not in own, not found.valid))


def _stands_in(buyer: PartyCandidate | None, identifier: PrintedIdentifier) -> bool:
    """Whether a tax number is among the buyer's lines, or right below them, in their column."""
    return (
        buyer is not None
        and buyer.origin == "section"
        and buyer.address is not None
        and identifier.kind in (IdentifierKind.VAT, IdentifierKind.TAX)
        and identifier.value.page == buyer.page
        and buyer.first_row < identifier.row <= buyer.last_row + 1
        and _in_column(buyer, identifier)
    )


def _first(identifiers: Sequence[PrintedIdentifier], kind: IdentifierKind) -> PrintedIdentifier | None:
    return next((found for found in identifiers if found.kind is kind), None)


def _value(identifier: PrintedIdentifier | None) -> Value[str] | None:
    return identifier.value if identifier else None


def _country(
    address: Value[str] | None, vat: PrintedIdentifier | None, tax: PrintedIdentifier | None
) -> Value[str] | None:
    """From the address, else from the tax numbers."""
    if address is not None and (code := country_of(address.value)) is not None:
        return address.with_value(code)
    for identifier in (vat, tax):
        if identifier is not None and identifier.country is not None and identifier.country not in {"EU"}:
            return identifier.value.with_value(identifier.country)
    return None
