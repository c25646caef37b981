"""Caches: damaged, moved and forged results are misses."""

import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
import redis

from shared.adapters.caches import DiskCache, RedisCache
from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.metrics import RedisMetrics
from shared.adapters.sealing import Seal
from shared.domain.metrics import CACHE_REQUESTS
from shared.pipeline.ports import Cache

SHA, OTHER = "ab" * 32, "cd" * 32
SECRET = "a-secret-of-the-tests-0123456789abcdef"


def _disk(folder: Path, secret: str = SECRET) -> tuple[Cache, MemoryMetrics]:
    metrics = MemoryMetrics()
    return DiskCache(folder, secret=secret, metrics=metrics), metrics


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _refused(metrics: MemoryMetrics) -> float:
    return metrics.counted().get((CACHE_REQUESTS.name, "disk", "refused"), 0)


def test_a_damaged_file_is_a_miss(tmp_path: Path) -> None:
    cache, metrics = _disk(tmp_path)
    cache.put(SHA, "one", b"answer" * 1000)
    (file,) = _files(tmp_path)
    file.write_bytes(file.read_bytes()[:-5])
    assert cache.get(SHA, "one") is None
    assert _refused(metrics) == 1


def test_a_folder_that_cannot_be_written_is_a_miss_not_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache, metrics = _disk(tmp_path / "file")
    cache.put(SHA, "one", b"answer")
    assert cache.get(SHA, "one") is None
    assert _refused(metrics) == 0


@pytest.mark.parametrize(
    "forged",
    [
        zlib.compress(b"another answer"),  # as a cache without seals kept it
        bytes(32) + zlib.compress(b"another answer"),
        Seal("another secret", "caches").sealed(zlib.compress(b"another answer"), "disk", SHA, "one"),
        Seal(SECRET, "another purpose").sealed(zlib.compress(b"another answer"), "disk", SHA, "one"),
        b"",
    ],
    ids=["no seal", "an empty seal", "another secret", "another purpose", "nothing"],
)
def test_who_can_write_to_the_folder_does_not_decide_what_was_read(tmp_path: Path, forged: bytes) -> None:
    cache, metrics = _disk(tmp_path)
    cache.put(SHA, "one", b"answer")
    (file,) = _files(tmp_path)
    file.write_bytes(forged)
    assert cache.get(SHA, "one") is None
    assert _refused(metrics) == 1
    cache.put(SHA, "one", b"answer")
    assert cache.get(SHA, "one") == b"answer"


@pytest.mark.parametrize(("sha256", "fingerprint"), [(OTHER, "one"), (SHA, "two")], ids=["document", "settings"])
def test_a_result_of_another_document_or_other_settings_is_refused(
    tmp_path: Path, sha256: str, fingerprint: str
) -> None:
    cache, metrics = _disk(tmp_path)
    cache.put(SHA, "one", b"of one")
    (mine,) = _files(tmp_path)
    cache.put(sha256, fingerprint, b"of another")
    (other,) = set(_files(tmp_path)) - {mine}
    shutil.copy(mine, other)
    assert cache.get(sha256, fingerprint) is None
    assert cache.get(SHA, "one") == b"of one"
    assert _refused(metrics) == 1


def test_results_under_an_earlier_secret_are_not_found_and_no_forgeries(tmp_path: Path) -> None:
    _disk(tmp_path, "the secret before")[0].put(SHA, "one", b"answer")
    cache, metrics = _disk(tmp_path)
    assert cache.get(SHA, "one") is None
    assert _refused(metrics) == 0


@pytest.mark.servers
def test_who_can_write_to_redis_does_not_decide_what_was_read(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
        readings, extractions = (RedisCache(client, kind, seconds=60, secret=SECRET) for kind in ("ocr", "extract"))
        readings.put(SHA, "one", b"answer")
        kept: Any = client.hgetall(f"cache:ocr:{SHA}")
        ((field, packed),) = kept.items()
        client.hset(f"cache:extract:{SHA}", field, packed)
        assert extractions.get(SHA, "one") is None, "it is a result of the other kind"
        client.hset(f"cache:ocr:{SHA}", field, zlib.compress(b"another answer"))
        assert readings.get(SHA, "one") is None
        refused = {key[1]: count for key, count in RedisMetrics(client).counted().items() if key[-1] == "refused"}
        assert refused == {"ocr": 1, "extract": 1}
