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
    ],
    ids=["a discount and net", "in two rows", "one day", "instalments", "instalments without labels"],
)
def test_the_day_of_the_net_payment_or_of_the_first_instalment_is_due(terms: str, due: str) -> None:
    data = extract_locally(printed(f"{HEAD}\n{terms}\n")).data

    assert str(data.due_date) == due
