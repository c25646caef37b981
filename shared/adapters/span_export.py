"""Exports spans to a collector by OTLP over HTTP, only if OTEL_EXPORTER_OTLP_ENDPOINT is set; else loads nothing.

A thread sends them in batches and drops what it cannot send: no work waits for the collector or fails with it.
The OpenTelemetry SDK is not used on purpose: where it is installed, the Redis client loads its metrics at import, which
costs each function 0.1 s at start-up and 3 MB, traced or not. Only the protocol's messages are used.
"""

import atexit
import gzip
import logging
import queue
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import urllib3

from shared.settings import Settings
from shared.tracing import AttributeValue, Recording, Span, SpanIds, record_spans

log = logging.getLogger(__name__)

_MOST_WAITING = 2048  # spans; more are dropped
_MOST_AT_ONCE = 512
_GATHER_SECONDS = 1.0  # how long the first span of a batch waits for more
_SEND_SECONDS = 3.0  # a slower collector counts as unavailable
_NAMESPACE = "invoices"


def export_spans(service: str, settings: Settings) -> None:
    """Export this process's spans to the collector, if one is configured. Connects and starts its thread only when the
    first span ends: the server forks its workers after this call, and threads do not survive a fork."""
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint:
        headers = _headers(settings.otel_exporter_otlp_headers.get_secret_value())
        record_spans(_Sender(service, f"{endpoint.rstrip('/')}/v1/traces", headers))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A finished span; times in nanoseconds since 1970."""

    span: Span
    ids: SpanIds
    parent: SpanIds | None
    began: int
    ended: int


class _Sender:
    """A shared.tracing.Recorder."""

    def __init__(self, service: str, url: str, headers: Mapping[str, str]) -> None:
        self._service = service
        self._url = url
        self._headers = {**headers, "Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"}
        self._waiting: queue.Queue[_Ended | None] = queue.Queue(_MOST_WAITING)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_away = False

    def begin(self, span: Span, parent: SpanIds | None) -> Recording:
        """See shared.tracing.Recorder."""
        return _Begun(self, parent)

    def add(self, ended: _Ended) -> None:
        """Queues the span, or drops it when too many wait."""
        self._ensure_started()
        try:
            self._waiting.put_nowait(ended)
        except queue.Full:
            self._note_away("too many spans wait")

    def _ensure_started(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="spans", daemon=True)
                self._thread.start()
                atexit.register(self._finish)

    def _finish(self) -> None:
        """Sends the waiting spans when the process ends, with a single attempt."""
        try:
            self._waiting.put_nowait(None)
        except queue.Full:
            return
        if self._thread is not None:
            self._thread.join(_SEND_SECONDS + 1)

    def _run(self) -> None:
        pool = urllib3.PoolManager(num_pools=1, timeout=_SEND_SECONDS, retries=False)
        goes_on = True
        while goes_on:
            batch, goes_on = self._next_batch()
            if batch:
                self._send(pool, batch)

    def _next_batch(self) -> tuple[list[_Ended], bool]:
        """The spans of one batch, and whether more will come."""
        batch: list[_Ended] = []
        until: float | None = None
        while len(batch) < _MOST_AT_ONCE:
            try:
                found = self._waiting.get(timeout=None if until is None else max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if found is None:
                return batch, False
            batch.append(found)
            until = until or time.monotonic() + _GATHER_SECONDS
        return batch, True

    def _send(self, pool: urllib3.PoolManager, batch: Sequence[_Ended]) -> None:
        body = gzip.compress(_encoded(self._service, batch), compresslevel=1)
        try:
            answer = pool.request("POST", self._url, body=body, headers=self._headers)
        except urllib3.exceptions.HTTPError as error:
            self._note_away(type(error).__name__)
            return
        if answer.status >= 300:
            self._note_away(f"HTTP {answer.status}")
        elif self._is_away:
            self._is_away = False
            log.info("spans are sent again")

    def _note_away(self, reason: str) -> None:
        if not self._is_away:  # once, not for each batch
            self._is_away = True
            log.warning("spans are dropped: the collector does not accept them", extra={"reason": reason})


class _Begun:
    """A shared.tracing.Recording."""

    def __init__(self, sender: _Sender, parent: SpanIds | None) -> None:
        self._sender = sender
        self._parent = parent
        self._began = time.time_ns()
        self._clock = time.monotonic_ns()
        self.ids = SpanIds(
            trace_id=parent.trace_id if parent else secrets.token_hex(16),
            span_id=secrets.token_hex(8),
            sampled=parent.sampled if parent else True,
        )

    def end(self, span: Span) -> None:
        """See shared.tracing.Recording."""
        if self.ids.sampled:
            ended = self._began + time.monotonic_ns() - self._clock
            self._sender.add(_Ended(span=span, ids=self.ids, parent=self._parent, began=self._began, ended=ended))


def _headers(written: str) -> dict[str, str]:
    """OTEL_EXPORTER_OTLP_HEADERS as specified: "name=value,name=value", values percent-encoded."""
    pairs = (part.partition("=") for part in written.split(",") if "=" in part)
    return {name.strip(): unquote(value.strip()) for name, _, value in pairs}


def _encoded(service: str, batch: Sequence[_Ended]) -> bytes:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
    from opentelemetry.proto.resource.v1.resource_pb2 import Resource
    from opentelemetry.proto.trace.v1 import trace_pb2

    def attributes(given: Mapping[str, AttributeValue]) -> list[KeyValue]:
        return [KeyValue(key=key, value=value(one)) for key, one in given.items()]

    def value(fact: AttributeValue) -> AnyValue:
        match fact:
            case bool():
                return AnyValue(bool_value=fact)
            case int():
                return AnyValue(int_value=fact)
            case float():
                return AnyValue(double_value=fact)
            case _:
                return AnyValue(string_value=fact)

    def message(ended: _Ended) -> trace_pb2.Span:
        error = ended.span.error
        return trace_pb2.Span(
            trace_id=bytes.fromhex(ended.ids.trace_id),
            span_id=bytes.fromhex(ended.ids.span_id),
            parent_span_id=bytes.fromhex(ended.parent.span_id) if ended.parent else b"",
            flags=int(ended.ids.sampled),
            name=ended.span.name,
            kind=trace_pb2.Span.SpanKind.Value(f"SPAN_KIND_{ended.span.kind.name}"),
            start_time_unix_nano=ended.began,
            end_time_unix_nano=ended.ended,
            attributes=attributes({**ended.span.attributes, **({"error.type": error} if error else {})}),
            status=trace_pb2.Status(code=trace_pb2.Status.STATUS_CODE_ERROR) if error else None,
        )

    resource = Resource(attributes=attributes({"service.name": service, "service.namespace": _NAMESPACE}))
    scope = trace_pb2.ScopeSpans(scope=InstrumentationScope(name=_NAMESPACE), spans=map(message, batch))
    request = ExportTraceServiceRequest(
        resource_spans=[trace_pb2.ResourceSpans(resource=resource, scope_spans=[scope])]
    )
    return bytes(request.SerializeToString())
