"""The meanings that words of the lexicon have: the closed sets that its files are checked against."""

from enum import StrEnum


class Label(StrEnum):
    """The meaning of a label. Some kinds exist only so that their labels are not taken for other ones."""

    # amounts
    TOTAL = "total"
    NET = "net"
    TAX = "tax"
    DUE = "due"
    PAID = "paid"
    CASH = "cash"
    CARD = "card"
    CHANGE = "change"
    ROUNDING = "rounding"
    TIP = "tip"
    DISCOUNT = "discount"
    CHARGE = "charge"
    GROSS = "gross"  # before an agency's commission
    COMMISSION = "commission"
    PREVIOUS = "previous"  # owed before this invoice
    OTHER_AMOUNT = "other_amount"
    COUNT = "count"  # pieces, points: no money
    # dates
    ISSUE_DATE = "issue_date"
    DATE = "date"  # just "date"
    DUE_DATE = "due_date"
    OTHER_DATE = "other_date"
    # references
    INVOICE_NUMBER = "invoice_number"
    PURCHASE_ORDER = "purchase_order"
    RECEIPT_NUMBER = "receipt_number"  # on receipts, a weaker invoice number
    FALLBACK_NUMBER = "fallback_number"  # a booking or reservation, where nothing else names the document
    SERIES = "series"  # the first part of a number in two parts (Argentine "punto de venta")
    SERIES_NUMBER = "series_number"
    OTHER_NUMBER = "other_number"
    # the rest
    PAYMENT_TERMS = "payment_terms"
    CURRENCY = "currency"
    RATE = "rate"  # an exchange or tax rate


class PartyRole(StrEnum):
    """The role of the party in a block of an invoice. `PAYEE`: whom to pay, mostly the seller or its bank account's
    holder. `OTHER`: a place of delivery, an agent, a bank."""

    SELLER = "seller"
    PAYEE = "payee"
    BUYER = "buyer"
    OTHER = "other"


class Column(StrEnum):
    """What a column of the table of lines holds."""

    DESCRIPTION = "description"
    CODE = "code"
    QUANTITY = "quantity"
    UNIT = "unit"
    UNIT_PRICE = "unit_price"
    TAX_RATE = "tax_rate"
    TAX_AMOUNT = "tax_amount"
    DISCOUNT = "discount"
    AMOUNT = "amount"
    POSITION = "position"
    DATE = "date"
    OTHER = "other"


class DatePart(StrEnum):
    """A box of a date in three parts."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class IdentifierKind(StrEnum):
    """What an identifier is. `VAT` numbers go to `vat_id`, `TAX` and `REGISTER` numbers to `tax_id`."""

    VAT = "vat"
    TAX = "tax"
    REGISTER = "register"
    IBAN = "iban"
    BIC = "bic"
    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"
    WEBSITE = "website"
