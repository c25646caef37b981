"""What extracting one invoice's data needs: made once, and loaded behind the start (`main`)."""

from collections.abc import Sequence
from functools import cache
from os import cpu_count

from functions.extract.extraction import Extraction
from functions.extract.handling import ExtractionStage, LanguageModel
from functions.extract.model import ModelClient, examples_of, extract_with_model, model_fingerprint, model_options
from functions.extract.page_images import PageImages
from functions.extract.printed_pages import PrintedPage
from functions.extract.sandboxed_extraction import SandboxedExtraction
from shared.adapters.caches import extraction_cache
from shared.adapters.companies import RecentCompanies
from shared.adapters.database import shared_engine, transaction
from shared.adapters.lessons import recall
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.request_budget import RedisRequestBudget
from shared.adapters.seller_history import seller_history
from shared.adapters.wiring import make_documents, make_worker
from shared.domain.checks import SellerHistory
from shared.domain.cloud_events import InvoiceEvent
from shared.domain.companies import OwnCompanies
from shared.domain.invoice import InvoiceData
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage
from shared.domain.memory.seller_memory import SellerMarks, SellerMemory
from shared.domain.metrics import MODEL_TOKENS
from shared.pipeline.stages import Claim
from shared.pipeline.stored_documents import StoredDocuments
from shared.pipeline.worker import Worker
from shared.settings import load_settings

settings = load_settings()


def extract_data(event: InvoiceEvent) -> None:
    """Extract, ground and check the data; the invoice then waits for a person."""
    _worker().handle(event.invoice_id, extraction_stage().work, lane=event.lane)


@cache
def _worker() -> Worker:
    return make_worker(
        Stage.EXTRACT, shared_engine(), shared_redis(), settings, probe_store=shared_object_store().probe
    )


@cache
def extraction_stage() -> ExtractionStage:
    """That of this process's settings and stores."""
    documents = make_documents("extract", shared_redis(), shared_object_store())
    return ExtractionStage(
        store=shared_object_store(),
        documents=documents,
        extract_text=_extract_text,
        model=_model(documents) if settings.uses_model else None,
        recall=_recall,
        history=_history,
        companies=_companies(),
        max_pages=settings.max_pages,
    )


@cache
def _extract_text(lane: Lane) -> SandboxedExtraction:
    """The processes of a lane: none of another keeps a text waiting."""
    at_once = {
        Lane.QUICK: settings.extract_quick_concurrency,
        Lane.SLOW: settings.extract_concurrency,
        Lane.LONG: settings.extract_long_concurrency,
    }[lane]
    return SandboxedExtraction(
        processes=min(at_once, 2 * (cpu_count() or 1)),
        memory_mb=settings.reader_memory_mb,
        longest_seconds=settings.extract_timeout_seconds,
    )


def _model(documents: StoredDocuments) -> LanguageModel:
    """The configured model, within the request budget shared by all processes."""
    options = model_options(settings)
    per_minute = settings.openai_requests_per_minute
    budget = RedisRequestBudget(shared_redis(), "openai", per_minute=per_minute) if per_minute else None
    client = ModelClient(options, budget=budget)

    def extract_one(pages: Sequence[PrintedPage], claim: Claim, own: OwnCompanies, examples: str) -> Extraction:
        with PageImages(documents, pages, claim) as images:
            extraction = extract_with_model(
                pages, client, key=str(claim.invoice_id), page_image=images.png, own=own, examples=examples
            )
        for kind, tokens in _tokens_used(extraction).items():
            RedisMetrics(shared_redis()).count(MODEL_TOKENS, kind, amount=tokens)
        return extraction

    return LanguageModel(
        extract=extract_one,
        fingerprint=lambda own, examples: model_fingerprint(options, own, examples),
        examples=_examples,
        cache=extraction_cache(settings, shared_redis()),
        required=settings.extractor == "openai",
        attempts=settings.max_attempts,
    )


def _examples(memory: SellerMemory) -> str:
    return examples_of(memory, settings.openai_max_input_chars) if settings.openai_examples else ""


def _tokens_used(extraction: Extraction) -> dict[str, int]:
    usage = (extraction.agent_response or {}).get("usage") or {}
    return {kind: usage[f"{kind}_tokens"] for kind in ("prompt", "completion") if usage.get(f"{kind}_tokens")}


def _recall(marks: SellerMarks, data: InvoiceData) -> SellerMemory | None:
    with transaction(shared_engine()) as connection:
        return recall(connection, marks, data)


def _history(data: InvoiceData, invoice_id: int) -> SellerHistory:
    with transaction(shared_engine()) as connection:
        return seller_history(connection, data, without=invoice_id, companies=_companies()())


@cache
def _companies() -> RecentCompanies:
    return RecentCompanies(engine=shared_engine())
