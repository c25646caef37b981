"""Fills in export templates, in a sandboxed child that is killed when it takes too long."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from functions.api.templates.template_formats import TemplateFormat
from shared.adapters.sandbox import run_module
from shared.errors import AppError, ErrorCode, ReadingTimeoutError

MOST_INVOICES = 2000
"""Of one file: a template has them all before it."""

_SECONDS, _MEMORY_MB, _OUTPUT_MB = 10.0, 768, 32
_LONGEST_REASON = 500


class TemplateFailedError(AppError):
    """The template cannot be filled in; the sentence says where and why."""

    code = ErrorCode.TEMPLATE_FAILED
    status = 400
    message = "This template cannot be filled in."


def rendered(body: str, format_: TemplateFormat, invoices: Iterable[Mapping[str, Any]]) -> bytes:
    """The text in UTF-8. Raises TemplateFailedError."""
    job = {"body": body, "format": format_, "invoices": list(invoices)}
    try:
        answer = run_module(
            "functions.api.templates.template_process",
            timeout=_SECONDS,
            memory_mb=_MEMORY_MB,
            file_mb=_OUTPUT_MB,
            input=json.dumps(job).encode(),
        )
    except ReadingTimeoutError as error:
        raise TemplateFailedError(f"The template takes longer than {_SECONDS:.0f} seconds: does a loop end?") from error
    word, _, text = answer.stdout.partition(b"\n")
    if answer.returncode == 0 and word == b"ok":
        return text
    if answer.returncode == 0 and word == b"error":
        raise TemplateFailedError(text.decode("utf-8", "replace")[:_LONGEST_REASON])
    raise TemplateFailedError(f"The template needs more memory than is allowed, or writes more than {_OUTPUT_MB} MB.")
