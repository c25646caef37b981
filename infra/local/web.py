"""The web app and its API on one origin: static files from the build; forwards everything under /api to the api.

The local stack's counterpart of nginx in compose (`infra/nginx.conf`); both follow `infra/web_rules.py`.
Started as `uvicorn --factory infra.local.web:application`; reads WEB_DIST, WEB_API_URL and WEB_HOSTS.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.web_rules import (
    API_AWAY,
    API_PATHS,
    API_SILENCE_SECONDS,
    FILES,
    GZIP_FROM_BYTES,
    HEADERS,
    KEEP_NOTHING,
    TOO_LARGE,
    UPLOAD_PATH,
    Files,
    Sentence,
)
from shared.errors import ErrorCode
from shared.http.body_sizes import MOST_JSON_BYTES
from shared.tracing import REQUEST_ID

# RFC 9110, 7.6.1: hop-by-hop headers, not forwarded.
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))

# As this server sees the client; the client's own claims are not forwarded. A request id that is one is kept.
_OWN_HEADERS = frozenset(("x-forwarded-for", "x-forwarded-proto", "x-request-id"))

_MISDIRECTED = Sentence(status=421, code=ErrorCode.MISDIRECTED_REQUEST, text="This address is not served here.")
_CROSS_SITE = Sentence(
    status=403, code=ErrorCode.CROSS_SITE_REQUEST, text="Requests from pages of other sites are refused."
)

_NOT_BUILT = """<!doctype html><html lang="en"><title>Invoices</title>
<h1>The web app is not built</h1>
<p>Run <code>make setup</code> with Node.js 20 or newer; it builds the app. The API answers at
<a href="/api/invoices/">/api/invoices/</a>.</p></html>"""


def application() -> Starlette:
    """The ASGI app for the local stack."""
    return create_application(
        dist=Path(os.environ["WEB_DIST"]),
        api_url=os.environ["WEB_API_URL"],
        hosts=frozenset(os.environ["WEB_HOSTS"].split(",")),
    )


def create_application(
    *, dist: Path, api_url: str, hosts: frozenset[str], transport: httpx.AsyncBaseTransport | None = None
) -> Starlette:
    """Serves `dist`, forwards the api's paths to `api_url`, and accepts only these `hosts` (each "name:port"): a site
    that points its own name at this machine (DNS rebinding) gets 421."""
    timeout = httpx.Timeout(10.0, read=API_SILENCE_SECONDS, write=120.0)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(
            base_url=api_url, timeout=timeout, limits=limits, trust_env=False, transport=transport
        ) as client:
            app.state.client = client
            yield

    async def to_api(request: Request) -> Response:
        if refusal := _refusal(request, hosts):
            return refusal
        return await _forward(request, request.app.state.client)

    async def placeholder(_: Request) -> Response:
        return HTMLResponse(_NOT_BUILT)

    files = (
        Mount("/", GZipMiddleware(_App(directory=dist, html=True), minimum_size=GZIP_FROM_BYTES))
        if (dist / "index.html").exists()
        else Route("/{path:path}", placeholder)
    )
    paths = [rule.path for rule in API_PATHS] + [f"{rule.path}/{{path:path}}" for rule in API_PATHS if rule.below]
    api_routes = [Route(path, to_api, methods=_METHODS) for path in paths]
    return Starlette(routes=[*api_routes, files], lifespan=lifespan, middleware=[Middleware(_Hardened)])


class _Hardened:
    """Adds the headers to every response, errors too; the api's own headers take precedence."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**HEADERS, "Cache-Control": KEEP_NOTHING}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_hardened)


class _App(StaticFiles):
    """Serves the built files with the caching of their rule; a missing file may be replaced by another one."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        rule = _rule(path)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or rule.instead is None:
                raise
            response = await super().get_response(rule.instead.removeprefix("/"), scope)
        response.headers["Cache-Control"] = rule.cache
        return response


def _rule(path: str) -> Files:
    return next(rule for rule in FILES if f"/{path}".startswith(rule.prefix))


def _refusal(request: Request, hosts: frozenset[str]) -> Response | None:
    """Rejects requests from other sites' pages: without keys (AUTH=off) nothing else would."""
    host = request.headers.get("host", "")
    if host not in hosts:
        return _answer(_MISDIRECTED, request)
    origin = request.headers.get("origin")
    if request.method not in _SAFE_METHODS and origin is not None and urlsplit(origin).netloc != host:
        return _answer(_CROSS_SITE, request)
    return None


async def _forward(request: Request, client: httpx.AsyncClient) -> Response:
    """Streams both ways: buffers neither uploads nor event streams."""
    dropped = _HOP_BY_HOP | _OWN_HEADERS
    headers = [(name, value) for name, value in request.headers.raw if name.decode() not in dropped]
    headers.append((b"x-forwarded-proto", request.url.scheme.encode()))
    headers.append((b"x-request-id", _known_id(request).encode()))
    if request.client:
        headers.append((b"x-forwarded-for", request.client.host.encode()))
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    if request.url.path.rstrip("/") != UPLOAD_PATH and _stated_length(request) > MOST_JSON_BYTES:
        return _answer(TOO_LARGE, request)
    # Built by hand: a request built by the client library would have its Accept-Encoding and User-Agent.
    outgoing = httpx.Request(
        request.method,
        client.base_url.join(_target(request)),
        headers=headers,
        content=request.stream() if has_body else None,
    )
    try:
        answer = await client.send(outgoing, stream=True)
    except ClientDisconnect:
        return Response(status_code=400)
    except httpx.HTTPError:
        return _answer(API_AWAY, request)
    response = StreamingResponse(
        answer.aiter_raw(), status_code=answer.status_code, background=BackgroundTask(answer.aclose)
    )
    response.raw_headers = [
        (name.lower(), value) for name, value in answer.headers.raw if name.lower().decode() not in _HOP_BY_HOP
    ]
    return response


def _stated_length(request: Request) -> int:
    return int(request.headers.get("content-length", "0"))  # digits only: h11 refuses anything else


def _target(request: Request) -> str:
    """Path and query as received: an escaped slash stays escaped."""
    query = request.scope["query_string"]
    return str((request.scope["raw_path"] + (b"?" + query if query else b"")).decode("ascii"))


def _known_id(request: Request) -> str:
    """The client's request id if it is one, else a new one; the same for the whole request."""
    known: str | None = getattr(request.state, "known_id", None)
    if known is None:
        given = request.headers.get("x-request-id", "")
        known = request.state.known_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
    return known


def _answer(sentence: Sentence, request: Request) -> Response:
    headers = {"X-Request-Id": _known_id(request)}
    if sentence.retry_after is not None:
        headers["Retry-After"] = str(sentence.retry_after)
    body = sentence.body(_known_id(request))
    return Response(body, status_code=sentence.status, headers=headers, media_type="application/json")
