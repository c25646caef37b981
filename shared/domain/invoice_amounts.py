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

    iban: ShortText = None
    """The account's number where it is an IBAN (BT-84)."""
    account: ShortText = None
    """The account's number where it is none (BT-84)."""
    name: ShortText = None
    """Whose account it is (BT-85)."""
    bic: ShortText = None
    """BIC of its bank (BT-86)."""


class PaymentCard(Part):
    """The card it was paid with (BG-18)."""

    number: ShortText = None
    """The last digits of its number (BT-87)."""
    holder: ShortText = None
    """Whose card it is (BT-88)."""


class Mandate(Part):
    """What the seller collects the amount by (BG-19)."""

    reference: ShortText = None
    """Its reference (BT-89)."""
    creditor_id: ShortText = None
    """The creditor's identifier (BT-90)."""
    debited_account: ShortText = None
    """The account that is debited (BT-91)."""


class Payment(Part):
    """How to pay (BG-16). When there is a payee, the accounts are the payee's."""

    iban: ShortText = None
    """IBAN of the first account (BT-84)."""
    bic: ShortText = None
    """BIC of the first account's bank (BT-86)."""
    account: ShortText = None
    """Number of the first account where it is no IBAN (BT-84)."""
    reference: ShortText = None
    """What the payer is to state (BT-83)."""
    means: ShortText = None
    """The means of payment, UNTDID 4461 (BT-81), else in words (BT-82)."""
    means_text: ShortText = None
    """The means of payment in words (BT-82)."""
    accounts: Annotated[list[BankAccount], Field(max_length=MOST_ROWS)] = []
    """All accounts to pay to, the first one included (BG-17)."""
    card: PaymentCard | None = None
    """The card that it was paid with (BG-18)."""
    mandate: Mandate | None = None
    """The mandate of a direct debit (BG-19)."""


class AllowanceCharge(Part):
    """An allowance or a charge of a line (BG-27, BG-28). Amounts are positive: the list says what they do."""

    amount: OptionalNumber = None
    """The amount without tax, positive (BT-136, BT-141; of the document BT-92, BT-99)."""
    base: OptionalNumber = None
    """What the percentage is of (BT-137, BT-142; of the document BT-93, BT-100)."""
    percent: OptionalNumber = None
    """The percentage (BT-138, BT-143; of the document BT-94, BT-101)."""
    reason: LongText = None
    """The reason in words (BT-139, BT-144; of the document BT-97, BT-104)."""
    reason_code: ShortText = None
    """The reason as UNTDID 5189 or 7161 (BT-140, BT-145; of the document BT-98, BT-105)."""


class DocumentAllowanceCharge(AllowanceCharge):
    """An allowance or a charge of the document (BG-20, BG-21): BT-92 to 98, BT-99 to 105."""

    tax_category: ShortText = None
    """Category of its tax, UNCL5305 (BT-95, BT-102)."""
    tax_rate: OptionalNumber = None
    """Rate of its tax in per cent (BT-96, BT-103)."""


class TaxSubtotal(Part):
    """One row of the VAT breakdown (BG-23)."""

    category: ShortText = None
    """Category of the tax, UNCL5305: S, Z, E, AE, K, G, O, L, M or B (BT-118)."""
    rate: OptionalNumber = None
    """Rate in per cent: 21 means 21 % (BT-119)."""
    taxable_amount: OptionalNumber = None
    """What the rate is applied to (BT-116)."""
    tax_amount: OptionalNumber = None
    """The tax of this row (BT-117)."""
    exemption_reason: LongText = None
    """Why no tax is asked, in words (BT-120)."""
    exemption_code: ShortText = None
    """Why no tax is asked, as a VATEX code (BT-121)."""


class Withholding(Part):
    """A tax that the buyer withholds and pays for the seller (IRPF, ritenuta d'acconto, retención): it lowers the
    amount due, not the total. The amount is positive."""

    name: ShortText = None
    """Name of the tax."""
    code: ShortText = None
    """Its code in the syntax of the e-invoice, such as RT01."""
    rate: OptionalNumber = None
    """Rate in per cent."""
    base: OptionalNumber = None
    """What the rate is applied to."""
    amount: OptionalNumber = None
    """What is withheld, positive."""


class Surcharge(Part):
    """An amount beside lines and VAT: percepciones, cassa previdenziale, bollo, recargo de equivalencia.

    With a tax category or rate it is taxed itself and part of the net amount; else it is added to the total."""

    name: ShortText = None
    """Name of the surcharge."""
    code: ShortText = None
    """Its code in the syntax of the e-invoice, such as TC01."""
    rate: OptionalNumber = None
    """Rate in per cent."""
    base: OptionalNumber = None
    """What the rate is applied to."""
    amount: OptionalNumber = None
    """What is added."""
    tax_category: ShortText = None
    """Category of the tax on it, UNCL5305."""
    tax_rate: OptionalNumber = None
    """Rate of the tax on it in per cent."""


class CashDiscount(Part):
    """A discount for early payment: the terms (BT-20) as data."""

    days: Annotated[int, Field(strict=True, ge=0, le=3650)] | None = None
    """How many days after the issue it holds."""
    until: OptionalDate = None
    """The last day on which it holds."""
    percent: OptionalNumber = None
    """The discount in per cent."""
    base: OptionalNumber = None
    """What the percentage is of, if it is not the total."""
    amount: OptionalNumber = None
    """The discount as an amount."""


class Instalment(Part):
    """A part of the amount due with its own due date."""

    due_date: OptionalDate = None
    """The day by which to pay this part."""
    amount: OptionalNumber = None
    """How much this part is."""
