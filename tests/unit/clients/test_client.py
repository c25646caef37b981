"""What the client sends, and what it makes of the answers, on a transport that is told them."""

import asyncio
import json
import os
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from invoices_client import (
    AsyncInvoices,
    BadRequestError,
    ConflictError,
    ConnectionLostError,
    ForbiddenError,
    Invoices,
    InvoicesError,
    NotFoundError,
    NotReachableError,
    ServerError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnexpectedAnswerError,
    UploadRefusedError,
    VersionMismatchError,
)
from invoices_client.errors import ApiError, api_error
from invoices_client.models import ErrorCode, Status
from invoices_client.settings import TIMEOUT

KEY = "inv_secret-of-this-test"
Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Scripted:
    """Takes one step of the script for each request, and keeps the requests."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps = list(steps)
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step(request) if callable(step) else step


def client_of(*steps: Step) -> tuple[Invoices, Scripted]:
    script = Scripted(steps)
    transport = httpx.MockTransport(script)
    return Invoices("http://api.test/base", KEY, transport=transport, pause=script.pauses.append), script


def refused(status: int, code: str, **more: Any) -> httpx.Response:
    headers = {"Retry-After": more.pop("retry_after")} if "retry_after" in more else {}
    body = {"error": "A sentence.", "code": code, "request_id": "r-1", **more}
    return httpx.Response(status, json=body, headers=headers)


def invoice(**fields: Any) -> httpx.Response:
    """What every version of the API has answered, and these fields."""
    known = {"id": 7, "filename": "a.pdf", "content_type": "application/pdf", "size": 3, "sha256": "0" * 64}
    known |= {"status": "waiting_validation", "progress": 100, "version": 3}
    known |= {"created_at": "2026-11-26T09:00:00Z", "updated_at": "2026-11-26T09:00:00Z"}
    return httpx.Response(200, json={**known, **fields})


def decided() -> httpx.Response:
    return httpx.Response(200, json={"invoice_id": 7, "status": "processed", "message": "Done."})


# Answers of a newer server


def test_a_value_that_this_client_does_not_know_stays_itself() -> None:
    invoices, _ = client_of(invoice(status="archived"))
    assert invoices.get(7).status == "archived"


def test_a_known_value_is_the_member() -> None:
    invoices, _ = client_of(invoice(status="failed"))
    assert invoices.get(7).status is Status.FAILED


def test_a_field_that_this_client_does_not_know_is_left_out() -> None:
    invoices, _ = client_of(invoice(mood="good"))
    assert invoices.get(7).id == 7


def test_a_field_that_an_older_server_does_not_know_is_empty() -> None:
    invoices, _ = client_of(invoice())
    old = invoices.get(7)
    assert (old.preview_data, old.duplicate_of, old.confirmed_automatically) == (None, [], False)


def test_an_answer_of_another_form_is_told_by_its_fields_and_without_its_values() -> None:
    invoices, _ = client_of(invoice(id="secret", size="secret", version="secret", progress="secret"))
    with pytest.raises(UnexpectedAnswerError, match=r"id: .*; and 1 more") as caught:
        invoices.get(7)
    assert "secret" not in str(caught.value)


def test_an_error_code_that_this_client_does_not_know_is_told() -> None:
    invoices, _ = client_of(refused(409, "brand-new"))
    with pytest.raises(ConflictError) as caught:
        invoices.confirm(7)
    assert caught.value.code == "brand-new"


# Faults


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, UnauthenticatedError),
        (403, ForbiddenError),
        (404, NotFoundError),
        (409, ConflictError),
        (412, VersionMismatchError),
        (413, BadRequestError),
        (429, TooManyRequestsError),
        (500, ServerError),
        (503, ServerError),
    ],
)
def test_an_error_carries_what_the_api_said(status: int, kind: type[ApiError]) -> None:
    error = api_error(refused(status, "busy", details=[{"parameter": "page"}], retry_after="3"))
    assert type(error) is kind
    assert str(error) == "A sentence."
    assert (error.status, error.code, error.request_id, error.retry_after) == (status, ErrorCode.BUSY, "r-1", 3)
    assert error.details == [{"parameter": "page"}]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Thu, 26 Nov 2026 12:00:30 GMT", 30.0),
        ("Thu, 26 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        ("9" * 400, 999999999.0),
        (f"Thu, 26 Nov {'9' * 20} 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    answer = httpx.Response(429, json={"error": "x", "code": "busy"}, headers=[(b"Retry-After", header.encode())])
    error = api_error(answer, now=datetime(2026, 11, 26, 12, tzinfo=UTC))
    assert isinstance(error, ApiError)
    assert error.retry_after == seconds


def test_the_page_of_a_proxy_is_no_answer_of_the_api() -> None:
    invoices, _ = client_of(httpx.Response(200, text="<html>Sign in</html>"))
    with pytest.raises(UnexpectedAnswerError):
        invoices.me()


def test_a_redirect_is_not_followed_with_the_key() -> None:
    invoices, script = client_of(httpx.Response(302, headers={"Location": "http://elsewhere.test/"}))
    with pytest.raises(UnexpectedAnswerError):
        invoices.me()
    assert len(script.requests) == 1


def test_a_proxys_bad_gateway_is_waited_out() -> None:
    invoices, script = client_of(httpx.Response(502, text="<html>Bad gateway</html>"), invoice())
    assert invoices.get(7).id == 7
    assert len(script.pauses) == 1


def test_retry_after_is_waited_for_between_two_attempts() -> None:
    invoices, script = client_of(refused(429, "too-many-at-once", retry_after="9"), invoice())
    invoices.get(7)
    (waited,) = script.pauses
    assert 9 <= waited <= 9.5


def test_a_decision_whose_answer_was_lost_is_not_taken_twice() -> None:
    invoices, script = client_of(httpx.ReadError("reset"), decided())
    with pytest.raises(ConnectionLostError):
        invoices.reject(7)
    assert len(script.requests) == 1


def test_a_decision_that_never_arrived_is_sent_again() -> None:
    invoices, script = client_of(httpx.ConnectError("refused"), decided())
    assert invoices.reject(7).status is Status.PROCESSED
    assert len(script.requests) == 2


def test_confirming_may_be_repeated_but_not_for_one_version() -> None:
    invoices, script = client_of(httpx.ReadError("reset"), decided())
    assert invoices.confirm(7).status is Status.PROCESSED
    invoices, script = client_of(httpx.ReadError("reset"), decided())
    with pytest.raises(ConnectionLostError):
        invoices.confirm(7, version=3)
    assert len(script.requests) == 1


def test_a_server_that_is_away_is_given_up() -> None:
    invoices, script = client_of(*[httpx.ConnectError("refused")] * 10)
    with pytest.raises(NotReachableError, match=r"http://api\.test/base"):
        invoices.me()
    assert len(script.requests) == 6
    assert script.pauses == sorted(script.pauses)


def test_every_fault_of_the_transport_is_an_error_of_this_client() -> None:
    for fault in (
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("cut"),
        httpx.WriteError("cut"),
        httpx.PoolTimeout("full"),
    ):
        invoices, _ = client_of(*[fault] * 6)
        with pytest.raises(InvoicesError):
            invoices.me()


# What is sent


def test_the_key_is_sent_and_shown_nowhere() -> None:
    invoices, script = client_of(refused(401, "unauthenticated"))
    with pytest.raises(UnauthenticatedError) as caught:
        invoices.me()
    assert script.requests[0].headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in f"{invoices!r} {caught.value} {caught.value!r}"


@pytest.mark.parametrize("key", ["", "inv_a b", "inv_a\n", "inv_ü", "inv_a\r\nX-Evil: 1"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ValueError) as caught:
        Invoices("http://api.test", key)
    assert key not in str(caught.value) or key == ""


@pytest.mark.parametrize(
    "url", ["localhost:8010", "ftp://x", "file:///etc/passwd", "", "http://", "https://a:b@x", "http://x:port"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        Invoices(url, KEY)


def test_calls_go_below_the_path_of_the_address() -> None:
    invoices, script = client_of(invoice())
    invoices.get(7)
    assert script.requests[0].url == "http://api.test/base/api/invoices/7"


def test_an_action_of_an_invoice_names_the_version_that_was_read() -> None:
    invoices, script = client_of(invoice(version=3), invoice(version=4), decided(), invoice(version=5))
    corrected = invoices.get(7).correct(
        {"due_date": date(2026, 12, 1), "total_amount": Decimal("12.50"), "notes": None}
    )
    assert corrected.confirm(only_if="no-findings", accepted=["BR-14"]).version == 5
    correction, confirmation = script.requests[1], script.requests[2]
    assert correction.headers["If-Match"] == '"3"'
    assert json.loads(correction.content) == {
        "preview_data": {"due_date": "2026-12-01", "total_amount": "12.50", "notes": None}
    }
    assert confirmation.headers["If-Match"] == '"4"'
    assert confirmation.url.query == b"if=no-findings"
    assert json.loads(confirmation.content) == {"accepted": ["BR-14"]}


def test_a_list_is_read_page_by_page_to_its_end_and_no_further_than_it_is_taken() -> None:
    def page(ids: list[int], following: str | None) -> httpx.Response:
        rows = [
            {"invoice_id": one, "filename": "a", "number": 1, "confirmed_at": "2026-01-01T00:00:00Z"} for one in ids
        ]
        more = {"withdrawn_at": "2026-01-02T00:00:00Z", "withdrawn_by": "ana", "reason": None}
        body = {"page": None, "per_page": 2, "total": 3, "total_is_exact": True, "pages": 2, "next": following}
        return httpx.Response(200, json={**body, "withdrawn": [{**row, **more} for row in rows]})

    invoices, script = client_of(page([1, 2], "cursor+/="), page([3], None))
    rows = invoices.withdrawn()
    assert [next(rows).invoice_id, next(rows).invoice_id] == [1, 2]
    assert len(script.requests) == 1
    assert [row.invoice_id for row in rows] == [3]
    assert dict(script.requests[1].url.params)["after"] == "cursor+/="


def test_filters_are_sent_as_the_api_wants_them() -> None:
    body: dict[str, Any] = {
        "page": 1,
        "per_page": 100,
        "total": 0,
        "total_is_exact": True,
        "pages": 0,
        "next": None,
        "invoices": [],
    }
    invoices, script = client_of(httpx.Response(200, json=body))
    assert list(invoices.find(status=["failed", "rejected"], exported=True, q="ü&=")) == []
    assert script.requests[0].url.params.get_list("status") == ["failed", "rejected"]
    assert script.requests[0].url.params["exported"] == "true"
    assert script.requests[0].url.params["q"] == "ü&="


# Changes


def stream(event_id: str, *invoice_ids: int) -> httpx.Response:
    changed = {"status": "processing", "stage": "ocr", "progress": 0, "version": 1}
    events = "".join(
        f"event: invoice\nid: {one}-0\ndata: {json.dumps({'invoice_id': one, **changed})}\n\n" for one in invoice_ids
    )
    content = f"retry: 3000\nid: {event_id}\n\n{events}".encode()
    return httpx.Response(200, content=content, headers={"Content-Type": "text/event-stream"})


def test_a_stream_that_ends_is_opened_again_behind_its_last_change_and_not_at_once() -> None:
    invoices, script = client_of(stream("0-1"), stream("0-1", 7), stream("7-0", 8))
    changes = invoices.changes()
    seen = [next(changes).id, next(changes).id]
    assert seen == ["7-0", "8-0"]
    assert [request.headers.get("Last-Event-ID") for request in script.requests] == [None, "0-1", "7-0"]
    assert len(script.pauses) == 2
    assert min(script.pauses) > 0


# Uploads


def accepted(status: str = "processing") -> httpx.Response:
    return httpx.Response(202, json=[{"filename": "a.pdf", "invoice_id": 7, "status": status, "message": "Accepted."}])


def test_an_upload_whose_answer_was_lost_is_sent_again_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF" + bytes(200_000))
    invoices, script = client_of(httpx.ReadError("reset"), accepted("duplicated"))
    upload = invoices.upload(file)
    assert (upload.invoice_id, upload.is_duplicate) == (7, True)
    assert script.requests[0].headers["Content-Length"] == script.requests[1].headers["Content-Length"]
    assert file.read_bytes() in script.requests[1].content


def test_an_upload_is_sent_again_with_its_own_key_also_where_it_may_add_a_duplicate() -> None:
    invoices, script = client_of(
        httpx.ReadError("reset"), refused(409, "idempotency-key-in-use", retry_after="2"), accepted(), accepted()
    )
    invoices.upload(b"%PDF", name="a.pdf", allow_duplicates=True)
    invoices.upload(b"%PDF", name="a.pdf", allow_duplicates=True)
    *same, another = [request.headers["Idempotency-Key"] for request in script.requests]
    assert len({*same}) == 1
    assert another not in same


def test_what_is_said_of_a_file_goes_with_it() -> None:
    invoices, script = client_of(accepted())
    invoices.upload(b"%PDF", name="a.pdf", reference="4711", tags=["a", "b"], source={"kind": "folder"}, wait=30)
    (request,) = script.requests
    assert request.url.params["wait"] == "30"
    assert (
        request.extensions["timeout"]["read"] == (TIMEOUT.read or 0) + 30
    )  # the server may take that long to say a word
    for field in (b'name="reference"\r\n\r\n4711', b'name="tags"\r\n\r\nb', b'name="source"\r\n\r\n{"kind": "folder"}'):
        assert field in request.content


@pytest.mark.parametrize("name", ['a"; filename="b.pdf', "a\r\nX-Evil: 1.pdf", "Übung €.pdf", b"\xff\xfe.pdf"])
def test_a_hostile_name_stays_one_field_of_the_form(name: str | bytes, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(name)
    file.write_bytes(b"%PDF")
    invoices, script = client_of(accepted())
    invoices.upload(file)
    head, _, _ = script.requests[0].content.partition(b"\r\n\r\n")
    assert head.count(b"\r\n") == 2
    assert head.count(b'"') == 4
    head.decode("utf-8")


def test_a_refused_file_is_told_with_its_own_reason() -> None:
    told = {
        "filename": "a.txt",
        "invoice_id": None,
        "status": "error",
        "message": "No invoice.",
        "code": "unsupported-type",
    }
    invoices, _ = client_of(refused(400, "no-usable-file", details=[told]))
    with pytest.raises(UploadRefusedError, match=r"No invoice\.") as caught:
        invoices.upload(b"hello", name="a.txt")
    assert caught.value.code is ErrorCode.UNSUPPORTED_TYPE


def test_a_download_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        def content() -> Iterable[bytes]:
            yield b"half"
            raise httpx.RemoteProtocolError("cut")

        return httpx.Response(200, content=content())

    invoices, _ = client_of(*[broken] * 6)
    with pytest.raises(ConnectionLostError):
        invoices.download(7, tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_or_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    invoices, _ = client_of(httpx.Response(200, content=b"%PDF"))
    invoices.download(7, pipe)
    assert pipe.is_fifo()
    assert os.read(end, 10) == b"%PDF"
    os.close(end)


# The other face


def test_the_asynchronous_client_does_the_same() -> None:
    script = Scripted(
        [httpx.ReadError("reset"), accepted(), invoice(status="processing"), invoice(), decided(), invoice()]
    )
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def use() -> int:
        async with AsyncInvoices(
            "http://api.test", KEY, transport=httpx.MockTransport(script), pause=pause
        ) as invoices:
            upload = await invoices.upload(b"%PDF", name="a.pdf")
            read = await upload.wait()
            return (await read.confirm()).version

    assert asyncio.run(use()) == 3
    assert len(pauses) == 2
