"""Which bytes of a file a Range header asks for (RFC 9110, 14.1.2). Pure."""

import re

from shared.errors import AppError, ErrorCode

# One range. Positions of more digits than any file has bytes are ignored, as a server may.
_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


class RangeNotSatisfiableError(AppError):
    """The range lies outside the file."""

    code = ErrorCode.RANGE_NOT_SATISFIABLE
    status = 416
    message = "The file does not have the range that was asked for."


def asked_span(header: str | None, size: int) -> tuple[int, int] | None:
    """First byte and the one behind the last, of a file of `size` bytes; None: the whole, for no range, one that is
    wrong, one of another unit, or several. Raises RangeNotSatisfiableError."""
    match = _RANGE.fullmatch(header or "")
    if match is None or match.groups() == ("", ""):
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    if first is None:
        first, last = max(0, size - (last or 0)), None  # the last so many bytes
    if last is not None and last < first:
        return None
    if first >= size:
        raise RangeNotSatisfiableError
    return first, size if last is None else min(size, last + 1)
