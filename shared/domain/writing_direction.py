"""Words that are read from right to left: Arabic, Hebrew and what else is written so."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

_FROM_RIGHT = frozenset({"R", "AL"})
"""Bidirectional classes of their letters (UAX #9)."""

_FROM_LEFT = re.compile(r"[\dA-Za-z](?:[\dA-Za-z.,:/\-]*[\dA-Za-z])?")
"""Numbers and Latin words inside such a text, which are read from left to right."""

_BROKEN_LIGATURE = re.compile("ا([اأإآ])ل")
"""Two letters alef before a lam, which no word has: the letters of a ligature of lam and alef that stay in order."""

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")

Item = TypeVar("Item")


def reads_from_right(text: str) -> bool:
    """Whether it has a letter of a script that is read from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in _FROM_RIGHT for character in text)


def reads_only_from_right(text: str) -> bool:
    """Whether all its letters are of such scripts: what it names stands to its left."""
    return reads_from_right(text) and all(map(reads_from_right, filter(str.isalpha, text)))


def as_read(seen: str) -> str:
    """A word whose characters stand as they are seen, from left to right, in the order in which they are read."""
    if not reads_from_right(seen):
        return seen
    turned = _FROM_LEFT.sub(lambda found: found.group()[::-1], seen[::-1].translate(_MIRRORED))
    return _BROKEN_LIGATURE.sub(r"ال\1", turned)


def in_reading_order(items: Sequence[Item], texts: Sequence[str]) -> tuple[Item, ...]:
    """Items that stand from left to right, those of a run that is read from right to left turned round; `texts` are
    their texts. Numbers and marks between two words of a run belong to it, and all of them if nothing is Latin."""
    return tuple(item for run in _runs(items, texts) for item in run)


def _runs(items: Sequence[Item], texts: Sequence[str]) -> Iterator[Sequence[Item]]:
    from_right = [reads_from_right(text) for text in texts]
    latin = [not right and any(map(str.isalpha, text)) for right, text in zip(from_right, texts, strict=True)]
    if not any(from_right):
        yield items
    elif not any(latin):
        yield items[::-1]
    else:
        for is_latin, group in groupby(range(len(items)), key=latin.__getitem__):
            run = list(group)
            turned = [index for index in run if from_right[index]]
            first, last = (run[0], run[0]) if is_latin or not turned else (turned[0], turned[-1] + 1)
            yield (*items[run[0] : first], *items[first:last][::-1], *items[last : run[-1] + 1])
