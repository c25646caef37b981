"""A document's invoice: the row that an upload makes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.lifecycle import FIRST_STAGE, Status
from shared.pipeline.updates import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A file that has arrived whole."""

    filename: str
    content_type: str
    size: int
    sha256: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A document's invoice; `change` is None where it is the earlier one of the same bytes."""

    invoice_id: int
    change: Change | None


def new_row(document: NewDocument, *, is_copy: bool, now: datetime) -> Mapping[str, Any]:
    """The columns of the document's row: the first stage is due. Only one row has the bytes' `dedup_key`."""
    return {
        "filename": document.filename,
        "content_type": document.content_type,
        "size": document.size,
        "sha256": document.sha256,
        "dedup_key": None if is_copy else document.sha256,
        "status": Status.PROCESSING,
        "stage": FIRST_STAGE,
        "progress": 0,
        "version": 1,
        "enqueued_at": now,
        "created_at": now,
        "updated_at": now,
    }


def uploaded(document: NewDocument) -> Mapping[str, Any]:
    """What the audit trail notes about the document."""
    return {"size": document.size, "content_type": document.content_type, "sha256": document.sha256}


def first_change(invoice_id: int, *, now: datetime) -> Change:
    """The new invoice, whose first stage is owed a message."""
    return Change(
        invoice_id=invoice_id, status=Status.PROCESSING, stage=FIRST_STAGE, progress=0, version=1, enqueued_at=now
    )
