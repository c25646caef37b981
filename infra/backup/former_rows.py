"""Rows of backups from before revision 0007 in today's shape: the documents of invoices were columns of `invoices`, and
before revision 0006 lists and figures had no columns of their own for what is in them."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection, select, update

from infra.backup.archive import Manifest, Row
from shared.adapters.answers import month_number, storable, worst_level
from shared.adapters.tables import audit_events, invoices
from shared.domain.audit import AuditEventType
from shared.domain.document_kinds import DocumentKind

_DOCUMENTS = ("preview_data", "final_data", "evidence", "checks", "agent_response")


def has_documents_apart(manifest: Manifest) -> bool:
    """Whether the backup is of revision 0006 or later: the columns it may still have are older than its documents."""
    return "invoice_documents" in manifest.rows


def without_documents(row: Row) -> tuple[Row, Row]:
    """A row of `invoices`, and the documents that it holds, empty if there are none."""
    documents = {name: row[name] for name in _DOCUMENTS if name in row}
    kept = {name: value for name, value in row.items() if name not in documents}
    return kept, {"invoice_id": row["id"], **documents} if any(documents.values()) else {}


def with_facts(row: Row) -> Row:
    """A row of before revision 0006 with the columns that lists and figures need of its documents."""
    data = json.loads(row["preview_data"] or "{}")
    kind = data.get("document_type")
    return {
        **row,
        "findings": worst_level(row["error_count"], row["warning_count"]),
        "issue_month": month_number(date.fromisoformat(row["issue_date"])) if row["issue_date"] else None,
        "document_type": kind if kind in {*DocumentKind} else None,
        "net_amount": _amount(data, "net_amount"),
        "tax_amount": _amount(data, "tax_amount"),
    }


def mark_corrected(connection: Connection) -> None:
    """Tell by the audit trail which invoices a person has corrected, as revision 0006 does."""
    corrected = select(audit_events.c.invoice_id).where(audit_events.c.type == AuditEventType.CORRECTED)
    connection.execute(update(invoices).where(invoices.c.id.in_(corrected)).values(corrected=True))


def _amount(data: Mapping[str, Any], name: str) -> Decimal | None:
    """None for what is no amount: the data may be older than the rules of today."""
    try:
        return storable(Decimal(str(data.get(name))))
    except InvalidOperation:
        return None
