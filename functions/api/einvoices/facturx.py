"""Factur-X and ZUGFeRD, profile EN 16931: a PDF for people with the XML for programs inside
(https://fnfe-mpe.org/factur-x/, https://www.ferd-net.de/standards/zugferd).

The standard asks for PDF/A-3. The library `factur-x` embeds the XML and writes that claim into the metadata (XMP); here
the claim stays only where it can be true: if the pages are pictures that this system has drawn, or if the original
claimed to be PDF/A itself. Nothing here converts a PDF to PDF/A, nor checks the original's claim.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from functions.api.einvoices.cii import cii
from functions.api.einvoices.standard import PLAIN
from shared.adapters.sandbox import run_module
from shared.domain.invoice import InvoiceData, ProcessControl
from shared.errors import DocumentError, EncryptedDocumentError

FILENAME = "factur-x.xml"
MOST_PICTURES = 20
"""Pages that are drawn for one file: each takes a part of a second."""


def facturx_xml(standardised: InvoiceData) -> bytes:
    """The XML of the profile EN 16931, whatever specification the invoice would claim elsewhere."""
    return cii(standardised.model_copy(update={"process_control": ProcessControl(customization=PLAIN)}))


def with_pdf(
    xml: bytes,
    pdf: Path,
    *,
    pages: tuple[int, int] | None = None,
    folder: Path,
    timeout: float,
    memory_mb: int = 1024,
) -> bytes:
    """The PDF, or only its `pages` (first and last, from 1), with the XML inside. What protects it against printing or
    copying, and a signature, do not survive; other files inside stay, except an earlier e-invoice.

    Raises EncryptedDocumentError if it does not open without a password, DocumentError, ReadingTimeoutError."""
    job = {"pdf": str(pdf.resolve()), "pages": pages}
    return _written(xml, job, folder, timeout=timeout, memory_mb=memory_mb)


def with_pictures(
    xml: bytes, pictures: Sequence[Path], *, folder: Path, timeout: float, memory_mb: int = 1024
) -> bytes:
    """A PDF/A-3B of these pictures, one a page and each as wide as A4, with the XML inside. Raises DocumentError,
    ReadingTimeoutError."""
    job = {"pictures": [str(one.resolve()) for one in pictures]}
    return _written(xml, job, folder, timeout=timeout, memory_mb=memory_mb)


def _written(xml: bytes, job: Mapping[str, object], folder: Path, *, timeout: float, memory_mb: int) -> bytes:
    inside, output = folder.resolve() / FILENAME, folder.resolve() / "facturx.pdf"
    inside.write_bytes(xml)
    answer = run_module(
        "functions.api.einvoices.facturx_process",
        timeout=timeout,
        memory_mb=memory_mb,
        input=json.dumps({**job, "xml": str(inside), "output": str(output)}).encode(),
    )
    match answer.stdout.strip() if answer.returncode == 0 else b"":
        case b"written":
            return output.read_bytes()
        case b"password":
            raise EncryptedDocumentError
        case _:
            raise DocumentError("No e-invoice can be put into this PDF: ask for its pages as pictures.")
