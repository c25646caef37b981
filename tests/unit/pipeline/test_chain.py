"""The whole way of an invoice without a server: upload, claim, work, finish, after_commit, decide, delete."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from functions.api import decisions
from functions.extract.handling import ExtractionStage
from functions.extract.text_extraction import extract_text
from functions.ocr.handling import Read
from functions.ocr.options import ReadingOptions
from functions.upload.intake import Intake, UploadLimits
from functions.upload.multipart import FilePart
from infra.dispatcher.sweeper import Sweeper
from shared.domain.checks import SellerHistory
from shared.domain.companies import OwnCompanies
from shared.domain.document import DocumentText, Source, load_document_text
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage, Status
from shared.domain.metrics import DOCUMENTS_CHANGED
from shared.domain.object_keys import document_key, text_key
from shared.errors import ErrorCode, UnavailableError
from shared.pipeline.stored_documents import DocumentChangedError
from tests.support.documents import printed
from tests.support.memory import MemorySystem
from tests.support.messages import message
from tests.support.reading_stage import reading_stage

CONTENT = b"%PDF-1.7 the bytes of an invoice"
SAMPLES = Path(__file__).resolve().parents[3] / "samples"
PAGE = "Alpha Ltd\nInvoice no. 17\nDate 2026-01-01\nTotal 12.00 EUR"


Slow = Callable[[int], None]


def _read(
    path: Path,
    content_type: str,
    options: ReadingOptions,
    progress: Callable[[int, int], None],
    on_slow: Callable[[int], None],
) -> DocumentText:
    assert (path.read_bytes(), content_type) == (CONTENT, "application/pdf")
    progress(1, 1)
    return printed(PAGE)


def _never(*given: object) -> DocumentText:
    pytest.fail("an XML was read")


def _uploaded(system: MemorySystem, content: bytes = CONTENT) -> int:
    intake = Intake(
        store=system.objects,
        invoices=system.invoices,
        after_commit=system.after_commit,
        metrics=system.metrics,
        limits=UploadLimits(file_bytes=100_000, files=1),
    )
    parts: Iterator[FilePart] = iter([FilePart(filename="a.pdf", chunks=iter([content]))])
    (outcome,) = intake.take(parts, actor="ana", allow_duplicates=True)
    assert outcome.invoice_id is not None
    return outcome.invoice_id


def _dispatched(system: MemorySystem, read: Read = _read) -> None:
    """Every waiting message is delivered to its function, until none waits."""
    reading = reading_stage(system, read)
    extraction = ExtractionStage(
        store=system.objects,
        documents=system.documents("extract"),
        extract_text=lambda lane: extract_text,
        model=None,
        recall=lambda marks, data: None,
        history=lambda data, number: SellerHistory(),
        companies=OwnCompanies,
        max_pages=20,
    )
    while system.queue.waiting():
        for stage, work in ((Stage.OCR, reading.work), (Stage.EXTRACT, extraction.work)):
            for invoice_id in system.waiting(stage):
                system.worker(stage).handle(invoice_id, work)


def _swept(system: MemorySystem) -> int:
    return Sweeper(
        stages=system.stages,
        queue=system.queue,
        after_commit=system.after_commit,
        metrics=system.metrics,
        settings=system.settings,
    ).sweep()


def test_an_uploaded_document_becomes_confirmed_data_and_is_deleted_without_a_trace() -> None:
    system = MemorySystem()
    invoice_id = _uploaded(system)
    _dispatched(system)
    row = system.row(invoice_id)
    assert (row["status"], row["invoice_number"], row["extractor"]) == (Status.WAITING_VALIDATION, "17", "local")
    result = system.invoices.decide(invoice_id, actor="ana", rule=decisions.confirm)
    system.after_commit(result.change)
    assert row["final_data"]["total_amount"] == "12.00"
    assert system.trail(invoice_id) == [
        "uploaded",
        "ocr.started",
        "ocr.finished",
        "extract.started",
        "extract.finished",
        "confirmed",
    ]
    versions = [change.version for change in system.changes.published]
    assert versions == sorted(versions), "watchers never go back"
    assert json.dumps([change.as_json() for change in system.changes.published])
    assert system.deletion().delete(invoice_id, actor="ana")
    assert (system.rows.rows, list(system.objects.keys("")), list(system.cache.documents())) == ({}, [], [])


def test_an_xml_needs_no_reading_and_is_retried_where_it_began() -> None:
    system = MemorySystem()
    invoice_id = _uploaded(system, (SAMPLES / "fietsen-ubl-nl.xml").read_bytes())
    _dispatched(system, _never)
    row = system.row(invoice_id)
    assert (row["status"], row["extractor"], row["page_count"]) == (Status.WAITING_VALIDATION, "einvoice", 2)
    assert row["evidence"]["/invoice_number"]["page"] == 1
    assert system.trail(invoice_id) == ["uploaded", "extract.started", "extract.finished"]
    assert load_document_text(system.objects.get(text_key(invoice_id))).pages[0].source is Source.XML
    system.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: decisions.reject(invoice, None))
    system.after_commit(system.invoices.decide(invoice_id, actor="ana", rule=decisions.retry).change)
    assert system.row(invoice_id)["stage"] == Stage.EXTRACT
    _dispatched(system, _never)
    assert system.row(invoice_id)["status"] == Status.WAITING_VALIDATION


def test_an_xml_that_was_to_be_read_by_an_older_version_goes_on() -> None:
    system = MemorySystem()
    invoice_id = _uploaded(system, (SAMPLES / "fietsen-ubl-nl.xml").read_bytes())
    system.row(invoice_id)["stage"] = Stage.OCR
    system.queue.enqueue(invoice_id, message(at=system.clock()))
    _dispatched(system, _never)
    assert system.row(invoice_id)["status"] == Status.WAITING_VALIDATION


def test_pages_that_must_be_recognised_are_read_in_the_slow_lane_after_one_move() -> None:
    system = MemorySystem()
    lanes: list[Lane] = []

    def scanned(path: Path, kind: str, options: ReadingOptions, progress: object, on_slow: Slow) -> DocumentText:
        lanes.append(Lane(system.row(invoice_id)["lane"]))
        on_slow(3)
        return printed(PAGE)

    invoice_id = _uploaded(system)
    _dispatched(system, scanned)
    assert lanes == [Lane.QUICK, Lane.SLOW]
    assert system.row(invoice_id)["status"] == Status.WAITING_VALIDATION
    assert system.trail(invoice_id).count("ocr.started") == 2
    system.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: decisions.reject(invoice, None))
    system.after_commit(system.invoices.decide(invoice_id, actor="ana", rule=decisions.retry).change)
    _dispatched(system, scanned)
    assert lanes[2:] == [Lane.SLOW], "a retry knows the lane"


def test_a_picture_of_more_pages_than_it_paid_for_pays_before_it_is_read() -> None:
    system = MemorySystem()
    reads: list[int] = []

    def fax(path: Path, kind: str, options: ReadingOptions, progress: object, on_slow: Slow) -> DocumentText:
        on_slow(40)
        reads.append(system.row(invoice_id)["pages_due"])
        return printed(PAGE)

    invoice_id = _uploaded(system, b"II*\0" + bytes(40))
    assert [line.lane for line in system.queue.waiting()] == [Lane.SLOW]
    _dispatched(system, fax)
    assert reads == [40]
    assert system.row(invoice_id)["lane"] == Lane.LONG


def test_the_same_bytes_are_read_once_and_again_when_a_person_retries() -> None:
    system = MemorySystem()
    reads: list[Path] = []

    def counted(path: Path, *given: object) -> DocumentText:
        reads.append(path)
        return printed(PAGE)

    first, second = _uploaded(system), _uploaded(system)
    _dispatched(system, counted)
    assert len(reads) == 1
    assert system.objects.get(text_key(first)) == system.objects.get(text_key(second))
    system.after_commit(
        system.invoices.decide(first, actor="ana", rule=lambda invoice: decisions.reject(invoice, None)).change
    )
    system.after_commit(system.invoices.decide(first, actor="ana", rule=decisions.retry).change)
    _dispatched(system, counted)
    assert len(reads) == 2
    assert system.row(first)["bypass_caches"] is False


@pytest.mark.parametrize("lost_at", Stage)
def test_a_message_that_is_lost_at_any_stage_costs_time_only(lost_at: Stage) -> None:
    system = MemorySystem()
    system.queue.is_away = lost_at is Stage.OCR
    invoice_id = _uploaded(system)

    def losing(path: Path, *given: object) -> DocumentText:
        system.queue.is_away = lost_at is Stage.EXTRACT
        return printed(PAGE)

    try:
        _dispatched(system, losing)
    except UnavailableError:
        assert lost_at is Stage.EXTRACT, "the test looks into a queue that is away"
    system.queue.is_away = False
    assert system.row(invoice_id)["status"] is Status.PROCESSING
    system.clock.advance(3600)
    assert _swept(system) == 1
    _dispatched(system)
    assert system.row(invoice_id)["status"] is Status.WAITING_VALIDATION


def test_a_store_that_is_away_for_a_while_costs_attempts_and_not_the_invoice() -> None:
    system = MemorySystem()
    invoice_id = _uploaded(system)
    faults = [UnavailableError(), UnavailableError()]

    def flaky(path: Path, *given: object) -> DocumentText:
        if faults:
            raise faults.pop()
        return printed(PAGE)

    _dispatched(system, flaky)
    for _ in range(2):
        system.clock.advance(3600)
        assert _swept(system) == 1
        _dispatched(system, flaky)
    assert system.row(invoice_id)["status"] is Status.WAITING_VALIDATION
    assert system.trail(invoice_id).count("ocr.postponed") == 2


def test_a_document_that_was_replaced_in_the_store_is_not_read_until_it_is_back() -> None:
    system = MemorySystem()
    invoice_id = _uploaded(system)
    key = document_key(sha256(CONTENT).hexdigest())
    system.objects.put(key, b"%PDF-1.7 the bytes of another one", "application/pdf")
    _dispatched(system)
    assert system.trail(invoice_id)[-1] == "ocr.postponed"
    while system.row(invoice_id)["status"] is Status.PROCESSING:
        system.clock.advance(3600)
        assert _swept(system) == 1
        _dispatched(system)
    row = system.row(invoice_id)
    assert (row["status"], row["error_code"]) == (Status.FAILED, ErrorCode.FILE_CHANGED)
    assert row["error_message"] == DocumentChangedError.message
    assert system.metrics.counted()[DOCUMENTS_CHANGED.name, "ocr"] == system.settings.max_attempts
    system.objects.put(key, CONTENT, "application/pdf")
    system.after_commit(system.invoices.decide(invoice_id, actor="ana", rule=decisions.retry).change)
    _dispatched(system)
    assert system.row(invoice_id)["status"] is Status.WAITING_VALIDATION
