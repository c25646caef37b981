"""Words that are read from right to left: Arabic, Hebrew and what else is written so."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
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


def mostly_from_right(texts: Iterable[str]) -> bool:
    """Whether more of the texts with letters are of such scripts than of others."""
    words = [reads_from_right(text) for text in texts if any(map(str.isalpha, text))]
    return 2 * sum(words) > len(words)


def as_read(seen: str) -> str:
    """A word whose characters stand as they are seen, from left to right, in the order in which they are read."""
    if not reads_from_right(seen):
        return seen
    turned = _FROM_LEFT.sub(lambda found: found.group()[::-1], seen[::-1].translate(_MIRRORED))
    return _BROKEN_LIGATURE.sub(r"ال\1", turned)


def in_reading_order(items: Sequence[Item], texts: Sequence[str], *, from_right: bool = False) -> tuple[Item, ...]:
    """Items that stand from left to right, in the order in which they are read; `texts` are their texts. On a page that
    is read `from_right` all but runs of Latin words are turned round, elsewhere only runs of Arabic or Hebrew ones:
    numbers and marks between two of them belong to the run, and all of them if nothing is Latin."""
    turned = [reads_from_right(text) for text in texts]
    latin = [not right and any(map(str.isalpha, text)) for right, text in zip(turned, texts, strict=True)]
    if not any(turned):
        return tuple(items)
    if from_right or not any(latin):
        return tuple(
            item for run in reversed(_between(latin)) for item in (items[run] if latin[run.start] else items[run][::-1])
        )
    return tuple(
        item for run in _between(turned, latin) for item in (items[run][::-1] if turned[run.start] else items[run])
    )


def _between(inside: Sequence[bool], never: Sequence[bool] = ()) -> list[slice]:
    """Runs that begin and end with an item of the kind and have none of the other in them, and what is between."""
    runs: list[slice] = []
    start = 0
    while start < len(inside):
        end = start + 1
        if inside[start]:
            following = start + 1
            while following < len(inside) and not (never and never[following]):
                end = following + 1 if inside[following] else end
                following += 1
        runs.append(slice(start, end))
        start = end
    return runs
