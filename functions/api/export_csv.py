"""Confirmed invoices as CSV: no cell runs as a formula."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from functions.api.export_columns import (
    INVOICE_COLUMNS,
    LINE_COLUMNS,
    ExportedInvoice,
    Value,
    chosen,
    numbered_lines,
)

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""The beginning of a file, for spreadsheets."""

_FIRST_CHUNK, _CHUNK = 2 * 1024, 64 * 1024
"""Characters: each chunk of a file is twice as large as the one before, so that it begins at once."""

_OF_LINE = frozenset(LINE_COLUMNS)
_NO_LINE = dict.fromkeys(LINE_COLUMNS, "")
# Cells with these prefixes are formulas to a spreadsheet (OWASP, CSV injection), the wide forms in East Asian settings.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def as_csv(
    invoices: Iterable[ExportedInvoice],
    columns: Sequence[str] = (),
    *,
    rows: Literal["invoices", "lines"] = "invoices",
    separator: Literal["comma", "semicolon"] = "comma",
    heading: Callable[[str], str] = str,
) -> Iterator[bytes]:
    """CSV by RFC 4180, UTF-8 with a byte order mark for spreadsheets; `columns` by their names, none: all.

    A row is an invoice, or with `rows` "lines" a line, with the columns of its invoice repeated; an invoice without
    lines has one row all the same. With semicolons amounts have a decimal comma.
    """
    shown = chosen(INVOICE_COLUMNS if rows == "invoices" else (*INVOICE_COLUMNS, *LINE_COLUMNS), columns)
    point = "." if separator == "comma" else ","
    yield BYTE_ORDER_MARK
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter="," if separator == "comma" else ";")
    writer.writerow([heading(column.name) for column in shown])
    least = _FIRST_CHUNK
    for invoice in invoices:
        cells = {column: as_cell(column.value(invoice), point) for column in shown if column not in _OF_LINE}
        lines = numbered_lines(invoice) if rows == "lines" else []
        of_lines = [{column: as_cell(column.value(line), point) for column in _OF_LINE} for line in lines]
        for of_line in of_lines or [_NO_LINE]:
            writer.writerow([cells[column] if column in cells else of_line[column] for column in shown])
        for chunk in chunk_of(buffer, least=least):
            yield chunk
            least = min(2 * least, _CHUNK)
    yield from chunk_of(buffer, least=0)


def as_cell(value: Value, point: str = ".") -> str:
    """A cell. Text that a spreadsheet would run has an apostrophe before it; amounts keep their minus."""
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f").replace(".", point)
        case date():  # and datetime
            return value.isoformat()
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def cell_value(cell: str) -> str:
    """The text that a cell was made of."""
    is_guarded = cell.startswith("'") and cell[1:].lstrip(" ").startswith(_FORMULA_STARTS)
    return cell[1:] if is_guarded else cell


def chunk_of(buffer: io.StringIO, *, least: int = _CHUNK) -> Iterator[bytes]:
    """What was written to the buffer, which is empty then, once it is more than `least` characters."""
    if buffer.tell() > least:
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
