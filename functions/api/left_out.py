"""Invoices that a format cannot express: they are left out of its file, and named with the reason."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from functions.api.export_columns import ExportedInvoice
from functions.api.export_csv import BYTE_ORDER_MARK, as_cell
from shared.domain.left_out_reasons import LeftOutCode, LeftOutReason
from shared.errors import BadRequestError

FILENAME = "left-out.csv"

_YEARS = range(2000, 2100)
"""Of days, as DATEV's format description has them (`20[0-9]{2}`); Libro IVA Digital began within them."""

Form = TypeVar("Form")
"""What an invoice becomes in a format."""


class LeftOutError(Exception):
    """The invoice cannot be expressed in the format; `reason` says why."""

    def __init__(self, code: LeftOutCode, **params: Any) -> None:
        self.reason = LeftOutReason(code=code, params=params)
        super().__init__(self.reason.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An invoice that is not in the file, and why."""

    invoice_id: int
    filename: str
    invoice_number: str | None
    reason: LeftOutReason


def ensure_in_range(day: date, code: LeftOutCode = LeftOutCode.DAY_OUT_OF_RANGE, **params: Any) -> None:
    """Raises LeftOutError for a day of a year that formats of accounting do not have: a misread one, as a rule."""
    if day.year not in _YEARS:
        raise LeftOutError(code, **params, day=str(day), first=_YEARS[0], last=_YEARS[-1])


def expressed(
    invoices: Iterable[ExportedInvoice], form: Callable[[ExportedInvoice], Form], *, most: int, by: str
) -> tuple[list[Form], list[LeftOut]]:
    """The invoices in this form, and those that it cannot express. Raises BadRequestError for more than `most`, which
    one exports `by` days or months."""
    forms: list[Form] = []
    missing: list[LeftOut] = []
    for count, invoice in enumerate(invoices, start=1):
        if count > most:
            raise BadRequestError(f"More than {most} invoices: export them by {by} (issued_from, issued_to).")
        try:
            forms.append(form(invoice))
        except LeftOutError as error:
            missing.append(_left_out(invoice, error))
    return forms, missing


def _left_out(invoice: ExportedInvoice, error: LeftOutError) -> LeftOut:
    return LeftOut(
        invoice_id=invoice.invoice_id,
        filename=invoice.filename,
        invoice_number=invoice.data.invoice_number,
        reason=error.reason,
    )


def left_out_csv(rows: Iterable[LeftOut]) -> bytes:
    """The list for people; no cell runs as a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(["invoice_id", "filename", "invoice_number", "code", "reason"])
    for row in rows:
        told = (row.filename, row.invoice_number, row.reason.code, row.reason.sentence)
        writer.writerow([row.invoice_id, *map(as_cell, told)])
    return BYTE_ORDER_MARK + written.getvalue().encode()
