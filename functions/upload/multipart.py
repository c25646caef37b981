"""Streams the files of a multipart body one after another; buffers one chunk at most."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from shared.errors import AppError, BadRequestError, ErrorCode

FIELD = "file"
_CHUNK = 64 * 1024
_MAX_PARTS = 1000


class NotMultipartError(AppError):
    """The body is not multipart/form-data."""

    code = ErrorCode.UNSUPPORTED_MEDIA_TYPE
    status = 415
    message = "Send the files as multipart/form-data, in the field 'file'."


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """One file of the field `file`: its name, and its bytes in chunks, to be read before the next file."""

    filename: str | None
    chunks: Iterator[bytes]


def iter_files(content_type: str | None, read: Callable[[int], bytes]) -> Iterator[FilePart]:
    """Every named file of the field `file`; unread bytes are skipped when the next file is requested.

    Raises NotMultipartError, and, when reached, BadRequestError for a truncated or malformed part, or one too many.
    """
    kind, options = parse_options_header(content_type or "")
    boundary = options.get("boundary")
    if kind != "multipart/form-data" or not boundary:
        raise NotMultipartError
    events = _events(boundary, read)
    for event in events:
        if isinstance(event, MultipartSegment):
            chunks = _chunks(events)
            # Browsers send an unnamed, empty part for a file input that was left empty.
            if event.name == FIELD and event.filename:
                yield FilePart(filename=event.filename, chunks=chunks)
            for _ in chunks:
                pass


def _events(boundary: str, read: Callable[[int], bytes]) -> Iterator[MultipartSegment | bytes | None]:
    try:
        with PushMultipartParser(boundary, max_segment_count=_MAX_PARTS) as parser:
            while not parser.closed:
                yield from parser.parse(read(_CHUNK))
    except ParserLimitReached as error:
        raise BadRequestError(
            f"The multipart body has more than {_MAX_PARTS} parts, or one with a header that is too long."
        ) from error
    except (MultipartError, UnicodeError, ValueError) as error:
        raise BadRequestError("The multipart body is truncated or malformed.") from error


def _chunks(events: Iterator[MultipartSegment | bytes | None]) -> Iterator[bytes]:
    """The bytes of the current part, up to None."""
    for event in events:
        if event is None:
            return
        if isinstance(event, (bytes, bytearray)):
            yield bytes(event)
