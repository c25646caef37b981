"""Invoices of many countries, as text, through the whole extractor: number, dates, amounts, currency."""

from dataclasses import dataclass

import pytest

from functions.extract.local import extract_locally
from tests.unit.extract.local.printed import document_of


@dataclass(frozen=True, kw_only=True)
class Case:
    """A document and what must be found in it (JSON field -> value; unnamed fields do not matter)."""

    text: str
    wanted: dict[str, str | None]


CASES = {
    "argentina-a": Case(
        text="""
  RADIO DEL PLATA S.A.                      A                     FACTURA
  Av. Belgrano 1234, CABA                COD. 01       Punto de Venta: 00005  Comp. Nro: 00012345
  Condición frente al IVA: Responsable Inscripto       Fecha de Emisión: 07/03/2026
                                                       CUIT: 30-50001091-2
                                                       Ingresos Brutos: 901-123456-7
                                                       Fecha de Inicio de Actividades: 01/05/1998

  Período Facturado Desde: 01/02/2026   Hasta: 28/02/2026     Fecha de Vto. para el pago: 06/04/2026

  CUIT: 30-70308853-4          Apellido y Nombre / Razón Social: AGENCIA NORTE SRL
  Condición de venta: Cuenta Corriente

  Código  Producto / Servicio       Cantidad   U. Medida   Precio Unit.   % Bonif   Subtotal    Alicuota IVA  Subtotal c/IVA
  1       Pauta radio OP 443485        10,00    unidades     15000,00      0,00    150000,00        21%          181500,00
  2       Pauta radio OP 443486         5,00    unidades     20000,00      0,00    100000,00        21%          121000,00

                                                    Importe Neto Gravado: $         250000,00
                                                                 IVA 27%: $              0,00
                                                                 IVA 21%: $          52500,00
                                                               IVA 10.5%: $              0,00
                                                    Importe Otros Tributos: $            0,00
                                                           Importe Total: $         302500,00

  CAE N°: 76101234567890      Fecha de Vto. de CAE: 17/03/2026
""",
        wanted={
            "invoice_number": "00005-00012345",
            "issue_date": "2026-03-07",
            "due_date": "2026-04-06",
            "net_amount": "250000.00",
            "tax_amount": "52500.00",
            "total_amount": "302500.00",
            "currency": "ARS",
            "document_type": "invoice",
        },
    ),
    "argentina-c-number-in-one": Case(
        text="""
                         C
  ESTUDIO GRÁFICO PAMPA                         FACTURA  Nº 0002-00000871
  San Martín 455 - Rosario - Santa Fe           Fecha: 12 de junio de 2026
  Monotributo                                   C.U.I.T.: 20-17254359-7
                                                Inicio de actividades: 03/2011
  Señor/es: Municipalidad de Funes              CUIT: 30-67501234-5

  Cant.   Descripción                                    P. Unit.        Importe
  2       Banner lona 3 x 2 m                           85.300,00     170.600,00
  1       Diseño                                        40.000,00      40.000,00

                                                        TOTAL  $      210.600,00
  CAE: 76231234567890    Vto. CAE: 22/06/2026
""",
        wanted={
            "invoice_number": "0002-00000871",
            "issue_date": "2026-06-12",
            "total_amount": "210600.00",
            "currency": "ARS",
        },
    ),
    "spanish-agency": Case(
        text="""
  MEDIOS IBERIA, S.L.                                             FACTURA
  C/ Alcalá 200, 28028 Madrid                       Nº factura:        2026/00417
  CIF: B82741125                                    Fecha factura:     05-02-2026
                                                    Vencimiento:       07-03-2026

  Cliente: Conservas del Norte, S.A.    NIF: A31005678

  O.P. Nº      Medio               Inserciones    Tarifa         Importe
  118204       Diario Regional          3        1.200,00 €     3.600,00 €
  118205       Radio Cadena            12          210,50 €     2.526,00 €

       Base imponible      % IVA      Cuota IVA      TOTAL FACTURA
         6.126,00 €         21 %      1.286,46 €       7.412,46 €

  Forma de pago: transferencia 30 días
""",
        wanted={
            "invoice_number": "2026/00417",
            "issue_date": "2026-02-05",
            "due_date": "2026-03-07",
            "net_amount": "6126.00",
            "tax_amount": "1286.46",
            "total_amount": "7412.46",
            "currency": "EUR",
        },
    ),
    "spanish-ticket": Case(
        text="""
   BAR LA PLAZA
   NIF 12345678Z
   FACTURA SIMPLIFICADA  T-20931
   14/08/2025 21:47   Mesa 7
   2 Caña              4,40
   1 Ración pulpo     16,50
   TOTAL             20,90
   Efectivo          50,00
   Cambio            29,10
   IVA 10% incluido   1,90
""",
        wanted={"invoice_number": "T-20931", "issue_date": "2025-08-14", "total_amount": "20.90", "currency": "EUR"},
    ),
    "portuguese": Case(
        text="""
  Gráfica do Tejo, Lda                                     Fatura  FT 2026/318
  Rua da Prata 80, 1100-420 Lisboa                         ATCUD: JFXY7K2M-318
  NIF: 501964843                                           Original

  Exmo.(s) Sr.(s) Livraria Atlântico SA
  Contribuinte: 503504564

  Data de emissão     Data de vencimento     Condições de pagamento
  2026-01-19          2026-02-18             30 dias

  Artigo     Descrição              Qtd.    Preço unit.    IVA      Total
  A01        Impressão catálogos     500         1,85     23 %     925,00
  A02        Transporte                1        35,00     23 %      35,00

  Total ilíquido           960,00
  IVA                      220,80
  Total a pagar          1 180,80 EUR

  IBAN: PT50 0002 0123 1234 5678 9015 4
""",
        wanted={
            "invoice_number": "FT 2026/318",
            "issue_date": "2026-01-19",
            "due_date": "2026-02-18",
            "net_amount": "960.00",
            "tax_amount": "220.80",
            "total_amount": "1180.80",
            "currency": "EUR",
        },
    ),
    "french": Case(
        text="""
  ATELIER BOIS & CIE                                      FACTURE N° FA-2026-0093
  12 rue des Lilas, 44000 Nantes                          Date de facturation : 3 avril 2026
  SIRET 732 829 320 00074                                 Échéance : 03/05/2026

  Désignation                        Qté      PU HT       Montant HT
  Table chêne massif                  2      640,00 €     1 280,00 €
  Livraison                           1       90,00 €        90,00 €

                                          Total HT        1 370,00 €
                                          TVA 20 %          274,00 €
                                          Total TTC       1 644,00 €
                                          Acompte versé     500,00 €
                                          Net à payer     1 144,00 €
""",
        wanted={
            "invoice_number": "FA-2026-0093",
            "issue_date": "2026-04-03",
            "due_date": "2026-05-03",
            "net_amount": "1370.00",
            "tax_amount": "274.00",
            "total_amount": "1644.00",
            "paid_amount": "500.00",
            "amount_due": "1144.00",
        },
    ),
    "german-two-rates": Case(
        text="""
  Buchhandlung Sonnenschein GmbH
  Rechnung                                    Rechnungsnummer   4711/26
                                              Rechnungsdatum    28.02.2026
  Bitte zahlen Sie bis zum 14.03.2026         Kundennummer      10023

  Pos   Bezeichnung          Menge   Einzelpreis   USt   Gesamt
  1     Fachbücher             4        50,00 €     7%    200,00 €
  2     Lampe                  1       100,00 €    19%    100,00 €

  Summe netto                                              300,00 €
  7 % USt auf 200,00 €                                      14,00 €
  19 % USt auf 100,00 €                                     19,00 €
  Gesamtbetrag                                             333,00 €
""",
        wanted={
            "invoice_number": "4711/26",
            "issue_date": "2026-02-28",
            "net_amount": "300.00",
            "tax_amount": "33.00",
            "total_amount": "333.00",
            "currency": "EUR",
        },
    ),
    "italian-credit-note": Case(
        text="""
  Fornace Verdi S.r.l.   P.IVA IT00743110157
  NOTA DI CREDITO n. 12/B del 09/01/2026
  Spett.le Edilcasa S.p.A.
  Descrizione                    Q.tà    Prezzo     Importo
  Reso mattoni forati             100     0,80        80,00
  Imponibile                                          80,00
  IVA 22%                                             17,60
  Totale documento                                 €  97,60
""",
        wanted={
            "document_type": "credit_note",
            "invoice_number": "12/B",
            "issue_date": "2026-01-09",
            "net_amount": "80.00",
            "tax_amount": "17.60",
            "total_amount": "97.60",
            "currency": "EUR",
        },
    ),
    "dutch": Case(
        text="""
  Fietsenmaker Jansen                     Factuur
  KvK 12345678                            Factuurnummer   20260017
  BTW NL810433941B01                      Factuurdatum    3 maart 2026
                                          Vervaldatum     17-03-2026
  Omschrijving              Aantal   Prijs     Bedrag
  Onderhoudsbeurt             1      95,00      95,00
  Subtotaal                                     95,00
  21% BTW                                       19,95
  Te betalen                                € 114,95
""",
        wanted={
            "invoice_number": "20260017",
            "issue_date": "2026-03-03",
            "due_date": "2026-03-17",
            "net_amount": "95.00",
            "tax_amount": "19.95",
            "total_amount": "114.95",
            "currency": "EUR",
        },
    ),
    "swiss-apostrophes": Case(
        text="""
  Alpina Technik AG, 8005 Zürich            Rechnung Nr. 88-1203
  CHE-116.281.710 MWST                      Datum: 11.05.2026
  Wartung Anlage                                         CHF 12’400.00
  Zwischensumme                                          CHF 12’400.00
  MWST 8.1%                                              CHF  1’004.40
  Rechnungsbetrag                                        CHF 13’404.40
""",
        wanted={
            "invoice_number": "88-1203",
            "issue_date": "2026-05-11",
            "net_amount": "12400.00",
            "tax_amount": "1004.40",
            "total_amount": "13404.40",
            "currency": "CHF",
        },
    ),
    "us-advertising": Case(
        text="""
  KXYZ-TV                          INVOICE            Invoice #       4471203-1
  100 Tower Rd, Tulsa, OK 74103                       Invoice Date    03/08/26
                                                      Invoice Period  02/23/26 - 03/08/26
  Advertiser   Riverside Motors                       Order #         4471203
  Agency       Plains Media                           Order Flight    02/19/26 - 03/19/26

  Line  Day  Air Date   Air Time   Length  Rate
  1     M    02/23/26   5:27 AM    :30     $4,000.00
  2     Tu   02/24/26   5:29 AM    :30     $3,680.00

                            Gross Total          $7,680.00
                            Agency Commission    $1,152.00
                            Net Amount Due       $6,528.00    Payment Terms 30 Days
""",
        wanted={
            "invoice_number": "4471203-1",
            "issue_date": "2026-03-08",
            "total_amount": "6528.00",
            "amount_due": "6528.00",
            "currency": "USD",
        },
    ),
    "receipt-with-cash-rounding-and-tax-table": Case(
        text="""
     KEDAI RUNCIT MAJU SDN BHD
     GST ID : 001734164480
     TAX INVOICE
  Date : 09-04-2018 19:22:25
  Bill No : V015-673381
  Tori Don       1 x 12.80   12.80 SR
  Sushi          4 x  1.80    7.20 SR
  Total (Excluding GST)       20.00
  GST Payable 6%               1.20
  Total (Inclusive of GST)    21.21
  Rounding Adj                -0.01
  TOTAL                       21.20
  CASH                        50.00
  CHANGE                      28.80
  GST Summary   Amount(RM)  Tax(RM)
  SR (@ 6%)       20.00       1.20
""",
        wanted={"issue_date": "2018-04-09", "total_amount": "21.20", "currency": "MYR"},
    ),
    "no-currency-printed-none-guessed": Case(
        text="""
  Acme            Invoice No. 77
  Date 2026-02-03
  Subtotal       $ 10.00
  Tax             $ 0.80
  Total          $ 10.80
""",
        wanted={"currency": None, "total_amount": "10.80", "issue_date": "2026-02-03"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_reads(name: str) -> None:
    case = CASES[name]

    data = extract_locally(document_of(case.text)).data.as_json()

    assert {field: data[field] for field in case.wanted} == case.wanted
