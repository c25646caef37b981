"""Names of sellers and buyers that stand for another: drawn, misread, broken, short, or of a brand."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.context import read_context
from functions.extract.local.fields.parties.candidates import find_candidates
from functions.extract.local.fields.parties.parties import Parties, find_parties, read_facts
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.mentions.misreadings import spelled_name
from functions.extract.local.mentions.name_text import clean_name, is_name, without_titles
from functions.extract.local.tables.extent import table_rows
from shared.domain.document import Box, DocumentText, Source, Word
from tests.support.documents import printed

NOTHING: Mapping[str, float] = {}


def photographed(text: str, unsure: Mapping[str, float] = NOTHING, tall: Mapping[str, float] = NOTHING) -> DocumentText:
    """A page read by OCR. `unsure`: word -> how sure it was read; `tall`: word -> how many times as tall as a line."""
    document = printed(text, source=Source.RAPIDOCR)
    words = tuple(_as_read(word, unsure, tall) for word in document.pages[0].words)
    return replace(document, pages=(replace(document.pages[0], words=words),))


def _as_read(word: Word, unsure: Mapping[str, float], tall: Mapping[str, float]) -> Word:
    height = (word.box.y1 - word.box.y0) * tall.get(word.text, 1.0)
    middle = (word.box.y0 + word.box.y1) / 2
    box = Box(word.box.x0, max(middle - height / 2, 0.0), word.box.x1, middle + height / 2)
    return replace(word, box=box, confidence=unsure.get(word.text, 1.0))


def parties(document: DocumentText) -> Parties:
    context = read_context(read_layout(document))
    taken = table_rows(context.layout, context.headers, context.lines)
    return find_parties(context.layout, context.identifiers, table_rows=taken)


def seller(document: DocumentText) -> str | None:
    name = parties(document).seller.name
    return None if name is None else name.value


def buyer(document: DocumentText) -> str | None:
    name = parties(document).buyer.name
    return None if name is None else name.value


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("WELCOME TO BURGER BARN #214", "BURGER BARN #214"),
        ("WELCONE TO KRYSTAL", "KRYSTAL"),
        ("Willkommen bei Alpha GmbH", "Alpha GmbH"),
        ("Alpha Welcome Inn", "Alpha Welcome Inn"),
        ("caffe bar 'Maslina'", "Maslina"),
        ('ТОВ "Альфа"', 'ТОВ "Альфа"'),
        ('Trattoria "Da Mario"', 'Trattoria "Da Mario"'),
        ("0'Brien's Bar", "O'Brien's Bar"),
        ("Beta#15936-0 Phone 608-758-4560", "Beta#15936-0"),
        ("Beta #0881-2 (605) 555-0133", "Beta #0881-2"),
        ("B|E|T|A|R|I |X", "BETARIX"),
        ("Sitz der Premier Haus GmbH", "Premier Haus GmbH"),
        ("Morski obrt d.o.o., 0IB 12345678903", "Morski obrt d.o.o."),
    ],
)
def test_a_line_is_cleaned_of_what_is_no_part_of_the_name(line: str, name: str) -> None:
    assert clean_name(line) == name
    assert is_name(clean_name(line))


@pytest.mark.parametrize(
    "line",
    ["Welcome to the Family", "@ anna@alpha.example", "4110#22-0", "Private and confidential"],
)
def test_a_greeting_alone_a_mail_address_a_number_and_a_remark_are_no_names(line: str) -> None:
    assert not is_name(clean_name(line))


def test_a_word_with_the_letters_of_a_title_stays_in_the_name() -> None:
    assert without_titles("Not-A Real Hospital") == "Not-A Real Hospital"


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Orbit Systems India Put Ltd", "Orbit Systems India Pvt Ltd"),
        ("Orbit Systems Pie. Ltd.", "Orbit Systems Pte. Ltd."),
        ("Put Ltd", "Put Ltd"),
        ("Orbit Art Ltd", "Orbit Art Ltd"),
        ("Li1ly", "Lilly"),
        ("HARBOR FO0D", "HARBOR FOOD"),
        ("H2O Cars", "H2O Cars"),
    ],
)
def test_a_letter_of_a_legal_form_and_figures_inside_words_are_put_right(read: str, right: str) -> None:
    assert spelled_name(read, frozenset(re.findall(r"\w+", read))) == right
    assert spelled_name(read, frozenset()) == read


RECEIPT = """
        {name}
    Lindenstr. 14, 04155 Leipzig
      UST-IdNr. DE136695976

   Wischwasser           6,49
   Bremsen               8,90
   SUMME EUR            15,39

      service@asfalten.de
"""


@pytest.mark.parametrize("read", ["AISIFIAILITIEIN", "ASFALTFN"])
def test_the_mail_address_spells_a_name_that_was_read_less_surely(read: str) -> None:
    document = photographed(RECEIPT.format(name=read), {read: 0.92})

    assert seller(document) == "ASFALTEN"
    found = parties(document).seller.name
    assert found is not None
    assert [one.value for one in found.alternatives][:1] == [read]


def test_a_name_that_was_read_more_surely_than_the_mail_address_stays() -> None:
    document = photographed(RECEIPT.format(name="ASFALTFN"), {"ASFALTFN": 0.99, "service@asfalten.de": 0.9})

    assert seller(document) == "ASFALTFN"


def test_the_foot_has_a_name_in_one_line_that_the_head_breaks() -> None:
    page = """
        LE PETIT MATIN
        SAINT-SAUVEUR
        12 RUE PRINCIPALE

   Café                  3.25
   SOUS-TOTAL            3.25
   TOTAL                 3.25

   LE PETIT MATIN SAINT-SAUVEUR
   12, RUE PRINCIPALE, SAINT-SAUVEUR
"""
    assert seller(photographed(page)) == "LE PETIT MATIN SAINT-SAUVEUR"


CHAIN = """
           torg
      Torg Centralen
      Tel.nr: 018-555120

   BRÖD                 32.00
   ATT BETALA SEK       32.00

      torgcentralen.se
"""


def test_a_shop_of_a_chain_has_the_longer_name_if_its_web_address_has() -> None:
    assert seller(photographed(CHAIN, tall={"torg": 2.5})) == "Torg Centralen"


def test_small_capitals_over_larger_ones_are_one_name() -> None:
    page = """
   DE BETA                                         Facture 2021-001
   ALPHALAB                                        Original

   Article              Prix
   Service              10,00
   Total                10,00
"""
    tall = {"DE": 1.8, "BETA": 1.8, "ALPHALAB": 2.6}
    assert seller(photographed(page, tall=tall)) == "DE BETA ALPHALAB"


def test_a_trade_and_the_person_under_it_are_one_name() -> None:
    page = """
      Nordstern Tankstelle
         Maria Kessler
         Hafenstr. 8
         24103 Kiel

   Super E10          61,20 EUR
   TOTAL              61,20 EUR
"""
    tall = {"Nordstern": 1.8, "Tankstelle": 1.8}
    assert seller(photographed(page, tall=tall)) == "Nordstern Tankstelle Maria Kessler"


def test_a_house_behind_registered_office_does_not_sell() -> None:
    page = """
   PAYMENT RECEIPT
   Guest Name: Sanjay Rao                  Date: 31/12/2023

   DESCRIPTION              RATE               AMOUNT
   Room Charges             Rs 1800 x 1        Rs 1800.00
   Grand Total                                 Rs 1800.00


























                    Orbel Stays Private Limited
   Registered Office: Delhi Rectangle, Level 4, Complex D-4, Saket, New Delhi - 110017
"""
    assert seller(printed(page)) == "Orbel Stays Private Limited"


def test_who_stands_in_the_foot_with_address_and_tax_number_sells_under_a_brand() -> None:
    page = """
   LEGAL NOTICES ONLINE

                                                Anna Latter
                                                27 Henry Street
                                                Leeds LS1 4AP
   Invoice No: 2022089
   Date: 28 November 2023

   Description         Qty      Price      Amount
   Notice              4        120.00     480.00
   Total                                   £480.00


























   NETPRESS
   16 Mill Road, London E1 6AN
   Company No 5308481 - VAT GB 530 8481 34
"""
    assert seller(printed(page)) == "NETPRESS"


def test_a_customer_named_short_is_the_company_that_the_letter_goes_to() -> None:
    page = """
   Contex Media Ltd                                    INVOICE
   12 Oxford Street, London W1D 2HZ

   MERIDIAN FOODS LTD                                  NUMBER: 654123
   Thames Park                                         DATE: 15/01/2024
   Reading RG6 1WG

   Client: MERIDIAN FOODS

   Description         Qty      Price      Amount
   Notice              4        120.00     480.00
   Total                                   £480.00
"""
    found = parties(printed(page)).buyer
    assert found.name is not None
    assert found.name.value == "MERIDIAN FOODS LTD"


GUEST = """
   Grand Inn Bristol Ltd
   Quay Street 21
   Bristol BS1 4AA
                                                    INVOICE
   Apex Consulting{form}                            Invoice Number GA66950
   114A Frederick Street                            Guest Name: Jens Carter
   London SE1 7PB                                   Room Number 117

   Date             Description         Gross
   25/03/24         Accommodation       £120.00
   Total                                £120.00


























   Grand Inn Bristol Ltd - VAT No GB 297 3080 20
"""


def test_a_guest_stays_for_the_company_that_the_letter_goes_to() -> None:
    assert buyer(printed(GUEST.format(form=" Ltd"))) == "Apex Consulting Ltd"


BESIDE = """
   SLEEK BILL                                    Invoice X33
   BILLING MADE EASIER                           Date February 21, 2024

   Sorbet Foods                                  Bill To
   Long Lane, B Building                         {buyer}
   Madurai, Tamil Nadu                           Address
   GSTIN: 33AABCS1234A1Z9                        City, State Zipcode






   Item               Unit Cost      Quantity     Amount
   Subscription       $19.00         1            $19.00
"""


def test_the_head_of_the_block_beside_the_buyers_is_a_candidate() -> None:
    found = find_candidates(read_layout(printed(BESIDE.format(buyer="Ab Traders"))))

    blocks = [
        (one.name.value, one.role) for one in found if one.name is not None and one.origin in ("block", "section")
    ]
    assert blocks == [("Ab Traders", PartyRole.BUYER), ("Sorbet Foods", None)]


def test_a_label_of_a_buyer_without_a_name_says_that_the_block_beside_it_is_not_the_buyer() -> None:
    facts = read_facts(read_context(read_layout(printed(BESIDE.format(buyer="Customer")))))

    assert (facts.labelled, facts.with_lines) == (frozenset(), frozenset({PartyRole.BUYER}))


def test_a_name_over_an_address_that_the_logo_has_too_sells() -> None:
    page = """
   VAT Invoice                                     NORTHLAND
                                                   TRADERS


   Alfreds Futterkiste            Invoice date     Northland Traders
   Obere Str. 57                  1/26/2017        1313 Webfoot Walk
   12209 Berlin                   Invoice number   Calisota
   Germany                        12814            Phone 333-444-5555

   Code     Description                    Qty     Unit price    Amount
   DCS      Monthly coffee service         1       149.99        149.99
   Total                                                         149.99
"""
    tall = {"NORTHLAND": 1.6, "TRADERS": 1.6}
    assert (seller(photographed(page, tall=tall)), buyer(photographed(page, tall=tall))) == (
        "Northland Traders",
        "Alfreds Futterkiste",
    )


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [("MAJU JAYA SDN", "BHD", "MAJU JAYA SDN BHD"), ("AU BON COIN", "SAS BERNARD FRERES", "AU BON COIN")],
)
def test_a_broken_form_is_joined_and_a_form_that_begins_a_name_is_not(first: str, second: str, name: str) -> None:
    page = f"""
   {first}
   {second}
   18 rue de la Paix
   69002 Lyon

   Plat du jour          27.00
   TOTAL                 27.00
"""
    assert seller(photographed(page)) == name


def test_who_owns_a_trading_name_in_a_line_of_its_own_sells() -> None:
    page = """
   Greenline Facilities                             Invoice GF00918
   a trading name of GL Support Services Ltd        Date 30.04.2024
   3 Foundry Court, Derby DE1 1AA

   Item                 Amount
   Report               150.00
   Total                150.00
"""
    assert seller(printed(page)) == "GL Support Services Ltd"


def test_a_person_behind_a_label_between_a_company_and_its_address_does_not_part_them() -> None:
    page = """
   Élodie Marchetti
   3 rue des Tanneurs
   34000 Montpellier
   SIRET 812 440 771 00019

                                   Association Les Passeurs d'Images
                                   à l'attention de Mme Benyamina
                                   Maison des associations
                                   27 boulevard Gambetta
                                   30000 Nîmes

   Facture n° 31

   Prestation           Quantité       PU       Total
   Création affiche     1              450 €    450 €
   Total à payer : 450 €
"""
    assert buyer(printed(page)) == "Association Les Passeurs d'Images"


def test_a_remark_over_a_person_is_no_company() -> None:
    page = """
                                                    Fairweather Solicitors LLP
                                                    1 Temple Gate, Bristol BS1 6PL
   Private and confidential
   Mr A Khan
   27 Stokes Croft
   Bristol BS1 3AA

   Invoice number: 100442              Date: 19 February 2024

   Item                 Amount
   Report               150.00
   Total                150.00
"""
    assert (seller(printed(page)), buyer(printed(page))) == ("Fairweather Solicitors LLP", "Mr A Khan")


def test_handwriting_over_the_name_of_a_shop_is_not_its_name() -> None:
    page = """
        Wors Caterng

     FIVE STAR CARRY
   No.1 Jalan SS 9/1,
   47300 PJ, Selangor.

   KISMIS 500GM           19.80
   NET TOTAL              19.80
"""
    unsure, tall = {"Wors": 0.8, "Caterng": 0.85}, {"Wors": 2.5, "Caterng": 2.5}
    assert seller(photographed(page, unsure, tall)) == "FIVE STAR CARRY"


def test_a_person_behind_a_key_under_the_name_of_an_organisation_does_not_sell() -> None:
    page = """
   Real Hospital of Oregon
   Name: Mara Jackson
   Street Address: 9876 Healthcare Ave
   Phone: (920)555-0101

   Bill To
   Name: John Doe
   Street Address: 12 Any Street

   Description              Amount
   Checkup                  $745.00
   TOTAL                    $745.00
"""
    assert seller(printed(page)) == "Real Hospital of Oregon"


def test_a_buyer_of_whom_only_a_known_word_was_put_right_is_doubtful_and_offers_what_was_read() -> None:
    page = """
   Zenith Components Ltd
   Windsor Tower, Mumbai 400098

   Invoice To
   Orbit Systems India Put Ltd
   Tower C, Gurgaon 122002

   Description              Amount
   Banners                  5,400.00
   Total                    5,400.00
"""
    name = parties(photographed(page, {"Put": 0.94})).buyer.name

    assert name is not None
    assert (name.value, name.ambiguous) == ("Orbit Systems India Pvt Ltd", True)
    assert [one.value for one in name.alternatives][:1] == ["Orbit Systems India Put Ltd"]


def test_who_is_to_be_named_when_one_writes_is_no_party() -> None:
    found = parties(
        printed(
            """
 Returadress: Cykelverkstan i Lund AB, Bangatan 9, 222 21 Lund   Faktura/Kvitto
                                                                 Fakturadatum 2025-05-19

                                         OCR/Fakturanummer       Att betala
 Ekobudet Skåne HB                       1048826                 4 475,00 kr
 Kung Oskars väg 11
                                         Bankgiro                Förfallodatum
 222 35 Lund                             5512-8841               2025-06-18

                                         Kundnummer              Er referens
                                         3301                    Linnea Ek

 Netto                                                           3 580,00 kr
 Moms                                                            895,00 kr
 Att betala                                                      4 475,00 kr

 Cykelverkstan i Lund AB          Telefon 046-555 01 88          Org nr. 556771-2204
 Bangatan 9                                                      Momsref nr. SE556771220401
 222 21 Lund                                                     Godkänd för F-skatt
"""
        )
    )

    assert found.seller.name is not None
    assert found.seller.name.value == "Cykelverkstan i Lund AB"
    assert found.buyer.name is None or found.buyer.name.value != "Linnea Ek"


def test_the_lines_of_a_party_are_no_letterhead() -> None:
    page = printed(
        """
                                                INVOICE - ORIGINAL
 Invoicing address                              Invoice To
 Benue Lubricants Nigeria Plc                   Sokoto Haulage Limited
 22 Creek Road                                  Km 4 Birnin Kebbi Road
 Apapa, Lagos                                   Sokoto
 VAT Reg: VPV060014455

 Total Amount (NGN)                             4,085,000.00

 Payment terms: 30 days. Cheques payable to Benue Lubricants Nigeria Plc
"""
    )

    assert seller(page) == "Benue Lubricants Nigeria Plc"
    assert buyer(page) == "Sokoto Haulage Limited"


def test_a_legal_form_in_brackets_ends_with_its_bracket() -> None:
    page = printed(
        """
 Marina Tyre House (L.L.C) (BR)
 Al Quoz 3, Street 8
 TAX INVOICE
"""
    )

    assert seller(page) in ("Marina Tyre House (L.L.C)", "Marina Tyre House (L.L.C) (BR)")
