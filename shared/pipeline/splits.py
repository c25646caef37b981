"""What splitting a file into several invoices writes. Pure.

The file becomes the parent of one new invoice for each part. All of them share its bytes, so nothing is copied; each
part is read from its own pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.domain.figures import CountedValues, counted_values
from shared.domain.lifecycle import Status
from shared.domain.page_range import PageRange
from shared.pipeline.registration import NewDocument, new_row, times_of_new
from shared.pipeline.updates import Change, InvoiceUpdate


@dataclass(frozen=True, slots=True, kw_only=True)
class PartInvoice:
    """The locked row of an invoice that was split off."""

    invoice_id: int
    status: Status
    version: int
    progress: int
    counted: CountedValues
    now: datetime


def part_of(row: Mapping[str, Any], *, now: datetime) -> PartInvoice:
    """A part from its row; `now` is the time of the transaction."""
    return PartInvoice(
        invoice_id=row["id"],
        status=Status(row["status"]),
        version=row["version"],
        progress=row["progress"],
        counted=counted_values(row),
        now=now,
    )


def part_row(document: NewDocument, *, parent_id: int, pages: PageRange, now: datetime) -> Mapping[str, Any]:
    """The columns of a part's row: its first stage is due."""
    return {
        **new_row(document, is_copy=True),
        **times_of_new(now),
        "parent_id": parent_id,
        "first_page": pages.first,
        "last_page": pages.last,
    }


def split_off(parent_id: int, pages: PageRange) -> Mapping[str, Any]:
    """The data of the audit event `split_off`, the first of a part's trail."""
    return {"parent_id": parent_id, "pages": list(pages)}


def split_into(part_ids: Sequence[int], parts: Sequence[PageRange]) -> Mapping[str, Any]:
    """The data of the audit event `split` of the parent."""
    return {
        "parts": [
            {"invoice_id": invoice_id, "pages": list(pages)} for invoice_id, pages in zip(part_ids, parts, strict=True)
        ]
    }


def with_part_ids(made: InvoiceUpdate, new: Sequence[Change]) -> InvoiceUpdate:
    """The update of the parent, its event completed with the ids of the parts that were made for it."""
    if not made.parts:
        return made
    return replace(made, event_data=split_into([one.invoice_id for one in new], made.parts))
