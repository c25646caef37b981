"""A bare XML invoice: its data, and pages printed from it. It needs no reader."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from functions.extract.einvoice.parsing import parse_einvoice
from functions.extract.extraction import Extraction
from functions.extract.printed_invoice import print_invoice
from functions.extract.text_tasks import XmlFile
from shared.adapters.einvoice_tree import as_text, parse_einvoice_tree
from shared.domain.document import DocumentText, EInvoiceXml
from shared.domain.document_types import DocumentType
from shared.domain.languages import DEFAULT_LANGUAGE, LANGUAGES, Language
from shared.domain.signed_data import signed_content
from shared.domain.xml_text import xml_text
from shared.errors import DocumentError, EmptyDocumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlInvoice:
    """The pages and the XML; the extraction, with the place on those pages as the evidence of every value. `printed`
    are the pages in each language but the default one, with every value in the same place."""

    text: DocumentText
    extraction: Extraction
    printed: Mapping[Language, DocumentText]


def read_xml(content: bytes, file: XmlFile) -> XmlInvoice:
    """The invoice of a bare XML file; of a signed one (.p7m) that which was signed.

    Raises DocumentError: empty, too large, damaged, no invoice.
    """
    if not content:
        raise EmptyDocumentError
    if file.content_type == DocumentType.SIGNED_XML:
        content = signed_content(content)
        if not xml_text(content).startswith("<"):
            raise DocumentError("This signed file contains no XML invoice.")
    xml = as_text(parse_einvoice_tree(content).root)
    extraction = parse_einvoice(xml)
    printed = print_invoice(extraction.data, file.max_pages)
    return XmlInvoice(
        text=DocumentText(pages=printed.pages, einvoice=EInvoiceXml(name=None, content=xml)),
        extraction=replace(extraction, evidence=printed.placed(extraction.evidence)),
        printed={
            language: DocumentText(pages=print_invoice(extraction.data, file.max_pages, language).pages)
            for language in LANGUAGES
            if language != DEFAULT_LANGUAGE
        },
    )
