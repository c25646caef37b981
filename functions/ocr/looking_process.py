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
from shared.adapters.sandbox import MEGABYTE

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h of glibc
# Enough of an invoice that the libraries load and prepare what they need: the forks would each do it again. One font is
# not inside, so that pdfium lists the fonts of the system.
SAMPLE_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 50]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 6 0 R>>>>>>",
    b"<</Length 75>>stream\nBT /F 9 Tf 9 12 Td (Sample) Tj /G 9 Tf 60 0 Td (words) Tj ET 9 9 60 20 re S   \nendstream",
    b"<</Type/Font/Subtype/TrueType/BaseFont/Sample/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Length 53>>stream\n1 beginbfchar <53> <0053> endbfchar                    \nendstream",
)
SAMPLE_WORDS = (
    b'<html xmlns="http://www.w3.org/1999/xhtml"><page width="200" height="50">'
    + b"".join(
        b'<line><word xMin="%d" yMin="30" xMax="%d" yMax="40">Sample</word></line>' % (x, x + 9)
        for x in range(9, 69, 4)
    )
    + b"</page></html>"
)


def sample_pdf() -> bytes:
    """A page of two words and a line."""
    content, places = b"%PDF-1.4\n", []
    for number, held in enumerate(SAMPLE_OBJECTS, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(SAMPLE_OBJECTS) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            count,
            table,
            count,
            len(content),
        )
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
    serve(answer)


def _keep_freed_memory() -> None:
    """Drawings and sums of some megabytes come and go, and touching new memory takes longer than making them."""
    if sys.platform == "linux":
        c_library = ctypes.CDLL(None)
        c_library.mallopt(_M_MMAP_THRESHOLD, 64 * MEGABYTE)
        c_library.mallopt(_M_TRIM_THRESHOLD, 256 * MEGABYTE)


if __name__ == "__main__":
    main()
