"""The files inside an XML invoice, bare or in a PDF."""

import base64
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from shared.adapters.attachments import AttachedFile, attached_files
from shared.errors import DocumentError

PDF = b"%PDF-1.4 terms"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"

FATTURAPA = (
    "<FatturaElettronica><Allegati><NomeAttachment>patto.pdf</NomeAttachment><FormatoAttachment>PDF</FormatoAttachment>"
    "<DescrizioneAttachment>Patto</DescrizioneAttachment><Attachment>JVBERg==</Attachment></Allegati>"
    "</FatturaElettronica>"
)
FACTURAE = (
    "<Facturae><Attachment><AttachmentFormat>pdf</AttachmentFormat><AttachmentDescription>Anexo"
    "</AttachmentDescription><AttachmentData>JVBERg==</AttachmentData></Attachment></Facturae>"
)
CII = (
    "<CrossIndustryInvoice><AdditionalReferencedDocument><IssuerAssignedID>A1</IssuerAssignedID><Name>Plan</Name>"
    '<AttachmentBinaryObject mimeCode="image/png">JVBERg==</AttachmentBinaryObject></AdditionalReferencedDocument>'
    "</CrossIndustryInvoice>"
)


def ubl(*files: str) -> bytes:
    return f'<Invoice xmlns="{UBL}">{"".join(files)}</Invoice>'.encode()


def supporting(content: bytes | str, attributes: str = "", description: str = "") -> str:
    text = content if isinstance(content, str) else base64.encodebytes(content).decode()
    return (
        f"<AdditionalDocumentReference><ID>DOC-7</ID><DocumentDescription>{description}</DocumentDescription>"
        f"<Attachment><EmbeddedDocumentBinaryObject {attributes}>{text}</EmbeddedDocumentBinaryObject></Attachment>"
        "</AdditionalDocumentReference>"
    )


def files_in(content: bytes, folder: Path, content_type: str = "application/xml") -> list[AttachedFile]:
    document = folder / "document"
    document.write_bytes(content)
    return attached_files(document, content_type, folder)


def test_a_file_has_its_bytes_and_what_is_said_of_it(tmp_path: Path) -> None:
    xml = ubl(supporting(PDF, 'filename="terms.pdf" mimeCode="application/pdf"', "Terms of 2026"))

    (file,) = files_in(xml, tmp_path)

    assert (file.number, file.filename, file.media_type, file.size) == (1, "terms.pdf", "application/pdf", len(PDF))
    assert file.description == "Terms of 2026"
    assert file.path.read_bytes() == PDF


@pytest.mark.parametrize(
    ("xml", "filename", "media_type", "description"),
    [
        (
            FATTURAPA,
            *("patto.pdf", "application/pdf", "Patto"),
        ),
        (
            FACTURAE,
            *("attachment-1.pdf", "application/pdf", "Anexo"),
        ),
        (
            CII,
            *("A1.png", "image/png", "Plan"),
        ),
    ],
    ids=["FatturaPA", "Facturae", "CII"],
)
def test_every_format_has_its_own_place_for_files(
    tmp_path: Path, xml: str, filename: str, media_type: str, description: str
) -> None:
    (file,) = files_in(xml.encode(), tmp_path)

    assert (file.filename, file.media_type, file.description) == (filename, media_type, description)
    assert file.path.read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    ("said", "filename"),
    [
        ("../../x", "x"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/passwd", "passwd"),
        ("a&#10;b&#9;c.pdf", "abc.pdf"),
        ("..", "DOC-7.pdf"),
        ("", "DOC-7.pdf"),
        ("&#x202e;fdp.exe", "fdp.exe"),
        ("x" * 400, "x" * 150),
    ],
)
def test_a_name_is_that_of_a_file_and_of_no_folder(tmp_path: Path, said: str, filename: str) -> None:
    (file,) = files_in(ubl(supporting(PDF, f'filename="{said}" mimeCode="application/pdf"')), tmp_path)

    assert file.filename == filename


@pytest.mark.parametrize("said", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/html;x", ""])
def test_what_a_browser_could_run_is_mere_bytes(tmp_path: Path, said: str) -> None:
    (file,) = files_in(ubl(supporting(b"<script>", f'filename="a.html" mimeCode="{said}"')), tmp_path)

    assert file.media_type == "application/octet-stream"


def test_what_is_no_base64_is_passed_over(tmp_path: Path) -> None:
    xml = ubl(supporting("!!!"), supporting(""), supporting(PDF, 'filename="b.pdf"'))

    assert [(one.number, one.filename) for one in files_in(xml, tmp_path)] == [(1, "b.pdf")]


def test_a_file_of_twelve_megabytes_comes_out_whole(tmp_path: Path) -> None:
    content = bytes(range(256)) * 48 * 1024

    (file,) = files_in(ubl(supporting(content, 'filename="scan.pdf"')), tmp_path)

    assert file.path.read_bytes() == content


def test_at_most_a_hundred_files(tmp_path: Path) -> None:
    assert len(files_in(ubl(*[supporting(PDF)] * 300), tmp_path)) == 100


def test_other_documents_have_none(tmp_path: Path) -> None:
    assert files_in(b"%PDF-1.7", tmp_path, "application/pdf") == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE a [<!ENTITY e 'x'>]>" + ubl(), "document type"),
        (b"<Invoice", "damaged"),
        (ubl("<a/>" * 2_100_000), "too many elements"),
    ],
)
def test_hostile_xml_is_a_clear_error(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        files_in(content, tmp_path)


def pdf_with(path: Path, attachments: dict[str, bytes]) -> bytes:
    Canvas(str(path)).save()
    writer = PdfWriter(clone_from=PdfReader(path))
    for name, content in attachments.items():
        writer.add_attachment(name, content)
    writer.write(path)
    return path.read_bytes()


def test_the_files_of_the_e_invoice_that_a_pdf_carries_are_listed(tmp_path: Path) -> None:
    xml = ubl(supporting(PDF, 'filename="terms.pdf" mimeCode="application/pdf"'))
    given = {"aaa.xml": b"<delivery/>", "picture.png": b"\x89PNG", "xrechnung.xml": xml}
    (file,) = files_in(pdf_with(tmp_path / "hybrid.pdf", given), tmp_path, "application/pdf")
    assert (file.number, file.filename, file.media_type) == (1, "terms.pdf", "application/pdf")
    assert file.path.read_bytes() == PDF


@pytest.mark.parametrize("given", [{}, {"aaa.xml": b"<delivery/>"}, {"xrechnung.xml": ubl()}], ids=len)
def test_a_pdf_without_such_files_has_none(tmp_path: Path, given: dict[str, bytes]) -> None:
    assert files_in(pdf_with(tmp_path / "hybrid.pdf", given), tmp_path, "application/pdf") == []
