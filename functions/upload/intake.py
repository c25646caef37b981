"""Accepts uploads: detects the type, enforces limits, hashes, stores once, registers; then `after_commit`."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from functions.upload.containers.found import Bounds
from functions.upload.containers.sandboxed import Part, parts_inside
from functions.upload.content_type import HEAD_SIZE, sniff
from functions.upload.filenames import clean_filename
from functions.upload.form import NOTHING_SAID, Said
from functions.upload.multipart import FilePart
from functions.upload.outcomes import FileOutcome
from shared.domain.document_types import CONTAINER_TYPES, DOCUMENT_FORMATS, DocumentType, accepted_in_words
from shared.domain.metrics import UPLOADS
from shared.domain.object_keys import INCOMING, document_key
from shared.domain.origins import UPLOADED, SourceKind, UploadSource, told_source
from shared.domain.skip_reasons import SKIPPED, SkipReason
from shared.errors import AppError, ErrorCode
from shared.http.body_sizes import CONTAINER_FACTOR
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.ports import InvoiceStore, Metrics, ObjectStore, Readable
from shared.pipeline.registration import NewDocument, Registered

_MOST_IN_MEMORY = 5 * 1024 * 1024  # bytes of one file; larger files are streamed to the store

_INSIDE_FACTOR = 8
"""The documents of a container may be so many times as large together as one may be."""

_OPENED = CONTAINER_TYPES | {DocumentType.SIGNED_XML}
_REASONS = frozenset(SkipReason)
_NOTHING_ATTACHED = "This e-mail has only text: no document is attached to it."

log = logging.getLogger(__name__)


class FileTooLargeError(AppError):
    """One file over MAX_UPLOAD_MB."""

    code = ErrorCode.FILE_TOO_LARGE
    status = 413


class EmptyFileError(AppError):
    """No byte."""

    code = ErrorCode.EMPTY_FILE
    status = 400
    message = "The file is empty."


class UnsupportedTypeError(AppError):
    """The file's content is of no accepted type."""

    code = ErrorCode.UNSUPPORTED_TYPE
    status = 400
    message = f"This is not {accepted_in_words()}."


class TooManyFilesError(AppError):
    """Over MAX_FILES_PER_UPLOAD."""

    code = ErrorCode.TOO_MANY_FILES
    status = 400


class NoDocumentInsideError(AppError):
    """An e-mail or an archive without a document."""

    code = ErrorCode.NO_DOCUMENT_INSIDE
    status = 400
    message = "There is no document in this file that can be read."


_OF_PARTS: Mapping[ErrorCode, str] = {
    ErrorCode.FILE_TOO_LARGE: "This part is too large, or all parts together are.",
    ErrorCode.TOO_MANY_FILES: "More files are in it than can be sent at once.",
    ErrorCode.ENCRYPTED_DOCUMENT: "This part is encrypted. It needs to be sent without a password.",
    ErrorCode.UNREADABLE_DOCUMENT: "This part is damaged.",
    ErrorCode.NESTED_TOO_DEEPLY: "This part is in too many e-mails or archives within each other.",
    ErrorCode.COMPRESSED_TOO_MUCH: "This part would become far larger than its archive.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """The limits of one upload."""

    file_bytes: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """What is the same for all files of an upload."""

    actor: str
    allow_duplicates: bool
    said: Said
    once: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Received:
    """A completely received file: in memory if small, else in the store under a temporary key."""

    content_type: str
    size: int
    sha256: str
    content: bytes | None
    temporary_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Accepts files into the stores, within the limits."""

    store: ObjectStore
    invoices: InvoiceStore
    after_commit: AfterCommit
    metrics: Metrics
    limits: UploadLimits
    inside: Callable[[Readable, str, Bounds], Iterator[Part]] = parts_inside

    def take(
        self,
        parts: Iterator[FilePart],
        *,
        actor: str,
        allow_duplicates: bool,
        said: Said = NOTHING_SAID,
        once: str | None = None,
    ) -> list[FileOutcome]:
        """One outcome per file, in order; of an e-mail or an archive one for each part of it. A rejected file does not
        affect the others. A body that cannot be parsed to its end has one more outcome, an `error` without a file name.
        `once` names the upload, where it may be repeated: copies of it are made once.

        Raises UnavailableError when a store is unavailable: earlier files are stored, and `duplicated` if sent again;
        the errors of `parts` if it has no file before them.
        """
        outcomes: list[FileOutcome] = []
        sent = _Sent(actor=actor, allow_duplicates=allow_duplicates, said=said, once=once)
        try:
            for part in parts:
                outcomes += self._take_one(_files_in(outcomes), part, sent)
        except AppError as error:
            if error.retryable or not outcomes:
                raise
            outcomes.append(self._refused("", error))
        return outcomes

    def _take_one(
        self, before: int, part: FilePart, sent: "_Sent", *, parent: str | None = None
    ) -> Sequence[FileOutcome]:
        """The outcome of one file, of which `before` were sent before; of a container those of its parts. `parent` is
        the container that the file was taken out of."""
        filename = clean_filename(part.filename)
        try:
            if before >= self.limits.files:
                raise TooManyFilesError(f"At most {self.limits.files} files can be sent at once.")
            incoming = _Incoming(part.chunks, self.limits.file_bytes)
            content_type = _type_of(incoming)
            if not part.filename:
                filename += DOCUMENT_FORMATS[content_type].extensions[0]
            if parent is None and content_type in _OPENED:
                if content_type in CONTAINER_TYPES:
                    incoming.limit *= CONTAINER_FACTOR
                return self._take_inside(before, incoming, filename, sent)
            registered = self._register(self._receive(incoming, content_type), filename, before, sent)
            return [self._outcome(filename, parent, registered)]
        except AppError as error:
            if error.retryable:
                raise
            return [self._refused(filename, error, parent)]

    def _take_inside(self, before: int, container: "_Incoming", name: str, sent: "_Sent") -> Sequence[FileOutcome]:
        """The outcomes of the parts of a container, and one of itself where it has no document or is damaged."""
        limits = self.limits
        bounds = Bounds(
            file_bytes=limits.file_bytes,
            documents=limits.files,
            total_bytes=_INSIDE_FACTOR * limits.file_bytes,
        )
        outcomes: list[FileOutcome] = []
        try:
            for part in self.inside(container, name, bounds):
                outcomes += self._take_part(before + _files_in(outcomes), part, sent)
            if not _files_in(outcomes):
                raise NoDocumentInsideError(_NOTHING_ATTACHED if _is_only_text(outcomes) else None)
        except AppError as error:
            if error.retryable:
                raise
            outcomes.append(self._refused(name, error))
        return outcomes

    def _take_part(self, before: int, part: Part, sent: "_Sent") -> Sequence[FileOutcome]:
        found = part.found
        parent = None if found.name == found.parent else found.parent  # a signed file that stays as it is
        if found.code in _REASONS:
            reason = SkipReason(found.code)
            self.metrics.count(UPLOADS, "skipped", reason)
            return [
                FileOutcome(
                    filename=found.name,
                    invoice_id=None,
                    status="skipped",
                    message=SKIPPED[reason],
                    code=reason,
                    parent=parent,
                )
            ]
        if found.code is not None:
            return [self._error(found.name, found.code, _OF_PARTS[ErrorCode(found.code)], parent)]
        source = sent.said.source or _source_of(found.mail)
        sent = replace(sent, said=replace(sent.said, source=source))
        return self._take_one(
            before, FilePart(filename=found.name or None, chunks=part.chunks), sent, parent=parent or ""
        )

    def _refused(self, filename: str, error: AppError, parent: str | None = None) -> FileOutcome:
        return self._error(filename, error.code, str(error), parent)

    def _error(self, filename: str, code: str, message: str, parent: str | None) -> FileOutcome:
        self.metrics.count(UPLOADS, "refused", code)
        log.info("file refused", extra={"code": code})
        return FileOutcome(
            filename=filename, invoice_id=None, status="error", message=message, code=code, parent=parent or None
        )

    def _receive(self, incoming: "_Incoming", content_type: DocumentType) -> _Received:
        content, temporary_key = None, None
        if len(incoming.peek(_MOST_IN_MEMORY)) < _MOST_IN_MEMORY:
            content = incoming.read(_MOST_IN_MEMORY)
        else:
            # Its key is its hash, which is known only at its end.
            temporary_key = f"{INCOMING}{uuid4()}"
            self.store.put_stream(temporary_key, incoming, content_type)
        return _Received(
            content_type=content_type,
            size=incoming.size,
            sha256=incoming.sha256,
            content=content,
            temporary_key=temporary_key,
        )

    def _register(self, received: _Received, filename: str, before: int, sent: "_Sent") -> Registered:
        def place() -> None:
            key = document_key(received.sha256)
            if received.content is not None:
                self.store.put(key, received.content, received.content_type)
            elif received.temporary_key is not None:
                self.store.copy(received.temporary_key, key)

        document = NewDocument(
            filename=filename,
            content_type=received.content_type,
            size=received.size,
            sha256=received.sha256,
            actor=sent.actor,
            labels=sent.said.labels,
            source=sent.said.source or UPLOADED,
            copy_key=_copy_key(sent, before, received.sha256),
        )
        try:
            return self.invoices.register(document, place, allow_duplicates=sent.allow_duplicates)
        finally:
            if received.temporary_key is not None:
                self.store.delete(received.temporary_key)

    def _outcome(self, filename: str, parent: str | None, registered: Registered) -> FileOutcome:
        invoice_id = registered.invoice_id
        if registered.change is None:
            self.metrics.count(UPLOADS, "duplicated", "")
            return FileOutcome(
                filename=filename,
                invoice_id=invoice_id,
                status="duplicated",
                message=f"This file was already uploaded, as invoice {invoice_id}.",
                parent=parent or None,
            )
        self.after_commit(registered.change)
        self.metrics.count(UPLOADS, "taken", "")
        log.info("file accepted", extra={"invoice_id": invoice_id})
        return FileOutcome(
            filename=filename,
            invoice_id=invoice_id,
            status="processing",
            message="The file was accepted.",
            parent=parent or None,
        )


def _copy_key(sent: "_Sent", before: int, digest: str) -> str | None:
    """What names a copy that the upload asks for; None: nothing does, or it asks for none."""
    if sent.once is None or not sent.allow_duplicates:
        return None
    return hashlib.sha256(f"{sent.once}:{before}:{digest}".encode()).hexdigest()


def _files_in(outcomes: Sequence[FileOutcome]) -> int:
    """How many of them count as files."""
    return sum(outcome.status != "skipped" for outcome in outcomes)


def _is_only_text(outcomes: Sequence[FileOutcome]) -> bool:
    return all(outcome.code == SkipReason.MAIL_TEXT for outcome in outcomes)


def _source_of(mail: Mapping[str, str] | None) -> UploadSource:
    """What an e-mail says of itself, as the source of what was attached to it."""
    return UPLOADED if mail is None else told_source(SourceKind.MAIL, **mail)


def _type_of(incoming: "_Incoming") -> DocumentType:
    """The type by the first bytes. Raises EmptyFileError, UnsupportedTypeError, EInvoiceNotReadError."""
    head = incoming.peek(HEAD_SIZE)
    if not head:
        raise EmptyFileError
    content_type = sniff(head)
    if content_type is None:
        raise UnsupportedTypeError
    return content_type


class _Incoming:
    """An incoming file: a readable stream with look-ahead that hashes and counts what it receives."""

    def __init__(self, chunks: Iterator[bytes], limit: int) -> None:
        self._chunks = chunks
        self.limit = limit
        self._ahead = bytearray()
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The hash of the bytes received so far."""
        return self._digest.hexdigest()

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end, without consuming them. Raises FileTooLargeError."""
        while len(self._ahead) < size and (chunk := next(self._chunks, None)) is not None:
            self.size += len(chunk)
            if self.size > self.limit:
                raise FileTooLargeError(f"The file is larger than the limit of {self.limit // 1024**2} MB.")
            self._digest.update(chunk)
            self._ahead += chunk
        return bytes(memoryview(self._ahead)[:size])

    def read(self, size: int = -1, /) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        content = self.peek(size)
        del self._ahead[: len(content)]
        return content
