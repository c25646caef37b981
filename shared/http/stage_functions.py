"""The protocol edge that the functions of the chain share: a signed CloudEvent in, the invoice it names out."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask
import redis
from cloudevents.http import CloudEvent

from shared.domain.cloud_events import EVENT_TYPES, InvalidEventError, invoice_id_of, parse_event
from shared.domain.lifecycle import Stage
from shared.http.signing import HEADER, verify
from shared.settings import Settings
from shared.tracing import parse_traceparent, request_context, set_attributes

_MOST_EVENT_BYTES = 64 * 1024


@contextmanager
def signed_event(event: CloudEvent, stage: Stage, *, settings: Settings, client: redis.Redis) -> Iterator[int]:
    """The id of the invoice that this stage is asked to work on, within the request that the event belongs to.

    Raises NotSignedError, InvalidEventError (another type, no invoice), UnavailableError.
    """
    with request_context(event.get("requestid"), _traceparent(event), name=f"{stage} event"):
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
        invoice_id = invoice_id_of(signed.subject)
        set_attributes({"invoice.id": str(invoice_id), "cloudevents.event_type": signed.type})
        yield invoice_id


def _traceparent(event: CloudEvent) -> str | None:
    """Who calls names the place in the trace that the call has; the event names where the trace was when it was
    written. The header counts if it is of the same trace: platforms put traces of their own there."""
    written, carried = event.get("traceparent"), flask.request.headers.get("traceparent")
    outer, inner = parse_traceparent(written), parse_traceparent(carried)
    return carried if outer and inner and outer.trace_id == inner.trace_id else written


def limit_event_bodies() -> None:
    """No more than an event is read into memory. Call it while the function's module is loaded: the framework reads
    the body before it asks us, and has no limit of its own."""
    if flask.has_app_context():  # not so where a test imports the module
        flask.current_app.config["MAX_CONTENT_LENGTH"] = _MOST_EVENT_BYTES
