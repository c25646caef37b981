"""The document text of a bare XML: whole, printed, or refused with a sentence."""

import pytest

from functions.extract.text_tasks import XmlFile
from functions.extract.xml_document import read_xml
from shared.domain.document import DocumentText, Source
from shared.domain.document_types import DocumentType
from shared.domain.xml_text import MOST_TAGS
from shared.errors import DocumentError, EmptyDocumentError
from tests.support.heavy_documents import wide_xml

BARE = XmlFile(content_type=DocumentType.XML, max_pages=10)
SIGNED = XmlFile(content_type=DocumentType.SIGNED_XML, max_pages=10)
UBL = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>4711</ID></Invoice>'


def text(document: DocumentText) -> str:
    return " ".join(word.text for word in document.pages[0].words)


def test_bare_einvoice_is_given_whole_and_as_pages() -> None:
    document = read_xml(UBL.encode(), BARE).text

    assert document.einvoice is not None
    assert (document.einvoice.name, document.einvoice.content) == (None, UBL)
    assert [page.source for page in document.pages] == [Source.XML]
    assert "Invoice number 4711" in text(document)


def signed(content: bytes) -> bytes:
    """BER of indefinite lengths: signed data around the content, which is shorter than 128 bytes."""
    outer, inner = "308006092a864886f70d010702a0803080020101", "3100308006092a864886f70d010701a0802480"
    return bytes.fromhex(outer + inner) + bytes([0x04, len(content)]) + content + bytes(14)


def test_a_signed_einvoice_is_unwrapped() -> None:
    content = signed(b"<FatturaElettronica><FatturaElettronicaBody/></FatturaElettronica>")

    document = read_xml(content, SIGNED).text

    assert document.einvoice is not None
    assert document.einvoice.name is None
    assert document.einvoice.content == "<FatturaElettronica><FatturaElettronicaBody/></FatturaElettronica>"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (signed(b"hello"), "no XML invoice"),
        (signed(b"<html/>"), "not an invoice in a format that is known"),
        (signed(b"<Invoice xmlns='urn:sfti:documents:BasicInvoice:1:0'/>"), "a Svefaktura, which is not read yet"),
        (signed(b"<Faktura/>")[:30], "damaged or incomplete"),
    ],
    ids=["a text", "a page", "another format", "cut off"],
)
def test_a_signed_file_without_an_invoice_is_a_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_xml(content, SIGNED)


def test_an_empty_file_is_no_document() -> None:
    with pytest.raises(EmptyDocumentError):
        read_xml(b"", BARE)


def test_a_file_with_more_elements_than_any_invoice_is_refused() -> None:
    with pytest.raises(DocumentError, match="too many elements"):
        read_xml(wide_xml(MOST_TAGS + 1), BARE)
