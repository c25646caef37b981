"""Collects the possible parties of an invoice: under a label, in the window of a letter, in its sender's line, in a
letterhead, at the top of a receipt. `parties` chooses among them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from functions.extract.layout import Layout, PageLayout, Row, Segment
from functions.extract.local.fields.parties.sections import PartyLine, Section, find_sections, lines_below, role_of
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.lexicon.parties import LEGAL_FORM, STREET
from functions.extract.local.mentions.addresses import AddressLines, LineKind, find_addresses, joined, kind_of
from functions.extract.local.mentions.logos import logo_words, without_logos
from functions.extract.local.mentions.names import choose_name, clean_name, goes_on, is_name, opens_letter
from functions.extract.local.value import Value
from shared.domain.document import Word
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class PartyCandidate:
    """A possible party; its rows are counted on its page. `role` is null without a label."""

    page: int
    first_row: int
    last_row: int
    left: float
    right: float
    origin: str  # "section", "sender line", "block", "header"
    role: PartyRole | None
    name: Value[str] | None
    address: Value[str] | None
    label: str = ""
    first_name: Value[str] | None = None  # the first line over the address: a buyer's name


def find_candidates(layout: Layout) -> list[PartyCandidate]:
    layout = without_logos(layout)
    sections = find_sections(layout)
    found = [candidate for section in sections if (candidate := _of_section(section)) is not None]
    for page in layout.pages[:1]:
        found.extend(_windows(page))
    covered = {(line.page, word) for section in sections for line in section.lines for word in line.words}
    covered |= {(page.number, word) for page in layout.pages[:1] for word in logo_words(page)}
    for page in layout.pages[:1] + layout.pages[1:][-1:]:
        found.extend(_sender_lines(page))
        found.extend(_of_blocks(page, covered))
    found.extend(_of_header(layout.pages[0], covered))
    found.extend(_top_line(layout.pages[0], covered))
    return found


def _of_section(section: Section) -> PartyCandidate | None:
    lines = list(section.lines)
    if not lines:
        return None
    named = [line for line in lines if line.key == "name"]
    addressed = [line for line in lines if line.key == "address"]
    plain = [line for line in lines if line.key is None]
    if addressed:
        # Lines without a key continue the value of the key before them.
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
    return PartyCandidate(
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
    """The first line of a value of two lines whose key is beside the second or between them."""
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
    words = tuple(word for line in lines for word in line.words)
    text = joined([line.text for line in lines], words)
    return Value(value=text, page=lines[0].page, words=words, confidence=0.85) if text else None


_STREETS = (LineKind.STREET, LineKind.NUMBERED, LineKind.OTHER)
_SEPARATORS = re.compile(r"\s+[-–—−·•●|*/¦]\s+|\s*[·•●|]\s*|\s{2,}")


def _sender_lines(page: PageLayout) -> Iterable[PartyCandidate]:
    """Lines that hold name, street and town at once: over the window of a letter, in letterheads and footers."""
    for row in page.rows:
        text = "  ".join(segment.text for segment in row.segments)
        if (joined_up := _name_and_address(row, text)) is not None:
            yield joined_up
            continue
        parts = [part for part in _SEPARATORS.split(text) if part.strip()]
        run_on = len(parts) < 3 and text.count(",") >= 2
        if run_on:
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
        if run_on and not any(kind in (LineKind.STREET, LineKind.NUMBERED) for kind in kinds[1:town]):
            continue  # the end of an address that began in the row above: "Perkasa, Cheras, 56100 Kuala Lumpur"
        last = town + 1 if town + 1 < len(parts) and kinds[town + 1] is LineKind.REGION else town
        name_text = clean_name(parts[0])
        if not name_text or not is_name(name_text):
            continue
        name = _found_in_row(row, parts[0], name_text, 0.85)
        address = _found_in_row(
            row, " ".join(parts[street : last + 1]), joined(parts[street : last + 1], row.words), 0.85
        )
        yield _of_row(row, name, address)


def _name_and_address(row: Row, text: str) -> PartyCandidate | None:
    """ "ALPHA S.L. Avda. Beta, 18 - 07800 Ibiza C.I.F: B-1": a legal form, and right behind it a street and a town."""
    form = LEGAL_FORM.search(text)
    if form is None or len(text) > 200 or row.words[0].text == form.group() or re.search(r"[·•●|]", text):
        return None
    name, rest = clean_name(text[: form.end()]), text[form.end() :].lstrip(" ,.-–·")
    address = re.split(
        r"\s(?:C\.?I\.?F|N\.?I\.?F|VAT|USt|Tel|Tfno|Fax|P\.?\s?IVA|SIRET|CUIT|RFC)\b", rest, flags=re.IGNORECASE
    )[0]
    if (
        not is_name(name)
        or len(name.split()) > 8
        or kind_of(address) is not LineKind.POSTAL
        or not STREET.search(address)
    ):
        return None
    return _of_row(
        row, _found_in_row(row, name, name, 0.8), _found_in_row(row, address, joined([address], row.words), 0.8)
    )


def _of_row(row: Row, name: Value[str], address: Value[str]) -> PartyCandidate:
    return PartyCandidate(
        page=row.page,
        first_row=row.index,
        last_row=row.index,
        left=row.words[0].box.x0,
        right=row.words[-1].box.x1,
        origin="sender line",
        role=None,
        name=name,
        address=address,
    )


def _windows(page: PageLayout) -> Iterable[PartyCandidate]:
    """The address under the sender's line of a letter: the recipient."""
    for sender in list(_sender_lines(page)):
        row = page.rows[sender.first_row]
        if not 0.02 < row.middle < 0.4 or sender.name is None or not sender.name.words:
            continue
        opening = next(segment for segment in row.segments if sender.name.words[0] in segment.words)
        candidate = _of_section(
            Section(role=PartyRole.BUYER, label="", page=page.number, row=row.index, lines=lines_below(page, opening))
        )
        if candidate is not None and candidate.address is not None and not same_party(candidate, sender):
            yield replace(candidate, origin="window")


def _found_in_row(row: Row, printed: str, value: str, confidence: float) -> Value[str]:
    """The words of a row that make up `printed`."""
    wanted = fold(printed)
    words = [word for word in row.words if fold(word.text) and fold(word.text) in wanted]
    return Value(value=value, page=row.page, words=tuple(words), confidence=confidence)


def _of_blocks(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterable[PartyCandidate]:
    """Addresses with a name over them, anywhere on the page."""
    for block in page.blocks:
        lines = [
            PartyLine(text=segment.text, words=segment.words, page=page.number, row=segment.row)
            for segment in block.segments
            if (page.number, segment.words[0]) not in covered
        ]
        if lines and (over := page.above(block.segments[0], 1.5)[:1]):
            # The name may be centred over an address that is not.
            name = PartyLine(text=over[0].text, words=over[0].words, page=page.number, row=over[0].row)
            if (page.number, name.words[0]) not in covered and is_name(clean_name(name.text)):
                lines.insert(0, name)
        yield from _of_lines(lines, "block")


def _of_lines(lines: Sequence[PartyLine], origin: str) -> Iterable[PartyCandidate]:
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
        yield PartyCandidate(
            page=used[0].page,
            first_row=used[0].row,
            last_row=address_lines[-1].row,
            left=min(word.box.x0 for line in used for word in line.words),
            right=max(word.box.x1 for line in used for word in line.words),
            origin=origin,
            role=None if greeted is None else PartyRole.BUYER,
            name=choose_name(before, first=greeted is not None),
            address=_address(address_lines),
            first_name=choose_name(before, first=True),
        )


def _top_line(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterable[PartyCandidate]:
    """The best line of the first few, down to where the figures begin: a shop that prints no address."""
    lines = []
    for row in page.rows[:7]:
        if re.search(r"\d[.,]\d{2}(?!\d)|\d{1,2}:\d{2}|\d[/-]\d{1,2}[/-]\d", row.text):
            break
        first = row.segments[0]
        if (page.number, first.words[0]) not in covered and role_of(first.text) is None:
            lines.append(PartyLine(text=first.text, words=first.words, page=page.number, row=row.index))
    name = choose_name(lines, first=False, upper_first=True)
    if name is None:
        return
    row_index = next(line.row for line in lines if line.words[0] in name.words)
    yield PartyCandidate(
        page=page.number,
        first_row=row_index,
        last_row=row_index,
        left=min(word.box.x0 for word in name.words),
        right=max(word.box.x1 for word in name.words),
        origin="top line",
        role=None,
        name=name.with_confidence(0.5),
        address=None,
    )


HEADER_ROWS = 16
"""The rows at the top of a receipt that may name the shop."""


def _of_header(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterable[PartyCandidate]:
    """The top of the page row by row: receipts, and letterheads whose lines are not aligned with one another."""
    lines = [
        PartyLine(text=row.text, words=row.words, page=page.number, row=row.index)
        for row in page.rows[:HEADER_ROWS]
        if (page.number, row.words[0]) not in covered
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
    yield PartyCandidate(
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


def names_alone(
    layout: Layout, candidates: Sequence[PartyCandidate], buyer: PartyCandidate | None
) -> Iterable[PartyCandidate]:
    """Cells that are a business's name by themselves: a legal form at its end, or the largest print at the top."""
    page = layout.pages[0]
    logos = logo_words(page)
    tallest = max((segment.line_height for segment in page.segments[:12]), default=0.0)
    for segment in page.segments:
        text = clean_name(segment.text)
        if not text or not is_name(text) or len(text) > 70 or role_of(segment.text) is not None:
            continue
        if segment.words[0] in logos:
            continue
        if buyer is not None and buyer.name is not None and fold(text) == fold(buyer.name.value):
            continue
        if buyer is not None and _stands_among(segment, buyer):
            continue  # the company of the guest, under the guest's name
        forms = list(LEGAL_FORM.finditer(text))
        has_form = bool(forms) and len(text) - forms[-1].end() <= 2 and len(text.split()) <= 8
        large = segment.middle < 0.2 and segment.line_height >= 0.95 * tallest > 1.35 * page.line_height
        if not has_form and not large:
            continue
        words = segment.words
        above = page.above(segment, 1.2)[:1]
        if above and goes_on(above[0].text, segment.text, aligned=abs(above[0].box.x0 - segment.box.x0) < 0.01):
            text, words = clean_name(f"{above[0].text} {text}"), above[0].words + words
        yield PartyCandidate(
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


def _stands_among(segment: Segment, buyer: PartyCandidate) -> bool:
    return (
        buyer.origin == "section"
        and buyer.page == segment.page
        and buyer.first_row <= segment.row <= buyer.last_row
        and segment.box.x0 < buyer.right
        and segment.box.x1 > buyer.left
    )


def same_party(one: PartyCandidate, other: PartyCandidate) -> bool:
    if one is other:
        return True
    for left, right in ((one.name, other.name), (one.address, other.address)):
        if left and right and fuzz.ratio(fold(left.value), fold(right.value)) > 85:
            return True
    return False
