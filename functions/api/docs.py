"""The OpenAPI document, and a page to read it and try its calls."""

import html
import mimetypes
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import flask

from functions.api.explanations.pages import Kind
from functions.api.explanations.pages import page as page_of
from functions.api.services import services
from shared.errors import AppError, ErrorCode

blueprint = flask.Blueprint("docs", __name__)

_REFERENCE = Path(__file__).with_name("reference")
_OWN = ("reference.css", "reference.js")
_SWAGGER_UI = {
    "swagger-ui.css": "templates/swagger/css/swagger-ui.css",
    "swagger-ui-bundle.js": "templates/swagger/js/swagger-ui-bundle.js",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Invoice processing API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/reference.css">
<link rel="preload" as="fetch" href="/api/openapi.json" crossorigin>
<script defer src="/api/docs/swagger-ui-bundle.js"></script>
<script defer src="/api/docs/reference.js"></script>
</head>
<body>
<main>
<h1>{title} API</h1>
<p>{description}</p>
<nav>
<a href="/api/openapi.json">OpenAPI</a> <a href="/api/docs/errors">Errors</a> <a href="/api/docs/findings">Findings</a>
<label>API key for the calls that you try <input id="key" type="password" autocomplete="off"></label>
</nav>
{calls}
</main>
</body>
</html>
"""
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


class AssetNotFoundError(AppError):
    """No such file."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = "There is nothing at this address."


@blueprint.get("/api/openapi.json")
def document() -> flask.Response:
    """OpenAPI 3.1."""
    return flask.jsonify(_document())


@blueprint.get("/api/docs")
def page() -> flask.Response:
    """Every call in a row that opens, without external resources."""
    document = _document()
    info = {name: html.escape(text) for name, text in document["info"].items()}
    text = _hosted(_PAGE).format(**info, calls="".join(_section(tag, document) for tag in document["tags"]))
    return flask.Response(text, mimetype="text/html", headers={"Content-Security-Policy": _POLICY})


@blueprint.get("/api/docs/<any(errors, findings):kind>")
def codes(kind: str) -> flask.Response:
    """What each code means, and what to do about it."""
    return flask.Response(page_of(Kind(kind)), mimetype="text/html", headers={"Content-Security-Policy": _POLICY})


@blueprint.get("/api/docs/<name>")
def asset(name: str) -> flask.Response:
    """The page's own files."""
    mimetype = mimetypes.guess_type(name)[0]
    if name in _OWN:
        own = (_REFERENCE / name).read_text(encoding="utf-8")
        return flask.Response(_hosted(own), mimetype=mimetype)
    if name not in _SWAGGER_UI:
        raise AssetNotFoundError
    content = files("flask_openapi3_swagger").joinpath(_SWAGGER_UI[name]).read_bytes()
    headers = {"Cache-Control": "public, max-age=86400"}
    return flask.Response(content, mimetype=mimetype, headers=headers)


def _document() -> dict[str, Any]:
    return flask.current_app.api_doc  # type: ignore[attr-defined, no-any-return]


def _section(tag: Mapping[str, str], document: Mapping[str, Any]) -> str:
    """The calls of a tag, and the messages of webhooks."""
    # The tag alone as an id would be a global name of the page: Swagger UI's bundle takes `exports` for a module's.
    name, description = html.escape(tag["name"]), html.escape(tag["description"])
    rows = "".join(
        _row(kind, path, method, call)
        for kind in ("paths", "webhooks")
        for path, item in document[kind].items()
        for method, call in item.items()
        if tag["name"] in call["tags"]
    )
    return f'<section id="calls-{name}">\n<h2>{name} <small>{description}</small></h2>\n{rows}</section>\n'


def _row(kind: str, path: str, method: str, call: Mapping[str, Any]) -> str:
    """A row that opens, with what reference.js finds the call by."""
    shown = method if kind == "paths" else "message"
    place = f'data-kind="{kind}" data-path="{path}" data-method="{method}"'
    return (
        f'<details id="{call["operationId"]}" class="{shown}" {place}><summary><b>{shown.upper()}</b> '
        f"<code>{path}</code> <span>{html.escape(call['summary'])}</span></summary></details>\n"
    )


def _hosted(text: str) -> str:
    """With the addresses as a browser asks for them: below BASE_PATH, which a proxy removes."""
    return text.replace("/api/", f"{services().settings.base_path}/api/")
