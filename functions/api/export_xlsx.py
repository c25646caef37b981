"""Confirmed invoices as a workbook of three sheets: invoices, lines, taxes; with real dates and numbers."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any

from functions.api.export_columns import (
    INVOICE_COLUMNS,
    LINE_COLUMNS,
    SUBTOTAL_COLUMNS,
    Column,
    ExportedInvoice,
    Kind,
    Value,
    chosen,
    numbered_lines,
)
from functions.api.headings import headings
from shared.domain.codes import minor_units
from shared.domain.languages import Language

_TITLES: Mapping[Language, tuple[str, str, str]] = {
    "en": ("Invoices", "Lines", "Taxes"),
    "es": ("Facturas", "Líneas", "Impuestos"),
}
_CHUNK = 64 * 1024
_IN_MEMORY = 5 * 1024 * 1024  # bytes of a workbook; a longer one is on disk until it is sent
_SHEET_ROWS = 1_048_575  # of a workbook's sheet, beside its heading
_LONGEST_TEXT = 32_767  # characters of a cell
_FIRST_YEAR = 1900  # of a workbook's calendar
_NARROWEST, _WIDEST = 8, 50  # characters
# Numbers of formats that every spreadsheet shows as its own reader writes dates, and dates with times.
_DATE_FORMAT, _MOMENT_FORMAT = 14, 22

_INVOICE = chosen(INVOICE_COLUMNS, ("invoice_id", "invoice_number", "seller_name", "issue_date", "currency"))
_KEYS: tuple[tuple[Column, ...], ...] = ((), _INVOICE, _INVOICE)  # which invoice a line or a tax is of


def as_xlsx(invoices: Iterable[ExportedInvoice], columns: Iterable[str] = (), *, language: Language) -> Iterator[bytes]:
    """The workbook, written row by row through temporary files: its memory does not grow with its rows. `columns` are
    chosen by their names for the sheets that have them; none of a sheet: all of it."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        with closing(xlsxwriter.Workbook(file, options)) as workbook:
            names = tuple(columns)
            parts = (chosen(INVOICE_COLUMNS, names), chosen(LINE_COLUMNS, names), SUBTOTAL_COLUMNS)
            tables = [
                _Table(workbook, title, (*keys, *part), language)
                for title, keys, part in zip(_TITLES[language], _KEYS, parts, strict=True)
            ]
            for invoice in invoices:
                for table, keys, part, rows in zip(tables, _KEYS, parts, _rows_of(invoice), strict=True):
                    of_invoice = [column.value(invoice) for column in keys]
                    for row in rows:
                        table.write([*of_invoice, *(column.value(row) for column in part)], invoice.data.currency)
            for table in tables:
                table.finish()
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _rows_of(invoice: ExportedInvoice) -> tuple[list[Any], list[Any], list[Any]]:
    """What the rows of the invoice are about, in each of the sheets."""
    return [invoice], numbered_lines(invoice), list(invoice.data.tax_breakdown)


class _Table:
    """Rows under a heading that stays in view, with a filter. What a sheet cannot hold goes on in a next one."""

    def __init__(self, workbook: Any, title: str, columns: tuple[Column, ...], language: Language) -> None:
        self._workbook, self._title, self._columns = workbook, title, columns
        self._headings = [_heading(column, language) for column in columns]
        self._formats: dict[str | int, Any] = {}
        self._sheets = 0
        self._begin()

    def write(self, cells: list[Value], currency: str | None) -> None:
        """Add a row; amounts have at least the decimals of the currency."""
        if self._row == _SHEET_ROWS:
            self.finish()
            self._begin()
        self._row += 1
        for number, (column, value) in enumerate(zip(self._columns, cells, strict=True)):
            length = self._write_cell(number, column.kind, value, currency)
            self._widths[number] = max(self._widths[number], length)

    def finish(self) -> None:
        """Lay out the current sheet, whose rows are all there."""
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)
        for number, width in enumerate(self._widths):
            self._sheet.set_column(number, number, min(width + 2, _WIDEST))

    def _begin(self) -> None:
        self._sheets += 1
        self._row = 0
        title = self._title if self._sheets == 1 else f"{self._title} {self._sheets}"
        self._sheet = self._workbook.add_worksheet(title)
        bold = self._workbook.add_format({"bold": True})
        for number, text in enumerate(self._headings):
            self._sheet.write_string(0, number, text, bold)
        self._widths = [max(len(text) + 2, _NARROWEST) for text in self._headings]  # and the button of the filter

    def _write_cell(self, number: int, kind: Kind, value: Value, currency: str | None) -> int:
        """Returns about how many characters it shows."""
        if value is None:
            return 0
        if isinstance(value, date) and value.year < _FIRST_YEAR:
            value = value.isoformat()
        match value:
            case Decimal() if kind is Kind.AMOUNT:
                shown = f"{value:,.{max(_decimals(value), minor_units(currency or ''))}f}"
                decimals = len(shown.partition(".")[2])
                self._sheet.write_number(self._row, number, value, self._format(_amount_format(decimals)))
                return len(shown)
            case Decimal() | int():
                self._sheet.write_number(self._row, number, value)
                return len(str(value))
            case datetime():
                moment = value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
                self._sheet.write_datetime(self._row, number, moment, self._format(_MOMENT_FORMAT))
                return len("2026-01-02 12:34")
            case date():
                self._sheet.write_datetime(self._row, number, value, self._format(_DATE_FORMAT))
                return len("2026-01-02")
        self._sheet.write_string(self._row, number, value[:_LONGEST_TEXT])
        return len(value)

    def _format(self, number_format: str | int) -> Any:
        if number_format not in self._formats:
            self._formats[number_format] = self._workbook.add_format({"num_format": number_format})
        return self._formats[number_format]


def _heading(column: Column, language: Language) -> str:
    text = headings(language)[column.name]
    return f"{text} (UTC)" if column.kind is Kind.MOMENT else text  # a cell has no time zone


def _decimals(amount: Decimal) -> int:
    """Without trailing zeros."""
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _amount_format(decimals: int) -> str:
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
