"""Groups words into lines: reading order for readers that only report the words' boxes."""

from bisect import bisect_left
from collections.abc import Sequence
from statistics import fmean

from shared.domain.document import Word

# Words share a line if their middles differ by less than this fraction of the smaller height.
SAME_LINE = 0.5
# Lines that may still grow while words are added from the top: adjacent columns may have different line spacing.
OPEN_LINES = 4


class _OpenLine:
    """Words of one line sorted by their left edges, so that a new word's neighbours are found by bisection."""

    def __init__(self, word: Word) -> None:
        self.edges = [word.box.x0]
        self.words = [word]

    def add_if_level(self, word: Word) -> bool:
        """Add the word if it is at the height of its nearest neighbour; returns whether it was added."""
        place = bisect_left(self.edges, word.box.x0)
        neighbours = self.words[max(0, place - 1) : place + 1]
        nearest = min(neighbours, key=lambda other: abs(other.box.x0 - word.box.x0))
        height = min(nearest.box.y1 - nearest.box.y0, word.box.y1 - word.box.y0)
        if abs(_middle(nearest) - _middle(word)) >= SAME_LINE * height:
            return False
        self.edges.insert(place, word.box.x0)
        self.words.insert(place, word)
        return True


def in_reading_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words line by line, from top to bottom and left to right; tolerates a slight skew."""
    lines: list[_OpenLine] = []
    for word in sorted(words, key=_middle):
        if not any(line.add_if_level(word) for line in reversed(lines[-OPEN_LINES:])):
            lines.append(_OpenLine(word))
    lines.sort(key=lambda line: fmean(map(_middle, line.words)))
    return tuple(word for line in lines for word in line.words)


def _middle(word: Word) -> float:
    return (word.box.y0 + word.box.y1) / 2
