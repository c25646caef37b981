"""Takes containers apart, one within the other, within bounds. Runs only in the sandboxed child."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from functions.upload.containers.found import MOST_NESTED, MOST_PARTS, Bounds, Found
from functions.upload.containers.mails import MailPart, parts_of_mail
from functions.upload.containers.picture_sizes import is_small
from functions.upload.containers.zips import Entry, entries_of_zip
from functions.upload.content_type import HEAD_SIZE, sniff
from functions.upload.filenames import clean_filename
from shared.domain.document_types import CONTAINER_TYPES, XML_TYPES, DocumentType
from shared.domain.signed_data import signed_content
from shared.domain.skip_reasons import SkipReason
from shared.errors import DocumentError, ErrorCode

_READ = 4
"""So often the bytes that may come out are unpacked at most, to see which of the files are documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The containers around a part: their names, how many, and what the outermost e-mail says of itself."""

    parent: str
    depth: int = 1
    mail: Mapping[str, str] | None = None

    def inner(self, name: str) -> "Within":
        """Within a container of this name that is within these."""
        return replace(self, parent=f"{self.parent}/{name}", depth=self.depth + 1)


@dataclass(slots=True, kw_only=True)
class Unpacker:
    """Writes the documents of a container into the folder, and tells of every part."""

    folder: Path
    bounds: Bounds
    told: list[Found] = field(default_factory=list)
    _documents: int = 0
    _bytes: int = 0
    _unpacked: int = 0
    _untold: int = 0

    def unpack(self, name: str, content: bytes) -> list[Found]:
        """All parts of the container, in order. Raises DocumentError if it is none, or is damaged as a whole."""
        self._open(_kind(content), content, Within(parent=name))
        if self._untold:
            last = self.told[-1]
            self.told.append(replace(last, name=f"{self._untold} more", number=None, code=ErrorCode.TOO_MANY_FILES))
        return self.told

    def _open(self, kind: DocumentType | None, content: bytes, within: Within) -> None:
        match kind:
            case DocumentType.MAIL:
                self._open_mail(content, within)
            case DocumentType.ZIP:
                for entry in entries_of_zip(content, self.bounds.file_bytes):
                    self._take_entry(entry, within)
            case DocumentType.SIGNED_XML:
                self._take_signed(within.parent, content, within)
            case _:
                raise DocumentError("This file contains no others.")

    def _take_entry(self, entry: Entry, within: Within) -> None:
        code = entry.code
        if code is None:
            self._unpacked += entry.info.file_size
            # However many they are, and however deep: what all of them unpack to is bounded too.
            code = ErrorCode.COMPRESSED_TOO_MUCH if self._unpacked > _READ * self.bounds.total_bytes else None
        if code is not None:
            self._tell(entry.name, within, code=code)
            return
        try:
            content = entry.read()
        except DocumentError as error:
            self._tell(entry.name, within, code=error.code)
            return
        self._take(entry.name, content, within)

    def _open_mail(self, content: bytes, within: Within) -> None:
        about, parts = parts_of_mail(content)
        within = replace(within, mail=within.mail or about)
        before = len(self.told) + self._untold
        for part in parts:
            if part.code is not None:
                self._tell(part.name, within, code=part.code)
            else:
                self._take(part.name, part.content, within, part)
        if before == len(self.told) + self._untold:
            self._tell(about.get("subject") or "text", within, code=SkipReason.MAIL_TEXT)

    def _take(self, name: str, content: bytes, within: Within, part: MailPart | None = None) -> None:
        """A part: a container is opened, a document written."""
        kind = _kind(content)
        if not content:
            self._tell(name, within, code=SkipReason.EMPTY)
        elif kind in CONTAINER_TYPES:
            self._take_container(kind, clean_filename(name), content, within)
        elif kind is DocumentType.SIGNED_XML:
            self._take_signed(name, content, within)
        elif kind is None:
            damaged = part is not None and part.is_damaged
            self._tell(name, within, code=ErrorCode.UNREADABLE_DOCUMENT if damaged else SkipReason.NO_DOCUMENT)
        elif kind.is_picture and part is not None and part.is_shown:
            self._tell(name, within, code=SkipReason.INLINE_PICTURE)
        elif kind.is_picture and part is not None and is_small(content):
            self._tell(name, within, code=SkipReason.SMALL_PICTURE)
        else:
            self._write(name, content, within)

    def _take_container(self, kind: DocumentType | None, name: str, content: bytes, within: Within) -> None:
        if within.depth >= MOST_NESTED:
            self._tell(name, within, code=ErrorCode.NESTED_TOO_DEEPLY)
            return
        try:
            self._open(kind, content, within.inner(name))
        except DocumentError as error:
            self._tell(name, within, code=error.code)

    def _take_signed(self, name: str, content: bytes, within: Within) -> None:
        """A signed file. An e-invoice stays as it is, with its signature; of another document only that is taken."""
        try:
            inner = signed_content(content)
            kind = _kind(inner)
        except DocumentError:
            kind = None
        if kind is None or kind in XML_TYPES:
            self._write(name, content, within)
        elif within.depth >= MOST_NESTED:
            self._tell(name, within, code=ErrorCode.NESTED_TOO_DEEPLY)
        else:
            self._take(name.removesuffix(".p7m").removesuffix(".P7M"), inner, replace(within, depth=within.depth + 1))

    def _write(self, name: str, content: bytes, within: Within) -> None:
        if len(content) > self.bounds.file_bytes or self._bytes + len(content) > self.bounds.total_bytes:
            self._tell(name, within, code=ErrorCode.FILE_TOO_LARGE)
        elif self._documents >= self.bounds.documents:
            self._tell(name, within, code=ErrorCode.TOO_MANY_FILES)
        else:
            (self.folder / str(self._documents)).write_bytes(content)
            self._tell(name, within, number=self._documents)
            self._documents += 1
            self._bytes += len(content)

    def _tell(self, name: str, within: Within, *, code: str | None = None, number: int | None = None) -> None:
        # A document is told in any case: it was written.
        if number is None and len(self.told) >= MOST_PARTS:
            self._untold += 1
            return
        self.told.append(
            Found(
                name=clean_filename(name) if name.strip() else "",
                parent=within.parent,
                number=number,
                code=code,
                mail=within.mail,
            )
        )


def _kind(content: bytes) -> DocumentType | None:
    try:
        return sniff(content[:HEAD_SIZE])
    except DocumentError:  # an e-invoice of a syntax that is not read: taking it tells which
        return DocumentType.XML
