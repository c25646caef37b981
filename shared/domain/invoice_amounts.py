"""Payment, and everything that is added to or subtracted from an invoice's amounts."""

from typing import Annotated

from pydantic import Field

from shared.domain.invoice_values import (
    MOST_ROWS,
    LongText,
    OptionalDate,
    OptionalNumber,
    Part,
    ShortText,
)


class BankAccount(Part):
    """One account to pay to (BG-17)."""

    iban: ShortText = None  # BT-84, when it is an IBAN
    account: ShortText = None  # BT-84, any other account number
    name: ShortText = None  # BT-85: whose account it is
    bic: ShortText = None  # BT-86


class PaymentCard(Part):
    """The card it was paid with (BG-18)."""

    number: ShortText = None  # BT-87: its last digits
    holder: ShortText = None  # BT-88


class Mandate(Part):
    """What the seller collects the amount by (BG-19)."""

    reference: ShortText = None  # BT-89
    creditor_id: ShortText = None  # BT-90
    debited_account: ShortText = None  # BT-91


class Payment(Part):
    """How to pay (BG-16). When there is a payee, the accounts are the payee's."""

    iban: ShortText = None  # BT-84 of the first account, when it is an IBAN
    bic: ShortText = None  # BT-86 of the first account
    account: ShortText = None  # BT-84 of the first account, any other account number
    reference: ShortText = None  # BT-83: remittance information
    means: ShortText = None  # BT-81 (UNTDID 4461), else BT-82
    means_text: ShortText = None  # BT-82: the means in words
    accounts: Annotated[list[BankAccount], Field(max_length=MOST_ROWS)] = []  # BG-17, the first one included
    card: PaymentCard | None = None  # BG-18
    mandate: Mandate | None = None  # BG-19


class AllowanceCharge(Part):
    """An allowance or a charge of a line (BG-27, BG-28). Amounts are positive: the list says what they do."""

    amount: OptionalNumber = None  # BT-136, BT-141
    base: OptionalNumber = None  # BT-137, BT-142
    percent: OptionalNumber = None  # BT-138, BT-143
    reason: LongText = None  # BT-139, BT-144
    reason_code: ShortText = None  # BT-140 (UNTDID 5189), BT-145 (UNTDID 7161)


class DocumentAllowanceCharge(AllowanceCharge):
    """An allowance or a charge of the document (BG-20, BG-21): BT-92 to 98, BT-99 to 105."""

    tax_category: ShortText = None  # BT-95, BT-102
    tax_rate: OptionalNumber = None  # BT-96, BT-103


class TaxSubtotal(Part):
    """One row of the VAT breakdown (BG-23)."""

    category: ShortText = None  # BT-118: UNCL5305 (S, Z, E, AE, K, G, O, L, M, B)
    rate: OptionalNumber = None  # BT-119: per cent, 21 means 21 %
    taxable_amount: OptionalNumber = None  # BT-116
    tax_amount: OptionalNumber = None  # BT-117
    exemption_reason: LongText = None  # BT-120
    exemption_code: ShortText = None  # BT-121: VATEX


class Withholding(Part):
    """A tax that the buyer withholds and pays for the seller (IRPF, ritenuta d'acconto, retención): it lowers the
    amount due, not the total. The amount is positive."""

    name: ShortText = None
    code: ShortText = None  # of the syntax: RT01
    rate: OptionalNumber = None  # per cent
    base: OptionalNumber = None
    amount: OptionalNumber = None


class Surcharge(Part):
    """An amount beside lines and VAT: percepciones, cassa previdenziale, bollo, recargo de equivalencia.

    With a tax category or rate it is taxed itself and part of the net amount; else it is added to the total."""

    name: ShortText = None
    code: ShortText = None  # of the syntax: TC01
    rate: OptionalNumber = None  # per cent
    base: OptionalNumber = None
    amount: OptionalNumber = None
    tax_category: ShortText = None
    tax_rate: OptionalNumber = None


class CashDiscount(Part):
    """A discount for early payment: the terms (BT-20) as data."""

    days: Annotated[int, Field(strict=True, ge=0, le=3650)] | None = None
    until: OptionalDate = None
    percent: OptionalNumber = None
    base: OptionalNumber = None  # the base of the percentage, if it is not the total
    amount: OptionalNumber = None


class Instalment(Part):
    """A part of the amount due with its own due date."""

    due_date: OptionalDate = None
    amount: OptionalNumber = None
