"""Confirmed invoices as CSV, XLSX or JSON lines: streamed row by row, and no cell runs as a formula."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any

from shared.domain.invoice import InvoiceData, all_operation_codes
from shared.errors import BadRequestError

_PARTY = ("name", "vat_id", "tax_id", "address", "country")
COLUMNS = (
    "invoice_id",
    "filename",
    "confirmed_at",
    "document_type",
    "invoice_number",
    "issue_date",
    "due_date",
    "currency",
    *(f"seller_{name}" for name in _PARTY),
    *(f"buyer_{name}" for name in _PARTY),
    "purchase_order",
    "operation_codes",
    "net_amount",
    "tax_amount",
    "total_amount",
    "paid_amount",
    "amount_due",
    "iban",
    "payment_reference",
    "payment_terms",
    "line_count",
    "summary",
)
_AMOUNTS = {"net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due"}
BATCH = 200
"""Invoices that are read with one statement."""

_FEWEST_IDS, _MOST_IDS = 1_000, 16_000  # among which one statement looks for them
_CHUNK = 64 * 1024
_SHEET_ROWS = 1_048_575  # of a workbook's sheet, beside its heading
# Cells with these prefixes are formulas to a spreadsheet (OWASP, CSV injection), the wide forms in East Asian settings.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def newest_first(newest: int, read: Callable[[int, int], Sequence[Mapping[Any, Any]]]) -> Iterator[Mapping[Any, Any]]:
    """Rows by descending id, from `newest` on. `read` gives the newest BATCH rows from an id on and before another one.

    Each batch says where it begins as well as where it ends: told the end only, MariaDB may read every confirmed
    invoice up to there for every batch, and a rare filter would make one statement of all invoices, which takes longer
    than a statement may.
    """
    end, ids = newest + 1, _FEWEST_IDS
    while end > 1:
        begin = max(end - ids, 1)
        rows = read(begin, end)
        yield from rows
        if len(rows) == BATCH:
            end, ids = rows[-1]["id"], _FEWEST_IDS
        else:
            end, ids = begin, min(2 * ids, _MOST_IDS)


def chosen_columns(names: list[str]) -> tuple[str, ...]:
    """The requested columns, in order; all if none are requested. Raises BadRequestError for an unknown one."""
    unknown = next((name for name in names if name not in COLUMNS), None)
    if unknown is not None:
        raise BadRequestError(f"columns: {unknown!r} is not a column; the columns are {', '.join(COLUMNS)}.")
    return tuple(dict.fromkeys(names)) or COLUMNS


def flat_row(invoice: Mapping[str, Any]) -> dict[str, str | Decimal | int | None]:
    """One confirmed invoice as one row of COLUMNS."""
    data = InvoiceData.model_validate({k: v for k, v in invoice.items() if k in InvoiceData.model_fields})
    row: dict[str, Any] = {
        "invoice_id": invoice["invoice_id"],
        "filename": invoice["filename"],
        "confirmed_at": invoice["confirmed_at"].isoformat() if invoice["confirmed_at"] else None,
        "iban": data.payment.iban,
        "payment_reference": data.payment.reference,
        "line_count": len(data.lines),
        "operation_codes": " ".join(all_operation_codes(data)) or None,
    }
    for role, party in (("seller", data.seller), ("buyer", data.buyer)):
        row |= {f"{role}_{name}": getattr(party, name) for name in _PARTY}
    for name in COLUMNS:
        if name not in row:
            value = getattr(data, name)
            row[name] = value if value is None or isinstance(value, Decimal) else str(value)
    return row


def as_csv(invoices: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> Iterator[bytes]:
    """CSV by RFC 4180, UTF-8 with a byte order mark for spreadsheets."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for invoice in invoices:
        row = flat_row(invoice)
        writer.writerow([_defused(name, row[name]) for name in columns])
        if buffer.tell() > _CHUNK:
            yield _taken(buffer)
    yield _taken(buffer)


def as_jsonl(invoices: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The whole data of each invoice, one JSON document per line."""
    for invoice in invoices:
        moment = invoice["confirmed_at"]
        shown = {**invoice, "confirmed_at": moment.isoformat() if moment else None}
        yield json.dumps(shown, ensure_ascii=False).encode() + b"\n"


def as_xlsx(invoices: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> Iterator[bytes]:
    """A workbook, written row by row through temporary files; text is never read as a formula. What a sheet cannot hold
    goes on in a next one, under the same heading."""
    import xlsxwriter

    with SpooledTemporaryFile(max_size=5 * 1024 * 1024) as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as workbook:
            bold = workbook.add_format({"bold": True})
            amount = workbook.add_format({"num_format": "#,##0.00######"})

            def new_sheet(title: str) -> Any:
                sheet = workbook.add_worksheet(title)
                for number, name in enumerate(columns):
                    sheet.write_string(0, number, name, bold)
                return sheet

            sheet = new_sheet("invoices")
            for place, invoice in enumerate(invoices):
                before, line = place // _SHEET_ROWS, place % _SHEET_ROWS + 1
                if before and line == 1:
                    sheet = new_sheet(f"invoices {before + 1}")
                row = flat_row(invoice)
                for number, name in enumerate(columns):
                    value = row[name]
                    if isinstance(value, (Decimal, int)):
                        sheet.write_number(line, number, value, amount if name in _AMOUNTS else None)
                    elif value is not None:
                        sheet.write_string(line, number, _storable(value))
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _defused(column: str, value: Any) -> Any:
    """Prefixes text that a spreadsheet would run with an apostrophe; amounts keep their minus."""
    if value is None or column in _AMOUNTS:
        return "" if value is None else format(value, "f")
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def _storable(text: str) -> str:
    return text[:32_767]  # the longest cell of a workbook


def _taken(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content
