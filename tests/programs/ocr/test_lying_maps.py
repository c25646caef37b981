from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject
from reportlab.pdfgen.canvas import Canvas

from functions.ocr.lying_maps import replaces_text, text_may_lie
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from shared.domain.document import Page, Source

OPTIONS = ReadingOptions(languages="eng", engine="rapidocr", workers=1, page_timeout=120, read_codes=False)
LINES = [f"Position {number} spare part for the old machine 4711{number}" for number in range(1, 9)]


def invoice(path: Path, *, to_unicode: bytes | None = None, replaced: str | None = None) -> Path:
    """A page of digital lines; `to_unicode` is the map of its font, `replaced` is said to be its sum."""
    canvas: Any = Canvas(str(path), pagesize=(595, 421))
    canvas.setFont("Helvetica", 13)
    for row, line in enumerate(LINES):
        canvas.drawString(38, 380 - 33 * row, line)
    if replaced:
        canvas._code.append(f"/Span <</ActualText ({replaced})>> BDC")
    canvas.drawString(38, 80, "Total 1234,00")
    if replaced:
        canvas._code.append("EMC")
    canvas.save()
    if to_unicode is not None:
        writer = PdfWriter(clone_from=PdfReader(path))
        font = writer.pages[0]["/Resources"]["/Font"]["/F1"]  # type: ignore[index]
        stream = DecodedStreamObject()
        stream.set_data(to_unicode)
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(stream)
        writer.write(path)
    return path


def read(path: Path) -> Page:
    return read_document(path, "application/pdf", OPTIONS).pages[0]


def cmap(**changed: str) -> bytes:
    """A map of the printable ASCII codes to themselves, but for the characters that are changed."""
    codes = {chr(code): chr(code) for code in range(32, 127)} | {name[1:]: text for name, text in changed.items()}
    lines = "\n".join(f"<{ord(code):02x}> <{ord(text):04x}>" for code, text in codes.items())
    return f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{lines}\nendbfchar".encode()


def test_what_is_drawn_is_read_where_the_map_of_a_font_says_other_digits(tmp_path: Path) -> None:
    page = read(invoice(tmp_path / "a.pdf", to_unicode=cmap(_1="8", _4="9")))

    assert page.source is Source.RAPIDOCR
    assert "47113" in [word.text for word in page.words]
    assert "97883" in [word.text for word in page.hidden]


def test_a_map_that_agrees_with_the_encoding_is_believed(tmp_path: Path) -> None:
    page = read(invoice(tmp_path / "a.pdf", to_unicode=cmap()))

    assert (page.source, page.hidden) == (Source.TEXT_LAYER, ())


def test_what_is_drawn_is_read_where_the_file_replaces_it(tmp_path: Path) -> None:
    page = read(invoice(tmp_path / "a.pdf", replaced="Total 9999,00"))

    assert page.source is Source.RAPIDOCR
    assert "1234,00" in [word.text for word in page.words]
    assert [word.text for word in page.hidden] == ["Total 9999,00"]


def font(cmap: bytes, **entries: object) -> DictionaryObject:
    stream = DecodedStreamObject()
    stream.set_data(cmap)
    held = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/ToUnicode"): stream})
    held.update({NameObject(f"/{name}"): value for name, value in entries.items()})
    return held


def glyphs(first: int, text: str) -> bytes:
    """A map of a font of two-byte codes, whose glyphs from `first` are the characters of `text`."""
    lines = "\n".join(f"<{first + place:04x}> <{ord(one):04x}>" for place, one in enumerate(text))
    return f"{len(text)} beginbfchar\n{lines}\nendbfchar".encode()


@pytest.mark.parametrize(
    ("held", "lies"),
    [
        (font(glyphs(19, "0123456789"), Subtype=NameObject("/Type0")), False),
        (font(glyphs(19, "0123486789"), Subtype=NameObject("/Type0")), True),
        (font(glyphs(1, "Invoce47"), Subtype=NameObject("/Type0")), False),
        (font(b"1 beginbfrange <13> <1c> <0030> endbfrange", Subtype=NameObject("/Type0")), False),
        (font(b"broken <zz", Subtype=NameObject("/Type0")), False),
        (
            font(
                b"1 beginbfchar <01> <0037> endbfchar",
                Subtype=NameObject("/TrueType"),
                Encoding=DictionaryObject(
                    {NameObject("/Differences"): ArrayObject([NumberObject(1), NameObject("/one")])}
                ),
            ),
            True,
        ),
    ],
    ids=["in order", "one out of order", "in order of use", "a range", "broken", "named otherwise"],
)
def test_a_map_is_compared_with_its_order_and_its_names(held: DictionaryObject, lies: bool) -> None:
    assert text_may_lie(held) is lies


@pytest.mark.parametrize(
    ("content", "replaces"),
    [
        (b"/Span <</ActualText (9.999,00)>> BDC", True),
        (b"/Span <</ActualText <FEFF0039>>> BDC", True),
        (b"/Span <</ActualText (IBAN DE)>> BDC", True),
        (b"/Span <</ActualText <FEFF00AD>>> BDC", False),
        (b"/Span <</ActualText (ffi)>> BDC", False),
        (b"BT (9.999,00) Tj ET", False),
    ],
    ids=["amount", "digit in UTF-16", "words", "soft hyphen", "ligature", "none"],
)
def test_only_replaced_words_and_digits_count(content: bytes, replaces: bool) -> None:
    assert replaces_text(content) is replaces
