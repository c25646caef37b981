"""The national e-invoice syntaxes, each by a document of its own."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from functions.extract.einvoice.parsing import parse_einvoice
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_values import Part
from shared.errors import DocumentError

DOCUMENTS = Path(__file__).with_name("documents")


def document(name: str) -> str:
    return re.sub(r"^<\?xml.*?\?>", "", (DOCUMENTS / f"{name}.xml").read_text())


def read(xml: str) -> InvoiceData:
    return parse_einvoice(xml).data


def given(part: Part, *names: str) -> dict[str, Any]:
    return {name: value for name, value in part.model_dump(mode="json").items() if name in names}


def money(data: InvoiceData) -> tuple[str | None, ...]:
    """Net, tax, total and due."""
    amounts = (data.net_amount, data.tax_amount, data.total_amount, data.amount_due)
    return tuple(None if one is None else str(one) for one in amounts)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.xml")), ids=lambda path: path.stem)
def test_nothing_of_these_documents_is_lost(path: Path) -> None:
    unreadable_or_lost = {one.code: one.params for one in parse_einvoice(path.read_bytes()).findings}
    assert unreadable_or_lost in ({}, {"not-kept": {"elements": ["Fa/FaWiersz/P_9B"], "count": 1}})


class TestFacturae:
    def test_header_parties_and_payment(self) -> None:
        data = read(document("facturae"))

        assert (data.document_type, data.type_code, data.invoice_number) == ("invoice", "OO", "2026-77")
        assert (data.issue_date, data.due_date) == (date(2026, 10, 5), date(2026, 11, 4))
        assert (data.currency, data.tax_currency, data.purchase_order) == ("EUR", None, "PO-9")
        assert given(data.seller, "name", "vat_id", "country", "address") == {
            "name": "Irene Soto Lago",
            "vat_id": "12345678Z",
            "country": "ES",
            "address": "Calle del Olmo 4, 48001, Bilbao, ES",
        }
        assert (data.buyer.name, data.buyer.country) == ("Astilleros Ría SA", "PT")
        assert [one.id for one in data.buyer.identifiers] == ["L01480209"]
        assert (data.payment.means, data.payment.iban) == ("04", "ES9121000418450200051332")

    def test_irpf_is_withheld_beside_the_total(self) -> None:
        data = read(document("facturae"))

        assert money(data) == ("1000.00", "210.00", "1210.00", "1060.00")
        assert [(one.name, str(one.rate), str(one.amount)) for one in data.withholdings] == [
            ("IRPF", "15.00", "150.00")
        ]

    def test_a_total_that_is_not_reduced_stays(self) -> None:
        xml = document("facturae").replace("<InvoiceTotal>1060.00", "<InvoiceTotal>1210.00")

        assert read(xml).total_amount == Decimal("1210.00")

    def test_lines(self) -> None:
        line = read(document("facturae")).lines[0]

        assert given(line, "description", "quantity", "unit_price", "net_amount", "tax_rate", "product_code") == {
            "description": "Planos de cubierta",
            "quantity": "21.0",
            "unit_price": "50.00",
            "net_amount": "1000.00",
            "tax_rate": "21.00",
            "product_code": "PL-1",
        }
        assert [str(one.amount) for one in line.allowances] == ["50.00"]

    def test_a_correction_is_a_credit_note_unless_it_raises_the_sum(self) -> None:
        corrective = (
            "<InvoiceClass>OR</InvoiceClass><Corrective><InvoiceNumber>70</InvoiceNumber>"
            "<InvoiceSeriesCode>2026</InvoiceSeriesCode><InvoiceIssueDate>2026-09-01</InvoiceIssueDate></Corrective>"
        )
        raised = document("facturae").replace("<InvoiceClass>OO</InvoiceClass>", corrective)
        lowered = raised.replace("<InvoiceTotal>1060.00", "<InvoiceTotal>-1210.00")

        assert read(raised).document_type == "invoice"
        assert read(lowered).document_type == "credit_note"
        assert [(one.number, one.date) for one in read(lowered).preceding_invoices] == [("2026-70", date(2026, 9, 1))]

    def test_recargo_de_equivalencia_is_beside_the_vat(self) -> None:
        surcharge = (
            "<TaxAmount><TotalAmount>210.00</TotalAmount></TaxAmount><EquivalenceSurcharge>5.20</EquivalenceSurcharge>"
            "<EquivalenceSurchargeAmount><TotalAmount>52.00</TotalAmount></EquivalenceSurchargeAmount>"
        )
        xml = document("facturae").replace("<TaxAmount><TotalAmount>210.00</TotalAmount></TaxAmount>", surcharge)
        data = read(xml.replace("<TotalTaxOutputs>210.00", "<TotalTaxOutputs>262.00"))

        assert data.tax_amount == Decimal("210.00")
        assert [(str(one.rate), str(one.amount)) for one in data.surcharges] == [("5.20", "52.00")]

    def test_a_file_without_invoices_is_refused(self) -> None:
        with pytest.raises(DocumentError, match="no invoice in it"):
            read("<Facturae><Invoices/></Facturae>")


class TestKsef:
    def test_header_parties_and_payment(self) -> None:
        data = read(document("ksef-fa3"))

        assert (data.document_type, data.invoice_number, data.currency) == ("invoice", "FV/10/2026/8", "PLN")
        assert (data.issue_date, data.due_date) == (date(2026, 10, 5), date(2026, 10, 19))
        assert (data.seller.vat_id, data.seller.country) == ("PL5260250274", "PL")
        assert (data.buyer.vat_id, data.buyer.name) == ("CZ25123891", "Papír Morava s.r.o.")
        assert (data.payment.means_text, data.payment.iban) == ("przelew", "PL61109010140000071219812874")
        assert data.purchase_order == "Z-5"

    def test_each_rate_is_a_row_of_taxes(self) -> None:
        data = read(document("ksef-fa3"))

        assert money(data) == ("160.00", "27.00", "187.00", None)
        assert [(one.category, str(one.rate), str(one.taxable_amount)) for one in data.tax_breakdown] == [
            ("S", "23", "100.00"),
            ("S", "8", "50.00"),
            ("E", "0", "10.00"),
        ]

    def test_amounts_with_tax_become_net(self) -> None:
        assert [str(line.net_amount) for line in read(document("ksef-fa3")).lines] == ["100.00", "50.00", "10.00"]

    def test_a_rate_of_digits_that_are_no_number_is_none(self) -> None:
        xml = document("ksef-fa3").replace("<P_12>8</P_12>", "<P_12>²</P_12>")
        assert xml != document("ksef-fa3")
        assert [line.tax_rate for line in read(xml).lines] == [Decimal(23), None, Decimal(0)]

    def test_the_state_before_a_correction_counts_against_the_one_after(self) -> None:
        before = (
            "<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>Ulotki A5</P_7><P_8B>300</P_8B><P_9A>0.50</P_9A>"
            "<P_11>150.00</P_11><P_12>23</P_12><StanPrzed>1</StanPrzed></FaWiersz><Platnosc>"
        )
        xml = document("ksef-fa3").replace(">VAT<", ">KOR<").replace("<Platnosc>", before)
        data = read(re.sub("<P_15>.*?<", "<P_15>-61.50<", xml))

        assert data.document_type == "credit_note"
        assert (data.lines[-1].quantity, data.lines[-1].net_amount) == (Decimal(-300), Decimal("-150.00"))

    def test_fa_2_is_read_alike(self) -> None:
        older = document("ksef-fa3").replace("2025/06/25/13775", "2023/06/29/12648").replace("FA (3)", "FA (2)")

        assert read(older) == read(document("ksef-fa3"))

    def test_another_form_is_refused(self) -> None:
        with pytest.raises(DocumentError, match="no invoice in it"):
            read('<Faktura xmlns="http://crd.gov.pl/wzor/x"><FakturaRR/></Faktura>')


class TestCfdi:
    def test_header_and_parties(self) -> None:
        data = read(document("cfdi"))

        assert (data.document_type, data.invoice_number, data.currency) == ("invoice", "H-31", "MXN")
        assert data.issue_date == date(2026, 10, 5)
        assert (data.seller.name, data.seller.tax_id) == ("IRENE SOTO LAGO", "SOLI800101AB1")
        assert (data.buyer.name, data.buyer.tax_id) == ("ESCUELA KEMPER", "EKU9003173C9")
        assert data.notes == "Folio fiscal: 5C7B1A2E-0000-4000-8000-000000000001"

    def test_isr_and_iva_are_withheld_beside_the_total(self) -> None:
        data = read(document("cfdi"))

        assert money(data) == ("10000.00", "1600.00", "11600.00", "9533.33")
        assert [(one.name, str(one.amount)) for one in data.withholdings] == [("ISR", "1000.00"), ("IVA", "1066.67")]

    def test_lines_are_net_of_their_discount(self) -> None:
        line = read(document("cfdi")).lines[0]

        assert given(line, "quantity", "unit", "unit_price", "net_amount", "tax_rate") == {
            "quantity": "2",
            "unit": "E48",
            "unit_price": "5250.00",
            "net_amount": "10000.00",
            "tax_rate": "16.00",
        }

    def test_egreso_is_a_credit_note_that_names_what_it_credits(self) -> None:
        related = '<cfdi:CfdiRelacionados TipoRelacion="01"><cfdi:CfdiRelacionado UUID="A-1"/></cfdi:CfdiRelacionados>'
        xml = document("cfdi").replace('TipoDeComprobante="I"', 'TipoDeComprobante="E"')
        data = read(xml.replace("<cfdi:Emisor", f"{related}<cfdi:Emisor"))

        assert data.document_type == "credit_note"
        assert [one.number for one in data.preceding_invoices] == ["A-1"]

    def test_version_3_3_is_read_alike(self) -> None:
        assert read(document("cfdi").replace("cfd/4", "cfd/3").replace('"4.0"', '"3.3"')) == read(document("cfdi"))

    def test_other_taxes_are_beside_the_vat(self) -> None:
        ieps = (
            '<cfdi:Traslado Base="10000.00" Impuesto="003" TipoFactor="Tasa" TasaOCuota="0.080000" Importe="800.00"/>'
        )
        head, _, tail = document("cfdi").rpartition("</cfdi:Traslados>")
        data = read(f"{head}{ieps}</cfdi:Traslados>{tail}")

        assert data.tax_amount == Decimal("1600.00")
        assert [(one.name, str(one.rate), str(one.amount)) for one in data.surcharges] == [("IEPS", "8.00", "800.00")]

    def test_a_receipt_of_a_payment_is_no_invoice(self) -> None:
        with pytest.raises(DocumentError, match="a receipt of a payment, not an invoice"):
            read(document("cfdi").replace('TipoDeComprobante="I"', 'TipoDeComprobante="P"'))


class TestNfe:
    def test_header_and_parties(self) -> None:
        data = read(document("nfe"))

        assert (data.document_type, data.invoice_number, data.currency) == ("invoice", "17", "BRL")
        assert (data.issue_date, data.due_date) == (date(2026, 10, 5), date(2026, 11, 5))
        assert (data.seller.name, data.seller.tax_id) == ("Café Serra Ltda", "12345678000195")
        assert (data.buyer.name, data.buyer.tax_id) == ("Padaria Sol", "11222333000181")
        assert [str(one.amount) for one in data.instalments] == ["267.00", "267.00"]

    def test_the_tax_is_what_is_added_to_the_price(self) -> None:
        data = read(document("nfe"))

        assert money(data) == ("510.00", "24.00", "534.00", "534.00")
        assert [(one.reason, str(one.amount)) for one in data.charges] == [("Frete", "30.00")]
        assert "ICMS 86.40" in (data.notes or "")

    def test_lines(self) -> None:
        line = read(document("nfe")).lines[0]

        assert (line.description, str(line.quantity), str(line.net_amount)) == ("Café torrado 1 kg", "10.00", "480.00")
        assert [(one.scheme, one.id) for one in line.classifications] == [("NCM", "09012100"), ("CFOP", "5102")]

    def test_without_its_protocol_it_is_read_alike(self) -> None:
        bare = re.search("<NFe>.*</NFe>", document("nfe"), re.DOTALL)
        assert bare
        data = read(bare.group().replace("<NFe>", '<NFe xmlns="http://www.portalfiscal.inf.br/nfe">'))

        assert (data.invoice_number, data.total_amount) == ("17", Decimal("534.00"))

    def test_a_return_is_a_credit_note(self) -> None:
        assert read(document("nfe").replace("<finNFe>1", "<finNFe>4")).document_type == "credit_note"


class TestEbInterface:
    def test_version_6(self) -> None:
        data = read(document("ebinterface-6"))

        assert (data.document_type, data.invoice_number, data.currency) == ("invoice", "R-8", "EUR")
        assert (data.issue_date, data.due_date) == (date(2026, 10, 5), date(2026, 11, 4))
        assert (data.seller.vat_id, data.seller.country, data.buyer.country) == ("ATU13585627", "AT", "AT")
        assert money(data) == ("1000.00", "200.00", "1200.00", "1000.00")
        assert data.paid_amount == Decimal("200.00")
        assert (data.payment.iban, data.payment.reference) == ("AT611904300234573201", "R8")
        assert [(str(one.until), str(one.percent)) for one in data.cash_discounts] == [("2026-10-12", "2.00")]
        assert given(data.lines[0], "quantity", "unit", "unit_price", "net_amount", "tax_rate", "tax_category") == {
            "quantity": "2",
            "unit": "C62",
            "unit_price": "500.00",
            "net_amount": "1000.00",
            "tax_rate": "20",
            "tax_category": "S",
        }

    def test_version_5_writes_its_taxes_otherwise(self) -> None:
        xml = document("ebinterface-6").replace("schema/6p1", "schema/5p0")
        line = '<eb:VATRate eb:TaxCode="AT022">20</eb:VATRate>'
        item = "<eb:TaxedAmount>1000.00</eb:TaxedAmount><eb:VATRate>20</eb:VATRate><eb:Amount>200.00</eb:Amount>"
        total = f"<eb:Tax><eb:VAT><eb:VATItem>{item}</eb:VATItem></eb:VAT></eb:Tax>"
        xml = re.sub("<eb:Tax>.*?</eb:Tax>", total, xml)
        data = read(re.sub("<eb:TaxItem>.*?</eb:TaxItem>", line, xml))

        assert money(data) == ("1000.00", "200.00", "1200.00", "1000.00")
        assert [str(line.tax_rate) for line in data.lines] == ["20"]

    def test_a_credit_memo(self) -> None:
        xml = document("ebinterface-6").replace('DocumentType="Invoice"', 'DocumentType="CreditMemo"')

        assert read(xml).document_type == "credit_note"


class TestFinvoice:
    def test_header_parties_and_payment(self) -> None:
        data = read(document("finvoice"))

        assert (data.document_type, data.invoice_number, data.currency) == ("invoice", "1042", "EUR")
        assert (data.issue_date, data.due_date) == (date(2026, 10, 5), date(2026, 10, 19))
        assert (data.seller.name, data.seller.vat_id) == ("Saha ja Lauta Oy", "FI12345671")
        assert (data.payment.iban, data.payment.reference) == ("FI2112345600000785", "1042005")
        assert data.notes == "Kiitos!"

    def test_numbers_have_a_decimal_comma(self) -> None:
        data = read(document("finvoice"))

        assert money(data) == ("200.00", "51.00", "251.00", "251.00")
        assert given(data.lines[0], "quantity", "unit", "unit_price", "net_amount", "tax_rate") == {
            "quantity": "40.00",
            "unit": "m",
            "unit_price": "5.00",
            "net_amount": "200.00",
            "tax_rate": "25.5",
        }

    def test_inv02_is_a_credit_note(self) -> None:
        assert read(document("finvoice").replace("INV01", "INV02")).document_type == "credit_note"

    def test_an_earlier_version_is_read_alike(self) -> None:
        assert read(document("finvoice").replace('"3.0"', '"2.01"')) == read(document("finvoice"))


class TestIsdoc:
    def test_header_parties_and_payment(self) -> None:
        data = read(document("isdoc"))

        assert (data.document_type, data.type_code, data.invoice_number) == ("invoice", "1", "FV-2026-0051")
        assert (data.issue_date, data.tax_point_date) == (date(2026, 10, 5), date(2026, 10, 2))
        assert (data.due_date, data.currency, data.tax_currency) == (date(2026, 10, 19), "CZK", None)
        assert given(data.seller, "name", "vat_id", "tax_id", "address", "legal_info", "email") == {
            "name": "Pila Vysočina s.r.o.",
            "vat_id": "CZ12345679",
            "tax_id": "12345679",
            "address": "Lesní 8, 58601, Jihlava, CZ",
            "legal_info": "KS v Brně, C 4711",
            "email": "mala@pila.example",
        }
        assert (data.buyer.vat_id, data.buyer.tax_id, data.buyer.country) == ("SK2020000001", "2020000001", "SK")
        assert (data.payment.means, data.payment.reference) == ("42", "20260051")
        assert (data.payment.iban, data.payment.bic) == ("CZ6508000000192000145399", "GIBACZPX")
        assert (data.purchase_order, data.sales_order, data.notes) == ("OBJ-9", "Z-12", "Děkujeme.")

    def test_advances_taxed_and_not_are_paid(self) -> None:
        data = read(document("isdoc"))

        assert money(data) == ("1800.0", "378.0", "2178.0", "1500")
        assert data.paid_amount == Decimal(678)

    def test_a_taxed_advance_that_stands_among_the_deposits_too_counts_once(self) -> None:
        xml = document("isdoc").replace("<PaidDepositsAmount>73<", "<PaidDepositsAmount>678<")

        assert read(xml).paid_amount == Decimal(678)

    def test_lines(self) -> None:
        line = read(document("isdoc")).lines[0]

        assert given(line, "quantity", "unit", "unit_price", "net_amount", "tax_rate", "order_line") == {
            "quantity": "20",
            "unit": "ks",
            "unit_price": "100.0",
            "net_amount": "1800.0",
            "tax_rate": "21",
            "order_line": "4",
        }
        assert [str(one.amount) for one in line.allowances] == ["200.0"]

    @pytest.mark.parametrize(
        ("code", "kind"),
        [("2", "credit_note"), ("6", "credit_note"), ("3", "invoice"), ("4", "invoice"), ("5", "invoice")],
    )
    def test_credit_notes_are_of_invoices_and_of_taxed_advances(self, code: str, kind: str) -> None:
        original = (
            "<OriginalDocumentReferences><OriginalDocumentReference><ID>FV-40</ID><IssueDate>2026-09-01</IssueDate>"
            "</OriginalDocumentReference></OriginalDocumentReferences><InvoiceLines>"
        )
        xml = document("isdoc").replace("<DocumentType>1<", f"<DocumentType>{code}<")
        data = read(xml.replace("<InvoiceLines>", original))

        assert (data.document_type, data.type_code) == (kind, code)
        assert [(one.number, one.date) for one in data.preceding_invoices] == [("FV-40", date(2026, 9, 1))]

    def test_the_amounts_of_a_foreign_currency_are_read_and_its_tax_in_the_local_one(self) -> None:
        xml = document("isdoc").replace(
            "</LocalCurrencyCode>", "</LocalCurrencyCode><ForeignCurrencyCode>EUR</ForeignCurrencyCode>"
        )
        for name, value in (
            *(("LineExtensionAmount", "72"), ("TaxableAmount", "72"), ("TaxAmount", "15.12"), ("PayableAmount", "60")),
            *(("TaxExclusiveAmount", "72"), ("TaxInclusiveAmount", "87.12")),
        ):
            xml = xml.replace(f"<{name}>", f"<{name}Curr>{value}</{name}Curr><{name}>")
        data = read(xml)

        assert (data.currency, data.tax_currency) == ("EUR", "CZK")
        assert money(data) == ("72", "15.12", "87.12", "60")
        assert data.tax_amount_in_tax_currency == Decimal("378.0")
        assert [(str(one.taxable_amount), str(one.tax_amount)) for one in data.tax_breakdown] == [("72", "15.12")]
        assert [(line.net_amount, line.unit_price, line.allowances) for line in data.lines] == [(Decimal(72), None, [])]

    def test_a_bank_account_without_iban(self) -> None:
        xml = document("isdoc").replace("<IBAN>CZ6508000000192000145399</IBAN>", "<IBAN/>")

        assert (read(xml).payment.iban, read(xml).payment.account) == (None, "2000145399/0800")

    def test_version_5_is_read_alike(self) -> None:
        assert read(document("isdoc").replace("namespace/2013", "namespace/invoice")) == read(document("isdoc"))


class TestDteChile:
    def test_header_and_parties(self) -> None:
        data = read(document("dte-chile"))

        assert (data.document_type, data.type_code, data.invoice_number) == ("invoice", "33", "310")
        assert (data.issue_date, data.due_date, data.currency) == (date(2026, 10, 5), date(2026, 11, 4), "CLP")
        assert given(data.seller, "name", "tax_id", "address", "country", "email") == {
            "name": "Maderas Lonco SpA",
            "tax_id": "76543210-3",
            "address": "Los Aromos 12, Hualpen, Concepcion, CL",
            "country": "CL",
            "email": "ventas@lonco.example",
        }
        assert (data.buyer.name, data.buyer.tax_id) == ("Muebles Sur Ltda", "77000111-8")
        assert (data.purchase_order, data.preceding_invoices) == ("OC-77", [])

    def test_amounts_with_an_exempt_part_and_a_share_off(self) -> None:
        data = read(document("dte-chile"))

        assert money(data) == ("95000", "17100", "112100", "112100")
        assert [(one.category, str(one.taxable_amount)) for one in data.tax_breakdown] == [
            ("S", "90000"),
            ("E", "5000"),
        ]
        assert [(str(one.percent), str(one.amount), one.reason) for one in data.allowances] == [
            ("10", "10000.00", "Cliente frecuente")
        ]
        assert data.charges == []

    def test_lines(self) -> None:
        taxed, exempt = read(document("dte-chile")).lines

        assert given(taxed, "description", "product_code", "quantity", "unit_price", "net_amount", "tax_rate") == {
            "description": "Pino cepillado",
            "product_code": "P-2",
            "quantity": "50",
            "unit_price": "2100",
            "net_amount": "100000",
            "tax_rate": "19",
        }
        assert [str(one.amount) for one in taxed.allowances] == ["5000"]
        assert (exempt.tax_rate, exempt.tax_category) == (Decimal(0), "E")

    def test_a_credit_note_names_what_it_credits(self) -> None:
        xml = document("dte-chile").replace("<TipoDTE>33", "<TipoDTE>61").replace("<TpoDocRef>801", "<TpoDocRef>33")
        data = read(xml)

        assert (data.document_type, data.purchase_order) == ("credit_note", None)
        assert [(one.number, one.date) for one in data.preceding_invoices] == [("OC-77", date(2026, 9, 28))]

    def test_a_debit_note_is_an_invoice(self) -> None:
        assert read(document("dte-chile").replace("<TipoDTE>33", "<TipoDTE>56")).document_type == "invoice"

    def test_the_lines_of_a_receipt_include_the_tax(self) -> None:
        xml = document("dte-chile").replace("EnvioDTE", "EnvioBOLETA").replace("<TipoDTE>33", "<TipoDTE>39")
        xml = xml.replace("<MontoItem>100000<", "<MontoItem>119000<")

        assert [line.net_amount for line in read(xml).lines] == [Decimal(100000), Decimal(5000)]
        assert [line.net_amount for line in read(xml.replace("<TasaIVA>19</TasaIVA>", "")).lines] == [
            None,
            Decimal(5000),
        ]

    def test_tax_that_the_buyer_keeps_back_is_withheld_and_his_own_invoice_is_of_the_other_party(self) -> None:
        kept = "<ImptoReten><TipoImp>15</TipoImp><TasaImp>19</TasaImp><MontoImp>17100</MontoImp></ImptoReten><MntTotal>"
        xml = document("dte-chile").replace("<MntTotal>112100", f"{kept}95000").replace("<TipoDTE>33", "<TipoDTE>46")
        data = read(xml)

        assert money(data) == ("95000", "17100", "112100", "95000")
        assert [(one.code, str(one.amount)) for one in data.withholdings] == [("15", "17100")]
        assert (data.seller.name, data.buyer.name) == ("Muebles Sur Ltda", "Maderas Lonco SpA")

    def test_another_tax_is_beside_the_vat(self) -> None:
        added = "<ImptoReten><TipoImp>27</TipoImp><TasaImp>10</TasaImp><MontoImp>9000</MontoImp></ImptoReten><MntTotal>"
        data = read(document("dte-chile").replace("<MntTotal>112100", f"{added}121100"))

        assert (data.withholdings, data.total_amount) == ([], Decimal(121100))
        assert [(one.code, str(one.amount)) for one in data.surcharges] == [("27", "9000")]

    def test_alone_it_is_read_alike(self) -> None:
        bare = re.search("<DTE .*</DTE>", document("dte-chile"), re.DOTALL)
        assert bare
        assert read(bare.group().replace("<DTE ", '<DTE xmlns="http://www.sii.cl/SiiDte" ')) == read(
            document("dte-chile")
        )

    def test_further_ones_in_the_envelope_are_told(self) -> None:
        xml = document("dte-chile").replace("</SetDTE>", '<DTE><Documento ID="F2"/></DTE></SetDTE>')
        found = parse_einvoice(xml)

        assert found.data.invoice_number == "310"
        assert [(one.code, (one.params or {})["count"]) for one in found.findings] == [("several-invoices", 2)]

    def test_an_exempt_invoice_has_no_tax(self) -> None:
        xml = document("dte-chile").replace("<TipoDTE>33", "<TipoDTE>34")
        totals = "<Totales><MntExe>95000</MntExe><MntTotal>95000</MntTotal></Totales>"
        data = read(re.sub("<Totales>.*</Totales>", totals, xml))

        assert money(data) == ("95000", "0", "95000", "95000")
        assert {(line.tax_rate, line.tax_category) for line in data.lines} == {(Decimal(0), "E")}

    def test_a_despatch_note_is_no_invoice(self) -> None:
        with pytest.raises(DocumentError, match="a despatch note, not an invoice"):
            read(document("dte-chile").replace("<TipoDTE>33", "<TipoDTE>52"))
