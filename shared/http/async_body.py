"""A response body made by an async iterator: sent on the server's event loop, so that an open stream holds no thread.

The app says what to send with `async_body`; the server offers a `Slot` for it in the environ. Under a server that
offers none (plain `functions-framework`) the same iterator runs on an event loop of the request's thread.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from wsgiref.types import WSGIEnvironment

SLOT = "shared.http.async_body"
"""The environ's key of the server's `Slot`. An object, since frameworks copy the environ on its way to the app."""


@dataclass(slots=True)
class Slot:
    """Where the app leaves the body for the server."""

    chunks: AsyncIterator[bytes] | None = None


def async_body(environ: WSGIEnvironment, chunks: AsyncIterator[bytes]) -> Iterator[bytes]:
    """The body to return from the WSGI app, as in `flask.Response(async_body(request.environ, events()))`.

    Each chunk is sent at once. `chunks` is ended (`aclose`, so its `finally` runs) when the client has gone, does not
    read, or the server stops; `call_on_close` of the response runs after it. It must not touch Flask's request: take
    what it needs from there before. Its clients (of Redis, say) belong to the loop that it first runs on.
    """
    slot = environ.get(SLOT)
    if isinstance(slot, Slot):
        slot.chunks = chunks
        return iter(())  # not a list: of a list, Flask would announce the length 0
    return _in_this_thread(chunks)


def _in_this_thread(chunks: AsyncIterator[bytes]) -> Iterator[bytes]:
    with asyncio.Runner() as runner:
        try:
            while (chunk := runner.run(next_chunk(chunks))) is not None:
                yield chunk
        finally:
            runner.run(end(chunks))


async def next_chunk(chunks: AsyncIterator[bytes]) -> bytes | None:
    """The next chunk; None: that was all."""
    return await anext(chunks, None)


async def end(chunks: AsyncIterator[bytes]) -> None:
    """Ends the iterator, if it is a generator."""
    aclose = getattr(chunks, "aclose", None)
    if aclose is not None:
        await aclose()
