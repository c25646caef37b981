"""Caches of results, keyed by the document's hash and every setting that changes the result.

In Redis: one hash per document and kind, so that deleting an invoice deletes all its results by key. Readings are also
cached on disk if OCR_CACHE_DIR is set. An unavailable cache is a miss, never an error.
"""

import logging
import shutil
import zlib
from collections.abc import Iterator
from hashlib import sha256 as sha256_of
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import redis

from shared.adapters.metrics import RedisMetrics
from shared.adapters.redis_client import translated_faults
from shared.domain.metrics import CACHE_REQUESTS
from shared.pipeline.ports import Cache
from shared.settings import Settings

log = logging.getLogger(__name__)

_LARGEST = 64 * 1024 * 1024  # of a decompressed result; anything larger was not written by this class


class RedisCache:
    """Compressed bytes in Redis under `cache:<kind>:<sha256>`, field: fingerprint."""

    def __init__(self, client: redis.Redis, kind: str, *, seconds: int) -> None:
        self._client = client
        self._metrics = RedisMetrics(client)
        self._kind = kind
        self._seconds = seconds

    def get(self, sha256: str, fingerprint: str) -> bytes | None:
        """The cached result, or None."""
        try:
            packed: Any = self._client.hget(self._key(sha256), _field(fingerprint))
        except redis.RedisError as error:
            log.warning("cache not read", extra={"cache": self._kind, "reason": type(error).__name__})
            return None
        answer = None if packed is None else _unpacked(packed)
        self._metrics.count(CACHE_REQUESTS, self._kind, "miss" if answer is None else "hit")
        return answer

    def put(self, sha256: str, fingerprint: str, answer: bytes) -> None:
        """Cache a result for the configured time."""
        try:
            with self._client.pipeline(transaction=True) as pipeline:
                pipeline.hset(self._key(sha256), _field(fingerprint), zlib.compress(answer))
                pipeline.expire(self._key(sha256), self._seconds)
                pipeline.execute()
        except redis.RedisError as error:
            log.warning("cache not written", extra={"cache": self._kind, "reason": type(error).__name__})

    def forget(self, sha256: str) -> None:
        """Remove every result of this document. Raises UnavailableError: a deletion must not fail silently."""
        with translated_faults():
            self._client.delete(self._key(sha256))

    def documents(self) -> Iterator[str]:
        """The hash of every document with a cached result. Raises UnavailableError."""
        with translated_faults():
            for key in self._client.scan_iter(self._key("*"), count=500):
                yield key.decode().rpartition(":")[2]

    def _key(self, sha256: str) -> str:
        return f"cache:{self._kind}:{sha256}"


class DiskCache:
    """Compressed bytes in files below a folder, written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, sha256: str, fingerprint: str) -> bytes | None:
        """The cached result, or None."""
        try:
            packed = self._path(sha256, fingerprint).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.warning("cache not read", extra={"cache": "disk", "reason": type(error).__name__})
            return None
        return _unpacked(packed)

    def put(self, sha256: str, fingerprint: str, answer: bytes) -> None:
        """Cache a result."""
        path = self._path(sha256, fingerprint)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(zlib.compress(answer))
            Path(file.name).replace(path)
        except OSError as error:
            log.warning("cache not written", extra={"cache": "disk", "reason": type(error).__name__})

    def forget(self, sha256: str) -> None:
        """Remove every result of this document."""
        shutil.rmtree(self._folder / sha256[:2] / sha256, ignore_errors=True)

    def documents(self) -> Iterator[str]:
        """The hash of every document with a cached result."""
        for path in self._folder.glob("??/*"):
            yield path.name

    def _path(self, sha256: str, fingerprint: str) -> Path:
        return self._folder / sha256[:2] / sha256 / _field(fingerprint)


def caches_of(settings: Settings, client: redis.Redis) -> tuple[Cache, ...]:
    """Every cache of results about documents."""
    in_redis = (RedisCache(client, kind, seconds=settings.cache_seconds) for kind in ("ocr", "extract"))
    on_disk = (DiskCache(settings.ocr_cache_dir),) if settings.ocr_cache_dir else ()
    return (*in_redis, *on_disk)


def _field(fingerprint: str) -> str:
    return sha256_of(fingerprint.encode()).hexdigest()[:32]


def _unpacked(packed: bytes) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        answer = unpacker.decompress(packed, _LARGEST)
    except zlib.error:
        return None
    return answer if unpacker.eof else None
