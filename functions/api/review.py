"""What a person does with an invoice: correct, confirm, reject, retry; and the trail of it."""

import flask
from flask_openapi3 import APIBlueprint, Tag

from functions.api import decisions, models, queries
from functions.api.decisions import DecisionRequest, Result
from functions.api.models import AuditTrail, CorrectionBody, Error, Invoice, InvoicePath, RejectBody
from functions.api.responses import json_response
from functions.api.services import caller, services
from shared.adapters.changes import Change, publish
from shared.adapters.database import transaction
from shared.adapters.object_store import page_image_prefix
from shared.errors import AppError, BadRequestError

blueprint = APIBlueprint("review", __name__, abp_tags=[Tag(name="review")])


@blueprint.post("/api/invoices/<int:invoice_id>/confirm", responses={200: models.Decision, 412: Error})
def confirm(path: InvoicePath) -> flask.Response:
    """Confirm the preview data as final. Doing it twice changes nothing."""
    result = decisions.confirm(services().engine, _decision(path))
    message = "The invoice was confirmed." if result.changed else "The invoice was confirmed before."
    return _respond(path, result, message)


@blueprint.post("/api/invoices/<int:invoice_id>/reject", responses={200: models.Decision, 412: Error})
def reject(path: InvoicePath, body: RejectBody) -> flask.Response:
    """Reject the invoice, with or without a reason."""
    result = decisions.reject(services().engine, _decision(path), (body.reason or "").strip() or None)
    return _respond(path, result, "The invoice was rejected.")


@blueprint.post("/api/invoices/<int:invoice_id>/retry", responses={202: models.Decision, 412: Error})
def retry(path: InvoicePath) -> flask.Response:
    """Read a failed or rejected invoice again from its start, past the caches."""
    result = decisions.retry(services().engine, _decision(path))
    _prepare_reading_again(path.invoice_id, result)
    return _respond(path, result, "The invoice is read again.", 202)


@blueprint.patch("/api/invoices/<int:invoice_id>/preview", responses={200: Invoice, 412: Error})
def correct(path: InvoicePath, body: CorrectionBody) -> flask.Response:
    """Correct the preview data (JSON merge patch); the checks run again. `If-Match` names the version that was seen."""
    result = decisions.correct(services().engine, _decision(path), body.preview_data, body.evidence)
    _publish(path.invoice_id, result)
    with transaction(services().engine) as connection:
        invoice = queries.whole_invoice(connection, path.invoice_id)
    response = json_response(Invoice, invoice)
    response.set_etag(str(invoice["version"]))
    return response


@blueprint.get("/api/invoices/<int:invoice_id>/events", responses={200: AuditTrail})
def audit_trail(path: InvoicePath) -> flask.Response:
    """All that happened to the invoice, in order."""
    with transaction(services().engine) as connection:
        return json_response(AuditTrail, {"events": queries.audit_trail(connection, path.invoice_id)})


def _decision(path: InvoicePath) -> DecisionRequest:
    return DecisionRequest(invoice_id=path.invoice_id, actor=caller().name, version=_seen_version())


def _seen_version() -> int | None:
    """The version in If-Match; None without one or for `*`. Raises BadRequestError."""
    if not flask.request.if_match:
        return None
    if flask.request.if_match.star_tag:
        return None
    etag = next(iter(flask.request.if_match.as_set(include_weak=True)), "")
    if not (etag.isascii() and etag.isdigit() and len(etag) < 10):
        raise BadRequestError('If-Match must be the ETag of the invoice, such as "3".')
    return int(etag)


def _respond(path: InvoicePath, result: Result, message: str, status: int = 200) -> flask.Response:
    if result.changed:
        _publish(path.invoice_id, result)
    content = {"invoice_id": path.invoice_id, "status": result.status, "message": message}
    response = json_response(models.Decision, content, status)
    response.set_etag(str(result.version))
    return response


def _publish(invoice_id: int, result: Result) -> None:
    progress = 0 if result.stage else 100
    change = Change(
        invoice_id=invoice_id,
        status=result.status,
        stage=result.stage,
        progress=progress,
        version=result.version,
    )
    publish(services().redis, change)


def _prepare_reading_again(invoice_id: int, result: Result) -> None:
    """The row is committed: what cannot be done now is not lost. The sweeper pushes a message that is missing, and old
    pictures only show the page as it was turned before."""
    try:
        if result.stage and result.enqueued_at:
            services().queue.enqueue(result.stage, invoice_id, result.enqueued_at)
        services().store.delete(*services().store.keys(page_image_prefix(invoice_id)))
    except AppError as error:
        flask.current_app.logger.warning("retry not prepared", extra={"invoice_id": invoice_id, "code": error.code})
