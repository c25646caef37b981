"""A digital page is searched for codes unless it surely shows none."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy
import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from functions.ocr import reading
from functions.ocr.code_marks import may_show_codes
from functions.ocr.drawings import Drawing, DrawnPdf
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from functions.ocr.textless_copy import without_text
from shared.domain.document import Page

LINES = [f"Position {number} spare part for the old machine {number}0,00" for number in range(1, 13)]
TEXTS = {
    "QRCode": "https://invoice.example/v?id=2026-0017&total=24.00",
    "Aztec": "Invoice 2026-0017 total 24.00",
    "DataMatrix": "Invoice 2026-0017 total 24.00 EUR",
    "PDF417": "TED:2026-0017:24.00:33:76123456-7",
    "Code128": "10123456789012345678901234",
    "ITF": "00193373700000001000500940144816060680935031",
}
BAR_CODES = ("Code128", "ITF")
BLACK_SQUARE = "\u25a0"
POINTS_A_MM = 72 / 25.4

Modules = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]
Place = Callable[[Canvas, Modules, float, float], None]


def page(draw: Callable[[Canvas], None]) -> bytes:
    """A page of A4 with twelve lines, a table's grid, and what `draw` adds."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    for row, line in enumerate(LINES):
        canvas.drawString(45, 486 - 14 * row, line)
    canvas.grid([40, 60, 240, 280], [500 - 14 * row for row in range(13)])
    canvas.setFont("Helvetica-Bold", 26)
    canvas.drawString(40, 780, "INVOICE No. 2026-0017")
    draw(canvas)
    canvas.save()
    return content.getvalue()


def drawn(pdf: bytes) -> Drawing:
    copy, _ = without_text(pdf)
    complete, textless = DrawnPdf(pdf).draw(1), DrawnPdf(copy).draw(1)
    assert complete is not None
    return Drawing(complete=complete, textless=textless, fonts_missing=False)


def modules(kind: str) -> Modules:
    """A pixel a module, 0 black; one row of a bar code."""
    code = zxingcpp.create_barcode(TEXTS[kind], zxingcpp.barcode_formats_from_str(kind)[0])
    pixels = numpy.asarray(code.to_image(scale=1, add_quiet_zones=False))
    pixels = pixels if pixels.ndim == 2 else pixels[:, :, 0]
    return pixels[:1] if kind in BAR_CODES else pixels


def as_picture(canvas: Canvas, code: Modules, wide: float, high: float) -> None:
    canvas.drawImage(ImageReader(Image.fromarray(code.repeat(4, axis=0).repeat(4, axis=1))), 90, 560, wide, high)


def as_fills(canvas: Canvas, code: Modules, wide: float, high: float) -> None:
    across, up = wide / code.shape[1], high / code.shape[0]
    for row, column in numpy.argwhere(code == 0).tolist():
        canvas.rect(90 + column * across, 560 + high - (row + 1) * up, across, up, stroke=0, fill=1)


def a_picture_of_a_code(canvas: Canvas) -> None:
    as_picture(canvas, modules("QRCode"), 90, 90)


@pytest.mark.parametrize("turn", [0, 90])
@pytest.mark.parametrize("size", [0.25, 0.4, 0.6])
@pytest.mark.parametrize("place", [as_picture, as_fills])
@pytest.mark.parametrize("kind", TEXTS)
def test_a_page_with_a_code_is_searched(kind: str, place: Place, size: float, turn: int) -> None:
    code = modules(kind)
    wide = code.shape[1] * size * POINTS_A_MM
    high = 12 * POINTS_A_MM if kind in BAR_CODES else code.shape[0] * size * POINTS_A_MM

    def draw(canvas: Canvas) -> None:
        if turn:
            canvas.translate(650, -50)
            canvas.rotate(turn)
        place(canvas, code, wide, high)

    assert may_show_codes(drawn(page(draw)))


def test_a_code_of_letters_is_searched() -> None:
    """As fonts of modules print it: there is text alone on the page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("ZapfDingbats", 2.6)
        for row, column in numpy.argwhere(modules("QRCode") == 0).tolist():
            canvas.drawString(90 + 2 * column, 700 - 2 * row, BLACK_SQUARE)

    assert may_show_codes(drawn(page(draw)))


def test_a_page_of_words_headings_and_tables_is_not_searched() -> None:
    assert not may_show_codes(drawn(page(lambda canvas: None)))


def test_a_page_without_a_copy_of_it_is_searched() -> None:
    complete = drawn(page(lambda canvas: None)).complete
    assert may_show_codes(Drawing(complete=complete, textless=None, fonts_missing=False))


def test_only_pages_with_a_mark_are_drawn_for_their_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[list[int]] = []

    def codes_of_pages(path: Path, content_type: str, pages: Sequence[Page], options: ReadingOptions) -> dict[int, Any]:
        searched.append([page.number for page in pages])
        return {}

    monkeypatch.setattr(reading, "codes_of_pages", codes_of_pages)
    for name, draw in (("plain", lambda canvas: None), ("code", a_picture_of_a_code)):
        (tmp_path / name).write_bytes(page(draw))
        read_document(tmp_path / name, "application/pdf", ReadingOptions(engine="tesseract"))

    assert searched == [[], [1]]
