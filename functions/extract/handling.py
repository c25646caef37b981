"""The extraction stage: takes the data from the cheapest trustworthy source, grounds it, lets the codes on the pages
decide, then checks and summarises it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from functions.extract.agreement import agree
from functions.extract.codes import settled
from functions.extract.einvoice.completing import completed_from_page, needs_the_page
from functions.extract.einvoice.parsing import parse_einvoice
from functions.extract.einvoice.printed import printed_disagreements
from functions.extract.extraction import Extraction, dump_extraction, load_extraction
from functions.extract.grounding import ground
from functions.extract.layout import Layout, read_layout
from functions.extract.local import extract_locally
from functions.extract.model.errors import ModelAnswerError, ModelSetupError
from functions.extract.unseen import unseen_findings
from functions.extract.xml_document import read_xml
from shared.adapters.answers import answer_columns
from shared.domain.checks import SellerHistory, check_invoice
from shared.domain.companies import OwnCompanies
from shared.domain.document import DocumentText, Source, dump_document_text, load_document_text
from shared.domain.document_types import XML_TYPES
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.object_keys import text_key
from shared.domain.summary import summarise
from shared.errors import DocumentError, UnavailableError
from shared.pipeline.ports import Cache, ObjectStore
from shared.pipeline.stages import Claim, StageResult
from shared.pipeline.stored_documents import StoredDocuments
from shared.pipeline.worker import Lease

log = logging.getLogger(__name__)

DAMAGED = finding(FindingCode.FILE_DAMAGED, Level.WARNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """The call to a model, and a name for everything beside the document that changes its answer.

    If `required`, extraction fails without the model's answer. Otherwise the local extractor's answer is used, with a
    warning, once the model has declined, is not configured correctly, or was unavailable at each of `attempts`.
    """

    extract: Callable[[DocumentText, Layout, Claim, OwnCompanies], Extraction]
    fingerprint: Callable[[OwnCompanies], str]
    cache: Cache
    required: bool
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionStage:
    """What extraction needs; without a `model` the local extractor works alone."""

    store: ObjectStore
    documents: StoredDocuments
    model: LanguageModel | None
    history: Callable[[InvoiceData, int], SellerHistory]
    companies: Callable[[], OwnCompanies]
    max_pages: int

    def work(self, claim: Claim, lease: Lease) -> StageResult:
        """The row's answer columns. Raises DocumentError, DocumentChangedError, UnavailableError."""
        document = self._xml(claim) if claim.content_type in XML_TYPES else self._text(claim)
        lease.progress(0.1)
        extraction = self._extract(document, claim)
        lease.progress(0.9)
        findings = [
            *([DAMAGED] if document.damaged else []),
            *unseen_findings(document),
            *self._findings(extraction, claim.invoice_id),
        ]
        data = extraction.data.model_copy(update={"summary": summarise(extraction.data, findings)})
        return StageResult(
            columns={
                **answer_columns(data, extraction.evidence, findings),
                "extractor": extraction.extractor,
                "agent_response": extraction.agent_response,
                "page_count": len(document.pages),
            },
            attributes={"extractor": extraction.extractor, "findings": [one.code for one in findings]},
        )

    def _text(self, claim: Claim) -> DocumentText:
        """What was read from the document."""
        try:
            return load_document_text(self.store.get(text_key(claim.invoice_id)))
        except ValidationError as error:
            raise DocumentError("The text that was read from this document is damaged. Please retry.") from error

    def _xml(self, claim: Claim) -> DocumentText:
        """The text of a bare XML file, which nothing was read from before; kept for who looks at it."""
        with TemporaryDirectory(prefix="xml-") as folder:
            path = Path(folder) / "document"
            self.documents.download(claim.sha256, path)
            document = read_xml(path, claim.content_type, max_pages=self.max_pages)
        self.store.put(text_key(claim.invoice_id), dump_document_text(document), "application/json")
        return document

    def _extract(self, document: DocumentText, claim: Claim) -> Extraction:
        unreadable: tuple[Finding, ...] = ()
        layout, own = read_layout(document), self.companies()
        if document.einvoice is not None:
            try:
                return _from_xml(document, layout, own)
            except DocumentError as error:
                if document.einvoice.name is None:
                    raise
                # The page beside the damaged attachment can still be read.
                unreadable = (finding(FindingCode.EINVOICE_UNREADABLE, Level.WARNING, reason=str(error)),)
        extraction = ground(extract_locally(document, layout=layout, own=own), document, layout=layout)
        if self.model is not None:
            extraction = self._with_model(self.model, document, layout, claim, own, extraction)
        extraction = settled(extraction, document, layout=layout)
        return replace(extraction, findings=(*unreadable, *extraction.findings))

    def _with_model(
        self,
        model: LanguageModel,
        document: DocumentText,
        layout: Layout,
        claim: Claim,
        own: OwnCompanies,
        local: Extraction,
    ) -> Extraction:
        try:
            answer = self._ask(model, document, layout, claim, own)
        except (ModelAnswerError, ModelSetupError, UnavailableError) as error:
            if model.required or (error.retryable and claim.attempt < model.attempts):
                raise
            log.warning("model left out", extra={"invoice_id": claim.invoice_id, "code": error.code})
            # Each of these errors is a finding of the same code.
            without_model = finding(FindingCode(error.code), Level.WARNING, reason=str(error))
            return replace(local, findings=(without_model, *local.findings))
        return agree(ground(answer, document, layout=layout), local)

    def _ask(
        self, model: LanguageModel, document: DocumentText, layout: Layout, claim: Claim, own: OwnCompanies
    ) -> Extraction:
        fingerprint = model.fingerprint(own)
        if claim.pages is not None:  # the cache is that of the file's bytes
            fingerprint = f"{fingerprint} pages {claim.pages.first}-{claim.pages.last}"
        if not claim.bypass_caches and (kept := model.cache.get(claim.sha256, fingerprint)) is not None:
            try:
                return load_extraction(kept)
            except ValidationError:  # stored in an older schema: ask again
                log.info("kept answer not usable", extra={"invoice_id": claim.invoice_id})
        extraction = model.extract(document, layout, claim, own)
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


def _from_xml(document: DocumentText, layout: Layout, own: OwnCompanies) -> Extraction:
    if document.einvoice is None:
        raise ValueError("the document carries no e-invoice")
    extraction = parse_einvoice(document.einvoice.content)
    has_pages = any(page.source is not Source.XML for page in document.pages)
    if has_pages:
        differences = printed_disagreements(extraction.data, document)
        extraction = replace(extraction, findings=(*extraction.findings, *differences))
    grounded = ground(extraction, document, layout=layout)
    if has_pages and needs_the_page(extraction.data):
        read = ground(extract_locally(document, layout=layout, own=own), document, layout=layout)
        return completed_from_page(grounded, read)
    return grounded
