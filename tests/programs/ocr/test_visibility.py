import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from functions.ocr import looking, reading
from functions.ocr.drawings import Drawing, DrawnPdf
from functions.ocr.looking import look
from functions.ocr.looks import Look, LookTask, Sizes
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from functions.ocr.sandboxed_looking import look_at
from functions.ocr.seen import Seen, Verdict, shown_by_reading, with_lost_letters
from functions.ocr.text_layer import LayerPage, extract_text_layer
from functions.ocr.textless_copy import without_text
from functions.ocr.visibility import seen_words
from shared.domain.document import Box, Page, Source, Word

OPTIONS = ReadingOptions(languages="eng", engine="tesseract", workers=1, page_timeout=120, read_codes=False)
LINES = [f"Position {number} spare part for the old machine {number}0,00" for number in range(1, 9)]
SECRET = "Total 9.999,00"

Draw = Callable[[Canvas], None]


def invoice(path: Path, draw: Draw, *, lines: list[str] = LINES, before: Draw = lambda canvas: None) -> Path:
    """A page of A5 with eight printed lines; `draw` adds something at its foot, `before` under its text."""
    canvas = Canvas(str(path), pagesize=(595, 421))
    before(canvas)
    canvas.setFont("Helvetica", 10)
    for row, line in enumerate(lines):
        canvas.drawString(38, 370 - 33 * row, line)
    draw(canvas)
    canvas.save()
    return path


def read(path: Path) -> Page:
    return read_document(path, "application/pdf", OPTIONS).pages[0]


def texts(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(400, 40, SECRET)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.98, 0.98, 0.97)
    canvas.drawString(400, 40, SECRET)


def in_the_colour_of_its_cell(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.2, 0.3, 0.6)
    canvas.rect(390, 30, 150, 30, stroke=0, fill=1)
    canvas.drawString(400, 40, SECRET)


def under_a_rectangle(canvas: Canvas) -> None:
    canvas.drawString(400, 40, SECRET)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(390, 30, 150, 30, stroke=0, fill=1)


def under_a_picture(canvas: Canvas) -> None:
    canvas.drawString(400, 40, SECRET)
    noise = numpy.random.default_rng(1).integers(0, 255, (60, 300), dtype=numpy.uint8)
    canvas.drawImage(ImageReader(Image.fromarray(noise)), 390, 30, 150, 30)


def never_painted(canvas: Canvas) -> None:
    text = canvas.beginText(400, 40)
    text.setTextRenderMode(3)
    text.textLine(SECRET)
    canvas.drawText(text)


def clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(10, 10, 20, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(400, 40, SECRET)
    canvas.restoreState()


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 1)
    canvas.drawString(400, 40, SECRET)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(400, 40, SECRET)


@pytest.mark.parametrize(
    "hide",
    [
        white,
        nearly_white,
        in_the_colour_of_its_cell,
        under_a_rectangle,
        under_a_picture,
        never_painted,
        clipped,
        tiny,
        transparent,
    ],
)
def test_text_that_cannot_be_seen_is_no_word_of_the_page(tmp_path: Path, hide: Draw) -> None:
    page = read(invoice(tmp_path / "a.pdf", hide))

    assert page.source is Source.TEXT_LAYER
    assert texts(page.words) == " ".join(LINES)
    assert texts(page.hidden) == SECRET


def test_text_outside_of_the_page_is_no_word_of_it(tmp_path: Path) -> None:
    page = read(invoice(tmp_path / "a.pdf", lambda canvas: canvas.drawString(900, 40, SECRET)))

    assert texts(page.words) == " ".join(LINES)


def on_a_dark_band(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.1, 0.3)
    canvas.rect(390, 30, 150, 30, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(400, 40, SECRET)


def on_a_coloured_cell(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 0.9, 0.2)
    canvas.rect(390, 30, 150, 30, stroke=1, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(400, 40, SECRET)


def in_light_small_print(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.75, 0.75, 0.75)
    canvas.setFont("Helvetica", 5)
    canvas.drawString(400, 40, SECRET)


def over_a_picture(canvas: Canvas) -> None:
    shades = numpy.linspace(120, 255, 300).astype(numpy.uint8)
    canvas.drawImage(ImageReader(Image.fromarray(numpy.tile(shades, (60, 1)))), 390, 30, 150, 30)
    canvas.drawString(400, 40, SECRET)


def twice_to_look_fat(canvas: Canvas) -> None:
    canvas.drawString(400, 40, SECRET)
    canvas.drawString(400.3, 40, SECRET)


def run_into_by_the_next_cell(canvas: Canvas) -> None:
    canvas.drawString(380, 40, "Instalment of 2026-08-01")
    canvas.drawString(380 + canvas.stringWidth("Instalment of 2026-0", "Helvetica", 10), 40, SECRET)


def upended(canvas: Canvas) -> None:
    canvas.translate(560, 40)
    canvas.rotate(90)
    canvas.drawString(0, 0, SECRET)


def in_a_light_font_on_a_line(canvas: Canvas) -> None:
    canvas.line(390, 44, 540, 44)
    canvas.drawString(400, 40, SECRET)


@pytest.mark.parametrize(
    "show",
    [
        on_a_dark_band,
        on_a_coloured_cell,
        in_light_small_print,
        over_a_picture,
        twice_to_look_fat,
        run_into_by_the_next_cell,
        upended,
        in_a_light_font_on_a_line,
    ],
)
def test_text_that_can_be_seen_is_kept(tmp_path: Path, show: Draw) -> None:
    page = read(invoice(tmp_path / "a.pdf", show))

    assert page.hidden == ()
    assert set(SECRET.split()) <= set(texts(page.words).split())


def test_a_watermark_hides_nothing(tmp_path: Path) -> None:
    def watermark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(0.85, 0.85, 0.85)
        canvas.setFont("Helvetica-Bold", 90)
        canvas.translate(120, 60)
        canvas.rotate(35)
        canvas.drawString(0, 0, "DUPLICATE")
        canvas.restoreState()

    page = read(invoice(tmp_path / "a.pdf", lambda canvas: None, before=watermark))

    assert page.hidden == ()
    assert set(" ".join(LINES).split()) <= {word.text for word in page.words}


def test_text_on_a_turned_page_is_judged_where_it_is_shown(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(invoice(tmp_path / "a.pdf", white)))
    writer.pages[0].rotate(90)
    writer.write(tmp_path / "turned.pdf")

    page = read(tmp_path / "turned.pdf")

    assert (texts(page.words), texts(page.hidden)) == (" ".join(LINES), SECRET)


def test_hidden_words_printed_over_shown_ones_are_told_from_them(tmp_path: Path) -> None:
    """The ink in the boxes of both is that of the shown ones."""

    def white_account_over_the_first_line(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(38, 373, "IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX")

    page = read(invoice(tmp_path / "a.pdf", white_account_over_the_first_line))

    assert set(texts(page.words).split()) == set(" ".join(LINES).split())
    assert "0044" in texts(page.hidden)


def test_a_page_whose_text_is_drawn_as_curves_is_read_where_its_hidden_layer_says_something_else(
    tmp_path: Path,
) -> None:
    """Half of the page is a picture of its text, so that it is no scan; the layer over it is not painted."""
    picture = Image.new("L", (1240, 600), "white")
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(LINES):
        pen.text((80, 20 + row * 70), line, fill="black", font=ImageFont.load_default(36))

    def layer(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), 0, 130, 595, 288)
        text = canvas.beginText(38, 370)
        text.setTextRenderMode(3)
        text.textLines([line.replace("0,00", "9,99") for line in LINES])
        canvas.drawText(text)

    page = read(invoice(tmp_path / "a.pdf", layer, lines=[]))

    assert page.source is Source.TESSERACT
    assert "9,99" not in texts(page.words)


def test_a_copy_without_text_is_made_of_fonts_written_inside_other_objects_too(tmp_path: Path) -> None:
    path = invoice(tmp_path / "a.pdf", lambda canvas: None)
    writer = PdfWriter(clone_from=PdfReader(path))
    fonts = writer.pages[0]["/Resources"]["/Font"].get_object()  # type: ignore[index]
    for name in list(fonts):
        fonts[name] = fonts[name].get_object()
    writer.write(path)

    copy, _ = without_text(path.read_bytes())
    complete, textless = DrawnPdf(path.read_bytes()).draw(1), DrawnPdf(copy).draw(1)

    assert complete is not None
    assert textless is not None
    assert complete.min() < 100
    assert textless.min() == 255


def test_a_file_that_pypdf_cannot_read_is_looked_at_without_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = invoice(tmp_path / "a.pdf", white)
    xhtml = extract_text_layer(path, max_pages=5, timeout=20, memory_mb=1024).xhtml

    def broken(content: bytes) -> None:
        raise KeyError("/Root")

    monkeypatch.setattr(looking, "without_text", broken)
    found = look(LookTask(path=str(path), copy=str(tmp_path / "copy.pdf")), xhtml)

    assert found is not None
    assert texts(found.pages[0].seen.hidden) == SECRET
    assert found.facts.may_hold_files, "nothing is known about them"


def in_a_field(canvas: Canvas) -> None:
    canvas.acroForm.textfield(name="total", x=390, y=30, width=150, height=24, value=SECRET)


def in_a_field_that_viewers_draw_anew(canvas: Canvas) -> None:
    in_a_field(canvas)
    canvas.acroForm.needAppearances = "true"  # type: ignore[attr-defined]


@pytest.mark.parametrize("fill_in", [in_a_field, in_a_field_that_viewers_draw_anew])
def test_the_text_of_form_fields_is_seen(tmp_path: Path, fill_in: Draw) -> None:
    page = read(invoice(tmp_path / "a.pdf", fill_in))

    assert page.hidden == ()
    assert set(SECRET.split()) <= set(texts(page.words).split())


def test_a_file_that_cannot_be_drawn_is_believed_only_as_far_as_its_pages_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only poppler opens it, so nobody has seen what its text layer says."""
    monkeypatch.setattr(reading, "look_at", partial(_blind, look_at))

    page = read(invoice(tmp_path / "a.pdf", white))

    assert (page.source, "9.999,00" in texts(page.words)) == (Source.TESSERACT, False)


def _blind(see: Callable[..., Look | None], *asked: Any, sizes: Sizes | None = None, **limits: Any) -> Look | None:
    return None if sizes is None else see(*asked, sizes=sizes, **limits)


@pytest.mark.parametrize(("fields", "is_form"), [(False, True), (True, False)], ids=["dynamic", "static"])
def test_a_form_whose_pages_ask_to_wait_is_told_from_one_with_its_fields_on_the_page(
    tmp_path: Path, fields: bool, is_form: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        if fields:
            canvas.acroForm.textfield(name="total", x=400, y=30, width=90, height=20, value="12,00")

    writer = PdfWriter(clone_from=PdfReader(invoice(tmp_path / "a.pdf", draw)))
    stream = DecodedStreamObject()
    stream.set_data(b"<xdp:xdp/>")
    form = writer.root_object.setdefault(NameObject("/AcroForm"), DictionaryObject()).get_object()
    form[NameObject("/XFA")] = writer._add_object(stream)
    writer.write(tmp_path / "form.pdf")

    assert read_document(tmp_path / "form.pdf", "application/pdf", OPTIONS).xfa_form is is_form


def layer_page(words: list[Word], *, width: float = 595, height: float = 842) -> LayerPage:
    return LayerPage(width=width, height=height, rotation=0, words=tuple(words))


def word(text: str, x0: float, y0: float, x1: float, y1: float) -> Word:
    return Word(text=text, box=Box(x0, y0, x1, y1), confidence=1)


def drawing(complete: "numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.uint8]]", *, missing: bool = False) -> Drawing:
    return Drawing(complete=complete, textless=numpy.full_like(complete, 255), fonts_missing=missing)


def test_nothing_is_hidden_where_there_is_no_font_to_draw_it() -> None:
    blank = numpy.full((1170, 827), 255, dtype=numpy.uint8)
    words = [word("Total", 0.1, 0.1, 0.2, 0.12)] * 20

    seen = seen_words(layer_page(words), drawing(blank, missing=True))

    assert (seen.verdict, len(seen.words)) == (Verdict.UNKNOWN, 20)


def test_a_font_that_is_missing_elsewhere_hides_no_secret(tmp_path: Path) -> None:
    path = invoice(tmp_path / "a.pdf", white)
    writer = PdfWriter(clone_from=PdfReader(path))
    font = {"/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": "/Unused"}
    writer.root_object[NameObject("/Unused")] = writer._add_object(
        DictionaryObject({NameObject(name): NameObject(value) for name, value in font.items()})
    )
    writer.write(path)

    assert without_text(path.read_bytes())[1].fonts_missing
    assert texts(read(path).hidden) == SECRET


def test_a_hundred_thousand_words_are_judged_in_seconds() -> None:
    dots = numpy.random.default_rng(1).integers(0, 255, (1170, 827), dtype=numpy.uint8)
    places = numpy.random.default_rng(2).uniform(0, 0.9, (100_000, 2))
    words = [word("4711", x, y, x + 0.1, y + 0.02) for x, y in places.tolist()]
    started = time.process_time()

    seen = seen_words(layer_page(words), drawing(dots))

    assert seen.verdict is Verdict.ELSEWHERE
    assert time.process_time() - started < 10


def test_a_page_of_a_metre_is_drawn_small(tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    canvas = Canvas(str(path), pagesize=(2835, 2835))
    canvas.drawString(100, 100, "A poster of one metre")
    canvas.save()

    found = DrawnPdf(path.read_bytes()).draw(1)

    assert found is not None
    assert 1_000_000 < found.size <= 4_000_000


def test_doubtful_words_are_decided_by_a_reading_of_the_page() -> None:
    shown, hidden = word("Amount", 0.1, 0.1, 0.2, 0.12), word("DE89", 0.1, 0.1, 0.15, 0.12)
    seen = Seen(verdict=Verdict.JUDGED, words=(shown, hidden), doubtful=(shown, hidden))

    decided = shown_by_reading(seen, [word("AMOUNT:", 0.11, 0.1, 0.2, 0.12), word("DE89", 0.5, 0.5, 0.6, 0.52)])

    assert (decided.words, decided.hidden) == ((shown,), (hidden,))


def test_letters_without_a_map_are_read_where_they_are_drawn(tmp_path: Path) -> None:
    path, lines = tmp_path / "a.pdf", [*LINES, "Größe 12, Hafenstraße, Lübeck"]
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(str(path), pagesize=(595, 421))
    canvas.setFont("Vera", 11)
    for row, line in enumerate(lines):
        canvas.drawString(38, 380 - 33 * row, line)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    for font in writer.pages[0]["/Resources"]["/Font"].get_object().values():  # type: ignore[index]
        font.get_object().pop("/ToUnicode", None)
    writer.write(path)

    page = read_document(path, "application/pdf", replace(OPTIONS, engine="rapidocr")).pages[0]

    assert page.source is Source.TEXT_LAYER
    assert texts(page.words) == " ".join(lines)


def test_a_reading_mends_only_the_words_that_lost_letters() -> None:
    words = [
        word("Hafenstra", 0.1, 0.1, 0.2, 0.12),
        word("e", 0.21, 0.1, 0.22, 0.12),
        word("4711", 0.1, 0.2, 0.2, 0.22),
    ]
    read = [
        word("Hafenstraße", 0.1, 0.1, 0.22, 0.12),
        word("47ll", 0.1, 0.2, 0.2, 0.22),
        word("€", 0.22, 0.2, 0.24, 0.22),
    ]
    lost = [Box(0.2, 0.11, 0.205, 0.115), Box(0.23, 0.205, 0.235, 0.21)]

    mended = with_lost_letters(words, read, lost)

    assert [one.text for one in mended] == ["Hafenstraße", "4711", "€"]
