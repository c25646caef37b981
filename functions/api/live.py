"""Live updates: changes of invoices as Server-Sent Events, resumable by Last-Event-ID."""

import re
import threading
import time
from collections.abc import Iterator

import flask
import redis
from flask_openapi3 import APIBlueprint, Tag

from functions.api.services import services
from shared.adapters.change_stream import RedisChangeStream
from shared.errors import UnavailableError

blueprint = APIBlueprint("live", __name__, abp_tags=[Tag(name="live")])

_MOST_STREAMS = 24  # per process: each stream occupies a thread, and other requests need threads too
_BEAT_SECONDS = 15  # proxies close connections that are idle for longer
_LONGEST_SECONDS = 600  # then the client reconnects: a stream must not outlive a deployment
_STREAM_ID = re.compile(r"[0-9]{1,20}-[0-9]{1,20}", re.ASCII)

_free_streams = threading.BoundedSemaphore(_MOST_STREAMS)

_STREAM = {
    "description": "A stream of `invoice` events: {invoice_id, status, stage, progress, version}.",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}


@blueprint.get("/api/events", responses={200: _STREAM})
def events() -> flask.Response:
    """All changes of invoices from now, or from Last-Event-ID; a comment every 15 seconds keeps the stream open."""
    given = flask.request.headers.get("Last-Event-ID", "")
    changes = services().changes
    if not _free_streams.acquire(blocking=False):
        raise UnavailableError("Too many clients are subscribed. Please poll the list instead.", retry_after=15)
    try:
        after = given if _STREAM_ID.fullmatch(given) else changes.newest_id()
    except redis.RedisError as error:
        _free_streams.release()
        raise UnavailableError from error
    response = flask.Response(_stream(changes, after), mimetype="text/event-stream")
    response.call_on_close(_free_streams.release)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _stream(changes: RedisChangeStream, after: str) -> Iterator[str]:
    ends = time.monotonic() + _LONGEST_SECONDS
    yield f"retry: 3000\nid: {after}\n\n"
    while time.monotonic() < ends:
        silent = True
        try:
            for entry_id, change in changes.subscribe(after, _BEAT_SECONDS):
                after, silent = entry_id, False
                yield f"id: {entry_id}\nevent: invoice\ndata: {change}\n\n"
        except redis.RedisError:
            return  # the client reconnects with its last id
        if silent:
            yield ": still here\n\n"
