"""PP-OCR models through rapidocr and onnxruntime: strong on receipts, photos and small or faint print.

The models are part of the wheel. They take seconds and 300 MB to load, so they are loaded once per process.
"""

import logging
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from functions.ocr.engines.alphabet import with_characters
from functions.ocr.engines.engine import PageReading, PageUnreadableError, Picture
from functions.ocr.engines.lines import in_reading_order
from functions.ocr.engines.quads import RecognisedLine, line_words, runs_down
from shared.domain.document import Source, Word

if TYPE_CHECKING:
    import numpy

    Pixels = numpy.ndarray[Any, Any]

# The detector's input in pixels, A4 at 82 dpi. With 380 000 its strips are too thick around small print and letters get
# lost (see docs/reading.md). An area and not a side length: a receipt of one metre would become too narrow.
DETECTION_PIXELS = 650_000
# A page of small print is detected again, on twice the pixels if the picture has them: A4 at 116 dpi.
FINE_DETECTION_PIXELS = 1_300_000
# A picture of small print that is as long as several pages of A4, as of a screen, is looked through in so many at most.
MOST_BANDS = 4
A4_LENGTH = 2**0.5
# How far from its share of the height one may end, in shares: where the pixels of a row differ least, between lines.
CUT_WITHIN = 0.05
# Strips of the first detection are 1.6 times as high as their print: 20 pixels are capitals of 8 points on A4.
SMALL_PRINT = 20
# Large letters are found better in the smaller picture.
LARGE_PRINT = 26
# The share of a page's lines that makes it a page of small print.
OF_SMALL_PRINT = 0.25
LARGEST_MAGNIFICATION = 3.0
# The recogniser pads each line to this many pixels at a height of 48, and lines of one batch to the longest. The
# default, 320 and batches of 6, doubles its time and loses spaces between words.
NARROWEST_LINE = 96
# How many of the longest lines are classified, and which share of them must be "upside down".
VOTERS = 9
MAJORITY = 0.6
# How many of these are read both ways before a page is turned over.
READ_BOTH_WAYS = 4
LANGUAGES_IN_CJK = ("chi", "jpn", "kor")
CJK_NAMES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "BOPOMOFO")


class RapidEngine:
    """Reads Latin script with all its accents; `languages` (`eng+spa`) only decides whether Chinese is expected."""

    def __init__(self, languages: str) -> None:
        self.cjk = any(language.startswith(LANGUAGES_IN_CJK) for language in languages.split("+"))

    def read(self, picture: Picture) -> PageReading:
        """Words line by line. Raises PageUnreadableError."""
        import cv2

        pixels = cv2.imread(str(picture.path), cv2.IMREAD_COLOR)
        if pixels is None:
            raise PageUnreadableError("the picture is empty")
        models = _models(cjk=self.cjk)
        rotation = 0
        quads = _detect(models, pixels)
        if _mostly_running_down(quads):
            pixels, rotation = cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE), 90
            quads = _detect(models, pixels)
        if _upside_down(models, pixels, quads):
            pixels, rotation = cv2.rotate(pixels, cv2.ROTATE_180), (rotation + 180) % 360
            quads = _detect(models, pixels)
        quads = _with_small_print(models, pixels, quads)
        return PageReading(source=Source.RAPIDOCR, rotation=rotation, words=_recognise(models, pixels, quads))


@cache
def _models(*, cjk: bool) -> Any:
    import cv2
    from rapidocr import RapidOCR

    # One thread per page: pages read in parallel use the other cores.
    cv2.setNumThreads(1)
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    params = {
        "Global.log_level": "error",
        "Global.use_preprocess_img": False,
        "Global.return_word_box": True,
        "Det.limit_type": "max",
        "Det.limit_side_len": 100_000,
        "Rec.rec_batch_num": 1,
        "Rec.rec_img_shape": [3, 48, NARROWEST_LINE],
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    if cjk:
        return RapidOCR(params=params)
    # 17 000 of its 18 700 characters are East Asian, and it sees them in rows of asterisks and stamps.
    with TemporaryDirectory() as folder:
        recogniser = Path(folder) / "recogniser.onnx"
        recogniser.write_bytes(with_characters(_recogniser().read_bytes(), lambda text: not is_cjk(text)))
        models: Any = RapidOCR(params={**params, "Rec.model_path": str(recogniser)})
        models._load_rec_model()  # otherwise on first use, when the file is gone
        return models


def _recogniser() -> Path:
    """The recogniser in rapidocr's wheel."""
    import rapidocr

    (model,) = (Path(rapidocr.__file__).parent / "models").glob("*_rec_*.onnx")
    return model


def _scale(pixels: "Pixels", area: int) -> float:
    height, width = pixels.shape[:2]
    return float(min(LARGEST_MAGNIFICATION, (area / (height * width)) ** 0.5))


def _detect(models: Any, pixels: "Pixels", area: int = DETECTION_PIXELS) -> "Pixels":
    """The corners of the lines, clockwise from top left, in pixels: an array of (lines, 4, 2). `area`: the pixels of
    the picture in which they are looked for."""
    import cv2
    import numpy

    height, width = pixels.shape[:2]
    scale = _scale(pixels, area)
    size = max(32, round(width * scale)), max(32, round(height * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    found = models(small, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return numpy.empty((0, 4, 2), dtype=numpy.float32)
    back = numpy.array([width / size[0], height / size[1]])
    return numpy.asarray(numpy.array(found.boxes) * back, dtype=numpy.float32)


def _with_small_print(models: Any, pixels: "Pixels", coarse: "Pixels") -> "Pixels":
    """The lines as `_detect` has them, detected again where their print is small; of a long picture band by band, each
    as if it were a page."""
    import numpy

    if not _has_small_print(coarse, pixels):
        return coarse
    bands = _bands(pixels)
    if len(bands) == 1:
        return _detect_again(models, pixels, coarse)
    found = []
    for top, bottom in bands:
        band = pixels[top:bottom]
        quads = _detect(models, band)
        if _has_small_print(quads, band):
            quads = _detect_again(models, band, quads)
        found.append(quads + numpy.array([0, top], dtype=numpy.float32))
    return numpy.concatenate(found)


def _detect_again(models: Any, pixels: "Pixels", coarse: "Pixels") -> "Pixels":
    """The lines of small print, and the large ones that the first detection found."""
    return _with_large(_detect(models, pixels, FINE_DETECTION_PIXELS), coarse, pixels)


def _bands(pixels: "Pixels") -> list[tuple[int, int]]:
    """First row and the row behind the last of each part of a picture that is about as long as a page for its width."""
    height, width = pixels.shape[:2]
    count = max(1, min(MOST_BANDS, round(height / width / A4_LENGTH)))
    reach = int(height / count * CUT_WITHIN)
    cuts = [0]
    for number in range(1, count):
        first = height * number // count - reach
        cuts.append(first + int(pixels[first : first + 2 * reach + 1].std(axis=(1, 2)).argmin()))
    return [*zip(cuts, [*cuts[1:], height], strict=True)]


def _has_small_print(quads: "Pixels", pixels: "Pixels") -> bool:
    """Whether many lines are too low for letters beside rules and other lines to be told from them, and the picture has
    the pixels to find them better."""
    if pixels.shape[0] * pixels.shape[1] < FINE_DETECTION_PIXELS:
        return False
    heights = sorted(min(_sides(quad)) for quad in quads.tolist() if _is_long(quad))
    return (
        bool(heights) and heights[int(len(heights) * OF_SMALL_PRINT)] * _scale(pixels, DETECTION_PIXELS) < SMALL_PRINT
    )


def _with_large(fine: "Pixels", coarse: "Pixels", pixels: "Pixels") -> "Pixels":
    """The lines of a second detection, as high as those of the first, and those of large print as it had them."""
    import numpy

    scale = _scale(pixels, DETECTION_PIXELS)
    large = [quad for quad in coarse.tolist() if min(_sides(quad)) * scale >= LARGE_PRINT]
    others = [quad for quad in fine.tolist() if not any(_lies_in(quad, one) for one in large)]
    more = max(_usual_height(coarse.tolist()) - _usual_height(others), 0.0) / 2
    return numpy.array([*large, *(_higher(quad, more) for quad in others)], dtype=numpy.float32).reshape(-1, 4, 2)


def _usual_height(quads: Sequence[Sequence[Sequence[float]]]) -> float:
    """The median height of the lines; 0 for none."""
    heights = sorted(min(_sides(quad)) for quad in quads if _is_long(quad))
    return heights[len(heights) // 2] if heights else 0.0


def _higher(quad: Sequence[Sequence[float]], pixels: float) -> list[list[float]]:
    """A line with so many pixels more above and below it: strips of larger pictures are tighter around their letters,
    and the gaps between lines are measured in their heights."""
    a, b, c, d = quad
    share = pixels / max(_sides(quad)[1], 1.0)
    ends = ((a, d), (b, c))
    (a, d), (b, c) = ([_towards(low, high, -share), _towards(high, low, -share)] for low, high in ends)
    return [a, b, c, d]


def _towards(start: Sequence[float], end: Sequence[float], share: float) -> list[float]:
    return [one + (other - one) * share for one, other in zip(start, end, strict=True)]


def _lies_in(quad: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> bool:
    """Whether the middle of one line is in the upright rectangle around another."""
    middle = [sum(corner[axis] for corner in quad) / 4 for axis in (0, 1)]
    return all(
        min(corner[axis] for corner in other) <= middle[axis] <= max(corner[axis] for corner in other)
        for axis in (0, 1)
    )


def _mostly_running_down(quads: "Pixels") -> bool:
    """Whether most of the text, by length, runs up or down the picture."""
    lengths = [(runs_down(quad), max(_sides(quad))) for quad in quads.tolist()]
    # Single characters and stamps are as high as wide: no evidence.
    long = [(down, length) for (down, length), quad in zip(lengths, quads.tolist(), strict=True) if _is_long(quad)]
    return sum(length for down, length in long if down) > MAJORITY * sum(length for _, length in long) > 0


def _is_long(quad: Sequence[Sequence[float]]) -> bool:
    wide, high = _sides(quad)
    return max(wide, high) > 3 * min(wide, high)


def _sides(quad: Sequence[Sequence[float]]) -> tuple[float, float]:
    (ax, ay), (bx, by), _, (dx, dy) = quad
    return ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5, ((ax - dx) ** 2 + (ay - dy) ** 2) ** 0.5


def _upside_down(models: Any, pixels: "Pixels", quads: "Pixels") -> bool:
    """Whether the classifier finds the longest lines upside down and they read better turned. Its answer alone is not
    enough: it errs on single lines and on most small print."""
    import cv2
    import numpy

    if len(quads) == 0:
        return False
    longest = sorted(quads.tolist(), key=lambda quad: -_sides(quad)[0])[:VOTERS]
    crops = models.crop_text_regions(pixels, numpy.array(longest, dtype=numpy.float32))
    _, votes = models.cls_and_rotate(list(crops))
    inverted = [label for label, _ in votes.cls_res if label == "180"]
    if len(inverted) <= MAJORITY * len(crops):
        return False
    asked = crops[:READ_BOTH_WAYS]
    return _sureness(models, [cv2.rotate(crop, cv2.ROTATE_180) for crop in asked]) > _sureness(models, asked)


def _sureness(models: Any, crops: Sequence["Pixels"]) -> float:
    """Sum of the recogniser's scores of these lines."""
    return float(sum(models.recognize_txt(list(crops)).scores or ()))


def _recognise(models: Any, pixels: "Pixels", quads: "Pixels") -> tuple[Word, ...]:
    if len(quads) == 0:
        return ()
    found = models.recognize_txt(models.crop_text_regions(pixels, quads))
    height, width = pixels.shape[:2]
    words = [
        word
        for quad, text, score, info in zip(quads.tolist(), found.txts, found.scores, found.word_results, strict=True)
        if text.strip() and score >= models.text_score
        for word in line_words(
            RecognisedLine(
                quad=quad,
                text=text,
                columns=[column for columns in info.word_cols for column in columns],
                column_count=info.line_txt_len,
                confidences=info.confs,
            ),
            width,
            height,
        )
    ]
    return in_reading_order(words)


def is_cjk(text: str) -> bool:
    """Whether it is one character of an East Asian script or a full-width form of another."""
    if len(text) != 1:
        return False
    return unicodedata.east_asian_width(text) in ("W", "F") or unicodedata.name(text, "").startswith(CJK_NAMES)
