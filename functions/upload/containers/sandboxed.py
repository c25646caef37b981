"""What is in an uploaded container: taken apart in a sandboxed child, read here one document after the other."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from functions.upload.containers.found import CONTAINER, Bounds, Found, found
from shared.adapters.sandbox import run_module
from shared.errors import AppError, ErrorCode
from shared.pipeline.ports import Readable

SECONDS = 30.0
MEMORY_MB = 768
_CHUNK = 64 * 1024


class ContainerError(AppError):
    """An e-mail or an archive that cannot be taken apart."""

    code = ErrorCode.UNREADABLE_DOCUMENT
    status = 400


class TooManyInsideError(ContainerError):
    """An archive of too many entries."""

    code = ErrorCode.TOO_MANY_FILES


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part, and its bytes in chunks if it is a document; to be read before the next."""

    found: Found
    chunks: Iterator[bytes]


def parts_inside(container: Readable, name: str, bounds: Bounds) -> Iterator[Part]:
    """Each part of a container of this name. Raises ContainerError, ReadingTimeoutError."""
    with TemporaryDirectory(prefix="container-") as folder:
        with Path(folder, CONTAINER).open("wb") as file:
            while chunk := container.read(_CHUNK):
                file.write(chunk)
        answer = run_module(
            "functions.upload.containers.process",
            folder,
            name,
            json.dumps(asdict(bounds)),
            timeout=SECONDS,
            memory_mb=MEMORY_MB,
        )
        if answer.returncode != 0:
            raise ContainerError("This file is damaged: what is in it cannot be read.")
        told = json.loads(answer.stdout)
        if isinstance(told, dict):
            error = TooManyInsideError if told["code"] == ErrorCode.TOO_MANY_FILES else ContainerError
            raise error(told["message"])
        for one in map(found, told):
            path = Path(folder, str(one.number))
            yield Part(found=one, chunks=iter(()) if one.number is None else _chunks(path))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
