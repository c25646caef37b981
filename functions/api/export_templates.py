"""Export templates: how confirmed invoices are written for a system that no format is for."""

from typing import Any

import flask

from functions.api.blueprints import Resource
from functions.api.models.export_templates import (
    ExportTemplate,
    ExportTemplateList,
    TemplateBody,
    TemplatePath,
    TemplateTrial,
)
from functions.api.responses import json_response
from functions.api.services import caller, services
from functions.api.templates.rendering import rendered
from functions.api.templates.sample import SAMPLE_INVOICES
from functions.api.templates.shipped import SHIPPED, Template
from functions.api.templates.template_formats import TemplateFormat
from shared.adapters.export_templates import ExportTemplates
from shared.errors import AppError, BadRequestError, ErrorCode

blueprint = Resource("export_templates", __name__, tag="exports")


_SHOWN = 20_000
"""Characters of a trial."""


class TemplateNotFoundError(AppError):
    """No such template."""

    code = ErrorCode.TEMPLATE_NOT_FOUND
    status = 404
    message = "There is no export template of this name."


@blueprint.get("/api/export-templates", responses={200: ExportTemplateList})
def list_templates() -> flask.Response:
    """All templates: the three that are always there, and those that an admin has saved."""
    shipped = [_public(one, shipped=True) for one in SHIPPED.values()]
    saved = [{**row, "shipped": False} for row in _saved().all()]
    return json_response(ExportTemplateList, {"templates": [*shipped, *saved]})


@blueprint.put("/api/export-templates/<name>", responses={200: ExportTemplate})
def save_template(path: TemplatePath, body: TemplateBody) -> flask.Response:
    """Save a template under this name, new or in the place of the earlier one. It is filled in with two made-up
    invoices first: `400` with the line and the reason if that fails or takes longer than ten seconds."""
    if path.name in SHIPPED:
        raise BadRequestError("This name is that of a template that is always there.")
    rendered(body.body, body.format, SAMPLE_INVOICES)
    _saved().save(path.name, format_=body.format, body=body.body, actor=caller().name)
    return json_response(ExportTemplate, _public(template_of(path.name), shipped=False))


@blueprint.post("/api/export-templates/try", responses={200: TemplateTrial})
def try_template(body: TemplateBody) -> flask.Response:
    """Fill in a template with two made-up invoices, one of them empty, and save nothing: what it writes, or `400` with
    the line and the reason."""
    text = rendered(body.body, body.format, SAMPLE_INVOICES).decode()
    return json_response(TemplateTrial, {"text": text[:_SHOWN]})


@blueprint.delete("/api/export-templates/<name>", responses={204: None})
def remove_template(path: TemplatePath) -> flask.Response:
    """Remove a saved template. Exports that were made with it have no file any more."""
    if not _saved().remove(path.name):
        raise TemplateNotFoundError
    return flask.Response(status=204)


def template_of(name: str) -> Template:
    """The template of this name. Raises TemplateNotFoundError."""
    if name in SHIPPED:
        return SHIPPED[name]
    row = _saved().get(name)
    if row is None:
        raise TemplateNotFoundError
    return Template(name=row["name"], format=TemplateFormat(row["format"]), body=row["body"])


def _public(one: Template, *, shipped: bool) -> dict[str, Any]:
    return {"name": one.name, "format": one.format, "body": one.body, "shipped": shipped}


def _saved() -> ExportTemplates:
    return ExportTemplates(engine=services().engine)
