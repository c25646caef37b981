"""The document inside a signed file (.p7m): CMS and PKCS #7 signed data, as BER, DER, base64 or PEM. Pure.

The signature is not verified: a bare XML needs none either. Only the path to the content is parsed; certificates and
signatures are skipped.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.errors import DocumentError

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the object identifier 1.2.840.113549.1.7.2 as an element
_OCTET_STRING, _SEQUENCE, _EXPLICIT_0 = 0x04, 0x30, 0xA0
_CONSTRUCTED, _LONG_TAG, _END_OF_CONTENTS = 0x20, 0x1F, 0x00
_MOST_NESTED = 8  # strings of strings; two is what signing programs write
_MOST_SIGNATURES = 5  # a signed file that is signed again
_HEAD = 40  # the object identifier is within these first bytes
_PEM_LINE = re.compile(rb"-----(?:BEGIN|END) [A-Z0-9 ]{1,20}-----")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")


class NoSignedDocumentError(DocumentError):
    """Signed data that is damaged or does not contain its document."""


def is_signed_data(head: bytes) -> bool:
    """Whether a file that begins with these bytes is signed data."""
    start = _binary(head[:1024])[:_HEAD]
    return start[:1] == bytes([_SEQUENCE]) and _SIGNED_DATA in start


def signed_content(content: bytes) -> bytes:
    """The signed document, unwrapped from nested signatures. Raises NoSignedDocumentError."""
    for _ in range(_MOST_SIGNATURES):
        content = _content(_binary(content))
        if not is_signed_data(content):
            return content
    raise NoSignedDocumentError("This file is signed too many times.")


def _binary(content: bytes) -> bytes:
    """The bytes behind base64, with or without PEM's lines; other content as it is."""
    start = content[:100].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"MI", b"-----BEGIN ")):
        return content
    letters = _NO_BASE64.sub(b"", _PEM_LINE.sub(b"", content))
    letters = letters[: len(letters) // 4 * 4]  # of a head, which may end anywhere
    try:
        return base64.b64decode(letters)
    except binascii.Error:
        return content


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of BER: its tag, and where its content starts and ends; `end` is None until an end-of-contents."""

    tag: int
    start: int
    end: int | None


def _content(data: bytes) -> bytes:
    """ContentInfo -> SignedData -> encapContentInfo -> the octets of eContent."""
    signed_data = _Element(_SEQUENCE, 0, None)
    for tag in (_SEQUENCE, _EXPLICIT_0, _SEQUENCE):
        signed_data = _child(data, signed_data, tag)
    encapsulated = _child(data, signed_data, _SEQUENCE)
    explicit = next((one for one in _children(data, encapsulated) if one.tag == _EXPLICIT_0), None)
    if explicit is None:
        raise NoSignedDocumentError("This file is only a signature: it does not contain the document.")
    octets = next(_children(data, explicit), None)
    if octets is None or octets.tag & ~_CONSTRUCTED != _OCTET_STRING:
        raise NoSignedDocumentError("This signed file contains no document.")
    return b"".join(_octets(data, octets, _MOST_NESTED))


def _child(data: bytes, parent: _Element, tag: int) -> _Element:
    found = next((one for one in _children(data, parent) if one.tag == tag), None)
    if found is None:
        raise NoSignedDocumentError("This signed file is damaged and cannot be read.")
    return found


def _octets(data: bytes, element: _Element, depth: int) -> Iterator[bytes]:
    """The parts of a string that may be constructed of strings."""
    if not element.tag & _CONSTRUCTED:
        yield data[element.start : element.end]
        return
    if depth == 0:
        raise NoSignedDocumentError("This signed file is nested too deeply.")
    for piece in _children(data, element):
        if piece.tag & ~_CONSTRUCTED != _OCTET_STRING:
            raise NoSignedDocumentError("This signed file is damaged and cannot be read.")
        yield from _octets(data, piece, depth - 1)


def _children(data: bytes, parent: _Element) -> Iterator[_Element]:
    position, end = parent.start, len(data) if parent.end is None else parent.end
    while position < end:
        element = _element(data, position)
        if parent.end is None and element.tag == _END_OF_CONTENTS:
            return
        yield element
        position = element.end if element.end is not None else _end(data, element)


def _end(data: bytes, element: _Element) -> int:
    """Where an element without a length ends, behind its end-of-contents."""
    position, open_elements = element.start, 1
    while open_elements:
        inner = _element(data, position)
        if inner.end is None:
            open_elements += 1
            position = inner.start
        else:
            open_elements -= inner.tag == _END_OF_CONTENTS
            position = inner.end
    return position


def _element(data: bytes, position: int) -> _Element:
    """The element at a position. Raises NoSignedDocumentError beyond the end of the data."""
    header = data[position : position + 2]
    if len(header) < 2 or header[0] & _LONG_TAG == _LONG_TAG:
        raise NoSignedDocumentError("This signed file is damaged or incomplete.")
    tag, length = header
    start = position + 2
    if length == 0x80:
        return _Element(tag, start, None)
    if length > 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[start : start + size])
        start += size
    if start + length > len(data):
        raise NoSignedDocumentError("This signed file is damaged or incomplete.")
    return _Element(tag, start, start + length)
