"""The e-invoice attached to a PDF."""

import logging
import tempfile
from dataclasses import dataclass
from functools import cache
from os import cpu_count
from pathlib import Path

from shared.adapters.embedded_files import EmbeddedFile, base_name, embedded_files
from shared.adapters.sandboxed_calls import CallEndedError, SandboxedCalls, TooMuchWorkError
from shared.domain.document import EInvoiceXml
from shared.domain.einvoice_syntax import EMBEDDED_NAMES
from shared.domain.xml_text import XmlTooLargeError, refuse_wide_xml
from shared.errors import DocumentError, ReadingTimeoutError

CPU_SECONDS = 20
"""For one file; one of the largest takes two."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedInvoice:
    """The e-invoice, or why a file that has the name of one was not read; both null if there is none."""

    einvoice: EInvoiceXml | None = None
    unread: str | None = None


def embedded_invoice(path: Path, *, timeout: float, memory_mb: int) -> EmbeddedInvoice:
    """The e-invoice attached to a PDF; attachments of any other kind are ignored, and the page is the invoice.

    Raises EncryptedDocumentError, ReadingTimeoutError.
    """
    unread = None
    with tempfile.TemporaryDirectory() as folder:
        for file in embedded_files(path, Path(folder), timeout=timeout, memory_mb=memory_mb):
            try:
                return EmbeddedInvoice(einvoice=EInvoiceXml(name=file.name, content=_invoice(file, memory_mb)))
            except (XmlTooLargeError, TooMuchWorkError, ReadingTimeoutError, CallEndedError) as error:
                log.warning("attached XML not read", extra={"code": error.code, "reason": str(error)})
                if file.name.lower().endswith(".xml"):
                    unread = unread or str(error)
            except DocumentError as error:
                # Others are a terms-of-business PDF, a delivery note as CSV.
                if base_name(file.name).lower() in EMBEDDED_NAMES:
                    unread = unread or str(error)
    return EmbeddedInvoice(unread=unread)


def _invoice(file: EmbeddedFile, memory_mb: int) -> str:
    """The element of the invoice as text. Raises DocumentError, CallEndedError."""
    if file.path is None:
        raise XmlTooLargeError
    content = file.path.read_bytes()
    refuse_wide_xml(content)  # the process says of it, as of any file that is no invoice, only DocumentError
    return _calls(memory_mb)(content, cpu_seconds=CPU_SECONDS).decode("utf-8", "replace")


@cache
def _calls(memory_mb: int) -> SandboxedCalls:
    """The processes of this instance, shared by parallel calls."""
    return SandboxedCalls("functions.ocr.einvoice_xml_process", limit=cpu_count() or 1, memory_mb=memory_mb)
