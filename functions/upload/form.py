"""The fields of an upload beside its files. They are read in a pass of their own, before anything is stored: a client
may send them behind the files."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from multipart import MultipartSegment
from pydantic import ValidationError

from functions.upload.multipart import chunks_of, events_of
from functions.upload.transfer_encodings import decoded
from shared.domain.origins import NO_LABELS, Labels, UploadSource
from shared.errors import BadRequestError
from shared.http.problems import faults_of, not_valid
from shared.http.upload_bodies import boundary_of

_MOST_BYTES = 16 * 1024  # of all fields together
_IN_MEMORY = 1024**2
_PIECE = 64 * 1024
_REPEATED = "tags"
_FIELDS = frozenset({"source", "reference", _REPEATED, "company"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the client says of all files of the upload; `source` is None if it says nothing of that."""

    labels: Labels
    source: UploadSource | None


NOTHING_SAID = Said(labels=NO_LABELS, source=None)


def read_said(content_type: str | None, read: Callable[[int], bytes]) -> Said:
    """The fields of the body. Raises BadRequestError naming what is wrong; NoFileError for a body of another kind. A
    body that is malformed is read as far as it goes: taking its files tells what is wrong with it."""
    texts = _texts(content_type, read)
    once = {name: values for name, values in texts.items() if name != _REPEATED and len(values) > 1}
    if once:
        raise not_valid({"parameter": name, "message": "must be given once"} for name in once)
    company = texts.get("company", [""])[0].strip()
    source = texts.get("source", [""])[0]
    try:
        return Said(
            labels=Labels.model_validate(
                {
                    "reference": texts.get("reference", [None])[0],
                    "tags": texts.get(_REPEATED, []),
                    "company": company or None,
                }
            ),
            source=_source(source) if source.strip() else None,
        )
    except ValidationError as error:
        raise _not_valid(error, ()) from error


def fingerprint_of(content_type: str | None, read: Callable[[int], bytes], *further: str) -> str:
    """A digest of all that the form says, and of `further` texts: of the parts, their heads and their bytes, and not of
    the boundary between them, which clients choose anew for a repeated request. In hex."""
    digest = hashlib.sha256("\n".join(further).encode())
    events = events_of(boundary_of(content_type), read)
    for segment in _segments(events):
        head, of_part = segment.header("Content-Disposition", ""), hashlib.sha256()
        with suppress(BadRequestError):
            for chunk in chunks_of(events):
                of_part.update(chunk)
        digest.update(hashlib.sha256(head.encode(errors="replace")).digest() + of_part.digest())
    return digest.hexdigest()


@contextmanager
def rewindable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The body as a file that can be read twice: the stream itself where the server has received it, else a copy."""
    if hasattr(stream, "seekable") and stream.seekable():  # gunicorn's bodies do not even say it
        yield stream
        return
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        while piece := stream.read(_PIECE):
            copy.write(piece)
        copy.seek(0)
        yield copy


def _source(text: str) -> UploadSource:
    try:
        return UploadSource.model_validate_json(text)
    except ValidationError as error:
        raise _not_valid(error, ("source",)) from error


def _not_valid(error: ValidationError, above: tuple[str, ...]) -> BadRequestError:
    return not_valid(
        {"parameter": ".".join(map(str, (*above, *one["loc"]))), "message": one["msg"]} for one in faults_of(error)
    )


def _texts(content_type: str | None, read: Callable[[int], bytes]) -> Mapping[str, list[str]]:
    texts: dict[str, list[str]] = {}
    left = _MOST_BYTES
    events = events_of(boundary_of(content_type), read)
    for segment in _segments(events):
        if segment.name not in _FIELDS:
            continue
        content = bytearray()
        for chunk in decoded(chunks_of(events), segment.header("Content-Transfer-Encoding", "")):
            content += chunk
            if len(content) > left:
                raise BadRequestError(f"The fields beside the files have more than {_MOST_BYTES} bytes.")
        left -= len(content)
        try:
            texts.setdefault(segment.name, []).append(content.decode())
        except UnicodeDecodeError as error:
            raise not_valid([{"parameter": segment.name, "message": "must be UTF-8"}]) from error
    return texts


def _segments(events: Iterator[MultipartSegment | bytes | None]) -> Iterator[MultipartSegment]:
    """The heads of the parts, as far as the body can be parsed."""
    with suppress(BadRequestError):
        for event in events:
            if isinstance(event, MultipartSegment):
                yield event
