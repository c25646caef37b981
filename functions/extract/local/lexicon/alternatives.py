"""A pattern of many words that tries, at each place of a text, only those that begin with the letter there.

Python's `re` tries the alternatives of a list one after another. As a tree, grouped by their first letters again and
again, five hundred words are a dozen looks. Words that begin with different letters never match at one place, so which
of them stands first does not matter; the words of a group keep their order.
"""

import re
from collections.abc import Iterable, Sequence

Letter = tuple[str, str | None]
"""The pattern of one letter, and the letter itself in capitals; the latter is null for a pattern that may match
nothing, or several letters."""


def literal(word: str) -> list[Letter]:
    """The letters of a word as they are."""
    return [(re.escape(letter), letter.upper()) for letter in word]


def one_of(words: Iterable[Sequence[Letter]]) -> str:
    """A pattern, of one group, of any of the words: the first that matches, for which the longest must stand first."""
    return f"(?:{_tree(list(words))})"


def _tree(words: Sequence[Sequence[Letter]]) -> str:
    if len(words) == 1 or any(word[0][1] is None for word in words if word):
        return "|".join(map(_plain, words))
    groups: dict[str | None, list[Sequence[Letter]]] = {}
    for word in words:
        groups.setdefault(word[0][1] if word else None, []).append(word)
    return "|".join(map(_branch, groups.values()))


def _branch(words: Sequence[Sequence[Letter]]) -> str:
    """Words of one first letter."""
    firsts = {word[0][0] for word in words if word}
    if len(words) == 1 or len(firsts) != 1:  # with and without an accent
        return "|".join(map(_plain, words))
    return firsts.pop() + one_of([word[1:] for word in words])


def _plain(word: Sequence[Letter]) -> str:
    return "".join(pattern for pattern, _ in word)
