"""The API's requests and responses; the OpenAPI document is generated from these."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    RootModel,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from functions.api.export_columns import COLUMN_NAMES
from functions.api.export_formats import ExportFormat
from functions.api.headings import Language
from shared.domain.access import ApiAction, Role
from shared.domain.audit import EVENT_DATA, AuditEventType
from shared.domain.comparison_keys import name_key, tax_key
from shared.domain.document import Fraction, Page
from shared.domain.document_types import DocumentType
from shared.domain.evidence import Evidence
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData, Number
from shared.domain.invoice_values import Day
from shared.domain.lifecycle import Stage, Status
from shared.domain.normalising import compact
from shared.domain.page_range import FEWEST_PARTS, MOST_PARTS
from shared.domain.search_values import MatchedField
from shared.errors import ErrorCode


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


Moment = Annotated[
    datetime,
    PlainSerializer(_rfc3339, return_type=str, when_used="json"),
    Field(json_schema_extra={"format": "date-time"}),
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


ONE_LINE = r"^[^\x00-\x1f\x7f]+$"
"""The pattern of a text without control characters."""

Sum = Annotated[Decimal, PlainSerializer(lambda total: format(total, "f"), return_type=str, when_used="json")]
"""A sum over invoices: may exceed the limit of a single amount."""


# Requests


class InvoicePath(_Model):
    """An invoice by its id."""

    invoice_id: int
    """The invoice's id."""


class PagePath(InvoicePath):
    """A page of an invoice's document, from 1."""

    number: int
    """The page, from 1."""


class AttachmentPath(InvoicePath):
    """A file inside an invoice's document, from 1."""

    number: int
    """The file inside the document, from 1."""


class KeyPath(_Model):
    """An API key by its id."""

    key_id: int
    """The key's id."""


class ExportPath(_Model):
    """An export by its id."""

    export_id: int
    """The export's id."""


class CompanyPath(_Model):
    """An own company by its id."""

    company_id: int
    """The company's id."""


class _Query(_Model):
    """Query parameters. A parameter that is not a list may be given only once."""

    @field_validator("*", mode="before")
    @classmethod
    def _given_once(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[str(info.field_name)]
        if isinstance(value, list) and get_origin(field.annotation) is not list:
            raise ValueError("must be given once")
        return value


class WidthQuery(_Query):
    """The width of a page's picture in pixels."""

    width: int = Field(default=1000, ge=16, le=3000)
    """Width of the picture in pixels."""


class UploadQuery(_Query):
    """How to treat a file that was uploaded before."""

    allow_duplicates: bool = False
    """Take a file again that was uploaded before, instead of answering `duplicated`."""


_SORTS_OF_ALL = Literal["created_at", "updated_at", "issue_date", "total_amount", "seller_name", "invoice_number"]

SORTS = Literal["id", "filename", "status", _SORTS_OF_ALL]

CONFIRMED_SORTS = Literal["confirmed_at", "id", "filename", _SORTS_OF_ALL]


Cursor = Annotated[str | None, Field(max_length=2000)]


class CursorQuery(_Query):
    """Which page of a list: the one after a cursor, which is the `next` of the page before; without it the first."""

    after: Cursor = None
    """The `next` of the page before; without it the first page."""
    per_page: int = Field(default=10, ge=1, le=100)
    """How many entries at most."""


class PageQuery(CursorQuery):
    """Which page of a list: by its number, or after a cursor."""

    page: int = Field(default=1, ge=1, le=1_000_000)
    """Number of the page, from 1; not together with `after`."""


class EventsQuery(CursorQuery):
    """Which part of an invoice's trail: the newest events, or those before a cursor's."""

    per_page: int = Field(default=200, ge=1, le=1000)
    """How many events at most."""


class VersionsQuery(CursorQuery):
    """Which withdrawn versions: the newest, or those before a cursor's."""

    per_page: int = Field(default=100, ge=1, le=100)
    """How many versions at most."""


Currency = Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")]


class _Filters(_Query):
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


Exported = Annotated[
    bool | None,
    Field(description="Confirmed invoices that another system has, or has not yet; others than confirmed are neither."),
]


class InvoiceFilters(_Filters):
    """Filters invoices of any state; `search` matches the file name, ignoring case. `findings` selects invoices with
    errors, with warnings at most, or with neither."""

    exported: Exported = None
    search: Annotated[str | None, Field(max_length=200)] = None
    """Part of the file name, ignoring case."""
    findings: Literal["error", "warning", "none"] | None = None
    """Invoices with errors, with warnings at most, or with neither."""


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


OpNumber = Annotated[str | None, Field(max_length=100)]


class _ConfirmedFilters(_Filters):
    """Filters confirmed invoices; `op_number` ignores case, spaces, dots and hyphens."""

    op_number: OpNumber = None
    """An advertising or operation order number, ignoring case, spaces, dots and hyphens."""


class ConfirmedQuery(_ConfirmedFilters):
    """Filters confirmed invoices, also by whether another system has them."""

    exported: Exported = None


class DataQuery(PageQuery, ConfirmedQuery):
    """A page of confirmed invoices."""

    sort_by: CONFIRMED_SORTS = "confirmed_at"
    """What the list is ordered by."""
    sort_order: Literal["asc", "desc"] = "desc"
    """The order's direction."""


def _columns(value: Any) -> Any:
    """The names in texts that separate them by commas; what is no text stays, to be refused."""
    parts = value if isinstance(value, list) else [value]
    names = (map(str.strip, part.split(",")) if isinstance(part, str) else [part] for part in parts)
    return [name for several in names for name in several if name != ""]


def _known_column(name: str) -> str:
    if name not in COLUMN_NAMES:
        raise PydanticCustomError(
            "column", "{name} is not a column; the columns are {all}", {"name": name, "all": ", ".join(COLUMN_NAMES)}
        )
    return name


class _FileForm(_Model):
    """What a file of confirmed invoices looks like."""

    rows: Annotated[
        Literal["invoices", "lines"],
        Field(description="A row of CSV: an invoice, or a line with the columns of its invoice. XLSX has both."),
    ] = "invoices"
    columns: Annotated[
        list[Annotated[str, AfterValidator(_known_column), Field(json_schema_extra={"enum": [*COLUMN_NAMES]})]],
        BeforeValidator(_columns),
        Field(max_length=100, description="The columns in their order, separated by commas; empty: all."),
    ] = []
    language: Annotated[
        Language | None,
        Field(
            description="Of the headings. Without it those of XLSX follow Accept-Language, and those of CSV are the"
            " names of the columns."
        ),
    ] = None
    separator: Annotated[
        Literal["comma", "semicolon"],
        Field(
            description="Of CSV. With semicolons amounts have a decimal comma, as spreadsheets of most of Europe and"
            " South America read them."
        ),
    ] = "comma"


class ExportQuery(ConfirmedQuery, _FileForm):
    """Format and columns of a file of confirmed invoices."""

    format: ExportFormat = ExportFormat.CSV
    """Format of the file."""


class ExportBody(_ConfirmedFilters, _FileForm):
    """An export of what is new: its format and columns, and filters on what is new."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: ExportFormat
    """Format of the file."""


class ExportsQuery(CursorQuery):
    """Which exports: the newest, or those before a cursor's."""


class ExportedBody(_Model):
    """What the other system calls the invoice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: Annotated[
        str | None,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE),
    ] = None
    """What the other system calls the invoice; null or absent if it has no name for it."""


class StatisticsQuery(_Query):
    """The period of the statistics; `currency` keeps amounts to those in this one."""

    days: int = Field(default=90, ge=1, le=3660)
    """How many whole days before today; today so far comes to them."""
    currency: Currency = None
    """Keep amounts to those in this currency, ISO 4217."""


class RevokeQuery(_Query):
    """`own=true`: revoke even the key of this very call, which ends the caller's access."""

    own: bool = False
    """Revoke even the key of this very call, which ends the caller's access."""


class ReasonBody(_Model):
    """The reason for rejecting or reopening an invoice."""

    reason: Annotated[str | None, Field(max_length=2000)] = None
    """The reason, shown in the invoice's history; may be absent."""

    @property
    def said(self) -> str | None:
        """The stripped reason; None if empty."""
        return (self.reason or "").strip() or None


class RejectBody(ReasonBody):
    """The reason for rejecting an invoice, and the one that has taken its place, such as a better scan of it."""

    replaced_by: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    """Id of the invoice that has the place of the rejected one; may be absent."""


class UnlockBody(_Model):
    """The password that opens the document. It is kept nowhere."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    """The password, as its sender gave it."""


class PostponeBody(_Model):
    """The day (UTC) from which the review is due again: a later one than today, within a year. Null: at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    until: Day | None
    """The day (UTC) from which the review is due again, within a year; null: at once."""


class ConfirmQuery(_Query):
    """`if=no-errors`: confirm only if no errors are open except the accepted ones. `if=no-findings`: only if no
    warnings are open either, as for an invoice that nobody has looked at."""

    condition: Literal["no-errors", "no-findings"] | None = Field(default=None, alias="if")
    """Confirm only if nothing is open but what is accepted: `no-errors`, or `no-findings` for warnings too."""


class ConfirmBody(_Model):
    """The codes of findings that a person accepts; used only with `if`."""

    accepted: Annotated[list[FindingCode], Field(max_length=100)] = []
    """Codes of findings that the person accepts; used only with `if`."""


Pages = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=2, max_length=2)]
"""The first and the last page, both included."""


class SplitBody(_Model):
    """The parts of a file with several invoices, each as its first and last page, in order. Pages may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parts: Annotated[list[Pages], Field(min_length=FEWEST_PARTS, max_length=MOST_PARTS)]
    """Each invoice's first and last page, both included, in order; pages may be left out."""


Edges = tuple[Fraction, Fraction, Fraction, Fraction]


def _in_order(edges: Edges) -> Edges:
    x0, y0, x1, y1 = edges
    if x0 > x1 or y0 > y1:
        raise ValueError("must be [x0, y0, x1, y1], the upper left corner first")
    return edges


class Place(_Model):
    """Where a person found a value: page, and box in 0..1 of the page."""

    page: int = Field(ge=1, le=100_000)
    """The page, from 1."""
    box: Annotated[Edges, AfterValidator(_in_order)]
    """The corners [x0, y0, x1, y1] in 0..1 of the upright page, the upper left one first."""
    text: Annotated[str | None, Field(max_length=5000)] = None
    """The printed text."""


class CorrectionBody(_Model):
    """A JSON merge patch (RFC 7396) for the preview data, and optionally the locations of the values it sets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preview_data: dict[str, Any]
    """A JSON merge patch (RFC 7396) for InvoiceData: what is null is removed, lists are replaced."""
    evidence: Annotated[dict[str, Place], Field(max_length=5000)] = {}
    """JSON pointer (RFC 6901) of a value that the patch sets -> where it is printed."""


class KeyBody(_Model):
    """A new API key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=100, pattern=ONE_LINE)
    """Whose key it is; shown in histories."""
    role: Role
    """What the key may do."""
    days: int | None = Field(default=None, ge=1, le=3660)
    """How many days it is valid; null: without an end."""


def _name(text: str) -> str:
    if name_key(text) is None:
        raise ValueError("must contain a letter or a digit")
    return text


def _number(text: str) -> str:
    number = compact(text)
    if tax_key(number) is None:
        raise ValueError("must be a VAT or tax number with at least four digits")
    return number


def _each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


CompanyName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE),
    AfterValidator(_name),
]
CompanyNumbers = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=50), AfterValidator(_number)]],
    Field(max_length=20),
    AfterValidator(_each_once),
]
CompanyAddresses = Annotated[
    list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]],
    Field(max_length=20),
    AfterValidator(_each_once),
]


class CompanyBody(_Model):
    """A new own company. Numbers are stored without blanks and hyphens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CompanyName
    """Legal name."""
    vat_ids: CompanyNumbers = []
    """VAT numbers."""
    tax_ids: CompanyNumbers = []
    """Other tax numbers."""
    addresses: CompanyAddresses = []
    """Addresses, one a text."""


class CompanyChange(_Model):
    """Changes to an own company; a list replaces the earlier one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CompanyName | None = None
    """The new legal name."""
    vat_ids: CompanyNumbers | None = None
    """The new VAT numbers, all of them."""
    tax_ids: CompanyNumbers | None = None
    """The new other tax numbers, all of them."""
    addresses: CompanyAddresses | None = None
    """The new addresses, all of them."""


# Responses


class Error(_Model):
    """Any error: a sentence for people, a code for programs, the request's id."""

    error: str
    """A sentence for people."""
    code: ErrorCode
    """The code for programs."""
    request_id: str | None = None
    """The request's id, as in X-Request-Id: name it when you ask for help."""
    details: list[dict[str, Any]] | None = None
    """What exactly is wrong, such as each faulty parameter."""


class OpenFindingsError(Error):
    """An invoice was not confirmed: `details` are its current findings."""

    details: list[Finding]  # type: ignore[assignment]
    """The invoice's current findings."""


class FileResult(_Model):
    """The result of one uploaded file."""

    filename: str
    """The file's name, as uploaded."""
    invoice_id: int | None
    """The new invoice, or of a duplicate the earlier one; null if the file was refused."""
    status: Literal["processing", "duplicated", "error"]
    """What became of the file."""
    message: str
    """The same as a sentence."""
    code: ErrorCode | None = None
    """Code of the error, if the file was refused."""


class FileResults(RootModel[list[FileResult]]):
    """One result per file, in order."""


def _known_error(value: Any) -> Any:
    return value if value in {*ErrorCode} else ErrorCode.OTHER


class InvoiceError(_Model):
    """The error of a failed invoice or of its last attempt."""

    code: Annotated[ErrorCode, BeforeValidator(_known_error)]
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


class ChecksSummary(_Model):
    """The number of findings of each level."""

    error: int
    """How many errors."""
    warning: int
    """How many warnings."""


class Mark(_Model):
    """A word in an excerpt: the positions of its first character and of the one after its last, in Unicode characters
    from 0."""

    start: int
    """Position of the first character."""
    end: int
    """Position behind the last character."""


class Match(_Model):
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


class InvoiceRow(_Model):
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
    created_at: Moment
    """When it was uploaded."""
    updated_at: Moment
    """When it last changed."""
    invoice_number: str | None
    """The invoice's number (BT-1)."""
    seller_name: str | None
    """The seller's name (BT-27)."""
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
    postponed_until: PostponedUntil
    version: int
    """Its ETag, for If-Match."""
    exported_at: ExportedAt
    exported_reference: ExportedReference
    match: Match | None = None
    """Where `q` was found; null without `q`."""


NextPage = Annotated[
    str | None, Field(description="The cursor of the next page, for `after`; null at the end. `Link` is its address.")
]


class Paged(_Model):
    """The position in a list. `page` is null behind a cursor, `pages` is 0 for an empty list. `total` is exact unless
    `total_is_exact` is false: then there are more."""

    page: int | None
    """The page's number, from 1; null behind a cursor."""
    per_page: int
    """How many entries a page has at most."""
    total: int
    """How many entries there are on all pages."""
    total_is_exact: bool
    """Whether `total` is exact; if not there are more."""
    pages: int
    """How many pages there are; 0 for an empty list."""
    next: NextPage


class InvoiceList(Paged):
    """One page of invoices."""

    invoices: list[InvoiceRow]
    """The invoices of this page."""


class Invoice(_Model):
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
    created_at: Moment
    """When it was uploaded."""
    updated_at: Moment
    """When it last changed."""
    confirmed_at: Moment | None
    """When a person confirmed it; null unless it is confirmed."""
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
    extractor: Extractor | None
    """Which extractor gave the data; null until it is extracted."""
    version: int
    """Its ETag, which a correction must send in If-Match."""
    duplicate_of: DuplicateOf
    parent_id: int | None
    """The file that it was split off; null if it was not."""
    pages: Pages | None
    """Its first and last page in that file; null if it was not split off."""
    children: list[int]
    """The invoices that were split off this one."""
    exported_at: ExportedAt
    exported_reference: ExportedReference


class Neighbours(_Model):
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


class Decision(_Model):
    """The result of a person's action."""

    invoice_id: int
    """The invoice's id."""
    status: Status
    """Its state now."""
    message: str
    """The result as a sentence."""


class ReplacedInvoice(Decision):
    """The invoice whose place was taken, and the one that has it now."""

    replaced_by: int
    """Id of the invoice that has its place."""


class SplitInvoice(Decision):
    """The file that was split, and the ids of its new invoices, in the order of the parts."""

    children: list[int]
    """Ids of the new invoices, in the order of the parts."""


class StatusCounts(_Model):
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


class StatusSummary(_Model):
    """The counts of all states. They are exact unless `is_exact` is false, which only a text that very many invoices
    hold leads to: then a state has at least so many. Of those that wait for validation `postponed` are due later."""

    summary: StatusCounts
    """The number of invoices in each state."""
    is_exact: bool = True
    """Whether the counts are exact; if not there are at least so many."""
    postponed: int = 0
    """How many of those waiting for validation are postponed."""


class ConfirmedInvoice(InvoiceData):
    """A confirmed invoice's data, with its source file. `match` as in the rows of lists."""

    invoice_id: int
    """The invoice's id."""
    filename: str
    """Name of the uploaded file."""
    confirmed_at: Moment | None
    """When a person confirmed it."""
    exported_at: ExportedAt
    exported_reference: ExportedReference
    match: Match | None = None
    """Where `q` was found; null without `q`."""


class ConfirmedList(Paged):
    """One page of confirmed invoices."""

    invoices: list[ConfirmedInvoice]
    """The invoices of this page."""


class FinalVersion(_Model):
    """Withdrawn final data of an invoice; `number` counts from 1."""

    number: int
    """The version's number, from 1."""
    confirmed_at: Moment | None
    """When it was confirmed."""
    withdrawn_at: Moment
    """When it was withdrawn."""
    withdrawn_by: str
    """Who withdrew it."""
    reason: str | None
    """The reason; null if none was given."""
    final_data: InvoiceData
    """The data as confirmed then."""


class FinalVersions(_Model):
    """The withdrawn versions of one invoice, newest first."""

    versions: list[FinalVersion]
    """The versions, newest first."""
    next: NextPage


class WithdrawnInvoice(_Model):
    """The withdrawal of an invoice's confirmed data; its versions hold the data."""

    invoice_id: int
    """The invoice's id."""
    filename: str
    """Name of the uploaded file."""
    number: int
    """Number of the version that was withdrawn, from 1."""
    confirmed_at: Moment | None
    """When it was confirmed."""
    withdrawn_at: Moment
    """When it was withdrawn."""
    withdrawn_by: str
    """Who withdrew it."""
    reason: str | None
    """The reason; null if none was given."""


class WithdrawnList(Paged):
    """One page of withdrawals, newest first."""

    withdrawn: list[WithdrawnInvoice]
    """The withdrawals of this page."""


class CurrencyTotal(_Model):
    """Totals of confirmed invoices in one currency; credit notes are subtracted. Missing amounts count as 0."""

    currency: str | None
    """The currency, ISO 4217; null for invoices without one."""
    count: int
    """How many invoices."""
    net_amount: Sum
    """Sum of the totals without tax (BT-109)."""
    tax_amount: Sum
    """Sum of the tax (BT-110)."""
    total_amount: Sum
    """Sum of the totals with tax (BT-112)."""


class Totals(_Model):
    """One entry per currency, most frequent first; none with `is_exact` false, when too many invoices would have to be
    added up one by one."""

    totals: list[CurrencyTotal]
    """The sums, one entry per currency."""
    is_exact: bool
    """Whether the sums are there; false when too many invoices would have to be added up."""


class Export(_Model):
    """An export of what was new. `count` invoices were in it when it was finished; those that are confirmed still are
    in its file, at `download`. `finished_at` is null while they are being marked, and if that was interrupted: then
    the next export takes them."""

    id: int
    """The export's id."""
    created_at: Moment
    """When it was asked for."""
    finished_at: Moment | None
    """When all its invoices were marked; null until then."""
    actor: str
    """Who asked for it: the name of a key."""
    format: ExportFormat
    """Format of the file."""
    parameters: dict[str, Any]
    """The filters and columns it was asked for with."""
    count: int
    """How many invoices were in it when it was finished."""
    download: str
    """Address of its file."""


class ExportList(_Model):
    """One page of exports, newest first."""

    exports: list[Export]
    """The exports of this page."""
    next: NextPage


def _known_type(value: Any) -> Any:
    return value if value in EVENT_DATA else AuditEventType.OTHER


class AuditEvent(_Model):
    """One event of the audit trail. `AuditEventData` describes `data` for each type."""

    id: int
    """The event's id."""
    type: Annotated[AuditEventType, BeforeValidator(_known_type)]
    """What happened."""
    actor: str
    """Who did it: the name of a key, or a stage of the processing."""
    created_at: Moment
    """When it happened."""
    data: dict[str, Any] | None
    """The details, see AuditEventData; null if there are none."""


class AuditTrail(_Model):
    """The newest events of the audit trail, in order; `next` leads to those before them."""

    events: list[AuditEvent]
    """The events, oldest first."""
    next: NextPage


class ReadText(_Model):
    """The document text: pages of words; boxes in 0..1 of the upright page, `width` and `height` in points."""

    pages: list[Page]
    """The pages, from 1."""


class Attachment(_Model):
    """A file inside an e-invoice (BG-24); `n` names it in the download's address. The size is in bytes."""

    n: int
    """Its number, from 1, in the address of the download."""
    filename: str
    """Its name."""
    media_type: str
    """Its media type (BT-125)."""
    size: int
    """Its size in bytes."""
    description: str | None
    """What it is (BT-123)."""


class Attachments(_Model):
    """The files inside an e-invoice, in their order."""

    attachments: list[Attachment]
    """The files."""


class DayCount(_Model):
    """Invoices received and confirmed on one day (UTC), and how many of these nobody had corrected."""

    date: date
    """The day (UTC)."""
    received: int
    """How many invoices were received."""
    confirmed: int
    """How many were confirmed."""
    without_changes: int
    """How many of the confirmed ones nobody had corrected."""


class MonthAmount(_Model):
    """Confirmed totals of one month (YYYY-MM of the issue date) in one currency."""

    month: str
    """Month of the issue dates, YYYY-MM."""
    currency: str | None
    """The currency, ISO 4217; null for invoices without one."""
    total: Sum
    """Sum of the totals with tax (BT-112)."""
    count: int
    """How many invoices."""


class SellerAmount(_Model):
    """Confirmed totals of one seller in one currency."""

    seller_name: str
    """The seller's name (BT-27)."""
    currency: str | None
    """The currency, ISO 4217; null for invoices without one."""
    total: Sum
    """Sum of the totals with tax (BT-112)."""
    count: int
    """How many invoices."""


class Untouched(_Model):
    """The number of confirmed invoices without a correction."""

    confirmed: int
    """How many invoices were confirmed."""
    without_changes: int
    """How many of them nobody had corrected."""


class WaitingAge(_Model):
    """Invoices of one currency that were received so many days ago, both included; `to_days` is null without an end."""

    from_days: int
    """Least age in days."""
    to_days: int | None
    """Greatest age in days, included; null without an end."""
    count: int
    """How many invoices."""
    total: Sum
    """Sum of their totals with tax (BT-112)."""


class Waiting(_Model):
    """Invoices in one currency that wait for validation now, whenever they were received; every age is there."""

    currency: str | None
    """The currency, ISO 4217; null for invoices without one."""
    count: int
    """How many invoices."""
    total: Sum
    """Sum of their totals with tax (BT-112)."""
    by_age: list[WaitingAge]
    """The same by how long ago they were received."""


class CorrectedField(_Model):
    """How often a person corrected this field for the first time on an invoice; `field` is a JSON pointer without the
    numbers of rows, such as `/lines/quantity`."""

    field: str
    """JSON pointer of the field, without the numbers of rows."""
    count: int
    """How often it was corrected."""


class CorrectedSeller(_Model):
    """Confirmed invoices of a seller, and how many of them a person had corrected."""

    seller_name: str
    """The seller's name (BT-27)."""
    confirmed: int
    """How many of its invoices were confirmed."""
    corrected: int
    """How many of these a person had corrected."""


class PersonActivity(_Model):
    """What one person (the name of a key) did: invoices confirmed and rejected, values corrected."""

    name: str
    """Whose activity: the name of a key."""
    confirmed: int
    """How many invoices were confirmed."""
    corrected: int
    """How many values were corrected."""
    rejected: int
    """How many invoices were rejected."""


class Statistics(_Model):
    """Statistics for the dashboard, of the days from `since` (UTC) to `until`, today. `waiting` is as of now, most
    frequent currency first; `currencies` are all that amounts could be in, whichever is asked for."""

    since: date
    """The first day (UTC)."""
    until: date
    """The last day (UTC): today."""
    currencies: list[str]
    """All currencies that amounts could be in."""
    waiting: list[Waiting]
    """What waits for validation now, most frequent currency first."""
    by_day: list[DayCount]
    """Counts of each day."""
    amounts_by_month: list[MonthAmount]
    """Confirmed amounts of each month and currency."""
    top_sellers: list[SellerAmount]
    """The sellers with the greatest confirmed amounts."""
    untouched: Untouched
    """How many invoices needed no correction."""
    corrected_fields: list[CorrectedField]
    """The fields corrected most often."""
    corrected_sellers: list[CorrectedSeller]
    """The sellers whose invoices were corrected most often."""
    people: list[PersonActivity]
    """What each person did."""


class AcceptedType(_Model):
    """An accepted file type: its media type and file extensions."""

    media_type: DocumentType
    """The media type."""
    extensions: list[str]
    """Its file extensions, with the dot."""
    label: str
    """What people call it."""


class Me(_Model):
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


class Key(_Model):
    """An API key, without the key itself; `own`: it is the key of this call."""

    id: int
    """The key's id."""
    name: str
    """Whose key it is."""
    role: Role
    """What it may do."""
    own: bool
    """Whether it is the key of this call."""
    created_at: Moment
    """When it was made."""
    last_used_at: Moment | None
    """When it was last used; null if never."""
    expires_at: Moment | None
    """When it ends; null without an end."""
    revoked_at: Moment | None
    """When it was revoked; null if it was not."""


class KeyList(_Model):
    """All keys, newest first."""

    keys: list[Key]
    """The keys."""


class NewKey(Key):
    """A new key; `key` is shown only here."""

    key: str
    """The key itself, for `Authorization: Bearer`; shown only here."""


class Company(_Model):
    """One of our own companies."""

    id: int
    """The company's id."""
    name: str
    """Legal name."""
    vat_ids: list[str]
    """VAT numbers, without blanks and hyphens."""
    tax_ids: list[str]
    """Other tax numbers, without blanks and hyphens."""
    addresses: list[str]
    """Addresses, one a text."""
    created_at: Moment
    """When it was added."""
    updated_at: Moment
    """When it last changed."""


class CompanyList(_Model):
    """All own companies, by name."""

    companies: list[Company]
    """The companies."""


class Alive(_Model):
    """The process is alive."""

    status: Literal["ok"] = "ok"
    """Always `ok`."""


class Readiness(_Model):
    """Whether each store answers; `error` has a sentence for each that does not."""

    status: Literal["ok", "unavailable"]
    """Whether all stores answer."""
    checks: dict[str, Literal["ok", "unavailable"]]
    """Name of a store -> whether it answers."""
    error: str | None
    """A sentence for each store that does not answer; null if all do."""
