"""Parses Range headers (RFC 9110, 14.1.2). Pure."""

import re

from shared.errors import AppError, ErrorCode

# One range. Positions with too many digits are ignored, as the RFC allows.
_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


class RangeNotSatisfiableError(AppError):
    """The range is outside the file."""

    code = ErrorCode.RANGE_NOT_SATISFIABLE
    status = 416
    message = "The requested range is outside the file."


def asked_span(header: str | None, size: int) -> tuple[int, int] | None:
    """Start and end (exclusive) within a file of `size` bytes; None (the whole file) for a missing or malformed range,
    another unit, or several ranges. Raises RangeNotSatisfiableError."""
    match = _RANGE.fullmatch(header or "")
    if match is None or match.groups() == ("", ""):
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    if first is None:
        first, last = max(0, size - (last or 0)), None  # a suffix range: the last n bytes
    if last is not None and last < first:
        return None
    if first >= size:
        raise RangeNotSatisfiableError
    return first, size if last is None else min(size, last + 1)
