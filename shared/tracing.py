"""Which request and which trace the work at hand belongs to (W3C Trace Context), and spans for whoever records them.

Ids are made and passed on always. Spans are told only to a recorder (`record_spans`); without one they cost nothing.
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

# An id of zeros alone is none. Of the flags only the first bit has a meaning: the caller records its part.
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])", re.ASCII)

AttributeValue = str | int | float | bool
"""What a span tells of its work: names, numbers, codes; never what a document says."""


class SpanKind(StrEnum):
    """The part that a span plays between processes, in the words of OpenTelemetry."""

    SERVER = "server"
    CONSUMER = "consumer"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanIds:
    """A place in a trace: 32 and 16 hexadecimal digits, and whether the trace is recorded."""

    trace_id: str
    span_id: str
    sampled: bool = True

    @property
    def traceparent(self) -> str:
        """As the header and the event's extension carry it."""
        return f"00-{self.trace_id}-{self.span_id}-{int(self.sampled):02x}"


@dataclass(slots=True, kw_only=True)
class Span:
    """What is to be told of some work when it ends. `error` is a code or the name of an exception."""

    name: str
    kind: SpanKind
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    error: str | None = None


class Recording(Protocol):
    """A span that is being recorded."""

    @property
    def ids(self) -> SpanIds:
        """Its place in its trace."""
        ...

    def end(self, span: Span) -> None:
        """The work is done, and this is what is to be told of it."""
        ...


class Recorder(Protocol):
    """Who is told of spans. It must not fail, and must not keep the work waiting."""

    def begin(self, span: Span, parent: SpanIds | None) -> Recording:
        """Work begins: within the work of `parent`, or as the first of a trace."""
        ...


_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_ids: ContextVar[SpanIds | None] = ContextVar("span_ids", default=None)
_span: ContextVar[Span | None] = ContextVar("span", default=None)
_recorders: list[Recorder] = []


def record_spans(recorder: Recorder | None) -> None:
    """From now on this process tells its spans to the recorder; None: to nobody."""
    _recorders[:] = [recorder] if recorder else []


def current_request_id() -> str | None:
    """The X-Request-Id that this work belongs to."""
    return _request_id.get()


def current_traceparent() -> str | None:
    """The W3C traceparent that this work belongs to."""
    ids = _ids.get()
    return ids.traceparent if ids else None


def current_trace_id() -> str | None:
    """The id of the trace that this work belongs to."""
    ids = _ids.get()
    return ids.trace_id if ids else None


def set_attributes(
    attributes: Mapping[str, AttributeValue], *, name: str | None = None, error: str | None = None
) -> None:
    """Adds to what is told of the innermost span; a better name or the error that it ended with, too."""
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
    """Tie logs and outgoing calls to a request: what is missing or malformed is made anew. Yields the request id."""
    usable_id = request_id if request_id and REQUEST_ID.fullmatch(request_id) else str(uuid4())
    token = _request_id.set(usable_id)
    try:
        with _within(Span(name=name, kind=kind), parse_traceparent(traceparent), _recorders if recorded else []):
            yield usable_id
    finally:
        _request_id.reset(token)


@contextmanager
def span(name: str, kind: SpanKind = SpanKind.INTERNAL) -> Iterator[None]:
    """A part of the current request's work that is worth a span of its own."""
    if _recorders:
        with _within(Span(name=name, kind=kind), _ids.get(), _recorders):
            yield
    else:
        yield


def parse_traceparent(written: str | None) -> SpanIds | None:
    """The ids of a traceparent; None for anything that is none."""
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
