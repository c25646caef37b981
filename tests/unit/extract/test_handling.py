from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest

from functions.extract.handling import ExtractionStage
from functions.extract.text_extraction import extract_text
from shared.domain.checks import SellerHistory
from shared.domain.companies import OwnCompanies
from shared.domain.document import Box, CodeFormat, DocumentText, PageCode, dump_document_text
from shared.domain.lanes import Lane, Turn
from shared.domain.lifecycle import Stage
from shared.pipeline.ports import ObjectStore
from shared.pipeline.stages import Claim, StageResult
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
)
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


def extracted(document: DocumentText) -> StageResult:
    """The stage's result for the document, without a model."""
    extracting = ExtractionStage(
        store=cast(ObjectStore, Kept(document)),
        documents=MemorySystem().documents("extract"),
        extract_text=lambda lane: extract_text,
        model=None,
        history=lambda data, number: SellerHistory(),
        companies=OwnCompanies,
        max_pages=20,
    )
    return extracting.work(CLAIM, cast(Lease, Held()))


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
