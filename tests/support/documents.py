"""Builds documents from plain text, laid out in a monospaced grid."""

import re
from collections.abc import Sequence

from functions.extract.layout import Layout, read_layout
from shared.domain.document import Box, DocumentText, Page, Source, Word

COLUMNS = 110
ROWS = 80


def printed(
    *pages: str, confidence: float = 1.0, source: Source = Source.TEXT_LAYER, order: Sequence[int] | None = None
) -> DocumentText:
    """One page per text: every character takes a cell of a grid (110 × 80, or more if needed), so blanks separate
    columns. `order` permutes the words of each page, like a reader that detects columns."""
    return DocumentText(
        pages=tuple(
            Page(number=number, width=595, height=842, source=source, words=_ordered(_words(text, confidence), order))
            for number, text in enumerate(pages, start=1)
        )
    )


def layout_of(*pages: str, source: Source = Source.TEXT_LAYER) -> Layout:
    """The layout of the same pages."""
    return read_layout(printed(*pages, source=source))


def _ordered(words: tuple[Word, ...], order: Sequence[int] | None) -> tuple[Word, ...]:
    return words if order is None else tuple(words[number] for number in order)


def _words(text: str, confidence: float) -> tuple[Word, ...]:
    found = []
    lines = text.strip("\n").splitlines()
    columns = max([COLUMNS, *map(len, lines)])
    rows = max(ROWS, len(lines))
    for row, line in enumerate(lines):
        for match in re.finditer(r"\S+", line):
            box = Box(match.start() / columns, row / rows, match.end() / columns, (row + 0.8) / rows)
            found.append(Word(text=match.group(), box=box, confidence=confidence))
    return tuple(found)
