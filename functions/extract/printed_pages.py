"""The pages of a document as a model gets them."""

from dataclasses import dataclass
from statistics import fmean

from functions.extract.layout import Layout, read_layout
from functions.extract.layout_text import page_text
from shared.domain.document import DocumentText, Page, Renderer, Source

POOR_READING = 0.75
"""A page whose words were read with less mean confidence than this is sent as a picture too."""

FEW_WORDS = 15
"""Fewer words than this on a page read by OCR: a stamp, handwriting, or a failed reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """One page: its text arranged as printed, empty if it has none; how far the original had to be turned to be upright
    (degrees clockwise), and who draws it; whether it was read so poorly that a picture of it helps."""

    number: int
    text: str
    rotation: int
    renderer: Renderer
    poor: bool


def printed_pages(document: DocumentText, layout: Layout | None = None) -> tuple[PrintedPage, ...]:
    """All pages, in order."""
    return tuple(
        PrintedPage(
            number=page.number,
            text=page_text(rows),
            rotation=page.rotation,
            renderer=page.renderer,
            poor=_is_poor(page),
        )
        for page, rows in zip(document.pages, (layout or read_layout(document)).pages, strict=True)
    )


def _is_poor(page: Page) -> bool:
    if page.source in (Source.XML, Source.TEXT_LAYER):
        return False
    return len(page.words) < FEW_WORDS or fmean(word.confidence for word in page.words) < POOR_READING
