"""What is fuzzed: each target is fed bytes and raises only what its parser promises to raise. All else is a bug."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

from functions.extract.einvoice.parsing import parse_einvoice
from functions.extract.text_tasks import XmlFile
from functions.extract.xml_document import read_xml
from functions.ocr.pdf_info import pictures_of_pages
from functions.ocr.text_layer import is_sane, parse_bbox_layout
from functions.upload.content_type import HEAD_SIZE, sniff
from functions.upload.filenames import clean_filename
from functions.upload.multipart import iter_files
from functions.upload.transfer_encodings import TransferEncodingError
from shared.domain.cloud_events import InvalidEventError, parse_event
from shared.domain.document import dump_document_text, load_document_text
from shared.domain.document_types import DocumentType
from shared.domain.einvoice_syntax import EInvoiceNotReadError
from shared.domain.signed_data import signed_content
from shared.errors import BadRequestError, DocumentError
from shared.http.upload_bodies import NoFileError

ROOT = Path(__file__).resolve().parents[2]
Target = Callable[[bytes], None]

A4 = (595.0, 842.0)
LAYOUT = (
    b'<html xmlns="http://www.w3.org/1999/xhtml"><body><doc><page width="595" height="842"><flow><block><line>'
    b'<word xMin="56.8" yMin="57.2" xMax="120.0" yMax="69.5">Invoice</word>'
    b'<word xMin="125.0" yMin="57.2" xMax="160.0" yMax="69.5">4711</word>'
    b"</line></block></flow></page></doc></body></html>"
)
SIGNED = (
    bytes.fromhex("308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a0802480")
    + b"\x04\x04<x/>"
    + bytes(14)
)
PICTURES = (
    b"page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio\n"
    b"-----------------------------------------------------------------------------------------\n"
    b"   1     0 image    1654  2339  gray    1   8  jpeg   no        10  0   200   200  310K 8.2%\n"
)
MULTIPART = (
    b'--limit\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4\r\n'
    b"--limit\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''%C3%A4.xml\r\n\r\n<x/>\r\n"
    b'--limit\r\nContent-Disposition: form-data; name="file"; filename="=?utf-8?B?w6QucGRm?="\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n"
    b'--limit\r\nContent-Disposition: form-data; name="file"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n%PDF-1.4=\r\n=3D\r\n"
    b"--limit--\r\n"
)


def einvoice(data: bytes) -> None:
    """From foreign XML to the stored text and its data, as extraction makes them one after the other."""
    try:
        invoice = read_xml(data, XmlFile(content_type=DocumentType.XML, max_pages=20))
    except DocumentError:
        return
    document = load_document_text(dump_document_text(invoice.text))
    assert all(0 <= edge <= 1 for page in document.pages for word in page.words for edge in word.box)
    extraction = invoice.extraction
    assert all(one.page is not None for one in extraction.evidence.values()) or len(document.pages) == 20
    assert type(extraction.data).model_validate(extraction.data.as_json()) == extraction.data


def einvoice_alone(data: bytes) -> None:
    """The second parser does not count on the first."""
    try:
        parse_einvoice(data)
    except DocumentError:
        return


def signed_file(data: bytes) -> None:
    """A .p7m."""
    try:
        signed_content(data)
    except DocumentError:
        return


def text_layer(data: bytes) -> None:
    """What poppler prints of a PDF's text."""
    try:
        pages = list(parse_bbox_layout(data, [A4]))
    except DocumentError:
        return
    for page in pages:
        assert all(0 <= edge <= 1 for word in page.words for edge in word.box)
        is_sane(page.words)


def picture_listing(data: bytes) -> None:
    """What poppler prints of a PDF's pictures."""
    for share, dpi in pictures_of_pages(data, {1: A4}).values():
        assert 0 <= share <= 1
        assert dpi >= 0


def multipart(data: bytes) -> None:
    """A request body."""
    rest = bytearray(data)

    def read(size: int) -> bytes:
        taken = bytes(rest[:size])
        del rest[:size]
        return taken

    try:
        for part in iter_files("multipart/form-data; boundary=limit", read):
            assert clean_filename(part.filename)
            for chunk in part.chunks:
                sniff(chunk)
    except (BadRequestError, EInvoiceNotReadError, NoFileError, TransferEncodingError):
        return


def file_head(data: bytes) -> None:
    """The first bytes of a file."""
    try:
        sniff(data[:HEAD_SIZE])
    except EInvoiceNotReadError:
        return


def event(data: bytes) -> None:
    """An element of a Redis list."""
    try:
        parse_event(data)
    except InvalidEventError:
        return


def _xml_samples() -> list[bytes]:
    folders = (ROOT / "samples", ROOT / "tests" / "unit" / "extract" / "einvoice" / "documents")
    return [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.xml"))]


TARGETS: Mapping[str, tuple[Target, Callable[[], list[bytes]]]] = {
    "einvoice": (einvoice, _xml_samples),
    "einvoice_alone": (einvoice_alone, _xml_samples),
    "signed_file": (signed_file, lambda: [SIGNED, base64.b64encode(SIGNED)]),
    "text_layer": (text_layer, lambda: [LAYOUT, b""]),
    "picture_listing": (picture_listing, lambda: [PICTURES]),
    "multipart": (multipart, lambda: [MULTIPART]),
    "file_head": (
        file_head,
        lambda: [b"%PDF-1.7", b"<?xml version='1.0'?><!-- --><FatturaElettronica/>", *_xml_samples()],
    ),
    "event": (event, lambda: [b'{"specversion": "1.0", "id": "1", "type": "t", "subject": "invoices/1"}']),
}
"""Name -> what is fuzzed, and where it begins."""
