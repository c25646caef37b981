"""The protocol edge that the functions of the chain share: a signed CloudEvent in, the invoice it names out."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask
import redis
from cloudevents.http import CloudEvent

from shared.domain.events import EVENT_TYPES, InvalidEventError, invoice_id_of, parse_event
from shared.domain.lifecycle import Stage
from shared.http.signing import HEADER, verify
from shared.logs import request_context
from shared.settings import Settings

_MOST_EVENT_BYTES = 64 * 1024


@contextmanager
def signed_event(event: CloudEvent, stage: Stage, *, settings: Settings, client: redis.Redis) -> Iterator[int]:
    """The id of the invoice that this stage is asked to work on, within the request that the event belongs to.

    Raises NotSignedError, InvalidEventError (another type, no invoice), UnavailableError.
    """
    with request_context(event.get("requestid"), event.get("traceparent")):
        body = flask.request.get_data()
        verify(
            flask.request.headers.get(HEADER),
            settings.secret_key.get_secret_value(),
            stage,
            seconds=settings.internal_token_seconds,
            client=client,
            body=body,
        )
        # Only the body is signed: an event in binary mode would name its invoice in a header, which anybody may change.
        signed = parse_event(body)
        if signed.type != EVENT_TYPES[stage]:
            raise InvalidEventError(f"This function answers events of the type {EVENT_TYPES[stage]} only.")
        yield invoice_id_of(signed.subject)


def limit_event_bodies() -> None:
    """No more than an event is read into memory. Call it while the function's module is loaded: the framework reads
    the body before it asks us, and has no limit of its own."""
    if flask.has_app_context():  # not so where a test imports the module
        flask.current_app.config["MAX_CONTENT_LENGTH"] = _MOST_EVENT_BYTES
