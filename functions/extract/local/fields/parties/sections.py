"""The lines of one party under or beside its label ("Bill to", "Verkäufer:", "Señor(es)"), as printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from functions.extract.layout import Layout, PageLayout, Row, Segment, words_between
from functions.extract.local.fields.parties.role_labels import (
    MOST_COLONS,
    NO_NAMES,
    WORDS,
    RoleLabel,
    behind_value,
    is_key,
    is_known,
    is_label,
    is_name_key,
    key_kind,
    labels_inside,
    role_of,
    role_of_label,
)
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.lexicon.parties import (
    ATTENTION,
    CONTRACTORS,
    FOR_ANOTHER,
    LEGAL_FORM,
    NAME_KEYS,
    ROLES,
    SLIPS,
)
from functions.extract.local.lexicon.tax_numbers import NATIONAL_TAX_LABELS
from functions.extract.local.mentions.addresses import LineKind, kind_of
from functions.extract.local.mentions.name_text import clean_name, is_name, is_title
from functions.extract.local.mentions.names import ROOM
from functions.extract.local.mentions.numbers import mark_at_end
from functions.extract.local.mentions.party_line import PartyLine
from functions.extract.local.mentions.text_runs import run_of
from shared.domain.document import Source
from shared.domain.normalising import fold
from shared.domain.writing_direction import reads_only_from_right

MOST_SECTIONS = 100
"""Sections of a document that are looked at: a bill of hundreds of pages repeats the label of its customer on each."""

MOST_LINES = 10
"""Lines that a section of one party has at most."""

LONGEST_TO = 4
"""Letters of a word that only says "to"."""

WIDEST_GAP = 4.2
"""Line heights between two lines of one section at most."""

SAME_PLACE = 0.01
"""How far from where a value begins the lines under it begin at most, of the page's width."""

LINES_BELOW_VALUE = 4
"""Rows under a value that is not the first of its cell, in which its address is."""

WIDER, WIDEST_OF_CLOSE = 2.5, 2.8
"""A gap that many times as wide as the one before ends a section, from so many line heights on."""

_KEY = re.compile(
    r"^\s*(?P<key>[^\W\d][^:]{0,40}?)\s*:+\s*(?P<rest>.*)$",
)
_NEXT_KEY = re.compile(r"\s(?=[^\W\d_]{3,12}:(?:\s|$))")
"""Before another key behind a name in its cell, whatever it is called: "Ms Alpha  Age: 31"."""

_LEADING = re.compile(r"^[\s:]+")


@dataclass(frozen=True, kw_only=True)
class Section:
    """The lines that may belong to one role label; `row` is the label's. `place` says where they begin: "inside" the
    label's cell, "beside" it or "below" it. `rival`: there is a second reading with another place. `opened`: the value
    begins with a colon of its own. `wide`: the label stands alone over a box of keys as wide as the page (DANFE,
    ARCA). `right` is where the next cell to the right of its first lines begins, else the right edge of the page."""

    label: RoleLabel
    segment: Segment
    place: str
    rival: bool
    lines: tuple[PartyLine, ...]
    opened: bool = False
    wide: bool = False
    right: float = 1.0

    @property
    def role(self) -> PartyRole:
        return self.label.role

    @property
    def page(self) -> int:
        return self.segment.page

    @property
    def row(self) -> int:
        return self.segment.row


def find_sections(layout: Layout) -> tuple[Section, ...]:
    """The sections of every role label, in reading order: where lines stand both beside and below a label, one for each
    reading, each with the other as its `rival`."""
    found = (section for page in layout.pages for section in _of_page(page))
    return _with_contractors(tuple(islice(found, MOST_SECTIONS)))


def _with_contractors(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """A contractor sells to a customer, and buys from a subcontractor: it is the seller where another is labelled as
    the buyer and none as the seller."""
    roles = {section.role for section in sections if section.label.folded not in CONTRACTORS}
    if PartyRole.BUYER in roles and PartyRole.SELLER not in roles:
        return sections
    return tuple(
        replace(section, label=replace(section.label, role=PartyRole.BUYER))
        if section.label.folded in CONTRACTORS
        else section
        for section in sections
    )


def _of_page(page: PageLayout) -> Iterator[Section]:
    """The sections of a page. Who is written "to" on the slip that goes back with the money is whom to pay."""
    slip = False
    yield from _set_upright(page)
    for segment in page.segments:
        slip = slip or fold(segment.text) in SLIPS
        for section in (*_sections(page, segment), *_beside_block(page, segment)):
            addressed = slip and section.role is PartyRole.BUYER and len(section.label.folded) <= LONGEST_TO
            label = replace(section.label, role=PartyRole.PAYEE) if addressed else section.label
            yield replace(section, label=label)


MOST_LETTERS = 200
"""Cells of one letter that are looked at on a page."""


def _set_upright(page: PageLayout) -> Iterator[Section]:
    """The sections of labels that are set a letter a row, left of a block of keys: "购 / 买 / 方"."""
    columns: dict[float, list[Segment]] = {}
    letters = (cell for cell in page.segments if len(cell.text) == 1 and cell.text.isalpha())
    for letter in islice(letters, MOST_LETTERS):
        columns.setdefault(round(letter.box.x0, 2), []).append(letter)
    widest = WIDEST_GAP * page.line_height
    stacks = [stack for column in columns.values() for stack in _close_together(column, widest) if len(stack) > 1]
    for stack in stacks:
        folded = fold("".join(letter.text for letter in stack))
        if (role := ROLES.get(folded)) is None:
            continue
        first, last = stack[0], stack[-1]
        right = [other[0].box.x0 for other in stacks if other[0].box.x0 > first.box.x1 and other[-1].row >= first.row]
        rows = page.rows[max(first.row - 1, 0) : last.row + 2]
        label = RoleLabel(role=role, folded=folded, start=1)
        yield from _of_block(page, label, first, rows, min(right, default=1.0))


def _close_together(cells: Sequence[Segment], widest: float) -> Iterator[list[Segment]]:
    """The cells of a column, parted where more than that is between two."""
    stack: list[Segment] = []
    for cell in cells:
        if stack and cell.middle - stack[-1].middle > widest:
            yield stack
            stack = []
        stack.append(cell)
    if stack:
        yield stack


def _beside_block(page: PageLayout, segment: Segment) -> Iterator[Section]:
    """The section of a label in the middle of the height of a block of keys to its right: "공급자" between the rows of
    its keys."""
    role = role_of_label(segment.text, misread=False)
    following = page.right_of(segment)
    if role is None or (
        following and not (role_of_label(following[0].text, misread=False) or _KEY.match(following[0].text))
    ):
        return
    end = next((other.box.x0 for other in following if role_of_label(other.text, misread=False)), 1.0)
    near = page.rows[max(segment.row - MOST_LINES // 2, 0) : segment.row + MOST_LINES // 2]
    if any(row.index < segment.row and _keys_beside(row, segment, end) for row in near):
        label = RoleLabel(role=role[0], folded=role[1], start=len(segment.text))
        yield from _of_block(page, label, segment, near, end)


def _keys_beside(row: Row, label: Segment, end: float) -> Sequence[Segment]:
    """The cells of a row between a label and where its block ends, of which the first is a key; none else."""
    cells = [cell for cell in row.right_of(label.box.x1) if cell.box.x0 < end]
    if len(cells) > 1 and len(cells[0].text) == 1:
        cells = [replace(cells[0], words=(*cells[0].words, *cells[1].words)), *cells[2:]]  # "名    称:Alpha"
    return cells if cells and (_KEY.match(cells[0].text) or (len(cells) > 1 and is_known(cells[0].text))) else ()


def _of_block(
    page: PageLayout, label: RoleLabel, segment: Segment, rows: Sequence[Row], end: float
) -> Iterator[Section]:
    """The section of a label beside the keys of these rows, which end there."""
    blocks = [cells for row in rows if (cells := _keys_beside(row, segment, end))]
    lines = tuple(line for cells in blocks for line in _lines_of(cells, None))
    if lines:
        yield _section(page, label, segment, "beside", lines, rival=False)


def _sections(page: PageLayout, segment: Segment) -> Iterator[Section]:
    announced = role_of(segment.text, misread=page.source is not Source.TEXT_LAYER) or behind_value(segment.text)
    if announced is None or _letter_of_kind(page, segment) or _under_company(page, segment, announced):
        return
    if announced.start == 0:
        segment = _company_over(page, segment) or segment
    if announced.start < len(segment.text):
        start = _behind_number(segment, announced.start, announced.role)
        value = with_wrapped(page, segment, _part(segment, start))
        rest = [line for line in lines_below(page, segment) if line.words[0] not in value.words]
        # "Nabywca: Nr abonenta:" has the key of the cell beside it, and the buyer under it.
        lines = rest if rest and segment.text.endswith(":") else (value, *rest)
        yield _section(page, announced, segment, "inside", lines, rival=False)
        yield from _more_sections(page, segment, announced.start)
        return
    under_latin = any(role_of(over.text) is not None for over in page.above(segment, 1)[:1])
    to_left = page.from_right or (reads_only_from_right(segment.text) and not under_latin)
    cells = page.left_of(segment) if to_left else page.right_of(segment)
    beside = next((other for other in cells if fold(other.text)), None)
    apart = beside is not None and (role_of(beside.text) is not None or not _near_enough(page, segment, beside))
    if apart or _among_headings(page, segment) or (beside is not None and _heads_keys(page, segment, beside)):
        beside = None
    below = () if (to_left and beside is not None) or _heads_number(page, segment) else lines_below(page, segment)
    if beside is not None:
        lines = (
            _part(beside, _behind_number(beside, 0, announced.role)),
            *islice(_below(page, segment, beside.box.x0), MOST_LINES),
        )
        opened = beside.text.startswith(":")
        yield replace(_section(page, announced, segment, "beside", lines, rival=bool(below)), opened=opened)
    if below:
        alone = beside is None and len(page.rows[segment.row].segments) == 1
        wide = alone and any(line.key is not None for line in below[:3])
        yield replace(_section(page, announced, segment, "below", below, rival=beside is not None), wide=wide)


def _company_over(page: PageLayout, person: Segment) -> Segment | None:
    """The company right over the person that a letter goes to: "Alpha 株式会社" over "山田 様"."""
    over = next(iter(page.above(person, 1.5)), None)
    named = over is not None and LEGAL_FORM.search(over.text) is not None and not LEGAL_FORM.search(person.text)
    return over if named and over is not None and abs(over.box.x0 - person.box.x0) < SAME_PLACE else None


def _more_sections(page: PageLayout, segment: Segment, start: int) -> Iterator[Section]:
    """ "Patient: A. Beta  Bill to: Gamma Insurance": the other parties that one cell names."""
    for begin, folded, end in labels_inside(segment.text):
        if begin <= start or folded not in ROLES:
            continue
        value = _part(segment, end)
        column = value.words[0].box.x0
        cells = (cell for row in page.rows[segment.row + 1 :][:LINES_BELOW_VALUE] for cell in row.segments)
        below = (_part(cell, 0) for cell in cells if abs(cell.box.x0 - column) < SAME_PLACE)
        label = RoleLabel(role=ROLES[folded], folded=folded, start=end)
        yield _section(page, label, segment, "inside", (value, *below), rival=False)


def _among_headings(page: PageLayout, segment: Segment) -> bool:
    """Whether the row ends with another label, as headings do ("Sold by   Document   Number   Page"): the cell beside
    it is one of them too, whatever it is called. A label in Arabic there is that of the same value."""
    following = page.right_of(segment)
    last = following[-1].text.rstrip() if len(following) > 1 else ""
    return is_label(last) and not last.endswith(":") and not reads_only_from_right(last)


def _heads_number(page: PageLayout, segment: Segment) -> bool:
    """Whether it is one of several headings and has nothing but figures under it, in a row with values of the others:
    the number of a customer ("Debiteur   Factuurnr   Factuurdatum")."""
    if not _among_headings(page, segment):
        return False
    under = next(iter(page.below(segment, 1.5)), None)
    return under is not None and under.text.isdigit() and len(page.rows[under.row].segments) > 1


def _heads_keys(page: PageLayout, label: Segment, beside: Segment) -> bool:
    """Whether a label and the cell beside it each have keys right under them: that cell is the heading of another box,
    whatever it is called ("Cliente  Empleado" over "Nombre: …  Nombre: …")."""
    under = [next(iter(page.below(cell, 2)), None) for cell in (label, beside)]
    keyed = [cell is not None and _KEY.match(cell.text) is not None for cell in under]
    return ":" not in label.text + beside.text and all(keyed) and under[0] is not under[1]


def _letter_of_kind(page: PageLayout, segment: Segment) -> bool:
    """Whether it is the box of one letter that says of what kind an Argentine voucher is: "A", "B", "C", "E", "M"; or
    the title with that letter ("FACTURA A", which is no "factura a")."""
    if " " in segment.text and segment.text[-2:] == " A" and is_title(segment.text):
        return True
    if len(segment.text) != 1 or not segment.text.isupper():
        return False
    argentine = (_ARGENTINE.search(other.text) for other in page.segments[:CELLS_OF_HEAD])
    return segment.line_height > 1.2 * page.line_height or any(argentine)


CELLS_OF_HEAD = 60
"""Cells of a page among which the tax number of the seller is."""

_ARGENTINE = re.compile("|".join(pattern for pattern, _, country, _ in NATIONAL_TAX_LABELS if country == "AR"))
"""The labels of tax numbers of Argentina."""


def _under_company(page: PageLayout, segment: Segment, label: RoleLabel) -> bool:
    """Whether a person's label stands under the name of a company ("Alpha A/S" / "Att.: M. Beta"), who is the party."""
    if label.folded not in ATTENTION:
        return False
    over = next(iter(page.above(segment, 1.5)), None)
    if over is None or role_of(over.text) is not None:
        return False
    if min(abs(over.box.x0 - segment.box.x0), abs(over.box.x1 - segment.box.x1)) > 0.01:
        return False
    return not is_label(over.text) and not is_title(over.text) and is_name(clean_name(over.text))


def _section(
    page: PageLayout, label: RoleLabel, segment: Segment, place: str, lines: Sequence[PartyLine], *, rival: bool
) -> Section:
    right = min((_next_cell(page, line) for line in lines[:LINES_OF_NAME]), default=1.0)
    return Section(label=label, segment=segment, place=place, rival=rival, lines=tuple(lines[:MOST_LINES]), right=right)


LINES_OF_NAME = 2
"""The first lines of a section, of which one is the name."""


def _next_cell(page: PageLayout, line: PartyLine) -> float:
    """Where the next cell of a line's row begins; 1.0 where none does."""
    end = line.words[-1].box.x1
    return min((cell.box.x0 for cell in page.rows[line.row].segments if cell.box.x0 > end), default=1.0)


def _near_enough(page: PageLayout, label: Segment, right: Segment) -> bool:
    """Whether the cell may be this label's value: not over half a page away, and not the next column's heading."""
    apart = max(right.box.x0 - label.box.x1, label.box.x0 - right.box.x1)
    text = _LEADING.sub("", right.text)
    # "Alpha S.A. CUIT:" has the key of the next cell; with nothing behind it, it is one key: "Contact at Alpha:"
    key = _NEXT_KEY.search(text) if not text.endswith(":") or page.right_of(right) else None
    return apart < 0.35 and not is_label(text if key is None else text[: key.start()])


_CUSTOMERS_NUMBER = re.compile(r"[\s:]*\(?\d{3,10}\)?\s*[-–]?\s+(?=[^\W\d_]{2,},?\s+[^\W\d_]{2})")


def _behind_number(segment: Segment, start: int, role: PartyRole) -> int:
    """Where a customer's name begins: behind its number ("Cliente: 1182 ROCA, ANA"), which is no number of a house."""
    number = _CUSTOMERS_NUMBER.match(segment.text, start) if role is PartyRole.BUYER else None
    house = number is not None and kind_of(segment.text[start:]) is LineKind.STREET
    return start if number is None or house else number.end()


def _part(segment: Segment, start: int, key: str | None = None) -> PartyLine:
    """The cell from a place on, down to the next label in it: "Alpha SRL  CUIT: 30-12345678-9"."""
    line = run_of(segment)
    opened = _LEADING.match(line.text, start)
    start = opened.end() if opened else start
    ends = [begin for begin, _, _ in labels_inside(line.text) if begin > start]
    ends += [
        key.start()
        for key in islice(_NEXT_KEY.finditer(line.text, start), MOST_COLONS)
        if is_name(clean_name(line.text[start : key.start()]))
    ]
    end = min(ends, default=len(line.text))
    return PartyLine(
        text=line.text[start:end].strip(),
        words=line.between(start, end) or segment.words,
        page=segment.page,
        row=segment.row,
        key=key,
    )


def with_wrapped(page: PageLayout, cell: Segment, line: PartyLine) -> PartyLine:
    """The value behind a label with the rest of it, where it wraps in its cell: the next line begins under the label,
    and its first word had no room behind the value, or it is the legal form ("Razón Social: COOPERATIVA DE" /
    "TRABAJO SUR LTDA")."""
    below = next(iter(page.below(cell, 1)), None)
    if below is None or abs(below.box.x0 - cell.box.x0) > SAME_PLACE or line.words[0].box.x0 < cell.box.x0 + SAME_PLACE:
        return line
    # "S.C." at the beginning of a Romanian name does not end it.
    ended = LEGAL_FORM.search(line.text, 1) is not None or not is_name(clean_name(line.text))
    if ended or below.middle - cell.middle > WRAPPED_LINES * max(cell.line_height, page.line_height):
        return line
    if LEGAL_FORM.fullmatch(below.text) is None:
        plain = (
            not any(map(str.isdigit, below.text))
            and not is_label(below.text)
            and role_of(below.text) is None
            and _KEY.match(below.text) is None
            and kind_of(below.text) is LineKind.OTHER
            and below.text.isupper() == line.text.isupper()
            and is_name(clean_name(below.text))
        )
        if not plain or _has_room(page, line, below.words[0].box.x1 - below.words[0].box.x0):
            return line
    return replace(line, text=f"{line.text} {below.text}", words=(*line.words, *below.words))


WRAPPED_LINES = 1.7
"""Line heights from a line of a cell to the next at most."""


def _has_room(page: PageLayout, line: PartyLine, width: float) -> bool:
    """Whether a word would have had room behind a line, in its column or up to the edge of the print."""
    edge = max(segment.box.x1 for segment in page.segments)
    return min(edge, _next_cell(page, line)) - line.words[-1].box.x1 > ROOM * width


def lines_below(page: PageLayout, segment: Segment) -> tuple[PartyLine, ...]:
    """The lines under a cell in its column."""
    return tuple(islice(_below(page, segment, segment.box.x0), MOST_LINES))


def _below(page: PageLayout, label: Segment, column: float) -> Iterator[PartyLine]:
    """The lines under a label in its column, down to the next label or a wide gap."""
    height = page.line_height
    width_of_line = height * page.height / page.width
    left = min(column, label.box.x0, _centred_under(page, label)) - 2.5 * width_of_line
    right = _right_limit(page, label)
    last, widest = label.middle, WIDEST_GAP * height
    heading: str | None = None
    numbers: dict[str, str] = {}
    for row in page.rows[label.row + 1 :]:
        if row.middle - last > widest:
            return
        cells = [cell for cell in row.segments if left <= cell.box.x0 < right or _flush_right(cell, label)]
        if not cells:
            continue
        if role_of(cells[0].text) is not None or _of_another(cells, numbers):
            return
        if last == label.middle:
            cells = [_in_column(page, label, cells[0]), *cells[1:]]
        widest = min(widest, max(WIDEST_OF_CLOSE * height, WIDER * (row.middle - last)))
        last = row.middle
        over = _heading_key(cells)
        if over is not None:
            heading = over
            continue
        yield from _lines_of(cells, heading)
        if heading is None:
            yield from _keyed_beside(row.segments, cells[0], label)
        heading = None


_TAX_NUMBER = re.compile(
    rf"\W*(?P<label>{'|'.join(pattern for pattern, *_ in NATIONAL_TAX_LABELS)})[\W_]*(?P<number>\d[\w.\-/]*)",
    re.IGNORECASE,
)


def _of_another(cells: Sequence[Segment], numbers: dict[str, str]) -> bool:
    """Whether a row has another tax number of a kind that the section has: a party has one of each kind. Those of the
    row are added to the section's, by their labels."""
    found = {
        fold(match["label"]): match["number"] for cell in cells if (match := _TAX_NUMBER.match(cell.text)) is not None
    }
    if any(numbers.get(label, number) != number for label, number in found.items()):
        return True
    numbers.update(found)
    return False


def _in_column(page: PageLayout, label: Segment, cell: Segment) -> Segment:
    """The cell under a label down to the word that begins where the next heading of the label's row does: two columns
    that were set close together ("Titular   Domicilio" over "LOPEZ ANA Mitre 45")."""
    starts = [other.box.x0 for other in page.right_of(label) if not any(map(str.isdigit, other.text))]
    for index, word in enumerate(cell.words[1:], start=1):
        if any(abs(word.box.x0 - start) < SAME_EDGE for start in starts):
            return replace(cell, words=cell.words[:index])
    return cell


SAME_EDGE = 0.005
"""How far from the left edge of a heading a value under it begins at most, of the page's width."""


def _flush_right(cell: Segment, label: Segment) -> bool:
    """Whether a line ends where its label does: a block at the right edge of the page."""
    return label.box.x0 > 0.5 and abs(cell.box.x1 - label.box.x1) < 0.01


def _centred_under(page: PageLayout, label: Segment) -> float:
    """Where the block begins whose heading is centred over it: the next row has nothing in the label's own column, but
    a cell nearer to this label than to the others of its row. The label's own place where that is not so."""
    own = label.box.x0
    width_of_line = page.line_height * page.height / page.width
    alone = len(page.rows[label.row].segments) == 1
    rows = [row for row in page.rows[label.row + 1 :][:2] if row.middle - label.middle < 2.5 * page.line_height]
    if not rows or any(abs(cell.box.x0 - own) < 2.5 * width_of_line for row in rows for cell in row.segments):
        return own
    first = rows[0].segments[0]
    keyed = _KEY.match(first.text) or is_label(first.text)
    if alone and first.box.x0 < own and keyed and label.box.x0 + label.box.x1 > 0.8:
        return first.box.x0  # the heading of a box of keys that is as wide as the page
    others = [other for other in page.rows[label.row].segments if other is not label]
    middle = (label.box.x0 + label.box.x1) / 2
    for cell in rows[0].segments:
        centre = (cell.box.x0 + cell.box.x1) / 2
        nearest = min((abs((o.box.x0 + o.box.x1) / 2 - centre) for o in others), default=1.0)
        if cell.box.x0 < own and abs(centre - middle) < min(nearest, 0.25):
            return cell.box.x0
    return own


def _heading_key(cells: Sequence[Segment]) -> str | None:
    """ "NOME / RAZÃO SOCIAL" over its value: the kind of the key when the cell is nothing but one and no value stands
    beside it."""
    if not is_key(cells[0].text):
        return None
    if len(cells) > 1 and not is_label(cells[1].text) and fold(cells[1].text):
        return None
    return key_kind(cells[0].text)


def _right_limit(page: PageLayout, label: Segment) -> float:
    """Where the next column begins: at the next label on the row, else a good third of the page further."""
    for other in page.right_of(label):
        if role_of(other.text) is not None:
            width_of_line = page.line_height * page.height / page.width
            return other.box.x0 - 0.5 * width_of_line
    return label.box.x0 + 0.36


def _lines_of(cells: Sequence[Segment], heading: str | None) -> Iterator[PartyLine]:
    """One row of a section: "Name:   Alpha GmbH" gives its value, the rest the first cell."""
    first = cells[0]
    beside = len(cells) > 1 and (cells[1].text.startswith(":") or is_known(first.text))
    match = _KEY.match(f"{first.text}:" if beside and ":" not in first.text else first.text)
    if match is None or _is_street_with_number(match["key"], first.text):
        start = _behind_name_key(first.text) if heading is None else 0
        yield _part(first, start, "name" if start else heading)
        return
    key = key_kind(match["key"])
    if match["rest"] and ":" in first.text:
        part = _part(first, match.start("rest"), key)
        yield (
            part
            if key != "other"
            else PartyLine(text=first.text, words=first.words, page=part.page, row=part.row, key=key)
        )
    elif len(cells) > 1:
        yield _part(cells[1], 0, key)
    elif FOR_ANOTHER.search(first.text):
        yield PartyLine(text=first.text, words=first.words, page=first.page, row=first.row, key="other")


MOST_WORDS_OF_KEY = 5
"""Words and slashes of the key of a name at most."""


def _behind_name_key(text: str) -> int:
    """Where the name begins behind a key of several words without a colon, "Nome/Razão ALPHA LTDA"; 0 without one."""
    words = list(islice(WORDS.finditer(text), MOST_WORDS_OF_KEY + 1))
    for name in reversed(words[1:]):
        key = text[: name.start()].strip()
        if (" " in key or "/" in key) and is_name_key(key) and name.group()[0].isupper():
            return name.start()
    return 0


def _is_street_with_number(key: str, text: str) -> bool:
    """ "Atatürk Bulvarı No: 88 Çankaya": the word before the colon is of the house's number."""
    return mark_at_end(key) is not None and kind_of(text) is LineKind.STREET


def _keyed_beside(cells: Sequence[Segment], first: Segment, label: Segment) -> Iterator[PartyLine]:
    """ "CUIT: 30-…   Razón Social: Alpha S.A.": the name with its key, right of another key and its value."""
    if ":" not in first.text or first.box.x0 > label.box.x0 + 0.1:
        return
    for _, folded, start in labels_inside(first.text):
        if folded in NAME_KEYS:
            yield _part(first, start, "name")
    for cell in cells:
        match = _KEY.match(cell.text)
        if cell.box.x0 > first.box.x1 and match and match["rest"] and is_name_key(match["key"]):
            yield _part(cell, match.start("rest"), "name")


def behind_unknown_key(line: PartyLine) -> PartyLine | None:
    """The value of a line behind a key that nobody knows ("Sr/a titular: Ana Beta"); null behind any other."""
    match = _KEY.match(line.text)
    if match is None or not match["rest"] or any(map(_means_else, (match["key"], *match["key"].split()))):
        return None
    start = match.start("rest")
    words = words_between(line.words, start, len(line.text))
    return replace(line, text=match["rest"].strip(), words=words, key="name") if words else None


def _means_else(text: str) -> bool:
    """Whether a key, or a word of it, stands before other values than the name of a buyer."""
    folded = fold(text)
    return ROLES.get(folded) is not PartyRole.BUYER and folded in NO_NAMES
