"""The guard of each endpoint: authentication and authorisation. The gate asks it, before a body is received."""

from urllib.parse import urlsplit

import flask

from functions.api.access import (
    LOCAL_CALLER,
    Caller,
    CrossSiteError,
    MisdirectedError,
    TooManyFailuresError,
    UnauthenticatedError,
    ensure_may,
    permission_of,
)
from functions.api.loopback import is_loopback
from functions.api.services import services
from shared.domain.access import Permission, Role
from shared.http.client_address import client_address

_FAILURES_A_MINUTE = 30  # wrong keys per minute from one address; above that it is guessing, not mistyping
_READING = {"GET", "HEAD", "OPTIONS"}


def guard() -> Caller | None:
    """The caller of the current request; None where nobody has to say who calls.

    Raises UnauthenticatedError, ForbiddenError, TooManyFailuresError; with AUTH=off also CrossSiteError and
    MisdirectedError.
    """
    if services().settings.auth == "off":
        _ensure_from_this_machine()
    if flask.request.endpoint is None or flask.request.method == "OPTIONS":
        return None  # without a route Flask answers 404 or 405; browsers send OPTIONS without a key: it reveals nothing
    permission = permission_of(flask.request.endpoint)
    if permission is Permission.PUBLIC:
        return None
    caller = _identify()
    ensure_may(caller, permission)
    return caller


def _ensure_from_this_machine() -> None:
    """Without keys, any page in a browser of this machine could send requests: refuses pages of other sites, and host
    names that such a site may point at this machine (DNS rebinding)."""
    request = flask.request
    host = urlsplit(f"//{request.host}").hostname or ""
    if not (is_loopback(request.remote_addr or "") and is_loopback(host)):
        raise MisdirectedError
    origin = request.headers.get("Origin")
    known = {f"{request.scheme}://{request.host}", *services().settings.cors_origins}
    if request.method not in _READING and origin is not None and origin not in known:
        raise CrossSiteError


def _identify() -> Caller:
    if services().settings.auth == "off":
        return LOCAL_CALLER
    key = _given_key()
    if key is None:
        raise UnauthenticatedError
    # Looked up before anything is counted: whoever has a valid key passes, whatever others do from the same address.
    found = services().keys.find(key)
    if found is None:
        _note_wrong_key()
        raise UnauthenticatedError
    return Caller(name=found.name, role=Role(found.role), key_id=found.id)


def _given_key() -> str | None:
    scheme, _, token = flask.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return flask.request.headers.get("X-API-Key") or None


def _note_wrong_key() -> None:
    """Raises TooManyFailuresError for an address that has given too many of them."""
    request = flask.request
    address = client_address(
        request.remote_addr or "", request.headers.get("X-Forwarded-For"), services().settings.trusted_proxies
    )
    guesses = services().guesses
    if guesses.failures(address) >= _FAILURES_A_MINUTE:
        raise TooManyFailuresError(retry_after=60)
    guesses.note_failure(address)
