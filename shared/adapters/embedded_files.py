"""The files inside a PDF, those that may be its e-invoice first."""

import json
import logging
import mmap
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.adapters.associated_files_process import LARGEST_FILE, MOST_FILES
from shared.adapters.sandbox import MEGABYTE, run_module, run_sandboxed
from shared.domain.einvoice_syntax import EMBEDDED_NAMES
from shared.errors import EncryptedDocumentError

_LISTED = re.compile(rb"^(\d+): (.*)$", re.MULTILINE)
_MARKS_OF_FILES = (b"/EmbeddedFile", b"/AF", b"text#2Fxml", b"text#2fxml", b"application#2Fxml", b"application#2fxml")
_FILE_MB = -(-LARGEST_FILE // MEGABYTE)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFile:
    """A file inside a PDF: its name, and where it was saved; null if it has more than LARGEST_FILE bytes."""

    name: str
    path: Path | None


def embedded_files(pdf: Path, folder: Path, *, timeout: float, memory_mb: int) -> Iterator[EmbeddedFile]:
    """Each file inside, the likeliest e-invoice first, saved in `folder` when it is asked for. Files after MOST_FILES
    are passed over.

    Raises EncryptedDocumentError, ReadingTimeoutError.
    """
    listed = run_sandboxed(["pdfdetach", "-list", pdf.resolve()], timeout=timeout, memory_mb=memory_mb)
    if b"Incorrect password" in listed.stderr:
        raise EncryptedDocumentError
    for number, name in _by_likelihood(listed.stdout):
        output = folder / f"attached-{number}"
        saved = run_sandboxed(
            ["pdfdetach", "-save", str(number), "-o", output, pdf.resolve()],
            timeout=timeout,
            memory_mb=memory_mb,
            file_mb=_FILE_MB,
        )
        if saved.returncode == -signal.SIGXFSZ:
            yield EmbeddedFile(name=name, path=None)
        elif saved.returncode == 0 and output.is_file():
            yield EmbeddedFile(name=name, path=output if output.stat().st_size <= LARGEST_FILE else None)
    yield from _associated_files(pdf, folder, timeout=timeout, memory_mb=memory_mb)


def _associated_files(pdf: Path, folder: Path, *, timeout: float, memory_mb: int) -> Iterator[EmbeddedFile]:
    """The files that are associated with the catalogue or a page only, which pdfdetach does not list."""
    if not _may_hold_files(pdf):
        return
    inner = folder / "associated"
    inner.mkdir(exist_ok=True)
    answer = run_module(
        "shared.adapters.associated_files_process",
        pdf.resolve(),
        inner,
        timeout=timeout,
        memory_mb=memory_mb,
        file_mb=_FILE_MB,
    )
    if answer.returncode != 0:
        log.info("associated files not readable", extra={"reason": answer.stderr[-200:].decode("utf-8", "replace")})
        return
    names: list[str] = json.loads(answer.stdout)
    for number, name in sorted(enumerate(names), key=lambda one: _rank(*one)):
        saved = inner / str(number)
        yield EmbeddedFile(name=name, path=saved if saved.is_file() else None)


def _may_hold_files(pdf: Path) -> bool:
    """Whether the PDF has the mark of a file inside, which is never compressed away: streams are not nested."""
    with pdf.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(mark) >= 0 for mark in _MARKS_OF_FILES)


def _by_likelihood(listing: bytes) -> list[tuple[int, str]]:
    """Number and name of the attachments worth opening, the standards' own names first."""
    found = [(int(number), name.decode("utf-8", "replace").strip()) for number, name in _LISTED.findall(listing)]
    return sorted(found, key=lambda one: _rank(*one))[:MOST_FILES]


def _rank(number: int, name: str) -> tuple[bool, bool, int]:
    lower = base_name(name).lower()
    return (lower not in EMBEDDED_NAMES, not lower.endswith(".xml"), number)


def base_name(name: str) -> str:
    """Without the folders that some programs write before it."""
    return re.split(r"[/\\]", name)[-1]
