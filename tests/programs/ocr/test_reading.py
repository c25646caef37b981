from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from functions.ocr import reading
from functions.ocr.options import ReadingOptions
from functions.ocr.page_readers import PageJob, PageReaders
from functions.ocr.pdf_info import PageInfo
from functions.ocr.reading import drawing_dpi, read_document
from shared.domain.document import DocumentText, Renderer, Source
from shared.domain.lanes import MOST_SHORT_PAGES
from shared.errors import DocumentError, EmptyDocumentError, ReadingTimeoutError, TooManyPagesError
from shared.settings import Settings

OPTIONS = ReadingOptions(languages="eng", engine="tesseract", workers=2, page_timeout=120)
LINES = [f"Position {number} spare part for the old machine {number}0,00" for number in range(1, 9)]


def scan(*lines: str) -> Image.Image:
    """A page picture of half A4 size at 150 dpi."""
    picture = Image.new("L", (1240, 877), "white")
    draw = ImageDraw.Draw(picture)
    for row, text in enumerate(lines):
        draw.text((80, 80 + row * 70), text, fill="black", font=ImageFont.load_default(36))
    return picture


def text(document: DocumentText, page: int = 1) -> str:
    return " ".join(word.text for word in document.pages[page - 1].words)


def digital(path: Path, *, pages: int = 1, behind: Image.Image | None = None, lines: list[str] = LINES) -> Path:
    """A PDF with a text layer, over a picture of the page if there is one `behind`."""
    canvas = Canvas(str(path), pagesize=(595, 421))
    for _ in range(pages):
        if behind:
            canvas.drawImage(ImageReader(behind), 0, 0, 595, 421)
        words = canvas.beginText(38, 370)
        words.setTextRenderMode(3 if behind else 0)
        words.setLeading(33)
        words.textLines(lines)
        canvas.drawText(words)
        canvas.showPage()
    canvas.save()
    return path


def test_digital_pages_are_read_from_their_text_and_progress_is_reported(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    document = read_document(
        digital(tmp_path / "a.pdf", pages=3), "application/pdf", OPTIONS, lambda done, total: told.append((done, total))
    )

    assert [page.source for page in document.pages] == [Source.TEXT_LAYER] * 3
    assert [page.renderer for page in document.pages] == [Renderer.PDFIUM] * 3, "whose drawing was compared with them"
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert "Position 8 spare part" in text(document, 3)
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.skipif(not Path("/usr/share/poppler/cMap").is_dir(), reason="needs poppler-data")
def test_a_font_that_is_not_inside_is_read_by_the_maps_of_its_characters(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(tmp_path / "fapiao.pdf"))
    for row in range(8):
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(60, 700 - 20 * row, f"发票号码：2431200000007173888{row} 金额 100.00 税额 3.00")
    canvas.save()

    document = read_document(tmp_path / "fapiao.pdf", "application/pdf", OPTIONS)

    assert document.pages[0].source is Source.TEXT_LAYER
    assert "发票号码：24312000000071738887" in text(document)


def test_scans_are_read_by_the_engine(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    scan(*LINES).save(path, resolution=150)

    document = read_document(path, "application/pdf", OPTIONS)

    assert document.pages[0].source is Source.TESSERACT
    assert document.pages[0].renderer is Renderer.POPPLER, "whose drawing was read"
    assert LINES[0] in text(document)
    assert document.pages[0].width == pytest.approx(595, abs=2)


def test_hidden_text_that_does_not_say_what_the_scan_shows_is_not_believed(tmp_path: Path) -> None:
    wrong = [line.replace("spare part", "sqarc qart").replace("machine", "rnachlne") for line in LINES]

    document = read_document(digital(tmp_path / "a.pdf", behind=scan(*LINES), lines=wrong), "application/pdf", OPTIONS)

    assert document.pages[0].source is Source.TESSERACT
    assert "spare part" in text(document)


def test_hidden_text_that_agrees_with_the_scan_is_kept(tmp_path: Path) -> None:
    document = read_document(digital(tmp_path / "a.pdf", behind=scan(*LINES)), "application/pdf", OPTIONS)

    assert document.pages[0].source is Source.TEXT_LAYER
    assert document.pages[0].renderer is Renderer.POPPLER, "whose drawing proved it"


def test_each_page_of_a_tiff_is_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "fax.tiff"
    scan("First page of the fax").save(path, save_all=True, append_images=[scan("Second page of the fax")])

    document = read_document(path, "image/tiff", OPTIONS)

    assert text(document, 1) == "First page of the fax"
    assert text(document, 2) == "Second page of the fax"


# Lanes: what is slow tells so before it costs anything


class _TooSlowError(Exception):
    pass


def _pages_told(path: Path, content_type: str, monkeypatch: pytest.MonkeyPatch) -> int | None:
    """The number of slow pages that a document tells of; None: none. Nothing may have been recognised before."""

    def refuse(pages: int) -> None:
        raise _TooSlowError(pages)

    def recognised(*given: object) -> None:
        pytest.fail("a page was recognised before its price was told")

    with monkeypatch.context() as patched:
        patched.setattr(PageReaders, "read", recognised)
        try:
            read_document(path, content_type, replace(OPTIONS, read_codes=False), on_slow=refuse)
        except _TooSlowError as told:
            return int(told.args[0])
    return None


def test_pages_to_be_recognised_are_told_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(*LINES).save(tmp_path / "scan.pdf", resolution=150)
    scan(*LINES).save(tmp_path / "fax.tiff", save_all=True, append_images=[scan(*LINES)])
    searchable = digital(tmp_path / "searchable.pdf", pages=2, behind=scan(*LINES))
    assert _pages_told(tmp_path / "scan.pdf", "application/pdf", monkeypatch) == 1
    assert _pages_told(tmp_path / "fax.tiff", "image/tiff", monkeypatch) == 2
    assert _pages_told(searchable, "application/pdf", monkeypatch) == 2


def test_text_that_is_only_copied_is_quick_unless_it_is_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _pages_told(digital(tmp_path / "a.pdf", pages=MOST_SHORT_PAGES), "application/pdf", monkeypatch) is None
    long = digital(tmp_path / "b.pdf", pages=MOST_SHORT_PAGES + 1)
    assert _pages_told(long, "application/pdf", monkeypatch) == MOST_SHORT_PAGES + 1


def test_blank_pages_are_no_document(tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    Image.new("L", (600, 800), "white").save(path)

    with pytest.raises(EmptyDocumentError):
        read_document(path, "image/png", OPTIONS)


def test_empty_file_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()

    with pytest.raises(EmptyDocumentError):
        read_document(path, "application/pdf", OPTIONS)


def test_tiff_with_too_many_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.tiff"
    Image.new("1", (10, 10)).save(path, save_all=True, append_images=[Image.new("1", (10, 10))] * 5)

    with pytest.raises(TooManyPagesError, match="6 pages"):
        read_document(path, "image/tiff", ReadingOptions(max_pages=5))


def test_unknown_types_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK")

    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(path, "application/zip", OPTIONS)


def test_caller_may_give_up_between_pages(tmp_path: Path) -> None:
    class LeaseLostError(Exception):
        pass

    def lose(done: int, total: int) -> None:
        raise LeaseLostError

    with pytest.raises(LeaseLostError):
        read_document(digital(tmp_path / "a.pdf", pages=3), "application/pdf", OPTIONS, lose)


def test_page_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.ppm"
    scan(*LINES).save(path)
    readers = PageReaders(limit=1, memory_mb=1536)

    def job(timeout: float) -> PageJob:
        return PageJob(
            path=str(path),
            page=None,
            width=1240,
            height=877,
            dpi=150,
            engine="tesseract",
            languages="eng",
            timeout=timeout,
        )

    with pytest.raises(ReadingTimeoutError):
        readers.read(job(0.01), 1)
    assert LINES[0] in " ".join(word.text for word in readers.read(job(120), 1).words)
    readers.close()


@pytest.mark.parametrize(
    ("size", "covered", "picture_dpi", "expected"),
    [
        ((595, 842), 0.0, 0.0, 300),
        ((595, 842), 1.0, 600.0, 300),
        ((595, 842), 1.0, 100.0, 300),
        ((2448, 3168), 1.0, 72.0, 79),
        ((14400, 14400), 0.0, 0.0, 27),
    ],
    ids=["digital", "fine scan", "coarse scan", "pixels taken for points", "200 inches"],
)
def test_resolution_fits_the_page(size: tuple[float, float], covered: float, picture_dpi: float, expected: int) -> None:
    facts = PageInfo(number=1, width=size[0], height=size[1], covered=covered, picture_dpi=picture_dpi)

    assert drawing_dpi(facts, ReadingOptions()) == expected


def test_fingerprint_changes_with_what_changes_the_answer_and_with_nothing_else() -> None:
    base = ReadingOptions().fingerprint("image/png")

    assert ReadingOptions(workers=7, page_timeout=1, memory_mb=4096, max_pages=5).fingerprint("image/png") == base
    others = [ReadingOptions(languages="deu"), ReadingOptions(engine="tesseract"), ReadingOptions(dpi=200)]
    assert len({base, *(other.fingerprint("image/png") for other in others)}) == 4
    assert ReadingOptions().fingerprint("application/pdf") != base
    assert "tesseract=5" in base


def test_options_come_from_the_settings() -> None:
    options = ReadingOptions.from_settings(Settings(ocr_languages="deu", ocr_workers=3, max_pages=7))

    assert (options.languages, options.workers, options.max_pages) == ("deu", 3, 7)
    assert ReadingOptions.from_settings(Settings(ocr_workers=0)).workers >= 1


def test_readers_are_shared_by_calls_with_the_same_limits() -> None:
    assert reading._recognisers(OPTIONS) is reading._recognisers(OPTIONS)


def test_a_digital_page_with_codes_and_pictures_waits_for_no_page_that_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognisers = PageReaders(1, OPTIONS.memory_mb)
    monkeypatch.setattr(reading, "shared_recognisers", lambda *_: recognisers)
    with recognisers._pool._slots:  # a page is being recognised, for ever
        document = read_document(digital(tmp_path / "a.pdf"), "application/pdf", replace(OPTIONS, page_timeout=20))
    assert document.pages[0].source is Source.TEXT_LAYER


def test_looking_at_a_pdf_ends_at_its_own_limit_before_anything_is_recognised(tmp_path: Path) -> None:
    path = digital(tmp_path / "a.pdf", behind=scan(*LINES))
    told: list[int] = []
    with pytest.raises(ReadingTimeoutError):
        read_document(path, "application/pdf", replace(OPTIONS, look_timeout=0.0001), on_slow=told.append)
    assert told == []
