"""The files of a multipart body, one after another as they come over the wire; nothing is kept but one chunk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, File, MultipartDecoder, NeedData

from shared.errors import AppError, BadRequestError

FIELD = "file"
_CHUNK = 64 * 1024
_MAX_PARTS = 1000
_MAX_BUFFER = 1024 * 1024  # a part's headers, and what of a chunk may still be a boundary


class NotMultipartError(AppError):
    """The body is not multipart/form-data."""

    code = "unsupported-media-type"
    status = 415
    message = "Send the files as multipart/form-data, in the field 'file'."


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """One file of the field `file`: the name its sender gave, and its bytes in chunks, to be read before the next."""

    filename: str | None
    chunks: Iterator[bytes]


def iter_files(content_type: str | None, read: Callable[[int], bytes]) -> Iterator[FilePart]:
    """Every named file of the field `file`; what was left unread of one is skipped when the next is asked for.

    Raises NotMultipartError, and BadRequestError for a body that is cut off or malformed, when it gets there.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "").encode("latin-1", errors="ignore")
    if kind != "multipart/form-data" or not boundary:
        raise NotMultipartError
    events = _events(MultipartDecoder(boundary, _MAX_BUFFER, max_parts=_MAX_PARTS), read)
    for event in events:
        if isinstance(event, File):
            chunks = _chunks(events)
            # Browsers send an unnamed, empty part for a file input that was left empty.
            if event.name == FIELD and event.filename:
                yield FilePart(filename=event.filename, chunks=chunks)
            for _ in chunks:
                pass


def _events(decoder: MultipartDecoder, read: Callable[[int], bytes]) -> Iterator[object]:
    try:
        while True:
            event = decoder.next_event()
            if isinstance(event, NeedData):
                decoder.receive_data(read(_CHUNK) or None)
            elif isinstance(event, Epilogue):
                return
            else:
                yield event
    except (ValueError, RequestEntityTooLarge) as error:
        raise BadRequestError("The multipart body is cut off or malformed.") from error


def _chunks(events: Iterator[object]) -> Iterator[bytes]:
    for event in events:
        if isinstance(event, Data):
            if event.data:
                yield bytes(event.data)
            if not event.more_data:
                return
