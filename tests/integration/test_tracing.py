"""One trace and one request id (W3C Trace Context) in the logs of every process that works on an invoice."""

import json
import secrets
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shared.adapters.tables import audit_events
from tests.support.stack import RunningStack, eventually

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CHAIN = {"api", "upload", "dispatcher", "ocr", "extract"}


def logged(stack: RunningStack) -> list[dict[str, Any]]:
    """Every JSON line that the stack's own programs have logged."""
    lines = []
    for name in CHAIN:
        for line in (stack.state_dir / "logs" / f"{name}.log").read_text(errors="replace").splitlines():
            if line.startswith("{") and line.endswith("}"):
                lines.append(json.loads(line))
    return lines


def services_by(stack: RunningStack, field: str, value: str) -> set[str]:
    """The programs whose lines carry this value."""
    found = defaultdict(set)
    for line in logged(stack):
        found[line.get(field)].add(line["service"])
    return found[value]


def test_a_client_s_trace_reaches_every_process(stack: RunningStack) -> None:
    trace_id, request_id = secrets.token_hex(16), f"test-{secrets.token_hex(8)}"
    answer = stack.client.post(
        "/api/invoices/ocr",
        files={"file": ("a.pdf", (SAMPLES / "design-studio-en.pdf").read_bytes() + f"\n% {trace_id}\n".encode())},
        headers={"traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-01", "X-Request-Id": request_id},
    )
    assert answer.headers["X-Request-Id"] == request_id
    invoice_id = answer.json()[0]["invoice_id"]
    stack.finished(invoice_id)
    eventually(lambda: services_by(stack, "trace_id", trace_id) >= CHAIN, seconds=30)
    assert services_by(stack, "trace_id", trace_id) == CHAIN
    assert services_by(stack, "request_id", request_id) == CHAIN
    with stack.engine().connect() as connection:
        of_invoice = select(audit_events.c.request_id).where(audit_events.c.invoice_id == invoice_id)
        assert set(connection.scalars(of_invoice)) == {request_id}


def test_an_invalid_trace_is_replaced(stack: RunningStack) -> None:
    request_id = f"test-{secrets.token_hex(8)}"
    bad = "00-not-a-trace-01"
    stack.client.get("/api/invoices/", headers={"traceparent": bad, "X-Request-Id": request_id})

    def line() -> dict[str, Any] | None:
        return next((line for line in logged(stack) if line.get("request_id") == request_id), None)

    found = eventually(line, seconds=30)
    assert len(found["trace_id"]) == 32
    assert found["trace_id"] not in bad
