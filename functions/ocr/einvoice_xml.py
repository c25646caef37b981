"""The e-invoice attached to a PDF, and an e-invoice's element as text."""

import json
import logging
import mmap
import re
import sys
import tempfile
from pathlib import Path

from lxml import etree

from functions.ocr.associated_files_process import LARGEST_FILE, MOST_FILES
from shared.adapters.einvoice_tree import parse_einvoice_tree
from shared.adapters.sandbox import MEGABYTE, run_sandboxed
from shared.domain.document import EInvoiceXml
from shared.errors import DocumentError, EncryptedDocumentError

# The names that the standards give the attachment, tried first.
ATTACHMENT_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml")
ATTACHMENT_LINE = re.compile(rb"^(\d+): (.*)$", re.MULTILINE)
_MARKS_OF_FILES = (b"/EmbeddedFile", b"/AF", b"text#2Fxml", b"text#2fxml", b"application#2Fxml", b"application#2fxml")
PROJECT_ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


def as_text(root: etree._Element) -> str:
    """The invoice's element as XML text without declaration."""
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return str(text)


def embedded_invoice(path: Path, *, timeout: float, memory_mb: int) -> EInvoiceXml | None:
    """The e-invoice attached to a PDF, if there is one; attachments of any other kind, and those of more than
    LARGEST_FILE bytes, are ignored.

    Raises EncryptedDocumentError, ReadingTimeoutError.
    """
    listed = run_sandboxed(["pdfdetach", "-list", path.resolve()], timeout=timeout, memory_mb=memory_mb)
    if b"Incorrect password" in listed.stderr:
        raise EncryptedDocumentError
    for number, name in _by_likelihood(listed.stdout):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder, "attachment")
            saved = run_sandboxed(
                ["pdfdetach", "-save", str(number), "-o", output, path.resolve()],
                timeout=timeout,
                memory_mb=memory_mb,
                file_mb=-(-LARGEST_FILE // MEGABYTE),
            )
            if saved.returncode == 0 and (found := _invoice_in(output, name)) is not None:
                return found
    return _associated_invoice(path, timeout=timeout, memory_mb=memory_mb)


def _associated_invoice(path: Path, *, timeout: float, memory_mb: int) -> EInvoiceXml | None:
    """The e-invoice that is associated with the catalogue or a page only, which pdfdetach does not list."""
    if not _may_hold_files(path):
        return None
    with tempfile.TemporaryDirectory() as folder:
        answer = run_sandboxed(
            [sys.executable, "-m", "functions.ocr.associated_files_process", path.resolve(), folder],
            timeout=timeout,
            memory_mb=memory_mb,
            file_mb=-(-LARGEST_FILE // MEGABYTE),
            env={"PYTHONPATH": str(PROJECT_ROOT)},
        )
        if answer.returncode != 0:
            log.info("associated files not readable", extra={"reason": answer.stderr[-200:].decode("utf-8", "replace")})
            return None
        names: list[str] = json.loads(answer.stdout)
        for number, name in sorted(enumerate(names), key=lambda one: _rank(*one)):
            if (found := _invoice_in(Path(folder, str(number)), name)) is not None:
                return found
    return None


def _may_hold_files(path: Path) -> bool:
    """Whether the PDF has the mark of a file inside, which no compression hides: streams stand in the open."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(mark) >= 0 for mark in _MARKS_OF_FILES)


def _invoice_in(file: Path, name: str) -> EInvoiceXml | None:
    """The e-invoice in an attachment, None if it is none."""
    if not file.is_file() or file.stat().st_size > LARGEST_FILE:
        return None
    try:
        return EInvoiceXml(name=name, content=as_text(parse_einvoice_tree(file.read_bytes()).root))
    except DocumentError:
        return None  # a terms-of-business PDF, a delivery note as CSV, a bomb: the page is still the invoice


def _by_likelihood(listing: bytes) -> list[tuple[int, str]]:
    """Number and name of the attachments worth opening, the standards' own names first."""
    found = [
        (int(number), name.decode("utf-8", "replace").strip()) for number, name in ATTACHMENT_LINE.findall(listing)
    ]
    return sorted(found, key=lambda one: _rank(*one))[:MOST_FILES]


def _rank(number: int, name: str) -> tuple[bool, bool, int]:
    lower = name.lower()
    return (lower not in ATTACHMENT_NAMES, not lower.endswith(".xml"), number)
