"""Confirmed data for other systems: lists, withdrawals and totals."""

from typing import Literal

from functions.api.models.base import Model, Moment, Sum
from functions.api.models.filters import CONFIRMED_SORTS, ConfirmedQuery
from functions.api.models.invoices import ExportedAt, ExportedReference, Match
from functions.api.models.pages import Paged, PageQuery
from shared.domain.invoice import InvoiceData
from shared.domain.origins import UPLOADED, UploadSource


class DataQuery(PageQuery, ConfirmedQuery):
    """A page of confirmed invoices."""

    sort_by: CONFIRMED_SORTS = "confirmed_at"
    """What the list is ordered by."""
    sort_order: Literal["asc", "desc"] = "desc"
    """The order's direction."""


class ConfirmedInvoice(InvoiceData):
    """A confirmed invoice's data, with its source file. `match` as in the rows of lists."""

    invoice_id: int
    """The invoice's id."""
    filename: str
    """Name of the uploaded file."""
    confirmed_at: Moment | None
    """When it was confirmed."""
    exported_at: ExportedAt
    exported_reference: ExportedReference
    reference: str | None
    """What its sender calls it."""
    tags: list[str]
    """What it is filed under, in order."""
    company: int | None
    """Id of the own company that it was sent for."""
    source: UploadSource = UPLOADED
    """Where it came from."""
    match: Match | None = None
    """Where `q` was found; null without `q`."""


class ConfirmedList(Paged):
    """One page of confirmed invoices."""

    invoices: list[ConfirmedInvoice]
    """The invoices of this page."""


class WithdrawnInvoice(Model):
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


class CurrencyTotal(Model):
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


class Totals(Model):
    """One entry per currency, most frequent first; none with `is_exact` false, when too many invoices would have to be
    added up one by one."""

    totals: list[CurrencyTotal]
    """The sums, one entry per currency."""
    is_exact: bool
    """Whether the sums are there; false when too many invoices would have to be added up."""
