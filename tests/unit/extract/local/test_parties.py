import pytest

from functions.extract.layout import read_layout
from functions.extract.local.fields.parties.parties import Parties, find_parties
from functions.extract.local.mentions.name_text import clean_name
from shared.domain.companies import OwnCompanies, OwnCompany
from tests.support.documents import printed


def parties(text: str, *own: OwnCompany) -> Parties:
    return find_parties(read_layout(printed(text)), own=OwnCompanies(own))


def plain(value: object) -> object:
    return getattr(value, "value", None)


LETTER = """
                                                                        Alpha Handel GmbH
                                                                        Hauptstr. 1
   Alpha Handel GmbH · Hauptstr. 1 · 10115 Berlin                       10115 Berlin
   Theodor Est                                                          info@alpha-handel.example

   Bahnstr. 42
   88802 Spielkreis


   Rechnung Nr. 17

                                        USt-IdNr. DE136695976
"""


def test_a_letter_names_the_sender_over_the_window_and_the_buyer_in_it() -> None:
    found = parties(LETTER)

    assert plain(found.seller.name) == "Alpha Handel GmbH"
    assert plain(found.seller.address) == "Hauptstr. 1, 10115 Berlin"
    assert plain(found.seller.vat_id) == "DE136695976"
    assert plain(found.seller.email) == "info@alpha-handel.example"
    assert plain(found.buyer.name) == "Theodor Est"
    assert plain(found.buyer.address) == "Bahnstr. 42, 88802 Spielkreis"


LABELLED = """
Verkäufer:                              Käufer:
Nummer        : 549910                  Nummer        : GE2020211
Lieferant GmbH                          Kunden AG Mitte
Lieferantenstraße 20                    Kundenstraße 15
DE 80333 München                        DE 69876 Frankfurt
USt.-Id.-Nr. : DE123456788              USt.-Id.-Nr. : DE136695976
"""


def test_labels_side_by_side() -> None:
    found = parties(LABELLED)

    assert (plain(found.seller.name), plain(found.buyer.name)) == ("Lieferant GmbH", "Kunden AG Mitte")
    assert plain(found.seller.address) == "Lieferantenstraße 20, DE 80333 München"
    assert plain(found.buyer.address) == "Kundenstraße 15, DE 69876 Frankfurt"
    assert plain(found.buyer.vat_id) == "DE136695976"
    assert plain(found.seller.country) == "DE"


KEYED = """
   Verkäufer
   Nummer:                   549910
                             Erste Musterhafte
   Name:                     Versicherung a.G.
   Anschrift:                Musterstr. 12
                             DE 12345 Musterstadt

   Käufer/Leistungsempfänger
   Name:                     Beta GmbH
   Anschrift:                Nebenweg 3
                             DE 12346 Nebendorf
"""


def test_keys_beside_their_values_even_where_a_value_has_two_lines() -> None:
    found = parties(KEYED)

    assert plain(found.seller.name) == "Erste Musterhafte Versicherung a.G."
    assert plain(found.seller.address) == "Musterstr. 12, DE 12345 Musterstadt"
    assert (plain(found.buyer.name), plain(found.buyer.address)) == ("Beta GmbH", "Nebenweg 3, DE 12346 Nebendorf")


RECEIPT = """
        12345678
   SUNRISE TRADING SDN BHD (123456-X)
   NO.53 JALAN PUTRA 1,
   TAMAN SRI PUTRA,
   81200 JOHOR BAHRU
   TEL:07-5547360
   GST ID:002116837376
   TAX INVOICE
   Tea                2.00
   Total              2.00
"""


def test_a_receipt_names_its_shop_at_the_top() -> None:
    found = parties(RECEIPT)

    assert plain(found.seller.name) == "SUNRISE TRADING SDN BHD"
    assert plain(found.seller.address) == "NO.53 JALAN PUTRA 1, TAMAN SRI PUTRA, 81200 JOHOR BAHRU"
    assert (plain(found.seller.phone), plain(found.seller.country)) == ("07-5547360", "MY")
    assert plain(found.seller.tax_id) == "002116837376"
    assert found.buyer.name is None


def test_national_numbers_of_taxes_on_sales_are_tax_ids_with_right_check_digits_or_wrong_ones() -> None:
    page = """
    Alpha Tools Pvt Ltd
    Plot 64, Mumbai, Maharashtra 400604
    GSTIN: 27AAFCV2449G1Z7        PAN: AAFCV2449G
    """
    wrong = page.replace("27AAFCV2449G1Z7", "12ABCDE0123A1A2")

    assert plain(parties(page).seller.tax_id) == "27AAFCV2449G1Z7"
    assert plain(parties(wrong).seller.tax_id) == "12ABCDE0123A1A2"
    assert parties(page).seller.vat_id is None


def test_a_shop_without_an_address() -> None:
    assert plain(parties("SUNSET CAFE\nDate: 14-11-2014\nNaked Dog   14.00").seller.name) == "SUNSET CAFE"


AMERICAN = """
Azure Interior                                             INVOICE
4557 De Silva St
Fremont CA 94538
azure@azure-interior.example

Bill To:                    Ship To:
Mitchell Admin              Other Store
215 Vine St                 9 Harbour Road
Scranton PA 18503           Portland OR 97201

Description     Quantity     Unit Price     Amount
"""


def test_bill_to_is_the_buyer_and_ship_to_is_ignored() -> None:
    found = parties(AMERICAN)

    assert plain(found.seller.name) == "Azure Interior"
    assert plain(found.buyer.name) == "Mitchell Admin"
    assert plain(found.buyer.address) == "215 Vine St, Scranton PA 18503"
    assert plain(found.buyer.country) == "US"


TEN_BLANK_ROWS = " \n" * 10
FOOTER = f"""{TEN_BLANK_ROWS}
                                         Beta SARL
                                         27 rue Henri Rolland
                                         69100 Villeurbanne

Facture n° 17

Total TTC :   56,02 €




              ALPHAPRESSE
   Siège social : 16 rue Mollien - 92100 Boulogne – Tél : 01 71 17 61 67 – contact@alphapresse.example
   SARL au capital de 10 000 € - Siret 73282932000074
"""


def test_the_seller_in_the_footer_is_known_by_its_mail_address() -> None:
    found = parties(FOOTER)

    assert plain(found.seller.name) == "ALPHAPRESSE"
    assert plain(found.buyer.name) == "Beta SARL"
    assert plain(found.seller.tax_id) == "73282932000074"


def test_every_value_has_its_words() -> None:
    found = parties(RECEIPT)

    assert found.seller.name is not None
    assert [word.text for word in found.seller.name.words][:2] == ["SUNRISE", "TRADING"]


def test_an_empty_page_has_no_parties() -> None:
    assert parties("").seller.name is None


def test_register_numbers_are_no_part_of_a_name() -> None:
    assert clean_name("TRI STAR SDN BHD (728515-M)") == "TRI STAR SDN BHD"
    assert clean_name("*** Alpha Shop ***") == "Alpha Shop"
    assert clean_name("ALPHA SHELL SERVICE STATION Company No: 123456-X") == "ALPHA SHELL SERVICE STATION"
    assert clean_name("ALPHA SON. BHD.") == "ALPHA SDN. BHD."


def test_misread_ends_of_names() -> None:
    assert clean_name("Osteria Alpha S.r.I.") == "Osteria Alpha S.r.l."
    assert clean_name("ALPHA MART 5/B (519537-X)") == "ALPHA MART S/B"
    assert clean_name("ALPHA-0 RAYA BHD") == "ALPHA-O RAYA BHD"
    assert clean_name("ALPHA SIX ENTERPRISE P)") == "ALPHA SIX ENTERPRISE"
    assert clean_name("ALPHA (M) SDN BHD") == "ALPHA (M) SDN BHD"


@pytest.mark.parametrize(
    "name", ["ООО «Альфа»", 'ТОВ "Альфа"', '"Алфа" ООД', "„Alfa“ EOOD", "»Alpha« GmbH", 'Alpha "Beta" Ltd']
)
def test_a_name_keeps_both_of_the_marks_that_quote_a_part_of_it(name: str) -> None:
    assert clean_name(f"{name},") == name
    assert clean_name("«Alpha Ltd»") == "Alpha Ltd"


BROKEN_BRACKET = """
   ALPHA BETA HARDWARE
   ENTERPRISE (OLD
     TOWN) SDN BHD
        822737-X
   NO. 17-G, JALAN INDAH,
   40170 SHAH ALAM
   Tea                2.00
"""
BRANCH = """
   ALPHA HYPERMARKET SDN BHD
      (JALAN LAMA)
   LOT 2942, JLN SENTOSA 8,
   58000 KUALA LUMPUR.
   Tea                2.00
"""


def test_a_name_whose_bracket_is_broken_over_lines() -> None:
    found = parties(BROKEN_BRACKET)

    assert plain(found.seller.name) == "ALPHA BETA HARDWARE ENTERPRISE (OLD TOWN) SDN BHD"
    assert plain(found.seller.address) == "NO. 17-G, JALAN INDAH, 40170 SHAH ALAM"


def test_a_branch_in_brackets_is_of_the_name_not_of_the_address() -> None:
    found = parties(BRANCH)

    assert plain(found.seller.name) == "ALPHA HYPERMARKET SDN BHD (JALAN LAMA)"
    assert plain(found.seller.address) == "LOT 2942, JLN SENTOSA 8, 58000 KUALA LUMPUR."


NAME_APART = """
   Alpha Publicidad S.A.


   Av. Corrientes 2835 piso 6                        CUIT   30-71384526-0
   C1193AAC Buenos Aires

   Señor(es)
   Bodegas Beta S.A.
   Ruta 40 km 3287
   M5509 Luján de Cuyo, Mendoza
   CUIT 30-70912843-0
"""


def test_an_address_apart_from_the_sellers_name_and_short_postcodes_of_argentina() -> None:
    found = parties(NAME_APART)

    assert plain(found.seller.name) == "Alpha Publicidad S.A."
    assert plain(found.seller.address) == "Av. Corrientes 2835 piso 6, C1193AAC Buenos Aires"
    assert plain(found.buyer.address) == "Ruta 40 km 3287, M5509 Luján de Cuyo, Mendoza"
    assert (plain(found.seller.tax_id), plain(found.buyer.tax_id)) == ("30-71384526-0", "30-70912843-0")


SIDE_BY_SIDE = """
            Alpha del Molo S.r.l.
            +39 041 555 0173

   Spett.le                                          Fondamenta Nuove 4872
   Studio Beta & Associati                           30121 Venezia
   Via Farini 61                                     P. IVA IT03189470275
   43121 Parma
   P. IVA IT02665180341
"""


def test_tax_numbers_side_by_side_are_each_of_its_own_column() -> None:
    found = parties(SIDE_BY_SIDE)

    assert plain(found.buyer.vat_id) == "IT02665180341"
    assert plain(found.seller.vat_id) == "IT03189470275"


GUEST = """
GRAND HARBOUR a Beta Hotel
55 Magnolia Street     Springfield, IL 62704
T: 217 555-1234

NAME AND ADDRESS:
DOE, JANE                          Room:   12
                                   Arrival Date:  5/10/2019
GAMMA CONSULTING GMBH              Departure Date:  5/13/2019
Hauptstr. 12
10117 BERLIN
GERMANY

5/10/2019  GUEST ROOM              $219.00
"""


def test_the_company_of_a_guest_is_not_the_seller() -> None:
    found = parties(GUEST)

    assert plain(found.seller.name) == "GRAND HARBOUR a Beta Hotel"
    assert plain(found.buyer.name) != "GRAND HARBOUR a Beta Hotel"


UNDER_A_LOGO = """
                                                FACTURA  B  Nº 0003-00001284
                                                Fecha: 02/11/2026
                                                CUIT: 30-71384526-0

   Bodegas Beta S.A.
   Ruta 40 km 3287
   M5509 Luján de Cuyo, Mendoza
   CUIT 30-70912843-0

   Pauta publicitaria noviembre              121.000,00
"""
BETA = OwnCompany("Bodegas Beta SA", ("30709128430",))


def test_the_only_block_is_the_buyers_where_another_tax_number_comes_first() -> None:
    found = parties(UNDER_A_LOGO)

    assert plain(found.seller.name) is None, "the seller's name is a logo that was not read"
    assert plain(found.seller.tax_id) == "30-71384526-0"
    assert plain(found.buyer.name) == "Bodegas Beta S.A."


def test_an_own_company_is_the_buyer_where_the_seller_is_only_a_logo() -> None:
    found = parties(UNDER_A_LOGO, BETA)

    assert plain(found.seller.name) is None
    assert plain(found.seller.tax_id) == "30-71384526-0"
    assert plain(found.buyer.name) == "Bodegas Beta S.A."
    assert plain(found.buyer.tax_id) == "30-70912843-0"
    assert plain(found.buyer.address) == "Ruta 40 km 3287, M5509 Luján de Cuyo, Mendoza"


def test_an_own_company_is_known_by_its_number_under_another_name() -> None:
    found = parties(UNDER_A_LOGO, OwnCompany("Beta Vinos del Sur", ("30709128430",)))

    assert plain(found.seller.name) is None
    assert plain(found.buyer.name) == "Bodegas Beta S.A."


def test_a_labelled_buyer_that_is_no_own_company_stays_the_buyer() -> None:
    assert parties(SIDE_BY_SIDE, BETA) == parties(SIDE_BY_SIDE)
    assert plain(parties(SIDE_BY_SIDE, OwnCompany("Alpha del Molo")).buyer.name) == "Studio Beta & Associati"
    assert plain(parties(SIDE_BY_SIDE, OwnCompany("Alpha del Molo")).seller.name) != "Alpha del Molo S.r.l."


def test_an_own_name_alone_in_a_cell_is_the_buyers() -> None:
    receipt = """
        GRAND HARBOUR HOTEL
        55 Magnolia Street
        Springfield, IL 62704

        Bodegas Beta S.A.                         Room 12

        GUEST ROOM              $219.00
    """
    assert plain(parties(receipt, BETA).buyer.name) == "Bodegas Beta S.A."
    assert plain(parties(receipt, BETA).seller.name) == "GRAND HARBOUR HOTEL"


def test_the_only_vat_number_below_the_buyers_country_is_the_buyers() -> None:
    found = parties(
        """
  Antelope AI, PBC                                  Bill to
  548 Market Street                                 Sepp Consulting OÜ
  San Francisco, California 94104                   Pärnu mnt 10
  United States                                     10148 Tallinn
                                                    Estonia
                                                    EE VAT EE100207415

  Invoice B7F2-0009
"""
    )

    assert plain(found.buyer.vat_id) == "EE100207415"
    assert found.seller.vat_id is None


def test_of_two_parties_without_labels_the_buyer_may_as_well_sell() -> None:
    found = parties(
        """
  Holloway & Finch Surveyors Ltd                    Marchmont Office Interiors Ltd
  VAT ID: GB 284 7716 53                            VAT ID: GB 971 4486 20
  18 Quay Street                                    Unit 7 Severn Trade Park
  Bristol BS1 4TY                                   Bristol BS11 9YA

  Invoice MOI-2025-0642
"""
    )

    assert found.buyer.name is not None
    assert found.buyer.name.ambiguous


def test_a_narrow_invoice_that_names_both_parties_by_labels_is_no_receipt() -> None:
    found = parties(
        """
 FACTURA FISCALA
 Seria: MBR Nr: 10482
 FURNIZOR:
 MORARUL BUN SRL
 CIF: RO14399840
 Str. Morii 12
 CUMPARATOR:
 PATISERIA ANCA SRL
 CIF: RO27884110
 TOTAL GENERAL: 1506.93 RON
"""
    )

    assert plain(found.seller.name) == "MORARUL BUN SRL"
    assert plain(found.buyer.name) == "PATISERIA ANCA SRL"


def test_a_heading_about_the_invoice_is_nobody() -> None:
    found = parties(
        """
  Fjellheim Rør og Varme AS                         FAKTURA
  Industrigata 14, 2619 Lillehammer                 INV-2025-0088
  Org.nr: 918 442 073

  FAKTURERT TIL                                     FAKTURADETALJER
  Mesna Hytteutleie ANS                             Fakturadato: 06.10.2025
  Storgata 77, 2609 Lillehammer                     Forfallsdato: 20.10.2025
"""
    )

    assert plain(found.buyer.name) == "Mesna Hytteutleie ANS"


def test_a_digital_sheet_with_short_lines_is_no_receipt() -> None:
    found = parties("Invoice Number: INV-001\nDate: 2024-12-20\nCustomer: Example Corp\nTotal Amount: 10000 SEK")

    assert plain(found.buyer.name) == "Example Corp"


def test_a_name_with_the_town_before_the_street_behind_its_label() -> None:
    page = "Nyugati Vízmű Zrt.\nAdószám: 10863877-2-44\nFogyasztó: Kovács Gergely, 2120 Dunakeszi, Fő út 88."

    assert plain(parties(page).buyer.name) == "Kovács Gergely"


def test_the_number_of_a_customer_under_its_heading_heads_no_lines() -> None:
    page = """
                                                                        Buitenrand B.V.
  Hoveniersbedrijf Kramer                                               Industrieweg 44
  Dorpsstraat 12                                                        1521 NE Wormerveer
  1551 BH Westzaan                                                      Telefoon: 075-6401188
  FACTUUR                                                               BTW NL006934109B01
  Debiteur     Factuurnr     Factuurdatum     Vervaldatum
  11844        2204418       14-03-2022       13-04-2022

  Uw ordernr. telefonisch Jan
  1        4418820          Drainagebuis PP450 80 mm         50        1,42       71,00
                            Totaalbedrag Excl.                                    71,00
                            BTW 21%                                               14,91
                            Totaalbedrag Incl.                                    85,91
"""
    assert plain(parties(page).buyer.name) == "Hoveniersbedrijf Kramer"


def test_an_address_is_of_the_name_that_stands_with_it_apart_from_the_sellers() -> None:
    found = parties(
        """
Volta Flexible Energy                                Account number      A-543C515F
                                                     Bill date           23 September 2025

Avery Morgan                                         Billing period      20 Aug 2025 - 19 Sep 2025
12 Demo Lane
London SW9 0DE


Total due                                                                £49.24
        """
    )

    assert (plain(found.seller.name), plain(found.buyer.name)) == ("Volta Flexible Energy", "Avery Morgan")
    assert plain(found.seller.address) is None
    assert plain(found.buyer.address) == "12 Demo Lane, London SW9 0DE"


def test_whom_the_goods_go_to_buys_where_nobody_else_is_labelled() -> None:
    found = parties(
        """
Coromandel Spices LLP                                                    EXPORT INVOICE
17/3 Beach Road, Tuticorin 628001, India                                 No. CS/EXP/0044

Consignee: Nordic Food Import AB, Hamngatan 4, 41114 Göteborg, Sweden

Description                                          Net kg              Amount USD
Black pepper                                         1,000               7,400.00
Total CIF Göteborg                                                       USD 7,400.00
        """
    )

    assert (plain(found.seller.name), plain(found.buyer.name)) == ("Coromandel Spices LLP", "Nordic Food Import AB")


def test_a_line_with_a_tax_number_is_no_part_of_a_name() -> None:
    found = parties(
        """
Dr. Ernesto Salas Luna                                                   FACTURA
Cardiología                                                              Serie C Folio 441
RFC SALE700118AB1                                                        Fecha 2025-03-20
Cédula 1182204

Receptor: Grupo Textil Anáhuac SA de CV
RFC GTA010118QW3
        """
    )

    assert plain(found.seller.name) == "Dr. Ernesto Salas Luna"


def test_a_brand_over_a_company_that_is_named_alone_elsewhere_is_no_part_of_it() -> None:
    found = parties(
        """
Harrow Rentals                                       Invoice #           822926
CINELUX, INC                                         Invoice Date        9/4/2019
5375 W. San Fernando Rd. Los Angeles, CA 90039

BILL TO:
Meadow Lane Productions, Inc.
500 S. Buena Vista St.
Burbank, CA 91521

REMIT TO:
CINELUX, INC
5375 W. San Fernando Road
Los Angeles, CA 90039
        """
    )

    assert plain(found.seller.name) == "CINELUX, INC"


def test_the_owner_in_capitals_behind_a_small_word_is_the_company_under_its_shop() -> None:
    found = parties(
        """
Bulonera del Norte                                                       FACTURA
de FERNANDEZ Y SUAREZ S.R.L.                                             N° 0003-00001187
Av. Mitre 455                                                            Fecha: 02/05/2025
4000 San Miguel de Tucumán                                               CUIT: 30-71233890-9
        """
    )

    assert plain(found.seller.name) == "FERNANDEZ Y SUAREZ S.R.L."


def test_a_key_behind_the_label_of_the_buyer_is_not_the_buyer() -> None:
    found = parties(
        """
Sprzedawca:                              Nabywca: Nr abonenta:           004471
NetMazur Sp. z o.o.                      Hotel Niegocin S.A.
ul. Suwalska 21                          ul. Nadbrzeżna 8
11-500 Giżycko                           11-500 Giżycko
        """
    )

    assert plain(found.buyer.name) == "Hotel Niegocin S.A."


def test_a_town_with_its_state_ends_an_address_without_a_zip_code() -> None:
    found = parties(
        """
Saber                                                                    Dunder Mifflin
Westlake Village, CA                                                     1725 Slough Avenue
                                                                         Scranton, PA

                              Invoice N°: INV-0007
Date: 06/28/2023

Description                   Quantity               Unit Price          Amount
Paper                         40                     5.00                200.00
        """
    )

    assert plain(found.buyer.name) == "Dunder Mifflin"
    assert plain(found.buyer.address) == "1725 Slough Avenue, Scranton, PA"
    assert plain(found.buyer.country) == "US"


def test_a_house_a_town_and_a_county_over_their_postcode_are_no_names() -> None:
    found = parties(
        """
Lárnach Energy DAC                                   Bill number         330081774
Block C, East Wall Road, Dublin 3 D03 X2N8           Bill date           08 Nov 2025
VAT: IE3344556KH

Mr Cathal Breslin
14 The Maples
Letterkenny
Co. Donegal
F92 K7X3
        """
    )

    assert plain(found.buyer.name) == "Mr Cathal Breslin"
    assert plain(found.buyer.address) == "14 The Maples, Letterkenny, Co. Donegal, F92 K7X3"
