"""UN/CEFACT Cross Industry Invoice: D16B (Factur-X, ZUGFeRD 2, XRechnung) and the older one of ZUGFeRD 1.0.

The two name some elements differently; where a path is given twice, the second name is ZUGFeRD 1.0's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    attribute,
    code,
    country,
    day,
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
    CashDiscount,
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
from shared.errors import DocumentError

# EXTENDED profile: only DETAIL lines are sold; the others sum up or comment on them (BT-X-8).
_NOT_FOR_SALE = {"GROUP", "INFORMATION"}
_TENDER, _INVOICED_OBJECT = "50", "130"  # UNTDID 1001 of a referenced document
# BT-8: CII counts after UNTDID 2475, UBL and the standard after UNTDID 2005.
_TAX_POINT_CODES = {"5": "3", "29": "35", "72": "432"}

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *("ExchangedDocument/Name", "HeaderExchangedDocument/Name", "TestIndicator/Indicator"),
        *("SpecifiedProcuringProject/Name", "ApplicableTradeTax/TypeCode"),
        *(
            "CategoryTradeTax/TypeCode",
            "AppliedTradeTax/TypeCode",
            "AppliedTradeAllowanceCharge/ChargeIndicator/Indicator",
        ),
    }
)
"""Elements without information of their own (a tax is VAT, a discount is one), by the ends of their paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The header's groups, of either version."""

    context: Node | None
    document: Node
    transaction: Node
    agreement: Node
    delivery: Node | None
    settlement: Node
    totals: Node | None


def _first(node: Node, *paths: str) -> Node | None:
    return next((found for path in paths if (found := node.first(path)) is not None), None)


def _parts(root: Node) -> _Parts:
    document = _first(root, "ExchangedDocument", "HeaderExchangedDocument")
    transaction = _first(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    if document is None or transaction is None:
        raise DocumentError("This XML calls itself a Cross Industry Invoice but has no invoice in it.")
    agreement = _first(transaction, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    settlement = _first(transaction, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    if agreement is None or settlement is None:
        raise DocumentError("This Cross Industry Invoice names neither its parties nor its amounts.")
    totals = _first(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    return _Parts(
        context=_first(root, "ExchangedDocumentContext", "SpecifiedExchangedDocumentContext"),
        document=document,
        transaction=transaction,
        agreement=agreement,
        delivery=_first(transaction, "ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery"),
        settlement=settlement,
        totals=totals,
    )


def _number_of(document: str) -> Any:
    """The number of a referenced document."""
    return text(f"{document}/IssuerAssignedID", f"{document}/ID", limit=100)


_PERIOD: Table = {"start": day("StartDateTime"), "end": day("EndDateTime")}
_CONTEXT: Table = {
    "profile": text("BusinessProcessSpecifiedDocumentContextParameter/ID"),
    "customization": text("GuidelineSpecifiedDocumentContextParameter/ID"),
}
_DOCUMENT: Table = {
    "invoice_number": text("ID"),
    "type_code": text("TypeCode"),
    "issue_date": day("IssueDateTime"),
}
_AGREEMENT: Table = {
    "buyer_reference": text("BuyerReference"),
    "purchase_order": _number_of("BuyerOrderReferencedDocument"),
    "sales_order": _number_of("SellerOrderReferencedDocument"),
    "contract_reference": _number_of("ContractReferencedDocument"),
    "project_reference": text("SpecifiedProcuringProject/ID"),
}
_DELIVERY_REFERENCES: Table = {
    "receiving_advice": _number_of("ReceivingAdviceReferencedDocument"),
    "despatch_advice": text(
        *("DespatchAdviceReferencedDocument/IssuerAssignedID", "DespatchAdviceReferencedDocument/ID"),
        *("DeliveryNoteReferencedDocument/IssuerAssignedID", "DeliveryNoteReferencedDocument/ID"),
    ),
}
_SETTLEMENT: Table = {
    "currency": code("InvoiceCurrencyCode", length=3),
    "tax_currency": code("TaxCurrencyCode", length=3),
    "due_date": lambda node: _due_date(node),
    "payment_terms": every_text("SpecifiedTradePaymentTerms/Description"),
    "accounting_reference": text("ReceivableSpecifiedTradeAccountingAccount/ID"),
    "period": lambda node: group(Period, _PERIOD, node.first("BillingSpecifiedPeriod")),
    "tax_point_date": day("ApplicableTradeTax/TaxPointDate"),
    "tax_point_code": lambda node: _tax_point_code(node),
    "preceding_invoices": lambda node: rows(
        PrecedingInvoice,
        {"number": text("IssuerAssignedID", "ID"), "date": day("FormattedIssueDateTime", "IssueDateTime")},
        list(node.each("InvoiceReferencedDocument")),
    ),
}
_TOTALS: Table = {
    "lines_total": amount("LineTotalAmount"),
    "allowances_total": amount("AllowanceTotalAmount"),
    "charges_total": amount("ChargeTotalAmount"),
    "net_amount": amount("TaxBasisTotalAmount"),
    "total_amount": amount("GrandTotalAmount"),
    "paid_amount": amount("TotalPrepaidAmount"),
    "rounding_amount": amount("RoundingAmount"),
    "amount_due": amount("DuePayableAmount"),
}
_SUBTOTAL: Table = {
    "category": text("CategoryCode"),
    "rate": amount("RateApplicablePercent", "ApplicablePercent"),
    "taxable_amount": amount("BasisAmount"),
    "tax_amount": amount("CalculatedAmount"),
    "exemption_reason": long_text("ExemptionReason"),
    "exemption_code": text("ExemptionReasonCode"),
}
_ALLOWANCE: Table = {
    "amount": amount("ActualAmount"),
    "base": amount("BasisAmount"),
    "percent": amount("CalculationPercent"),
    "reason": long_text("Reason"),
    "reason_code": text("ReasonCode"),
}
_DOCUMENT_ALLOWANCE: Table = {
    **_ALLOWANCE,
    "tax_category": text("CategoryTradeTax/CategoryCode"),
    "tax_rate": amount("CategoryTradeTax/RateApplicablePercent", "CategoryTradeTax/ApplicablePercent"),
}
_LOGISTICS_CHARGE: Table = {  # EXTENDED profile: freight and packing, charges like others
    "amount": amount("AppliedAmount"),
    "reason": long_text("Description"),
    "tax_category": text("AppliedTradeTax/CategoryCode"),
    "tax_rate": amount("AppliedTradeTax/RateApplicablePercent", "AppliedTradeTax/ApplicablePercent"),
}
_ADDRESS: Table = {
    "street": text("LineOne"),
    "street2": text("LineTwo"),
    "line3": text("LineThree"),
    "city": text("CityName"),
    "postcode": text("PostcodeCode"),
    "subdivision": text("CountrySubDivisionName"),
    "country": country("CountryID"),
}
_CONTACT: Table = {
    "name": text("PersonName", "DepartmentName"),
    "phone": text("TelephoneUniversalCommunication/CompleteNumber"),
    "email": text("EmailURIUniversalCommunication/URIID", "EmailURIUniversalCommunication/CompleteNumber"),
}
_PARTY: Table = {
    "name": text("Name"),
    "trading_name": text("SpecifiedLegalOrganization/TradingBusinessName"),
    "vat_id": lambda party: _tax_number(party, "VA"),
    "tax_id": lambda party: _tax_number(party, "FC"),
    "legal_id": identifier("SpecifiedLegalOrganization/ID"),
    "legal_info": long_text("Description"),
    "identifiers": lambda party: _identifiers(party),
    "electronic_address": identifier("URIUniversalCommunication/URIID"),
    "contact": lambda party: group(Contact, _CONTACT, party.first("DefinedTradeContact")),
    "postal_address": lambda party: group(PostalAddress, _ADDRESS, party.first("PostalTradeAddress")),
}
_PAYEE: Table = {
    "name": text("Name"),
    "id": lambda party: next(iter(_identifiers(party)), None),
    "legal_id": identifier("SpecifiedLegalOrganization/ID"),
}
_SUPPORTING_DOCUMENT: Table = {
    "reference": text("IssuerAssignedID", "ID"),
    "description": every_text("Name"),
    "url": long_text("URIID"),
    "filename": attribute("AttachmentBinaryObject", "filename"),
    "media_type": attribute("AttachmentBinaryObject", "mimeCode"),
}
_CARD: Table = {"number": text("ID"), "holder": text("CardholderName")}
_PAYMENT: Table = {"means": text("TypeCode", "Information"), "means_text": text("Information")}
_DISCOUNT: Table = {
    "days": lambda terms: _days(terms.first("BasisPeriodMeasure")),
    "percent": amount("CalculationPercent"),
    "base": amount("BasisAmount"),
    "amount": amount("ActualDiscountAmount"),
}
_PRODUCT: Table = {
    "description": every_text("Name", "Description"),
    "product_code": text("SellerAssignedID", "GlobalID"),
    "buyer_product_code": text("BuyerAssignedID"),
    "standard_id": identifier("GlobalID"),
    "origin_country": country("OriginTradeCountry/ID"),
    "attributes": lambda product: [
        Attribute(name=name, value=one.text("Value"))
        for one in list(product.each("ApplicableProductCharacteristic"))[:MOST_ROWS]
        if (name := one.text("Description"))
    ],
    "classifications": lambda product: [
        Classification(id=own.id, scheme=own.scheme, version=one.attribute("listVersionID"))
        for one in list(product.each("DesignatedProductClassification/ClassCode"))[:MOST_ROWS]
        if (own := own_identifier(one, scheme="listID"))
    ],
}
_LINE_SETTLEMENT: Table = {
    "tax_category": text("ApplicableTradeTax/CategoryCode"),
    "tax_rate": amount("ApplicableTradeTax/RateApplicablePercent", "ApplicableTradeTax/ApplicablePercent"),
    "period": lambda node: group(Period, _PERIOD, node.first("BillingSpecifiedPeriod")),
    "allowances": lambda node: rows(AllowanceCharge, _ALLOWANCE, _allowances(node, is_charge=False)),
    "charges": lambda node: rows(AllowanceCharge, _ALLOWANCE, _allowances(node, is_charge=True)),
    "net_amount": amount(
        "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
        "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
    ),
    "accounting_reference": text("ReceivableSpecifiedTradeAccountingAccount/ID"),
    "invoiced_object": lambda node: _invoiced_object(node),
}


def read_cii(root: Node) -> InvoiceData:
    """Every field of a Cross Industry Invoice. Raises DocumentError when its skeleton is missing."""
    parts = _parts(root)
    settlement, totals = parts.settlement, parts.totals
    document = values(parts.document, _DOCUMENT)
    terms = values(settlement, _SETTLEMENT)
    currency, tax_currency = terms.get("currency"), terms.get("tax_currency")
    tax = _tax_total(totals, currency)
    lines = (_line(node) for node in parts.transaction.each("IncludedSupplyChainTradeLineItem"))
    allowances, charges = (_allowances(settlement, is_charge=is_charge) for is_charge in (False, True))
    return InvoiceData(
        **document,
        **values(parts.agreement, _AGREEMENT),
        **(values(parts.delivery, _DELIVERY_REFERENCES) if parts.delivery else {}),
        **terms,
        **(values(totals, _TOTALS) if totals else {}),
        **notes_of(root, _notes(parts.document)),
        **_documents(parts.agreement),
        document_type=document_type(document.get("type_code")),
        process_control=group(ProcessControl, _CONTEXT, parts.context),
        seller=_party(parts.agreement.first("SellerTradeParty")),
        buyer=_party(parts.agreement.first("BuyerTradeParty")),
        payee=group(Payee, _PAYEE, settlement.first("PayeeTradeParty")),
        tax_representative=_tax_representative(parts.agreement.first("SellerTaxRepresentativeTradeParty")),
        delivery=_delivery(parts.delivery),
        payment=_payment(settlement),
        cash_discounts=[*cash_discounts(terms.get("payment_terms")), *_discounts(settlement)][:MOST_ROWS],
        instalments=_instalments(settlement),
        tax_amount=tax.number() if tax else None,
        tax_amount_in_tax_currency=_tax_in_books(totals, tax_currency, tax),
        tax_breakdown=[
            TaxSubtotal(**values(node, _SUBTOTAL))
            for node in root.at_most(list(settlement.each("ApplicableTradeTax")), MOST_TAXES, "tax_breakdown")
        ],
        allowances=rows(DocumentAllowanceCharge, _DOCUMENT_ALLOWANCE, allowances),
        charges=[
            *rows(DocumentAllowanceCharge, _DOCUMENT_ALLOWANCE, charges),
            *rows(DocumentAllowanceCharge, _LOGISTICS_CHARGE, list(settlement.each("SpecifiedLogisticsServiceCharge"))),
        ][:MOST_ROWS],
        lines=root.at_most([line for line in lines if line is not None], MOST_LINES, "lines"),
    )


def _tax_total(totals: Node | None, currency: str | None) -> Node | None:
    """BT-110, not BT-111: a second TaxTotalAmount is in the currency of the seller's books."""
    amounts = list(totals.each("TaxTotalAmount")) if totals else []
    return next((one for one in amounts if one.attribute("currencyID") == currency), amounts[0] if amounts else None)


def _tax_in_books(totals: Node | None, currency: str | None, tax: Node | None) -> Any:
    """BT-111, null when it is the same element as BT-110."""
    others = (
        (one for one in totals.each("TaxTotalAmount") if tax is None or one.element is not tax.element)
        if totals
        else ()
    )
    return next((one.number() for one in others if currency and one.attribute("currencyID") == currency), None)


def _tax_point_code(settlement: Node) -> str | None:
    written = settlement.text("ApplicableTradeTax/DueDateTypeCode")
    for tax in settlement.each("ApplicableTradeTax"):  # the same in every row
        tax.matches("DueDateTypeCode", written)
    return _TAX_POINT_CODES.get(written, written) if written else None


def _notes(document: Node) -> Iterator[tuple[str | None, str]]:
    for note in document.each("IncludedNote"):
        yield note.text("SubjectCode"), "\n".join(note.texts("Content"))


def _documents(agreement: Node) -> dict[str, Any]:
    """BT-17, BT-18 and BG-24: the type code of a referenced document gives the reason of the reference."""
    supporting, special = [], dict[str, Any]()
    for one in agreement.each("AdditionalReferencedDocument"):
        kind = one.text("TypeCode")
        if kind == _TENDER and "tender_reference" not in special:
            special["tender_reference"] = one.text("IssuerAssignedID", "ID")
        elif kind == _INVOICED_OBJECT and "invoiced_object" not in special:
            special["invoiced_object"] = _referenced_object(one)
        else:
            supporting.append(one)
    return {**special, "supporting_documents": rows(SupportingDocument, _SUPPORTING_DOCUMENT, supporting)}


def _referenced_object(document: Node) -> Identifier | None:
    number = document.text("IssuerAssignedID", "ID")
    return Identifier(id=number, scheme=document.text("ReferenceTypeCode")) if number else None


def _invoiced_object(settlement: Node) -> Identifier | None:
    documents = settlement.each("AdditionalReferencedDocument")
    return next((_referenced_object(one) for one in documents if one.text("TypeCode") == _INVOICED_OBJECT), None)


def _tax_number(party: Node, scheme: str) -> str | None:
    numbers = party.each("SpecifiedTaxRegistration/ID")
    return next((one.text(".") for one in numbers if (one.attribute("schemeID") or "VA").upper() == scheme), None)


def _identifiers(party: Node) -> list[Identifier]:
    nodes = [*party.each("ID"), *party.each("GlobalID")][:MOST_ROWS]
    return [own for one in nodes if (own := own_identifier(one)) is not None]


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    given = values(party, _PARTY)
    place = given.get("postal_address")
    written = party.text("PostalTradeAddress/CountryID")
    return completed_party(
        Party(**given, address=one_address(place, country=written), country=place.country if place else None)
    )


def _tax_representative(party: Node | None) -> TaxRepresentative | None:
    if party is None:
        return None
    place = group(PostalAddress, _ADDRESS, party.first("PostalTradeAddress"))
    return TaxRepresentative(
        name=party.text("Name"),
        vat_id=party.text("SpecifiedTaxRegistration/ID"),
        postal_address=place,
        address=own_address(place),
    )


def _delivery(node: Node | None) -> Delivery | None:
    if node is None:
        return None
    party = node.first("ShipToTradeParty")
    place = group(PostalAddress, _ADDRESS, party.first("PostalTradeAddress")) if party else None
    table: Table = {
        "name": text("ShipToTradeParty/Name"),
        "location": lambda _: next(iter(_identifiers(party)), None) if party else None,
        "date": day("ActualDeliverySupplyChainEvent/OccurrenceDateTime"),
        "postal_address": lambda _: place,
        "address": lambda _: own_address(place),
    }
    return group(Delivery, table, node)


def _payment(settlement: Node) -> Payment:
    """The first means of payment that names the payee's account, else the first; the accounts of all."""
    reference = settlement.text("PaymentReference")
    mandate = _mandate(settlement)
    means = list(settlement.each("SpecifiedTradeSettlementPaymentMeans"))
    if not means:
        return Payment(reference=reference, mandate=mandate)
    chosen = next((one for one in means if one.first("PayeePartyCreditorFinancialAccount")), means[0])
    given = values(chosen, _PAYMENT)
    for other in means:
        other.matches("TypeCode", given.get("means"))
        other.matches("Information", given.get("means_text"))
    cards = (group(PaymentCard, _CARD, one.first("ApplicableTradeSettlementFinancialCard")) for one in means)
    payment = Payment(
        **given, reference=reference, card=next((card for card in cards if card is not None), None), mandate=mandate
    )
    return with_accounts(payment, (_account(one) for one in [chosen, *means]))


def _account(means: Node) -> BankAccount | None:
    account = "PayeePartyCreditorFinancialAccount"
    return bank_account(
        means.text(f"{account}/IBANID", f"{account}/ProprietaryID"),
        name=means.text(f"{account}/AccountName"),
        bic=means.text("PayeeSpecifiedCreditorFinancialInstitution/BICID"),
    )


def _mandate(settlement: Node) -> Mandate | None:
    means = "SpecifiedTradeSettlementPaymentMeans/PayerPartyDebtorFinancialAccount"
    table: Table = {
        "reference": text("SpecifiedTradePaymentTerms/DirectDebitMandateID"),
        "creditor_id": text("CreditorReferenceID"),
        "debited_account": text(f"{means}/IBANID", f"{means}/ProprietaryID"),
    }
    return group(Mandate, table, settlement)


def _due_date(settlement: Node) -> date | None:
    """The first day by which the invoice, or a part of it, is due in full (BT-9): terms with a discount of their own
    end when that does, unless no other terms have a date."""
    terms = list(settlement.each("SpecifiedTradePaymentTerms"))
    found = [
        (one.first("ApplicableTradePaymentDiscountTerms") is not None, due)
        for one in terms
        if (due := one.day("DueDateDateTime"))
    ]
    return min(found)[1] if found else None


def _discounts(settlement: Node) -> list[CashDiscount]:
    """Each discount; terms that end before the invoice is due say until when it holds."""
    due = _due_date(settlement)
    found: list[CashDiscount] = []
    for term in settlement.each("SpecifiedTradePaymentTerms"):
        end = term.day("DueDateDateTime")
        until = {"until": end} if end and end != due else {}
        stated = list(term.each("ApplicableTradePaymentDiscountTerms"))
        found += [one.model_copy(update=until) for one in rows(CashDiscount, _DISCOUNT, stated)]
        if len(found) >= MOST_ROWS:
            break
    return found[:MOST_ROWS]


def _days(measure: Node | None) -> int | None:
    """A period in days; months and weeks have other units."""
    if measure is None or measure.attribute("unitCode") not in (None, "DAY"):
        return None
    number = measure.number()
    return int(number) if number is not None and number == int(number) and 0 <= number <= 3650 else None


def _instalments(settlement: Node) -> list[Instalment]:
    """Terms of payment that each have an amount and a day of their own."""
    terms = [
        one
        for one in settlement.each("SpecifiedTradePaymentTerms")
        if one.first("PartialPaymentAmount") and one.first("DueDateDateTime")
    ]
    return rows(Instalment, {"due_date": day("DueDateDateTime"), "amount": amount("PartialPaymentAmount")}, terms)


def _allowances(node: Node, *, is_charge: bool) -> list[Node]:
    return [
        one
        for one in node.each("SpecifiedTradeAllowanceCharge")
        if ((one.text("ChargeIndicator/Indicator", "ChargeIndicator") or "false").lower() in ("true", "1")) is is_charge
    ]


def _line(node: Node) -> Line | None:
    """One line sold; null for a text or a sum between the lines."""
    if node.text("AssociatedDocumentLineDocument/LineStatusReasonCode") in _NOT_FOR_SALE:
        return None
    agreement = _first(node, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
    delivery = _first(node, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
    settlement = _first(node, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
    quantity = delivery.first("BilledQuantity") if delivery else None
    settled = values(settlement, _LINE_SETTLEMENT) if settlement else {}
    product = node.first("SpecifiedTradeProduct")
    if product is None and quantity is None and "net_amount" not in settled:
        return None
    return Line(
        id=node.text("AssociatedDocumentLineDocument/LineID"),
        note=node.joined(["AssociatedDocumentLineDocument/IncludedNote/Content"]),
        **(values(product, _PRODUCT) if product else {}),
        quantity=quantity.number() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        **(_prices(agreement) if agreement else {}),
        **settled,
    )


def _prices(agreement: Node) -> dict[str, Any]:
    """Prices of one unit, and the line's order."""
    net, gross = "NetPriceProductTradePrice", "GrossPriceProductTradePrice"
    base = agreement.amount(f"{net}/BasisQuantity")
    gross_base = agreement.amount(f"{gross}/BasisQuantity")
    basis = next((path for path in (f"{net}/BasisQuantity", f"{gross}/BasisQuantity") if agreement.first(path)), None)
    order = _number_of("BuyerOrderReferencedDocument")(agreement)
    discount = agreement.amount(f"{gross}/AppliedTradeAllowanceCharge/ActualAmount")
    return {
        "unit_price": price_per_unit(agreement.amount(f"{net}/ChargeAmount"), base),
        "gross_price": price_per_unit(agreement.amount(f"{gross}/ChargeAmount"), gross_base or base),
        "price_discount": price_per_unit(discount, gross_base or base),
        "price_base_quantity": base or gross_base,
        "price_base_unit": attribute(basis, "unitCode")(agreement) if basis else None,
        "order_line": agreement.text("BuyerOrderReferencedDocument/LineID"),
        "operation_codes": [order] if order else [],
    }
