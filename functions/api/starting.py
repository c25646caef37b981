"""The api while its app is not loaded yet: it says that it is alive, and every other request waits for the app."""

import sys
from typing import TYPE_CHECKING
from wsgiref.types import WSGIEnvironment

import flask

from shared.http.admission import Admitted, RequestKind

if TYPE_CHECKING:
    from functions.api.app import ApiApp

WORK = "functions.api.work"
"""The module whose `app` it is."""

_ALIVE = "/healthz"
_PROBES = frozenset({_ALIVE, "/readyz"})


def loaded_app() -> "ApiApp | None":
    """The app if it is there; None while nobody needed it, or while it is being made."""
    return getattr(sys.modules.get(WORK), "app", None)


def needed_app() -> "ApiApp":
    """The app; waits for it."""
    from functions.api.work import app  # not at the start, of which it would be three quarters

    return app


def answer_alone(environ: WSGIEnvironment) -> flask.Response | None:
    """The response that needs no app, while there is none."""
    return flask.jsonify(status="ok") if _stands_alone(environ) else None


def _stands_alone(environ: WSGIEnvironment) -> bool:
    return environ["PATH_INFO"] == _ALIVE and loaded_app() is None


class StartingGate:
    """`shared.http.admission.Gate` of the api: the gate of its app, for which only `answer_alone` does not wait."""

    one_caller = False

    def kind(self, environ: WSGIEnvironment) -> RequestKind:
        """As the app's gate; until it is there, an upload or an export counts as short."""
        app = loaded_app()
        if app is not None:
            return app.gate.kind(environ)
        return RequestKind.PROBE if environ["PATH_INFO"] in _PROBES else RequestKind.SHORT

    def admit(self, environ: WSGIEnvironment) -> Admitted:
        return Admitted(body_bytes=0) if _stands_alone(environ) else needed_app().gate.admit(environ)
