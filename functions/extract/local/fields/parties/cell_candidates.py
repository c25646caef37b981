"""Candidates for the parties from single cells: the head of a page, keys and their values, phrases that name who sells
or whom to pay."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from functions.extract.layout import PageLayout, Row, Segment
from functions.extract.local.fields.parties.party_candidate import (
    PartyCandidate,
    address_of,
    first_of_a_kind,
    line_of,
    named_at,
)
from functions.extract.local.fields.parties.role_labels import is_label, is_name_key, role_of, says_who_buys
from functions.extract.local.fields.parties.sections import (
    with_wrapped,
)
from functions.extract.local.lexicon.parties import (
    ADDRESS_KEYS,
    LEGAL_FORM,
    NAME_KEYS,
    PAYEE_PHRASE,
    SIGNER_PHRASE,
    TRADE_KEYS,
)
from functions.extract.local.mentions.addresses import AddressLines, LineKind, find_addresses, kind_of
from functions.extract.local.mentions.name_text import clean_name, is_name, is_title, without_titles
from functions.extract.local.mentions.names import (
    NameOption,
    goes_on,
    is_larger,
    name_options,
)
from functions.extract.local.mentions.party_line import PartyLine
from functions.extract.local.value import Value
from shared.domain.document import Word
from shared.domain.normalising import fold

_FIGURES = re.compile(r"\d[.,]\d{2}(?!\d)|\d{1,2}:\d{2}|\d[/-]\d{1,2}[/-]\d")


def of_top_line(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterable[PartyCandidate]:
    """The first few lines, down to where the figures or the parties begin: a shop that prints no address."""
    lines = []
    for row in page.rows[:7]:
        first = row.segments[0]
        if _FIGURES.search(row.text) or role_of(first.text) is not None:
            break
        if (page.number, first.words[0]) not in covered:
            lines.append(line_of(first))
    for option in name_options(lines):
        yield named_at(page, option, "top line", {})


def of_keys(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterator[PartyCandidate]:
    """ "Razón social: Alpha S.A." outside the block of a party. The only one, under the letterhead, is of a form's box
    for the customer."""
    found = list(first_of_a_kind(_values_of_keys(page, covered)))
    alone = len(found) == 1 and found[0].first_row >= ROWS_OF_LETTERHEAD
    yield from (replace(one, traits={**one.traits, "key_alone": float(alone)}) for one in found)


ROWS_OF_LETTERHEAD = 3
"""Rows at the top of a page at least that a key under the letterhead leaves."""


def _values_of_keys(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterator[PartyCandidate]:
    order = 0
    for segment in page.segments:
        key, _, rest = segment.text.partition(":")
        if (page.number, segment.words[0]) in covered or not is_name_key(key) or _is_beside_legal(page, segment):
            continue
        value = segment
        if not fold(rest):
            beside, below = page.right_of(segment)[:1], page.below(segment, 1.5)[:1]
            near = next((other for other in _value_of(segment, beside, below) if not is_label(other.text)), None)
            if near is None or (page.number, near.words[0]) in covered:
                continue
            value, rest = near, near.text.lstrip(" :")
        words = value.words_between(value.text.find(rest.strip()), len(value.text))
        address = _address_under(page, segment)
        line = with_wrapped(page, value, line_of(value, rest.strip(), words))
        for option in name_options([line], labelled=True)[:1]:
            yield replace(named_at(page, option, "key", {"key_first": float(order == 0)}), address=address)
        order += 1


def _is_beside_legal(page: PageLayout, segment: Segment) -> bool:
    """Whether the key of a trade name stands right over or under that of the company's name."""
    around = (*page.above(segment, 1.5)[:1], *page.below(segment, 1.5)[:1])
    keys = [fold(one.text.partition(":")[0]) for one in (segment, *around)]
    return keys[0] in TRADE_KEYS and any(key in NAME_KEYS - TRADE_KEYS for key in keys[1:])


def _address_under(page: PageLayout, name: Segment) -> Value[str] | None:
    """The address behind its own key in the cell under that of a name: "Name: A. Beta" / "Address: 7 Main Street"."""
    for cell in page.below(name, 2)[:1]:
        key, _, rest = cell.text.partition(":")
        if fold(key) in ADDRESS_KEYS and fold(rest):
            start = len(cell.text) - len(rest.lstrip())
            return address_of([line_of(cell, rest.strip(), cell.words_between(start, len(cell.text)))])
    return None


def _value_of(key: Segment, beside: tuple[Segment, ...], below: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Where the value of a key stands: under a heading; beside one that ends with a sign, or has another key or nothing
    under it."""
    listed = not below or is_label(below[0].text)
    return beside if listed or key.text.rstrip().endswith((":", ".")) else below


_END_OF_NAME = re.compile(r"\.\s|[;,]\s|\s\(|\s[–-]\s")


def of_phrases(page: PageLayout) -> Iterator[PartyCandidate]:
    """ "Make all checks payable to Alpha LLC", "For Alpha Pvt Ltd" over the signature."""
    for segment in page.segments:
        for pattern, trait in ((PAYEE_PHRASE, "payable"), (SIGNER_PHRASE, "signed")):
            found = list(pattern.finditer(segment.text))
            if not found:
                continue
            rest = segment.text[found[-1].end() :].strip(" :\"“”'.")
            end = _END_OF_NAME.search(rest)
            rest = rest[: end.start()] if end and len(rest) > 40 else rest
            if not rest[:1].isupper() or len(rest.split()) > 8:
                continue
            start = segment.text.rfind(rest)
            words = segment.words_between(start, start + len(rest))
            for option in name_options([line_of(segment, rest, words)], labelled=True)[:1]:
                yield named_at(page, option, "phrase", {trait: 1.0})


HEADER_ROWS = 16
"""The rows at the top of a receipt that may name the shop."""


def of_header(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterable[PartyCandidate]:
    """The top of the page row by row: receipts, and letterheads whose lines are not aligned with one another."""
    if not _is_narrow(page):
        return
    first = takewhile(lambda row: not says_who_buys(row.segments[0].text), page.rows[:HEADER_ROWS])
    rows = [row for row in first if (page.number, row.words[0]) not in covered]
    lines = [_without_title_cells(page, row) for row in rows if not _is_long_label(row.segments[0].text)]
    span = _best_span(find_addresses([line.text for line in lines]))
    address = address_of(lines[span.start : span.end]) if span else None
    options = name_options(lines[: span.start], under=lines[span.start]) if span else name_options(lines[:6])
    if span and span.end < len(lines):
        after = name_options(lines[span.end : span.end + 2])[:1]
        options += [replace(one, traits={**one.traits, "under_address": 1.0}) for one in after]
    used = [line.row for line in (lines[: span.end] if span else lines[:6])]
    if not options and address is not None:
        options = [NameOption(value=None, row=used[0], traits={})]
    for option in options:
        yield PartyCandidate(
            page=page.number,
            first_row=0,
            last_row=max(used),
            left=0.0,
            right=1.0,
            origin="header",
            role=None,
            name=option.value,
            address=address,
            traits=option.traits,
        )


_LEAST_OF_LABEL = 5
"""Letters of the label of a party at least, where a name may stand: "C&A" is a name, and letters of a label."""


def _is_long_label(text: str) -> bool:
    label = role_of(text)
    return label is not None and len(label.folded) >= _LEAST_OF_LABEL


def _without_title_cells(page: PageLayout, row: Row) -> PartyLine:
    """A row without the cells behind the first that are but a title ("FACTURA", "C FACTURA"), or that are a number
    or a date far behind a line of an address ("N° 118")."""
    cells = list(row.segments)
    while len(cells) > 1 and (is_title(cells[-1].text) or _is_far_figure(page, cells[-2], cells[-1])):
        cells.pop()
    words = tuple(word for cell in cells for word in cell.words) if len(cells) < len(row.segments) else row.words
    text = " ".join(cell.text for cell in cells) if len(cells) < len(row.segments) else row.text
    return PartyLine(text=text, words=words, page=row.page, row=row.index)


FAR_CELL = 6.0
"""Line heights from one cell to the next from which on they are of two columns."""

MOST_LETTERS = 10
"""Letters of a cell that is no more than a number or a date: "15 September 2025"."""


def _is_far_figure(page: PageLayout, left: Segment, right: Segment) -> bool:
    """Whether a number or a date stands far behind a line of an address."""
    gap = (right.box.x0 - left.box.x1) * page.width / (page.line_height * page.height)
    letters = sum(map(str.isalpha, right.text))
    far = gap > FAR_CELL and letters <= MOST_LETTERS and any(map(str.isdigit, right.text))
    return far and kind_of(left.text) in (LineKind.STREET, LineKind.POSTAL)


def _is_narrow(page: PageLayout) -> bool:
    """Whether the top of the page is one column, as on receipts and under centred letterheads."""
    top = page.rows[:8]
    return sum(len(row.segments) == 1 for row in top) >= min(5, len(top))


def _best_span(spans: Sequence[AddressLines]) -> AddressLines | None:
    """The first address; one with a postcode if it comes soon after."""
    if not spans:
        return None
    return next((span for span in spans if span.sure and span.start <= spans[0].start + 5), spans[0])


MOST_CELLS = 40
LONGEST_CELL = 90
"""Letters of a cell that may be a name."""

_SIGN = re.compile(r"\s[·•●|]\s")


def _first_of_many(segment: Segment) -> PartyLine:
    """A cell; of a long one with signs between its parts ("Alpha S.A. · CUIT 30-1 · Mitre 45, Sur · …") the first part,
    if it is a company."""
    sign = _SIGN.search(segment.text) if len(segment.text) > LONGEST_CELL else None
    if sign is None or not LEGAL_FORM.search(segment.text, 0, sign.start()):
        return line_of(segment)
    return line_of(segment, segment.text[: sign.start()], segment.words_between(0, sign.start()))


TOP, FOOT = 0.4, 0.8
"""Cells of the page above the one and below the other may be names without saying so."""


def of_cells(page: PageLayout, covered: set[tuple[int, Word]]) -> Iterator[PartyCandidate]:
    """Cells that may be a name by themselves: all at the top and in the footer, elsewhere those with a legal form."""
    tallest = max((segment.line_height for segment in page.segments[:12]), default=0.0)
    count = 0
    for segment in page.segments:
        line = _first_of_many(segment)
        if (page.number, segment.words[0]) in covered or len(line.text) > LONGEST_CELL or count >= MOST_CELLS:
            continue
        beside = page.right_of(segment)[:1]
        if role_of(segment.text) is not None or is_label(segment.text) or (beside and beside[0].text.startswith(":")):
            continue
        text = without_titles(line.text)
        if SIGNER_PHRASE.match(text) is not None:
            continue  # `of_phrases` has the name behind it
        name = clean_name(text)
        form = bool(LEGAL_FORM.search(name)) and len(name.split()) <= 9
        if not name or not is_name(name) or not (form or segment.middle < TOP or segment.middle > FOOT):
            continue
        count += 1
        large = segment.middle < 0.2 and segment.line_height >= 0.95 * tallest > 1.35 * page.line_height
        traits = {"large": float(large)}
        lines = [line]
        above = [
            over for over in page.above(segment, 1.2)[:1] if role_of(over.text) is None and not is_label(over.text)
        ]
        if (
            above
            and not is_larger(above[0].words, segment.words)
            and goes_on(above[0].text, segment.text, aligned=abs(above[0].box.x0 - segment.box.x0) < 0.01)
        ):
            lines.insert(0, line_of(above[0]))
        for option in name_options(lines):
            yield named_at(page, option, "name" if form else "cell", traits)
