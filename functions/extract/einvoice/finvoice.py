"""Finvoice 3.0 and the earlier 1.x and 2.x, the Finnish e-invoice. Its numbers have a decimal comma."""

from dataclasses import replace
from decimal import Decimal

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    code,
    day,
    every_text,
    group,
    identifier,
    long_text,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import (
    bank_account,
    completed_party,
    document_type,
    own_address,
    price_per_unit,
    with_accounts,
)
from shared.domain.invoice import InvoiceData, PrecedingInvoice, SupportingDocument
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    BankAccount,
    CashDiscount,
    DocumentAllowanceCharge,
    Instalment,
    Payment,
    TaxSubtotal,
)
from shared.domain.invoice_lines import Line, Period
from shared.domain.invoice_parties import Contact, Delivery, Identifier, Party, Payee, PostalAddress
from shared.domain.invoice_values import MOST_ROWS

_CREDIT_NOTES = {"INV02", "INV04"}
_DETAILS = "InvoiceDetails"
_EPI = "EpiDetails"
_EPI_PARTY = f"{_EPI}/EpiPartyDetails"
_INSTRUCTION = f"{_EPI}/EpiPaymentInstructionDetails"

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *("InvoiceDetails/InvoiceTypeText", "InvoiceDetails/OriginCode", "InvoiceDetails/InvoiceTypeCode"),
        *("InvoiceRow/RowVatAmount", "InvoiceRow/RowAmount", "InvoiceRow/DeliveredQuantity"),
        *("InvoiceRow/OrderedQuantity", "EpiDetails/EpiIdentificationDetails/EpiDate", "CountryName"),
        *("EpiPaymentInstructionDetails/EpiInstructedAmount", "EpiPaymentInstructionDetails/EpiCharge"),
        *("EpiPaymentInstructionDetails/EpiDateOptionDate", "EpiIdentificationDetails/EpiReference"),
        *("EpiBeneficiaryPartyDetails/EpiNameAddressDetails", "EpiBeneficiaryPartyDetails/EpiBei"),
        *("InvoiceRecipientLanguageCode", "PaymentOverDueFineFreeText", "PaymentOverDueFinePercent"),
    }
)
"""Elements about the transmission, and what other values repeat, by the ends of their paths."""

_HEADER: Table = {
    "type_code": text("InvoiceTypeCodeUN", "InvoiceTypeCode"),
    "invoice_number": text("InvoiceNumber"),
    "issue_date": day("InvoiceDate"),
    "due_date": day("PaymentTermsDetails/InvoiceDueDate"),
    "payment_terms": every_text("PaymentTermsDetails/PaymentTermsFreeText"),
    "purchase_order": text("OrderIdentifier"),
    "sales_order": text("SellerReferenceIdentifier"),
    "contract_reference": text("AgreementIdentifier"),
    "project_reference": text("ProjectReferenceIdentifier"),
    "tender_reference": text("TenderReference"),
    "buyer_reference": text("BuyerReferenceIdentifier"),
    "accounting_reference": text("ProposedAccountText"),
    "tax_point_date": day("VatPoint/VatPointDate"),
    "period": lambda node: group(Period, {"start": day("StartDate"), "end": day("EndDate")}, _period(node)),
    "preceding_invoices": lambda node: rows(
        PrecedingInvoice,
        {"number": text("OriginalInvoiceNumber"), "date": day("OriginalInvoiceDate")},
        [node, *node.each("OriginalInvoiceReference")],
    ),
    "lines_total": amount("RowsTotalVatExcludedAmount"),
    "allowances_total": amount("DiscountsTotalVatExcludedAmount"),
    "charges_total": amount("ChargesTotalVatExcludedAmount"),
    "net_amount": amount("InvoiceTotalVatExcludedAmount"),
    "tax_amount": amount("InvoiceTotalVatAmount"),
    "total_amount": amount("InvoiceTotalVatIncludedAmount"),
    "rounding_amount": amount("InvoiceTotalRoundoffAmount"),
    "paid_amount": amount("InvoicePaidAmount"),
    "allowances": lambda node: rows(DocumentAllowanceCharge, _DISCOUNT, list(node.each("DiscountDetails"))),
    "charges": lambda node: rows(DocumentAllowanceCharge, _CHARGE, list(node.each("ChargeDetails"))),
    "cash_discounts": lambda node: rows(
        CashDiscount,
        {
            "until": day("CashDiscountDate"),
            "base": amount("CashDiscountBaseAmount"),
            "percent": amount("CashDiscountPercent"),
            "amount": amount("CashDiscountAmount"),
        },
        list(node.each("PaymentTermsDetails")),
    ),
}
_SUBTOTAL: Table = {
    "category": text("VatCode"),
    "rate": amount("VatRatePercent"),
    "taxable_amount": amount("VatBaseAmount"),
    "tax_amount": amount("VatRateAmount"),
    "exemption_reason": every_text("VatFreeText"),
    "exemption_code": text("VatExemptionReasonCode"),
}
_DISCOUNT: Table = {
    "reason": long_text("FreeText", "ReasonText"),
    "reason_code": text("ReasonCode"),
    "percent": amount("Percent"),
    "amount": amount("Amount"),
    "base": amount("BaseAmount"),
    "tax_category": text("VatCategoryCode"),
    "tax_rate": amount("VatRatePercent"),
}
_CHARGE: Table = {**_DISCOUNT, "reason": long_text("ReasonText", "FreeText")}
_ROW_DISCOUNT: Table = {
    "reason": long_text("RowDiscountTypeText"),
    "reason_code": text("RowDiscountTypeCode"),
    "percent": amount("RowDiscountPercent"),
    "base": amount("RowDiscountBaseAmount"),
    "amount": amount("RowDiscountAmount"),
}
_ROW_CHARGE: Table = {
    "reason": long_text("ReasonText"),
    "reason_code": text("ReasonCode"),
    "percent": amount("Percent"),
    "base": amount("BaseAmount"),
    "amount": amount("Amount"),
}
_ROW: Table = {
    "id": text("RowPositionIdentifier", "RowNumberIdentifier"),
    "description": every_text("ArticleName", "ArticleDescription"),
    "note": every_text("RowFreeText"),
    "product_code": text("ArticleIdentifier"),
    "buyer_product_code": text("BuyerArticleIdentifier"),
    "quantity": amount("InvoicedQuantity", "DeliveredQuantity"),
    "unit": lambda row: _unit(row),
    "tax_rate": amount("RowVatRatePercent"),
    "tax_category": text("RowVatCode"),
    "net_amount": amount("RowVatExcludedAmount"),
    "order_line": text("RowOrderPositionIdentifier"),
    "accounting_reference": text("RowNormalProposedAccountIdentifier", "RowAccountDimensionText"),
    "operation_codes": lambda row: row.texts("RowOrderIdentifier")[:MOST_ROWS],
    "standard_id": lambda row: Identifier(id=gtin, scheme="0160") if (gtin := row.text("EanCode")) else None,
    "allowances": lambda row: rows(AllowanceCharge, _ROW_DISCOUNT, [row, *row.each("RowProgressiveDiscountDetails")]),
    "charges": lambda row: rows(AllowanceCharge, _ROW_CHARGE, list(row.each("RowChargeDetails"))),
}


def read_finvoice(root: Node) -> InvoiceData:
    """Every field of a Finvoice."""
    root = replace(root, decimal_comma=True)
    root.pass_over("MessageTransmissionDetails")
    details = root.first(_DETAILS)
    header = values(details, _HEADER) if details else {}
    taxes = list(details.each("VatSpecificationDetails")) if details else []
    own_code = details.text("InvoiceTypeCode") if details else None
    type_code = header.get("type_code")
    payable = root.amount(f"{_INSTRUCTION}/EpiInstructedAmount")
    return InvoiceData(
        **header,
        document_type="credit_note" if own_code in _CREDIT_NOTES else document_type(type_code),
        currency=_currency(details),
        seller=_party(root, "Seller"),
        buyer=_party(root, "Buyer"),
        payee=group(
            Payee, {"name": text("FactoringPartyName"), "id": identifier("FactoringPartyIdentifier")}, _factor(root)
        ),
        delivery=_delivery(root),
        payment=_payment(root),
        instalments=_instalments(root),
        amount_due=payable,
        tax_breakdown=[
            TaxSubtotal(**values(one, _SUBTOTAL)) for one in root.at_most(taxes, MOST_TAXES, "tax_breakdown")
        ],
        notes=_notes(root),
        supporting_documents=_documents(root),
        lines=[_line(row) for row in root.at_most(_rows(root), MOST_LINES, "lines")],
    )


def _currency(details: Node | None) -> str | None:
    """The currency, an attribute of every amount."""
    totals = ("InvoiceTotalVatIncludedAmount", "InvoiceTotalVatExcludedAmount")
    found = (details.first(path) for path in totals) if details else ()
    written = next((own for one in found if one and (own := one.attribute("AmountCurrencyIdentifier"))), "")
    return written.upper() if len(written) == 3 and written.isascii() and written.isalpha() else None


def _period(details: Node) -> Node | None:
    """The period's dates are two elements of the details themselves."""
    return details if details.first("StartDate") is not None else details.first("InvoicingPeriodDetails")


def _address(party: str) -> Table:
    return {
        "street": lambda node: next(iter(node.texts(f"{party}StreetName")), None),
        "street2": lambda node: ", ".join(node.texts(f"{party}StreetName")[1:]) or None,
        "city": text(f"{party}TownName"),
        "postcode": text(f"{party}PostCodeIdentifier"),
        "subdivision": text(f"{party}CountrySubdivision"),
        "country": code("CountryCode", length=2),
    }


def _party(root: Node, role: str) -> Party:
    """The seller or the buyer: their elements begin with the role."""
    party = root.first(f"{role}PartyDetails")
    if party is None:
        return Party()
    place = group(PostalAddress, _address(role), party.first(f"{role}PostalAddressDetails"))
    contact: Table = {
        "name": text(f"{role}ContactPersonName"),
        "phone": text(f"{role}CommunicationDetails/{role}PhoneNumberIdentifier"),
        "email": text(f"{role}CommunicationDetails/{role}EmailaddressIdentifier"),
    }
    information = f"{role}InformationDetails"
    names = party.texts(f"{role}OrganisationName")
    unit = root.text(f"{role}OrganisationUnitNumber")
    return completed_party(
        Party(
            name=names[0][:200] if names else None,
            trading_name=party.text(f"{role}OrganisationTradingName"),
            vat_id=party.text(f"{role}OrganisationTaxCode"),
            legal_id=identifier(f"{role}PartyIdentifier")(party),
            identifiers=[Identifier(id=unit)] if unit else [],
            address=own_address(place),
            country=place.country if place else None,
            postal_address=place,
            contact=group(Contact, contact, root),
            email=root.text(f"{information}/{role}CommonEmailaddressIdentifier"),
            phone=root.text(f"{information}/{role}PhoneNumber"),
            website=root.text(f"{information}/{role}WebaddressIdentifier"),
        )
    )


def _factor(root: Node) -> Node | None:
    return root.first("FactoringAgreementDetails")


def _delivery(root: Node) -> Delivery | None:
    place = group(PostalAddress, _address("Delivery"), root.first("DeliveryPartyDetails/DeliveryPostalAddressDetails"))
    table: Table = {
        "name": text("DeliveryPartyDetails/DeliveryOrganisationName"),
        "date": day("DeliveryDetails/DeliveryDate"),
        "postal_address": lambda _: place,
        "address": lambda _: own_address(place),
    }
    return group(Delivery, table, root)


def _payment(root: Node) -> Payment:
    """The account of the payment order before the others of the seller."""
    order = root.first(_EPI_PARTY)
    accounts = list(root.each("SellerInformationDetails/SellerAccountDetails"))
    payment = Payment(
        reference=root.text(
            f"{_INSTRUCTION}/EpiRemittanceInfoIdentifier", f"{_EPI}/EpiIdentificationDetails/EpiReference"
        ),
        means=root.text(f"{_INSTRUCTION}/EpiPaymentMeansCode"),
    )
    return with_accounts(payment, [*([_ordered(order)] if order else []), *(_account(one) for one in accounts)])


def _ordered(order: Node) -> BankAccount | None:
    return bank_account(
        order.text("EpiBeneficiaryPartyDetails/EpiAccountID"),
        name=None,
        bic=order.text("EpiBfiPartyDetails/EpiBfiIdentifier"),
    )


def _account(node: Node) -> BankAccount | None:
    return bank_account(node.text("SellerAccountID"), name=node.text("SellerAccountName"), bic=node.text("SellerBic"))


def _instalments(root: Node) -> list[Instalment]:
    table: Table = {"due_date": day("PartialPaymentDueDate"), "amount": amount("VatIncludedAmount", "PaidAmount")}
    return rows(Instalment, table, list(root.each("PartialPaymentDetails")))


def _documents(root: Node) -> list[SupportingDocument]:
    """Pictures of the invoice and other files, by their addresses."""
    names, addresses = root.texts("InvoiceUrlNameText"), root.texts("InvoiceUrlText")
    return [
        SupportingDocument(description=names[number] if number < len(names) else None, url=address)
        for number, address in enumerate(addresses[:MOST_ROWS])
    ]


def _notes(root: Node) -> str | None:
    """Texts of the invoice, and rows that are nothing but a text."""
    texts = [*root.texts(f"{_DETAILS}/InvoiceFreeText")]
    for row in root.each("InvoiceRow"):
        if not _is_sold(row):
            texts += row.texts("RowFreeText")
    return root.cut("\n".join(dict.fromkeys(texts)), element="InvoiceFreeText") or None


def _rows(root: Node) -> list[Node]:
    """The rows that are invoice lines; other rows are headings or texts."""
    return [row for row in root.each("InvoiceRow") if _is_sold(row)]


def _is_sold(row: Node) -> bool:
    sold = ("RowVatExcludedAmount", "RowAmount", "InvoicedQuantity", "UnitPriceAmount", "ArticleName")
    return any(row.first(path) is not None for path in sold)


def _unit(row: Node) -> str | None:
    quantity = row.first("InvoicedQuantity") or row.first("DeliveredQuantity")
    if quantity is None:
        return None
    return quantity.attribute("QuantityUnitCodeUN") or quantity.attribute("QuantityUnitCode")


def _line(row: Node) -> Line:
    given = values(row, _ROW)
    base = row.amount("UnitPriceBaseQuantity")
    price = row.amount("UnitPriceNetAmount", "UnitPriceAmount")
    return Line(
        **given,
        unit_price=price_per_unit(price, base),
        price_base_quantity=base if base not in (None, Decimal(1)) else None,
    )
