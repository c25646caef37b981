from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import cast

import pytest

from functions.extract.handling import ExtractionStage, ExtractText
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import Extracted, TextTask
from shared.adapters.sandboxed_calls import TooMuchWorkError
from shared.domain.checks import SellerHistory
from shared.domain.companies import OwnCompanies
from shared.domain.document import Box, CodeFormat, DocumentText, PageCode, dump_document_text
from shared.domain.figures import CountedValues
from shared.domain.invoice import InvoiceData
from shared.domain.lanes import Lane, Turn
from shared.domain.lifecycle import Stage, Status
from shared.domain.memory.lesson import Lesson
from shared.domain.memory.seller_memory import SellerMarks, SellerMemory
from shared.domain.object_keys import document_key
from shared.errors import DocumentError
from shared.pipeline.ports import ObjectStore, Recall
from shared.pipeline.stages import Claim, StageResult, WorkMovesOnError
from shared.pipeline.worker import Lease
from tests.support.documents import printed
from tests.support.memory import MemorySystem

NOW = datetime(2026, 1, 2, tzinfo=UTC)
CLAIM = Claim(
    invoice_id=1,
    stage=Stage.EXTRACT,
    token="t",
    attempt=1,
    enqueued_at=NOW,
    turn=Turn(lane=Lane.QUICK, uploader="a"),
    claimed_at=NOW,
    filename="a.pdf",
    content_type="application/pdf",
    size=1,
    sha256="0" * 64,
    bypass_caches=False,
    version=1,
    counted=CountedValues(status=Status.PROCESSING, created_at=NOW),
)
XML = b"<Invoice/>"
PAGE = "Alpha Ltd\nInvoice no. 17\nDate 2026-01-01\nTotal 12.00 EUR"


class Kept:
    """A store that holds one document's text."""

    def __init__(self, document: DocumentText) -> None:
        self.content = dump_document_text(document)

    def get(self, key: str) -> bytes:
        return self.content


class Held:
    """A lease that is never lost."""

    def progress(self, share: float) -> None:
        pass


def nobody(marks: SellerMarks, data: InvoiceData) -> SellerMemory | None:
    """No seller is known."""
    return None


def extracted(
    document: DocumentText, extract: ExtractText = extract_text, claim: Claim = CLAIM, recall: Recall = nobody
) -> StageResult:
    """The stage's result for the document, without a model."""
    system = MemorySystem()
    system.objects.put(document_key(claim.sha256), XML, claim.content_type)
    extracting = ExtractionStage(
        store=cast(ObjectStore, Kept(document)),
        documents=system.documents("extract"),
        extract_text=lambda lane: extract,
        model=None,
        recall=recall,
        history=lambda data, number: SellerHistory(),
        companies=OwnCompanies,
        max_pages=20,
    )
    return extracting.work(claim, cast(Lease, Held()))


@pytest.mark.parametrize("damaged", [True, False])
def test_a_damaged_file_is_a_finding(*, damaged: bool) -> None:
    result = extracted(DocumentText(pages=printed(PAGE).pages, damaged=damaged))

    assert ("file-damaged" in cast(list[str], result.attributes["findings"])) is damaged


def test_a_code_on_the_page_gives_the_account() -> None:
    text = "BCD\n002\n1\nSCT\n\nAlpha Ltd\nDE02120300000000202051\nEUR12.00\n"
    code = PageCode(format=CodeFormat.QR, text=text, box=Box(0.1, 0.7, 0.3, 0.9))
    page = replace(printed(PAGE).pages[0], codes=(code,))

    columns = extracted(DocumentText(pages=(page,))).columns

    assert columns["preview_data"]["payment"]["iban"] == "DE02120300000000202051"
    assert columns["evidence"]["/payment/iban"]["source"] == "code"


def test_a_long_text_waits_for_a_turn_among_slow_work() -> None:
    word = printed(PAGE).pages[0].words[0]
    long = DocumentText(pages=(replace(printed(PAGE).pages[0], words=(word,) * 12_000),))

    with pytest.raises(WorkMovesOnError) as moved:
        extracted(long)

    assert moved.value.pages > 5


def too_much(content: bytes, task: TextTask) -> Extracted:
    raise TooMuchWorkError


def test_a_text_that_is_too_much_work_is_left_to_a_person() -> None:
    result = extracted(printed(PAGE), too_much)

    assert cast(list[str], result.attributes["findings"])[0] == "text-not-extracted"
    assert result.columns["preview_data"]["invoice_number"] is None


def test_an_xml_that_is_too_much_work_has_failed() -> None:
    with pytest.raises(TooMuchWorkError):
        extracted(
            printed(PAGE),
            too_much,
            claim=replace(CLAIM, content_type="application/xml", size=len(XML), sha256=sha256(XML).hexdigest()),
        )


# --- memory -----------------------------------------------------------------------------------------------------------


@dataclass
class Asked:
    """An extractor that keeps the tasks it was given."""

    tasks: list[TextTask] = field(default_factory=list)
    limit: int | None = None  # so many looks are not too much work

    def __call__(self, content: bytes, task: TextTask) -> Extracted:
        self.tasks.append(task)
        if self.limit is not None and len(self.tasks) > self.limit:
            raise TooMuchWorkError
        return extract_text(content, task)


def known(marks: SellerMarks, data: InvoiceData) -> SellerMemory | None:
    """The seller of any document, from one lesson that teaches nothing."""
    return SellerMemory(lessons=(Lesson(layout="0" * 16),))


def test_the_text_of_a_known_seller_is_extracted_again_with_what_is_known() -> None:
    asked = Asked()

    extracted(printed(PAGE), asked, recall=known)

    assert [task.memory is not None for task in asked.tasks] == [False, True]


@pytest.mark.parametrize("memory", [None, SellerMemory(lessons=())])
def test_the_text_of_an_unknown_seller_is_extracted_once(memory: SellerMemory | None) -> None:
    asked = Asked()

    extracted(printed(PAGE), asked, recall=lambda marks, data: memory)

    assert len(asked.tasks) == 1


def test_a_second_look_that_is_too_much_work_leaves_the_first_answer() -> None:
    result = extracted(printed(PAGE), Asked(limit=1), recall=known)

    assert result.columns["preview_data"]["invoice_number"] == "17"


def test_an_xml_is_not_asked_for_its_seller() -> None:
    claim = replace(CLAIM, content_type="application/xml", size=len(XML), sha256=sha256(XML).hexdigest())

    with pytest.raises(DocumentError):
        extracted(printed(PAGE), claim=claim, recall=lambda marks, data: pytest.fail("asked"))


def test_a_sketch_of_the_document_is_kept() -> None:
    columns = extracted(printed(PAGE)).columns

    assert "invoiceno" in [cell[0] for cell in columns["sketch"]["cells"]]
