"""Confirmed data for other systems: lists, exports and statistics."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import flask
from sqlalchemy import func, select

from functions.api import export as exports
from functions.api import invoice_lists as lists
from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.models import (
    ConfirmedList,
    ConfirmedQuery,
    DataQuery,
    ExportQuery,
    PageQuery,
    Statistics,
    StatisticsQuery,
    Totals,
    WithdrawnList,
)
from functions.api.responses import json_response
from functions.api.services import services
from functions.api.statistics_queries import statistics_since, totals_of
from shared.adapters.database import database_now, transaction, translated_faults
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import invoices

blueprint = Resource("data", __name__, tag="data")

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}


@blueprint.get("/api/invoices/data", responses={200: ConfirmedList})
def confirmed(query: DataQuery) -> flask.Response:
    """Confirmed invoices, newest first; filtered by operation code, days or seller."""
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
    responses={
        200: {
            "description": "The confirmed invoices, newest first.",
            "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in _TYPES.values()},
        }
    },
)
def export(query: ExportQuery) -> flask.Response:
    """Confirmed invoices as a file: csv, xlsx, or jsonl with everything."""
    columns = exports.chosen_columns(query.columns)
    rows = _all_confirmed(query)
    if query.format == "csv":
        body = exports.as_csv(rows, columns)
    elif query.format == "xlsx":
        body = exports.as_xlsx(rows, columns)
    else:
        body = exports.as_jsonl(rows)
    headers = {"Content-Disposition": f'attachment; filename="invoices.{query.format}"'}
    return flask.Response(body, 200, headers=headers, content_type=_TYPES[query.format])


@blueprint.get("/api/invoices/statistics", responses={200: Statistics})
def statistics(query: StatisticsQuery) -> flask.Response:
    """Statistics of the last days (UTC), and of today so far, for a dashboard."""
    with transaction(services().engine) as connection:
        since = (database_now(connection) - timedelta(days=query.days)).date()
        return json_response(Statistics, statistics_since(connection, since))


def _all_confirmed(query: ConfirmedQuery) -> Iterator[dict[str, Any]]:
    """Newest first, in batches by key: memory stays small, and concurrent confirmations do not shift the rows."""
    engine, conditions = services().engine, queries.confirmed_condition(query)
    confirmed = select(*queries.CONFIRMED).select_from(whole_invoices()).where(*conditions)
    newest_first = confirmed.order_by(invoices.c.id.desc()).limit(exports.BATCH)

    def read(begin: int, end: int) -> Sequence[Mapping[Any, Any]]:
        with translated_faults(), engine.connect() as connection:
            statement = newest_first.where(invoices.c.id >= begin, invoices.c.id < end)
            return connection.execute(statement).mappings().all()

    with transaction(engine) as connection:
        newest = connection.scalar(select(func.max(invoices.c.id))) or 0
    return map(queries.confirmed_invoice, exports.newest_first(newest, read))
