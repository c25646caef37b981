"""All words of a document, indexed once, so that each of thousands of values is found in a step or two.

Words are numbered through the document in the reader's order. A text that wraps or is printed in a column is contiguous
in one of three orders (the reader's, row by row, block by block), so each page has a character stream of each.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from functions.extract.grounding.notation import runs
from functions.extract.layout import Layout
from functions.extract.printed_numbers import digit_key
from shared.domain.document import Box, DocumentText, Page, Word, union
from shared.domain.normalising import confuse, fold

LONGEST_SPLIT = 4
"""An amount is printed in at most this many words: "1 234 567 ,89"."""

NEAR_ROWS = 6
NEAR = 0.35
"""Places are near each other up to so many rows and this distance, in 0..1 of the page's sides."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Words (by number, in reading order, all of one page) that show a value; quality 1 is an exact print of it."""

    words: tuple[int, ...]
    quality: float


@dataclass(frozen=True, slots=True)
class Stream:
    """The folded characters of one page in one order; `starts[i]` is where `words[i]` begins in `text`."""

    words: tuple[int, ...]
    starts: tuple[int, ...]
    text: str

    def word_at(self, position: int) -> int:
        """Index into `words` of the word that this character belongs to."""
        return bisect_right(self.starts, position) - 1

    def end_of(self, word: int) -> int:
        """Where the word of this index into `words` ends in `text`."""
        return self.starts[word + 1] if word + 1 < len(self.starts) else len(self.text)


class PlacesByRow:
    """Every place that prints one text: `all` in their order, and those near another place without trying each."""

    def __init__(self, index: "WordIndex", places: Sequence[Occurrence]) -> None:
        self.all = places
        self._by_row: dict[int, list[Occurrence]] = defaultdict(list)
        for place in places:
            self._by_row[index.row_of[place.words[0]]].append(place)

    def near(self, index: "WordIndex", anchor: Occurrence) -> Occurrence | None:
        """The nearest place to another, of equally near ones the first; None if none is near."""
        row, page = index.row_of[anchor.words[0]], index.page_of[anchor.words[0]]
        best: tuple[float, tuple[int, ...]] | None = None
        found = None
        for other in range(row - NEAR_ROWS, row + NEAR_ROWS + 1):
            for place in self._by_row.get(other, ()):
                if index.page_of[place.words[0]] != page:
                    continue
                rank = (distance(index, anchor, place), place.words)
                if rank[0] < NEAR and (best is None or rank < best):
                    best, found = rank, place
        return found


def distance(index: "WordIndex", one: Occurrence, other: Occurrence) -> float:
    """The gap between two places of one page, in 0..1 of its sides."""
    here, there = index.box(one), index.box(other)
    across = max(here.x0 - there.x1, there.x0 - here.x1, 0)
    down = max(here.y0 - there.y1, there.y0 - here.y1, 0)
    return across + down


PartKey = tuple[str, tuple[int, ...] | None]
"""A part of a text, folded, and the pages it is searched on; None for all."""


class WordIndex:
    """`words[n]`, `page_of[n]` (index into `pages`), `row_of[n]` (row of the layout, counted through the document)."""

    def __init__(self, document: DocumentText, layout: Layout) -> None:
        self.pages: tuple[Page, ...] = document.pages
        self.words: list[Word] = []
        self.page_of: list[int] = []
        self.first_word: list[int] = []
        for number, page in enumerate(document.pages):
            self.first_word.append(len(self.words))
            self.words.extend(page.words)
            self.page_of.extend([number] * len(page.words))
        self._layout = layout
        # By identity: the layout returns the same Word objects, and equal words may be printed in many places.
        numbers = {id(word): number for number, word in enumerate(self.words)}
        self.row_of = [-1] * len(self.words)
        self.rows: list[tuple[int, ...]] = []
        for row in layout.rows:
            members = tuple(numbers[id(word)] for word in row.words)
            for member in members:
                self.row_of[member] = len(self.rows)
            self.rows.append(members)
        self._numbers = numbers
        self._places: dict[PartKey, PlacesByRow] = {}

    def places_once(self, key: PartKey, find: Callable[[], Sequence[Occurrence]]) -> PlacesByRow:
        """The places of a part of a text on these pages, searched at its first use: lines of a table share parts."""
        if key not in self._places:
            self._places[key] = PlacesByRow(self, find())
        return self._places[key]

    def page_words(self, page: int) -> range:
        """The numbers of one page's words."""
        end = self.first_word[page + 1] if page + 1 < len(self.pages) else len(self.words)
        return range(self.first_word[page], end)

    def box(self, found: Occurrence) -> Box:
        return union(self.words[number].box for number in found.words)

    def text(self, found: Occurrence) -> str:
        return " ".join(self.words[number].text for number in found.words)

    def reading(self, found: Occurrence) -> float:
        """The reader's confidence in these words, 0..1, weighted by their lengths."""
        lengths = [max(len(self.words[number].text), 1) for number in found.words]
        confidences = [self.words[number].confidence for number in found.words]
        return sum(length * one for length, one in zip(lengths, confidences, strict=True)) / sum(lengths)

    @cached_property
    def by_run(self) -> dict[str, list[int]]:
        """Folded run of letters or digits -> positions in `run_words`."""
        positions: dict[str, list[int]] = defaultdict(list)
        for position, run in enumerate(self.run_texts):
            positions[run].append(position)
        return positions

    @cached_property
    def _runs(self) -> tuple[list[str], list[int]]:
        texts: list[str] = []
        words: list[int] = []
        for number, word in enumerate(self.words):
            found = runs(word.text)
            texts.extend(found)
            words.extend([number] * len(found))
        return texts, words

    @property
    def run_texts(self) -> list[str]:
        """Every run of letters or digits of the document, in reading order."""
        return self._runs[0]

    @property
    def run_words(self) -> list[int]:
        """The word of each of `run_texts`."""
        return self._runs[1]

    @cached_property
    def folded(self) -> list[str]:
        """Every word, folded."""
        return [fold(word.text) for word in self.words]

    @cached_property
    def by_fold(self) -> dict[str, list[int]]:
        """Folded word -> the words that read so."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.folded):
            numbers[text].append(number)
        return numbers

    @cached_property
    def by_digits(self) -> dict[str, list[tuple[int, ...]]]:
        """Digits without leading zeros -> words, alone or with their neighbours on the row, that show just these."""
        found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for members in self._with_neighbours():
            key = digit_key("".join(self.words[number].text for number in members))
            if key:
                found[key].append(members)
        return found

    @cached_property
    def by_confused_digits(self) -> dict[str, list[tuple[int, ...]]]:
        """The same for words in which letters may be misread digits: mostly digits, but not only."""
        found: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for number, folded in enumerate(self.folded):
            digits = sum(map(str.isdigit, folded))
            if digits < len(folded) <= 2 * digits:
                found[digit_key(confuse(folded))].append((number,))
        return found

    def _with_neighbours(self) -> Iterator[tuple[int, ...]]:
        for row in self.rows:
            near = [_near(self.words[left], self.words[right]) for left, right in pairwise(row)]
            numeric = [any(map(str.isdigit, self.words[number].text)) for number in row]
            for start in range(len(row)):
                if not numeric[start]:
                    continue
                yield (row[start],)
                for end in range(start + 1, min(start + LONGEST_SPLIT, len(row))):
                    if not (numeric[end] and near[end - 1]):
                        break
                    yield row[start : end + 1]

    def streams(self, page: int) -> Sequence[Stream]:
        """The page's characters in the reader's order and row by row."""
        if page not in self._streams:
            own = tuple(self.page_words(page))
            by_rows = tuple(self._numbers[id(word)] for row in self._layout.pages[page].rows for word in row.words)
            self._streams[page] = [self._stream(order) for order in dict.fromkeys((own, by_rows))]
        return self._streams[page]

    def block_stream(self, page: int) -> Stream:
        """The page's characters block by block: the text of a column or a cell is contiguous."""
        if page not in self._block_streams:
            blocks = self._layout.pages[page].blocks
            order = [word for block in blocks for segment in block.segments for word in segment.words]
            self._block_streams[page] = self._stream(tuple(self._numbers[id(word)] for word in order))
        return self._block_streams[page]

    @cached_property
    def _streams(self) -> dict[int, list[Stream]]:
        return {}

    @cached_property
    def _block_streams(self) -> dict[int, Stream]:
        return {}

    def _stream(self, order: tuple[int, ...]) -> Stream:
        texts = [self.folded[number] for number in order]
        starts = tuple(accumulate((len(text) for text in texts), initial=0))[:-1]
        return Stream(words=order, starts=starts, text="".join(texts))


def _near(left: Word, right: Word) -> bool:
    """Whether the blank between two words of a row may be inside a number."""
    height = max(left.box.y1 - left.box.y0, right.box.y1 - right.box.y0)
    return right.box.x0 - left.box.x1 <= 1.2 * height
