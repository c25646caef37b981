"""Payment files: which invoices are in which, and the file itself, which is the same whenever it is fetched.

A file is kept as it was made, and not made again: a bank must never see two files under one identifier.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from shared.adapters.audit import record_each
from shared.adapters.database import advisory_lock, database_now, transaction
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import invoice_documents, invoices, payment_invoices, payments
from shared.domain.audit import AuditEventType
from shared.errors import AppError, ErrorCode


class PaymentNotFoundError(AppError):
    """No such payment file."""

    code = ErrorCode.PAYMENT_NOT_FOUND
    status = 404
    message = "There is no such payment file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """An invoice that somebody wants to pay; `paid_by` are the payment files that it is in."""

    id: int
    status: str
    data: Mapping[str, Any] | None
    findings: tuple[str, ...]
    paid_by: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A file, its number of transfers and their sum."""

    document: str
    transfers: int
    total: Decimal


Prepare = Callable[[Sequence[Payable], int, datetime], Prepared]
"""Makes the file of these invoices, given the number of the payment and the moment; raises an AppError to refuse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """Payment files as they are made, read and taken back. One is made at a time: no invoice is in two by accident."""

    engine: Engine

    def create(self, invoice_ids: Sequence[int], *, actor: str, parameters: Mapping[str, Any], prepare: Prepare) -> int:
        """A payment of these invoices, in one transaction. Returns its id. Raises what `prepare` raises, and
        UnavailableError if another one takes too long."""
        with advisory_lock(self.engine, "payments") as connection, connection.begin():
            now = database_now(connection)
            row = {"created_at": now, "actor": actor, "parameters": dict(parameters), "document": ""}
            number = int(connection.execute(insert(payments).values(**row, transfers=0, total=0)).lastrowid)
            made = prepare(_payable(connection, invoice_ids), number, now)
            result = {"document": made.document, "transfers": made.transfers, "total": made.total}
            connection.execute(update(payments).where(payments.c.id == number).values(**result))
            members = [{"payment_id": number, "invoice_id": one} for one in invoice_ids]
            connection.execute(insert(payment_invoices), members)
            record_each(
                connection, invoice_ids, AuditEventType.PAYMENT_WRITTEN, now, actor=actor, data={"payment_id": number}
            )
            return number

    def document(self, payment_id: int) -> str:
        """The file. Raises PaymentNotFoundError."""
        with transaction(self.engine) as connection:
            found = connection.scalar(select(payments.c.document).where(payments.c.id == payment_id))
        if found is None:
            raise PaymentNotFoundError
        return str(found)

    def undo(self, payment_id: int, *, actor: str) -> None:
        """The file was not given to a bank: it is gone, and its invoices can be paid. Raises PaymentNotFoundError."""
        with advisory_lock(self.engine, "payments") as connection, connection.begin():
            ids = invoices_of(connection, [payment_id]).get(payment_id, [])
            if not connection.execute(delete(payments).where(payments.c.id == payment_id)).rowcount:
                raise PaymentNotFoundError
            if ids:
                now, data = database_now(connection), {"payment_id": payment_id}
                record_each(connection, ids, AuditEventType.PAYMENT_UNDONE, now, actor=actor, data=data)


def invoices_of(connection: Connection, payment_ids: Iterable[int]) -> dict[int, list[int]]:
    """The invoices of these payments, by the payment."""
    of = payment_invoices.c
    rows = connection.execute(
        select(of.payment_id, of.invoice_id)
        .where(of.payment_id.in_(list(payment_ids)))
        .order_by(of.payment_id, of.invoice_id)
    )
    found: dict[int, list[int]] = {}
    for payment_id, invoice_id in rows:
        found.setdefault(payment_id, []).append(invoice_id)
    return found


def _payable(connection: Connection, ids: Sequence[int]) -> list[Payable]:
    """Those of the invoices that exist, in the order of their ids. Their rows are locked, so that none is reopened
    before the payment is written."""
    connection.execute(select(invoices.c.id).where(invoices.c.id.in_(ids)).order_by(invoices.c.id).with_for_update())
    of = payment_invoices.c
    paid: dict[int, list[int]] = {}
    for invoice_id, payment_id in connection.execute(
        select(of.invoice_id, of.payment_id).where(of.invoice_id.in_(ids)).order_by(of.payment_id)
    ):
        paid.setdefault(invoice_id, []).append(payment_id)
    columns = (invoices.c.id, invoices.c.status, invoice_documents.c.final_data, invoice_documents.c.checks)
    rows = connection.execute(
        select(*columns).select_from(whole_invoices()).where(invoices.c.id.in_(ids)).order_by(invoices.c.id)
    )
    return [
        Payable(
            id=row.id,
            status=row.status,
            data=row.final_data,
            findings=tuple(one["code"] for one in row.checks or ()),
            paid_by=tuple(paid.get(row.id, ())),
        )
        for row in rows
    ]
