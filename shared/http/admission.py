"""Admission: what a function decides about a request from its headers alone, before its body is received.

A function that wants a say registers a `Gate` when its module is imported (`register_gate`). The server
(`python -m shared.http.server`) then asks, for each request:

1. `gate.kind(environ)` on the event loop: which threads may work on it.
2. `gate.admit(environ)` in a thread, before a byte of the body is read: who is calling, and how much body to receive.
   A refusal is no exception but `Admitted(body_bytes=0, found=the error)`: the body is not read, and the app is called
   to render that error with its own headers and logs.
3. The app, in a thread, once the body is complete; `environ[ADMITTED]` is what `admit` returned.
4. `release`, if there is one, exactly once, when the response is over: sent, cut off, or given up before the app was
   called.

Plain `functions-framework` asks nobody. `admitting(app, gate)` makes up for it: a WSGI middleware that does 2 to 4 if
the server has not, so that the app always finds `environ[ADMITTED]`. `register_gate` wraps the framework's app in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import flask
from werkzeug.wsgi import ClosingIterator

ADMITTED = "shared.http.admitted"
"""The environ's key of the request's `Admitted`."""

_EXTENSION = "shared.http.gate"


class RequestKind(StrEnum):
    """Which threads work on a request. Threads are held only while the app computes: neither while a body arrives nor
    while a client is slow to read."""

    PROBE = "probe"  # health and readiness: threads of their own
    SHORT = "short"  # everything that a person waits for
    LONG = "long"  # uploads, exports, downloads: at most half of the threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """The gate's decision. `body_bytes`: a longer body is not received (by its Content-Length) or cut at one byte more
    (chunked), and the app is called to refuse it; 0: no body is received. `found`: what the gate learned and the app
    wants to know, such as the caller or the error to raise. `release` is called in a thread."""

    body_bytes: int
    found: Any = None
    release: Callable[[], None] | None = None


class Gate(Protocol):
    """A function's decisions on headers. `environ` is WSGI's, without a body: `wsgi.input` is empty."""

    one_caller: bool
    """Whether all calls come from this system: their one address is not held to half of the room for bodies."""

    def kind(self, environ: WSGIEnvironment) -> RequestKind:
        """The kind of the request. Called on the event loop: pure, and instant."""
        ...

    def admit(self, environ: WSGIEnvironment) -> Admitted:
        """Called in a thread; may ask stores. Must not raise: an error belongs into `found`."""
        ...


def register_gate(gate: Gate) -> None:
    """Registers the function's gate with the server, also with one that does not ask. Call it at import of the
    function's module."""
    if flask.has_app_context():  # there is no app when a test imports the module
        app = flask.current_app
        app.extensions[_EXTENSION] = gate
        app.wsgi_app = admitting(app.wsgi_app, gate)  # type: ignore[method-assign, assignment]


def gate_of(app: flask.Flask) -> Gate | None:
    """The gate that the function registered, if any."""
    found: Gate | None = app.extensions.get(_EXTENSION)
    return found


def admitting(app: WSGIApplication, gate: Gate) -> WSGIApplication:
    """The app, with `environ[ADMITTED]` also where the server did not ask the gate."""

    def outer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if ADMITTED in environ:
            return app(environ, start_response)
        admitted = environ[ADMITTED] = gate.admit(environ)
        try:
            body = app(environ, start_response)
        except BaseException:
            if admitted.release is not None:
                admitted.release()
            raise
        return ClosingIterator(body, [admitted.release] if admitted.release is not None else None)

    return outer
