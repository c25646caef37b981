"""The work of a stage, the same for both: nothing, or that of the product on its caches, cages and stores."""

import os
from enum import StrEnum
from functools import cache

from functions.extract.handling import ExtractionStage
from functions.extract.sandboxed_extraction import SandboxedExtraction
from functions.ocr.handling import ReadingStage
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from shared.adapters.caches import reading_caches
from shared.adapters.companies import RecentCompanies
from shared.adapters.database import shared_engine, transaction
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.seller_history import seller_history
from shared.adapters.wiring import make_documents
from shared.domain.checks import SellerHistory
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Stage
from shared.pipeline.stages import Claim, StageResult
from shared.pipeline.worker import Lease, Work
from shared.settings import load_settings

WORK = "BENCHMARK_WORK"
"""The environment variable that names the `Kind`."""


class Kind(StrEnum):
    """What is done with an invoice."""

    NOTHING = "nothing"
    DOCUMENTS = "documents"


def stage_work(stage: Stage) -> Work:
    """The work that the environment names. One in a process keeps its cages."""
    if Kind(os.environ[WORK]) is Kind.NOTHING:
        return _nothing
    return {Stage.OCR: _reading, Stage.EXTRACT: _extracting}[stage]()


def _nothing(claim: Claim, lease: Lease) -> StageResult:
    return StageResult()


@cache
def _reading() -> Work:
    settings = load_settings()
    options = ReadingOptions.from_settings(settings)
    return ReadingStage(
        documents=make_documents("ocr", shared_redis(), shared_object_store()),
        store=shared_object_store(),
        caches=reading_caches(settings, shared_redis()),
        options=options,
        fingerprint=options.fingerprint,
        read=read_document,
    ).work


@cache
def _extracting() -> Work:
    settings = load_settings()
    # A process of Celery's has one task at a time, so it needs one cage.
    cage = SandboxedExtraction(
        processes=1, memory_mb=settings.reader_memory_mb, longest_seconds=settings.extract_timeout_seconds
    )
    return ExtractionStage(
        store=shared_object_store(),
        documents=make_documents("extract", shared_redis(), shared_object_store()),
        extract_text=lambda lane: cage,
        model=None,
        history=_history,
        companies=RecentCompanies(engine=shared_engine()),
        max_pages=settings.max_pages,
    ).work


def _history(data: InvoiceData, invoice_id: int) -> SellerHistory:
    with transaction(shared_engine()) as connection:
        return seller_history(connection, data, without=invoice_id)
