"""The labels of a mention: the one before it in its cell, the one to its left, the heading over it, the one under it.

Dates and numbers are linked with these; what a field does with the links is its own choice.
"""

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace

from functions.extract.layout import Segment
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.titles import TITLE_KINDS
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.labels import PrintedLabel, labels_of
from functions.extract.local.mentions.mention import Mention
from shared.domain.normalising import fold
from shared.domain.writing_direction import reads_only_from_right

WORD = re.compile(r"[^\W\d_]{2,}")
OVERHANG = 0.02
"""Parts of the page width that a value may begin right of its heading's end."""

NEXT_CELL = 0.12
"""Parts of the page width from a label with a colon to its value at most; beyond that is another column."""

UNDER_LINES = 1.5
"""Line heights from a value to the label under it at most."""

SAME_EDGE = 0.01
"""Parts of the page width between the left edges of the lines of one text at most."""

STACKED_LINES = 1.7
"""Line heights from one line of a text to the next at most."""

MOST_STACKED = 8
"""Cells over and under a value that are looked at for how its column is stacked."""
TWO_PAIRS = 4
LONGEST_STACKED = 4
"""Words of a value of such a column at most: an address over a row of headings is none."""

ANSWER = re.compile(r"\s*:\s*[^\W_]|[^\d]{0,20}\d")
"""Behind a label: its own value, after a colon, or with figures."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A label and how its mention stands to it. `distance` is in words between them (after), in cells (right) or in
    line heights (below, above)."""

    label: PrintedLabel
    relation: Relation
    distance: float


def label_before(places: LabelMap, mention: Mention) -> Link | None:
    """The nearest label before it in its own cell."""
    # A label may share letters with the number behind it: "Fatura FT" of "Fatura FT 2020/17".
    before = [found for found in places.of(mention.segment) if found.start < mention.start and found.end < mention.end]
    if not before:
        return None
    between = mention.segment.text[before[-1].end : mention.start]
    return Link(label=before[-1], relation=Relation.AFTER, distance=float(len(WORD.findall(between))))


SENTENCE_ENDS = (".", ";", "·", "|")


def label_of_line_before(places: LabelMap, mention: Mention) -> Link | None:
    """The label with a colon, or alone behind a sentence, that ends the line above, where the two lines are one text
    that wraps between label and value ("… Delivered: 20.02.2025  Due date:" / "06.03.2025"): the row, or a cell."""
    segment = mention.segment
    page = places.page_of(segment)
    if segment.row == 0 or page.rows[segment.row].segments[0] is not segment:
        return label_of_cell_before(places, mention)
    over = page.rows[segment.row - 1].segments
    headings = over[0] is not over[-1] and over[0].text.endswith(":")
    line = None if headings else _that_wraps(places, mention, over[0], over[-1])
    return line or label_of_cell_before(places, mention)


def label_of_cell_before(places: LabelMap, mention: Mention) -> Link | None:
    """The same of a cell alone: "Punto de Venta: 00003 Comp. Nro:" / "00000271"."""
    cell = next(iter(places.page_of(mention.segment).above(mention.segment, 1)), None)
    return None if cell is None else _that_wraps(places, mention, cell, cell)


def _that_wraps(places: LabelMap, mention: Mention, first: Segment, last: Segment) -> Link | None:
    """The label at the end of the line from one cell to another, if it wraps into that of a value."""
    segment, labels = mention.segment, places.of(last)
    page = places.page_of(segment)
    wraps = (
        bool(labels)
        and not any(map(str.isalnum, segment.text[: mention.start]))
        and any(abs(word.box.x0 - segment.box.x0) <= SAME_EDGE for word in first.words)
        and segment.box.x1 < labels[-1].box.x0
        and segment.middle - first.middle <= STACKED_LINES * max(page.line_height, segment.line_height)
    )
    if not wraps:
        return None
    before, behind = last.text[: labels[-1].start].rstrip(), last.text[labels[-1].end :].strip()
    if behind != ":" and (behind or not before.endswith(SENTENCE_ENDS)):
        return None
    return Link(label=labels[-1], relation=Relation.AFTER, distance=1.0)


def label_left(places: LabelMap, mention: Mention, prefer: Collection[Label]) -> Link | None:
    """A label of the next cell to its left that holds anything; the last of the preferred kinds, else the last."""
    page = places.page_of(mention.segment)
    for other in page.before(mention.segment):
        inside = [label for label in places.of(other) if page.from_right or not reads_only_from_right(label.text)]
        if inside:
            preferred = [found for found in inside if found.label in prefer]
            return Link(label=(preferred or list(inside))[-1], relation=Relation.RIGHT, distance=1.0)
        if any(map(str.isalnum, other.text)):
            broken = _over_two_rows(places, other)
            return None if broken is None else Link(label=broken, relation=Relation.RIGHT, distance=1.0)
    return None


MOST_WORDS_BROKEN = 6
"""Words of a label in two rows at most."""


def _over_two_rows(places: LabelMap, cell: Segment) -> PrintedLabel | None:
    """The label that a cell without one makes with the one right over or under it: "Date of" over "issue", a label over
    the rest of its name in Arabic."""
    page = places.page_of(cell)
    for near in (*page.above(cell, 1)[:1], *page.below(cell, 1)[:1]):
        first, second = sorted((near, cell), key=lambda one: one.middle)
        whole = replace(first, words=(*first.words, *second.words), bottom=second.bottom)
        if len(whole.words) > MOST_WORDS_BROKEN or any(map(str.isdigit, whole.text)):
            continue
        found = labels_of(whole)
        if not found or found[0].start > 0 or (places.of(near) and answered(places, places.of(near)[0])):
            continue
        if found[0].end > len(first.text) or reads_only_from_right(second.text):
            return found[0]
    return None


def label_above(places: LabelMap, mention: Mention, lines: float, prefer: Collection[Label]) -> Link | None:
    """The heading over it: the first label above that overlaps it or else nearly does, of the preferred kinds if its
    cell has one, and if it has no value of its own beside it."""
    page = places.page_of(mention.segment)
    height = max(mention.segment.line_height, page.line_height)
    for other in page.above(mention.segment, lines):
        inside = [
            found
            for found in places.of(other)
            if found.box.x0 < mention.box.x1 and found.box.x1 > mention.box.x0 - OVERHANG
        ]
        if inside:
            inside.sort(key=lambda found: found.box.x1 <= mention.box.x0)
            label = next((found for found in inside if found.label in prefer), inside[0])
            if answered(places, label) or _answered_below(places, label, mention):
                return None
            distance = (mention.segment.middle - other.middle) / height
            return Link(label=label, relation=Relation.BELOW, distance=distance)
    return None


def _answered_below(places: LabelMap, label: PrintedLabel, mention: Mention) -> bool:
    """Whether words stand right under a label with a colon, nearer than the mention: they are its value ("Payment due:"
    over "30 days after invoice date")."""
    segment, page = label.segment, places.page_of(label.segment)
    if not segment.text.endswith(":"):
        return False
    below = next((one for one in page.below(segment, 1) if one.middle > segment.middle), None)
    nearer = below is not None and below.middle < mention.segment.top
    return nearer and below is not None and len(WORD.findall(below.text)) > 1 and not places.opens(below)


def label_under(places: LabelMap, mention: Mention) -> Link | None:
    """The label printed under it, as forms have it: the first cell below that overlaps it is nothing but a label."""
    page = places.page_of(mention.segment)
    height = max(mention.segment.line_height, page.line_height)
    for other in page.below(mention.segment, UNDER_LINES)[:1]:
        inside = places.of(other)
        if places.opens(other) and not answered(places, inside[0]) and not page.below(other, 1):
            distance = (other.middle - mention.segment.middle) / height
            return Link(label=inside[0], relation=Relation.ABOVE, distance=distance)
    return None


def label_of_stack(places: LabelMap, mention: Mention) -> Link | None:
    """The label under a value in a column that has every value over its label ("HP-22", "Invoice no.", "14 March",
    "Date of issue"): such a column begins with a value and ends with a label."""
    page = places.page_of(mention.segment)
    column = deque([mention.segment])
    for stacked, add in ((page.above, column.appendleft), (page.below, column.append)):
        last = mention.segment
        for _ in range(MOST_STACKED):
            following = stacked(last, UNDER_LINES)[:1]
            if not following or not _alternate(places, following[0], last):
                break
            last = following[0]
            add(last)
    own = column.index(mention.segment)
    if len(column) < TWO_PAIRS or _is_label(places, column[0]) or not _is_label(places, column[-1]) or own % 2:
        return None
    under = column[own + 1]
    if own and len(page.rows[column[own - 1].row].segments) > len(page.rows[under.row].segments):
        return None  # under a row of headings, over a label that stands alone
    height = max(mention.segment.line_height, page.line_height)
    return Link(
        label=places.of(under)[0],
        relation=Relation.ABOVE,
        distance=(under.middle - mention.segment.middle) / height,
    )


def _alternate(places: LabelMap, one: Segment, other: Segment) -> bool:
    """Whether one of two cells is a label and the other a value, which has figures."""
    value = other if _is_label(places, one) else one
    figures = any(map(str.isdigit, value.text)) and len(value.words) <= LONGEST_STACKED
    return _is_label(places, one) != _is_label(places, other) and figures


def _is_label(places: LabelMap, segment: Segment) -> bool:
    """Whether a cell is a label without a value in its row; the title of a document is none."""
    return (
        places.opens(segment) and fold(segment.text) not in TITLE_KINDS and not answered(places, places.of(segment)[0])
    )


def answered_in_cell(places: LabelMap, label: PrintedLabel) -> bool:
    """Whether a label has its value behind it in its own cell."""
    following = [other.start for other in places.of(label.segment) if other.start >= label.end]
    return ANSWER.match(label.segment.text, label.end, min(following, default=len(label.segment.text))) is not None


def answered(places: LabelMap, label: PrintedLabel) -> bool:
    """Whether a label has its value in its own row: behind a colon or with figures in its cell, or in the next cell
    if that begins with no label ("Fecha : 3.2.2026" is no heading of what is under it)."""
    segment = label.segment
    if answered_in_cell(places, label):
        return True
    if any(other.start >= label.end for other in places.of(segment)):
        return False
    for other in places.page_of(segment).behind(segment):
        if any(map(str.isalnum, other.text)):
            heading = places.opens(other) or other.text.endswith(":")
            near = max(other.box.x0 - segment.box.x1, segment.box.x0 - other.box.x1) <= NEXT_CELL
            colon = near and (segment.text.rstrip().endswith(":") or other.text.startswith(":"))
            figures = any(map(str.isdigit, other.words[0].text))
            return not heading and (colon or figures)
    return False
