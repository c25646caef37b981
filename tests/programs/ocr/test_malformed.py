"""Damaged, hostile and odd files of other projects: each ends in a sentence for a person or in pages of words, never in
another error.

The folder is not part of the repository; MALFORMED_DOCUMENTS names it, else it is looked for beside the project.
MALFORMED_SAMPLE=n takes every n-th document (4 by default, a minute of work; 1 for all).
"""

import os
from pathlib import Path

import pytest

from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from shared.domain.document import DocumentText
from shared.errors import DocumentError

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "data" / "malformed"
FOLDER = Path(os.environ.get("MALFORMED_DOCUMENTS", BESIDE))
EVERY = int(os.environ.get("MALFORMED_SAMPLE", "4"))
FILES = sorted(path for path in FOLDER.glob("*") if path.name != "manifest.json")[::EVERY]
SIGNATURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"<?xml": "application/xml",
}
OPTIONS = ReadingOptions(workers=2, page_timeout=120)


def content_type(content: bytes) -> str:
    """The type by content; whatever is nothing known is tried as a PDF."""
    return next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), "application/pdf")


def outcome(path: Path) -> DocumentText | DocumentError:
    try:
        return read_document(path, content_type(path.read_bytes()[:16]), OPTIONS)
    except DocumentError as error:
        return error


@pytest.mark.skipif(not FILES, reason="there is no folder of malformed documents here (MALFORMED_DOCUMENTS)")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:60])
def test_damaged_documents_end_in_pages_or_in_a_sentence(path: Path) -> None:
    result = outcome(path)

    if isinstance(result, DocumentError):
        assert str(result).endswith(".")
    else:
        assert [page.number for page in result.pages] == list(range(1, len(result.pages) + 1))
        assert result.einvoice or any(page.words for page in result.pages)
