from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from functions.ocr import page_codes
from functions.ocr.engines.codes import MOST_CODES
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from shared.domain.document import CodeFormat, DocumentText, PageCode
from shared.errors import ReadingTimeoutError

OPTIONS = ReadingOptions(languages="eng", engine="tesseract", workers=1, page_timeout=60)
WORDS = [f"Position {number} spare part for the old machine {number}0,00" for number in range(1, 9)]
GIROCODE = "BCD\n002\n1\nSCT\nBYLADEM1001\nNorddruck Wehrmann GmbH\nDE02120300000000202051\nEUR119.00\n\n\nRE-7"


def code(text: str, kind: str = "QRCode", scale: int = 4) -> Image.Image:
    """A picture of the code with its quiet zone."""
    made = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind))
    return Image.fromarray(numpy.asarray(made.to_image(scale=scale, add_quiet_zones=True)))


def pdf(path: Path, *pictures: Image.Image, rotate: int = 0, size: float = 90) -> Path:
    """A PDF page with a text layer and these pictures in rows below it."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    words = canvas.beginText(38, 800)
    words.setLeading(20)
    words.textLines(WORDS)
    canvas.drawText(words)
    for number, picture in enumerate(pictures):
        x, y = 20 + number % 8 * size, 520 - number // 8 * size
        canvas.drawImage(ImageReader(picture), x, y, size, size * picture.height / picture.width)
    canvas.save()
    writer = PdfWriter(clone_from=path)
    writer.pages[0].rotate(rotate)
    writer.write(path)
    return path


def codes(document: DocumentText) -> list[PageCode]:
    return [one for page in document.pages for one in page.codes]


def read(path: Path, kind: str = "application/pdf", options: ReadingOptions = OPTIONS) -> list[PageCode]:
    return codes(read_document(path, kind, options))


def test_a_code_beside_a_text_layer_is_decoded_with_its_place(tmp_path: Path) -> None:
    [found] = read(pdf(tmp_path / "a.pdf", code(GIROCODE)))

    assert (found.format, found.text) == (CodeFormat.QR, GIROCODE)
    assert found.box.x0 == pytest.approx(20 / 595, abs=0.03)
    assert found.box.y1 == pytest.approx((842 - 520) / 842, abs=0.03)


def test_the_box_of_a_code_is_on_the_upright_page(tmp_path: Path) -> None:
    upright, turned = (read(pdf(tmp_path / f"{turn}.pdf", code(GIROCODE), rotate=turn))[0] for turn in (0, 90))

    assert turned.box == pytest.approx(upright.box, abs=0.02)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("Aztec", "a text of some length", CodeFormat.AZTEC),
        ("DataMatrix", "a text of some length", CodeFormat.DATA_MATRIX),
        ("PDF417", "a text of some length", CodeFormat.PDF417),
        ("MicroQRCode", "1234567", CodeFormat.MICRO_QR),
        ("Code128", "35260114200166000187550010000000071123456786", CodeFormat.CODE128),
        ("ITF", "3369345023901400061123022925855201103202", CodeFormat.ITF),
    ],
)
def test_other_symbologies_are_decoded(tmp_path: Path, kind: str, text: str, expected: CodeFormat) -> None:
    found = read(pdf(tmp_path / "a.pdf", code(text, kind), size=250))

    assert [(one.format, one.text) for one in found] == [(expected, text)]


def test_short_bar_codes_carry_no_invoice_and_are_left_out(tmp_path: Path) -> None:
    assert read(pdf(tmp_path / "a.pdf", code("0123456789", "Code128"), size=250)) == []


def test_a_code_of_a_scan_and_of_a_photo_is_decoded(tmp_path: Path) -> None:
    page = Image.new("L", (1240, 877), "white")
    page.paste(code(GIROCODE, scale=5), (80, 80))
    page.rotate(4, fillcolor="white").save(tmp_path / "a.jpg", quality=60)

    # The page shows no word, so that it is refused as a document; its codes are asked for alone.
    document = read_document(pdf(tmp_path / "a.pdf"), "application/pdf", replace(OPTIONS, read_codes=False))
    found = page_codes.codes_of_pages(tmp_path / "a.jpg", "image/jpeg", document.pages, OPTIONS)

    assert [one.text for one in found[1]] == [GIROCODE]


@pytest.mark.parametrize("size", [(400, 400), (2400, 1800)], ids=["small picture", "damaged place of a large one"])
def test_a_code_of_small_modules_is_decoded_enlarged(tmp_path: Path, size: tuple[int, int]) -> None:
    """A fiscal code of 69 modules at 2 pixels each, blurred, as a telephone takes a page from afar."""
    made = code("https://www.afip.gob.ar/fe/qr/?p=" + "eyJ2ZXIiOjEsImZlY2hhIjoi" * 14, scale=8)
    side = made.width // 8 * 2
    page = Image.new("L", size, 235)
    page.paste(made.rotate(3, fillcolor=255).resize((side, side), Image.Resampling.BOX), (90, 90))
    page.filter(ImageFilter.GaussianBlur(0.9)).save(tmp_path / "a.png")
    document = read_document(pdf(tmp_path / "a.pdf"), "application/pdf", replace(OPTIONS, read_codes=False))

    [found] = page_codes.codes_of_pages(tmp_path / "a.png", "image/png", document.pages, OPTIONS)[1]

    assert found.text.startswith("https://www.afip.gob.ar")
    assert found.box.x0 * size[0] == pytest.approx(90, abs=15)
    assert found.box.y1 * size[1] == pytest.approx(90 + side, abs=15)


def test_a_page_with_fifty_codes_gives_a_bounded_number(tmp_path: Path) -> None:
    pictures = [code(f"code number {number}", scale=3) for number in range(50)]

    assert len(read(pdf(tmp_path / "a.pdf", *pictures, size=70))) == MOST_CODES


def test_a_damaged_code_is_no_code(tmp_path: Path) -> None:
    cut = code(GIROCODE)
    cut = cut.crop((0, 0, cut.width, cut.height // 2))

    assert read(pdf(tmp_path / "a.pdf", cut)) == []


def test_codes_are_left_out_where_the_setting_says_so(tmp_path: Path) -> None:
    options = replace(OPTIONS, read_codes=False)

    assert read(pdf(tmp_path / "a.pdf", code(GIROCODE)), options=options) == []
    assert options.fingerprint("application/pdf") != OPTIONS.fingerprint("application/pdf")
    assert options.words_fingerprint("application/pdf") == OPTIONS.words_fingerprint("application/pdf")


def test_a_search_that_takes_too_long_costs_only_the_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stuck:
        def codes(self, *_: object) -> None:
            raise ReadingTimeoutError

    monkeypatch.setattr(page_codes, "shared_readers", lambda *_: Stuck())

    document = read_document(pdf(tmp_path / "a.pdf", code(GIROCODE)), "application/pdf", OPTIONS)

    assert document.pages[0].words
    assert codes(document) == []


def test_pages_after_the_first_twenty_are_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_codes, "MOST_PAGES", 0)

    assert read(pdf(tmp_path / "a.pdf", code(GIROCODE))) == []
