"""Facturae 3.2, the Spanish e-invoice (3.2, 3.2.1, 3.2.2), with or without a signature."""

from decimal import Decimal
from typing import Any

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.mapping import (
    Table,
    amount,
    code,
    country,
    day,
    earliest_day,
    every_text,
    group,
    long_text,
    rows,
    text,
    values,
)
from functions.extract.einvoice.terms import (
    bank_account,
    credit_note_if,
    only_invoice,
    own_address,
    total_of,
    with_accounts,
)
from shared.domain.invoice import InvoiceData, PrecedingInvoice, SupportingDocument
from shared.domain.invoice_amounts import (
    AllowanceCharge,
    DocumentAllowanceCharge,
    Instalment,
    Mandate,
    Payment,
    Surcharge,
    TaxSubtotal,
    Withholding,
)
from shared.domain.invoice_lines import Line, Period
from shared.domain.invoice_parties import Contact, Identifier, Party, PostalAddress
from shared.domain.invoice_values import MOST_ROWS

_CORRECTIVE = {"OR", "CR"}  # InvoiceClass: original or copy of a factura rectificativa
_TAX_NAMES = {"01": "IVA", "02": "IPSI", "03": "IGIC", "04": "IRPF", "06": "ITPAJD", "07": "IE", "09": "IGTECM"}
_TOTALS = "InvoiceTotals"

KNOWN_WITHOUT_VALUE = frozenset(
    {
        *("InvoiceHeader/InvoiceDocumentType", "InvoiceIssueData/LanguageName", "TaxIdentification/PersonTypeCode"),
        *("TaxIdentification/ResidenceTypeCode", "InvoiceTotals/TotalTaxesWithheld"),
        *(
            "Installment/InstallmentAmount",
            "InvoiceLine/TotalCost",
            "InvoiceTotals/InvoiceTotal",
            "InvoiceTotals/TotalOutstandingAmount",
        ),
        *(
            "InvoiceIssueData/TaxCurrencyCode",
            "Corrective/CorrectionMethodDescription",
            "Installment/InstallmentAmount",
            "Tax/TaxTypeCode",
        ),
    }
)
"""Elements about the transmission, and what other values repeat, by the ends of their paths."""

_PERIOD: Table = {"start": day("StartDate"), "end": day("EndDate")}
_HEADER: Table = {
    "type_code": text("InvoiceHeader/InvoiceClass"),
    "invoice_number": lambda invoice: _number(invoice.first("InvoiceHeader")),
    "issue_date": day("InvoiceIssueData/IssueDate"),
    "tax_point_date": day("InvoiceIssueData/OperationDate"),
    "period": lambda invoice: group(Period, _PERIOD, invoice.first("InvoiceIssueData/InvoicingPeriod")),
    "currency": code("InvoiceIssueData/InvoiceCurrencyCode", length=3),
    "due_date": earliest_day("PaymentDetails/Installment/InstallmentDueDate"),
    "preceding_invoices": lambda invoice: rows(
        PrecedingInvoice,
        {"number": lambda node: _number(node), "date": day("InvoiceIssueDate")},
        list(invoice.each("InvoiceHeader/Corrective")),
    ),
    "notes": every_text(
        "InvoiceHeader/Corrective/ReasonDescription",
        "AdditionalData/InvoiceAdditionalInformation",
        "LegalLiterals/LegalReference",
    ),
    "supporting_documents": lambda invoice: rows(
        SupportingDocument,
        {"description": long_text("AttachmentDescription"), "media_type": text("AttachmentFormat")},
        list(invoice.each("AdditionalData/RelatedDocuments/Attachment")),
    ),
    "lines_total": amount(f"{_TOTALS}/TotalGrossAmount"),
    "allowances_total": amount(f"{_TOTALS}/TotalGeneralDiscounts"),
    "charges_total": amount(f"{_TOTALS}/TotalGeneralSurcharges"),
    "net_amount": amount(f"{_TOTALS}/TotalGrossAmountBeforeTaxes"),
    "paid_amount": amount(f"{_TOTALS}/TotalPaymentsOnAccount"),
    "amount_due": amount(f"{_TOTALS}/TotalExecutableAmount", f"{_TOTALS}/TotalOutstandingAmount"),
    "withholdings": lambda invoice: rows(Withholding, _WITHHOLDING, list(invoice.each("TaxesWithheld/Tax"))),
    "surcharges": lambda invoice: rows(Surcharge, _EQUIVALENCE, _with_equivalence(invoice)),
    "allowances": lambda invoice: rows(
        DocumentAllowanceCharge, _DISCOUNT, list(invoice.each(f"{_TOTALS}/GeneralDiscounts/Discount"))
    ),
    "charges": lambda invoice: rows(
        DocumentAllowanceCharge, _CHARGE, list(invoice.each(f"{_TOTALS}/GeneralSurcharges/Charge"))
    ),
    "purchase_order": text("Items/InvoiceLine/ReceiverTransactionReference"),
    "contract_reference": text("Items/InvoiceLine/ReceiverContractReference"),
    "tender_reference": text("Items/InvoiceLine/FileReference"),
}
_WITHHOLDING: Table = {
    "name": lambda tax: _tax_name(tax),
    "code": text("TaxTypeCode"),
    "rate": amount("TaxRate"),
    "base": amount("TaxableBase/TotalAmount"),
    "amount": amount("TaxAmount/TotalAmount"),
}
_EQUIVALENCE: Table = {
    "name": lambda _: "Recargo de equivalencia",
    "rate": amount("EquivalenceSurcharge"),
    "base": amount("TaxableBase/TotalAmount"),
    "amount": amount("EquivalenceSurchargeAmount/TotalAmount"),
}
_SUBTOTAL: Table = {
    "rate": amount("TaxRate"),
    "taxable_amount": amount("TaxableBase/TotalAmount"),
    "tax_amount": amount("TaxAmount/TotalAmount"),
    "exemption_code": text("SpecialTaxableEvent/SpecialTaxableEventCode"),
    "exemption_reason": long_text("SpecialTaxableEvent/SpecialTaxableEventReason"),
}
_DISCOUNT: Table = {
    "reason": long_text("DiscountReason"),
    "percent": amount("DiscountRate"),
    "amount": amount("DiscountAmount"),
}
_CHARGE: Table = {
    "reason": long_text("ChargeReason"),
    "percent": amount("ChargeRate"),
    "amount": amount("ChargeAmount"),
}
_LINE: Table = {
    "id": text("SequenceNumber"),
    "description": every_text("ItemDescription"),
    "note": every_text("AdditionalLineItemInformation"),
    "quantity": amount("Quantity"),
    "unit": text("UnitOfMeasure"),
    "unit_price": amount("UnitPriceWithoutTax"),
    "net_amount": amount("GrossAmount"),
    "tax_rate": amount("TaxesOutputs/Tax/TaxRate"),
    "product_code": text("ArticleCode"),
    "period": lambda line: group(Period, _PERIOD, line.first("LineItemPeriod")),
    "allowances": lambda line: rows(AllowanceCharge, _DISCOUNT, list(line.each("DiscountsAndRebates/Discount"))),
    "charges": lambda line: rows(AllowanceCharge, _CHARGE, list(line.each("Charges/Charge"))),
    "operation_codes": lambda line: line.texts("ReceiverTransactionReference")[:MOST_ROWS],
}
_ADDRESS_IN_SPAIN: Table = {
    "street": text("Address"),
    "postcode": text("PostCode"),
    "city": text("Town"),
    "subdivision": text("Province"),
    "country": country("CountryCode"),
}
_OVERSEAS_ADDRESS: Table = {
    "street": text("Address"),
    "city": text("PostCodeAndTown"),
    "subdivision": text("Province"),
    "country": country("CountryCode"),
}
_CONTACT: Table = {
    "name": text("ContactPersons"),
    "phone": text("Telephone"),
    "email": text("ElectronicMail"),
}


def read_facturae(root: Node) -> InvoiceData:
    """Every field of the first invoice in the file; further ones are a finding. Raises DocumentError without one."""
    invoice = only_invoice(root, list(root.each("Invoices/Invoice")), format_name="Facturae")
    root.pass_over("FileHeader")
    header = values(invoice, _HEADER)
    taxes = root.at_most(list(invoice.each("TaxesOutputs/Tax")), MOST_TAXES, "tax_breakdown")
    breakdown = [TaxSubtotal(**values(tax, _SUBTOTAL)) for tax in taxes]
    surcharges = total_of(one.amount for one in header.get("surcharges", []))
    tax = invoice.amount(f"{_TOTALS}/TotalTaxOutputs")
    total = _total(invoice, header.get("net_amount"), tax)
    return InvoiceData(
        **header,
        document_type=credit_note_if(corrects=header.get("type_code") in _CORRECTIVE, total=total),
        tax_currency=_tax_currency(invoice, header.get("currency")),
        seller=_party(root.first("Parties/SellerParty")),
        buyer=_party(root.first("Parties/BuyerParty")),
        payment=_payment(invoice),
        instalments=_instalments(invoice),
        tax_amount=None if tax is None else tax - (surcharges or 0),
        total_amount=total,
        tax_breakdown=breakdown,
        lines=[_line(node) for node in root.at_most(list(invoice.each("Items/InvoiceLine")), MOST_LINES, "lines")],
    )


def _number(node: Node | None) -> str | None:
    """Series and number as one, as they are printed."""
    if node is None:
        return None
    series, number = node.text("InvoiceSeriesCode"), node.text("InvoiceNumber")
    return f"{series}-{number}" if series and number else number


def _total(invoice: Node, net: Decimal | None, tax: Decimal | None) -> Decimal | None:
    """The total with tax: the format may deduct the withheld tax from its total, InvoiceData does not."""
    written, withheld = (invoice.amount(f"{_TOTALS}/{name}") for name in ("InvoiceTotal", "TotalTaxesWithheld"))
    if written is None:
        return total_of((net, tax)) if net is not None else None
    if withheld and net is not None and written + withheld == net + (tax or 0):
        return written + withheld
    return written


def _tax_currency(invoice: Node, currency: str | None) -> str | None:
    """BT-6, null when it equals the invoice's currency: the format always gives it."""
    own = invoice.code("InvoiceIssueData/TaxCurrencyCode", length=3)
    return own if own != currency else None


def _tax_name(tax: Node) -> str | None:
    written = tax.text("TaxTypeCode")
    return _TAX_NAMES.get(written or "", written)


def _with_equivalence(invoice: Node) -> list[Node]:
    return [tax for tax in invoice.each("TaxesOutputs/Tax") if tax.first("EquivalenceSurcharge") is not None]


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    body = party.first("LegalEntity") or party.first("Individual") or party
    person = [body.text(part) for part in ("Name", "FirstSurname", "SecondSurname")]
    at_home, overseas = body.first("AddressInSpain"), body.first("OverseasAddress")
    place = group(PostalAddress, _ADDRESS_IN_SPAIN, at_home) or group(PostalAddress, _OVERSEAS_ADDRESS, overseas)
    contact = group(Contact, _CONTACT, body.first("ContactDetails"))
    return Party(
        name=body.text("CorporateName") or " ".join(part for part in person if part) or None,
        trading_name=body.text("TradeName"),
        vat_id=party.text("TaxIdentification/TaxIdentificationNumber"),
        identifiers=_centres(party),
        address=own_address(place),
        country=place.country if place else None,
        postal_address=place,
        contact=contact,
        email=contact.email if contact else None,
        phone=contact.phone if contact else None,
        website=body.text("ContactDetails/WebAddress"),
    )


def _centres(party: Node) -> list[Identifier]:
    """DIR3 codes of an administration: who accounts for, who handles, who pays."""
    centres = list(party.each("AdministrativeCentres/AdministrativeCentre"))[:MOST_ROWS]
    return [
        Identifier(id=number, scheme=centre.text("RoleTypeCode"))
        for centre in centres
        if (number := centre.text("CentreCode"))
    ]


def _payment(invoice: Node) -> Payment:
    ways = list(invoice.each("PaymentDetails/Installment"))
    if not ways:
        return Payment()
    means = ways[0].text("PaymentMeans")
    for other in ways[1:]:
        other.matches("PaymentMeans", means)
    debited = next((found for way in ways if (found := way.text("AccountToBeDebited/IBAN"))), None)
    payment = Payment(
        means=means,
        reference=next((found for way in ways if (found := way.text("PaymentReconciliationReference"))), None),
        mandate=Mandate(debited_account=debited) if debited else None,
    )
    credited = (way.first("AccountToBeCredited") for way in ways)
    return with_accounts(
        payment,
        (
            bank_account(one.text("IBAN", "AccountNumber"), name=None, bic=one.text("BIC"))
            for one in credited
            if one is not None
        ),
    )


def _instalments(invoice: Node) -> list[Instalment]:
    """The parts of the amount due, when there is more than one."""
    ways = list(invoice.each("PaymentDetails/Installment"))
    table: Table = {"due_date": day("InstallmentDueDate"), "amount": amount("InstallmentAmount")}
    return rows(Instalment, table, ways) if len(ways) > 1 else []


def _line(node: Node) -> Line:
    given: dict[str, Any] = values(node, _LINE)
    node.pass_over("TaxesOutputs", "TaxesWithheld")
    return Line(**given)
