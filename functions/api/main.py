"""The api function: every REST endpoint, over one Flask app that is made on the first request."""

from functools import cache

import flask
import functions_framework
import httpx
from werkzeug.wrappers import Response

from functions.api.app import create_app
from functions.api.guard import ensure_safe
from functions.api.services import Services
from shared.adapters.api_keys import KeyStore
from shared.adapters.database import shared_engine
from shared.adapters.deletion import caches_of
from shared.adapters.event_queue import EventQueue
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
    client = shared_redis()
    return create_app(
        Services(
            settings=settings,
            engine=shared_engine(),
            redis=client,
            queue=EventQueue(client),
            store=shared_object_store(),
            keys=KeyStore(shared_engine(), settings.secret_key.get_secret_value()),
            upload_client=httpx.Client(timeout=httpx.Timeout(300, connect=5)),
            caches=caches_of(settings, client),
        )
    )
