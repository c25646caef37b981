"""Joins the letters of widely spaced print, which text layers give as words of one letter each: `T O T A L`."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.ocr.text_layer import VOWELS
from shared.domain.document import Box, Word

# The pieces of one line are further apart than this share of the letters' height only between cells.
NEXT_CELL = 1.5
# Letters are at least this far apart, as a share of their height; closer ones are in one word already.
LEAST_GAP = 0.08
# A gap this many times the one between letters is one between words.
BETWEEN_WORDS = 1.6
# Some pairs of letters stay together ("ub" between "S" and "t").
LONGEST_PIECE = 3
MOSTLY_SINGLE = 0.6
# What is joined without other evidence on the page: so many letters, pronounceable, or an amount or a date.
LEAST_LETTERS = 4
PRINTED_NUMBER = re.compile(r"[^\w\s]{0,2}\d{1,3}(?:[.,'/-]\d{1,4})+[^\w\s]?")
# How much the gaps of other lines may differ from those that were evidence.
SAME_GAP = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Short pieces of one line. `gap` is the one between letters, in heights of the letters; `tokens` are the indices
    of the pieces that make a word."""

    gap: float
    tokens: tuple[tuple[int, ...], ...]


def joined(words: Sequence[Word], width: float, height: float) -> tuple[Word, ...]:
    """The words with spaced letters joined, in the same order. The page's size is in points.

    A line is spaced if most of its pieces are single letters, evenly apart, and one of its words is plausible. Once
    there is such a line, what is spaced like it is joined too: single digits may as well be columns of a table.
    """
    runs = list(_runs(words, width, height))
    evidence = sorted(run.gap for run in runs if any(_is_plausible(_text(words, token)) for token in run.tokens))
    spaced = [run for run in runs if any(abs(run.gap - gap) <= SAME_GAP * gap for gap in _around(evidence, run.gap))]
    first_of = {token[0]: token for run in spaced for token in run.tokens}
    inside = {index for token in first_of.values() for index in token[1:]}
    return tuple(
        _one_word([words[part] for part in first_of[index]]) if index in first_of else word
        for index, word in enumerate(words)
        if index not in inside
    )


def _around(ascending: Sequence[float], gap: float) -> Sequence[float]:
    """The nearest at or below, and above: if neither is like it, none is."""
    place = bisect_right(ascending, gap)
    return ascending[max(place - 1, 0) : place + 1]


def is_spaced(words: Sequence[Word]) -> bool:
    """Whether most words are single letters of an alphabet, so that the words themselves are lost."""
    written = [word.text for word in words if any(map(_is_letter, word.text))]
    return sum(len(text) == 1 for text in written) > 0.5 * len(written)


def _is_letter(character: str) -> bool:
    return character.isalpha() and unicodedata.east_asian_width(character) not in ("W", "F")


def _runs(words: Sequence[Word], width: float, height: float) -> Iterator[_Run]:
    for line in _lines(words, width, height):
        for pieces in _short_pieces(words, line):
            high = (words[pieces[0]].box.y1 - words[pieces[0]].box.y0) * height
            gaps = [(words[b].box.x0 - words[a].box.x1) * width / high for a, b in pairwise(pieces)]
            gap = min(gaps)
            if gap < LEAST_GAP:
                continue
            tokens: list[list[int]] = [[pieces[0]]]
            for piece, before in zip(pieces[1:], gaps, strict=True):
                if before > BETWEEN_WORDS * gap:
                    tokens.append([])
                tokens[-1].append(piece)
            yield _Run(gap=gap, tokens=tuple(tuple(token) for token in tokens if len(token) > 1))


def _lines(words: Sequence[Word], width: float, height: float) -> Iterator[list[int]]:
    """Consecutive words of one line that are no cell apart."""
    line: list[int] = []
    for index, word in enumerate(words):
        if line:
            box, last = word.box, words[line[-1]].box
            high = (last.y1 - last.y0) * height
            level = abs(box.y0 - last.y0) + abs(box.y1 - last.y1) < 0.2 * (last.y1 - last.y0)
            if not level or not 0 <= (box.x0 - last.x1) * width <= NEXT_CELL * high:
                yield line
                line = []
        line.append(index)
    if line:
        yield line


def _short_pieces(words: Sequence[Word], line: Sequence[int]) -> Iterator[list[int]]:
    """The stretches of the line with short pieces, most of them single characters."""
    pieces: list[int] = []
    for index in [*line, -1]:
        if index >= 0 and len(words[index].text) <= LONGEST_PIECE:
            pieces.append(index)
            continue
        single = sum(len(words[piece].text) == 1 for piece in pieces)
        if len(pieces) >= 2 and single >= MOSTLY_SINGLE * len(pieces):
            yield pieces
        pieces = []


def _text(words: Sequence[Word], token: Sequence[int]) -> str:
    return "".join(words[index].text for index in token)


def _is_plausible(text: str) -> bool:
    if len(text) < LEAST_LETTERS:
        return False
    if PRINTED_NUMBER.fullmatch(text):
        return True
    letters = unicodedata.normalize("NFC", text.lower())
    vowels = sum(letter in VOWELS for letter in letters)
    return text.isalpha() and 0 < vowels < len(text)


def _one_word(pieces: Sequence[Word]) -> Word:
    x0, y0, x1, y1 = zip(*(piece.box for piece in pieces), strict=True)
    return Word(
        text="".join(piece.text for piece in pieces),
        box=Box(min(x0), min(y0), max(x1), max(y1)),
        confidence=min(piece.confidence for piece in pieces),
    )
