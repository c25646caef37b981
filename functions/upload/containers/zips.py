"""The entries of a ZIP archive, each read within bounds whatever its headers say."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from shared.domain.skip_reasons import SkipReason
from shared.errors import DocumentError, ErrorCode

MOST_ENTRIES = 5_000

MOST_COMPRESSED = 200
"""How often a file may be as large as what it was compressed to. Deflate reaches 1,032; pages of text and pictures,
compressed already or not, stay under 30."""

_LITTLE = 1024**2  # bytes; what is no larger needs no such limit
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_SYSTEM_FILE = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)[^/]*$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the archive: `code` says why it cannot be read, or need not."""

    name: str
    archive: ZipFile
    info: ZipInfo
    code: str | None

    def read(self) -> bytes:
        """Its bytes; at most one more than the limit of a file, which its size had promised to keep. Raises
        DocumentError."""
        try:
            with self.archive.open(self.info) as file:
                return file.read(self.info.file_size + 1)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
            raise DocumentError("This archive is damaged.") from error


def entries_of_zip(content: bytes, file_bytes: int) -> Iterator[Entry]:
    """The files in the archive, in its order. Raises DocumentError for what is no archive or has too many entries."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_ENTRIES:
                raise TooManyEntriesError
            for info in infos:
                if not info.is_dir():
                    yield Entry(name=_name(info), archive=archive, info=info, code=_code(info, file_bytes))
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError("This archive is damaged: its list of files cannot be read.") from error


class TooManyEntriesError(DocumentError):
    """An archive of more than MOST_ENTRIES entries."""

    code = ErrorCode.TOO_MANY_FILES
    message = f"This archive has more than {MOST_ENTRIES} entries."


def _code(info: ZipInfo, file_bytes: int) -> str | None:
    if _SYSTEM_FILE.search(info.filename):
        return SkipReason.SYSTEM_FILE
    if info.flag_bits & _ENCRYPTED:
        return ErrorCode.ENCRYPTED_DOCUMENT
    if info.file_size > max(_LITTLE, MOST_COMPRESSED * info.compress_size):
        return ErrorCode.COMPRESSED_TOO_MUCH
    return ErrorCode.FILE_TOO_LARGE if info.file_size > 2 * file_bytes else None


def _name(info: ZipInfo) -> str:
    """The entry's name. Without the mark of UTF-8 it is in the code page of DOS by the book, and often UTF-8 all the
    same."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename
