"""The archive: a tar of `tables/<name>.jsonl` (one row a line), `objects/<key>`, and at its end `manifest.json`.

An archive without a manifest is truncated. `tarfile` remembers every member that it has written or read, a kilobyte
each: here it is made to forget them, so that memory does not grow with the archive.
"""

import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.errors import AppError, OperatorErrorCode

TABLES, OBJECTS = "tables/", "objects/"
_MANIFEST = "manifest.json"

Row = dict[str, Any]


class BackupError(AppError):
    """The backup or restore is not possible; the sentence has the reason."""

    code = OperatorErrorCode.BACKUP_FAILED


class Manifest(BaseModel):
    """The contents of the archive. `next_ids`: the next id of each table, so that ids are never reused.

    `deleted`: invoices deleted between the snapshot of the rows and the copy of their files; they are not restored.
    """

    model_config = ConfigDict(frozen=True)

    format: int = 1
    taken_at: str
    revision: str
    rows: dict[str, int]
    objects: int
    next_ids: dict[str, int]
    deleted: tuple[int, ...] = ()


class Writer:
    """Writes members one after another; buffers one row at most."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add_table(self, name: str, rows: Iterable[Row]) -> int:
        """Write a table. Returns the number of its rows."""
        count = 0
        with tempfile.TemporaryFile() as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
            size = file.tell()
            file.seek(0)
            self._add(f"{TABLES}{name}.jsonl", size, file)
        return count

    def add_object(self, key: str, path: Path) -> None:
        """Write an object's bytes."""
        with path.open("rb") as file:
            self._add(f"{OBJECTS}{key}", path.stat().st_size, file)

    def add_manifest(self, manifest: Manifest) -> None:
        """Write the manifest, which completes the archive."""
        content = manifest.model_dump_json(indent=2).encode()
        self._add(_MANIFEST, len(content), BytesIO(content))

    def _add(self, name: str, size: int, file: IO[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size = size
        info.mode = 0o600
        self._tar.addfile(info, file)
        self._tar.members.clear()  # type: ignore[attr-defined]


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new archive, renamed into place only if the block succeeds; readable by its owner only."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as tar:
            yield Writer(tar)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def read_manifest(path: Path) -> Manifest:
    """The manifest. Raises BackupError if the file is not a complete archive."""
    try:
        for name, file in _members(path):
            if name == _MANIFEST:
                return Manifest.model_validate_json(file.read())
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error
    except (tarfile.TarError, EOFError, ValidationError) as error:
        raise BackupError(f"{path} is not a backup, or it is truncated.") from error
    raise BackupError(f"{path} is not a backup, or it is truncated.")


def objects_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every (key, bytes)."""
    for name, file in _members(path):
        if name.startswith(OBJECTS):
            yield name.removeprefix(OBJECTS), file.read()


def rows_of(path: Path, table: str) -> Iterator[Row]:
    """Every row of a table."""
    for name, file in _members(path):
        if name == f"{TABLES}{table}.jsonl":
            yield from map(json.loads, file)
            return


def _members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The name and contents of each file in the archive, in its order; contents are read before the next one."""
    with tarfile.open(path, "r:") as tar:
        while (member := tar.next()) is not None:
            if (file := tar.extractfile(member)) is not None:
                yield member.name, file
            tar.members.clear()  # type: ignore[attr-defined]
