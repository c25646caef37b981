"""What the sender of a document says of it: where it comes from, and what it is called and filed under elsewhere."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from shared.domain.invoice_values import OrNone

MOST_TAGS = 20
LONGEST_TAG = 50
LONGEST_REFERENCE = 200
LONGEST_SENDER = 320
LONGEST_TEXT = 1000
"""Of a subject, a Message-ID and a path."""

ONE_LINE = r"^[^\x00-\x1f\x7f]+$"
"""The pattern of a text without control characters."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class SourceKind(StrEnum):
    """How a document came: sent by a client, or fetched from a mailbox, a folder or a bucket."""

    UPLOAD = "upload"
    MAIL = "mail"
    FOLDER = "folder"
    BUCKET = "bucket"


def _composed(value: str) -> str:
    return normalize("NFC", value)


def _known_tag(tag: str) -> str:
    if "," in tag:
        raise ValueError("a tag has no comma: give one after the other")
    return tag


def _each_once(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(tags)))


_LINE = StringConstraints(strip_whitespace=True, min_length=1, pattern=ONE_LINE)

Reference = Annotated[str, _LINE, Field(max_length=LONGEST_REFERENCE), AfterValidator(_composed)]
Tag = Annotated[str, _LINE, Field(max_length=LONGEST_TAG), AfterValidator(_composed), AfterValidator(_known_tag)]
Tags = Annotated[tuple[Tag, ...], Field(max_length=MOST_TAGS), AfterValidator(_each_once)]
CompanyId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Line = Annotated[str, _LINE, AfterValidator(_composed)]


class UploadSource(BaseModel):
    """Where a document comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: SourceKind
    """How it came."""
    sender: OrNone[Annotated[Line, Field(max_length=LONGEST_SENDER)]] = None
    """Who sent the mail: its address, or name and address."""
    subject: OrNone[Annotated[Line, Field(max_length=LONGEST_TEXT)]] = None
    """The mail's subject."""
    message_id: OrNone[Annotated[Line, Field(max_length=LONGEST_TEXT)]] = None
    """The mail's Message-ID."""
    received_at: AwareDatetime | None = None
    """When the mail or the file arrived, RFC 3339."""
    path: OrNone[Annotated[Line, Field(max_length=LONGEST_TEXT)]] = None
    """Where the file was found: its path in the folder, its key in the bucket, or its place in a container."""


UPLOADED = UploadSource(kind=SourceKind.UPLOAD)
"""What a client sent that says nothing of its source."""


class Labels(BaseModel):
    """What an invoice is called and filed under by its sender, who may change it later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: OrNone[Reference] = None
    """What the sender calls it."""
    tags: Tags = ()
    """What it is filed under, in order, each once."""
    company: CompanyId | None = None
    """The own company that it is for."""


NO_LABELS = Labels()


def told_source(
    kind: SourceKind,
    *,
    sender: str | None = None,
    subject: str | None = None,
    message_id: str | None = None,
    received_at: datetime | str | None = None,
    path: str | None = None,
) -> UploadSource:
    """The source that a mail, a file or an object tells of itself: what is not valid in its texts is made so, since
    nobody is there who could be told."""
    return UploadSource.model_validate(
        {
            "kind": kind,
            "sender": _fitting(sender, LONGEST_SENDER),
            "subject": _fitting(subject, LONGEST_TEXT),
            "message_id": _fitting(message_id, LONGEST_TEXT),
            "received_at": received_at,
            "path": _fitting(path, LONGEST_TEXT),
        }
    )


def _fitting(text: str | None, longest: int) -> str | None:
    # Composed first: that may lengthen a text.
    return None if text is None else _CONTROLS.sub(" ", _composed(text))[:longest]


def stored_source(source: UploadSource) -> Mapping[str, Any] | None:
    """The source as it is stored beside its kind; None if there is nothing beside that."""
    known = source.model_dump(mode="json", exclude_none=True)
    return known if len(known) > 1 else None


def source_of(kind: str, stored: Mapping[str, Any] | None) -> UploadSource:
    """A stored source."""
    return UploadSource.model_validate(public_source(kind, stored))


def public_source(kind: str, stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """A stored source in its public form: every field, null where nothing is known."""
    return {**_NOTHING_KNOWN, "kind": kind, **(stored or {})}


_NOTHING_KNOWN: Mapping[str, None] = dict.fromkeys(UploadSource.model_fields)
