"""Invoices that a format cannot express: they are left out of its file, and named with the reason."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from functions.api.export_columns import ExportedInvoice
from functions.api.export_csv import BYTE_ORDER_MARK, as_cell

FILENAME = "left-out.csv"


class LeftOutError(Exception):
    """The invoice cannot be expressed in the format; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An invoice that is not in the file, and why."""

    invoice_id: int
    filename: str
    invoice_number: str | None
    reason: str


def left_out(invoice: ExportedInvoice, error: LeftOutError) -> LeftOut:
    """The invoice, left out for this reason."""
    return LeftOut(
        invoice_id=invoice.invoice_id,
        filename=invoice.filename,
        invoice_number=invoice.data.invoice_number,
        reason=str(error),
    )


def left_out_csv(rows: Iterable[LeftOut]) -> bytes:
    """The list for people; no cell runs as a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["invoice_id", "filename", "invoice_number", "reason"])
    for row in rows:
        writer.writerow([row.invoice_id, *map(as_cell, (row.filename, row.invoice_number, row.reason))])
    return BYTE_ORDER_MARK + written.getvalue().encode()
