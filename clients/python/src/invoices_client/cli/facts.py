"""What an invoice is recognised by, in lists and tables."""

from invoices_client.models import InvoiceRow
from invoices_client.synchronous.client import Invoice

FACTS = ("Seller", "Number", "Date", "Total", "Currency")


def facts_of(invoice: Invoice) -> tuple[object, ...]:
    """The values of FACTS, None for what is not known."""
    data = invoice.final_data or invoice.preview_data
    if data is None:
        return (None,) * len(FACTS)
    return data.seller.name, data.invoice_number, data.issue_date, data.total_amount, data.currency


def facts_of_row(row: InvoiceRow) -> tuple[object, ...]:
    """The same of a row of a list."""
    return row.seller_name, row.invoice_number, row.issue_date, row.total_amount, row.currency
