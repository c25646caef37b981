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
_ROWS = {
    "lines": "line",
    "tax_breakdown": "tax row",
    "operation_codes": "operation code",
    "allowances": "allowance",
    "charges": "charge",
    "attributes": "attribute",
    "classifications": "class",
    "accounts": "account",
    "supporting_documents": "supporting document",
    "preceding_invoices": "preceding invoice",
}
"""One row of a list, by the list's name."""
_LISTS = {"lines": "lines", "tax_breakdown": "tax rows", "operation_codes": "operation codes"}
_PARTIES = {"seller", "buyer"}
_UNSAID = {"payment"}
"""Groups that the name of a field needs not say."""


def field_name(pointer: str) -> str:
    """The everyday name of the field a JSON pointer leads to: `/lines/2/net_amount` -> "net amount of line 3",
    `/seller/vat_id` -> "seller's VAT number"."""
    steps = pointer.strip("/").split("/")
    names: list[str] = []
    for step, above in zip(steps, ["", *steps], strict=False):
        if step.isdigit():
            names[-1] = f"{_ROWS.get(above, _plain(above))} {int(step) + 1}"
        elif step not in _UNSAID or len(steps) == 1:
            names.append(_LISTS.get(step, _plain(step)))
    if len(names) > 1 and names[0] in _PARTIES:
        names[:2] = [f"{names[0]}'s {names[1]}"]
    return " of ".join(reversed(names))


def _plain(field: str) -> str:
    return _NAMES.get(field, field.replace("_", " "))


def money(amount: Decimal, currency: str | None = None) -> str:
    """`1,234.50 EUR`: with the decimals of the currency (two if unknown), more if the amount has them."""
    exponent = amount.normalize().as_tuple().exponent
    decimals = max(minor_units(currency), -exponent if isinstance(exponent, int) else 0)
    text = f"{amount:,.{decimals}f}"
    return f"{text} {currency}" if currency else text
