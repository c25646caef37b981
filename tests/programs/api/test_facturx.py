"""Factur-X PDFs: the XML inside is valid by the official rules, the pages are those of the document, and PDF/A is
claimed only where it can be true."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import facturx  # type: ignore[import-untyped]
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from functions.api.einvoices import standardised
from functions.api.einvoices.facturx import facturx_xml, with_pdf, with_pictures
from functions.extract.einvoice.parsing import parse_einvoice
from samples.make.content import all_samples
from shared.errors import DocumentError, EncryptedDocumentError
from tests.support.official_rules import OfficialRules, official_rules
from tests.support.stack import ROOT

SAMPLES = ROOT / "samples"
SAMPLE = next(sample for sample in all_samples() if sample.name == "maschinenbau-de")
XML = facturx_xml(standardised(SAMPLE.data))
ORIGINAL = SAMPLES / "maschinenbau-de.pdf"
CLAIM = re.compile(rb"<pdfaid:part>(\d)")


@pytest.fixture(scope="module")
def rules() -> Iterator[OfficialRules]:
    with official_rules() as opened:
        yield opened


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(ORIGINAL, tmp_path_factory.mktemp("facturx"))


def written(pdf: Path, tmp_path: Path, **options: Any) -> bytes:
    return with_pdf(XML, pdf, folder=tmp_path, timeout=60, **options)


def changed(tmp_path: Path, **encryption: Any) -> Path:
    writer = PdfWriter(clone_from=ORIGINAL)
    writer.encrypt(algorithm="AES-256", **encryption)
    path = tmp_path / "locked.pdf"
    writer.write(path)
    return path


def metadata(pdf: bytes) -> bytes:
    root: Any = PdfReader(BytesIO(pdf)).root_object
    content: bytes = root["/Metadata"].get_object().get_data()
    return content


def words(pdf: bytes) -> list[str]:
    return PdfReader(BytesIO(pdf)).pages[0].extract_text().split()


def test_the_pdf_holds_the_xml_and_its_own_pages(rules: OfficialRules, made: bytes) -> None:
    name, xml = facturx.get_facturx_xml_from_pdf(made, check_xsd=True)
    assert (name, xml, rules.failed(xml)) == ("factur-x.xml", XML, frozenset())
    assert words(made) == words(ORIGINAL.read_bytes())
    assert b"<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata(made)


def test_what_is_read_again_is_what_was_confirmed(made: bytes) -> None:
    _, xml = facturx.get_facturx_xml_from_pdf(made)
    confirmed, again = standardised(SAMPLE.data), parse_einvoice(xml).data
    assert again.lines == confirmed.lines
    for name in ("invoice_number", "issue_date", "currency", "total_amount", "tax_breakdown", "amount_due"):
        assert getattr(again, name) == getattr(confirmed, name)


def test_a_pdf_that_is_not_pdfa_does_not_claim_to_be_one(made: bytes) -> None:
    assert CLAIM.findall(metadata(made)) == []


def test_a_pdf_that_claims_pdfa_goes_on_to_claim_it(tmp_path: Path) -> None:
    made = written(SAMPLES / "imprimerie-facturx-fr.pdf", tmp_path)
    assert CLAIM.findall(metadata(made)) == [b"3"]


def test_an_earlier_einvoice_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=SAMPLES / "imprimerie-facturx-fr.pdf")
    writer.add_attachment("hours.csv", b"day;hours\n")
    path = tmp_path / "with-more.pdf"
    writer.write(path)
    files = PdfReader(BytesIO(written(path, tmp_path))).attachments
    assert dict(files) == {"factur-x.xml": [XML], "hours.csv": [b"day;hours\n"]}


def test_a_pdf_that_only_must_not_be_printed_is_written_without_that(tmp_path: Path) -> None:
    made = written(changed(tmp_path, user_password="", owner_password="owner"), tmp_path)
    assert not PdfReader(BytesIO(made)).is_encrypted
    assert words(made) == words(ORIGINAL.read_bytes())


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncryptedDocumentError):
        written(changed(tmp_path, user_password="secret", owner_password="owner"), tmp_path)


def test_a_pdf_without_its_end_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(ORIGINAL.read_bytes()[:-20])
    assert words(written(path, tmp_path)) == words(ORIGINAL.read_bytes())


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(DocumentError):
        written(path, tmp_path)


def test_a_part_of_a_file_has_only_its_pages(tmp_path: Path) -> None:
    whole = SAMPLES / "catering-two-pages-en.pdf"
    made = PdfReader(BytesIO(written(whole, tmp_path, pages=(2, 2))))
    assert [page.extract_text() for page in made.pages] == [PdfReader(whole).pages[1].extract_text()]


def test_pictures_become_a_pdf_that_keeps_the_rules_of_pdfa(rules: OfficialRules, tmp_path: Path) -> None:
    """By what ISO 19005-3 asks for here, looked at by this test and not by a validator: colours that are said, no
    fonts, no transparency, an identifier, no encryption, a relation of the XML to the document, and metadata."""
    paths = []
    for number, mode in enumerate(("RGB", "L", "RGBA")):
        paths.append(tmp_path / f"{number}.png")
        Image.new(mode, (1240, 1754), "white").save(paths[-1])
    made = with_pictures(XML, paths, folder=tmp_path, timeout=60)
    reader = PdfReader(BytesIO(made))
    root: Any = reader.root_object
    profile = root["/OutputIntents"][0]["/DestOutputProfile"]
    assert profile.get_object().get_data()[36:40] == b"acsp"
    assert not reader.is_encrypted
    assert "/ID" in reader.trailer
    assert CLAIM.findall(metadata(made)) == [b"3"]
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Data"
    assert len(reader.pages) == 3
    for page in reader.pages:
        resources: Any = page["/Resources"].get_object()
        pictures = [one.get_object() for one in resources["/XObject"].values()]
        assert "/Font" not in resources
        assert [(one["/Subtype"], one["/ColorSpace"], "/SMask" in one) for one in pictures] == [
            ("/Image", "/DeviceRGB", False)
        ]
        assert 594 < page.mediabox.width < 597
    assert rules.failed(facturx.get_facturx_xml_from_pdf(made)[1]) == frozenset()
