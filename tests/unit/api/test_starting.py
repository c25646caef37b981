"""What the api answers while its app is not loaded: that it lives; everything else waits for the app."""

import sys

import flask
import pytest
from werkzeug.test import EnvironBuilder

from functions.api import starting
from shared.http.admission import Admitted, RequestKind

ADMITTED = Admitted(body_bytes=7)


def _environ(path: str) -> dict[str, object]:
    return dict(EnvironBuilder(path).get_environ())


class _Gate:
    def kind(self, environ: object) -> RequestKind:
        return RequestKind.LONG

    def admit(self, environ: object) -> Admitted:
        return ADMITTED


class _App:
    gate = _Gate()


def _with(monkeypatch: pytest.MonkeyPatch, app: object) -> None:
    module = type(sys)(starting.WORK)
    if app is not None:
        module.app = app  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, starting.WORK, module)


def test_a_probe_is_answered_while_the_app_is_being_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    _with(monkeypatch, None)

    with flask.Flask("test").app_context():
        alone = starting.answer_alone(_environ("/healthz"))

    assert alone is not None
    assert alone.get_json() == {"status": "ok"}
    assert starting.StartingGate().admit(_environ("/healthz")).body_bytes == 0


@pytest.mark.parametrize("path", ["/readyz", "/api/invoices", "/healthz/", "/"])
def test_any_other_request_needs_the_app(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    _with(monkeypatch, None)

    assert starting.answer_alone(_environ(path)) is None


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/invoices"])
def test_the_loaded_app_answers_and_decides_itself(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    _with(monkeypatch, _App())
    gate = starting.StartingGate()

    assert starting.answer_alone(_environ(path)) is None
    assert gate.kind(_environ(path)) is RequestKind.LONG
    assert gate.admit(_environ(path)) is ADMITTED


def test_probes_have_their_threads_while_others_wait_for_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    _with(monkeypatch, None)
    kind = starting.StartingGate().kind

    assert [kind(_environ(path)) for path in ("/healthz", "/readyz", "/api/invoices")] == [
        RequestKind.PROBE,
        RequestKind.PROBE,
        RequestKind.SHORT,
    ]
