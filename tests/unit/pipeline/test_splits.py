"""A file with several invoices from its upload to its parts, on the stores in memory."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from functions.api import decisions
from functions.ocr.handling import ReadingStage
from functions.ocr.options import ReadingOptions
from shared.domain.document import DocumentText, EInvoiceXml, load_document_text
from shared.domain.lifecycle import Stage
from shared.domain.object_keys import document_key, text_key
from shared.domain.page_range import PageRange, only_pages
from tests.support.documents import printed
from tests.support.memory import MemorySystem
from tests.support.reading_stage import reading_stage

CONTENT = b"%PDF"
SHA = sha256(CONTENT).hexdigest()
FILE = DocumentText(
    pages=printed("Invoice no. 17", "Total 12.00", "Invoice no. 18", "").pages,
    einvoice=EInvoiceXml(name="factur-x.xml", content="<Invoice/>"),
)


def _reading(system: MemorySystem, readings: list[str]) -> ReadingStage:
    def read(
        path: Path,
        content_type: str,
        options: ReadingOptions,
        progress: Callable[[int, int], None],
        on_slow: Callable[[int], None],
    ) -> DocumentText:
        readings.append(content_type)
        return FILE

    return reading_stage(system, read)


def _text(system: MemorySystem, invoice_id: int) -> list[tuple[int, str]]:
    document = load_document_text(system.objects.get(text_key(invoice_id)))
    assert document.einvoice is None
    return [(page.number, " ".join(word.text for word in page.words)) for page in document.pages]


def test_pages_of_a_part_are_numbered_from_one_and_have_no_e_invoice() -> None:
    part = only_pages(FILE, PageRange(2, 3))
    assert [page.number for page in part.pages] == [1, 2]
    assert part.einvoice is None


def test_parts_are_read_from_their_own_pages_and_the_file_only_once() -> None:
    system, readings = MemorySystem(), list[str]()
    work = _reading(system, readings).work
    parent = system.added(SHA, size=len(CONTENT))
    system.objects.put(document_key(SHA), CONTENT, "application/pdf")
    for invoice_id in system.waiting(Stage.OCR):
        system.worker(Stage.OCR).handle(invoice_id, work)
    system.row(parent).update(status="waiting_validation", stage=None, preview_data={})

    parts = [PageRange(1, 2), PageRange(3, 3)]
    result = system.invoices.decide(parent, actor="ana", rule=lambda invoice: decisions.split(invoice, parts))
    for change in (result.change, *result.others):
        system.after_commit(change)
    first, second = system.waiting(Stage.OCR)
    for invoice_id in (first, second):
        system.worker(Stage.OCR).handle(invoice_id, work)

    assert _text(system, first) == [(1, "Invoice no. 17"), (2, "Total 12.00")]
    assert _text(system, second) == [(1, "Invoice no. 18")]
    assert [system.row(one)["page_count"] for one in (parent, first, second)] == [4, 2, 1]
    assert readings == ["application/pdf"]


def test_a_part_without_any_text_fails_as_an_empty_document_does() -> None:
    system, readings = MemorySystem(), list[str]()
    invoice_id = system.added(SHA, size=len(CONTENT))
    system.objects.put(document_key(SHA), CONTENT, "application/pdf")
    system.row(invoice_id).update(first_page=4, last_page=4)
    system.worker(Stage.OCR).handle(invoice_id, _reading(system, readings).work)
    assert (system.row(invoice_id)["status"], system.row(invoice_id)["error_code"]) == ("failed", "empty-document")


def test_a_late_message_for_a_part_that_was_taken_back_does_nothing() -> None:
    system, readings = MemorySystem(), list[str]()
    parent = system.added(SHA, size=len(CONTENT))
    system.waiting(Stage.OCR)
    system.row(parent).update(status="waiting_validation", stage=None, preview_data={}, page_count=4)
    parts = [PageRange(1, 2), PageRange(3, 3)]
    result = system.invoices.decide(parent, actor="ana", rule=lambda invoice: decisions.split(invoice, parts))
    for change in result.others:
        system.after_commit(change)
    system.invoices.decide(parent, actor="ana", rule=lambda invoice: decisions.reopen(invoice, None))

    for invoice_id in system.waiting(Stage.OCR):
        system.worker(Stage.OCR).handle(invoice_id, _reading(system, readings).work)
        assert system.row(invoice_id)["status"] == "rejected"
    assert readings == []
