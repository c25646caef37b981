"""Three templates that are always there.

Column names: Xero's bill template (central.xero.com, "Import bills"; ContactName, InvoiceNumber, InvoiceDate, DueDate,
Description, Quantity, UnitAmount, AccountCode and TaxType are what an import needs; lines of one bill share its
number); QuickBooks Online's import of bills (quickbooks.intuit.com, "Import bills"; a person assigns columns: Bill no,
Supplier, Bill Date, Due Date, Account, Line Description, Line Amount, Line Tax Code; a bill's number has at most 21
characters there, by importers' lists of its fields, support.zed-systems.com/kb/a238).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.api.templates.template_formats import TemplateFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template by its name."""

    name: str
    format: TemplateFormat
    body: str


_LINES = """\
invoice_id,invoice_number,issue_date,due_date,currency,seller,seller_vat_id,total_amount,description,quantity,\
unit_price,tax_rate,net_amount,account,cost_center,tax_code
{% for invoice in invoices %}
{% for line in invoice.lines or [{}] %}
{% set line_booking = line.get("booking") or {} %}
{% set booking = invoice.booking or {} %}
{{ invoice.invoice_id }},{{ invoice.invoice_number }},{{ invoice.issue_date }},{{ invoice.due_date }},\
{{ invoice.currency }},{{ invoice.seller.name }},{{ invoice.seller.vat_id }},{{ invoice.total_amount }},\
{{ line.get("description") }},{{ line.get("quantity") }},{{ line.get("unit_price") }},{{ line.get("tax_rate") }},\
{{ line.get("net_amount") }},{{ line_booking.get("account") or booking.get("account") }},\
{{ line_booking.get("cost_center") or booking.get("cost_center") }},\
{{ line_booking.get("tax_code") or booking.get("tax_code") }}
{% endfor %}
{% endfor %}
"""

# A bill whose lines do not make its net amount, or that has none, is one line of the net amount.
_XERO = """\
*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,*Description,*Quantity,*UnitAmount,\
*AccountCode,*TaxType,Currency
{% for invoice in invoices %}
{% set sign = -1 if invoice.document_type == "credit_note" else 1 %}
{% set booking = invoice.booking or {} %}
{% set whole = [{"description": invoice.summary or invoice.invoice_number, "net_amount": invoice.net_amount}] %}
{% for line in (invoice.lines if invoice | lines_make_net else whole) %}
{% set line_booking = line.get("booking") or {} %}
{{ invoice.seller.name }},{{ invoice.seller.email }},{{ invoice.invoice_number }},{{ invoice.purchase_order }},\
{{ invoice.issue_date | day("%d/%m/%Y") }},{{ (invoice.due_date or invoice.issue_date) | day("%d/%m/%Y") }},\
{{ line.get("description") or invoice.invoice_number }},{{ 1 }},{{ line.get("net_amount") | amount(2, sign) }},\
{{ line_booking.get("account") or booking.get("account") }},\
{{ line_booking.get("tax_code") or booking.get("tax_code") }},\
{{ invoice.currency }}
{% endfor %}
{% endfor %}
"""

# A number that is too long keeps its end, which tells apart the bills of a supplier; the whole of it is in the memo.
_QUICKBOOKS = """\
Bill no,Supplier,Bill Date,Due Date,Memo,Account,Line Description,Line Amount,Line Tax Code,Currency
{% for invoice in invoices %}
{% set sign = -1 if invoice.document_type == "credit_note" else 1 %}
{% set booking = invoice.booking or {} %}
{% set whole = [{"description": invoice.summary or invoice.invoice_number, "net_amount": invoice.net_amount}] %}
{% set number = invoice.invoice_number or "" %}
{% set memo = [number if number | length > 21 else "", invoice.payment.reference or ""] | select | join(" ") %}
{% for line in (invoice.lines if invoice | lines_make_net else whole) %}
{% set line_booking = line.get("booking") or {} %}
{{ number[-21:] }},{{ invoice.seller.name }},{{ invoice.issue_date | day("%d/%m/%Y") }},\
{{ (invoice.due_date or invoice.issue_date) | day("%d/%m/%Y") }},{{ memo }},\
{{ line_booking.get("account") or booking.get("account") }},{{ line.get("description") or invoice.invoice_number }},\
{{ line.get("net_amount") | amount(2, sign) }},{{ line_booking.get("tax_code") or booking.get("tax_code") }},\
{{ invoice.currency }}
{% endfor %}
{% endfor %}
"""

SHIPPED: Mapping[str, Template] = {
    name: Template(name=name, format=TemplateFormat.CSV, body=body)
    for name, body in {"csv-lines": _LINES, "xero-bills": _XERO, "quickbooks-bills": _QUICKBOOKS}.items()
}
"""By their names, which no other template can have."""
