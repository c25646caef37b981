"""PP-OCR models through rapidocr and onnxruntime: strong on receipts, photos and small or faint print.

The models come inside the wheel. They take some seconds and 300 MB to load, so an engine is made once a process.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from functions.ocr.engines.engine import PageUnreadableError, Picture
from functions.ocr.engines.lines import in_reading_order
from shared.domain.document import Box, Source, Word

if TYPE_CHECKING:
    import numpy

# A larger side for the detector costs more time and found nothing more, on receipts as on A4.
DETECTION_SIDE = 736
# A line this much higher than wide is turned by rapidocr before it is read, from top to bottom.
UPENDED = 1.5
# Full-width forms of ASCII, and the yen sign: a Chinese model's way to write Latin punctuation.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5, 0x3000: 0x20}

Quad = Sequence[Sequence[float]]


class RapidEngine:
    """Reads Latin script with all its accents, whatever the language."""

    source = Source.RAPIDOCR

    def read(self, picture: Picture) -> tuple[Word, ...]:
        """Words line by line. Raises PageUnreadableError."""
        import cv2

        pixels = cv2.imread(str(picture.path), cv2.IMREAD_COLOR)
        if pixels is None:
            raise PageUnreadableError("the picture is empty")
        return in_reading_order(tuple(_words(pixels)))


@cache
def _models() -> Any:
    import cv2
    from rapidocr import RapidOCR

    # One page, one thread: the pages beside this one have the other cores.
    cv2.setNumThreads(1)
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.return_word_box": True,
            "Global.log_level": "error",
            "Det.limit_side_len": DETECTION_SIDE,
            "Det.limit_type": "max",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _words(pixels: "numpy.ndarray[Any, Any]") -> Iterator[Word]:
    from rapidocr.utils.process_img import map_boxes_to_original

    height, width = pixels.shape[:2]
    models = _models()
    prepared, record = models.preprocess_img(pixels)
    detected, _, recognised, _ = models.run_ocr_steps(prepared, record)
    if detected.boxes is None or recognised.txts is None:
        return
    quads = map_boxes_to_original(detected.boxes, record, height, width)
    for quad, text, score, info in zip(quads, recognised.txts, recognised.scores, recognised.word_results, strict=True):
        if text.strip() and score >= models.text_score:
            columns = [column for word in info.word_cols for column in word]
            yield from line_words(quad.tolist(), text, columns, info.line_txt_len, info.confs, width, height)


def line_words(
    quad: Quad,
    text: str,
    columns: Sequence[int],
    column_count: float,
    confidences: Sequence[float],
    width: int,
    height: int,
) -> Iterator[Word]:
    """The words of one recognised line: its text cut at spaces, boxes from where the model saw each character.

    `quad` are the line's corners in pixels, clockwise from top left; `columns` the model's column (of `column_count`)
    of each character but the spaces; `confidences` one for each character with the spaces.
    """
    seen = 0
    for match in re.finditer(r"\S+", text):
        first, last = columns[seen], columns[seen + len(match.group()) - 1]
        seen += len(match.group())
        # A column is the middle of its character; half a character more reaches the word's edges.
        pitch = (last - first) / (len(match.group()) - 1) if last > first else 2.0
        start = max(0.0, (first + 0.5 - pitch / 2) / column_count)
        end = min(1.0, (last + 0.5 + pitch / 2) / column_count)
        sure = confidences[match.start() : match.end()]
        yield Word(
            text=match.group().translate(FULL_WIDTH),
            box=_box(quad, start, max(start, end), width, height),
            confidence=min(1.0, max(0.0, sum(sure) / len(sure))),
        )


def _box(quad: Quad, start: float, end: float, width: int, height: int) -> Box:
    """The upright rectangle around the part `start`..`end` of the line."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    high = max(((ax - dx) ** 2 + (ay - dy) ** 2) ** 0.5, ((bx - cx) ** 2 + (by - cy) ** 2) ** 0.5)
    wide = max(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5, ((dx - cx) ** 2 + (dy - cy) ** 2) ** 0.5)
    if high >= UPENDED * wide:  # its text runs down: what is along the line is then the side and not the top
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (bx, by), (cx, cy), (dx, dy), (ax, ay)
    corners = [
        (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
        for share in (start, end)
        for x0, y0, x1, y1 in ((ax, ay, bx, by), (dx, dy, cx, cy))
    ]
    across, down = [x / width for x, _ in corners], [y / height for _, y in corners]
    return Box(max(0.0, min(across)), max(0.0, min(down)), min(1.0, max(across)), min(1.0, max(down)))
