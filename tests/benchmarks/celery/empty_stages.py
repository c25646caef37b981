"""Our side of the chain without work: the functions `ocr` and `extract` as they are, but with no document work."""

from functools import cache

import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.database import shared_engine
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.wiring import make_worker
from shared.domain.lifecycle import Stage
from shared.errors import AppError
from shared.http.error_responses import app_error_response
from shared.http.stage_functions import limit_event_bodies, signed_event
from shared.http.start_up import start_process
from shared.pipeline.worker import Worker
from tests.benchmarks.celery.stage_work import stage_work

settings = start_process("benchmark")
functions_framework.errorhandler(AppError)(app_error_response)
limit_event_bodies()


@functions_framework.cloud_event
def ocr(event: CloudEvent) -> None:
    """The first stage."""
    _handle(event, Stage.OCR)


@functions_framework.cloud_event
def extract(event: CloudEvent) -> None:
    """The second stage."""
    _handle(event, Stage.EXTRACT)


def _handle(event: CloudEvent, stage: Stage) -> None:
    with signed_event(event, stage, settings=settings, client=shared_redis()) as signed:
        _worker(stage).handle(signed.invoice_id, stage_work(stage), lane=signed.lane)


@cache
def _worker(stage: Stage) -> Worker:
    return make_worker(stage, shared_engine(), shared_redis(), settings, probe_store=shared_object_store().probe)
