"""The archive: a tar of `tables/<name>.jsonl` (one row a line), `objects/<key>`, and at its end `manifest.json`.

An archive without a manifest is truncated.
"""

import json
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
            info = _member(f"{TABLES}{name}.jsonl", file.tell())
            file.seek(0)
            self._tar.addfile(info, file)
        return count

    def add_object(self, key: str, path: Path) -> None:
        """Write an object's bytes."""
        with path.open("rb") as file:
            self._tar.addfile(_member(f"{OBJECTS}{key}", path.stat().st_size), file)

    def add_manifest(self, manifest: Manifest) -> None:
        """Write the manifest, which completes the archive."""
        content = manifest.model_dump_json(indent=2).encode()
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            self._tar.addfile(_member(_MANIFEST, len(content)), file)


def _member(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info


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
        with tarfile.open(path, "r:") as tar:
            member = tar.extractfile(_MANIFEST)
            if member is not None:
                return Manifest.model_validate_json(member.read())
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error
    except (tarfile.TarError, EOFError, KeyError, ValidationError) as error:
        raise BackupError(f"{path} is not a backup, or it is truncated.") from error
    raise BackupError(f"{path} is not a backup.")


def objects_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every (key, bytes)."""
    with tarfile.open(path, "r:") as tar:
        for member in tar:
            if member.name.startswith(OBJECTS) and (file := tar.extractfile(member)) is not None:
                yield member.name.removeprefix(OBJECTS), file.read()


def rows_of(path: Path, table: str) -> Iterator[Row]:
    """Every row of a table."""
    with tarfile.open(path, "r:") as tar:
        file = tar.extractfile(f"{TABLES}{table}.jsonl")
        if file is not None:
            yield from map(json.loads, file)
