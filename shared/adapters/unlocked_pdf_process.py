"""The sandboxed child that opens a protected PDF: `python -m shared.adapters.unlocked_pdf_process`.

It reads `{"path", "password", "output"}` as JSON, writes the copy without protection to `output`, and prints one word:
`unlocked`, `password` or `damaged`. Only `unlocked_pdf` calls it.
"""

import json
import re
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError, raw

_IDENTIFIER = re.compile(rb"<([0-9A-F]{32})>\]")


def unlock(path: str, password: str, output: str) -> str:
    """The word to print."""
    try:
        document = PdfDocument(path, password=password)
    except PdfiumError as error:
        return "password" if error.err_code == raw.FPDF_ERR_PASSWORD else "damaged"
    copy = BytesIO()
    try:
        document.save(copy, flags=raw.FPDF_REMOVE_SECURITY)
        Path(output).write_bytes(_identified(copy.getvalue()))
    except (PdfiumError, OSError):
        return "damaged"
    return "unlocked"


def _identified(content: bytes) -> bytes:
    """The PDF with an identifier that follows from its content, as ISO 32000-1, 14.4 has it; PDFium's is random. So the
    copy is the same however often it is made, and known as a duplicate."""
    found = _IDENTIFIER.search(content, max(content.rfind(b"/ID["), 0))  # in the trailer, behind all objects
    if found is None:
        return content
    random = found[1]  # the first identifier too, where the document has none of its own
    digest = sha256(content.replace(random, b"0" * len(random))).hexdigest()[: len(random)].upper()
    return content.replace(random, digest.encode())


if __name__ == "__main__":
    sys.stdout.write(unlock(**json.load(sys.stdin)))
