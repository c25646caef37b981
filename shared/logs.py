"""Structured logs: one JSON line each on standard output, with `severity` and the request and trace ids."""

import logging
import sys
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from shared.tracing import current_request_id, current_trace_id


class _Formatter(JsonFormatter):
    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data["severity"] = record.levelname
        log_data["logger"] = record.name
        if request_id := current_request_id():
            log_data["request_id"] = request_id
        if trace_id := current_trace_id():
            log_data["trace_id"] = trace_id


def configure_logging(service: str, level: str = "info") -> None:
    """Send all logs of this process to standard output, with the service's name."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Formatter("%(message)s", timestamp=True, static_fields={"service": service}))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in ("httpx", "httpx2", "httpcore", "httpcore2", "urllib3", "openai", "watchfiles", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
