"""Invented forms whose keys and headings no lexicon has as they are printed."""

from decimal import Decimal

from functions.extract.local import extract_locally
from tests.support.documents import printed
from tests.unit.extract.local.test_party_kinds import names


def test_a_number_of_two_parts_already_has_the_point_of_sale_that_is_printed_beside_it() -> None:
    page = """
  Tornería del Sur S.A.            A        Factura A
  Av. Mitre 3320, Avellaneda                N° 0002-00004417
  CUIT: 30-70988541-5                       Punto de venta: 0002
                                            Fecha: 2025-07-18
  TOTAL: $ 964975.00
"""
    assert extract_locally(printed(page)).data.invoice_number == "0002-00004417"


def test_a_key_is_made_of_two_keys_of_names() -> None:
    page = """
  Alfa Traiteur                                FACTURE
  7 impasse du Lavoir, 16200 Jarnac            N° de facture : 58

  ÉMETTEUR                                     CLIENT
  Alfa Traiteur                                Nom / société : Comité Beta
  7 impasse du Lavoir, 16200 Jarnac            Adresse : Mairie, 16120 Bassac
"""
    assert names(page) == ("Alfa Traiteur", "Comité Beta")


def test_a_name_stands_behind_a_key_that_nobody_knows() -> None:
    page = """
  Pinturas Gamma S.A.                          FACTURA
  Av. Cazón 1022, 1648 Tigre                   Nº de factura: 58

  EMISOR                                       CLIENTE
  Pinturas Gamma S.A.                          Sr/a adquirente: Ana Beta Sosa
  Av. Cazón 1022, 1648 Tigre                   Dirección: Mitre 30, 1648 Tigre
"""
    assert names(page) == ("Pinturas Gamma S.A.", "Ana Beta Sosa")
    assert names(page.replace("Sr/a adquirente: Ana Beta Sosa", "Forma de pago: Al contado"))[1] is None


def test_a_name_behind_its_key_may_look_like_a_street() -> None:
    page = """
  PINTURERIAS GAMMA S.A.
  Av. Cazón 1022 - Tigre

  Datos del Cliente
  Nombre: Consorcio Edificio Calle Sur 880
  Dirección: Calle Sur 880, CABA
"""
    assert names(page)[1] == "Consorcio Edificio Calle Sur 880"


def test_the_name_of_a_company_is_taken_before_the_one_under_which_it_trades() -> None:
    page = """
  EMISOR                                       RECEPTOR
  Nombre de Fantasía: Pastelería Alfa          Nombre: Estudio Beta
  Nombre y Apellido: Graciela Gamma            Dirección: Diagonal 74 Nro. 1630
  Dirección: Calle 12 Nro. 845 (1900) La Plata
"""
    assert names(page) == ("Graciela Gamma", "Estudio Beta")


def test_keys_without_a_colon_stand_under_a_heading_in_the_middle_of_their_box() -> None:
    page = """
  NOTA FISCAL DE SERVIÇOS ELETRÔNICA - NFS-e

                                            PRESTADOR DE SERVIÇOS
             CPF / CNPJ       31.229.084/0001-63              INSCRIÇÃO MUNICIPAL          00233100
             NOME / RAZÃO     ARQUITETURA ALFA LTDA
             ENDEREÇO         RUA BAHIA, 1402
                                            TOMADOR DE SERVIÇOS
  CPF / CNPJ       20.887.411/0001-58                         INSCRIÇÃO MUNICIPAL
  NOME / RAZÃO     INCORPORADORA BETA S.A.
  ENDEREÇO         AV AFONSO PENA, 5723
  MUNICÍPIO        Campo Grande                               TELEFONE                     (67)3047-1200
"""
    assert names(page) == ("ARQUITETURA ALFA LTDA", "INCORPORADORA BETA S.A.")


def test_a_heading_beside_that_of_the_customer_is_no_name() -> None:
    page = """
  Bodega Gamma S.R.L.
  Ozamis Sur 2240, 5515 Maipú

              Cliente                                              Empleado
  Código:     214              Provincia:  Mendoza             Código:     7
  Nombre:     Rodolfo Alfa     Localidad:  Luján de Cuyo       Nombre:     Sofía Beta
  CUIT:       20-17884213-6    Barrio:     Centro              CUIT:       27-35664120-9
"""
    assert names(page) == ("Bodega Gamma S.R.L.", "Rodolfo Alfa")


def test_the_letter_of_a_voucher_is_no_label() -> None:
    page = """
            A    ORIGINAL
  Razón Social:  Bodega Gamma S.R.L.      Teléfono:     261-4972210
  Calle:         Ozamis Sur 2240          CUIT:         33-70991238-6

  Cliente: Rodolfo Alfa
"""
    assert names(page) == ("Bodega Gamma S.R.L.", "Rodolfo Alfa")


def test_a_brand_stands_for_whom_the_form_names() -> None:
    page = """
  ALFA                         B         FACTURA
  R. Social: GAMMA HORACIO DANIEL        CUIT: 20-16772904-6
  Domicilio: URQUIZA 2281 - PARANA       Inicio de Actividades: 01/05/1998

  CUIT: 30-70322195-1          Cliente: CLUB BETA
  Cond. IVA: Exento            Domicilio: BV. RACEDO 560
"""
    assert names(page) == ("GAMMA HORACIO DANIEL", "CLUB BETA")


def test_a_quantity_stands_with_its_unit_under_both_their_names() -> None:
    page = """
  Désignation                        Qté / Unité    P.U. HT     Total HT
  Décaissement des terres                  18 m³     42.00 €     756.00 €
  Éclairage encastré                        8 u      38.50 €     308.00 €
                                               Total HT :       1064.00 €
"""
    lines = extract_locally(printed(page)).data.lines

    assert [(line.quantity, line.unit) for line in lines] == [(Decimal(18), "m³"), (Decimal(8), "u")]


def test_a_quantity_of_three_decimals_is_no_thousands() -> None:
    page = """
  CÓDIGO   DESCRIÇÃO DO PRODUTO        NCM/SH     UN   QTD.      VLR. UNIT   VLR. TOTAL
  TM-220   MALHA PENTEADA AZUL         60063220   KG   84.000        34,00     2.856,00
  TR-118   RIBANA BRANCA               60063290   KG   28.000        36,00     1.008,00
  VALOR TOTAL DA NOTA                                                          3.864,00
"""
    lines = extract_locally(printed(page)).data.lines

    assert [(line.quantity, line.net_amount) for line in lines] == [
        (Decimal(84), Decimal("2856.00")),
        (Decimal(28), Decimal("1008.00")),
    ]


def test_what_is_called_like_a_discount_before_any_price_is_the_description() -> None:
    page = """
  Cant     Desc                     Total
  2        Paracetamol             $3.980
  1        Vitamina                $5.490
                       TOTAL:      $9.470
"""
    lines = extract_locally(printed(page)).data.lines

    assert [(line.description, line.quantity) for line in lines] == [
        ("Paracetamol", Decimal(2)),
        ("Vitamina", Decimal(1)),
    ]


def test_a_number_of_letters_a_year_and_a_count_stands_alone_near_the_title() -> None:
    page = """
  Isolation Alfa SARL                                  FA-2025-0219
  FACTURE D'ACOMPTE                                    12 mai 2025
                       5 rue des Artisans, 35760 Saint-Grégoire

  FACTURE ÉTABLIE POUR
  Mme Hélène Beta
  35000 Rennes

  Acompte 30 %                                           1 344,00 €
  Total TTC                                              1 417,92 €
"""
    assert extract_locally(printed(page)).data.invoice_number == "FA-2025-0219"
