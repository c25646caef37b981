"""The extract function: handles `invoices.text.recognised.v1` by turning the invoice's text into checked data."""

import functions_framework
from cloudevents.http import CloudEvent

from shared.adapters.redis_client import shared_redis
from shared.domain.lifecycle import Stage
from shared.errors import AppError
from shared.http.error_responses import app_error_response
from shared.http.stage_functions import limit_event_bodies, signed_event
from shared.http.start_up import load_behind, start_process

settings = start_process("extract")
functions_framework.errorhandler(AppError)(app_error_response)
limit_event_bodies()
load_behind("functions.extract.work")


@functions_framework.cloud_event
def extract(event: CloudEvent) -> None:
    """Extract, ground and check the data; the invoice then waits for a person."""
    with signed_event(event, Stage.EXTRACT, settings=settings, client=shared_redis()) as signed:
        from functions.extract.work import extract_data  # not at the start, of which it would be half

        extract_data(signed)
