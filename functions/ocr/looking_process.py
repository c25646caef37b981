"""The sandboxed process that looks at PDFs: `python -m functions.ocr.looking_process`.

A request is a `LookTask` as JSON in one line, then the words of the file as pdftotext writes them; the answer is a
`Look` as JSON. Only `sandboxed_looking` calls it.
"""

import ctypes
import sys
import tempfile
from pathlib import Path

from functions.ocr.looking import look
from functions.ocr.looks import LookTask, look_codec, task_codec
from shared.adapters.forked_calls import serve
from shared.adapters.sample_pdf import sample_pdf
from shared.adapters.sandbox import MEGABYTE

SHARED_BYTES = 1 << 18
"""Of words with their places that a fork may be asked about: those of some ten pages."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
SAMPLE_WORDS = (
    b'<html xmlns="http://www.w3.org/1999/xhtml"><page width="200" height="50">'
    + b"".join(
        b'<line><word xMin="%d" yMin="30" xMax="%d" yMax="40">Sample</word></line>' % (x, x + 9)
        for x in range(9, 69, 4)
    )
    + b"</page></html>"
)


def answer(request: bytes) -> bytes:
    """Raises DocumentError, pydantic.ValidationError."""
    task, _, xhtml = request.partition(b"\n")
    return look_codec.dump_json(look(task_codec.validate_json(task), xhtml))


def main() -> None:
    """Warms up, then answers until the input ends."""
    _keep_freed_memory()
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.pdf"
        sample.write_bytes(sample_pdf())
        task = LookTask(path=str(sample), copy=str(Path(folder) / "copy.pdf"))
        answer(task_codec.dump_json(task) + b"\n" + SAMPLE_WORDS)
    serve(answer, shared_bytes=SHARED_BYTES)


def _keep_freed_memory() -> None:
    """Drawings and sums of some megabytes come and go, and touching new memory takes longer than making them."""
    if sys.platform == "linux":
        c_library = ctypes.CDLL(None)
        c_library.mallopt(_M_MMAP_THRESHOLD, 64 * MEGABYTE)
        c_library.mallopt(_M_TRIM_THRESHOLD, 256 * MEGABYTE)


if __name__ == "__main__":
    main()
