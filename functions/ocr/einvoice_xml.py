"""The e-invoice attached to a PDF, and an e-invoice's element as text."""

import re
import tempfile
from pathlib import Path

from lxml import etree

from shared.adapters.einvoice_tree import parse_einvoice_tree
from shared.adapters.sandbox import run_sandboxed
from shared.domain.document import EInvoiceXml
from shared.errors import DocumentError, EncryptedDocumentError

# The names that the standards give the attachment, tried first.
ATTACHMENT_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml")
MOST_ATTACHMENTS = 20
ATTACHMENT_LINE = re.compile(rb"^(\d+): (.*)$", re.MULTILINE)


def as_text(root: etree._Element) -> str:
    """The invoice's element as XML text without declaration."""
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return str(text)


def embedded_invoice(path: Path, *, timeout: float, memory_mb: int) -> EInvoiceXml | None:
    """The e-invoice attached to a PDF, if there is one; attachments of any other kind are ignored.

    Raises EncryptedDocumentError, ReadingTimeoutError.
    """
    listed = run_sandboxed(["pdfdetach", "-list", path.resolve()], timeout=timeout, memory_mb=memory_mb)
    if b"Incorrect password" in listed.stderr:
        raise EncryptedDocumentError
    for number, name in _by_likelihood(listed.stdout):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder, "attachment")
            saved = run_sandboxed(
                ["pdfdetach", "-save", str(number), "-o", output, path.resolve()], timeout=timeout, memory_mb=memory_mb
            )
            if saved.returncode != 0 or not output.is_file():
                continue
            try:
                return EInvoiceXml(name=name, content=as_text(parse_einvoice_tree(output.read_bytes()).root))
            except DocumentError:
                continue  # a terms-of-business PDF, a delivery note as CSV, a bomb: the page is still the invoice
    return None


def _by_likelihood(listing: bytes) -> list[tuple[int, str]]:
    """Number and name of the attachments worth opening, the standards' own names first."""
    found = [
        (int(number), name.decode("utf-8", "replace").strip()) for number, name in ATTACHMENT_LINE.findall(listing)
    ]

    def rank(attachment: tuple[int, str]) -> tuple[bool, bool, int]:
        name = attachment[1].lower()
        return (name not in ATTACHMENT_NAMES, not name.endswith(".xml"), attachment[0])

    return sorted(found, key=rank)[:MOST_ATTACHMENTS]
