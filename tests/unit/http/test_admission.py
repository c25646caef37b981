"""A function's gate decides before the body is received, under every server."""

from dataclasses import dataclass, field
from typing import Any

import flask
import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from shared.http.admission import ADMITTED, Admitted, RequestKind, admitting, gate_of, register_gate


@dataclass
class CountingGate:
    released: int = 0
    asked: list[str] = field(default_factory=list)

    one_caller = False

    def kind(self, environ: Any) -> RequestKind:
        return RequestKind.SHORT

    def admit(self, environ: Any) -> Admitted:
        self.asked.append(environ["PATH_INFO"])
        return Admitted(body_bytes=10, found="ada", release=self._release)

    def _release(self) -> None:
        self.released += 1


def environ(path: str = "/x") -> Any:
    return EnvironBuilder(path=path).get_environ()


def app_that_tells_who_called(given: Any, start_response: Any) -> Any:
    start_response("200 OK", [])
    return [given[ADMITTED].found.encode()]


def test_the_gate_is_found_by_the_server() -> None:
    app, gate = flask.Flask("x"), CountingGate()
    with app.app_context():
        register_gate(gate)
    assert gate_of(app) is gate
    assert gate_of(flask.Flask("y")) is None


def test_a_server_that_does_not_ask_is_made_up_for() -> None:
    gate = CountingGate()
    body, status, _ = run_wsgi_app(admitting(app_that_tells_who_called, gate), environ(), buffered=True)
    assert (status, b"".join(body)) == ("200 OK", b"ada")
    assert gate.asked == ["/x"]


def test_a_share_is_released_when_the_response_is_over_and_not_before() -> None:
    gate = CountingGate()
    body = admitting(app_that_tells_who_called, gate)(environ(), lambda *_: lambda _: None)
    assert gate.released == 0
    body.close()  # type: ignore[attr-defined]
    assert gate.released == 1


def test_a_share_is_released_when_the_app_fails() -> None:
    def failing(given: Any, start_response: Any) -> Any:
        raise ZeroDivisionError

    gate = CountingGate()
    with pytest.raises(ZeroDivisionError):
        admitting(failing, gate)(environ(), lambda *_: lambda _: None)
    assert gate.released == 1


def test_what_the_server_has_asked_is_not_asked_again() -> None:
    gate, asked = CountingGate(), environ()
    asked[ADMITTED] = Admitted(body_bytes=0, found="known")
    body, _, _ = run_wsgi_app(admitting(app_that_tells_who_called, gate), asked, buffered=True)
    assert b"".join(body) == b"known"
    assert gate.asked == []
