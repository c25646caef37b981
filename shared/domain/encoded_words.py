"""Encoded words of mail headers (RFC 2047)."""

import re
from email.errors import MessageError
from email.header import decode_header, make_header

_WORD = r"=\?[^?\s]+\?[BbQq]\?[^?]*\?="
_WORDS = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
"""Words one after the other: the blanks between them count for nothing, and one may end within a character."""


def decoded_words(text: str) -> str:
    """The text with its encoded words decoded; words that cannot be decoded stay as they are."""
    return _WORDS.sub(_decoded, text)


def _decoded(words: re.Match[str]) -> str:
    try:
        return str(make_header(decode_header(words.group())))
    except (MessageError, ValueError, LookupError):  # false base64; an unknown or a false character set
        return words.group()
