"""The columns of files of confirmed invoices: of an invoice, of one of its lines, of a row of its taxes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from shared.domain.booking import BookingField
from shared.domain.invoice import InvoiceData, Line, all_operation_codes

Value = str | Decimal | int | date | datetime | None
"""The value of a cell."""


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    AMOUNT = "amount"  # money of the invoice's currency
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    MOMENT = "moment"  # UTC


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name, and how it gets its value of what a row is about."""

    name: str
    kind: Kind
    value: Callable[[Any], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedInvoice:
    """What a row of an invoice is about; that of a line is the invoice's `data.lines`, with its number from 1."""

    invoice_id: int
    filename: str
    confirmed_at: datetime | None
    exported_at: datetime | None
    exported_reference: str | None
    reference: str | None
    tags: tuple[str, ...]
    company: int | None
    source: str
    data: InvoiceData


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """What a row of a line is about; numbers count from 1."""

    number: int
    line: Line


def exported_invoice(confirmed: Mapping[str, Any]) -> ExportedInvoice:
    """A confirmed invoice in its public form, for its rows."""
    data = InvoiceData.model_validate({name: confirmed[name] for name in InvoiceData.model_fields if name in confirmed})
    known = ("invoice_id", "filename", "confirmed_at", "exported_at", "exported_reference", "reference", "company")
    return ExportedInvoice(
        data=data,
        tags=tuple(confirmed["tags"]),
        source=confirmed["source"]["kind"],
        **{name: confirmed[name] for name in known},
    )


def numbered_lines(invoice: ExportedInvoice) -> list[NumberedLine]:
    """The lines of an invoice."""
    return [NumberedLine(number, line) for number, line in enumerate(invoice.data.lines, start=1)]


def _booking(above: str, name: str) -> list[Column]:
    """The booking of what a row is about: `above` is its attribute, `name` begins the names of its columns."""

    def of(field: BookingField) -> Callable[[Any], Value]:
        booked = attrgetter(f"{above}.booking")
        return lambda row: getattr(booked(row), field, None)

    return [Column(f"{name}_{field}", Kind.TEXT, of(field)) for field in BookingField]


def _codes(codes: Iterable[str]) -> str | None:
    return " ".join(codes) or None


def _party(role: str) -> list[Column]:
    names = ("name", "vat_id", "tax_id", "address", "country")
    return [Column(f"{role}_{name}", Kind.TEXT, attrgetter(f"data.{role}.{name}")) for name in names]


def _of_data(kind: Kind, *names: str) -> list[Column]:
    return [Column(name, kind, attrgetter(f"data.{name}")) for name in names]


INVOICE_COLUMNS = (
    Column("invoice_id", Kind.COUNT, attrgetter("invoice_id")),
    Column("filename", Kind.TEXT, attrgetter("filename")),
    Column("confirmed_at", Kind.MOMENT, attrgetter("confirmed_at")),
    *_of_data(Kind.TEXT, "document_type", "invoice_number"),
    *_of_data(Kind.DATE, "issue_date", "due_date"),
    *_of_data(Kind.TEXT, "currency"),
    *_party("seller"),
    *_party("buyer"),
    *_of_data(Kind.TEXT, "purchase_order"),
    Column("operation_codes", Kind.TEXT, lambda invoice: _codes(all_operation_codes(invoice.data))),
    *_of_data(Kind.AMOUNT, "net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due"),
    Column("iban", Kind.TEXT, attrgetter("data.payment.iban")),
    Column("payment_reference", Kind.TEXT, attrgetter("data.payment.reference")),
    *_of_data(Kind.TEXT, "payment_terms"),
    Column("line_count", Kind.COUNT, lambda invoice: len(invoice.data.lines)),
    *_of_data(Kind.TEXT, "summary"),
    *_booking("data", "booking"),
    Column("exported_at", Kind.MOMENT, attrgetter("exported_at")),
    Column("exported_reference", Kind.TEXT, attrgetter("exported_reference")),
    Column("reference", Kind.TEXT, attrgetter("reference")),
    Column("tags", Kind.TEXT, lambda invoice: ", ".join(invoice.tags) or None),
    Column("company", Kind.COUNT, attrgetter("company")),
    Column("source", Kind.TEXT, attrgetter("source")),
)

LINE_COLUMNS = (
    Column("line_number", Kind.COUNT, attrgetter("number")),
    Column("line_description", Kind.TEXT, attrgetter("line.description")),
    Column("line_product_code", Kind.TEXT, attrgetter("line.product_code")),
    Column("line_quantity", Kind.NUMBER, attrgetter("line.quantity")),
    Column("line_unit", Kind.TEXT, attrgetter("line.unit")),
    Column("line_unit_price", Kind.AMOUNT, attrgetter("line.unit_price")),
    Column("line_tax_rate", Kind.NUMBER, attrgetter("line.tax_rate")),
    Column("line_net_amount", Kind.AMOUNT, attrgetter("line.net_amount")),
    Column("line_operation_codes", Kind.TEXT, lambda one: _codes(one.line.operation_codes)),
    Column("line_order_line", Kind.TEXT, attrgetter("line.order_line")),
    Column("line_accounting_reference", Kind.TEXT, attrgetter("line.accounting_reference")),
    *_booking("line", "line_booking"),
)

SUBTOTAL_COLUMNS = (
    Column("subtotal_category", Kind.TEXT, attrgetter("category")),
    Column("subtotal_rate", Kind.NUMBER, attrgetter("rate")),
    Column("subtotal_taxable_amount", Kind.AMOUNT, attrgetter("taxable_amount")),
    Column("subtotal_tax_amount", Kind.AMOUNT, attrgetter("tax_amount")),
    Column("subtotal_exemption_reason", Kind.TEXT, attrgetter("exemption_reason")),
)
"""Of a row of the taxes, a sheet of its own that no file has in other rows."""

COLUMN_NAMES = tuple(column.name for column in (*INVOICE_COLUMNS, *LINE_COLUMNS))
"""The columns that a caller may choose."""


def chosen(columns: tuple[Column, ...], names: Iterable[str]) -> tuple[Column, ...]:
    """Those of the columns that were named, in the order of their names; all if none was."""
    by_name = {column.name: column for column in columns}
    return tuple(by_name[name] for name in dict.fromkeys(names) if name in by_name) or columns
