"""Everything of an extraction that walks the text of a document, in one function without network and stores: a hostile
text may cost it much, so it runs in a sandboxed process (`text_extraction_process`)."""

from dataclasses import replace

from pydantic import ValidationError

from functions.extract.agreement import agree
from functions.extract.codes import settled
from functions.extract.einvoice.completing import completed_from_page, needs_the_page
from functions.extract.einvoice.parsing import parse_einvoice
from functions.extract.einvoice.printed import printed_disagreements
from functions.extract.extraction import Extraction
from functions.extract.grounding import ground
from functions.extract.layout import Layout, read_layout
from functions.extract.local import LocalReading, read_locally
from functions.extract.local.sketching import sketch_document
from functions.extract.printed_pages import printed_pages
from functions.extract.text_tasks import Extracted, TextTask
from functions.extract.unseen import unseen_findings
from functions.extract.xml_document import XmlInvoice, read_xml
from shared.domain.document import DocumentText, EInvoiceXml, Source, dump_document_text, load_document_text
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.memory.sketch import Sketch
from shared.domain.search_values import searched_text
from shared.errors import DocumentError

DAMAGED = finding(FindingCode.FILE_DAMAGED, Level.WARNING)


def extract_text(content: bytes, task: TextTask) -> Extracted:
    """The data of a text, from the cheapest trustworthy source. Raises DocumentError."""
    if task.xml is not None:
        return _of_xml(read_xml(content, task.xml))
    document = _stored(content)
    layout = read_layout(document)
    unread = document.einvoice_unread
    extraction, pages, local, marks = None, None, None, None
    sketch: Sketch | None = None
    if document.einvoice is not None:
        try:
            extraction = _from_xml(document, document.einvoice, layout, task)
            sketch = sketch_document(layout)
        except DocumentError as error:
            # The page beside the damaged attachment can still be read.
            unread = str(error)
    if extraction is None:
        found = task.local
        if found is None:
            reading = _from_pages(document, layout, task)
            found, marks, sketch = reading.extraction, reading.marks, reading.sketch
        both = agree(ground(task.answer, document, layout=layout), found) if task.answer is not None else found
        extraction = settled(both, document, layout=layout)
        if task.wants_pages:
            pages, local = printed_pages(document, layout), found
    about_file = [*([DAMAGED] if document.damaged else []), *unseen_findings(document)]
    if unread is not None:
        about_file.append(finding(FindingCode.EINVOICE_UNREADABLE, Level.WARNING, reason=unread))
    return Extracted(
        extraction=replace(extraction, findings=(*about_file, *extraction.findings)),
        pages=pages,
        local=local,
        searched=searched_text(document, extraction.unkept),
        page_count=len(document.pages),
        marks=marks,
        sketch=sketch,
    )


def _of_xml(invoice: XmlInvoice) -> Extracted:
    return Extracted(
        extraction=invoice.extraction,
        text=dump_document_text(invoice.text).decode(),
        printed={language: dump_document_text(text).decode() for language, text in invoice.printed.items()},
        searched=searched_text(invoice.text, invoice.extraction.unkept),
        page_count=len(invoice.text.pages),
    )


def _stored(content: bytes) -> DocumentText:
    try:
        return load_document_text(content)
    except ValidationError as error:
        raise DocumentError("The text that was read from this document is damaged. Please retry.") from error


def _from_pages(document: DocumentText, layout: Layout, task: TextTask) -> LocalReading:
    reading = read_locally(document, layout=layout, own=task.own, memory=task.memory)
    return replace(reading, extraction=ground(reading.extraction, document, layout=layout))


def _from_xml(document: DocumentText, einvoice: EInvoiceXml, layout: Layout, task: TextTask) -> Extraction:
    extraction = parse_einvoice(einvoice.content)
    has_pages = any(page.source is not Source.XML for page in document.pages)
    if has_pages:
        differences = printed_disagreements(extraction.data, document)
        extraction = replace(extraction, findings=(*extraction.findings, *differences))
    grounded = ground(extraction, document, layout=layout)
    if has_pages and needs_the_page(extraction.data):
        return completed_from_page(grounded, _from_pages(document, layout, task).extraction)
    return grounded
