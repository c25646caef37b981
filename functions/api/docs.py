"""The OpenAPI document, generated from the models, and Swagger UI."""

import mimetypes
from importlib.resources import files

import flask

from functions.api.explanations.pages import Kind
from functions.api.explanations.pages import page as page_of
from functions.api.services import services
from shared.errors import AppError, ErrorCode

blueprint = flask.Blueprint("docs", __name__)

_ASSETS = {
    "swagger-ui.css": "templates/swagger/css/swagger-ui.css",
    "swagger-ui-bundle.js": "templates/swagger/js/swagger-ui-bundle.js",
}
_START = """const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", deepLinking: true });
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Invoice processing API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
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
    return flask.jsonify(flask.current_app.api_doc)  # type: ignore[attr-defined]


@blueprint.get("/api/docs")
def page() -> flask.Response:
    """Swagger UI, without external resources."""
    return flask.Response(_hosted(_PAGE), mimetype="text/html", headers={"Content-Security-Policy": _POLICY})


@blueprint.get("/api/docs/<any(errors, findings):kind>")
def codes(kind: str) -> flask.Response:
    """What each code means, and what to do about it."""
    return flask.Response(page_of(Kind(kind)), mimetype="text/html", headers={"Content-Security-Policy": _POLICY})


@blueprint.get("/api/docs/<name>")
def asset(name: str) -> flask.Response:
    """The page's own files."""
    if name == "start.js":
        return flask.Response(_hosted(_START), mimetype="text/javascript")
    if name not in _ASSETS:
        raise AssetNotFoundError
    content = files("flask_openapi3_swagger").joinpath(_ASSETS[name]).read_bytes()
    headers = {"Cache-Control": "public, max-age=86400"}
    return flask.Response(content, mimetype=mimetypes.guess_type(name)[0], headers=headers)


def _hosted(text: str) -> str:
    """With the addresses as a browser asks for them: below BASE_PATH, which a proxy removes."""
    return text.replace("/api/", f"{services().settings.base_path}/api/")
