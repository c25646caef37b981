"""The gate of the api: who is calling, and whether there is room, before a byte of the body is received."""

from wsgiref.types import WSGIEnvironment

import flask
from werkzeug.exceptions import HTTPException

from functions.api.guard import guard
from functions.api.json_bodies import most_json_bytes
from functions.api.shares import Share, Shares, share_of
from shared.http.admission import ADMITTED, Admitted, RequestKind
from shared.http.body_sizes import most_upload_bytes
from shared.settings import Settings

_PROBES = frozenset({"operations.healthz", "operations.readyz"})
_LONG = frozenset({Share.UPLOADS, Share.DOWNLOADS, Share.EXPORTS})


class ApiGate:
    """`shared.http.admission.Gate` for the routes of this app."""

    one_caller = False

    def __init__(self, app: flask.Flask, settings: Settings, shares: Shares) -> None:
        self._app = app
        self._settings = settings
        self._shares = shares

    def kind(self, environ: WSGIEnvironment) -> RequestKind:
        """Probes and long work are told apart from what a person waits for."""
        endpoint = self._endpoint(environ)
        if endpoint in _PROBES:
            return RequestKind.PROBE
        return RequestKind.LONG if endpoint is not None and share_of(endpoint) in _LONG else RequestKind.SHORT

    def admit(self, environ: WSGIEnvironment) -> Admitted:
        """`found` is the caller, None for what is open to everybody, or the error that the app shall answer."""
        with self._app.request_context(environ):
            try:
                caller, endpoint = guard(), flask.request.endpoint
                if caller is None or endpoint is None:
                    return Admitted(body_bytes=0)
                share = share_of(endpoint)
                release = self._shares.take(share, caller)
            except Exception as error:  # noqa: BLE001 - the app raises it again, where errors become responses
                return Admitted(body_bytes=0, found=error)
        longest = most_upload_bytes(self._settings) if share is Share.UPLOADS else most_json_bytes(endpoint)
        return Admitted(body_bytes=longest, found=caller, release=release)

    def _endpoint(self, environ: WSGIEnvironment) -> str | None:
        try:
            endpoint, _ = self._app.url_map.bind_to_environ(environ).match()
        except HTTPException:
            return None
        return str(endpoint)


def use_admission() -> None:
    """Sets `g.caller` to the caller that the gate found, and the longest body to what it admitted. Raises the gate's
    error."""
    admitted: Admitted = flask.request.environ[ADMITTED]
    if isinstance(admitted.found, Exception):
        raise admitted.found
    flask.request.max_content_length = admitted.body_bytes
    flask.g.caller = admitted.found
