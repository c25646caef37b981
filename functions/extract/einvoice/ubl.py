"""OASIS UBL 2.1 Invoice and CreditNote, as EN 16931-3-2 binds them (XRechnung, Peppol BIS Billing 3, …)."""

from collections.abc import Iterator
from typing import Any

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    attribute,
    code,
    country,
    day,
    earliest_day,
    every_text,
    group,
    identifier,
    long_text,
    own_identifier,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import (
    bank_account,
    cash_discounts,
    completed_party,
    document_type,
    note_subject,
    notes_of,
    one_address,
    own_address,
    price_per_unit,
    with_accounts,
)
from shared.domain.invoice import InvoiceData, PrecedingInvoice, ProcessControl, SupportingDocument
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    BankAccount,
    DocumentAllowanceCharge,
    Instalment,
    Mandate,
    Payment,
    PaymentCard,
    TaxSubtotal,
)
from shared.domain.invoice_lines import Attribute, Line, Period
from shared.domain.invoice_parties import (
    Classification,
    Contact,
    Delivery,
    Identifier,
    Party,
    Payee,
    PostalAddress,
    TaxRepresentative,
)
from shared.domain.invoice_values import MOST_ROWS

_NOT_GIVEN = {"NA", "N/A"}  # Peppol: cbc:ID must be there when only the sales order is known
_VAT_SCHEMES = {"VAT", "63"}  # 63: moms in OIOUBL
# UBL-TR and OIOUBL give the tax number as an identification of the party.
_TAX_NUMBER_SCHEMES = {"VKN", "TCKN", "VKN_TCKN", "DK:CVR", "DK:SE"}
_SEPA = "SEPA"  # BT-90 is one of the seller's or the payee's identifiers
_INVOICED_OBJECT, _PROJECT = "130", "50"  # UNTDID 1001 of a referenced document

KNOWN_WITHOUT_VALUE = frozenset(
    {"UBLVersionID", "TaxScheme/ID", "LineCountNumeric", "Price/AllowanceCharge/ChargeIndicator"}
)
"""Elements without information of their own, by the ends of their paths."""


def _number_of(path: str) -> Any:
    """The number of a referenced document, null for the placeholder of one."""

    def read(node: Node) -> str | None:
        number = node.text(path, limit=100)
        return None if number is None or number.upper() in _NOT_GIVEN else number

    return read


_PERIOD: Table = {"start": day("StartDate"), "end": day("EndDate")}
_HEADER: Table = {
    "invoice_number": text("ID"),
    "type_code": text("InvoiceTypeCode", "CreditNoteTypeCode"),
    "issue_date": day("IssueDate"),
    "due_date": earliest_day("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate"),
    "tax_point_date": day("TaxPointDate"),
    "tax_point_code": text("InvoicePeriod/DescriptionCode"),
    "currency": code("DocumentCurrencyCode", length=3),
    "tax_currency": code("TaxCurrencyCode", length=3),
    "accounting_reference": text("AccountingCost"),
    "buyer_reference": text("BuyerReference"),
    "purchase_order": _number_of("OrderReference/ID"),
    "sales_order": text("OrderReference/SalesOrderID"),
    "receiving_advice": text("ReceiptDocumentReference/ID"),
    "despatch_advice": text("DespatchDocumentReference/ID"),
    "tender_reference": text("OriginatorDocumentReference/ID"),
    "contract_reference": text("ContractDocumentReference/ID"),
    "payment_terms": every_text("PaymentTerms/Note"),
    "process_control": lambda root: group(
        ProcessControl, {"profile": text("ProfileID"), "customization": text("CustomizationID")}, root
    ),
    "period": lambda root: group(Period, _PERIOD, root.first("InvoicePeriod")),
    "preceding_invoices": lambda root: rows(
        PrecedingInvoice,
        {"number": text("ID"), "date": day("IssueDate")},
        list(root.each("BillingReference/InvoiceDocumentReference")),
    ),
}
_TOTALS: Table = {
    "lines_total": amount("LineExtensionAmount"),
    "allowances_total": amount("AllowanceTotalAmount"),
    "charges_total": amount("ChargeTotalAmount"),
    "net_amount": amount("TaxExclusiveAmount"),
    "total_amount": amount("TaxInclusiveAmount"),
    "paid_amount": amount("PrepaidAmount"),
    "rounding_amount": amount("PayableRoundingAmount"),
    "amount_due": amount("PayableAmount"),
}
_SUBTOTAL: Table = {
    "category": text("TaxCategory/ID"),
    "rate": amount("TaxCategory/Percent", "Percent"),
    "taxable_amount": amount("TaxableAmount"),
    "tax_amount": amount("TaxAmount"),
    "exemption_reason": long_text("TaxCategory/TaxExemptionReason"),
    "exemption_code": text("TaxCategory/TaxExemptionReasonCode"),
}
_ALLOWANCE: Table = {
    "amount": amount("Amount"),
    "base": amount("BaseAmount"),
    "percent": amount("MultiplierFactorNumeric"),
    "reason": long_text("AllowanceChargeReason"),
    "reason_code": text("AllowanceChargeReasonCode"),
}
_DOCUMENT_ALLOWANCE: Table = {
    **_ALLOWANCE,
    "tax_category": text("TaxCategory/ID"),
    "tax_rate": amount("TaxCategory/Percent"),
}
_ADDRESS: Table = {
    "street": lambda node: _street(node),
    "street2": text("AdditionalStreetName"),
    "line3": lambda node: node.cut(", ".join(node.texts("AddressLine/Line")), element="AddressLine", limit=200) or None,
    "city": text("CityName"),
    "postcode": text("PostalZone"),
    "subdivision": text("CountrySubentityCode", "CountrySubentity"),
    "country": country("Country/IdentificationCode"),
}
_CONTACT: Table = {"name": text("Name"), "phone": text("Telephone"), "email": text("ElectronicMail")}
_PARTY: Table = {
    "name": text("PartyLegalEntity/RegistrationName"),
    "trading_name": text("PartyName/Name"),
    "vat_id": lambda party: _tax_number(party, is_vat=True),
    "tax_id": lambda party: _tax_number(party, is_vat=False),
    "legal_id": identifier("PartyLegalEntity/CompanyID"),
    "legal_info": long_text("PartyLegalEntity/CompanyLegalForm"),
    "identifiers": lambda party: _identifiers(party),
    "electronic_address": identifier("EndpointID"),
    "contact": lambda party: group(Contact, _CONTACT, party.first("Contact")),
    "postal_address": lambda party: group(PostalAddress, _ADDRESS, party.first("PostalAddress")),
    "website": text("WebsiteURI"),
}
_PAYEE: Table = {
    "name": text("PartyName/Name", "PartyLegalEntity/RegistrationName"),
    "id": lambda party: next(iter(_identifiers(party)), None),
    "legal_id": identifier("PartyLegalEntity/CompanyID"),
}
_DOCUMENT: Table = {
    "reference": text("ID"),
    "description": every_text("DocumentDescription"),
    "url": long_text("Attachment/ExternalReference/URI"),
    "filename": attribute("Attachment/EmbeddedDocumentBinaryObject", "filename"),
    "media_type": attribute("Attachment/EmbeddedDocumentBinaryObject", "mimeCode"),
}
_CARD: Table = {"number": text("PrimaryAccountNumberID"), "holder": text("HolderName")}
_PAYMENT: Table = {
    "reference": text("PaymentID"),
    "means": text("PaymentMeansCode"),
    "means_text": attribute("PaymentMeansCode", "name"),
}
_LINE: Table = {
    "id": text("ID"),
    "note": every_text("Note"),
    "description": every_text("Item/Name", "Item/Description"),
    "product_code": text("Item/SellersItemIdentification/ID", "Item/StandardItemIdentification/ID"),
    "buyer_product_code": text("Item/BuyersItemIdentification/ID"),
    "standard_id": identifier("Item/StandardItemIdentification/ID"),
    "net_amount": amount("LineExtensionAmount"),
    "tax_category": text("Item/ClassifiedTaxCategory/ID"),
    "tax_rate": amount("Item/ClassifiedTaxCategory/Percent", "TaxTotal/TaxSubtotal/TaxCategory/Percent"),
    "accounting_reference": text("AccountingCost"),
    "order_line": text("OrderLineReference/LineID"),
    "period": lambda line: group(Period, _PERIOD, line.first("InvoicePeriod")),
    "allowances": lambda line: rows(AllowanceCharge, _ALLOWANCE, _allowances(line, is_charge=False)),
    "charges": lambda line: rows(AllowanceCharge, _ALLOWANCE, _allowances(line, is_charge=True)),
    "price_base_quantity": amount("Price/BaseQuantity"),
    "price_base_unit": attribute("Price/BaseQuantity", "unitCode"),
    "origin_country": country("Item/OriginCountry/IdentificationCode"),
    "attributes": lambda line: [
        Attribute(name=name, value=one.text("Value"))
        for one in list(line.each("Item/AdditionalItemProperty"))[:MOST_ROWS]
        if (name := one.text("Name"))
    ],
    "classifications": lambda line: [
        Classification(id=own.id, scheme=own.scheme, version=one.attribute("listVersionID"))
        for one in list(line.each("Item/CommodityClassification/ItemClassificationCode"))[:MOST_ROWS]
        if (own := own_identifier(one, scheme="listID"))
    ],
}


def read_ubl(root: Node) -> InvoiceData:
    """Every field of a UBL Invoice or CreditNote."""
    header = values(root, _HEADER)
    totals = root.first("LegalMonetaryTotal")
    tax_total = _tax_total(root, header.get("currency"))
    seller, buyer = (_party(root.first(f"{role}/Party")) for role in _PARTIES)
    allowances, charges = (_allowances(root, is_charge=is_charge) for is_charge in (False, True))
    is_credit_note = root.name == "CreditNote"
    return InvoiceData(
        **header,
        **(values(totals, _TOTALS) if totals else {}),
        **notes_of(root, (note_subject(note) for note in root.texts("Note"))),
        document_type="credit_note" if is_credit_note else document_type(header.get("type_code")),
        seller=seller,
        buyer=buyer,
        payee=group(Payee, _PAYEE, root.first("PayeeParty")),
        tax_representative=_tax_representative(root.first("TaxRepresentativeParty")),
        delivery=_delivery(root.first("Delivery")),
        payment=_payment(root),
        cash_discounts=cash_discounts(header.get("payment_terms")),
        instalments=_instalments(root),
        tax_amount=tax_total.amount("TaxAmount") if tax_total else None,
        tax_amount_in_tax_currency=_tax_in_books(root, header.get("tax_currency"), tax_total),
        tax_breakdown=root.at_most(_breakdown(tax_total), MOST_TAXES, "tax_breakdown"),
        allowances=rows(DocumentAllowanceCharge, _DOCUMENT_ALLOWANCE, allowances),
        charges=rows(DocumentAllowanceCharge, _DOCUMENT_ALLOWANCE, charges),
        **_documents(root),
        lines=[_line(node) for node in root.at_most(list(_lines(root)), MOST_LINES, "lines")],
    )


_PARTIES = ("AccountingSupplierParty", "AccountingCustomerParty")


def _tax_total(root: Node, currency: str | None) -> Node | None:
    """BT-110, not BT-111: a second TaxTotal is in the currency of the seller's books."""
    totals = list(root.each("TaxTotal"))
    for total in totals:
        tax = total.first("TaxAmount")
        if tax is not None and tax.attribute("currencyID") == currency:
            return total
    return totals[0] if totals else None


def _tax_in_books(root: Node, currency: str | None, tax_total: Node | None) -> Any:
    """BT-111, null when it is the same element as BT-110."""
    for total in root.each("TaxTotal"):
        tax = total.first("TaxAmount")
        is_other = tax_total is None or total.element is not tax_total.element
        if tax is not None and is_other and currency is not None and tax.attribute("currencyID") == currency:
            return tax.number()
    return None


def _tax_number(party: Node, *, is_vat: bool) -> str | None:
    for scheme in party.each("PartyTaxScheme"):
        if ((scheme.text("TaxScheme/ID") or "VAT").upper() in _VAT_SCHEMES) is is_vat and (
            number := scheme.text("CompanyID")
        ):
            return number
    if is_vat:
        return None
    identifications = party.each("PartyIdentification/ID")
    return next((one.text(".") for one in identifications if one.attribute("schemeID") in _TAX_NUMBER_SCHEMES), None)


def _identifiers(party: Node) -> list[Identifier]:
    nodes = [one for one in party.each("PartyIdentification/ID") if one.attribute("schemeID") != _SEPA]
    return [own for one in nodes[:MOST_ROWS] if (own := own_identifier(one)) is not None]


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    given = values(party, _PARTY)
    given.setdefault("name", None if given.get("trading_name") else _person(party))
    place = given.get("postal_address")
    written = party.text("PostalAddress/Country/IdentificationCode")
    return completed_party(
        Party(**given, address=one_address(place, country=written), country=place.country if place else None)
    )


def _person(party: Node) -> str | None:
    names = [party.text(f"Person/{part}") for part in ("FirstName", "MiddleName", "FamilyName")]
    return " ".join(name for name in names if name) or None


def _street(address: Node) -> str | None:
    street, number = address.text("StreetName"), address.text("BuildingNumber")
    return f"{street} {number}" if street and number else street


def _tax_representative(party: Node | None) -> TaxRepresentative | None:
    if party is None:
        return None
    place = group(PostalAddress, _ADDRESS, party.first("PostalAddress"))
    return TaxRepresentative(
        name=party.text("PartyName/Name", "PartyLegalEntity/RegistrationName"),
        vat_id=party.text("PartyTaxScheme/CompanyID"),
        postal_address=place,
        address=own_address(place),
    )


def _delivery(node: Node | None) -> Delivery | None:
    if node is None:
        return None
    place = group(PostalAddress, _ADDRESS, node.first("DeliveryLocation/Address"))
    table: Table = {
        "name": text("DeliveryParty/PartyName/Name"),
        "location": identifier("DeliveryLocation/ID"),
        "date": day("ActualDeliveryDate"),
        "postal_address": lambda _: place,
        "address": lambda _: own_address(place),
    }
    return group(Delivery, table, node)


def _payment(root: Node) -> Payment:
    """The first means of payment that names an account, else the first; the accounts of all."""
    means = list(root.each("PaymentMeans"))
    mandate = _mandate(root, means)
    if not means:
        return Payment(mandate=mandate)
    chosen = next((one for one in means if one.text("PayeeFinancialAccount/ID")), means[0])
    given = values(chosen, _PAYMENT)
    for other in means:
        for name in ("reference", "means"):
            other.matches(_PAYMENT_PATHS[name], given.get(name))
    payment = Payment(
        **given,
        card=next((card for one in means if (card := group(PaymentCard, _CARD, one.first("CardAccount")))), None),
        mandate=mandate,
    )
    return with_accounts(payment, (_account(one) for one in [chosen, *means]))


_PAYMENT_PATHS = {"reference": "PaymentID", "means": "PaymentMeansCode"}


def _account(means: Node) -> BankAccount | None:
    account = "PayeeFinancialAccount"
    return bank_account(
        means.text(f"{account}/ID"),
        name=means.text(f"{account}/Name"),
        bic=means.text(
            f"{account}/FinancialInstitutionBranch/ID", f"{account}/FinancialInstitutionBranch/FinancialInstitution/ID"
        ),
    )


def _mandate(root: Node, means: list[Node]) -> Mandate | None:
    parties = ("PayeeParty/PartyIdentification/ID", *(f"{role}/Party/PartyIdentification/ID" for role in _PARTIES[:1]))
    creditors = (one for path in parties for one in root.each(path) if one.attribute("schemeID") == _SEPA)
    table: Table = {
        "reference": text("PaymentMandate/ID"),
        "debited_account": text("PaymentMandate/PayerFinancialAccount/ID"),
    }
    given = next((found for one in means if (found := values(one, table))), {})
    creditor = next((one.text(".") for one in creditors), None)
    return Mandate(**given, creditor_id=creditor) if given or creditor else None


def _instalments(root: Node) -> list[Instalment]:
    """Terms of payment that each have an amount and a day of their own."""
    terms = [one for one in root.each("PaymentTerms") if one.first("Amount") and one.first("PaymentDueDate")]
    return rows(Instalment, {"due_date": day("PaymentDueDate"), "amount": amount("Amount")}, terms)


def _breakdown(tax_total: Node | None) -> list[TaxSubtotal]:
    return [TaxSubtotal(**values(node, _SUBTOTAL)) for node in tax_total.each("TaxSubtotal")] if tax_total else []


def _allowances(node: Node, *, is_charge: bool) -> list[Node]:
    return [
        one
        for one in node.each("AllowanceCharge")
        if ((one.text("ChargeIndicator") or "false").lower() in ("true", "1")) is is_charge
    ]


def _documents(root: Node) -> dict[str, Any]:
    """BT-11, BT-18 and BG-24: the type code of a referenced document gives the reason of the reference."""
    supporting, special = [], {}
    project = root.text("ProjectReference/ID")
    for one in root.each("AdditionalDocumentReference"):
        kind = one.text("DocumentTypeCode")
        if kind == _INVOICED_OBJECT and "invoiced_object" not in special:
            special["invoiced_object"] = identifier("ID")(one)
        elif kind == _PROJECT and project is None:
            project = one.text("ID")
        else:
            supporting.append(one)
    return {
        **special,
        "project_reference": project,
        "supporting_documents": rows(SupportingDocument, _DOCUMENT, supporting),
    }


def _lines(root: Node) -> Iterator[Node]:
    for path in ("InvoiceLine", "CreditNoteLine"):
        yield from root.each(path)


def _line(node: Node) -> Line:
    given = values(node, _LINE)
    base = given.get("price_base_quantity")
    quantity = node.first("InvoicedQuantity") or node.first("CreditedQuantity")
    order = node.first("OrderLineReference")
    order_number = _number_of("OrderReference/ID")(order) if order else None
    objects = (one for one in node.each("DocumentReference") if one.text("DocumentTypeCode") == _INVOICED_OBJECT)
    return Line(
        **given,
        quantity=quantity.number() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        unit_price=price_per_unit(node.amount("Price/PriceAmount"), base),
        price_discount=price_per_unit(node.amount("Price/AllowanceCharge/Amount"), base),
        gross_price=price_per_unit(node.amount("Price/AllowanceCharge/BaseAmount"), base),
        invoiced_object=next((identifier("ID")(one) for one in objects), None),
        operation_codes=[order_number] if order_number else [],
    )
