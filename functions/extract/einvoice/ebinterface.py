"""ebInterface, the Austrian e-invoice: 4.x, 5 and 6, which differ in how they write taxes."""

import re
from decimal import Decimal

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    attribute,
    country,
    day,
    every_text,
    group,
    long_text,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import (
    bank_account,
    completed_party,
    own_address,
    price_per_unit,
    total_of,
    with_accounts,
)
from shared.domain.invoice import InvoiceData, PrecedingInvoice
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    BankAccount,
    CashDiscount,
    DocumentAllowanceCharge,
    Mandate,
    Payment,
    PaymentCard,
    Surcharge,
    TaxSubtotal,
)
from shared.domain.invoice_lines import Line, Period
from shared.domain.invoice_parties import Contact, Delivery, Identifier, Party, PostalAddress
from shared.domain.invoice_values import MOST_ROWS

_CREDIT_NOTES = {"CreditMemo", "SubsequentCredit"}
_WAYS = ("UniversalBankTransaction", "SEPADirectDebit", "DirectDebit", "PaymentCard", "NoPayment", "OtherPayment")
_GTIN = "GTIN"
_QUANTITY = re.compile(r"\d{1,9}(\.\d{1,4})?")

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *("InvoiceRecipient/Address/Salutation", "Biller/Address/Salutation", "PresentationDetails/SuppressZero"),
        *("ListLineItem/DiscountFlag", "ListLineItem/TaxItem/TaxAmount", "ListLineItem/TaxItem/TaxableAmount"),
        *("RelatedDocument/DocumentType", "CancelledOriginalDocument/DocumentType", "SEPADirectDebit/Type"),
        *("BeneficiaryAccount/BankName", "BeneficiaryAccount/BankCode"),
    }
)
"""Elements about the presentation, and what other values repeat, by the ends of their paths."""

_PERIOD: Table = {"start": day("FromDate"), "end": day("ToDate")}
_PRECEDING: Table = {"number": text("InvoiceNumber"), "date": day("InvoiceDate")}
_HEADER: Table = {
    "invoice_number": text("InvoiceNumber"),
    "issue_date": day("InvoiceDate"),
    "type_code": lambda root: root.attribute("DocumentType"),
    "due_date": day("PaymentConditions/DueDate"),
    "payment_terms": long_text("PaymentConditions/Comment"),
    "purchase_order": text("InvoiceRecipient/OrderReference/OrderID", "OrderingParty/OrderReference/OrderID"),
    "sales_order": text("Biller/OrderReference/OrderID"),
    "accounting_reference": text("InvoiceRecipient/AccountingArea"),
    "period": lambda root: group(Period, _PERIOD, root.first("Delivery/Period")),
    "delivery": lambda root: _delivery(root.first("Delivery")),
    "preceding_invoices": lambda root: rows(
        PrecedingInvoice, _PRECEDING, [*root.each("CancelledOriginalDocument"), *root.each("RelatedDocument")]
    ),
    "notes": every_text("Comment", "Details/HeaderDescription", "Details/FooterDescription", "PaymentMethod/Comment"),
    "total_amount": amount("TotalGrossAmount"),
    "paid_amount": amount("PrepaidAmount"),
    "rounding_amount": amount("RoundingAmount"),
    "amount_due": amount("PayableAmount"),
    "cash_discounts": lambda root: rows(
        CashDiscount,
        {
            "until": day("PaymentDate"),
            "base": amount("BaseAmount"),
            "percent": amount("Percentage"),
            "amount": amount("Amount"),
        },
        list(root.each("PaymentConditions/Discount")),
    ),
    "surcharges": lambda root: rows(
        Surcharge,
        {"name": text("Description"), "amount": amount("LineItemAmount")},
        [*root.each("Details/BelowTheLineItem"), *root.each("Details/ItemList/BelowTheLineItem")],
    ),
}
_SUBTOTAL: Table = {
    "category": lambda item: _category(item),
    "rate": amount("TaxPercent", "VATRate"),
    "taxable_amount": amount("TaxableAmount", "TaxedAmount"),
    "tax_amount": amount("TaxAmount", "Amount"),
    "exemption_reason": long_text("Comment"),
}
_REDUCTION: Table = {
    "base": amount("BaseAmount"),
    "percent": amount("Percentage"),
    "amount": amount("Amount"),
    "reason": long_text("Comment"),
}
_DOCUMENT_REDUCTION: Table = {**_REDUCTION, "tax_rate": amount("TaxItem/TaxPercent", "VATRate")}
_ADDRESS: Table = {
    "street": text("Street", "POBox"),
    "postcode": text("ZIP"),
    "city": text("Town"),
    "country": lambda node: _country(node),
}
_CONTACT: Table = {"name": text("Name"), "phone": text("Phone"), "email": text("Email")}
_LINE: Table = {
    "id": text("PositionNumber"),
    "description": every_text("Description"),
    "note": every_text("AdditionalInformation/Text"),
    "quantity": amount("Quantity"),
    "unit": attribute("Quantity", "Unit"),
    "net_amount": amount("LineItemAmount"),
    "tax_rate": amount("TaxItem/TaxPercent", "VATRate"),
    "order_line": text("InvoiceRecipientsOrderReference/OrderPositionNumber"),
    "operation_codes": lambda line: line.texts("InvoiceRecipientsOrderReference/OrderID")[:MOST_ROWS],
    "period": lambda line: group(Period, _PERIOD, line.first("Delivery/Period")),
}


def read_ebinterface(root: Node) -> InvoiceData:
    """Every field of an ebInterface invoice."""
    header = values(root, _HEADER)
    taxes = [*root.each("Tax/TaxItem"), *root.each("Tax/VAT/VATItem")]
    breakdown = [TaxSubtotal(**values(one, _SUBTOTAL)) for one in root.at_most(taxes, MOST_TAXES, "tax_breakdown")]
    items = root.at_most(list(root.each("Details/ItemList/ListLineItem")), MOST_LINES, "lines")
    lines = [_line(node) for node in items]
    reductions = "ReductionAndSurchargeDetails"
    return InvoiceData(
        **header,
        document_type="credit_note" if header.get("type_code") in _CREDIT_NOTES else "invoice",
        currency=_currency(root),
        seller=_party(root.first("Biller"), number_given_by="InvoiceRecipientsBillerID"),
        buyer=_party(root.first("InvoiceRecipient"), number_given_by="BillersInvoiceRecipientID"),
        payment=_payment(root),
        net_amount=total_of(row.taxable_amount for row in breakdown),
        tax_amount=total_of(row.tax_amount for row in breakdown),
        lines_total=total_of(line.net_amount for line in lines),
        allowances=rows(DocumentAllowanceCharge, _DOCUMENT_REDUCTION, list(root.each(f"{reductions}/Reduction"))),
        charges=rows(DocumentAllowanceCharge, _DOCUMENT_REDUCTION, list(root.each(f"{reductions}/Surcharge"))),
        tax_breakdown=breakdown,
        lines=lines,
    )


def _currency(root: Node) -> str | None:
    written = root.attribute("InvoiceCurrency")
    return written.upper() if written and len(written) == 3 and written.isascii() and written.isalpha() else None


def _category(item: Node) -> str | None:
    """Version 6 uses UNCL5305, earlier ones have codes of their own."""
    percent = item.first("TaxPercent")
    return percent.attribute("TaxCategoryCode") if percent is not None else None


def _country(address: Node) -> str | None:
    node = address.first("Country")
    written = node.attribute("CountryCode") if node is not None else None
    if written and len(written) == 2 and written.isascii() and written.isalpha():
        address.pass_over("Country")
        return written.upper()
    found: str | None = country("Country")(address)
    return found


def _delivery(node: Node | None) -> Delivery | None:
    if node is None:
        return None
    place = group(PostalAddress, _ADDRESS, node.first("Address"))
    table: Table = {
        "name": text("Address/Name"),
        "date": day("Date"),
        "postal_address": lambda _: place,
        "address": lambda _: own_address(place),
    }
    return group(Delivery, table, node)


def _party(party: Node | None, *, number_given_by: str) -> Party:
    if party is None:
        return Party()
    place = group(PostalAddress, _ADDRESS, party.first("Address"))
    contact = group(Contact, _CONTACT, party.first("Contact"))
    others = [*party.each("FurtherIdentification"), *party.each(number_given_by)][:MOST_ROWS]
    return completed_party(
        Party(
            name=party.text("Address/Name"),
            trading_name=party.text("Address/TradeName"),
            vat_id=party.text("VATIdentificationNumber"),
            identifiers=[
                Identifier(id=number, scheme=one.attribute("IdentificationType"))
                for one in others
                if (number := one.text("."))
            ],
            address=own_address(place),
            country=place.country if place else None,
            postal_address=place,
            contact=contact or group(Contact, {"name": text("Address/Contact")}, party),
            email=party.text("Address/Email"),
            phone=party.text("Address/Phone"),
        )
    )


def _payment(root: Node) -> Payment:
    way = next((found for name in _WAYS if (found := root.first(f"PaymentMethod/{name}")) is not None), None)
    if way is None:
        return Payment()
    if way.name == "UniversalBankTransaction":
        payment = Payment(means=way.name, reference=way.text("PaymentReference"))
        return with_accounts(payment, (_account(one) for one in way.each("BeneficiaryAccount")))
    debit: Table = {
        "reference": text("MandateReference"),
        "creditor_id": text("CreditorID"),
        "debited_account": text("IBAN"),
    }
    card: Table = {"number": text("PrimaryAccountNumber"), "holder": text("CardHolderName")}
    return Payment(
        means=way.name,
        mandate=group(Mandate, debit, way) if way.name == "SEPADirectDebit" else None,
        card=group(PaymentCard, card, way) if way.name == "PaymentCard" else None,
    )


def _account(node: Node) -> BankAccount | None:
    number = node.text("IBAN", "BankAccountNr")
    return bank_account(number, name=node.text("BankAccountOwner"), bic=node.text("BIC"))


def _base_quantity(price: Node) -> Decimal | None:
    """How many units the price is for."""
    written = price.attribute("BaseQuantity") or ""
    return Decimal(written) if _QUANTITY.fullmatch(written) else None


def _line(node: Node) -> Line:
    given = values(node, _LINE)
    price = node.first("UnitPrice")
    numbers = [(one.attribute("ArticleNumberType"), one.text(".")) for one in node.each("ArticleNumber")]
    gtin = next((number for kind, number in numbers if kind == _GTIN), None)
    details = "ReductionAndSurchargeListLineItemDetails"
    return Line(
        **given,
        unit_price=price_per_unit(price.number(), _base_quantity(price)) if price is not None else None,
        product_code=next((number for kind, number in numbers if kind != _GTIN), gtin),
        standard_id=Identifier(id=gtin, scheme="0160") if gtin else None,
        tax_category=_category(item) if (item := node.first("TaxItem")) is not None else None,
        allowances=rows(AllowanceCharge, _REDUCTION, list(node.each(f"{details}/ReductionListLineItem"))),
        charges=rows(AllowanceCharge, _REDUCTION, list(node.each(f"{details}/SurchargeListLineItem"))),
    )
