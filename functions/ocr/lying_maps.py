"""Fonts and marked contents whose text may be another than the one that is drawn.

A text layer says what the file's maps say: /ToUnicode of a font, /ActualText of a piece of contents. Either may say
anything. They are compared here with what else the file says about the glyphs; only the looking process calls this.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

ACTUAL_TEXT = re.compile(rb"/ActualText\s*(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>)")
BF_CHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
BF_RANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>")
TRIPLE = re.compile(
    rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]+)>|\[((?:\s*<[0-9A-Fa-f\s]*>)*)\s*\])"
)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
BLANKS = b" \t\n\r\f\v"
# A map of one font has some hundred entries.
MOST_ENTRIES = 5_000
LARGEST_MAP = 200_000
# Letters and digits of a font that must have the same distance between code and character before others stand out.
ENOUGH_ALIKE = 8
MOSTLY_ALIKE = 0.6


def text_may_lie(held: Any) -> bool:
    """Whether this object is a font whose map contradicts its encoding or itself, or contents that replace what is
    drawn by other letters or digits. May raise what pypdf raises at broken objects."""
    if not isinstance(held, dict):
        return False
    if held.get("/Type") == "/Font" and "/ToUnicode" in held:
        stream = held["/ToUnicode"]
        mapped = _mapped(stream.get_data()[:LARGEST_MAP]) if hasattr(stream, "get_data") else {}
        return _contradicts_encoding(held, mapped) or _contradicts_itself(mapped)
    if "/ActualText" in held and held.get("/Type") != "/StructElem" and "/S" not in held:
        return _says_something(str(held["/ActualText"]))
    return False


def replaces_text(content: bytes) -> bool:
    """Whether a content stream has text to be read in place of what it draws."""
    for literal, digits in ACTUAL_TEXT.findall(content):
        raw = _bytes(digits) or literal
        text = raw.decode("utf-16", "replace") if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else raw.decode("latin-1")
        if _says_something(text):
            return True
    return False


def _says_something(text: str) -> bool:
    """Hyphens, blanks, ligatures and bullets are replaced for good reasons."""
    return any(map(str.isdecimal, text)) or sum(map(str.isalpha, text)) > 3


def _contradicts_encoding(font: Mapping[str, Any], mapped: Mapping[int, str]) -> bool:
    """Whether a letter or digit that the encoding names is another by the map."""
    named = dict(_named(font))
    return any(named[code] != text for code, text in mapped.items() if code in named and _is_plain(named[code]))


def _named(font: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Code and character, for the codes of a simple font whose glyphs have standard names."""
    from pypdf._codecs import adobe_glyphs, charset_encoding

    encoding = font.get("/Encoding")
    if font.get("/Subtype") == "/Type0" or encoding is None:
        return
    base = encoding if isinstance(encoding, str) else encoding.get("/BaseEncoding")
    if base in charset_encoding:
        yield from enumerate(charset_encoding[base])
    if isinstance(encoding, dict):
        code = 0
        for one in encoding.get("/Differences", ()):
            if isinstance(one, int):
                code = int(one)
            else:
                yield code, adobe_glyphs.get(str(one), "")
                code += 1


def _contradicts_itself(mapped: Mapping[int, str]) -> bool:
    """Whether most letters and digits have the same distance from their codes, as in a font in the order of ASCII, and
    some have another one."""
    distances = Counter(code - ord(text) for code, text in mapped.items() if _is_plain(text))
    if not distances:
        return False
    ((_, alike),) = distances.most_common(1)
    everything = sum(distances.values())
    return alike >= ENOUGH_ALIKE and MOSTLY_ALIKE * everything <= alike < everything


def _is_plain(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isalnum()


def _mapped(cmap: bytes) -> dict[int, str]:
    """Code and text of a /ToUnicode map (CMap resource, Adobe technical note 5411), as far as it is regular."""
    mapped: dict[int, str] = {}
    for section in BF_CHAR.findall(cmap):
        for code, text in PAIR.findall(section):
            mapped[_number(code)] = _text(text)
    for section in BF_RANGE.findall(cmap):
        for first, last, start, listed in TRIPLE.findall(section):
            codes = range(_number(first), min(_number(last), _number(first) + 255) + 1)
            if listed:
                mapped.update(zip(codes, map(_text, HEX.findall(listed)), strict=False))
            elif len(text := _text(start)) == 1:
                mapped.update((code, chr(min(0x10FFFF, ord(text) + code - codes[0]))) for code in codes)
            if len(mapped) > MOST_ENTRIES:
                return mapped
    return mapped


def _number(digits: bytes) -> int:
    return int(digits.translate(None, BLANKS) or b"0", 16)


def _text(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "replace")


def _bytes(digits: bytes) -> bytes:
    packed = digits.translate(None, BLANKS).decode()
    return bytes.fromhex(packed + "0" * (len(packed) % 2))
