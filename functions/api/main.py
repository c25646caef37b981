"""The api function: every REST endpoint, by one Flask app within the framework's."""

import flask
import functions_framework
from werkzeug.wrappers import Response

from functions.api.loopback import ensure_safe
from functions.api.starting import WORK, StartingGate, answer_alone, needed_app
from shared.http.admission import register_gate
from shared.http.start_up import load_behind, start_process

settings = start_process("api", ensure_safe)
register_gate(StartingGate())
load_behind(WORK)


@functions_framework.http
def api(request: flask.Request) -> Response:
    """Passes every request to the inner app; unbuffered, so that streams work."""
    alone = answer_alone(request.environ)
    return alone if alone is not None else Response.from_app(needed_app().wsgi_app, request.environ)
