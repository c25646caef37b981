"""One invoice's row in memory as decisions see it."""

from dataclasses import replace
from datetime import datetime

from shared.adapters.memory.rows import MemoryRows
from shared.adapters.memory.seller_history import seller_history
from shared.domain.blockers import ConfirmedBefore, SellerKnowledge
from shared.domain.companies import OwnCompanies
from shared.domain.duplicates import pair_of
from shared.domain.figures import counted_values
from shared.domain.lanes import turn_of
from shared.domain.lifecycle import Stage, Status
from shared.domain.origins import Labels, source_of
from shared.domain.page_range import page_range
from shared.pipeline.reviews import Automation, InvoiceNotFoundError, ReviewedInvoice
from shared.pipeline.splits import PartInvoice, part_of


def reviewed_invoice(rows: MemoryRows, invoice_id: int, now: datetime) -> ReviewedInvoice:
    """The row with all that a rule may ask for. Raises InvoiceNotFoundError."""
    row = rows.rows.get(invoice_id)
    if row is None:
        raise InvoiceNotFoundError
    return ReviewedInvoice(
        invoice_id=invoice_id,
        status=Status(row["status"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        version=row["version"],
        progress=row["progress"],
        counted=counted_values(row),
        preview_data=row["preview_data"],
        final_data=row["final_data"],
        confirmed_at=row["confirmed_at"],
        postponed_until=row["postponed_until"],
        next_version=lambda: len(rows.versions.get(invoice_id, ())) + 1,
        evidence=row["evidence"],
        checks=row["checks"],
        now=now,
        history=lambda data: seller_history(rows, data, without=invoice_id),
        content_type=row["content_type"],
        turn=turn_of(row),
        page_count=row["page_count"],
        pages=page_range(row["first_page"], row["last_page"]),
        parent_status=lambda: _status_of(rows, row["parent_id"]),
        parts=lambda: _parts_of(rows, invoice_id, now),
        exported_at=row["exported_at"],
        exported_reference=row["exported_reference"],
        export_id=row["export_id"],
        sketch=row["sketch"],
        seller_id=row["seller_id"],
        labels=Labels(reference=row["reference"], tags=rows.tags.get(invoice_id, ()), company=row["for_company"]),
        source=source_of(row["source_kind"], row["source"]),
        companies=OwnCompanies,
        automation=lambda data: _automation(rows, invoice_id, row["seller_id"]),
    )


def reviewed_pair(rows: MemoryRows, invoice_id: int, beside: int, now: datetime) -> ReviewedInvoice:
    """The row with the one beside it. Raises InvoiceNotFoundError."""
    other = reviewed_invoice(rows, beside, now)
    apart = pair_of(invoice_id, beside) in rows.told_apart
    return replace(reviewed_invoice(rows, invoice_id, now), other=other, told_apart=apart)


def _automation(rows: MemoryRows, invoice_id: int, seller_id: int | None) -> Automation | None:
    if not rows.automation.enabled:
        return None
    seller = rows.sellers.records.get(seller_id) if seller_id is not None else None
    if seller is None:
        return Automation(policy=rows.automation, seed="", known=SellerKnowledge())
    taught = (one for one, lesson in rows.sellers.lessons.items() if lesson.seller_id == seller.id and lesson.lesson)
    newest_first = [rows.rows[one] for one in sorted(taught, reverse=True) if one != invoice_id]
    confirmed = tuple(
        ConfirmedBefore(
            untouched=not one["corrected"],
            company_id=one["company_id"],
            document_type=one["document_type"],
            currency=one["currency"],
            total=one["total_amount"],
        )
        for one in newest_first
    )
    keys = frozenset((one.kind, one.key) for one in seller.keys)
    return Automation(policy=rows.automation, seed="", known=SellerKnowledge(keys=keys, confirmed=confirmed))


def _parts_of(rows: MemoryRows, invoice_id: int, now: datetime) -> list[PartInvoice]:
    """The invoices that were split off this one."""
    found = rows.where(lambda row: row["parent_id"] == invoice_id, order="id", limit=len(rows.rows))
    return [part_of(row, now=now) for row in found]


def _status_of(rows: MemoryRows, invoice_id: int | None) -> Status | None:
    """None if there is no such invoice."""
    row = rows.rows.get(invoice_id) if invoice_id else None
    return Status(row["status"]) if row else None
