"""Invoices: list, counts, detail, neighbours and deletion."""

import flask

from functions.api import invoice_lists as lists
from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.list_reading import asked_for, count_by_status, count_postponed
from functions.api.models.filters import InvoiceFilters
from functions.api.models.invoices import (
    Invoice,
    InvoiceList,
    InvoicePath,
    ListQuery,
    Neighbours,
    NeighboursQuery,
    StatusSummary,
)
from functions.api.neighbours import neighbours_of
from functions.api.responses import json_response
from functions.api.services import caller, services
from shared.adapters.database import transaction
from shared.pipeline.deletion import Deletion
from shared.pipeline.reviews import InvoiceNotFoundError

blueprint = Resource("invoices", __name__, tag="invoices")


@blueprint.get("/api/invoices/", responses={200: InvoiceList})
def list_invoices(query: ListQuery) -> flask.Response:
    """A page of invoices, filtered and sorted."""
    with transaction(services().engine) as connection:
        page = lists.list_invoices(connection, query, listing("invoices", query))
    return with_link(json_response(InvoiceList, page), page["next"])


@blueprint.get("/api/invoices/status-summary/", responses={200: StatusSummary})
def status_summary(query: InvoiceFilters) -> flask.Response:
    """The number of invoices in each state, of all or of those that match the filters of the list."""
    with transaction(services().engine) as connection:
        counts, is_exact = count_by_status(connection, query)
        postponed = count_postponed(connection, query)
    return json_response(StatusSummary, {"summary": counts, "is_exact": is_exact, "postponed": postponed})


@blueprint.get("/api/invoices/<int:invoice_id>", responses={200: Invoice})
def get_invoice(path: InvoicePath) -> flask.Response:
    """One invoice in full."""
    with transaction(services().engine) as connection:
        invoice = queries.whole_invoice(connection, path.invoice_id)
    response = json_response(Invoice, invoice)
    response.set_etag(str(invoice["version"]))
    return response


@blueprint.get("/api/invoices/<int:invoice_id>/neighbours", responses={200: Neighbours})
def get_neighbours(path: InvoicePath, query: NeighboursQuery) -> flask.Response:
    """The invoices before and after this one in a list. An invoice that does not match its filters has its place by the
    order."""
    of_list = query.of_list
    with transaction(services().engine) as connection:
        found = neighbours_of(connection, path.invoice_id, asked_for(of_list), listing("invoices", of_list))
    return json_response(Neighbours, found)


@blueprint.delete("/api/invoices/<int:invoice_id>", responses={204: None})
def delete_invoice(path: InvoicePath) -> flask.Response:
    """Delete an invoice, its file, text, page images and cached results."""
    found = services()
    deletion = Deletion(
        invoices=found.invoices, store=found.store, caches=found.caches, after_commit=found.after_commit
    )
    if not (path.invoice_id <= queries.LARGEST_ID and deletion.delete(path.invoice_id, actor=caller().name)):
        raise InvoiceNotFoundError
    return flask.Response(status=204)
