"""Confirming invoices without a person: what an admin decided about it, and who goes to a person all the same."""

import hmac
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

AUTO_ACTOR = "auto"
"""Who confirms automatically, in the audit trail. No API key has this name."""

MOST_CONFIRMED = 50
"""More confirmations by persons cannot be asked for."""

Confidence = Annotated[float, Field(ge=0.5, le=1.0)]


class LeastConfidence(BaseModel):
    """How sure the values that decide must be, 0.5..1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    invoice_number: Confidence = 0.9
    """Of the invoice's number."""
    issue_date: Confidence = 0.9
    """Of the day of issue."""
    total_amount: Confidence = 0.9
    """Of the total."""
    seller_name: Confidence = 0.9
    """Of the seller's name, unless a person has confirmed this name of this seller before."""


class AutomationPolicy(BaseModel):
    """When invoices are confirmed automatically; by default never."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    """Whether anything is confirmed automatically. Off ends it everywhere at once."""
    after: Annotated[int, Field(ge=1, le=MOST_CONFIRMED)] = 5
    """After so many invoices in a row that a person confirmed without a change, of the same seller to the same own
    company."""
    least_confidence: LeastConfidence = LeastConfidence()
    """How sure the values that decide must be."""
    person_share: Annotated[float, Field(ge=0, le=1)] = 0.1
    """The share of invoices that go to a person all the same, 0..1."""
    sellers: Literal["all", "chosen"] = "all"
    """Which sellers: all but those that are switched off, or those alone that are switched on."""
    companies: Annotated[list[Annotated[int, Field(ge=1)]], Field(max_length=1000)] | None = None
    """Ids of the own companies whose invoices may be confirmed automatically; null: all of them."""


def is_chosen(invoice_id: int, *, seed: str, share: float) -> bool:
    """Whether the invoice is of the share that goes to a person. The same for the same invoice whenever it is asked,
    and known to nobody without the seed."""
    digest = hmac.digest(seed.encode(), str(invoice_id).encode(), "sha256")
    return int.from_bytes(digest[:8]) < share * 2**64
