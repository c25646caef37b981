"""Caches of results, keyed by the document's hash and every setting that changes the result.

In Redis: one hash per document and kind, so that deleting an invoice deletes all its results by key. Readings are also
cached on disk if OCR_CACHE_DIR is set. An unavailable cache is a miss, never an error.
"""

import logging
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import redis

from shared.adapters.metrics import RedisMetrics
from shared.adapters.redis_client import translated_faults
from shared.adapters.sealing import Seal
from shared.domain.metrics import CACHE_REQUESTS
from shared.pipeline.ports import Cache, Metrics
from shared.settings import Settings

log = logging.getLogger(__name__)

_LARGEST = 64 * 1024 * 1024  # of a decompressed result; anything larger was not written by this class


class _Packing:
    """How results are kept: compressed, and sealed for the cache, the document and the fingerprint."""

    def __init__(self, kind: str, *, secret: str, metrics: Metrics) -> None:
        self._kind = kind
        self._seal = Seal(secret, "caches")
        self._metrics = metrics

    def field(self, fingerprint: str) -> str:
        """The short name of a fingerprint."""
        return self._seal.name_of(fingerprint)

    def packed(self, answer: bytes, sha256: str, fingerprint: str) -> bytes:
        """What is to be kept."""
        return self._seal.sealed(zlib.compress(answer), self._kind, sha256, fingerprint)

    def found(self, kept: bytes | None, sha256: str, fingerprint: str) -> bytes | None:
        """The result in what was kept, or None; counts the look-up."""
        content = None if kept is None else self._seal.opened(kept, self._kind, sha256, fingerprint)
        answer = None if content is None else _unpacked(content)
        if kept is not None and answer is None:
            log.error("cached result refused: its seal is wrong", extra={"cache": self._kind, "sha256": sha256})
            self._metrics.count(CACHE_REQUESTS, self._kind, "refused")
        else:
            self._metrics.count(CACHE_REQUESTS, self._kind, "miss" if answer is None else "hit")
        return answer


class RedisCache:
    """Packed results in Redis under `cache:<kind>:<sha256>`, field: the fingerprint's."""

    def __init__(self, client: redis.Redis, kind: str, *, seconds: int, secret: str) -> None:
        self._client = client
        self._packing = _Packing(kind, secret=secret, metrics=RedisMetrics(client))
        self._kind = kind
        self._seconds = seconds

    def get(self, sha256: str, fingerprint: str) -> bytes | None:
        """The cached result, or None."""
        try:
            kept: Any = self._client.hget(self._key(sha256), self._packing.field(fingerprint))
        except redis.RedisError as error:
            log.warning("cache not read", extra={"cache": self._kind, "reason": type(error).__name__})
            return None
        return self._packing.found(kept, sha256, fingerprint)

    def put(self, sha256: str, fingerprint: str, answer: bytes) -> None:
        """Cache a result for the configured time."""
        packed = self._packing.packed(answer, sha256, fingerprint)
        try:
            with self._client.pipeline(transaction=True) as pipeline:
                pipeline.hset(self._key(sha256), self._packing.field(fingerprint), packed)
                pipeline.expire(self._key(sha256), self._seconds)
                pipeline.execute()
        except redis.RedisError as error:
            log.warning("cache not written", extra={"cache": self._kind, "reason": type(error).__name__})

    def forget(self, *sha256: str) -> None:
        """Remove every result of these documents. Raises UnavailableError: a deletion must not fail silently."""
        with translated_faults():
            self._client.delete(*map(self._key, sha256))

    def documents(self) -> Iterator[str]:
        """The hash of every document with a cached result. Raises UnavailableError."""
        with translated_faults():
            for key in self._client.scan_iter(self._key("*"), count=500):
                yield key.decode().rpartition(":")[2]

    def _key(self, sha256: str) -> str:
        return f"cache:{self._kind}:{sha256}"


class DiskCache:
    """Packed results in files below a folder, written whole or not at all."""

    def __init__(self, folder: Path, *, secret: str, metrics: Metrics) -> None:
        self._folder = folder
        self._packing = _Packing("disk", secret=secret, metrics=metrics)

    def get(self, sha256: str, fingerprint: str) -> bytes | None:
        """The cached result, or None."""
        try:
            kept = self._path(sha256, fingerprint).read_bytes()
        except FileNotFoundError:
            kept = None
        except OSError as error:
            log.warning("cache not read", extra={"cache": "disk", "reason": type(error).__name__})
            return None
        return self._packing.found(kept, sha256, fingerprint)

    def put(self, sha256: str, fingerprint: str, answer: bytes) -> None:
        """Cache a result."""
        path = self._path(sha256, fingerprint)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(self._packing.packed(answer, sha256, fingerprint))
            Path(file.name).replace(path)
        except OSError as error:
            log.warning("cache not written", extra={"cache": "disk", "reason": type(error).__name__})

    def forget(self, *sha256: str) -> None:
        """Remove every result of these documents."""
        for one in sha256:
            shutil.rmtree(self._folder / one[:2] / one, ignore_errors=True)

    def documents(self) -> Iterator[str]:
        """The hash of every document with a cached result."""
        for path in self._folder.glob("??/*"):
            yield path.name

    def _path(self, sha256: str, fingerprint: str) -> Path:
        return self._folder / sha256[:2] / sha256 / self._packing.field(fingerprint)


def reading_caches(settings: Settings, client: redis.Redis) -> tuple[Cache, ...]:
    """The caches of readings, in the order in which they are asked."""
    secret = settings.secret_key.get_secret_value()
    in_redis = RedisCache(client, "ocr", seconds=settings.cache_seconds, secret=secret)
    if settings.ocr_cache_dir is None:
        return (in_redis,)
    return (in_redis, DiskCache(settings.ocr_cache_dir, secret=secret, metrics=RedisMetrics(client)))


def extraction_cache(settings: Settings, client: redis.Redis) -> Cache:
    """The cache of what the model extracted."""
    secret = settings.secret_key.get_secret_value()
    return RedisCache(client, "extract", seconds=settings.cache_seconds, secret=secret)


def caches_of(settings: Settings, client: redis.Redis) -> tuple[Cache, ...]:
    """Every cache of results about documents."""
    return (*reading_caches(settings, client), extraction_cache(settings, client))


def _unpacked(packed: bytes) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        answer = unpacker.decompress(packed, _LARGEST)
    except zlib.error:
        return None
    return answer if unpacker.eof else None
