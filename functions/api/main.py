"""The api function: every REST endpoint, by one Flask app that is created on the first request."""

from functools import cache

import flask
import functions_framework
import httpx
from werkzeug.wrappers import Response

from functions.api.app import create_app
from functions.api.guard import ensure_safe
from functions.api.services import make_services
from shared.adapters.database import shared_engine
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.http.start_up import start_process

settings = start_process("api")
ensure_safe(settings)


@functions_framework.http
def api(request: flask.Request) -> Response:
    """Passes every request to the inner app; unbuffered, so that streams work."""
    return Response.from_app(_app().wsgi_app, request.environ)


@cache
def _app() -> flask.Flask:
    return create_app(
        make_services(
            settings,
            engine=shared_engine(),
            client=shared_redis(),
            store=shared_object_store(),
            upload_client=httpx.Client(timeout=httpx.Timeout(300, connect=5)),
        )
    )
