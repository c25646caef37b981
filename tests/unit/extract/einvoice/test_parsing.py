from datetime import date
from decimal import Decimal
from textwrap import dedent

import pytest

from functions.extract.einvoice.parsing import READERS, parse_einvoice
from shared.domain.document import Source
from shared.domain.einvoice_syntax import SYNTAXES, EInvoiceSyntax
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level
from shared.errors import DocumentError

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"


def ubl(body: str, *, kind: str = "Invoice") -> str:
    return dedent(f"""\
        <?xml version="1.0" encoding="UTF-8"?>
        <{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2" xmlns:b="{CBC}" xmlns:a="{CAC}">
        {body}
        </{kind}>""")


UBL_INVOICE = ubl("""
  <b:ID>INV 7/24</b:ID><b:IssueDate>2024-02-29</b:IssueDate><b:DueDate>2024-03-30</b:DueDate>
  <b:InvoiceTypeCode>380</b:InvoiceTypeCode><b:Note>First note</b:Note><b:Note>Second note</b:Note>
  <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
  <a:OrderReference><b:ID>PO-1</b:ID></a:OrderReference>
  <a:AccountingSupplierParty><a:Party>
    <b:EndpointID schemeID="EM">bills@seller.example</b:EndpointID>
    <a:PartyName><b:Name>Trading name</b:Name></a:PartyName>
    <a:PostalAddress><b:StreetName>Main Street 1</b:StreetName><b:CityName>Boston</b:CityName>
      <b:PostalZone>02108</b:PostalZone><b:CountrySubentity>MA</b:CountrySubentity>
      <a:Country><b:IdentificationCode>US</b:IdentificationCode></a:Country></a:PostalAddress>
    <a:PartyTaxScheme><b:CompanyID>47-1</b:CompanyID><a:TaxScheme><b:ID>TAX</b:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyTaxScheme><b:CompanyID>DE123</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyLegalEntity><b:RegistrationName>Seller
      Inc.</b:RegistrationName></a:PartyLegalEntity>
    <a:Contact><b:Telephone>+1 617 555</b:Telephone></a:Contact>
  </a:Party></a:AccountingSupplierParty>
  <a:AccountingCustomerParty><a:Party>
    <a:PartyLegalEntity><b:RegistrationName>Buyer</b:RegistrationName><b:CompanyID>HRB 1</b:CompanyID>
    </a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
  <a:PaymentMeans><b:PaymentMeansCode>57</b:PaymentMeansCode></a:PaymentMeans>
  <a:PaymentMeans><b:PaymentMeansCode>30</b:PaymentMeansCode><b:PaymentID>REF 9</b:PaymentID>
    <a:PayeeFinancialAccount><b:ID>DE91 1000 0000 0123 4567 89</b:ID>
      <a:FinancialInstitutionBranch><b:ID>MARKDEF1100</b:ID></a:FinancialInstitutionBranch></a:PayeeFinancialAccount>
  </a:PaymentMeans>
  <a:PaymentTerms><b:Note>30 days net</b:Note></a:PaymentTerms>
  <a:TaxTotal><b:TaxAmount currencyID="USD">22.00</b:TaxAmount></a:TaxTotal>
  <a:TaxTotal><b:TaxAmount currencyID="EUR">20.00</b:TaxAmount>
    <a:TaxSubtotal><b:TaxableAmount currencyID="EUR">100.00</b:TaxableAmount>
      <b:TaxAmount currencyID="EUR">20.00</b:TaxAmount>
      <a:TaxCategory><b:ID>S</b:ID><b:Percent>20</b:Percent></a:TaxCategory></a:TaxSubtotal></a:TaxTotal>
  <a:LegalMonetaryTotal><b:TaxExclusiveAmount>100.00</b:TaxExclusiveAmount>
    <b:TaxInclusiveAmount>120.00</b:TaxInclusiveAmount><b:PrepaidAmount>20.00</b:PrepaidAmount>
    <b:PayableAmount>100.00</b:PayableAmount></a:LegalMonetaryTotal>
  <a:InvoiceLine><b:ID>1</b:ID><b:InvoicedQuantity unitCode="KGM">200</b:InvoicedQuantity>
    <b:LineExtensionAmount>100.00</b:LineExtensionAmount>
    <a:OrderLineReference><b:LineID>3</b:LineID></a:OrderLineReference>
    <a:Item><b:Description>Fine white sand</b:Description><b:Name>Sand</b:Name>
      <a:SellersItemIdentification><b:ID>S-1</b:ID></a:SellersItemIdentification>
      <a:ClassifiedTaxCategory><b:ID>S</b:ID><b:Percent>20</b:Percent></a:ClassifiedTaxCategory></a:Item>
    <a:Price><b:PriceAmount>50.00</b:PriceAmount><b:BaseQuantity unitCode="KGM">100</b:BaseQuantity></a:Price>
  </a:InvoiceLine>""")


def test_ubl_header_is_read_with_any_prefixes() -> None:
    data = parse_einvoice(UBL_INVOICE).data

    assert data.document_type == "invoice"
    assert data.invoice_number == "INV 7/24"
    assert (data.issue_date, data.due_date) == (date(2024, 2, 29), date(2024, 3, 30))
    assert (data.currency, data.purchase_order, data.payment_terms) == ("EUR", "PO-1", "30 days net")
    assert data.notes == "First note\nSecond note"
    assert (data.net_amount, data.total_amount) == (Decimal("100.00"), Decimal("120.00"))
    assert (data.paid_amount, data.amount_due) == (Decimal("20.00"), Decimal("100.00"))


def test_ubl_parties_and_their_kinds_of_tax_id() -> None:
    data = parse_einvoice(UBL_INVOICE).data

    assert data.seller.name == "Seller Inc."
    assert (data.seller.vat_id, data.seller.tax_id) == ("DE123", "47-1")
    assert data.seller.address == "Main Street 1, 02108, Boston, MA, US"
    assert (data.seller.country, data.seller.phone) == ("US", "+1 617 555")
    assert data.seller.email == "bills@seller.example"
    assert (data.buyer.name, data.buyer.tax_id, data.buyer.address) == ("Buyer", "HRB 1", None)


def test_tax_in_the_currency_of_the_books_is_not_the_tax() -> None:
    data = parse_einvoice(UBL_INVOICE).data

    assert data.tax_amount == Decimal("20.00")
    [row] = data.tax_breakdown
    assert (row.category, row.rate, row.taxable_amount) == ("S", Decimal(20), Decimal("100.00"))


def test_the_means_of_payment_with_an_account_is_chosen() -> None:
    payment = parse_einvoice(UBL_INVOICE).data.payment

    assert (payment.iban, payment.bic) == ("DE91100000000123456789", "MARKDEF1100")
    assert (payment.means, payment.reference, payment.account) == ("30", "REF 9", None)


def test_unit_price_is_for_one_unit_and_a_line_number_is_no_order_code() -> None:
    [line] = parse_einvoice(UBL_INVOICE).data.lines

    assert (line.quantity, line.unit, line.net_amount) == (Decimal(200), "KGM", Decimal("100.00"))
    assert line.unit_price == Decimal("0.5")
    assert line.description == "Sand\nFine white sand"
    assert (line.product_code, line.tax_rate, line.operation_codes) == ("S-1", Decimal(20), [])


def test_every_value_has_evidence_and_nothing_else_has() -> None:
    extraction = parse_einvoice(UBL_INVOICE)

    assert extraction.extractor == "einvoice"
    evidence = extraction.evidence["/lines/0/net_amount"]
    assert (evidence.text, evidence.confidence, evidence.source) == ("100.00", 1.0, Source.XML)
    assert (evidence.page, evidence.box) == (None, None)
    assert "/seller/website" not in extraction.evidence
    assert "/invoice_number" in extraction.evidence


def test_ubl_credit_note_has_credited_quantities() -> None:
    data = parse_einvoice(
        ubl(
            """<b:ID>C1</b:ID><a:PaymentMeans><b:PaymentDueDate>2024-05-01</b:PaymentDueDate></a:PaymentMeans>
            <a:CreditNoteLine><b:CreditedQuantity unitCode="H87">-2</b:CreditedQuantity></a:CreditNoteLine>""",
            kind="CreditNote",
        )
    ).data

    assert data.document_type == "credit_note"
    assert data.due_date == date(2024, 5, 1)
    assert data.lines[0].quantity == Decimal(-2)


def test_peppol_placeholder_is_no_order_number() -> None:
    assert parse_einvoice(ubl("<a:OrderReference><b:ID>NA</b:ID></a:OrderReference>")).data.purchase_order is None


def test_envelope_is_opened() -> None:
    inner = UBL_INVOICE.split("?>", 1)[1]
    wrapped = f"<StandardBusinessDocument xmlns='urn:x'><Header/>{inner}</StandardBusinessDocument>"

    assert parse_einvoice(wrapped).data.invoice_number == "INV 7/24"


@pytest.mark.parametrize(
    ("code", "kind"),
    [("380", "invoice"), ("384", "invoice"), ("389", "invoice"), ("381", "credit_note"), ("261", "credit_note"),
     ("396", "credit_note"), ("81", "credit_note"), ("83", "credit_note")],
)  # fmt: skip
def test_type_codes(code: str, kind: str) -> None:
    assert parse_einvoice(ubl(f"<b:InvoiceTypeCode>{code}</b:InvoiceTypeCode>")).data.document_type == kind


CII_NEW = """<r:CrossIndustryInvoice xmlns:r="urn:r" xmlns:m="urn:m" xmlns:u="urn:u">
 <r:ExchangedDocument><m:ID>R-1</m:ID><m:TypeCode>381</m:TypeCode>
  <m:IssueDateTime><u:DateTimeString format="102">20240115</u:DateTimeString></m:IssueDateTime>
  <m:IncludedNote><m:Content>Thank you</m:Content></m:IncludedNote></r:ExchangedDocument>
 <r:SupplyChainTradeTransaction>
  <m:IncludedSupplyChainTradeLineItem>
   <m:AssociatedDocumentLineDocument><m:LineStatusReasonCode>GROUP</m:LineStatusReasonCode>
   </m:AssociatedDocumentLineDocument>
   <m:SpecifiedTradeProduct><m:Name>Set</m:Name></m:SpecifiedTradeProduct></m:IncludedSupplyChainTradeLineItem>
  <m:IncludedSupplyChainTradeLineItem>
   <m:SpecifiedTradeProduct><m:GlobalID>401</m:GlobalID><m:Name>Chair</m:Name></m:SpecifiedTradeProduct>
   <m:SpecifiedLineTradeAgreement>
    <m:BuyerOrderReferencedDocument><m:IssuerAssignedID>OP 443485</m:IssuerAssignedID></m:BuyerOrderReferencedDocument>
    <m:NetPriceProductTradePrice><m:ChargeAmount>10.0000</m:ChargeAmount></m:NetPriceProductTradePrice>
   </m:SpecifiedLineTradeAgreement>
   <m:SpecifiedLineTradeDelivery><m:BilledQuantity unitCode="C62">3.0000</m:BilledQuantity>
   </m:SpecifiedLineTradeDelivery>
   <m:SpecifiedLineTradeSettlement>
    <m:ApplicableTradeTax><m:RateApplicablePercent>19</m:RateApplicablePercent></m:ApplicableTradeTax>
    <m:SpecifiedTradeSettlementLineMonetarySummation><m:LineTotalAmount>30.00</m:LineTotalAmount>
    </m:SpecifiedTradeSettlementLineMonetarySummation></m:SpecifiedLineTradeSettlement>
  </m:IncludedSupplyChainTradeLineItem>
  <m:ApplicableHeaderTradeAgreement>
   <m:SellerTradeParty><m:Name>Seller SA</m:Name>
    <m:SpecifiedLegalOrganization><m:ID>552100554</m:ID></m:SpecifiedLegalOrganization>
    <m:DefinedTradeContact><m:EmailURIUniversalCommunication><m:URIID>a@seller.example</m:URIID>
    </m:EmailURIUniversalCommunication></m:DefinedTradeContact>
    <m:PostalTradeAddress><m:PostcodeCode>75001</m:PostcodeCode><m:LineOne>1 rue X</m:LineOne>
     <m:CityName>Paris</m:CityName><m:CountryID>fr</m:CountryID></m:PostalTradeAddress>
    <m:SpecifiedTaxRegistration><m:ID schemeID="VA">FR40552100554</m:ID></m:SpecifiedTaxRegistration>
   </m:SellerTradeParty>
   <m:BuyerTradeParty><m:Name>Buyer</m:Name></m:BuyerTradeParty>
   <m:BuyerOrderReferencedDocument><m:IssuerAssignedID>PO 5</m:IssuerAssignedID></m:BuyerOrderReferencedDocument>
  </m:ApplicableHeaderTradeAgreement>
  <m:ApplicableHeaderTradeSettlement>
   <m:PaymentReference>R-1/24</m:PaymentReference><m:InvoiceCurrencyCode>EUR</m:InvoiceCurrencyCode>
   <m:SpecifiedTradeSettlementPaymentMeans><m:TypeCode>58</m:TypeCode>
    <m:PayeePartyCreditorFinancialAccount><m:ProprietaryID>12-345</m:ProprietaryID>
    </m:PayeePartyCreditorFinancialAccount></m:SpecifiedTradeSettlementPaymentMeans>
   <m:ApplicableTradeTax><m:CalculatedAmount>5.70</m:CalculatedAmount><m:BasisAmount>30.00</m:BasisAmount>
    <m:CategoryCode>S</m:CategoryCode><m:RateApplicablePercent>19</m:RateApplicablePercent></m:ApplicableTradeTax>
   <m:SpecifiedTradePaymentTerms><m:Description>14 days</m:Description>
    <m:DueDateDateTime><u:DateTimeString format="102">20240129</u:DateTimeString></m:DueDateDateTime>
   </m:SpecifiedTradePaymentTerms>
   <m:SpecifiedTradeSettlementHeaderMonetarySummation>
    <m:TaxBasisTotalAmount>30.00</m:TaxBasisTotalAmount><m:TaxTotalAmount currencyID="EUR">5.70</m:TaxTotalAmount>
    <m:GrandTotalAmount>35.70</m:GrandTotalAmount><m:DuePayableAmount>35.70</m:DuePayableAmount>
   </m:SpecifiedTradeSettlementHeaderMonetarySummation>
  </m:ApplicableHeaderTradeSettlement>
 </r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>"""

CII_OLD = (
    CII_NEW.replace("CrossIndustryInvoice", "CrossIndustryDocument")
    .replace("ExchangedDocument>", "HeaderExchangedDocument>")
    .replace("SupplyChainTradeTransaction>", "SpecifiedSupplyChainTradeTransaction>")
    .replace("ApplicableHeaderTrade", "ApplicableSupplyChainTrade")
    .replace("SpecifiedLineTrade", "SpecifiedSupplyChainTrade")
    .replace("SettlementHeaderMonetary", "SettlementMonetary")
    .replace("SettlementLineMonetary", "SettlementMonetary")
    .replace("RateApplicablePercent", "ApplicablePercent")
    .replace("IssuerAssignedID", "ID")
)


@pytest.mark.parametrize("xml", [CII_NEW, CII_OLD], ids=["D16B", "ZUGFeRD 1.0"])
def test_cii_of_both_versions(xml: str) -> None:
    data = parse_einvoice(xml).data

    assert (data.document_type, data.invoice_number) == ("credit_note", "R-1")
    assert (data.issue_date, data.due_date) == (date(2024, 1, 15), date(2024, 1, 29))
    assert (data.purchase_order, data.payment_terms, data.notes) == ("PO 5", "14 days", "Thank you")
    assert (data.seller.name, data.seller.vat_id) == ("Seller SA", "FR40552100554")
    assert (data.seller.tax_id, data.seller.email) == ("552100554", "a@seller.example")
    assert (data.seller.address, data.seller.country) == ("1 rue X, 75001, Paris, fr", "FR")
    assert (data.payment.account, data.payment.iban, data.payment.reference) == ("12-345", None, "R-1/24")
    assert (data.net_amount, data.tax_amount) == (Decimal("30.00"), Decimal("5.70"))
    assert (data.total_amount, data.amount_due) == (Decimal("35.70"), Decimal("35.70"))
    assert data.tax_breakdown[0].rate == Decimal(19)


@pytest.mark.parametrize("xml", [CII_NEW, CII_OLD], ids=["D16B", "ZUGFeRD 1.0"])
def test_cii_lines_are_those_sold_with_their_order(xml: str) -> None:
    [line] = parse_einvoice(xml).data.lines

    assert (line.description, line.product_code) == ("Chair", "401")
    assert (str(line.quantity), line.unit, str(line.unit_price)) == ("3.00", "C62", "10.00")
    assert (line.net_amount, line.tax_rate) == (Decimal("30.00"), Decimal(19))
    assert line.operation_codes == ["OP 443485"]


FATTURA = """<p:FatturaElettronica xmlns:p="urn:p" versione="FPR12"><FatturaElettronicaHeader>
 <CedentePrestatore><DatiAnagrafici>
   <IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA>
   <CodiceFiscale>01234567890</CodiceFiscale><Anagrafica><Denominazione>Alpha Srl</Denominazione></Anagrafica>
  </DatiAnagrafici><Sede><Indirizzo>Viale Roma</Indirizzo><NumeroCivico>5</NumeroCivico><CAP>07100</CAP>
  <Comune>Sassari</Comune><Provincia>SS</Provincia><Nazione>IT</Nazione></Sede></CedentePrestatore>
 <CessionarioCommittente><DatiAnagrafici><Anagrafica><Nome>Anna</Nome><Cognome>Bianchi</Cognome></Anagrafica>
 </DatiAnagrafici></CessionarioCommittente></FatturaElettronicaHeader>
 <FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD04</TipoDocumento>
   <Divisa>EUR</Divisa><Data>2024-03-01</Data><Numero>9/A</Numero>
   <DatiRitenuta><ImportoRitenuta>20.00</ImportoRitenuta></DatiRitenuta>
   <ImportoTotaleDocumento>122.00</ImportoTotaleDocumento><Causale>Reso</Causale></DatiGeneraliDocumento>
  <DatiOrdineAcquisto><RiferimentoNumeroLinea>2</RiferimentoNumeroLinea><IdDocumento>OA 66</IdDocumento>
  </DatiOrdineAcquisto></DatiGenerali>
  <DatiBeniServizi>
   <DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Uno</Descrizione><Quantita>2.00</Quantita>
    <PrezzoUnitario>30.00</PrezzoUnitario><PrezzoTotale>60.00</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA>
   </DettaglioLinee>
   <DettaglioLinee><NumeroLinea>2</NumeroLinea><Descrizione>Due</Descrizione><PrezzoUnitario>40.00</PrezzoUnitario>
    <PrezzoTotale>40.00</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee>
   <DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>100.00</ImponibileImporto>
    <Imposta>22.00</Imposta></DatiRiepilogo></DatiBeniServizi>
  <DatiPagamento><CondizioniPagamento>TP01</CondizioniPagamento>
   <DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento>
    <DataScadenzaPagamento>2024-03-31</DataScadenzaPagamento><ImportoPagamento>51.00</ImportoPagamento>
    <IBAN>IT60X0542811101000000123456</IBAN></DettaglioPagamento>
   <DettaglioPagamento><DataScadenzaPagamento>2024-04-30</DataScadenzaPagamento>
    <ImportoPagamento>51.00</ImportoPagamento></DettaglioPagamento></DatiPagamento>
 </FatturaElettronicaBody></p:FatturaElettronica>"""


def test_fatturapa() -> None:
    data = parse_einvoice(FATTURA.encode()).data

    assert (data.document_type, data.invoice_number, data.currency) == ("credit_note", "9/A", "EUR")
    assert (data.issue_date, data.due_date) == (date(2024, 3, 1), date(2024, 3, 31))
    assert (data.seller.name, data.seller.vat_id, data.seller.tax_id) == ("Alpha Srl", "IT01234567890", "01234567890")
    assert data.seller.address == "Viale Roma 5, 07100, Sassari, IT"
    assert data.buyer.name == "Anna Bianchi"
    assert (data.net_amount, data.tax_amount) == (Decimal("100.00"), Decimal("22.00"))
    assert (data.total_amount, data.paid_amount, data.amount_due) == (Decimal(122), None, Decimal(102))
    assert [one.amount for one in data.withholdings] == [Decimal(20)]
    assert [(one.due_date, one.amount) for one in data.instalments] == [
        (date(2024, 3, 31), Decimal(51)),
        (date(2024, 4, 30), Decimal(51)),
    ]
    assert data.payment.iban == "IT60X0542811101000000123456"
    assert [line.operation_codes for line in data.lines] == [[], ["OA 66"]]
    assert (data.lines[0].quantity, data.lines[1].quantity) == (Decimal("2.00"), None)


def test_of_instalments_in_any_order_the_first_is_due() -> None:
    assert parse_einvoice(FATTURA.replace("2024-03-31", "2024-05-31")).data.due_date == date(2024, 4, 30)


def test_cii_terms_with_a_discount_end_before_the_invoice_is_due() -> None:
    discounted = """<m:SpecifiedTradePaymentTerms>
     <m:DueDateDateTime><u:DateTimeString format="102">20240122</u:DateTimeString></m:DueDateDateTime>
     <m:ApplicableTradePaymentDiscountTerms><m:CalculationPercent>2</m:CalculationPercent>
     </m:ApplicableTradePaymentDiscountTerms></m:SpecifiedTradePaymentTerms>"""
    net = "<m:SpecifiedTradePaymentTerms><m:Description>14 days"
    both = parse_einvoice(CII_NEW.replace(net, discounted + net)).data
    alone = parse_einvoice(CII_NEW.replace(net, discounted + net).replace("20240129", "")).data

    assert both.due_date == date(2024, 1, 29)
    assert [(one.percent, one.until) for one in both.cash_discounts] == [(Decimal(2), date(2024, 1, 22))]
    assert alone.due_date == date(2024, 1, 22)


def fattura(general: str = "", body: str = "") -> str:
    """FATTURA without its total and withholding, with further elements in the document's data and in the body."""
    start, end = FATTURA.index("<DatiRitenuta>"), FATTURA.index("<Causale>")
    return (FATTURA[:start] + general + FATTURA[end:]).replace(
        "</FatturaElettronicaBody>", body + "</FatturaElettronicaBody>"
    )


def test_fatturapa_without_its_total_is_summed_up() -> None:
    assert parse_einvoice(fattura()).data.total_amount == Decimal("122.00")
    rounded = parse_einvoice(fattura("<Arrotondamento>-0.40</Arrotondamento>")).data
    assert (rounded.total_amount, rounded.rounding_amount) == (Decimal("121.60"), Decimal("-0.40"))


def test_fatturapa_pension_fund_and_stamp_duty_are_surcharges_and_withholding_is_not_paid() -> None:
    data = parse_einvoice(
        fattura(
            "<DatiRitenuta><TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>200.00</ImportoRitenuta>"
            "<AliquotaRitenuta>20.00</AliquotaRitenuta></DatiRitenuta>"
            "<DatiBollo><BolloVirtuale>SI</BolloVirtuale><ImportoBollo>2.00</ImportoBollo></DatiBollo>"
            "<DatiCassaPrevidenziale><TipoCassa>TC01</TipoCassa><AlCassa>4.00</AlCassa>"
            "<ImportoContributoCassa>40.00</ImportoContributoCassa><ImponibileCassa>1000.00</ImponibileCassa>"
            "<AliquotaIVA>22.00</AliquotaIVA></DatiCassaPrevidenziale>"
        )
    ).data

    [fund, stamp] = data.surcharges
    assert (fund.code, fund.rate, fund.base, fund.amount) == ("TC01", Decimal(4), Decimal(1000), Decimal(40))
    assert (fund.tax_rate, stamp.name, stamp.amount) == (Decimal(22), "Bollo", Decimal(2))
    [withholding] = data.withholdings
    assert (withholding.code, withholding.rate, withholding.amount) == ("RT01", Decimal(20), Decimal(200))
    assert data.paid_amount is None


def test_fatturapa_split_payment_is_kept_back_by_the_buyer() -> None:
    split = fattura().replace("<Imposta>22.00</Imposta>", "<Imposta>22.00</Imposta><EsigibilitaIVA>S</EsigibilitaIVA>")
    [withholding] = parse_einvoice(split).data.withholdings

    assert (withholding.code, withholding.base, withholding.amount) == ("S", Decimal(100), Decimal(22))


def test_fatturapa_discounts_of_document_and_line() -> None:
    discount = "<ScontoMaggiorazione><Tipo>SC</Tipo><Importo>5.00</Importo></ScontoMaggiorazione>"
    more = "<ScontoMaggiorazione><Tipo>MG</Tipo><Percentuale>2.00</Percentuale></ScontoMaggiorazione>"
    xml = fattura(discount + more).replace("<PrezzoTotale>60.00", f"{discount}<PrezzoTotale>50.00")
    data = parse_einvoice(xml).data

    assert [one.amount for one in data.allowances] == [Decimal(5)]
    assert [one.percent for one in data.charges] == [Decimal(2)]
    assert [one.amount for one in data.lines[0].allowances] == [Decimal(10)]  # five a unit, two units


def test_fatturapa_percentages_of_a_line_are_each_of_what_the_ones_before_left() -> None:
    row = "<ScontoMaggiorazione><Tipo>{}</Tipo><Percentuale>{}</Percentuale></ScontoMaggiorazione>"
    rows = row.format("SC", "10.00") + row.format("SC", "33.42") + row.format("MG", "2.00")
    line = parse_einvoice(fattura().replace("<PrezzoTotale>60.00", f"{rows}<PrezzoTotale>36.67")).data.lines[0]

    assert (line.quantity, line.unit_price) == (Decimal(2), Decimal(30))
    assert [(str(one.percent), str(one.amount)) for one in line.allowances] == [("10.00", "6.00"), ("33.42", "18.05")]
    assert [(str(one.percent), str(one.amount)) for one in line.charges] == [("2.00", "0.72")]


SIMPLIFIED = """<p:FatturaElettronicaSemplificata versione="FSM10" xmlns:p="urn:p"><FatturaElettronicaHeader>
 <CedentePrestatore><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>01234567890</IdCodice></IdFiscaleIVA>
  <Denominazione>Bar Alpha srl</Denominazione><Sede><Indirizzo>Viale Roma 5</Indirizzo><CAP>07100</CAP>
  <Comune>Sassari</Comune><Nazione>IT</Nazione></Sede></CedentePrestatore>
 <CessionarioCommittente><IdentificativiFiscali><CodiceFiscale>BNCNNA80A41H501U</CodiceFiscale></IdentificativiFiscali>
  <AltriDatiIdentificativi><Nome>Anna</Nome><Cognome>Bianchi</Cognome></AltriDatiIdentificativi>
 </CessionarioCommittente></FatturaElettronicaHeader>
 <FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD07</TipoDocumento><Divisa>EUR</Divisa>
   <Data>2024-03-01</Data><Numero>12</Numero></DatiGeneraliDocumento></DatiGenerali>
  <DatiBeniServizi><Descrizione>Pranzo</Descrizione><Importo>55.00</Importo>
   <DatiIVA><Imposta>5.00</Imposta><Aliquota>10.00</Aliquota></DatiIVA></DatiBeniServizi>
  <DatiBeniServizi><Descrizione>Vino</Descrizione><Importo>20.00</Importo>
   <DatiIVA><Aliquota>22.00</Aliquota></DatiIVA></DatiBeniServizi>
 </FatturaElettronicaBody></p:FatturaElettronicaSemplificata>"""


def test_simplified_fatturapa_whose_amounts_include_the_tax() -> None:
    data = parse_einvoice(SIMPLIFIED).data

    assert (data.document_type, data.invoice_number, data.currency) == ("invoice", "12", "EUR")
    assert (data.seller.name, data.seller.vat_id) == ("Bar Alpha srl", "IT01234567890")
    assert data.seller.address == "Viale Roma 5, 07100, Sassari, IT"
    assert (data.buyer.name, data.buyer.tax_id) == ("Anna Bianchi", "BNCNNA80A41H501U")
    assert (data.net_amount, data.tax_amount, data.total_amount) == (
        Decimal("66.39"),
        Decimal("8.61"),
        Decimal("75.00"),
    )
    assert [line.net_amount for line in data.lines] == [Decimal("50.00"), Decimal("16.39")]


def test_every_syntax_that_is_read_has_a_reader() -> None:
    envelope = {EInvoiceSyntax.ATTACHED_DOCUMENT}
    assert set(READERS) | envelope == {syntax for syntax, rule in SYNTAXES.items() if rule.is_read}


def test_a_second_invoice_in_the_file_is_not_dropped_in_silence() -> None:
    body = FATTURA[FATTURA.index("<FatturaElettronicaBody>") : FATTURA.index("</p:Fattura")]
    findings = parse_einvoice(FATTURA.replace(body, body + body)).findings

    assert [finding.code for finding in findings] == ["several-invoices"]


def test_elements_without_a_field_are_named() -> None:
    extraction = parse_einvoice(
        ubl(
            "<b:ID>7</b:ID><b:Mystery>x</b:Mystery><a:Group><b:Inner>y</b:Inner><b:Inner>z</b:Inner></a:Group>"
            "<a:TaxTotal><a:TaxSubtotal><a:TaxCategory><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:TaxCategory>"
            "</a:TaxSubtotal></a:TaxTotal>"
        )
    )

    [not_kept] = extraction.findings
    assert (not_kept.code, not_kept.level) == (FindingCode.NOT_KEPT, Level.INFO)
    assert not_kept.params == {"elements": ["Mystery", "Group/Inner"], "count": 3}


def test_an_invoice_that_is_kept_whole_has_no_finding() -> None:
    whole = UBL_INVOICE.replace('<a:TaxTotal><b:TaxAmount currencyID="USD">22.00</b:TaxAmount></a:TaxTotal>', "")
    whole = whole.replace("<a:PaymentMeans><b:PaymentMeansCode>57</b:PaymentMeansCode></a:PaymentMeans>", "")

    assert parse_einvoice(whole).findings == ()


def test_tax_in_the_books_currency_is_named_where_the_xml_gives_that_currency() -> None:
    data = parse_einvoice(
        UBL_INVOICE.replace(
            "<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>",
            "<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode><b:TaxCurrencyCode>USD</b:TaxCurrencyCode>",
        )
    ).data

    assert (data.tax_currency, data.tax_amount_in_tax_currency, data.tax_amount) == ("USD", Decimal(22), Decimal(20))


def test_several_accounts_are_kept_and_the_first_one_stays_where_it_was() -> None:
    means = "<a:PaymentMeans><b:PaymentMeansCode>58</b:PaymentMeansCode><a:PayeeFinancialAccount><b:ID>{}</b:ID><b:Name>{}</b:Name></a:PayeeFinancialAccount></a:PaymentMeans>"
    payment = parse_einvoice(
        ubl(means.format("DE02120300000000202051", "Main") + means.format("4711-0", "Old"))
    ).data.payment

    assert (payment.iban, payment.account) == ("DE02120300000000202051", None)
    assert [(one.iban, one.account, one.name) for one in payment.accounts] == [
        ("DE02120300000000202051", None, "Main"),
        (None, "4711-0", "Old"),
    ]


def test_the_payee_is_not_the_seller() -> None:
    data = parse_einvoice(
        ubl(
            "<a:PayeeParty><a:PartyIdentification><b:ID schemeID='SEPA'>DE98ZZZ09999999999</b:ID></a:PartyIdentification>"
            "<a:PartyName><b:Name>Factor AG</b:Name></a:PartyName></a:PayeeParty>"
        )
    ).data

    assert data.payee is not None
    assert (data.payee.name, data.payee.id, data.seller.name) == ("Factor AG", None, None)
    assert data.payment.mandate is not None
    assert data.payment.mandate.creditor_id == "DE98ZZZ09999999999"


def test_cash_discounts_in_the_terms_of_payment_are_data_too() -> None:
    terms = "#SKONTO#TAGE=14#PROZENT=2.25#\n#SKONTO#TAGE=28#PROZENT=1.00#BASISBETRAG=252.94#"
    data = parse_einvoice(ubl(f"<a:PaymentTerms><b:Note>{terms}</b:Note></a:PaymentTerms>")).data

    assert [(one.days, one.percent, one.base) for one in data.cash_discounts] == [
        (14, Decimal("2.25"), None),
        (28, Decimal("1.00"), Decimal("252.94")),
    ]
    assert data.payment_terms == terms


def test_the_subject_of_a_note_is_no_part_of_its_text() -> None:
    data = parse_einvoice(ubl("<b:Note>#AAI#General</b:Note><b:Note>#1 in quality</b:Note>")).data

    assert (data.notes, data.note_subjects) == ("General\n#1 in quality", ["AAI"])


def test_unreadable_values_are_null_and_reported() -> None:
    extraction = parse_einvoice(
        ubl(
            "<b:IssueDate>31.12.2024</b:IssueDate><b:DocumentCurrencyCode>EURO</b:DocumentCurrencyCode>"
            "<a:LegalMonetaryTotal><b:PayableAmount>1.234,56</b:PayableAmount></a:LegalMonetaryTotal>"
        )
    )

    assert (extraction.data.issue_date, extraction.data.currency, extraction.data.amount_due) == (None, None, None)
    assert {finding.code for finding in extraction.findings} == {"unreadable-value"}
    assert len(extraction.findings) == 3


def test_too_long_values_are_cut_and_reported() -> None:
    extraction = parse_einvoice(ubl(f"<b:ID>{'9' * 500}</b:ID>" + "<a:InvoiceLine/>" * 5001))

    assert extraction.data.invoice_number == "9" * 200
    assert len(extraction.data.lines) == 5000
    assert [finding.code for finding in extraction.findings] == ["value-cut", "rows-cut"]


@pytest.mark.parametrize(
    "number",
    [
        "NaN",
        "Infinity",
        "1e400",
        "-1e13",
        "one",
        "1e999999999",
        "-1e999999999",
        "9" * 1_000_000,
        "999999999999.999999999",
    ],
)
def test_numbers_that_are_no_amounts(number: str) -> None:
    xml = ubl(f"<a:LegalMonetaryTotal><b:PayableAmount>{number}</b:PayableAmount></a:LegalMonetaryTotal>")

    assert parse_einvoice(xml).data.amount_due is None


BOMB = "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<Invoice>",
        b"\x00\x01\x02",
        b"<Invoice><ID>1</ID></Invoice>",
        b"<html/>",
        b"<CrossIndustryInvoice/>",
        b"<FatturaElettronica/>",
        b"<a>" * 100_000,
        f'<!DOCTYPE FatturaElettronica [<!ENTITY a "ha">{BOMB}]><FatturaElettronica><ID>&i;</ID></FatturaElettronica>'.encode(),
        b'<!DOCTYPE FatturaElettronica [<!ENTITY x SYSTEM "file:///etc/passwd">]><FatturaElettronica><ID>&x;</ID></FatturaElettronica>',
        b'<!DOCTYPE FatturaElettronica SYSTEM "http://127.0.0.1:9/x.dtd"><FatturaElettronica><ID>1</ID></FatturaElettronica>',
    ],
)
def test_damaged_or_hostile_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(DocumentError):
        parse_einvoice(xml)
