"""The changes of invoices that other systems are told of, in the feed of changes and by webhooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.audit import AuditEventType


class ChangeType(StrEnum):
    """What changed. The values are stored, and public."""

    RECEIVED = "received"
    READY = "ready"
    FAILED = "failed"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    REJECTED = "rejected"
    EXPORTED = "exported"
    DELETED = "deleted"


CHANGE_OF: Mapping[AuditEventType, ChangeType] = {
    AuditEventType.UPLOADED: ChangeType.RECEIVED,
    AuditEventType.SPLIT_OFF: ChangeType.RECEIVED,
    AuditEventType.EXTRACT_FINISHED: ChangeType.READY,
    AuditEventType.OCR_FAILED: ChangeType.FAILED,
    AuditEventType.EXTRACT_FAILED: ChangeType.FAILED,
    AuditEventType.CORRECTED: ChangeType.CORRECTED,
    AuditEventType.CONFIRMED: ChangeType.CONFIRMED,
    AuditEventType.REOPENED: ChangeType.REOPENED,
    AuditEventType.REJECTED: ChangeType.REJECTED,
    AuditEventType.SPLIT: ChangeType.REJECTED,  # the file as a whole: its parts are received
    AuditEventType.EXPORTED: ChangeType.EXPORTED,
    AuditEventType.DELETED: ChangeType.DELETED,
}
"""Event of the audit trail -> the public change that it is; the others are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """One change. `sequence` is its number in the feed, from 1; `version` that of the invoice behind the change, which
    rises from change to change of an invoice."""

    sequence: int
    type: ChangeType
    invoice_id: int
    version: int
    actor: str
    at: datetime
