"""A sandboxed process that reads page pictures, one after the other: `python -m functions.ocr.page_process`.

It keeps running because the models of rapidocr take seconds to load. It decodes only pictures written by this service
and PDF pages drawn by poppler, under the limits it was started with. One JSON object a frame, in and out: `PageJob`,
then `{"width", "height", "rotation", "source", "words": [[text, x0, y0, x1, y1, confidence], ...]}`, for areas its
`words` alone, for codes `{"codes": [[format, text, x0, y0, x1, y1], ...]}`, or `{"error": sentence}`. It exits at the
end of its input, or after some minutes without work to free its memory.
"""

import json
import os
import select
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from functions.ocr.engines.areas import read_areas
from functions.ocr.engines.codes import read_codes
from functions.ocr.engines.engine import PageUnreadableError, Picture
from functions.ocr.engines.policy import read_picture
from shared.adapters.frames import read_frame, write_frame
from shared.domain.document import Box, Word

IDLE_SECONDS = 120
SMALLEST_DPI = 50


def read_page(job: dict[str, Any]) -> dict[str, Any]:
    """Draws the page if it is of a PDF, reads it, and returns the object above. Raises PageUnreadableError."""
    with tempfile.TemporaryDirectory() as folder:
        if job["page"] is None:
            picture = Picture(path=Path(job["path"]), width=job["width"], height=job["height"], dpi=job["dpi"])
        else:
            grey = job["wanted"].startswith("codes")
            picture = draw(Path(job["path"]), job["page"], job["dpi"], job["timeout"], Path(folder), grey=grey)
        if job["wanted"] == "words_of_areas":
            return {"words": _as_rows(_words_of_areas(job, picture, Path(folder)))}
        if job["wanted"] != "words":
            codes = read_codes(picture, thorough=job["wanted"] == "codes_of_scan")
            return {"codes": [[code.format, code.text, *code.box] for code in codes]}
        reading = read_picture(picture, job["engine"], job["languages"], job["timeout"])
    sideways = reading.rotation % 180 != 0
    return {
        "width": picture.height if sideways else picture.width,
        "height": picture.width if sideways else picture.height,
        "rotation": reading.rotation,
        "source": reading.source,
        "words": _as_rows(reading.words),
    }


def _as_rows(words: Sequence[Word]) -> list[list[Any]]:
    return [[word.text, *word.box, word.confidence] for word in words]


def _words_of_areas(job: dict[str, Any], picture: Picture, folder: Path) -> tuple[Word, ...]:
    import cv2
    import numpy

    pixels = cv2.imread(str(picture.path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise PageUnreadableError("the picture is empty")
    return read_areas(
        numpy.rot90(pixels, -job["rotation"] // 90),
        [Box(*area) for area in job["areas"]],
        folder,
        dpi=picture.dpi,
        engine=job["engine"],
        languages=job["languages"],
        timeout=job["timeout"],
    )


def draw(path: Path, page: int, dpi: int, timeout: float, folder: Path, *, grey: bool = False) -> Picture:
    """The PDF page as a picture in `folder`, in colours unless `grey`. Raises PageUnreadableError."""
    from pdf2image import convert_from_path
    from pdf2image.exceptions import PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError
    from PIL import Image

    try:
        drawn = convert_from_path(
            path,
            dpi=dpi,
            first_page=page,
            last_page=page,
            use_cropbox=True,
            grayscale=grey,
            output_folder=folder,
            paths_only=True,
            timeout=int(timeout),
        )
    except (PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError) as error:
        raise PageUnreadableError("the page cannot be drawn") from error
    if not drawn:
        raise PageUnreadableError("the page cannot be drawn")
    written = Path(str(drawn[0]))
    Image.MAX_IMAGE_PIXELS = None  # the resolution was limited before; the memory limit bounds the rest
    with Image.open(written) as picture:
        return Picture(path=written, width=picture.width, height=picture.height, dpi=max(SMALLEST_DPI, dpi))


def main() -> None:
    """Answers each frame until the input ends or stays idle."""
    # Libraries may print; only answers may reach the pipe.
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        request = read_frame(sys.stdin.fileno())
        if request is None:
            return
        try:
            answer = read_page(json.loads(request))
        except PageUnreadableError as error:
            answer = {"error": str(error)}
        except MemoryError:
            answer = {"error": "out of memory"}
        write_frame(answers, json.dumps(answer).encode())


if __name__ == "__main__":
    main()
