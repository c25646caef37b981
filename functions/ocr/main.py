"""The ocr function: handles `invoices.document.uploaded.v1` by reading the invoice's document."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.redis_client import shared_redis
from shared.domain.lifecycle import Stage
from shared.errors import AppError
from shared.http.error_responses import app_error_response
from shared.http.stage_functions import limit_event_bodies, signed_event
from shared.http.start_up import load_behind, start_process

settings = start_process("ocr")
functions_framework.errorhandler(AppError)(app_error_response)
limit_event_bodies()
load_behind("functions.ocr.work")


@functions_framework.cloud_event
def ocr(event: CloudEvent) -> None:
    """Read the document, store its text, and enqueue the extraction."""
    with signed_event(event, Stage.OCR, settings=settings, client=shared_redis()) as signed:
        from functions.ocr.work import read  # not at the start, of which it would be half

        read(signed)
