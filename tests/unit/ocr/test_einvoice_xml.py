from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from functions.ocr.einvoice_xml import XmlIsNoInvoiceError, as_text, embedded_invoice, invoice_root
from shared.errors import DocumentError

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
CII = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"

BOMB = """<?xml version="1.0"?>
<!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&c;</ID></Invoice>"""
FILE_READ = """<!DOCTYPE Invoice [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&secret;</ID></Invoice>"""


def ubl(kind: str = "Invoice", inner: str = "<ID>4711</ID>") -> str:
    return f'<{kind} xmlns="{UBL}:{kind}-2">{inner}</{kind}>'


def with_attachments(path: Path, attachments: dict[str, bytes]) -> Path:
    Canvas(str(path)).save()
    writer = PdfWriter(clone_from=PdfReader(path))
    for name, content in attachments.items():
        writer.add_attachment(name, content)
    writer.write(path)
    return path


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (ubl("Invoice"), "Invoice"),
        (ubl("CreditNote"), "CreditNote"),
        (f'<rsm:CrossIndustryInvoice xmlns:rsm="{CII}"/>', "CrossIndustryInvoice"),
        ('<r:CrossIndustryDocument xmlns:r="urn:ferd:CrossIndustryDocument:invoice:1p0"/>', "CrossIndustryDocument"),
        (
            '<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"/>',
            "FatturaElettronica",
        ),
        (f"<StandardBusinessDocument><Header/>{ubl()}</StandardBusinessDocument>", "Invoice"),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->' + ubl(), "Invoice"),
    ],
    ids=["UBL", "UBL credit note", "CII", "ZUGFeRD 1", "FatturaPA", "in an envelope", "with a comment before"],
)
def test_invoices_of_every_standard_are_known(content: str, name: str) -> None:
    assert invoice_root(content.encode()).tag.endswith("}" + name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_are_obeyed(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{declared}"?>' + ubl(inner="<Note>Müller</Note>")

    assert "Müller" in as_text(invoice_root(content.encode(encoding)))


@pytest.mark.parametrize(
    "content", ["<html><body>Invoice</body></html>", "<Invoice><ID>1</ID></Invoice>", '<Order xmlns="urn:x"/>']
)
def test_other_xml_is_told_to_be_no_invoice(content: str) -> None:
    with pytest.raises(XmlIsNoInvoiceError):
        invoice_root(content.encode())


@pytest.mark.parametrize("content", [BOMB, FILE_READ], ids=["entity bomb", "file read"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_declarations_are_refused(content: str, encoding: str) -> None:
    declared = content if encoding == "utf-8" else content.replace('<?xml version="1.0"?>\n', "")

    with pytest.raises(DocumentError, match="document type"):
        invoice_root(declared.encode(encoding))


@pytest.mark.parametrize(
    "content",
    [b"", b"no xml", ubl()[:-5].encode(), b"<a>" * 10_000, ubl(inner="<ID>" + "x" * 11_000_000 + "</ID>").encode()],
    ids=["empty", "text", "cut off", "too deep", "too long a text"],
)
def test_damaged_xml_gets_a_clear_sentence(content: bytes) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        invoice_root(content)


def test_attached_invoice_is_found_among_others(tmp_path: Path) -> None:
    path = with_attachments(
        tmp_path / "hybrid.pdf",
        {"terms.txt": b"terms", "aaa.xml": b"<delivery/>", "factur-x.xml": ubl().encode(), "zzz.xml": b"<broken"},
    )

    found = embedded_invoice(path, timeout=20, memory_mb=512)

    assert found is not None
    assert found.name == "factur-x.xml"
    assert "4711" in found.content


def test_attached_invoice_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = with_attachments(tmp_path / "hybrid.pdf", {"Rechnung 12.dat": ubl("CreditNote").encode()})

    found = embedded_invoice(path, timeout=20, memory_mb=512)

    assert found is not None
    assert found.name == "Rechnung 12.dat"


@pytest.mark.parametrize(
    "attachments",
    [{}, {"factur-x.xml": b"%PDF-1.7 not xml"}, {"factur-x.xml": BOMB.encode()}, {"empty.xml": b""}],
    ids=["none", "not XML", "a bomb", "empty"],
)
def test_attachments_that_are_no_invoice_do_no_harm(tmp_path: Path, attachments: dict[str, bytes]) -> None:
    path = with_attachments(tmp_path / "plain.pdf", attachments)

    assert embedded_invoice(path, timeout=20, memory_mb=512) is None
