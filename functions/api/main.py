"""The api function: every REST endpoint, over one Flask app that is made on the first request."""

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
    """Every method and path, as the inner app answers them; unbuffered, so that streams pass."""
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
