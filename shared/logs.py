"""Logs are facts: one JSON line each on standard output, with `severity`, and with the request they belong to."""

import logging
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from pythonjsonlogger.json import JsonFormatter

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)
# W3C Trace Context; an id of zeros alone is none.
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})", re.ASCII)


class _Formatter(JsonFormatter):
    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data["severity"] = record.levelname
        log_data["logger"] = record.name
        if request_id := _request_id.get():
            log_data["request_id"] = request_id
        if traceparent := _traceparent.get():
            log_data["trace_id"] = traceparent.split("-")[1]


def configure_logging(service: str, level: str = "info") -> None:
    """Send every log of this process to standard output, marked with the service's name."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Formatter("%(message)s", timestamp=True, static_fields={"service": service}))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("httpx", "httpx2", "httpcore", "httpcore2", "urllib3", "openai", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def current_request_id() -> str | None:
    """The X-Request-Id that this work belongs to."""
    return _request_id.get()


def current_traceparent() -> str | None:
    """The W3C traceparent that this work belongs to."""
    return _traceparent.get()


@contextmanager
def request_context(request_id: str | None, traceparent: str | None) -> Iterator[str]:
    """Tie logs and outgoing calls to a request: what is missing or malformed is made anew. Yields the request id."""
    usable_id = request_id if request_id and REQUEST_ID.fullmatch(request_id) else str(uuid4())
    match = _TRACEPARENT.fullmatch(traceparent or "")
    trace_id = match.group(1) if match else secrets.token_hex(16)
    tokens = _request_id.set(usable_id), _traceparent.set(f"00-{trace_id}-{secrets.token_hex(8)}-01")
    try:
        yield usable_id
    finally:
        _request_id.reset(tokens[0])
        _traceparent.reset(tokens[1])
