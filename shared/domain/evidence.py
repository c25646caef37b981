"""Why a value is believed: where it stands on the page, and what the checks found."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.document import Box, Fraction, Source


class Evidence(BaseModel):
    """The support of one value. `page` and `box` are null when no word of the document shows the value;
    `text` is what is printed there; `confidence` 0..1 is how likely the value is right."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    page: int | None = Field(default=None, ge=1)
    box: Box | None = None
    text: str | None = None
    confidence: Fraction
    source: Source


class Level(StrEnum):
    """`error`: cannot be right as it stands; `warning`: look at it; `info`: good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(BaseModel):
    """What one check found. `code` is a rule of EN 16931 (BR-CO-15) or a kebab-case name of ours;
    `pointers` are JSON pointers (RFC 6901) into InvoiceData."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    code: str
    level: Level
    message: str
    pointers: list[str] = []


EvidenceMap = dict[str, Evidence]
"""JSON pointer (RFC 6901) into InvoiceData -> its evidence."""
