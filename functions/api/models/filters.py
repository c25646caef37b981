"""What selects invoices in lists, counts, totals and exports, and the orders of lists."""

from typing import Annotated, Literal

from pydantic import Field

from functions.api.models.base import Query
from shared.domain.blockers import BlockerCode
from shared.domain.invoice_values import Day, OrNone
from shared.domain.origins import MOST_TAGS, CompanyId, Reference, SourceKind, Tag

_SORTS_OF_ALL = Literal[
    "created_at", "updated_at", "issue_date", "due_date", "total_amount", "seller_name", "invoice_number"
]

SORTS = Literal["id", "filename", "status", _SORTS_OF_ALL]

CONFIRMED_SORTS = Literal["confirmed_at", "id", "filename", _SORTS_OF_ALL]

Currency = Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")]


class ContentFilters(Query):
    """Filters by content. Each word of `q` must occur in the file name, the numbers, names, codes and amounts of the
    invoice or in its document's text, ignoring case, accents and separators in numbers; the last word may be the
    beginning of one. `issued_from` and `issued_to` are inclusive."""

    q: Annotated[str | None, Field(max_length=200)] = None
    """Words that must all occur in the invoice or its document; the last may be the beginning of one."""
    issued_from: Day | None = None
    """First day of issue, included."""
    issued_to: Day | None = None
    """Last day of issue, included."""
    currency: Currency = None
    """Currency of the invoice, ISO 4217."""
    seller_id: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    """Invoices of this seller: the confirmed ones, and those that seem to be."""
    reference: OrNone[Reference] = None
    """Invoices that their sender calls so, letter by letter."""
    tag: Annotated[list[Tag], Field(max_length=MOST_TAGS)] = []
    """Invoices that are filed under this tag, letter by letter; under all of them if it is given several times."""
    source: SourceKind | None = None
    """Invoices that came this way."""
    company: CompanyId | None = None
    """Invoices that were sent for this own company."""


Exported = Annotated[
    bool | None,
    Field(description="Confirmed invoices that another system has, or has not yet; others than confirmed are neither."),
]


class InvoiceFilters(ContentFilters):
    """Filters invoices of any state; `search` matches the file name, ignoring case. `findings` selects invoices with
    errors, with warnings at most, or with neither."""

    exported: Exported = None
    automatic: bool | None = None
    """Invoices that were confirmed automatically and that no person has looked at, or those that a person confirmed."""
    blocker: BlockerCode | None = None
    """Invoices that this kept from being confirmed automatically when they were read, whatever became of them."""
    search: Annotated[str | None, Field(max_length=200)] = None
    """Part of the file name, ignoring case."""
    findings: Literal["error", "warning", "none"] | None = None
    """Invoices with errors, with warnings at most, or with neither."""


OpNumber = Annotated[str | None, Field(max_length=100)]


class ConfirmedFilters(ContentFilters):
    """Filters confirmed invoices; `op_number` ignores case, spaces, dots and hyphens."""

    op_number: OpNumber = None
    """An advertising or operation order number, ignoring case, spaces, dots and hyphens."""


class ConfirmedQuery(ConfirmedFilters):
    """Filters confirmed invoices, also by whether another system has them."""

    exported: Exported = None
