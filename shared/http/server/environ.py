"""The WSGI environ (PEP 3333) of a request as uvicorn describes it."""

import sys
from collections.abc import Collection, Mapping
from io import BytesIO
from ipaddress import ip_network
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from shared.http.client_address import Network, is_trusted_proxy
from shared.http.server.errors import MalformedRequestError

_THIS_MACHINE = (ip_network("127.0.0.0/8"), ip_network("::1"))
_OWN_NAMES = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}


def wsgi_environ(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The environ, with an empty body. Raises MalformedRequestError for two statements of the body's length, which
    a proxy before this server may have read in the other way."""
    host, port = scope.get("server") or ("", None)
    peer = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(_path(scope["raw_path"].decode("ascii"))).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("ascii"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": peer[0],
        "REMOTE_PORT": str(peer[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.input_terminated": True,  # it ends by itself, whatever length the client has stated
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:  # would become the same name as one with hyphens: X_Internal_Token
            continue
        key = _OWN_NAMES.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    if "CONTENT_LENGTH" in environ and "HTTP_TRANSFER_ENCODING" in environ:
        raise MalformedRequestError
    return environ


def trust_scheme(environ: dict[str, Any], trusted: Collection[Network]) -> None:
    """Takes the scheme from X-Forwarded-Proto if a proxy of this machine or one of `trusted` says so, as gunicorn does
    for this machine."""
    peer = environ["REMOTE_ADDR"]
    if environ.get("HTTP_X_FORWARDED_PROTO") == "https" and is_trusted_proxy(peer, (*_THIS_MACHINE, *trusted)):
        environ["wsgi.url_scheme"] = "https"


def _path(target: str) -> str:
    """The path of a request's target, which may be a whole address (RFC 9112, 3.2.2). Raises MalformedRequestError."""
    if target.startswith("/"):
        return target
    try:
        return urlsplit(target).path or "/"
    except ValueError as error:
        raise MalformedRequestError from error


def has_body(environ: Mapping[str, Any]) -> bool:
    """Whether the request has a body."""
    return "HTTP_TRANSFER_ENCODING" in environ or stated_length(environ) not in {None, 0}


def stated_length(environ: Mapping[str, Any]) -> int | None:
    """The Content-Length; None: there is none. The parser has checked that it is a number."""
    stated = environ.get("CONTENT_LENGTH")
    return int(stated) if stated else None
