"""Callers of an upload who wait until it is read: their place is free again when they go, and when their time is up."""

from threading import Event
from typing import Any, cast

from sqlalchemy import Engine

from functions.api.waiting import Waiting
from shared.http.client_presence import client_gone
from tests.unit.http.server.serving import eventually, served

NEVER_READ, READ = 1, 2


class OneWaits(Waiting):
    """One caller may wait; one invoice is read, the other one never."""

    def __init__(self) -> None:
        super().__init__(cast(Engine, None), at_once=1)  # no database is asked
        self.looks = 0

    def _is_processing(self, invoice_id: int) -> bool:
        self.looks += 1
        return invoice_id == NEVER_READ


def test_a_client_that_vanishes_leaves_its_place_before_its_wait_ends() -> None:
    waiting = OneWaits()

    def app(environ: Any, start_response: Any) -> Any:
        waiting.until_read(NEVER_READ, 600, client_gone(environ))
        start_response("200 OK", [("Content-Length", "0")])
        return []

    with served(app, threads=1) as web:
        with web.connect() as client:
            client.sendall(b"POST /long HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
            assert eventually(lambda: waiting.looks > 0)
            assert not waiting.until_read(READ, 0, Event())  # it waits still, and holds the only place
        assert eventually(lambda: waiting.until_read(READ, 0, Event()))
        assert eventually(lambda: web.gate.released == web.gate.admitted == 1)


def test_a_wait_ends_with_its_time_where_nothing_tells_that_the_client_has_gone() -> None:
    waiting = OneWaits()
    assert not waiting.until_read(NEVER_READ, 0.3, client_gone({}))
    assert waiting.until_read(READ, 0, client_gone({}))
