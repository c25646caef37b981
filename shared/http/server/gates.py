"""The gate of a function that has registered none."""

from wsgiref.types import WSGIEnvironment

import flask

from shared.http.admission import Admitted, RequestKind
from shared.http.server.limits import Limits


class DefaultGate:
    """Admits everybody, with bodies up to the app's MAX_CONTENT_LENGTH, else as the spool has room.

    Functions are called by POST; other methods ask whether the function is there, and take the probes' threads.
    """

    one_caller = False

    def __init__(self, app: flask.Flask, limits: Limits) -> None:
        stated: int | None = app.config.get("MAX_CONTENT_LENGTH")
        self._body_bytes = limits.spool_bytes if stated is None else stated

    def kind(self, environ: WSGIEnvironment) -> RequestKind:
        return RequestKind.SHORT if environ["REQUEST_METHOD"] == "POST" else RequestKind.PROBE

    def admit(self, environ: WSGIEnvironment) -> Admitted:
        return Admitted(body_bytes=self._body_bytes)
