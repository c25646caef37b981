"""File names as clients send them, cleaned for display; they are never used as a path or in a header as they are."""

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from shared.domain.encoded_words import decoded_words
from shared.domain.visible_text import visible
from shared.http.header_parameters import header_parameters

_LONGEST = 255  # characters; the column's width
_UNNAMED = "document"
_EXTENDED_CHARSETS = {"utf-8": "utf-8", "iso-8859-1": "latin-1", "": "utf-8"}
"""Of `filename*` (RFC 8187, and its predecessor RFC 5987); the empty one is a client's mistake."""


def sent_filename(disposition: str) -> str | None:
    """The file name in a part's Content-Disposition, which holds one character per byte; None or empty: unnamed.

    Read are `filename*` (RFC 8187), which wins as in RFC 6266, and `filename`: UTF-8 as browsers write it (WHATWG, with
    quotes and line ends as %22, %0D, %0A), Latin-1, escaped quotes (RFC 822), and encoded words (RFC 2047, .NET).
    """
    parameters = header_parameters(disposition)
    extended = _extended(parameters.get("filename*", ""))
    return extended if extended is not None else _plain(parameters.get("filename"))


def _extended(value: str) -> str | None:
    charset, _, rest = value.partition("'")
    language_given, codec = "'" in rest, _EXTENDED_CHARSETS.get(charset.lower())
    if not language_given or codec is None:
        return None
    try:
        return unquote_to_bytes(rest.partition("'")[2]).decode(codec)
    except UnicodeDecodeError:
        return None


def _plain(value: str | None) -> str | None:
    if value is None:
        return None
    if '\\"' in value:
        value = value.replace("\\\\", "\\").replace('\\"', '"')
    else:
        value = value.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    octets = value.encode("latin-1", "replace")
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        text = octets.decode("cp1252", "replace")  # Latin-1 and what Windows adds to it
    return decoded_words(text)


def clean_filename(given: str | None) -> str:
    """The last part of the name, in one line, without control or direction-changing characters, at most 255 long."""
    last = re.split(r"[\\/]", given or "")[-1]
    # Composed last, since an invisible character may separate a letter from its accent.
    name = _trimmed(unicodedata.normalize("NFC", visible(last)))
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""
        name = _trimmed(name[: _LONGEST - len(ending)] + ending)
    return name or _UNNAMED


def _trimmed(name: str) -> str:
    """Without blanks and dots at its ends."""
    return re.sub(r"^[\s.]+|[\s.]+$", "", name)
