"""UBL 2.1, its elements in the order of the schema."""

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

_CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
_INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_NOT_KNOWN = "NA"
_PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def _group(name: str, *content: Content) -> Element | None:
    return node(f"{{{_CAC}}}{name}", content, {})


def _leaf(name: str, content: Content, /, **attributes: str | None) -> Element | None:
    if content is None:
        return None
    return node(f"{{{_CBC}}}{name}", [content], attributes)


def _money(name: str, amount: Decimal | None, currency: str | None) -> Element | None:
    return _leaf(name, money(amount), currencyID=currency)


def _id(identifier: Identifier | None, name: str = "ID", scheme: str = "schemeID") -> Element | None:
    return _leaf(name, identifier.id, **{scheme: identifier.scheme}) if identifier else None


def _reference(name: str, number: str | None) -> Element | None:
    return _group(name, _leaf("ID", number))


def ubl(data: InvoiceData, files: Files = NO_FILES) -> bytes:
    """A UBL Invoice or CreditNote, with the bytes of those attached files that are given by name."""
    is_credit = data.document_type == "credit_note"
    own, content = (_CREDIT_NOTE, _credit_note) if is_credit else (_INVOICE, _invoice)
    return document(f"{{{own}}}{own.rsplit(':', 1)[1][:-2]}", content(data, files), {"": own, "cac": _CAC, "cbc": _CBC})


def _invoice(data: InvoiceData, files: Files) -> Iterator[Content]:
    yield from _process(data)
    yield _leaf("IssueDate", data.issue_date)
    yield _leaf("DueDate", data.due_date)
    yield _leaf("InvoiceTypeCode", type_code(data))
    yield _note(data)
    yield _leaf("TaxPointDate", data.tax_point_date)
    yield from _references(data)
    yield _reference("OriginatorDocumentReference", data.tender_reference)
    yield _reference("ContractDocumentReference", data.contract_reference)
    yield from _documents(data, files)
    yield _reference("ProjectReference", data.project_reference)
    yield from _parties(data)
    yield from _payment_means(data)
    yield from _sums(data)
    for number, line in enumerate(data.lines, 1):
        quantity = _leaf("InvoicedQuantity", line.quantity, unitCode=line.unit)
        yield _group("InvoiceLine", *_line(number, line, quantity, data.currency))


def _credit_note(data: InvoiceData, files: Files) -> Iterator[Content]:
    yield from _process(data)
    yield _leaf("IssueDate", data.issue_date)
    yield _leaf("TaxPointDate", data.tax_point_date)
    yield _leaf("CreditNoteTypeCode", type_code(data))
    yield _note(data)
    yield from _references(data)
    yield _reference("ContractDocumentReference", data.contract_reference)
    yield from _documents(data, files)
    if data.project_reference:  # a credit note has no element of its own for it
        kind = _leaf("DocumentTypeCode", "50")
        yield _group("AdditionalDocumentReference", _leaf("ID", data.project_reference), kind)
    yield _reference("OriginatorDocumentReference", data.tender_reference)
    yield from _parties(data)
    yield from _payment_means(data, due=data.due_date)
    yield from _sums(data)
    for number, line in enumerate(data.lines, 1):
        quantity = _leaf("CreditedQuantity", line.quantity, unitCode=line.unit)
        yield _group("CreditNoteLine", *_line(number, line, quantity, data.currency))


def _process(data: InvoiceData) -> Iterator[Content]:
    process = data.process_control
    yield _leaf("CustomizationID", process.customization if process else _CUSTOMIZATION)
    yield _leaf("ProfileID", process.profile if process else _PROFILE)
    yield _leaf("ID", data.invoice_number)


def _note(data: InvoiceData) -> Element | None:
    return _leaf("Note", "".join(f"#{subject}#" for subject in data.note_subjects[:1]) + (data.notes or "") or None)


def _references(data: InvoiceData) -> Iterator[Content]:
    yield _leaf("DocumentCurrencyCode", data.currency)
    yield _leaf("TaxCurrencyCode", data.tax_currency)
    yield _leaf("AccountingCost", data.accounting_reference)
    yield _leaf("BuyerReference", data.buyer_reference)
    yield _period(data.period, data.tax_point_code)
    # The order's own number must be there: Peppol writes NA where only the seller's is known.
    order = data.purchase_order or (_NOT_KNOWN if data.sales_order else None)
    yield _group("OrderReference", _leaf("ID", order), _leaf("SalesOrderID", data.sales_order))
    for earlier in data.preceding_invoices:
        inner = (_leaf("ID", earlier.number), _leaf("IssueDate", earlier.date))
        yield _group("BillingReference", _group("InvoiceDocumentReference", *inner))
    yield _reference("DespatchDocumentReference", data.despatch_advice)
    yield _reference("ReceiptDocumentReference", data.receiving_advice)


def _documents(data: InvoiceData, files: Files) -> Iterator[Content]:
    yield _object("AdditionalDocumentReference", data.invoiced_object)
    yield from (_document(one, files) for one in data.supporting_documents)


def _parties(data: InvoiceData) -> Iterator[Content]:
    mandate = data.payment.mandate
    yield _group("AccountingSupplierParty", _party(data.seller, mandate.creditor_id if mandate else None))
    yield _group("AccountingCustomerParty", _party(data.buyer))
    yield _payee(data.payee)
    yield _representative(data.tax_representative)
    yield _delivery(data.delivery)


def _sums(data: InvoiceData) -> Iterator[Content]:
    yield _group("PaymentTerms", _leaf("Note", data.payment_terms))
    yield from _allowances(data.allowances, data.charges, data.currency)
    yield _tax_total(data)
    books = data.tax_amount_in_tax_currency
    yield _group("TaxTotal", _money("TaxAmount", books, data.tax_currency) if books is not None else None)
    yield _group("LegalMonetaryTotal", *_totals(data))


def _period(period: Period | None, tax_point_code: str | None = None) -> Element | None:
    start, end = (period.start, period.end) if period else (None, None)
    return _group(
        "InvoicePeriod",
        _leaf("StartDate", start),
        _leaf("EndDate", end),
        _leaf("DescriptionCode", tax_point_code),
    )


def _object(name: str, identifier: Identifier | None) -> Element | None:
    return _group(name, _id(identifier), _leaf("DocumentTypeCode", "130")) if identifier else None


def _document(one: SupportingDocument, files: Files) -> Element | None:
    file = _leaf("EmbeddedDocumentBinaryObject", encoded(one, files), mimeCode=one.media_type, filename=one.filename)
    return _group(
        "AdditionalDocumentReference",
        _leaf("ID", one.reference),
        _leaf("DocumentDescription", one.description),
        _group("Attachment", file, _group("ExternalReference", _leaf("URI", one.url))),
    )


def _party(party: Party, creditor_id: str | None = None) -> Element | None:
    ids = [_group("PartyIdentification", _id(one)) for one in party.identifiers]
    sepa = _group("PartyIdentification", _leaf("ID", creditor_id, schemeID="SEPA")) if creditor_id else None
    return _group(
        "Party",
        _id(party.electronic_address, "EndpointID"),
        *ids,
        sepa,
        _group("PartyName", _leaf("Name", party.trading_name or party.name)),
        _group("PostalAddress", *_address(party.postal_address)),
        _tax_scheme(party.vat_id, "VAT"),
        _tax_scheme(party.tax_id, "TAX"),
        _group(
            "PartyLegalEntity",
            _leaf("RegistrationName", party.name),
            _id(party.legal_id, "CompanyID"),
            _leaf("CompanyLegalForm", party.legal_info),
        ),
        _contact(party),
    )


def _contact(party: Party) -> Element | None:
    contact = party.contact or Contact(phone=party.phone if party.email else None, email=party.email)
    return _group(
        "Contact",
        _leaf("Name", contact.name),
        _leaf("Telephone", contact.phone),
        _leaf("ElectronicMail", contact.email),
    )


def _tax_scheme(number: str | None, scheme: str) -> Element | None:
    if number is None:
        return None
    return _group("PartyTaxScheme", _leaf("CompanyID", number), _group("TaxScheme", _leaf("ID", scheme)))


def _address(address: PostalAddress | None) -> Iterable[Content]:
    if address is None:
        return ()
    return (
        _leaf("StreetName", address.street),
        _leaf("AdditionalStreetName", address.street2),
        _leaf("CityName", address.city),
        _leaf("PostalZone", address.postcode),
        _leaf("CountrySubentity", address.subdivision),
        _group("AddressLine", _leaf("Line", address.line3)),
        _group("Country", _leaf("IdentificationCode", address.country)),
    )


def _payee(payee: Payee | None) -> Element | None:
    if payee is None:
        return None
    return _group(
        "PayeeParty",
        _group("PartyIdentification", _id(payee.id)),
        _group("PartyName", _leaf("Name", payee.name)),
        _group("PartyLegalEntity", _id(payee.legal_id, "CompanyID")),
    )


def _representative(party: TaxRepresentative | None) -> Element | None:
    if party is None:
        return None
    return _group(
        "TaxRepresentativeParty",
        _group("PartyName", _leaf("Name", party.name)),
        _group("PostalAddress", *_address(party.postal_address)),
        _tax_scheme(party.vat_id, "VAT"),
    )


def _delivery(delivery: Delivery | None) -> Element | None:
    if delivery is None:
        return None
    return _group(
        "Delivery",
        _leaf("ActualDeliveryDate", delivery.date),
        _group("DeliveryLocation", _id(delivery.location), _group("Address", *_address(delivery.postal_address))),
        _group("DeliveryParty", _group("PartyName", _leaf("Name", delivery.name))),
    )


def _payment_means(data: InvoiceData, due: date | None = None) -> Iterator[Element | None]:
    """One for each account; `due` is the day by which to pay, where it has no element of its own."""
    payment = data.payment
    first = BankAccount(iban=payment.iban, account=payment.account, bic=payment.bic)
    for number, account in enumerate(payment.accounts or [first]):
        card = payment.card if number == 0 else None
        mandate = payment.mandate if number == 0 else None
        yield _group(
            "PaymentMeans",
            _leaf("PaymentMeansCode", payment.means, name=payment.means_text if number == 0 else None),
            _leaf("PaymentDueDate", due),
            _leaf("PaymentID", payment.reference),
            _group("CardAccount", _leaf("PrimaryAccountNumberID", card.number), _leaf("HolderName", card.holder))
            if card
            else None,
            _group(
                "PayeeFinancialAccount",
                _leaf("ID", account.iban or account.account),
                _leaf("Name", account.name),
                _group("FinancialInstitutionBranch", _leaf("ID", account.bic)),
            ),
            _group(
                "PaymentMandate",
                _leaf("ID", mandate.reference),
                _group("PayerFinancialAccount", _leaf("ID", mandate.debited_account)),
            )
            if mandate
            else None,
        )


def _allowances(
    allowances: Iterable[AllowanceCharge], charges: Iterable[AllowanceCharge], currency: str | None
) -> Iterator[Element | None]:
    for indicator, rows in (("false", allowances), ("true", charges)):
        for row in rows:
            of_document = isinstance(row, DocumentAllowanceCharge)
            yield _group(
                "AllowanceCharge",
                _leaf("ChargeIndicator", indicator),
                _leaf("AllowanceChargeReasonCode", row.reason_code),
                _leaf("AllowanceChargeReason", row.reason),
                _leaf("MultiplierFactorNumeric", row.percent),
                _money("Amount", row.amount, currency),
                _money("BaseAmount", row.base, currency),
                _category("TaxCategory", row.tax_category, row.tax_rate) if of_document else None,  # type: ignore[attr-defined]
            )


def _category(name: str, category: str | None, rate: Decimal | None, *further: Content) -> Element | None:
    return _group(
        name, _leaf("ID", category), _leaf("Percent", rate), *further, _group("TaxScheme", _leaf("ID", "VAT"))
    )


def _tax_total(data: InvoiceData) -> Element | None:
    rows = (_subtotal(row, data.currency) for row in data.tax_breakdown)
    return _group("TaxTotal", _money("TaxAmount", data.tax_amount, data.currency), *rows)


def _subtotal(row: TaxSubtotal, currency: str | None) -> Element | None:
    return _group(
        "TaxSubtotal",
        _money("TaxableAmount", row.taxable_amount, currency),
        _money("TaxAmount", row.tax_amount, currency),
        _category(
            "TaxCategory",
            row.category,
            row.rate,
            _leaf("TaxExemptionReasonCode", row.exemption_code),
            _leaf("TaxExemptionReason", row.exemption_reason),
        ),
    )


def _totals(data: InvoiceData) -> Iterator[Element | None]:
    lines_total = data.lines_total if data.lines_total is not None else data.net_amount
    for name, amount in (
        ("LineExtensionAmount", lines_total),
        ("TaxExclusiveAmount", data.net_amount),
        ("TaxInclusiveAmount", data.total_amount),
        ("AllowanceTotalAmount", data.allowances_total),
        ("ChargeTotalAmount", data.charges_total),
        ("PrepaidAmount", data.paid_amount),
        ("PayableRoundingAmount", data.rounding_amount),
        ("PayableAmount", data.amount_due),
    ):
        yield _money(name, amount, data.currency)


def _line(number: int, line: Line, quantity: Element | None, currency: str | None) -> Iterable[Element | None]:
    order = _group("OrderLineReference", _leaf("LineID", line.order_line)) if line.order_line else None
    return (
        _leaf("ID", line.id or str(number)),
        _leaf("Note", line.note),
        quantity,
        _money("LineExtensionAmount", line.net_amount, currency),
        _leaf("AccountingCost", line.accounting_reference),
        _period(line.period),
        order,
        _object("DocumentReference", line.invoiced_object),
        *_allowances(line.allowances, line.charges, currency),
        _item(line),
        _price(line, currency),
    )


def _item(line: Line) -> Element | None:
    name, _, description = (line.description or "").partition("\n")
    return _group(
        "Item",
        _leaf("Description", description or None),
        _leaf("Name", name),
        _group("BuyersItemIdentification", _leaf("ID", line.buyer_product_code)),
        _group("SellersItemIdentification", _leaf("ID", line.product_code)),
        _group("StandardItemIdentification", _id(line.standard_id)),
        _group("OriginCountry", _leaf("IdentificationCode", line.origin_country)),
        *(
            _group(
                "CommodityClassification",
                _leaf("ItemClassificationCode", one.id, listID=one.scheme, listVersionID=one.version),
            )
            for one in line.classifications
        ),
        _category("ClassifiedTaxCategory", line.tax_category or "S", line.tax_rate),
        *(
            _group("AdditionalItemProperty", _leaf("Name", one.name), _leaf("Value", one.value))
            for one in line.attributes
        ),
    )


def _price(line: Line, currency: str | None) -> Element | None:
    base = line.price_base_quantity

    def of_base(price: Decimal | None) -> Decimal | None:
        return price if price is None or base is None else price * base

    discount = _group(
        "AllowanceCharge",
        _leaf("ChargeIndicator", "false"),
        _money("Amount", of_base(line.price_discount), currency),
        _money("BaseAmount", of_base(line.gross_price), currency),
    )
    return _group(
        "Price",
        _money("PriceAmount", of_base(line.unit_price), currency),
        _leaf("BaseQuantity", base, unitCode=line.price_base_unit),
        discount if line.gross_price is not None else None,
    )
