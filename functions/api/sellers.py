"""Sellers: made by confirmed invoices, looked after by people."""

import flask

from functions.api import seller_queries as queries
from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.models.sellers import Seller, SellerList, SellerPath, SellersQuery
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters.database import transaction

blueprint = Resource("sellers", __name__, tag="sellers")


@blueprint.get("/api/sellers", responses={200: SellerList})
def list_sellers(query: SellersQuery) -> flask.Response:
    """The sellers of confirmed invoices, and those that a person added, by name. `search` finds names, numbers and
    accounts."""
    with transaction(services().engine) as connection:
        page = queries.list_sellers(connection, query, listing("sellers", query))
    return with_link(json_response(SellerList, page), page["next"])


@blueprint.get("/api/sellers/<int:seller_id>", responses={200: Seller})
def get_seller(path: SellerPath) -> flask.Response:
    """What is known of a seller: what it is recognised by, what its invoices usually are, how often they were read
    right, and from which invoices that is known."""
    with transaction(services().engine) as connection:
        return json_response(Seller, queries.seller_in_full(connection, path.seller_id))
