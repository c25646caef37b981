"""The API as one Flask app: a blueprint per resource, one guard, one error format, one OpenAPI document."""

import logging
import time
from threading import Lock
from typing import Any

import flask
from flask_cors import CORS
from flask_openapi3 import Info, OpenAPI, Server
from pydantic import ValidationError
from werkzeug.datastructures import ImmutableMultiDict

from functions.api import (
    attachments,
    automation,
    bookings,
    changes,
    companies,
    data,
    docs,
    documents,
    export_templates,
    exports,
    expressed,
    intake,
    invoices,
    keys,
    live,
    operations,
    payments,
    review,
    sellers,
    session,
    unlocking,
    uploads,
    webhooks,
)
from functions.api.blueprints import Resource
from functions.api.compression import compress
from functions.api.gate import ApiGate, use_admission
from functions.api.json_bodies import JSON_IN_WORDS, BoundedJson
from functions.api.loopback import ensure_safe
from functions.api.models.base import Error
from functions.api.openapi_closed_sets import add_closed_sets
from functions.api.openapi_errors import add_error_responses
from functions.api.openapi_examples import add_examples
from functions.api.openapi_fields import describe_fields
from functions.api.openapi_operations import name_operations
from functions.api.openapi_webhooks import add_webhooks
from functions.api.parameter_names import refuse_unknown_parameters
from functions.api.path_converters import AsciiIntegerConverter
from functions.api.services import Services, attach
from functions.api.services import services as services_of_request
from functions.api.shares import Shares, limits_of
from shared.errors import AppError, BadRequestError, ErrorCode
from shared.http.admission import admitting
from shared.http.error_responses import answer_errors_as_json, app_error_response
from shared.http.problems import faults_of, not_valid
from shared.tracing import request_context, set_attributes

log = logging.getLogger(__name__)

API_VERSION = "1.0.0"
_PROBES = {"/healthz", "/readyz", "/metrics"}


class CodedBodyError(AppError):
    """A compressed body: its size would be unknown until it is unpacked."""

    code = ErrorCode.UNSUPPORTED_MEDIA_TYPE
    status = 415
    message = "Send the body as it is: a Content-Encoding such as gzip is not accepted."


class _Parameters(ImmutableMultiDict[str, Any]):
    """Passes a repeated parameter to the models as a list and not as its first value: models that expect one value
    reject it."""

    def get(  # type: ignore[override]
        self,
        key: Any,
        default: Any = None,
        type: Any = None,  # noqa: A002 - as in the base class
    ) -> Any:
        values = self.getlist(key)
        return values if len(values) > 1 else super().get(key, default, type)


class _Request(flask.Request):
    """Parses the body as JSON whatever its Content-Type; an empty body is an empty object."""

    parameter_storage_class = _Parameters

    def get_json(self, force: bool = True, silent: bool = False, cache: bool = True) -> Any:
        # Not silent, even if the framework asks for it: a body that is not JSON must be reported.
        if not self.get_data(cache=True):
            return {}
        return super().get_json(force=True, silent=False, cache=cache)

    def on_json_loading_failed(self, e: ValueError | None) -> Any:
        raise BadRequestError(f"The body must be {JSON_IN_WORDS}.") from e


class ApiApp(OpenAPI):
    """The app. `gate` decides on requests before their bodies are received."""

    gate: ApiGate
    json_provider_class = BoundedJson
    request_class = _Request

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._resources: list[Resource] = []
        self._describing = Lock()

    def register_resource(self, resource: Resource) -> None:
        """Register its endpoints; they are described when the document is asked for."""
        self._resources.append(resource)
        self.register_api(resource)

    @property
    def api_doc(self) -> dict[str, Any]:
        """The OpenAPI document."""
        with self._describing:
            return super().api_doc

    def generate_spec_json(self) -> None:
        for resource in self._resources:
            resource.describe()
            self.tags += [tag for tag in resource.tags if tag not in self.tags]
            self.paths |= resource.paths
            self.components_schemas |= resource.components_schemas
        super().generate_spec_json()  # type: ignore[no-untyped-call]
        add_error_responses(self.spec_json, self.url_map)
        name_operations(self.spec_json, self.url_map)
        add_closed_sets(self.spec_json)
        describe_fields(self.spec_json, self.url_map, self.view_functions)
        add_examples(self.spec_json)
        add_webhooks(self.spec_json)


def create_app(services: Services) -> ApiApp:
    """The app, with its gate; connects nothing yet. Raises OpenToTheWorldError for AUTH=off beyond this machine."""
    ensure_safe(services.settings)
    app = ApiApp(
        "api",
        info=Info(
            title="Invoice processing",
            version=API_VERSION,
            description="Accepts invoices, reads them, and returns checked data with evidence for every value.",
        ),
        security_schemes={
            "bearer": {"type": "http", "scheme": "bearer", "description": "An API key: `Authorization: Bearer inv_…`."},
            "api_key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key."},
        },
        servers=[Server(url=services.settings.base_path or "/", description="This server.")],
        validation_error_status=400,
        validation_error_model=Error,
        validation_error_callback=_refuse_invalid,
        doc_ui=False,
        static_folder=None,
    )
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = AsciiIntegerConverter
    attach(app, services)
    answer_errors_as_json(app)
    CORS(
        app,
        origins=list(services.settings.cors_origins),
        allow_headers=[
            "Authorization",
            "X-API-Key",
            "Content-Type",
            "If-Match",
            "Last-Event-ID",
            "X-Request-Id",
            "Idempotency-Key",
        ],
        expose_headers=["ETag", "Link", "Location", "Retry-After", "X-Request-Id", "Content-Disposition"],
        max_age=600,
    )
    app.before_request(use_admission)
    app.before_request(refuse_unknown_parameters)
    app.before_request(_refuse_coded_body)
    app.after_request(compress)  # the first is called last: the others see the answer as it is
    app.after_request(_harden)
    app.after_request(_explain)
    app.after_request(_describe_route)
    for module in (
        uploads,
        intake,
        data,
        export_templates,
        exports,
        payments,
        invoices,
        documents,
        attachments,
        expressed,
        review,
        bookings,
        unlocking,
        live,
        changes,
        session,
        keys,
        companies,
        sellers,
        automation,
        webhooks,
        operations,
    ):
        app.register_resource(module.blueprint)
    app.register_blueprint(docs.blueprint)
    app.gate = ApiGate(app, services.settings, Shares(limits_of(services.settings)))
    app.wsgi_app = _in_request_context(admitting(app.wsgi_app, app.gate))  # type: ignore[method-assign]
    return app


def _refuse_coded_body() -> None:
    if flask.request.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise CodedBodyError


def _refuse_invalid(error: ValidationError) -> flask.Response:
    problems = (
        {"parameter": ".".join(str(part) for part in one["loc"]) or "body", "message": one["msg"]}
        for one in faults_of(error)
    )
    return app_error_response(not_valid(problems))


def _describe_route(response: flask.Response) -> flask.Response:
    # The route and not the path, which a client may choose freely.
    if rule := flask.request.url_rule:
        set_attributes({"http.route": rule.rule}, name=f"{flask.request.method} {rule.rule}")
    if invoice_id := (flask.request.view_args or {}).get("invoice_id"):
        set_attributes({"invoice.id": str(invoice_id)})
    return response


def _explain(response: flask.Response) -> flask.Response:
    """Links an error to the page that says what its code means (RFC 8288)."""
    if response.status_code >= 400 and response.is_json:
        code = (response.get_json(silent=True) or {}).get("code")
        if isinstance(code, str):
            response.headers.add(
                "Link", f'<{services_of_request().settings.base_path}/api/docs/errors#{code}>; rel="help"'
            )
    return response


def _harden(response: flask.Response) -> flask.Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    # Pages of other sites may not embed a document; those of CORS_ORIGINS may fetch it.
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response


def _in_request_context(inner: Any) -> Any:
    def outer(environ: dict[str, Any], start_response: Any) -> Any:
        given = environ.get("HTTP_X_REQUEST_ID"), environ.get("HTTP_TRACEPARENT")
        started = time.monotonic()
        method, recorded = environ["REQUEST_METHOD"], environ.get("PATH_INFO") not in _PROBES
        with request_context(*given, name=method, recorded=recorded) as request_id:

            def with_request_id(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                _note(environ, status, time.monotonic() - started)
                return start_response(status, [*headers, ("X-Request-Id", request_id)], *rest)

            return inner(environ, with_request_id)

    return outer


def _note(environ: dict[str, Any], status: str, seconds: float) -> None:
    """Logs one line per request, without the query (it may contain a supplier's name); probes are not logged."""
    path = environ.get("PATH_INFO", "")
    level = logging.DEBUG if path in _PROBES else logging.INFO
    method, code = environ["REQUEST_METHOD"], int(status[:3])
    attributes = {"method": method, "path": path, "status": code, "seconds": round(seconds, 3)}
    log.log(level, "request answered", extra=attributes)
    set_attributes(
        {"http.request.method": method, "http.response.status_code": code}, error=str(code) if code >= 500 else None
    )
