"""What is asked of the process that draws pages of PDFs by pdfium."""

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """Page `number` (from 1) of a PDF, `width` pixels wide after it was turned clockwise by `rotation` degrees, of
    `max_pixels` at most."""

    path: str
    number: int
    width: int
    rotation: int
    max_pixels: int


task_codec = TypeAdapter(PageTask)
