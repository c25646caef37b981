"""The protocol of an OCR engine: it reads the words of one page picture of any orientation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shared.domain.document import Source, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as a picture file written by this service (8-bit grey or RGB); size in pixels, dots per inch."""

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
    """Reads one picture at a time."""

    def read(self, picture: Picture) -> PageReading:
        """Turn the picture upright and return its words. Raises PageUnreadableError."""


class PageUnreadableError(Exception):
    """The engine failed on this picture; a retry would fail too."""


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean over the characters, so that specks read as letters count little; 0 for no words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
