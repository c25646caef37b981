"""Sets text on pages of A4: rows of pieces, wrapped to a width, with the box of every word and of every value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shared.domain.document import Box, Page, Source, Word, union

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
MARGIN = 44.0
RIGHT = WIDTH - MARGIN
SMALL, TEXT, HEADING, TITLE = 7.0, 9.0, 10.5, 16.0  # points
LEADING = 1.45  # distance of lines by the size of their text
# Advance widths by the size of the text, of DejaVu Sans, in which the pages are drawn; characters that are not named
# are as wide as most capitals.
_WIDTHS = {
    **dict.fromkeys("iIljJ|'", 0.30), **dict.fromkeys(" .,:;!/\\ft", 0.40), **dict.fromkeys("()[]-r\"*", 0.46),
    **dict.fromkeys("csz", 0.56), **dict.fromkeys("abdeghknopquvxyL0123456789EFPSTY_€$£", 0.64),
    **dict.fromkeys("mwMW@%&+=<>", 1.0),
}  # fmt: skip
_OTHER_WIDTH = 0.79


def text_width(text: str, size: float) -> float:
    """In points, estimated."""
    return size * sum(_WIDTHS.get(character, _OTHER_WIDTH) for character in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in parts that are no wider; a word that is wider alone is cut."""
    parts = [""]
    for word in text.split():
        longer = f"{parts[-1]} {word}".strip()
        if text_width(longer, size) <= width:
            parts[-1] = longer
            continue
        parts.append("")
        room = width
        for character in word:
            room -= text_width(character, size)
            if room < 0 and parts[-1]:
                parts.append("")
                room = width - text_width(character, size)
            parts[-1] += character
    return [part for part in parts if part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text in a row, from its left edge, or up to its right one; the value that it prints, whose place is no
    narrower than `room`."""

    text: str
    x: float
    size: float = TEXT
    to_left: bool = False
    pointer: str | None = None
    room: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands beside each other, and how far below it the next row begins."""

    pieces: tuple[Piece, ...] = ()
    height: float = TEXT * LEADING


def with_label(rows: Sequence[Row], label: str, x: float, *, size: float = TEXT) -> list[Row]:
    """The rows with a label in the first of them; none if there are none."""
    return [
        replace(row, pieces=(Piece(text=label, x=x, size=size), *row.pieces)) if index == 0 else row
        for index, row in enumerate(rows)
    ]


@dataclass(slots=True, kw_only=True)
class Paper:
    """Puts rows on pages of A4, at most `max_pages`; rows beyond are counted. `places`: page and box of each value."""

    max_pages: int
    beyond_words: str  # with `{count}`
    words: list[list[Word]] = field(default_factory=lambda: [[]])
    places: dict[str, tuple[int, Box]] = field(default_factory=dict)
    y: float = MARGIN
    beyond: int = 0

    def put(self, row: Row, head: Row | None = None) -> None:
        """The row, on a new page if need be, below the repeated head of its table."""
        if self.y + row.height > HEIGHT - MARGIN and self.words[-1]:
            if len(self.words) >= self.max_pages:
                self.beyond += 1
                return
            self.words.append([])
            self.y = MARGIN
            if head is not None:
                self.put(head)
        for piece in row.pieces:
            self._print(piece)
        self.y += row.height

    def _print(self, piece: Piece) -> None:
        start = piece.x - text_width(piece.text, piece.size) if piece.to_left else piece.x
        for match in re.finditer(r"\S+", piece.text):
            left = max(0.0, start + text_width(piece.text[: match.start()], piece.size))
            right = min(WIDTH, left + max(1.0, text_width(match.group(), piece.size)))
            left = min(left, right - 0.5)
            box = Box(left / WIDTH, self.y / HEIGHT, right / WIDTH, (self.y + piece.size) / HEIGHT)
            self.words[-1].append(Word(text=match.group(), box=box, confidence=1.0))
            if piece.pointer is not None:
                self._place(piece.pointer, box._replace(x1=max(box.x1, (start + piece.room) / WIDTH)))

    def _place(self, pointer: str, box: Box) -> None:
        page = len(self.words)
        first, known = self.places.get(pointer, (page, box))
        if first == page:  # what goes on overleaf is found by its beginning
            self.places[pointer] = (page, union((known, box)))

    def pages(self) -> tuple[Page, ...]:
        """All pages; the last line of the last one counts the rows beyond."""
        if self.beyond:
            self.y = HEIGHT - MARGIN
            self._print(Piece(text=self.beyond_words.format(count=self.beyond), x=MARGIN, size=SMALL))
        return tuple(
            Page(number=number, width=WIDTH, height=HEIGHT, source=Source.XML, words=tuple(words))
            for number, words in enumerate(self.words, start=1)
        )
