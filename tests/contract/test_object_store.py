"""Objects under keys: what every object store promises."""

from io import BytesIO

import pytest

from shared.pipeline.ports import ObjectMissingError, ObjectStore

PDF = "application/pdf"


def test_what_was_put_is_there_until_it_is_deleted(objects: ObjectStore) -> None:
    objects.put("documents/a", b"one", PDF)
    objects.put("documents/a", b"two", PDF)
    assert objects.exists("documents/a")
    assert objects.get("documents/a") == b"two"
    objects.delete("documents/a", "documents/never")
    assert not objects.exists("documents/a")


@pytest.mark.parametrize("size", [0, 1, 6 * 1024**2])
def test_a_stream_of_any_length_is_stored_whole(objects: ObjectStore, size: int) -> None:
    content = b"x" * size
    objects.put_stream("incoming/a", BytesIO(content), PDF)
    assert objects.get("incoming/a") == content


@pytest.mark.parametrize(
    ("offset", "length", "part"), [(0, 0, b"0123456789"), (3, 0, b"3456789"), (3, 4, b"3456"), (0, 1, b"0")]
)
def test_a_part_is_given_with_the_size_of_the_whole(
    objects: ObjectStore, offset: int, length: int, part: bytes
) -> None:
    objects.put("documents/a", b"0123456789", PDF)
    opened = objects.open("documents/a", offset=offset, length=length)
    assert (b"".join(opened.chunks), opened.size) == (part, 10)
    opened.close()


def test_a_part_behind_the_end_is_empty(objects: ObjectStore) -> None:
    objects.put("documents/a", b"0123456789", PDF)
    assert b"".join(objects.open("documents/a", offset=10, length=5).chunks) == b""


@pytest.mark.parametrize("size", [10, 6 * 1024**2])
def test_a_version_is_that_of_the_content(objects: ObjectStore, size: int) -> None:
    def version(*, offset: int = 0, length: int = 0) -> str:
        opened = objects.open("documents/a", offset=offset, length=length)
        opened.close()
        return opened.version

    objects.put("documents/a", b"x" * size, PDF)
    first = version()
    assert version(offset=2, length=3) == first
    objects.put("documents/a", b"y" * size, PDF)
    assert version() != first


def test_a_copy_is_an_object_of_its_own(objects: ObjectStore) -> None:
    objects.put("incoming/a", b"one", PDF)
    objects.copy("incoming/a", "documents/a")
    objects.delete("incoming/a")
    assert objects.get("documents/a") == b"one"


def test_keys_are_listed_by_their_prefix(objects: ObjectStore) -> None:
    for key in ("pages/1/a.png", "pages/1/b.png", "pages/10/a.png", "texts/1.json"):
        objects.put(key, b"x", PDF)
    assert sorted(objects.keys("pages/1/")) == ["pages/1/a.png", "pages/1/b.png"]
    assert len(list(objects.keys(""))) == 4


def test_a_missing_object_is_named_as_such(objects: ObjectStore) -> None:
    with pytest.raises(ObjectMissingError):
        objects.get("documents/none")
    with pytest.raises(ObjectMissingError):
        objects.copy("documents/none", "documents/a")
    with pytest.raises(ObjectMissingError):
        objects.open("documents/none")
    assert not objects.exists("documents/none")
