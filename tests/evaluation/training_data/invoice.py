"""An invoice as data, before it is laid out. Amounts are exact and agree with each other."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.evaluation.training_data.countries import Country
from tests.evaluation.training_data.notation import Notation


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who sells or buys. `vat_id` or `tax_id` stands behind `tax_label`; both null where none is printed."""

    name: str
    address: tuple[str, ...]
    tax_label: str | None = None
    vat_id: str | None = None
    tax_id: str | None = None
    registration: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    web: str | None = None
    contact: str | None = None

    @property
    def number(self) -> str | None:
        return self.vat_id or self.tax_id


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line. `amount` is as its column prints it: before tax, or with it where prices include it."""

    code: str
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class TaxLine:
    """A tax of one rate."""

    name: str
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Totals:
    """goods − discount + shipping = net; net + taxes + rounding = total; total − withheld − paid + previous = due."""

    goods: Decimal
    discount: Decimal
    shipping: Decimal
    net: Decimal
    taxes: tuple[TaxLine, ...]
    rounding: Decimal
    total: Decimal
    withheld_name: str | None
    withheld: Decimal
    paid: Decimal
    previous: Decimal
    due: Decimal

    @property
    def tax(self) -> Decimal:
        return sum((line.amount for line in self.taxes), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Bank:
    """Where to pay: an IBAN, or an account number in countries that have none."""

    name: str
    iban: str | None
    account: str | None
    bic: str


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """Everything a document may print. `kind` is invoice, credit_note, pro_forma, quotation, order_confirmation or
    delivery_note; `gross_prices` says that the lines include tax."""

    kind: str
    country: Country
    language: str
    notation: Notation
    date_pattern: str
    number: str
    issued: date
    due: date | None
    terms: str | None
    order: str | None
    order_date: date
    delivery_note: str
    delivery_date: date
    customer_number: str
    period: tuple[date, date]
    seller: Party
    buyer: Party
    ship_to: Party
    items: tuple[Item, ...]
    totals: Totals
    gross_prices: bool
    bank: Bank | None
