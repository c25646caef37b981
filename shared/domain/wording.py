"""Words for sentences: everyday names of fields, and amounts with their currency."""

from decimal import Decimal

from shared.domain.codes import minor_units

_NAMES = {
    "document_type": "type of document",
    "invoice_number": "invoice number",
    "issue_date": "invoice date",
    "purchase_order": "purchase order number",
    "vat_id": "VAT number",
    "tax_id": "tax number",
    "iban": "IBAN",
    "bic": "BIC",
    "account": "account number",
    "means": "means of payment",
    "net_amount": "net amount",
    "tax_amount": "tax amount",
    "total_amount": "total",
    "paid_amount": "amount already paid",
    "amount_due": "amount due",
    "taxable_amount": "taxable amount",
}
_GROUPS = {"lines": "line", "tax_breakdown": "tax row", "operation_codes": "operation code"}
_WHOLE_GROUPS = {"lines": "lines", "tax_breakdown": "tax rows", "operation_codes": "operation codes"}
_OWNERS = {"seller": "seller", "buyer": "buyer", "payment": "payment"}


def field_name(pointer: str) -> str:
    """The everyday name of the field a JSON pointer leads to: `/lines/2/net_amount` -> "net amount of line 3"."""
    parts = pointer.strip("/").split("/")
    if len(parts) == 1 and parts[0] in _WHOLE_GROUPS:
        return _WHOLE_GROUPS[parts[0]]
    if parts[0] in _GROUPS:
        item = f"{_GROUPS[parts[0]]} {int(parts[1]) + 1}"
        if len(parts) == 2:
            return item
        inner = f"operation code {int(parts[3]) + 1}" if len(parts) == 4 else _plain(parts[2])
        return f"{inner} of {item}"
    if parts[0] in _OWNERS and len(parts) == 2:
        return f"{_OWNERS[parts[0]]}'s {_plain(parts[1])}" if parts[0] != "payment" else _plain(parts[1])
    return _plain(parts[-1])


def _plain(field: str) -> str:
    return _NAMES.get(field, field.replace("_", " "))


def money(amount: Decimal, currency: str | None = None) -> str:
    """`1,234.50 EUR`: with the decimals of the currency (two if unknown), more if the amount has them."""
    exponent = amount.normalize().as_tuple().exponent
    decimals = max(minor_units(currency), -exponent if isinstance(exponent, int) else 0)
    text = f"{amount:,.{decimals}f}"
    return f"{text} {currency}" if currency else text
