"""UN/CEFACT Cross Industry Invoice: D16B (Factur-X, ZUGFeRD 2, XRechnung) and the older one of ZUGFeRD 1.0.

The two differ in the names of the same things; where a path is given twice, the second name is ZUGFeRD 1.0's."""

from dataclasses import dataclass

from functions.extract.einvoice.elements import MOST_LINES, MOST_TAXES, Node
from functions.extract.einvoice.terms import (
    document_type,
    email_only,
    iban_or_account,
    postal_address,
    price_per_unit,
)
from shared.domain.invoice import InvoiceData, Line, Party, Payment, TaxSubtotal
from shared.errors import DocumentError

# EXTENDED profile: only DETAIL lines are sold; the others sum up or comment on them (BT-X-8).
_NOT_FOR_SALE = {"GROUP", "INFORMATION"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Where the header's groups are, whichever version it is."""

    document: Node
    transaction: Node
    agreement: Node
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
    return _Parts(document=document, transaction=transaction, agreement=agreement, settlement=settlement, totals=totals)


def read_cii(root: Node) -> InvoiceData:
    """Every field of a Cross Industry Invoice. Raises DocumentError when its skeleton is missing."""
    parts = _parts(root)
    settlement, totals = parts.settlement, parts.totals
    currency = settlement.code("InvoiceCurrencyCode", length=3)
    lines = (_line(node) for node in parts.transaction.each("IncludedSupplyChainTradeLineItem"))
    taxes = [_subtotal(node) for node in settlement.each("ApplicableTradeTax")]
    return InvoiceData(
        document_type=document_type(parts.document.text("TypeCode")),
        invoice_number=parts.document.text("ID"),
        issue_date=parts.document.day("IssueDateTime"),
        due_date=settlement.day("SpecifiedTradePaymentTerms/DueDateDateTime"),
        currency=currency,
        purchase_order=_order_number(parts.agreement),
        payment_terms=settlement.joined(["SpecifiedTradePaymentTerms/Description"]),
        seller=_party(parts.agreement.first("SellerTradeParty")),
        buyer=_party(parts.agreement.first("BuyerTradeParty")),
        payment=_payment(settlement),
        net_amount=totals.amount("TaxBasisTotalAmount") if totals else None,
        tax_amount=(tax := _tax_total(totals, currency)) and tax.number(),
        total_amount=totals.amount("GrandTotalAmount") if totals else None,
        paid_amount=totals.amount("TotalPrepaidAmount") if totals else None,
        amount_due=totals.amount("DuePayableAmount") if totals else None,
        tax_breakdown=root.at_most(taxes, MOST_TAXES, "tax_breakdown"),
        lines=root.at_most([line for line in lines if line is not None], MOST_LINES, "lines"),
        notes=parts.document.joined(["IncludedNote/Content"]),
    )


def _tax_total(totals: Node | None, currency: str | None) -> Node | None:
    """BT-110, not BT-111: a second TaxTotalAmount is in the currency of the seller's books."""
    amounts = list(totals.each("TaxTotalAmount")) if totals else []
    return next((one for one in amounts if one.attribute("currencyID") == currency), amounts[0] if amounts else None)


def _order_number(node: Node) -> str | None:
    return node.text("BuyerOrderReferencedDocument/IssuerAssignedID", "BuyerOrderReferencedDocument/ID", limit=100)


def _party(party: Node | None) -> Party:
    if party is None:
        return Party()
    registered: dict[str, str | None] = {"VA": None, "FC": None}
    for node in party.each("SpecifiedTaxRegistration/ID"):
        scheme = (node.attribute("schemeID") or "VA").upper()
        registered[scheme] = registered.get(scheme) or node.text(".")
    address = party.first("PostalTradeAddress")
    country = address.code("CountryID", length=2) if address else None
    contact = "DefinedTradeContact"
    return Party(
        name=party.text("Name", "SpecifiedLegalOrganization/TradingBusinessName"),
        vat_id=registered["VA"],
        tax_id=registered["FC"] or party.text("SpecifiedLegalOrganization/ID"),
        address=_address(address) if address else None,
        country=country,
        email=party.text(
            f"{contact}/EmailURIUniversalCommunication/URIID",
            f"{contact}/EmailURIUniversalCommunication/CompleteNumber",
        )
        or email_only(party.text("URIUniversalCommunication/URIID")),
        phone=party.text(f"{contact}/TelephoneUniversalCommunication/CompleteNumber"),
    )


def _address(address: Node) -> str | None:
    return postal_address(
        lines=[address.text(line) for line in ("LineOne", "LineTwo", "LineThree")],
        postcode=address.text("PostcodeCode"),
        city=address.text("CityName"),
        state=address.text("CountrySubDivisionName"),
        country=address.text("CountryID"),
    )


def _payment(settlement: Node) -> Payment:
    """The first means of payment that names the payee's account, else the first."""
    account_path = "PayeePartyCreditorFinancialAccount"
    reference = settlement.text("PaymentReference")
    means = list(settlement.each("SpecifiedTradeSettlementPaymentMeans"))
    if not means:
        return Payment(reference=reference)
    chosen = next((one for one in means if one.first(account_path)), means[0])
    iban, account = iban_or_account(chosen.text(f"{account_path}/IBANID", f"{account_path}/ProprietaryID"))
    return Payment(
        iban=iban,
        bic=chosen.text("PayeeSpecifiedCreditorFinancialInstitution/BICID"),
        account=account,
        reference=reference,
        means=chosen.text("TypeCode", "Information"),
    )


def _subtotal(node: Node) -> TaxSubtotal:
    return TaxSubtotal(
        category=node.text("CategoryCode"),
        rate=node.amount("RateApplicablePercent", "ApplicablePercent"),
        taxable_amount=node.amount("BasisAmount"),
        tax_amount=node.amount("CalculatedAmount"),
    )


def _line(node: Node) -> Line | None:
    """One line sold; null for a text or a sum between the lines."""
    if node.text("AssociatedDocumentLineDocument/LineStatusReasonCode") in _NOT_FOR_SALE:
        return None
    agreement = _first(node, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
    delivery = _first(node, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
    settlement = _first(node, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
    quantity = delivery.first("BilledQuantity") if delivery else None
    code = _order_number(agreement) if agreement else None
    net_amount = settlement.amount(*_LINE_TOTALS) if settlement else None
    product = node.first("SpecifiedTradeProduct")
    if product is None and quantity is None and net_amount is None:
        return None
    price = "NetPriceProductTradePrice"
    return Line(
        description=product.joined(["Name", "Description"]) if product else None,
        product_code=product.text("SellerAssignedID", "GlobalID") if product else None,
        quantity=quantity.number() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        unit_price=price_per_unit(agreement.amount(f"{price}/ChargeAmount"), agreement.amount(f"{price}/BasisQuantity"))
        if agreement
        else None,
        tax_rate=settlement.amount("ApplicableTradeTax/RateApplicablePercent", "ApplicableTradeTax/ApplicablePercent")
        if settlement
        else None,
        net_amount=net_amount,
        operation_codes=[code] if code else [],
    )


_LINE_TOTALS = (
    "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
    "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
)
