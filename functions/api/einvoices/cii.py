"""UN/CEFACT CII D16B, its elements in the order of the schema."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from functions.api.einvoices.elements import (
    NO_FILES,
    Content,
    Element,
    Files,
    document,
    encoded,
    money,
    node,
    type_code,
)
from shared.domain.invoice import InvoiceData, Line, Party, SupportingDocument, TaxSubtotal
from shared.domain.invoice_amounts import AllowanceCharge, BankAccount, DocumentAllowanceCharge
from shared.domain.invoice_lines import Period
from shared.domain.invoice_parties import Contact, Delivery, Identifier, Payee, PostalAddress, TaxRepresentative

_RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
_UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
_QDT = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
_GUIDELINE = "urn:cen.eu:en16931:2017"
_TAX_POINT_CODES = {"3": "5", "35": "29", "432": "72"}  # UNTDID 2005 -> 2475


def _ram(name: str, /, *content: Content, **attributes: str | None) -> Element | None:
    if all(one is None for one in content):
        return None
    return node(f"{{{_RAM}}}{name}", content, attributes)


def _money(name: str, amount: Decimal | None, **attributes: str | None) -> Element | None:
    return _ram(name, money(amount), **attributes)


def _day(name: str, day: date | None, *, namespace: str = _UDT, element: str = "DateTimeString") -> Element | None:
    if day is None:
        return None
    return _ram(name, node(f"{{{namespace}}}{element}", [day.isoformat().replace("-", "")], {"format": "102"}))


def _indicator(*, is_charge: bool) -> Element | None:
    return _ram("ChargeIndicator", node(f"{{{_UDT}}}Indicator", ["true" if is_charge else "false"], {}))


def _reference(name: str, number: str | None, *further: Content) -> Element | None:
    return _ram(name, _ram("IssuerAssignedID", number), *further) if number or any(further) else None


def cii(data: InvoiceData, files: Files = NO_FILES) -> bytes:
    """The XML of a Factur-X PDF, with the bytes of those attached files that are given by name."""
    content = [
        node(f"{{{_RSM}}}ExchangedDocumentContext", _context(data), {}),
        node(f"{{{_RSM}}}ExchangedDocument", _document(data), {}),
        node(f"{{{_RSM}}}SupplyChainTradeTransaction", _transaction(data, files), {}),
    ]
    namespaces = {"rsm": _RSM, "ram": _RAM, "udt": _UDT, "qdt": _QDT}
    return document(f"{{{_RSM}}}CrossIndustryInvoice", content, namespaces)


def _context(data: InvoiceData) -> Iterator[Content]:
    process = data.process_control
    if process:
        yield _ram("BusinessProcessSpecifiedDocumentContextParameter", _ram("ID", process.profile))
    guideline = process.customization if process else _GUIDELINE
    yield _ram("GuidelineSpecifiedDocumentContextParameter", _ram("ID", guideline))


def _document(data: InvoiceData) -> Iterator[Content]:
    yield _ram("ID", data.invoice_number)
    yield _ram("TypeCode", type_code(data))
    yield _day("IssueDateTime", data.issue_date)
    subject = data.note_subjects[0] if data.note_subjects else None
    yield _ram("IncludedNote", _ram("Content", data.notes), _ram("SubjectCode", subject)) if data.notes else None


def _transaction(data: InvoiceData, files: Files) -> Iterator[Content]:
    yield from (_line(number, line) for number, line in enumerate(data.lines, 1))
    yield _ram("ApplicableHeaderTradeAgreement", *_agreement(data, files))
    delivery = [one for one in _delivery(data) if one is not None]
    yield node(f"{{{_RAM}}}ApplicableHeaderTradeDelivery", delivery or [""], {})
    yield _ram("ApplicableHeaderTradeSettlement", *_settlement(data))


def _agreement(data: InvoiceData, files: Files) -> Iterator[Content]:
    yield _ram("BuyerReference", data.buyer_reference)
    yield _ram("SellerTradeParty", *_party(data.seller))
    yield _ram("BuyerTradeParty", *_party(data.buyer))
    yield _representative(data.tax_representative)
    yield _reference("SellerOrderReferencedDocument", data.sales_order)
    yield _reference("BuyerOrderReferencedDocument", data.purchase_order)
    yield _reference("ContractReferencedDocument", data.contract_reference)
    yield from (_supporting(one, files) for one in data.supporting_documents)
    if data.tender_reference:
        yield _reference("AdditionalReferencedDocument", data.tender_reference, _ram("TypeCode", "50"))
    yield _object(data.invoiced_object)
    if data.project_reference:
        yield _ram("SpecifiedProcuringProject", _ram("ID", data.project_reference), _ram("Name", "Project reference"))


def _object(identifier: Identifier | None) -> Element | None:
    if identifier is None:
        return None
    scheme = _ram("ReferenceTypeCode", identifier.scheme)
    return _reference("AdditionalReferencedDocument", identifier.id, _ram("TypeCode", "130"), scheme)


def _supporting(one: SupportingDocument, files: Files) -> Element | None:
    return _ram(
        "AdditionalReferencedDocument",
        _ram("IssuerAssignedID", one.reference),
        _ram("URIID", one.url),
        _ram("TypeCode", "916"),
        _ram("Name", one.description),
        _ram("AttachmentBinaryObject", encoded(one, files), mimeCode=one.media_type, filename=one.filename),
    )


def _party(party: Party) -> Iterator[Content]:
    legal = party.legal_id
    for one in party.identifiers:
        yield _ram("GlobalID", one.id, schemeID=one.scheme) if one.scheme else _ram("ID", one.id)
    yield _ram("Name", party.name)
    yield _ram("Description", party.legal_info)
    yield _ram(
        "SpecifiedLegalOrganization",
        _ram("ID", legal.id, schemeID=legal.scheme) if legal else None,
        _ram("TradingBusinessName", party.trading_name),
    )
    yield _contact(party)
    yield _ram("PostalTradeAddress", *_address(party.postal_address))
    address = party.electronic_address
    yield _ram("URIUniversalCommunication", _ram("URIID", address.id, schemeID=address.scheme)) if address else None
    for number, scheme in ((party.vat_id, "VA"), (party.tax_id, "FC")):
        yield _ram("SpecifiedTaxRegistration", _ram("ID", number, schemeID=scheme)) if number else None


def _contact(party: Party) -> Element | None:
    contact = party.contact
    if contact is None and party.email:
        contact = Contact(name=party.name, phone=party.phone, email=party.email)
    if contact is None:
        return None
    return _ram(
        "DefinedTradeContact",
        _ram("PersonName", contact.name),
        _ram("TelephoneUniversalCommunication", _ram("CompleteNumber", contact.phone)),
        _ram("EmailURIUniversalCommunication", _ram("URIID", contact.email)),
    )


def _address(address: PostalAddress | None) -> Iterable[Content]:
    if address is None:
        return ()
    return (
        _ram("PostcodeCode", address.postcode),
        _ram("LineOne", address.street),
        _ram("LineTwo", address.street2),
        _ram("LineThree", address.line3),
        _ram("CityName", address.city),
        _ram("CountryID", address.country),
        _ram("CountrySubDivisionName", address.subdivision),
    )


def _representative(party: TaxRepresentative | None) -> Element | None:
    if party is None:
        return None
    return _ram(
        "SellerTaxRepresentativeTradeParty",
        _ram("Name", party.name),
        _ram("PostalTradeAddress", *_address(party.postal_address)),
        _ram("SpecifiedTaxRegistration", _ram("ID", party.vat_id, schemeID="VA")),
    )


def _global_id(identifier: Identifier | None) -> Element | None:
    if identifier is None:
        return None
    return _ram("GlobalID" if identifier.scheme else "ID", identifier.id, schemeID=identifier.scheme)


def _delivery(data: InvoiceData) -> Iterator[Content]:
    delivery = data.delivery or Delivery()
    yield _ram(
        "ShipToTradeParty",
        _global_id(delivery.location),
        _ram("Name", delivery.name),
        _ram("PostalTradeAddress", *_address(delivery.postal_address)),
    )
    yield _ram("ActualDeliverySupplyChainEvent", _day("OccurrenceDateTime", delivery.date))
    yield _reference("DespatchAdviceReferencedDocument", data.despatch_advice)
    yield _reference("ReceivingAdviceReferencedDocument", data.receiving_advice)


def _settlement(data: InvoiceData) -> Iterator[Content]:
    payment = data.payment
    mandate = payment.mandate
    yield _ram("CreditorReferenceID", mandate.creditor_id if mandate else None)
    yield _ram("PaymentReference", payment.reference)
    yield _ram("TaxCurrencyCode", data.tax_currency)
    yield _ram("InvoiceCurrencyCode", data.currency)
    yield _payee(data.payee)
    yield from _payment_means(data)
    yield from (_subtotal(row, data) for row in data.tax_breakdown)
    yield _period(data.period)
    yield from _allowances(data.allowances, data.charges)
    yield _ram(
        "SpecifiedTradePaymentTerms",
        _ram("Description", data.payment_terms),
        _day("DueDateDateTime", data.due_date),
        _ram("DirectDebitMandateID", mandate.reference if mandate else None),
    )
    yield _ram("SpecifiedTradeSettlementHeaderMonetarySummation", *_totals(data))
    for earlier in data.preceding_invoices:
        issued = _day("FormattedIssueDateTime", earlier.date, namespace=_QDT)
        yield _reference("InvoiceReferencedDocument", earlier.number, issued)
    yield _ram("ReceivableSpecifiedTradeAccountingAccount", _ram("ID", data.accounting_reference))


def _payee(payee: Payee | None) -> Element | None:
    if payee is None:
        return None
    legal = payee.legal_id
    return _ram(
        "PayeeTradeParty",
        _global_id(payee.id),
        _ram("Name", payee.name),
        _ram("SpecifiedLegalOrganization", _ram("ID", legal.id, schemeID=legal.scheme)) if legal else None,
    )


def _payment_means(data: InvoiceData) -> Iterator[Element | None]:
    payment = data.payment
    first = BankAccount(iban=payment.iban, account=payment.account, bic=payment.bic)
    for number, account in enumerate(payment.accounts or [first]):
        card = payment.card if number == 0 else None
        debited = payment.mandate.debited_account if payment.mandate and number == 0 else None
        yield _ram(
            "SpecifiedTradeSettlementPaymentMeans",
            _ram("TypeCode", payment.means),
            _ram("Information", payment.means_text),
            _ram("ApplicableTradeSettlementFinancialCard", _ram("ID", card.number), _ram("CardholderName", card.holder))
            if card
            else None,
            _ram("PayerPartyDebtorFinancialAccount", _ram("IBANID", debited)),
            _ram(
                "PayeePartyCreditorFinancialAccount",
                _ram("IBANID", account.iban),
                _ram("AccountName", account.name),
                _ram("ProprietaryID", account.account),
            ),
            _ram("PayeeSpecifiedCreditorFinancialInstitution", _ram("BICID", account.bic)),
        )


def _subtotal(row: TaxSubtotal, data: InvoiceData) -> Element | None:
    tax_point = data.tax_point_date
    return _ram(
        "ApplicableTradeTax",
        _money("CalculatedAmount", row.tax_amount),
        _ram("TypeCode", "VAT"),
        _ram("ExemptionReason", row.exemption_reason),
        _money("BasisAmount", row.taxable_amount),
        _ram("CategoryCode", row.category),
        _ram("ExemptionReasonCode", row.exemption_code),
        _day("TaxPointDate", tax_point, element="DateString") if row is data.tax_breakdown[0] else None,
        _ram("DueDateTypeCode", _TAX_POINT_CODES.get(data.tax_point_code or "")),
        _ram("RateApplicablePercent", row.rate),
    )


def _period(period: Period | None) -> Element | None:
    if period is None:
        return None
    return _ram("BillingSpecifiedPeriod", _day("StartDateTime", period.start), _day("EndDateTime", period.end))


def _allowances(allowances: Iterable[AllowanceCharge], charges: Iterable[AllowanceCharge]) -> Iterator[Element | None]:
    for is_charge, rows in ((False, allowances), (True, charges)):
        for row in rows:
            yield _ram(
                "SpecifiedTradeAllowanceCharge",
                _indicator(is_charge=is_charge),
                _ram("CalculationPercent", row.percent),
                _money("BasisAmount", row.base),
                _money("ActualAmount", row.amount),
                _ram("ReasonCode", row.reason_code),
                _ram("Reason", row.reason),
                _category(row) if isinstance(row, DocumentAllowanceCharge) else None,
            )


def _category(row: DocumentAllowanceCharge) -> Element | None:
    return _ram(
        "CategoryTradeTax",
        _ram("TypeCode", "VAT"),
        _ram("CategoryCode", row.tax_category),
        _ram("RateApplicablePercent", row.tax_rate),
    )


def _totals(data: InvoiceData) -> Iterator[Element | None]:
    yield _money("LineTotalAmount", data.lines_total if data.lines_total is not None else data.net_amount)
    yield _money("ChargeTotalAmount", data.charges_total)
    yield _money("AllowanceTotalAmount", data.allowances_total)
    yield _money("TaxBasisTotalAmount", data.net_amount)
    yield _money("TaxTotalAmount", data.tax_amount, currencyID=data.currency)
    yield _money("TaxTotalAmount", data.tax_amount_in_tax_currency, currencyID=data.tax_currency)
    yield _money("RoundingAmount", data.rounding_amount)
    yield _money("GrandTotalAmount", data.total_amount)
    yield _money("TotalPrepaidAmount", data.paid_amount)
    yield _money("DuePayableAmount", data.amount_due)


def _line(number: int, line: Line) -> Element | None:
    return _ram(
        "IncludedSupplyChainTradeLineItem",
        _ram(
            "AssociatedDocumentLineDocument",
            _ram("LineID", line.id or str(number)),
            _ram("IncludedNote", _ram("Content", line.note)),
        ),
        _product(line),
        _ram("SpecifiedLineTradeAgreement", *_prices(line)),
        _ram("SpecifiedLineTradeDelivery", _ram("BilledQuantity", line.quantity, unitCode=line.unit)),
        _ram("SpecifiedLineTradeSettlement", *_line_settlement(line)),
    )


def _product(line: Line) -> Element | None:
    name, _, description = (line.description or "").partition("\n")
    return _ram(
        "SpecifiedTradeProduct",
        _global_id(line.standard_id),
        _ram("SellerAssignedID", line.product_code),
        _ram("BuyerAssignedID", line.buyer_product_code),
        _ram("Name", name),
        _ram("Description", description or None),
        *(
            _ram("ApplicableProductCharacteristic", _ram("Description", one.name), _ram("Value", one.value))
            for one in line.attributes
        ),
        *(
            _ram(
                "DesignatedProductClassification",
                _ram("ClassCode", one.id, listID=one.scheme, listVersionID=one.version),
            )
            for one in line.classifications
        ),
        _ram("OriginTradeCountry", _ram("ID", line.origin_country)),
    )


def _prices(line: Line) -> Iterator[Element | None]:
    base = line.price_base_quantity

    def of_base(price: Decimal | None) -> Decimal | None:
        return price if price is None or base is None else price * base

    quantity = _ram("BasisQuantity", base, unitCode=line.price_base_unit) if base is not None else None
    if line.order_line:
        yield _ram("BuyerOrderReferencedDocument", _ram("LineID", line.order_line))
    if line.gross_price is not None:
        discount = (
            _ram(
                "AppliedTradeAllowanceCharge",
                _indicator(is_charge=False),
                _money("ActualAmount", of_base(line.price_discount)),
            )
            if line.price_discount is not None
            else None
        )
        yield _ram("GrossPriceProductTradePrice", _money("ChargeAmount", of_base(line.gross_price)), quantity, discount)
    yield _ram("NetPriceProductTradePrice", _money("ChargeAmount", of_base(line.unit_price)), quantity)


def _line_settlement(line: Line) -> Iterator[Element | None]:
    yield _ram(
        "ApplicableTradeTax",
        _ram("TypeCode", "VAT"),
        _ram("CategoryCode", line.tax_category or "S"),
        _ram("RateApplicablePercent", line.tax_rate),
    )
    yield _period(line.period)
    yield from _allowances(line.allowances, line.charges)
    yield _ram("SpecifiedTradeSettlementLineMonetarySummation", _money("LineTotalAmount", line.net_amount))
    yield _object(line.invoiced_object)
    yield _ram("ReceivableSpecifiedTradeAccountingAccount", _ram("ID", line.accounting_reference))
