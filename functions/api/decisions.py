"""What a person decides, each in one transaction on the locked row: the lifecycle allows it, the trail tells it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from functions.api.corrections import carried_evidence, changed_values, merged, standing_findings
from functions.api.models import Place
from functions.api.queries import InvoiceNotFoundError
from shared.adapters.answers import answer_columns
from shared.adapters.audit import record
from shared.adapters.database import database_now, transaction
from shared.adapters.seller_history import seller_history
from shared.adapters.tables import invoices, operation_codes
from shared.domain.audit import AuditEventType
from shared.domain.checks import check_invoice
from shared.domain.evidence import Evidence
from shared.domain.invoice import InvoiceData, all_operation_codes, code_keys
from shared.domain.lifecycle import FIRST_STAGE, Action, Stage, Status, ensure_allowed
from shared.errors import AppError, ErrorCode

_MOST_CHANGES_TOLD = 200


class VersionMismatchError(AppError):
    """Somebody changed the invoice meanwhile."""

    code = ErrorCode.VERSION_MISMATCH
    status = 412
    message = "Somebody else changed this invoice meanwhile."


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The row after the decision; `changed` is False when there was nothing to do."""

    status: Status
    stage: Stage | None
    version: int
    enqueued_at: datetime | None = None
    changed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """Who decides about which invoice, having seen which version (None: whichever)."""

    invoice_id: int
    actor: str
    version: int | None = None


def confirm(engine: Engine, decision: DecisionRequest) -> Result:
    """`final_data` becomes `preview_data`. Confirming again changes nothing. Raises NoPreviewDataError and others."""
    with _locked(engine, decision) as (connection, row, now):
        status = Status(row["status"])
        if status is Status.PROCESSED:
            return Result(status=status, stage=None, version=row["version"], changed=False)
        ensure_allowed(Action.CONFIRM, status, has_preview=row["preview_data"] is not None)
        data = InvoiceData.model_validate(row["preview_data"])
        connection.execute(
            _update(decision, row, now).values(
                status=Status.PROCESSED, final_data=data.as_json(), confirmed_at=now, reject_reason=None
            )
        )
        _keep_operation_codes(connection, decision.invoice_id, data)
        record(connection, decision.invoice_id, AuditEventType.CONFIRMED, now, actor=decision.actor)
    return Result(status=Status.PROCESSED, stage=None, version=row["version"] + 1)


def reject(engine: Engine, decision: DecisionRequest, reason: str | None) -> Result:
    """The invoice is not wanted; work that is under way ends unheard. Raises InvalidStateError."""
    with _locked(engine, decision) as (connection, row, now):
        ensure_allowed(Action.REJECT, Status(row["status"]))
        connection.execute(
            _update(decision, row, now).values(
                status=Status.REJECTED,
                stage=None,
                reject_reason=reason,
                lease_token=None,
                lease_expires_at=None,
                next_attempt_at=None,
            )
        )
        record(
            connection, decision.invoice_id, AuditEventType.REJECTED, now, actor=decision.actor, data={"reason": reason}
        )
    return Result(status=Status.REJECTED, stage=None, version=row["version"] + 1)


def retry(engine: Engine, decision: DecisionRequest) -> Result:
    """From the first stage again, past every cache; what a person had corrected stays in the trail. Raises
    InvalidStateError."""
    with _locked(engine, decision) as (connection, row, now):
        ensure_allowed(Action.RETRY, Status(row["status"]))
        connection.execute(
            _update(decision, row, now).values(
                status=Status.PROCESSING,
                stage=FIRST_STAGE,
                progress=0,
                attempts=0,
                next_attempt_at=None,
                enqueued_at=now,
                bypass_caches=True,
                error_code=None,
                error_message=None,
                reject_reason=None,
            )
        )
        record(connection, decision.invoice_id, AuditEventType.RETRIED, now, actor=decision.actor)
    return Result(status=Status.PROCESSING, stage=FIRST_STAGE, version=row["version"] + 1, enqueued_at=now)


def correct(engine: Engine, decision: DecisionRequest, patch: Mapping[str, Any], places: Mapping[str, Place]) -> Result:
    """The preview data after the patch, with its evidence, checked again. Raises InvalidDataError, InvalidStateError,
    VersionMismatchError."""
    with _locked(engine, decision) as (connection, row, now):
        ensure_allowed(Action.CORRECT, Status(row["status"]))
        old = InvoiceData.model_validate(row["preview_data"] or {})
        new = merged(old, patch)
        changes = changed_values(old, new)
        if not changes and not places:
            return Result(status=Status(row["status"]), stage=None, version=row["version"], changed=False)
        evidence = {pointer: Evidence.model_validate(one) for pointer, one in (row["evidence"] or {}).items()}
        evidence = carried_evidence(old, new, evidence, places)
        history = seller_history(connection, new, without=decision.invoice_id)
        findings = [
            *standing_findings(row["checks"] or [], new, evidence),
            *check_invoice(new, evidence=evidence, history=history, today=now.date()),
        ]
        connection.execute(_update(decision, row, now).values(**answer_columns(new, evidence, findings)))
        told = [change.as_json() for change in changes[:_MOST_CHANGES_TOLD]]
        record(
            connection,
            decision.invoice_id,
            AuditEventType.CORRECTED,
            now,
            actor=decision.actor,
            data={"changes": told, "changed": len(changes)},
        )
    return Result(status=Status(row["status"]), stage=None, version=row["version"] + 1)


@contextmanager
def _locked(engine: Engine, decision: DecisionRequest) -> Iterator[tuple[Connection, Mapping[Any, Any], datetime]]:
    with transaction(engine) as connection:
        now = database_now(connection)
        row = (
            connection.execute(
                select(
                    invoices.c.status,
                    invoices.c.version,
                    invoices.c.preview_data,
                    invoices.c.evidence,
                    invoices.c.checks,
                )
                .where(invoices.c.id == decision.invoice_id)
                .with_for_update()
            )
            .mappings()
            .one_or_none()
        )
        if row is None:
            raise InvoiceNotFoundError
        if decision.version is not None and decision.version != row["version"]:
            raise VersionMismatchError(details=[{"version": row["version"]}])
        yield connection, row, now


def _update(decision: DecisionRequest, row: Mapping[Any, Any], now: datetime) -> Any:
    return (
        update(invoices).where(invoices.c.id == decision.invoice_id).values(version=row["version"] + 1, updated_at=now)
    )


def _keep_operation_codes(connection: Connection, invoice_id: int, data: InvoiceData) -> None:
    connection.execute(delete(operation_codes).where(operation_codes.c.invoice_id == invoice_id))
    keys = {key for code in all_operation_codes(data) for key in code_keys(code)}
    if keys:
        rows = [{"invoice_id": invoice_id, "code": key} for key in sorted(keys)]
        connection.execute(insert(operation_codes), rows)
