"""The document text of a bare XML invoice. It needs no reader: its pages are a listing of its elements."""

from functions.extract.text_tasks import XmlFile
from functions.extract.xml_listing import listing_pages
from shared.adapters.einvoice_tree import as_text, parse_einvoice_tree
from shared.domain.document import DocumentText, EInvoiceXml
from shared.domain.document_types import DocumentType
from shared.domain.signed_data import signed_content
from shared.domain.xml_text import xml_text
from shared.errors import DocumentError, EmptyDocumentError


def read_xml(content: bytes, file: XmlFile) -> DocumentText:
    """Pages that list the invoice's elements, and its XML; of a signed file (.p7m) what was signed.

    Raises DocumentError: empty, too large, damaged, no invoice.
    """
    if not content:
        raise EmptyDocumentError
    if file.content_type == DocumentType.SIGNED_XML:
        content = signed_content(content)
        if not xml_text(content).startswith("<"):
            raise DocumentError("This signed file contains no XML invoice.")
    root = parse_einvoice_tree(content).root
    pages = listing_pages(root, file.max_pages)
    return DocumentText(pages=pages, einvoice=EInvoiceXml(name=None, content=as_text(root)))
