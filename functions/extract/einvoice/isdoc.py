"""ISDOC 5 and 6, the Czech and Slovak e-invoice.

An amount in a foreign currency has the ending Curr and stands beside the same one in the local currency; a price is
always in the local currency."""

from decimal import Decimal

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    attribute,
    country,
    day,
    earliest_day,
    every_text,
    group,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import bank_account, completed_party, own_address, total_of, with_accounts
from shared.domain.invoice import InvoiceData, PrecedingInvoice, SupportingDocument
from shared.domain.invoice_amounts import AllowanceCharge, BankAccount, Instalment, Payment, TaxSubtotal
from shared.domain.invoice_lines import Line
from shared.domain.invoice_parties import Contact, Delivery, Identifier, Party, PostalAddress
from shared.domain.invoice_values import MOST_ROWS

_CREDIT_NOTES = {"2", "6"}  # of an invoice, of a taxed advance invoice
_FOREIGN = "Curr"
_TOTALS, _PAYMENTS = "LegalMonetaryTotal", "PaymentMeans/Payment"
_TRUE = {"true", "1"}
_REVERSE_CHARGE = "AE"  # UNCL5305

_TOTAL_NAMES = (
    *("TaxExclusiveAmount", "TaxInclusiveAmount", "AlreadyClaimedTaxExclusiveAmount"),
    *("AlreadyClaimedTaxInclusiveAmount", "DifferenceTaxExclusiveAmount", "DifferenceTaxInclusiveAmount"),
    *("PayableRoundingAmount", "PaidDepositsAmount", "PayableAmount"),
)
_SUBTOTAL_NAMES = (
    *("TaxableAmount", "TaxAmount", "TaxInclusiveAmount", "AlreadyClaimedTaxableAmount", "AlreadyClaimedTaxAmount"),
    *("AlreadyClaimedTaxInclusiveAmount", "DifferenceTaxableAmount", "DifferenceTaxAmount"),
    "DifferenceTaxInclusiveAmount",
)
_LINE_NAMES = (
    *("LineExtensionAmount", "LineExtensionAmountTaxInclusive", "LineExtensionAmountTaxInclusiveBeforeDiscount"),
    *("LineExtensionTaxAmount", "UnitPriceTaxInclusive"),
)
KNOWN_WITHOUT_VALUE = frozenset(
    {
        *(f"{_TOTALS}/{name}{ending}" for name in _TOTAL_NAMES for ending in ("", _FOREIGN)),
        *(f"TaxSubTotal/{name}{ending}" for name in _SUBTOTAL_NAMES for ending in ("", _FOREIGN)),
        *(f"InvoiceLine/{name}{ending}" for name in _LINE_NAMES for ending in ("", _FOREIGN)),
        *("TaxTotal/TaxAmount", "TaxTotal/TaxAmountCurr", "Country/Name", "PartyTaxScheme/TaxScheme"),
        *("TaxCategory/TaxScheme", "TaxCategory/VATApplicable", "TaxCategory/LocalReverseChargeFlag"),
        *("ClassifiedTaxCategory/VATCalculationMethod", "ClassifiedTaxCategory/VATApplicable"),
        *("Supplement/DigestMethod", "Supplement/DigestValue", "Payment/PaidAmount", "Details/ConstantSymbol"),
        *("Details/Name", "Details/ID", "Details/BankCode"),
        *(f"AlternateBankAccount/{name}" for name in ("Name", "ID", "BankCode")),
        *(f"{kind}Reference/UUID" for kind in ("Order", "Contract", "DeliveryNote", "OriginalDocument")),
        *(f"{kind}Reference/IssueDate" for kind in ("Order", "Contract", "DeliveryNote")),
        "OrderReference/ExternalOrderIssueDate",
    }
)
"""The same amounts in the other currency or with tax, flags and codes that other values repeat, by the ends of their
paths."""

_NOT_OF_THE_INVOICE = (
    *("UUID", "IssuingSystem", "VATApplicable", "ElectronicPossibilityAgreementReference", "CurrRate", "RefCurrRate"),
    *("SubDocumentTypeOrigin", "TaxedDeposits", "NonTaxedDeposits", "Signature"),
)
"""About the sending program and the signature; the advances, whose sums are among the totals."""

_HEADER: Table = {
    "type_code": text("DocumentType"),
    "invoice_number": text("ID"),
    "issue_date": day("IssueDate"),
    "tax_point_date": day("TaxPointDate"),
    "due_date": earliest_day(f"{_PAYMENTS}/Details/PaymentDueDate"),
    "purchase_order": text("OrderReferences/OrderReference/ExternalOrderID"),
    "sales_order": text("OrderReferences/OrderReference/SalesOrderID"),
    "contract_reference": text("ContractReferences/ContractReference/ID"),
    "despatch_advice": text("DeliveryNoteReferences/DeliveryNoteReference/ID"),
    "notes": every_text("Note"),
    "preceding_invoices": lambda root: rows(
        PrecedingInvoice,
        {"number": text("ID"), "date": day("IssueDate")},
        list(root.each("OriginalDocumentReferences/OriginalDocumentReference")),
    ),
    "supporting_documents": lambda root: rows(
        SupportingDocument, {"filename": text("Filename")}, list(root.each("SupplementsList/Supplement"))
    ),
    "delivery": lambda root: _delivery(root.first("Delivery/Party")),
}
_ADDRESS: Table = {
    "street": lambda node: " ".join(node.texts("StreetName") + node.texts("BuildingNumber")) or None,
    "city": text("CityName"),
    "postcode": text("PostalZone"),
    "country": country("Country/IdentificationCode"),
}
_CONTACT: Table = {"name": text("Name"), "phone": text("Telephone"), "email": text("ElectronicMail")}
_LINE: Table = {
    "id": text("ID"),
    "description": every_text("Item/Description"),
    "note": every_text("Note", "VATNote"),
    "quantity": amount("InvoicedQuantity"),
    "unit": attribute("InvoicedQuantity", "unitCode"),
    "tax_rate": amount("ClassifiedTaxCategory/Percent"),
    "tax_category": lambda line: _REVERSE_CHARGE if line.first("ClassifiedTaxCategory/LocalReverseCharge") else None,
    "product_code": text("Item/SellersItemIdentification/ID"),
    "buyer_product_code": text("Item/BuyersItemIdentification/ID"),
    "order_line": text("OrderReference/LineID"),
}


def read_isdoc(root: Node) -> InvoiceData:
    """Every field of an ISDOC invoice, its amounts in the foreign currency if it has one."""
    local, foreign = root.code("LocalCurrencyCode", length=3), root.code("ForeignCurrencyCode", length=3)
    ending = _FOREIGN if foreign not in (None, local) else ""
    header = values(root, _HEADER)
    taxes = root.at_most(list(root.each("TaxTotal/TaxSubTotal")), MOST_TAXES, "tax_breakdown")
    items = root.at_most(list(root.each("InvoiceLines/InvoiceLine")), MOST_LINES, "lines")
    lines = [_line(node, ending) for node in items]
    totals = {name: root.amount(f"{_TOTALS}/{name}{ending}") for name in _TOTAL_NAMES}
    root.pass_over(*_NOT_OF_THE_INVOICE)
    return InvoiceData(
        **header,
        document_type="credit_note" if header.get("type_code") in _CREDIT_NOTES else "invoice",
        currency=foreign or local,
        seller=_party(root, "AccountingSupplierParty", "SellerSupplierParty"),
        buyer=_party(root, "AccountingCustomerParty", "BuyerCustomerParty"),
        payment=_payment(root),
        instalments=_instalments(root),
        lines_total=total_of(line.net_amount for line in lines),
        net_amount=totals["TaxExclusiveAmount"],
        tax_amount=root.amount(f"TaxTotal/TaxAmount{ending}"),
        total_amount=totals["TaxInclusiveAmount"],
        rounding_amount=totals["PayableRoundingAmount"],
        paid_amount=_paid(totals),
        amount_due=totals["PayableAmount"],
        tax_currency=local if ending else None,
        tax_amount_in_tax_currency=root.amount("TaxTotal/TaxAmount") if ending else None,
        tax_breakdown=[TaxSubtotal(**values(one, _subtotal(ending))) for one in taxes],
        lines=lines,
    )


def _paid(totals: dict[str, Decimal | None]) -> Decimal | None:
    """The advances, taxed and not. Some programs count the taxed ones among the deposits too: the sums tell."""
    claimed, deposits = totals["AlreadyClaimedTaxInclusiveAmount"], totals["PaidDepositsAmount"]
    total, due = totals["TaxInclusiveAmount"], totals["PayableAmount"]
    settled = None if total is None or due is None else total + (totals["PayableRoundingAmount"] or 0) - due
    return deposits if deposits and deposits == settled else total_of((claimed, deposits))


def _subtotal(ending: str) -> Table:
    return {
        "category": lambda tax: _REVERSE_CHARGE if tax.text("TaxCategory/LocalReverseChargeFlag") in _TRUE else None,
        "rate": amount("TaxCategory/Percent"),
        "taxable_amount": amount(f"TaxableAmount{ending}"),
        "tax_amount": amount(f"TaxAmount{ending}"),
    }


def _party(root: Node, *roles: str) -> Party:
    """The party of the first role that the invoice names."""
    party = next((found for role in roles if (found := root.first(f"{role}/Party")) is not None), None)
    if party is None:
        return Party()
    place = group(PostalAddress, _ADDRESS, party.first("PostalAddress"))
    schemes = [(one.text("TaxScheme"), one.text("CompanyID")) for one in party.each("PartyTaxScheme")]
    register = party.text("PartyIdentification/ID")
    known = [party.text(f"PartyIdentification/{name}") for name in ("UserID", "CatalogFirmIdentification")]
    return completed_party(
        Party(
            name=party.text("PartyName/Name"),
            vat_id=next((number for scheme, number in schemes if scheme != "TIN" and number), None),
            tax_id=next((number for scheme, number in schemes if scheme == "TIN" and number), None),
            legal_id=Identifier(id=register) if register else None,
            legal_info=party.joined(
                [f"RegisterIdentification/{name}" for name in ("Preformatted", "RegisterKeptAt", "RegisterFileRef")]
            ),
            identifiers=[Identifier(id=number) for number in dict.fromkeys(known) if number],
            address=own_address(place),
            country=place.country if place else None,
            postal_address=place,
            contact=group(Contact, _CONTACT, party.first("Contact")),
        )
    )


def _delivery(party: Node | None) -> Delivery | None:
    if party is None:
        return None
    place = group(PostalAddress, _ADDRESS, party.first("PostalAddress"))
    table: Table = {
        "name": text("PartyName/Name"),
        "postal_address": lambda _: place,
        "address": lambda _: own_address(place),
    }
    return group(Delivery, table, party)


def _payment(root: Node) -> Payment:
    payment = Payment(
        means=root.text(f"{_PAYMENTS}/PaymentMeansCode"), reference=root.text(f"{_PAYMENTS}/Details/VariableSymbol")
    )
    accounts = [
        *root.each(f"{_PAYMENTS}/Details"),
        *root.each("PaymentMeans/AlternateBankAccounts/AlternateBankAccount"),
    ]
    return with_accounts(payment, (_account(one) for one in accounts[:MOST_ROWS]))


def _account(node: Node) -> BankAccount | None:
    """By its IBAN, else by its number in the country with the bank's code."""
    number, bank = node.text("ID"), node.text("BankCode")
    return bank_account(
        node.text("IBAN") or (f"{number}/{bank}" if number and bank else number), name=None, bic=node.text("BIC")
    )


def _instalments(root: Node) -> list[Instalment]:
    """The parts of the amount due, when there is more than one."""
    parts = list(root.each(_PAYMENTS))
    table: Table = {"due_date": day("Details/PaymentDueDate"), "amount": amount("PaidAmount")}
    return rows(Instalment, table, parts) if len(parts) > 1 else []


def _line(node: Node, ending: str) -> Line:
    given = values(node, _LINE)
    net, gtin = node.amount(f"LineExtensionAmount{ending}"), node.text("Item/CatalogueItemIdentification/ID")
    before = None if ending else node.amount("LineExtensionAmountBeforeDiscount")
    return Line(
        **given,
        net_amount=net,
        unit_price=None if ending else node.amount("UnitPrice"),
        standard_id=Identifier(id=gtin, scheme="0160") if gtin else None,
        allowances=[AllowanceCharge(amount=before - net)] if before is not None and net not in (None, before) else [],
    )
