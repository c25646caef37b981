"""Invoices of one seller, alike but for their number, day and amount; every value is printed and sure."""

from datetime import date
from typing import Any

from shared.adapters.answers import answer_columns
from shared.domain.document import Box, Source
from shared.domain.evidence import Evidence
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves
from shared.domain.lifecycle import Status
from shared.pipeline.automation import automation_of
from shared.pipeline.confirming import confirmed, evidence_of
from shared.pipeline.reviews import ReviewedInvoice
from shared.pipeline.stages import StageResult
from shared.pipeline.updates import InvoiceUpdate

FOREIGN_IBAN = "DE89370400440532013000"


def invoice_data(number: int, **changed: Any) -> InvoiceData:
    """An invoice of the seller; numbers from 1 to 11."""
    return InvoiceData.model_validate(
        {
            "document_type": "invoice",
            "invoice_number": f"F-{number * 111}",
            "issue_date": date(2025, 12, number),
            "due_date": date(2025, 12, 20 + number),
            "currency": "EUR",
            "net_amount": f"{100 + number}.00",
            "tax_amount": "0.00",
            "total_amount": f"{100 + number}.00",
            "seller": {"name": "Imprenta Norte S.L.", "vat_id": "ESB12345674", "address": "Calle 1, Madrid"},
            "buyer": {"name": "Agencia Faro S.A.", "address": "Calle 2, Madrid"},
            "payment": {"iban": "ES9121000418450200051332"},
            **changed,
        }
    )


def as_read(data: InvoiceData, *, read_again: bool = False) -> StageResult:
    """What the extraction of such an invoice ends with."""
    seen = Evidence(page=1, box=Box(0, 0, 0.1, 0.1), text="x", confidence=0.95, source=Source.TEXT_LAYER)
    evidence = {pointer: seen for pointer, _ in leaves(data.as_json())}
    return StageResult(
        columns={**answer_columns(data, evidence, []), "blockers": None},
        attributes={"extractor": "local", "findings": []},
        afterwards=automation_of(read_again=read_again),
    )


def confirmed_by_nobody(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
    """The invoice becomes confirmed automatically, whatever blocks that; None if it is confirmed already."""
    if invoice.status is Status.PROCESSED:
        return None
    data = InvoiceData.model_validate(invoice.preview_data)
    return confirmed(invoice, data, evidence_of(invoice), [], columns={}, automatic=True)
