"""Invoices put into the stores directly, in any state, with any content."""

from hashlib import sha256 as sha256_of
from typing import Any
from uuid import uuid4

from shared.adapters.answers import answer_columns
from shared.adapters.audit import record
from shared.adapters.database import database_now
from shared.adapters.figures import add_to_figures
from shared.adapters.invoice_rows import insert_invoice
from shared.domain.audit import AuditEventType
from shared.domain.document import Box, DocumentText, Page, Source, Word, dump_document_text
from shared.domain.evidence import Evidence
from shared.domain.figures import change_of_figures, counted_values
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import FIRST_STAGE, Status
from shared.domain.object_keys import document_key, text_key
from tests.security.services import Api

WORDS = ("Rechnung", "Nr.", "4711", "119,00")


def add_invoice(
    api: Api,
    status: Status = Status.WAITING_VALIDATION,
    *,
    data: InvoiceData | None = None,
    filename: str = "invoice.xml",
    content_type: str = "application/xml",
    content: bytes | None = None,
    reject_reason: str | None = None,
) -> int:
    """The id of an invoice with its object and, unless it is still processing, its text and its answer."""
    stored = f"<Invoice>{uuid4()}</Invoice>".encode() if content is None else content
    sha256 = sha256_of(stored).hexdigest()
    read = status is not Status.PROCESSING
    data = data or InvoiceData(invoice_number="4711", total_amount="119.00", currency="EUR")
    evidence = {"/invoice_number": Evidence(page=1, text="4711", confidence=1.0, source=Source.XML)}
    answer: dict[str, Any] = {**answer_columns(data, evidence, []), "extractor": "local"} if read else {}
    store = api.services.store
    store.put(document_key(sha256), stored, content_type)
    with api.services.engine.begin() as connection:
        now = database_now(connection)
        columns = {
            "filename": filename,
            "content_type": content_type,
            "size": len(stored),
            "sha256": sha256,
            "dedup_key": uuid4().hex * 2,
            "page_count": 1 if read else None,
            "status": status,
            "stage": FIRST_STAGE if status is Status.PROCESSING else None,
            "enqueued_at": now,
            "created_at": now,
            "updated_at": now,
            "confirmed_at": now if status is Status.PROCESSED else None,
            "final_data": data.as_json() if status is Status.PROCESSED else None,
            "reject_reason": reject_reason,
            "error_code": "unreadable-document" if status is Status.FAILED else None,
            "error_message": "This document cannot be read." if status is Status.FAILED else None,
            **answer,
        }
        invoice_id = insert_invoice(connection, columns)
        add_to_figures(connection, change_of_figures(None, counted_values(columns)))
        record(connection, invoice_id, AuditEventType.UPLOADED, now, version=1, data={"size": len(stored)})
    if read:
        words = tuple(
            Word(text=text, box=Box(0.1, 0.1 * row, 0.5, 0.1 * row + 0.05), confidence=1.0)
            for row, text in enumerate(WORDS, start=1)
        )
        page = Page(number=1, width=595, height=842, source=Source.XML, words=words)
        store.put(text_key(invoice_id), dump_document_text(DocumentText(pages=(page,))), "application/json")
    return int(invoice_id)
