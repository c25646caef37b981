"""Which engine reads a page, and when a second reading is worth its time."""

from dataclasses import dataclass
from pathlib import Path

from functions.ocr.engines.engine import OcrEngine, Picture, mean_confidence
from functions.ocr.engines.rapid import RapidEngine
from functions.ocr.engines.tesseract import TesseractEngine
from functions.ocr.options import Engine
from shared.domain.document import Source, Word

# Tesseract's mean confidence over characters from which its reading of a clean page is kept.
WELL_READ = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReading:
    """The words of a picture, who read them, and the degrees clockwise it was turned before."""

    source: Source
    rotation: int
    words: tuple[Word, ...]


def read_picture(picture: Picture, engine: Engine, languages: str, timeout: float) -> PictureReading:
    """Reads an upright or turned picture with the engine that is set. Raises PageUnreadableError."""
    tesseract = TesseractEngine(languages, timeout)
    reader: OcrEngine = RapidEngine() if engine == "rapidocr" else tesseract
    words = reader.read(picture)
    rotation = 0
    if mean_confidence(words) < WELL_READ:
        rotation = tesseract.clockwise_to_upright(picture)
        if rotation:
            picture = turned(picture, rotation)
            words = reader.read(picture)
    return PictureReading(source=reader.source, rotation=rotation, words=words)


def turned(picture: Picture, rotation: int) -> Picture:
    """The picture turned clockwise by 90, 180 or 270 degrees, in a file beside it."""
    from PIL import Image

    path = picture.path.with_name(f"{picture.path.stem}-{rotation}{picture.path.suffix}")
    with Image.open(picture.path) as opened:
        opened.rotate(-rotation, expand=True).save(path)
    sideways = rotation % 180 != 0
    return Picture(
        path=Path(path),
        width=picture.height if sideways else picture.width,
        height=picture.width if sideways else picture.height,
        dpi=picture.dpi,
    )
