"""A ZIP file that is made as it is sent."""

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile

Member = tuple[str, Iterable[bytes]]
"""Name of a file inside, and its content in chunks."""


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """The archive in chunks; no member is in memory as a whole."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in members:
            with archive.open(name, "w", force_zip64=True) as member:
                for chunk in content:
                    member.write(chunk)
                    yield from sink.taken()
            yield from sink.taken()
    yield from sink.taken()


class _Sink:
    """What zipfile writes to: it needs no more of a file that cannot be read or rewound."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> Iterator[bytes]:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        yield from parts
