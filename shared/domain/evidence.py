"""The evidence of a value: its source, where it is printed, and its confidence."""

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.document import Box, Fraction, Source


class Evidence(BaseModel):
    """The evidence of one value. `page` and `box` are null when no word of the document shows the value;
    `text` is the printed text; `confidence` 0..1 is the probability that the value is right."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    page: int | None = Field(default=None, ge=1)
    box: Box | None = None
    text: str | None = None
    confidence: Fraction
    source: Source


EvidenceMap = dict[str, Evidence]
"""JSON pointer (RFC 6901) into InvoiceData -> its evidence."""
