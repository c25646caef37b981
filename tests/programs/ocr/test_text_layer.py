from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from functions.ocr import text_layer
from functions.ocr.text_layer import (
    LayerPage,
    TooManyWordsError,
    agreement,
    extract_text_layer,
    is_sane,
    parse_bbox_layout,
)
from shared.domain.document import Box, Word
from shared.errors import DocumentError
from tests.support.heavy_documents import grid_pdf

SENTENCE = (
    "The goods remain the property of the seller until they have been paid for completely and without any deduction "
    "which applies equally to deliveries made later under the same framework contract between both parties"
)


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(text=part, box=Box(0.1, 0.1, 0.2, 0.12), confidence=1) for part in text.split())


def read(path: Path, *sizes: tuple[float, float]) -> list[LayerPage]:
    return list(parse_bbox_layout(extract_text_layer(path, max_pages=300, timeout=20, memory_mb=512).xhtml, sizes))


def page(inner: str) -> bytes:
    document = f'<doc><page width="200" height="100"><flow><block><line>{inner}</line></block></flow></page></doc>'
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{document}</body></html>'.encode()


def word(text: str, box: tuple[float, float, float, float]) -> str:
    x0, y0, x1, y1 = box
    return f'<word xMin="{x0}" yMin="{y0}" xMax="{x1}" yMax="{y1}">{text}</word>'


def test_words_and_their_places_are_read_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "invoice.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.drawString(200, 100, "Größe €12")
    canvas.showPage()
    canvas.drawString(0, 190, "second")
    canvas.save()

    first, second = read(path, (400, 200), (400, 200))

    assert [found.text for found in first.words] == ["Größe", "€12"]
    assert (first.width, first.height) == (400, 200)
    assert first.words[0].box.x0 == pytest.approx(0.5, abs=0.01)
    assert first.words[0].box.y0 < 0.5 < first.words[0].box.y1 + 0.02
    assert [found.text for found in second.words] == ["second"]


def test_boxes_are_those_of_the_turned_page(tmp_path: Path) -> None:
    path = tmp_path / "landscape.pdf"
    canvas = Canvas(str(path), pagesize=(200, 400))
    canvas.translate(200, 0)
    canvas.rotate(90)
    canvas.drawString(300, 150, "right")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.pages[0].rotate(90)
    writer.write(path)

    (page_read,) = read(path, (400, 200))

    assert page_read.words[0].box.x0 == pytest.approx(0.75, abs=0.01)


def test_text_outside_the_crop_box_is_no_part_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "cropped.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.setCropBox((200, 0, 400, 200))
    canvas.drawString(10, 100, "hidden")
    canvas.drawString(200, 100, "seen")
    canvas.save()

    (page_read,) = read(path, (200, 200))

    assert [found.text for found in page_read.words] == ["seen"]
    assert page_read.words[0].box.x0 == pytest.approx(0, abs=0.01)


def test_what_is_no_pdf_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "text.pdf"
    path.write_text("no pdf at all")

    with pytest.raises(DocumentError):
        read(path, (400, 200))


@pytest.mark.parametrize("sizes", [[], [(200, 100), (200, 100)]])
def test_pages_that_get_lost_are_noticed(sizes: list[tuple[float, float]]) -> None:
    with pytest.raises(DocumentError, match="cannot be found"):
        list(parse_bbox_layout(page(""), sizes))


@pytest.mark.parametrize(
    "box",
    [(-50, 10, -10, 20), (210, 10, 250, 20), (10, 10, 10, 20), (20, 10, 10, 20)],
    ids=["left of the page", "right of it", "without width", "inside out"],
)
def test_invisible_words_are_left_out(box: tuple[float, float, float, float]) -> None:
    (found,) = parse_bbox_layout(page(word("ghost", box) + word("real", (10, 10, 50, 20))), [(200, 100)])

    assert [one.text for one in found.words] == ["real"]


def test_words_over_the_edge_end_at_the_edge() -> None:
    (found,) = parse_bbox_layout(page(word("wide", (-20, 10, 300, 20))), [(200, 100)])

    assert found.words[0].box == Box(0, 0.1, 1, 0.2)


def test_control_characters_of_broken_fonts_do_not_stop_the_reading() -> None:
    (found,) = parse_bbox_layout(page(word("a\x02b", (10, 10, 50, 20)) + word("fine", (60, 10, 90, 20))), [(200, 100)])

    assert [one.text for one in found.words] == ["a\ufffdb", "fine"]


def test_a_hundred_thousand_words_are_read() -> None:
    many = "".join(word(f"w{number}", (10, 10, 50, 20)) for number in range(100_000))

    (found,) = parse_bbox_layout(page(many), [(200, 100)])

    assert len(found.words) == 100_000


@pytest.mark.parametrize(
    ("text", "sane"),
    [
        (SENTENCE, True),
        ("RECHNUNG Nr. 4711 1.234,56 EUR MwSt. 19 %", True),
        ("4711 12.05.2024 99,00", True),
        ("Счёт на оплату за услуги связи согласно договору", True),
        ("", False),
        (SENTENCE.replace("e", "\ufffd"), False),
        ("\ue001\ue002\ue003 \ue004\ue005 12", False),
    ],
)
def test_sanity_of_the_characters(text: str, sane: bool) -> None:
    assert is_sane(words(text)) is sane


def test_a_shifted_alphabet_is_noticed() -> None:
    consonants = "bcdfghjklmnpqrstvwxz"
    shifted = "".join(consonants[ord(letter) % 20] if letter.isalpha() else letter for letter in SENTENCE)

    assert not is_sane(words(shifted))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_text_layers_of_turned_scans_are_made_upright(tmp_path: Path, rotation: int) -> None:
    """The page is drawn turned anticlockwise, as a sheet laid wrongly on the glass, and is to be turned back."""
    path = tmp_path / "turned.pdf"
    canvas = Canvas(str(path), pagesize=(300, 300))
    canvas.translate(150, 150)
    canvas.rotate(rotation)
    canvas.translate(-150, -150)
    canvas.drawString(30, 270, "top left of the page")
    canvas.drawString(30, 240, "second line of it")
    canvas.save()

    (found,) = read(path, (300, 300))

    assert found.rotation == rotation
    assert [word.text for word in found.words][:3] == ["top", "left", "of"]
    top, left = found.words[0].box, found.words[1].box
    assert top.x0 == pytest.approx(0.1, abs=0.02)
    assert top.y1 == pytest.approx(0.1, abs=0.03)
    assert left.x0 > top.x1


def test_agreement_ignores_case_marks_and_small_words() -> None:
    assert agreement(words("Total: 99,00 x"), words("TOTAL 99.00")) == 1
    assert agreement(words("Total seller"), words("Total buyer")) == 0.5
    assert agreement(words("a b"), words("a b")) == 0


def test_a_file_with_a_broken_stream_is_distinguished_from_a_whole_one(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.pdf", tmp_path / "broken.pdf"
    canvas = Canvas(str(whole), pagesize=(400, 200), pageCompression=1)
    for number in range(40):
        canvas.drawString(10, 10 + 4 * number, f"{SENTENCE} {number}")
    canvas.save()
    content = whole.read_bytes()
    start = content.index(b"stream") + 120
    broken.write_bytes(content[:start] + bytes(range(60)) + content[start + 60 :])

    extracted = [extract_text_layer(path, max_pages=300, timeout=20, memory_mb=512).damaged for path in (whole, broken)]

    assert extracted == [False, True]


def test_a_file_whose_end_is_lost_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.drawString(10, 10, SENTENCE)
    canvas.save()
    path.write_bytes(path.read_bytes()[:-30])

    extracted = extract_text_layer(path, max_pages=300, timeout=20, memory_mb=512)

    assert extracted.damaged
    assert b"goods" in extracted.xhtml


def test_more_words_than_a_page_of_paper_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "dense.pdf"
    path.write_bytes(grid_pdf(6000))
    assert len(extract_text_layer(path, max_pages=300, timeout=60, memory_mb=1024).xhtml) > 500_000
    monkeypatch.setattr(text_layer, "MOST_WORDS_A_PAGE", 5000)

    with pytest.raises(TooManyWordsError):
        extract_text_layer(path, max_pages=300, timeout=60, memory_mb=1024)


def test_more_text_than_a_document_holds_is_not_even_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_layer, "MOST_XHTML_MB", 1)
    path = tmp_path / "dense.pdf"
    path.write_bytes(grid_pdf(20_000))

    with pytest.raises(TooManyWordsError):
        extract_text_layer(path, max_pages=300, timeout=60, memory_mb=1024)
