"""The caller, and what clients must know of the system."""

from typing import Literal

from functions.api.models.base import Model
from shared.domain.access import ApiAction, Role
from shared.domain.document_types import DocumentType


class AcceptedType(Model):
    """An accepted file type: its media type and file extensions."""

    media_type: DocumentType
    """The media type."""
    extensions: list[str]
    """Its file extensions, with the dot."""
    label: str
    """What people call it."""


class Me(Model):
    """The caller's identity and allowed actions, and the system's settings for clients."""

    name: str
    """The name of the caller's key."""
    role: Role
    """The caller's role."""
    actions: list[ApiAction]
    """What the caller may do."""
    auth: Literal["required", "off"]
    """Whether calls need a key."""
    extractor: Literal["local", "openai"]
    """Which extractor the system is set up with."""
    sends_to_model: bool
    """Whether texts of documents are sent to a language model."""
    max_upload_mb: int
    """Greatest size of a file in megabytes."""
    max_files_per_upload: int
    """Greatest number of files in one upload."""
    accepted_types: list[AcceptedType]
    """The file types that can be uploaded."""
