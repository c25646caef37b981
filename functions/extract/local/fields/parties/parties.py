"""Seller and buyer: the names, addresses and numbers of each.

Every possible name of the document is ranked as the seller's and as the buyer's (`features`, `choice`); the numbers and
addresses printed with the chosen ones are theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from functions.extract.layout import Layout
from functions.extract.local.constants import Constants, either
from functions.extract.local.context import Context
from functions.extract.local.fields.parties.candidates import find_candidates
from functions.extract.local.fields.parties.choice import choose_parties, is_tagline, seller_candidates
from functions.extract.local.fields.parties.features import PartyFacts
from functions.extract.local.fields.parties.nearby import in_column, near_identifiers
from functions.extract.local.fields.parties.own import marked, sorted_candidates
from functions.extract.local.fields.parties.party_candidate import APART, PartyCandidate, alike, same_party
from functions.extract.local.fields.parties.remembered_seller import with_remembered
from functions.extract.local.fields.parties.spelled_on_site import spelled_on_site
from functions.extract.local.lexicon.kinds import IdentifierKind, PartyRole
from functions.extract.local.mentions.addresses import country_of
from functions.extract.local.mentions.identifiers import PrintedIdentifier, find_identifiers
from functions.extract.local.mentions.misreadings import doubtful_words, spelled_name
from functions.extract.local.recollection import Recollection
from functions.extract.local.tables.extent import table_rows
from functions.extract.local.value import Value
from shared.domain.companies import NO_COMPANIES, OwnCompanies
from shared.domain.normalising import compact, fold


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
    """`names` are all that were considered for the seller, in the order of `find_candidates`."""

    seller: PartyValues
    buyer: PartyValues
    names: tuple[str, ...] = ()


def read_facts(printed: Context) -> PartyFacts:
    """The candidates of a document and what speaks for them, no own company being known."""
    return PartyFacts(
        layout=printed.layout,
        candidates=find_candidates(printed.layout),
        identifiers=printed.identifiers,
        table_rows=table_rows(printed.layout, printed.headers, printed.lines),
    )


def find_parties(
    layout: Layout,
    identifiers: Sequence[PrintedIdentifier] | None = None,
    own: OwnCompanies = NO_COMPANIES,
    table_rows: frozenset[tuple[int, int]] = frozenset(),
    constants: Constants | None = None,
) -> Parties:
    """Seller and buyer of the document. An own company is never the seller; it is the buyer where it is labelled so,
    and where no other party is. `table_rows`: (page, row) of the table of lines, whose texts are no parties.
    `constants` are those that earlier invoices of the seller print."""
    if not layout.pages or not any(page.rows for page in layout.pages):
        return Parties(seller=PartyValues(), buyer=PartyValues())
    known = find_identifiers(layout) if identifiers is None else identifiers
    known = marked(known, own)
    remembered = constants or Constants(recollection=Recollection(layout=layout))
    ours = sorted_candidates(layout, find_candidates(layout), known, own)
    facts = PartyFacts(
        layout=layout,
        candidates=with_remembered(
            layout, [one for one in ours.others if one.name is None or not own.is_named(one.name.value)], remembered
        ),
        identifiers=known,
        table_rows=table_rows,
    )
    chosen = choose_parties(facts)
    seller, buyer = chosen.seller, chosen.buyer
    if ours.labelled:
        buyer = _likeliest_buyer(ours.labelled)
    elif ours.unlabelled and (buyer is None or buyer.role is not PartyRole.BUYER):
        buyer = _likeliest_buyer(ours.unlabelled)
    seller = _completed(seller, facts, exclude=buyer)
    buyer = _with_address(buyer, facts.candidates)
    return Parties(
        seller=as_remembered(_values(layout, seller, known, of_buyer=False, other=buyer), remembered),
        buyer=_values(layout, buyer, known, of_buyer=True, other=seller),
        names=tuple(one.name.value for one in seller_candidates(facts)),
    )


def _likeliest_buyer(candidates: Sequence[PartyCandidate]) -> PartyCandidate | None:
    return max(
        candidates,
        key=lambda one: (
            one.address is not None,
            one.origin == "section",
            one.traits.get("line_first", 0.0),
            -one.page,
            -one.first_row,
        ),
        default=None,
    )


LETTERHEAD_ROWS = 5
"""At most this many rows under the seller's name an address without a name is the seller's."""


def _completed(
    seller: PartyCandidate | None, facts: PartyFacts, *, exclude: PartyCandidate | None
) -> PartyCandidate | None:
    """The seller with its address from elsewhere (the footer, the letterhead), if its own lines have none."""
    if seller is None:
        return None
    if (seller.origin == "header" or (exclude is not None and exclude.traits.get(APART))) and _share_address(
        seller, exclude
    ):
        seller = replace(seller, address=None)  # the first address under a letterhead without one is the buyer's
    others = [
        other
        for other in facts.candidates
        if other is not seller
        and other.role not in (PartyRole.BUYER, PartyRole.OTHER)
        and not (exclude is not None and same_party(other, exclude))
    ]
    if seller.address is not None:
        longer = (other for other in others if _holds_more(other, seller.address))
        whole = next(longer, None) if seller.origin == "header" else None
        return seller if whole is None else replace(seller, address=whole.address)
    for other in others:
        if other.address is not None and _named_alike(seller, other):
            return replace(seller, address=other.address)
    for other in others:
        if other.address is not None and is_tagline(other, seller):
            return replace(seller, address=other.address)
    alone = [other for other in others if _nobodys_address(other, seller, facts)]
    # Only when one address is left over: of two, one may be the place of delivery.
    alone = alone or [other for other in others if other.origin == "street" and _is_under(other, seller)][:1]
    return replace(seller, address=alone[0].address) if len(alone) == 1 else seller


def _with_address(buyer: PartyCandidate | None, candidates: Sequence[PartyCandidate]) -> PartyCandidate | None:
    """The buyer with the address under its name elsewhere, if its own lines have none."""
    if buyer is None or buyer.name is None or buyer.address is not None:
        return buyer
    name = fold(buyer.name.value)
    alike_named = (
        other.address
        for other in candidates
        if other.origin in _OWN_LINES and other.name and fold(other.name.value) == name
    )
    return replace(buyer, address=next((address for address in alike_named if address is not None), None))


_OWN_LINES = frozenset({"section", "block", "window"})
"""The places that are one party's lines and nothing else."""


def _share_address(one: PartyCandidate, other: PartyCandidate | None) -> bool:
    if other is None or one.address is None or other.address is None:
        return False
    return alike(one.address.value, other.address.value)


def _named_alike(one: PartyCandidate, other: PartyCandidate) -> bool:
    """Whether one name is the other or stands in it, but for a few letters."""
    if one.name is None or other.name is None:
        return False
    return fuzz.partial_ratio(fold(one.name.value), fold(other.name.value)) > 80


def _holds_more(other: PartyCandidate, address: Value[str]) -> bool:
    """Whether it has the same address with lines before it that share their row with other text."""
    more = other.address
    return other.origin == "block" and more is not None and set(more.words) > set(address.words)


def _nobodys_address(other: PartyCandidate, seller: PartyCandidate, facts: PartyFacts) -> bool:
    """An address without a name, below the name of the seller in the letterhead, or in the foot, under the lines."""
    if other.origin != "block" or other.name is not None or other.address is None or other.page != seller.page:
        return False
    rows = [row for page, row in facts.table_rows if page == other.page]
    return abs(other.first_row - seller.first_row) <= LETTERHEAD_ROWS or (bool(rows) and other.first_row > max(rows))


def _is_under(street: PartyCandidate, seller: PartyCandidate) -> bool:
    """Whether a street stands right under the seller's name."""
    in_one_column = street.left < seller.right and seller.left < street.right
    near = 0 < street.first_row - seller.first_row <= LETTERHEAD_ROWS
    return street.page == seller.page and near and in_one_column


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
        name=_as_printed(one.name, identifiers) if one and one.name else None,
        vat_id=vat.value if vat else None,
        tax_id=tax.value if tax else None,
        address=address,
        country=_country(address, vat, tax),
        email=_value(_first(near, IdentifierKind.EMAIL)),
        phone=_value(_first(near, IdentifierKind.PHONE)),
        website=_value(_first(near, IdentifierKind.WEBSITE)),
    )


def as_remembered(seller: PartyValues, constants: Constants) -> PartyValues:
    """The seller with what its earlier invoices print alike, where this one prints it too: of several numbers the one
    that is meant, and as it was confirmed."""
    numbers = {
        name: either(getattr(seller, name), constants.number(f"/seller/{name}"))
        for name in ("vat_id", "tax_id", "email", "phone", "website")
    }
    address = constants.address()
    if address is None:
        return replace(seller, **numbers)
    code = country_of(address.value) or constants.country()
    return replace(
        seller,
        address=either(seller.address, address),
        country=address.with_value(code) if code else seller.country,
        **numbers,
    )


def _as_printed(name: Value[str], identifiers: Sequence[PrintedIdentifier]) -> Value[str]:
    """A name as printed: what the reader misread is corrected in known words, and as a web or mail address has it. What
    only a known word corrects may be printed so, and what was read is its first alternative."""
    known = spelled_name(name.value, doubtful_words(name.words))
    if (proved := spelled_on_site(replace(name, value=known), identifiers)) != known:
        return replace(name, value=proved).offering(name)
    return name if known == name.value else replace(name, value=known, ambiguous=True).offering(name)


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
        beside = near_identifiers(one, usable, rows=1) if one.role is PartyRole.BUYER or one.origin == "block" else []
        sellers = set(near_identifiers(other, usable)) if other else set()
        return [
            found
            for found in usable
            if found.buyer or _stands_in(one, found) or (found in beside and found not in sellers)
        ]
    beside_buyer = set(near_identifiers(other, usable, rows=1)) if other else set()
    # A number of the buyer's box is the buyer's wherever else it is printed (the strip of a DANFE).
    numbers_of_buyer = {
        compact(found.value.value) for found in usable if other is not None and other.wide and _stands_in(other, found)
    }
    usable = [found for found in usable if compact(found.value.value) not in numbers_of_buyer]
    own = set(near_identifiers(one, usable)) if one else set()
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
        and (buyer.address is not None or buyer.wide)
        and identifier.kind in (IdentifierKind.VAT, IdentifierKind.TAX)
        and identifier.value.page == buyer.page
        and buyer.first_row < identifier.row <= buyer.last_row + 1
        and in_column(buyer, identifier)
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
