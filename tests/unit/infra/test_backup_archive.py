"""The archive of a backup: written and read with memory that does not grow with it."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

from infra.backup.archive import Manifest, objects_of, read_manifest, rows_of, written

_CONTENT = b"x" * 100
_BUFFERS = 200_000  # bytes: of files, and the like; 2,000 members that are remembered are ten times as many


def _write(path: Path, count: int) -> None:
    piece = path.with_suffix(".piece")
    piece.write_bytes(_CONTENT)
    with written(path) as writer:
        rows = writer.add_table("invoices", ({"id": number} for number in range(count)))
        for number in range(count):
            writer.add_object(f"documents/{number:064d}", piece)
        writer.add_manifest(Manifest(taken_at="now", revision="1", rows={"invoices": rows}, objects=count, next_ids={}))


def _read(path: Path, count: int) -> None:
    assert read_manifest(path).objects == count
    assert sum(1 for _ in rows_of(path, "invoices")) == count
    assert sum(content == _CONTENT for _, content in objects_of(path)) == count


def _peak(work: Callable[[Path, int], None], path: Path, count: int) -> int:
    """Bytes of Python's own objects at the most, beyond those before."""
    tracemalloc.start()
    try:
        work(path, count)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_objects(tmp_path: Path) -> None:
    few, many = tmp_path / "few.tar", tmp_path / "many.tar"
    for work in (_write, _read):
        _peak(work, few, 200)  # what is loaded at the first use
        assert _peak(work, many, 2000) < _peak(work, few, 200) + _BUFFERS, work
