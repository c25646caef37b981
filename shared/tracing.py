"""The request and trace of the current work (W3C Trace Context), and its spans.

Ids are always made and passed on. Spans are recorded only if a recorder is set (`record_spans`).
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import uuid4

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)

# An all-zero id is invalid. Only the first bit of the flags has a meaning: the caller records the trace.
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])", re.ASCII)

AttributeValue = str | int | float | bool
"""Attributes of a span: names, numbers, codes; never contents of a document."""


class SpanKind(StrEnum):
    """The kind of a span, as in OpenTelemetry."""

    SERVER = "server"
    CONSUMER = "consumer"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanIds:
    """Trace id and span id (32 and 16 hexadecimal digits), and whether the trace is recorded."""

    trace_id: str
    span_id: str
    sampled: bool = True

    @property
    def traceparent(self) -> str:
        """The value of the header and of the event's extension."""
        return f"00-{self.trace_id}-{self.span_id}-{int(self.sampled):02x}"


@dataclass(slots=True, kw_only=True)
class Span:
    """The data of a span, recorded when its work ends. `error` is a code or the name of an exception."""

    name: str
    kind: SpanKind
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    error: str | None = None


class Recording(Protocol):
    """A span that is being recorded."""

    @property
    def ids(self) -> SpanIds:
        """The ids of the span."""
        ...

    def end(self, span: Span) -> None:
        """End the span with this data."""
        ...


class Recorder(Protocol):
    """Records spans. It must neither raise nor block."""

    def begin(self, span: Span, parent: SpanIds | None) -> Recording:
        """Start a span: a child of `parent`, or the root of a trace."""
        ...


_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_ids: ContextVar[SpanIds | None] = ContextVar("span_ids", default=None)
_span: ContextVar[Span | None] = ContextVar("span", default=None)
_recorders: list[Recorder] = []


def record_spans(recorder: Recorder | None) -> None:
    """Set the recorder of this process's spans; None: record nothing."""
    _recorders[:] = [recorder] if recorder else []


def current_request_id() -> str | None:
    """The X-Request-Id of the current work."""
    return _request_id.get()


def current_traceparent() -> str | None:
    """The W3C traceparent of the current work."""
    ids = _ids.get()
    return ids.traceparent if ids else None


def current_trace_id() -> str | None:
    """The trace id of the current work."""
    ids = _ids.get()
    return ids.trace_id if ids else None


def set_attributes(
    attributes: Mapping[str, AttributeValue], *, name: str | None = None, error: str | None = None
) -> None:
    """Add attributes to the innermost span; optionally set its name or the error that it ended with."""
    if span := _span.get():
        span.attributes.update(attributes)
        span.name = name or span.name
        span.error = error or span.error


@contextmanager
def request_context(
    request_id: str | None,
    traceparent: str | None,
    *,
    name: str,
    kind: SpanKind = SpanKind.SERVER,
    recorded: bool = True,
) -> Iterator[str]:
    """Bind logs and outgoing calls to a request; missing or malformed ids are replaced. Yields the request id."""
    usable_id = request_id if request_id and REQUEST_ID.fullmatch(request_id) else str(uuid4())
    token = _request_id.set(usable_id)
    try:
        with _within(Span(name=name, kind=kind), parse_traceparent(traceparent), _recorders if recorded else []):
            yield usable_id
    finally:
        _request_id.reset(token)


@contextmanager
def span(name: str, kind: SpanKind = SpanKind.INTERNAL) -> Iterator[None]:
    """A child span within the current request."""
    if _recorders:
        with _within(Span(name=name, kind=kind), _ids.get(), _recorders):
            yield
    else:
        yield


def parse_traceparent(written: str | None) -> SpanIds | None:
    """The ids of a traceparent; None if it is malformed."""
    match = _TRACEPARENT.fullmatch(written or "")
    if match is None:
        return None
    return SpanIds(trace_id=match.group(1), span_id=match.group(2), sampled=bool(int(match.group(3), 16) & 1))


@contextmanager
def _within(span: Span, parent: SpanIds | None, recorders: list[Recorder]) -> Iterator[None]:
    recording = recorders[0].begin(span, parent) if recorders else None
    tokens = _ids.set(recording.ids if recording else _new_ids(parent)), _span.set(span)
    try:
        yield
    except BaseException as error:
        span.error = span.error or type(error).__name__
        raise
    finally:
        _ids.reset(tokens[0])
        _span.reset(tokens[1])
        if recording:
            recording.end(span)


def _new_ids(parent: SpanIds | None) -> SpanIds:
    span_id = secrets.token_hex(8)
    if parent is None:
        return SpanIds(trace_id=secrets.token_hex(16), span_id=span_id)
    return SpanIds(trace_id=parent.trace_id, span_id=span_id, sampled=parent.sampled)
