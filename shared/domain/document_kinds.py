"""What kind of business document a file is. Only some of them are invoices, and only invoices are to be paid."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds that are told apart; `OTHER` is any other document (a letter, terms and conditions, a payslip)."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    SELF_BILLED_INVOICE = "self_billed_invoice"
    PRO_FORMA = "pro_forma"
    REMINDER = "reminder"
    STATEMENT = "statement"
    ORDER = "order"
    ORDER_CONFIRMATION = "order_confirmation"
    QUOTATION = "quotation"
    DELIVERY_NOTE = "delivery_note"
    REMITTANCE_ADVICE = "remittance_advice"
    CONTRACT = "contract"
    OTHER = "other"


INVOICES = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.SELF_BILLED_INVOICE})
NO_INVOICES = tuple(kind for kind in DocumentKind if kind not in INVOICES)
