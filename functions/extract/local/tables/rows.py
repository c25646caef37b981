"""Turns the rows of a table into lines: assigns each figure to the column above it, each text to a description.

A row with a figure for a column that the line has already filled begins the next line; rows of text continue the
description; sums, carry-overs and titles are no lines and may end the table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from functions.extract.layout import Layout, PageLayout, Row, Segment
from functions.extract.local.lexicon.columns import COLUMN_NAMES
from functions.extract.local.lexicon.files import comparable
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.tables.arithmetic import product_fits
from functions.extract.local.tables.centred_rows import rows_above
from functions.extract.local.tables.columns import NUMERIC, Headers, Heading, TableHeader
from functions.extract.local.tables.ends import ENDING, carried_over, headings_of_sums, sum_label, title
from functions.extract.local.tables.page_copies import without_copies
from shared.domain.document import Word
from shared.domain.normalising import fold


@dataclass(slots=True, kw_only=True)
class Draft:
    """A line while it is read: figures by column, words of its texts in order. `columns` are those of its table."""

    page: int
    columns: tuple[Column, ...]
    last_middle: float
    figures: dict[Column, Amount] = field(default_factory=dict)
    description: list[Word] = field(default_factory=list)
    code: list[Word] = field(default_factory=list)
    unit: list[Word] = field(default_factory=list)
    open: bool = True  # whether rows of text may still continue its description


NEXT_ROW = 2.3
"""Line heights from one row of a description to the next at most."""


def read_drafts(layout: Layout, headers: Headers, amounts_in: dict[Segment, list[Amount]]) -> list[Draft]:
    """The lines of all tables, row by row; `amounts_in` has the figures of each cell by its segment."""
    drafts: list[Draft] = []
    header: TableHeader | None = None
    for page in without_copies(layout.pages):
        index = 0
        for following in (*headers[page.number], None):
            stop = following.first_row if following else len(page.rows)
            if header is not None and index < len(page.rows):
                ended = _read_rows(page, page.rows[index:stop], header, amounts_in, drafts, continued=index == 0)
                if ended:
                    header = None
            if following is not None:
                header = following
                index = following.last_row + 1
    return drafts


def _read_rows(
    page: PageLayout,
    rows: Sequence[Row],
    header: TableHeader,
    amounts_in: dict[Segment, list[Amount]],
    drafts: list[Draft],
    *,
    continued: bool,
) -> bool:
    """Adds the lines of these rows to `drafts`. True when the table has ended. On a page that continues without a
    heading (`continued`) nothing counts before the first row with two figures in their columns."""
    waiting = continued
    begun = len(drafts)
    countable = bool(header.kinds & {Column.QUANTITY, Column.UNIT_PRICE})
    below_sums = False
    figures = [_figures_of(row, header, amounts_in) for row in rows]
    priced = [bool({Column.UNIT_PRICE, Column.AMOUNT} & found.keys()) for found in figures]
    above = rows_above([row.middle for row in rows], priced, page.line_height)
    held = {index for indices in above.values() for index in indices if _is_described_alone(page, rows[index], header)}
    for index, (row, found) in enumerate(zip(rows, figures, strict=True)):
        if index in held and not waiting:
            continue
        if waiting:
            if title(row):
                return True
            if len(found) < 2 or Column.AMOUNT not in found:
                continue
            waiting = False
        if not found and len(drafts) > begun and headings_of_sums(row):
            return True
        summed = sum_label(row, found)
        if summed is not None and not {Column.QUANTITY, Column.UNIT_PRICE} <= found.keys():
            _close(drafts)
            if summed in ENDING and len(drafts) > begun:
                return True
            below_sums = len(drafts) > begun
            continue
        if _is_their_sum(found, drafts[begun:]):
            _close(drafts)
            below_sums = True
            continue
        if below_sums and countable and not {Column.QUANTITY, Column.UNIT_PRICE} & found.keys():
            continue  # a discount, freight, a tax between the net amount and the total
        if carried_over(row, found):
            _close(drafts)
            continue
        if not found and _section_title(page, row, drafts):
            if len(drafts) > begun:
                return True
            continue
        _take(page, row, header, found, drafts, begun)
        if len(drafts) > begun:
            over = [text for at in above.get(index, ()) if at in held for text in _texts_of(rows[at], header)]
            described = (words for column, words in over if column is Column.DESCRIPTION)
            drafts[-1].description[:0] = chain.from_iterable(described)
    _close(drafts)
    return False


def _is_described_alone(page: PageLayout, row: Row, header: TableHeader) -> bool:
    """Whether a row has nothing but a description, perhaps beside a day and other texts, and names no sum or part of
    the document."""
    if title(row) or sum_label(row, {}) is not None:
        return False
    columns = {column for column, _ in _texts_of(row, header)}
    return Column.DESCRIPTION in columns and columns <= {Column.DESCRIPTION, Column.DATE, Column.OTHER}


def _texts_of(row: Row, header: TableHeader) -> Iterator[tuple[Column | None, list[Word]]]:
    """The words of a row of text by their columns."""
    for segment in row.segments:
        yield from _by_column(segment.words, header, with_figure=False)


def _is_their_sum(found: Mapping[Column, Amount], lines: Sequence[Draft]) -> bool:
    """Whether a row without quantity and price has the sum of the lines so far as its amount, whatever it is called."""
    amount = found.get(Column.AMOUNT)
    if amount is None or {Column.QUANTITY, Column.UNIT_PRICE} & found.keys():
        return False
    figures = [line.figures[Column.AMOUNT].value for line in lines if Column.AMOUNT in line.figures]
    countable = any({Column.QUANTITY, Column.UNIT_PRICE} & line.figures.keys() for line in lines)
    return len(figures) >= (1 if countable else 2) and sum(figures) == amount.value


def _close(drafts: Sequence[Draft]) -> None:
    if drafts:
        drafts[-1].open = False


def _section_title(page: PageLayout, row: Row, drafts: Sequence[Draft]) -> bool:
    """A heading of the next part of the document after a gap: one cell, ending in a colon, at the left."""
    if not drafts or drafts[-1].page != page.number:
        return False
    return row.middle - drafts[-1].last_middle > 1.9 * page.line_height and title(row)


def _figures_of(row: Row, header: TableHeader, amounts_in: dict[Segment, list[Amount]]) -> dict[Column, Amount]:
    """The figures of a row by the column above them."""
    found: dict[Column, Amount] = {}
    integers: dict[Column, Amount] = {}
    priced = sum(segment in amounts_in for segment in row.segments) > 1
    figures = [
        amount
        for segment in row.segments
        for amount in amounts_in.get(segment, ())
        if abs(amount.value) < _TOO_MUCH
        and (_stands_alone(segment, amount) or _is_counted(segment, amount, header, with_unit=priced))
    ]
    for amount, heading in _under_headings(figures, header):
        column = heading.column
        if column not in NUMERIC | {Column.POSITION}:
            continue
        if column is Column.POSITION and amount.start > 0 and amount.segment.text[: amount.start].strip(" (#"):
            continue  # "OPC 53 Grade"
        if column is Column.QUANTITY and column in found:
            found[Column.OTHER] = found.pop(column)  # pieces and kilos: the product decides which of them is priced
        elif column is Column.UNIT_PRICE and column in found:
            column = Column.OTHER
        if amount.percent and column is not Column.DISCOUNT:
            column = Column.TAX_RATE
        elif column in (Column.AMOUNT, Column.UNIT_PRICE) and not amount.money and amount.decimals < 2:
            integers.setdefault(column, amount)
            continue
        if column in (Column.AMOUNT, Column.TAX_AMOUNT) and column in found:
            # Two columns of amounts, net and gross: the first stays the net one. Two headings may have been set so
            # close that they read as one name ("Importo IVA"). The product tells whether the first was the price.
            found.setdefault(Column.OTHER, amount)
            continue
        found[column] = amount
    # Whole numbers are prices only where no figure of the row is printed with cents.
    if not any(found[column].decimals for column in (Column.AMOUNT, Column.UNIT_PRICE) if column in found):
        whole = {column: amount for column, amount in integers.items() if _may_be_whole(amount)}
        grouped = Column.AMOUNT in whole and not whole[Column.AMOUNT].text.isdecimal()  # "45,000" by itself
        if Column.AMOUNT in found | whole and (len(found | whole) >= 2 or grouped):
            found.update(whole)
    return _with_whole_amount(_with_thousands(found), integers)


def _with_whole_amount(found: dict[Column, Amount], integers: Mapping[Column, Amount]) -> dict[Column, Amount]:
    """With a whole number as the amount where it is quantity × price, though the price has cents: "50  2.40  120"."""
    amount, quantity, price = integers.get(Column.AMOUNT), found.get(Column.QUANTITY), found.get(Column.UNIT_PRICE)
    if Column.AMOUNT in found or amount is None or quantity is None or price is None:
        return found
    return {**found, Column.AMOUNT: amount} if product_fits(quantity, price, amount) else found


def _with_thousands(found: dict[Column, Amount]) -> dict[Column, Amount]:
    """ "2 500" pieces as one number where the price says that the blank separates thousands."""
    if not found.keys() >= {Column.QUANTITY, Column.OTHER, Column.UNIT_PRICE, Column.AMOUNT}:
        return found
    first, last = found[Column.OTHER], found[Column.QUANTITY]
    text = last.segment.text[first.start : last.end]
    if first.segment is not last.segment or _THOUSANDS.fullmatch(text) is None:
        return found
    whole = replace(first, end=last.end, value=first.value * 1000 + last.value)
    price, amount = found[Column.UNIT_PRICE], found[Column.AMOUNT]
    if product_fits(last, price, amount) or not product_fits(whole, price, amount):
        return found
    joined = {**found, Column.QUANTITY: whole}
    del joined[Column.OTHER]
    return joined


_THOUSANDS = re.compile(r"[1-9]\d{0,2}\s\d{3}")


def _may_be_whole(amount: Amount) -> bool:
    """A long number without separators is a code."""
    return abs(amount.value) < 1_000_000 or not amount.text.isdecimal()


def _under_headings(figures: Sequence[Amount], header: TableHeader) -> list[tuple[Amount, Heading]]:
    """Each figure with the heading of its column. Where two would share one and there are as many figures as columns of
    figures, they go to them in order: figures may be set far to the right of their headings. Beside a position no other
    one may change its column."""
    nearest = [(amount, heading) for amount in figures if (heading := _column_of(amount, header)) is not None]
    nearest = [pair for heading in dict.fromkeys(one for _, one in nearest) for pair in _of_heading(heading, nearest)]
    numeric = [heading for heading in header.headings if heading.column in NUMERIC]
    shared = len({heading for _, heading in nearest}) < len(nearest)
    beside = [amount for amount in figures if not _is_under_text(amount, header)]
    if shared and len(beside) == len(numeric):
        return list(zip(sorted(beside, key=lambda amount: amount.box.x0), numeric, strict=True))
    left = [pair for pair in nearest if pair[1].column is not Column.POSITION]
    if shared and len(left) == len(numeric) < len(nearest):
        left.sort(key=lambda pair: pair[0].box.x0)
        if sum(one is not heading for (_, one), heading in zip(left, numeric, strict=True)) == 1:
            positions = (pair for pair in nearest if pair[1].column is Column.POSITION)
            return [*positions, *zip((amount for amount, _ in left), numeric, strict=True)]
    return nearest


def _is_under_text(amount: Amount, header: TableHeader) -> bool:
    """Whether it stands right under the heading of the descriptions ("13A double socket") or of codes."""
    headings = (*header.of(Column.DESCRIPTION), *header.of(Column.CODE))
    return any(one.x0 < amount.box.x1 and one.x1 > amount.box.x0 for one in headings)


def _of_heading(heading: Heading, nearest: Sequence[tuple[Amount, Heading]]) -> Iterator[tuple[Amount, Heading]]:
    """The figures under a heading: where it is two names set close together ("Importo IVA", "Quantity Excl. Price") and
    there are two, each under one of these."""
    figures = [amount for amount, one in nearest if one is heading]
    kinds = [kind for word in heading.name.split() if (kind := COLUMN_NAMES.get(comparable(word))) is not None]
    names = [replace(heading, column=kind) for kind in kinds if kind in NUMERIC]
    if len(figures) == len(kinds) == len(names) == 2 and kinds[0] is not kinds[1]:
        return zip(sorted(figures, key=lambda amount: amount.box.x0), names, strict=True)
    return ((amount, heading) for amount in figures)


_TOO_MUCH = 10**10  # an article or order number


def _stands_alone(segment: Segment, amount: Amount) -> bool:
    """Not a number inside a sentence or behind a colon ("Bruttopreis : 4,00"): between it and the left end of its cell
    there are only figures, signs and short units."""
    before = segment.text[: amount.start]
    if ":" in before or "=" in before:
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", before) if len(word) > 3 and word.upper() not in {"EURO"}]
    if len(words) <= 1 and not words:
        return True
    # Text and figure in one cell: they were set close together, so the figure must end the cell. One in brackets says
    # in figures what the words say.
    if "(" in segment.text[amount.start - 1 : amount.end]:
        return False
    behind = re.findall(r"[^\W\d_]{4,}", segment.text[amount.end :])
    return not behind and amount.decimals >= 2


def _is_counted(segment: Segment, amount: Amount, header: TableHeader, *, with_unit: bool) -> bool:
    """Whether it stands under the heading of a quantity with nothing but figures behind it in its cell, or a unit
    (`with_unit`): columns that a reader ran together ("Terry towel 63026090 45 210.00", "Cable lug 120 PCS")."""
    behind = segment.text[amount.end :]
    over = [one for one in header.of(Column.QUANTITY) if one.x0 < amount.box.x1 and one.x1 > amount.box.x0]
    figures = behind[:1] in ("", " ") and not any(map(str.isalpha, behind))
    return bool(over) and (figures or (with_unit and _UNIT.fullmatch(behind) is not None))


_UNIT = re.compile(r"\s?[^\W\d_]{1,5}\.?")
"""Behind a quantity: "h", " PCS", " Stk."."""


def _column_of(amount: Amount, header: TableHeader) -> Heading | None:
    """The heading over a figure: the one it overlaps most, else the nearest within a tenth of the page."""
    box = amount.box
    best: Heading | None = None
    best_distance = 0.1
    for heading in header.headings:
        overlap = min(box.x1, heading.x1) - max(box.x0, heading.x0)
        distance = -overlap if overlap > 0 else -overlap + 0.001
        if heading.column in (Column.DESCRIPTION, Column.POSITION, Column.CODE, Column.DATE) and overlap <= 0:
            distance += 0.02
        if distance < best_distance:
            best, best_distance = heading, distance
    return best


def _take(
    page: PageLayout, row: Row, header: TableHeader, found: dict[Column, Amount], drafts: list[Draft], begun: int
) -> None:
    """Adds a row to the last line or begins a new one with it."""
    real = {column: amount for column, amount in found.items() if column in _LINE_FIGURES}
    current = drafts[-1] if len(drafts) > begun or (drafts and drafts[-1].open) else None
    fresh = current is None or not current.open
    clash = current is not None and any(column in current.figures for column in real)
    far = current is not None and row.middle - current.last_middle > NEXT_ROW * page.line_height
    if real and (fresh or clash or (far and current is not None and Column.AMOUNT in current.figures)):
        columns = tuple(heading.column for heading in header.headings)
        current = Draft(page=page.number, columns=columns, last_middle=row.middle)
        drafts.append(current)
        current.figures.update(found)
    elif real and current is not None:
        for column, amount in found.items():
            current.figures.setdefault(column, amount)
    elif current is None or far or not current.open:
        if current is not None and far:
            current.open = False
        return
    assert current is not None  # noqa: S101
    if not _add_texts(page, row, header, current, set(real)) and not real:
        return
    current.last_middle = row.middle


_LINE_FIGURES = {Column.AMOUNT, Column.UNIT_PRICE, Column.QUANTITY}
_REMARK = re.compile(r"^\W*[^\W\d_][^:=]{1,40}\s?[:=]\s|^\s*[*•]\s")


def _add_texts(page: PageLayout, row: Row, header: TableHeader, draft: Draft, figures: set[Column]) -> bool:
    """The words of a row by their columns. False when the row has nothing for this line."""
    taken = {word for amount in draft.figures.values() for word in amount.words}
    added = False
    for segment in row.segments:
        if _left_of_table(segment, row, header):
            continue
        words = [word for word in segment.words if word not in taken and not _upright_text(page, word)]
        for column, part in _by_column(words, header, with_figure=len(words) < len(segment.words)):
            if column is Column.DESCRIPTION:
                if figures or _goes_on(draft, part):
                    draft.description.extend(part)
                    added = True
            elif column is Column.CODE and figures:
                draft.code.extend(part)
            elif column in (Column.QUANTITY, Column.UNIT) and figures:
                draft.unit.extend(word for word in part if any(map(str.isalpha, word.text)))
    return added or bool(figures)


def _left_of_table(segment: Segment, row: Row, header: TableHeader) -> bool:
    """Whether words stand left of all headings, with another text under that of the descriptions: a column of the
    letterhead beside the table. One word may be a code without a heading."""
    if len(segment.words) < 2 or segment.box.x1 >= header.headings[0].x0 - _BESIDE:
        return False
    descriptions = header.of(Column.DESCRIPTION)[:1]
    return any(one.x0 < other.box.x1 and other.box.x0 < one.x1 for one in descriptions for other in row.segments)


def _upright_text(page: PageLayout, word: Word) -> bool:
    """Vertical print in the margin: higher than wide, and than a line. The boxes of a short word on a page that was
    turned are the one, not the other."""
    width, height = (word.box.x1 - word.box.x0) * page.width, word.box.y1 - word.box.y0
    return len(word.text) >= 3 and height * page.height > 1.5 * width and height > 1.5 * page.line_height


def _goes_on(draft: Draft, words: Sequence[Word]) -> bool:
    """Whether a row of text belongs to the description: it begins where the description began; "Key: value" must begin
    exactly there."""
    if not draft.description:
        return True
    # Behind a running number the description begins at its second word.
    numbered = draft.description[0].text.strip(".)").isdecimal() and len(draft.description) > 1
    offset = min(
        (words[0].box.x0 - word.box.x0 for word in draft.description[: 1 + numbered]),
        key=abs,
    )
    if _REMARK.match(" ".join(word.text for word in words)):
        return abs(offset) < 0.005
    return -0.012 < offset < 0.03


def _by_column(
    words: Sequence[Word], header: TableHeader, *, with_figure: bool
) -> Iterator[tuple[Column | None, list[Word]]]:
    """A cell by the columns it covers: one, unless a code, or a quantity with its unit (`with_figure`), and a
    description were set close together."""
    if not any(fold(word.text) for word in words):
        return
    descriptions = header.of(Column.DESCRIPTION)
    first = _text_column(words, header)
    if first is Column.CODE and descriptions and len(words) > 1:
        for index in range(1, len(words)):
            if abs(words[index].box.x0 - descriptions[0].x0) < 0.02 or _behind_code(
                words[:index], words[index], header
            ):
                yield Column.CODE, list(words[:index])
                yield Column.DESCRIPTION, list(words[index:])
                return
    if first is Column.DESCRIPTION and len(words) > 1 and _under_a_code(words[-1], header, descriptions):
        yield first, list(words[:-1])
        yield Column.CODE, list(words[-1:])
        return
    if with_figure and first in (Column.QUANTITY, Column.UNIT):
        # "5 pcs Oak counter": the unit stands under its own heading, what is right of it is the description.
        edge = max(heading.x1 for heading in header.of(first))
        rest = [word for word in words if word.box.x0 >= edge]
        if rest and any(heading.x0 >= edge for heading in descriptions):
            yield first, [word for word in words if word.box.x0 < edge]
            yield Column.DESCRIPTION, rest
            return
    yield first, list(words)


def _behind_code(before: Sequence[Word], word: Word, header: TableHeader) -> bool:
    """Whether a word in letters stands behind a code and right of the names of the codes: it begins a description whose
    name is set in the middle of its column."""
    code = len(before) == 1 and any(map(str.isdigit, before[0].text)) and word.text.isalpha()
    return code and all(one.x1 < word.box.x0 for one in header.of(Column.CODE)[:1])


def _under_a_code(word: Word, header: TableHeader, descriptions: Sequence[Heading]) -> bool:
    """Whether a word with figures is under a heading of codes, right of the description's."""
    box = word.box
    return any(map(str.isdigit, word.text)) and any(
        descriptions[-1].x1 <= box.x0 < heading.x1 and heading.x0 < box.x1 for heading in header.of(Column.CODE)
    )


_BESIDE = 0.02
"""Parts of the page's width behind the last heading, of figures, from which on a text stands beside the table."""


def _text_column(words: Sequence[Word], header: TableHeader) -> Column | None:
    """The column of a text: a description if it is under that name; else the one whose name begins nearest; none for
    figures that are left over under a heading of figures."""
    x0, x1 = words[0].box.x0, words[-1].box.x1
    over = [heading.column for heading in header.headings if heading.x0 < x1 and x0 < heading.x1]
    if over and NUMERIC.issuperset(over) and not any(map(str.isalpha, "".join(word.text for word in words))):
        return None
    if over == [Column.DATE]:
        return Column.DATE

    def from_left(heading: Heading) -> float:
        return abs(heading.x0 - x0)

    texts = [heading for heading in header.headings if heading.column not in NUMERIC - {Column.QUANTITY, Column.OTHER}]
    rightmost = max(header.headings, key=lambda heading: heading.x1)
    if not texts or (rightmost.column in NUMERIC and x0 > rightmost.x1 + _BESIDE):
        return None
    if any(_between_neighbours(header, heading, x0, x1) for heading in header.of(Column.DESCRIPTION)):
        return Column.DESCRIPTION
    nearest = min(texts, key=from_left)
    for heading in header.of(Column.DESCRIPTION):
        overlap = min(x1, heading.x1) - max(x0, heading.x0)
        if overlap > 0.5 * min(x1 - x0, heading.x1 - heading.x0) and nearest.column is not Column.CODE:
            return Column.DESCRIPTION
        if overlap > 0 and (nearest.column is not Column.CODE or from_left(heading) <= from_left(nearest)):
            return Column.DESCRIPTION
        if nearest.column is Column.POSITION and heading.x0 - 0.25 < x0 and x1 - x0 > 0.03:
            return Column.DESCRIPTION
    left = [heading for heading in texts if heading.x0 <= x0 + 0.015]
    if not left:
        return nearest.column if nearest.column in (Column.DESCRIPTION, Column.CODE) else _nearest_text(header, x0)
    last = max(left, key=lambda heading: heading.x0)
    return nearest.column if nearest.column is Column.DESCRIPTION else last.column


def _between_neighbours(header: TableHeader, description: Heading, x0: float, x1: float) -> bool:
    """Whether a text lies between the columns left and right of the description: its name may be set in the middle of
    a wide column whose texts begin at its left."""
    left = max((one.x1 for one in header.headings if one.x1 <= description.x0), default=0.0)
    right = min((one.x0 for one in header.headings if one.x0 >= description.x1), default=1.0)
    return left < x0 and x1 < right


def _nearest_text(header: TableHeader, x0: float) -> Column | None:
    texts = [heading for heading in header.headings if heading.column is Column.DESCRIPTION]
    return Column.DESCRIPTION if texts and texts[0].x0 - x0 < 0.25 else None
