"""Payment files, held to the schema of ISO 20022, which the package `sepaxml` carries."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files

import pytest
from lxml import etree

from functions.api.einvoices.pain001 import Debtor, pain001
from shared.domain.sepa import Transfer

NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
ONE = Transfer(
    name="Baeckerei Groesse + Soehne",
    iban="DE02120300000000202051",
    bic="BYLADEM1001",
    amount=Decimal("12.30"),
    remittance="A-17",
    invoices=(7,),
)
OTHER = Transfer(
    name="B",
    iban="ES9121000418450200051332",
    bic=None,
    amount=Decimal("999999999.99"),
    remittance="R" * 140,
    invoices=(8, 9),
)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(files("sepaxml") / "schemas" / "pain.001.001.09.xsd"))


@pytest.mark.parametrize("bic", ["INGDDEFFXXX", None])
def test_a_payment_file_is_valid_and_says_what_is_paid(schema: etree.XMLSchema, bic: str | None) -> None:
    debtor = Debtor(name="Agencia Faro S.A.", iban="ES7921000813610123456789", bic=bic)
    moment = datetime(2026, 11, 26, 12, 30, 59, 999999, tzinfo=UTC)
    file = pain001(
        [ONE, OTHER], debtor=debtor, message_id="P99999999-261126123059", created_at=moment, day=date(2026, 12, 1)
    )
    root = etree.fromstring(file)
    schema.assertValid(root)

    def texts(path: str) -> list[str]:
        return [str(one.text) for one in root.iterfind(f".//p:{path.replace('/', '/p:')}", NAMES)]

    assert texts("GrpHdr/CtrlSum") == texts("PmtInf/CtrlSum") == ["1000000012.29"]
    assert texts("PmtInf/NbOfTxs") == ["2"]
    assert texts("ReqdExctnDt/Dt") == ["2026-12-01"]
    assert texts("CdtrAcct/Id/IBAN") == [ONE.iban, OTHER.iban]
    assert texts("EndToEndId") == ["P99999999-261126123059-1", "P99999999-261126123059-2"]
    assert [one.get("Ccy") for one in root.iterfind(".//p:InstdAmt", NAMES)] == ["EUR", "EUR"]
    assert texts("DbtrAgt/FinInstnId/BICFI") == ([bic] if bic else [])
