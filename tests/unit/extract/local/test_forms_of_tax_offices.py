"""Invented forms in narrow cells, as the tax offices of Argentina and Brazil and the programs of France print them."""

from decimal import Decimal

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.mentions.name_text import clean_name
from tests.support.documents import printed

FORM = """
                                 TRIPLICADO
  Razón Social: TORNERÍA DEL SUR           A       FACTURA
  S.R.L.                                           Punto de Venta: 00003 Comp. Nro:
  Domicilio: Belgrano 1184 - Córdoba               00000271
                                                   Fecha de Emisión: 02/06/2025
                                                   CUIT: 30-70812344-3

  CUIT: 30-66778899-0             Apellido y Nombre / Razón Social: COOPERATIVA DE
  Condición frente al IVA: IVA    TRABAJO TEXTIL EL TELAR LTDA
  Sujeto Exento                   Domicilio: Av. Sabattini 2450 - Villa María

  Producto / Servicio        Cantidad    Precio Unit.     Subtotal
  Torneado                   2,00        5.000,00         10.000,00
                                       Importe Total: $   10.000,00
"""


def test_a_number_and_names_that_wrap_in_their_cells_are_whole() -> None:
    data = extract_locally(printed(FORM)).data

    assert data.invoice_number == "00003-00000271"
    assert data.seller.name == "TORNERÍA DEL SUR S.R.L."
    assert data.buyer.name == "COOPERATIVA DE TRABAJO TEXTIL EL TELAR LTDA"


def test_a_number_wraps_under_the_series_behind_another_word_of_its_cell() -> None:
    page = FORM.replace("       Punto de Venta: 00003", "COD.011 Punto de Venta: 00003")

    assert extract_locally(printed(page)).data.invoice_number == "00003-00000271"


def test_a_code_of_the_kind_of_voucher_is_no_number() -> None:
    page = """
  TORNERÍA DEL SUR S.R.L.       C       RECIBO
  Belgrano 1184 - Córdoba    COD.015    Fecha de Emisión: 02/06/2025
                                        CUIT: 30-70812344-3
  Torneado                                         10.000,00
                        Importe Total: $           10.000,00
"""
    assert extract_locally(printed(page)).data.invoice_number is None


def test_a_name_ends_where_the_next_column_begins_and_at_a_tax_number() -> None:
    page = """
  COOPERATIVA ELÉCTRICA DEL OESTE LTDA.            Nº 0008-00455102
  Moreno 1540 - Tres Arroyos                       Emisión 08/09/2025
  Titular            Domicilio de suministro       Cuenta
  LOPEZ ARMANDO JOSE Chacabuco 1180 - Tres Arroyos 118-00422-3
                                TOTAL A PAGAR $ 31.937,27
"""
    assert extract_locally(printed(page)).data.buyer.name == "LOPEZ ARMANDO JOSE"
    page = page.replace("Titular            Domicilio de suministro       Cuenta", "").replace(
        "LOPEZ ARMANDO JOSE Chacabuco 1180 - Tres Arroyos 118-00422-3",
        "Cliente: (4471) INGENIO SANTA ROSA S.A.I.C. CUIT 30-50112233-1 Resp. Inscripto",
    )
    assert extract_locally(printed(page)).data.buyer.name == "INGENIO SANTA ROSA S.A.I.C."


def test_the_first_of_two_instalments_whose_amounts_stand_under_them_is_due() -> None:
    page = """
  FERRAGENS IPIRANGA COMERCIO LTDA        NF-e Nº 000.045.118
  CNPJ 11.222.333/0001-81                 DATA DA EMISSÃO 12/05/2025
  FATURA / DUPLICATA
  Num.    001             Num.    002
  Venc.   11/06/2025      Venc.   11/07/2025
  Valor   R$ 3.281,78     Valor   R$ 3.281,77
  VALOR TOTAL DA NOTA                     R$ 6.563,55
"""
    assert str(extract_locally(printed(page)).data.due_date) == "2025-06-11"


def test_a_stamp_that_allows_a_payment_names_no_day_of_it() -> None:
    page = """
  BATI-OUEST CHARPENTE SAS              FACTURE N° 25/0318
  49300 CHOLET                          Cholet, le 30 juin 2025
  Total HT                              30 340,00
  TVA 20 %                               6 068,00
  Total TTC                             36 408,00 €
  BON À PAYER le 04/07/2025
"""
    assert extract_locally(printed(page)).data.due_date is None


def test_what_is_not_subject_to_a_tax_is_no_tax() -> None:
    page = """
  CABINET LEROUX-VASSEUR                NOTE D'HONORAIRES N° 2025/112
  76000 ROUEN                           Rouen, le 3 février 2025
  Total HT                                             2 007,00 €
  TVA 20 %                                               401,40 €
  Débours non soumis à TVA (droit de plaidoirie)          13,00 €
  TOTAL À PAYER                                        2 421,40 €
"""
    assert extract_locally(printed(page)).data.tax_amount == Decimal("401.40")


def test_a_first_registration_is_not_the_date_of_the_invoice() -> None:
    page = """
  GARAGE DU ROND-POINT                M. et Mme FERRANDO Alain
  09100 PAMIERS                       09700 SAVERDUN
  Facture N°    Date          Code client   Échéance      Règlement
  FC 118844     09/04/2025    FERRAN01      09/04/2025    CB
  Immatriculation   Véhicule                  1ère MEC      Kilométrage   N° de série
  FG-418-XK         RENAULT CAPTUR 1.5 DCI    17/11/2019    88 412        VF12RAU1D63211874
  Référence     Libellé          Qté     P.U. HT    Montant HT
  MO T1         Main d'oeuvre    2,30    62,00      142,60
  Total HT 142,60     Total TVA 28,52     Total TTC 171,12 €
"""
    assert str(extract_locally(printed(page)).data.issue_date) == "2025-04-09"


def test_no_amount_of_lines_makes_a_tax_of_more_than_a_tax_can_be() -> None:
    page = """
  FERRAGENS IPIRANGA LTDA   CNPJ 11.222.333/0001-81     NF-e Nº 45.118
  DATA DA EMISSÃO 12/05/2025
  DESCRIÇÃO DO PRODUTO     QUANT      VALOR UNIT    VALOR TOTAL    B.CÁLC ICMS
  PARAFUSO SEXTAVADO       20,0000    86,9000       1.738,00       1.738,00
  CHAPA XADREZ              6,0000    598,0000      3.588,00       3.588,00
  ELETRODO                 50,0000    24,7510       1.237,55       1.237,55
  V. TOTAL DA NOTA                                  6.563,55
"""
    tax = extract_locally(printed(page)).data.tax_amount
    assert tax is None or tax < 1000


def test_a_net_amount_that_is_the_total_is_not_sure_beside_another_one() -> None:
    page = """
  EMBALAJES SUR S.R.L.                  FACTURA A Nº 0007-00018835
  CUIT: 30-70655432-3                   Fecha: 19/08/2025
  Importe Neto Gravado: $               1.104.450,00
  IVA 27%: $                                    0,00
  XX1 24: S                               188.622,00
  IVA 5%: $                                     0,00
  IVA 0%: $                                     0,00
  Importe Total: $                      1.293.072,00
"""
    extraction = extract_locally(printed(page))
    wrong = extraction.data.net_amount == extraction.data.total_amount
    assert not wrong or extraction.evidence["/net_amount"].confidence < 0.9


def test_a_description_left_of_its_centred_name_is_whole_and_names_no_order() -> None:
    page = """
  MERCADO BOM PRECO LTDA   CNPJ 68.899.001/0001-53
  CODIGO         DESCRICAO              QTDE   VL UNIT   VL TOTAL
  7891150 SABAO EM PO 1,6KG                 1      19,90     19,90
  Valor a Pagar R$                                       19,90
  NFC-e nº 000221874  07/10/2025 18:33:05
"""
    data = extract_locally(printed(page)).data
    assert [line.description for line in data.lines] == ["SABAO EM PO 1,6KG"]
    assert data.purchase_order is None


def test_a_table_of_weights_is_no_table_of_lines() -> None:
    page = """
  ATELIE FLOR LTDA   CNPJ 55.666.777/0001-81     NF-e Nº 712
  QUANTIDADE   ESPÉCIE    MARCA    PESO BRUTO    PESO LÍQUIDO
  12           VOLUMES             188,40        180,00
  V. TOTAL DA NOTA                               289,00
"""
    assert extract_locally(printed(page)).data.lines == []


@pytest.mark.parametrize("text", ["ALPHA LTDA Documento Auxiliar da Nota", "ALPHA LTDA OS PRODUTOS E/OU SERVIÇOS"])
def test_the_words_of_a_danfe_beside_a_name_are_no_part_of_it(text: str) -> None:
    assert clean_name(text) == "ALPHA LTDA"


def test_a_name_that_begins_with_a_legal_form_may_go_on_below() -> None:
    data = extract_locally(
        printed(
            """
  Furnizor: S.C. AUTO TRANS BIHOR     FACTURA               Cumparator: S.C. MOBILA
  S.R.L.                              Seria ATB Nr. 00412   CRISANA S.A.
  C.U.I.: RO18442077                  Data: 11.03.2025      C.U.I.: RO54120
  Sediu: Str. Ogorului 21, Oradea                           Sediu: Calea Clujului 210, Oradea
"""
        )
    ).data

    assert data.seller.name == "S.C. AUTO TRANS BIHOR S.R.L."
    assert data.buyer.name == "S.C. MOBILA CRISANA S.A."
