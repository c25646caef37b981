"""The fields of an upload beside its files."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.upload.form import NOTHING_SAID, Said, read_said
from shared.domain.origins import Labels, SourceKind, UploadSource
from shared.errors import BadRequestError

TYPE = "multipart/form-data; boundary=xYzZY"


def _body(*fields: tuple[str, bytes]) -> bytes:
    parts = (
        b'--xYzZY\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + content + b"\r\n"
        for name, content in fields
    )
    return b"".join(parts) + b"--xYzZY--\r\n"


def _said(*fields: tuple[str, bytes]) -> Said:
    return read_said(TYPE, io.BytesIO(_body(*fields)).read)


def _refused(*fields: tuple[str, bytes]) -> str:
    with pytest.raises(BadRequestError) as caught:
        _said(*fields)
    (fault, *_) = caught.value.details or [{"parameter": ""}]
    return str(fault["parameter"])


def test_an_upload_of_files_alone_says_nothing() -> None:
    assert _said(("file", b"%PDF-1.7"), ("csrf_token", b"\xff")) == NOTHING_SAID


def test_fields_are_read_wherever_they_stand() -> None:
    source = {"kind": "mail", "sender": "Ana <ana@example.com>", "received_at": "2026-11-02T10:00:00+01:00"}
    said = _said(
        ("tags", b"radio"),
        ("file", b"%PDF-1.7" + b"x" * 200_000),
        ("reference", " Acta n\u0303 ".encode()),
        ("tags", b"ads"),
        ("tags", b"radio"),
        ("company", b"7"),
        ("source", json.dumps(source).encode()),
    )
    assert said.labels == Labels(reference="Acta \u00f1", tags=("ads", "radio"), company=7)
    assert said.source == UploadSource(
        kind=SourceKind.MAIL, sender="Ana <ana@example.com>", received_at=datetime(2026, 11, 2, 9, tzinfo=UTC)
    )


def test_empty_fields_say_nothing() -> None:
    assert _said(("reference", b" "), ("company", b""), ("source", b"")) == NOTHING_SAID


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ([("reference", b"r" * 201)], "reference"),
        ([("reference", b"one\nline")], "reference"),
        ([("reference", b"\xff")], "reference"),
        ([("reference", b"a"), ("reference", b"b")], "reference"),
        ([("tags", b"t" * 51)], "tags.0"),
        ([("tags", b"radio,ads")], "tags.0"),
        ([("tags", b"")], "tags.0"),
        ([("tags", str(n).encode()) for n in range(21)], "tags"),
        ([("company", b"seven")], "company"),
        ([("company", b"0")], "company"),
        ([("company", str(2**63).encode())], "company"),
        ([("source", b"mail")], "source"),
        ([("source", b'{"kind": "fax"}')], "source.kind"),
        ([("source", b'{"kind": "mail", "bcc": "x"}')], "source.bcc"),
        ([("source", b'{"kind": "mail", "subject": "' + b"s" * 1001 + b'"}')], "source.subject"),
        ([("source", b'{"kind": "mail", "received_at": "2026-11-02T10:00:00"}')], "source.received_at"),
        ([("source", b"[" * 10_000)], "source"),
        ([("source", b"x" * 20_000)], ""),
    ],
)
def test_a_field_that_is_not_valid_is_named(fields: list[tuple[str, bytes]], named: str) -> None:
    assert _refused(*fields) == named


def test_a_body_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    body: Any = io.BytesIO(_body(("reference", b"4711"), ("file", b"a" * 100_000))[:50_000])
    assert read_said(TYPE, body.read).labels.reference == "4711"
