"""Passes a request of the local web server on to the api, and the api's response back."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from infra.web_rules import API_AWAY, TOO_LARGE, TOO_SLOW, UPLOAD_PATH, Sentence
from shared.http.body_sizes import MOST_JSON_BYTES
from shared.http.server.bodies import discard
from shared.http.server.errors import BodyTooSlowError
from shared.http.server.limits import Limits
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
# As this server sees the client; the client's own claims are not forwarded. A request id that is one is kept.
_OWN_HEADERS = frozenset(("x-forwarded-for", "x-forwarded-proto", "x-request-id"))


async def forward(request: Request, client: httpx.AsyncClient, limits: Limits) -> Response:
    """Streams both ways: buffers neither uploads nor event streams."""
    dropped = _HOP_BY_HOP | _OWN_HEADERS
    headers = [(name, value) for name, value in request.headers.raw if name.decode() not in dropped]
    headers.append((b"x-forwarded-proto", request.url.scheme.encode()))
    headers.append((b"x-request-id", _known_id(request).encode()))
    if request.client:
        headers.append((b"x-forwarded-for", request.client.host.encode()))
    body = _Body(request, limits)
    if request.url.path.rstrip("/") != UPLOAD_PATH and body.stated_length > MOST_JSON_BYTES:
        return await _refuse(TOO_LARGE, request, body)
    # Built by hand: a request built by the client library would have its Accept-Encoding and User-Agent.
    outgoing = httpx.Request(
        request.method,
        client.base_url.join(_target(request)),
        headers=headers,
        content=None if body.is_complete else body.chunks(),
    )
    try:
        answer = await client.send(outgoing, stream=True)
    except ClientDisconnect:
        return Response(status_code=400)
    except BodyTooSlowError:
        return await _refuse(TOO_SLOW, request, body)
    except httpx.HTTPError:
        return await _refuse(API_AWAY, request, body)

    async def chunks() -> AsyncIterator[bytes]:
        async for chunk in answer.aiter_raw():
            yield chunk
        await body.discard()  # whatever the api did not want

    response = StreamingResponse(chunks(), status_code=answer.status_code, background=BackgroundTask(answer.aclose))
    response.raw_headers = [
        (name.lower(), value) for name, value in answer.headers.raw if name.lower().decode() not in _HOP_BY_HOP
    ]
    if not body.is_complete:
        response.raw_headers.append((b"connection", b"close"))
    return response


class _Body:
    """The request's body, as it comes; slow clients are given up as the api's own server gives them up."""

    def __init__(self, request: Request, limits: Limits) -> None:
        self._request = request
        self._limits = limits
        # Digits only: h11 refuses anything else.
        self.stated_length = int(request.headers.get("content-length", "0"))
        self.is_complete = not self.stated_length and "transfer-encoding" not in request.headers

    async def chunks(self) -> AsyncIterator[bytes]:
        """Raises BodyTooSlowError, ClientDisconnect."""
        clock = asyncio.get_running_loop().time
        began, received, stream = clock(), 0, self._request.stream()
        while not self.is_complete:
            deadline = self._limits.body_deadline(began=began, last=clock(), received=received)
            try:
                async with asyncio.timeout_at(deadline):
                    chunk = await anext(stream, b"")
            except TimeoutError as error:
                raise BodyTooSlowError from error
            received += len(chunk)
            self.is_complete = not chunk
            yield chunk

    async def discard(self) -> None:
        """Reads what is left, for a while: else the client would see no answer, but a closed connection."""
        if not self.is_complete:
            await discard(self._request.receive, self._limits.linger_seconds)


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


async def _refuse(sentence: Sentence, request: Request, body: _Body) -> Response:
    """An answer of our own to a request whose body may not have been received."""
    await body.discard()
    response = answer_with(sentence, request)
    if not body.is_complete:
        response.headers["Connection"] = "close"
    return response


def answer_with(sentence: Sentence, request: Request) -> Response:
    headers = {"X-Request-Id": _known_id(request)}
    if sentence.retry_after is not None:
        headers["Retry-After"] = str(sentence.retry_after)
    body = sentence.body(_known_id(request))
    return Response(body, status_code=sentence.status, headers=headers, media_type="application/json")
