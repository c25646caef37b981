"""What speaks for and against each possible name being the seller's or the buyer's: named features for the rankers."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.fields.parties.nearby import TAX_KINDS, domain_match, hosts, near_identifiers
from functions.extract.local.fields.parties.party_candidate import APART, PartyCandidate
from functions.extract.local.fields.parties.role_labels import is_label, role_of
from functions.extract.local.fields.parties.sections import LONGEST_TO
from functions.extract.local.lexicon.countries import COUNTRY_NAMES
from functions.extract.local.lexicon.kinds import IdentifierKind, PartyRole
from functions.extract.local.lexicon.money import CURRENCY_CODES
from functions.extract.local.mentions.identifiers import PrintedIdentifier
from functions.extract.local.mentions.misreadings import doubtful_words, spelled_name
from functions.extract.local.mentions.name_text import is_title_word, legal_forms
from functions.extract.local.mentions.names import name_traits
from functions.extract.local.value import Value
from shared.domain.document import Source, Word
from shared.domain.normalising import fold

Features = Mapping[str, float]

_MONEY = re.compile(r"\d[.,]\d{2}(?!\d)")

HEAD = 0.2
"""The top of a page, of its height."""

RECEIPT_WIDTH = 24.0
"""Line heights that the print of a receipt is wide at most: of 270 labelled ones 262 have 10 to 22, of 90 invoices on
larger paper two."""

ROLL = 290.0
"""Points that a page of a roll is wide at most: 80 mm are 227, the smallest sheet (A6) has 298."""


@dataclass(frozen=True, kw_only=True)
class NamedParty:
    """A candidate that has a name."""

    candidate: PartyCandidate
    name: Value[str]

    @cached_property
    def key(self) -> str:
        """The name as it is compared."""
        return fold(self.name.value)

    @property
    def printed_name(self) -> str:
        """The name; known words that the reader misread are corrected."""
        return spelled_name(self.name.value, doubtful_words(self.name.words))


def _merged(group: Sequence[tuple[PartyCandidate, Value[str]]]) -> NamedParty:
    best, name = min(group, key=lambda pair: (pair[0].address is None, pair[0].origin == "header"))
    traits: dict[str, float] = {}
    for one, _ in group:
        for trait, value in {**one.traits, f"origin_{one.origin.replace(' ', '_')}": 1.0}.items():
            traits[trait] = max(traits.get(trait, value), value)
    return NamedParty(candidate=replace(best, traits=traits), name=name)


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    """All that the features of a document's candidates are made from. `table_rows`: (page, row) of the lines."""

    layout: Layout
    candidates: Sequence[PartyCandidate]
    identifiers: Sequence[PrintedIdentifier]
    table_rows: frozenset[tuple[int, int]]

    @cached_property
    def named(self) -> tuple[NamedParty, ...]:
        """The candidates with a name that is no number, address or code itself; a name found at one place in several
        ways is one, with the traits of all."""
        codes = {word for found in self.identifiers for word in found.value.words}
        numbers = {word for found in self.identifiers if found.kind in _NUMBERS for word in found.value.words}
        blocks = (one.address for one in self.candidates if one.origin == "block" and one.address is not None)
        of_addresses = {word for address in blocks for word in _under_first_line(address)}
        groups: dict[tuple[object, ...], list[tuple[PartyCandidate, Value[str]]]] = {}
        for one in self.candidates:
            if one.name is None or codes.issuperset(one.name.words) or _holds(one.name, numbers):
                continue
            if one.origin in _SINGLE and not self.receipt and of_addresses.issuperset(one.name.words):
                continue
            if not self._is_line(one, one.name):
                place = (one.role, one.label, fold(one.name.value), one.page, one.name.words[:1])
                groups.setdefault(place, []).append((one, one.name))
        return tuple(_merged(group) for group in groups.values())

    def _is_line(self, one: PartyCandidate, name: Value[str]) -> bool:
        """Whether it is text of the table of lines. Receipts have lines right under the shop's name."""
        if self.receipt or not name.words:
            return False
        if one.role is not None and (one.page, one.first_row) in self.table_rows:
            # "Cliente" over the customer, "Descripción" beside it, but not "From" and "To" over the ends of journeys
            return len(one.label or "") <= LONGEST_TO
        row, _ = _row_of(name, self.layout.page(name.page))
        return (name.page, row) in self.table_rows

    @cached_property
    def receipt(self) -> bool:
        """Whether it is printed like a till receipt; what names both parties by labels is an invoice on such paper."""
        both = {PartyRole.SELLER, PartyRole.BUYER} <= {one.role for one in self.candidates}
        return is_receipt(self.layout.pages[0]) and not both

    @cached_property
    def text(self) -> str:
        """All rows of the first and the last page, folded."""
        pages = {page.number: page for page in (self.layout.pages[0], self.layout.pages[-1])}
        return "".join(fold(segment.text) for page in pages.values() for segment in page.segments)

    @cached_property
    def footer(self) -> str:
        pages = {page.number: page for page in (self.layout.pages[0], self.layout.pages[-1])}
        return "|".join(
            fold(segment.text) for page in pages.values() for segment in page.segments if segment.middle > 0.8
        )

    @cached_property
    def apart(self) -> frozenset[tuple[Word, ...]]:
        """The addresses with which a name stands apart from the lines over it."""
        return frozenset(
            one.candidate.address.words
            for one in self.named
            if one.candidate.address is not None and one.candidate.traits.get(APART)
        )

    def has_address(self, one: PartyCandidate) -> bool:
        """Whether the address under a name is its own, not that of another that stands with it."""
        return one.address is not None and (one.address.words not in self.apart or bool(one.traits.get(APART)))

    @cached_property
    def first_with_form(self) -> str | None:
        """The first name at the top that ends with a legal form."""
        tops = (one for one in self.named if one.candidate.role is None and one.name.box and one.name.box.y0 < 0.45)
        ending = [one for one in tops if name_traits(one.name.value)["form_at_end"]]
        return min(ending, key=lambda one: one.name.box.y0 if one.name.box else 1.0).key if ending else None

    @cached_property
    def imprint(self) -> NamedParty | None:
        """The one company that is named under the amounts alone, or the one whom to pay, with its address: who prints
        a page that shows a brand at its top. Null on receipts, and where there are several."""
        if self.receipt:
            return None
        found: dict[str, NamedParty] = {}
        over: set[str] = set()
        for one in self.named:
            payee = one.candidate.role is PartyRole.PAYEE and one.candidate.traits.get("block_first", 0.0) > 0
            company = bool(name_traits(one.name.value)["form_at_end"]) or self._is_registered(one.candidate)
            if one.name.box is None or not (payee or company):
                continue
            if not payee and one.name.box.y0 < self._end_of_amounts.get(one.name.page, 1.0):
                over.add(one.key)
            elif one.candidate.role in (None, PartyRole.PAYEE) and one.candidate.address is not None:
                found.setdefault(one.key, one)
        alone = [one for key, one in found.items() if not any(key in other or other in key for other in over)]
        return alone[0] if len(alone) == 1 else None

    def _is_registered(self, one: PartyCandidate) -> bool:
        """Whether the document's first tax number stands with a name and its address, which no label gives it."""
        return (
            one.role is None and one.address is not None and one.origin == "block" and self.first_tax in self.near(one)
        )

    @cached_property
    def _end_of_amounts(self) -> Mapping[int, float]:
        """Page -> where the last row with a sum of money stands."""
        return {
            page.number: max((row.middle for row in page.rows if _MONEY.search(row.text)), default=1.0)
            for page in self.layout.pages
        }

    def is_brand(self, one: PartyCandidate) -> bool:
        """Whether a name at the top of a page is nothing but a name: no label, legal form, address or tax number."""
        if (
            one.role is not None
            or one.name is None
            or one.name.box is None
            or name_traits(one.name.value)["legal_form"]
        ):
            return False
        number = any(found.kind in TAX_KINDS and not found.buyer for found in self.near(one))
        own = one.origin not in ("header", "top line") and (self.has_address(one) or number)
        return one.name.box.y0 < HEAD and not own

    @cached_property
    def labelled(self) -> frozenset[PartyRole]:
        """The roles whose labels have a name."""
        return frozenset(one.candidate.role for one in self.named if one.candidate.role is not None)

    @cached_property
    def with_lines(self) -> frozenset[PartyRole]:
        """The roles whose labels have a name or other lines."""
        return frozenset(one.role for one in self.candidates if one.role is not None)

    @cached_property
    def first_labelled(self) -> Mapping[PartyRole, PartyCandidate]:
        """Role -> its first candidate."""
        found: dict[PartyRole, PartyCandidate] = {}
        for one in self.named:
            if one.candidate.role is not None:
                found.setdefault(one.candidate.role, one.candidate)
        return found

    @cached_property
    def names_under(self) -> Mapping[PartyRole, frozenset[str]]:
        """Role -> the names right under its labels."""
        found: dict[PartyRole, set[str]] = {role: set() for role in PartyRole}
        for one in self.named:
            role = one.candidate.role
            if role is not None and one.candidate.origin == "section" and one.candidate.traits.get("line_first"):
                found[role].add(one.key)
        return {role: frozenset(names) for role, names in found.items()}

    @cached_property
    def payees(self) -> frozenset[str]:
        """Names of whom to pay and of who signs."""
        phrases = {one.key for one in self.named if one.candidate.origin == "phrase"}
        return frozenset(phrases | self.names_under[PartyRole.PAYEE])

    @cached_property
    def buyers_hosts(self) -> frozenset[str]:
        """Domains of the addresses in the blocks of labelled buyers."""
        blocks = [one for one in self.candidates if one.role is PartyRole.BUYER and one.origin == "section"]
        return hosts(found for one in blocks for found in self.near(one, rows=1))

    @cached_property
    def sellers_hosts(self) -> frozenset[str]:
        return hosts(self.identifiers) - self.buyers_hosts

    @cached_property
    def matched_host(self) -> bool:
        """Whether a name fits a web or mail address wholly."""
        return any(domain_match(one.name.value, self.sellers_hosts) == 1.0 for one in self.named)

    @cached_property
    def first_tax(self) -> PrintedIdentifier | None:
        """The first tax number that no label gives to the buyer."""
        return next((one for one in self.identifiers if one.kind in TAX_KINDS and not one.buyer), None)

    @cached_property
    def first_tax_holders(self) -> frozenset[str]:
        """The names in whose block the first tax number is printed."""
        first = self.first_tax
        if first is None:
            return frozenset()
        return frozenset(one.key for one in self.named if first in self.near(one.candidate))

    def near(self, one: PartyCandidate, rows: int = 4) -> list[PrintedIdentifier]:
        """The identifiers that are printed with a candidate."""
        places = range(one.first_row, one.last_row + rows + 1)
        inside = sorted(place for row in places for place in self._places.get((one.page, row), ()))
        return near_identifiers(one, [self.identifiers[place] for place in inside], rows)

    @cached_property
    def _places(self) -> Mapping[tuple[int, int], list[int]]:
        """(page, row) -> the places of its identifiers among all."""
        found: dict[tuple[int, int], list[int]] = {}
        for place, identifier in enumerate(self.identifiers):
            found.setdefault((identifier.value.page, identifier.row), []).append(place)
        return found

    def first_number_over(self, one: NamedParty) -> bool:
        """Whether the document's first tax number is printed above a block with an address, and with no name: the
        seller's name is a logo, and the block is not the seller's."""
        if self.first_tax is None or self.first_tax_holders or one.candidate.address is None:
            return False
        number, name = self.first_tax.value.box, one.name.box
        return number is not None and name is not None and number.y1 <= name.y0

    @cached_property
    def likely_sellers(self) -> frozenset[str]:
        """Names that a label, the domain, the first tax number or a phrase gives to the seller; where none does, the
        first company of the head if the foot names it too."""
        fitting = {one.key for one in self.named if domain_match(one.name.value, self.sellers_hosts) == 1.0}
        given = self.names_under[PartyRole.SELLER] | self.payees | self.first_tax_holders | fitting
        first = self.first_with_form
        return frozenset(given or ({first} if first and first in self.footer else ()))


def features_of(one: NamedParty, facts: PartyFacts) -> Features:
    """The features of one candidate; those of a receipt stand twice, once as of any document and once as a receipt's
    (prefix "receipt:"), so that both share what they have in common."""
    found = {
        **_of_label(one.candidate, facts),
        **name_traits(one.name.value),
        **_of_words(one, facts),
        **_of_place(one, facts),
        **_of_identifiers(one, facts),
        **one.candidate.traits,
    }
    found = {name: value for name, value in found.items() if value}
    return {**found, **{f"receipt:{name}": value for name, value in found.items()}} if facts.receipt else found


def none_features(facts: PartyFacts) -> Features:
    """The features of naming nobody."""
    found = {
        "none": 1.0,
        "none_with_buyer": float(PartyRole.BUYER in facts.labelled),
        "none_with_seller": float(PartyRole.SELLER in facts.labelled),
    }
    found = {name: value for name, value in found.items() if value}
    return {**found, **{f"receipt:{name}": value for name, value in found.items()}} if facts.receipt else found


def _of_label(one: PartyCandidate, facts: PartyFacts) -> Features:
    role = "none" if one.role is None else one.role.value
    found = {
        f"role_{role}": 1.0,
        "first_of_role": float(one.role is not None and facts.first_labelled[one.role] is one),
    }
    if one.role is None:
        found["unlabelled_beside_seller"] = float(PartyRole.SELLER in facts.with_lines)
        found["unlabelled_beside_buyer"] = float(PartyRole.BUYER in facts.with_lines)
    return found


def _of_words(one: NamedParty, facts: PartyFacts) -> Features:
    key = one.key
    role = one.candidate.role
    form = facts.first_with_form
    return {
        "first_with_form": float(form == key),
        "form_is_elsewhere": float(form is not None and form != key and not legal_forms(one.name.value)),
        "code": float(one.name.value in CURRENCY_CODES or key in COUNTRY_NAMES),
        "title_word": float(any(map(is_title_word, one.name.value.split()))),
        "label": float(is_label(one.name.value)),
        "repeated": min(facts.text.count(key) - 1, 3) / 3 if len(key) >= 4 else 0.0,
        "in_footer": float(len(key) >= 4 and key in facts.footer),
        "also_payee": float(one.candidate.origin != "phrase" and role is not PartyRole.PAYEE and key in facts.payees),
        "also_buyer": float(role is not PartyRole.BUYER and key in facts.names_under[PartyRole.BUYER]),
        "also_seller": float(role is not PartyRole.SELLER and key in facts.names_under[PartyRole.SELLER]),
        "also_delivery": float(role is not PartyRole.OTHER and key in facts.names_under[PartyRole.OTHER]),
    }


def _of_place(one: NamedParty, facts: PartyFacts) -> Features:
    box = one.name.box
    page = facts.layout.page(one.name.page)
    if box is None:
        return {}
    row, segments = _row_of(one.name, page)
    cell = next((segment for segment in segments if one.name.words[0] in segment.words), None)
    left = page.left_of(cell)[:1] if cell is not None else ()
    above = page.above(cell, 1.5)[:1] if cell is not None else ()
    height = cell.line_height / page.line_height if cell is not None else 1.0
    return {
        "down": box.y0,
        "top_tenth": float(box.y0 < 0.1),
        "top_third": float(box.y0 < 0.33),
        "lower_half": float(box.y0 > 0.5),
        "foot": float(box.y0 > 0.85),
        "first_row": float(row == 0),
        "row": min(row, 16) / 16,
        "left": float(box.x0 < 0.25),
        "right": float(box.x0 > 0.5),
        "later_page": float(page.number != facts.layout.pages[0].number),
        "height": min(max(height - 1.0, 0.0), 2.0) / 2,
        "small_print": float(height < 0.85),
        "money_row": float(any(_MONEY.search(segment.text) for segment in segments)),
        "in_table": float((page.number, row) in facts.table_rows),
        "value_of_label": float(bool(left) and one.candidate.origin != "section" and is_label(left[0].text)),
        "under_label": float(bool(above) and one.candidate.origin != "section" and is_label(above[0].text)),
        "beside_role": float(
            one.candidate.origin != "section"
            and any(other is not cell and role_of(other.text) is not None for other in segments)
        ),
        **_of_reading(one.name, page),
        "part_of_cell": float(cell is not None and len(fold(cell.text)) > len(one.key) + 2),
        "address": float(one.candidate.address is not None),
    }


def _of_reading(name: Value[str], page: PageLayout) -> Features:
    """How sure the letters are, and whether they are of a picture on a page that has a text of its own: a logo, or the
    slogan under it."""
    sure = sureness(name)
    pictured = page.source is Source.TEXT_LAYER and sure < 1.0
    return {"picture": float(pictured), "unsure": min(5 * (1.0 - sure), 1.0)}


_SINGLE = frozenset({"cell", "name", "top line"})
"""The places of a name by itself, which are none where they are lines of an address."""

_NUMBERS = frozenset({IdentifierKind.VAT, IdentifierKind.TAX})


def _under_first_line(address: Value[str]) -> Iterator[Word]:
    """The words of an address under its first line, which may be that of a name too ("SARL Alpha, 3 rue Sud")."""
    first = address.words[0].box
    return (word for word in address.words if word.box.y0 > first.y1)


def _holds(name: Value[str], numbers: Collection[Word]) -> bool:
    """Whether the words of a tax number are in a name: "Cardiología RFC SALE700118AB1"."""
    return any(fold(word.text) in fold(name.value) for word in name.words if word in numbers and len(word.text) > 5)


def is_receipt(page: PageLayout) -> bool:
    """Whether the page is printed like a till receipt: narrow for the size of its letters, and no digital sheet that
    has only short lines."""
    boxes = [segment.box for segment in page.segments]
    if not boxes or (page.source is Source.TEXT_LAYER and page.width > ROLL):
        return False
    width = max(box.x1 for box in boxes) - min(box.x0 for box in boxes)
    return width * page.width < RECEIPT_WIDTH * page.line_height * page.height


def _row_of(name: Value[str], page: PageLayout) -> tuple[int, tuple[Segment, ...]]:
    segment = page.segment_of(name.words[0])
    return (0, ()) if segment is None else (segment.row, page.rows[segment.row].segments)


def _of_identifiers(one: NamedParty, facts: PartyFacts) -> Features:
    over = one.name.box.y0 - 0.02 if one.name.box is not None else 0.0
    near = [
        found
        for found in facts.near(one.candidate)
        if not found.buyer and found.value.box is not None and found.value.box.y0 > over
    ]
    kinds = {found.kind for found in near}
    tax = [found for found in near if found.kind in TAX_KINDS]
    fit = domain_match(one.name.value, facts.sellers_hosts)
    return {
        "tax_number": float(bool(tax)),
        "first_tax_number": float(facts.first_tax is not None and facts.first_tax in tax),
        "later_tax_number": float(bool(tax) and facts.first_tax not in tax),
        "first_number_is_nobodys": float(bool(tax) and facts.first_number_over(one)),
        "address_beside_seller": float(
            one.candidate.role is None
            and one.candidate.address is not None
            and one.key not in facts.likely_sellers
            and bool(facts.likely_sellers)
        ),
        "tax_number_elsewhere": float(not tax and facts.first_tax is not None),
        "account": float(IdentifierKind.IBAN in kinds),
        "contact": float(bool(kinds & {IdentifierKind.PHONE, IdentifierKind.EMAIL, IdentifierKind.FAX})),
        "website": float(IdentifierKind.WEBSITE in kinds),
        "domain": float(fit == 1.0),
        "part_of_domain": float(0.0 < fit < 1.0),
        "domain_of_another": float(not fit and facts.matched_host),
        "buyers_domain": domain_match(one.name.value, facts.buyers_hosts),
    }


def sureness(name: Value[str]) -> float:
    """How surely a name was read: its words' confidence on average; 0 without any."""
    return sum(word.confidence for word in name.words) / max(len(name.words), 1)
