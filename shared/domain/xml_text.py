"""Limits of an XML invoice, and its characters whatever encoding it declares. Pure."""

import codecs
import re

from shared.domain.einvoice_syntax import ATTACHED_FILE_ELEMENTS
from shared.errors import DocumentError

LARGEST_XML = 20_000_000
"""Bytes, with the files inside it."""

MOST_TAGS = 1_000_000
"""Tags and attributes; an invoice of 5000 lines has 400 000. Each costs a hundred bytes of memory and more."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_DECLARED_ENCODING = re.compile(rb"\s*<\?xml\s[^>]*?\bencoding\s*=\s*[\"']\s*([\w.:-]+)")
_PROLOG_SIZE = 400  # bytes in which a declaration ends
# The ASCII-compatible codecs, by Python's names. Python's other codecs (UTF-7, punycode, escapes) are not encodings of
# XML files.
_ONE_BYTE = re.compile(r"iso8859-\d+|cp125\d|cp(?:437|850|852|855|866)|koi8-[ru]|mac-roman")
_MORE_BYTES = re.compile(r"cp(?:932|936|949|950)|gbk|gb2312|gb18030|big5|shift_jis|euc_(?:jp|kr)")
_CP1252 = "xml-cp1252"  # the error handler below

_ATTACHED_FILE = re.compile(
    rf"(<(?:[\w.-]+:)?(?:{'|'.join(sorted(ATTACHED_FILE_ELEMENTS))})\b[^<>]*>)"
    r"\s*+(?:<!\[CDATA\[)?+[A-Za-z0-9+/=\s]++(?:\]\]>)?+(?=\s*+</)"
)


class XmlTooLargeError(DocumentError):
    """More bytes or elements than an invoice has; told before anything is parsed."""

    message = "This XML file is too large for an invoice."


def refuse_large_xml(size: int) -> None:
    """Raises XmlTooLargeError for a file of so many bytes. Call it before the file is read."""
    if size > LARGEST_XML:
        raise XmlTooLargeError


def refuse_wide_xml(content: bytes | str) -> None:
    """Raises XmlTooLargeError for more than MOST_TAGS. Call it before the content is decoded or parsed."""
    # Also right for two bytes a character, where the other one is zero.
    tags, attributes = (
        (content.count("<"), content.count("="))
        if isinstance(content, str)
        else (content.count(b"<"), content.count(b"="))
    )
    if tags + attributes > MOST_TAGS:
        raise XmlTooLargeError("This XML file has too many elements for an invoice.")


def xml_text(content: bytes | str) -> str:
    """The characters of an XML file or of its beginning, for a parser: without byte order mark, leading blanks and
    declaration (its encoding no longer applies). Text is returned with its own characters.

    The bytes take precedence over the declaration: UTF-16 is recognised by its mark or zero bytes, UTF-8 by being
    valid, and any other byte is decoded as Windows-1252. Never raises."""
    text = (content if isinstance(content, str) else _decoded(content)).lstrip("\ufeff \t\r\n")
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :].lstrip() if declaration else text


def without_attached_files(text: str) -> str:
    """The XML without the content of its attached files (BG-24), which may be a thousand times as long as the rest."""
    return _ATTACHED_FILE.sub(r"\1", text)


def _decoded(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace" if encoding != "utf-8" else _CP1252)
    if utf_16 := _two_byte_encoding(content[:_PROLOG_SIZE]):
        return content.decode(utf_16, "replace")
    declared = _declared_codec(content[:_PROLOG_SIZE])
    if _MORE_BYTES.fullmatch(declared):
        return content.decode(declared, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        codec = declared if _ONE_BYTE.fullmatch(declared) else "utf-8"
        return content.decode(codec, _CP1252)


def _two_byte_encoding(start: bytes) -> str | None:
    """UTF-16 without a mark: the other byte of the first "<" is zero."""
    position = start.find(b"<")
    if position < 0 or start[position ^ 1 : (position ^ 1) + 1] != b"\0":
        return None
    return "utf-16-be" if position % 2 else "utf-16-le"


def _declared_codec(start: bytes) -> str:
    """Python's name of the declared encoding; "" if there is none or it is unknown."""
    declared = _DECLARED_ENCODING.match(start)
    try:
        return codecs.lookup(declared.group(1).decode("ascii", "ignore")).name if declared else ""
    except LookupError:
        return ""


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the invalid bytes as Windows-1252, or Latin-1 where that is undefined."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    characters = []
    for byte in error.object[error.start : error.end]:
        single = bytes([byte])
        try:
            characters.append(single.decode("cp1252"))
        except UnicodeDecodeError:
            characters.append(single.decode("latin-1"))
    return "".join(characters), error.end


codecs.register_error(_CP1252, _as_cp1252)
