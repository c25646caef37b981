"""Sellers: made by confirmed invoices, looked after by people."""

from dataclasses import asdict

import flask

from functions.api import seller_queries as queries
from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.models.sellers import (
    ImportBody,
    ImportedSellers,
    MergeBody,
    Seller,
    SellerChange,
    SellerList,
    SellerPath,
    SellersQuery,
    SplitSellerBody,
)
from functions.api.responses import binary_response, json_response
from functions.api.seller_files import Fault, FaultsError, as_csv, read_csv, refused
from functions.api.services import caller, services
from shared.adapters.database import transaction
from shared.adapters.seller_changes import SellerChanges
from shared.adapters.seller_import import UnknownSellersError, import_sellers

blueprint = Resource("sellers", __name__, tag="sellers")

_SETTLING_SECONDS = 2.0
"""So long a person waits for invoices to move or to be renamed; the dispatcher does the rest."""


@blueprint.get("/api/sellers", responses={200: SellerList})
def list_sellers(query: SellersQuery) -> flask.Response:
    """The sellers of confirmed invoices, and those that a person added, by name. `search` finds names, numbers and
    accounts."""
    with transaction(services().engine) as connection:
        page = queries.list_sellers(connection, query, listing("sellers", query))
    return with_link(json_response(SellerList, page), page["next"])


@blueprint.get("/api/sellers/export", responses={200: binary_response("All sellers.", "text/csv; charset=utf-8")})
def export_sellers() -> flask.Response:
    """All sellers as CSV, a row each, lists in a cell separated by "|". The file can be changed and imported again."""
    headers = {"Content-Disposition": 'attachment; filename="sellers.csv"'}
    body = as_csv(queries.all_sellers(services().engine))
    return flask.Response(body, 200, headers=headers, content_type="text/csv; charset=utf-8")


@blueprint.post("/api/sellers/import", responses={200: ImportedSellers})
def import_file(body: ImportBody) -> flask.Response:
    """Import sellers from CSV: names, countries, and what they are recognised by. A row is about the seller with its
    `id`, else about the one that has its numbers, accounts or name, else about a new one. It adds and renames, and
    removes nothing. With a fault in any line nothing is imported: `details` name each `line` and `column`."""
    try:
        rows = read_csv(body.csv)
        done = import_sellers(services().engine, [one for _, one in rows], actor=caller().name)
    except FaultsError as error:
        raise refused(error.faults) from error
    except UnknownSellersError as error:
        unknown = [Fault(line=rows[row][0], column="id", message="there is no such seller") for row in error.rows]
        raise refused(unknown) from error
    _changes().settle(seconds=_SETTLING_SECONDS)
    return json_response(ImportedSellers, asdict(done))


@blueprint.get("/api/sellers/<int:seller_id>", responses={200: Seller})
def get_seller(path: SellerPath) -> flask.Response:
    """What is known of a seller: what it is recognised by, what its invoices usually are, how often they were read
    right, and from which invoices that is known."""
    with transaction(services().engine) as connection:
        return json_response(Seller, queries.seller_in_full(connection, path.seller_id))


@blueprint.patch("/api/sellers/<int:seller_id>", responses={200: Seller})
def change_seller(path: SellerPath, body: SellerChange) -> flask.Response:
    """Give the seller another name, or let its invoices say it again. Its confirmed invoices are called so in lists and
    totals, at once or, if they are very many, within minutes; their data stays as it was confirmed."""
    _changes().rename(path.seller_id, body.name, actor=caller().name)
    return _settled(path.seller_id)


@blueprint.post("/api/sellers/<int:seller_id>/merge", responses={200: Seller})
def merge_sellers(path: SellerPath, body: MergeBody) -> flask.Response:
    """Other sellers become part of this one, with their invoices and what these have taught. What is new is this
    seller's at once; very many invoices move within minutes."""
    _changes().merge(path.seller_id, body.seller_ids, actor=caller().name)
    return _settled(path.seller_id)


@blueprint.post("/api/sellers/<int:seller_id>/split", responses={201: Seller})
def split_seller(path: SellerPath, body: SplitSellerBody) -> flask.Response:
    """Confirmed invoices become another seller's, with what they have taught; the answer is that one. A company of a
    group is told apart so, which has its tax number in common with others. After 20 seconds the rest is left where it
    is: the same call with `into` goes on."""
    changes = _changes()
    batches = changes.invoices_with(path.seller_id, body.key.kind, body.key.printed) if body.key else [body.invoice_ids]
    into = changes.split(path.seller_id, batches, into=body.into, name=body.name, actor=caller().name)
    return _settled(into, 201)


@blueprint.post("/api/sellers/<int:seller_id>/forget", responses={200: Seller})
def forget_seller(path: SellerPath) -> flask.Response:
    """Forget what the invoices of this seller have taught: its next ones are read as if they were the first. The
    invoices stay, and so does what it is recognised by; what is confirmed from now on teaches anew."""
    _changes().forget(path.seller_id, actor=caller().name)
    return _settled(path.seller_id)


@blueprint.delete("/api/sellers/<int:seller_id>", responses={204: None})
def remove_seller(path: SellerPath) -> flask.Response:
    """Delete a seller without confirmed invoices, such as one that was imported by mistake."""
    _changes().remove(path.seller_id)
    return flask.Response(status=204)


def _settled(seller_id: int, status: int = 200) -> flask.Response:
    """What is known of the seller after a change, most often when nothing is left to be done."""
    _changes().settle(seconds=_SETTLING_SECONDS)
    with transaction(services().engine) as connection:
        return json_response(Seller, queries.seller_in_full(connection, seller_id), status)


def _changes() -> SellerChanges:
    return SellerChanges(engine=services().engine)
