"""Objects and cached results in memory."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

from shared.pipeline.ports import ObjectMissingError, OpenedObject, Readable

_CHUNK = 64 * 1024


class MemoryObjectStore:
    """`shared.pipeline.ports.ObjectStore` on a dictionary."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store bytes."""
        self._objects[key] = content

    def put_stream(self, key: str, stream: Readable, content_type: str) -> None:
        """Store a stream of unknown length."""
        self._objects[key] = b"".join(iter(lambda: stream.read(_CHUNK), b""))

    def copy(self, source: str, target: str) -> None:
        """Copy within the store."""
        self._objects[target] = self.get(source)

    def exists(self, key: str) -> bool:
        """Whether the key exists."""
        return key in self._objects

    def get(self, key: str) -> bytes:
        """The whole object. Raises ObjectMissingError."""
        try:
            return self._objects[key]
        except KeyError as error:
            raise ObjectMissingError from error

    def open(self, key: str, *, offset: int = 0, length: int = 0) -> OpenedObject:
        """The object's bytes from `offset`, `length` of them (0: to the end). Raises ObjectMissingError."""
        whole = self.get(key)
        part = BytesIO(whole[offset : offset + length] if length else whole[offset:])
        return OpenedObject(
            size=len(whole),
            version=sha256(whole).hexdigest(),
            chunks=iter(lambda: part.read(_CHUNK), b""),
            close=part.close,
        )

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key with this prefix."""
        yield from sorted(key for key in self._objects if key.startswith(prefix))

    def delete(self, *keys: str) -> None:
        """Remove objects; missing ones are ignored."""
        for key in keys:
            self._objects.pop(key, None)


class MemoryCache:
    """`shared.pipeline.ports.Cache` on a dictionary."""

    def __init__(self) -> None:
        self._answers: dict[str, dict[str, bytes]] = {}

    def get(self, sha256: str, fingerprint: str) -> bytes | None:
        """The cached result, or None."""
        return self._answers.get(sha256, {}).get(fingerprint)

    def put(self, sha256: str, fingerprint: str, answer: bytes) -> None:
        """Cache a result."""
        self._answers.setdefault(sha256, {})[fingerprint] = answer

    def forget(self, *sha256: str) -> None:
        """Remove every result of these documents."""
        for one in sha256:
            self._answers.pop(one, None)

    def documents(self) -> Iterator[str]:
        """The hash of every document with a cached result."""
        yield from list(self._answers)
