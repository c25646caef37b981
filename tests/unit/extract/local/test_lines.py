from dataclasses import replace
from decimal import Decimal

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.tables.lines import LineValues, find_lines
from functions.extract.local.value import Value
from tests.support.documents import printed


def lines(*pages: str) -> tuple[LineValues, ...]:
    return find_lines(read_layout(printed(*pages)))


def plain(value: Value[str] | None) -> str | None:
    return None if value is None else value.value


def row(line: LineValues) -> tuple[object, ...]:
    values = (line.description, line.quantity, line.unit_price, line.net_amount)
    return tuple(value.value if value is not None else None for value in values)


def test_a_plain_table() -> None:
    found = lines(
        """
Description              Quantity      Unit Price      Tax        Amount
Beeswax XL                1.00 kg           42.00     15%        $ 42.00
Office Chair              2                 70.00     15%       $ 140.00
                                     Subtotal                   $ 182.00
"""
    )

    assert [row(line) for line in found] == [
        ("Beeswax XL", Decimal("1.00"), Decimal("42.00"), Decimal("42.00")),
        ("Office Chair", Decimal(2), Decimal("70.00"), Decimal("140.00")),
    ]
    assert found[0].unit is not None
    assert found[0].unit.value == "kg"
    assert found[0].tax_rate is not None
    assert found[0].tax_rate.value == Decimal(15)


def test_a_heading_in_another_language_under_the_heading_is_no_second_one() -> None:
    found = lines(
        """
Item                Unit Price     Quantity     Taxable Amount     Tax Rate     Subtotal
                    Einzelpreis    Menge        Der Wert davon     Steuersatz   Summe
Surgical gloves     35.00          400          14,000.00          15%          16,100.00
Thermometer         80.00          50           4,000.00           15%          4,600.00
"""
    )

    assert [row(line)[:3] for line in found] == [
        ("Surgical gloves", Decimal(400), Decimal("35.00")),
        ("Thermometer", Decimal(50), Decimal("80.00")),
    ]


STACKED = """
    Art-Nr-Kunde                                                        Positions-
    Art-Nr-Lief.                                                            betrag
Pos              Beschreibung   Nettopreis         Menge         USt.
    Art-Nr                                                                    ohne
    (Art)                                                                     USt.
 1                Trennblätter       9,9000        20 Stk        19 %       198,00
    TB100A4       A4

    4012345001235
                   Bruttopreis : 9,9000
"""


def test_the_rest_of_a_description_below_the_heading_of_the_next_page_is_no_second_heading() -> None:
    heading = "Artikel                Menge      Einzelpreis        Betrag"
    first = f"""
{heading}
Fernglas 8x42              1           400,00        400,00
Rucksack Wald              2           100,00        200,00
"""
    second = f"""
{heading}
Farbe oliv, 40 Liter
Stiefel Gr. 44             1           150,00        150,00
"""

    found = lines(first, second)

    assert [line.net_amount.value for line in found if line.net_amount] == [400, 200, 150]
    assert row(found[2]) == ("Stiefel Gr. 44", Decimal(1), Decimal(150), Decimal(150))


def test_a_heading_over_several_rows_a_wrapped_description_and_a_page_without_heading() -> None:
    second_page = """
 2                Joghurt        5,5000         50 Stk           7 %        275,00
    ARNR2         Banane

Zahlungsbedingungen:
Beschreibung                                            Fälligkeit     Teilzahlung
Umsatzsteuer  (S)                               275,00             7         19,25
"""
    found = lines(STACKED, second_page)

    assert [row(line) for line in found] == [
        ("Trennblätter A4", Decimal(20), Decimal("9.9000"), Decimal("198.00")),
        ("Joghurt Banane", Decimal(50), Decimal("5.5000"), Decimal("275.00")),
    ]


def test_an_amount_a_row_lower_belongs_to_the_same_line() -> None:
    found = lines(
        """
    Pos       Beschreibung                       Nettopreis      Menge     Steuersatz      Nettobetrag
    1         Kunstrasen grün                        3,3333      3 m²       19 %
              Lieferung vom Montag                                                              10,00
    2         Pfand                                  2,7700        20       19 %                55,40
"""
    )

    assert [(line.net_amount and line.net_amount.value) for line in found] == [Decimal("10.00"), Decimal("55.40")]


def test_sums_carry_overs_and_repeated_headings_are_no_lines() -> None:
    page = """
Pos.   Menge   Beschreibung                  Einzelpreis     Gesamtpreis
1          2   Schraube                             1,50            3,00
2          1   Mutter                               2,00            2,00
               Übertrag                                             5,00
"""
    last = """
Pos.   Menge   Beschreibung                  Einzelpreis     Gesamtpreis
               Übertrag                                             5,00
3          4   Scheibe                              0,25            1,00
               Gesamtbetrag                                         6,00
4          1   Kein Artikel                         9,00            9,00
"""
    found = lines(page, last)

    assert [row(line)[0] for line in found] == ["Schraube", "Mutter", "Scheibe"]


def test_the_product_decides_which_column_is_which() -> None:
    found = lines(
        """
Artikel                      Total      Menge      Preis
Schraube                      1,50          2       3,00
Mutter                        2,00          4       8,00
Scheibe                       0,25         10       2,50
"""
    )

    assert [
        (line.unit_price and line.unit_price.value, line.net_amount and line.net_amount.value) for line in found
    ] == [
        (Decimal("1.50"), Decimal("3.00")),
        (Decimal("2.00"), Decimal("8.00")),
        (Decimal("0.25"), Decimal("2.50")),
    ]


def test_a_table_of_taxes_is_no_table_of_lines() -> None:
    assert lines("USt. Satz     Nettopreis   Ust.-Betrag\n7%            160,00 €     11,20 €\n") == ()


def test_operation_codes_are_given_with_their_line() -> None:
    found = lines(
        """
Descripción                               Cantidad      Precio       Importe
Aviso en diario OP 443485                        1      100,00        100,00
Aviso en radio O.P. Nº 443486                    2       50,00        100,00
"""
    )

    assert [[code.value for code in line.operation_codes] for line in found] == [["443485"], ["443486"]]


def test_rows_without_blanks_between_figures_are_split_by_their_columns() -> None:
    found = lines(
        """
Artikel      Omschrijving                                Prijs BTW Hoeveelheid     Bedrag
E103184      Onderhoudsset                               49,99 21 %      1 PCS      49,99
E103560      Korting                                      0,00 21 %      1 PCS       0,00
Prijzen zijn inclusief BTW                       Factuur totaal EUR                49,99
"""
    )

    assert [row(line)[1:] for line in found] == [
        (Decimal(1), Decimal("49.99"), Decimal("49.99")),
        (Decimal(1), Decimal("0.00"), Decimal("0.00")),
    ]


def test_headings_set_close_together_are_split_by_the_product() -> None:
    found = lines(
        """
Cod.  Descrizione              Q.tà     Prezzo unitario    Importo IVA
1     Toner nero               3,00           429,03      1.287,09   22
2     Trasporto               12,00           460,30      5.523,60   22
Totale imponibile    Totale imposta    Totale documento
     6.810,69            1.498,35          8.309,04
"""
    )

    assert [row(line) for line in found] == [
        ("Toner nero", Decimal("3.00"), Decimal("429.03"), Decimal("1287.09")),
        ("Trasporto", Decimal("12.00"), Decimal("460.30"), Decimal("5523.60")),
    ]


def test_a_tax_that_opens_with_its_rate_is_no_line() -> None:
    found = lines(
        """
Pos      Leistung                    Menge       EP €        GP €
01.01    Beratung                    2 Std     100,00      200,00
+ 19,00 % MwSt                                              38,00
Gesamtsumme brutto                                         238,00
"""
    )

    assert [row(line) for line in found] == [("Beratung", Decimal(2), Decimal("100.00"), Decimal("200.00"))]


def test_of_two_columns_of_what_is_sold_the_first_holds_codes() -> None:
    found = lines(
        """
Artigo   Descrição             Qtd.   Pr. Unitário      Valor
ART0     Óleo motor           10,00         525,95   5.259,50
"""
    )

    assert [(line.product_code and line.product_code.value, *row(line)) for line in found] == [
        ("ART0", "Óleo motor", Decimal("10.00"), Decimal("525.95"), Decimal("5259.50"))
    ]


COPIED = """
{copy}
AGENCIA NORTE SRL   CUIT 30-70308853-4   Av. Belgrano 1234 Ciudad de Buenos Aires   IVA Responsable Inscripto
Código  Producto / Servicio       Cantidad   Precio Unit.     Subtotal
1       Pauta radio                  10,00       15000,00    150000,00
2       Aviso en página impar         5,00       20000,00    100000,00
                                    Importe Total: $         250000,00
"""


def test_the_lines_of_a_page_printed_in_three_copies_count_once() -> None:
    found = lines(*(COPIED.format(copy=copy) for copy in ("ORIGINAL", "DUPLICADO", "TRIPLICADO")))

    assert [line.net_amount and line.net_amount.value for line in found] == [Decimal(150000), Decimal(100000)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            """
Description                    Qty/Hr        Unit Price        Total
Kitchen sink                          8                90          720
Thermostat                            3                61          183
                                               Subtotal          903
""",
            [("Kitchen sink", 8, 90, 720), ("Thermostat", 3, 61, 183)],
            id="figures set to the right of headings that offer a choice",
        ),
        pytest.param(
            """
Item Description              Qty        Amount
Earbuds                        1         $45.00
Charging block                 1         $15.00
Subtotal:                                $60.00
Promotional Discount:                    $10.00
Tax (8% VAT):                             $4.00
""",
            [("Earbuds", 1, None, Decimal("45.00")), ("Charging block", 1, None, Decimal("15.00"))],
            id="a discount and a tax below the sum are no lines",
        ),
        pytest.param(
            """
Particulars              Qty        Rate        Price
Web design                 4      144.00       576.00
Steel bolts                4       21.00        84.00
                     Whatever it is called     660.00
""",
            [("Web design", 4, Decimal("144.00"), Decimal("576.00")), ("Steel bolts", 4, Decimal("21.00"), Decimal("84.00"))],
            id="of two prices the last is the amount, and the lines' sum is no line",
        ),
        pytest.param(
            """
No    Name of Goods               HSN       Qty       Rate      Taxable Value
1     Hand tool kit               8302        1     2,535.00        2,535.00
2     Universal kit               8302        2     1,270.00        2,540.00
""",
            [("Hand tool kit", 1, Decimal("2535.00"), Decimal("2535.00")), ("Universal kit", 2, Decimal("1270.00"), Decimal("2540.00"))],
            id="an unknown name is the description where no other is",
        ),
        pytest.param(
            """
Qty                Description                  Unit price        Amount
3         Labor                                       5.00         15.00
1         Front and rear brake cables and fitting   100.00        100.00
""",
            [("Labor", 3, Decimal("5.00"), Decimal("15.00")), ("Front and rear brake cables and fitting", 1, Decimal("100.00"), Decimal("100.00"))],
            id="a short text far to the left of a heading in the middle of its column",
        ),
        pytest.param(
            """
Description              Pieces        Kilos        Price        Amount
Apples                       10        25.50         4.00        102.00
Pears                         4        10.00         3.00         30.00
""",
            [("Apples", Decimal("25.50"), Decimal("4.00"), Decimal("102.00")), ("Pears", Decimal("10.00"), Decimal("3.00"), Decimal("30.00"))],
            id="of pieces and kilos those count that are priced",
        ),
        pytest.param(
            """
Kuvaus                     Määrä   yks    à-hinta    Alv %     Alv €     Yhteensä
Sähköasennus                   5   h       100,00     25,5    127,50       627,50
Kaapeli                        2   m        10,00     25,5      5,10        25,10
""",
            [("Sähköasennus", 5, Decimal("100.00"), Decimal("500.00")), ("Kaapeli", 2, Decimal("10.00"), Decimal("20.00"))],
            id="an amount with its tax is given without it",
        ),
        pytest.param(
            """
#    Item & Description     HSN/SAC     Qty           Rate        Amount
1    Basmati Rice           1006        60.00 bag     2,150.00    129,000.00
2    Toor Dal               0713        40.00 pkt     142.00      5,680.00
""",
            [("Basmati Rice", 60, Decimal("2150.00"), Decimal("129000.00")), ("Toor Dal", 40, Decimal("142.00"), Decimal("5680.00"))],
            id="a name of two words with a sign between them is one column",
        ),
        pytest.param(
            """
Désignation                     Qté       Prix HT      Montant HT
Papier à en-tête                  2        150,00          300,00
Enveloppes                        3         20,00           60,00
""",
            [("Papier à en-tête", 2, Decimal("150.00"), Decimal("300.00")), ("Enveloppes", 3, Decimal("20.00"), Decimal("60.00"))],
            id="the product tells that the first of two amounts is the price",
        ),
        pytest.param(
            """
Bezeichnung                         Stk. ME          Netto
Wartung der Heizung                   1 psch        219,00
Transportbeton C25/30                11 m³        1.461,02
Gesamt netto                                      1.680,02
""",
            [("Wartung der Heizung", 1, None, Decimal("219.00")), ("Transportbeton C25/30", 11, None, Decimal("1461.02"))],
            id="a thing whose name begins like a sum carried over",
        ),
        pytest.param(
            """
Ítem  Unidades  Descripción                        Precio     Valor total
1     1         Papel A4                           65,170          65,170
2     1         Licencia anual                  2,068,751       2,068,751
""",
            [("Papel A4", 1, Decimal(65170), Decimal(65170)), ("Licencia anual", 1, Decimal(2068751), Decimal(2068751))],
            id="whole amounts of millions",
        ),
        pytest.param(
            """
Description           Qty       Rate     Net Amount
Green tea               3     783.50       2,350.50
Web design             12     100.00       1,200.00
   Code          Net    Tax Amount       Gross      Items total        3,550.50
   10%      3,650.50        365.05    4,015.55      Shipping             100.00
""",
            [("Green tea", 3, Decimal("783.50"), Decimal("2350.50")), ("Web design", 12, Decimal("100.00"), Decimal("1200.00"))],
            id="a summary of taxes beside the sums holds no lines",
        ),
        pytest.param(
            """
Código Producto / Servicio        Cantidad   U. medida   Precio Unit.     SubtotalSubtotal c/IVA
       Horas de programación          6,00   unidades       69.893,20    419.359,20   507.424,63
       Vino tinto reserva 2019        1,00   unidades       18.178,00     18.178,00    21.995,38
""",
            [
                ("Horas de programación", Decimal("6.00"), Decimal("69893.20"), Decimal("419359.20")),
                ("Vino tinto reserva 2019", Decimal("1.00"), Decimal("18178.00"), Decimal("18178.00")),
            ],
            id="two names of one column with a stroke, and two columns' names run together",
        ),
        pytest.param(
            """
Description                    Units     Price per one     Total price
Website design                  2                 50.00         100.00
Transport and unloading        44                101.50       4,466.00
Transport                                                     4,566.00
""",
            [
                ("Website design", 2, Decimal("50.00"), Decimal("100.00")),
                ("Transport and unloading", 44, Decimal("101.50"), Decimal("4466.00")),
            ],
            id="a thing sold whose name begins with a word for a sum carried over",
        ),
    ],
)  # fmt: skip
def test_tables_of_other_makes(text: str, wanted: list[tuple[object, ...]]) -> None:
    assert [row(line) for line in lines(text)] == wanted


@pytest.mark.parametrize(("first", "second"), [("-1.050,00", "1.750,00"), ("17,50 %", "10 %"), ("17,5", "10,0")])
def test_a_discount_in_a_column_of_its_own_is_the_line_s_allowance(first: str, second: str) -> None:
    found = lines(
        f"""
Cant.    Descripción        Precio unit.    Descuento     Importe
3        Útiles                 2.000,00    {first:>9}    4.950,00
5        Varios                 3.500,00    {second:>9}   15.750,00
2        Honorarios             4.000,00         0,00     8.000,00
Total                                                    28.700,00
"""
    )

    assert [line.discount.value if line.discount else None for line in found] == [Decimal(1050), Decimal(1750), None]


def test_a_discount_that_does_not_explain_the_amount_is_none() -> None:
    found = lines(
        """
Cant.    Descripción        Precio unit.    Descuento     Importe
3        Útiles                 2.000,00       500,00    4.950,00
5        Varios                 3.500,00       500,00   17.500,00
Total                                                   22.450,00
"""
    )

    assert [line.discount for line in found] == [None, None]


def test_of_two_names_in_one_cell_each_has_what_is_stacked_on_it() -> None:
    found = lines(
        """
Description                   Qty Unit       Amount           VAT
                                  Price         GBP        Amount
Wood pallet                  1.00 100.00     100.00  20.00   20.00
Steel rods                   2.00  25.00      50.00  20.00   10.00
                                           Subtotal         150.00
"""
    )

    assert [row(line)[1:] for line in found] == [
        (Decimal("1.00"), Decimal("100.00"), Decimal("100.00")),
        (Decimal("2.00"), Decimal("25.00"), Decimal("50.00")),
    ]


def test_columns_without_and_with_the_tax_are_amounts() -> None:
    found = lines(
        """
Leistung                   Std.      Satz     Ohne MwSt.     Inkl. MwSt.
Entwurf                      18     85,00       1.530,00        1.820,70
Reinzeichnung                 2     70,00         140,00          166,60
"""
    )

    assert [row(line) for line in found] == [
        ("Entwurf", Decimal(18), Decimal("85.00"), Decimal("1530.00")),
        ("Reinzeichnung", Decimal(2), Decimal("70.00"), Decimal("140.00")),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (  # a column is named after what its price is for
            """
Plan                          Seats   Price per seat        Amount
Team plan                        14           $12.00       $168.00
Extra storage                     2            $8.00        $16.00
""",
            [("Team plan", 14, "12.00", "168.00"), ("Extra storage", 2, "8.00", "16.00")],
        ),
        (  # a currency makes a price of a unit; each table has its own columns
            """
Item                           No.        Unit €             €
Boiler                           1      4,150.00      4,150.00
Valves                           6         28.75        172.50
Materials total                                       4,322.50

Who                          Hours        Rate €             €
Fitter                          32         48.00      1,536.00
Apprentice                      30         22.00        660.00
""",
            [
                ("Boiler", 1, "4150.00", "4150.00"),
                ("Valves", 6, "28.75", "172.50"),
                ("Fitter", 32, "48.00", "1536.00"),
                ("Apprentice", 30, "22.00", "660.00"),
            ],
        ),
        (  # what is charged, right of a price, is the amount
            """
Description                  Nights          Rate         Charges
Single room                       3      1,380.00        4,140.00
Dinner                                                     412.00
""",
            [("Single room", 3, "1380.00", "4140.00"), ("Dinner", None, None, "412.00")],
        ),
        (  # a price by itself is the amount
            """
Description                                   Fee
Survey, two days                         1,150.00
Written report                             780.00
""",
            [("Survey, two days", None, None, "1150.00"), ("Written report", None, None, "780.00")],
        ),
        (  # a letterhead beside the table
            """
                       Leistung                  Std.      Satz      Betrag
Sparda Bank Berlin     Konzept und Entwurf         18     85,00    1.530,00
Konto 11 22 33         Reinzeichnung                2     70,00      140,00
""",
            [("Konzept und Entwurf", 18, "85.00", "1530.00"), ("Reinzeichnung", 2, "70.00", "140.00")],
        ),
        (  # nothing but a sum without a name closes the items
            """
Site survey, two surveyors                1,150.00
Preparation of plans                        780.00
                                          1,930.00
VAT @ 20%                                   386.00
Amount payable                            2,316.00
""",
            [("Site survey, two surveyors", None, None, "1150.00"), ("Preparation of plans", None, None, "780.00")],
        ),
        (  # a sum by a name of its own, and a tax by one, are no items
            """
Cedar deck with stairs                    6,840.00
Haul away old boards                        225.00
Sum of the works                          7,065.00
State levy on materials                     246.00
Invoice total                             7,311.00
""",
            [("Cedar deck with stairs", None, None, "6840.00"), ("Haul away old boards", None, None, "225.00")],
        ),
    ],
)
def test_tables_that_name_their_columns_in_other_ways(text: str, wanted: list[tuple[object, ...]]) -> None:
    def printed_row(line: LineValues) -> tuple[object, ...]:
        name, quantity, price, amount = row(line)
        return name, quantity, *(None if one is None else str(one) for one in (price, amount))

    assert [printed_row(line) for line in lines(text)] == wanted


def test_a_running_number_whose_column_has_no_heading_is_no_part_of_the_description() -> None:
    found = lines(
        """
Particulars                         Months      Fee (Rs.)     Amount (Rs.)
1 Maintenance of the portal              3      45,000.00      1,35,000.00
  April to June
2 On-site training                       1      28,500.00        28,500.00
"""
    )

    assert [row(line)[0] for line in found] == ["Maintenance of the portal April to June", "On-site training"]


def test_two_figures_under_two_names_in_one_cell_where_another_column_is_empty() -> None:
    found = lines(
        """
Articolo   Descrizione                UM    Quantità      Prezzo    Sconto    Importo IVA
ET100      Etichette adesive          NR      25.000      0,0840         5    1.995,00 22
AS22       Astucci 1 bottiglia        NR       1.200      0,6150                738,00 22
IMP        Impianti stampa            NR           4     55,0000                220,00 22
"""
    )

    assert [line.net_amount and line.net_amount.value for line in found] == [
        Decimal("1995.00"),
        Decimal("738.00"),
        Decimal("220.00"),
    ]


def test_headings_of_sums_that_begin_with_a_code_are_no_table() -> None:
    found = lines(
        """
Référence   Désignation                    Qté     P.U. net     Montant HT
GN-M        Gants nitrile, boîte de 100     60         5,52         331,20
CH-500      Compresses stériles             12        31,00         372,00

Code   Base      Taux     Taxe      Total HT   Total TVA   Total TTC   NET A PAYER
1      331,20    20,00    66,24     703,20     86,70       789,90      789,90 EUR
2      372,00     5,50    20,46
"""
    )

    assert [line.description.value if line.description else None for line in found] == [
        "Gants nitrile, boîte de 100",
        "Compresses stériles",
    ]


def test_a_heading_with_the_rates_of_its_taxes_is_one() -> None:
    found = lines(
        """
Sl  Description of Goods      Qty      Rate     per    Taxable Value    CGST 9%    SGST 9%     Amount
1   Copper cable               24    2,150.00   Coil       51,600.00   4,644.00   4,644.00  60,888.00
2   Double pole breaker        40      412.50   Nos        16,500.00   1,485.00   1,485.00  19,470.00
"""
    )

    assert [row(line) for line in found] == [
        ("Copper cable", Decimal(24), Decimal("2150.00"), Decimal("51600.00")),
        ("Double pole breaker", Decimal(40), Decimal("412.50"), Decimal("16500.00")),
    ]


def test_a_blank_in_a_quantity_separates_thousands_where_the_price_says_so() -> None:
    found = lines(
        """
Beskrivelse            Antal      Pris      Beløb
Brosjyre A4            2 500      0,38     950,00
Konvolutt C5             600      0,50     300,00
"""
    )

    assert [row(line) for line in found] == [
        ("Brosjyre A4", Decimal(2500), Decimal("0.38"), Decimal("950.00")),
        ("Konvolutt C5", Decimal(600), Decimal("0.50"), Decimal("300.00")),
    ]


def test_a_heading_of_two_rows_with_a_cell_of_several_names() -> None:
    [found] = lines(
        """
CÓDIGO  DESCRIÇÃO DO PRODUTO                               VALOR     VALOR     ALÍQ.
        SERVIÇO                NCM/SH O/CST CFOP UN QUANT  UNIT      TOTAL     ICMS
10233   DISCO DE CORTE 18 POL  8432   000   5102 UN 20     215,00    4.300,00  17,00
                                     VALOR TOTAL DA NOTA             4.300,00
"""
    )

    assert row(found)[1:] == (Decimal(20), Decimal("215.00"), Decimal("4300.00"))


def test_a_heading_of_which_the_first_row_only_shortens_words() -> None:
    [found] = lines(
        """
CÓD.                                                      VLR.      VLR.      BC        VLR.
PROD.   DESCRIÇÃO             NCM     CST  CFOP  UN QTDE. UNIT.     TOTAL     ICMS      ICMS
7710    AMACIANTE TEXTIL 50KG 380991  000  5101  BB  10   428,00    4.280,00  4.280,00  770,40
                                     VALOR TOTAL DA NOTA                      4.280,00
"""
    )

    assert row(found) == ("AMACIANTE TEXTIL 50KG", Decimal(10), Decimal("428.00"), Decimal("4280.00"))


@pytest.mark.parametrize(
    ("heading", "taxes"),
    [
        pytest.param("GST    Amount inc GST", ("10%", "10%"), id="a rate"),
        pytest.param("GST    Total (inc GST)", ("6.00", "17.60"), id="the tax"),
    ],
)
def test_the_only_column_of_amounts_has_the_tax_in_it(heading: str, taxes: tuple[str, str]) -> None:
    found = lines(
        f"""
Item    Description             Qty     Unit    Rate      {heading}
F120    Star picket             10      ea      $6.00     {taxes[0]}    $66.00
W25     Barbed wire 500 m       2       roll    $88.00    {taxes[1]}   $193.60
                                        Total                          $259.60
"""
    )

    assert [row(line) for line in found] == [
        ("Star picket", Decimal(10), Decimal("6.00"), Decimal("60.00")),
        ("Barbed wire 500 m", Decimal(2), Decimal("88.00"), Decimal("176.00")),
    ]


def test_a_tax_by_itself_is_no_amount_of_a_line() -> None:
    [found] = lines(
        """
Description     Qty     Unit price     VAT amount
Beeswax         2       40.00          16.00
"""
    )

    assert row(found) == ("Beeswax", Decimal(2), Decimal("40.00"), None)


def test_the_description_has_its_name_in_the_cell_of_the_positions() -> None:
    [found] = lines(
        """
Nr. Denumirea         U.M.    Cant.    Preț unitar    Valoarea     Valoarea TVA
crt produselor
1       Lambriu       mp      140      46,00          6.440,00     1.223,60
"""
    )

    assert row(found) == ("Lambriu", Decimal(140), Decimal("46.00"), Decimal("6440.00"))


def test_a_long_heading_in_one_cell_with_names_in_two_languages() -> None:
    [found] = lines(
        """
No Description Qty / العدد Unit Price / السعر Taxable Amount / الخاضع VAT 5% Total AED
1  Zinc anode  10          62.50              625.00                  31.25  656.25
"""
    )

    assert row(found) == ("Zinc anode", Decimal(10), Decimal("62.50"), Decimal("625.00"))


def test_the_widest_of_several_columns_of_codes_is_the_description() -> None:
    [found] = lines(
        """
Item                 HSN       Qty    Rate       Taxable
Cardamom 8 mm        0908      15     2,450.00   36,750.00
"""
    )

    assert row(found) == ("Cardamom 8 mm", Decimal(15), Decimal("2450.00"), Decimal("36750.00"))


def test_a_last_column_of_goods_is_the_amount_and_what_was_sent_the_quantity() -> None:
    found = lines(
        """
Code     Description                   Ordered   Sent   Price   Per   Disc   Goods    VAT
TW25     Twin and earth 2.5 mm         2         2      62.40   DRM   15     106.08   20
SK13D    13A double socket white       24        20     3.15    EA           63.00    20
                                       Goods            £169.08
"""
    )

    assert [row(line) for line in found] == [
        ("Twin and earth 2.5 mm", Decimal(2), Decimal("62.40"), Decimal("106.08")),
        ("13A double socket white", Decimal(20), Decimal("3.15"), Decimal("63.00")),
    ]


def test_money_by_a_unit_is_the_price() -> None:
    found = lines(
        """
Product              Bags     Kg      £/bag      £
Layers pellets       12       240     9.80       117.60
Calf starter         8        160     11.20      89.60
                                      Total      207.20
"""
    )

    assert [row(line) for line in found] == [
        ("Layers pellets", Decimal(12), Decimal("9.80"), Decimal("117.60")),
        ("Calf starter", Decimal(8), Decimal("11.20"), Decimal("89.60")),
    ]


def test_a_fee_and_its_tax_make_the_last_column() -> None:
    found = lines(
        """
Particulars                        Fee       VAT       Total
Sale of 9 Elm Close                850.00    170.00    1,020.00
Bank transfer fee                  30.00     6.00      36.00
Office copies                      9.00      0.00      9.00
                                   Net                 889.00
                                   VAT                 176.00
                                   Total               1,065.00
"""
    )

    assert [row(line)[1:] for line in found] == [
        (None, None, Decimal("850.00")),
        (None, None, Decimal("30.00")),
        (None, None, Decimal("9.00")),
    ]


def test_a_row_whose_columns_were_read_as_one_cell() -> None:
    found = lines(
        """
Sl   Description of Goods       HSN      Qty    Rate     Amount
1    Pillow cover               63049231  60    85.00    5100.00
2    Terry towel 450 gsm, large 63026090  45 1,210.00   54450.00
                                         Total          59550.00
""".replace("  45", " 45")
    )

    assert [row(line) for line in found] == [
        ("Pillow cover", Decimal(60), Decimal("85.00"), Decimal("5100.00")),
        ("Terry towel 450 gsm, large", Decimal(45), Decimal("1210.00"), Decimal("54450.00")),
    ]


def test_a_short_word_of_a_turned_page_is_no_upright_print() -> None:
    document = printed("Description     Qty     Price     Amount\n\n\n\n\nSkip bin        1.00    320.00    320.00")
    [page] = document.pages
    boxes = [word.box for word in page.words]  # as a reader gives them for a page that lies askew
    high = [box._replace(y1=box.y0 + 4 * (box.y1 - box.y0)) for box in boxes]
    words = tuple(replace(word, box=box) for word, box in zip(page.words, high, strict=True))

    [found] = find_lines(read_layout(replace(document, pages=(replace(page, words=words),))))

    assert found.description is not None
    assert found.description.value == "Skip bin"


def test_of_pieces_and_their_length_in_all_the_product_tells_which_is_priced() -> None:
    [found] = lines(
        """
Product                Length m     Qty     Total m     Rate/m     Amount
Decking board          3.6          24      86.4        2.80       241.92
                                            Sub total              241.92
"""
    )

    assert row(found) == ("Decking board", Decimal("86.4"), Decimal("2.80"), Decimal("241.92"))


@pytest.mark.parametrize(
    ("onto", "back"),
    [
        ("Übertrag", "Übertrag von Seite 1"),
        ("Balance carried forward", "Balance brought forward"),
        ("Suma y sigue", "Suma anterior"),
        ("À reporter", "Report à nouveau"),
        ("A riportare", "Riporto"),
        ("A transportar", "Transporte"),
        ("次頁へ繰越", "前頁より繰越"),
        ("ยอดยกไป", "ยอดยกมา"),
    ],
)
def test_a_sum_that_is_carried_to_the_next_page_is_no_line(onto: str, back: str) -> None:
    heading = "Description                       Quantity       Price        Amount"
    first = f"""
{heading}
Beeswax XL                               2       42.00         84.00
{onto:62}84.00
"""
    second = f"""
{heading}
{back:62}84.00
Office Chair                             2       70.00        140.00
"""
    assert [row(line)[0] for line in lines(first, second)] == ["Beeswax XL", "Office Chair"]


def test_the_name_of_a_column_in_brackets_in_another_script_is_of_the_same_column() -> None:
    [found] = lines(
        """
Item (품목)                Qty (수량)    Unit Price (단가)    Amount (금액)
Wafer carrier                     2                42.00           84.00
"""
    )

    assert row(found) == ("Wafer carrier", Decimal(2), Decimal("42.00"), Decimal("84.00"))


def test_a_wide_column_of_items_is_what_is_sold_beside_one_of_an_unknown_name() -> None:
    found = lines(
        """
Item                          Seats     Price per seat     Total
Team plan, May 2026           42        $18.00             $756.00
Audit log add-on              1         $120.00            $120.00
                                        Subtotal           $876.00
"""
    )

    assert [row(line) for line in found] == [
        ("Team plan, May 2026", Decimal(42), Decimal("18.00"), Decimal("756.00")),
        ("Audit log add-on", Decimal(1), Decimal("120.00"), Decimal("120.00")),
    ]


WEB = """
 No  Item                            Qty        Rate          Amount

     Mooring bollard
 1   stainless steel                  12       150.00         1800.00
     316 L

     Anchor winch
 2   with remote                       1      3140.00         3140.00
     1500 W

                                    Total                     4940.00
"""


def test_a_description_begins_above_figures_that_are_set_in_the_middle_of_its_lines() -> None:
    assert [line.description.value for line in lines(WEB) if line.description] == [
        "Mooring bollard stainless steel 316 L",
        "Anchor winch with remote 1500 W",
    ]


@pytest.mark.parametrize("first", ["1    Bollard", "1    Bollard\n     stainless steel"])
def test_a_description_goes_on_below_figures_that_are_set_at_its_top(first: str) -> None:
    head, *more = first.split("\n")
    table = [f"{head:<36}12       150.00         1800.00", *more, "     with chain"]
    heading = " No  Item                            Qty        Rate          Amount"
    second = "2    Winch                           1      3140.00         3140.00\n     with remote"
    found = lines("\n".join([heading, *table, second]))

    assert [line.description.value for line in found if line.description][1] == "Winch with remote"


def test_rows_half_a_line_over_figures_are_of_their_line() -> None:
    text = printed(
        """
 Item                            Qty        Rate          Amount
 Milk carton sleeves

                                 5000       2.40          12000.00

 two colours, thick paper



 Letter heads

                                 1000       1.90           1900.00

 plain, thin paper
"""
    )
    page = text.pages[0]
    tall = [replace(word, box=word.box._replace(y1=word.box.y0 + 0.026)) for word in page.words]
    found = find_lines(read_layout(replace(text, pages=(replace(page, words=tuple(tall)),))))

    assert [line.description.value for line in found if line.description] == [
        "Milk carton sleeves two colours, thick paper",
        "Letter heads plain, thin paper",
    ]


def test_names_in_a_column_that_may_be_one_of_codes_are_what_is_sold() -> None:
    heading = "Item              Description               Unit Cost     Qty     Line Total\n"
    named = lines(
        f"""
{heading}Haul out          block and launch 32 ft       480.00     1.0         480.00
Bottom paint      two coats                    189.00     4.0         756.00
"""
    )
    coded = lines(
        f"""
{heading}TENT-4P           block and launch 32 ft       480.00     1.0         480.00
PACK 2            two coats                    189.00     4.0         756.00
"""
    )

    assert [plain(line.description) for line in named] == ["Haul out block and launch 32 ft", "Bottom paint two coats"]
    assert [plain(line.description) for line in coded] == ["block and launch 32 ft", "two coats"]


def test_a_number_inside_a_description_is_no_position() -> None:
    found = lines(
        """
Sr No       Description of Goods     HSN Code    Quantity      Rate         Amount
 2   OPC 53 Grade                    25232910    150 Bags     312.00     46800.00
"""
    )

    assert [plain(line.description) for line in found] == ["OPC 53 Grade"]


def test_a_whole_amount_of_a_price_with_cents_is_the_amount() -> None:
    found = lines(
        """
Volume (Litres)    Description           Unit Price    Amount (NGN)
5000               Premium spirit        2.40          12,000
250                Lubricant             10.50         2,625
                                         Total         14,625
"""
    )

    assert [row(line) for line in found] == [
        ("Premium spirit", Decimal(5000), Decimal("2.40"), Decimal(12000)),
        ("Lubricant", Decimal(250), Decimal("10.50"), Decimal(2625)),
    ]


def test_a_figure_in_brackets_behind_words_is_no_amount_of_a_line() -> None:
    found = lines(
        """
Sl    Description        Qty      Rate       Amount
1     Gypsum board       20.00    150.00     3,000.00
AED Three Thousand One Hundred Fifty Only (AED 3,150.00)
"""
    )

    assert [plain(line.description) for line in found] == ["Gypsum board"]


def test_the_amount_before_the_taxes_of_its_row_is_the_net_one_though_only_the_taxed_ones_make_the_total() -> None:
    found = lines(
        """
Description               Taxable Value     CGST (9%)     SGST (9%)         Total
Professional services          18250.00       1642.50       1642.50      21535.00

Total Amount:                                                            21535.00
"""
    )

    assert [row(line) for line in found] == [("Professional services", None, None, Decimal("18250.00"))]


def test_sums_that_make_the_total_with_the_taxes_do_not_stand_for_the_lines_of_a_table() -> None:
    page = """
  HAWK DIESEL REPAIR
  R.O. / Invoice # 30447       Date in 05/27/25       Date out 05/29/25
  Qty     Part no.    Description               Price       Amount
  1       21-4410     Water pump, reman        412.00       412.00
  2       CL-50       Coolant 50/50 gal         21.50        43.00
  4.2     LABOR       R&R water pump           145.00       609.00
                      Parts                                 455.00
                      Labor                                 609.00
                      Shop supplies                          30.45
  Sales tax 5.5% on parts                                    25.03
  TOTAL                                                  $1,119.48
"""
    assert [row(line)[3] for line in lines(page)][:3] == [Decimal("412.00"), Decimal("43.00"), Decimal("609.00")]


MIDDLE = """
 Event               Dates          Package           Unit Price    Qty       Amount
                     16-17 Jun      Summit +
 Forum                                                    720.00      5      3600.00
                     2026           Dinner

 National Forum for  17-18 Jun      Summit +
                                                          576.00      5      2880.00
 Transformation      2026           Dinner

                                                        Subtotal           6480.00
"""


def test_cells_of_several_lines_beside_a_description_begin_above_the_figures_too() -> None:
    assert [line.description.value for line in lines(MIDDLE) if line.description][1] == (
        "National Forum for Transformation"
    )


def test_units_and_currencies_under_their_figures_are_no_heading() -> None:
    text = """
 No  Goods          Quantity   Unit Price    Tax          Amount
 1   Stainless      12         1,850.00      370.00       22,200.00
     bollards       Pcs        USD           USD          USD
 2   Anchor         1          31,400.00     6,280.00     31,400.00
     winch          Pcs        USD           USD          USD
"""

    assert [row(line) for line in lines(text)] == [
        ("Stainless bollards", Decimal(12), Decimal("1850.00"), Decimal("22200.00")),
        ("Anchor winch", Decimal(1), Decimal("31400.00"), Decimal("31400.00")),
    ]


def test_two_figures_under_a_quantity_and_a_price_of_two_words_in_one_cell() -> None:
    text = """
 Description          Quantity Excl.    Disc %    VAT %     Exclusive    Inclusive
                               Price                       Total        Total
 Pallet storage       62.00    95.00     0.00%    15.00%     5,890.00     6,773.50
 Blast freezing       3.50     120.00    0.00%    15.00%       420.00       483.00
"""

    assert [row(line) for line in lines(text)] == [
        ("Pallet storage", Decimal("62.00"), Decimal("95.00"), Decimal("5890.00")),
        ("Blast freezing", Decimal("3.50"), Decimal("120.00"), Decimal("420.00")),
    ]


@pytest.mark.parametrize(
    ("first", "second", "amounts"),
    [
        ("21,600.00   600.00   21,000.00      0.00", "19,000.00     0.00   19,000.00      0.00", ["21000", "19000"]),
        ("   146.00     0.00      139.05      6.95", "   170.00     5.00      157.14      7.86", ["139.05", "157.14"]),
        ("21,600.00   600.00   21,000.00      0.00", "19,000.00    10.00   19,000.00      0.00", ["21600", "19000"]),
    ],
    ids=["discounts", "discounts and the tax", "not in every line"],
)
def test_the_amount_is_what_a_discount_leaves_in_a_column_of_its_own(
    first: str, second: str, amounts: list[str]
) -> None:
    text = f"""
 Item                 Qty     Gross Amount   Discount   Taxable Value      IGST
 Aerated drink         40        {first}
 Energy drink          10        {second}
"""

    assert [line.net_amount.value for line in lines(text) if line.net_amount] == list(map(Decimal, amounts))


def test_a_whole_amount_with_a_mark_of_thousands_is_a_line_without_a_quantity() -> None:
    text = """
 QTY     DESCRIPTION OF GOODS             RATE        AMOUNT
 2       Tubular battery 220Ah            185,000     370,000
 1       Inverter 3.5kVA                  412,000     412,000
         Workmanship                                   45,000
                                          TOTAL       827,000.00
"""

    assert [row(line) for line in lines(text)][1:] == [
        ("Inverter 3.5kVA", Decimal(1), Decimal(412000), Decimal(412000)),
        ("Workmanship", None, None, Decimal(45000)),
    ]


def test_a_tax_whose_name_goes_on_behind_its_rate_is_no_line() -> None:
    text = """
 Item                              Qty        Rate          Amount
 Gutters of zinc                    42      265.00       11,130.00
 Hours of a plumber                 18      645.00       11,610.00

 VAT 25% (of the sum of all the lines above                5,685.00
 of this invoice)
"""

    assert len(lines(text)) == 2


def test_a_column_that_is_only_called_gross_has_the_amounts_where_nothing_has_a_price() -> None:
    text = """
 #    Description                          Qty     SAC        Gross
 1    Cake artist, lifetime access         1       997331     3474.58
      IGST @ 18%                                               625.42
      Grand Total                                             4100.00
"""

    assert [row(line) for line in lines(text)] == [
        ("Cake artist, lifetime access", Decimal(1), None, Decimal("3474.58"))
    ]


def test_names_of_two_rows_that_run_into_one_another_are_taken_apart() -> None:
    text = """
 Sıra Mal       Miktar     Birim     KDV    KDV     Mal
 No   Hizmet               Fiyat     Oranı Tutarı Hizmet
                                                    Tutarı
 1    Zeytin    40      1.250,00    %1,00   500,00  50.000,00
 2    Yeşil     25        980,00    %1,00   245,00  24.500,00
"""

    assert [row(line) for line in lines(text)] == [
        ("Zeytin", Decimal(40), Decimal("1250.00"), Decimal("50000.00")),
        ("Yeşil", Decimal(25), Decimal("980.00"), Decimal("24500.00")),
    ]


def test_figures_far_right_of_their_headings_go_to_them_in_order_whatever_the_position() -> None:
    text = """
 No  Description  Qty             Unit Price      Taxable        VAT            Total
 1   Impeller kit               3        845.00       2,535.00       126.75     2,661.75
 2   Zinc anode                10         62.50         625.00        31.25       656.25
"""

    assert [row(line)[1:] for line in lines(text)] == [
        (Decimal(3), Decimal("845.00"), Decimal("2535.00")),
        (Decimal(10), Decimal("62.50"), Decimal("625.00")),
    ]


@pytest.mark.parametrize("quantity", ["120 PCS", "120 h", "120h"])
def test_a_quantity_with_its_unit_that_ran_into_the_description(quantity: str) -> None:
    text = f"""
 Item Description       Qty         Unit Price       Amount
 MCCB 3P 250A           4           612.00           2448.00
 Cable lug of 95 mm for {quantity}        3.40            408.00
"""

    assert row(lines(text)[1])[1:] == (Decimal(120), Decimal("3.40"), Decimal("408.00"))


def test_an_unknown_name_left_of_all_figures_is_what_is_sold() -> None:
    text = """
 Nr. Denumirea Cant. Preț unitar Valoarea Valoarea TVA
 1   Cherestea 12,5     1.480,00  18.500,00  3.515,00
 2   Lambriu   140         46,00   6.440,00  1.223,60
"""

    assert [row(line) for line in lines(text)] == [
        ("Cherestea", Decimal("12.5"), Decimal("1480.00"), Decimal("18500.00")),
        ("Lambriu", Decimal(140), Decimal("46.00"), Decimal("6440.00")),
    ]
