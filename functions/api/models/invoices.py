"""Invoices: rows of lists, counts, one in full, and its neighbours."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from functions.api.models.base import Model, Moment, known_error
from functions.api.models.filters import SORTS, InvoiceFilters
from functions.api.models.pages import Cursor, Paged, PageQuery
from functions.api.models.sellers import SellerLink
from shared.domain.blockers import Blocker, stored_blocker
from shared.domain.document_types import DocumentType
from shared.domain.evidence import Evidence
from shared.domain.extractors import Extractor
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData, Number
from shared.domain.lifecycle import Stage, Status
from shared.domain.origins import UPLOADED, UploadSource
from shared.domain.search_values import MatchedField
from shared.errors import ErrorCode


class InvoicePath(Model):
    """An invoice by its id."""

    invoice_id: int
    """The invoice's id."""


class _ListFilters(InvoiceFilters):
    """Filter and order; `postponed` selects the invoices whose review is postponed, or those of which it is not."""

    status: list[Status] = []
    """Only invoices in these states; may be given several times."""
    postponed: bool | None = None
    """Invoices whose review is postponed, or those of which it is not."""
    sort_by: SORTS = "created_at"
    """What the list is ordered by; with `q` and without an order the best matches come first."""
    sort_order: Literal["asc", "desc"] = "desc"
    """The order's direction."""


class ListQuery(PageQuery, _ListFilters):
    """A page of invoices, filtered and in an order."""


class NeighboursQuery(_ListFilters):
    """The list, by its filters and its order; `after` is the `here` of an earlier answer: the invoice may have moved in
    the list since, or left it."""

    after: Cursor = None
    """The `here` of an earlier answer: the invoice may have moved in the list since, or left it."""

    @property
    def of_list(self) -> ListQuery:
        """The query of that list."""
        return ListQuery(**self.model_dump(exclude_unset=True))


Pages = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=2, max_length=2)]
"""The first and the last page, both included."""


def _known_blockers(stored: Any) -> Any:
    return stored and [stored_blocker(one) for one in stored]


class InvoiceError(Model):
    """The error of a failed invoice or of its last attempt."""

    code: Annotated[ErrorCode, BeforeValidator(known_error)]
    """The code for programs."""
    message: str
    """A sentence for people."""


DuplicateOf = Annotated[
    list[int],
    Field(
        description="Ids of invoices that may be duplicates of this one, most similar first: the same seller, and the"
        " same number in another notation or the same total within days. Unless rejected, they list this one too."
    ),
]


class ChecksSummary(Model):
    """The number of findings of each level."""

    error: int
    """How many errors."""
    warning: int
    """How many warnings."""


class Mark(Model):
    """A word in an excerpt: the positions of its first character and of the one after its last, in Unicode characters
    from 0."""

    start: int
    """Position of the first character."""
    end: int
    """Position behind the last character."""


class Match(Model):
    """Where `q` was found: an excerpt of a field or of the document's text, with the words in it."""

    field: MatchedField
    """Where the words were found."""
    text: str
    """The excerpt."""
    marks: list[Mark]
    """The words of `q` in the excerpt."""


ExportedAt = Annotated[
    Moment | None, Field(description="When another system got the confirmed data; null if none has it.")
]

ExportedReference = Annotated[str | None, Field(description="What the other system calls the invoice.")]

PostponedUntil = Annotated[
    date | None,
    Field(description="The day (UTC) from which the review is due again; null once it has come, and without one."),
]


class Reading(Model):
    """How many pages of the file have been read so far, of how many."""

    read: int
    """So many were read."""
    of: int
    """So many are to be read."""


class InvoiceRow(Model):
    """An invoice in a list; `progress` is in per cent of the whole way, `version` its ETag for If-Match.
    `worst_finding` is what to look at first in an invoice that waits for validation: the gravest of its findings, and
    of equal ones one about whom is paid; null without findings. `match` is null without `q`, and where the place
    of its words is not known."""

    id: int
    """The invoice's id."""
    filename: str
    """Name of the uploaded file."""
    status: Status
    """The invoice's state."""
    stage: Stage | None
    """The step that a processing invoice is in; else null."""
    progress: int
    """How far processing is, in per cent of the whole way."""
    reading: Reading | None = None
    """How many pages have been read, where they are read one by one; else null."""
    created_at: Moment
    """When it was uploaded."""
    updated_at: Moment
    """When it last changed."""
    invoice_number: str | None
    """The invoice's number (BT-1)."""
    seller_name: str | None
    """The seller's name (BT-27): of a confirmed invoice as its seller is called, else as it was read."""
    seller_id: int | None = None
    """The seller that it is of, or seems to be of as long as it is not confirmed; null if none is known."""
    issue_date: date | None
    """The day of issue (BT-2)."""
    due_date: date | None = None
    """The day by which to pay (BT-9)."""
    total_amount: Number | None
    """Total with tax (BT-112)."""
    currency: str | None
    """Currency of the total, ISO 4217 (BT-5)."""
    error: InvoiceError | None
    """Why processing failed, or its last attempt did."""
    reject_reason: str | None
    """Why a person rejected it."""
    checks_summary: ChecksSummary
    """How many findings of each level it has."""
    worst_finding: Finding | None = None
    """The finding to look at first; null without findings and unless it waits for validation."""
    duplicate_of: DuplicateOf
    confirmed_automatically: bool
    """Whether it was confirmed automatically, and no person has looked at it."""
    postponed_until: PostponedUntil
    version: int
    """Its ETag, for If-Match."""
    exported_at: ExportedAt
    exported_reference: ExportedReference
    reference: str | None
    """What its sender calls it."""
    tags: list[str]
    """What it is filed under, in order."""
    company: int | None
    """Id of the own company that it was sent for."""
    source: UploadSource = UPLOADED
    """Where it came from."""
    match: Match | None = None
    """Where `q` was found; null without `q`."""


class InvoiceList(Paged):
    """One page of invoices."""

    invoices: list[InvoiceRow]
    """The invoices of this page."""


class BookingSuggestion(Model):
    """What a field of a booking was in earlier invoices of the seller, or of others that sell the same. It is never put
    into the data by itself."""

    value: str
    """The value."""
    invoices: int
    """How many of these invoices had it."""
    of: int
    """How many of these invoices had any value."""


class Invoice(Model):
    """One invoice in full. `version` is the ETag that a correction must send in If-Match. An invoice that was split off
    a file has the `parent_id` of that and its own `pages` there, of which its document's pages are numbered from 1;
    `children` are the invoices that were split off this one, those of a split that was taken back too."""

    id: int
    """The invoice's id."""
    filename: str
    """Name of the uploaded file."""
    content_type: DocumentType
    """Media type of the file."""
    size: int
    """Size of the file in bytes."""
    sha256: str
    """SHA-256 of the file, in hex."""
    page_count: int | None
    """How many pages it has; null until it is read."""
    status: Status
    """The invoice's state."""
    stage: Stage | None
    """The step that a processing invoice is in; else null."""
    progress: int
    """How far processing is, in per cent of the whole way."""
    reading: Reading | None = None
    """How many pages have been read, where they are read one by one; else null."""
    created_at: Moment
    """When it was uploaded."""
    updated_at: Moment
    """When it last changed."""
    confirmed_at: Moment | None
    """When it was confirmed; null unless it is."""
    postponed_until: PostponedUntil
    error: InvoiceError | None
    """Why processing failed, or its last attempt did."""
    reject_reason: str | None
    """Why a person rejected it."""
    preview_data: InvoiceData | None
    """The data as extracted and corrected; null until it is extracted."""
    final_data: InvoiceData | None
    """The data as confirmed; null unless it is confirmed."""
    evidence: dict[str, Evidence] | None
    """JSON pointer (RFC 6901) into `preview_data` -> the evidence of that value."""
    checks: list[Finding] | None
    """The findings about `preview_data`; null until it is extracted."""
    agent_response: dict[str, Any] | None
    """What the extractor answered, for tracing; its form is not promised."""
    seller: SellerLink | None = None
    """The seller that it is of, or seems to be of as long as it is not confirmed; null if none is known."""
    extractor: Extractor | None
    """Which extractor gave the data; null until it is extracted."""
    version: int
    """Its ETag, which a correction must send in If-Match."""
    duplicate_of: DuplicateOf
    confirmed_automatically: bool
    """Whether it was confirmed automatically, and no person has looked at it."""
    blockers: Annotated[list[Blocker] | None, BeforeValidator(_known_blockers)]
    """Why it was not confirmed automatically when it was read, empty if it was; null where that was off."""
    told_apart_from: list[int]
    """Ids of invoices of which a person said that they are not this one, at most 50."""
    suggestions: dict[str, list[BookingSuggestion]] | None
    """JSON pointer of a field of a booking without a value -> what it was before, the likeliest first; null unless the
    invoice waits for validation."""
    parent_id: int | None
    """The file that it was split off; null if it was not."""
    pages: Pages | None
    """Its first and last page in that file; null if it was not split off."""
    children: list[int]
    """The invoices that were split off this one."""
    exported_at: ExportedAt
    exported_reference: ExportedReference
    reference: str | None
    """What its sender calls it."""
    tags: list[str]
    """What it is filed under, in order."""
    company: int | None
    """Id of the own company that it was sent for."""
    source: UploadSource = UPLOADED
    """Where it came from."""


class Neighbours(Model):
    """The invoices before and after one in a list; null at its ends. So many are `left` after it, or more if that is
    not exact. `here` is the cursor of the place: as `after` it stays while the invoice moves or leaves, and in the list
    it begins a page behind it."""

    previous: int | None
    """Id of the invoice before; null at the beginning."""
    next: int | None
    """Id of the invoice after; null at the end."""
    left: int
    """How many invoices come after."""
    left_is_exact: bool
    """Whether `left` is exact; if not there are more."""
    here: str
    """The cursor of this place, for `after`."""


class StatusCounts(Model):
    """The number of invoices in each state."""

    processing: int = 0
    """How many are being processed."""
    waiting_validation: int = 0
    """How many wait for a person."""
    processed: int = 0
    """How many are confirmed."""
    rejected: int = 0
    """How many are rejected."""
    failed: int = 0
    """How many could not be processed."""


class StatusSummary(Model):
    """The counts of all states. They are exact unless `is_exact` is false, which only a text that very many invoices
    hold leads to: then a state has at least so many. Of those that wait for validation `postponed` are due later."""

    summary: StatusCounts
    """The number of invoices in each state."""
    is_exact: bool = True
    """Whether the counts are exact; if not there are at least so many."""
    postponed: int = 0
    """How many of those waiting for validation are postponed."""
