"""OASIS UBL 2.1 Invoice and CreditNote, as EN 16931-3-2 binds them (XRechnung, Peppol BIS Billing 3, …)."""

from decimal import Decimal

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.terms import (
    document_type,
    email_only,
    iban_or_account,
    postal_address,
    price_per_unit,
)
from shared.domain.invoice import InvoiceData, Line, Party, Payment, TaxSubtotal

_NOT_GIVEN = {"NA", "N/A"}  # Peppol: cbc:ID must be there when only the sales order is known


def read_ubl(root: Node) -> InvoiceData:
    """Every field of a UBL Invoice or CreditNote."""
    totals = root.first("LegalMonetaryTotal")
    currency = root.code("DocumentCurrencyCode", length=3)
    tax_total = _tax_total(root, currency)
    return InvoiceData(
        document_type="credit_note" if root.name == "CreditNote" else document_type(root.text("InvoiceTypeCode")),
        invoice_number=root.text("ID"),
        issue_date=root.day("IssueDate"),
        due_date=root.day("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"),
        currency=currency,
        purchase_order=_order_number(root),
        payment_terms=root.joined(["PaymentTerms/Note"]),
        seller=_party(root.first("AccountingSupplierParty/Party")),
        buyer=_party(root.first("AccountingCustomerParty/Party")),
        payment=_payment(root),
        net_amount=totals.amount("TaxExclusiveAmount") if totals else None,
        tax_amount=tax_total.amount("TaxAmount") if tax_total else None,
        total_amount=totals.amount("TaxInclusiveAmount") if totals else None,
        paid_amount=totals.amount("PrepaidAmount") if totals else None,
        amount_due=totals.amount("PayableAmount") if totals else None,
        tax_breakdown=root.at_most(_breakdown(tax_total), MOST_TAXES, "tax_breakdown"),
        lines=root.at_most(_lines(root), MOST_LINES, "lines"),
        notes=root.joined(["Note"]),
    )


def _tax_total(root: Node, currency: str | None) -> Node | None:
    """BT-110, not BT-111: a second TaxTotal is in the currency of the seller's books."""
    totals = list(root.each("TaxTotal"))
    for total in totals:
        amount = total.first("TaxAmount")
        if amount is not None and amount.attribute("currencyID") == currency:
            return total
    return totals[0] if totals else None


def _order_number(node: Node) -> str | None:
    number = node.text("OrderReference/ID", limit=100)
    return None if number is None or number.upper() in _NOT_GIVEN else number


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    vat_id = other_tax_id = None
    for scheme in party.each("PartyTaxScheme"):
        identifier = scheme.text("CompanyID")
        if (scheme.text("TaxScheme/ID") or "VAT").upper() == "VAT":
            vat_id = vat_id or identifier
        else:
            other_tax_id = other_tax_id or identifier
    address = party.first("PostalAddress")
    country = address.code("Country/IdentificationCode", length=2) if address else None
    return Party(
        name=party.text("PartyLegalEntity/RegistrationName", "PartyName/Name") or _person(party),
        vat_id=vat_id,
        tax_id=other_tax_id or party.text("PartyLegalEntity/CompanyID"),
        address=_address(address) if address else None,
        country=country,
        email=party.text("Contact/ElectronicMail") or email_only(party.text("EndpointID")),
        phone=party.text("Contact/Telephone"),
        website=party.text("WebsiteURI"),
    )


def _person(party: Node) -> str | None:
    names = [party.text(f"Person/{part}") for part in ("FirstName", "MiddleName", "FamilyName")]
    return " ".join(name for name in names if name) or None


def _address(address: Node) -> str | None:
    street, number = address.text("StreetName"), address.text("BuildingNumber")
    further = [node.text(".") for node in address.each("AddressLine/Line")]
    return postal_address(
        lines=[f"{street} {number}" if street and number else street, address.text("AdditionalStreetName"), *further],
        postcode=address.text("PostalZone"),
        city=address.text("CityName"),
        state=address.text("CountrySubentityCode", "CountrySubentity"),
        country=address.text("Country/IdentificationCode"),
    )


def _payment(root: Node) -> Payment:
    """The first means of payment that names an account, else the first."""
    means = list(root.each("PaymentMeans"))
    if not means:
        return Payment()
    chosen = next((one for one in means if one.text("PayeeFinancialAccount/ID")), means[0])
    iban, account = iban_or_account(chosen.text("PayeeFinancialAccount/ID"))
    branch = "PayeeFinancialAccount/FinancialInstitutionBranch"
    return Payment(
        iban=iban,
        bic=chosen.text(f"{branch}/ID", f"{branch}/FinancialInstitution/ID"),
        account=account,
        reference=chosen.text("PaymentID"),
        means=chosen.text("PaymentMeansCode"),
    )


def _breakdown(tax_total: Node | None) -> list[TaxSubtotal]:
    return [_subtotal(node) for node in tax_total.each("TaxSubtotal")] if tax_total else []


def _subtotal(node: Node) -> TaxSubtotal:
    return TaxSubtotal(
        category=node.text("TaxCategory/ID"),
        rate=node.amount("TaxCategory/Percent", "Percent"),
        taxable_amount=node.amount("TaxableAmount"),
        tax_amount=node.amount("TaxAmount"),
    )


def _lines(root: Node) -> list[Line]:
    return [_line(node) for path in ("InvoiceLine", "CreditNoteLine") for node in root.each(path)]


def _line(node: Node) -> Line:
    quantity = node.first("InvoicedQuantity") or node.first("CreditedQuantity")
    order = node.first("OrderLineReference")
    code = _order_number(order) if order else None
    return Line(
        description=node.joined(["Item/Name", "Item/Description"]),
        product_code=node.text("Item/SellersItemIdentification/ID", "Item/StandardItemIdentification/ID"),
        quantity=quantity.number() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        unit_price=_unit_price(node),
        tax_rate=node.amount("Item/ClassifiedTaxCategory/Percent", "TaxTotal/TaxSubtotal/TaxCategory/Percent"),
        net_amount=node.amount("LineExtensionAmount"),
        operation_codes=[code] if code else [],
    )


def _unit_price(line: Node) -> Decimal | None:
    return price_per_unit(line.amount("Price/PriceAmount"), line.amount("Price/BaseQuantity"))
