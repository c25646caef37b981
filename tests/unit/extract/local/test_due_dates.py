"""The due date is that of the net payment, and of several instalments that of the first (EN 16931, BT-9)."""

import pytest

from functions.extract.local import extract_locally
from tests.support.documents import printed

HEAD = """
  ALPENHOLZ GMBH                                 Rechnung
  Hauptstr. 4, 83022 Rosenheim                   Rechnungsnummer: R26-118
                                                 Rechnungsdatum: 19.05.2026
  Bezeichnung               Menge     Preis      Betrag
  Tisch                       3      200,00      600,00
                                 Nettobetrag     600,00
                                 MwSt. 19 %      114,00
                                 Gesamtbetrag    714,00 EUR
"""


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("Zahlbar bis 02.06.2026 mit 2 % Skonto, bis 18.06.2026 ohne Abzug.", "2026-06-18"),
        ("Bei Zahlung bis 02.06.2026 2 % Skonto\nZahlbar netto bis 18.06.2026", "2026-06-18"),
        ("Zahlbar bis 18.06.2026 ohne Abzug.", "2026-06-18"),
        ("Fällig am 01.06.2026   238,00\nFällig am 01.07.2026   238,00\nFällig am 01.08.2026   238,00", "2026-06-01"),
        ("1   01.06.2026   357,00       2   01.07.2026   357,00", "2026-06-01"),
        ("Bankeinzug zum 18.06.2026 von DE89 3704 0044 0532 0130 00", "2026-06-18"),
        ("Somme prélevée le 18/06/2026", "2026-06-18"),
        ("In zwei Raten: 357,00 € bis 1. Juni 2026 und 357,00 €\nbis 1. Juli 2026.", "2026-06-01"),
        ("In zwei Raten zahlbar, die erste mit 357,00 € bis 1.\nJuni 2026, 357,00 € bis 1. Juli 2026.", "2026-06-01"),
    ],
    ids=[
        "a discount and net",
        "in two rows",
        "one day",
        "instalments",
        "instalments without labels",
        "a direct debit",
        "a direct debit in French",
        "instalments of a sentence",
        "instalments over three lines",
    ],
)
def test_the_day_of_the_net_payment_or_of_the_first_instalment_is_due(terms: str, due: str) -> None:
    data = extract_locally(printed(f"{HEAD}\n{terms}\n")).data

    assert str(data.due_date) == due


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Wir bitten um Zahlung auf unser unten genanntes\nKonto spätestens am 18. Juni 2026.", "2026-06-18"),
        ("El importe se abonará por transferencia antes\ndel próximo 18 de junio de 2026 en la cuenta.", "2026-06-18"),
        ("O pagamento deverá ser efetuado por\ntransferência até ao dia 18 de junho de 2026.", "2026-06-18"),
        ("The balance should be paid into our account before 18\nJune 2026, please.", "2026-06-18"),
        ("Payment of your order was received with thanks on\n18 June 2026 at our office.", None),
        ("This invoice was paid by bank transfer on 18 June 2026.", None),
        ("Der Betrag wurde am 18. Juni 2026 per Überweisung bezahlt.", None),
        ("PAID 18 June 2026", None),
        ("Der Beitrag gilt für den Zeitraum vom 01.06.2026 bis zum 31.08.2026.", None),
        ("Der Betrag ist zahlbar bis zum 18.06.2026.", "2026-06-18"),
        ("Please pay into the account given below at once. We\nare closed on 18 June 2026.", None),
    ],
    ids=[
        "German",
        "Spanish",
        "Portuguese",
        "a date over two lines",
        "what was received",
        "what was paid",
        "what was paid, in German",
        "a stamp",
        "a period",
        "a period of payment",
        "another sentence",
    ],
)
def test_a_sentence_that_asks_for_the_payment_may_wrap(sentence: str, due: str | None) -> None:
    found = extract_locally(printed(f"{HEAD}\n{sentence}\n")).data.due_date

    assert (found and str(found)) == due


def test_a_line_of_keys_may_wrap_between_a_label_and_its_date() -> None:
    page = """
  Tisza Fűszer Kft.   6720 Szeged, Kárász utca 8.
  Számla sorszáma: TF-2026/00341  Számla kelte: 2026.02.20.  Teljesítés: 2026.02.20.  Fizetési határidő:
  2026.03.06.

  Megnevezés              Menny.     Egységár     Nettó
  Őrölt paprika           12         3 200        38 400
"""
    data = extract_locally(printed(page)).data

    assert data.due_date is not None
    assert data.due_date.isoformat() == "2026-03-06"


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Agradecemos o pagamento até ao dia 30 de junho de 2026.", "2026-06-30"),
        ("Ödemenin en geç 25.06.2026 tarihine kadar yapılmasını rica ederiz.", "2026-06-25"),
        ("Kérjük, hogy az összeget 2026.06.20-ig számlánkra utalja.", "2026-06-20"),
        ("お手数ですが、2026年6月30日までにお支払いください", "2026-06-30"),
    ],
)
def test_a_last_day_that_a_sentence_names_before_or_behind_it(sentence: str, due: str) -> None:
    assert str(extract_locally(printed(f"{HEAD}\n{sentence}\n")).data.due_date) == due


DANFE = """
  TINTAS PARANÁ LTDA                     DANFE
  CNPJ 11.220.033/0001-44                NF-e Nº 000.007.712
  DESTINATÁRIO / REMETENTE
  NOME / RAZÃO SOCIAL                    DATA DA EMISSÃO
  REFORMAS BATEL EIRELI                  02/07/2025
"""


@pytest.mark.parametrize(
    "invoices",
    [
        "FATURA / DUPLICATA: 001 - 01/08/2025 - R$ 3.000,00",
        "FATURA / DUPLICATA: 001 - 01/08/2025 - R$ 1.500,00 002 - 31/08/2025 - R$ 1.500,00",
    ],
)
def test_the_first_duplicata_of_a_danfe_is_due(invoices: str) -> None:
    total = "VALOR TOTAL DA NOTA  3.000,00"

    data = extract_locally(printed(f"{DANFE}  {invoices}\n  {total}\n")).data

    assert (str(data.due_date), data.invoice_number) == ("2025-08-01", "000.007.712")


def test_a_day_with_its_sign_is_no_part_of_a_longer_number() -> None:
    page = """
  株式会社あおい工業 御中               請求書      No. 2025-0418
                                                   2025年5月31日
  株式会社北斗電機
  登録番号 T1430001022887
  モーター            2     45,000     90,000
  合計                                 90,000
  お支払期限 2025年6月30日
"""
    data = extract_locally(printed(page)).data

    assert (str(data.issue_date), str(data.due_date)) == ("2025-05-31", "2025-06-30")


def test_the_last_day_of_a_period_whose_first_has_no_year_dates_nothing() -> None:
    page = """
  Receipt                                        Paddle.com Market Ltd
  Invoice # 118220-77                            18 Mora Street, London EC1V 8BT
  Date paid May 2, 2025
  Product                                        Qty      Amount
  Kestrel Notes Team (May 2 – Jun 2, 2025)         5      $60.00
  Total                                                   $60.00
"""
    assert str(extract_locally(printed(page)).data.issue_date) == "2025-05-02"


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Der Betrag wird am 18. Juni 2026 von Ihrem Konto abgebucht.", "2026-06-18"),
        ("Der Betrag wurde am 18. Juni 2026 von Ihrem Konto abgebucht.", None),
        ("Het bedrag wordt omstreeks 18 juni 2026 van uw rekening afgeschreven.", "2026-06-18"),
        ("We schrijven dit bedrag omstreeks 18 juni 2026 af van je rekening.", "2026-06-18"),
        ("El importe será cargado en tu cuenta el 18 de junio de 2026.", "2026-06-18"),
    ],
)
def test_the_day_on_which_the_payment_is_collected_is_due(sentence: str, due: str | None) -> None:
    data = extract_locally(printed(f"{HEAD}\n{sentence}\n")).data

    assert (str(data.due_date) if data.due_date else None) == due


@pytest.mark.parametrize(
    ("terms", "due"), [("Przelew 14 dni", "2026-05-26"), ("Przelew 7 dni", None), ("14 dni", None)]
)
def test_the_last_of_the_days_that_are_given_for_a_means_of_payment_is_due(terms: str, due: str | None) -> None:
    page = f"""
  HURTOWNIA LENWIT Adam Bielak                   Data wystawienia:
  ul. Polna 8, 25-528 Kielce                     12.05.2026
  Faktura VAT                 441/MAG/05/2026            oryginał
  Lp   Nazwa                 Ilość    Jm     Cena netto    Wartość netto     VAT      Wartość brutto
  1    Przewód YDYp 3x1,5      100    m            3,47           347,00     79,81            426,81
                                      Razem:                      347,00     79,81            426,81
  {terms}          426,81          26.05.2026
  Razem do zapłaty: 426,81 PLN
"""
    data = extract_locally(printed(page)).data

    assert (data.invoice_number, str(data.due_date) if data.due_date else None) == ("441/MAG/05/2026", due)


def test_the_day_from_which_the_supply_is_cut_is_not_due() -> None:
    page = """
  SUMINISTRADORA DEL SUR, S.A. DE C.V.                  TOTAL A PAGAR: $2,679.00
  PERIODO FACTURADO: 25 ENE 23 - 27 MAR 23
  LÍMITE DE PAGO: 27 ABR 23                             CORTE A PARTIR: 05 JUN 23
"""
    assert str(extract_locally(printed(page)).data.due_date) == "2023-04-27"


@pytest.mark.parametrize(
    ("heading", "due"), [("Payment Term", "2023-07-28"), ("Payment Term  Net 30", None), ("", None)]
)
def test_a_day_beside_the_whole_total_in_a_table_of_terms_is_due(heading: str, due: str | None) -> None:
    page = f"""
  Saber Paper Ltd                              Invoice No: INV-0007
                                               Date: 06/28/2023
  Description          Quantity     Amount
  Paper                40 u         $ 200.00
                                    Total (excl. taxes):    $ 200.00
                                    Taxes:                   $ 40.00
                                    Total:                  $ 240.00
                                    {heading}
                                    Date                     Amount
                                    07/28/2023              $ 240.00
"""
    data = extract_locally(printed(page)).data

    assert (str(data.due_date) if data.due_date else None) == due


@pytest.mark.parametrize("terms", ["Net 30 (July 14th, 2026)", "Net 30 - July 14, 2026", "30 days (14 July 2026)"])
def test_terms_may_stand_before_the_due_date(terms: str) -> None:
    page = f"""
  Acme Software Solutions LLC                  INVOICE
  Invoice Number: INV-2026-0042                Date: 2026-06-14
  Consulting    1   $12,550.00                 $12,550.00
  Total Amount Due: $12,550.00
  Due Date: {terms}
"""
    assert str(extract_locally(printed(page)).data.due_date) == "2026-07-14"
