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


Moment = Annotated[datetime, PlainSerializer(_rfc3339, return_type=str, when_used="json")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


Sum = Annotated[Decimal, PlainSerializer(lambda total: format(total, "f"), return_type=str, when_used="json")]
"""A sum over invoices: may exceed the limit of a single amount."""


# Requests


class InvoicePath(_Model):
    """An invoice by its id."""

    invoice_id: int


class PagePath(InvoicePath):
    """A page of an invoice's document, from 1."""

    number: int


class AttachmentPath(InvoicePath):
    """A file inside an invoice's document, from 1."""

    number: int


class KeyPath(_Model):
    """An API key by its id."""

    key_id: int


class ExportPath(_Model):
    """An export by its id."""

    export_id: int


class CompanyPath(_Model):
    """An own company by its id."""

    company_id: int


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


class UploadQuery(_Query):
    """How to treat a file that was uploaded before."""

    allow_duplicates: bool = False


SORTS = Literal[
    "id",
    "filename",
    "status",
    "created_at",
    "updated_at",
    "issue_date",
    "total_amount",
    "seller_name",
    "invoice_number",
]


Cursor = Annotated[str | None, Field(max_length=2000)]


class CursorQuery(_Query):
    """Which page of a list: the one after a cursor, which is the `next` of the page before; without it the first."""

    after: Cursor = None
    per_page: int = Field(default=10, ge=1, le=100)


class PageQuery(CursorQuery):
    """Which page of a list: by its number, or after a cursor."""

    page: int = Field(default=1, ge=1, le=1_000_000)


class EventsQuery(CursorQuery):
    """Which part of an invoice's trail: the newest events, or those before a cursor's."""

    per_page: int = Field(default=200, ge=1, le=1000)


class VersionsQuery(CursorQuery):
    """Which withdrawn versions: the newest, or those before a cursor's."""

    per_page: int = Field(default=100, ge=1, le=100)


class _Filters(_Query):
    """Filters by content. Each word of `q` must occur in the file name, the numbers, names, codes and amounts of the
    invoice or in its document's text, ignoring case, accents and separators in numbers; the last word may be the
    beginning of one. `issued_from` and `issued_to` are inclusive."""

    q: Annotated[str | None, Field(max_length=200)] = None
    issued_from: Day | None = None
    issued_to: Day | None = None
    currency: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None


Exported = Annotated[
    bool | None,
    Field(description="Confirmed invoices that another system has, or has not yet; others than confirmed are neither."),
]


class InvoiceFilters(_Filters):
    """Filters invoices of any state; `search` matches the file name, ignoring case. `findings` selects invoices with
    errors, with warnings at most, or with neither."""

    exported: Exported = None
    search: Annotated[str | None, Field(max_length=200)] = None
    findings: Literal["error", "warning", "none"] | None = None


class _ListFilters(InvoiceFilters):
    """Filter and order; `postponed` selects the invoices whose review is postponed, or those of which it is not."""

    status: list[Status] = []
    postponed: bool | None = None
    sort_by: SORTS = "created_at"
    sort_order: Literal["asc", "desc"] = "desc"


class ListQuery(PageQuery, _ListFilters):
    """A page of invoices, filtered and in an order."""


class NeighboursQuery(_ListFilters):
    """The list, by its filters and its order; `after` is the `here` of an earlier answer: the invoice may have moved in
    the list since, or left it."""

    after: Cursor = None

    @property
    def of_list(self) -> ListQuery:
        """The query of that list."""
        return ListQuery(**self.model_dump(exclude_unset=True))


OpNumber = Annotated[str | None, Field(max_length=100)]


class _ConfirmedFilters(_Filters):
    """Filters confirmed invoices; `op_number` ignores case, spaces, dots and hyphens."""

    op_number: OpNumber = None


class ConfirmedQuery(_ConfirmedFilters):
    """Filters confirmed invoices, also by whether another system has them."""

    exported: Exported = None


CONFIRMED_SORTS = Literal[
    "confirmed_at",
    "id",
    "filename",
    "created_at",
    "updated_at",
    "issue_date",
    "total_amount",
    "seller_name",
    "invoice_number",
]


class DataQuery(PageQuery, ConfirmedQuery):
    """A page of confirmed invoices."""

    sort_by: CONFIRMED_SORTS = "confirmed_at"
    sort_order: Literal["asc", "desc"] = "desc"


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


class ExportBody(_ConfirmedFilters, _FileForm):
    """An export of what is new: its format and columns, and filters on what is new."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: ExportFormat


class ExportsQuery(CursorQuery):
    """Which exports: the newest, or those before a cursor's."""


class ExportedBody(_Model):
    """What the other system calls the invoice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: Annotated[
        str | None,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
    ] = None


class StatisticsQuery(_Query):
    """The period of the statistics; `currency` keeps amounts to those in this one."""

    days: int = Field(default=90, ge=1, le=3660)
    currency: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None


class RevokeQuery(_Query):
    """`own=true`: revoke even the key of this very call, which ends the caller's access."""

    own: bool = False


class ReasonBody(_Model):
    """The reason for rejecting or reopening an invoice."""

    reason: Annotated[str | None, Field(max_length=2000)] = None

    @property
    def said(self) -> str | None:
        """The stripped reason; None if empty."""
        return (self.reason or "").strip() or None


class RejectBody(ReasonBody):
    """The reason for rejecting an invoice, and the one that has taken its place, such as a better scan of it."""

    replaced_by: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None


class UnlockBody(_Model):
    """The password that opens the document. It is kept nowhere."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]


class PostponeBody(_Model):
    """The day (UTC) from which the review is due again: a later one than today, within a year. Null: at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    until: Day | None


class ConfirmQuery(_Query):
    """`if=no-errors`: confirm only if no errors are open except the accepted ones. `if=no-findings`: only if no
    warnings are open either, as for an invoice that nobody has looked at."""

    condition: Literal["no-errors", "no-findings"] | None = Field(default=None, alias="if")


class ConfirmBody(_Model):
    """The codes of findings that a person accepts; used only with `if`."""

    accepted: Annotated[list[FindingCode], Field(max_length=100)] = []


Pages = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=2, max_length=2)]
"""The first and the last page, both included."""


class SplitBody(_Model):
    """The parts of a file with several invoices, each as its first and last page, in order. Pages may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parts: Annotated[list[Pages], Field(min_length=FEWEST_PARTS, max_length=MOST_PARTS)]


Edges = tuple[Fraction, Fraction, Fraction, Fraction]


def _in_order(edges: Edges) -> Edges:
    x0, y0, x1, y1 = edges
    if x0 > x1 or y0 > y1:
        raise ValueError("must be [x0, y0, x1, y1], the upper left corner first")
    return edges


class Place(_Model):
    """Where a person found a value: page, and box in 0..1 of the page."""

    page: int = Field(ge=1, le=100_000)
    box: Annotated[Edges, AfterValidator(_in_order)]
    text: Annotated[str | None, Field(max_length=5000)] = None


class CorrectionBody(_Model):
    """A JSON merge patch (RFC 7396) for the preview data, and optionally the locations of the values it sets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preview_data: dict[str, Any]
    evidence: Annotated[dict[str, Place], Field(max_length=5000)] = {}


class KeyBody(_Model):
    """A new API key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
    role: Role
    days: int | None = Field(default=None, ge=1, le=3660)


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
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
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
    vat_ids: CompanyNumbers = []
    tax_ids: CompanyNumbers = []
    addresses: CompanyAddresses = []


class CompanyChange(_Model):
    """Changes to an own company; a list replaces the earlier one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CompanyName | None = None
    vat_ids: CompanyNumbers | None = None
    tax_ids: CompanyNumbers | None = None
    addresses: CompanyAddresses | None = None


# Responses


class Error(_Model):
    """Any error: a sentence for people, a code for programs, the request's id."""

    error: str
    code: ErrorCode
    request_id: str | None = None
    details: list[dict[str, Any]] | None = None


class OpenFindingsError(Error):
    """An invoice was not confirmed: `details` are its current findings."""

    details: list[Finding]  # type: ignore[assignment]


class FileResult(_Model):
    """The result of one uploaded file."""

    filename: str
    invoice_id: int | None
    status: Literal["processing", "duplicated", "error"]
    message: str
    code: ErrorCode | None = None


class FileResults(RootModel[list[FileResult]]):
    """One result per file, in order."""


def _known_error(value: Any) -> Any:
    return value if value in {*ErrorCode} else ErrorCode.OTHER


class InvoiceError(_Model):
    """The error of a failed invoice or of its last attempt."""

    code: Annotated[ErrorCode, BeforeValidator(_known_error)]
    message: str


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
    warning: int


class Mark(_Model):
    """A word in an excerpt: the positions of its first character and of the one after its last, in Unicode characters
    from 0."""

    start: int
    end: int


class Match(_Model):
    """Where `q` was found: an excerpt of a field or of the document's text, with the words in it."""

    field: MatchedField
    text: str
    marks: list[Mark]


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
    filename: str
    status: Status
    stage: Stage | None
    progress: int
    created_at: Moment
    updated_at: Moment
    invoice_number: str | None
    seller_name: str | None
    issue_date: date | None
    due_date: date | None = None
    total_amount: Number | None
    currency: str | None
    error: InvoiceError | None
    reject_reason: str | None
    checks_summary: ChecksSummary
    worst_finding: Finding | None = None
    duplicate_of: DuplicateOf
    postponed_until: PostponedUntil
    version: int
    exported_at: ExportedAt
    exported_reference: ExportedReference
    match: Match | None = None


NextPage = Annotated[
    str | None, Field(description="The cursor of the next page, for `after`; null at the end. `Link` is its address.")
]


class Paged(_Model):
    """The position in a list. `page` is null behind a cursor, `pages` is 0 for an empty list. `total` is exact unless
    `total_is_exact` is false: then there are more."""

    page: int | None
    per_page: int
    total: int
    total_is_exact: bool
    pages: int
    next: NextPage


class InvoiceList(Paged):
    """One page of invoices."""

    invoices: list[InvoiceRow]


class Invoice(_Model):
    """One invoice in full. `version` is the ETag that a correction must send in If-Match. An invoice that was split off
    a file has the `parent_id` of that and its own `pages` there, of which its document's pages are numbered from 1;
    `children` are the invoices that were split off this one, those of a split that was taken back too."""

    id: int
    filename: str
    content_type: DocumentType
    size: int
    sha256: str
    page_count: int | None
    status: Status
    stage: Stage | None
    progress: int
    created_at: Moment
    updated_at: Moment
    confirmed_at: Moment | None
    postponed_until: PostponedUntil
    error: InvoiceError | None
    reject_reason: str | None
    preview_data: InvoiceData | None
    final_data: InvoiceData | None
    evidence: dict[str, Evidence] | None
    checks: list[Finding] | None
    agent_response: dict[str, Any] | None
    extractor: Extractor | None
    version: int
    duplicate_of: DuplicateOf
    parent_id: int | None
    pages: Pages | None
    children: list[int]
    exported_at: ExportedAt
    exported_reference: ExportedReference


class Neighbours(_Model):
    """The invoices before and after one in a list; null at its ends. So many are `left` after it, or more if that is
    not exact. `here` is the cursor of the place: as `after` it stays while the invoice moves or leaves, and in the list
    it begins a page behind it."""

    previous: int | None
    next: int | None
    left: int
    left_is_exact: bool
    here: str


class Decision(_Model):
    """The result of a person's action."""

    invoice_id: int
    status: Status
    message: str


class ReplacedInvoice(Decision):
    """The invoice whose place was taken, and the one that has it now."""

    replaced_by: int


class SplitInvoice(Decision):
    """The file that was split, and the ids of its new invoices, in the order of the parts."""

    children: list[int]


class StatusCounts(_Model):
    """The number of invoices in each state."""

    processing: int = 0
    waiting_validation: int = 0
    processed: int = 0
    rejected: int = 0
    failed: int = 0


class StatusSummary(_Model):
    """The counts of all states. They are exact unless `is_exact` is false, which only a text that very many invoices
    hold leads to: then a state has at least so many. Of those that wait for validation `postponed` are due later."""

    summary: StatusCounts
    is_exact: bool = True
    postponed: int = 0


class ConfirmedInvoice(InvoiceData):
    """A confirmed invoice's data, with its source file. `match` as in the rows of lists."""

    invoice_id: int
    filename: str
    confirmed_at: Moment | None
    exported_at: ExportedAt
    exported_reference: ExportedReference
    match: Match | None = None


class ConfirmedList(Paged):
    """One page of confirmed invoices."""

    invoices: list[ConfirmedInvoice]


class FinalVersion(_Model):
    """Withdrawn final data of an invoice; `number` counts from 1."""

    number: int
    confirmed_at: Moment | None
    withdrawn_at: Moment
    withdrawn_by: str
    reason: str | None
    final_data: InvoiceData


class FinalVersions(_Model):
    """The withdrawn versions of one invoice, newest first."""

    versions: list[FinalVersion]
    next: NextPage


class WithdrawnInvoice(_Model):
    """The withdrawal of an invoice's confirmed data; its versions hold the data."""

    invoice_id: int
    filename: str
    number: int
    confirmed_at: Moment | None
    withdrawn_at: Moment
    withdrawn_by: str
    reason: str | None


class WithdrawnList(Paged):
    """One page of withdrawals, newest first."""

    withdrawn: list[WithdrawnInvoice]


class CurrencyTotal(_Model):
    """Totals of confirmed invoices in one currency; credit notes are subtracted. Missing amounts count as 0."""

    currency: str | None
    count: int
    net_amount: Sum
    tax_amount: Sum
    total_amount: Sum


class Totals(_Model):
    """One entry per currency, most frequent first; none with `is_exact` false, when too many invoices would have to be
    added up one by one."""

    totals: list[CurrencyTotal]
    is_exact: bool


class Export(_Model):
    """An export of what was new. `count` invoices were in it when it was finished; those that are confirmed still are
    in its file, at `download`. `finished_at` is null while they are being marked, and if that was interrupted: then
    the next export takes them."""

    id: int
    created_at: Moment
    finished_at: Moment | None
    actor: str
    format: ExportFormat
    parameters: dict[str, Any]
    count: int
    download: str


class ExportList(_Model):
    """One page of exports, newest first."""

    exports: list[Export]
    next: NextPage


def _known_type(value: Any) -> Any:
    return value if value in EVENT_DATA else AuditEventType.OTHER


class AuditEvent(_Model):
    """One event of the audit trail. `AuditEventData` describes `data` for each type."""

    id: int
    type: Annotated[AuditEventType, BeforeValidator(_known_type)]
    actor: str
    created_at: Moment
    data: dict[str, Any] | None


class AuditTrail(_Model):
    """The newest events of the audit trail, in order; `next` leads to those before them."""

    events: list[AuditEvent]
    next: NextPage


class ReadText(_Model):
    """The document text: pages of words; boxes in 0..1 of the upright page, `width` and `height` in points."""

    pages: list[Page]


class Attachment(_Model):
    """A file inside an e-invoice (BG-24); `n` names it in the download's address. The size is in bytes."""

    n: int
    filename: str
    media_type: str
    size: int
    description: str | None


class Attachments(_Model):
    """The files inside an e-invoice, in their order."""

    attachments: list[Attachment]


class DayCount(_Model):
    """Invoices received and confirmed on one day (UTC), and how many of these nobody had corrected."""

    date: date
    received: int
    confirmed: int
    without_changes: int


class MonthAmount(_Model):
    """Confirmed totals of one month (YYYY-MM of the issue date) in one currency."""

    month: str
    currency: str | None
    total: Sum
    count: int


class SellerAmount(_Model):
    """Confirmed totals of one seller in one currency."""

    seller_name: str
    currency: str | None
    total: Sum
    count: int


class Untouched(_Model):
    """The number of confirmed invoices without a correction."""

    confirmed: int
    without_changes: int


class WaitingAge(_Model):
    """Invoices of one currency that were received so many days ago, both included; `to_days` is null without an end."""

    from_days: int
    to_days: int | None
    count: int
    total: Sum


class Waiting(_Model):
    """Invoices in one currency that wait for validation now, whenever they were received; every age is there."""

    currency: str | None
    count: int
    total: Sum
    by_age: list[WaitingAge]


class CorrectedField(_Model):
    """How often a person corrected this field for the first time on an invoice; `field` is a JSON pointer without the
    numbers of rows, such as `/lines/quantity`."""

    field: str
    count: int


class CorrectedSeller(_Model):
    """Confirmed invoices of a seller, and how many of them a person had corrected."""

    seller_name: str
    confirmed: int
    corrected: int


class PersonActivity(_Model):
    """What one person (the name of a key) did: invoices confirmed and rejected, values corrected."""

    name: str
    confirmed: int
    corrected: int
    rejected: int


class Statistics(_Model):
    """Statistics for the dashboard, of the days from `since` (UTC) to `until`, today. `waiting` is as of now, most
    frequent currency first; `currencies` are all that amounts could be in, whichever is asked for."""

    since: date
    until: date
    currencies: list[str]
    waiting: list[Waiting]
    by_day: list[DayCount]
    amounts_by_month: list[MonthAmount]
    top_sellers: list[SellerAmount]
    untouched: Untouched
    corrected_fields: list[CorrectedField]
    corrected_sellers: list[CorrectedSeller]
    people: list[PersonActivity]


class AcceptedType(_Model):
    """An accepted file type: its media type and file extensions."""

    media_type: DocumentType
    extensions: list[str]
    label: str


class Me(_Model):
    """The caller's identity and allowed actions, and the system's settings for clients."""

    name: str
    role: Role
    actions: list[ApiAction]
    auth: Literal["required", "off"]
    extractor: Literal["local", "openai"]
    sends_to_model: bool
    max_upload_mb: int
    max_files_per_upload: int
    accepted_types: list[AcceptedType]


class Key(_Model):
    """An API key, without the key itself; `own`: it is the key of this call."""

    id: int
    name: str
    role: Role
    own: bool
    created_at: Moment
    last_used_at: Moment | None
    expires_at: Moment | None
    revoked_at: Moment | None


class KeyList(_Model):
    """All keys, newest first."""

    keys: list[Key]


class NewKey(Key):
    """A new key; `key` is shown only here."""

    key: str


class Company(_Model):
    """One of our own companies."""

    id: int
    name: str
    vat_ids: list[str]
    tax_ids: list[str]
    addresses: list[str]
    created_at: Moment
    updated_at: Moment


class CompanyList(_Model):
    """All own companies, by name."""

    companies: list[Company]


class Alive(_Model):
    """The process is alive."""

    status: Literal["ok"] = "ok"


class Readiness(_Model):
    """Whether each store answers; `error` has a sentence for each that does not."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, Literal["ok", "unavailable"]]
    error: str | None
