"""Payment files of confirmed invoices: ISO 20022 pain.001.001.09 with SEPA transfers."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import flask
from sqlalchemy import select

from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.einvoices.pain001 import Debtor, pain001
from functions.api.models.base import Error
from functions.api.models.payments import PaymentBody, PaymentFile, PaymentList, PaymentPath, PaymentsQuery
from functions.api.orders import Order
from functions.api.pages import read_page
from functions.api.responses import binary_response, json_response
from functions.api.services import caller, services
from shared.adapters.database import transaction
from shared.adapters.payments import Payable, PaymentNotFoundError, Payments, Prepared, invoices_of
from shared.adapters.tables import payment_invoices, payments
from shared.domain.checks.tolerance import total_of
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.sepa import (
    LONGEST_NAME,
    MAY_BE_ACCEPTED,
    SENTENCES,
    Obstacle,
    Transfer,
    grouped,
    sepa_text,
    transfer_of,
)
from shared.errors import AppError, ErrorCode
from shared.http.problems import not_valid

blueprint = Resource("payments", __name__, tag="payments")

_XML = "application/xml"
_LATEST = timedelta(days=365)


class NotPayableError(AppError):
    """Some of the invoices cannot be paid. `details` say for each its id, the obstacle, a sentence, and the payments
    that it is in already."""

    code = ErrorCode.NOT_PAYABLE
    status = 409
    message = "Some of these invoices cannot be paid by a file: see the details. Nothing was written."


@blueprint.post("/api/payments", responses={201: PaymentFile, 409: Error})
def create_payment(body: PaymentBody) -> flask.Response:
    """Write a payment file of confirmed invoices, all of them or none. An account that the seller's earlier invoices
    did not name (`account-changed`) is never paid; the first account of a seller and an invoice that is in another
    payment file only if `accept` names them."""
    today = datetime.now(UTC).date()
    if not today <= body.execution_date <= today + _LATEST:
        raise not_valid([{"parameter": "execution_date", "message": "must be today or later, within a year"}])
    if len(set(body.invoice_ids)) != len(body.invoice_ids):
        raise not_valid([{"parameter": "invoice_ids", "message": "must name each invoice once"}])
    if beyond := set(body.accept) - MAY_BE_ACCEPTED:
        raise not_valid([{"parameter": "accept", "message": f"{min(beyond)} cannot be accepted"}])

    def prepare(payables: Sequence[Payable], number: int, now: datetime) -> Prepared:
        transfers = _transfers(body, payables)
        name = sepa_text(body.debtor.name, LONGEST_NAME)
        debtor = Debtor(name=name, iban=body.debtor.iban, bic=body.debtor.bic)
        message_id = f"P{number}-{now:%y%m%d%H%M%S}"
        document = pain001(
            transfers, debtor=debtor, message_id=message_id, created_at=now, day=body.execution_date
        ).decode()
        return Prepared(document=document, transfers=len(transfers), total=total_of(one.amount for one in transfers))

    parameters = body.model_dump(mode="json", include={"debtor", "execution_date", "grouped", "accept"})
    number = _payments().create(body.invoice_ids, actor=caller().name, parameters=parameters, prepare=prepare)
    return json_response(PaymentFile, _one(number), 201)


@blueprint.get("/api/payments", responses={200: PaymentList})
def list_payments(query: PaymentsQuery) -> flask.Response:
    """The payment files, newest first."""
    selected = select(payments.c.id, *_SHOWN)
    if query.invoice_id is not None:
        of_invoice = select(payment_invoices.c.payment_id).where(payment_invoices.c.invoice_id == query.invoice_id)
        selected = selected.where(payments.c.id.in_(of_invoice))
    with transaction(services().engine) as connection:
        page = read_page(connection, listing("payments", query), Order((payments.c.id,), descending=True), selected)
        members = invoices_of(connection, [row["id"] for row in page.rows])
    shown = {"payments": [_public(row, members.get(row["id"], [])) for row in page.rows], "next": page.next}
    return with_link(json_response(PaymentList, shown), page.next)


@blueprint.get("/api/payments/<int:payment_id>", responses={200: PaymentFile})
def get_payment(path: PaymentPath) -> flask.Response:
    """One payment file."""
    return json_response(PaymentFile, _one(path.payment_id))


@blueprint.get("/api/payments/<int:payment_id>/file", responses={200: binary_response("The file for the bank.", _XML)})
def payment_file(path: PaymentPath) -> flask.Response:
    """The file, pain.001.001.09: the same bytes, however often it is fetched."""
    disposition = f'attachment; filename="payment-{path.payment_id}.xml"'
    headers = {"Content-Disposition": disposition, "Content-Type": _XML}
    return flask.Response(_payments().document(path.payment_id), headers=headers)


@blueprint.delete("/api/payments/<int:payment_id>", responses={204: None})
def undo_payment(path: PaymentPath) -> flask.Response:
    """Take a payment file back that no bank was given: its invoices can be paid by another one."""
    _payments().undo(path.payment_id, actor=caller().name)
    return flask.Response(status=204)


_SHOWN = tuple(payments.c[name] for name in ("created_at", "actor", "parameters", "transfers", "total"))


def _transfers(body: PaymentBody, payables: Sequence[Payable]) -> list[Transfer]:
    """The transfers of the payment. Raises NotPayableError with the obstacles of all its invoices."""
    found = {one.id: one for one in payables}
    transfers, obstacles = [], []
    for invoice_id in body.invoice_ids:
        transfer, of_invoice = _transfer(invoice_id, found.get(invoice_id))
        left = [one for one in of_invoice if one not in body.accept]
        paid_by = found[invoice_id].paid_by if invoice_id in found else ()
        obstacles += [
            {"invoice_id": invoice_id, "obstacle": one, "message": SENTENCES[one], "payments": list(paid_by)}
            for one in left
        ]
        if transfer is not None and not left:
            transfers.append(transfer)
    if obstacles:
        raise NotPayableError(details=obstacles)
    return list(grouped(transfers)) if body.grouped else transfers


def _transfer(invoice_id: int, payable: Payable | None) -> tuple[Transfer | None, tuple[Obstacle, ...]]:
    if payable is None:
        return None, (Obstacle.UNKNOWN,)
    if payable.status != Status.PROCESSED:
        return None, (Obstacle.NOT_CONFIRMED,)
    transfer, obstacles = transfer_of(invoice_id, InvoiceData.model_validate(payable.data), payable.findings)
    return transfer, (*obstacles, *((Obstacle.ALREADY_PAID,) if payable.paid_by else ()))


def _one(payment_id: int) -> dict[str, Any]:
    statement = select(payments.c.id, *_SHOWN).where(payments.c.id == payment_id)
    with transaction(services().engine) as connection:
        row = connection.execute(statement).mappings().one_or_none()
        members = invoices_of(connection, [payment_id])
    if row is None:
        raise PaymentNotFoundError
    return _public(row, members.get(payment_id, []))


def _public(row: Mapping[Any, Any], invoice_ids: list[int]) -> dict[str, Any]:
    base = services().settings.base_path
    shown = {name: row[name] for name in ("id", "created_at", "actor", "transfers", "total")}
    asked = {name: row["parameters"][name] for name in ("execution_date", "debtor")}
    return {**shown, **asked, "invoice_ids": invoice_ids, "download": f"{base}/api/payments/{row['id']}/file"}


def _payments() -> Payments:
    return Payments(engine=services().engine)
