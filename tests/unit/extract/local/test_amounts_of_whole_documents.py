"""The amounts of whole documents, as text: which are the net amount, the tax, the total and what is due."""

from dataclasses import dataclass

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.context import read_context
from functions.extract.local.lexicon.kinds import Label
from tests.support.documents import layout_of, printed


@dataclass(frozen=True, kw_only=True)
class Case:
    """A document and what must be found in it (JSON field -> value; unnamed fields do not matter)."""

    text: str
    wanted: dict[str, str | None]


CASES = {
    "the net amount is what discounts and charges leave": Case(
        text="""
  BRIGHTWATER IRRIGATION INC                                   INVOICE
  14 Canal Road, Fresno, CA 93706                              Invoice No: BW-5513
                                                               Date: 04/12/2026
  Description                       Qty      Price       Amount
  Pump service                        2     120.00       240.00
  Filter set                          4      15.00        60.00

                                     Subtotal            300.00
                                     Discount            -30.00
                                     Shipping             12.00
                                     Sales Tax 8%         21.60
                                     Rounding              0.40
                                     Total               304.00
""",
        wanted={"net_amount": "282.00", "tax_amount": "21.60", "total_amount": "304.00"},
    ),
    "dinars have three decimals": Case(
        text="""
  SOCIÉTÉ CARTHAGE SERVICES SARL                               FACTURE N° : F-2026-118
  12 rue de Marseille, 1001 Tunis, Tunisie                     Date : 02/11/2026

  Désignation                       Qté      P.U.         Montant
  Maintenance                         1    1.250,500    1.250,500

                                     Total HT           1.250,500
                                     TVA 19%              237,595
                                     Total TTC          1.488,095 TND
""",
        wanted={"net_amount": "1250.500", "tax_amount": "237.595", "total_amount": "1488.095"},
    ),
    "a discount on what is to be paid leaves the net amount": Case(
        text="""
  BRIGHTWATER IRRIGATION INC                                   INVOICE
  14 Canal Road, Fresno, CA 93706                              Invoice No: BW-5514
                                                               Date: 04/13/2026
  Description                       Qty      Price       Amount
  Pump service                        2     120.00       240.00
  Filter set                          4      15.00        60.00

                                     Subtotal            300.00
                                     Sales Tax 8%         24.00
                                     Discount            -14.00
                                     Total               310.00
""",
        wanted={"net_amount": "300.00", "tax_amount": "24.00", "total_amount": "310.00"},
    ),
    "a total once more in the country's currency": Case(
        text="""
  TECNORED SISTEMAS S.A.                                 NOTA DE CRÉDITO A
  Lima 355 - CABA       CUIT 30-70665544-8               00008-00000442
                                                         Emitida: 21/11/2025
  Descripción                  Cantidad    Unitario USD    Total USD
  Licencia endpoint 12 meses   25          38,40           960,00
  Switch 24p PoE               1           412,00          412,00

                                           Neto USD        1.372,00
                                           IVA 21% USD 288,12
                                           Total USD       1.660,12
  Tipo de cambio BNA 1.410,00 - Total en pesos: $ 2.340.769,20
""",
        wanted={"net_amount": "1372.00", "tax_amount": "288.12", "total_amount": "1660.12"},
    ),
    "two columns of two currencies": Case(
        text="""
  MERLION FREIGHT PTE LTD                                      TAX INVOICE
  7 Tuas Basin Link, Singapore 638765                          Invoice No: MF-731
                                                               Date: 21 Apr 2026
  Charge                            Qty      Rate       Amount (USD)
  Ocean freight                       2     1,450.00       2,900.00
  Handling                            2       200.00         400.00
  Currency: USD
                                               USD            SGD
                       Sub-total          3,300.00       4,422.00
                       GST 9%               297.00         397.98
                       Total payable      3,597.00       4,819.98
""",
        wanted={"currency": "USD", "net_amount": "3300.00", "tax_amount": "297.00", "total_amount": "3597.00"},
    ),
    "the total once more in the currency of the tax": Case(
        text="""
  DUNAPARTI SZOFTVERHAZ ZRT                                    INVOICE
  1093 Budapest                                                Invoice No: DSZ-118
                                                               Date: 31.03.2026
  Description                       Qty      Price       Amount
  Monthly fee                         3     420.00     1,260.00
  Development                        22      55.00     1,210.00

                                     Net total        2,470.00 EUR
                                     VAT 27%            666.90 EUR
                                     Total            3,136.90 EUR
                                     Total HUF:   1,227,092.54
""",
        wanted={"currency": "EUR", "net_amount": "2470.00", "tax_amount": "666.90", "total_amount": "3136.90"},
    ),
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
    "what is left after the federal taxes withheld of a Brazilian service": Case(
        text="""
  NOTA FISCAL DE SERVIÇOS ELETRÔNICA - NFS-e        Número da Nota  00003318
  PRESTADOR DE SERVIÇOS  VETOR SUL ENGENHARIA LTDA  Data de Emissão 02/07/2025
  VALOR TOTAL DA NOTA = R$ 7.500,00
  INSS (R$)     IRRF (R$)     CSLL (R$)     COFINS (R$)     PIS/PASEP (R$)
  0,00          112,50        75,00         225,00          48,75
  Valor Total das Deduções (R$)    Base de Cálculo (R$)    Alíquota (%)    Valor do ISS (R$)    Valor Líquido (R$)
  0,00                             7.500,00                3,00%           225,00               7.038,75
""",
        wanted={"tax_amount": "225.00", "total_amount": "7500.00", "amount_due": "7038.75"},
    ),
    "what is left after two withheld taxes, called net": Case(
        text="""
  Arq. Julieta Montes Arriaga                              Folio 0339
  RFC MOAJ810614TT5                                        15 de marzo de 2025
                                  Honorarios            $ 40,000.00
                                  I.V.A. 16%             $ 6,400.00
                                  Subtotal              $ 46,400.00
                                  Ret. I.S.R. 10%        $ 4,000.00
                                  Ret. I.V.A. 10.6667%   $ 4,266.68
                                  Total neto            $ 38,133.32
""",
        wanted={
            "net_amount": "40000.00",
            "tax_amount": "6400.00",
            "total_amount": "46400.00",
            "amount_due": "38133.32",
        },
    ),
    "the bases of a tax in the lines are neither net amount nor tax": Case(
        text="""
  AGROPECUÁRIA BOA SAFRA LTDA        DANFE   Nº 000.041.882        14/08/2025
  VALOR DO FRETE     DESCONTO     VALOR DO IPI     VALOR TOTAL DA NOTA
  0,00               0,00         0,00             18.640,00
  DESCRIÇÃO DO PRODUTO           QTD        V.UNIT       V.TOTAL       BC ICMS       V.ICMS      % ICMS
  SEMENTE SOJA M8372 SC 40KG     40,0000    320,0000     12.800,00     12.800,00     2.176,00    17,00
  ADUBO NPK 04-14-08 SC 50KG     40,0000    146,0000     5.840,00      5.840,00      992,80      17,00
""",
        wanted={"tax_amount": "0.00", "total_amount": "18640.00"},
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
    "payment and balance under the total": Case(
        text="""
  CLEARVIEW WINDOW CLEANING LLC                    INVOICE
  200 Elm St, Boise, ID 83702                      INVOICE # 1188
  BILL TO  Harmon Dental                           DATE 05/14/2026
                                                   DUE DATE 06/13/2026
  ACTIVITY              QTY      RATE     AMOUNT
  Window cleaning         1    500.00     500.00T
                               SUBTOTAL           500.00
                               TAX (8%)            40.00
                               TOTAL              540.00
                               PAYMENT            540.00
                               BALANCE DUE         $0.00
""",
        wanted={"net_amount": "500.00", "tax_amount": "40.00", "total_amount": "540.00", "amount_due": "0.00"},
    ),
    "freight, discount and rounding in India": Case(
        text="""
  SHREE BALAJI TRADERS                       GST INVOICE
  GSTIN: 24AAACS1234A1Z5                     Invoice No: SBT/101/25-26
                                             Date: 11/08/2025
  S.No  Particulars         HSN     Qty    Rate      Amount
  1     Cotton fabric       5208    100    120.00    12,000.00
  2     Silk fabric         5007     10    800.00     8,000.00
                            Sub Total                20,000.00
                            Less: Discount            1,000.00
                            Add: Freight                500.00
                            Taxable Amount           19,500.00
                            CGST 2.5%                   487.50
                            SGST 2.5%                   487.50
                            Round Off                     0.00
                            Net Payable              20,475.00
  Rs. Twenty Thousand Four Hundred Seventy Five Only (Rs. 20,475/-)
  Bank: HDFC  A/c 50200012345678  IFSC HDFC0001234
""",
        wanted={"net_amount": "19500.00", "tax_amount": "975.00", "total_amount": "20475.00"},
    ),
    "a VAT summary beside the totals in Britain": Case(
        text="""
  MOORGATE OFFICE SUPPLIES LTD                          INVOICE
  VAT Reg No: 123 4567 89                               Invoice No. 77123
  Date/Tax point: 04/02/2026                            Account: HAR001
  Code      Description            Qty    Unit     Net       VAT
  A4P       Paper A4 box            10    18.00    180.00    20%
  BK1       Books                    2    25.00     50.00     0%
  VAT Rate   Goods     VAT                Goods Total       230.00
  20.00%     180.00    36.00              Carriage            0.00
  0.00%       50.00     0.00              VAT                36.00
                                          Invoice Total    £266.00
  Payment terms: Net 30 days. A late payment fee of £40.00 applies.
""",
        wanted={"net_amount": "230.00", "tax_amount": "36.00", "total_amount": "266.00"},
    ),
    "a folio with several taxes": Case(
        text="""
  HARBOR INN PORTLAND                                INVOICE 44210
  Guest: Lena Moss                                   Date 03/08/2026
  Room 412   03/05/2026 - 03/08/2026
  Room charge 3 nights @ 150.00                           450.00
                             Subtotal                     450.00
                             State tax 6%                  27.00
                             City tax 4.5%                 20.25
                             Occupancy tax 2%               9.00
                             Total                        506.25
                             Visa ending 4421            -506.25
                             Balance                        0.00
""",
        wanted={"net_amount": "450.00", "tax_amount": "56.25", "total_amount": "506.25"},
    ),
    "hours, a rate and nothing but a total due": Case(
        text="""
  Nora Feld, Copywriter
  Invoice 2026-031                         March 31, 2026
  To: Bluepoint Media
  Website copy, 40 hours at $50.00/hour              $2,000.00
  Total hours: 40
  Total due: $2,000.00
  Please pay within 15 days to account 55512345.
""",
        wanted={"total_amount": "2000.00", "amount_due": "2000.00", "tax_amount": None},
    ),
    "a total in two currencies": Case(
        text="""
  SINGA LOGISTICS PTE LTD                  TAX INVOICE   SL-5501
  Date: 12 Jan 2026
  Freight Hamburg - Singapore                              1,000.00
                              Total excl. GST (SGD)        1,000.00
                              GST 9% (SGD)                    90.00
                              Total incl. GST (SGD)        1,090.00
  For information: Total USD 807.41 at exchange rate 1.3500
""",
        wanted={"net_amount": "1000.00", "tax_amount": "90.00", "total_amount": "1090.00"},
    ),
    "tax columns on the lines and a row of sums in the Emirates": Case(
        text="""
  AL NOOR TRADING LLC                      TAX INVOICE
  TRN: 100123456700003                     Invoice No: 2231
  Date: 08/03/2026
  Description      Qty   Unit Price   Taxable Amount   VAT 5%   Total AED
  Cable            10        50.00           500.00     25.00      525.00
  Switch            4       100.00           400.00     20.00      420.00
  Total                                      900.00     45.00      945.00
  Amount in words: Nine hundred forty five dirhams only
""",
        wanted={"net_amount": "900.00", "tax_amount": "45.00", "total_amount": "945.00"},
    ),
    "a percentage of discount": Case(
        text="""
  PEAK FITNESS EQUIPMENT                   Invoice #: 2090
  Date: 2026-03-17
  Treadmill                  1     1,200.00      1,200.00
                             Subtotal            1,200.00
                             Discount (10%)       -120.00
                             Tax (7.5%)             81.00
                             Total              $1,161.00
""",
        wanted={"tax_amount": "81.00", "total_amount": "1161.00"},
    ),
    "the GST that a total includes": Case(
        text="""
  WATTLE CREEK PLUMBING PTY LTD   ABN 51 824 753 556
  TAX INVOICE 3309                Date 4/5/2026
  Blocked drain                              $330.00
  Tap washers                                 $55.00
  Total (inc GST)                            $385.00
  Includes GST of                             $35.00
""",
        wanted={"tax_amount": "35.00", "total_amount": "385.00"},
    ),
    "a tip on a restaurant's bill": Case(
        text="""
  THE COPPER SPOON
  123 Main St, Austin, TX 78701
  Check #: 5512     05/02/2026 19:22
  2 Burger                    30.00
  1 Salad                     12.00
  Subtotal                    42.00
  Tax                          3.47
  Total                       45.47
  Tip                          9.00
  Grand Total                 54.47
  Visa                        54.47
""",
        wanted={"tax_amount": "3.47", "total_amount": "54.47", "net_amount": "42.00"},
    ),
    "a tip above what is paid": Case(
        text="""
  THE COPPER KETTLE
  118 Main Street, Asheville, NC 28801
  Check #: 40217     03/21/2026 7:42 PM
  2 Trout special             45.00
  1 House salad               16.50
  Subtotal                    61.50
  Tax 7%                       4.31
  Total                       65.81
  Tip                         12.00
  Total paid                  77.81
""",
        wanted={"tax_amount": "4.31", "total_amount": "77.81", "net_amount": "61.50", "tip": "12.00"},
    ),
    "a tip that is yet to be given": Case(
        text="""
  BLUE HERON GRILL
  9 Harbor Walk, Annapolis, MD 21401
  Check 8812       04/02/2026
  Crab cake                   31.50
  Soup                         9.00
  Subtotal                    40.50
  Tax                          2.43
  Total                       42.93
  Tip guide
  Tip 18%                      7.29
  Tip 20%                      8.10
  Visa                        50.22
""",
        wanted={"total_amount": "42.93"},
    ),
    "two lines with the tax in them that happen to be as a net amount and its tax": Case(
        text="""
  Talleres Ibaiondo S.L.   B95118822             Factura: T25/0391
  C/ Zabalbide 44, 48006 Bilbao                  Fecha: 18/03/2026

  Concepto                                  Importe (IVA incl.)
  Correa de distribución                         400,00 €
  Aceite y filtro                                 84,00 €

                         TOTAL IVA incluido:     484,00 €
""",
        wanted={"total_amount": "484.00", "net_amount": None, "tax_amount": None},
    ),
    "the heading of a column of lines names none of them the total": Case(
        text="""
  Fahrradwerkstatt Lehmann   Gartenstr. 9   04103 Leipzig
  Rechnung Nr. 2026-118 vom 07.03.2026

  Leistung                          Betrag brutto
  Inspektion Trekkingrad             100,00 €
  Bremsbeläge                         19,00 €

  Gesamtbetrag                       119,00 €
""",
        wanted={"total_amount": "119.00", "net_amount": None},
    ),
    "a total with a rate between its words": Case(
        text="""
  Schildersbedrijf Vos   Lindelaan 4   3511 AB Utrecht
  Factuur 2026-088                      Datum 04-06-2026

  Omschrijving                 Bedrag incl. BTW
  Schilderen voordeur           € 400,00
  Materiaal                      € 84,00

                Totaal incl. 21% BTW € 484,00
""",
        wanted={"total_amount": "484.00"},
    ),
    "an amount that makes the total with a charge is no net amount by that": Case(
        text="""
  Association Les Chœurs du Canal   12 quai de la Loire, 75019 Paris
  Facture n° 2026-07                                 Paris, le 2 juin 2026

  Prestation                                 Montant
  Concert du 24 mai 2026                    900,00 €
  Frais de déplacement                       84,60 €

  Total :                                   984,60 €
  TVA non applicable, art. 293 B du CGI
""",
        wanted={"total_amount": "984.60", "net_amount": None},
    ),
    "a fee that is called like a rate of tax": Case(
        text="""
  Cable Caribe S.R.L.   RNC 1-31-40221-7          FACTURA
  Santiago, República Dominicana                  Fecha: 05/03/2026
  Internet 200 Mbps                    2,400.00
  Telefonía                              900.00
                 Subtotal              3,300.00
                 ITBIS 18%               594.00
                 Tasa de regulación 2%    66.00
                 Total a pagar RD$     3,960.00
""",
        wanted={"tax_amount": "594.00", "total_amount": "3960.00"},
    ),
    "boxes of a form whose captions read like parts of a total": Case(
        text="""
  Serra Azul Ferragens Ltda           DANFE              CHAVE DE ACESSO
  89010-001 Blumenau - SC             0 - ENTRADA        5128
                                      1 - SAÍDA 1
  MUNICÍPIO               FONE / FAX          UF            INSCRIÇÃO ESTADUAL
  Blumenau                                    SC            251.009.771

  BASE DE CÁLC. DO ICMS      VALOR DO ICMS      V. TOTAL PRODUTOS      VALOR TOTAL IPI     V. TOTAL DA NOTA
  1.340,00                   227,80             1.340,00               0,00                1.340,00

  CÓDIGO     DESCRIÇÃO                   QUANT         VALOR UNIT     VALOR TOTAL     B.CÁLC ICMS     VALOR ICMS
  F-101      PARAFUSO SEXTAVADO          500,0000      1,2000         600,00          600,00          102,00
  F-220      DOBRADICA INOX               40,0000      18,5000        740,00          740,00          125,80
""",
        wanted={"total_amount": "1340.00"},
    ),
    "retention and a deduction of the construction industry": Case(
        text="""
  GRANITE GROUNDWORKS LTD                      INVOICE GG-88
  Date 30 April 2026
  Excavation, April                               10,000.00
                           Net                    10,000.00
                           VAT @ 20%               2,000.00
                           Total                  12,000.00
                           Less CIS deduction 20% -2,000.00
                           Amount payable         10,000.00
""",
        wanted={
            "net_amount": "10000.00",
            "tax_amount": "2000.00",
            "total_amount": "12000.00",
            "amount_due": "10000.00",
        },
    ),
    "a deposit that is asked for": Case(
        text="""
  FJORD KITCHENS LTD                           INVOICE 2201
  Date 02/06/2026
  Kitchen units                                 8,000.00
  Worktop                                       2,000.00
                           Subtotal            10,000.00
                           VAT 20%              2,000.00
                           Total               12,000.00
  Payment schedule: 50% deposit 6,000.00 on order, balance 6,000.00 on completion
""",
        wanted={"net_amount": "10000.00", "tax_amount": "2000.00", "total_amount": "12000.00"},
    ),
    "reverse charge": Case(
        text="""
  NORDLICHT SOFTWARE GMBH                      INVOICE 2026-0077
  VAT ID DE123456789                           Date 2026-02-11
  Development                     10    800.00     8,000.00
                           Net total              8,000.00
                           VAT 0% (reverse charge)    0.00
                           Total                  8,000.00 EUR
""",
        wanted={"net_amount": "8000.00", "tax_amount": "0.00", "total_amount": "8000.00"},
    ),
    "sums of two pages": Case(
        text="""
  BELMONT WHOLESALE                   INVOICE 5580    Date 11/02/2026
  Item           Qty    Price    Amount
  Chairs          10    40.00    400.00
  Tables           5   100.00    500.00
  Carried forward                900.00
\f
  BELMONT WHOLESALE                   INVOICE 5580    Page 2
  Brought forward                900.00
  Lamps            4    25.00    100.00
                      Subtotal      1,000.00
                      Sales tax        80.00
                      Total         1,080.00
""",
        wanted={"net_amount": "1000.00", "tax_amount": "80.00", "total_amount": "1080.00"},
    ),
    "a total beside the bank's details": Case(
        text="""
  Acme Digital Ltd                                       Invoice
  Invoice number  INV-3341                               Issue date 1 May 2026
  Services                             Hours     Price      Total
  SEO audit                            10        75.00      750.00
  Link building                         5        90.00      450.00
  Bank: Barclays                            Net total        1,200.00
  Sort code: 20-00-00                       VAT (20%)          240.00
  Account: 55779911                         Amount due      £1,440.00
""",
        wanted={"net_amount": "1200.00", "tax_amount": "240.00", "total_amount": "1440.00", "amount_due": "1440.00"},
    ),
    "a box of totals on the left": Case(
        text="""
  Total amount excl. VAT:   EUR 640.00
  Total VAT 21%:            EUR 134.40
  Total amount incl. VAT:   EUR 774.40
  TULIP DESIGN BV           Invoice 2026.112     Date 2026-04-04
  Poster design             8 x EUR 80.00        EUR 640.00
""",
        wanted={"net_amount": "640.00", "tax_amount": "134.40", "total_amount": "774.40"},
    ),
    "one run of labels and amounts": Case(
        text="""
  TULIP DESIGN BV           Invoice 2026.113     Date 2026-04-04
  Poster design             8 x 80.00        640.00
  Subtotal: 640.00 EUR   VAT 21%: 134.40 EUR   Total: 774.40 EUR
""",
        wanted={"net_amount": "640.00", "tax_amount": "134.40", "total_amount": "774.40"},
    ),
    "a French invoice with a deposit": Case(
        text="""
  MENUISERIE DUVAL SARL                     Facture n° F2026-081
  SIRET 552 100 554 00013                   Date : 12/05/2026
  Désignation            Qté    P.U. HT    Montant HT
  Porte chêne              2     450,00        900,00
  Pose                     1     300,00        300,00
                           Total HT           1 200,00 €
                           TVA 20 %             240,00 €
                           Total TTC          1 440,00 €
                           Acompte versé        440,00 €
                           Net à payer        1 000,00 €
  Pénalités de retard : indemnité forfaitaire de 40,00 €
""",
        wanted={"net_amount": "1200.00", "tax_amount": "240.00", "total_amount": "1440.00", "amount_due": "1000.00"},
    ),
    "two rates in a French table": Case(
        text="""
  TRAITEUR BELLE VUE                        Facture 2026-17
  Date 03/03/2026
  Buffet                        500,00
  Boissons                      200,00
  Taux      Base HT     Montant TVA
  10 %       500,00       50,00
  20 %       200,00       40,00
  Total HT  700,00
  Total TVA  90,00
  Total TTC 790,00
""",
        wanted={"net_amount": "700.00", "tax_amount": "90.00", "total_amount": "790.00"},
    ),
    "a Chilean electronic invoice": Case(
        text="""
  COMERCIAL LOS AROMOS SPA             R.U.T.: 76.123.456-7
                                       FACTURA ELECTRONICA
                                       Nº 1523
  Fecha Emisión: 12 de Mayo del 2026
  Descripción         Cantidad    Precio      Valor
  Sillas                  10      25.000     250.000
  Mesa                     1     120.000     120.000
                          MONTO NETO  $    370.000
                          I.V.A. 19%  $     70.300
                          TOTAL       $    440.300
""",
        wanted={"net_amount": "370000", "tax_amount": "70300", "total_amount": "440300"},
    ),
    "a Peruvian invoice": Case(
        text="""
  TEXTILES ANDINOS SAC       RUC 20512345678      FACTURA ELECTRÓNICA F001-00012
  Fecha de emisión: 14/04/2026
  Cant.  Descripción         V. Unit.     Importe
  10     Chompas               50.00       500.00
                             Op. Gravada   S/ 500.00
                             Op. Exonerada S/   0.00
                             I.G.V. 18%    S/  90.00
                             Importe Total S/ 590.00
""",
        wanted={"net_amount": "500.00", "tax_amount": "90.00", "total_amount": "590.00"},
    ),
    "a Colombian invoice with a withheld tax": Case(
        text="""
  SERVICIOS ANDES SAS    NIT 900.123.456-7      FACTURA DE VENTA FE-221
  Fecha 2026-03-02
  Consultoría                            1.000.000,00
                          Subtotal       1.000.000,00
                          IVA 19%          190.000,00
                          Total          1.190.000,00
                          Retefuente 11%  -110.000,00
                          Neto a pagar   1.080.000,00
""",
        wanted={
            "net_amount": "1000000.00",
            "tax_amount": "190000.00",
            "total_amount": "1190000.00",
            "amount_due": "1080000.00",
        },
    ),
    "a Dutch invoice with two rates": Case(
        text="""
  Bakkerij De Molen BV                         Factuur 20260114
  BTW nr NL123456789B01                        Factuurdatum 04-02-2026
  Brood                          100    1,50     150,00
  Koffiemachine                    1  200,00     200,00
                     Subtotaal                 € 350,00
                     BTW 9% over 150,00        €  13,50
                     BTW 21% over 200,00       €  42,00
                     Totaal                    € 405,50
""",
        wanted={"net_amount": "350.00", "tax_amount": "55.50", "total_amount": "405.50"},
    ),
    "a Polish summary": Case(
        text="""
  MEBLE KOWALSKI SP. Z O.O.                 Faktura VAT nr 12/05/2026
  NIP 5261040828                            Data wystawienia 12.05.2026
  Lp  Nazwa      Ilość  Cena netto  Wartość netto  VAT   Kwota VAT   Wartość brutto
  1   Stół         2     500,00      1 000,00      23%    230,00      1 230,00
                       Razem         1 000,00             230,00      1 230,00
  Do zapłaty: 1 230,00 PLN
""",
        wanted={"net_amount": "1000.00", "tax_amount": "230.00", "total_amount": "1230.00"},
    ),
    "amounts with the label over each": Case(
        text="""
  Nimbus Hosting                                 Invoice NH-3301
  Invoice date: Apr 2, 2026
  Cloud server, April                             $120.00
  Backups                                          $30.00

  Subtotal
  $150.00
  Tax
  $12.00
  Total
  $162.00
""",
        wanted={"net_amount": "150.00", "tax_amount": "12.00", "total_amount": "162.00"},
    ),
    "a credit from before is larger than what is charged": Case(
        text="""
  SOUTHERN LAKES POWER LTD                         TAX INVOICE
  GST No 98-765-432                                Invoice No SL-2231
                                                   Date 2 November 2026
  Electricity, October                                      $80.00
                              Subtotal                      $80.00
                              Credit brought forward        $230.50 CR
                              Total                         $150.50 CR
""",
        wanted={"total_amount": "-150.50"},
    ),
    "a rate heads the tax": Case(
        text="""
  CHRISTIAN LLC                                    Invoice F-2021-1705
  605 Jackson Summit, Stokeschester, WA 99602      Invoice Date: 12/13/2021
  QTY   Item                              Rate      Line Total
  114   A4 copy paper                     27.50      3,135.00

  Total before tax      Tax Rate 6.25%      Gross Total
  US$ 3,135.00          US$ 195.94          US$ 3,330.94
""",
        wanted={"net_amount": "3135.00", "tax_amount": "195.94", "total_amount": "3330.94"},
    ),
    "the net amount and the total are the same": Case(
        text="""
  GARA STORES                                      Invoice GS-17
                                                   Date 02/03/2026
  Details                        Qty    Rate         Total
  Travel expenses                  4    17,541.00    70,164.00
                                 Net:                70,164.00
                                 Total Amount:       70,164.00
  Terms: Net 30 days
""",
        wanted={"net_amount": "70164.00", "tax_amount": None, "total_amount": "70164.00"},
    ),
    "a row of headings over sums without decimals": Case(
        text="""
  VALDÉS CONSULTORÍA LTDA                  FACTURA ELECTRÓNICA  Nº 472
  RUT 76.812.807-3                         Fecha de emisión: 08-12-2026
  Producto                 Cantidad   Precio     IVA     Monto
  Papel A4                      3     36.900     19%     110.700
  Revisión de caldera           4    168.507     19%     674.028
  Suma             19% IVA          Total
  784.728          149.098          933.826
""",
        wanted={"net_amount": "784728", "tax_amount": "149098", "total_amount": "933826"},
    ),
    "a percepción among the headings of the sums": Case(
        text="""
  DISTRIBUIDORA ANDINA S.A.            A        FACTURA A N° 0012-00004410
  CUIT 30-60112233-4                            Fecha: 11/03/2026
  Cant.   Descripción                     P. Unitario   Alíc.       Importe
  50      Aceite girasol caja x 12           5.000,00   21,00    250.000,00

  Neto Gravado    No Gravado    Exento     IVA 21%      IVA 10,5%   Perc. IIBB BA 3,5%     TOTAL
    250.000,00          0,00      0,00   52.500,00          0,00            8.750,00     311.250,00
""",
        wanted={"net_amount": "250000.00", "tax_amount": "52500.00", "total_amount": "311250.00"},
    ),
    "a recargo among the headings of the sums": Case(
        text="""
  Mayorista Papelera del Sur, S.A.     CIF A41223344
  Factura: V-00881       Fecha: 20-01-2026
  Ref.     Artículo                    Uds.     Precio    Dto.     Importe
  LB-22    Cuaderno A4 tapa dura         40      10,00    0,00      400,00

  Base Imp.   % IVA   Cuota IVA   % R.E.   Cuota R.E.    Total Factura
  400,00      21,00   84,00       5,20     20,80         504,80
""",
        wanted={"net_amount": "400.00", "tax_amount": "84.00", "total_amount": "504.80"},
    ),
    "a withheld tax with its rate and base is no tax of the invoice": Case(
        text="""
  Avv. Chiara Montanari - Via Galliera 22 - Bologna
  Fattura n. 14/2026 del 31/03/2026
  Descrizione                                                              Importo €
  Assistenza recupero crediti                                              2.000,00
  Cassa Avvocati 4%                                                           80,00
  Imponibile IVA                                                           2.080,00
  IVA 22%                                                                    457,60
  Bollo                                                                        2,00
  Totale fattura                                                           2.539,60
  Ritenuta d'acconto 20% su 2.000,00                                        -400,00
  Netto a pagare                                                           2.139,60
""",
        wanted={
            "net_amount": "2080.00",
            "tax_amount": "457.60",
            "total_amount": "2539.60",
            "amount_due": "2139.60",
        },
    ),
    "a part that the tax office pays": Case(
        text="""
  Byggmästare Lindqvist AB                       FAKTURA
  Fakturanr 20517                                Fakturadatum 2026-06-09
  Benämning                            Antal    Enhet      á-pris           Summa
  Snickeriarbete kök                      50    tim        400,00       20 000,00

  Exkl. moms       Moms 25%       Öresutj.     Totalt          ROT-avdrag     Att betala SEK
  20 000,00        5 000,00       0,00         25 000,00       -7 500,00      17 500,00
""",
        wanted={
            "net_amount": "20000.00",
            "tax_amount": "5000.00",
            "total_amount": "25000.00",
            "amount_due": "17500.00",
        },
    ),
    "terms over a column of prices are no amount due": Case(
        text="""
  Kaveri Softworks LLP                                    Invoice Serial No.  KS/2025-26/047
  31, 4th Cross, Bengaluru 560038                         Date of Invoice     11.07.2025
  GSTIN: 29AAQFK7712M1ZB                                  Due within          15 days
  Particulars                         Months      Monthly fee (Rs.)       Amount (Rs.)
  Maintenance of the portal                3              45,000.00        1,35,000.00
  On-site training                         1              28,500.00          28,500.00
  Sub-total                                                                1,63,500.00
  Add: IGST @ 18%                                                            29,430.00
  Total invoice value                                                      1,92,930.00
""",
        wanted={"total_amount": "192930.00", "amount_due": "192930.00"},
    ),
    "a net amount that is not printed is what the tax leaves of the total if the lines make just that": Case(
        text="""
  AGARWAL ELECTRICALS                              Invoice No.      Dated
  Nehru Market, Jaipur - 302001                    AE/1182          3-Nov-25
  GSTIN/UIN: 08AABPA4432R1ZQ
  Description of Goods      HSN/SAC      Quantity        Rate      per        Amount
  LED Bulb 9W               85395000     50 Nos         68.00      Nos      3,400.00
  Ceiling Fan 1200mm        84145120      6 Nos      1,450.00      Nos      8,700.00
                CGST                                     9          %       1,089.00
                SGST                                     9          %       1,089.00
                Total                    56 Nos                            14,278.00
""",
        wanted={"tax_amount": "2178.00", "total_amount": "14278.00", "net_amount": "12100.00"},
    ),
    "taxes of two rates under headings of their own": Case(
        text="""
  DISTRIBUIDORA DEL LITORAL S.R.L.                            FACTURA A
  C.U.I.T. 30-61204417-8                                      Nº 0012-00045117
  IVA RESPONSABLE INSCRIPTO                                   Fecha: 22/07/2026
  Cant.    Descripción                  P. Unit.        Importe
  24       Aceite girasol 1,5 L         2.118,50      50.844,00
  60       Harina 000 x 1 kg              744,20      44.652,00

  Neto 21%      Neto 10,5%     IVA 21%       IVA 10,5%     Perc. IIBB    TOTAL
  50.844,00     44.652,00      10.677,24     4.688,46      1.671,18      112.532,88
""",
        wanted={"net_amount": "95496.00", "tax_amount": "15365.70", "total_amount": "112532.88"},
    ),
    "other taxes are no VAT": Case(
        text="""
  EMBALAJES DEL OESTE SRL                                     FACTURA A
  CUIT: 30712284417                                           Nº 00007-00002318
                                                              Fecha de Emisión: 14/08/2026
  Producto / Servicio       Cantidad     Precio Unit.         Subtotal
  Bobina film stretch           40         4.350,00         174.000,00
                            Importe Neto Gravado: $         174.000,00
                            IVA 27%: $                            0,00
                            IVA 21%: $                       36.540,00
                            IVA 10.5%: $                          0,00
                            Importe Otros Tributos: $         4.350,00
                            Importe Total: $                214.890,00
""",
        wanted={"net_amount": "174000.00", "tax_amount": "36540.00", "total_amount": "214890.00"},
    ),
    "a tax inside the price beside one of nothing": Case(
        text="""
  MUEBLES DEL RIO S.A.                                        FACTURA B
  CUIT: 30-70881204-3                                         Nº 00003-00000219
                                                              Fecha: 11/09/2026
  1 u     Mesa ratona roble                      $ 160.900,00
  Subtotal:                                      $ 160.900,00
  Importe Otros Tributos:                              $ 0,00
  Importe Total:                                 $ 160.900,00
  IVA Contenido:                                  $ 27.924,79
  Otros Impuestos Nacionales Indirectos:               $ 0,00
""",
        wanted={"tax_amount": "27924.79", "total_amount": "160900.00"},
    ),
    "lines with tax make the total, not the net amount": Case(
        text="""
  BILLABONG ELECTRICAL PTY LTD                                Tax Invoice 3318
  ABN 51 118 204 417                                          30 September 2026
  Description         Qty     Price inc GST     Total inc GST
  Downlight            12             99.00          1,188.00
  Safety switch         2            165.00            330.00
  Total (including GST)                             $1,518.00
  GST included in total                               $138.00
""",
        wanted={"net_amount": "1380.00", "tax_amount": "138.00", "total_amount": "1518.00"},
    ),
    "a discount before the tax and a tax withheld behind it": Case(
        text="""
  FERRETERÍA LA CEIBA S.A.S.                                  Factura FE-1182
  NIT 901.182.044-1                                           Fecha: 29/09/2026
  Cemento gris 50 kg      120      $ 32.500      $ 3.900.000
  Varilla 1/2              60      $ 28.400      $ 1.704.000
  Subtotal                                       $ 5.604.000
  Descuento 2%                                     $ 112.080
  IVA 19%                                        $ 1.043.465
  Retefuente 2,5%                                  $ 137.298
  Total a pagar                                  $ 6.398.087
""",
        wanted={"net_amount": "5491920", "tax_amount": "1043465", "total_amount": "6398087", "amount_due": "6398087"},
    ),
    "a charge of an unknown name that is taxed too": Case(
        text="""
  SELKIRK TOOL RENTAL                                         Invoice 5120
  18 Baker St, Nelson, BC V1L 4H1                             2026-11-24
  Mini excavator          3         285.00            855.00
  Trailer                 3          45.00            135.00
  Subtotal                                           $990.00
  Damage waiver 10%                                   $99.00
  GST 5%                                              $54.45
  PST 7%                                              $76.23
  Total                                            $1,219.68
""",
        wanted={"net_amount": "1089.00", "tax_amount": "130.68", "total_amount": "1219.68"},
    ),
    "values under labels, of which one has no value": Case(
        text="""
  DANFSe v1.0   Documento Auxiliar da NFS-e
  Número da NFS-e       Data e Hora da emissão da NFS-e
  125                   01/09/2025 09:12:40
  Base de Cálculo ISSQN    Alíquota Aplicada    ISSQN Apurado
  R$ 2.450,00              2,00%                R$ 49,00
  VALOR TOTAL DA NFS-E
  Valor do Serviço     Desconto Condicionado    ISSQN Retido    Valor Líquido da NFS-e
  R$ 2.450,00          R$ 0,00                  -               R$ 2.450,00
""",
        wanted={"total_amount": "2450.00"},
    ),
    "a second tax whose name is misread": Case(
        text="""
            BISTRO DES ERABLES
       88 rue Rachel, Montreal H2J 2J9
  Facture 20418                 2026-04-26
  1 Burger                           19.50
  1 Saumon                           26.75
  2 Biere                            17.00
  SOUS-TOTAL                         63.25
  TPS 5%                              3.16
  TV0 9,975%                          6.31
  TOTAL                              72.72
""",
        wanted={"net_amount": "63.25", "tax_amount": "9.47", "total_amount": "72.72"},
    ),
    "boxes with their headings at the left and their amounts, without decimals, at the right": Case(
        text="""
  전자세금계산서
  작성일자             공급가액                       세액                비고
  2026/11/05                    8,400,000             840,000

  품목                 수량        단가         공급가액         세액
  모니터                20      320,000       6,400,000      640,000
  설치비                 1    2,000,000       2,000,000      200,000

  합계금액             현금                 수표
             9,240,000
""",
        wanted={"net_amount": "8400000", "tax_amount": "840000", "total_amount": "9240000"},
    ),
    "a mark that ends an amount without decimals is no decimals": Case(
        text="""
  御請求金額  ¥40,678-                         株式会社朝日青果
  商品名           数量      単価      金額(税抜)
  いちご            55      620       34,100
  保冷ボックス         2    1,750        3,500

                       税抜金額     消費税額     税込金額
  8%対象               34,100      2,728      36,828
  10%対象               3,500        350       3,850
  合計                 37,600      3,078      40,678
""",
        wanted={"net_amount": "37600", "tax_amount": "3078", "total_amount": "40678"},
    ),
    "a row of sums without the tax and of the taxes, named by one word for both": Case(
        text="""
  电子发票（普通发票）
  项目名称              数量        单价          金额        税率        税额
  展位租赁              3         2000.00     6000.00   6%        360.00
  搭建费               1         4500.00     4500.00   6%        270.00
  合计                          ¥10500.00                                   ¥630.00
  价税合计（大写）          壹万壹仟壹佰叁拾圆整                    （小写）¥11130.00
""",
        wanted={"net_amount": "10500.00", "tax_amount": "630.00", "total_amount": "11130.00"},
    ),
    "a tax withheld in Greek": Case(
        text="""
  Δημητρίου Ελένη, Τσιμισκή 44, 54623 Θεσσαλονίκη
  Σύνολο χωρίς ΦΠΑ                 1.160,00 €
  ΦΠΑ 24%                            278,40 €
  Γενικό σύνολο                    1.438,40 €
  Παρακράτηση φόρου 20%             -232,00 €
  Πληρωτέο                         1.206,40 €
""",
        wanted={"total_amount": "1438.40", "amount_due": "1206.40"},
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_amounts_are_found(case: Case) -> None:
    found = extract_locally(printed(*case.text.split("\f"))).data.as_json()

    assert {name: found[name] for name in case.wanted} == case.wanted


def test_the_label_of_what_is_due_by_a_day_names_the_sum_too() -> None:
    money = read_context(layout_of("Total due by 7 June 2026   £764.00")).money

    assert [item.amount.text for item in money.by_label(Label.DUE)] == ["£764.00"]


def test_an_amount_that_its_cell_names_has_no_heading_of_another_block() -> None:
    rows = (
        "% VAT    Net        VAT       Total",
        "                                                     Shipping 9.90",
        "21%      109.90     23.08     132.98",
    )
    money = read_context(layout_of("\n".join(rows))).money

    assert {item.label for item in money.by_label(*Label) if item.amount.text == "9.90"} == {Label.CHARGE}


def test_an_amount_that_its_cell_calls_untaxed_is_no_total_and_names_none_to_its_right() -> None:
    money = read_context(layout_of("Total général :    48,54 € HT      2,76      51,30")).money

    assert [item.amount.text for item in money.by_label(Label.NET)] == ["48,54 €"]
    assert [item.amount.text for item in money.by_label(Label.TOTAL)] == ["2,76", "51,30"]


def test_a_duty_on_electricity_is_no_vat() -> None:
    page = """
  IBERLUZ ENERGIA S.A.                     Factura de electricidad
  Fecha de emision: 01/07/2026    Vencimiento: 15/07/2026

  Termino de energia   310 kWh x 0,14 EUR/kWh          43,40 EUR
  Termino fijo         30 dias x 0,32 EUR/dia           9,60 EUR
  Alquiler contador                                     0,80 EUR
  Impuesto electricidad                                 2,75 EUR
  IVA 21%                                              11,88 EUR

  TOTAL FACTURA                                        68,43 EUR
"""
    assert extract_locally(printed(page)).data.as_json()["tax_amount"] == "11.88"


def test_headings_over_amounts_of_their_own_name_none_over_them() -> None:
    page = """
  Atividade do Município        Alíquota      Cód. NBS         Cód. CNAE
  1212 - Execução de música     2,01          125031000        9001902,00
  Vl. Total dos Serviços        Deduções      Base de Cálculo  Total do ISSQN
  R$ 600,00                     R$ 0,00       R$ 600,00        R$ 12,06
"""
    money = read_context(layout_of(page)).money

    named = {
        label: {item.amount.text for item in money.by_label(label)} for label in (Label.TOTAL, Label.NET, Label.TAX)
    }
    assert named == {Label.TOTAL: {"R$ 600,00"}, Label.NET: {"R$ 600,00"}, Label.TAX: {"R$ 12,06"}}


def test_thousands_behind_a_colon_are_one_number() -> None:
    money = read_context(layout_of("Összesen: 82 550 Ft\náfa 27 %: 17 550")).money

    assert [item.amount.text for item in money.by_label(Label.TAX) if item.amount.money] == ["17 550"]


def test_what_the_withheld_contributions_of_a_service_leave_is_due() -> None:
    page = """
  NOTA FISCAL DE SERVIÇOS ELETRÔNICA                                Número da Nota: 00011629
  Data de Emissão: 12/08/2026
  VALOR LÍQUIDO R$ 666,50
  VALOR TOTAL DA NOTA = R$ 699,00
  Base de Cálculo (R$)      Alíquota (%)      Valor do ISS (R$)
  699,00                    5,00%             34,95
  Valor PIS (R$)   Valor COFINS (R$)   Valor CSLL (R$)   Valor Líquido (R$)
  4,54             20,97               6,99              666,50
"""
    found = extract_locally(printed(page)).data.as_json()

    assert (found["total_amount"], found["amount_due"]) == ("699.00", "666.50")


def test_the_days_of_terms_are_no_net_amount() -> None:
    page = """
  Terms:             Net 30
  Description                                  Amount
  Line haul                                 $2,150.00
  Fuel surcharge                              $387.00
  TOTAL DUE                                 $2,537.00
"""
    assert not {item.label for item in read_context(layout_of(page)).money.labelled} & {Label.NET}


def test_the_sum_before_a_charge_that_no_word_calls_net_may_be_with_it() -> None:
    page = """
  Invoice no: 4471            Invoice date: 1 March 2024
  Electricity:                                $127.50
  Delivery:                                    $22.50
  Insurance                                     $1.00
  Tax:                                         $15.00
  Total Amount:                               $165.00
"""
    extraction = extract_locally(printed(page))
    net = extraction.evidence.get("/net_amount")

    assert extraction.data.net_amount is None or (net is not None and net.confidence < 0.9)


def test_headings_of_contributions_name_what_is_withheld() -> None:
    page = """
  NOTA FISCAL DE SERVIÇOS ELETRÔNICA                                Número da Nota: 76
  Data de Emissão: 05/01/2026
  VALOR TOTAL DA NOTA = R$ 477,45
  INSS (R$)     IR (R$)     CSLL (R$)     COFINS (R$)     PIS (R$)
  0,00          7,16        4,77          14,32           3,10
  Base de Cálculo (R$)      Alíquota (%)      Valor do ISS (R$)       Valor Líquido (R$)
  477,45                    3,00              14,32                   448,10
"""
    found = extract_locally(printed(page)).data.as_json()

    assert (found["total_amount"], found["amount_due"]) == ("477.45", "448.10")


def test_forints_beside_a_period_of_days_without_a_blank_are_thousands() -> None:
    page = """
  Nexterő Zrt.                                                     Számla sorszáma: 845602160521
  Elszámolt időszak: 2025.03.16-2025.04.15                         Számla kelte: 2025.04.18.
  Nettó számlaérték összesen:                                      5.011
  ÁFA 27 %                                                         1.353
  Bruttó számlaérték összesen:                                     6.364
  Fizetendő összeg: 6.364 Ft
"""
    found = extract_locally(printed(page)).data.as_json()

    assert (found["net_amount"], found["tax_amount"], found["total_amount"]) == ("5011", "1353", "6364")


def test_ariary_are_money() -> None:
    page = """
  JIRO MALAGASY                                                    Votre facture du mois de : Mai 2024
  Total (Ar)                             17.340                    4.945
                                         NET A PAYER : 22.285 Ariary
"""
    found = extract_locally(printed(page)).data.as_json()

    assert (found["total_amount"], found["currency"]) == ("22285", "MGA")


def test_neither_the_amount_of_one_of_several_rates_nor_the_change_is_surely_the_total() -> None:
    page = """
  SIA PARAUGS
  PVN LV40003000642
  Samaksai EUR                                      22,9 94
  Nodoklis       Ar PVN      Bez PVN     PVN summa
  A 21,00 %       20,25        16,74          3,51
  F  5,00 %        2,69         2,56          0,13
  Skaidra nauda                                  50,00
  Atlikums                                       27,06
"""
    assert extract_locally(printed(page)).evidence["/total_amount"].confidence < 0.9


def test_a_number_of_things_is_not_surely_the_total() -> None:
    page = """
  PRAIRIE TOBACCO INC                     INVOICE
  4  42630   Prom pack      20    24,000    132.20    3,172.80
  4  42640   Prom pack      20    24,000    132.20    3,172.80
  10          TOTAL CIGARETTES          60,000
              TOTAL 20S CIGARETTES      60,000
                                 1/02/02       173.71-      4,585.49
"""
    extraction = extract_locally(printed(page))
    found = extraction.evidence.get("/total_amount")
    assert extraction.data.total_amount != 60000 or (found is not None and found.confidence < 0.9)
