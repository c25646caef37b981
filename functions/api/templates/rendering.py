"""Fills in export templates, in a sandboxed child that is killed when it takes too long."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from functions.api.templates.template_formats import TemplateFormat
from shared.adapters.sandbox import MEGABYTE, run_module
from shared.errors import AppError, BadRequestError, ErrorCode, ReadingTimeoutError

MOST_INVOICES = 2000
"""Of one file: a template has them all before it."""

_SECONDS, _MEMORY_MB, _OUTPUT_MB = 10.0, 768, 32
_INPUT_MB = 100
"""Of invoices as JSON. A template that prints the lines of forty takes longer than its ten seconds."""
_LONGEST_REASON = 500


class TemplateFailedError(AppError):
    """The template cannot be filled in; the sentence says where and why."""

    code = ErrorCode.TEMPLATE_FAILED
    status = 400
    message = "This template cannot be filled in."


def rendered(body: str, format_: TemplateFormat, invoices: Iterable[Mapping[str, Any]]) -> bytes:
    """The text in UTF-8. Raises TemplateFailedError, and BadRequestError for too many invoices."""
    job = _job(body, format_, invoices)
    try:
        answer = run_module(
            "functions.api.templates.template_process",
            timeout=_SECONDS,
            memory_mb=_MEMORY_MB,
            file_mb=_OUTPUT_MB,
            input=job,
        )
    except ReadingTimeoutError as error:
        raise TemplateFailedError(f"The template takes longer than {_SECONDS:.0f} seconds: does a loop end?") from error
    word, _, text = answer.stdout.partition(b"\n")
    if answer.returncode == 0 and word == b"ok":
        return text
    if answer.returncode == 0 and word == b"error":
        raise TemplateFailedError(text.decode("utf-8", "replace")[:_LONGEST_REASON])
    raise TemplateFailedError(f"The template needs more memory than is allowed, or writes more than {_OUTPUT_MB} MB.")


def _job(body: str, format_: TemplateFormat, invoices: Iterable[Mapping[str, Any]]) -> bytes:
    """What the child reads: JSON, a line for the template and one for each invoice, which is written before the next
    one is fetched."""
    written = bytearray(json.dumps({"body": body, "format": format_}).encode())
    for count, invoice in enumerate(invoices, start=1):
        if count > MOST_INVOICES:
            raise BadRequestError(f"More than {MOST_INVOICES} invoices: export them by days (issued_from, issued_to).")
        written += b"\n" + json.dumps(invoice).encode()
        if len(written) > _INPUT_MB * MEGABYTE:
            raise TemplateFailedError(f"These invoices are more than {_INPUT_MB} MB: export them by days.")
    return bytes(written)
