"""Files of confirmed invoices, and exports of what is new."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from functions.api.export_columns import COLUMN_NAMES
from functions.api.export_formats import ExportFormat
from functions.api.models.base import Model, Moment, separated
from functions.api.models.filters import ConfirmedFilters, ConfirmedQuery
from functions.api.models.pages import CursorQuery, NextPage
from shared.domain.languages import Language


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


class ExportQuery(ConfirmedQuery, _FileForm):
    """Format and columns of a file of confirmed invoices."""

    format: ExportFormat = ExportFormat.CSV
    """Format of the file."""


class ExportBody(ConfirmedFilters, _FileForm):
    """An export of what is new: its format and columns, and filters on what is new."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: ExportFormat
    """Format of the file."""


class ExportsQuery(CursorQuery):
    """Which exports: the newest, or those before a cursor's."""


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
    download: str
    """Address of its file."""


class ExportList(Model):
    """One page of exports, newest first."""

    exports: list[Export]
    """The exports of this page."""
    next: NextPage
