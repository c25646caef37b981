"""Finds on the pages what earlier invoices of the seller print alike: its name, address, numbers, account.

A remembered constant counts only where it is printed. Where the print differs in letters that a reader confuses, the
confirmed spelling is meant; where it differs in a figure, it is another value, and nothing is said.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from statistics import fmean

from rapidfuzz.distance import Indel, Levenshtein
from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment

from functions.extract.layout import Layout
from functions.extract.local.recollection import Recollection
from functions.extract.local.value import Value
from shared.domain.comparison_keys import account_key, name_key, tax_key
from shared.domain.confusions import look_alike
from shared.domain.document import Word
from shared.domain.memory.seller_memory import SellerMemory, Votes
from shared.domain.normalising import confuse, fold

LONGEST_SEARCHED = 60_000
"""Letters of the pages that a constant is looked for in: the first twenty pages."""

SHORT = 8
"""A shorter text is looked for letter by letter only: anything is like it."""

SHORTEST_MISREAD = 3
"""Letters of what a name was misread as: "LDL" for "Lidl"."""

LEAST_ALIKE = 85
"""Likeness (rapidfuzz, 0..100) from which printed words are the constant, misread."""

LEAST_ALIKE_AT_ALL = 65
"""Likeness of the best piece of a page from which it may be a name that was read badly."""

SHORT_WORD = 4
"""Letters of a word that looks like another at least."""

LONG_WORD = 5
"""Letters of a word, without figures, of which one may be misread as any other, doubled or lost."""

NEARLY_SURELY_READ = 0.95
"""Half of the words with one letter misread are less sure, and 3 % of those that are right (on labelled receipts)."""

ROOM_OF_A_LINE = 1.6
"""Times the distance of two lines, from which there is room for another one between them."""

MOST_PLACES = 20
"""Of one text that are looked at."""

SURELY_READ = 0.9
"""A word of an address that the reader was so sure of is printed so: the seller has moved. Names do not move, so that
of the recognised seller may be read as surely as wrong; on a page that nobody had to read (1.0) nothing is misread."""

Key = Callable[[str], Hashable]


@dataclass(frozen=True, kw_only=True)
class _Text:
    """The words of the pages in one order, folded and without blanks, with the way back to them."""

    words: Sequence[tuple[int, Word]]

    @cached_property
    def plain(self) -> str:
        return "".join(self._parts)[:LONGEST_SEARCHED]

    @cached_property
    def confused(self) -> str:
        """Letter by letter the same, with figures for the letters that look like them."""
        return confuse(self.plain)

    @cached_property
    def _parts(self) -> list[str]:
        """Each word, folded, as far as they are searched."""
        parts: list[str] = []
        room = LONGEST_SEARCHED
        for _, word in self.words:
            if room <= 0:
                break
            parts.append(fold(word.text))
            room -= len(parts[-1])
        return parts

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self._parts)))

    @cached_property
    def _edges(self) -> frozenset[int]:
        return frozenset((0, *self._ends))

    def between(self, start: int, end: int) -> list[tuple[int, Word]]:
        """The words that have a character there."""
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        return list(self.words[first : last + 1])

    def words_of(self, letters: str) -> list[tuple[int, Word]]:
        """The first whole words that these confused letters are; none if there are none."""
        for start, end in _places(letters, self.confused):
            if start in self._edges and end in self._edges:
                return self.between(start, end)
        return []

    def is_like(self, letters: str) -> bool:
        """Whether these confused letters, however badly read, may stand somewhere."""
        return partial_ratio(letters, self.confused, score_cutoff=LEAST_ALIKE_AT_ALL) > 0

    def number(self, letters: str, *, misread: bool) -> list[tuple[int, Word]]:
        """The first words that hold a number, in which no figure goes on before or behind it: "VAT:GB123456782"."""
        for start, end in _places(confuse(letters) if misread else letters, self.confused if misread else self.plain):
            before, behind = self.plain[max(start - 1, 0) : start], self.plain[end : end + 1]
            if not (before.isdigit() and letters[0].isdigit()) and not (behind.isdigit() and letters[-1].isdigit()):
                return self.between(start, end)
        return []


def _places(letters: str, text: str) -> Iterator[tuple[int, int]]:
    """The first places of the letters."""
    start = text.find(letters)
    for _ in range(MOST_PLACES):
        if start < 0:
            return
        yield start, start + len(letters)
        start = text.find(letters, start + 1)


@dataclass(frozen=True, kw_only=True)
class Constants:
    """The remembered constants of one document's seller, as far as they are printed on it."""

    recollection: Recollection

    def names(self) -> list[tuple[Value[str], float]]:
        """The seller's names that are printed, and what the lessons weigh that stand by each."""
        pointer = "/seller/name"
        return self._printed(pointer, _letters, lambda constant: self._text(pointer, constant, least_sure=1.0))

    def name_another_seller(self) -> bool:
        """Whether most earlier invoices print a name of their seller, and this document none that is anything like it:
        it has the number or the account of another one, as companies of a group do."""
        known = self.recollection.constants("/seller/name", name_key)
        keys = [key for name, _ in known if (key := name_key(name)) is not None]
        if 2 * sum(count for _, count in known) <= len(self.recollection.lessons) or not keys:
            return False
        return all(len(key) >= SHORT and not any(text.is_like(key) for text in self._texts) for key in keys)

    def address(self) -> Value[str] | None:
        """The seller's address."""
        pointer = "/seller/address"
        return _first(
            self._printed(
                pointer,
                _letters,
                lambda constant: (
                    self._text(pointer, constant, least_sure=SURELY_READ) or self._but_for_lost_lines(constant)
                ),
            )
        )

    def number(self, pointer: str) -> Value[str] | None:
        """A tax number, telephone number, electronic address or bank: the same in every figure."""
        key = tax_key if pointer.endswith("_id") else _letters
        return _first(self._printed(pointer, key, lambda constant: self._number(constant, misread=True)))

    def account(self, pointer: str, printed: Iterable[str]) -> Value[str] | None:
        """The account that earlier invoices were paid to. Null if an account is `printed` (keys) that none of them
        prints: which one is meant is for a person to say."""
        known = self.recollection.known_accounts
        named = {account_key(value) for value, _ in self.recollection.constants(pointer, account_key)}
        if not all(one in known or one in named for one in printed):
            return None
        return _first(self._printed(pointer, account_key, lambda constant: self._number(constant, misread=False)))

    def country(self) -> str | None:
        """The seller's country on most of its invoices."""
        known = self.recollection.constants("/seller/country", str)
        return known[0][0] if known else None

    def _printed(
        self, pointer: str, key: Key, find: Callable[[str], Value[str] | None]
    ) -> list[tuple[Value[str], float]]:
        """The values that are printed, by which more lessons stand than by the others that are."""
        remembered = self.recollection.constants(pointer, key)
        found = [(value, count) for text, count in remembered if (value := find(text)) is not None]
        whole = sum(count for _, count in found)
        votes = [(value, count, Votes(agree=count, contradict=whole - count)) for value, count in found]
        return [(_sure(value, count, whole), vote.weight) for value, count, vote in votes if vote.weight > 0]

    def _number(self, constant: str, *, misread: bool) -> Value[str] | None:
        letters = fold(constant)
        return _value(constant, self._texts[0].number(letters, misread=misread)) if letters else None

    def _text(self, pointer: str, constant: str, *, least_sure: float) -> Value[str] | None:
        """Where it is printed, was misread as it once was, or was misread in words that the reader was less sure of
        than that."""
        misread = [confuse(fold(text)) for text in self.recollection.readings(pointer, constant)]
        for known in (confuse(fold(constant)), *(text for text in misread if len(text) >= SHORTEST_MISREAD)):
            for text in self._texts:
                if known and (words := text.words_of(known)):
                    return _value(constant, words)
        return _value(constant, self._misread(constant, least_sure))

    def _misread(self, constant: str, least_sure: float) -> list[tuple[int, Word]]:
        letters = confuse(fold(constant))
        if len(letters) < SHORT:
            return self._alone(letters) if least_sure == 1.0 else []
        for text in self._texts:
            if len(text.confused) < len(letters):
                return []
            match = partial_ratio_alignment(letters, text.confused, score_cutoff=LEAST_ALIKE)
            # A letter at either end may be that of a neighbouring word.
            words = text.between(match.dest_start + 1, match.dest_end - 1) if match is not None else []
            if words and _is_misread(constant, words, least_sure):
                return words
        return []

    def _but_for_lost_lines(self, address: str) -> Value[str] | None:
        """Where the first half of an address or more is printed and nothing stands where it would go on: on a page that
        had to be read, these lines were lost."""
        parts = address.split(",")
        for count in range(len(parts) - 1, 1, -1):
            begin = ",".join(parts[:count])
            if 2 * len(fold(begin)) < len(fold(address)):
                return None
            words = self._texts[1].words_of(confuse(fold(begin))) or self._misread(begin, SURELY_READ)
            if words:
                return _value(address, words) if self._is_room_below(words) else None
        return None

    def _is_room_below(self, words: Sequence[tuple[int, Word]]) -> bool:
        """Whether what stands next below these lines is farther away than they are from one another."""
        page = words[0][0]
        mine = [word for _, word in words]
        height = fmean(word.box.y1 - word.box.y0 for word in mine)
        lines = [_middle(word) for word in sorted(mine, key=_middle)]
        last = lines[-1]
        before = next((line for line in reversed(lines) if last - line > height / 2), None)
        left, right = min(word.box.x0 for word in mine), max(word.box.x1 for word in mine)
        below = [
            _middle(word)
            for number, word in self._texts[0].words
            if number == page and _middle(word) - last > height / 2 and word.box.x0 < right and word.box.x1 > left
        ]
        is_read = any(word.confidence < 1 for word in mine)
        return is_read and before is not None and bool(below) and min(below) - last > ROOM_OF_A_LINE * (last - before)

    def _alone(self, letters: str) -> list[tuple[int, Word]]:
        """The words that had to be read, stand by themselves, and are these confused letters but for one too many or
        too few: another letter in its place is another name."""
        if len(letters) <= SHORTEST_MISREAD:
            return []
        for page in self.recollection.layout.pages:
            for segment in page.segments:
                if Indel.distance(letters, confuse(fold(segment.text)), score_cutoff=1) == 1 and all(
                    word.confidence < 1 for word in segment.words
                ):
                    return [(page.number, word) for word in segment.words]
        return []

    @cached_property
    def _texts(self) -> tuple[_Text, _Text]:
        """Row by row, and block by block: an address beside another one is whole in one of them."""
        layout: Layout = self.recollection.layout
        rows = [(row.page, word) for row in layout.rows for word in row.words]
        blocks = [
            (page.number, word)
            for page in layout.pages
            for block in page.blocks
            for segment in block.segments
            for word in segment.words
        ]
        return _Text(words=rows), _Text(words=blocks)


def of_this_seller(layout: Layout, memory: SellerMemory | None) -> SellerMemory | None:
    """The memory, unless the document names another seller than its invoices do."""
    known = Constants(recollection=Recollection.of(layout, memory))
    return None if known.name_another_seller() else memory


def _letters(text: str) -> Hashable:
    return confuse(fold(text))


def _first(values: Sequence[tuple[Value[str], float]]) -> Value[str] | None:
    return values[0][0] if values else None


def either(found: Value[str] | None, remembered: Value[str] | None) -> Value[str] | None:
    """The remembered value; at the place and as sure as it was found, where both are one."""
    if found is None or remembered is None or _letters(found.value) != _letters(remembered.value):
        return remembered or found
    return replace(found, value=remembered.value, lessons=remembered.lessons)


def _sure(value: Value[str], agree: int, of: int) -> Value[str]:
    """As sure as the next one of so many is to be like them (Laplace's rule of succession)."""
    return replace(value, confidence=(agree + 1) / (of + 2), lessons=agree)


def _is_misread(constant: str, words: Sequence[tuple[int, Word]], least_sure: float) -> bool:
    """Whether the print may be the constant misread. Every number of the constant is in the print: one that looks like
    it, since a letter may be read for a figure, but no other figure. And what else differs was read without certainty,
    or as what is nearly the word of the constant, of which a reader is often sure: what is surely printed otherwise is
    another address."""
    meant, printed = confuse(fold(constant)), confuse(fold(" ".join(word.text for _, word in words)))
    numbers = [token for token in constant.split() if any(map(str.isdigit, token))]
    others = [word for _, word in words if confuse(fold(word.text)) not in meant]
    words_meant = [fold(token) for token in constant.split()]
    return all(confuse(fold(token)) in printed for token in numbers) and all(
        word.confidence < least_sure or _is_nearly_one(word, words_meant) for word in others
    )


def _is_nearly_one(word: Word, meant: Sequence[str]) -> bool:
    """Whether it is one of these words letter by letter as it looks ("Olnar" for "Dinar") or, where the reader was not
    quite sure, but for one letter of several ("Grounid" for "Ground")."""
    read = fold(word.text)
    if len(read) < SHORT_WORD or word.confidence == 1:
        return False
    unsure = word.confidence < NEARLY_SURELY_READ
    return any(
        (len(read) == len(one) and all(a == b or look_alike(a, b) for a, b in zip(read, one, strict=True)))
        or (unsure and len(one) >= LONG_WORD and (read + one).isalpha() and Levenshtein.distance(read, one) == 1)
        for one in meant
    )


def _middle(word: Word) -> float:
    return (word.box.y0 + word.box.y1) / 2


def _value(constant: str, words: Sequence[tuple[int, Word]]) -> Value[str] | None:
    if not words:
        return None
    page = words[0][0]
    return Value(
        value=constant, page=page, words=tuple(word for number, word in words if number == page), confidence=0.5
    )
