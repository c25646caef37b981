"""A function for slow clients: tells the length of what it is sent, and answers a GET of /large with 50 MB."""

from collections.abc import Iterator

import flask
import functions_framework

LARGE = 50 * 1024 * 1024
_CHUNK = bytes(1024 * 1024)


@functions_framework.http
def slow(request: flask.Request) -> flask.Response:
    """Takes a thread only while it computes."""
    if request.path == "/large":
        return flask.Response(_large(), headers={"Content-Length": str(LARGE)})
    return flask.Response(str(len(request.get_data())))


def _large() -> Iterator[bytes]:
    for _ in range(LARGE // len(_CHUNK)):
        yield _CHUNK
