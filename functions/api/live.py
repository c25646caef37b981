"""Live updates: changes of invoices as Server-Sent Events, resumable by Last-Event-ID."""

import re
import time
from collections.abc import AsyncIterator

import flask
import redis

from functions.api.blueprints import Resource
from functions.api.broadcast import CutOffError, Position, Start, Subscription, id_of, position_of
from functions.api.services import services
from shared.errors import UnavailableError
from shared.http.async_body import async_body

blueprint = Resource("live", __name__, tag="live")

_BEAT_SECONDS = 15  # proxies close connections that are idle for longer
_LONGEST_SECONDS = 600  # then the client reconnects: a stream must not outlive a deployment
_STREAM_ID = re.compile(r"[0-9]{1,20}-[0-9]{1,20}", re.ASCII)

_STREAM = {
    "description": (
        "A stream of `invoice` events: {invoice_id, status, stage, progress, reading, version}. A `reset` event comes "
        "first if changes since Last-Event-ID are no longer known: fetch again what you keep."
    ),
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}


@blueprint.get("/api/events", responses={200: _STREAM})
def events() -> flask.Response:
    """All changes of invoices from now, or from Last-Event-ID; a comment every 15 seconds keeps the stream open."""
    broadcaster = services().broadcaster
    try:
        subscription, start = broadcaster.subscribe(_last_seen(flask.request.headers.get("Last-Event-ID", "")))
    except redis.RedisError as error:
        raise UnavailableError from error
    body = async_body(flask.request.environ, _stream(subscription, start))
    response = flask.Response(body, mimetype="text/event-stream")
    response.call_on_close(lambda: broadcaster.unsubscribe(subscription))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _last_seen(header: str) -> Position | None:
    return position_of(header) if _STREAM_ID.fullmatch(header) else None


async def _stream(subscription: Subscription, start: Start) -> AsyncIterator[bytes]:
    ends = time.monotonic() + _LONGEST_SECONDS
    yield _opening(start)
    after = start.position
    while (left := ends - time.monotonic()) > 0:
        try:
            changes = await subscription.next(min(left, _BEAT_SECONDS))
        except CutOffError:
            return  # the client reconnects with its last id
        new = b"".join(event.encoded for event in changes if event.position > after)
        yield new or b": still here\n\n"
        after = max([after, *(event.position for event in changes)])


def _opening(start: Start) -> bytes:
    reset = "event: reset\ndata: {}\n" if start.is_reset else ""
    first = f"retry: 3000\nid: {id_of(start.after)}\n{reset}\n".encode()
    return first + b"".join(event.encoded for event in start.missed)
