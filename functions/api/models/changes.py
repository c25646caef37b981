"""The feed of public changes."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from functions.api.models.base import Model, Moment, Query, separated
from functions.api.models.pages import Cursor
from shared.domain.invoice import InvoiceData
from shared.domain.public_changes import ChangeType

NOW = "now"
"""The value of `after` that asks for the present end."""

MOST_WITH_DATA = 100


class ChangesQuery(Query):
    """Which changes."""

    after: Cursor = None
    """The `next` of the answer before, or the `cursor` of a change: those behind it. Without it from the oldest that is
    kept; `now` answers none, and where the feed ends at present."""
    types: Annotated[list[ChangeType], BeforeValidator(separated), Field(max_length=100)] = []
    """Only these types, separated by commas; empty: all. They may differ from call to call."""
    limit: int = Field(default=100, ge=1, le=1000)
    """How many changes at most; with `include=data` 100."""
    include: Annotated[list[Literal["data"]], BeforeValidator(separated), Field(max_length=100)] = []
    """`data`: also the confirmed data, with the changes of the type `confirmed`."""


class PublicChangeEntry(Model):
    """One change of an invoice."""

    cursor: str
    """Its place in the feed: `after=<cursor>` is what follows it."""
    type: ChangeType
    """What changed."""
    invoice_id: int
    """The invoice's id."""
    at: Moment
    """When it changed."""
    actor: str
    """Who changed it: the name of an API key, `system`, `auto` or `retention`."""
    version: int
    """The invoice's version behind the change; it rises from change to change of an invoice."""
    data: InvoiceData | None
    """With `include=data` and the type `confirmed`: the invoice's data as it is confirmed now; null if it is not
    confirmed any more, of which a later change tells, and without `include=data`."""


class ChangeList(Model):
    """Changes in the order of the feed, the oldest first."""

    changes: list[PublicChangeEntry]
    """The changes."""
    next: str
    """The cursor for `after` of the next call, also if there are no changes: keep it."""
    has_more: bool
    """Whether more follow already: call again at once. If not, wait a moment."""
