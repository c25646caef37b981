"""The extraction stage: takes the data from the text, asks the model if there is one, then checks and summarises it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from functions.extract.extraction import Extraction, dump_extraction, load_extraction
from functions.extract.model.errors import ModelAnswerError, ModelSetupError
from functions.extract.printed_pages import PrintedPage
from functions.extract.text_length import full_pages, is_long
from functions.extract.text_tasks import Extracted, TextTask, XmlFile
from shared.adapters.answers import answer_columns
from shared.adapters.sandboxed_calls import TooMuchWorkError
from shared.domain.checks import SellerHistory, check_invoice
from shared.domain.companies import OwnCompanies
from shared.domain.document_types import XML_TYPES
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.lanes import Lane
from shared.domain.memory.seller_memory import SellerMemory
from shared.domain.object_keys import printed_text_key, text_key
from shared.domain.summary import summarise
from shared.domain.xml_text import refuse_large_xml
from shared.errors import UnavailableError
from shared.pipeline.automation import automation_of
from shared.pipeline.ports import Cache, ObjectStore, Recall
from shared.pipeline.stages import Claim, StageResult, WorkMovesOnError
from shared.pipeline.stored_documents import StoredDocuments
from shared.pipeline.worker import Lease

log = logging.getLogger(__name__)

ExtractText = Callable[[bytes, TextTask], Extracted]
"""A stored document text and what is asked about it. Raises DocumentError; TooMuchWorkError for a text that needs more
time or memory than is allowed."""

# A person sees the pages, and can enter what they say: more use than a failure, which a retry would only repeat.
NOT_EXTRACTED = Extracted(
    extraction=Extraction(
        data=InvoiceData(),
        extractor=Extractor.LOCAL,
        findings=(finding(FindingCode.TEXT_NOT_EXTRACTED, Level.WARNING),),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """The call to a model, and a name for everything beside the document that changes its answer.

    If `required`, extraction fails without the model's answer. Otherwise the local extractor's answer is used, with a
    warning, once the model has declined, is not configured correctly, or was unavailable at each of `attempts`.
    `examples` of a seller's earlier invoices are shown to it, empty if none are wanted.
    """

    extract: Callable[[Sequence[PrintedPage], Claim, OwnCompanies, str], Extraction]
    fingerprint: Callable[[OwnCompanies, str], str]
    examples: Callable[[SellerMemory], str]
    cache: Cache
    required: bool
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionStage:
    """What extraction needs; without a `model` the local extractor works alone. Each lane has an `extract_text` of its
    own."""

    store: ObjectStore
    documents: StoredDocuments
    extract_text: Callable[[Lane], ExtractText]
    model: LanguageModel | None
    recall: Recall
    history: Callable[[InvoiceData, int], SellerHistory]
    companies: Callable[[], OwnCompanies]
    max_pages: int

    def work(self, claim: Claim, lease: Lease) -> StageResult:
        """The row's answer columns. Raises DocumentError, DocumentChangedError, UnavailableError; WorkMovesOnError for
        a long text in the quick lane."""
        content = self._content(claim)
        if claim.turn.lane is Lane.QUICK and is_long(len(content)):
            raise WorkMovesOnError(full_pages(len(content)))
        task = TextTask(own=self.companies(), wants_pages=self.model is not None, xml=self._xml_file(claim))
        lease.progress(0.1)
        try:
            extracted = self._extract(content, task, claim)
        except TooMuchWorkError:
            if task.xml is not None:
                raise
            log.warning("text not extracted", extra={"invoice_id": claim.invoice_id, "bytes": len(content)})
            extracted = NOT_EXTRACTED
        lease.progress(0.9)
        of_file: dict[str, Any] = {}
        if extracted.text is not None:  # kept for who looks at it
            self.store.put(text_key(claim.invoice_id), extracted.text.encode(), "application/json")
            for language, printed in extracted.printed.items():
                self.store.put(printed_text_key(claim.invoice_id, language), printed.encode(), "application/json")
            of_file["page_count"] = extracted.page_count
        extraction = extracted.extraction
        findings = self._findings(extraction, claim.invoice_id)
        data = extraction.data.model_copy(update={"summary": summarise(extraction.data, findings)})
        return StageResult(
            columns={
                **answer_columns(data, extraction.evidence, findings),
                "extractor": extraction.extractor,
                "agent_response": extraction.agent_response,
                "text": extracted.searched,
                "blockers": None,  # those of an earlier reading
                "sketch": extracted.sketch and extracted.sketch.model_dump(mode="json"),
                **of_file,
            },
            attributes={"extractor": extraction.extractor, "findings": [one.code for one in findings]},
            afterwards=automation_of(read_again=claim.bypass_caches),
        )

    def _xml_file(self, claim: Claim) -> XmlFile | None:
        if claim.content_type not in XML_TYPES:
            return None
        return XmlFile(content_type=claim.content_type, max_pages=self.max_pages)

    def _content(self, claim: Claim) -> bytes:
        """What was read from the document; of a bare XML file, which nothing was read from before, the file."""
        if claim.content_type not in XML_TYPES:
            return self.store.get(text_key(claim.invoice_id))
        refuse_large_xml(claim.size)
        return self.documents.read(claim.sha256, size=claim.size)

    def _extract(self, content: bytes, task: TextTask, claim: Claim) -> Extracted:
        extract_text = self.extract_text(claim.turn.lane)
        first, memory = self._remembering(extract_text, content, task, claim)
        if self.model is None or first.pages is None:
            return first
        examples = self.model.examples(memory) if memory is not None else ""
        try:
            answer = self._ask(self.model, first.pages, claim, task.own, examples)
        except (ModelAnswerError, ModelSetupError, UnavailableError) as error:
            if self.model.required or (error.retryable and claim.attempt < self.model.attempts):
                raise
            log.warning("model left out", extra={"invoice_id": claim.invoice_id, "code": error.code})
            # Each of these errors is a finding of the same code.
            without_model = finding(FindingCode(error.code), Level.WARNING, reason=str(error))
            extraction = replace(first.extraction, findings=(without_model, *first.extraction.findings))
            return replace(first, extraction=extraction)
        both = extract_text(content, replace(task, answer=answer, local=first.local, wants_pages=False))
        return replace(both, sketch=first.sketch)

    def _remembering(
        self, extract_text: ExtractText, content: bytes, task: TextTask, claim: Claim
    ) -> tuple[Extracted, SellerMemory | None]:
        """The answer about the text; where it shows a seller of whom something is known, that of a second look with
        this in mind, and what is known."""
        first = extract_text(content, task)
        memory = self.recall(first.marks, first.extraction.data) if first.marks is not None else None
        if memory is None or not memory.lessons:
            return first, None
        try:
            return extract_text(content, replace(task, memory=memory)), memory
        except TooMuchWorkError:
            log.warning("memory left out", extra={"invoice_id": claim.invoice_id, "bytes": len(content)})
            return first, None

    def _ask(
        self, model: LanguageModel, pages: Sequence[PrintedPage], claim: Claim, own: OwnCompanies, examples: str
    ) -> Extraction:
        fingerprint = model.fingerprint(own, examples)
        if claim.pages is not None:  # the cache is that of the file's bytes
            fingerprint = f"{fingerprint} pages {claim.pages.first}-{claim.pages.last}"
        if not claim.bypass_caches and (kept := model.cache.get(claim.sha256, fingerprint)) is not None:
            try:
                return load_extraction(kept)
            except ValidationError:  # stored in an older schema: ask again
                log.info("kept answer not usable", extra={"invoice_id": claim.invoice_id})
        extraction = model.extract(pages, claim, own, examples)
        model.cache.put(claim.sha256, fingerprint, dump_extraction(extraction))
        return extraction

    def _findings(self, extraction: Extraction, invoice_id: int) -> list[Finding]:
        checked = check_invoice(
            extraction.data,
            evidence=extraction.evidence,
            history=self.history(extraction.data, invoice_id),
            today=datetime.now(UTC).date(),
        )
        return [*extraction.findings, *checked]
