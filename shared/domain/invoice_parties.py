"""The parties of an invoice: seller, buyer, payee, tax representative and place of delivery."""

from typing import Annotated

from pydantic import Field

from shared.domain.invoice_values import (
    MOST_ROWS,
    CountryCode,
    LongText,
    OptionalDate,
    Part,
    ShortText,
    Text,
)


class Identifier(Part):
    """An identifier and the scheme that it is unique in (ISO/IEC 6523, EAS, UNTDID 1153, …)."""

    id: Text
    """The identifier."""
    scheme: ShortText = None
    """The scheme that it is unique in, as a code; null if the document names none."""


class Classification(Identifier):
    """An item's class in a list of classes (BT-158): CPV, UNSPSC, eCl@ss; `scheme` is the list (UNTDID 7143)."""

    version: ShortText = None
    """Version of the list of classes."""


Identifiers = Annotated[list[Identifier], Field(max_length=MOST_ROWS)]


class PostalAddress(Part):
    """An address in its parts (BG-5, BG-8, BG-12, BG-15)."""

    street: ShortText = None
    """Street and number, or post office box (BT-35, BT-50, BT-64, BT-75)."""
    street2: ShortText = None
    """The second line (BT-36, BT-51, BT-65, BT-76)."""
    line3: ShortText = None
    """The third line (BT-162, BT-163, BT-164, BT-165)."""
    city: ShortText = None
    """The town (BT-37, BT-52, BT-66, BT-77)."""
    postcode: ShortText = None
    """The post code (BT-38, BT-53, BT-67, BT-78)."""
    subdivision: ShortText = None
    """Region, state or province (BT-39, BT-54, BT-68, BT-79)."""
    country: CountryCode = None
    """The country, ISO 3166-1 alpha-2 (BT-40, BT-55, BT-69, BT-80)."""


class Contact(Part):
    """A contact (BG-6, BG-9)."""

    name: ShortText = None
    """Person or department (BT-41, BT-56)."""
    phone: ShortText = None
    """Telephone number (BT-42, BT-57)."""
    email: ShortText = None
    """E-mail address (BT-43, BT-58)."""


class Party(Part):
    """Seller (BG-4) or buyer (BG-7)."""

    name: ShortText = None
    """Legal name (BT-27, BT-44)."""
    vat_id: ShortText = None
    """VAT number (BT-31, BT-48)."""
    tax_id: ShortText = None
    """Any other tax number (BT-32), else the number in a register (BT-30, BT-47)."""
    address: LongText = None
    """The address, its lines joined by ", " (BG-5, BG-8)."""
    country: CountryCode = None
    """The country, ISO 3166-1 alpha-2 (BT-40, BT-55)."""
    email: ShortText = None
    """E-mail address (BT-43, BT-58), else BT-34, BT-49 where that is one."""
    phone: ShortText = None
    """Telephone number (BT-42, BT-57)."""
    website: ShortText = None
    """Address of its website."""
    trading_name: ShortText = None
    """The name it trades under (BT-28, BT-45)."""
    identifiers: Identifiers = []
    """Its numbers in lists of parties, such as a GLN (BT-29, BT-46)."""
    legal_id: Identifier | None = None
    """Its number in a register (BT-30, BT-47)."""
    legal_info: LongText = None
    """Legal form, capital, register (BT-33)."""
    electronic_address: Identifier | None = None
    """Where e-invoices are sent to (BT-34, BT-49)."""
    contact: Contact | None = None
    """Whom to ask (BG-6, BG-9)."""
    postal_address: PostalAddress | None = None
    """The same as `address`, in its parts (BG-5, BG-8)."""


class Payee(Part):
    """The payee if it is not the seller, for instance a factor (BG-10)."""

    name: ShortText = None
    """Its name (BT-59)."""
    id: Identifier | None = None
    """Its number in a list of parties (BT-60)."""
    legal_id: Identifier | None = None
    """Its number in a register (BT-61)."""


class TaxRepresentative(Part):
    """The seller's tax representative (BG-11)."""

    name: ShortText = None
    """Its name (BT-62)."""
    vat_id: ShortText = None
    """Its VAT number (BT-63)."""
    address: LongText = None
    """Its address, the lines joined by ", " (BG-12)."""
    postal_address: PostalAddress | None = None
    """The same as `address`, in its parts (BG-12)."""


class Delivery(Part):
    """Place and date of delivery (BG-13)."""

    name: ShortText = None
    """Who received it (BT-70)."""
    location: Identifier | None = None
    """The number of the place (BT-71)."""
    date: OptionalDate = None
    """The day of delivery (BT-72)."""
    address: LongText = None
    """The place, its lines joined by ", " (BG-15)."""
    postal_address: PostalAddress | None = None
    """The same as `address`, in its parts (BG-15)."""
