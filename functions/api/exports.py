"""Exports of what is new: each marks its invoices, so that the next one leaves them out; its file can be fetched again,
and it can be taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import flask
from sqlalchemy import select

from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.export import BATCH, MOST, ensure_complete, file_response, unfit_for
from functions.api.export_formats import ALL_MEDIA_TYPES
from functions.api.models.exports import Export, ExportBody, ExportList, ExportPath, ExportsQuery
from functions.api.models.filters import ConfirmedQuery
from functions.api.orders import Order
from functions.api.pages import read_page
from functions.api.responses import binary_response, json_response
from functions.api.services import caller, services
from shared.adapters.database import transaction
from shared.adapters.export_sets import ExportSet, ExportSets
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import exports, invoices
from shared.domain.left_out_reasons import shown_form
from shared.domain.lifecycle import InvalidStateError, Status

blueprint = Resource("exports", __name__, tag="exports")


@blueprint.post("/api/exports", responses={201: Export})
def create_export(body: ExportBody) -> flask.Response:
    """Export the confirmed invoices that no other system has yet, and mark them: the next export leaves them out. The
    file is at `download`, as often as it is needed."""
    ensure_complete(body)
    filters = {name: getattr(body, name) for name in ConfirmedQuery.model_fields if name in ExportBody.model_fields}
    made = _sets().create(
        actor=caller().name,
        format_=body.format,
        parameters=body.model_dump(mode="json", exclude={"format"}, exclude_defaults=True),
        which=queries.confirmed_condition(ConfirmedQuery(**filters)),
        unfit=unfit_for(body),
        most=MOST.get(body.format),
    )
    return json_response(Export, _public(asdict(made)), 201)


@blueprint.get("/api/exports", responses={200: ExportList})
def list_exports(query: ExportsQuery) -> flask.Response:
    """The exports, newest first."""
    with transaction(services().engine) as connection:
        order = Order((exports.c.id,), descending=True)
        others = [column for column in exports.columns if column is not exports.c.id]
        page = read_page(connection, listing("exports", query), order, select(exports.c.id, *others))
    shown = {"exports": [_public(row) for row in page.rows], "next": page.next}
    return with_link(json_response(ExportList, shown), page.next)


@blueprint.get("/api/exports/<int:export_id>", responses={200: Export})
def get_export(path: ExportPath) -> flask.Response:
    """One export."""
    return json_response(Export, _public(asdict(_sets().get(path.export_id))))


@blueprint.get(
    "/api/exports/<int:export_id>/file",
    responses={200: binary_response("The invoices of the export, newest first.", *ALL_MEDIA_TYPES)},
)
def export_file(path: ExportPath) -> flask.Response:
    """The file of an export, with those of its invoices that are confirmed still, as they are now."""
    made = _sets().get(path.export_id)
    if made.finished_at is None:
        raise InvalidStateError("This export is not finished: its invoices are being marked, or that was interrupted.")
    asked = ExportBody.model_validate({**made.parameters, "format": made.format})
    return file_response(_confirmed_of(made), asked, f"invoices-{made.id}")


@blueprint.delete("/api/exports/<int:export_id>", responses={204: None})
def undo_export(path: ExportPath) -> flask.Response:
    """Take an export back: its invoices are new again."""
    _sets().undo(path.export_id, actor=caller().name)
    return flask.Response(status=204)


def _confirmed_of(made: ExportSet) -> Iterator[Mapping[str, Any]]:
    """The confirmed invoices of the export in their public form, newest first, in batches by id."""
    engine = services().engine
    confirmed = select(*queries.CONFIRMED).select_from(whole_invoices()).order_by(invoices.c.id.desc()).limit(BATCH)
    of_export = confirmed.where(invoices.c.export_id == made.id, invoices.c.status == Status.PROCESSED)

    def rows() -> Iterator[Mapping[str, Any]]:
        before = queries.LARGEST_ID
        while True:
            with transaction(engine) as connection:
                some = connection.execute(of_export.where(invoices.c.id < before)).mappings().all()
            yield from map(queries.confirmed_invoice, some)
            if len(some) < BATCH:
                return
            before = some[-1]["id"]

    return rows()


def _public(made: Mapping[Any, Any]) -> dict[str, Any]:
    base = services().settings.base_path
    left_out = made["left_out"] and [shown_form(one) for one in made["left_out"]]
    return {**made, "left_out": left_out, "download": f"{base}/api/exports/{made['id']}/file"}


def _sets() -> ExportSets:
    return ExportSets(engine=services().engine)
