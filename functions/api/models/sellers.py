"""Sellers: what is known of them, from which invoices, and what people do about it."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from functions.api.models.base import Model, Moment, Sum
from functions.api.models.companies import CompanyName
from functions.api.models.pages import Paged, PageQuery
from shared.domain.invoice import Number
from shared.domain.seller_events import SellerEventType
from shared.domain.sellers import SellerKeyKind

SELLER_SORTS = Literal["name", "invoices", "updated_at"]


class SellerPath(Model):
    """A seller by its id."""

    seller_id: int
    """The seller's id."""


class SellersQuery(PageQuery):
    """A page of sellers, in an order."""

    search: Annotated[str | None, Field(max_length=200)] = None
    """Part of a name, or the beginning of a number, an account or a domain, ignoring blanks and hyphens."""
    sort_by: SELLER_SORTS = "name"
    """What the list is ordered by."""
    sort_order: Literal["asc", "desc"] = "asc"
    """The order's direction."""


class ReadRight(Model):
    """How often the newest confirmed invoices of a seller were read right."""

    right: int
    """So many of them no person has corrected."""
    of: int
    """So many were looked at, at most 50."""


class SellerRow(Model):
    """A seller in a list. `invoices` are its confirmed ones."""

    id: int
    """The seller's id."""
    name: str
    """How it is called in lists and totals."""
    is_kept: bool
    """Whether a person named it: no invoice changes the name, and it stays without invoices."""
    country: str | None
    """Its country, ISO 3166-1; null if no invoice says it."""
    invoices: int
    """How many confirmed invoices it has."""
    newest_invoice: int | None
    """Id of its confirmed invoice that came last; null without any."""
    newest_issue_date: date | None
    """The day of issue of that invoice; null without any, and if it has none."""
    read_right: ReadRight | None
    """How often its newest invoices were right as they were read; null without any."""
    tax_numbers: list[str]
    """The first of its VAT and tax numbers, without blanks and hyphens."""
    created_at: Moment
    """When it was first known."""
    updated_at: Moment
    """When what is known of it last changed."""


class SellerList(Paged):
    """One page of sellers."""

    sellers: list[SellerRow]
    """The sellers of this page."""


class SellerKeyShown(Model):
    """What a seller is recognised by, in a form in which it is printed."""

    kind: SellerKeyKind
    """What it is."""
    printed: str
    """The number, account, name, post code or domain."""
    invoices: int
    """How many invoices with it a person has confirmed."""
    is_kept: bool
    """Whether a person gave it: it stays without invoices."""


class Habit(Model):
    """A value, and how many of the newest invoices have it."""

    value: str
    """The value."""
    invoices: int
    """How many of the newest invoices have it."""


class UsualAmount(Model):
    """The totals of the newest invoices in one currency."""

    currency: str | None
    """The currency, ISO 4217; null where an invoice names none."""
    lowest: Sum
    """The lowest total."""
    usual: Sum
    """The total in the middle."""
    highest: Sum
    """The highest total."""


class FieldRecord(Model):
    """How often a value was right as it was read."""

    field: str
    """JSON pointer into InvoiceData, without the numbers of rows."""
    confirmed: int
    """How many of the newest invoices were confirmed."""
    corrected: int
    """In how many of them a person had corrected it before."""


class SellerSource(Model):
    """An invoice that what is known of the seller comes from."""

    invoice_id: int
    """The invoice's id."""
    invoice_number: str | None
    """Its number (BT-1)."""
    issue_date: date | None
    """The day of issue (BT-2)."""
    total_amount: Number | None
    """Total with tax (BT-112)."""
    currency: str | None
    """Currency of the total, ISO 4217 (BT-5)."""
    corrected: int
    """How many fields a person had corrected."""
    teaches: bool
    """Whether the seller's next invoices are read by it; not if nobody confirmed it, or it was to be forgotten."""


def _known_event(value: Any) -> Any:
    return value if value in {*SellerEventType} else SellerEventType.OTHER


class SellerEvent(Model):
    """What a person did with the seller."""

    type: Annotated[SellerEventType, BeforeValidator(_known_event)]
    """What happened."""
    actor: str
    """Who did it: the name of a key."""
    created_at: Moment
    """When it happened."""
    data: dict[str, Any] | None
    """The details: names before and after, ids of sellers, numbers of invoices; null if there are none."""


class Seller(SellerRow):
    """What is known of a seller. Habits, amounts and how often it was right are those of `newest`, the newest of its
    confirmed invoices, at most 50."""

    keys: list[SellerKeyShown]
    """What it is recognised by, the most frequent first of each kind; at most 100 of a kind."""
    lessons: int
    """How many of the newest invoices its next ones are read by."""
    layouts: int
    """How many layouts these have."""
    newest: list[SellerSource]
    """The newest confirmed invoices, newest first, at most 50; a list of all is `GET /api/invoices?seller_id=`."""
    currencies: list[Habit]
    """Currencies, the most frequent first."""
    document_types: list[Habit]
    """Kinds of documents: `invoice`, `credit_note`."""
    tax_rates: list[Habit]
    """Tax rates in per cent."""
    terms: list[Habit]
    """Days between issue and due date."""
    number_series: list[Habit]
    """Shapes of invoice numbers: 9 is a figure, A a letter."""
    amounts: list[UsualAmount]
    """Totals, by currency."""
    fields: list[FieldRecord]
    """The fields that matter and all that were corrected, the most corrected first."""
    events: list[SellerEvent]
    """What people did with it, newest first, at most 50."""
    is_changing: bool
    """Whether invoices still get its new name or move to it, in the background."""


class SellerLink(Model):
    """The seller that an invoice is of."""

    id: int
    """The seller's id."""
    name: str
    """How it is called in lists and totals."""
    invoices: int
    """How many confirmed invoices it has."""


class SellerChange(Model):
    """A new name for a seller."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CompanyName | None
    """How it is called from now on, whatever its invoices say; null: as its invoices say."""


_SellerId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class MergeBody(Model):
    """Sellers that become part of another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seller_ids: Annotated[list[_SellerId], Field(min_length=1, max_length=50)]
    """Ids of the sellers that become part of this one."""


class KeyOfInvoices(Model):
    """What the invoices of one seller have, and those of the other have not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: SellerKeyKind
    """What it is."""
    printed: Annotated[str, Field(min_length=1, max_length=200)]
    """The number, account, name, post code or domain, as the seller's `keys` show it."""


class ImportBody(Model):
    """A file of sellers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    csv: Annotated[str, Field(min_length=1, max_length=2_000_000)]
    """The file: CSV with the columns of `GET /api/sellers/export`, of which `name` is needed; at most 2000 sellers."""


class ImportedSellers(Model):
    """What an import did."""

    created: int
    """How many sellers are new."""
    changed: int
    """How many got another name or something more that they are recognised by."""
    unchanged: int
    """How many were known so already."""


class SplitSellerBody(Model):
    """The confirmed invoices that become another seller's: by their ids, or all that have a key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    invoice_ids: Annotated[list[_SellerId], Field(max_length=500)] = []
    """Ids of the invoices."""
    key: KeyOfInvoices | None = None
    """All invoices of the seller that have this key, instead of their ids."""
    into: _SellerId | None = None
    """The seller whose they are; null: a new one."""
    name: CompanyName | None = None
    """How the new one is called; null: as its invoices say."""

    @model_validator(mode="after")
    def _says_which(self) -> "SplitSellerBody":
        if bool(self.invoice_ids) is (self.key is not None):
            raise ValueError("either invoice_ids or key must say which invoices are meant")
        if self.into is not None and self.name is not None:
            raise ValueError("only a new seller can be given a name: leave out name or into")
        return self
