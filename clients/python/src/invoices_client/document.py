"""A file to upload: opened anew for each attempt, and read while it is sent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The bytes of one file, or where they are, and the name that it is uploaded by."""

    content: bytes | Path
    name: str

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The bytes as a stream, closed at the end of the block. Raises OSError."""
        if isinstance(self.content, bytes):
            yield BytesIO(self.content)
            return
        with self.content.open("rb") as stream:
            yield stream


def document(content: str | os.PathLike[str] | bytes, name: str | None) -> Document:
    """A path, or bytes, which need a name. Raises ValueError."""
    if isinstance(content, bytes):
        if name is None:
            raise ValueError("Bytes need a name: upload(content, name='invoice.pdf').")
        return Document(content=content, name=name)
    path = Path(content)
    return Document(content=path, name=name or _as_text(path.name))


def _as_text(name: str) -> str:
    """A file's name in UTF-8. Names of Unix are bytes: what is no text in them becomes U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")
