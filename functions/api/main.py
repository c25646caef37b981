"""The api function: every REST endpoint, by one Flask app within the framework's."""

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
from shared.http.admission import register_gate
from shared.http.keep_alive import IDLE_SECONDS
from shared.http.start_up import start_process
from shared.waits import UPLOAD_SECONDS

settings = start_process("api", ensure_safe)
app = create_app(
    make_services(
        settings,
        engine=shared_engine(),
        client=shared_redis(),
        store=shared_object_store(),
        upload_client=httpx.Client(
            verify=settings.upload_url.startswith("https:"),  # else it would read all certificates at the start
            timeout=httpx.Timeout(UPLOAD_SECONDS, connect=5),
            limits=httpx.Limits(max_connections=None, keepalive_expiry=IDLE_SECONDS),  # the shares limit uploads
        ),
    )
)
register_gate(app.gate)


@functions_framework.http
def api(request: flask.Request) -> Response:
    """Passes every request to the inner app; unbuffered, so that streams work."""
    return Response.from_app(app.wsgi_app, request.environ)
