"""Looks at a PDF: which words of its text layer can be seen, and which of its pictures may hold more."""

from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy
from pypdfium2 import PdfiumError

from functions.ocr.code_marks import may_show_codes
from functions.ocr.drawings import Drawing, DrawnPdf, Pixels
from functions.ocr.looks import FileFacts, Look, LookTask, PageLook
from functions.ocr.picture_areas import picture_areas
from functions.ocr.seen import Seen, Verdict
from functions.ocr.text_layer import LayerPage, may_be_believed, page_count, parse_bbox_layout
from functions.ocr.textless_copy import without_text
from functions.ocr.visibility import seen_words
from shared.domain.document import Box

# A larger file is compared without a copy.
LARGEST_COPIED = 64_000_000
# Pages whose pictures are read: the letterhead is on the first, a payment slip or a stamp on one of the next.
MOST_PAGES = 3


def look(task: LookTask, xhtml: bytes) -> Look | None:
    """Every page of the file, with the words of `pdftotext -bbox-layout`; None for a file that cannot be opened, or has
    other pages than its words. Raises DocumentError."""
    if task.sizes is not None:
        return _unseen_pages(list(parse_bbox_layout(xhtml, task.sizes)))
    content = Path(task.path).read_bytes()
    pdf = _opened(content)
    if pdf is None:
        return None
    with closing(pdf):
        try:
            sizes = pdf.sizes()
        except (PdfiumError, MemoryError):
            return None
        if len(sizes) != page_count(xhtml):
            return None
        layers = list(parse_bbox_layout(xhtml, sizes))
        if not any(may_be_believed(layer.words) for layer in layers):
            return _unseen_pages(layers)
        copy, facts = _without_text(content)
        textless = _opened(copy)
        with closing(textless) if textless is not None else nullcontext():
            found = _Looking(pdf, textless, facts).at(layers)
    if copy is not None and any(page.areas for page in found.pages):
        Path(task.copy).write_bytes(copy)
    return found


def _unseen_pages(layers: Sequence[LayerPage]) -> Look:
    return Look(pages=tuple(_unseen(number, layer) for number, layer in enumerate(layers, start=1)))


def _unseen(number: int, layer: LayerPage) -> PageLook:
    """The page without a drawing: what it seems to say must be proved by reading it."""
    believed = may_be_believed(layer.words)
    return PageLook(
        number=number,
        width=layer.width,
        height=layer.height,
        rotation=layer.rotation,
        seen=Seen(verdict=Verdict.ELSEWHERE if believed else Verdict.UNKNOWN, words=layer.words),
    )


class _Looking:
    """One look at one file and, if there is one, its copy without text."""

    def __init__(self, pdf: DrawnPdf, textless: DrawnPdf | None, facts: FileFacts) -> None:
        self._pdf = pdf
        self._textless = textless
        self._facts = facts
        self._pictures = _Pictures()

    def at(self, layers: Sequence[LayerPage]) -> Look:
        pages = tuple(self._page(number, layer) for number, layer in enumerate(layers, start=1))
        return Look(pages=pages, facts=self._facts)

    def _page(self, number: int, layer: LayerPage) -> PageLook:
        complete = self._pdf.draw(number) if may_be_believed(layer.words) else None
        if complete is None:
            return _unseen(number, layer)
        textless = self._textless.draw(number) if self._textless is not None else None
        drawing = Drawing(
            complete=complete,
            textless=textless if textless is not None and textless.shape == complete.shape else None,
            fonts_missing=self._facts.fonts_missing,
        )
        return PageLook(
            number=number,
            width=layer.width,
            height=layer.height,
            rotation=layer.rotation,
            seen=seen_words(layer, drawing),
            covered=self._pdf.covered(number),
            areas=self._pictures.areas(layer, drawing),
            may_show_codes=may_show_codes(drawing),
        )


@dataclass(kw_only=True)
class _Pictures:
    """What is known of the pictures of the pages so far."""

    pages: int = 0
    known: set[bytes] = field(default_factory=set)

    def areas(self, layer: LayerPage, drawing: Drawing) -> tuple[Box, ...]:
        """The areas of this page to read; a picture that an earlier page has too is not read again."""
        self.pages += 1
        if self.pages > MOST_PAGES or drawing.textless is None:
            return ()
        upright = numpy.rot90(drawing.textless, -layer.rotation // 90)
        return tuple(
            area for area in picture_areas(drawing, layer.words, layer.rotation) if self._is_new(upright, area)
        )

    def _is_new(self, upright: Pixels, area: Box) -> bool:
        height, width = upright.shape
        rows, columns = (int(area.y0 * height), int(area.y1 * height)), (int(area.x0 * width), int(area.x1 * width))
        content = sha256(upright[slice(*rows), slice(*columns)].tobytes()).digest()
        is_new = content not in self.known
        self.known.add(content)
        return is_new


def _without_text(content: bytes) -> tuple[bytes | None, FileFacts]:
    """The copy, and what is known about the file; null and the defaults for one that pypdf cannot read."""
    if len(content) > LARGEST_COPIED:
        return None, FileFacts()
    try:
        return without_text(content)
    except Exception:  # noqa: BLE001 - pypdf raises anything at broken files
        return None, FileFacts()


def _opened(content: bytes | None) -> DrawnPdf | None:
    try:
        return None if content is None else DrawnPdf(content)
    except (PdfiumError, MemoryError):
        return None
