"""Amounts beside net, tax and total are found where the totals need them; a correct page then has no finding."""

from datetime import date
from decimal import Decimal

import pytest

from functions.extract.local import extract_locally
from shared.domain.checks import check_invoice
from shared.domain.findings import Level
from shared.domain.invoice import InvoiceData
from tests.support.documents import printed

SPANISH = """
  Marta Ruiz Diseño            Factura 2026-117
  NIF 12345678Z                Fecha 02/11/2026
  Concepto                              Cant.    Precio    Importe
  Diseño de menú                          1    1.000,00   1.000,00
"""


def page(totals: str, head: str = SPANISH) -> InvoiceData:
    return extract_locally(printed(head + totals)).data


def parts(data: InvoiceData) -> dict[str, object]:
    """The parts found beside the totals."""
    found = {
        "withheld": [(one.name, one.rate, one.amount) for one in data.withholdings],
        "added": [(one.name, one.rate, one.amount) for one in data.surcharges],
        "rounding": data.rounding_amount,
        "tip": data.tip,
    }
    return {name: value for name, value in found.items() if value}


def amounts(data: InvoiceData) -> list[str]:
    figures = (data.net_amount, data.tax_amount, data.total_amount, data.amount_due)
    return [str(figure) for figure in figures]


@pytest.mark.parametrize(
    ("totals", "figures", "found"),
    [
        pytest.param(
            """
            Base imponible      1.000,00 €
            IVA 21%               210,00 €
            IRPF -15%            -150,00 €
            Total a pagar       1.060,00 €
            """,
            ["1000.00", "210.00", "1060.00", "1060.00"],
            {"withheld": [("IRPF", Decimal(15), Decimal("150.00"))]},
            id="the total is printed after IRPF",
        ),
        pytest.param(
            """
            Base imponible      1.000,00 €
            IVA 21%               210,00 €
            Total factura       1.210,00 €
            Retención IRPF 15%    150,00 €
            Líquido a percibir  1.060,00 €
            """,
            ["1000.00", "210.00", "1210.00", "1060.00"],
            {"withheld": [("Retención IRPF", Decimal(15), Decimal("150.00"))]},
            id="the total is printed before IRPF",
        ),
        pytest.param(
            """
            Base                1.000,00 €
            I.V.A. (21%)          210,00 €
            I.R.P.F. (-15%)      -150,00 €
            TOTAL               1.060,00 €
            """,
            ["1000.00", "210.00", "1060.00", "1060.00"],
            {"withheld": [("I.R.P.F.", Decimal(15), Decimal("150.00"))]},
            id="IRPF with points",
        ),
        pytest.param(
            """
            Importe neto gravado      1.000,00
            IVA 21%                     210,00
            Percepción IIBB CABA 3%      30,00
            Percepción IVA 1,5%          15,00
            Importe total             1.255,00
            """,
            ["1000.00", "210.00", "1255.00", "1255.00"],
            {
                "added": [
                    ("Percepción IIBB CABA", Decimal(3), Decimal("30.00")),
                    ("Percepción IVA", Decimal("1.5"), Decimal("15.00")),
                ]
            },
            id="Argentine perceptions",
        ),
        pytest.param(
            """
            Imponibile                 1.000,00 €
            Cassa previdenza 4%           40,00 €
            IVA 22%                      228,80 €
            Totale fattura             1.268,80 €
            Ritenuta d'acconto 20%      -200,00 €
            Netto a pagare             1.068,80 €
            """,
            ["1040.00", "228.80", "1268.80", "1068.80"],
            {
                "withheld": [("Ritenuta d'acconto", Decimal(20), Decimal("200.00"))],
                "added": [("Cassa previdenza", Decimal(4), Decimal("40.00"))],
            },
            id="Italian fund and withholding",
        ),
        pytest.param(
            """
            Netto                 1 999,60
            Moms 25%                499,90
            Öresavrundning            0,50
            Att betala SEK        2 500,00
            """,
            ["1999.60", "499.90", "2500.00", "2500.00"],
            {"rounding": Decimal("0.50")},
            id="Swedish rounding",
        ),
        pytest.param(
            """
            Netto                1.000,00 EUR
            MwSt 19%               190,00 EUR
            Rechnungsbetrag      1.190,00 EUR
            """,
            ["1000.00", "190.00", "1190.00", "1190.00"],
            {},
            id="nothing beside them",
        ),
        pytest.param(
            """
            Base imponible      1.000,00 €
            IVA 21%               210,00 €
            IRPF 15%              150,00 €
            Total               1.290,00 €
            """,
            ["1000.00", "210.00", "1290.00", "1290.00"],
            {},
            id="a withholding that does not close the gap",
        ),
    ],
)
def test_parts_that_close_the_gap_between_the_totals(totals: str, figures: list[str], found: dict[str, object]) -> None:
    data = page(totals)

    assert (amounts(data), parts(data)) == (figures, found)
    wrong = [one.code for one in check_invoice(data) if one.level is Level.ERROR and one.code.startswith("BR-CO-1")]
    assert wrong == (["BR-CO-15"] if figures[2] == "1290.00" else [])


@pytest.mark.parametrize(
    ("label", "value", "place", "other"),
    [
        ("TOTAL", "1060.00", "1.060,00 €", "1210.00"),
        ("Total neto ", "1210.00", "1.000,00 € 210,00 €", "1060.00"),
    ],
)
def test_a_total_that_is_printed_only_after_what_is_withheld_is_never_sure(
    label: str, value: str, place: str, other: str
) -> None:
    totals = f"""
            Base imponible      1.000,00 €
            IVA 21%               210,00 €
            IRPF -15%            -150,00 €
            {label}         1.060,00 €
    """
    extraction = extract_locally(printed(SPANISH + totals))
    evidence = extraction.evidence["/total_amount"]

    assert (str(extraction.data.total_amount), evidence.text) == (value, place)
    assert evidence.confidence is not None
    assert evidence.confidence < 0.9
    assert [one.value for one in evidence.alternatives] == [other]


def test_withheld_under_a_heading_in_one_cell_with_others() -> None:
    data = page("""
                         Base       IVA 21% IRPF 15% Total factura
                         1.000,00   210,00  -150,00  1.060,00 €
    """)

    assert amounts(data) == ["1000.00", "210.00", "1060.00", "1060.00"]


ITALIAN = """
  Elena Bassi, Via Solferino 3, 20121 Milano        Fattura n. 12/2025
  P.IVA 10448820961                                 Data 28/02/2025
  Descrizione                                        Importo
  Consulenza febbraio                               1.500,00
"""


def test_a_fund_that_is_taxed_belongs_to_the_net_amount() -> None:
    totals = """
            Compenso            1.500,00 €
            Rivalsa INPS 4%        60,00 €
            IVA 22%               343,20 €
            Totale fattura      1.903,20 €
    """
    data = page(totals, head=ITALIAN)

    assert amounts(data)[:3] == ["1560.00", "343.20", "1903.20"]
    assert [(one.amount, one.tax_rate) for one in data.surcharges] == [(Decimal("60.00"), Decimal(22))]
    assert not [one for one in check_invoice(data) if one.code.startswith("BR-CO-1")]


def test_a_net_amount_before_a_fund_is_not_sure_where_no_tax_is_asked() -> None:
    totals = """
            Totale compensi     1.500,00 €
            Contributo INPS 4%     60,00 €
            Bollo                   2,00 €
            Totale              1.562,00 €
    """
    evidence = extract_locally(printed(ITALIAN + totals)).evidence["/net_amount"]

    assert evidence.confidence is not None
    assert evidence.confidence < 0.9
    assert evidence.alternatives[0].value == "1562.00"


def test_what_is_withheld_of_a_tax_is_not_added_to_it() -> None:
    data = page(
        """
        Subtotal        8.000.000
        IVA 19%         1.520.000
        Retefuente 11%    880.000
        ReteIVA 15%       228.000
        ReteICA            77.280
        Neto a pagar    8.334.720
        """,
        head="Ingeniería Andina S.A.S.  NIT 900.118.440-2\nFactura FE-1182   Fecha: 2025-08-05\nBogotá, Colombia\n",
    )

    assert amounts(data) == ["8000000", "1520000", "9520000", "8334720"]


def test_a_fee_with_as_much_withheld_as_its_tax_is() -> None:
    data = page(
        """
        Brüt ücret      30.000,00
        KDV %20          6.000,00
        Stopaj %20      -6.000,00
        Tahsil edilen net 30.000,00 TL
        """,
        head="Ege Danışmanlık Ltd. Şti., Konak, İzmir\nSerbest Meslek Makbuzu No: A-000218\nTarih: 15.05.2025\n",
    )

    assert amounts(data) == ["30000.00", "6000.00", "36000.00", "30000.00"]


def test_what_is_left_of_a_fee_without_a_tax_is_due() -> None:
    data = page(
        """
        Total Honorarios $          850.000
        14,5% Impto. Retenido       123.250
        Total                       726.750
        """,
        head="CAMILA REYES OSORIO  RUT 15.118.220-4\nBOLETA DE HONORARIOS ELECTRÓNICA N° 318\nFecha: 30/06/2025\n",
    )

    assert (data.total_amount, data.amount_due) == (Decimal(726750), Decimal(726750))
    assert [one.amount for one in data.withholdings] == [Decimal(123250)]


def test_charges_and_a_fund_that_are_taxed_before_what_is_withheld() -> None:
    data = page(
        """
            Compensi                1.000,00
            Spese generali 15%        150,00
            CPA 4%                     46,00
            IVA 22%                   263,12
            Ritenuta d'acconto 20%   -230,00
            Netto a pagare          1.229,12
        """,
        head="Avv. Lucia Ferri, Via Roma 4, 37121 Verona\nP.IVA 03118220237\nFattura n. 21   Data 14/05/2025\n",
    )

    assert amounts(data) == ["1196.00", "263.12", "1459.12", "1229.12"]


def test_a_total_is_not_sure_where_what_is_withheld_closes_no_gap() -> None:
    totals = """
            Base imponible      1.000,00 €
            IVA 21%               210,00 €
            IRPF 15%              150,00 €
            Total               1.290,00 €
    """
    evidence = extract_locally(printed(SPANISH + totals)).evidence["/total_amount"]

    assert evidence.confidence is not None
    assert evidence.confidence < 0.9


def test_an_outlay_without_tax_is_no_tax() -> None:
    data = page(
        """
        Professional fee                          1,500.00
        VAT @ 23%                                   345.00
        Outlay: registration fees (no VAT)          125.00
        Total due                                €1,970.00
        """,
        head="Hanratty Quill Solicitors, Bridge Street, Dundalk\nBill no. HQ/2025/88\nDate: 11 April 2025\n",
    )

    assert (data.tax_amount, data.total_amount) == (Decimal("345.00"), Decimal("1970.00"))


def test_a_suggested_tip_is_not_the_paid_one() -> None:
    data = page(
        """
        Subtotal        47.50
        Tax              4.00
        Tip              9.50
        Total           61.00
        Visa            61.00
        Suggested tips:  18% 8.55   20% 9.50   25% 11.88
        """,
        head="THE COPPER POT\n418 Main St, Portland, OR 97204\n11/02/2026 7:42 PM\n2 Burger   31.00\n3 Salad   16.50\n",
    )

    assert parts(data) == {"tip": Decimal("9.50")}
    assert "BR-CO-15" not in [one.code for one in check_invoice(data)]


def test_the_words_of_each_part_are_its_evidence() -> None:
    totals = """
            Base imponible      1.000,00 €
            IVA 21%               210,00 €
            IRPF -15%            -150,00 €
            Total a pagar       1.060,00 €
    """
    evidence = extract_locally(printed(SPANISH + totals)).evidence

    shown = evidence["/withholdings/0/amount"]
    assert (shown.page, shown.text) == (1, "-150,00 €")
    assert evidence["/withholdings/0/name"].text == "IRPF"


def test_what_the_buyer_withholds_of_the_tax_is_no_tax() -> None:
    data = page(
        """
        Mal Hizmet Toplam Tutarı       27.000,00 TL
        Hesaplanan KDV (%20)            5.400,00 TL
        KDV Tevkifat (7/10)             3.780,00 TL
        Vergiler Dahil Toplam Tutar    32.400,00 TL
        Ödenecek Tutar                 28.620,00 TL
        """,
        head="Toros Temizlik A.Ş.\nFatura No TTH2025000001187\nFatura Tarihi 30.09.2025\n",
    )

    assert (data.total_amount, data.tax_amount, data.amount_due) == (
        Decimal("32400.00"),
        Decimal("5400.00"),
        Decimal("28620.00"),
    )


@pytest.mark.parametrize("paid", ["Pagato il 05/11/2026", "Paid on 05/11/2026"])
def test_what_was_paid_on_a_day_is_the_paid_amount(paid: str) -> None:
    totals = f"""
      Subtotal                             1.000,00
      IVA 21%                                210,00
      Total                                1.210,00
      {paid}                    400,00
      Amount due                             810,00
    """
    data = page(totals)
    assert (data.paid_amount, data.amount_due) == (Decimal("400.00"), Decimal("810.00"))
    assert (data.total_amount, data.issue_date) == (Decimal("1210.00"), date(2026, 11, 2))


def test_what_a_french_page_says_is_paid_is_not_withheld() -> None:
    data = page(
        """
      Total HT                             1.000,00
      TVA 20%                                200,00
      Total TTC                            1.200,00
      Payé                                   400,00
      Reste à payer                          800,00
    """,
        head=SPANISH.replace("Factura", "Facture").replace("Concepto", "Désignation"),
    )
    assert (data.paid_amount, data.amount_due, data.withholdings) == (Decimal("400.00"), Decimal("800.00"), [])
