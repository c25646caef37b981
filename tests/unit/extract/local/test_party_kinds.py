"""Invented documents of the kinds of layout in which parties are mistaken."""

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.context import read_context
from functions.extract.local.fields.parties.parties import Parties, find_parties
from functions.extract.local.mentions.names import without_titles
from functions.extract.local.tables.extent import table_rows
from tests.support.documents import printed


def names(text: str) -> tuple[str | None, str | None]:
    found = parties(text)
    return plain(found.seller.name), plain(found.buyer.name)


def parties(text: str) -> Parties:
    context = read_context(read_layout(printed(text)))
    return find_parties(context.layout, context.identifiers, table_rows=table_rows(context.layout, context.lines))


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
    assert "Quiet Valley Supplies" in {other.value for other in found.seller.name.alternatives}
    assert all(other.words for other in found.seller.name.alternatives)
