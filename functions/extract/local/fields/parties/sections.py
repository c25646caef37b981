"""The lines of one party under or beside its label ("Bill to", "Verkäufer:", "Señor(es)"), as printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.lexicon.parties import ADDRESS_KEYS, NAME_KEYS, ROLES
from functions.extract.local.mentions.text_runs import run_of
from shared.domain.document import Word
from shared.domain.normalising import fold

MOST_LINES = 10
"""Lines that a section of one party has at most."""

WIDEST_GAP = 4.2
"""Line heights between two lines of one section at most."""

_KEY = re.compile(
    r"^\s*(?P<key>[^\W\d][^:]{0,40}?)\s*:+\s*(?P<rest>.*)$",
)
_OPENING = re.compile(
    r"^(?P<label>(?:bill|sold|invoiced?|remit|send payment|payable)\s?to|spett\.?\s?le|messrs\.?"
    r"|exmos?\.?\(?s?\)?\s?srs?\.?)\s+(?=\S)",
    re.IGNORECASE,
)
"""Labels that are followed by the name without a colon."""


@dataclass(frozen=True, kw_only=True)
class PartyLine:
    """One printed line of a party; `key` is its kind by its own label ("name", "address", "other")."""

    text: str
    words: tuple[Word, ...]
    page: int
    row: int
    key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """The lines under one role label; `row` is the label's."""

    role: PartyRole
    label: str
    page: int
    row: int
    lines: tuple[PartyLine, ...]


def find_sections(layout: Layout) -> tuple[Section, ...]:
    """A section for every role label, in reading order; labels with nothing under or beside them are left out."""
    return tuple(
        section
        for page in layout.pages
        for segment in page.segments
        if (section := _section(page, segment)) is not None
    )


def role_of(text: str) -> tuple[PartyRole, str, int] | None:
    """The role that a cell's label names, the folded label, and where in the text its value begins (its length when the
    cell is all label)."""
    folded = fold(text)
    if folded in ROLES:
        return ROLES[folded], folded, len(text)
    match = re.match(r"^\W*(?P<label>[^:]{1,45}?)\s*:+\s*(?=\S)", text)
    if match and (role := ROLES.get(fold(match["label"]))) is not None:
        return role, fold(match["label"]), match.end()
    match = _OPENING.match(text)
    if match and (role := ROLES.get(fold(match["label"]))) is not None and len(text) > match.end() + 2:
        return role, fold(match["label"]), match.end()
    return None


def _section(page: PageLayout, segment: Segment) -> Section | None:
    announced = role_of(segment.text)
    if announced is None:
        return None
    role, label, start = announced
    # "An" and "To" occur in sentences and over a table's columns: they need a colon.
    if len(label) <= 3 and ":" not in segment.text:
        return None
    lines: list[PartyLine] = []
    if start < len(segment.text):
        lines.append(_part(segment, start))
    else:
        beside = [other for other in page.right_of(segment) if fold(other.text)]
        below = page.below(segment, 2)[:1]
        stacked = bool(below) and abs(below[0].box.x0 - segment.box.x0) < 0.03 and len(beside) > 1
        if beside and not stacked and role_of(beside[0].text) is None and _near(page, segment, beside[0]):
            lines.append(_part(beside[0], 0))
    column = lines[0].words[0].box.x0 if lines and start == len(segment.text) else segment.box.x0
    lines.extend(_below(page, segment, column))
    if not lines:
        return None
    return Section(role=role, label=label, page=page.number, row=segment.row, lines=tuple(lines[:MOST_LINES]))


def _near(page: PageLayout, left: Segment, right: Segment) -> bool:
    """Whether the cell is this label's value: not over half a page away, and not the next column's heading."""
    return right.box.x0 - left.box.x1 < 0.35 and not right.text.rstrip().endswith(":")


def _part(segment: Segment, start: int) -> PartyLine:
    line = run_of(segment)
    return PartyLine(
        text=line.text[start:].strip(), words=line.between(start, len(line.text)), page=segment.page, row=segment.row
    )


def lines_below(page: PageLayout, segment: Segment) -> tuple[PartyLine, ...]:
    """The lines under a cell in its column."""
    return tuple(_below(page, segment, segment.box.x0))[:MOST_LINES]


def _below(page: PageLayout, label: Segment, column: float) -> Iterator[PartyLine]:
    """The lines under a label in its column, down to the next label or a wide gap."""
    height = page.line_height
    width_of_line = height * page.height / page.width
    left = min(column, label.box.x0) - 2.5 * width_of_line
    right = _right_limit(page, label)
    last = label.middle
    for row in page.rows[label.row + 1 :]:
        if row.middle - last > WIDEST_GAP * height:
            return
        cells = [cell for cell in row.segments if left <= cell.box.x0 < right]
        if not cells:
            continue
        if any(role_of(cell.text) for cell in cells[:1]):
            return
        last = row.middle
        yield from _lines_of(cells)


def _right_limit(page: PageLayout, label: Segment) -> float:
    """Where the next column begins: at the next label on the row, else a good third of the page further."""
    for other in page.right_of(label):
        if role_of(other.text) is not None:
            width_of_line = page.line_height * page.height / page.width
            return other.box.x0 - 0.5 * width_of_line
    return label.box.x0 + 0.36


def _lines_of(cells: Sequence[Segment]) -> Iterator[PartyLine]:
    """One row of a section: "Name:   Alpha GmbH" gives its value, the rest the first cell."""
    first = cells[0]
    match = _KEY.match(first.text)
    if match is None:
        yield _part(first, 0)
        return
    key = _key_kind(match["key"])
    if match["rest"]:
        part = _part(first, match.start("rest"))
        yield (
            PartyLine(text=part.text, words=part.words, page=part.page, row=part.row, key=key)
            if key != "other"
            else (PartyLine(text=first.text, words=first.words, page=part.page, row=part.row, key=key))
        )
    elif len(cells) > 1:
        part = _part(cells[1], 0)
        yield PartyLine(text=part.text, words=part.words, page=part.page, row=part.row, key=key)


def _key_kind(key: str) -> str:
    folded = fold(key)
    if folded in NAME_KEYS:
        return "name"
    return "address" if folded in ADDRESS_KEYS else "other"
