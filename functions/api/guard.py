"""Before each endpoint: who calls, and whether they may."""

import flask
import redis

from functions.api.access import (
    LOCAL_CALLER,
    Caller,
    Permission,
    Role,
    TooManyFailuresError,
    UnauthenticatedError,
    ensure_may,
    permission_of,
)
from functions.api.services import services
from shared.errors import AppError
from shared.settings import Settings

_FAILURES_A_MINUTE = 30  # wrong keys from one address; a person mistypes, a program guesses
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class OpenToTheWorldError(AppError):
    """AUTH=off on an address that others can reach."""

    code = "open-to-the-world"
    message = "AUTH=off is allowed only while HOST is a loopback address."


def ensure_safe(settings: Settings) -> None:
    """Raises OpenToTheWorldError if nobody asks for keys where everybody can call."""
    if settings.auth == "off" and settings.host not in _LOOPBACK:
        raise OpenToTheWorldError


def guard() -> None:
    """Sets `g.caller`. Raises UnauthenticatedError, ForbiddenError, TooManyFailuresError."""
    if flask.request.endpoint is None:
        return  # no route: the 404 or 405 is the answer
    permission = permission_of(flask.request.endpoint)
    if permission is Permission.PUBLIC:
        return
    flask.g.caller = _identify()
    ensure_may(flask.g.caller, permission)


def _identify() -> Caller:
    if services().settings.auth == "off":
        return LOCAL_CALLER
    key = _given_key()
    if key is None:
        raise UnauthenticatedError
    _refuse_guessing()
    found = services().keys.find(key)
    if found is None:
        _note_failure()
        raise UnauthenticatedError
    return Caller(name=found.name, role=Role(found.role))


def _given_key() -> str | None:
    scheme, _, token = flask.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return flask.request.headers.get("X-API-Key") or None


def _counter() -> str:
    return f"wrong-keys:{flask.request.remote_addr}"


def _refuse_guessing() -> None:
    try:
        failures = services().redis.get(_counter())
    except redis.RedisError:
        return  # without its counter the door is still locked: only guessing is not slowed down
    if failures is not None and int(failures) >= _FAILURES_A_MINUTE:
        raise TooManyFailuresError(retry_after=60)


def _note_failure() -> None:
    try:
        with services().redis.pipeline(transaction=True) as pipeline:
            pipeline.incr(_counter())
            pipeline.expire(_counter(), 60, nx=False)
            pipeline.execute()
    except redis.RedisError:
        return
