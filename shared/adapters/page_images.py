"""Page images: PDFs by pdfium or poppler, pictures by Pillow, XML invoices by drawing their words; all sandboxed."""

import json
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from math import ceil
from os import cpu_count
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from shared.adapters.pdf_page_task import PageTask, task_codec
from shared.adapters.picture_process import FORMATS
from shared.adapters.sandbox import run_module, run_sandboxed
from shared.adapters.sandboxed_calls import CallBrokeError, SandboxedCalls
from shared.domain.document import Page, Renderer
from shared.domain.document_types import DocumentType
from shared.errors import DocumentError, TooManyPixelsError

PICTURE_TYPES = frozenset(FORMATS)
_page_codec = TypeAdapter(Page)
MOST_WIDTH = 4000  # clients choose the width; no screen shows more


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedPicture:
    """One page of a picture file, upright by its EXIF, written to `path`.

    `frames` is the file's number of pages, `dpi` is 0 when the file states none.
    """

    path: Path
    frames: int
    width: int
    height: int
    dpi: float


def render_page(
    path: Path,
    content_type: str,
    number: int,
    *,
    width: int,
    rotation: int = 0,
    renderer: Renderer = Renderer.PDFIUM,
    timeout: float = 30,
    memory_mb: int = 1536,
    max_pixels: int = 100_000_000,
) -> bytes:
    """PNG of page `number` (from 1), `width` pixels wide after it is turned by `Page.rotation`.

    For PDFs and pictures; for XML invoices see `draw_words`. `renderer` draws PDFs. `timeout` is for all programs
    together. Raises DocumentError for a page that does not exist or cannot be drawn, ReadingTimeoutError.
    """
    width = max(1, min(width, MOST_WIDTH))
    if content_type == DocumentType.PDF and renderer is Renderer.PDFIUM:
        task = PageTask(path=str(path.resolve()), number=number, width=width, rotation=rotation, max_pixels=max_pixels)
        return _drawn_by_pdfium(task, timeout=timeout, memory_mb=memory_mb)
    ends = time.monotonic() + timeout
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "page.png")
        if content_type == DocumentType.PDF:
            _draw_pdf_page(
                path, number, output, width, sideways=rotation % 180 != 0, timeout=timeout, memory_mb=memory_mb
            )
            if rotation % 360 == 0:
                return output.read_bytes()
            path, content_type, number = output, "image/png", 1
        picture = decode_picture(
            path,
            content_type,
            number,
            output=Path(folder, "upright.png"),
            rotation=rotation,
            width=width,
            timeout=max(0.0, ends - time.monotonic()),
            memory_mb=memory_mb,
            max_pixels=max_pixels,
        )
        return picture.path.read_bytes()


def decode_picture(
    path: Path,
    content_type: str,
    number: int,
    *,
    output: Path,
    rotation: int = 0,
    width: int = 0,
    timeout: float,
    memory_mb: int,
    max_pixels: int,
    keep_pixels: int | None = None,
) -> DecodedPicture:
    """Decodes page `number` of a JPEG, PNG, TIFF or WebP file into `output` (8 bits grey or RGB), in a sandboxed child.

    `width` scales to that width; 0 keeps the size up to `keep_pixels`. The pixel count of the header is compared
    with `max_pixels` before anything is decoded. Raises TooManyPixelsError, DocumentError.
    """
    request = {
        "path": str(path.resolve()),
        "content_type": content_type,
        "number": number,
        "rotation": rotation,
        "width": width,
        "max_pixels": max_pixels,
        "keep_pixels": keep_pixels or max_pixels,
        "output": str(output),
    }
    answer = run_module(
        "shared.adapters.picture_process",
        json.dumps(request),
        timeout=timeout,
        memory_mb=memory_mb,
    )
    answered: dict[str, Any] = json.loads(answer.stdout) if answer.returncode == 0 else {"error": "memory"}
    match answered.get("error"):
        case None:
            return DecodedPicture(
                path=output,
                frames=answered["frames"],
                width=answered["width"],
                height=answered["height"],
                dpi=answered["dpi"],
            )
        case "pixels":
            raise TooManyPixelsError
        case "frame":
            raise DocumentError(f"This document has no page {number}.")
        case "memory":
            raise DocumentError("This picture needs more memory than is allowed.")
        case _:
            raise DocumentError("This picture is damaged or incomplete.")


def _drawn_by_pdfium(task: PageTask, *, timeout: float, memory_mb: int) -> bytes:
    try:
        return _pdfium(memory_mb)(task_codec.dump_json(task), cpu_seconds=ceil(timeout), timeout=timeout)
    except CallBrokeError as error:
        raise DocumentError(f"Page {task.number} of this PDF cannot be drawn.") from error


@cache
def _pdfium(memory_mb: int) -> SandboxedCalls:
    """The processes of this instance, which its parallel calls share."""
    return SandboxedCalls("shared.adapters.pdf_page_process", limit=cpu_count() or 1, memory_mb=memory_mb)


def _draw_pdf_page(
    path: Path, number: int, output: Path, width: int, *, sideways: bool, timeout: float, memory_mb: int
) -> None:
    """Writes PDF page `number` as PNG, by poppler; `width` is its height if it will be turned `sideways` afterwards."""
    size = ["-scale-to-x", "-1", "-scale-to-y", width] if sideways else ["-scale-to-x", width, "-scale-to-y", "-1"]
    answer = run_sandboxed(
        ["pdftoppm", "-png", "-cropbox", "-singlefile", "-f", str(number), "-l", str(number)]
        + [str(part) for part in size]
        + [path.resolve(), output.with_suffix("")],
        timeout=timeout,
        memory_mb=memory_mb,
    )
    if answer.returncode != 0 or not output.exists():
        raise DocumentError(f"Page {number} of this PDF cannot be drawn.")


def draw_words(page: Page, width: int, *, timeout: float = 30, memory_mb: int = 1024) -> bytes:
    """PNG, `width` pixels wide, of the page's words drawn black on white, each in its box. Raises DocumentError for
    words that cannot be drawn, ReadingTimeoutError."""
    job = {"width": max(1, min(width, MOST_WIDTH)), "page": _page_codec.dump_python(page, mode="json")}
    answer = run_module(
        "shared.adapters.words_process",
        timeout=timeout,
        memory_mb=memory_mb,
        input=json.dumps(job).encode(),
    )
    if answer.returncode != 0:
        raise DocumentError("This page cannot be drawn.")
    return answer.stdout
