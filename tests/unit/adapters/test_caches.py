"""The disk cache."""

from pathlib import Path

from shared.adapters.caches import DiskCache

SHA = "ab" * 32


def test_a_damaged_file_is_a_miss(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path)
    cache.put(SHA, "one", b"answer" * 1000)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes()[:-5])
    assert cache.get(SHA, "one") is None


def test_a_folder_that_cannot_be_written_is_a_miss_not_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = DiskCache(tmp_path / "file")
    cache.put(SHA, "one", b"answer")
    assert cache.get(SHA, "one") is None
