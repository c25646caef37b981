"""The document inside a .p7m, whatever program signed it."""

import base64

import pytest

from shared.domain.signed_data import NoSignedDocumentError, is_signed_data, signed_content

SIGNED_DATA, DATA = "2a864886f70d010702", "2a864886f70d010701"
XML = "<FatturaElettronica>è</FatturaElettronica>".encode() * 20


def der(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    length = len(body)
    size = b"" if length < 0x80 else length.to_bytes((length.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size) if size else length]) + size + body


def ber(tag: int, *content: bytes) -> bytes:
    """Of indefinite length, as programs write that do not know how long the file is."""
    return bytes([tag, 0x80]) + b"".join(content) + b"\0\0"


def oid(value: str) -> bytes:
    return der(0x06, bytes.fromhex(value))


def signed(octets: bytes | None, element=der) -> bytes:  # type: ignore[no-untyped-def]
    content = element(0x30, oid(DATA), *([element(0xA0, octets)] if octets is not None else []))
    inner = element(0x30, der(0x02, b"\x01"), element(0x31, element(0x30, oid("608648016503040201"))), content)
    return bytes(element(0x30, oid(SIGNED_DATA), element(0xA0, inner, element(0xA0, der(0x30, b"")))))


def pieces(content: bytes, size: int = 7) -> list[bytes]:
    return [der(0x04, content[start : start + size]) for start in range(0, len(content), size)]


WRITTEN = {
    "DER": signed(der(0x04, XML)),
    "BER in pieces": signed(ber(0x24, *pieces(XML)), ber),
    "DER in pieces": signed(der(0x24, *pieces(XML))),
    "pieces of pieces": signed(ber(0x24, der(0x24, *pieces(XML[:99])), ber(0x24, *pieces(XML[99:]))), ber),
    "signed twice": signed(der(0x04, signed(ber(0x24, *pieces(XML)), ber))),
    "base64": base64.b64encode(signed(der(0x04, XML))),
    "base64 in lines, BER": b"\xef\xbb\xbf\r\n" + base64.encodebytes(signed(ber(0x24, *pieces(XML)), ber)),
    "PEM": b"-----BEGIN PKCS7-----\n" + base64.encodebytes(signed(der(0x04, XML))) + b"-----END PKCS7-----\n",
    "with bytes after it": signed(der(0x04, XML)) + b"\0\n",
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_the_document_is_found_however_it_is_written(content: bytes) -> None:
    assert is_signed_data(content[:200])
    assert signed_content(content) == XML


@pytest.mark.parametrize(
    "head",
    [b"", b"0", b"MIME-Version: 1.0", b"MI", b"<?xml version='1.0'?>", der(0x30, oid(DATA)), b"\x06" + signed(b"")[1:]],
)
def test_other_files_are_not_signed_data(head: bytes) -> None:
    assert not is_signed_data(head)


def deep(count: int) -> bytes:
    return b"\x24\x80" * count + der(0x04, b"<x/>") + b"\0\0" * count


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (signed(None), "only a signature"),
        (signed(der(0x30, b"")), "contains no document"),
        (signed(ber(0x24, der(0x02, b"1")), ber), "damaged"),
        (signed(deep(5000), ber), "nested too deeply"),
        (signed(der(0x04, XML))[:-200], "damaged or incomplete"),
        (signed(ber(0x24, *pieces(XML)), ber)[:120], "damaged or incomplete"),
        (b"\x30\x80" * 100_000, "damaged"),
        (b"\x30\xff" + b"\xff" * 200, "damaged or incomplete"),
        (b"", "damaged"),
        (b"MIAG", "damaged"),
    ],
)
def test_what_holds_no_document_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(NoSignedDocumentError, match=message):
        signed_content(content)


def test_a_file_signed_without_end_is_refused() -> None:
    content = XML
    for _ in range(9):
        content = signed(der(0x04, content))
    with pytest.raises(NoSignedDocumentError, match="too many times"):
        signed_content(content)
