"""An async body is left to the server that takes one, and runs in the thread under any other."""

from collections.abc import AsyncIterator
from typing import Any

import flask

from shared.http.async_body import SLOT, Slot, async_body

ended: list[str] = []


async def three() -> AsyncIterator[bytes]:
    try:
        for chunk in (b"a", b"b", b"c"):
            yield chunk
    finally:
        ended.append("ended")


def test_the_server_gets_the_iterator_and_the_app_returns_nothing() -> None:
    slot, chunks = Slot(), three()
    assert list(async_body({SLOT: slot}, chunks)) == []
    assert slot.chunks is chunks


def test_flask_announces_no_length_for_it() -> None:
    with flask.Flask("x").app_context():
        response = flask.Response(async_body({SLOT: Slot()}, three()))
    assert "Content-Length" not in response.headers


def test_without_such_a_server_the_thread_iterates() -> None:
    environ: dict[str, Any] = {}
    assert list(async_body(environ, three())) == [b"a", b"b", b"c"]


def test_a_client_that_leaves_ends_the_iterator() -> None:
    ended.clear()
    body = async_body({}, three())
    assert next(body) == b"a"
    body.close()  # type: ignore[attr-defined]
    assert ended == ["ended"]
