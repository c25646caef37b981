"""What an OCR engine is: it reads the words of one picture, whichever way up."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shared.domain.document import Source, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page picture of our own making (8-bit grey or RGB) in a file; size in pixels, dots an inch."""

    path: Path
    width: int
    height: int
    dpi: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """Words in reading order, boxes in 0..1 of the upright picture; the degrees clockwise that made it upright."""

    source: Source
    rotation: int
    words: tuple[Word, ...]


class OcrEngine(Protocol):
    """One engine of the family."""

    def read(self, picture: Picture) -> PageReading:
        """The words, after the picture is made upright if it is not. Raises PageUnreadableError."""


class PageUnreadableError(Exception):
    """The engine failed on this picture, and would again."""


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean over the characters, so that specks read as letters count little; 0 for no words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
