import math
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from functions.ocr.pdf_info import PageInfo, pdf_info, pictures_of_pages
from shared.errors import DocumentError, EncryptedDocumentError, TooManyPagesError

HEADER = b"page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio\n-----\n"


def facts_of(path: Path, max_pages: int = 10) -> list[PageInfo]:
    return pdf_info(path, max_pages=max_pages, timeout=20, memory_mb=512)


def pdf(path: Path, *, pages: int = 1, encrypt: StandardEncryption | None = None) -> Path:
    canvas = Canvas(str(path), pagesize=(400, 200), encrypt=encrypt)
    for number in range(pages):
        canvas.drawString(10, 10, f"page {number}")
        canvas.showPage()
    canvas.save()
    return path


def test_sizes_are_those_a_viewer_shows(tmp_path: Path) -> None:
    path = tmp_path / "mixed.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.drawString(10, 10, "wide")
    canvas.showPage()
    canvas.drawString(10, 10, "turned")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.pages[1].rotate(90)
    writer.write(path)

    assert [(fact.number, fact.width, fact.height) for fact in facts_of(path)] == [(1, 400, 200), (2, 200, 400)]


def test_a_scan_covers_its_page(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.drawImage(ImageReader(Image.new("L", (800, 400), 200)), 0, 0, 400, 200)
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("L", (100, 100), 200)), 0, 0, 40, 20)
    canvas.save()

    scan, letter = facts_of(path)

    assert scan.covered == pytest.approx(1, abs=0.02)
    assert scan.picture_dpi == pytest.approx(144, abs=2)
    assert letter.covered == pytest.approx(0.01, abs=0.005)


def test_a_password_to_open_is_distinguished_from_damage(tmp_path: Path) -> None:
    locked = pdf(tmp_path / "locked.pdf", encrypt=StandardEncryption("open sesame", ownerPassword="owner"))

    with pytest.raises(EncryptedDocumentError):
        facts_of(locked)


def test_password_that_only_forbids_printing_is_no_hindrance(tmp_path: Path) -> None:
    owned = pdf(tmp_path / "owned.pdf", encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))

    assert len(facts_of(owned)) == 1


def test_pages_over_the_limit_are_refused_with_their_number(tmp_path: Path) -> None:
    with pytest.raises(TooManyPagesError, match="600 pages"):
        facts_of(pdf(tmp_path / "book.pdf", pages=600), max_pages=300)


@pytest.mark.parametrize("content", [b"\n", b"plain text", b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF"])
def test_damaged_files_get_a_clear_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)

    with pytest.raises(DocumentError, match="damaged"):
        facts_of(path)


def test_file_cut_in_the_middle_is_refused_or_read_but_never_hangs(tmp_path: Path) -> None:
    path = pdf(tmp_path / "long.pdf", pages=20)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])

    with pytest.raises(DocumentError):
        facts_of(path)


def test_strips_of_one_scan_add_up_and_masks_do_not() -> None:
    listing = HEADER + b"".join(
        b"   1     %d %s    600   300  gray    1   8  jpeg   no         4  0   300   300 1K 1.4%%\n" % (number, kind)
        for number, kind in enumerate([b"image", b"image", b"smask"])
    )

    assert pictures_of_pages(listing, {1: (144, 144)}) == {1: (1.0, 300)}


def test_listing_without_sense_is_ignored() -> None:
    listing = HEADER + b"   1     0 image  x y z\n   9     0 image 1 1 gray 1 8 jpeg no 4 0 72 72 1K 1%\n"

    assert pictures_of_pages(listing, {1: (100, 100)}) == {}


@given(
    size=st.tuples(st.floats() | st.integers(), st.floats() | st.integers()),
    resolution=st.tuples(st.floats(), st.floats()),
)
@example(size=(1654, 2339), resolution=(math.nan, math.nan))
@example(size=(-1654, 2339), resolution=(200, 200))
@example(size=(1654, 2339), resolution=(math.inf, 200))
def test_share_of_a_page_is_one_whatever_is_listed(size: tuple[float, float], resolution: tuple[float, float]) -> None:
    line = f"1 0 image {size[0]} {size[1]} gray 1 8 jpeg no 10 0 {resolution[0]} {resolution[1]} 310K 8.2%\n"

    for share, dpi in pictures_of_pages(HEADER + line.encode(), {1: (595, 842)}).values():
        assert 0 <= share <= 1
        assert 0 < dpi < math.inf


def test_program_is_run_on_names_with_spaces_and_dashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pdf(Path("-upw -raw.pdf"))

    assert len(facts_of(Path("-upw -raw.pdf"))) == 1
    assert subprocess.run(["ls"], capture_output=True, check=True).stdout == b"-upw -raw.pdf\n"
