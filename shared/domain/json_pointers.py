"""JSON pointers (RFC 6901) to the values of nested data; no name here holds a `~` or a `/` that would need escaping."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """(pointer, value) of every leaf that is not null, in order."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{index}")
    elif value is not None:
        yield pointer, value


def pointer_to(path: Iterable[str | int]) -> str:
    """The pointer of a path of names and indices, as in pydantic's errors."""
    return "".join(f"/{step}" for step in path)
