"""What the intake decides without a server: pauses, senders, results, and what mails say of themselves."""

import json
import os
from pathlib import Path
from unittest.mock import create_autospec

import httpx
import pytest

from infra.intake.authentication import authentication_results
from infra.intake.folder import FolderSource
from infra.intake.mail_heads import content_key, read_head
from infra.intake.uploading import UploadBrokeError, Uploader, source_of
from shared.adapters.intake_store import Arrival, IntakeStore
from shared.domain.intake import (
    IntakeOutcome,
    IntakeReason,
    IntakeResult,
    SourceTrouble,
    is_allowed,
    pause_after,
)
from shared.domain.origins import SourceKind
from shared.errors import UnavailableError
from shared.http.signing import HEADER
from shared.settings import Settings

SECRET = "kR3vXq9mTz7LpWc2sYhN8dJf4bGaUe6o"


def test_pauses_double_to_a_quarter_of_an_hour() -> None:
    pauses = [pause_after(SourceTrouble.NOT_REACHABLE, failures) for failures in range(1, 12)]
    assert pauses[:4] == [2, 4, 8, 16]
    assert pauses[-1] == 900
    assert pause_after(SourceTrouble.NOT_REACHABLE, 10**9) == 900


def test_a_refused_login_is_tried_again_slowly_from_the_start() -> None:
    assert [pause_after(SourceTrouble.LOGIN_REFUSED, failures) for failures in (1, 2, 9)] == [60, 120, 900]


def test_while_the_system_itself_is_away_it_is_asked_every_minute() -> None:
    assert pause_after(SourceTrouble.SYSTEM_UNAVAILABLE, 99) == 60


@pytest.mark.parametrize(
    ("sender", "allowed", "is_taken"),
    [
        ("a@b.example", (), True),
        (None, (), True),
        (None, ("b.example",), False),
        ("a@b.example", ("b.example",), True),
        ("A@B.Example", ("a@b.example",), True),
        ("c@b.example", ("a@b.example",), False),
        ("a@x.b.example", ("b.example",), False),
        ("a@xb.example", ("b.example",), False),
        ("b.example", ("b.example",), False),
        ("a@b.example", ("@b.example",), True),
    ],
)
def test_mails_of_an_address_or_of_a_domain_are_allowed(
    sender: str | None, allowed: tuple[str, ...], is_taken: bool
) -> None:
    assert is_allowed(sender, allowed) is is_taken


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["mx.example.com; spf=pass smtp.mailfrom=a@b.example; dkim=pass; dmarc=pass"], ["pass", "pass", "pass"]),
        (["mx.example.com 1;\r\n spf=softfail (a; b = (c)) x=y;\r\n dkim=none"], ["softfail", "none", None]),
        (["mx.example.com; dkim=fail header.d=x; dkim=pass header.d=y"], [None, "pass", None]),
        (["mx.example.com; none"], [None, None, None]),
        (["mx.example.com; spf=perfect; DMARC=FAIL"], [None, None, "fail"]),
    ],
)
def test_what_the_trusted_server_found_is_read(headers: list[str], found: list[str | None]) -> None:
    results = authentication_results(headers, "mx.example.com")
    assert results is not None
    assert [results.get(method) for method in ("spf", "dkim", "dmarc")] == found


@pytest.mark.parametrize(
    "headers",
    [
        [],
        ["evil.example; spf=pass"],
        ["evil.example; spf=none", "mx.example.com; spf=pass"],  # below another one: the sender wrote it
        ["(mx.example.com) evil.example; spf=pass"],
        [""],
        ["(" * 5000],
    ],
)
def test_nobody_else_is_believed(headers: list[str]) -> None:
    assert authentication_results(headers, "mx.example.com") is None
    assert authentication_results(["mx.example.com; spf=pass"], "") is None


def test_headers_of_any_kind_become_lines() -> None:
    header = (
        b"From: =?utf-8?q?Jos=C3=A9?= <jose@b.example>\r\nSubject: Factura\r\n =?utf-8?b?YcOxbw==?= \xe2\x80\xae7\r\n"
        b"Message-ID:\r\n <1@b.example>\r\n\r\n"
    )
    head = read_head(header, "")
    assert (head.sender, head.subject, head.message_id) == ("jose@b.example", "Factura año 7", "<1@b.example>")


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"Subject: x\r\n\r\n",
        b"From: a@b.example\r\nFrom: c@d.example\r\n\r\n",
        b"From: a@b.example, c@d.example\r\n\r\n",
        b"From: undisclosed\r\n\r\n",
        b"From: " + b"(" * 5000 + b"\r\n\r\n",
        b"From: " + b"a" * 400 + b"@b.example\r\n\r\n",
        bytes(range(256)),
    ],
)
def test_a_mail_without_just_one_sender_has_none(header: bytes) -> None:
    assert read_head(header, "").sender is None


def test_a_subject_of_a_megabyte_is_cut() -> None:
    subject = read_head(b"Subject: =?utf-8?q?" + b"=C3=B1" * 200_000 + b"?=\r\n\r\n", "").subject
    assert subject is not None
    assert len(subject) <= 1000


def test_the_same_mail_is_the_same_whatever_the_servers_on_its_way_added() -> None:
    mail = b"Message-ID: <1@b>\r\nSubject: x\r\n\r\nbody"
    assert content_key(b"Received: by relay\r\n" + mail) == content_key(mail)
    assert content_key(mail + b" and more") != content_key(mail)
    assert content_key(mail.replace(b"<1@b>", b"<2@b>")) != content_key(mail)


def test_a_mail_without_message_id_is_the_same_only_with_every_byte() -> None:
    mail = b"Subject: x\r\n\r\nMessage-ID: <1@b>"
    assert content_key(mail) == content_key(mail)
    assert content_key(b"Received: by relay\r\n" + mail) != content_key(mail)


def _uploaded(answer: httpx.Response) -> tuple[IntakeResult, httpx.Request]:
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer

    settings = Settings(secret_key=SECRET, upload_url="http://upload.example")
    with httpx.Client(transport=httpx.MockTransport(respond)) as client:
        arrival = Arrival(key="1 7", sender="a@b.example", subject="Año", message_id="<1@b>")
        result = Uploader(client=client, settings=settings).upload(SourceKind.MAIL, arrival, "mail.eml", b"From: a")
    return result, seen[0]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Arrival(key="1", name="scan\n1.pdf"), {"path": "scan 1.pdf"}),
        (Arrival(key="1", name="a" * 1024), {"path": "a" * 1000}),
        (Arrival(key="1", subject="\u0958" * 900), {"subject": "\u0915\u093c" * 500}),  # composed it is longer
    ],
    ids=["a line end", "a key of 1024 letters", "letters that become two"],
)
def test_what_is_told_of_a_source_is_made_valid(told: Arrival, said: dict[str, str]) -> None:
    assert source_of(SourceKind.BUCKET, told) == {"kind": "bucket", **said}


def test_a_file_of_a_year_that_no_calendar_has_came_at_no_known_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    far = os.stat_result((0o100644, 0, 0, 1, 0, 0, 5, 0, 10**12, 0))  # seconds; not every file system stores them
    source = FolderSource(path=tmp_path, most_bytes=1000, settle=0)
    with source.opened() as session:
        items = session.look(create_autospec(IntakeStore))
        monkeypatch.setattr(Path, "lstat", lambda _: far)
        arrival = next(items).arrival
    assert (arrival.name, arrival.size, arrival.received_at) == ("a.pdf", 5, None)


def test_a_mail_is_uploaded_signed_with_what_is_known_of_it() -> None:
    part = {"filename": "a.pdf", "invoice_id": 7, "status": "processing", "message": "…"}
    result, request = _uploaded(httpx.Response(202, json=[part]))
    assert result.outcome is IntakeOutcome.TAKEN
    assert request.headers[HEADER]
    said = request.content.decode().partition('name="source"\r\n\r\n')[2].partition("\r\n")[0]
    assert json.loads(said) == {"kind": "mail", "sender": "a@b.example", "subject": "Año", "message_id": "<1@b>"}


@pytest.mark.parametrize(
    ("status", "body", "outcome", "codes"),
    [
        (202, [{"filename": "a", "invoice_id": 7, "status": "duplicated"}], IntakeOutcome.DUPLICATE, [None]),
        (
            400,
            {
                "code": "no-usable-file",
                "details": [{"filename": "a", "invoice_id": None, "status": "error", "code": "unsupported-type"}],
            },
            IntakeOutcome.REFUSED,
            ["unsupported-type"],
        ),
        (413, {"code": "too-large"}, IntakeOutcome.REFUSED, ["too-large"]),
    ],
)
def test_what_the_upload_answers_is_what_became_of_it(
    status: int, body: object, outcome: IntakeOutcome, codes: list[str | None]
) -> None:
    result, _ = _uploaded(httpx.Response(status, json=body))
    assert result.outcome is outcome
    assert [part.code for part in result.parts] == codes
    assert result.reason is (IntakeReason.NO_USABLE_DOCUMENT if outcome is IntakeOutcome.REFUSED else None)


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_an_answer_that_says_later_is_waited_for(status: int) -> None:
    with pytest.raises(UnavailableError):
        _uploaded(httpx.Response(status, json={"code": "busy"}))


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500, json={"code": "internal-error"}),
        httpx.Response(202, text="<html>"),
        httpx.Response(202, json=[{"filename": "a"}]),
        httpx.Response(302, headers={"Location": "http://elsewhere.example"}),
        httpx.Response(400, json={"details": "none"}),
    ],
)
def test_an_answer_that_says_nothing_is_a_broken_upload(answer: httpx.Response) -> None:
    with pytest.raises(UploadBrokeError):
        _uploaded(answer)
