"""Finds on the pages what earlier invoices of the seller print alike: its name, address, numbers, account.

A remembered constant counts only where it is printed. Where the print differs in letters that a reader confuses, the
confirmed spelling is meant; where it differs in a figure, it is another value, and nothing is said.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

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
            self._printed(pointer, _letters, lambda constant: self._text(pointer, constant, least_sure=SURELY_READ))
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
        letters = confuse(fold(constant))
        if not letters:
            return None
        misread = [confuse(fold(text)) for text in self.recollection.readings(pointer, constant)]
        for known in (letters, *(text for text in misread if len(text) >= SHORTEST_MISREAD)):
            for text in self._texts:
                if words := text.words_of(known):
                    return _value(constant, words)
        if len(letters) < SHORT:
            return None
        for text in self._texts:
            if len(text.confused) < len(letters):
                return None
            match = partial_ratio_alignment(letters, text.confused, score_cutoff=LEAST_ALIKE)
            # A letter at either end may be that of a neighbouring word.
            words = text.between(match.dest_start + 1, match.dest_end - 1) if match is not None else []
            if words and _is_misread(constant, words, least_sure):
                return _value(constant, words)
        return None

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
    or letter by letter as what looks like the letter of the constant ("Olnar" for "Dinar"), of which a reader is often
    sure: what is surely printed otherwise is another address."""
    meant, printed = confuse(fold(constant)), confuse(fold(" ".join(word.text for _, word in words)))
    numbers = [token for token in constant.split() if any(map(str.isdigit, token))]
    others = [word for _, word in words if confuse(fold(word.text)) not in meant]
    words_meant = [fold(token) for token in constant.split()]
    return all(confuse(fold(token)) in printed for token in numbers) and all(
        word.confidence < least_sure or (word.confidence < 1 and _looks_like_one(fold(word.text), words_meant))
        for word in others
    )


def _looks_like_one(word: str, meant: Sequence[str]) -> bool:
    """Whether each of its letters is or looks like that of one of these words."""
    return len(word) >= SHORT_WORD and any(
        len(word) == len(one) and all(a == b or look_alike(a, b) for a, b in zip(word, one, strict=True))
        for one in meant
    )


def _value(constant: str, words: Sequence[tuple[int, Word]]) -> Value[str] | None:
    if not words:
        return None
    page = words[0][0]
    return Value(
        value=constant, page=page, words=tuple(word for number, word in words if number == page), confidence=0.5
    )
