"""What reading one invoice's document needs: made once, and loaded behind the start (`main`)."""

from functools import cache

from functions.ocr.handling import ReadingStage
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from shared.adapters.caches import reading_caches
from shared.adapters.database import shared_engine
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.wiring import make_documents, make_worker
from shared.domain.cloud_events import InvoiceEvent
from shared.domain.lifecycle import Stage
from shared.pipeline.worker import Worker
from shared.settings import load_settings

settings = load_settings()


def read(event: InvoiceEvent) -> None:
    """Read the document, store its text, and enqueue the extraction."""
    _worker().handle(event.invoice_id, reading_stage().work, lane=event.lane)


@cache
def _worker() -> Worker:
    return make_worker(Stage.OCR, shared_engine(), shared_redis(), settings, probe_store=shared_object_store().probe)


@cache
def reading_stage() -> ReadingStage:
    """That of this process's settings and stores."""
    options = ReadingOptions.from_settings(settings)
    return ReadingStage(
        documents=make_documents("ocr", shared_redis(), shared_object_store()),
        store=shared_object_store(),
        caches=reading_caches(settings, shared_redis()),
        options=options,
        fingerprint=options.fingerprint,
        read=read_document,
    )
