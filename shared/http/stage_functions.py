"""Request handling shared by the stage functions: a signed CloudEvent in, what it says of the invoice out."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask
import redis
from cloudevents.http import CloudEvent

from shared.domain.cloud_events import EVENT_TYPES, InvalidEventError, InvoiceEvent, parse_event
from shared.domain.lifecycle import Stage
from shared.http.signing import HEADER, verify
from shared.settings import Settings
from shared.tracing import parse_traceparent, request_context, set_attributes

_MOST_EVENT_BYTES = 64 * 1024


@contextmanager
def signed_event(event: CloudEvent, stage: Stage, *, settings: Settings, client: redis.Redis) -> Iterator[InvoiceEvent]:
    """Yields the event that the body holds, within its request and trace.

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
        # Only the body is signed: a binary-mode event would name its invoice in an unsigned header.
        signed = parse_event(body)
        if signed.type != EVENT_TYPES[stage]:
            raise InvalidEventError(f"This function answers events of the type {EVENT_TYPES[stage]} only.")
        set_attributes({"invoice.id": str(signed.invoice_id), "cloudevents.event_type": signed.type})
        yield signed


def _traceparent(event: CloudEvent) -> str | None:
    """The parent span: the header's, if it is of the event's trace, else the event's. Platforms may put traces of
    their own into the header."""
    written, carried = event.get("traceparent"), flask.request.headers.get("traceparent")
    outer, inner = parse_traceparent(written), parse_traceparent(carried)
    return carried if outer and inner and outer.trace_id == inner.trace_id else written


def limit_event_bodies() -> None:
    """Limit the request body to the size of an event. Call it at import of the function's module: the framework reads
    the body before it calls the function, without a limit of its own."""
    if flask.has_app_context():  # there is no app when a test imports the module
        flask.current_app.config["MAX_CONTENT_LENGTH"] = _MOST_EVENT_BYTES
