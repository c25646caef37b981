"""Files that are there whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become `target` at the end of the block; after an error nothing is left, and an earlier file
    of the name stays. Raises OSError."""
    number, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)  # mkstemp keeps others out, as a plain file would not
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
