from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from functions.ocr.drawings import Drawing
from functions.ocr.options import ReadingOptions
from functions.ocr.page_readers import PageJob, PageReaders
from functions.ocr.picture_areas import MOST_AREAS, picture_areas
from functions.ocr.reading import read_document
from shared.domain.document import Box, Page, Source, Word
from shared.errors import DocumentError

OPTIONS = ReadingOptions(languages="eng", engine="rapidocr", workers=1, page_timeout=120, read_codes=False)
LINES = [f"Position {number} spare part for the old machine {number}0,00" for number in range(1, 9)]
LETTERHEAD = ["Harrow & Finch Ltd", "14 Quay Street", "Bristol"]


def picture(*lines: str, size: tuple[int, int] = (900, 260)) -> Image.Image:
    drawn = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(drawn)
    for row, text in enumerate(lines):
        pen.text((20, 15 + row * 75), text, fill=(20, 40, 90), font=ImageFont.load_default(52))
    return drawn


def letter(path: Path, *, head: Image.Image | None = None, pages: int = 1) -> Path:
    """Pages of A4 with eight digital lines, under a letterhead that is a picture."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    for _ in range(pages):
        if head:
            canvas.drawImage(ImageReader(head), 40, 740, 225, 65)
        for row, line in enumerate(LINES):
            canvas.drawString(40, 600 - 33 * row, line)
        canvas.line(40, 300, 550, 300)
        canvas.grid([40, 120, 300, 550], [200, 215, 230, 245, 260])
        canvas.showPage()
    canvas.save()
    return path


def text(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def test_a_letterhead_that_is_a_picture_is_read_with_the_text_layer(tmp_path: Path) -> None:
    document = read_document(letter(tmp_path / "a.pdf", head=picture(*LETTERHEAD), pages=2), "application/pdf", OPTIONS)

    first, second = document.pages
    assert first.source is Source.TEXT_LAYER
    assert text(first) == " ".join([*LETTERHEAD, *LINES])
    assert text(second) == " ".join(LINES)
    harrow = first.words[0]
    assert harrow.box.x0 == pytest.approx(45 / 595, abs=0.01)
    assert harrow.box.y0 == pytest.approx((842 - 803) / 842, abs=0.012)
    assert harrow.confidence < 1


def test_a_letterhead_on_a_turned_page_has_its_place_on_the_upright_one(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(letter(tmp_path / "a.pdf", head=picture(*LETTERHEAD))))
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "turned.pdf")

    (page,) = read_document(tmp_path / "turned.pdf", "application/pdf", OPTIONS).pages

    assert page.rotation == 270
    assert " ".join(LETTERHEAD) in text(page)
    harrow = next(word for word in page.words if word.text == "Harrow")
    assert harrow.box.x0 == pytest.approx(45 / 595, abs=0.01)


def test_a_picture_that_cannot_be_read_costs_nothing_but_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: PageReaders, job: PageJob, number: int) -> tuple[Word, ...]:
        raise DocumentError("too much")

    monkeypatch.setattr(PageReaders, "words_of_areas", refuse)

    (page,) = read_document(letter(tmp_path / "a.pdf", head=picture(*LETTERHEAD)), "application/pdf", OPTIONS).pages

    assert text(page) == " ".join(LINES)


def areas(textless: Image.Image, *words: Box) -> tuple[Box, ...]:
    pixels = numpy.asarray(textless.convert("L"))
    drawing = Drawing(complete=pixels, textless=pixels, fonts_missing=False)
    return picture_areas(drawing, [Word(text="word", box=box, confidence=1) for box in words], 0)


def sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    drawn = Image.new("L", (827, 1170), "white")
    return drawn, ImageDraw.Draw(drawn)


def test_a_name_drawn_as_curves_is_an_area() -> None:
    drawn, pen = sheet()
    pen.text((100, 60), "Harrow & Finch", fill="black", font=ImageFont.load_default(40))

    (area,) = areas(drawn)

    assert 0.09 < area.x0 < 100 / 827
    assert area.y0 < 70 / 1170 < 100 / 1170 < area.y1


def test_lines_fills_and_bar_codes_are_none() -> None:
    drawn, pen = sheet()
    for row in range(10):
        pen.line((50, 400 + 24 * row, 780, 400 + 24 * row), fill="black")
    for column in range(6):
        pen.line((50 + 146 * column, 400, 50 + 146 * column, 616), fill="black")
    pen.rectangle((50, 700, 780, 760), fill=180)
    code = numpy.random.default_rng(1).choice([0, 255], (40, 40)).astype(numpy.uint8)
    drawn.paste(Image.fromarray(code).resize((80, 80), Image.Resampling.NEAREST), (600, 900))

    assert areas(drawn) == ()


def test_a_picture_behind_the_text_is_none() -> None:
    drawn, pen = sheet()
    for row in range(10):
        pen.text((60, 100 + 40 * row), "a pattern behind the text", fill=120, font=ImageFont.load_default(40))
    lines = [Box(0.05, (90 + 20 * row) / 1170, 0.95, (104 + 20 * row) / 1170) for row in range(20)]

    assert areas(drawn, *lines) == ()


def test_of_thousands_of_pictures_the_largest_are_read() -> None:
    drawn, pen = sheet()
    for row in range(20):
        for column in range(4):
            pen.text((20 + 200 * column, 20 + 56 * row), "ABCD", fill="black", font=ImageFont.load_default(36))

    assert len(areas(drawn)) == MOST_AREAS
