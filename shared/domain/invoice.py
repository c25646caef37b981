"""The data of an invoice, in the terms of EN 16931 and beyond it. One model serves validation, JSON, OpenAPI and the
language model's schema.

Rare groups are null or empty lists by default: data stored before a group existed stays valid.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import Field

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

    number: ShortText = None  # BT-25
    date: OptionalDate = None  # BT-26


class SupportingDocument(Part):
    """A document attached to the invoice (BG-24). Its content stays in the uploaded file."""

    reference: ShortText = None  # BT-122
    description: LongText = None  # BT-123
    url: LongText = None  # BT-124
    filename: ShortText = None  # BT-125: name of the file inside
    media_type: ShortText = None  # BT-125


class ProcessControl(Part):
    """The process and specification that the sender followed (BG-2)."""

    profile: ShortText = None  # BT-23
    customization: ShortText = None  # BT-24


class InvoiceData(Part):
    """The data of one invoice. A field that the document does not state is null, never a guess."""

    document_type: Literal["invoice", "credit_note"] | None = None  # BT-3, in the two kinds that matter
    invoice_number: ShortText = None  # BT-1
    issue_date: OptionalDate = None  # BT-2
    due_date: OptionalDate = None  # BT-9
    currency: CurrencyCode = None  # BT-5: ISO 4217
    purchase_order: ShortText = None  # BT-13
    payment_terms: LongText = None  # BT-20
    seller: Party = Party()  # BG-4
    buyer: Party = Party()  # BG-7
    payment: Payment = Payment()  # BG-16
    net_amount: OptionalNumber = None  # BT-109
    tax_amount: OptionalNumber = None  # BT-110
    total_amount: OptionalNumber = None  # BT-112: with VAT, before anything is withheld
    paid_amount: OptionalNumber = None  # BT-113
    amount_due: OptionalNumber = None  # BT-115
    tax_breakdown: Annotated[list[TaxSubtotal], Field(max_length=MOST_ROWS)] = []  # BG-23
    lines: Annotated[list[Line], Field(max_length=MOST_LINES)] = []  # BG-25
    operation_codes: OperationCodes = []  # advertising and operation order numbers of the whole document
    notes: LongText = None  # BT-22
    summary: LongText = None  # written by this system: one or two sentences for a person

    # What kind it is, and what it refers to
    type_code: ShortText = None  # BT-3 as given: UNTDID 1001 (380, 381, 384, 386, 389, 326, 261, …), TD01 of FatturaPA
    process_control: ProcessControl | None = None  # BG-2
    note_subjects: Texts = []  # BT-21: UNTDID 4451
    buyer_reference: ShortText = None  # BT-10: Leitweg-ID, cost centre
    project_reference: ShortText = None  # BT-11
    contract_reference: ShortText = None  # BT-12
    sales_order: ShortText = None  # BT-14
    receiving_advice: ShortText = None  # BT-15
    despatch_advice: ShortText = None  # BT-16
    tender_reference: ShortText = None  # BT-17: tender or lot
    invoiced_object: Identifier | None = None  # BT-18: a meter, a telephone number, a subscription
    accounting_reference: ShortText = None  # BT-19: where the buyer books it
    preceding_invoices: Annotated[list[PrecedingInvoice], Field(max_length=MOST_ROWS)] = []  # BG-3
    supporting_documents: Annotated[list[SupportingDocument], Field(max_length=MOST_ROWS)] = []  # BG-24

    # When and where, and who else
    tax_point_date: OptionalDate = None  # BT-7
    tax_point_code: ShortText = None  # BT-8: UNTDID 2005 (3, 35, 432)
    period: Period | None = None  # BG-14: what is invoiced
    statement_period: Period | None = None  # beside EN 16931: what a statement of account covers
    delivery: Delivery | None = None  # BG-13
    payee: Payee | None = None  # BG-10
    tax_representative: TaxRepresentative | None = None  # BG-11

    # Additions to and subtractions from the amounts
    lines_total: OptionalNumber = None  # BT-106
    allowances_total: OptionalNumber = None  # BT-107
    charges_total: OptionalNumber = None  # BT-108
    rounding_amount: OptionalNumber = None  # BT-114: added to the total, often negative
    tax_currency: CurrencyCode = None  # BT-6: of the seller's books
    tax_amount_in_tax_currency: OptionalNumber = None  # BT-111
    allowances: Annotated[list[DocumentAllowanceCharge], Field(max_length=MOST_ROWS)] = []  # BG-20
    charges: Annotated[list[DocumentAllowanceCharge], Field(max_length=MOST_ROWS)] = []  # BG-21

    # Beside EN 16931
    withholdings: Annotated[list[Withholding], Field(max_length=MOST_ROWS)] = []
    surcharges: Annotated[list[Surcharge], Field(max_length=MOST_ROWS)] = []
    cash_discounts: Annotated[list[CashDiscount], Field(max_length=MOST_ROWS)] = []
    instalments: Annotated[list[Instalment], Field(max_length=MOST_ROWS)] = []
    gross_before_commission: OptionalNumber = None  # what the media costs before the agency's commission
    commission: OptionalNumber = None  # the agency's, positive
    previous_balance: OptionalNumber = None  # owed before this invoice
    tip: OptionalNumber = None

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
