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
    scheme: ShortText = None


class Classification(Identifier):
    """An item's class in a list of classes (BT-158): CPV, UNSPSC, eCl@ss; `scheme` is the list (UNTDID 7143)."""

    version: ShortText = None  # of the list


Identifiers = Annotated[list[Identifier], Field(max_length=MOST_ROWS)]


class PostalAddress(Part):
    """An address in its parts (BG-5, BG-8, BG-12, BG-15)."""

    street: ShortText = None  # BT-35, BT-50, BT-64, BT-75
    street2: ShortText = None  # BT-36, BT-51, BT-65, BT-76
    line3: ShortText = None  # BT-162, BT-163, BT-164, BT-165
    city: ShortText = None  # BT-37, BT-52, BT-66, BT-77
    postcode: ShortText = None  # BT-38, BT-53, BT-67, BT-78
    subdivision: ShortText = None  # BT-39, BT-54, BT-68, BT-79: region, state, province
    country: CountryCode = None  # BT-40, BT-55, BT-69, BT-80


class Contact(Part):
    """A contact (BG-6, BG-9)."""

    name: ShortText = None  # BT-41, BT-56
    phone: ShortText = None  # BT-42, BT-57
    email: ShortText = None  # BT-43, BT-58


class Party(Part):
    """Seller (BG-4) or buyer (BG-7)."""

    name: ShortText = None  # BT-27, BT-44
    vat_id: ShortText = None  # BT-31, BT-48
    tax_id: ShortText = None  # BT-32, else BT-30, BT-47
    address: LongText = None  # BG-5, BG-8: the lines joined by ", "
    country: CountryCode = None  # BT-40, BT-55: ISO 3166-1 alpha-2
    email: ShortText = None  # BT-43, BT-58, else BT-34, BT-49 when that is one
    phone: ShortText = None  # BT-42, BT-57
    website: ShortText = None
    trading_name: ShortText = None  # BT-28, BT-45
    identifiers: Identifiers = []  # BT-29, BT-46
    legal_id: Identifier | None = None  # BT-30, BT-47: number in a register
    legal_info: LongText = None  # BT-33: legal form, capital, register
    electronic_address: Identifier | None = None  # BT-34, BT-49
    contact: Contact | None = None  # BG-6, BG-9
    postal_address: PostalAddress | None = None  # BG-5, BG-8: the same as `address`


class Payee(Part):
    """The payee if it is not the seller, for instance a factor (BG-10)."""

    name: ShortText = None  # BT-59
    id: Identifier | None = None  # BT-60
    legal_id: Identifier | None = None  # BT-61


class TaxRepresentative(Part):
    """The seller's tax representative (BG-11)."""

    name: ShortText = None  # BT-62
    vat_id: ShortText = None  # BT-63
    address: LongText = None  # BG-12: the lines joined by ", "
    postal_address: PostalAddress | None = None  # BG-12


class Delivery(Part):
    """Place and date of delivery (BG-13)."""

    name: ShortText = None  # BT-70: who received it
    location: Identifier | None = None  # BT-71
    date: OptionalDate = None  # BT-72
    address: LongText = None  # BG-15: the lines joined by ", "
    postal_address: PostalAddress | None = None  # BG-15
