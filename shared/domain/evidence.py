"""The evidence of a value: its source, where it is printed, and its confidence."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.document import Box, Fraction, Source

MOST_ALTERNATIVES = 3


class Alternative(BaseModel):
    """Another value that the document may mean: the second best and so on. `value` is written as in InvoiceData's JSON
    (a date in ISO 8601, an amount with a decimal point); the rest is as in `Evidence`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    value: str
    """The other value, written as in InvoiceData's JSON."""
    page: int | None = Field(default=None, ge=1)
    """Page that it is printed on, from 1; null if it is printed nowhere."""
    box: Box | None = None
    """Where it is printed, in 0..1 of the page."""
    text: str | None = None
    """The printed text."""
    confidence: Fraction
    """The probability that it is the right value, 0..1."""


class Origin(BaseModel):
    """What spoke for a value beside its document."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    invoices: int = Field(ge=1)
    """How many earlier invoices of the seller, as persons confirmed them, have the value or had theirs at this
    place."""


def _without_default(schema: dict[str, Any]) -> None:
    """Of a member that is absent rather than null."""
    del schema["default"]


class Evidence(BaseModel):
    """The evidence of one value. `page` and `box` are null when no word of the document shows the value;
    `text` is the printed text; `confidence` 0..1 is the probability that the value is right.
    `alternatives`, the most probable first, are what the value may be instead."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    page: int | None = Field(default=None, ge=1)
    """Page that shows the value, from 1; null if no word shows it."""
    box: Box | None = None
    """Where the value is printed, in 0..1 of the page."""
    text: str | None = None
    """The printed text."""
    confidence: Fraction
    """The probability that the value is right, 0..1."""
    source: Source
    """Who gave the value."""
    alternatives: tuple[Alternative, ...] = Field(default=(), max_length=MOST_ALTERNATIVES)
    """What the value may be instead, the most probable first."""
    origin: Origin | None = Field(
        default=None,
        exclude_if=lambda origin: origin is None,
        json_schema_extra=_without_default,
    )
    """The earlier invoices of the seller that say the same; absent if none was asked, or none does."""


EvidenceMap = dict[str, Evidence]
"""JSON pointer (RFC 6901) into InvoiceData -> its evidence."""


def stored_evidence(stored: Mapping[str, Any] | None) -> EvidenceMap:
    """The evidence as a row has it."""
    return {pointer: Evidence.model_validate(one) for pointer, one in (stored or {}).items()}
