"""Tesseract, through pytesseract."""

from typing import Any

from functions.ocr.engines.engine import PageReading, PageUnreadableError, Picture, mean_confidence
from shared.domain.document import Box, Source, Word

# A page read with this confidence is upright: detecting its orientation would cost another third of the time.
SURELY_UPRIGHT = 0.85
# Below this the orientation is a guess, and turning an upright page would make it unreadable.
SURE_OF_ORIENTATION = 2.0
WORD_LEVEL = 5


class TesseractEngine:
    """Reads with `languages` (`eng+spa`), one thread, at most `timeout` seconds per picture."""

    def __init__(self, languages: str, timeout: float) -> None:
        self.languages = languages
        self.timeout = timeout

    def read(self, picture: Picture) -> PageReading:
        """The words in Tesseract's reading order; read again turned if that is better. Raises PageUnreadableError."""
        first = PageReading(source=Source.TESSERACT, rotation=0, words=self._words(picture))
        if mean_confidence(first.words) >= SURELY_UPRIGHT:
            return first
        rotation = self.clockwise_to_upright(picture)
        if rotation == 0:
            return first
        second = PageReading(source=Source.TESSERACT, rotation=rotation, words=self._words(turned(picture, rotation)))
        return max(first, second, key=lambda reading: mean_confidence(reading.words))

    def _words(self, picture: Picture) -> tuple[Word, ...]:
        import pytesseract  # type: ignore[import-untyped]

        try:
            found = pytesseract.image_to_data(
                str(picture.path),
                lang=self.languages,
                config=f"--dpi {picture.dpi}",
                output_type=pytesseract.Output.DICT,
                timeout=self.timeout,
            )
        except (pytesseract.TesseractError, RuntimeError) as error:
            raise PageUnreadableError(str(error)) from error
        return words_of(found, picture.width, picture.height)

    def clockwise_to_upright(self, picture: Picture) -> int:
        """Degrees clockwise that make the picture upright; 0 when Tesseract is not sure or finds too little text."""
        import pytesseract

        try:
            found = pytesseract.image_to_osd(
                str(picture.path),
                config=f"--dpi {picture.dpi}",
                output_type=pytesseract.Output.DICT,
                timeout=self.timeout,
            )
        except (pytesseract.TesseractError, RuntimeError):
            return 0  # "Too few characters": a blank page, or only pictures
        sure = float(found["orientation_conf"]) >= SURE_OF_ORIENTATION
        return int(found["rotate"]) % 360 if sure else 0


def turned(picture: Picture, rotation: int) -> Picture:
    """Write the picture, turned clockwise by 90, 180 or 270 degrees, to a file beside it."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # written by this service within its limits
    path = picture.path.with_name(f"{picture.path.stem}-{rotation}{picture.path.suffix}")
    with Image.open(picture.path) as opened:
        opened.rotate(-rotation, expand=True).save(path)
    sideways = rotation % 180 != 0
    return Picture(
        path=path,
        width=picture.height if sideways else picture.width,
        height=picture.width if sideways else picture.height,
        dpi=picture.dpi,
    )


def words_of(found: dict[str, list[Any]], width: int, height: int) -> tuple[Word, ...]:
    """The words of `image_to_data`'s columns, boxes in 0..1; skips other levels and blank words."""
    rows = zip(
        found.get("level", ()),
        found.get("text", ()),
        found.get("conf", ()),
        found.get("left", ()),
        found.get("top", ()),
        found.get("width", ()),
        found.get("height", ()),
        strict=False,
    )
    return tuple(
        Word(
            text=str(text).strip(),
            box=Box(
                max(0.0, left / width),
                max(0.0, top / height),
                min(1.0, (left + wide) / width),
                min(1.0, (top + high) / height),
            ),
            confidence=min(1.0, max(0.0, float(confidence) / 100)),
        )
        for level, text, confidence, left, top, wide, high in rows
        if level == WORD_LEVEL and str(text).strip() and wide > 0 and high > 0
    )
