"""The ocr function: handles `invoices.document.uploaded.v1` by reading the invoice's document."""

from functools import cache

import functions_framework
from cloudevents.http import CloudEvent

from functions.ocr.handling import ReadingStage
from functions.ocr.options import ReadingOptions
from functions.ocr.reading import read_document
from shared.adapters.caches import reading_caches
from shared.adapters.database import shared_engine
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.wiring import make_documents, make_worker
from shared.domain.lifecycle import Stage
from shared.errors import AppError
from shared.http.error_responses import app_error_response
from shared.http.stage_functions import limit_event_bodies, signed_event
from shared.http.start_up import start_process
from shared.pipeline.worker import Worker

settings = start_process("ocr")
functions_framework.errorhandler(AppError)(app_error_response)
limit_event_bodies()


@functions_framework.cloud_event
def ocr(event: CloudEvent) -> None:
    """Read the document, store its text, and enqueue the extraction."""
    with signed_event(event, Stage.OCR, settings=settings, client=shared_redis()) as signed:
        _worker().handle(signed.invoice_id, _reading().work, lane=signed.lane)


@cache
def _worker() -> Worker:
    return make_worker(Stage.OCR, shared_engine(), shared_redis(), settings)


@cache
def _reading() -> ReadingStage:
    options = ReadingOptions.from_settings(settings)
    return ReadingStage(
        documents=make_documents("ocr", shared_redis(), shared_object_store()),
        store=shared_object_store(),
        caches=reading_caches(settings, shared_redis()),
        options=options,
        fingerprint=options.fingerprint,
        read=read_document,
    )
