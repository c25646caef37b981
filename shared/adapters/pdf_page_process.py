"""The sandboxed process that draws pages of PDFs by pdfium: `python -m shared.adapters.pdf_page_process`.

A request is a `PageTask` as JSON, the answer is a PNG. Only `page_images` calls it.
"""

import tempfile
from io import BytesIO
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError

from shared.adapters.forked_calls import serve
from shared.adapters.pdf_page_task import PageTask, task_codec
from shared.adapters.sample_pdf import sample_pdf
from shared.errors import DocumentError

_COMPRESSION = 3
"""Of zlib: 6 takes half as long again for files that are not smaller."""

_LESS_THAN_A_PIXEL = 1e-3
"""pdfium's sizes are rounded up: without it, an error of the last digit would be one more pixel."""


def draw(task: PageTask) -> bytes:
    """The page as PNG, with its annotations and the fields of its forms. Raises DocumentError."""
    try:
        document = PdfDocument(Path(task.path).read_bytes())
        document.init_forms()  # without, the fields of a form are not drawn
        page = document[task.number - 1]
        width, height = page.get_size() if task.rotation % 180 == 0 else reversed(page.get_size())
        scale = (task.width - _LESS_THAN_A_PIXEL) / width
        if not 0 < height * scale * task.width <= task.max_pixels:
            raise DocumentError(f"Page {task.number} of this PDF is too large to be drawn.")
        bitmap = page.render(scale=scale, rotation=task.rotation % 360, rev_byteorder=True)
    except (PdfiumError, IndexError, ZeroDivisionError) as error:
        raise DocumentError(f"Page {task.number} of this PDF cannot be drawn.") from error
    png = BytesIO()
    bitmap.to_pil().save(png, "PNG", compress_level=_COMPRESSION)
    return png.getvalue()


def answer(request: bytes) -> bytes:
    """Raises DocumentError, pydantic.ValidationError."""
    return draw(task_codec.validate_json(request))


def main() -> None:
    """Warms up, then answers until the input ends."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as sample:
        sample.write(sample_pdf())
        sample.flush()
        draw(PageTask(path=sample.name, number=1, width=200, rotation=0, max_pixels=1_000_000))
    serve(answer)


if __name__ == "__main__":
    main()
