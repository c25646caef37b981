from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
import reportlab
from onnxruntime import InferenceSession
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from functions.ocr.engines import policy, rapid
from functions.ocr.engines.alphabet import OtherModelError, with_characters
from functions.ocr.engines.engine import PageReading, PageUnreadableError, Picture, mean_confidence
from functions.ocr.engines.quads import RecognisedLine, line_words, runs_down
from functions.ocr.engines.rapid import RapidEngine, is_cjk
from functions.ocr.engines.tesseract import TesseractEngine, words_of
from shared.domain.document import Box, Source, Word

LEVEL_STRIP = ((100, 50), (300, 50), (300, 70), (100, 70))
UPENDED_STRIP = ((100, 100), (120, 100), (120, 300), (100, 300))
SMALL_NAMES = ("NATUREZA DA OPERACAO", "ENDERECO", "QUANTIDADE", "MUNICIPIO")
TEXT = ("Invoice 4711 of 12.05.2024", "Müller Maschinenbau GmbH", "Net amount 1.234,56 EUR", "Thank you for your order")


def line(text: str, columns: list[int], quad: tuple[tuple[int, int], ...] = LEVEL_STRIP) -> RecognisedLine:
    return RecognisedLine(quad=quad, text=text, columns=columns, column_count=20, confidences=[0.9] * len(text))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of four clear lines, black on white."""
    picture = Image.new("L", (1000, 600), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"), 44)
    for row, text in enumerate(TEXT):
        draw.text((80, 80 + row * 90), text, fill="black", font=font)
    path = tmp_path_factory.mktemp("printed") / "page.png"
    picture.save(path)
    return path


def turned_anticlockwise(printed: Path, degrees: int, folder: Path) -> Picture:
    path = folder / "turned.png"
    with Image.open(printed) as opened:
        turned = opened.rotate(degrees, expand=True)
    turned.save(path)
    return Picture(path=path, width=turned.width, height=turned.height, dpi=150)


def test_words_of_a_line_lie_where_their_letters_were_seen() -> None:
    first, second = line_words(line("ab cd", [1, 3, 15, 17]), 400, 100)

    assert (first.text, second.text) == ("ab", "cd")
    assert first.box.x0 == pytest.approx((100 + 200 * 0.5 / 20) / 400)
    assert first.box.x1 == pytest.approx((100 + 200 * 4.5 / 20) / 400)
    assert second.box.x0 > first.box.x1
    assert (first.box.y0, first.box.y1) == (0.5, 0.7)


def test_words_of_an_upended_line_follow_each_other_down() -> None:
    first, second = line_words(line("ab cd", [1, 3, 15, 17], UPENDED_STRIP), 400, 400)

    assert runs_down(UPENDED_STRIP)
    assert first.box.y1 < second.box.y0
    assert (first.box.x0, first.box.x1) == (0.25, 0.3)


def test_words_never_leave_the_picture() -> None:
    (word,) = line_words(line("abc", [0, 10, 19], ((-5, -5), (420, -5), (420, 30), (-5, 30))), 400, 100)

    assert word.box == Box(0, 0, 1, 0.3)


def test_full_width_print_becomes_latin() -> None:
    words = line_words(line("Total： ￥１２", [1, 2, 3, 4, 5, 6, 15, 16, 17]), 400, 100)

    assert [word.text for word in words] == ["Total:", "¥12"]


@pytest.mark.parametrize(("text", "expected"), [("本", True), ("：", True), ("か", True), ("é", False), ("€", False)])
def test_east_asian_characters_are_known(text: str, expected: bool) -> None:
    assert is_cjk(text) is expected


def characters_of(session: InferenceSession) -> list[str]:
    listed: str = session.get_modelmeta().custom_metadata_map["character"]
    return ["blank", *listed.splitlines(), "space"]


def test_a_model_of_fewer_characters_scores_those_as_before() -> None:
    model = rapid._recogniser().read_bytes()
    line_of_noise = numpy.random.default_rng(1).standard_normal((1, 3, 48, 96), dtype=numpy.float32)
    whole = InferenceSession(model, providers=["CPUExecutionProvider"])
    part = InferenceSession(with_characters(model, lambda text: not is_cjk(text)), providers=["CPUExecutionProvider"])

    (before,), (after,) = (session.run(None, {"x": line_of_noise}) for session in (whole, part))

    kept = [number for number, text in enumerate(characters_of(whole)) if not is_cjk(text)]
    assert characters_of(part) == [characters_of(whole)[number] for number in kept]
    shares = before[..., kept] / before[..., kept].sum(axis=-1, keepdims=True)
    assert numpy.allclose(after, shares, rtol=1e-3, atol=1e-7)


def test_a_model_of_another_make_is_refused() -> None:
    with pytest.raises(OtherModelError):
        with_characters(b"", lambda text: True)


@pytest.mark.parametrize(("languages", "reads_chinese"), [("eng+spa", False), ("eng+chi_sim", True)])
def test_east_asian_characters_are_read_where_a_language_has_them(languages: str, reads_chinese: bool) -> None:
    models = rapid._models(cjk=RapidEngine(languages).cjk)

    assert ("本" in models._load_rec_model().postprocess_op.character) is reads_chinese


def test_tesseract_rows_of_other_levels_are_left_out() -> None:
    found: dict[str, list[Any]] = {
        "level": [1, 5, 5, 5],
        "text": ["", "Total", " ", "9,00"],
        "conf": [-1, 96, 95, 88],
        "left": [0, 10, 20, 50],
        "top": [0, 10, 10, 10],
        "width": [100, 30, 5, 60],
        "height": [100, 10, 10, 10],
    }

    words = words_of(found, 100, 100)

    assert [(word.text, word.confidence) for word in words] == [("Total", 0.96), ("9,00", 0.88)]
    assert words[1].box == Box(0.5, 0.1, 1, 0.2)


def test_rapidocr_reads_words_and_spaces(printed: Path) -> None:
    reading = RapidEngine("eng").read(Picture(path=printed, width=1000, height=600, dpi=150))

    assert (reading.source, reading.rotation) == (Source.RAPIDOCR, 0)
    assert " ".join(word.text for word in reading.words) == " ".join(TEXT)
    assert reading.words[0].box.x0 == pytest.approx(0.08, abs=0.02)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_rapidocr_turns_pages_upright(printed: Path, tmp_path: Path, turned: int) -> None:
    reading = RapidEngine("eng").read(turned_anticlockwise(printed, turned, tmp_path))

    assert reading.rotation == turned
    assert [word.text for word in reading.words][:2] == ["Invoice", "4711"]
    assert reading.words[0].box.y1 < 0.3


def test_tesseract_reads_words(printed: Path) -> None:
    reading = TesseractEngine("eng+deu", 60).read(Picture(path=printed, width=1000, height=600, dpi=150))

    assert reading.source is Source.TESSERACT
    assert "Maschinenbau GmbH Net amount 1.234,56 EUR" in " ".join(word.text for word in reading.words)
    assert mean_confidence(reading.words) > 0.85


def test_an_unknown_language_is_reported_by_the_engine(printed: Path) -> None:
    with pytest.raises(PageUnreadableError, match="klingon"):
        TesseractEngine("klingon", 60).read(Picture(path=printed, width=1000, height=600, dpi=150))


class Scripted:
    """An engine that answers what it is told and remembers that it was asked."""

    def __init__(self, source: Source, *words: tuple[str, float]) -> None:
        found = tuple(Word(text=text, box=Box(0, 0, 1, 1), confidence=sure) for text, sure in words)
        self.reading = PageReading(source=source, rotation=0, words=found)
        self.asked = 0

    def read(self, picture: Picture) -> PageReading:
        self.asked += 1
        return self.reading


@pytest.mark.parametrize(
    ("rapid", "tesseract", "winner", "asked"),
    [
        ([("clear", 0.99)], [("other", 1.0)], Source.RAPIDOCR, 0),
        ([("fa1nt", 0.6)], [("faint", 0.95)], Source.TESSERACT, 1),
        ([("fa1nt", 0.7)], [("#", 0.3)], Source.RAPIDOCR, 1),
        ([], [("missed", 0.9)], Source.TESSERACT, 1),
        ([], [], Source.RAPIDOCR, 1),
    ],
    ids=["read well", "read badly", "read badly twice", "not found at first", "blank"],
)
def test_second_reading_is_made_when_the_first_is_poor(
    monkeypatch: pytest.MonkeyPatch,
    rapid: list[tuple[str, float]],
    tesseract: list[tuple[str, float]],
    winner: Source,
    asked: int,
) -> None:
    first, second = Scripted(Source.RAPIDOCR, *rapid), Scripted(Source.TESSERACT, *tesseract)
    monkeypatch.setattr(policy, "RapidEngine", lambda languages: first)
    monkeypatch.setattr(policy, "TesseractEngine", lambda languages, timeout: second)

    reading = policy.read_picture(Picture(path=Path("x"), width=1, height=1, dpi=1), "auto", "eng", 1)

    assert (reading.source, second.asked) == (winner, asked)


def test_a_page_that_is_called_upside_down_stays_when_it_reads_better_as_it_is(
    printed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def errs_on_every_line(crops: list[Any]) -> tuple[list[Any], SimpleNamespace]:
        return crops, SimpleNamespace(cls_res=[("180", 0.9)] * len(crops))

    monkeypatch.setattr(rapid._models(cjk=False), "cls_and_rotate", errs_on_every_line)

    reading = RapidEngine("eng").read(Picture(path=printed, width=1000, height=600, dpi=150))

    assert reading.rotation == 0
    assert "4711" in [word.text for word in reading.words]


@pytest.fixture(scope="module")
def small_print(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of A4 at 200 dots an inch under a large title, with captions of six points right beside the rules of their
    boxes, softened as by a camera."""
    picture = Image.new("L", (1654, 2339), "white")
    draw = ImageDraw.Draw(picture)
    folder = Path(reportlab.__file__).parent / "fonts"
    draw.text((80, 60), "PAPELARIA ALVORADA", fill="black", font=ImageFont.truetype(str(folder / "Vera.ttf"), 60))
    font = ImageFont.truetype(str(folder / "Vera.ttf"), 15)
    for row in range(20):
        for column, text in enumerate(SMALL_NAMES):
            left, top = 80 + 370 * column, 200 + 40 * row
            draw.rectangle((left, top, left + 370, top + 40), outline="black")
            draw.text((left + 2, top + 1), text, fill="black", font=font)
            draw.text((left + 2, top + 20), f"{row}.{column}17.445,00", fill="black", font=font)
    path = tmp_path_factory.mktemp("small") / "page.png"
    picture.filter(ImageFilter.GaussianBlur(1.0)).save(path)
    return path


def test_small_print_beside_rules_is_read_whole_and_large_print_stays(small_print: Path) -> None:
    reading = RapidEngine("eng").read(Picture(path=small_print, width=1654, height=2339, dpi=200))

    words = [word.text for word in reading.words]
    names = [word for name in SMALL_NAMES for word in name.split()]
    assert sum(words.count(word) for word in names) >= 0.9 * 20 * len(names)
    assert words[:2] == ["PAPELARIA", "ALVORADA"]


@pytest.fixture(scope="module")
def screenshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several pages of a screen in one picture: a title, bold lines close together, and rows far apart."""
    picture = Image.new("L", (1600, 8000), "white")
    draw = ImageDraw.Draw(picture)
    folder = Path(reportlab.__file__).parent / "fonts"
    plain, bold = (ImageFont.truetype(str(folder / name), 24) for name in ("Vera.ttf", "VeraBd.ttf"))
    draw.text((80, 80), "Invoice", fill="black", font=ImageFont.truetype(str(folder / "VeraBd.ttf"), 48))
    for row, text in enumerate(CLOSE_LINES):
        draw.text((80, 180 + 35 * row), text, fill="black", font=bold)
    for row in range(50):
        draw.text((80, 400 + 150 * row), f"Function duration {row}", fill="black", font=plain)
        draw.text((1400, 400 + 150 * row), f"{row},50 EUR", fill="black", font=plain)
    path = tmp_path_factory.mktemp("screen") / "pages.png"
    picture.save(path)
    return path


CLOSE_LINES = ("Invoice number  AEA8-0063", "Date of issue  30 April 2025", "Date due  14 May 2025")


def test_a_picture_of_several_pages_is_read_as_each_of_them_is(screenshot: Path) -> None:
    reading = RapidEngine("eng").read(Picture(path=screenshot, width=1600, height=8000, dpi=96))

    words = [word.text for word in reading.words]
    assert [word for line in CLOSE_LINES for word in line.split() if word not in words] == []
    assert words.count("duration") == words.count("EUR") == 50
