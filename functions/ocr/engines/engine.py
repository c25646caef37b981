"""What an OCR engine is: it reads the words of one picture."""

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


class OcrEngine(Protocol):
    """One engine of the family; `source` is its name in the result."""

    source: Source

    def read(self, picture: Picture) -> tuple[Word, ...]:
        """Words in reading order, boxes in 0..1 of the picture. Raises PageUnreadableError."""


class PageUnreadableError(Exception):
    """The engine failed on this picture, and would again."""


def mean_confidence(words: Sequence[Word]) -> float:
    """Mean over the characters, so that specks read as letters count little; 0 for no words."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
