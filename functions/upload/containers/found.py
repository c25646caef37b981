"""What was found in a container, as the child tells it and the function takes it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST_PARTS = 500
"""Parts that are told; the rest is one more."""

MOST_NESTED = 4
"""Containers within each other."""

CONTAINER = "container"
"""The file with the container's bytes; documents stand beside it under their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much may come out of one container: bytes of a document, documents, and bytes of all of them."""

    file_bytes: int
    documents: int
    total_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One part. `parent` names the containers that it was in, the outermost first, with "/" between them.

    A document has `number`, the name of its file; anything else the `code` of a SkipReason or of an error. `mail` are
    the sender, subject, Message-ID and time of the outermost e-mail around it.
    """

    name: str
    parent: str
    number: int | None = None
    code: str | None = None
    mail: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """For `found`."""
        return asdict(self)


def found(told: Mapping[str, Any]) -> Found:
    """A part as it was told."""
    return Found(**told)
