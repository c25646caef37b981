"""Documents are read only as they were uploaded: whole, in part, and when the object is replaced meanwhile."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.memory.object_store import MemoryObjectStore
from shared.domain.metrics import DOCUMENTS_CHANGED
from shared.domain.object_keys import document_key
from shared.pipeline.ports import ObjectMissingError, OpenedObject
from shared.pipeline.stored_documents import DocumentChangedError, StoredDocuments

ROOT = Path(__file__).resolve().parents[3]
SMALL, LARGE = b"%PDF small", b"%PDF large " + bytes(range(256)) * 8192  # of 2 MB, in chunks of 64 kB
WRONG = [
    lambda content: b"another " + content[8:],
    lambda content: content[:-1] + b"!",
    lambda content: content[:-1],
    lambda content: content + b"!",
    lambda content: b"",
]
WRONG_NAMES = ["other at its start", "other at its end", "a byte short", "a byte more", "empty"]


class _Store(MemoryObjectStore):
    """Notes which parts are opened, and closes, and what is read; `before_open` is called first."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[int, int]] = []
        self.closed = 0
        self.read = 0  # bytes
        self.before_open: Callable[[], None] = lambda: None

    def open(self, key: str, *, offset: int = 0, length: int = 0) -> OpenedObject:
        self.before_open()
        self.opened.append((offset, length))
        found = super().open(key, offset=offset, length=length)

        def close() -> None:
            self.closed += 1
            found.close()

        def chunks() -> Iterator[bytes]:
            for chunk in found.chunks:
                self.read += len(chunk)
                yield chunk

        return replace(found, chunks=chunks(), close=close)


def _stored(content: bytes, instead: bytes | None = None) -> tuple[StoredDocuments, str]:
    """Documents with this one, or with other bytes at its key; and its hash."""
    store, digest = _Store(), sha256(content).hexdigest()
    store.put(document_key(digest), content if instead is None else instead, "application/pdf")
    return StoredDocuments(store=store, metrics=MemoryMetrics(), reader="api"), digest


def _store(documents: StoredDocuments) -> _Store:
    assert isinstance(documents.store, _Store)
    return documents.store


def _counted(documents: StoredDocuments) -> float:
    assert isinstance(documents.metrics, MemoryMetrics)
    return documents.metrics.counted().get((DOCUMENTS_CHANGED.name, "api"), 0)


def _given_before_the_fault(chunks: Callable[[], Iterator[bytes]]) -> bytes:
    """What came before DocumentChangedError."""
    given = b""
    try:
        for chunk in chunks():
            given += chunk
    except DocumentChangedError:
        return given
    pytest.fail("it was not compared")


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("span", [None, (0, 1), (3, 9), (7, 8)])
def test_the_right_bytes_are_served_whole_and_in_part(content: bytes, span: tuple[int, int] | None) -> None:
    documents, digest = _stored(content)
    first, end = span or (0, len(content))
    served = documents.serve(digest, size=len(content), span=span)
    assert b"".join(served.chunks) == content[first:end]
    served.close()
    assert _store(documents).closed == len(_store(documents).opened)
    assert _counted(documents) == 0


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("wrong", WRONG, ids=WRONG_NAMES)
def test_other_bytes_end_a_download_before_its_promised_length(content: bytes, wrong: Callable[[bytes], bytes]) -> None:
    documents, digest = _stored(content, wrong(content))
    given = _given_before_the_fault(lambda: documents.serve(digest, size=len(content)).chunks)
    assert len(given) < len(content)
    assert _counted(documents) == 1


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("wrong", WRONG, ids=WRONG_NAMES)
def test_no_byte_of_a_part_of_other_bytes_is_served(content: bytes, wrong: Callable[[bytes], bytes]) -> None:
    documents, digest = _stored(content, wrong(content))
    with pytest.raises(DocumentChangedError):
        documents.serve(digest, size=len(content), span=(1, 3))
    assert _counted(documents) == 1
    assert _store(documents).closed == len(_store(documents).opened)


@pytest.mark.parametrize("wrong", WRONG, ids=WRONG_NAMES)
def test_other_bytes_are_not_handed_to_a_reader(tmp_path: Path, wrong: Callable[[bytes], bytes]) -> None:
    documents, digest = _stored(LARGE, wrong(LARGE))
    with pytest.raises(DocumentChangedError) as told:
        documents.download(digest, tmp_path / "document", size=len(LARGE))
    assert told.value.retryable
    assert _counted(documents) == 1


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("instead", [SMALL + LARGE, b"", b"!"], ids=["larger", "empty", "smaller"])
@pytest.mark.parametrize(
    "read",
    [
        lambda documents, digest, size, _: documents.serve(digest, size=size),
        lambda documents, digest, size, _: documents.serve(digest, size=size, span=(1, 3)),
        lambda documents, digest, size, path: documents.download(digest, path, size=size),
    ],
    ids=["whole", "part", "download"],
)
def test_an_object_of_another_size_is_refused_before_a_byte_is_read(
    content: bytes, instead: bytes, read: Callable[[StoredDocuments, str, int, Path], object], tmp_path: Path
) -> None:
    documents, digest = _stored(content, instead)
    with pytest.raises(DocumentChangedError):
        read(documents, digest, len(content), tmp_path / "document")
    assert _store(documents).read == 0
    assert _store(documents).closed == len(_store(documents).opened)
    assert _counted(documents) == 1


def test_a_document_is_written_as_it_was_uploaded(tmp_path: Path) -> None:
    documents, digest = _stored(LARGE)
    documents.download(digest, tmp_path / "document", size=len(LARGE))
    assert (tmp_path / "document").read_bytes() == LARGE


def test_parts_of_a_large_document_cost_one_reading_of_the_whole() -> None:
    documents, digest = _stored(LARGE)
    for first in (5, 50, 500):
        b"".join(documents.serve(digest, size=len(LARGE), span=(first, first + 10)).chunks)
    assert _store(documents).opened.count((0, 0)) == 1


def test_a_part_is_compared_again_once_the_object_was_written_anew() -> None:
    documents, digest = _stored(LARGE)
    assert b"".join(documents.serve(digest, size=len(LARGE), span=(0, 4)).chunks) == b"%PDF"
    _store(documents).put(document_key(digest), b"!" * len(LARGE), "application/pdf")
    with pytest.raises(DocumentChangedError):
        documents.serve(digest, size=len(LARGE), span=(0, 4))


def test_an_object_that_is_replaced_between_comparison_and_read_is_not_served() -> None:
    documents, digest = _stored(LARGE)
    store = _store(documents)

    def swap() -> None:  # right whenever all is read, other bytes whenever a part is
        is_part_next = len(store.opened) % 2 == 0
        store.put(document_key(digest), b"!" * len(LARGE) if is_part_next else LARGE, "application/pdf")

    store.before_open = swap
    with pytest.raises(DocumentChangedError):
        documents.serve(digest, size=len(LARGE), span=(0, 4))
    assert store.opened.count((0, 0)) == 1


def test_a_missing_document_is_no_changed_one(tmp_path: Path) -> None:
    documents, _ = _stored(SMALL)
    with pytest.raises(ObjectMissingError):
        documents.download("0" * 64, tmp_path / "document", size=len(SMALL))
    assert _counted(documents) == 0


def test_nothing_else_reads_documents() -> None:
    """Who forms the key of a document: those who store, delete and archive it, and the reader that compares."""

    def imports_the_key(path: Path) -> bool:
        return any(
            alias.name in {"document_key", "DOCUMENTS"}
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module == "shared.domain.object_keys"
            for alias in node.names
        )

    modules = (path for folder in ("functions", "shared", "infra") for path in (ROOT / folder).rglob("*.py"))
    assert {str(path.relative_to(ROOT)) for path in modules if imports_the_key(path)} == {
        "functions/upload/intake.py",
        "infra/backup/loading.py",
        "infra/backup/saving.py",
        "infra/dispatcher/orphans.py",
        "shared/pipeline/deletion.py",
        "shared/pipeline/stored_documents.py",
    }
