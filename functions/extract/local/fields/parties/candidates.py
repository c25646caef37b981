"""Collects the possible names of the parties, each with its place: under a label, in the window of a letter, in its
sender's line, over an address, in a letterhead, at the top of a receipt, behind a phrase ("Payable to"), beside the
bank account. `features` says what speaks for each, `choice` chooses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from statistics import fmean

from functions.extract.layout import Layout, PageLayout, words_between
from functions.extract.local.fields.parties.cell_candidates import of_cells, of_header, of_keys, of_phrases, of_top_line
from functions.extract.local.fields.parties.features import is_receipt
from functions.extract.local.fields.parties.party_candidate import (
    APART,
    MOST_OF_A_KIND,
    PartyCandidate,
    address_of,
    first_of_a_kind,
    named_at,
    same_party,
)
from functions.extract.local.fields.parties.role_labels import is_key, is_label, role_of, says_who_buys
from functions.extract.local.fields.parties.sections import (
    Section,
    behind_unknown_key,
    find_sections,
    lines_below,
)
from functions.extract.local.fields.parties.sender_lines import sender_lines
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.lexicon.parties import (
    ATTENTION,
    FOR_ANOTHER,
    LEGAL_FORM,
    PERSON,
    SEATS,
    SERVED,
    STREET,
)
from functions.extract.local.mentions.addresses import AddressLines, LineKind, find_addresses, kind_of
from functions.extract.local.mentions.logos import logo_words, without_logos
from functions.extract.local.mentions.name_text import clean_name, is_name, is_title, legal_forms
from functions.extract.local.mentions.names import (
    NameOption,
    behind_person,
    name_options,
    name_traits,
    opens_letter,
)
from functions.extract.local.mentions.party_line import PartyLine
from functions.extract.local.value import Value
from shared.domain.document import Word


def find_candidates(layout: Layout) -> list[PartyCandidate]:
    """The first of each kind of place, those under labels before others, each kind in reading order."""
    layout = without_logos(layout)
    sections = find_sections(layout)
    of_sections = [(section, list(_of_section(section))) for section in sections]
    found = [candidate for _, candidates in of_sections for candidate in candidates]
    first, ends = layout.pages[0], layout.pages[:1] + layout.pages[1:][-1:]
    senders = {page.number: first_of_a_kind(sender_lines(page)) for page in ends}
    found.extend(_windows(first, senders[first.number]))
    # Lines of one reading of a label with two do not keep the block from being an unlabelled party, nor does a name
    # beside a label that has a block under it.
    covered = {
        (line.page, word)
        for section in sections
        if not section.rival and section.place != "below"
        for line in section.lines
        for word in line.words
    }
    covered |= {
        (candidate.page, word)
        for candidate in found
        if candidate.origin == "section" and not candidate.beside_rival
        for value in (candidate.name, candidate.address)
        if value is not None
        for word in value.words
    }
    covered |= {(line.page, word) for one in of_sections for line in _behind_address(*one) for word in line.words}
    covered |= {(first.number, word) for word in logo_words(first)}
    for page in ends:
        found.extend(senders[page.number])
        found.extend(first_of_a_kind(_of_blocks(page, covered)))
        found.extend(first_of_a_kind(_beside_buyers(page, sections)))
        found.extend(first_of_a_kind(of_keys(page, covered)))
        found.extend(first_of_a_kind(of_phrases(page)))
    found.extend(of_header(first, covered))
    found.extend(of_top_line(first, covered))
    for page in ends:
        found.extend(first_of_a_kind(of_cells(page, covered)))
    return _with_the_served_last(found)


def _behind_address(section: Section, found: Sequence[PartyCandidate]) -> Iterator[PartyLine]:
    """The lines under the address of a party that was found under its label: the town of "22 Creek Road" / "Apapa,
    Lagos"."""
    if section.rival or section.place != "below":
        return
    rows = [one.last_row for one in found if one.name is not None and one.address is not None]
    for line in section.lines:
        if rows and 0 < line.row - max(rows) <= 2 and LEGAL_FORM.search(line.text) is None:
            yield line


def _with_the_served_last(found: list[PartyCandidate]) -> list[PartyCandidate]:
    """Whom the service was for (a guest, a patient) is no customer where another has a name and an address, or where a
    company has a key beside the label ("Company: Alpha CC" over "Guest: T. Beta"). The holder of the account, with an
    address, pays for a patient without one."""
    served = {one for one in found if one.role is PartyRole.BUYER and one.label in SERVED}
    companies = {one for one in found if one.origin == "key" and any(_is_near(one, other) for other in served)}
    if companies:
        found = [replace(one, role=PartyRole.BUYER) if one in companies else one for one in found]
        return [replace(one, role=PartyRole.OTHER) if one in served else one for one in found]
    addressed = [one for one in found if one.name is not None and one.address is not None]
    if served and any(one.role is PartyRole.BUYER and one not in served for one in addressed):
        return [replace(one, role=PartyRole.OTHER) if one in served else one for one in found]
    holders = {one for one in addressed if one.role is PartyRole.PAYEE and one.origin == "section"}
    if served and holders and not any(one.address is not None for one in served):
        found = [replace(one, role=PartyRole.BUYER) if one in holders else one for one in found]
        return [replace(one, role=PartyRole.OTHER) if one in served else one for one in found]
    return found


NEAR_ROWS = 5
"""Rows between a guest and the guest's company at most."""


def _is_near(company: PartyCandidate, served: PartyCandidate) -> bool:
    """Whether two keys stand under each other."""
    rows = served.first_row - company.first_row
    in_column = company.left < served.right and served.left < company.right
    return company.page == served.page and 0 < abs(rows) <= NEAR_ROWS and in_column


def _of_section(section: Section) -> Iterator[PartyCandidate]:
    lines = list(section.lines)
    if section.role is PartyRole.SELLER:
        lines = _represented(lines)
    if not lines:
        return
    if behind_person(lines[0].text) != lines[0].text:
        lines[0] = replace(lines[0], key=None)
    if section.place != "below":
        lines = [*_parted(lines[0]), *lines[1:]]
    colon = ":" in section.segment.text
    if section.place == "inside" and colon:
        lines = [replace(lines[0], alone=True), *lines[1:]]
    lines = _with_names(lines)
    named = [line for line in lines if line.key == "name"]
    addressed = [line for line in lines if line.key == "address"]
    plain = [line for line in lines if line.key is None]
    over_key = [line for line in lines[: lines.index(addressed[0])] if line.key is None] if addressed else []
    if addressed and not any(span.sure for span in find_addresses([line.text for line in over_key[1:]])):
        # Lines without a key continue the value of the key before them.
        start = lines.index(addressed[0])
        run = [line for line in lines[start:] if line.key in (None, "address")]
        spans = find_addresses([line.text for line in run])
        address = address_of(run[spans[0].start : spans[0].end]) if spans else address_of(addressed)
        before = plain
    else:
        spans = find_addresses([line.text for line in plain])
        begin = (spans[0].start or _after_name(plain, spans[0], labelled=True)) if spans else len(plain)
        before = plain[:begin]
        if spans and len(before) == 1:
            before = [replace(before[0], alone=True)]
        address = address_of(plain[begin : spans[0].end]) if spans else None
    options = _keyed_options(lines, lines.index(named[0])) if named else []
    if not named or lines[0].key is None:
        options += name_options(before[:3], labelled=True, right=section.right)
    if section.label.folded in SEATS:
        options = [option for option in options if option.value is not None and legal_forms(option.value.value)]
    options = options or _behind_unknown_key(lines)
    own = lines[: _own_lines(lines, address)]
    words = [word for line in own for word in line.words]
    traits = {
        "label_bare_short": float(len(section.label.folded) <= 4 and not colon),
        "label_colon": float(colon),
        "label_glued": float(section.label.glued),
        f"place_{section.place}": 1.0,
        f"rival_{section.place}_{'colon' if colon else 'plain'}": float(section.rival),
        "value_begins_with_colon": float(section.opened),
    }
    nameless = NameOption(value=None, row=section.row, traits={})
    for option in options or ([nameless] if address is not None else []):
        yield PartyCandidate(
            page=section.page,
            first_row=section.row,
            last_row=max(line.row for line in own),
            left=0.0 if section.wide else min(word.box.x0 for word in words),
            right=1.0 if section.wide else max(word.box.x1 for word in words),
            origin="section",
            role=section.role,
            name=option.value,
            address=address,
            label=section.label.folded,
            wide=section.wide,
            beside_rival=section.place == "beside" and section.rival,
            traits={**traits, **option.traits, "block_first": float(option.row == lines[0].row)},
        )


REPRESENTED_WITHIN = 3
"""Lines under the label of a seller in which another is named who makes the invoice out, at most."""


def _represented(lines: Sequence[PartyLine]) -> list[PartyLine]:
    """The lines of who sells: behind that of who makes the invoice out for them ("Alpha Systems on behalf of: Beta
    Travels")."""
    for index, line in enumerate(lines[:REPRESENTED_WITHIN]):
        phrase = FOR_ANOTHER.search(line.text)
        if phrase is None:
            continue
        rest = line.text[phrase.end() :].lstrip(" :")
        words = words_between(line.words, len(line.text) - len(rest), len(line.text)) or line.words
        return [*([replace(line, text=rest, words=words)] if rest else ()), *lines[index + 1 :]]
    return list(lines)


def _with_names(lines: Sequence[PartyLine]) -> list[PartyLine]:
    """The lines, of which one behind the key of a trade name is the name where none has the key of a company's."""
    kind = "other" if any(line.key == "name" for line in lines) else "name"
    return [replace(line, key=kind) if line.key == "trade" else line for line in lines]


def _parted(line: PartyLine) -> Iterator[PartyLine]:
    """ "Alpha School, Main Road, Anytown AB1 2CD" behind a label: the name, and the address behind it as a line of its
    own; else the line."""
    name, comma, rest = line.text.partition(",")
    if (form := LEGAL_FORM.match(rest.lstrip())) is not None:  # "Alpha, S.A., Calle Mayor 4, 28001 Madrid"
        end = len(line.text) - len(rest.lstrip()) + form.end()
        name, comma, rest = line.text[:end], ",", line.text[end:].lstrip(" ,.-–")
    spans = find_addresses([rest]) if comma and line.key is None else ()
    whole = form is not None or any(form.start() == 0 or form.end() == len(name) for form in legal_forms(name))
    placed = any(span.sure for span in spans) or (whole and (rest[:1].isalpha() or bool(spans)))
    placed = placed or (bool(spans) and _TOWN_FIRST.match(rest.lstrip()) is not None)
    if not placed or kind_of(name) is not LineKind.OTHER or not is_name(clean_name(name)):
        yield line
        return
    end, start = len(name), len(line.text) - len(rest.lstrip())
    yield replace(line, text=name, words=words_between(line.words, 0, end) or line.words)
    behind = words_between(line.words, start, len(line.text)) or line.words
    yield replace(line, text=rest.strip(), words=behind)


_TOWN_FIRST = re.compile(r"\d{4,5} [^\W\d_]{2}[^,]*, [^\W\d_]\D+ \d+\W*$")
"""An address as Hungary writes it: "2120 Dunakeszi, Fő út 88."."""


def _keyed_options(lines: Sequence[PartyLine], start: int) -> list[NameOption]:
    """The value of a key of names, also where its first line stands over the key."""
    over = _line_over(lines, start)
    if over:
        text = clean_name(" ".join(line.text for line in (*over, lines[start])))
        words = (*over[0].words, *lines[start].words)
        value = Value(value=text, page=lines[start].page, words=words, confidence=0.5)
        return [NameOption(value=value, row=over[0].row, traits={"line_first": 1.0, "line_keyed": 1.0})]
    return name_options(lines[start : start + 2], labelled=True)[:2]


MOST_UNKNOWN = 3
"""Lines of a block in which the name is behind a key that nobody knows at most."""


def _behind_unknown_key(lines: Sequence[PartyLine]) -> list[NameOption]:
    """The first value of several words behind a key that nobody knows: of a block without any other name."""
    values = (behind_unknown_key(line) for line in lines[:MOST_UNKNOWN] if line.key == "other")
    named = (value for value in values if value is not None and len(value.text.split()) > 1)
    return next((found for value in named if (found := name_options([value], labelled=True)[:1])), [])


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


def _windows(page: PageLayout, senders: Sequence[PartyCandidate]) -> Iterable[PartyCandidate]:
    """The address under the sender's line of a letter: the recipient."""
    for sender in senders:
        row = page.rows[sender.first_row]
        if not 0.02 < row.middle < 0.4 or sender.name is None or not sender.name.words:
            continue
        opening = next(segment for segment in row.segments if sender.name.words[0] in segment.words)
        for candidate in _of_lines(lines_below(page, opening), "window", limit=1):
            if not same_party(candidate, sender):
                yield candidate


def _of_blocks(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterable[PartyCandidate]:
    """Addresses with a name over them, anywhere on the page. A line that says who buys ends what was before it, but not
    one with the person that a letter to a company is for."""
    parted = not is_receipt(page)
    for block in page.blocks:
        for bought, run in groupby(block.segments, key=lambda segment: _ends_block(segment.text)):
            segments = list(run)
            lines = [
                PartyLine(text=segment.text, words=segment.words, page=page.number, row=segment.row)
                for segment in segments
                if not bought and not says_who_buys(segment.text) and (page.number, segment.words[0]) not in covered
            ]
            if lines and (over := page.above(segments[0], 1.5)[:1]):
                # The name may be centred over an address that is not.
                name = PartyLine(text=over[0].text, words=over[0].words, page=page.number, row=over[0].row)
                centred = segments[0] is block.segments[0] and (page.number, name.words[0]) not in covered
                if centred and is_name(clean_name(name.text)):
                    lines.insert(0, name)
            yield from _of_lines(lines, "block", parted=parted)


LEAST_OF_BLOCK = 3
"""Lines under the name of a block at least that stands beside the buyer's."""


def _beside_buyers(page: PageLayout, sections: Iterable[Section]) -> Iterator[PartyCandidate]:
    """The heads of the blocks in the row of a buyer's label: the seller's has none where it stands beside it."""
    labels = (
        one for one in sections if one.page == page.number and one.role is PartyRole.BUYER and one.place == "below"
    )
    rows = dict.fromkeys(label.row for label in labels)
    cells = (cell for row in rows for cell in page.rows[row].segments)
    heads = (cell for cell in cells if role_of(cell.text) is None and not is_label(cell.text))
    for head in islice((head for head in heads if is_name(clean_name(head.text))), MOST_OF_A_KIND):
        lines = lines_below(page, head)
        if len(lines) >= LEAST_OF_BLOCK:
            name = Value(value=clean_name(head.text), page=page.number, words=head.words, confidence=0.5)
            option = NameOption(value=name, row=head.row, traits={"line_first": 1.0})
            yield replace(named_at(page, option, "block", {}), last_row=lines[-1].row)


def _ends_block(text: str) -> bool:
    label = role_of(text)
    return says_who_buys(text) and label is not None and label.folded not in ATTENTION


def _of_lines(
    lines: Sequence[PartyLine], origin: str, limit: int | None = None, *, parted: bool = False
) -> Iterator[PartyCandidate]:
    """Every possible name over each address among the lines. `parted`: a wide gap parts them."""
    spans = find_addresses([line.text for line in lines])
    done = 0
    for span in spans[:limit]:
        over = lines[done : span.start]
        attended = any(_names_a_person_there(line) for line in over[1:])
        before = [line for line in over if role_of(line.text) is None and _may_be_a_name(line.text)]
        done = span.end
        greeted = next((index for index, line in enumerate(before) if opens_letter(line.text)), None)
        if greeted is not None:
            before = before[greeted:]
        before = _under_title(_of_the_last_company(before))
        if not span.sure:
            yield from _street(lines[span.start : span.end])
            continue
        start = span.start if before else _after_name(lines, span)
        before, address_lines = [*before, *lines[span.start : start]], lines[start : span.end]
        used = [*before[-3:], *address_lines]
        apart = _apart(before, address_lines[0]) if parted else 0
        above, own = before[:apart], before[apart:]
        options = [*name_options(above[-5:]), *name_options(own[-5:], under=address_lines[0])] or [
            NameOption(value=None, row=used[0].row, traits={})
        ]
        for option in options:
            yield PartyCandidate(
                page=used[0].page,
                first_row=min(used[0].row, option.row),
                last_row=address_lines[-1].row,
                left=min(word.box.x0 for line in used for word in line.words),
                right=max(word.box.x1 for line in used for word in line.words),
                origin=origin,
                role=None if greeted is None and not attended else PartyRole.BUYER,
                name=option.value,
                address=address_of(address_lines),
                label="" if greeted is None and not attended else "salutation",
                traits={**option.traits, APART: float(apart > 0 and option.row >= own[0].row)},
            )


WIDER_THAN_BELOW = 1.8
"""A gap over a name that many times as wide as the one under it parts it from what stands over it."""


def _apart(names: Sequence[PartyLine], under: PartyLine) -> int:
    """The place of the last name that stands with the address under it, apart from the lines over it; 0 where none is:
    in "ALPHA", a wide gap, "A. Beta", "3 Main Road" the address is Beta's."""
    edges = [fmean(word.box.y1 for word in line.words) for line in (*names, under)]
    for index in range(len(names) - 1, 0, -1):
        over, below = edges[index] - edges[index - 1], edges[index + 1] - edges[index]
        if over > WIDER_THAN_BELOW * below > 0 and is_name(clean_name(names[index].text)):
            return index
    return 0


def _names_a_person_there(line: PartyLine) -> bool:
    """ "Attention: Ms Alpha" under the name of a company that is written to."""
    label = role_of(line.text)
    return label is not None and label.folded in ATTENTION


def _street(lines: Sequence[PartyLine]) -> Iterator[PartyCandidate]:
    """A street with a number but no postcode: the address of who is named right over it ("Av. Colón 447 - Córdoba")."""
    address, first = address_of(lines), lines[0].text
    named = STREET.search(first) is not None and any(map(str.isdigit, first))
    if address is None or kind_of(first) is not LineKind.STREET or not named:
        return
    yield PartyCandidate(
        page=lines[0].page,
        first_row=lines[0].row,
        last_row=lines[-1].row,
        left=min(word.box.x0 for word in address.words),
        right=max(word.box.x1 for word in address.words),
        origin="street",
        role=None,
        name=None,
        address=address,
    )


def _may_be_a_name(text: str) -> bool:
    """Whether a line is no key of a name; "Firma" is one, and the greeting over the name of a company."""
    return not is_key(text) or opens_letter(text)


def _after_name(lines: Sequence[PartyLine], span: AddressLines, *, labelled: bool = False) -> int:
    """Where an address begins with nothing over it: behind its first line if that is a name with a number or a word of
    streets ("Brf Solrosen 3", "Condomínio Edifício Sul"), and the street and the town are in the lines under it. Under
    a label, or over whose care it is in, it may look like a street of its own ("Condominio Via Farini 12"), and end in
    the comma of an address ("Ann Alpha," over "3 Main Road,")."""
    texts = [line.text for line in lines[span.start : span.end]]
    kinds = [kind_of(text) for text in texts]
    in_care = any(PERSON.match(text) for text in texts[1:2])
    streets = (LineKind.STREET, LineKind.NUMBERED) if labelled or in_care else (LineKind.STREET,)
    named = kinds[0] is LineKind.NUMBERED or (
        kinds[0] is LineKind.STREET
        and (not any(map(str.isdigit, texts[0])) or ((labelled or in_care) and texts[0][:1].isalpha()))
    )
    town = max((index for index, kind in enumerate(kinds) if kind is LineKind.POSTAL), default=0)
    below = any(kind in streets for kind in kinds[1:town])
    in_one_line = labelled and kinds[1:2] == [LineKind.POSTAL] and STREET.search(texts[1]) is not None
    over_street = labelled and kinds[0] is LineKind.NUMBERED and kinds[1:2] == [LineKind.STREET]
    listed = labelled and kinds[0] is LineKind.OTHER and kinds[1:2] and kinds[1] in streets
    return span.start + bool(listed or (named and (below or in_one_line or over_street)))


def _of_the_last_company(lines: Sequence[PartyLine]) -> Sequence[PartyLine]:
    """The lines from the last one on that ends with a legal form, where one before it does too: the address is that of
    the second of two companies."""
    ending = [index for index, line in enumerate(lines) if name_traits(clean_name(line.text))["form_at_end"]]
    return lines[ending[-1] :] if len(ending) > 1 else lines


def _under_title(lines: Sequence[PartyLine]) -> list[PartyLine]:
    """The lines under the last title of a document among them, if one may be a name: what stands over the title is not
    who has the address under it."""
    titles = [index for index, line in enumerate(lines) if is_title(line.text)]
    under = lines[titles[-1] + 1 :] if titles else ()
    return list(under if any(is_name(clean_name(line.text)) for line in under) else lines)
