"""The sandboxed child that opens a protected PDF: `python -m shared.adapters.unlocked_pdf_process`.

It reads `{"path", "password", "output"}` as JSON, writes the copy without protection to `output`, and prints one word:
`unlocked`, `password` or `damaged`. Only `unlocked_pdf` calls it.
"""

import json
import sys

from pypdfium2 import PdfDocument, PdfiumError, raw


def unlock(path: str, password: str, output: str) -> str:
    """The word to print."""
    try:
        document = PdfDocument(path, password=password)
    except PdfiumError as error:
        return "password" if error.err_code == raw.FPDF_ERR_PASSWORD else "damaged"
    try:
        document.save(output, flags=raw.FPDF_REMOVE_SECURITY)
    except (PdfiumError, OSError):
        return "damaged"
    return "unlocked"


if __name__ == "__main__":
    sys.stdout.write(unlock(**json.load(sys.stdin)))
