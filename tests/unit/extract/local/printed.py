"""Documents from plain text: each character is 6 points wide, each line 12 points high, as a monospaced print."""

import re

from functions.extract.layout import Layout, read_layout
from shared.domain.document import Box, DocumentText, Page, Source, Word

CHARACTER, LINE = 6.0, 12.0


def document_of(*pages: str, source: Source = Source.TEXT_LAYER) -> DocumentText:
    """One page for each text, as wide and as high as the text needs, at least A4."""
    return DocumentText(pages=tuple(_page(number, text, source) for number, text in enumerate(pages, 1)))


def layout_of(*pages: str, source: Source = Source.TEXT_LAYER) -> Layout:
    return read_layout(document_of(*pages, source=source))


def _page(number: int, text: str, source: Source) -> Page:
    lines = text.strip("\n").split("\n")
    width = max(595.0, CHARACTER * (max(map(len, lines)) + 4))
    height = max(842.0, LINE * (len(lines) + 4))
    words = tuple(
        Word(
            text=match.group(),
            box=Box(
                CHARACTER * (match.start() + 2) / width,
                LINE * (row + 2) / height,
                CHARACTER * (match.end() + 2) / width,
                (LINE * (row + 2) + 10) / height,
            ),
            confidence=0.99,
        )
        for row, line in enumerate(lines)
        for match in re.finditer(r"\S+", line)
    )
    return Page(number=number, width=width, height=height, source=source, words=words)
