"""Texts of other people without the characters that nobody sees."""

from unicodedata import category

# Cc controls, Cf invisible marks such as right-to-left override, Cs lone surrogates, Co and Cn no characters at all, Zl
# and Zp line breaks.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text without them."""
    return "".join(one for one in text if category(one) not in _UNSEEN)


def visible_line(text: str) -> str:
    """The text without them in one line, one blank between two words."""
    return " ".join(visible(" ".join(text.split())).split())
