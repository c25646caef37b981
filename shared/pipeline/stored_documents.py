"""The documents in the object store. Every read compares the bytes with the hash that the invoice's row has, so that
neither a damaged store nor somebody who can write to it has another document read or served in their place. An object
of another size than the row's is not read at all: it may be larger than any memory or disk.

Nothing else reads documents: `tests/unit/pipeline/test_stored_documents.py` lists who may form their keys.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256 as sha256_of
from pathlib import Path

from shared.domain.metrics import DOCUMENTS_CHANGED
from shared.domain.object_keys import document_key
from shared.errors import AppError, ErrorCode
from shared.pipeline.ports import Metrics, ObjectStore, OpenedObject

log = logging.getLogger(__name__)

_AT_ONCE = 1024 * 1024  # bytes; a document up to this size is compared before its first byte is served
_VERSIONS_REMEMBERED = 10_000


class DocumentChangedError(AppError):
    """The bytes in the store are not those that were uploaded. Retryable: the next read may reach a healthy copy."""

    code = ErrorCode.FILE_CHANGED
    status = 500
    retryable = True
    message = "The stored file is not the one that was uploaded. Please tell the operator of this system."


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A document or a part of it in chunks; `close` it in any case, also when nothing was read.

    The last chunk is withheld until all bytes of the document are known to be right: what is wrong ends early, in a
    DocumentChangedError.
    """

    chunks: Iterator[bytes]
    close: Callable[[], None] = lambda: None


class _VerifiedVersions:
    """The version of each object whose bytes this process has compared; the oldest are forgotten."""

    def __init__(self) -> None:
        self._versions: dict[str, str] = {}
        self._lock = threading.Lock()

    def note(self, sha256: str, version: str) -> None:
        with self._lock:
            self._versions.pop(sha256, None)
            self._versions[sha256] = version
            if len(self._versions) > _VERSIONS_REMEMBERED:
                del self._versions[next(iter(self._versions))]

    def has(self, sha256: str, version: str) -> bool:
        with self._lock:
            return self._versions.get(sha256) == version


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocuments:
    """Reads documents by their hash and their `size` in bytes, and counts those that are not what was uploaded, under
    the name of the `reader`.

    Methods raise DocumentChangedError, ObjectMissingError and UnavailableError.
    """

    store: ObjectStore
    metrics: Metrics
    reader: str
    _verified: _VerifiedVersions = field(default_factory=_VerifiedVersions)

    def download(self, sha256: str, path: Path, *, size: int) -> None:
        """Write the document to a file, chunk by chunk."""
        with closing(self._opened(sha256, size)) as opened, path.open("wb") as file:
            for chunk in self._compared(sha256, opened):
                file.write(chunk)

    def read(self, sha256: str, *, size: int) -> bytes:
        """The document; bound its `size` before."""
        with closing(self._opened(sha256, size)) as opened:
            return b"".join(self._compared(sha256, opened))

    def serve(self, sha256: str, *, size: int, span: tuple[int, int] | None = None) -> Served:
        """The document of `size` bytes, or its bytes from the first of `span` up to the second.

        A part of a large document is served as it comes, once this process has compared the whole object in the version
        that the store gives.
        """
        if size <= _AT_ONCE:
            first, end = span or (0, size)
            return Served(chunks=iter([self.read(sha256, size=size)[first:end]]))
        return self._whole_as_it_comes(sha256, size) if span is None else self._part(sha256, size, *span)

    def _whole_as_it_comes(self, sha256: str, size: int) -> Served:
        opened = self._opened(sha256, size)
        return Served(chunks=self._compared(sha256, opened), close=opened.close)

    def _opened(self, sha256: str, size: int) -> OpenedObject:
        """The whole object, of which nothing has been read."""
        opened = self.store.open(document_key(sha256))
        if opened.size != size:  # what a client is sent would end at the promised length, before the hash is known
            opened.close()
            raise self._changed(sha256)
        return opened

    def _part(self, sha256: str, size: int, first: int, end: int) -> Served:
        served = self._verified_part(sha256, first, end)
        if served is None:
            with closing(self._opened(sha256, size)) as whole:
                for _chunk in self._compared(sha256, whole):
                    pass
            served = self._verified_part(sha256, first, end)
        if served is None:  # replaced between the comparison and the read
            raise self._changed(sha256)
        return served

    def _verified_part(self, sha256: str, first: int, end: int) -> Served | None:
        """None unless this process has compared the whole object in the version that the store gives."""
        opened = self.store.open(document_key(sha256), offset=first, length=end - first)
        if self._verified.has(sha256, opened.version):
            return Served(chunks=opened.chunks, close=opened.close)
        opened.close()
        return None

    def _compared(self, sha256: str, opened: OpenedObject) -> Iterator[bytes]:
        """The chunks of a whole object; the last one once the hash of all is right."""
        digest, withheld = sha256_of(), b""
        for chunk in opened.chunks:
            digest.update(chunk)
            if withheld:
                yield withheld
            withheld = chunk
        if digest.hexdigest() != sha256:
            raise self._changed(sha256)
        self._verified.note(sha256, opened.version)
        yield withheld

    def _changed(self, sha256: str) -> DocumentChangedError:
        self.metrics.count(DOCUMENTS_CHANGED, self.reader)
        log.error("document changed in the store", extra={"sha256": sha256, "reader": self.reader})
        return DocumentChangedError()
