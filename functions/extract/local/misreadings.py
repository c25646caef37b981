"""What readers of images confuse, put right where the word is known: I for l inside a word, words of streets, names of
regions and countries. Other words stay as they were read."""

import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from functions.extract.local.party_vocabulary import COUNTRY_WORDS, REGION_PHRASES, STREET_WORDS

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LIKE = str.maketrans({"1": "l", "|": "l", "i": "l", "j": "l", "0": "o", "c": "o", "e": "o", "5": "s", "8": "b"})
_ENOUGH = 5
"""Shorter words have too many that look like them."""


def spelled(text: str) -> str:
    """The text of a name or an address with the I or 1 for l of "BIk", "F1r", "PIaza" put right."""
    return re.sub(r"(?<![^\W_])([A-Z])[I1](?=[a-z])", r"\1l", text)


def spelled_place(text: str) -> str:
    """An address: known words of streets and countries whose letters look alike ("JAIAN", "Malaysla"), and long names
    of regions with one wrong letter ("Johor Bahtu")."""
    text = _WORD.sub(lambda word: _known(word.group()), spelled(text))
    for phrase in REGION_PHRASES:
        text = _with_region(text, phrase)
    return text


def _known(word: str) -> str:
    if len(word) < _ENOUGH or sum(character.isdigit() for character in word) > 1:
        return word
    right = _by_shape().get(word.lower().translate(_LIKE))
    return word if right is None or right == word.lower() else _in_case_of(word, right)


@cache
def _by_shape() -> dict[str, str]:
    """Shape -> the known word; a shape of two words says nothing."""
    known = {word for word in STREET_WORDS | COUNTRY_WORDS if word.isalpha() and len(word) >= _ENOUGH}
    shapes: dict[str, set[str]] = {}
    for word in known:
        shapes.setdefault(word.translate(_LIKE), set()).add(word)
    return {shape: words.pop() for shape, words in shapes.items() if len(words) == 1}


def _with_region(text: str, phrase: str) -> str:
    words = list(_LETTERS.finditer(text))
    count = phrase.count(" ") + 1
    for index in range(len(words) - count + 1):
        start, end = words[index].start(), words[index + count - 1].end()
        read = text[start:end]
        # A missing letter may be another spelling ("Johor Baru"); a wrong one or one too many is not.
        if len(read) in (len(phrase), len(phrase) + 1) and Levenshtein.distance(read.lower(), phrase) == 1:
            return text[:start] + _in_case_of(read, phrase) + text[end:]
    return text


def _in_case_of(read: str, right: str) -> str:
    if sum(character.isupper() for character in read) > len(read) / 2:
        return right.upper()
    return right.title() if read[0].isupper() else right
