"""Reads several areas of a page picture at once: they are set below one another in one picture, so that the engine
looks for lines once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.ocr.engines.engine import PageReading, Picture, mean_confidence
from functions.ocr.engines.policy import better_reading, read_picture
from functions.ocr.options import Engine
from shared.domain.document import Box, Word

if TYPE_CHECKING:
    import numpy

    Pixels = numpy.ndarray[Any, Any]

# White pixels around each area, so that the letters at its edge are found.
MARGIN = 24
# An area whose letters are less sure is read again, twice as large, by the second engine too.
WELL_READ = 0.8
ENLARGED = 2
# Words and areas below this are drawings taken for letters.
LEAST_CONFIDENCE = 0.75
LEAST_LETTERS = 3
# An area this many times wider than high is more likely a name than an emblem, and worth a second reading.
NAME_LIKE = 2.0
MOST_READ_AGAIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crop:
    """An area's pixels, its box on the page in 0..1, and the row of the sheet where it begins."""

    pixels: "Pixels"
    box: Box
    top: int


def read_areas(
    pixels: "Pixels", boxes: Sequence[Box], folder: Path, *, dpi: int, engine: Engine, languages: str, timeout: float
) -> tuple[Word, ...]:
    """The words in these parts (0..1) of an upright page picture, area by area, with their boxes on the page. Raises
    PageUnreadableError."""
    first: Engine = "tesseract" if engine == "tesseract" else "rapidocr"
    crops = list(_crops(pixels, boxes))
    sheet = _written(_sheet(crops), folder / "areas.png", dpi)
    reading = read_picture(sheet, first, languages, timeout)
    upright = reading.words if reading.rotation == 0 else ()
    of_area = [_words_of(crop, upright, sheet) for crop in crops]
    poor = [place for place, words in enumerate(of_area) if _is_poor(words, crops[place])]
    for place in poor[:MOST_READ_AGAIN] if engine != "tesseract" else ():
        of_area[place] = _read_again(
            crops[place], of_area[place], folder, dpi=dpi, languages=languages, timeout=timeout
        )
    return tuple(word for words in of_area for word in _credible(words))


def _crops(pixels: "Pixels", boxes: Sequence[Box]) -> Iterator[_Crop]:
    height, width = pixels.shape[:2]
    top = MARGIN
    for box in boxes:
        x0, y0 = int(box.x0 * width), int(box.y0 * height)
        x1, y1 = max(x0 + 1, round(box.x1 * width)), max(y0 + 1, round(box.y1 * height))
        crop = pixels[y0:y1, x0:x1]
        if crop.size:
            yield _Crop(pixels=crop, box=Box(x0 / width, y0 / height, x1 / width, y1 / height), top=top)
            top += crop.shape[0] + MARGIN


def _sheet(crops: Sequence[_Crop]) -> "Pixels":
    import numpy

    width = max(crop.pixels.shape[1] for crop in crops) + 2 * MARGIN
    height = crops[-1].top + crops[-1].pixels.shape[0] + MARGIN
    sheet = numpy.full((height, width, 3), 255, dtype=numpy.uint8)
    for crop in crops:
        high, wide = crop.pixels.shape[:2]
        sheet[crop.top : crop.top + high, MARGIN : MARGIN + wide] = crop.pixels
    return sheet


def _written(pixels: "Pixels", path: Path, dpi: int) -> Picture:
    import cv2

    cv2.imwrite(str(path), pixels)
    return Picture(path=path, width=pixels.shape[1], height=pixels.shape[0], dpi=dpi)


def _words_of(crop: _Crop, words: Sequence[Word], sheet: Picture) -> tuple[Word, ...]:
    """The words of the sheet that lie in this area."""
    high, wide = crop.pixels.shape[:2]
    found = []
    for word in words:
        middle = (word.box.y0 + word.box.y1) / 2 * sheet.height - crop.top
        if 0 <= middle < high:
            x0, x1 = ((edge * sheet.width - MARGIN) / wide for edge in (word.box.x0, word.box.x1))
            y0, y1 = ((edge * sheet.height - crop.top) / high for edge in (word.box.y0, word.box.y1))
            found.append(Word(text=word.text, box=_on_page(crop.box, x0, y0, x1, y1), confidence=word.confidence))
    return tuple(found)


def _on_page(area: Box, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The part (0..1) of the area as a part of the page."""
    left, up, right, down = (min(1.0, max(0.0, edge)) for edge in (x0, y0, x1, y1))
    wide, high = area.x1 - area.x0, area.y1 - area.y0
    return Box(area.x0 + left * wide, area.y0 + up * high, area.x0 + right * wide, area.y0 + down * high)


def _is_poor(words: Sequence[Word], crop: _Crop) -> bool:
    if words:
        return mean_confidence(words) < WELL_READ
    high, wide = crop.pixels.shape[:2]
    return bool(wide >= NAME_LIKE * high)


def _read_again(
    crop: _Crop, words: tuple[Word, ...], folder: Path, *, dpi: int, languages: str, timeout: float
) -> tuple[Word, ...]:
    """The better of the words and of a reading of the area enlarged, by both engines if need be."""
    import cv2

    size = (crop.pixels.shape[1] * ENLARGED, crop.pixels.shape[0] * ENLARGED)
    large = _Crop(pixels=cv2.resize(crop.pixels, size, interpolation=cv2.INTER_CUBIC), box=crop.box, top=MARGIN)
    sheet = _written(_sheet([large]), folder / "area.png", dpi * ENLARGED)
    reading = read_picture(sheet, "auto", languages, timeout)
    if reading.rotation:
        return words
    again = PageReading(source=reading.source, rotation=0, words=_words_of(large, reading.words, sheet))
    return better_reading(PageReading(source=reading.source, rotation=0, words=words), again).words


def _credible(words: Sequence[Word]) -> tuple[Word, ...]:
    """Without what is no text: a drawing gives single signs of low confidence."""
    sure = tuple(word for word in words if word.confidence >= LEAST_CONFIDENCE)
    letters = sum(sum(map(str.isalnum, word.text)) for word in sure)
    return sure if letters >= LEAST_LETTERS and mean_confidence(words) >= LEAST_CONFIDENCE else ()
