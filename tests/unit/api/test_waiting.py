"""Callers of an upload who wait until it is read: the longest wait ends whatever becomes of them."""

from typing import Any, cast

from sqlalchemy import Engine

from functions.api.waiting import Waiting
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


def test_a_client_that_vanishes_keeps_nothing_beyond_its_wait() -> None:
    waiting = OneWaits()

    def app(environ: Any, start_response: Any) -> Any:
        found = waiting.until_read(NEVER_READ, 0.5)
        start_response("200 OK", [("Content-Length", "1")])
        return [b"1" if found else b"0"]

    with served(app, threads=1) as web:
        with web.connect() as client:
            client.sendall(b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
            assert eventually(lambda: waiting.looks > 0)
        assert eventually(lambda: waiting.until_read(READ, 0))
        assert eventually(lambda: web.gate.released == web.gate.admitted == 1)
        assert web.call("GET", "/long")[2] == b"0"
