"""Text patterns over the words of a row, so that a number broken into cells or words is still found whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from functions.extract.layout import Row, Segment, text_of, words_between
from shared.domain.document import Word


@dataclass(frozen=True, kw_only=True)
class TextRun:
    """The words of a row (or of one cell of it) joined by single blanks, with the way back to the words."""

    page: int
    words: tuple[Word, ...]
    text: str

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that have a character in start..end of the text."""
        return words_between(self.words, start, end)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text)


def run_of(part: Row | Segment) -> TextRun:
    """A row or a segment as a line."""
    return TextRun(page=part.page, words=part.words, text=text_of(part.words))
