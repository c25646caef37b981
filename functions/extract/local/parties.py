"""Who sells and who buys: names, addresses and numbers of both, told apart.

Labels decide first ("Verkäufer", "Bill to"). Without them the seller is looked for where sellers are: in the line above
the window of a letter, in the letterhead, beside its own tax number or web address, in the footer; on a receipt at the
top. What then remains in the window is the buyer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from functions.extract.layout import Layout, PageLayout, Row
from functions.extract.local.addresses import AddressLines, LineKind, country_of, find_addresses, joined, kind_of
from functions.extract.local.identifiers import Identifier, Kind, find_identifiers
from functions.extract.local.party_names import choose_name, clean_name, goes_on, is_name, name_score, opens_letter
from functions.extract.local.party_sections import PartyLine, Section, find_sections, lines_below, role_of
from functions.extract.local.party_vocabulary import LEGAL_FORM, Role
from functions.extract.local.value import Value
from functions.extract.local.vocabulary import fold


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


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A party that stands somewhere; rows are counted on its page. `role` is null when no label says it."""

    page: int
    first_row: int
    last_row: int
    left: float
    right: float
    origin: str  # "section", "sender line", "block", "header"
    role: Role | None
    name: Value[str] | None
    address: Value[str] | None
    label: str = ""
    first_name: Value[str] | None = None  # the first line over the address: a buyer's name


def find_parties(layout: Layout, identifiers: Sequence[Identifier] | None = None) -> Parties:
    """Seller and buyer of the document."""
    if not layout.pages or not any(page.rows for page in layout.pages):
        return Parties(seller=PartyValues(), buyer=PartyValues())
    known = find_identifiers(layout) if identifiers is None else identifiers
    candidates = _candidates(layout)
    buyer = _choose_buyer(layout, candidates, None)
    seller = _choose_seller(layout, candidates, known, buyer)
    if buyer is None:
        buyer = _choose_buyer(layout, candidates, seller)
    seller = _completed(seller, candidates, exclude=buyer)
    return Parties(
        seller=_values(layout, seller, known, of_buyer=False, other=buyer),
        buyer=_values(layout, buyer, known, of_buyer=True, other=seller),
    )


# --- candidates -------------------------------------------------------------------------------------------------------


def _candidates(layout: Layout) -> list[Candidate]:
    sections = find_sections(layout)
    found = [candidate for section in sections if (candidate := _of_section(section)) is not None]
    for page in layout.pages[:1]:
        found.extend(_windows(page))
    covered = {(line.page, id(word)) for section in sections for line in section.lines for word in line.words}
    for page in layout.pages[:1] + layout.pages[1:][-1:]:
        found.extend(_sender_lines(page))
        found.extend(_of_blocks(page, covered))
    found.extend(_of_header(layout.pages[0], covered))
    found.extend(_top_line(layout.pages[0], covered))
    return found


def _of_section(section: Section) -> Candidate | None:
    lines = list(section.lines)
    if not lines:
        return None
    named = [line for line in lines if line.key == "name"]
    addressed = [line for line in lines if line.key == "address"]
    plain = [line for line in lines if line.key is None]
    if addressed:
        # Lines without a key go on where the key began.
        start = lines.index(addressed[0])
        run = [line for line in lines[start:] if line.key in (None, "address")]
        spans = find_addresses([line.text for line in run])
        address = _address(run[spans[0].start : spans[0].end]) if spans else _address(addressed)
    else:
        spans = find_addresses([line.text for line in plain])
        address = _address(plain[spans[0].start : spans[0].end]) if spans else None
    if named:
        start = lines.index(named[0])
        name = _name([*_line_over(lines, start), named[0]], 0.9)
    else:
        before = plain[: spans[0].start] if spans and not addressed else plain
        name = choose_name(before, first=True)
    if name is None and address is None:
        return None
    own = lines[: _own_lines(lines, address)]
    words = [word for line in own for word in line.words]
    return Candidate(
        page=section.page,
        first_row=section.row,
        last_row=max(line.row for line in own),
        left=min(word.box.x0 for word in words),
        right=max(word.box.x1 for word in words),
        origin="section",
        role=section.role,
        name=name,
        address=address,
        label=section.label,
    )


def _own_lines(lines: Sequence[PartyLine], address: Value[str] | None) -> int:
    """How many lines are the party's: down to its address and the lines with a key after it."""
    if address is None:
        return len(lines)
    last = address.words[-1]
    count = next((index + 1 for index, line in enumerate(lines) if last in line.words), len(lines))
    while count < len(lines) and lines[count].key is not None:
        count += 1
    return count


def _line_over(lines: Sequence[PartyLine], index: int) -> list[PartyLine]:
    """The first line of a value of two lines whose key stands beside the second or between them."""
    if index == 0 or lines[index - 1].key is not None:
        return []
    over, line = lines[index - 1], lines[index]
    same_column = abs(over.words[0].box.x0 - line.words[0].box.x0) < 0.01
    return [over] if same_column and line.row - over.row == 1 else []


def _name(lines: Sequence[PartyLine], confidence: float) -> Value[str] | None:
    text = clean_name(" ".join(line.text for line in lines))
    words = tuple(word for line in lines for word in line.words)
    return Value(value=text, page=lines[0].page, words=words, confidence=confidence) if text else None


def _address(lines: Sequence[PartyLine]) -> Value[str] | None:
    text = joined([line.text for line in lines])
    words = tuple(word for line in lines for word in line.words)
    return Value(value=text, page=lines[0].page, words=words, confidence=0.85) if text else None


_STREETS = (LineKind.STREET, LineKind.NUMBERED, LineKind.OTHER)
_SEPARATORS = re.compile(r"\s+[-–—−·•●|*/¦]\s+|\s*[·•●|]\s*|\s{2,}")


def _sender_lines(page: PageLayout) -> Iterable[Candidate]:
    """Lines that hold name, street and town at once: over the window of a letter, in letterheads and footers."""
    for row in page.rows:
        text = "  ".join(segment.text for segment in row.segments)
        parts = [part for part in _SEPARATORS.split(text) if part.strip()]
        if len(parts) < 3 and text.count(",") >= 2:
            parts = [part.strip() for part in text.split(",") if part.strip()]
        if not 3 <= len(parts) <= 8 or len(text) > 160:
            continue
        kinds = [kind_of(part) for part in parts]
        towns = [index for index, kind in enumerate(kinds) if kind is LineKind.POSTAL]
        if not towns or towns[0] == 0:
            continue
        town = towns[0]
        street = town - 1 if town >= 2 and kinds[town - 1] in _STREETS else town
        if street == 0 or kinds[0] in (LineKind.BREAK, LineKind.STREET, LineKind.REGION):
            continue
        last = town + 1 if town + 1 < len(parts) and kinds[town + 1] is LineKind.REGION else town
        name_text = clean_name(parts[0])
        if not name_text or not is_name(name_text):
            continue
        name = _found_in_row(row, parts[0], name_text, 0.85)
        address = _found_in_row(row, " ".join(parts[street : last + 1]), joined(parts[street : last + 1]), 0.85)
        yield Candidate(
            page=page.number,
            first_row=row.index,
            last_row=row.index,
            left=row.segments[0].box.x0,
            right=row.segments[-1].box.x1,
            origin="sender line",
            role=None,
            name=name,
            address=address,
        )


def _windows(page: PageLayout) -> Iterable[Candidate]:
    """The address under the sender's line of a letter: whom it was sent to."""
    for sender in list(_sender_lines(page)):
        row = page.rows[sender.first_row]
        if not 0.02 < row.middle < 0.4 or sender.name is None or not sender.name.words:
            continue
        opening = next(segment for segment in row.segments if sender.name.words[0] in segment.words)
        candidate = _of_section(
            Section(role=Role.BUYER, label="", page=page.number, row=row.index, lines=lines_below(page, opening))
        )
        if candidate is not None and candidate.address is not None and not _same_party(candidate, sender):
            yield replace(candidate, origin="window")


def _found_in_row(row: Row, printed: str, value: str, confidence: float) -> Value[str]:
    """The words of a row that make up `printed`."""
    wanted = fold(printed)
    words = [word for word in row.words if fold(word.text) and fold(word.text) in wanted]
    return Value(value=value, page=row.page, words=tuple(words), confidence=confidence)


def _of_blocks(page: PageLayout, covered: set[tuple[int, int]]) -> Iterable[Candidate]:
    """Addresses with a name over them, wherever they stand."""
    for block in page.blocks:
        lines = [
            PartyLine(text=segment.text, words=segment.words, page=page.number, row=segment.row)
            for segment in block.segments
            if (page.number, id(segment.words[0])) not in covered
        ]
        if lines and (over := page.above(block.segments[0], 1.5)[:1]):
            # The name may be centred over an address that is not.
            name = PartyLine(text=over[0].text, words=over[0].words, page=page.number, row=over[0].row)
            if (page.number, id(name.words[0])) not in covered and is_name(clean_name(name.text)):
                lines.insert(0, name)
        yield from _of_lines(lines, "block")


def _of_lines(lines: Sequence[PartyLine], origin: str) -> Iterable[Candidate]:
    spans = find_addresses([line.text for line in lines])
    done = 0
    for span in spans:
        before = [line for line in lines[done : span.start] if role_of(line.text) is None]
        done = span.end
        greeted = next((index for index, line in enumerate(before) if opens_letter(line.text)), None)
        if greeted is not None:
            before = before[greeted:]
        if not span.sure:
            continue
        address_lines = lines[span.start : span.end]
        used = [*before[-3:], *address_lines]
        yield Candidate(
            page=used[0].page,
            first_row=used[0].row,
            last_row=address_lines[-1].row,
            left=min(word.box.x0 for line in used for word in line.words),
            right=max(word.box.x1 for line in used for word in line.words),
            origin=origin,
            role=None if greeted is None else Role.BUYER,
            name=choose_name(before, first=greeted is not None),
            address=_address(address_lines),
            first_name=choose_name(before, first=True),
        )


def _top_line(page: PageLayout, covered: set[tuple[int, int]]) -> Iterable[Candidate]:
    """The best line of the first few, down to where the figures begin: a shop that prints no address."""
    lines = []
    for row in page.rows[:7]:
        if re.search(r"\d[.,]\d{2}(?!\d)|\d{1,2}:\d{2}|\d[/-]\d{1,2}[/-]\d", row.text):
            break
        first = row.segments[0]
        if (page.number, id(first.words[0])) not in covered and role_of(first.text) is None:
            lines.append(PartyLine(text=first.text, words=first.words, page=page.number, row=row.index))
    name = choose_name(lines, first=False, upper_first=True)
    if name is None:
        return
    row_index = next(line.row for line in lines if line.words[0] in name.words)
    yield Candidate(
        page=page.number,
        first_row=row_index,
        last_row=row_index,
        left=min(word.box.x0 for word in name.words),
        right=max(word.box.x1 for word in name.words),
        origin="top line",
        role=None,
        name=name.sure(0.5),
        address=None,
    )


HEADER_ROWS = 16
"""A receipt names its shop in the first rows."""


def _of_header(page: PageLayout, covered: set[tuple[int, int]]) -> Iterable[Candidate]:
    """The top of the page row by row: receipts, and letterheads whose lines are not aligned with one another."""
    lines = [
        PartyLine(text=row.text, words=row.words, page=page.number, row=row.index)
        for row in page.rows[:HEADER_ROWS]
        if (page.number, id(row.words[0])) not in covered
    ]
    narrow = sum(len(row.segments) == 1 for row in page.rows[:8]) >= min(5, len(page.rows[:8]))
    spans = find_addresses([line.text for line in lines])
    span = _best_span(spans)
    if not narrow:
        return
    before = lines[: span.start] if span else lines[:6]
    name = choose_name(before, first=False)
    address = _address(lines[span.start : span.end]) if span else None
    if name is None and span and span.end < len(lines):
        name = choose_name(lines[span.end : span.end + 2], first=True)
    if name is None and address is None:
        return
    rows = [line.row for line in (lines[: span.end] if span else lines[:6])]
    yield Candidate(
        page=page.number,
        first_row=0,
        last_row=max(rows),
        left=0.0,
        right=1.0,
        origin="header",
        role=None,
        name=name,
        address=address,
    )


def _best_span(spans: Sequence[AddressLines]) -> AddressLines | None:
    """The first address; one with a postcode if it comes soon after."""
    if not spans:
        return None
    return next((span for span in spans if span.sure and span.start <= spans[0].start + 5), spans[0])


# --- choice -----------------------------------------------------------------------------------------------------------


def _choose_buyer(layout: Layout, candidates: Sequence[Candidate], seller: Candidate | None) -> Candidate | None:
    labelled = [candidate for candidate in candidates if candidate.role is Role.BUYER and candidate.name is not None]
    if labelled:
        return max(
            labelled, key=lambda one: (one.address is not None, one.origin == "section", -one.page, -one.first_row)
        )
    if seller is None:
        return None
    return _in_the_window(layout, candidates, seller)


def _in_the_window(layout: Layout, candidates: Sequence[Candidate], seller: Candidate) -> Candidate | None:
    """Without a label: another address with a name in the upper half of page 1."""
    page = layout.pages[0]
    for candidate in candidates:
        if candidate.origin != "block" or candidate.role is not None or candidate.page != page.number:
            continue
        if candidate.name is None or _same_party(candidate, seller) or _overlapping(candidate, seller):
            continue
        if page.rows[candidate.first_row].middle < 0.5:
            return replace(candidate, name=candidate.first_name or candidate.name)
    return None


def _same_party(one: Candidate, other: Candidate) -> bool:
    if one is other:
        return True
    for left, right in ((one.name, other.name), (one.address, other.address)):
        if left and right and fuzz.ratio(fold(left.value), fold(right.value)) > 85:
            return True
    return False


def _overlapping(one: Candidate, other: Candidate) -> bool:
    return (
        one.page == other.page
        and min(one.last_row, other.last_row) >= max(one.first_row, other.first_row)
        and min(one.right, other.right) > max(one.left, other.left)
        and other.origin != "header"
    )


def _choose_seller(
    layout: Layout, candidates: Sequence[Candidate], identifiers: Sequence[Identifier], buyer: Candidate | None
) -> Candidate | None:
    possible = [
        candidate
        for candidate in candidates
        if candidate.role in (None, Role.SELLER)
        and not (buyer is not None and candidate.role is None and _same_party(candidate, buyer))
    ]
    possible.extend(_names_alone(layout, possible, buyer))
    scored = [(_seller_score(layout, one, identifiers, buyer), -index, one) for index, one in enumerate(possible)]
    scored = [item for item in scored if item[2].name is not None or item[2].address is not None]
    if not scored:
        return None
    return max(scored, key=lambda item: (item[0], item[1]))[2]


def _seller_score(layout: Layout, one: Candidate, identifiers: Sequence[Identifier], buyer: Candidate | None) -> float:
    score = 0.0
    if one.role is Role.SELLER:
        money_only = one.label.startswith(("remit", "sendpayment", "pay", "makecheck", "please"))
        bare = one.address is None and not (one.name and LEGAL_FORM.search(one.name.value))
        score += 2.5 if money_only or bare else 5.0
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
    score += 1.5 * bool(kinds & {Kind.VAT, Kind.TAX, Kind.REGISTER, Kind.IBAN})
    score += 1.0 * bool(kinds & {Kind.PHONE, Kind.EMAIL, Kind.WEBSITE, Kind.FAX})
    page = layout.page(one.page)
    top = page.rows[min(one.first_row, len(page.rows) - 1)].middle
    score += 1.0 if top < 0.15 else 0.0
    score -= 1.5 * (one.page != layout.pages[0].number)
    if buyer is None and one.origin == "block" and 0.1 < top < 0.35 and one.left < 0.2 and not own:
        score -= 1.0  # the window of a letter
    return score


def _near_identifiers(one: Candidate, identifiers: Sequence[Identifier], rows: int = 4) -> list[Identifier]:
    """Identifiers within the party's rows or so many rows after, in its column."""
    found = []
    for identifier in identifiers:
        value = identifier.value
        if value.page != one.page or not one.first_row <= identifier.row <= one.last_row + rows or value.box is None:
            continue
        if value.box.x0 < one.right + 0.1 and value.box.x1 > one.left - 0.05:
            found.append(identifier)
    return found


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


def _domain_match(name: str, identifiers: Sequence[Identifier]) -> float:
    """How well a name fits the web or mail addresses of the document, 0..1."""
    words = [fold(word) for word in LEGAL_FORM.sub(" ", name).split()]
    plain = "".join(words)
    best = 0.0
    for identifier in identifiers:
        if identifier.kind not in (Kind.EMAIL, Kind.WEBSITE):
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


def _names_alone(layout: Layout, candidates: Sequence[Candidate], buyer: Candidate | None) -> Iterable[Candidate]:
    """Cells that are a business's name by themselves: a legal form at its end, or the largest print at the top."""
    page = layout.pages[0]
    tallest = max((segment.line_height for segment in page.segments[:12]), default=0.0)
    for segment in page.segments:
        text = clean_name(segment.text)
        if not text or not is_name(text) or len(text) > 70 or role_of(segment.text) is not None:
            continue
        if buyer is not None and buyer.name is not None and fold(text) == fold(buyer.name.value):
            continue
        forms = list(LEGAL_FORM.finditer(text))
        has_form = bool(forms) and len(text) - forms[-1].end() <= 2 and len(text.split()) <= 8
        large = segment.middle < 0.2 and segment.line_height >= 0.95 * tallest > 1.35 * page.line_height
        if not has_form and not large:
            continue
        words = segment.words
        above = page.above(segment, 1.2)[:1]
        if above and goes_on(above[0].text, segment.text, aligned=abs(above[0].box.x0 - segment.box.x0) < 0.01):
            text, words = clean_name(f"{above[0].text} {text}"), above[0].words + words
        yield Candidate(
            page=page.number,
            first_row=segment.row,
            last_row=segment.row,
            left=segment.box.x0,
            right=segment.box.x1,
            origin="name",
            role=None,
            name=Value(value=text, page=page.number, words=words, confidence=0.5 if has_form else 0.4),
            address=None,
        )


def _completed(
    seller: Candidate | None, candidates: Sequence[Candidate], *, exclude: Candidate | None
) -> Candidate | None:
    """A seller whose address stands elsewhere (in the footer, in the letterhead) gets it from there."""
    if seller is None or (seller.name is not None and seller.address is not None):
        return seller
    for other in candidates:
        if (
            other.role in (Role.BUYER, Role.OTHER)
            or other is seller
            or (exclude is not None and _same_party(other, exclude))
        ):
            continue
        if seller.name is not None and other.name is not None and other.address is not None:
            alike = fuzz.partial_ratio(fold(seller.name.value), fold(other.name.value))
            if alike > 80:
                return replace(seller, address=other.address)
    return seller


# --- fields -----------------------------------------------------------------------------------------------------------


def _values(
    layout: Layout, one: Candidate | None, identifiers: Sequence[Identifier], *, of_buyer: bool, other: Candidate | None
) -> PartyValues:
    near = _own_identifiers(one, identifiers, of_buyer=of_buyer, other=other)
    address = one.address if one else None
    vat = _first(near, Kind.VAT)
    tax = _first(near, Kind.TAX) or _first(near, Kind.REGISTER)
    return PartyValues(
        name=one.name if one else None,
        vat_id=vat.value if vat else None,
        tax_id=tax.value if tax else None,
        address=address,
        country=_country(address, vat, tax),
        email=_value(_first(near, Kind.EMAIL)),
        phone=_value(_first(near, Kind.PHONE)),
        website=_value(_first(near, Kind.WEBSITE)),
    )


def _own_identifiers(
    one: Candidate | None, identifiers: Sequence[Identifier], *, of_buyer: bool, other: Candidate | None
) -> list[Identifier]:
    """The buyer's are those that say so or stand with it; all others are the seller's, its own first."""
    usable = [found for found in identifiers if found.kind not in (Kind.IBAN, Kind.BIC, Kind.FAX)]
    if of_buyer:
        if one is None:
            return [found for found in usable if found.buyer]
        beside = _near_identifiers(one, usable, rows=1) if one.role is Role.BUYER or one.origin == "block" else []
        sellers = {id(found) for found in _near_identifiers(other, usable)} if other else set()
        return [found for found in usable if found.buyer or (found in beside and id(found) not in sellers)]
    beside_buyer = {id(found) for found in _near_identifiers(other, usable, rows=1)} if other else set()
    own = {id(found) for found in _near_identifiers(one, usable)} if one else set()
    mine = [found for found in usable if not found.buyer and (id(found) in own or id(found) not in beside_buyer)]
    return sorted(mine, key=lambda found: (id(found) not in own, not found.valid))


def _first(identifiers: Sequence[Identifier], kind: Kind) -> Identifier | None:
    return next((found for found in identifiers if found.kind is kind), None)


def _value(identifier: Identifier | None) -> Value[str] | None:
    return identifier.value if identifier else None


def _country(address: Value[str] | None, vat: Identifier | None, tax: Identifier | None) -> Value[str] | None:
    """From the address, else from the tax numbers."""
    if address is not None and (code := country_of(address.value)) is not None:
        return address.become(code)
    for identifier in (vat, tax):
        if identifier is not None and identifier.country is not None and identifier.country not in {"EU"}:
            return identifier.value.become(identifier.country)
    return None
