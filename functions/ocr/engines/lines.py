"""Words into lines: reading order for readers that only say where each word stands."""

from collections.abc import Sequence
from statistics import fmean

from shared.domain.document import Word

# Words share a line when their middles differ by less than this part of the lower one's height.
SAME_LINE = 0.5


def in_reading_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """From top to bottom line by line, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        line = next((line for line in reversed(lines[-4:]) if _beside(line, word)), None)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    lines.sort(key=lambda line: fmean(map(_middle, line)))
    return tuple(word for line in lines for word in sorted(line, key=lambda word: word.box.x0))


def _beside(line: Sequence[Word], word: Word) -> bool:
    """Whether the word stands at the height of the nearest word of the line."""
    nearest = min(line, key=lambda other: abs(other.box.x0 - word.box.x0))
    height = min(nearest.box.y1 - nearest.box.y0, word.box.y1 - word.box.y0)
    return abs(_middle(nearest) - _middle(word)) < SAME_LINE * height


def _middle(word: Word) -> float:
    return (word.box.y0 + word.box.y1) / 2
