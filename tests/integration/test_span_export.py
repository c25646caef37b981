"""Spans at a collector: one connected trace over all processes; without a collector invoices are processed as usual."""

import gzip
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.support.stack import ROOT, RunningStack, eventually, running_stack

SAMPLE = ROOT / "samples" / "design-studio-en.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One span as received by the collector."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    attributes: dict[str, str]
    failed: bool
    seconds: float


@dataclass(slots=True)
class Collector:
    """The spans received."""

    spans: list[Told] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def of(self, trace_id: str) -> list[Told]:
        return [span for span in self.spans if span.trace_id == trace_id]


def told(body: bytes) -> Iterator[Told]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        about = {fact.key: fact.value.string_value for fact in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield Told(
                    service=about["service.name"],
                    name=span.name,
                    trace_id=span.trace_id.hex(),
                    span_id=span.span_id.hex(),
                    parent_id=span.parent_span_id.hex(),
                    attributes={fact.key: str(fact.value).strip() for fact in span.attributes},
                    failed=span.status.code == 2,
                    seconds=(span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
                )


@pytest.fixture(scope="module")
def collector() -> Iterator[tuple[Collector, ThreadingHTTPServer]]:
    """A listening collector, closed at the end of the module if not before."""
    found = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            body = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            assert self.path == "/v1/traces"
            assert (self.headers["Authorization"], self.headers["x-tenant"]) == ("Basic abc", "one")
            found.bodies.append(body)
            found.spans.extend(told(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as in the base class
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found, server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def observed(
    collector: tuple[Collector, ThreadingHTTPServer], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningStack]:
    """A stack that sends its spans to the collector after a short delay."""
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector[1].server_port}",
        "OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Basic%20abc,x-tenant=one",
    }
    with running_stack(tmp_path_factory.mktemp("observed"), **environment, OCR_LANGUAGES="eng") as stack:
        yield stack


def taken(stack: RunningStack, traceparent: str | None = None) -> int:
    """A new document, uploaded within this trace."""
    content = SAMPLE.read_bytes() + f"\n% {secrets.token_hex(8)}\n".encode()
    headers = {"traceparent": traceparent} if traceparent else {}
    answer = stack.client.post("/api/invoices/ocr", files={"file": ("a.pdf", content)}, headers=headers)
    assert answer.status_code == 202
    return int(answer.json()[0]["invoice_id"])


def test_one_connected_trace_leads_from_the_client_to_the_extraction(
    observed: RunningStack, collector: tuple[Collector, ThreadingHTTPServer]
) -> None:
    trace_id, client_span = secrets.token_hex(16), secrets.token_hex(8)
    invoice_id = taken(observed, f"00-{trace_id}-{client_span}-01")
    observed.finished(invoice_id)
    # The upload that the api asks for; two deliveries; a request and a stage for each of two functions.
    eventually(lambda: len(collector[0].of(trace_id)) >= 8, seconds=30)
    spans = collector[0].of(trace_id)
    way = [
        ("api", "POST /api/invoices/ocr"),
        ("upload", "upload"),
        ("dispatcher", "deliver ocr"),
        ("ocr", "ocr event"),
        ("ocr", "ocr stage"),
        ("dispatcher", "deliver extract"),
        ("extract", "extract event"),
        ("extract", "extract stage"),
    ]
    by_name = {(span.service, span.name): span for span in spans}
    assert sorted((span.service, span.name) for span in spans) == sorted(way)
    parent = client_span
    for step in way:
        assert by_name[step].parent_id == parent, step
        parent = by_name[step].span_id
    assert not any(span.failed for span in spans)
    assert str(invoice_id) in by_name["ocr", "ocr stage"].attributes["invoice.id"]
    assert "finished" in by_name["extract", "extract stage"].attributes["stage.outcome"]
    assert "202" in by_name["api", "POST /api/invoices/ocr"].attributes["http.response.status_code"]
    logged = (observed.state_dir / "logs" / "extract.log").read_text()
    assert trace_id in logged


def test_a_call_that_begins_a_trace_is_its_root(
    observed: RunningStack, collector: tuple[Collector, ThreadingHTTPServer]
) -> None:
    observed.client.get("/api/invoices/", params={"search": "Fietsenwinkel"})
    name = "GET /api/invoices/"
    root = eventually(lambda: next((span for span in collector[0].spans if span.name == name), None), seconds=30)
    assert root.parent_id == ""
    assert "200" in root.attributes["http.response.status_code"]


def test_a_client_that_does_not_record_is_not_recorded(
    observed: RunningStack, collector: tuple[Collector, ThreadingHTTPServer]
) -> None:
    unrecorded, recorded = secrets.token_hex(16), secrets.token_hex(16)
    for trace_id, flags in ((unrecorded, "00"), (recorded, "01")):
        headers = {"traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-{flags}"}
        assert observed.client.get("/api/me", headers=headers).status_code == 200
    eventually(lambda: collector[0].of(recorded), seconds=30)
    assert collector[0].of(unrecorded) == []


def test_no_span_contains_text_of_a_document_or_a_client(
    observed: RunningStack, collector: tuple[Collector, ThreadingHTTPServer]
) -> None:
    observed.client.get("/api/invoices/4711/canary-in-the-path?search=canary-in-the-query")
    invoice_id = taken(observed)
    invoice = observed.finished(invoice_id)
    name = "GET /api/invoices/<int:invoice_id>"
    eventually(lambda: [span for span in collector[0].spans if span.name == name], seconds=30)
    sent = b"".join(collector[0].bodies)
    for text in (
        invoice["preview_data"]["seller"]["name"],
        invoice["preview_data"]["invoice_number"],
        "canary",
        "a.pdf",
    ):
        assert text.encode() not in sent
    for secret in observed.secrets.values():
        assert secret.encode() not in sent


def test_processing_continues_without_a_reachable_collector(
    observed: RunningStack, collector: tuple[Collector, ThreadingHTTPServer]
) -> None:
    """The last test of this module: it ends the collector."""
    collector[1].shutdown()
    collector[1].server_close()
    invoices = [taken(observed) for _ in range(5)]
    assert {observed.finished(invoice_id)["status"] for invoice_id in invoices} == {"waiting_validation"}


def test_without_a_collector_nothing_of_it_is_loaded() -> None:
    # What we install of it, that is: redis imports opentelemetry-api where another package has brought it along.
    code = (
        "loaded = lambda name: name.startswith(('opentelemetry.proto', 'google.protobuf'));"
        "import sys, functions.ocr.main, functions.api.work; print([*filter(loaded, sys.modules)])"
    )
    given = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOST": "127.0.0.1"}
    secret = secrets.token_urlsafe(36)
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**given, "SECRET_KEY": secret},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.splitlines()[-1] == "[]"
