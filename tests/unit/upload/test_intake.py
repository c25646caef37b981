"""Taking files in: what becomes of each file, in every situation."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest

from functions.upload.containers.found import Bounds, Found
from functions.upload.containers.sandboxed import Part
from functions.upload.form import NOTHING_SAID, Said
from functions.upload.intake import Intake, UploadLimits
from functions.upload.multipart import FilePart, iter_files
from shared.adapters.memory.object_store import MemoryObjectStore
from shared.domain.lifecycle import Stage, Status
from shared.domain.metrics import UPLOADS
from shared.domain.object_keys import document_key
from shared.domain.origins import NO_LABELS, SourceKind, UploadSource
from shared.errors import BadRequestError, DocumentError, UnavailableError
from shared.pipeline.ports import Readable
from tests.support.memory import MemorySystem

MAIL = b"Subject: Invoice\nFrom: a@example.com\nMIME-Version: 1.0\n\nhello"
PDF = b"%PDF-1.7\n" + b"x" * 100
MEGABYTE = 1024**2
LARGE = b"%PDF-1.7\n" + b"y" * (6 * MEGABYTE)
LIMITS = UploadLimits(file_bytes=8 * MEGABYTE, files=3)


def _part(content: bytes, name: str | None = "a.pdf") -> FilePart:
    def chunks() -> Iterator[bytes]:
        for start in range(0, len(content), 100_000):
            yield content[start : start + 100_000]

    return FilePart(filename=name, chunks=chunks())


def _intake(system: MemorySystem, limits: UploadLimits = LIMITS, objects: MemoryObjectStore | None = None) -> Intake:
    return Intake(
        store=objects or system.objects,
        invoices=system.invoices,
        after_commit=system.after_commit,
        metrics=system.metrics,
        limits=limits,
    )


def _taken(system: MemorySystem, *contents: bytes, allow_duplicates: bool = False) -> list[tuple[str, str | None]]:
    parts = iter([_part(content) for content in contents])
    outcomes = _intake(system).take(parts, actor="ana", allow_duplicates=allow_duplicates)
    return [(outcome.status, outcome.code) for outcome in outcomes]


@pytest.mark.parametrize(
    ("contents", "outcomes"),
    [
        ([PDF], [("processing", None)]),
        ([LARGE], [("processing", None)]),
        ([b""], [("error", "empty-file")]),
        ([b"just words"], [("error", "unsupported-type")]),
        ([PDF + b"z" * 8 * MEGABYTE], [("error", "file-too-large")]),
        ([PDF, PDF], [("processing", None), ("duplicated", None)]),
        ([b"", PDF], [("error", "empty-file"), ("processing", None)]),
        ([PDF, LARGE, b"%PDF-1", b"%PDF-2"], [*[("processing", None)] * 3, ("error", "too-many-files")]),
        ([], []),
    ],
    ids=["small", "large", "empty", "no invoice", "too large", "twice", "one of two", "too many", "none"],
)
def test_each_file_has_its_outcome(contents: Sequence[bytes], outcomes: list[tuple[str, str | None]]) -> None:
    system = MemorySystem()
    assert _taken(system, *contents) == outcomes
    taken = outcomes.count(("processing", None))
    assert len(system.rows.rows) == system.queued(Stage.OCR) == len(system.changes.published) == taken
    assert not list(system.objects.keys("incoming/"))
    assert len(list(system.objects.keys(""))) == taken
    counted = system.metrics.counted()
    for status, code in set(outcomes):
        label = {"processing": "taken", "duplicated": "duplicated", "error": "refused"}[status]
        assert counted[UPLOADS.name, label, code or ""] == outcomes.count((status, code))


def _inside(*contents: bytes | str) -> Callable[[Readable, str, Bounds], Iterator[Part]]:
    """Takes any container apart into these documents, and parts that are none, by their codes."""

    def parts(_container: Readable, name: str, _bounds: Bounds) -> Iterator[Part]:
        for number, content in enumerate(contents):
            code = content if isinstance(content, str) else None
            found = Found(name=f"{number}.pdf", parent=name, number=number, code=code, mail={"sender": "b@example.com"})
            yield Part(found=found, chunks=iter(()) if isinstance(content, str) else iter((content,)))

    return parts


def _take_mail(*inside: bytes | str, files: int = 3, said: Said = NOTHING_SAID) -> list[tuple[str, str, str | None]]:
    system = MemorySystem()
    limits = UploadLimits(file_bytes=LIMITS.file_bytes, files=files)
    intake = replace(_intake(system, limits), inside=_inside(*inside))
    outcomes = intake.take(iter([_part(MAIL, "mail.eml")]), actor="ana", allow_duplicates=False, said=said)
    assert len(system.rows.rows) == sum(outcome.status == "processing" for outcome in outcomes)
    assert {outcome.parent for outcome in outcomes if outcome.filename != "mail.eml"} <= {"mail.eml"}
    return [(outcome.filename, outcome.status, outcome.code) for outcome in outcomes]


def test_the_documents_of_a_mail_are_taken_in_its_place() -> None:
    assert _take_mail(PDF, b"%PDF-1.4 another") == [("0.pdf", "processing", None), ("1.pdf", "processing", None)]


def test_parts_of_a_mail_that_are_no_document_are_told() -> None:
    assert _take_mail("inline-picture", PDF, "encrypted-document") == [
        ("0.pdf", "skipped", "inline-picture"),
        ("1.pdf", "processing", None),
        ("2.pdf", "error", "encrypted-document"),
    ]


def test_every_code_of_a_part_has_a_sentence() -> None:
    codes = ("file-too-large", "too-many-files", "unreadable-document", "nested-too-deeply", "compressed-too-much")
    assert [code for _, _, code in _take_mail(*codes)] == [*codes]


def test_a_mail_without_a_document_is_refused_with_the_reason() -> None:
    assert _take_mail("mail-text") == [("0.pdf", "skipped", "mail-text"), ("mail.eml", "error", "no-document-inside")]


def test_the_documents_of_a_mail_count_as_files() -> None:
    assert _take_mail(PDF, "inline-picture", b"%PDF-2", files=1) == [
        ("0.pdf", "processing", None),
        ("1.pdf", "skipped", "inline-picture"),
        ("2.pdf", "error", "too-many-files"),
    ]


def test_a_mail_is_the_source_of_its_documents_unless_the_caller_gives_one() -> None:
    given = UploadSource(kind=SourceKind.FOLDER, path="in/mail.eml")
    for said, expected in ((None, ("mail", "b@example.com")), (given, ("folder", None))):
        system = MemorySystem()
        intake = replace(_intake(system), inside=_inside(PDF))
        said_of_all = Said(labels=NO_LABELS, source=said)
        parts = iter([_part(MAIL, "mail.eml")])
        (outcome,) = intake.take(parts, actor="ana", allow_duplicates=False, said=said_of_all)
        row = system.row(outcome.invoice_id or 0)
        assert (row["source_kind"], row["source"].get("sender")) == expected


def test_a_mail_whose_subject_is_too_long_once_composed_is_taken() -> None:
    system = MemorySystem()
    part = Part(
        found=Found(name="a.pdf", parent="mail.eml", number=0, mail={"subject": "\u0958" * 900}), chunks=iter((PDF,))
    )
    intake = replace(_intake(system), inside=lambda *_: iter((part,)))
    (outcome,) = intake.take(iter([_part(MAIL, "mail.eml")]), actor="ana", allow_duplicates=False)
    assert system.row(outcome.invoice_id or 0)["source"]["subject"] == "\u0915\u093c" * 500


def test_a_mail_may_be_larger_than_a_file() -> None:
    content = MAIL + b"x" * LIMITS.file_bytes
    for factor, expected in ((1, "processing"), (2, "error")):
        intake = replace(_intake(MemorySystem()), inside=lambda mail, *_: _read_then_one_document(mail))
        (outcome,) = intake.take(iter([_part(content * factor, "mail.eml")]), actor="ana", allow_duplicates=False)
        assert outcome.status == expected


def _read_then_one_document(mail: Readable) -> Iterator[Part]:
    while mail.read(MEGABYTE):
        pass
    yield Part(found=Found(name="a.pdf", parent="mail.eml", number=0), chunks=iter((PDF,)))


def test_a_mail_that_cannot_be_parsed_is_refused() -> None:
    def damaged(*_: object) -> Iterator[Part]:
        raise DocumentError("This e-mail is damaged.")

    intake = replace(_intake(MemorySystem()), inside=damaged)
    (outcome,) = intake.take(iter([_part(MAIL, "mail.eml")]), actor="ana", allow_duplicates=False)

    assert (outcome.status, outcome.message) == ("error", "This e-mail is damaged.")


@pytest.mark.parametrize("content", [PDF, LARGE], ids=["small", "large"])
def test_a_file_is_stored_under_its_hash_and_its_row_has_its_metadata(content: bytes) -> None:
    system = MemorySystem()
    parts = iter([_part(content, "..\\..\\Factura 1.pdf")])
    (outcome,) = _intake(system).take(parts, actor="ana", allow_duplicates=False)
    digest = sha256(content).hexdigest()
    assert system.objects.get(document_key(digest)) == content
    row = system.row(outcome.invoice_id or 0)
    assert (row["sha256"], row["size"], row["content_type"]) == (digest, len(content), "application/pdf")
    assert (row["filename"], row["status"], row["stage"]) == (outcome.filename, Status.PROCESSING, Stage.OCR)
    assert "\\" not in outcome.filename
    assert system.rows.trail[0].actor == "ana"
    assert system.waiting(Stage.OCR) == [outcome.invoice_id]


def test_the_same_bytes_are_accepted_again_on_request() -> None:
    system = MemorySystem()
    assert _taken(system, PDF) == [("processing", None)]
    assert _taken(system, PDF) == [("duplicated", None)]
    assert _taken(system, PDF, allow_duplicates=True) == [("processing", None)]
    assert len(system.rows.rows) == 2


def test_a_queue_that_is_away_loses_no_file() -> None:
    system = MemorySystem()
    system.queue.is_away = True
    assert _taken(system, PDF) == [("processing", None)]
    assert len(system.changes.published) == 1


class _AwayStore(MemoryObjectStore):
    """A store that takes parts and cannot give them their place."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        raise UnavailableError

    def copy(self, source: str, target: str) -> None:
        raise UnavailableError


@pytest.mark.parametrize("content", [PDF, LARGE], ids=["small", "large"])
def test_a_store_that_is_away_leaves_no_row_and_nothing_behind(content: bytes) -> None:
    system = MemorySystem()
    objects = _AwayStore()
    with pytest.raises(UnavailableError):
        _intake(system, objects=objects).take(iter([_part(content)]), actor="ana", allow_duplicates=False)
    assert (system.rows.rows, list(objects.keys(""))) == ({}, [])


def test_files_before_a_fault_are_safe_and_duplicated_when_sent_again() -> None:
    system = MemorySystem()

    def parts() -> Iterator[FilePart]:
        yield _part(PDF)
        raise UnavailableError

    with pytest.raises(UnavailableError):
        _intake(system).take(parts(), actor="ana", allow_duplicates=False)
    assert _taken(system, PDF) == [("duplicated", None)]


def _multipart(files: int, *, end: bytes = b"--x--\r\n") -> Iterator[FilePart]:
    """The parts of a body with this many PDFs, and what comes after them."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = b"".join(head + PDF + str(number).encode() + b"\r\n" for number in range(files)) + end
    return iter_files("multipart/form-data; boundary=x", BytesIO(body).read)


@pytest.mark.parametrize(
    "parts",
    [lambda: _multipart(1001), lambda: _multipart(2, end=b"--x\r\nnonsense")],
    ids=["more parts than are read", "a malformed part"],
)
def test_files_before_the_end_of_what_can_be_parsed_are_told(parts: Callable[[], Iterator[FilePart]]) -> None:
    system = MemorySystem()
    outcomes = _intake(system, replace(LIMITS, files=2)).take(parts(), actor="ana", allow_duplicates=False)
    assert [outcome.status for outcome in outcomes[:2]] == ["processing", "processing"]
    assert len(system.rows.rows) == 2
    assert {outcome.code for outcome in outcomes[2:-1]} <= {"too-many-files"}
    assert (outcomes[-1].status, outcomes[-1].code, outcomes[-1].filename) == ("error", "bad-request", "")


def test_a_body_without_a_file_that_can_be_parsed_is_refused_as_a_whole() -> None:
    with pytest.raises(BadRequestError):
        _intake(MemorySystem()).take(_multipart(0, end=b"nonsense"), actor="ana", allow_duplicates=False)


def test_a_file_of_the_limit_is_accepted_and_one_byte_more_is_not() -> None:
    system = MemorySystem()
    intake = _intake(system, UploadLimits(file_bytes=len(PDF), files=2))
    outcomes = intake.take(iter([_part(PDF), _part(PDF + b"!")]), actor="ana", allow_duplicates=False)
    assert [outcome.code for outcome in outcomes] == [None, "file-too-large"]
