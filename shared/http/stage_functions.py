"""The protocol edge that the functions of the chain share: a signed CloudEvent in, the invoice it names out."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask
import redis
from cloudevents.http import CloudEvent

from shared.domain.events import EVENT_TYPES, InvalidEventError, invoice_id_of
from shared.domain.lifecycle import Stage
from shared.http.signing import HEADER, verify
from shared.logs import request_context
from shared.settings import Settings


@contextmanager
def signed_event(event: CloudEvent, stage: Stage, *, settings: Settings, client: redis.Redis) -> Iterator[int]:
    """The id of the invoice that this stage is asked to work on, within the request that the event belongs to.

    Raises NotSignedError, InvalidEventError (another type, no invoice), UnavailableError.
    """
    with request_context(event.get("requestid"), event.get("traceparent")):
        verify(
            flask.request.headers.get(HEADER),
            settings.secret_key.get_secret_value(),
            stage,
            seconds=settings.internal_token_seconds,
            client=client,
            body=flask.request.get_data(),
        )
        if event["type"] != EVENT_TYPES[stage]:
            raise InvalidEventError(f"This function answers events of the type {EVENT_TYPES[stage]} only.")
        yield invoice_id_of(event.get("subject"))
