"""The amounts of whole documents, as text: which are the net amount, the tax, the total and what is due."""

from dataclasses import dataclass

import pytest

from functions.extract.local import extract_locally
from tests.support.documents import printed


@dataclass(frozen=True, kw_only=True)
class Case:
    """A document and what must be found in it (JSON field -> value; unnamed fields do not matter)."""

    text: str
    wanted: dict[str, str | None]


CASES = {
    "a previous balance is due but no part of the total": Case(
        text="""
  BRIGHTWATER IRRIGATION INC                                   INVOICE
  14 Canal Road, Fresno, CA 93706                              Invoice No: BW-5512
                                                               Date: 04/11/2026
  Bill To: Sunridge Farms LLC

  Description                       Qty      Price       Amount
  Pump service                        2     120.00       240.00
  Filter set                          4      15.00        60.00

                                     Subtotal            300.00
                                     Sales Tax            24.00
                                     Total               324.00
                                     Previous Balance    150.00
                                     Amount Due          474.00
""",
        wanted={"net_amount": "300.00", "tax_amount": "24.00", "total_amount": "324.00", "amount_due": "474.00"},
    ),
    "a statement block above the sums": Case(
        text="""
  CITY WATER COMPANY                            Bill date: March 3, 2026
  Account 8812-11                               Invoice number: 20031
  Balance forward                               82.10
  Payment received, thank you                  -82.10
  Current charges
  Water usage  12 m3                            36.00
  Sewer                                         18.50
  Total current charges                         54.50
  Total amount due                              54.50
""",
        wanted={"total_amount": "54.50", "amount_due": "54.50"},
    ),
    "two taxes of one rate are summed": Case(
        text="""
  NILGIRI TEA TRADERS                                      TAX INVOICE
  GSTIN: 33AABCN1234F1Z5                                   Invoice No. NT/25-26/118
                                                           Dated 12-Aug-2025
  Buyer: Kaveri Stores, Chennai

  Sl  Description             HSN       Qty     Rate       Amount
  1   Orange Pekoe 500g       0902       40     250.00    10,000.00
  2   Green tea 250g          0902       20     180.00     3,600.00

                                       Taxable Value      13,600.00
                                       CGST @ 2.5%           340.00
                                       SGST @ 2.5%           340.00
                                       Round Off               0.00
                                       Grand Total        14,280.00
  Amount Chargeable (in words): INR Fourteen Thousand Two Hundred Eighty Only
  HSN/SAC      Taxable Value    CGST Rate   CGST Amount   SGST Rate   SGST Amount   Total Tax Amount
  0902         13,600.00        2.5%        340.00        2.5%        340.00        680.00
  Total        13,600.00                    340.00                    340.00        680.00
""",
        wanted={"net_amount": "13600.00", "tax_amount": "680.00", "total_amount": "14280.00"},
    ),
    "the total row of a tax summary is not the invoice's": Case(
        text="""
  DECCAN ELECTRICALS                                       TAX INVOICE
  GSTIN 36AABCD4321K1ZP                                    Invoice No: DE-771
                                                           Date: 09-Jan-2026
  Description              HSN/SAC    Qty     Rate        Taxable Value
  Copper wire 90m          8544       3       1,500.00    4,500.00
  Switch board             8537       2         850.00    1,700.00
                                                          6,200.00
                                      IGST (18.00 %)      1,116.00
                                      Round off               0.00
  Total                               5 NOS               7,316.00
  HSN / SAC        Taxable Value      IGST %      Amount       Total
  8544             4,500.00           18.00       810.00       810.00
  8537             1,700.00           18.00       306.00       306.00
  Total            6,200.00                       1,116.00     1,116.00
""",
        wanted={"net_amount": "6200.00", "tax_amount": "1116.00", "total_amount": "7316.00"},
    ),
    "a row of totals under the columns of the lines": Case(
        text="""
  SAHYADRI STAFFING LTD                                    TAX INVOICE
  Invoice: SS/0041/26                                      Date: 06 Feb 2026
  Sl No.   Resource Name      HSN/SAC     Taxable Value   CGST(9%)   SGST(9%)    Total INR
  1        A KUMAR            998513      21,000.00       1,890.00   1,890.00    24,780.00
  2        B SHARMA           998513      19,000.00       1,710.00   1,710.00    22,420.00
  Total Invoice Value                     40,000.00       3,600.00   3,600.00    47,200.00
  Total Invoice Value (In Words): Rupees Forty Seven Thousand Two Hundred Only.
  NOTE: if our invoices' value in a year is more than Rs. 50,000/- then you may deduct TDS.
""",
        wanted={"net_amount": "40000.00", "tax_amount": "7200.00", "total_amount": "47200.00"},
    ),
    "two taxes with a rounding": Case(
        text="""
  MALABAR HARDWARE            Invoice No: 812        Date: 03/07/2025
  Description         Qty     Rate       Amount
  Hinges              10      44.50      445.00
  Locks                3      212.00     636.00
                      Sub Total        1,081.00
                      CGST 9%             97.29
                      SGST 9%             97.29
                      Round Off            0.42
                      Total            1,276.00
""",
        wanted={
            "net_amount": "1081.00",
            "tax_amount": "194.58",
            "rounding_amount": "0.42",
            "total_amount": "1276.00",
        },
    ),
    "taxes of two levels in Canada": Case(
        text="""
  IMPRIMERIE DES ÉRABLES INC.                    FACTURE
  Montréal (Québec)  H2X 1Y4                     Numéro : 2026-0412
                                                 Date : 2026-04-12
  Description              Quantité    Prix       Montant
  Affiches                 100         2,50       250,00
  Dépliants                500         0,40       200,00
                                       Sous-total      450,00
                                       TPS (5 %)        22,50
                                       TVQ (9,975 %)    44,89
                                       Total           517,39 $
""",
        wanted={"net_amount": "450.00", "tax_amount": "67.39", "total_amount": "517.39"},
    ),
    "taxes of two rates in Argentina": Case(
        text="""
  DISTRIBUIDORA ANDINA SRL        A        FACTURA
  CUIT: 30-50001091-2                      Punto de Venta: 0003  Comp. Nro: 00001877
                                           Fecha de Emisión: 14/05/2026
  Producto                 Cantidad     Precio Unit.     Subtotal
  Harina                        100          500,00      50.000,00
  Aceite                         50        1.000,00      50.000,00
                                     Neto Gravado: $    100.000,00
                                     IVA 21%: $          10.500,00
                                     IVA 10,5%: $         5.250,00
                                     Total: $           115.750,00
""",
        wanted={"net_amount": "100000.00", "tax_amount": "15750.00", "total_amount": "115750.00"},
    ),
    "a sum in the terms on a later page": Case(
        text="""
  HARBOUR FITTINGS LTD                         INVOICE
  8 Dock Lane, Hull                            Invoice number: HF-9917
                                               Date: 2 November 2026
  Description           Qty    Price     Amount
  Brass cleats           10    40.00     400.00
  Rope 20 mm             50    12.00     600.00
                               Net       1,000.00
                               VAT 20%     200.00
                               Total     1,200.00
\f
  TERMS AND CONDITIONS OF SALE
  7. Our total liability to you under or in connection with this contract, whether in contract or tort, shall not
  exceed a total of £1,000,000.00 for each claim. The total price excludes carriage of £5,000.00.
  8. Insurance: we hold public liability cover of £5,000,000.00 in total.
""",
        wanted={"net_amount": "1000.00", "tax_amount": "200.00", "total_amount": "1200.00"},
    ),
    "a paid invoice": Case(
        text="""
  Receipt from Larkspur Software Inc.
  Invoice number  7F2A-0003
  Date paid       May 4, 2026

  Description            Qty     Unit price     Amount
  Team plan               3         $19.00      $57.00

                         Subtotal               $57.00
                         Tax (8%)                $4.56
                         Total                  $61.56
                         Amount paid            $61.56
                         Balance due             $0.00
""",
        wanted={"net_amount": "57.00", "tax_amount": "4.56", "total_amount": "61.56", "amount_due": "0.00"},
    ),
    "a deposit is deducted": Case(
        text="""
  OAK & ASH JOINERY                      INVOICE 3381
  Date 12/03/2026
  Oak staircase                                  4,000.00
  Fitting                                          500.00
                         Subtotal                4,500.00
                         VAT @ 20%                 900.00
                         Invoice total           5,400.00
                         Less deposit paid       1,400.00
                         Balance due             4,000.00
""",
        wanted={"net_amount": "4500.00", "tax_amount": "900.00", "total_amount": "5400.00", "amount_due": "4000.00"},
    ),
    "shipping lies between net and total": Case(
        text="""
  ATLAS PARTS CO.                        Invoice # 90211
  Date: 07/21/2026
  Item              Qty     Price     Total
  Bearing           10      12.00     120.00
  Belt               2      40.00      80.00
                    Subtotal          200.00
                    Shipping           15.00
                    Tax                16.00
                    TOTAL            $231.00
""",
        wanted={"net_amount": "200.00", "tax_amount": "16.00", "total_amount": "231.00"},
    ),
    "the tax is not what shipping leaves": Case(
        text="""
  KINGFISHER CRAFTS                      Invoice # 1020
  Date: 03/02/2026
  Item              Qty     Price     Total
  Yarn              10      12.00     120.00
                    Subtotal          120.00
                    Shipping & Handling 9.50
                    TOTAL            $129.50
""",
        wanted={"net_amount": "120.00", "tax_amount": None, "total_amount": "129.50"},
    ),
    "a discount lies between the sum of the lines and the net amount": Case(
        text="""
  PINEWOOD PLUMBING                      INVOICE     PW-118
  Date: 10/18/2026
  DESCRIPTION             QTY/HR    UNIT PRICE    TOTAL
  Sink installed             8         90          720
  Thermostat                 8         90          720
                         SUBTOTAL                 1440
                         DISCOUNT                   40
                         SUBTOTAL LESS DISCOUNT   1400
                         TAX RATE                 7.00%
                         TOTAL TAX               98.00
                         BALANCE DUE         $1,498.00
""",
        wanted={"net_amount": "1400", "tax_amount": "98.00", "total_amount": "1498.00"},
    ),
    "integers without a sign": Case(
        text="""
  RAJ LIGHT HOUSE                                 TAX INVOICE
  Invoice No 3567                                 Dated 14-Dec-2025
  Description         HSN        QTY    RATE      Amount
  LED lights          8501       50     500       25000
  Bulbs               8502       20     2300      46000
                      Total                       71000
                      Less Discount 20%           14200
                      Taxable Value               56800
                      ADD CGST 9%                  5112
                      ADD SGST 9%                  5112
                      Total                       67024
""",
        wanted={"net_amount": "56800", "tax_amount": "10224", "total_amount": "67024"},
    ),
    "labels stacked in two rows beside an amount": Case(
        text="""
  FENLAND TIMBER LTD                     INVOICE
  Invoice No 55120                       Date 19/2/2026
  Description             Qty     Price     Amount     VAT
  Pallet                  1.00    100.00    100.00     20.00
  Rod                     2.00     25.00     50.00     10.00

  Bank details                              Sub        150.00
  IBAN GB33BUKB20201555555555               Total
  Account No 1234321                        VAT         30.00
  Please make cheques payable to            Total
  Fenland Timber Ltd                        GBP        180.00
""",
        wanted={"net_amount": "150.00", "tax_amount": "30.00", "total_amount": "180.00"},
    ),
    "labels under their amounts": Case(
        text="""
  STUDIO LARK                            Invoice 2026-17
  Date: 11 May 2026
  Illustration of a cover                               600.00
  Two revisions                                         150.00

       750.00              150.00              900.00
       Net amount          VAT 20%             Total
""",
        wanted={"net_amount": "750.00", "tax_amount": "150.00", "total_amount": "900.00"},
    ),
    "labels behind their amounts": Case(
        text="""
  DUNLIN DESIGN                          Invoice 2026-18
  Date: 11 May 2026
  Logo                                               800.00

                                       800.00  Net
                                       160.00  VAT
                                       960.00  Total
""",
        wanted={"net_amount": "800.00", "tax_amount": "160.00", "total_amount": "960.00"},
    ),
    "a row of labels over a row of amounts": Case(
        text="""
  FERRAMENTA ROSSI SRL                            Fattura n. 118/2026
  P.IVA 01234567897                               Data 04/06/2026
  Descrizione                Q.tà    Prezzo      Importo
  Viti                        100      0,50       50,00
  Trapano                       1    150,00      150,00
  Imponibile        Aliquota        Imposta        Totale fattura
  200,00            22%             44,00          244,00
""",
        wanted={"net_amount": "200.00", "tax_amount": "44.00", "total_amount": "244.00"},
    ),
    "a column of totals with tax": Case(
        text="""
  PAPELERÍA CENTRAL SL                             FACTURA F-2026/33
  NIF B12345674                                    Fecha: 09/09/2026
  Concepto            Cantidad    Precio    Base       IVA     Total con IVA
  Folios A4               10        4,00     40,00     21%        48,40
  Archivadores             5        8,00     40,00     21%        48,40
                                  Base imponible       80,00
                                  IVA 21%              16,80
                                  Total con IVA        96,80
""",
        wanted={"net_amount": "80.00", "tax_amount": "16.80", "total_amount": "96.80"},
    ),
    "a withheld tax is no part of the total": Case(
        text="""
  LUCÍA VEGA TRADUCCIONES                          Factura 2026/12
  NIF 12345678Z                                    Fecha 02/11/2026
  Traducción técnica                                       1.000,00
                                  Base imponible           1.000,00
                                  IVA 21%                    210,00
                                  Total factura            1.210,00
                                  Retención IRPF 15%        -150,00
                                  Total a pagar            1.060,00
""",
        wanted={"net_amount": "1000.00", "tax_amount": "210.00", "total_amount": "1210.00", "amount_due": "1060.00"},
    ),
    "rates in a table without words beside them": Case(
        text="""
  BÄCKEREI LINDE GMBH                              Rechnung 4401
  Datum 03.03.2026
  Brötchen 100 Stück                                       53,50
  Kaffeemaschine                                          119,00
  Netto          Satz       MwSt        Brutto
  50,00          7 %        3,50        53,50
  100,00         19 %       19,00       119,00
  Summe netto                                       150,00
  Summe MwSt                                         22,50
  Rechnungsbetrag                                   172,50
""",
        wanted={"net_amount": "150.00", "tax_amount": "22.50", "total_amount": "172.50"},
    ),
    "instalments and transfers are no totals": Case(
        text="""
  SOLAR NORD GMBH                                  Rechnung SN-2201
  Datum 05.05.2026
  Solarmodule                                          8.000,00
  Montage                                              2.000,00
                               Nettobetrag            10.000,00
                               USt 19 %                1.900,00
                               Gesamtbetrag           11.900,00
  Zahlbar in 2 Raten: 1. Rate 5.950,00 bis 01.06.2026, 2. Rate 5.950,00 bis 01.07.2026
  Kreditlimit: 50.000,00
""",
        wanted={"net_amount": "10000.00", "tax_amount": "1900.00", "total_amount": "11900.00"},
    ),
    "a credit note with a minus": Case(
        text="""
  HARBOUR FITTINGS LTD                         CREDIT NOTE
  Credit note number: CN-117                   Date: 2 November 2026
  Description           Qty    Price     Amount
  Returned cleats        -5    40.00     -200.00
                               Subtotal  -200.00
                               VAT 20%    -40.00
                               Total     -240.00
""",
        wanted={"net_amount": "-200.00", "tax_amount": "-40.00", "total_amount": "-240.00"},
    ),
    "no sum but the total": Case(
        text="""
  GREENLEAF GARDENS                            INVOICE 77
  Date 2026-06-01
  Hedge trimming                               $120.00
  Lawn care                                     $80.00
  TOTAL                                        $200.00
""",
        wanted={"tax_amount": None, "total_amount": "200.00"},
    ),
    "a total in words and one in figures": Case(
        text="""
  HARBOUR FITTINGS LTD                         INVOICE
  Invoice number: HF-20                        Date: 2 November 2026
  Brass cleats           10    40.00     400.00
                               Subtotal        400.00
                               VAT 20%          80.00
                               Total           480.00
  Total in words: four hundred and eighty pounds only
  Late payment: interest of 8% and a fee of £40.00 are charged on overdue totals.
""",
        wanted={"net_amount": "400.00", "tax_amount": "80.00", "total_amount": "480.00"},
    ),
    "a tax of nothing": Case(
        text="""
  MERIDIAN CONSULTING LLC                      Invoice 2026-090
  Date: 06/30/2026
  Advisory, June                                     $5,000.00
                            Subtotal                 $5,000.00
                            Tax (0%)                     $0.00
                            Total                    $5,000.00
""",
        wanted={"net_amount": "5000.00", "tax_amount": "0.00", "total_amount": "5000.00"},
    ),
    "the total in the heading and again below": Case(
        text="""
  ROOKERY PRESS                                        INVOICE
  Amount due (USD)                                     Invoice number  3312
  $1,080.00                                            Date  2026-05-06
  Services                 Hours     Rate      Amount
  Typesetting              20        50.00     1,000.00
                                     Subtotal  1,000.00
                                     Tax 8%       80.00
                                     Total     1,080.00
                                     Amount due (USD)   $1,080.00
""",
        wanted={"net_amount": "1000.00", "tax_amount": "80.00", "total_amount": "1080.00", "amount_due": "1080.00"},
    ),
    "prices with the tax in them": Case(
        text="""
  CAFÉ MORGENROT                                   Rechnung 118
  Datum 01.02.2026
  Frühstück für 12                                      142,80
  Saalmiete                                              95,20
  Gesamtbetrag                                          238,00
  darin enthaltene MwSt 19 %                             38,00
  Nettobetrag                                           200,00
""",
        wanted={"net_amount": "200.00", "tax_amount": "38.00", "total_amount": "238.00"},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_amounts_are_found(case: Case) -> None:
    found = extract_locally(printed(*case.text.split("\f"))).data.as_json()

    assert {name: found[name] for name in case.wanted} == case.wanted
