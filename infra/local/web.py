"""The web app and its API on one origin: static files from the build; forwards everything under /api to the api.

The local stack's counterpart of nginx in compose (`infra/nginx.conf`); both follow `infra/web_rules.py`.
Started as `python -m infra.local.web PORT`; reads WEB_DIST, WEB_API_URL and WEB_HOSTS.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.local.forwarding import answer_with, forward
from infra.local.ports import LOOPBACK
from infra.web_rules import (
    API_PATHS,
    API_SILENCE_SECONDS,
    CLIENT_LIMITS,
    FILES,
    GZIP_FROM_BYTES,
    HEADERS,
    KEEP_NOTHING,
    ClientLimits,
    Files,
    Sentence,
)
from shared.errors import ErrorCode
from shared.http.keep_alive import IDLE_SECONDS
from shared.http.server.connections import Front
from shared.http.server.limits import Limits
from shared.http.server.uvicorn_options import uvicorn_options

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))

_MISDIRECTED = Sentence(status=421, code=ErrorCode.MISDIRECTED_REQUEST, text="This address is not served here.")
_CROSS_SITE = Sentence(
    status=403, code=ErrorCode.CROSS_SITE_REQUEST, text="Requests from pages of other sites are refused."
)

_NOT_BUILT = """<!doctype html><html lang="en"><title>Invoices</title>
<h1>The web app is not built</h1>
<p>Run <code>make setup</code> with Node.js 20 or newer; it builds the app. The API answers at
<a href="/api/invoices/">/api/invoices/</a>.</p></html>"""


def serve(port: int, clients: ClientLimits = CLIENT_LIMITS) -> None:
    """Serves on this port of the loopback address until SIGTERM or Ctrl-C."""
    limits = Limits(
        header_seconds=clients.header_seconds,
        silence_seconds=clients.silence_seconds,
        keep_alive_seconds=clients.keep_alive_seconds,
        connections_per_address=clients.connections_per_address,
        connections=clients.connections,
        stop_seconds=3,
    )
    app = create_application(
        dist=Path(os.environ["WEB_DIST"]),
        api_url=os.environ["WEB_API_URL"],
        hosts=frozenset(os.environ["WEB_HOSTS"].split(",")),
        limits=limits,
    )
    options = uvicorn_options(limits) | {"lifespan": "on", "date_header": False}
    uvicorn.run(_Fronted(app, Front(limits)), host=LOOPBACK, port=port, **options)


class _Fronted:
    """An ASGI app with what `shared.http.server.connections.Connection` needs for its deadlines."""

    def __init__(self, app: ASGIApp, front: Front) -> None:
        self._app = app
        self.front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def create_application(*, dist: Path, api_url: str, hosts: frozenset[str], limits: Limits) -> Starlette:
    """Serves `dist`, forwards the api's paths to `api_url`, and accepts only these `hosts` (each "name:port"): a site
    that points its own name at this machine (DNS rebinding) gets 421."""
    timeout = httpx.Timeout(10.0, read=API_SILENCE_SECONDS, write=120.0)
    pool = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=IDLE_SECONDS)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(base_url=api_url, timeout=timeout, limits=pool, trust_env=False) as client:
            app.state.client = client
            yield

    async def to_api(request: Request) -> Response:
        if refusal := _refusal(request, hosts):
            return refusal
        return await forward(request, request.app.state.client, limits)

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
        return answer_with(_MISDIRECTED, request)
    origin = request.headers.get("origin")
    if request.method not in _SAFE_METHODS and origin is not None and urlsplit(origin).netloc != host:
        return answer_with(_CROSS_SITE, request)
    return None


if __name__ == "__main__":
    serve(int(sys.argv[1]))
