"""An XML invoice as pages of words: one line per element, name before value, so that evidence has a location."""

import re
import textwrap
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from shared.domain.document import Box, Page, Source, Word
from shared.domain.einvoice_syntax import ATTACHED_FILE_ELEMENTS

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
MARGIN = 40.0
LINE = 13.0
FONT = 9.0
INDENT = 10.0
# Width of a character relative to the font size: generous for a proportional font, so that words never overlap.
CHARACTER = 0.58
LINES_A_PAGE = int((HEIGHT - 2 * MARGIN) / LINE)
MOST_DEPTH = 12
WORD_BREAKS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")
# Attributes that qualify a value: the currency of an amount, the unit of a quantity, the scheme of an id.
SHOWN_ATTRIBUTES = ("currencyID", "unitCode", "schemeID", "Unit", "QuantityUnitCode", "AmountCurrencyIdentifier")
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
LONGEST_ATTRIBUTE = 1000  # characters; longer ones are seals and certificates


def listing_pages(root: etree._Element, max_pages: int) -> tuple[Page, ...]:
    """A4 pages of the invoice's elements in order; the last line counts those beyond `max_pages`."""
    room = max_pages * LINES_A_PAGE
    all_lines = _lines(root, 0)
    lines = list(islice(all_lines, room))
    if beyond := sum(1 for _ in all_lines):
        lines[-1] = (0, f"({beyond + 1} more lines are not shown)")
    starts = range(0, max(1, len(lines)), LINES_A_PAGE)
    return tuple(
        Page(
            number=number,
            width=WIDTH,
            height=HEIGHT,
            source=Source.XML,
            words=tuple(_words(lines[start : start + LINES_A_PAGE])),
        )
        for number, start in enumerate(starts, start=1)
    )


def _lines(element: etree._Element, depth: int) -> Iterator[tuple[int, str]]:
    """Indent and text of the element's lines, wrapped to the page."""
    indent = min(depth, MOST_DEPTH)
    name = WORD_BREAKS.sub(" ", etree.QName(element).localname)
    children = list(element)
    value = " ".join((element.text or "").split())
    is_file = not children and etree.QName(element).localname in ATTACHED_FILE_ELEMENTS
    values = _attribute_lines(element) if not value and not is_file else []
    if not children and not value and not is_file and not values:
        return
    if values:
        yield indent, name
        for line in values:
            yield from _wrapped(line, min(depth + 1, MOST_DEPTH))
        for child in children:
            yield from _lines(child, depth + 1)
        return
    if not children:
        attributes = " ".join(element.get(attribute, "") for attribute in SHOWN_ATTRIBUTES if element.get(attribute))
        if is_file:
            value = f"(attached file {element.get('filename', '')})"
        yield from _wrapped(f"{name}: {value} {attributes}", indent)
        return
    yield indent, name
    for child in children:
        yield from _lines(child, depth + 1)


def _attribute_lines(element: etree._Element) -> list[str]:
    """The values that a format writes as attributes of an element without text of its own."""
    return [
        f"{WORD_BREAKS.sub(' ', etree.QName(name).localname)}: {value}"
        for name, value in ((str(name), str(value)) for name, value in element.attrib.items())
        if not name.startswith(f"{{{SCHEMA_INSTANCE}}}") and value.strip() and len(value) <= LONGEST_ATTRIBUTE
    ]


def _wrapped(line: str, indent: int) -> Iterator[tuple[int, str]]:
    room = int((WIDTH - 2 * MARGIN - indent * INDENT) / (FONT * CHARACTER))
    for part in textwrap.wrap(line, width=room, break_on_hyphens=False):
        yield indent, part


def _words(lines: list[tuple[int, str]]) -> Iterator[Word]:
    for row, (indent, line) in enumerate(lines):
        top = MARGIN + row * LINE
        for match in re.finditer(r"\S+", line):
            left = MARGIN + indent * INDENT + match.start() * FONT * CHARACTER
            right = min(WIDTH, left + len(match.group()) * FONT * CHARACTER)
            box = Box(left / WIDTH, top / HEIGHT, right / WIDTH, (top + FONT) / HEIGHT)
            yield Word(text=match.group(), box=box, confidence=1.0)
