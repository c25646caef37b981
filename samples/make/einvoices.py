"""Writes a sample as structured e-invoice: UBL 2.1 (Peppol BIS Billing 3) and CII D16B (Factur-X, profile EN 16931)."""

from decimal import Decimal
from xml.sax.saxutils import escape

from shared.domain.invoice import InvoiceData, Line, Party, TaxSubtotal


def ubl(data: InvoiceData) -> bytes:
    """A bare UBL invoice."""
    currency = data.currency or ""
    breakdown = "".join(_ubl_subtotal(row, currency) for row in data.tax_breakdown)
    lines = "".join(_ubl_line(number, line, currency) for number, line in enumerate(data.lines, 1))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>{_text(data.invoice_number)}</cbc:ID>
  <cbc:IssueDate>{data.issue_date}</cbc:IssueDate>
  <cbc:DueDate>{data.due_date}</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>{_text(data.purchase_order)}</cbc:ID></cac:OrderReference>
  <cac:AccountingSupplierParty>{_ubl_party(data.seller)}</cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty>{_ubl_party(data.buyer)}</cac:AccountingCustomerParty>
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode>{_text(data.payment.means)}</cbc:PaymentMeansCode>
    <cbc:PaymentID>{_text(data.payment.reference)}</cbc:PaymentID>
    <cac:PayeeFinancialAccount>
      <cbc:ID>{_text(data.payment.iban)}</cbc:ID>
      <cac:FinancialInstitutionBranch><cbc:ID>{_text(data.payment.bic)}</cbc:ID></cac:FinancialInstitutionBranch>
    </cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:PaymentTerms><cbc:Note>{_text(data.payment_terms)}</cbc:Note></cac:PaymentTerms>
  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="{currency}">{_money(data.tax_amount)}</cbc:TaxAmount>{breakdown}
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="{currency}">{_money(data.net_amount)}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="{currency}">{_money(data.net_amount)}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="{currency}">{_money(data.total_amount)}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="{currency}">{_money(data.amount_due)}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>{lines}
</Invoice>
""".encode()


def cii(data: InvoiceData) -> bytes:
    """The XML that a Factur-X PDF carries."""
    lines = "".join(_cii_line(number, line) for number, line in enumerate(data.lines, 1))
    breakdown = "".join(_cii_subtotal(row) for row in data.tax_breakdown)
    payment = data.payment
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
    <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
  </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument>
    <ram:ID>{_text(data.invoice_number)}</ram:ID>
    <ram:TypeCode>380</ram:TypeCode>
    <ram:IssueDateTime>{_cii_date(data, "issue_date")}</ram:IssueDateTime>
  </rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>{lines}
    <ram:ApplicableHeaderTradeAgreement>
      <ram:SellerTradeParty>{_cii_party(data.seller)}</ram:SellerTradeParty>
      <ram:BuyerTradeParty>{_cii_party(data.buyer)}</ram:BuyerTradeParty>
      <ram:BuyerOrderReferencedDocument>
        <ram:IssuerAssignedID>{_text(data.purchase_order)}</ram:IssuerAssignedID>
      </ram:BuyerOrderReferencedDocument>
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery/>
    <ram:ApplicableHeaderTradeSettlement>
      <ram:PaymentReference>{_text(payment.reference)}</ram:PaymentReference>
      <ram:InvoiceCurrencyCode>{data.currency}</ram:InvoiceCurrencyCode>
      <ram:SpecifiedTradeSettlementPaymentMeans>
        <ram:TypeCode>{_text(payment.means)}</ram:TypeCode>
        <ram:PayeePartyCreditorFinancialAccount>
          <ram:IBANID>{_text(payment.iban)}</ram:IBANID>
        </ram:PayeePartyCreditorFinancialAccount>
        <ram:PayeeSpecifiedCreditorFinancialInstitution>
          <ram:BICID>{_text(payment.bic)}</ram:BICID>
        </ram:PayeeSpecifiedCreditorFinancialInstitution>
      </ram:SpecifiedTradeSettlementPaymentMeans>{breakdown}
      <ram:SpecifiedTradePaymentTerms>
        <ram:Description>{_text(data.payment_terms)}</ram:Description>
        <ram:DueDateDateTime>{_cii_date(data, "due_date")}</ram:DueDateDateTime>
      </ram:SpecifiedTradePaymentTerms>
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        <ram:LineTotalAmount>{_money(data.net_amount)}</ram:LineTotalAmount>
        <ram:TaxBasisTotalAmount>{_money(data.net_amount)}</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="{data.currency}">{_money(data.tax_amount)}</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>{_money(data.total_amount)}</ram:GrandTotalAmount>
        <ram:DuePayableAmount>{_money(data.amount_due)}</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
""".encode()


def _ubl_party(party: Party) -> str:
    street, postcode, city = _address(party)
    company = f"<cbc:CompanyID>{_text(party.tax_id)}</cbc:CompanyID>" if party.tax_id else ""
    contact = (
        f"<cac:Contact><cbc:Telephone>{_text(party.phone)}</cbc:Telephone>"
        f"<cbc:ElectronicMail>{_text(party.email)}</cbc:ElectronicMail></cac:Contact>"
        if party.email
        else ""
    )
    return f"""<cac:Party>
    <cac:PartyName><cbc:Name>{_text(party.name)}</cbc:Name></cac:PartyName>
    <cac:PostalAddress>
      <cbc:StreetName>{_text(street)}</cbc:StreetName>
      <cbc:CityName>{_text(city)}</cbc:CityName>
      <cbc:PostalZone>{_text(postcode)}</cbc:PostalZone>
      <cac:Country><cbc:IdentificationCode>{party.country}</cbc:IdentificationCode></cac:Country>
    </cac:PostalAddress>
    <cac:PartyTaxScheme>
      <cbc:CompanyID>{_text(party.vat_id)}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
    </cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>{_text(party.name)}</cbc:RegistrationName>{company}
    </cac:PartyLegalEntity>{contact}</cac:Party>"""


def _ubl_subtotal(row: TaxSubtotal, currency: str) -> str:
    return f"""
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="{currency}">{_money(row.taxable_amount)}</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="{currency}">{_money(row.tax_amount)}</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>{row.category}</cbc:ID><cbc:Percent>{row.rate}</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>
    </cac:TaxSubtotal>"""


def _ubl_line(number: int, line: Line, currency: str) -> str:
    return f"""
  <cac:InvoiceLine>
    <cbc:ID>{number}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="{line.unit}">{line.quantity}</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="{currency}">{_money(line.net_amount)}</cbc:LineExtensionAmount>
    <cac:Item>
      <cbc:Name>{_text(line.description)}</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>{_text(line.product_code)}</cbc:ID></cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{line.tax_rate}</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="{currency}">{_money(line.unit_price)}</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>"""


def _cii_party(party: Party) -> str:
    street, postcode, city = _address(party)
    legal = (
        f'<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">{_text(party.tax_id)}</ram:ID>'
        "</ram:SpecifiedLegalOrganization>"
        if party.tax_id
        else ""
    )
    contact = (
        f"<ram:DefinedTradeContact><ram:PersonName>{_text(party.name)}</ram:PersonName>"
        f"<ram:TelephoneUniversalCommunication><ram:CompleteNumber>{_text(party.phone)}</ram:CompleteNumber>"
        "</ram:TelephoneUniversalCommunication><ram:EmailURIUniversalCommunication>"
        f"<ram:URIID>{_text(party.email)}</ram:URIID></ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>"
        if party.email
        else ""
    )
    return f"""
        <ram:Name>{_text(party.name)}</ram:Name>{legal}{contact}
        <ram:PostalTradeAddress>
          <ram:PostcodeCode>{_text(postcode)}</ram:PostcodeCode><ram:LineOne>{_text(street)}</ram:LineOne>
          <ram:CityName>{_text(city)}</ram:CityName><ram:CountryID>{party.country}</ram:CountryID>
        </ram:PostalTradeAddress>
        <ram:SpecifiedTaxRegistration>
          <ram:ID schemeID="VA">{_text(party.vat_id)}</ram:ID>
        </ram:SpecifiedTaxRegistration>
      """


def _cii_line(number: int, line: Line) -> str:
    return f"""
    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument><ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct>
        <ram:SellerAssignedID>{_text(line.product_code)}</ram:SellerAssignedID>
        <ram:Name>{_text(line.description)}</ram:Name>
      </ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
        <ram:ChargeAmount>{_money(line.unit_price)}</ram:ChargeAmount>
      </ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery>
        <ram:BilledQuantity unitCode="{line.unit}">{line.quantity}</ram:BilledQuantity>
      </ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement>
        <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>
          <ram:RateApplicablePercent>{line.tax_rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
        <ram:SpecifiedTradeSettlementLineMonetarySummation>
          <ram:LineTotalAmount>{_money(line.net_amount)}</ram:LineTotalAmount>
        </ram:SpecifiedTradeSettlementLineMonetarySummation>
      </ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>"""


def _cii_subtotal(row: TaxSubtotal) -> str:
    return f"""
      <ram:ApplicableTradeTax>
        <ram:CalculatedAmount>{_money(row.tax_amount)}</ram:CalculatedAmount>
        <ram:TypeCode>VAT</ram:TypeCode>
        <ram:BasisAmount>{_money(row.taxable_amount)}</ram:BasisAmount>
        <ram:CategoryCode>{row.category}</ram:CategoryCode>
        <ram:RateApplicablePercent>{row.rate}</ram:RateApplicablePercent>
      </ram:ApplicableTradeTax>"""


def _cii_date(data: InvoiceData, name: str) -> str:
    return f'<udt:DateTimeString format="102">{getattr(data, name):%Y%m%d}</udt:DateTimeString>'


def _address(party: Party) -> tuple[str, str, str]:
    """Street, post code and city of an address written `street, code city` (a Dutch code has a space in it)."""
    street, place = (party.address or ", ").rsplit(", ", 1)
    words = place.split()
    code_length = 2 if party.country == "NL" and words[1].isupper() and len(words[1]) == 2 else 1
    return street, " ".join(words[:code_length]), " ".join(words[code_length:])


def _money(amount: Decimal | None) -> str:
    return format((amount or Decimal(0)).quantize(Decimal("0.01")), "f")


def _text(value: str | None) -> str:
    return escape(value or "")
