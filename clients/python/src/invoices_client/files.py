"""Files that are there whole, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written(target: Path, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """A stream whose bytes become `target` at the end of the block; after an error nothing is left, and an earlier file
    of the name stays. `mode` is who may read it, by default who may read any new file. A device or a pipe is written
    to at the end, not replaced. Raises OSError."""
    if target.exists() and not target.is_file():
        with tempfile.TemporaryFile() as whole:
            yield whole
            whole.seek(0)
            with target.open("wb") as stream:
                shutil.copyfileobj(whole, stream)
        return
    number, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
        Path(name).chmod(_usual_mode() if mode is None else mode)  # mkstemp keeps others out
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@cache
def _usual_mode() -> int:
    """Asking for the umask means setting it, for all threads: once is enough."""
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask
