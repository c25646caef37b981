"""The files inside an XML invoice (BG-24), bare or attached to a PDF, taken out on request.

They are not stored a second time: they are rarely asked for, the original is kept anyway, and taking them out again
needs a fraction of a second. A sandboxed child with limits of its own does it, since the XML is foreign.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from shared.adapters.embedded_files import base_name, embedded_files
from shared.adapters.sandbox import run_module
from shared.domain.document_types import XML_TYPES, DocumentType
from shared.errors import DocumentError, ReadingTimeoutError

OTHER = "application/octet-stream"
# The media types that EN 16931 allows for an attached file, by their usual endings. Others are served as mere bytes.
_SERVED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_LONGEST_NAME = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """One file inside, `number` from 1, its bytes at `path`. The name is one of a file, without folders."""

    number: int
    filename: str
    media_type: str
    size: int
    description: str | None
    path: Path


def attached_files(
    document: Path, content_type: str, folder: Path, *, timeout: float = 30, memory_mb: int = 1024
) -> list[AttachedFile]:
    """The files inside an XML invoice, or inside the one that a PDF carries, written into `folder`; none for any other
    kind of document. `timeout` is for all programs together.

    Raises DocumentError, ReadingTimeoutError."""
    if content_type in XML_TYPES:
        answered = _taken_out(document, folder, timeout=timeout, memory_mb=memory_mb)
        if isinstance(answered, str):
            raise DocumentError(answered)
        return answered
    if content_type == DocumentType.PDF:
        return _of_embedded_invoice(document, folder, timeout=timeout, memory_mb=memory_mb)
    return []


def _of_embedded_invoice(pdf: Path, folder: Path, *, timeout: float, memory_mb: int) -> list[AttachedFile]:
    """The files of the first attachment that is an e-invoice."""
    ends = time.monotonic() + timeout
    for number, file in enumerate(embedded_files(pdf, folder, timeout=timeout, memory_mb=memory_mb)):
        left = ends - time.monotonic()
        if left <= 0:
            raise ReadingTimeoutError
        if file.path is None or not _may_be_xml(file.path):
            continue
        inner = folder / f"of-{number}"
        inner.mkdir()
        answered = _taken_out(file.path, inner, timeout=left, memory_mb=memory_mb)
        if not isinstance(answered, str):
            return answered
    return []


def _may_be_xml(file: Path) -> bool:
    with file.open("rb") as content:
        return b"<" in content.read(200)


def _taken_out(document: Path, folder: Path, *, timeout: float, memory_mb: int) -> list[AttachedFile] | str:
    """The files inside an XML, or the sentence that says why it cannot be read."""
    answer = run_module(
        "shared.adapters.attachments_process",
        document.resolve(),
        folder.resolve(),
        timeout=timeout,
        memory_mb=memory_mb,
    )
    if answer.returncode != 0:
        return "The files inside this document cannot be read."
    answered = json.loads(answer.stdout)
    if isinstance(answered, dict):
        return str(answered["error"])
    return [_file(number, one, folder) for number, one in enumerate(answered, start=1)]


def _file(number: int, said: dict[str, str], folder: Path) -> AttachedFile:
    size = (folder / str(number)).stat().st_size
    media_type = _media_type(said["media_type"], said["filename"])
    return AttachedFile(
        number=number,
        filename=_filename(said["filename"], said["reference"], number, media_type),
        media_type=media_type,
        size=size,
        description=said["description"],
        path=folder / str(number),
    )


def _media_type(said: str | None, filename: str | None) -> str:
    """The type that is said, in full or as an ending ("PDF"), else that of the name."""
    lower = (said or "").strip().lower()
    if lower in _SERVED.values():
        return lower
    by_name = _SERVED.get(Path(filename or "").suffix.lower(), OTHER)
    return _SERVED.get(f".{lower.lstrip('.')}", by_name) if "/" not in lower else OTHER


def _filename(said: str | None, reference: str | None, number: int, media_type: str) -> str:
    """The name that is said, without folders and characters that names of files cannot have; else the number of the
    document, or of the file, with the ending of its type."""
    if name := _safe(said):
        return name
    ending = next((ending for ending, kind in _SERVED.items() if kind == media_type), "")
    return (_safe(reference) or f"attachment-{number}") + ending


def _safe(said: str | None) -> str:
    last = base_name(said or "")
    return "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(" .")[:_LONGEST_NAME]
