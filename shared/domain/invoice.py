"""The data of an invoice, in the terms of EN 16931 and beyond it. One model serves validation, JSON, OpenAPI and the
language model's schema.

Rare groups are null or empty lists by default: data stored before a group existed stays valid.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import Field

from shared.domain.booking import Booking
from shared.domain.invoice_amounts import (
    CashDiscount,
    DocumentAllowanceCharge,
    Instalment,
    Payment,
    Surcharge,
    TaxSubtotal,
    Withholding,
)
from shared.domain.invoice_lines import Line, Period
from shared.domain.invoice_parties import Delivery, Identifier, Party, Payee, TaxRepresentative
from shared.domain.invoice_values import (
    MOST_LINES,
    MOST_ROWS,
    CurrencyCode,
    LongText,
    Number,
    OperationCodes,
    OptionalDate,
    OptionalNumber,
    Part,
    ShortText,
    Texts,
)
from shared.domain.normalising import normalised_code

__all__ = ["InvoiceData", "Line", "Number", "Party", "Payment", "TaxSubtotal", "all_operation_codes", "code_keys"]


class PrecedingInvoice(Part):
    """An earlier invoice that this one is about: corrected, credited, or a part already invoiced (BG-3)."""

    number: ShortText = None
    """Its number (BT-25)."""
    date: OptionalDate = None
    """Its date of issue (BT-26)."""


class SupportingDocument(Part):
    """A document attached to the invoice (BG-24). Its content stays in the uploaded file."""

    reference: ShortText = None
    """Its number or name (BT-122)."""
    description: LongText = None
    """What it is (BT-123)."""
    url: LongText = None
    """Where it can be found (BT-124)."""
    filename: ShortText = None
    """Name of the file inside the e-invoice (BT-125)."""
    media_type: ShortText = None
    """Media type of that file (BT-125)."""


class ProcessControl(Part):
    """The process and specification that the sender followed (BG-2)."""

    profile: ShortText = None
    """The business process (BT-23)."""
    customization: ShortText = None
    """The specification that the e-invoice claims to follow (BT-24)."""


class InvoiceData(Part):
    """The data of one invoice. A field that the document does not state is null, never a guess."""

    document_type: Literal["invoice", "credit_note"] | None = None
    """What it is (BT-3), in the two kinds that matter."""
    invoice_number: ShortText = None
    """The invoice's number, as the seller wrote it (BT-1)."""
    issue_date: OptionalDate = None
    """The day of issue (BT-2)."""
    due_date: OptionalDate = None
    """The day by which to pay (BT-9)."""
    currency: CurrencyCode = None
    """Currency of all amounts, ISO 4217 (BT-5)."""
    purchase_order: ShortText = None
    """Number of the buyer's order (BT-13)."""
    payment_terms: LongText = None
    """The terms of payment in words (BT-20)."""
    seller: Party = Party()
    """Who sells (BG-4)."""
    buyer: Party = Party()
    """Who buys (BG-7)."""
    payment: Payment = Payment()
    """How to pay (BG-16)."""
    net_amount: OptionalNumber = None
    """Total without tax (BT-109)."""
    tax_amount: OptionalNumber = None
    """Total of the tax (BT-110)."""
    total_amount: OptionalNumber = None
    """Total with tax, before anything is withheld (BT-112)."""
    paid_amount: OptionalNumber = None
    """What has been paid already (BT-113)."""
    amount_due: OptionalNumber = None
    """What is left to pay (BT-115)."""
    tax_breakdown: Annotated[list[TaxSubtotal], Field(max_length=MOST_ROWS)] = []
    """The tax, one row for each category and rate (BG-23)."""
    lines: Annotated[list[Line], Field(max_length=MOST_LINES)] = []
    """What is sold, in the order of the document (BG-25)."""
    operation_codes: OperationCodes = []
    """Advertising and operation order numbers of the whole document."""
    notes: LongText = None
    """Remarks (BT-22)."""
    summary: LongText = None
    """One or two sentences for a person, written by this system."""

    # What kind it is, and what it refers to
    type_code: ShortText = None
    """The type as the document gives it (BT-3): UNTDID 1001 (380, 381, 384, 386, …), TD01 of FatturaPA."""
    process_control: ProcessControl | None = None
    """Process and specification that the sender followed (BG-2)."""
    note_subjects: Texts = []
    """What the remarks are about, UNTDID 4451 (BT-21)."""
    buyer_reference: ShortText = None
    """What the buyer wants to find on it: Leitweg-ID, cost centre (BT-10)."""
    project_reference: ShortText = None
    """The project (BT-11)."""
    contract_reference: ShortText = None
    """The contract (BT-12)."""
    sales_order: ShortText = None
    """The seller's number of the order (BT-14)."""
    receiving_advice: ShortText = None
    """The receiving advice (BT-15)."""
    despatch_advice: ShortText = None
    """The despatch advice or delivery note (BT-16)."""
    tender_reference: ShortText = None
    """The tender or lot (BT-17)."""
    invoiced_object: Identifier | None = None
    """What is invoiced: a meter, a telephone number, a subscription (BT-18)."""
    accounting_reference: ShortText = None
    """Where the buyer books it (BT-19)."""
    preceding_invoices: Annotated[list[PrecedingInvoice], Field(max_length=MOST_ROWS)] = []
    """Earlier invoices that this one is about (BG-3)."""
    supporting_documents: Annotated[list[SupportingDocument], Field(max_length=MOST_ROWS)] = []
    """Documents attached to it (BG-24)."""

    # When and where, and who else
    tax_point_date: OptionalDate = None
    """The day on which the tax falls due (BT-7)."""
    tax_point_code: ShortText = None
    """What decides that day, UNTDID 2005: 3, 35 or 432 (BT-8)."""
    period: Period | None = None
    """The period that is invoiced (BG-14)."""
    statement_period: Period | None = None
    """The period that a statement of account covers; beside EN 16931."""
    delivery: Delivery | None = None
    """Where and when it was delivered (BG-13)."""
    payee: Payee | None = None
    """Who is paid, if not the seller (BG-10)."""
    tax_representative: TaxRepresentative | None = None
    """The seller's tax representative (BG-11)."""

    # Additions to and subtractions from the amounts
    lines_total: OptionalNumber = None
    """Sum of the lines' net amounts (BT-106)."""
    allowances_total: OptionalNumber = None
    """Sum of the document's allowances (BT-107)."""
    charges_total: OptionalNumber = None
    """Sum of the document's charges (BT-108)."""
    rounding_amount: OptionalNumber = None
    """Rounding, added to the total, often negative (BT-114)."""
    tax_currency: CurrencyCode = None
    """Currency of the seller's tax books, ISO 4217 (BT-6)."""
    tax_amount_in_tax_currency: OptionalNumber = None
    """The tax in that currency (BT-111)."""
    allowances: Annotated[list[DocumentAllowanceCharge], Field(max_length=MOST_ROWS)] = []
    """Allowances on the whole document (BG-20)."""
    charges: Annotated[list[DocumentAllowanceCharge], Field(max_length=MOST_ROWS)] = []
    """Charges on the whole document (BG-21)."""

    # Beside EN 16931
    withholdings: Annotated[list[Withholding], Field(max_length=MOST_ROWS)] = []
    """Taxes that the buyer withholds; beside EN 16931."""
    surcharges: Annotated[list[Surcharge], Field(max_length=MOST_ROWS)] = []
    """Amounts beside lines and VAT; beside EN 16931."""
    cash_discounts: Annotated[list[CashDiscount], Field(max_length=MOST_ROWS)] = []
    """Discounts for early payment; beside EN 16931."""
    instalments: Annotated[list[Instalment], Field(max_length=MOST_ROWS)] = []
    """The parts in which it is paid; beside EN 16931."""
    gross_before_commission: OptionalNumber = None
    """What the media costs before the agency's commission; beside EN 16931."""
    commission: OptionalNumber = None
    """The agency's commission, positive; beside EN 16931."""
    previous_balance: OptionalNumber = None
    """What was owed before this invoice; beside EN 16931."""
    tip: OptionalNumber = None
    """The tip, in the total; beside EN 16931."""

    # Not of the document
    booking: Booking | None = None
    """How the buyer books it; a person gives it."""

    def as_json(self) -> dict[str, Any]:
        """The public JSON form: amounts as decimal strings, dates as ISO 8601."""
        return self.model_dump(mode="json")


def all_operation_codes(data: InvoiceData) -> list[str]:
    """The codes of the invoice and of its lines, each once, in order of appearance."""
    codes = [*data.operation_codes, *(code for line in data.lines for code in line.operation_codes)]
    return list(dict.fromkeys(codes))


# What may stand before the number of an order: "OP 443485", "O.P. Nº 443485", "Orden de Publicidad 443485".
_CODE_LABEL = re.compile(r"(?:op|orden(?:de)?publicidad|orden|order)?(?:numero|number|num|nro|nr|no|n)?(?=\d)")


def code_keys(code: str) -> frozenset[str]:
    """The search keys of an operation code: normalised, with and without the label before its number."""
    return frozenset(key for key in (normalised_code(code), asked_code(code)) if key)


def asked_code(code: str) -> str:
    """The one of its keys that every invoice has that shares one with it: normalised, without the label."""
    whole = normalised_code(code)
    label = _CODE_LABEL.match(whole)
    return whole[label.end() :] if label else whole
