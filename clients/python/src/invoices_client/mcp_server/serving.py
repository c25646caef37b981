"""The two ways to the tools: standard input and output of a program that starts them, and HTTP for many callers."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import anyio
import uvicorn
from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from invoices_client.asynchronous.client import AsyncInvoices
from invoices_client.errors import UnauthenticatedError
from invoices_client.mcp_server.tools import LARGEST_DOCUMENT, Allowed, server
from invoices_client.models import ErrorCode
from invoices_client.retries import Retries

PATH = "/mcp"

_RETRIES = Retries(attempts=3, longest_wait=5)
"""An assistant waits for an answer: sooner a clear error than a minute of silence."""

_LARGEST_BODY = LARGEST_DOCUMENT * 4 // 3 + 100_000
_MOST_CONNECTIONS = 32
_BODY_SECONDS = 30.0
_IDLE_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the server listens, and by which names callers and web pages may reach it."""

    host: str = "127.0.0.1"
    port: int = 8765
    names: Sequence[str] = ()
    origins: Sequence[str] = ()

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def serve_stdio(url: str, key: str | None, allowed: Allowed) -> None:
    """Serves the program that started this one, with one key, until it closes standard input."""
    server(lambda _: AsyncInvoices(url, key, retries=_RETRIES), allowed).run("stdio")


def serve_http(url: str, place: Place, allowed: Allowed) -> None:
    """Serves many callers, each with the key of their own, until a signal."""
    config = uvicorn.Config(
        http_app(url, place, allowed),
        host=place.host,
        port=place.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run()


def http_app(url: str, place: Place, allowed: Allowed) -> ASGIApp:
    """The tools over streamable HTTP, without sessions: every call stands for itself and brings its own key."""
    local = ["127.0.0.1", "localhost", "[::1]"] if place.is_loopback else []
    app = server(lambda context: AsyncInvoices(url, _key_of(context), retries=_RETRIES), allowed).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=_LARGEST_BODY,
        # Pages that a person looks at must not speak to it through their browser (DNS rebinding).
        transport_security=TransportSecuritySettings(
            allowed_hosts=[f"{name}:{place.port}" for name in local] + list(place.names),
            allowed_origins=list(place.origins),
        ),
    )
    return Impatient(app)


def _key_of(context: Context[Any, Any]) -> str | None:
    """The caller's own key, which goes on to the API and nowhere else; None if none was sent. Raises
    UnauthenticatedError."""
    request: Request | None = context.request_context.request
    if request is None:
        raise RuntimeError("A call over HTTP has a request.")
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        return None
    if scheme.lower() != "bearer" or not key or not key.isascii() or not key.isprintable() or " " in key:
        raise UnauthenticatedError(
            "Send the API key as Authorization: Bearer <key>.", status=401, code=ErrorCode.UNAUTHENTICATED
        )
    return key


class Impatient:
    """An application whose callers have 30 seconds to send a body: then it is told that they have gone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        deadline = anyio.current_time() + _BODY_SECONDS
        is_whole = is_late = False

        async def received() -> Message:
            nonlocal is_whole, is_late
            if is_whole:
                return await receive()
            with anyio.move_on_at(deadline):
                message = await receive()
                is_whole = not message.get("more_body", False)
                return message
            is_whole = is_late = True
            await PlainTextResponse("The body took too long.", 408, {"Connection": "close"})(scope, receive, send)
            return {"type": "http.disconnect"}

        async def answered(message: Message) -> None:
            if not is_late:
                await send(message)

        await self._app(scope, received, answered)
