"""What a person does with an invoice: correct, confirm, reject, postpone, reopen, retry, split; and the trail of it."""

import logging
import re
from typing import Any

import flask

from functions.api import decisions, queries
from functions.api.blueprints import Resource
from functions.api.corrections import ensure_possible
from functions.api.cursors import listing, with_link
from functions.api.models.base import Error
from functions.api.models.invoices import Invoice, InvoicePath
from functions.api.models.review import (
    AuditTrail,
    ConfirmBody,
    ConfirmQuery,
    CorrectionBody,
    Decision,
    EventsQuery,
    ExportedBody,
    FinalVersions,
    LabelsBody,
    OpenFindingsError,
    PostponeBody,
    ReasonBody,
    RejectBody,
    SplitBody,
    SplitInvoice,
    TellApartBody,
    VersionsQuery,
)
from functions.api.responses import json_response
from functions.api.services import caller, services
from functions.api.typed_places import typed_places
from shared.adapters.companies import ensure_company
from shared.adapters.database import transaction
from shared.domain.object_keys import page_image_prefix
from shared.domain.page_range import PageRange
from shared.errors import AppError, BadRequestError
from shared.pipeline.reviews import InvoiceNotFoundError, Result, ReviewedInvoice, Rule
from shared.pipeline.updates import InvoiceUpdate

log = logging.getLogger(__name__)

blueprint = Resource("review", __name__, tag="review")

# Weak ones and ones without quotes too: proxies and clients change them so.
_ETAG = re.compile(r'(?:W/)?(?P<quote>"?)(?P<version>[0-9]{1,9})(?P=quote)')


@blueprint.post(
    "/api/invoices/<int:invoice_id>/confirm",
    responses={200: Decision, 409: OpenFindingsError, 412: Error},
)
def confirm(path: InvoicePath, query: ConfirmQuery, body: ConfirmBody) -> flask.Response:
    """Confirm the preview data as final. Doing it twice changes nothing. `if=no-errors` answers 409 with the findings
    as they are now instead of confirming over an error that is not `accepted`, `if=no-findings` over a warning
    neither, as does `accepted` alone. `If-Match` names the version that was seen."""
    unwanted = decisions.unwanted(query.condition, body.accepted)
    result = decide(path, lambda invoice: decisions.confirm(invoice, unwanted=unwanted, accepted=body.accepted))
    return answer(result, "The invoice was confirmed." if result.changed else "The invoice was confirmed before.")


@blueprint.post("/api/invoices/<int:invoice_id>/reopen", responses={200: Decision, 412: Error})
def reopen(path: InvoicePath, body: ReasonBody) -> flask.Response:
    """Take a confirmed or rejected invoice back to be reviewed again, without reading it anew. What was final stays
    among its versions. A split is taken back: its parts become rejected, none of which may be confirmed."""
    result = decide(path, lambda invoice: decisions.reopen(invoice, body.said))
    return answer(result, "The invoice waits for validation again.")


@blueprint.post("/api/invoices/<int:invoice_id>/exported", responses={200: Decision, 412: Error})
def mark_exported(path: InvoicePath, body: ExportedBody) -> flask.Response:
    """Another system has the confirmed data, and calls it by `reference`; an export of what is new leaves it out. Doing
    it twice changes nothing. Confirming the invoice anew makes it new again."""
    result = decide(path, lambda invoice: decisions.mark_exported(invoice, body.reference))
    return answer(result, "The invoice was exported." if result.changed else "The invoice was exported before.")


@blueprint.post("/api/invoices/<int:invoice_id>/reject", responses={200: Decision, 412: Error})
def reject(path: InvoicePath, body: RejectBody) -> flask.Response:
    """Reject the invoice, with or without a reason, or because another one has taken its place."""
    if body.replaced_by is not None:
        _ensure_there(body.replaced_by)
    result = decide(path, lambda invoice: decisions.reject(invoice, body.said, replaced_by=body.replaced_by))
    return answer(result, "The invoice was rejected.")


@blueprint.post("/api/invoices/<int:invoice_id>/postpone", responses={200: Decision, 412: Error})
def postpone(path: InvoicePath, body: PostponeBody) -> flask.Response:
    """Postpone the review until a day, or take that back. Whatever is decided sooner takes it back too. `If-Match`
    names the version that was seen."""
    result = decide(path, lambda invoice: decisions.postpone(invoice, body.until))
    if body.until is None:
        return answer(result, "The invoice waits for validation again.")
    return answer(result, f"The review was postponed until {body.until}.")


@blueprint.patch("/api/invoices/<int:invoice_id>/labels", responses={200: Invoice, 412: Error})
def label(path: InvoicePath, body: LabelsBody) -> flask.Response:
    """Change what the invoice is called and filed under (JSON merge patch), in any state. What it was uploaded with
    stays in its history. `If-Match` names the version that was seen."""
    given = {name: getattr(body, name) for name in body.model_fields_set}
    if body.company is not None:
        _ensure_company(body.company)
    decide(path, lambda invoice: decisions.label(invoice, invoice.labels.model_copy(update=given)))
    return _whole(path)


@blueprint.post("/api/invoices/<int:invoice_id>/tell-apart", responses={200: Decision, 412: Error})
def tell_apart(path: InvoicePath, body: TellApartBody) -> flask.Response:
    """Say that this invoice and another one that looks like it are two, or take that back. Neither is a possible
    duplicate of the other then, whichever is read or corrected again; both trails say who said so. Doing it twice
    changes nothing. `If-Match` names the version of this one that was seen."""
    result = decide(path, lambda invoice: decisions.tell_apart(invoice, apart=body.apart), beside=body.invoice_id)
    named = f"no. {path.invoice_id} and no. {body.invoice_id}"
    if body.apart:
        return answer(result, f"The invoices {named} are two.")
    return answer(result, f"The invoices {named} may be one again.")


@blueprint.post("/api/invoices/<int:invoice_id>/split", responses={201: SplitInvoice, 412: Error})
def split(path: InvoicePath, body: SplitBody) -> flask.Response:
    """Split a file with several invoices: each part becomes an invoice of its own, which is read from its pages, and
    the file becomes rejected. Reopening it takes the split back. `If-Match` names the version that was seen."""
    parts = [PageRange(*pages) for pages in body.parts]
    result = decide(path, lambda invoice: decisions.split(invoice, parts))
    children = [other.invoice_id for other in result.others]
    message = f"The file was split into {len(children)} invoices."
    return answer(result, message, 201, model=SplitInvoice, children=children)


@blueprint.post("/api/invoices/<int:invoice_id>/retry", responses={202: Decision, 412: Error})
def retry(path: InvoicePath) -> flask.Response:
    """Read a failed or rejected invoice again from its start, past the caches."""
    result = decide(path, decisions.retry)
    _remove_page_images(path.invoice_id)
    return answer(result, "The invoice is read again.", 202)


@blueprint.patch("/api/invoices/<int:invoice_id>/preview", responses={200: Invoice, 412: Error})
def correct(path: InvoicePath, body: CorrectionBody) -> flask.Response:
    """Correct the preview data (JSON merge patch); the checks run again. `If-Match` names the version that was seen."""
    ensure_possible(body.preview_data)
    typed = typed_places(services().store, path.invoice_id, body.preview_data, body.evidence.keys())
    decide(path, lambda invoice: decisions.correct(invoice, body.preview_data, body.evidence, typed))
    return _whole(path)


@blueprint.get("/api/invoices/<int:invoice_id>/events", responses={200: AuditTrail})
def audit_trail(path: InvoicePath, query: EventsQuery) -> flask.Response:
    """What happened to the invoice, in order: the newest events first of all, and those before them by `next`."""
    with transaction(services().engine) as connection:
        page = queries.audit_trail(connection, path.invoice_id, listing(f"events of {path.invoice_id}", query))
    return with_link(json_response(AuditTrail, page), page["next"])


@blueprint.get("/api/invoices/<int:invoice_id>/versions", responses={200: FinalVersions})
def versions(path: InvoicePath, query: VersionsQuery) -> flask.Response:
    """The data of the invoice that was final once and was withdrawn, newest first."""
    with transaction(services().engine) as connection:
        page = queries.final_versions_of(connection, path.invoice_id, listing(f"versions of {path.invoice_id}", query))
    return with_link(json_response(FinalVersions, page), page["next"])


def decide(path: InvoicePath, rule: Rule, *, beside: int | None = None) -> Result:
    """The rule, applied to the invoice in the version that was seen, with the one `beside` it if it is about two; what
    is committed is published."""
    seen = _seen_versions()

    def checked(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
        decisions.ensure_seen(invoice, seen)
        return rule(invoice)

    if beside == path.invoice_id:
        raise BadRequestError("invoice_id: must be another invoice.")
    result = services().invoices.decide(path.invoice_id, actor=caller().name, rule=checked, beside=beside)
    if result.changed:
        for change in (result.change, *result.others):
            services().after_commit(change)
    return result


def _whole(path: InvoicePath) -> flask.Response:
    """The invoice in full, as it is now."""
    with transaction(services().engine) as connection:
        invoice = queries.whole_invoice(connection, path.invoice_id)
    response = json_response(Invoice, invoice)
    response.set_etag(str(invoice["version"]))
    return response


def _ensure_company(company_id: int) -> None:
    """Raises BadRequestError if there is no own company of this id."""
    with transaction(services().engine) as connection:
        ensure_company(connection, company_id)


def _ensure_there(invoice_id: int) -> None:
    """Raises BadRequestError if there is no invoice of this number."""
    try:
        with transaction(services().engine) as connection:
            queries.file_of(connection, invoice_id)
    except InvoiceNotFoundError as error:
        raise BadRequestError(f"replaced_by: there is no invoice of the number {invoice_id}.") from error


def _seen_versions() -> frozenset[int] | None:
    """The versions in If-Match, any of which may be the current one; None without the header or for `*`. Raises
    BadRequestError: a header that cannot be understood must not let the call through unconditionally."""
    header = flask.request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    etags = [_ETAG.fullmatch(one.strip()) for one in header.split(",")]
    if not all(etags):
        raise BadRequestError('If-Match must be the ETag of the invoice, such as "3".')
    return frozenset(int(etag["version"]) for etag in etags if etag)


def answer(
    result: Result, message: str, status: int = 200, *, model: type[Decision] = Decision, **more: Any
) -> flask.Response:
    """The decision as `model`, with the fields that it has more."""
    change = result.change
    content = {"invoice_id": change.invoice_id, "status": change.status, "message": message, **more}
    response = json_response(model, content, status)
    response.set_etag(str(change.version))
    return response


def _remove_page_images(invoice_id: int) -> None:
    """The pictures show the pages as they were turned before. Left where they are while the store is away."""
    store = services().store
    try:
        store.delete(*store.keys(page_image_prefix(invoice_id)))
    except AppError as error:
        log.warning("page images not removed", extra={"invoice_id": invoice_id, "code": error.code})
