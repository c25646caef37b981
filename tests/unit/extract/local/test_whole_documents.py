"""Invoices of many countries, as text, through the whole extractor: number, dates, amounts, currency."""

from dataclasses import dataclass

import pytest

from functions.extract.local import extract_locally
from tests.support.documents import printed


@dataclass(frozen=True, kw_only=True)
class Case:
    """A document and what must be found in it (JSON field -> value; unnamed fields do not matter)."""

    text: str
    wanted: dict[str, str | list[str] | None]


CASES = {
    "headings so close that they are one cell": Case(
        text="""
  JUNIPER STUDIO LLC
  220 Larimer Alley, Boulder, CO 80302

  Invoice Number     Date of Issue Due Date        Amount Due (USD)
  0000418            06/25/2026    07/25/2026      $300.00

  Description             Rate        Qty       Line Total
  Brand refresh           $100.00       3          $300.00
                                 Total              300.00
""",
        wanted={
            "invoice_number": "0000418",
            "issue_date": "2026-06-25",
            "due_date": "2026-07-25",
            "total_amount": "300.00",
        },
    ),
    "labels with colons in a row over their values, one of which is in words": Case(
        text="""
  Invoice                                             Wattle Press Pty. Ltd.
                                                      12 Smith St
                                                      Fitzroy VIC 3065
  Banksia Schools Association
  310 Wattletree Road
  Malvern VIC 3144

  Invoice date:      Invoice number:         Payment due:
  Nov 3, 2025        10443                   30 days after invoice date

  Description                         From             Until            Amount
  Server licence                      Nov 3, 2025      Nov 3, 2026      AUD $1,950.00
  Total                                                                 AUD $1,950.00
""",
        wanted={"invoice_number": "10443", "issue_date": "2025-11-03", "due_date": None, "total_amount": "1950.00"},
    ),
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
    "argentina-form-with-a-date-in-boxes": Case(
        text="""
  FERRETERÍA SAN CAYETANO              A            FACTURA
  Ruta 8 Km 54,5 - Pilar            Cód. Nº 01      Nº 0017 - 00020931
                                                    DÍA     MES     AÑO
                                                    14      10      2026
                                                    C.U.I.T.: 30-50001091-2   Inicio de Actividades: 05/05/1997
  Señor(es): CONSULTORA ANDES SRL     Remito Nº: 0001-00045221
  SUBTOTAL      NETO GRAVADO     IVA 21,00 %    PERC. I.B.     TOTAL
  100.000,00      100.000,00       21.000,00      3.000,00     $ 124.000,00
  C.A.E. Nº 76231234567890     Fecha Vto. 24/10/2026
""",
        wanted={
            "invoice_number": "0017-00020931",
            "issue_date": "2026-10-14",
            "due_date": None,
            "total_amount": "124000.00",
            "currency": "ARS",
        },
    ),
    "argentina-fiscal-printer": Case(
        text="""
   SUPERMERCADO EL SOL SA
   CUIT: 30-50001091-2
   INICIO DE ACTIVIDADES: 01/02/2004
   TIQUE FACTURA "B" COD. 082
   P.V. Nº 00044       Nro. T. 00015741
   Fecha 10/05/2026    Hora 14:22:10
   A CONSUMIDOR FINAL
   YERBA MATE 1KG             4761,47
   FIDEOS                     2013,42
   TOTAL                      6774,89
   Efectivo                   7000,00
   Su Vuelto                   225,11
""",
        wanted={"invoice_number": "00044-00015741", "issue_date": "2026-05-10", "total_amount": "6774.89"},
    ),
    "argentina-media-with-an-order-and-days-on-the-lines": Case(
        text="""
  DIARIO DEL LITORAL S.A.                              FACTURA A (cod. 01) N° 0078-00060466
  Mitre 872, Rosario                                   Fecha 13/07/2026
  CUIT 30-50001091-2
  Ref.: O.P. N° 316701 — Expte. 7394/2026
  Programa                Fecha emisión    Segundos     Tarifa        Bruto
  Noticiero central       23/06/2026        600,00      29,50     17.700,00
                                               Neto    17.700,00
                                               IVA 21% $ 3.717,00
                                               Total $ 21.417,00
  CAE 79179709500790 — Vencimiento CAE 23/07/2026
""",
        wanted={
            "invoice_number": "0078-00060466",
            "issue_date": "2026-07-13",
            "due_date": None,
            "total_amount": "21417.00",
            "operation_codes": ["316701"],
        },
    ),
    "argentina-export-with-the-sum-in-pesos": Case(
        text="""
  LOGÍSTICA PAMPEANA SAS        E        FACTURA DE EXPORTACIÓN
  CUIT: 30-50001091-2       COD. 19      Punto de Venta: 00004  Comp. Nro: 00001234
                                         Fecha de Emisión: 11/11/2025
  Divisa: USD - Dólar Estadounidense     Fecha de Pago: 26/11/2025
                                         Importe Otros Tributos: USD 0,00
                                         Importe Total: USD 733,90
  El total de este comprobante expresado en moneda de curso legal, considerándose un tipo de cambio de 1415.50, asciende a: $ 1038835,45
""",
        wanted={"invoice_number": "00004-00001234", "total_amount": "733.90", "currency": "USD"},
    ),
    "german-cancellation-of-an-earlier-invoice": Case(
        text="""
  Spedition Krause KG, Hauptstr. 77, 50667 Köln                  Datum: 12.04.2026
  Stornorechnung GS-1177
  zur Rechnung RE-4410 vom 23.03.2026
  Pos  Beschreibung        Anzahl   Einzelpreis      Gesamt
  1    Transport               2       200,00 €   -400,00 €
                       Nettobetrag                -400,00 €
                       MwSt. 19 %                  -76,00 €
                       Stornobetrag               -476,00 €
""",
        wanted={
            "document_type": "credit_note",
            "invoice_number": "GS-1177",
            "issue_date": "2026-04-12",
            "net_amount": "-400.00",
            "total_amount": "-476.00",
        },
    ),
    "german-final-invoice-less-an-instalment": Case(
        text="""
  Bauer Sanitär e.K., Am Markt 3, 80331 München      Rechnungsdatum 3. Mai 2026
  Schlussrechnung 2026-118
  Summe netto                                            3.745,39
  + 19,00 % MwSt                                           711,62
  Gesamtsumme brutto                                     4.457,01
  abzüglich Abschlagsrechnung 2026-012 vom 24.03.2026   -1.782,80
  Restbetrag                                             2.674,21
""",
        wanted={
            "invoice_number": "2026-118",
            "issue_date": "2026-05-03",
            "net_amount": "3745.39",
            "total_amount": "4457.01",
            "amount_due": "2674.21",
        },
    ),
    "french-number-in-groups": Case(
        text="""
  Facture n° 82 751 500 758 du 12 mars 2026            N° client : 6012345678
  Montant à payer (TTC)   120,00 €     sera prélevé à partir du 28 mars 2026
  Prochaine facture vers le 07/05/2026
  Total hors TVA         100,00 €
  TVA à 20,00 %           20,00 €
  Total TTC facture      120,00 €
""",
        wanted={"invoice_number": "82 751 500 758", "issue_date": "2026-03-12", "total_amount": "120.00"},
    ),
    "portuguese-heading-rows-and-a-credit-note-s-reference": Case(
        text="""
  Tipografia do Minho, Lda                                        Nota de Crédito
  NIF: 501964843                                                  NC 2026/7372
  Moeda     Câmbio      Data da emissão      Desc. Cli.
  EUR        1,00         23-07-2026            0,00
  Condição Pagamento                         Vencimento
  Fatura 30 dias                             22-08-2026
  Total ilíquido      100,00
  IVA                  23,00
  Total ( EUR )       123,00
  Referente à Fatura FT M/56 de 09-06-2026
""",
        wanted={
            "document_type": "credit_note",
            "invoice_number": "NC 2026/7372",
            "issue_date": "2026-07-23",
            "due_date": "2026-08-22",
            "total_amount": "123.00",
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
    "country-of-the-words-for-deliveries-and-shares-of-tax": Case(
        text="""
  FERRETERÍA LA LLAVE, S.C.                FACTURA Nº 3.418
  c/ Ancha, 12 24003 León                  Fecha 18-02-25
  Albarán    Artículo                 Cant.    Precio      Importe
  1120       COPIA LLAVE PUNTOS       14       6,2000      86,80
  Base Imp.    % IVA    Cuota IVA    TOTAL FACTURA
  86,80        21,00    18,23        105,03
""",
        wanted={"currency": "EUR", "total_amount": "105.03", "issue_date": "2025-02-18"},
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
    "values-over-their-labels": Case(
        text="""
   Harlow & Pike Joinery                                  HP-2291
   Unit 4, Tannery Lane                                   Invoice no.
   Bristol BS1 4QT                                        14 March 2025
                                                          Date of issue
                                                          13 April 2025
                                                          Payment due

   Work                                 Hours      Rate       Charge
   Oak staircase                           38     52.00     1,976.00

                                        Net               £1,976.00
                                        VAT at 20%          £395.20
                                        To pay            £2,371.20
""",
        wanted={"invoice_number": "HP-2291", "issue_date": "2025-03-14", "due_date": "2025-04-13"},
    ),
    "taxes-in-rows-of-lines": Case(
        text="""
   Sold By: BRIGHTLEAF RETAIL PRIVATE LIMITED            Invoice Number: DEL4-2291807
                                                         Invoice Date: 20.06.2024
   Description        Unit Price   Qty    Net Amount   Tax Type   Tax Amount          Total
   Water Bottle         ₹677.12      2     ₹1,354.24   IGST          ₹243.76      ₹1,598.00
   Shipping Charges      ₹33.90             ₹33.90     IGST            ₹6.10         ₹40.00
   TOTAL:                                                            ₹249.86      ₹1,638.00
""",
        wanted={"tax_amount": "249.86", "total_amount": "1638.00"},
    ),
    "a-tax-in-brackets-in-a-sentence": Case(
        text="""
   Rechnung Nr. 2024-233                                   Mainz, den 7. Juni 2024

   1   Große Inspektion                     89,00 €
   2   Bremsbeläge                          63,90 €
   Summe                                   152,90 €
   Im Betrag sind 19 % Mehrwertsteuer (24,41 €) enthalten.
""",
        wanted={"tax_amount": "24.41", "total_amount": "152.90"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_reads(name: str) -> None:
    case = CASES[name]

    data = extract_locally(printed(case.text)).data.as_json()

    assert {field: data[field] for field in case.wanted} == case.wanted
