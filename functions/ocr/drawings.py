"""Pages of a PDF as grey drawings of low resolution, by pdfium.

A drawing costs a third of poppler's, which starts a program for each; the words and the pictures that engines read stay
poppler's. Only the looking process needs this module.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from pypdfium2 import PdfDocument, PdfiumError, raw

from functions.ocr.looks import Sizes
from functions.ocr.pdf_info import fitting_dpi

Pixels = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]
"""Rows of grey values, 0 black."""
Marks = numpy.ndarray[Any, numpy.dtype[numpy.bool_]]
"""Pixels that are meant."""

# Six-point print is eight pixels high, and its strokes are dark enough to be told from the paper.
DRAWING_DPI = 100
# A page of more pixels (A3 has two million) is drawn coarser.
MOST_PIXELS_DRAWN = 4_000_000
ROWS_AT_ONCE = 64
# Pictures are rarely inside forms inside forms.
DEEPEST_FORM = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A page as shown, `complete` and `textless` of the same size. `textless` is None if there is no copy;
    `fonts_missing`: some text may not be drawn because there is no font for it."""

    complete: Pixels
    textless: Pixels | None
    fonts_missing: bool


class DrawnPdf:
    """An open PDF, until `close`. Raises PdfiumError if it cannot be opened."""

    def __init__(self, content: bytes) -> None:
        self._document = PdfDocument(content)
        self._document.init_forms()  # without, the fields of a form are not drawn
        self._last: tuple[int, Any] = (0, None)

    def close(self) -> None:
        """Ends it, with its pages; drawings stay."""
        self._document.close()

    def sizes(self) -> Sizes:
        """With six digits, as poppler writes them. Raises PdfiumError."""
        return tuple(_in_six_digits(*self._document.get_page_size(index)) for index in range(len(self._document)))

    def draw(self, number: int) -> Pixels | None:
        """The page, None if it cannot be drawn."""
        try:
            page = self._page(number)
            width, height = page.get_size()
            dpi = fitting_dpi(width, height, DRAWING_DPI, MOST_PIXELS_DRAWN)
            # The bitmap's memory is Python's, so it outlives the page without a copy.
            return numpy.asarray(page.render(scale=dpi / 72, grayscale=True).to_numpy())
        except (PdfiumError, MemoryError):
            return None

    def covered(self, number: int) -> float:
        """The areas of the page's pictures as a share of its own; more than 1 where they lie on each other. Raises
        PdfiumError."""
        page = self._page(number)
        width, height = page.get_size()
        objects = [raw.FPDFPage_GetObject(page, place) for place in range(raw.FPDFPage_CountObjects(page))]
        return _areas(objects, DEEPEST_FORM) / max(1.0, float(width * height))

    def _page(self, number: int) -> Any:
        """The page; the last one stays open, since loading it parses its contents. Raises PdfiumError."""
        if self._last[0] != number:
            self._last = number, self._document[number - 1]
        return self._last[1]


def differing(pixels: Pixels, others: Pixels, least: int, out: Marks | None = None) -> Marks:
    """Where two drawings of the same size differ by at least so much, written to `out` if it is given."""
    differ = numpy.empty(pixels.shape, dtype=numpy.bool_) if out is None else out
    # Some rows at a time: what is in between stays in the cache, and in memory that was touched before.
    for start in range(0, len(pixels), ROWS_AT_ONCE):
        some, other = pixels[start : start + ROWS_AT_ONCE], others[start : start + ROWS_AT_ONCE]
        between = numpy.maximum(some, other) - numpy.minimum(some, other)
        numpy.greater_equal(between, least, out=differ[start : start + ROWS_AT_ONCE])
    return differ


def _in_six_digits(width: float, height: float) -> tuple[float, float]:
    return float(f"{width:g}"), float(f"{height:g}")


def _areas(objects: Sequence[Any], levels: int) -> float:
    """The sum over the pictures. One is a square of one unit, made larger by its matrix and by those of its forms."""
    area, matrix = 0.0, raw.FS_MATRIX()
    for one in objects:
        kind = raw.FPDFPageObj_GetType(one)
        if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) or not levels:
            continue
        raw.FPDFPageObj_GetMatrix(one, matrix)
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            area += scale
        else:
            inside = [raw.FPDFFormObj_GetObject(one, place) for place in range(raw.FPDFFormObj_CountObjects(one))]
            area += scale * _areas(inside, levels - 1)
    return area
