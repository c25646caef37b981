"""Shares: what one key may have going on at once, and all keys together."""

import pytest

from functions.api.access import LOCAL_CALLER, RULES, Caller
from functions.api.gate import ApiGate
from functions.api.openapi import openapi_app
from functions.api.shares import ENDPOINTS, Limit, Share, Shares, TooManyAtOnceError, limits_of, share_of
from shared.domain.access import Role
from shared.http.admission import RequestKind
from shared.settings import Settings

ANA = Caller(name="ana", role=Role.VIEWER, key_id=1)
ANA_TOO = Caller(name="ana", role=Role.VIEWER, key_id=2)


def shares(*, per_key: int = 2, overall: int | None = 3) -> Shares:
    return Shares({share: Limit(per_key=per_key, overall=overall) for share in Share})


def test_a_key_has_its_share_and_no_more() -> None:
    counted = shares()
    counted.take(Share.DOWNLOADS, ANA)
    counted.take(Share.DOWNLOADS, ANA)
    with pytest.raises(TooManyAtOnceError, match="This API key may have 2 downloads at once") as caught:
        counted.take(Share.DOWNLOADS, ANA)
    assert caught.value.retry_after
    counted.take(Share.EXPORTS, ANA)  # another kind
    counted.take(Share.DOWNLOADS, ANA_TOO)  # another key, though of the same name


def test_all_keys_together_have_a_limit() -> None:
    counted = shares()
    for caller in (ANA, ANA, ANA_TOO):
        counted.take(Share.UPLOADS, caller)
    with pytest.raises(TooManyAtOnceError, match="There are 3 uploads at once"):
        counted.take(Share.UPLOADS, ANA_TOO)


def test_what_is_over_is_given_back() -> None:
    counted = shares(per_key=1)
    release = counted.take(Share.STREAMS, ANA)
    with pytest.raises(TooManyAtOnceError):
        counted.take(Share.STREAMS, ANA)
    release()
    assert counted.in_progress(Share.STREAMS) == 0
    counted.take(Share.STREAMS, ANA)


def test_without_keys_only_the_limit_of_all_applies() -> None:
    counted = shares(per_key=1, overall=3)
    for _ in range(3):
        counted.take(Share.DOWNLOADS, LOCAL_CALLER)
    with pytest.raises(TooManyAtOnceError):
        counted.take(Share.DOWNLOADS, LOCAL_CALLER)


def test_no_key_may_take_everything_by_default() -> None:
    for share, limit in limits_of(Settings()).items():
        assert limit.overall is None or limit.per_key <= limit.overall // 4, share


def test_every_share_is_of_an_endpoint_that_exists() -> None:
    assert set(ENDPOINTS) <= set(RULES)
    assert share_of("invoices.list_invoices") is Share.REQUESTS


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/healthz", RequestKind.PROBE),
        ("GET", "/readyz/", RequestKind.PROBE),
        ("GET", "/api/invoices/", RequestKind.SHORT),
        ("GET", "/api/events", RequestKind.SHORT),  # no thread is held by an open stream
        ("GET", "/api/invoices/7/download", RequestKind.LONG),
        ("GET", "/api/invoices/7/pages/1.png", RequestKind.LONG),
        ("GET", "/api/invoices/export", RequestKind.LONG),
        ("POST", "/api/invoices/ocr", RequestKind.LONG),
        ("GET", "/nowhere", RequestKind.SHORT),
        ("POST", "/healthz", RequestKind.SHORT),
    ],
)
def test_long_work_and_probes_are_told_apart(method: str, path: str, kind: RequestKind) -> None:
    gate: ApiGate = openapi_app().gate
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
    }
    assert gate.kind(environ) is kind
