"""The characters of an XML file are found whatever it declares."""

import codecs

import pytest

from shared.domain.xml_text import without_attached_files, xml_text

BODY = "<Note>Müller, Łódź, 5 €</Note>"
LATIN = "<Note>Müller 5 €</Note>"


def declared(encoding: str, body: str = BODY) -> str:
    return f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>\n{body}'


@pytest.mark.parametrize(
    "content",
    [
        BODY.encode(),
        declared("UTF-8").encode(),
        b"\r\n\n " + declared("UTF-8").encode(),
        codecs.BOM_UTF8 + declared("UTF-16").encode(),
        codecs.BOM_UTF8 + b"\n" + declared("UTF-8").encode(),
        declared("UTF-16").encode("utf-16"),
        declared("UTF-8").encode("utf-16"),
        declared("UTF-8").encode("utf-16-le"),
        ("\n" + declared("UTF-16")).encode("utf-16-be"),
        codecs.BOM_UTF32_LE + declared("UTF-32").encode("utf-32-le"),
        declared("UTF-16").encode(),
        declared("ISO-8859-1").encode(),
        declared("klingon").encode(),
        declared("utf-7").encode(),
    ],
    ids=["bare", "UTF-8", "blank lines before", "BOM, UTF-16 declared", "BOM and a blank line", "UTF-16",
         "UTF-16, UTF-8 declared", "UTF-16 without BOM", "UTF-16 BE after a blank line", "UTF-32",
         "UTF-8, UTF-16 declared", "UTF-8, Latin-1 declared", "an unknown encoding", "an encoding of no XML"],
)  # fmt: skip
def test_the_bytes_are_believed_before_the_declaration(content: bytes) -> None:
    assert xml_text(content) == BODY


@pytest.mark.parametrize(
    "declaration", ["", declared("UTF-8", ""), declared("windows-1252", ""), declared("us-ascii", "")]
)
def test_windows_1252_needs_no_declaration(declaration: str) -> None:
    assert xml_text((declaration + LATIN).encode("cp1252")) == LATIN


@pytest.mark.parametrize("encoding", ["iso-8859-2", "windows-1250", "iso-8859-15", "gb18030", "shift_jis", "koi8-r"])
def test_a_declared_encoding_is_obeyed(encoding: str) -> None:
    body = {"gb18030": "<a>发票</a>", "shift_jis": "<a>請求書</a>", "koi8-r": "<a>Счёт</a>"}.get(encoding, "<a>Ží</a>")

    assert xml_text(declared(encoding, body).encode(encoding)) == body


def test_one_wrong_byte_spoils_no_other_character() -> None:
    assert xml_text("<a>Łódź M".encode() + b"\xfc" + b"ller</a>") == "<a>Łódź Müller</a>"


def test_bytes_that_are_no_text_at_all_raise_nothing() -> None:
    assert xml_text(b"") == ""
    assert xml_text(bytes(range(256))).endswith("ÿ")


@pytest.mark.parametrize("content", ["QUJD", "\n  QUJD\nREVG==\n", "<![CDATA[QUJD]]>"])
def test_files_inside_are_left_out_and_named(content: str) -> None:
    xml = (
        f'<a><b:EmbeddedDocumentBinaryObject filename="x.pdf">{content}</b:EmbeddedDocumentBinaryObject><c>QUJD</c></a>'
    )
    left = without_attached_files(xml)

    assert "QUJD</b:" not in left
    assert "REVG" not in left
    assert 'filename="x.pdf">' in left
    assert left.endswith("</b:EmbeddedDocumentBinaryObject><c>QUJD</c></a>")


def test_an_element_that_holds_elements_is_no_file() -> None:
    xml = "<Attachment>\n<ExternalReference><URI>https://x.example</URI></ExternalReference></Attachment>"

    assert without_attached_files(xml) == xml
