"""Chooses the engine of a page, and when a second reading is worth its time."""

from functions.ocr.engines.engine import OcrEngine, PageReading, Picture, mean_confidence
from functions.ocr.engines.rapid import RapidEngine
from functions.ocr.engines.tesseract import TesseractEngine
from functions.ocr.options import Engine

# Readings by rapidocr of at least this mean character confidence are final.
WELL_READ = 0.85


def read_picture(picture: Picture, engine: Engine, languages: str, timeout: float) -> PageReading:
    """Reads a picture of any orientation with the configured engine. Raises PageUnreadableError."""
    tesseract: OcrEngine = TesseractEngine(languages, timeout)
    rapid: OcrEngine = RapidEngine(languages)
    if engine == "tesseract":
        return tesseract.read(picture)
    first = rapid.read(picture)
    if engine == "rapidocr" or mean_confidence(first.words) >= WELL_READ:
        return first
    return better_reading(first, tesseract.read(picture))


def better_reading(first: PageReading, second: PageReading) -> PageReading:
    """The reading with more characters of high confidence; the first if they are equal."""
    return max(first, second, key=_weight)


def _weight(reading: PageReading) -> float:
    """Sum over the characters of their confidence above one half."""
    return sum(len(word.text) * (word.confidence - 0.5) for word in reading.words)
