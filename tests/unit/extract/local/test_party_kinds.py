"""Invented documents of the kinds of layout in which parties are mistaken."""

from dataclasses import replace

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.context import read_context
from functions.extract.local.fields.parties.parties import Parties, find_parties
from functions.extract.local.fields.parties.role_labels import role_of
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.mentions.name_text import clean_name, is_name, without_titles
from functions.extract.local.mentions.names import name_options
from functions.extract.local.mentions.party_line import PartyLine
from functions.extract.local.tables.extent import table_rows
from shared.domain.document import Box
from tests.support.documents import printed


def names(text: str) -> tuple[str | None, str | None]:
    found = parties(text)
    return plain(found.seller.name), plain(found.buyer.name)


def parties(text: str) -> Parties:
    context = read_context(read_layout(printed(text)))
    taken = table_rows(context.layout, context.headers, context.lines)
    return find_parties(context.layout, context.identifiers, table_rows=taken)


def plain(value: object) -> str | None:
    found = getattr(value, "value", None)
    return None if found is None else str(found)


def test_a_colon_before_the_value_says_that_it_is_beside_its_label() -> None:
    page = """
              SOFTWARE AUSTRAL SPA                       R.U.T.: 76.543.210-3
              DESARROLLO DE SISTEMAS
              Dirección: Calle Larga 7                   FACTURA ELECTRONICA

   Señor(es)    : Taller Cordillera        Fecha Venc.    : 01-06-2024
   RUT          : 44552142-6               Fecha emisión  : 01-06-2024
   Dirección    : JUNIN 605                Ciudad         : Talca
   Giro         : 11191                    Forma de Pago  : Crédito

   Documentos Referenciados
   CANTIDAD   DESCRIPCIÓN             PRECIO UNIT.        TOTAL ITEM
   1          Honorarios              2.000               2.000
"""
    assert names(page) == ("SOFTWARE AUSTRAL SPA", "Taller Cordillera")


def test_a_person_under_bill_to_beside_the_delivery_address() -> None:
    page = """
   Harbour Lights Studio                                   INVOICE
   12 Quay Street
   Bristol BS1 4RB

   BILL TO                 SHIP TO                 INVOICE #      US-77
   Maya Lindqvist          Maya Lindqvist          INVOICE DATE   11/02/2019
   2 Court Square          99 Pineview Drive

   QTY     DESCRIPTION               UNIT PRICE      AMOUNT
   1       Portrait session          100.00          100.00
"""
    assert names(page) == ("Harbour Lights Studio", "Maya Lindqvist")


def test_a_heading_that_names_both_roles_is_the_buyers() -> None:
    page = """
        Borealis Gadgets Ltd.
   102, Innovation Avenue, Dubai
   INVOICE NO: TM-2025-98412                      SHIP TO / BILLED TO
   DATE OF ISSUE: 12-07-2025
                                                  Priya Menon
                                                  402, Pearl Heights

   Item Description                 Qty         Amount
   Laptop Stand                     1           $30.00
"""
    assert names(page)[1] == "Priya Menon"


@pytest.mark.parametrize(
    ("seller_label", "buyer_label"),
    [
        ("Prodejce", "Kupující"),
        ("Aussteller", "Empfänger"),
        ("Säljare", "Kund"),
        ("Émetteur", "Destinataire"),
        ("Prestador", "Contratante"),
        ("Sprzedawca", "Nabywca"),
    ],
)
def test_roles_are_known_in_many_languages_and_are_no_names(seller_label: str, buyer_label: str) -> None:
    page = f"""
   Nr. 198900000001

   {seller_label:40}{buyer_label}
   Anna Alfa                               Bruno Beta
   Rolnicka 1                              Ostravska 1
   747 05 Opava                            747 70 Opava
"""
    assert names(page) == ("Anna Alfa", "Bruno Beta")


def test_the_title_of_the_document_behind_a_name_is_no_part_of_it() -> None:
    page = """
   Granholmen AB Faktura
                                       Fakturaadress
                                       Elsa Berg
                                       Vädervägen 33
                                       333 35 FALKENBERG
"""
    assert names(page) == ("Granholmen AB", "Elsa Berg")


def test_a_word_beside_a_title_is_part_of_the_title() -> None:
    assert without_titles("FACTURA ELECTRONICA") == "FACTURA ELECTRONICA"
    assert without_titles("Invoice Alpha Works Ltd") == "Alpha Works Ltd"


def test_a_department_behind_a_name_is_no_part_of_it() -> None:
    assert names("Alphawerk AG Abteilung Buchhaltung\nkontakt@alphawerk.example")[0] == "Alphawerk AG"


def test_a_name_a_street_and_a_town_in_one_cell() -> None:
    found = parties("Handwerker Alpha Hauptstraße 12, 12345 Berlin\nEmail: info@alpha.example\nRechnung 17")

    assert plain(found.seller.name) == "Handwerker Alpha"
    assert plain(found.seller.address) == "Hauptstraße 12, 12345 Berlin"


def test_the_rows_of_the_table_of_lines_are_no_parties() -> None:
    page = """
   INVOICE                                    No. 17

   Description                  Quantity      Price      Amount
   Northern Steel Limited       2             10.00      20.00
"""
    assert names(page) == (None, None)


def test_the_seller_that_only_the_bank_account_and_the_phrase_of_payment_name() -> None:
    page = """
   INVOICE                                        Invoice No. 17

   Customer: Bright Harbour Ltd.

   Item               Quantity      Price      Total
   Office Chair       4             75.00      300.00

   Account Name: Quiet Valley Supplies
   Account Number: 12345678
   Make all checks payable to Quiet Valley Supplies
"""
    assert names(page) == ("Quiet Valley Supplies", "Bright Harbour Ltd.")


def test_a_value_of_two_lines_is_one_name() -> None:
    page = """
   FACTURA
   Datos del cliente:
   CIF: B12345674                 Correo: nilda@ejemplo.example
   Nombre: Nilda Gallart          Ronda de la Sierra 61, 42661 Granada
           Guijarro
"""
    assert names(page)[1] in ("Nilda Gallart Guijarro", "Nilda Gallart")


def test_the_second_best_is_kept() -> None:
    page = """
   Harbour Lights Studio                                   INVOICE

   Customer: Maya Lindqvist

   Item               Quantity      Price      Total
   Portrait           1             75.00      75.00
   Account Name: Quiet Valley Supplies
"""
    found = parties(page)

    assert found.seller.name is not None
    assert {"Harbour Lights Studio", "Quiet Valley Supplies"} <= {
        one.value for one in (found.seller.name, *found.seller.name.alternatives)
    }
    assert all(other.words for other in found.seller.name.alternatives)


def test_the_buyers_name_of_an_arca_voucher_stands_beside_the_tax_number() -> None:
    page = """
   Molinos del Sur SA                       B      FACTURA
                                        COD. 06    Punto de Venta: 0007   Comp. Nro: 00067418
   Razón Social: Molinos del Sur SA                Fecha de Emisión: 02/10/2019
   Domicilio Comercial: Av. Rivadavia 1797         CUIT: 30-99592262-9

   DATOS DEL RECEPTOR
   CUIT: 30-15724580-1            Razón Social: Instalaciones Quilmes S.R.L.
   Condición IVA: IVA Responsable Inscripto        Domicilio Comercial:
   Condición de venta: Otra

   Código  Producto / Servicio         Cantidad   Precio Unit.    Subtotal
   1       Horas de programación       6,00       100,00          600,00
   Importe Total: $600,00
"""
    found = parties(page)
    assert plain(found.seller.name) == "Molinos del Sur SA"
    assert plain(found.buyer.name) == "Instalaciones Quilmes S.R.L."
    assert (found.seller.tax_id and found.seller.tax_id.value, found.buyer.tax_id and found.buyer.tax_id.value) == (
        "30-99592262-9",
        "30-15724580-1",
    )


def test_the_strip_of_a_danfe_names_the_seller_and_has_the_buyers_number() -> None:
    page = """
   RECEBEMOS DE Andrade Móveis Ltda OS PRODUTOS CONSTANTES DA NOTA FISCAL. DESTINATARIO: Montenegro Alfa     NF-e
   Viaduto Aurora, 51, CNPJ: 61.725.761/0001-03                                                              SÉRIE 1

   Andrade Móveis Ltda                            DANFE
   Ladeira Lima, 12
   Centro

   INSCRIÇÃO ESTADUAL      INSCRIÇÃO ESTADUAL DO SUBST. TRIB        CNPJ / CPF
   000000000                                                        56.136.616/0001-49

   DESTINATÁRIO / REMETENTE
   NOME / RAZÃO SOCIAL                    CNPJ / CPF                DATA DA EMISSÃO
   Montenegro Alfa                        61.725.761/0001-03        04/11/2023
   ENDEREÇO                               BAIRRO / DISTRITO         CEP
   Viaduto Aurora, 51                     Centro                    55744-888
"""
    found = parties(page)
    assert (plain(found.seller.name), plain(found.buyer.name)) == ("Andrade Móveis Ltda", "Montenegro Alfa")
    assert found.seller.tax_id is not None
    assert found.seller.tax_id.value == "56.136.616/0001-49"


@pytest.mark.parametrize(
    ("printed_buyer", "buyer"),
    [
        ("Facturé à Atelier Larocque", "Atelier Larocque"),
        ("Cliente ALIMENTOS BENÍCIO", "ALIMENTOS BENÍCIO"),
        ("Billing Address North Stationers Ltd", "North Stationers Ltd"),
        ("Kupující Novákovi Tech a.s.", "Novákovi Tech a.s."),
    ],
)
def test_a_role_before_a_name_without_a_sign_is_its_label(printed_buyer: str, buyer: str) -> None:
    page = f"""
   Harbour Lights Ltd                                      INVOICE 77
   12 Quay Street
   Bristol BS1 4RB

   {printed_buyer}
   2 Court Square
   Bath BA1 1AA

   QTY     DESCRIPTION               UNIT PRICE      AMOUNT
   1       Portrait session          100.00          100.00
"""
    assert names(page) == ("Harbour Lights Ltd", buyer)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Alimentación Salcedo", "y asociados S.L."),
        ("MUEBLES DEL SUR", "E HIJOS S.H."),
        ("ADAMS, GREEN AND", "SIMMONS"),
        ("BUCKLEY LINE", "& SONS"),
        ("NORTH MEDICAL SUPPLIES", "PRIVATE LIMITED"),
        ("Tekin Elektrik", "Ltd. Şti."),
        ("Guevara Instalaciones S. de R.L.", "de C.V."),
        ("Rädel Hecker UG", "(haftungsbeschränkt)"),
    ],
)
def test_a_name_broken_at_an_and_or_before_its_legal_form_is_one(first: str, second: str) -> None:
    page = f"""
   {first}
   {second}
   12 Quay Street                                INVOICE 77
   Bristol BS1 4RB

   Bill to:
   Maya Lindqvist
   2 Court Square
   Bath BA1 1AA

   QTY     DESCRIPTION               UNIT PRICE      AMOUNT
   1       Portrait session          100.00          100.00
"""
    assert names(page)[0] == f"{first} {second}"


@pytest.mark.parametrize(
    "name",
    [
        "Becker GmbH & Co. KG",
        "Beratung Radisch UG (haftungsbeschränkt)",
        "Hecker Stiftung & Co. KGaA",
        "Pekárna Lípa, spol. s r.o.",
        "Soria Transportes S.Coop.",
        "Pobletes E.I.R.L.",
        "Secrétariat Lambotte A.S.B.L.",
        "Molinos del Bajío S.A.B. de C.V.",
    ],
)
def test_a_legal_form_of_several_words_is_whole(name: str) -> None:
    page = f"""
   {name} – Beckstr. 39 – 58082 Ansbach
   Frau Gabriele Jacobi
   Kadestraße 78
   52168 Dinslaken                               Rechnung Nr. S24
"""
    assert names(page)[0] == name


@pytest.mark.parametrize("name", ["Transportes Pilar", "Timeless Interiors", "Datalink Systems", "Orderly Kitchens"])
def test_a_name_may_begin_like_a_word_of_documents(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("text", ["Trans# 1234", "Date", "Table 12", "Order of today", "Company"])
def test_words_of_documents_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_a_web_address_behind_a_name_is_no_part_of_it() -> None:
    assert clean_name("AUNE TRYKKERI AS www.aune.example") == "AUNE TRYKKERI AS"
    assert clean_name("Alpha Kontor info@alpha.example Tel 12") == "Alpha Kontor"


def test_the_beginning_of_a_sentence_about_paying_is_no_part_of_a_name() -> None:
    page = """
   INVOICE 77

   Bill to:
   Maya Lindqvist
   2 Court Square
   Bath BA1 1AA

   QTY     DESCRIPTION               UNIT PRICE      AMOUNT
   1       Portrait session          100.00          100.00
   Please make       HARBOUR LIGHTS LTD
   cheques payable
"""
    assert names(page)[0] == "HARBOUR LIGHTS LTD"


def test_the_second_line_of_a_name_behind_its_label_begins_under_the_label() -> None:
    page = """
   Fattura 77

   Cedente / Prestatore Monte Di
   Procida Trasporti S.p.A.
   Via Roma 12
   20121 Milano

   Spett.le
   Officine Bianchi S.r.l.
   Via Verdi 1
   10100 Torino
"""
    assert names(page) == ("Monte Di Procida Trasporti S.p.A.", "Officine Bianchi S.r.l.")


def test_a_number_of_a_series_behind_gst_is_no_tax_number() -> None:
    page = """
   Nayar Traders                                   TAX INVOICE
   35 Krish Marg                                   #: GST/24-25/328
   Jalandhar 434078

   Bill to:
   Maya Lindqvist
"""
    assert parties(page).seller.tax_id is None


def test_the_legal_notice_at_the_foot_names_the_seller_before_its_capital() -> None:
    page = """
   FACTURE N° 2024-118                                     Le 12/03/2024

                                              Monsieur Paul Garnier
                                              14 rue des Lilas
                                              69003 Lyon

   Désignation                     Qté     P.U. HT     Total HT
   Pose de carrelage               1       1200,00     1200,00

   Total HT                                            1200,00
   TVA 20 %                                             240,00
   Total TTC                                           1440,00



   SARL Carrelages du Rhône au capital de 10 000 € - 8 avenue Foch 69006 Lyon
   SIRET 732 829 320 00074 - RCS Lyon 732 829 320 - TVA FR44732829320
"""
    assert names(page) == ("SARL Carrelages du Rhône", "Monsieur Paul Garnier")


def test_the_boxes_of_a_brazilian_invoice_of_services_name_both() -> None:
    page = """
   PREFEITURA DO MUNICÍPIO                                 Número da Nota
   NOTA FISCAL ELETRÔNICA DE SERVIÇOS - NFS-e              00001234

   PRESTADOR DE SERVIÇOS
   CPF/CNPJ: 56.136.616/0001-49        Inscrição Municipal: 1.234.567-8
   Nome/Razão Social: ALVES CONSULTORIA LTDA
   Endereço: R Augusta 100 - Centro - CEP: 01305-000
   TOMADOR DE SERVIÇOS
   Nome/Razão Social: COMERCIAL BETA S.A.
   CPF/CNPJ: 61.725.761/0001-03        Inscrição Municipal: 4.567
   Endereço: AV Paulista 900 - CEP: 01310-100
   DISCRIMINAÇÃO DOS SERVIÇOS
   Consultoria em sistemas
   VALOR TOTAL DO SERVIÇO = R$ 1.000,00
"""
    assert names(page) == ("ALVES CONSULTORIA LTDA", "COMERCIAL BETA S.A.")


def test_who_is_written_to_on_the_slip_that_goes_back_with_the_money_is_not_the_buyer() -> None:
    page = """
   TAX INVOICE                                             Rata Copywriting
                                                           23 Main Street
   Harbour Agency                                          Marineville 1011
   14 Boulevard Quay                                       NEW ZEALAND
   Wellington
   NEW ZEALAND                 Invoice Number  RC-1009     Invoice Date  14 Feb 2024

   Description                 Quantity     Unit Price     Amount NZD
   Copywriting, February       10.00        95.00          950.00

   PAYMENT ADVICE
   To: Rata Copywriting                                    Customer         Harbour Agency
   23 Main Street                                          Invoice Number   RC-1009
   Marineville 1011                                        Amount Due       950.00
"""
    assert names(page) == ("Rata Copywriting", "Harbour Agency")


def test_what_stands_over_the_title_does_not_have_the_address_under_it() -> None:
    page = """
   Brass Kettle Roasters                                   8 Foundry Yard
                                                           Leeds LS11 5QP
   INVOICE                                                 VAT GB 123 4567 82
   Blanco Cafés Ltd
   19 Park Row                                             Invoice: BK-3381
   Leeds LS1 5HD                                           Date: 07/02/2024

   Coffee               kg        £/kg       £
   House blend          20        14.00      280.00
"""
    assert names(page) == ("Brass Kettle Roasters", "Blanco Cafés Ltd")


def test_the_sentence_about_the_owner_of_a_name_is_no_part_of_it() -> None:
    assert clean_name("Green Hill Energy is a trading name of Green Hill Supply Limited") == "Green Hill Energy"
    assert clean_name("Nordlicht Strom ist eine Marke der Nordlicht AG") == "Nordlicht Strom"


def test_the_label_of_the_buyer_behind_another_value_in_one_cell() -> None:
    page = """
   FERRETERIA DEL NORTE S.R.L.                             FACTURA
   Belgrano 450 - 8000 Bahía Blanca                        Fecha de Emisión: 11/05/2024

   CUIT: 30-71234567-1 Apellido y Nombre / Razón Social: PANIFICADORA LA ESPIGA SRL
   Condición frente al IVA: IVA Responsable Inscripto

   Producto             Cantidad    Precio Unit.    Subtotal
   Harina               10,00       9500,00         95000,00
"""
    assert names(page) == ("FERRETERIA DEL NORTE S.R.L.", "PANIFICADORA LA ESPIGA SRL")


def test_words_of_headings_under_the_last_line_may_be_a_party() -> None:
    page = """
   FACTURA                                                 Nº FACTURA: 847978
   Datos del cliente:                                      FECHA: 2024-05-17
   Nombre: Rosaura Morillo
   Calle Mayor 3, 28013 Madrid

   Descripción               Cantidad          TOTAL
   Reparación                2                 85.98
   Pintura                   4                 350.72
                             TOTAL:            436.70

   Datos del Emisor:
   Nombre: Servicios Cantidad & Precio S.L.U.
"""
    assert names(page) == ("Servicios Cantidad & Precio S.L.U.", "Rosaura Morillo")


def test_a_company_beside_the_label_of_the_buyer_with_a_block_under_it_may_sell() -> None:
    page = """
   Details of Receiver (Billed to)            Vindhya Polymers Pvt. Ltd.
   Name: Shree Ganesh Hardware Stores         Plot 77, MIDC Bhosari, Pune 411026
   Address: 14/2 MG Road, Pune 411001         GSTIN: 27AABCV4567P1ZQ
   GSTIN: 27AAGFS1234K1Z5                     Invoice No: VP/0871

   Description                Qty        Rate       Amount
   PVC Pipe                   120      185.00    22,200.00

                                   For Vindhya Polymers Pvt. Ltd.
"""
    assert names(page) == ("Vindhya Polymers Pvt. Ltd.", "Shree Ganesh Hardware Stores")


def test_the_cell_beside_a_label_is_a_heading_too_where_the_row_ends_with_one() -> None:
    page = """
   Sold by                     Document            Number          Page
   Rowan Instruments Ltd       Sales invoice       SI-100492       1
   Science Park, Dublin 4

   Sold to
   Cork Marine Institute
"""
    assert names(page)[0] == "Rowan Instruments Ltd"


def test_of_two_companies_over_an_address_the_second_has_it() -> None:
    page = """
   Fjordblikk Regnskap AS                          Org.nr. NO 987 654 321 MVA
   Hansen Fiskemottak AS                           Strandgata 4, 5013 Bergen
   Kaien 12
   5353 Straume

   Faktura
   Fakturanr.  30118
"""
    found = parties(page)
    assert plain(found.seller.name) == "Fjordblikk Regnskap AS"
    assert (plain(found.buyer.name), plain(found.buyer.address)) == ("Hansen Fiskemottak AS", "Kaien 12, 5353 Straume")


def test_a_name_with_a_word_of_streets_begins_no_address() -> None:
    page = """
   Serralharia Moderna, Lda                        Exmo.(s) Sr.(s)
   2710-297 Sintra                                 Condomínio Edifício Atlântico
   NIF: 503456789                                  Av. da Liberdade 77
                                                   1250-140 Lisboa

   Fatura FT A/318
"""
    assert names(page)[1] == "Condomínio Edifício Atlântico"


def test_the_heading_beside_a_label_may_be_printed_in_two_languages() -> None:
    page = """
   MEUBLES ARDENNE SA                        BRASSERIE DU CANAL SPRL
   Rue Haute 12                              Place du Marché 3
   5000 Namur                                4000 Liège

   FACTURE / FACTUUR
   N° facture / Factuurnr.     Client / Klant     Échéance / Vervaldag
   25/00318                    B1182              06/06/2025
"""
    assert "Échéance / Vervaldag" not in names(page)


def test_whom_the_service_was_for_is_not_the_customer_where_another_is_named() -> None:
    page = """
   Hotel Seeblick                                  Rechnung Nr.   25-190
   Uferweg 3                                       Datum          12.09.2025
   78464 Konstanz                                  Gast           Herr Brandt

   Firma
   Nordlicht Maschinen GmbH
   Werkstraße 50
   73033 Göppingen

   3   Übernachtung                 98,00        294,00
"""
    assert names(page)[1] == "Nordlicht Maschinen GmbH"


@pytest.mark.parametrize("line", ["The Finance Director", "Accounts Department", "An die Verwaltung"])
def test_to_whom_in_a_company_a_letter_goes_is_no_name_beside_that_of_the_company(line: str) -> None:
    lines = [
        PartyLine(text=text, words=printed(text).pages[0].words, page=1, row=row)
        for row, text in enumerate((line, "Merrow & Sons"))
    ]
    first = name_options(lines)[0].value

    assert first is not None
    assert first.value == "Merrow & Sons"


def test_a_name_and_its_address_in_one_line_behind_the_label() -> None:
    page = """
   Kerrigan Plumbing Ltd, Unit 9 Harbour Business Park, Galway H91 XC2P
   Invoice 2217
   To: Saint Brendan National School, 4 Church Street, Oxford OX1 2JD
   Re: Boiler replacement
"""
    assert names(page)[1] == "Saint Brendan National School"


def test_how_a_company_is_taxed_is_no_name() -> None:
    assert not is_name("Responsable Inscripto")


@pytest.mark.parametrize(
    ("line", "buyer"),
    [
        ("Cliente: INICIATIVA MEDIOS S.A.   CUIT: 30-71120448-9", "INICIATIVA MEDIOS S.A."),
        ("Buyer: Pink City Guest House", "Pink City Guest House"),
    ],
)
def test_the_name_behind_a_label_ends_at_the_next_label_of_its_cell(line: str, buyer: str) -> None:
    words = " ".join(line.split())  # one cell: single blanks
    page = f"""
   LV8 Radio del Valle S.A.                  FACTURA Nº 00005-00001204
   25 de Mayo 788 - San Juan                 Fecha: 30/09/2025

   {words}
   Domicilio: Av. Córdoba 1255, CABA
"""
    assert names(page)[1] == buyer


def test_the_name_behind_another_key_of_the_buyers_block() -> None:
    page = """
   Imprenta Hermanos Quiroz, S.A. de C.V.            Factura
   RFC: IHQ980412TK3                                 Fecha 2025-08-19

   Receptor
   RFC: CNO150922HJ1 Nombre: CLÍNICA NUEVA OBREGÓN SC
   Uso CFDI: G03 Gastos en general
"""
    assert names(page)[1] == "CLÍNICA NUEVA OBREGÓN SC"


def test_the_other_address_is_the_buyers_though_it_alone_has_a_legal_form() -> None:
    page = """
   Nordlicht Werbestudio            Theater am Graben gGmbH
   Inhaberin Lena Amsel             Verwaltung
   Rosengasse 41                    Lindenallee 12
   10178 Berlin                     14050 Berlin
   Steuer-Nr. 34/287/00914

   Rechnung 2025-031                              08.05.2025

   Leistung                   Menge      Betrag
   Konzept und Entwurf        18         1.530,00
   Summe                                 1.530,00
"""
    assert names(page) == ("Nordlicht Werbestudio", "Theater am Graben gGmbH")


def test_a_company_over_its_guest_is_the_customer() -> None:
    page = """
   Ridge View Guest House (Pty) Ltd
   44 Kloof Street, Cape Town 8001
   VAT 4810276639

   Company: Baobab Engineering CC             Tax invoice: 90331
   12 Loop Road, Bellville 7530               Printed: 17 Oct 2025
   Guest: Mr T. Baloyi                        Room: 7

   Description                 Nights      Charges
   Bed & breakfast, single     3           R 4 140.00
"""
    assert names(page) == ("Ridge View Guest House (Pty) Ltd", "Baobab Engineering CC")


def test_a_name_with_the_number_of_a_house_over_an_address_in_one_line() -> None:
    page = """
   Gestoría Villalba y Asociados, S.L.P.      DATOS DEL CLIENTE
   Calle Alcalá 211, 3º izda.                 Comunidad de Vecinos Goya 55
   28028 Madrid                               Calle Goya 55, 28001 Madrid
   NIF: B83114772                             NIF: H79441200

   Factura nº 2025/0917     Fecha: 30 de septiembre de 2025
"""
    assert names(page) == ("Gestoría Villalba y Asociados, S.L.P.", "Comunidad de Vecinos Goya 55")


def test_a_sender_in_a_long_foot() -> None:
    page = """
   Fjordvik El                                FAKTURA
                                              Fakturanummer 20417
   Brf Havsutsikten                           Fakturadatum 2025-06-05
   Strandvägen 18
   457 40 Fjordvik

   Benämning             Antal     À-pris       Belopp
   Byte av elcentral     1         8 400,00     8 400,00
   Att betala                                   8 400,00 kr



   Fjordvik El & Installation AB · Industrigatan 9 · 457 40 Fjordvik · Org.nr 556771-2290 · Bankgiro 5520-1187 · Telefon 0525 555 01 · Momsreg.nr SE556771229001 · Godkänd för F-skatt
"""
    context = read_context(read_layout(printed(page)))
    found = find_parties(context.layout, context.identifiers)
    assert "Fjordvik El & Installation AB" in found.names
    assert plain(found.buyer.name) == "Brf Havsutsikten"


def test_a_company_that_says_its_trading_name_again_is_the_name_by_itself() -> None:
    page = """
   LitoralNet Comunicaciones                  FACTURA B
   LitoralNet Comunicaciones S.R.L.           Nº 0004-00118447
   Av. Mitre 447 - Resistencia - Chaco        Fecha: 03/07/2025
   CUIT: 30-71447118-8

   Cliente: 1182 BENÍTEZ, CARLOS ALBERTO      D.N.I.: 22.447.118
   Domicilio: Calle 9 Nº 1180 - Fontana       Cond. IVA: Consumidor Final

   Detalle                Cant.     Precio      Importe
   Internet 100 megas     1         18.400,00   18.400,00
   TOTAL                                        18.400,00
"""
    assert names(page) == ("LitoralNet Comunicaciones S.R.L.", "BENÍTEZ, CARLOS ALBERTO")


def test_the_only_key_of_a_name_under_the_letterhead_is_the_customers() -> None:
    page = """
   FERRETERÍA EL TALA                         FACTURA A
   de Aguirre Hnos. S.H.                      00002-00044718
   Ruta 8 Km 212 - Pergamino (B)              Fecha 19/05/2025
   CUIT 30-68447118-2

   Razón Social      AGROPECUARIA LA ESPERANZA S.A.      C.U.I.T.         30-70118447-6
   Domicilio         Bv. Colón 880, Colón (B)            Condición IVA    Resp. Inscripto

   Artículo          Cant.    P. Unit.     Total
   Alambre 17/15     5        64.000,00    320.000,00
"""
    assert names(page)[1] == "AGROPECUARIA LA ESPERANZA S.A."


def test_a_label_of_the_buyer_and_a_key_of_names_in_one() -> None:
    page = """
   MOLINO SANTA RITA S.A.C.I.                 FACTURA A
   Ruta 11 Km 471                             Nro. 0012-00004471
   3560 Reconquista, Santa Fe                 Fecha 11/08/2025

   Comprador / Apellido y Nombre: PANIFICADORA DON JOSÉ S.R.L.
   C.U.I.T.: 30-70447118-1

   Descripción            Bolsas     Precio       Importe
   Harina 000 x 50 kg     40         21.000,00    840.000,00
"""
    assert names(page) == ("MOLINO SANTA RITA S.A.C.I.", "PANIFICADORA DON JOSÉ S.R.L.")


def test_a_person_over_a_company_is_not_the_customer() -> None:
    page = """
   ATELIER DES ARCADES                        FACTURE FA2025-061
   14 rue Sainte-Catherine                    Date : 12/05/2025
   45000 ORLÉANS
   SIRET 512 447 118 00024

                                              Mme Hélène Vasseur
                                              SAS Domaine du Pressoir
                                              BP 4471
                                              37044 TOURS CEDEX 1

   Désignation            Qté     P.U. HT     Montant HT
   Cadre doré 60x80       4       145,00      580,00
"""
    assert names(page) == ("ATELIER DES ARCADES", "SAS Domaine du Pressoir")


def test_a_name_its_form_and_its_address_in_one_line_behind_a_label() -> None:
    page = """
   Elena Ruiz Cabrera                         FACTURA 2025-012
   C/ Larios 8, 29005 Málaga                  20/02/2025
   NIF 44711882W

   Facturar a: Bodegas Sierra Blanca, S.A., Ctra. de Ronda 4, 29400 Ronda

   Concepto               Importe
   Etiqueta vino joven    600,00
"""
    assert names(page)[1] == "Bodegas Sierra Blanca, S.A."


def line(text: str, row: int, height: float) -> PartyLine:
    """A line of letters of one height, its row of the page being as high as two lines of 0.01."""
    top = 0.1 + 0.02 * row
    words = tuple(
        replace(word, box=Box(x0=word.box.x0, y0=top, x1=word.box.x1, y1=top + height))
        for word in printed(text).pages[0].words
    )
    return PartyLine(text=text, words=words, page=1, row=row)


def test_a_brand_in_larger_letters_is_no_part_of_the_company_under_it() -> None:
    found = name_options([line("GasCentro", 0, 0.02), line("Distribuidora de Gas S.A.", 1, 0.01)])

    assert [one.value.value for one in found if one.value] == ["GasCentro", "Distribuidora de Gas S.A."]


def test_two_lines_larger_than_the_address_are_one_name() -> None:
    lines = [line("Sandhill Crane", 0, 0.015), line("Veterinary Hospital", 1, 0.015)]

    assert [
        option.traits["composed"]
        for height in (0.01, 0.015)
        for option in name_options(lines, under=line("4471 Kearney Hwy", 2, height))
        if option.value and option.value.value == "Sandhill Crane Veterinary Hospital"
    ] == [1.0, 0.0]


def test_the_company_of_the_imprint_sells_under_a_brand() -> None:
    page = """
   funkplus                                    Rechnungsnummer 6120-55188
                                               Rechnungsdatum 04.03.2025
   Frau
   Insa Quast
   Thalkirchner Str. 210
   81371 München

   Leistung             Menge       Betrag
   Tarif Plus L         1           33,61
                        Zu zahlen   44,99 €

   Isartel Mobilfunk GmbH           www.funkplus.example
   Ridlerstraße 55
   80339 München
"""
    assert names(page)[0] == "Isartel Mobilfunk GmbH"


def test_the_owner_of_a_trading_name_sells() -> None:
    page = """
   zippynet                                    Account: ZN-4471188
                                               Bill date: 2 June 2025
   Ms Ffion Gruffydd
   14 Mill Road
   Llandysul SA44 4AA

   Service              Period                 Amount
   Fibre 150            Jun 2025               26.67

   zippynet is a trading name of Teifi Telecom Ltd, registered office Unit 9, Parc Teifi, Cardigan SA43 1EW.
"""
    found = parties(page)

    assert plain(found.seller.name) == "Teifi Telecom Ltd"
    assert plain(found.seller.address) == "Unit 9, Parc Teifi, Cardigan SA43 1EW"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("Subcontractor", ("Ybarra Drywall", "Lone Mesa Builders")),
        ("Customer", ("Lone Mesa Builders", "Ybarra Drywall")),
    ],
)
def test_a_contractor_buys_from_a_subcontractor_and_sells_to_a_customer(other: str, expected: tuple[str, str]) -> None:
    page = f"""
   {other:30}Contractor
   Ybarra Drywall                Lone Mesa Builders
   2208 Chavez Blvd              900 Expressway 83
   Laredo, TX 78043              McAllen, TX 78501

   Work                          Amount
   Hang and tape                 18,400.00
"""
    assert names(page) == expected


def test_the_company_over_an_attention_line_buys() -> None:
    page = """
   Lund Byg ApS                                Faktura 5118
   Parkvej 18, 8700 Horsens                    Dato: 24-09-2026
   CVR 41182044

   Havnens Hotel A/S
   Att.: Mette Kjær
   Nordre Kaj 4
   8700 Horsens

   Tekst                Antal       Pris        Beløb
   Dør 9x21             2           3.190,00    6.380,00
"""
    assert names(page) == ("Lund Byg ApS", "Havnens Hotel A/S")


@pytest.mark.parametrize(
    "name", ["Condominio Via Farini 12", "Szkoła Podstawowa nr 14", "Ejerforeningen Havnegade 12", "Strata Plan 4471"]
)
def test_a_body_is_named_after_its_street_or_has_a_number(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("printed_name", ["Mar de Fondo, S.L. CIF B46228813", "Alpine Oat Inc. 0000418"])
def test_the_number_behind_a_legal_form_is_no_part_of_the_name(printed_name: str) -> None:
    assert clean_name(printed_name) in ("Mar de Fondo, S.L.", "Alpine Oat Inc.")


def test_an_address_without_a_postcode_is_of_the_company_right_over_it() -> None:
    page = """
   MAESTRANZA LOS BOLDOS LTDA.                 R.U.T.: 76.447.188-K
   Camino La Rinconada Parcela 18, San Fernando
                                               FACTURA ELECTRÓNICA Nº 4471

   Señor(es)    : Exportadora Sur S.A.         Fecha     : 01-06-2024
   Dirección    : Ruta 5 Sur Km 158            Comuna    : Chimbarongo

   Detalle               Cantidad              Total
   Reparación            1                     380.000
"""
    assert plain(parties(page).seller.address) == "Camino La Rinconada Parcela 18, San Fernando"


def test_the_parties_of_a_form_with_one_key_of_names_for_both() -> None:
    page = """
   NOTA FISCAL DE SERVIÇOS ELETRÔNICA - NFS-e          Número da NFS-e
   Prefeitura Municipal de Curitiba                    3921
   Prestador de Serviços
   Razão Social/Nome: ARAUCARIA SISTEMAS DE GESTAO EIRELI
   CNPJ/CPF: 19.334.556/0001-70 Inscrição Municipal: 17 02 445.112-8
   Endereço: RUA MARECHAL DEODORO, 503 - CENTRO - CEP 80020-320
   Tomador de Serviços
   Razão Social/Nome: METALURGICA IGUACU LTDA
   CNPJ/CPF: 76.554.433/0001-22
   Endereço: AV DAS TORRES, 9900 - UBERABA - CEP 81580-000
   Discriminação dos Serviços
   LICENCA DE USO SOFTWARE ERP R$ 3.900,00
   Valor dos Serviços R$   3.900,00
"""
    assert names(page) == ("ARAUCARIA SISTEMAS DE GESTAO EIRELI", "METALURGICA IGUACU LTDA")


@pytest.mark.parametrize(
    ("over", "company"),
    [
        ("Aanya Desai", "Fraser Valley Yoga Collective"),
        ("Mr. Theodore Lind", "Lind Family Holdings"),
        ("De heer P. Timmer", "Timmer Fietsen Zuid"),
        ("Marisol Quintero", "Quintero Landscaping"),
    ],
)
def test_the_company_under_a_person_buys(over: str, company: str) -> None:
    page = f"""
   Maple Ridge Media                     INVOICE 219
   20255 Dewdney Road
   Springfield, IL 62704

   Bill to
   {over}
   {company}
   200 Gladwin Road
   Springfield, IL 62703

   Description                Amount
   Video                      1,000.00
"""
    assert names(page)[1] == company


def test_a_name_broken_for_want_of_room_is_no_person_over_a_company() -> None:
    page = """
   Maple Ridge Media                     INVOICE 219
   20255 Dewdney Road
   Springfield, IL 62704

   Bill to               Ship to
   Bright Meadows        Bright Meadows Primary School
   Primary School        204 Gladwin Road
   200 Gladwin Road      Springfield, IL 62703
   Springfield IL 62703

   Description                Amount
   Video                      1,000.00
"""
    assert names(page)[1] != "Primary School"


def test_a_house_between_the_name_and_the_street_is_of_the_address() -> None:
    page = """
   Mr & Mrs D. Fairweather
   Rose Cottage
   The Green
   Little Milton
   Oxford OX44 7QD

   Invoice 12                      1 December 2025

   To:
   Thame Valley Physiotherapy
   Flat 2, Bell House
   18 Upper High Street
   Thame
   OX9 3ER

   Rent of room                    640.00
"""
    found = parties(page)
    assert plain(found.seller.name) == "Mr & Mrs D. Fairweather"
    assert plain(found.seller.address) == "Rose Cottage, The Green, Little Milton, Oxford OX44 7QD"
    assert plain(found.buyer.address) == "Flat 2, Bell House, 18 Upper High Street, Thame, OX9 3ER"


def test_a_line_about_the_trade_under_the_seller_is_nobody_over_the_sellers_address() -> None:
    page = """
   Dan Whitlock                           INVOICE 77
   Carpentry and odd jobs                 March 14, 2025

   415 Juniper Ln                         Bill to:
   Bozeman, MT 59715                      Harriet Osei
                                          1220 S Willson Ave
                                          Bozeman, MT 59715

   Description                Amount
   Storm door                 137.50

   Make all checks payable to Dan Whitlock
"""
    found = parties(page)
    assert (plain(found.seller.name), plain(found.seller.address)) == (
        "Dan Whitlock",
        "415 Juniper Ln, Bozeman, MT 59715",
    )


def test_whom_to_pay_sells_where_the_page_shows_a_brand() -> None:
    page = """
   Tri-Valley Water                       Statement date Apr 8, 2025

   JEROME P LASKARIS
   771 SYCAMORE CT
   DUBLIN CA 94568

   Charges                    Amount
   Water service              $24.18
   Sewer service              $41.75

   Amount due                 $65.93

   Make check payable to:
   Tri-Valley Municipal Water District
   PO Box 5071
   Dublin, CA 94568
"""
    assert names(page) == ("Tri-Valley Municipal Water District", "JEROME P LASKARIS")


@pytest.mark.parametrize("before", ["Please make payment to:", "Make checks payable to", "Kindly make payments to"])
def test_whom_to_pay_sells_where_no_other_name_is_printed(before: str) -> None:
    page = f"""
   INVOICE HF-20418                       2 November 2026

   Bill to
   Meridian Outdoor plc
   88 Castle Street
   Leeds LS1 5AB

   Workshop                   1,000.00

   {before} Harbour & Finch Design Ltd
"""
    assert names(page) == ("Harbour & Finch Design Ltd", "Meridian Outdoor plc")


def test_a_title_with_its_number_is_no_name() -> None:
    assert not is_name("RECIBO DE HONORARIOS 204")
    assert without_titles("RECIBO DE HONORARIOS 204") == "RECIBO DE HONORARIOS 204"


@pytest.mark.parametrize("town", ["Okotoks, AB T1S 1A1", "Hinckley LE10 1AB"])
def test_letters_of_a_postcode_are_no_legal_form(town: str) -> None:
    assert not is_name(town)


def test_a_cell_names_two_parties() -> None:
    page = """
   Mwangaza Dental Centre               INVOICE MDC-7719
   2 Sarit Road
   Springfield, IL 62704

   Patient: Brian Otieno Bill to: Jubilee Medical Scheme
   Doctor: Dr. S. Mehta           30 Moi Road
                                  Springfield, IL 62704

   Consultation               1,500.00
"""
    assert names(page)[1] == "Jubilee Medical Scheme"


def test_a_name_and_an_address_behind_their_keys_are_one_party() -> None:
    page = """
   ADEKUNLE POWER SOLUTIONS
   Sales and repairs of generators
   Shop 14, Alaba Market, Lagos
   Tel: 0803 555 0117

   Name: Funke Adebayo                    INVOICE No: 00482
   Address: 7 Bishop Street, Lagos        Date: 21/06/2025

   Description                Amount
   Inverter                   412,000.00
"""
    found = parties(page)
    assert plain(found.buyer.name) == "Funke Adebayo"
    assert plain(found.buyer.address) == "7 Bishop Street, Lagos"


@pytest.mark.parametrize(
    ("seller", "buyer"), [("有限会社北浜", "株式会社みどり"), ("주식회사 산인쇄", "주식회사 보기")]
)
@pytest.mark.parametrize("polite", [" 御中", " 様", "御中", " 귀중"])
def test_a_word_behind_a_name_says_that_the_letter_goes_there(seller: str, buyer: str, polite: str) -> None:
    page = f"""
   {buyer + polite}

                                             No. 4417
                                             2026-10-31
                                             {seller}
                                             T8120001059632

   Alpha           6          4,200          25,200
"""
    assert names(page) == (seller, buyer)


def test_a_word_that_ends_like_one_behind_a_name_is_none() -> None:
    assert clean_name("製品仕様") == "製品仕様"


def test_labels_a_letter_a_row_are_those_of_the_keys_beside_them() -> None:
    page = """
   发票号码：26442000001287653310
   购                                          销
   买   名称：杭州云栖信息技术有限公司            售    名称：广州白鹭文具有限公司
   方   纳税人识别号：91330106MA2KX1TT0C         方    纳税人识别号：91440101MA5D9Q7P6R

   项目名称           数量       单价       金额
   复印纸              50       10.00      500.00
"""
    assert names(page) == ("广州白鹭文具有限公司", "杭州云栖信息技术有限公司")


def test_labels_in_the_middle_of_the_height_of_two_blocks_of_keys_are_those_of_the_blocks() -> None:
    page = """
              등록번호   214-86-51230                   등록번호    120-81-47521
              상호       (주)한빛                       상호        대한물산 주식회사
    공급자                                  공급받는자
              성명       김도현                         성명        박서연
              사업장     서울특별시 강남구 테헤란로 152   사업장      부산광역시 해운대구 센텀로 79

    품목             수량       단가        금액
    모니터            20     320,000     6,400,000
"""
    assert names(page) == ("(주)한빛", "대한물산 주식회사")


def test_a_customer_in_one_line_is_no_address_of_the_seller() -> None:
    page = """
   Oakfield Mobile Mechanics
   3 Orchard View, Ludlow SY8 1QZ VAT GB 902 1187 45
   Invoice OM-221
   Date: 9 May 2026
   Customer: D. Sheldrake, 5 Hill Top, Ludlow SY8 2AB

   Work carried out                      Price
   Front brake discs                    250.00
"""
    found = parties(page)
    assert (plain(found.seller.name), plain(found.seller.address)) == ("Oakfield Mobile Mechanics", None)
    assert (plain(found.buyer.name), plain(found.buyer.address)) == ("D. Sheldrake", "5 Hill Top, Ludlow SY8 2AB")


def test_a_company_with_its_address_in_one_line() -> None:
    page = """
   Bakony Bútor Kft.                                      Számla
   8200 Veszprém, Kossuth u. 21.                          Sorszám: BB-0092/2026
   Adószám: 11223344-2-19                                 Kelt: 2026. 03. 14.

   Vevő: Balaton Panzió Kft., 8230 Balatonfüred, Petőfi u. 3.

   Tétel                Mennyiség      Nettó egységár     Nettó érték
   Tölgy asztal         2 db           84 000             168 000
"""
    assert names(page) == ("Bakony Bútor Kft.", "Balaton Panzió Kft.")


def test_who_owns_the_brand_of_a_bill_sells() -> None:
    page = """
   greenline

   Mr A Featherstone                        Bill number 0041187
   21 Orchard Close                         Bill date 14 May 2026
   Leicester LE3 1QR

   Electricity used 412 kWh                 100.94
   Total to pay                             100.94

   Greenline is a trading name of Greenline Energy Supply Limited. Registered in England No. 08811220.
   Registered office: 1 Turbine Way, Coventry CV1 2GN.
"""
    assert names(page) == ("Greenline Energy Supply Limited", "Mr A Featherstone")


def test_the_word_that_links_a_brand_with_its_company_is_no_part_of_the_name() -> None:
    assert clean_name("de Alfa Panificados S.R.L.") == "Alfa Panificados S.R.L."
    assert clean_name("de Vries B.V.") == "de Vries B.V."
    assert clean_name("de la Torre Hermanos") == "de la Torre Hermanos"


def test_the_number_of_a_customer_is_no_name() -> None:
    assert not is_name("Référence client 4 118 220")
    assert not is_name("KIR01")
    assert not is_name("Meisterbetrieb")
    assert is_name("Référence 33 SARL")


def test_a_tax_number_behind_a_name_is_no_part_of_it() -> None:
    assert clean_name("Ainhoa Larrea Ruiz, NIF 16051234L") == "Ainhoa Larrea Ruiz"
    assert clean_name("Ferretería Núñez RNC 1-01-55432-1") == "Ferretería Núñez"
    assert clean_name("Tin Drum 1959 Records") == "Tin Drum 1959 Records"


def test_a_value_between_its_label_and_that_in_arabic_is_of_both() -> None:
    page = """
   Najd Medical Supplies Co.
   Olaya Street, Riyadh 12213

   Invoice Number       NMS-100482               رقم الفاتورة
   Buyer Name           Jeddah Care Clinics      المشتري اسم
   Buyer VAT            300455667700003          الرقم الضريبي للمشتري

   Item                 Quantity      Amount
   Surgical gloves      400        14,000.00
"""
    assert names(page) == ("Najd Medical Supplies Co.", "Jeddah Care Clinics")


@pytest.mark.parametrize("label", ["致 To:", "Bill To " + "إلى" + " " + "فاتورة", "ลูกค้า Customer", "Bill to (청구처):"])
def test_a_label_in_two_scripts_is_one(label: str) -> None:
    page = f"""
   Wing Hing Hardware Limited              INVOICE WH-26773
   88 Nam Cheong Street                    18/03/2026

   {label}
   Captain Faisal Charter FZE
   11 Sha Tsui Road

   Item                 Quantity      Amount
   Door hinges              80        2,880.00
"""
    assert names(page)[1] == "Captain Faisal Charter FZE"


def test_the_key_of_a_name_may_be_set_in_spaced_letters_over_the_row_of_the_label() -> None:
    page = """
   No. 03481977                                  2026年05月12日
         名      称:成都锦里餐饮管理有限公司
   购    纳税人识别号:91510107MA6C8K2H4T
   买    地 址、电 话:成都市武侯区武侯祠大街231号
   方    开户行及账号:招商银行成都分行

   项目名称           数量       单价       金额
   蒸柜                 2       50.00      100.00

            名      称:绵阳安昌厨具有限公司
   销售方   纳税人识别号:91510703MA68T2QX1B
            地 址、电 话:绵阳市涪城区安昌路88号
"""
    assert names(page) == ("绵阳安昌厨具有限公司", "成都锦里餐饮管理有限公司")


def test_the_company_over_the_person_that_a_letter_goes_to_is_the_customer() -> None:
    page = """
   請 求  書                                   2026/11/10
   530-0001
   株式会社うみかぜ                              ひだまり工房株式会社
   高橋 健 様                                   604-8005 京都市中京区

   品名                 数量          単価          金額
   革財布                  4        15,000        60,000
"""
    assert names(page) == ("ひだまり工房株式会社", "株式会社うみかぜ")


def test_a_label_in_arabic_under_the_same_in_english_names_the_value_at_its_right() -> None:
    page = """
   Asir Steel Works Ltd.
   P.O. Box 4410, Khamis Mushait 61961

   Due Date                                  Customer
   الاستحقاق تاريخ          13/06/2026       العميل          Abha Contracting Est.

   Item                 Quantity      Amount
   Steel gate                4      7,600.00
"""
    assert names(page) == ("Asir Steel Works Ltd.", "Abha Contracting Est.")


def test_the_holder_of_the_account_pays_for_a_patient() -> None:
    page = """
  The Harley Knee Clinic                        Invoice number HK-3318
  88 Harley Street, London W1G 7HW              Invoice date 12/04/2025

  Account holder                                Patient
  Dr P Lennox                                   Master Finn Lennox
  14 Elm Row
  London NW3 1AA

  Consultation                                  260.00
  Total due                                     £260.00
"""
    assert names(page) == ("The Harley Knee Clinic", "Dr P Lennox")


def test_a_guarantor_pays() -> None:
    page = """
  Bayview Orthodontics                          Invoice B-2291
  400 Main St, Daphne, AL 36526                 Date 06/02/2025

  Guarantor: Marcus Tillman
  12 Oyster Ln, Daphne, AL 36526
  Patient: Miss Ava Tillman

  Monthly adjustment                            185.00
  Amount due                                    $185.00
"""
    assert names(page) == ("Bayview Orthodontics", "Marcus Tillman")


def test_the_line_that_says_who_buys_ends_the_address_over_it() -> None:
    page = """
  FERRETERÍA EL TORNILLO S.A.S.
  FACTURA ELECTRÓNICA DE VENTA No. FT-4410
  NIT 901.220.118-4
  Carrera 30 # 12-48
  Adquiriente: CONSTRUCTORA LOS CEDROS S.A.S.       Bogotá D.C. - Colombia
  NIT: 830.118.220-1                                Tel. 601 334 1180
  Dirección: Calle 80 # 20-11 Bogotá                Fecha: 15/05/2025
  Descripción               Cant     Vr. Unit     Vr. Total
  Cemento gris 50kg          50       32.000     1.600.000
  Total                                          1.600.000
"""
    assert names(page) == ("FERRETERÍA EL TORNILLO S.A.S.", "CONSTRUCTORA LOS CEDROS S.A.S.")


@pytest.mark.parametrize("name", ["Total Garden Services", "Services Total Alsace", "Total Service Krämer"])
def test_a_company_called_like_two_columns_is_no_heading_of_a_table(name: str) -> None:
    page = f"""
  Harriet Oakley Design                         INVOICE
  14 Tannery Row, Leeds LS1 4DY

  Bill to:                                      Invoice No: 4411
  {name:<45} Invoice Date: 03/09/2026
  8 Orchard Close
  Norwich NR2 1TF

  Description               Qty     Unit price     Total
  Drawings                    2         120.00    240.00
  Total                                           240.00
"""
    assert names(page) == ("Harriet Oakley Design", name)


def test_a_key_of_several_words_is_no_value_of_the_label_beside_it() -> None:
    page = """
  Nordholm Planung GmbH
  Ringstraße 61, 01067 Dresden

  Leistungsempfänger:                           Kontaktperson Sabine Vogt:
  Sabine Vogt                                   T. Kranz
  Lindenallee 23                                Tel: 0123 456789
  50667 Köln

  Beschreibung              Menge     Preis        Betrag
  Planung                     2       120,00       240,00
  Gesamt                                           240,00
"""
    assert names(page)[1] == "Sabine Vogt"


@pytest.mark.parametrize(
    ("name", "town"), [("12 Acres Press", "Sharjah, UAE"), ("Order Point Kennels", "Bristol BS8 1TH")]
)
def test_what_stands_alone_between_a_partys_label_and_its_street_is_the_name(name: str, town: str) -> None:
    page = f"""
  Tech Harbour Electronics Ltd.                 INVOICE 4411
  18 Canal Road, Leeds LS1 4DY

  BILLED TO
  {name}
  402 Pearl Street
  {town}

  Description               Qty     Unit price     Total
  Stand                       2         120.00    240.00
  Total                                           240.00
"""
    assert names(page)[1] == name


def test_a_name_with_a_number_over_its_street_and_town_is_no_street() -> None:
    page = """
  Marta Belmonte
  España
                                      Estudio 31
                                      Calle Mayor 44
                                      50001 Zaragoza
                                      España
  Factura 2026/118

  Descripción               Cantidad     Precio      Importe
  Diseño                        2        120,00       240,00
  Total                                               240,00 €
"""
    assert names(page)[1] == "Estudio 31"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Otte & Brandt · Goethestraße 118, 01067 Dresden", "Otte & Brandt"),
        ("Bank Corner Optical · 7705 Elm Ridge Drive · Nashville, TN 37203", "Bank Corner Optical"),
    ],
)
def test_a_name_without_a_legal_form_in_the_foot_sells(line: str, name: str) -> None:
    page = f"""
  INVOICE                                       Invoice No: 4411

  Bill to: Ingrid Vollmer
  8 Orchard Close, Norwich NR2 1TF

  Description               Qty     Unit price     Total
  Drawings                    2         120.00    240.00
  Total                                           240.00




  {line}
"""
    assert names(page)[0] == name


def test_the_number_of_a_house_with_its_comma_begins_no_name() -> None:
    assert not is_name("402, Pearl Heights, Jumeirah")
    assert is_name("42 Degrees North")


def test_what_stands_behind_a_partys_label_may_have_any_words() -> None:
    page = """
                          Invoice
  Invoice Number: INV-4411
  Date: March 21, 2026
  Vendor: Order Point Kennels
  Customer: Invoice Acrobats

  Item               Quantity     Unit Price     Total
  Desk Lamp                 3            $40      $120
  Total Amount: $120
"""
    assert names(page) == ("Order Point Kennels", "Invoice Acrobats")


def test_a_second_tax_number_of_a_kind_is_that_of_another_party() -> None:
    page = """
  CLIENTE: UNIVERSIDAD SANTA ROSA DEL SUR
  RUC: 20100000001
  DIRECCION: AV. CANTO BELLO 431 - LIMA

  SOFTWARE ANDINO S.A.C.   RUC 20512345678
  JR. CARABAYA 831 OF. 402 - LIMA

  FACTURA ELECTRONICA   F002-458
  FECHA DE EMISION 2026-09-30

  DESCRIPCION                         CANT          TOTAL
  Licencia anual                         1       1.000,00
  TOTAL A PAGAR                              US$ 1.180,00
"""
    assert names(page) == ("SOFTWARE ANDINO S.A.C.", "UNIVERSIDAD SANTA ROSA DEL SUR")


@pytest.mark.parametrize("line", ["Vystavil(a): Alena Suchá", "Vyhotovil: Alena Suchá", "Wystawiła: Anna Kos"])
def test_who_wrote_the_invoice_is_neither_seller_nor_buyer(line: str) -> None:
    written_by = role_of(line)

    assert written_by is not None
    assert written_by.role is PartyRole.OTHER


@pytest.mark.parametrize("key", ["Nome/Razão", "Nome / Nome Empresarial", "Razão Social"])
def test_the_key_of_a_name_may_stand_before_it_without_a_colon(key: str) -> None:
    page = f"""
  MUNICIPIO DE LAURO DE FREITAS                                Número da Nota
  Nota Fiscal Eletrônica de Serviços                           20265323
                                                               Data e Hora de Emissão
                                                               27/07/2026 09:30:18
  TOMADOR DE SERVIÇOS
  CPF/CNPJ: 04.555.283/0001-99
  {key} BONI FRETES, LOGISTICA E COMERCIO LTDA
  Endereço: Rua Gerino De Souza Filho, 11
  CEP: 42738-200                Município: LAURO DE FREITAS
  PRESTADOR DE SERVIÇO
  CPF/CNPJ: 50.949.432/0001-11
  {key} VITAL EMPILHADEIRAS COMERCIO E SERVIÇOS LTDA
  Endereço: AVENIDA DA REPUBLICA, 126
  CEP: 43700-000                Município: SIMOES FILHO

  VALOR TOTAL DA NOTA FISCAL : R$ 440,00
"""
    assert names(page) == ("VITAL EMPILHADEIRAS COMERCIO E SERVIÇOS LTDA", "BONI FRETES, LOGISTICA E COMERCIO LTDA")
