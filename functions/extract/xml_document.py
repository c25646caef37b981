"""The document text of a bare XML invoice. It needs no reader: its pages are a listing of its elements."""

from pathlib import Path

from functions.extract.xml_listing import listing_pages
from shared.adapters.associated_files_process import LARGEST_FILE
from shared.adapters.einvoice_tree import as_text, parse_einvoice_tree
from shared.domain.document import DocumentText, EInvoiceXml
from shared.domain.document_types import DocumentType
from shared.domain.signed_data import signed_content
from shared.domain.xml_text import xml_text
from shared.errors import DocumentError, EmptyDocumentError


def read_xml(path: Path, content_type: str, *, max_pages: int) -> DocumentText:
    """At most `max_pages` pages that list the invoice's elements, and its XML; of a signed file (.p7m) what was signed.

    Raises DocumentError: empty, too large, damaged, no invoice.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyDocumentError
    if size > LARGEST_FILE:
        raise DocumentError("This XML file is too large for an invoice.")
    content = path.read_bytes()
    if content_type == DocumentType.SIGNED_XML:
        content = signed_content(content)
        if not xml_text(content).startswith("<"):
            raise DocumentError("This signed file contains no XML invoice.")
    root = parse_einvoice_tree(content).root
    return DocumentText(pages=listing_pages(root, max_pages), einvoice=EInvoiceXml(name=None, content=as_text(root)))
