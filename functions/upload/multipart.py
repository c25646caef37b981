"""Streams the files of a multipart body one after another; buffers one chunk at most."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

from functions.upload.filenames import sent_filename
from functions.upload.transfer_encodings import decoded
from shared.errors import BadRequestError
from shared.http.upload_bodies import FIELD, NoFileError, boundary_of

_CHUNK = 64 * 1024
_MAX_PARTS = 1000
_MOST_NAMED = 5  # fields that an error lists


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """One file of the field `file`: its name, if it has one, and its bytes in chunks, to be read before the next."""

    filename: str | None
    chunks: Iterator[bytes]


def iter_files(content_type: str | None, read: Callable[[int], bytes]) -> Iterator[FilePart]:
    """Every file of the field `file`; unread bytes are skipped when the next file is requested.

    Raises NoFileError for a body of another kind and, at the end, if there was no file; BadRequestError, when reached,
    for a truncated or malformed part, or one too many. Reading a file's chunks may raise TransferEncodingError.
    """
    events = events_of(boundary_of(content_type), read)
    found, others = False, []
    for event in events:
        if not isinstance(event, MultipartSegment):
            continue
        chunks = chunks_of(events)
        if event.name != FIELD:
            others.append(event.name or "")
        elif part := _file(event, chunks):
            found = True
            yield part
        for _ in chunks:
            pass
    if not found:
        raise _no_file(others)


def events_of(boundary: bytes, read: Callable[[int], bytes]) -> Iterator[MultipartSegment | bytes | None]:
    """The head of each part, its bytes, and None at its end. Raises BadRequestError, when reached, for a truncated or
    malformed part, or one too many."""
    try:
        # One character per byte: the encoding of a file's name is decided later.
        with PushMultipartParser(boundary, max_segment_count=_MAX_PARTS, header_charset="latin-1") as parser:
            while not parser.closed:
                yield from parser.parse(read(_CHUNK))
    except ParserLimitReached as error:
        raise BadRequestError(
            f"The multipart body has more than {_MAX_PARTS} parts, or one with a header that is too long."
        ) from error
    except MultipartError as error:
        raise BadRequestError(f"The multipart body is truncated or malformed: {error}.") from error


def chunks_of(events: Iterator[MultipartSegment | bytes | None]) -> Iterator[bytes]:
    """The bytes of the current part, up to None."""
    for event in events:
        if event is None:
            return
        if isinstance(event, (bytes, bytearray)):
            yield bytes(event)


def _file(segment: MultipartSegment, chunks: Iterator[bytes]) -> FilePart | None:
    """A part of the field `file`, None if it is neither named nor has content: browsers send such a part for a file
    input that was left empty."""
    filename = sent_filename(segment.header("Content-Disposition", "")) or None
    if filename is None:
        first = next(chunks, b"")
        if not first:
            return None
        chunks = chain((first,), chunks)
    return FilePart(filename=filename, chunks=decoded(chunks, segment.header("Content-Transfer-Encoding", "")))


def _no_file(others: list[str]) -> NoFileError:
    if not others:
        return NoFileError()
    names = (name.encode("latin-1", "replace").decode(errors="replace")[:50] for name in others[:_MOST_NAMED])
    named = ", ".join(repr(name) for name in names)
    return NoFileError(f"No file given in the field '{FIELD}'. The fields sent: {named}.")
