"""Files of confirmed invoices, and exports of what is new."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic_core import PydanticCustomError

from functions.api.export_columns import COLUMN_NAMES
from functions.api.export_formats import ExportFormat
from functions.api.libro_iva import Letter
from functions.api.models.base import Model, Moment, separated
from functions.api.models.export_templates import NAME
from functions.api.models.filters import ConfirmedFilters, ConfirmedQuery
from functions.api.models.pages import CursorQuery, NextPage
from shared.domain.languages import Language
from shared.domain.left_out_reasons import LeftOutCode


class ExportPath(Model):
    """An export by its id."""

    export_id: int
    """The export's id."""


def _known_column(name: str) -> str:
    if name not in COLUMN_NAMES:
        raise PydanticCustomError(
            "column", "{name} is not a column; the columns are {all}", {"name": name, "all": ", ".join(COLUMN_NAMES)}
        )
    return name


class _FileForm(Model):
    """What a file of confirmed invoices looks like."""

    rows: Annotated[
        Literal["invoices", "lines"],
        Field(description="A row of CSV: an invoice, or a line with the columns of its invoice. XLSX has both."),
    ] = "invoices"
    columns: Annotated[
        list[Annotated[str, AfterValidator(_known_column), Field(json_schema_extra={"enum": [*COLUMN_NAMES]})]],
        BeforeValidator(separated),
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


def _day_of_year(text: str) -> str:
    try:
        date(2001, int(text[:2]), int(text[3:]))
    except ValueError as error:
        raise PydanticCustomError("day", "must be a day that every year has, such as 07-01") from error
    return text


class _LedgerForm(Model):
    """Whose books a file is for."""

    consultant: Annotated[
        int | None, Field(ge=1001, le=9_999_999, description="Of `datev`, needed: the number of the consultant.")
    ] = None
    client: Annotated[
        int | None, Field(ge=1, le=99_999, description="Of `datev`, needed: the number of the consultant's client.")
    ] = None
    creditor_account: Annotated[
        str | None,
        Field(
            pattern=r"^[1-9][0-9]{3,8}$",
            description="Of `datev`, needed: the account that all invoices are owed to, such as 70000.",
        ),
    ] = None
    expense_account: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{3,8}$",
            description="Of `datev`: the account of what is booked to none; without it such invoices are left out.",
        ),
    ] = None
    fiscal_year_start: Annotated[
        str,
        Field(pattern=r"^[0-9]{2}-[0-9]{2}$", description="Of `datev`: month and day on which the fiscal year begins."),
        AfterValidator(_day_of_year),
    ] = "01-01"
    account_length: Annotated[
        int, Field(ge=4, le=8, description="Of `datev`: digits of an account; that of a creditor may have one more.")
    ] = 4
    template: Annotated[
        str | None, Field(pattern=NAME, description="Of `template`, needed: the name of the export template.")
    ] = None
    letter: Annotated[
        Letter | None,
        Field(description="Of `libro-iva`: the class of those invoices whose data do not say it (`type_code`)."),
    ] = None


class ExportQuery(ConfirmedQuery, _FileForm, _LedgerForm):
    """Format and columns of a file of confirmed invoices."""

    format: ExportFormat = ExportFormat.CSV
    """Format of the file."""


class ExportBody(ConfirmedFilters, _FileForm, _LedgerForm):
    """An export of what is new: its format and columns, and filters on what is new."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: ExportFormat
    """Format of the file."""


class ExportsQuery(CursorQuery):
    """Which exports: the newest, or those before a cursor's."""


class LeftOutInvoice(Model):
    """A new invoice that is not in an export."""

    invoice_id: int
    """The invoice's id."""
    code: LeftOutCode
    """Why its format cannot express it."""
    reason: str
    """The same as an English sentence."""
    params: dict[str, JsonValue]
    """The parameters of the sentence, see LeftOutParams."""


class Export(Model):
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
    left_out: list[LeftOutInvoice] | None
    """New invoices that the format cannot express, with the reason, at most 100: they are still new. Null for formats
    that express every invoice."""
    download: str
    """Address of its file."""


class ExportList(Model):
    """One page of exports, newest first."""

    exports: list[Export]
    """The exports of this page."""
    next: NextPage
