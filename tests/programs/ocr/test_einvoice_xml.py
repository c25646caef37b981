from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from functions.ocr.einvoice_xml import EmbeddedInvoice, embedded_invoice
from shared.domain.xml_text import LARGEST_XML, MOST_TAGS
from tests.support.heavy_documents import wide_xml

UBL = "urn:oasis:names:specification:ubl:schema:xsd"

BOMB = """<?xml version="1.0"?>
<!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&c;</ID></Invoice>"""


def ubl(kind: str = "Invoice", inner: str = "<ID>4711</ID>") -> str:
    return f'<{kind} xmlns="{UBL}:{kind}-2">{inner}</{kind}>'


def with_attachments(path: Path, attachments: dict[str, bytes]) -> Path:
    Canvas(str(path)).save()
    writer = PdfWriter(clone_from=PdfReader(path))
    for name, content in attachments.items():
        writer.add_attachment(name, content)
    writer.write(path)
    return path


def test_attached_invoice_is_found_among_others(tmp_path: Path) -> None:
    path = with_attachments(
        tmp_path / "hybrid.pdf",
        {"terms.txt": b"terms", "aaa.xml": b"<delivery/>", "factur-x.xml": ubl().encode(), "zzz.xml": b"<broken"},
    )

    found = embedded_invoice(path, timeout=20, memory_mb=512).einvoice

    assert found is not None
    assert found.name == "factur-x.xml"
    assert "4711" in found.content


def test_attached_invoice_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = with_attachments(tmp_path / "hybrid.pdf", {"Rechnung 12.dat": ubl("CreditNote").encode()})

    found = embedded_invoice(path, timeout=20, memory_mb=512).einvoice

    assert found is not None
    assert found.name == "Rechnung 12.dat"


@pytest.mark.parametrize(
    "attachments",
    [{}, {"terms.xml": b"%PDF-1.7 not xml"}, {"terms.xml": BOMB.encode()}, {"empty.xml": b""}],
    ids=["none", "not XML", "a bomb", "empty"],
)
def test_attachments_that_are_no_invoice_do_no_harm(tmp_path: Path, attachments: dict[str, bytes]) -> None:
    path = with_attachments(tmp_path / "plain.pdf", attachments)

    assert embedded_invoice(path, timeout=20, memory_mb=512) == EmbeddedInvoice()


@pytest.mark.parametrize("name", ["factur-x.xml", "C:\\temp\\ZUGFeRD-invoice.xml", "xrechnung.xml"])
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 not xml", ubl().encode()[:-9], BOMB.encode()], ids=["none", "cut", "bomb"]
)
def test_a_damaged_file_with_the_name_of_an_e_invoice_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    path = with_attachments(tmp_path / "hybrid.pdf", {name: content})

    found = embedded_invoice(path, timeout=20, memory_mb=512)

    assert found.einvoice is None
    assert found.unread is not None


def with_associated_file(path: Path, content: bytes, *, at: str) -> Path:
    """A PDF whose file stands in no name tree."""
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    stream = StreamObject()
    stream.set_data(content)
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    file = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/UF"): TextStringObject("Rechnung.xml"),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(stream.flate_encode())}),
        }
    )
    reference = writer._add_object(file)
    if at == "annotation":
        note = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/FS"): reference})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    else:
        owner = writer.root_object if at == "catalogue" else writer.pages[0]
        owner[NameObject("/AF")] = reference if at == "page" else ArrayObject([reference])
    writer.write(path)
    return path


@pytest.mark.parametrize("at", ["catalogue", "page", "annotation"])
def test_an_invoice_that_no_name_tree_lists_is_found(tmp_path: Path, at: str) -> None:
    path = with_associated_file(tmp_path / "hybrid.pdf", ubl().encode(), at=at)

    found = embedded_invoice(path, timeout=20, memory_mb=512).einvoice

    assert found is not None
    assert found.name == "Rechnung.xml"
    assert "4711" in found.content


def test_associated_files_that_are_no_invoice_do_no_harm(tmp_path: Path) -> None:
    path = with_associated_file(tmp_path / "a.pdf", b"<x/>", at="page")

    assert embedded_invoice(path, timeout=20, memory_mb=512) == EmbeddedInvoice()


TOO_LARGE = {"bytes": ubl(inner=f"<ID>{'1' * LARGEST_XML}</ID>").encode(), "elements": wide_xml(MOST_TAGS)}


@pytest.mark.parametrize("name", ["factur-x.xml", "anything.XML"])
@pytest.mark.parametrize("too_many", ["bytes", "elements"])
def test_an_attached_xml_that_is_too_large_is_told_of(tmp_path: Path, too_many: str, name: str) -> None:
    path = with_attachments(tmp_path / "hybrid.pdf", {name: TOO_LARGE[too_many]})

    found = embedded_invoice(path, timeout=20, memory_mb=512)

    assert found.einvoice is None
    assert found.unread is not None
    assert "for an invoice" in found.unread


def test_so_is_one_that_no_name_tree_lists(tmp_path: Path) -> None:
    path = with_associated_file(tmp_path / "b.pdf", TOO_LARGE["bytes"], at="catalogue")

    assert embedded_invoice(path, timeout=20, memory_mb=512).unread == "This XML file is too large for an invoice."


def test_an_invoice_beside_one_that_is_too_large_is_found(tmp_path: Path) -> None:
    path = with_attachments(tmp_path / "h.pdf", {"factur-x.xml": TOO_LARGE["elements"], "other.xml": ubl().encode()})

    found = embedded_invoice(path, timeout=20, memory_mb=512)

    assert found.einvoice is not None
    assert found.unread is None


def test_another_file_that_is_too_large_is_passed_over(tmp_path: Path) -> None:
    path = with_attachments(tmp_path / "h.pdf", {"terms.txt": TOO_LARGE["bytes"]})

    assert embedded_invoice(path, timeout=20, memory_mb=512) == EmbeddedInvoice()


@pytest.mark.parametrize(
    "hostile",
    [
        b"/AF 1 0 R",  # the catalogue itself, and so without end
        b"/AF [1 0 R 1 0 R [1 0 R] (text) 99 0 R null]",
        b"/AF << /EF << /F 1 0 R >> >>",
        b"/AF << /EF 7 /UF [1] >>",
        b"/AF [" + b"<< /EF << /F 2 0 R >> >> " * 5000 + b"]",
    ],
)
def test_broken_associations_are_passed_over(tmp_path: Path, hostile: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R " + hostile + b" >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF"
    )

    assert embedded_invoice(path, timeout=20, memory_mb=512) == EmbeddedInvoice()


def test_an_invoice_in_a_pdf_that_cannot_be_parsed_is_not_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 /AF /EmbeddedFile")

    assert embedded_invoice(path, timeout=20, memory_mb=512) == EmbeddedInvoice()
