"""The e-invoice attached to a PDF."""

import tempfile
from pathlib import Path

from shared.adapters.einvoice_tree import as_text, parse_einvoice_tree
from shared.adapters.embedded_files import embedded_files
from shared.domain.document import EInvoiceXml
from shared.errors import DocumentError


def embedded_invoice(path: Path, *, timeout: float, memory_mb: int) -> EInvoiceXml | None:
    """The e-invoice attached to a PDF, if there is one; attachments of any other kind are ignored.

    Raises EncryptedDocumentError, ReadingTimeoutError.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file, name in embedded_files(path, Path(folder), timeout=timeout, memory_mb=memory_mb):
            try:
                return EInvoiceXml(name=name, content=as_text(parse_einvoice_tree(file.read_bytes()).root))
            except DocumentError:
                continue  # a terms-of-business PDF, a delivery note as CSV, a bomb: the page is still the invoice
    return None
