"""The heading of a table of lines: the kind and the place of each column.

A heading is a row with at least two known column names: one for what is sold and one for a quantity or an amount. Names
may be stacked over several rows ("Positions- / betrag / ohne USt.") and may be so close that they form one cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from functions.extract.layout import Layout, PageLayout, Row, Segment, overlap
from functions.extract.local.lexicon.columns import COLUMN_NAMES, CONTINUATION, PER
from functions.extract.local.lexicon.files import comparable
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.lexicon.money import CURRENCY_SIGNS
from functions.extract.local.lexicon.phrases import WITH_TAX, WITHOUT_TAX
from functions.extract.local.tables.ends import headings_of_sums
from shared.domain.codes import CURRENCIES
from shared.domain.document import Box, Word, union
from shared.domain.memory.sketch import LONGEST_CELL
from shared.domain.normalising import fold

_WITH_CENTS = re.compile(r"\d[.,]\d\d$")
_LONGEST = 5  # words of a column's name
_LONGEST_NAMES, _LONGEST_CELL = 12, 24
"""Words of a cell from which on it is a sentence, unless it names many columns, and in any case."""

WHAT = {Column.DESCRIPTION, Column.CODE}
HOW_MUCH = {Column.UNIT_PRICE, Column.AMOUNT, Column.QUANTITY}
NUMERIC = {
    Column.QUANTITY,
    Column.UNIT_PRICE,
    Column.TAX_RATE,
    Column.TAX_AMOUNT,
    Column.DISCOUNT,
    Column.AMOUNT,
    Column.OTHER,
}


_IN_MONEY = {Column.TAX_RATE: Column.TAX_AMOUNT, Column.UNIT: Column.UNIT_PRICE}
"""What a column holds instead where a currency stands behind its name: "VAT €" beside "VAT %", "Unit €"."""

ENOUGH_KNOWN = 3
"""Kinds of columns that a row must name before its other cells are taken for headings too."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """One column: its name's place across the page."""

    column: Column
    x0: float
    x1: float
    name: str


@dataclass(frozen=True, kw_only=True)
class TableHeader:
    """The columns from left to right; rows first_row..last_row of the page are the heading."""

    page: int
    first_row: int
    last_row: int
    headings: tuple[Heading, ...]

    def of(self, column: Column) -> tuple[Heading, ...]:
        return tuple(heading for heading in self.headings if heading.column is column)

    @property
    def kinds(self) -> frozenset[Column]:
        return frozenset(heading.column for heading in self.headings)


Headers = Mapping[int, Sequence[TableHeader]]
"""Page number -> its headings, from top to bottom."""


Remembered = Mapping[str, Column]
"""Cell of a heading (folded, without figures) -> its column, as earlier invoices of the seller have it."""

NOTHING_REMEMBERED: Remembered = {}


def find_headers(layout: Layout, remembered: Remembered = NOTHING_REMEMBERED) -> Headers:
    """The headings of all pages."""
    return {page.number: tuple(_of_page(page, remembered)) for page in layout.pages}


def _of_page(page: PageLayout, remembered: Remembered) -> Iterator[TableHeader]:
    header = _first_header(page, 0, remembered)
    while header is not None:
        following = _first_header(page, header.last_row + 1, remembered)
        if following is not None and following.first_row == header.last_row + 1:
            header = replace(header, last_row=following.last_row)  # the same names in another language
            continue
        yield header
        header = following


def _first_header(page: PageLayout, start: int, remembered: Remembered) -> TableHeader | None:
    """The first heading at or below row `start`."""
    for row in page.rows[start:]:
        named = _named(row, remembered)
        kinds = {heading.column for heading in named}
        if len(kinds) < 2 or not kinds & (WHAT | {Column.QUANTITY}) or _is_data(row) or _is_phrase(row, named):
            continue
        if _counts_in_money(row):
            continue
        if not kinds & {Column.DESCRIPTION, Column.QUANTITY} and headings_of_sums(row):
            continue  # "Code  Base  Taux  Taxe  Total HT  NET A PAYER"
        named = _with_short_descriptions(named)
        header = _with_described(row, _with_unknown(row, _with_stacked(page, row, named, start)))
        header = _with_codes(_with_charges(_with_what_is_sold(header)))
        header = _with_quantities(_with_amounts(header))
        if _is_table_of_lines(header):
            return header
    return None


def _counts_in_money(row: Row) -> bool:
    """Whether two currencies or more stand beside nothing but units: "Adet  TL  TL", under the figures of a line."""
    money = [segment for segment in row.segments if _is_currency(segment.words)]
    others = {one.column for segment in row.segments if segment not in money for one in _names_of(segment)}
    return len(money) > 1 and others <= {Column.QUANTITY, Column.UNIT}


def _with_unknown(row: Row, header: TableHeader) -> TableHeader:
    """Adds the heading's cells with unknown names as columns, so that the values under them do not go to a
    neighbour; the first of them is the description if no other is ("Name of Product / Service" beside "HSN"), nor is
    a wider column of codes ("Item" beside "Seats")."""
    if len(header.kinds) < ENOUGH_KNOWN:
        return header
    headings = list(header.headings)
    for segment in row.segments:
        box = segment.box
        if any(one.x0 < box.x1 and one.x1 > box.x0 for one in headings) or not any(map(str.isalpha, segment.text)):
            continue
        described = any(one.column is Column.DESCRIPTION for one in headings)
        first = not described and not any(_width(row, one.x0) > _width(row, box.x0) for one in header.of(Column.CODE))
        kind = Column.DESCRIPTION if first else Column.OTHER
        headings.append(Heading(column=kind, x0=box.x0, x1=box.x1, name=segment.text))
    return replace(header, headings=tuple(sorted(headings, key=lambda one: one.x0)))


def _with_what_is_sold(header: TableHeader) -> TableHeader:
    """Where nothing is called what is sold, that is what an unknown name left of all figures heads: "Nr. Denumirea
    U.M. Cant. Preț"."""
    figures = [one.x0 for one in header.headings if one.column in HOW_MUCH]
    first = next(iter(header.of(Column.OTHER)), None)
    if (
        header.kinds & WHAT
        or len(header.kinds) <= ENOUGH_KNOWN
        or first is None
        or first.x0 > min(figures, default=0.0)
    ):
        return header
    sold = replace(first, column=Column.DESCRIPTION)
    return replace(header, headings=tuple(sold if one is first else one for one in header.headings))


def _with_short_descriptions(named: list[Heading]) -> list[Heading]:
    """Where nothing else is called the description, what is called a discount before any price is it: "Cant  Desc
    Total"."""
    kinds = [one.column for one in named]
    if Column.DISCOUNT not in kinds or WHAT & {*kinds}:
        return named
    index = kinds.index(Column.DISCOUNT)
    counted = kinds[:index] and not {*kinds[:index]} - {Column.QUANTITY, Column.UNIT, Column.POSITION}
    if not counted or not {*kinds[index:]} & {Column.UNIT_PRICE, Column.AMOUNT}:
        return named
    return [*named[:index], replace(named[index], column=Column.DESCRIPTION), *named[index + 1 :]]


def _width(row: Row, x0: float) -> float:
    """How far it is from a heading's left edge to that of the next."""
    return min((one.box.x0 for one in row.segments if one.box.x0 > x0), default=1.0) - x0


def _with_described(row: Row, header: TableHeader) -> TableHeader:
    """Where no column is called the description, it is the one whose name stands behind that of the positions in one
    cell: "Nr. Denumirea" over "crt. produselor"."""
    positions = header.of(Column.POSITION)
    if Column.DESCRIPTION in header.kinds or len(header.kinds) < ENOUGH_KNOWN or not positions:
        return header
    first = positions[0]
    cell = next((one for one in row.segments if one.box.x0 <= first.x0 < one.box.x1), None)
    right = min((one.x0 for one in header.headings if one.x0 > first.x0), default=1.0)
    words = [word for word in cell.words if first.x1 <= word.box.x0 < right] if cell else []
    if not any(char.isalpha() for word in words for char in word.text):
        return header
    added = (*header.headings, _heading(Column.DESCRIPTION, words))
    return replace(header, headings=tuple(sorted(added, key=lambda one: one.x0)))


def _with_charges(header: TableHeader) -> TableHeader:
    """Of two columns that may be the description the last, right of a column of figures, is the amount
    ("Description  Nights  Rate  Charges", "Description  Sent  Price  Disc  Goods  VAT")."""
    descriptions = header.of(Column.DESCRIPTION)
    if len(descriptions) < 2 or header.of(Column.AMOUNT):
        return header
    index = header.headings.index(descriptions[-1])
    if header.headings[index - 1].column not in NUMERIC:
        return header
    named = list(header.headings)
    named[index] = replace(descriptions[-1], column=Column.AMOUNT)
    return replace(header, headings=tuple(named))


def _with_codes(header: TableHeader) -> TableHeader:
    """Of two columns that may be the description the wider is; the other, if it is the first, holds the codes
    ("Artigo  Descrição"). Where none is called so, the widest column of codes is it ("Item  HSN")."""
    descriptions, codes = header.of(Column.DESCRIPTION), header.of(Column.CODE)
    if (len(descriptions) < 2 or codes) and (descriptions or not codes):
        return header
    ends = [*(one.x0 for one in header.headings[1:]), 1.0]
    width = {one: end - one.x0 for one, end in zip(header.headings, ends, strict=True)}
    if not descriptions:
        wide = max(codes, key=lambda one: width[one])
        named = tuple(replace(one, column=Column.DESCRIPTION) if one is wide else one for one in header.headings)
        return replace(header, headings=named)
    narrow = min(descriptions[:2], key=lambda one: width[one])
    kind = Column.CODE if narrow is descriptions[0] else Column.OTHER
    renamed = tuple(replace(one, column=kind) if one is narrow else one for one in header.headings)
    return replace(header, headings=renamed)


def _with_amounts(header: TableHeader) -> TableHeader:
    """Where no column is called the amount, the last of two prices is ("Qty  Rate  Price"), or the only one where
    nothing is counted ("Description  Fee")."""
    prices = header.of(Column.UNIT_PRICE)
    counted = bool(header.kinds & {Column.QUANTITY, Column.UNIT, Column.OTHER})
    if header.of(Column.AMOUNT) or len(prices) < (2 if counted else 1):
        return header
    last = replace(prices[-1], column=Column.AMOUNT)
    return replace(header, headings=tuple(last if one is prices[-1] else one for one in header.headings))


def _with_quantities(header: TableHeader) -> TableHeader:
    """Where no column is called the quantity, the first that is called after a unit has it ("Stk. ME", "Pcs")."""
    units = header.of(Column.UNIT)
    if header.of(Column.QUANTITY) or not units:
        return header
    first = replace(units[0], column=Column.QUANTITY)
    return replace(header, headings=tuple(first if one is units[0] else one for one in header.headings))


def _is_table_of_lines(header: TableHeader) -> bool:
    kinds = header.kinds
    taxes = [*header.of(Column.TAX_RATE), *header.of(Column.TAX_AMOUNT)]
    named = any(one.x0 < tax.x0 for one in header.of(Column.DESCRIPTION) for tax in taxes)
    if taxes and not named and not kinds & {Column.QUANTITY, Column.UNIT_PRICE}:
        return False  # a summary of taxes: "Code  Taxable value  Tax  Total", perhaps with the sums beside it
    if not kinds & HOW_MUCH or len(kinds & (WHAT | HOW_MUCH)) < 2:
        return False
    return (
        bool(kinds & WHAT) or {Column.QUANTITY, Column.AMOUNT} <= kinds or {Column.QUANTITY, Column.UNIT_PRICE} <= kinds
    )


def _is_data(row: Row) -> bool:
    """Whether the row has figures: "Menge 3 Preis 4,00" is no heading, nor is "Materials total 4,632.50". One whose
    only figures are rates is: "Taxable value  CGST 9%  SGST 9%"."""
    figures = [word.text for word in row.words if any(map(str.isdigit, word.text))]
    rates = all(figure.strip("()").endswith("%") for figure in figures)
    return (len(figures) > 1 and not rates) or any(map(_WITH_CENTS.search, figures))


def _is_phrase(row: Row, named: Sequence[Heading]) -> bool:
    """Whether two names of columns are words of a phrase with others, and no other cells are headings: "Total Alpha
    Services" is a company."""
    sold = [heading for heading in named if heading.column in WHAT | HOW_MUCH]
    if len({heading.column for heading in sold}) >= ENOUGH_KNOWN:
        return False
    phrases = [segment for segment in row.segments if _has_other_words(segment, sold)]
    apart = {one.column for segment in row.segments if segment not in phrases for one in _inside(segment, sold)}
    return bool(phrases) and len(apart) < 2


def _has_other_words(segment: Segment, named: Sequence[Heading]) -> bool:
    """Whether a cell with two kinds of columns has words that are no name of a column."""
    inside = _inside(segment, named)
    return len({heading.column for heading in inside}) > 1 and any(
        word.text.isalpha()
        and comparable(word.text) not in CONTINUATION
        and not any(heading.x0 <= word.box.x0 < heading.x1 for heading in inside)
        for word in segment.words
    )


def _inside(segment: Segment, named: Sequence[Heading]) -> list[Heading]:
    return [heading for heading in named if segment.box.x0 <= heading.x0 < segment.box.x1]


def _named(row: Row, remembered: Remembered) -> list[Heading]:
    return [
        heading for segment in row.segments for heading in tuple(_names_of(segment)) or _remembered(segment, remembered)
    ]


def _remembered(segment: Segment, remembered: Remembered) -> tuple[Heading, ...]:
    """A cell of which no name is known, as the column that it was the heading of."""
    column = remembered and remembered.get(fold(segment.text)[-LONGEST_CELL:])
    return (_heading(column, segment.words),) if column else ()


def _names_of(segment: Segment) -> Iterator[Heading]:
    """The column names inside one cell, longest first; a cell that is one name whole, or little but names."""
    if len(segment.words) > _LONGEST_CELL:
        return
    if len(segment.words) == 1 and _is_currency(segment.words):
        yield _heading(Column.AMOUNT, segment.words)
        return
    if "/" in segment.text and (whole := COLUMN_NAMES.get(comparable(segment.text))) is not None:
        yield _heading(whole, segment.words)  # "Descrição do produto / serviço"
        return
    words = _unglued(segment.words)
    folded = [comparable(word.text) for word in words]
    index = 0
    found: list[Heading] = []
    unknown: list[Word] = []
    while index < len(words):
        if found and found[-1].column is Column.UNIT_PRICE and folded[index] in PER and index + 1 < len(words):
            found[-1] = _and(found[-1], words[index : index + 2])  # "Price per seat"
            index += 2
            continue
        if found and words[index].text[0] == "(" and not words[index].text.isascii():
            found[-1] = _also_called(found[-1], words[index])
            index += 1
            continue
        for count in range(min(_LONGEST, len(words) - index), 0, -1):
            name = "".join(part for part in folded[index : index + count] if part != "&")
            taxed = _with_tax(name)
            kind = COLUMN_NAMES.get(name) or (_either(words[index].text) if count == 1 else taxed)
            if taxed and found and not _with_tax(comparable(found[-1].name)):
                index += count  # "Stückpreis ohne MwSt."
                break
            if kind is not None and count > 1 and _begins_a_pair(words[index + count - 1 : index + count + 2]):
                continue  # "Código Producto / Servicio"
            if (
                kind is Column.UNIT
                and index > 1
                and words[index - 1].text == "/"
                and found[-1:]
                and found[-1].column is Column.QUANTITY
            ):
                found[-1] = _and(found[-1], words[index : index + count])  # "Qté / Unité" over "18 m²"
                index += count
                break
            if kind is not None:
                if _is_currency(words[index + count : index + count + 1]):
                    kind, count = _IN_MONEY.get(kind, kind), count + 1
                found.append(_heading(kind, words[index : index + count]))
                index += count
                break
        else:
            if found and index and words[index - 1].text == "/":
                found[-1] = _and(found[-1], words[index : index + 1])  # "Qty / الكمية"
            elif folded[index] not in CONTINUATION and any(map(str.isalnum, folded[index])):
                unknown.append(words[index])
            index += 1
    kinds = len({one.column for one in found})
    crowded = kinds >= ENOUGH_KNOWN
    if len(words) > _LONGEST_NAMES and kinds <= ENOUGH_KNOWN:
        return  # a sentence
    if found and len(unknown) <= len(words) // 2 and (crowded or not (unknown and len(words) > 4)):
        others = [_heading(Column.OTHER, [word]) for word in unknown] if crowded else []
        yield from _merged(sorted([*found, *others], key=lambda one: one.x0))


def _also_called(heading: Heading, word: Word) -> Heading:
    """A name with another in brackets, in another script, which tells what an ambiguous one means: "Item (품목)"."""
    kind = COLUMN_NAMES.get(comparable(word.text), heading.column)
    return replace(_and(heading, [word]), column=kind)


def _unglued(words: Sequence[Word]) -> tuple[Word, ...]:
    """Two names that a narrow column ran together as two words: "IVASubtotal"."""
    return tuple(part for word in words for part in _parts(word))


def _parts(word: Word) -> Iterator[Word]:
    text = word.text
    if comparable(text) not in COLUMN_NAMES:
        for cut in range(2, len(text) - 1):
            if not text[cut].isupper():
                continue
            names = (text[:cut], text[cut:])
            if all(comparable(name) in COLUMN_NAMES for name in names):
                box = word.box
                x = box.x0 + (box.x1 - box.x0) * cut / len(text)
                yield Word(text=names[0], box=Box(box.x0, box.y0, x, box.y1), confidence=word.confidence)
                yield Word(text=names[1], box=Box(x, box.y0, box.x1, box.y1), confidence=word.confidence)
                return
    yield word


def _with_tax(name: str) -> Column | None:
    """ "Ohne MwSt.", "Inkl. MwSt." by itself: the amount without the tax, and with it."""
    if name in WITHOUT_TAX:
        return Column.AMOUNT
    return Column.TAX_AMOUNT if name in WITH_TAX else None


def _begins_a_pair(words: Sequence[Word]) -> bool:
    """Whether three words are two names of what is sold with a stroke between: "Producto / Servicio"."""
    kinds = [COLUMN_NAMES.get(comparable(word.text)) for word in words[::2]]
    return [word.text for word in words[1:2]] == ["/"] and kinds == [Column.DESCRIPTION, Column.DESCRIPTION]


def _is_currency(words: Sequence[Word]) -> bool:
    texts = [word.text.strip("()[].") for word in words]
    return bool(texts) and all(text in CURRENCIES or text in CURRENCY_SIGNS for text in texts)


def _either(word: str) -> Column | None:
    """Of a name that offers a choice the first that is known: "Qty/Hr"; money by a unit is its price: "£/bag"."""
    if len(parts := word.strip("()[].").split("/")) == 2 and parts[0] in CURRENCY_SIGNS and parts[1].isalpha():
        return Column.UNIT_PRICE
    kinds = (COLUMN_NAMES.get(comparable(part)) for part in re.split(r"[/|]", word)) if "/" in word else ()
    return next((kind for kind in kinds if kind is not None), None)


def _merged(headings: Sequence[Heading]) -> Iterator[Heading]:
    """Neighbouring names of the same kind are one column, but what was ordered and what was sent."""
    last: Heading | None = None
    for heading in headings:
        if last is not None and last.column is heading.column is not Column.QUANTITY:
            last = Heading(column=last.column, x0=last.x0, x1=heading.x1, name=f"{last.name} {heading.name}")
            continue
        if last is not None:
            yield last
        last = heading
    if last is not None:
        yield last


def _and(heading: Heading, words: Sequence[Word]) -> Heading:
    """The name with the words behind it."""
    return replace(heading, x1=words[-1].box.x1, name=" ".join((heading.name, *(word.text for word in words))))


def _heading(kind: Column, words: Sequence[Word]) -> Heading:
    box = union(word.box for word in words)
    return Heading(column=kind, x0=box.x0, x1=box.x1, name=" ".join(word.text for word in words))


@dataclass(frozen=True, kw_only=True)
class _Stack:
    text: str
    lines: tuple[str, ...]
    segments: tuple[Segment, ...]
    box: Box


def _with_stacked(page: PageLayout, row: Row, named: Sequence[Heading], start: int) -> TableHeader:
    """Takes in the rows above and below that belong to the same heading; those above `start` are of another."""
    first, last = row.index, row.index
    while first > start and row.index - first < 3 and _belongs(page, page.rows[first - 1], page.rows[first], named):
        first -= 1
    while (
        last + 1 < len(page.rows)
        and last - row.index < 4
        and _belongs(page, page.rows[last + 1], page.rows[last], named)
    ):
        last += 1
    if first == last:
        return TableHeader(page=page.number, first_row=first, last_row=last, headings=tuple(named))
    cells = _stacks([segment for line in page.rows[first : last + 1] for segment in line.segments])
    headings: list[Heading] = []
    for cell in cells:
        inside = [heading for heading in named if heading.x0 < cell.box.x1 and heading.x1 > cell.box.x0]
        kind = _kind_of_stack(cell)
        if len({heading.column for heading in inside}) > 1:
            headings.extend(_stacked(heading, inside, cell, row) for heading in inside)
        elif inside and (kind is None or len(cell.lines) == 1):
            headings.extend(inside)
        elif not inside and len(cell.segments) == 1 and (names := tuple(_names_of(cell.segments[0]))):
            headings.extend(names)  # "NCM CFOP UN QUANT" beside cells of two rows
        elif kind is not None:
            headings.append(Heading(column=kind, x0=cell.box.x0, x1=cell.box.x1, name=cell.text))
    whole = {one.x0: one for one in sorted(headings, key=lambda one: len(one.name))}  # a name in two stacks counts once
    return TableHeader(
        page=page.number, first_row=first, last_row=last, headings=tuple(whole[x0] for x0 in sorted(whole))
    )


def _stacked(heading: Heading, others: Sequence[Heading], cell: _Stack, row: Row) -> Heading:
    """One of the names that a cell of this row holds, with what stands over and under it alone: of "Qty Unit" over
    "Price" the second is "Unit Price". A cell under several of them is taken apart: "Rate Amount" under "VAT VAT"."""

    def under(box: Box) -> bool:
        return heading.x0 <= (box.x0 + box.x1) / 2 <= heading.x1

    above: list[str] = []
    below: list[str] = []
    for segment in cell.segments:
        if segment.row == row.index:
            continue
        shared = sum(one.x0 < segment.box.x1 and segment.box.x0 < one.x1 for one in others) > 1
        parts = [word.text for word in segment.words if under(word.box)] if shared else []
        if not shared and under(segment.box):
            parts = [segment.text]
        (above if segment.row < row.index else below).extend(parts)
    name = " ".join([*above, heading.name, *below])
    return replace(heading, column=COLUMN_NAMES.get(comparable(name), heading.column), name=name)


def _belongs(page: PageLayout, other: Row, neighbour: Row, named: Sequence[Heading]) -> bool:
    """Whether a row next to the heading is a part of it: close, without figures, made of heading words."""
    if abs(other.middle - neighbour.middle) > 1.9 * page.line_height or _is_data(other):
        return False
    return all(_is_heading_word(segment) for segment in other.segments)


def _is_heading_word(segment: Segment) -> bool:
    def known(text: str) -> bool:
        folded = comparable(text)
        return folded in COLUMN_NAMES or folded in CONTINUATION or text.strip("()") in CURRENCIES

    return known(segment.text) or all(known(word.text) for word in segment.words)


def _stacks(segments: Sequence[Segment]) -> list[_Stack]:
    """Cells of several rows, those over one another joined: a hyphen at a line's end is a broken word."""
    groups: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda one: (one.row, one.box.x0)):
        for group in groups:
            box = union(member.box for member in group)
            if overlap(box, segment.box):
                group.append(segment)
                break
        else:
            groups.append([segment])
    stacks = []
    for group in groups:
        text = ""
        for member in group:
            text = text[:-1] + member.text if text.endswith("-") else f"{text} {member.text}".strip()
        lines = tuple(member.text for member in group)
        stacks.append(_Stack(text=text, lines=lines, segments=tuple(group), box=union(member.box for member in group)))
    return stacks


def _kind_of_stack(cell: _Stack) -> Column | None:
    """The kind of the whole name; a description if one of its lines names one; else the kind of its longest beginning,
    of its first known word."""
    if (whole := COLUMN_NAMES.get(comparable(cell.text))) is not None:
        return whole
    if any(COLUMN_NAMES.get(comparable(line)) is Column.DESCRIPTION for line in cell.lines):
        return Column.DESCRIPTION
    words = cell.text.split()
    for count in range(len(words), 0, -1):
        kind = COLUMN_NAMES.get(comparable(" ".join(words[:count])))
        if kind is not None:
            return kind
    for start in range(1, len(words)):
        kind = COLUMN_NAMES.get(comparable(words[start]))
        if kind is not None:
            return kind
    return None
