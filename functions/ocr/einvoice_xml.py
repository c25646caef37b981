"""E-invoice XML, bare or attached to a PDF: found, judged safe, and made into text and a listing a person can read."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from shared.adapters.sandbox import run_sandboxed
from shared.domain.document import EInvoiceXml
from shared.errors import DocumentError, EncryptedDocumentError

# Factur-X, XRechnung (CII), ZUGFeRD 1, UBL 2, FatturaPA: what the local name of the invoice's element may be, and
# a part of its namespace, because FatturaPA changed its own with every version.
INVOICE_ROOTS = {
    "CrossIndustryInvoice": "CrossIndustryInvoice",
    "CrossIndustryDocument": "CrossIndustryDocument",
    "Invoice": "ubl:schema:xsd:Invoice-2",
    "CreditNote": "ubl:schema:xsd:CreditNote-2",
    "FatturaElettronica": "fattur",
    "FatturaElettronicaSemplificata": "fattur",
}
# The names that the standards give the attachment, tried first.
ATTACHMENT_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml")
MOST_ATTACHMENTS = 20
ATTACHMENT_LINE = re.compile(rb"^(\d+): (.*)$", re.MULTILINE)


class XmlIsNoInvoiceError(DocumentError):
    """Well-formed XML of another kind."""

    code = "xml-is-no-invoice"
    message = "This XML file is not an invoice in a format that is known here (UBL, CII, Factur-X/ZUGFeRD, FatturaPA)."


def invoice_root(content: bytes) -> etree._Element:
    """The invoice's element, bare or in an envelope. No entity is expanded and nothing fetched.

    Raises DocumentError: not XML, a document type declaration, too deep or too large; XmlIsNoInvoiceError.
    """
    _refuse_declarations(content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("This XML file is damaged and cannot be read.") from error
    for element in _candidates(root):
        name = etree.QName(element)
        if (INVOICE_ROOTS.get(name.localname) or "\0").lower() in (name.namespace or "").lower():
            return element
    raise XmlIsNoInvoiceError


def _candidates(root: etree._Element) -> Iterator[etree._Element]:
    """The root, then what an envelope (the SBDH of Peppol) may hold."""
    yield root
    for child in root:
        yield child
        yield from child


def _refuse_declarations(content: bytes) -> None:
    """Raises DocumentError for a DOCTYPE: no invoice format has one, and entity bombs and file reads need one."""

    def refuse(*_: object) -> None:
        raise DocumentError("This XML file declares a document type; that is not allowed in an invoice.")

    class PrologEndedError(Exception):
        pass

    def stop(*_: object) -> None:
        raise PrologEndedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(content, True)
    except PrologEndedError:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DocumentError("This XML file is damaged and cannot be read.") from error


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
                return EInvoiceXml(name=name, content=as_text(invoice_root(output.read_bytes())))
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
