"""Confirmed data for other systems: lists, exports and statistics."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import flask
from sqlalchemy import func, select

from functions.api import invoice_lists as lists
from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.export import file_response, newest_first
from functions.api.export_formats import ALL_MEDIA_TYPES
from functions.api.models.data import ConfirmedList, DataQuery, Totals, WithdrawnList
from functions.api.models.exports import ExportQuery
from functions.api.models.filters import ConfirmedQuery
from functions.api.models.pages import PageQuery
from functions.api.models.statistics import Statistics, StatisticsQuery
from functions.api.responses import binary_response, json_response
from functions.api.services import services
from functions.api.statistics_queries import statistics_of, totals_of
from shared.adapters.database import database_now, transaction, translated_faults
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import invoices

blueprint = Resource("data", __name__, tag="data")


@blueprint.get("/api/invoices/data", responses={200: ConfirmedList})
def confirmed(query: DataQuery) -> flask.Response:
    """Confirmed invoices, by default those first that were confirmed last; filtered by operation code, days, words, or
    whether another system has them."""
    with transaction(services().engine) as connection:
        page = lists.list_confirmed(connection, query, listing("confirmed", query))
    return with_link(json_response(ConfirmedList, page), page["next"])


@blueprint.get("/api/invoices/data/totals", responses={200: Totals})
def totals(query: ConfirmedQuery) -> flask.Response:
    """The totals of these confirmed invoices, per currency. `is_exact` is false, and there are none, if a text must be
    looked for in too many invoices (10,000)."""
    with transaction(services().engine) as connection:
        return json_response(Totals, totals_of(connection, query))


@blueprint.get("/api/invoices/data/withdrawn", responses={200: WithdrawnList})
def withdrawn(query: PageQuery) -> flask.Response:
    """Withdrawn confirmed data, newest first, for clients that hold a copy of it."""
    with transaction(services().engine) as connection:
        page = queries.list_withdrawn(connection, listing("withdrawn", query))
    return with_link(json_response(WithdrawnList, page), page["next"])


@blueprint.get(
    "/api/invoices/export",
    responses={200: binary_response("The confirmed invoices, newest first.", *ALL_MEDIA_TYPES)},
)
def export(query: ExportQuery) -> flask.Response:
    """Confirmed invoices as a file: csv, xlsx with sheets of invoices, lines and taxes, or jsonl with everything. It
    marks nothing: an export of what is new is `POST /api/exports`."""
    return file_response(_all_confirmed(query), query, "invoices")


@blueprint.get("/api/invoices/statistics", responses={200: Statistics})
def statistics(query: StatisticsQuery) -> flask.Response:
    """Statistics of the last days (UTC), and of today so far, for a dashboard."""
    engine = services().engine

    def made() -> dict[str, Any]:
        with transaction(engine) as connection:
            return statistics_of(connection, query, database_now(connection).date())

    answer = services().joint_answers.ask((query.days, query.currency), made)
    return json_response(Statistics, answer)


def _all_confirmed(query: ConfirmedQuery) -> Iterator[dict[str, Any]]:
    """Newest first, in batches by key: memory stays small, and concurrent confirmations do not shift the rows."""
    engine, conditions = services().engine, queries.confirmed_condition(query)
    confirmed = select(*queries.CONFIRMED).select_from(whole_invoices()).where(*conditions)
    by_id = confirmed.order_by(invoices.c.id.desc())

    def read(begin: int, end: int, most: int) -> Sequence[Mapping[Any, Any]]:
        with translated_faults(), engine.connect() as connection:
            statement = by_id.where(invoices.c.id >= begin, invoices.c.id < end).limit(most)
            return connection.execute(statement).mappings().all()

    with transaction(engine) as connection:
        newest = connection.scalar(select(func.max(invoices.c.id))) or 0
    return map(queries.confirmed_invoice, newest_first(newest, read))
