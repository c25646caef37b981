"""The extract function: answers `invoices.text.recognised.v1` by turning that invoice's text into checked data."""

from functools import cache

import functions_framework
from cloudevents.http import CloudEvent

from functions.extract.handling import Extracting
from shared.adapters.database import shared_engine, transaction
from shared.adapters.event_queue import EventQueue
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.seller_history import seller_history
from shared.adapters.work import Worker
from shared.domain.checks import SellerHistory
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Stage
from shared.errors import AppError
from shared.http.error_responses import app_error_response
from shared.http.signing import check_secret
from shared.http.stage_functions import signed_event
from shared.logs import configure_logging
from shared.settings import load_settings

settings = load_settings()
configure_logging("extract", settings.log_level)
check_secret(settings.secret_key.get_secret_value())
functions_framework.errorhandler(AppError)(app_error_response)


@functions_framework.cloud_event
def extract(event: CloudEvent) -> None:
    """Extract, ground and check the data, and leave the invoice to a person."""
    with signed_event(event, Stage.EXTRACT, settings=settings, client=shared_redis()) as invoice_id:
        _worker().handle(invoice_id, _extracting().work)


@cache
def _worker() -> Worker:
    client = shared_redis()
    return Worker(
        stage=Stage.EXTRACT, engine=shared_engine(), redis=client, queue=EventQueue(client), settings=settings
    )


@cache
def _extracting() -> Extracting:
    return Extracting(store=shared_object_store(), model=None, history=_history)


def _history(data: InvoiceData, invoice_id: int) -> SellerHistory:
    with transaction(shared_engine()) as connection:
        return seller_history(connection, data, without=invoice_id)
