from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from functions.ocr.einvoice_xml import embedded_invoice

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
