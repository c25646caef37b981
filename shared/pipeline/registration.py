"""The invoice row of an uploaded document. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.lanes import Message, Turn, first_turn, turn_columns, uploader_id
from shared.domain.lifecycle import Stage, Status
from shared.domain.origins import NO_LABELS, UPLOADED, Labels, UploadSource, stored_source
from shared.pipeline.updates import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A completely received file, and what its sender says of it. `copy_key`, a digest, names a requested second copy:
    it is made once."""

    filename: str
    content_type: str
    size: int
    sha256: str
    actor: str
    labels: Labels = NO_LABELS
    source: UploadSource = UPLOADED
    copy_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A document's invoice; `change` is None if it is an earlier one with the same bytes."""

    invoice_id: int
    change: Change | None


def new_row(document: NewDocument, *, is_copy: bool) -> Mapping[str, Any]:
    """The columns of the document's row but for its times: the first stage is due. `dedup_key` is unique per content,
    null for copies without a key of their own."""
    stage, turn = _first_turn(document)
    source = stored_source(document.source)
    return {
        "filename": document.filename,
        "content_type": document.content_type,
        "size": document.size,
        "sha256": document.sha256,
        "dedup_key": document.copy_key or (None if is_copy else document.sha256),
        "status": Status.PROCESSING,
        "stage": stage,
        **turn_columns(turn),
        "progress": 0,
        "version": 1,
        "reference": document.labels.reference,
        "for_company": document.labels.company,
        "source_kind": document.source.kind,
        **({"source": source} if source else {}),
    }


def times_of_new(now: datetime) -> Mapping[str, datetime]:
    """The times of a new row that is due now."""
    return {"enqueued_at": now, "created_at": now, "updated_at": now}


def uploaded(document: NewDocument) -> Mapping[str, Any]:
    """The data of the audit event `uploaded`; of what the sender said only what is known."""
    said = document.labels.model_dump(mode="json", exclude_defaults=True)
    source = document.source.model_dump(mode="json", exclude_none=True)
    return {
        "size": document.size,
        "content_type": document.content_type,
        "sha256": document.sha256,
        **said,
        "source": source,
    }


def first_change(invoice_id: int, document: NewDocument, *, now: datetime) -> Change:
    """The change of a new invoice: its first stage is to be enqueued."""
    stage, turn = _first_turn(document)
    return Change(
        invoice_id=invoice_id,
        status=Status.PROCESSING,
        stage=stage,
        progress=0,
        version=1,
        message=Message(stage=stage, turn=turn, enqueued_at=now),
    )


def _first_turn(document: NewDocument) -> tuple[Stage, Turn]:
    return first_turn(document.content_type, uploader_id(document.actor))
