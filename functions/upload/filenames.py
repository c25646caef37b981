"""Cleans uploaded file names for display; they are never used as a path or in a header as they are."""

import re
import unicodedata

_LONGEST = 255  # characters; the column's width
_UNNAMED = "document"


def clean_filename(given: str | None) -> str:
    """The last part of the name, in one line, without control or direction-changing characters, at most 255 long."""
    last = re.split(r"[\\/]", given or "")[-1]
    # Cc controls, Cf invisible marks such as right-to-left override, Cs lone surrogates, Zl and Zp line breaks.
    visible = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})
    # Composed last, since an invisible character may separate a letter from its accent.
    name = _trimmed(unicodedata.normalize("NFC", visible))
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""
        name = _trimmed(name[: _LONGEST - len(ending)] + ending)
    return name or _UNNAMED


def _trimmed(name: str) -> str:
    """Without blanks and dots at its ends."""
    return re.sub(r"^[\s.]+|[\s.]+$", "", name)
