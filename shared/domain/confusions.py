"""The characters that OCR confuses: one table, and the ways to correct texts by it.

Which of them are replaced depends on the context: in an amount only capitals and strokes, in a date even fewer, since
other look-alikes are words.
"""

from collections.abc import Mapping

_DIGITS: Mapping[str, str] = {"0": "OoQqd", "1": "Iil|", "2": "Zz", "5": "Ss", "6": "g", "8": "Bb"}
"""Digit -> the letters and strokes that OCR reads instead."""

_LETTERS: Mapping[str, str] = {"0": "o", "1": "l", "|": "l", "5": "s", "8": "b"}
"""Digit or stroke -> the small letter that it stands for."""

_SHAPES: Mapping[str, str] = {"l": "ij", "o": "ce"}
"""Small letter -> others that have its shape in a poor print."""

_ONE_FOR_ANOTHER: Mapping[str, str] = {
    "n": "mhurw", "m": "hw", "h": "ubk", "u": "voi", "o": "acdqe0b", "e": "cas", "l": "itfd1", "i": "jt1um", "f": "trp",
    "r": "p", "g": "qc69", "s": "za5", "b": "d86", "v": "y", "x": "ky", "k": "y", "z": "2", "d": "0", "a": "4",
}  # fmt: skip
"""Small letter -> what single letters of known words were read as on labelled receipts."""

_ALIKE = frozenset(frozenset((one, other)) for one, others in _ONE_FOR_ANOTHER.items() for other in others)


def digits_for(characters: str) -> dict[int, str]:
    """For `str.translate`: each of these characters as the digit that it looks like. Raises KeyError for another."""
    looks_like = {character: digit for digit, characters in _DIGITS.items() for character in characters}
    return {ord(character): looks_like[character] for character in characters}


def letters_for(characters: str) -> dict[int, str]:
    """For `str.translate`: each of these digits as the letter that it looks like. Raises KeyError for another."""
    return {ord(character): _LETTERS[character] for character in characters}


def shape(word: str) -> str:
    """A word in small letters, with one letter for all of the same shape: "piaza" and "plaza" are the same."""
    return word.translate(_TO_SHAPE)


_TO_SHAPE = letters_for("".join(_LETTERS)) | {
    ord(other): letter for letter, others in _SHAPES.items() for other in others
}


def look_alike(one: str, other: str) -> bool:
    """Whether one of two characters may be the other misread."""
    return frozenset((one, other)) in _ALIKE
