"""Texts of other people, made safe for a terminal: file names and documents may hold anything."""

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control characters (of the terminal), invisible ones (that turn the direction of the text), half characters."""


def shown(text: object) -> str:
    """The text on one line, with U+FFFD for what a terminal would obey."""
    return "".join("\ufffd" if unicodedata.category(letter) in _UNSAFE else letter for letter in str(text))
