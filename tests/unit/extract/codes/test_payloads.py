import json
import time
from base64 import b64encode
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.extract.codes.facts import CodeFacts
from functions.extract.codes.payloads import PARSERS, PayloadKind, read_payload
from tests.unit.extract.codes.payload_examples import ARGENTINE, BRAZILIAN_KEY, EXAMPLES, SWISS

LONGEST = 8192  # bytes of a code that the reader keeps


def facts(text: str) -> dict[str, Any]:
    payload = read_payload(text)
    assert payload is not None
    return dict(payload.facts.given())


def test_every_kind_has_a_parser_and_an_example() -> None:
    assert set(PARSERS) == set(PayloadKind) == set(EXAMPLES)


@pytest.mark.parametrize("kind", PayloadKind)
def test_a_payload_is_known_by_its_kind_and_gives_its_facts(kind: PayloadKind) -> None:
    text, expected = EXAMPLES[kind]

    payload = read_payload(text)

    assert payload is not None
    assert payload.kind is kind
    assert {name: value for name, value in payload.facts.given() if name in expected} == expected


@pytest.mark.parametrize("kind", PayloadKind)
def test_a_payload_cut_anywhere_harms_nothing(kind: PayloadKind) -> None:
    text, _ = EXAMPLES[kind]

    for end in range(len(text)):
        read_payload(text[:end])


@pytest.mark.parametrize("kind", PayloadKind)
@given(data=st.data())
def test_a_payload_with_a_foreign_part_harms_nothing(kind: PayloadKind, data: st.DataObject) -> None:
    text, _ = EXAMPLES[kind]
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))

    read_payload(text[:start] + data.draw(st.text(max_size=12)) + text[end:])


@given(st.text())
def test_any_text_is_a_code_without_facts_or_an_understood_one(text: str) -> None:
    payload = read_payload(text)

    assert payload is None or isinstance(payload.facts, CodeFacts)


@pytest.mark.parametrize(
    "part",
    [
        "https://www.afip.gob.ar/?",
        "?&re=AAAAAAAAAAAA",
        "dgi.gub.uy/?1",
        "tatime.gov.al/?",
        "_R1-AT1_",
        "NumFac: ",
        "1_",
        "//",
    ],
)
def test_a_code_made_to_be_slow_is_not(part: str) -> None:
    started = time.process_time()

    for start in ("", "https://", "_R1-AT1_", "//S1/", "V0;"):
        read_payload(start + part * (LONGEST // len(part)))

    assert time.process_time() - started < 5


def argentine(**changed: str) -> str:
    """The code of an invoice with other JSON values, written as they are."""
    stated = {"fecha": '"2026-01-02"', "cuit": "30500010912", "ptoVta": "3", "nroCmp": "17", "tipoCmp": "1"} | changed
    written = "{" + ",".join(f'"{name}":{value}' for name, value in stated.items()) + "}"
    return "https://www.arca.gob.ar/fe/qr/?p=" + b64encode(written.encode()).decode()


def test_numbers_that_would_take_minutes_to_write_out_are_malformed() -> None:
    assert facts(argentine())["invoice_number"] == "00003-00000017"
    assert facts(argentine(ptoVta="3.0"))["invoice_number"] == "00003-00000017"
    for hostile in ("1.0e600000", "1E+9999999", '"' + "9" * 4000 + '"', "-3", "3.5"):
        assert read_payload(argentine(nroCmp=hostile)) is None


@pytest.mark.parametrize("kind", ["[]", "{}", "null", '"3"', "true"])
def test_a_kind_of_document_that_is_no_number_says_nothing(kind: str) -> None:
    assert "document_type" not in facts(argentine(tipoCmp=kind))


def test_a_currency_that_is_no_code_is_left_out() -> None:
    payment = "SPD*1.0*ACC:CZ5855000000001265098001*AM:480.50*CC:{}"

    assert facts(payment.format("czk"))["currency"] == "CZK"
    assert "currency" not in facts(payment.format("Kc"))


def test_hints_name_facts() -> None:
    names = {field.name for field in fields(CodeFacts)}

    for text, _ in EXAMPLES.values():
        payload = read_payload(text)
        assert payload is not None
        assert payload.facts.hints <= names


@pytest.mark.parametrize(
    "text",
    [
        "https://l.ead.me/bcBR7q",
        "660492228000060000260920231220165841",
        "WIFI:T:WPA;S:guests;P:secret;;",
        '{"a":' * 3000,
        "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIi",
        EXAMPLES[PayloadKind.EPC][0].replace("DE02", "DE03"),
        BRAZILIAN_KEY[:-1] + str((int(BRAZILIAN_KEY[-1]) + 1) % 10),
        EXAMPLES[PayloadKind.EMV][0].replace("119.00", "919.00"),
        EXAMPLES[PayloadKind.PT_ATCUD][0].replace("501964843", "501964844"),
    ],
)
def test_other_codes_and_those_with_wrong_check_digits_say_nothing(text: str) -> None:
    assert read_payload(text) is None


def test_an_austrian_receipt_of_zeros_says_no_amount() -> None:
    text = "_R1-AT2_Kasse1Ticket_531898_2026-12-15T16:01:00_0,00_0,00_0,00_0,00_0,00_1XSx6A6/aqg=_0164_lrb=_Pz0="

    assert facts(text) == {"issue_date": date(2026, 12, 15), "currency": "EUR", "invoice_number": "531898"}


def test_training_is_no_receipt() -> None:
    german = EXAMPLES[PayloadKind.DE_TSE][0].replace("Beleg^", "AVTraining^")
    austrian = EXAMPLES[PayloadKind.AT_RKSV][0].replace("arOtBO24", "VFJB")

    assert facts(german) == facts(austrian) == {}


def test_the_german_rates_of_the_second_half_of_2020_were_lower() -> None:
    text = EXAMPLES[PayloadKind.DE_TSE][0].replace("2026-05-10", "2020-08-10").replace("11.90_10.70", "11.60_10.50")

    assert facts(text)["tax_amount"] == Decimal("2.10")


def test_a_sum_at_a_rate_that_changed_leaves_the_tax_open() -> None:
    text = EXAMPLES[PayloadKind.DE_TSE][0].replace("_0.00_0.00_2.00", "_0.00_5.00_2.00")

    assert facts(text)["total_amount"] == Decimal("29.60")
    assert "tax_amount" not in facts(text)


def test_a_croatian_total_may_have_a_comma_and_was_in_kuna() -> None:
    text = "https://porezna.gov.hr/rn?zki=a21e8e2da621432a117cec8742cbac69&datv=20210828_0957&izn=3563,84"

    assert facts(text) == {"issue_date": date(2021, 8, 28), "total_amount": Decimal("3563.84"), "currency": "HRK"}


def test_the_amount_of_a_digital_fapiao_is_with_tax() -> None:
    text = "01,32,,24442000000012345678,113.00,20260101,,AB12"

    assert facts(text)["total_amount"] == Decimal("113.00")
    assert "net_amount" not in facts(text)


@pytest.mark.parametrize("nothing", ["", "NULL", "null"])
def test_a_swiss_code_without_an_amount_asks_for_none(nothing: str) -> None:
    found = facts("\n".join([*SWISS[:18], nothing, *SWISS[19:28]]))

    assert "amount_due" not in found
    assert found["iban"] == SWISS[3]


def test_a_czech_payment_may_carry_the_invoice() -> None:
    text = EXAMPLES[PayloadKind.CZ_SPAYD][0] + "*X-INV:SID%2A1.0%2AID:2026117%2ADD:20260102%2AVII:CZ12345678"

    assert facts(text)["invoice_number"] == "2026117"
    assert facts(text)["iban"] == "CZ6508000000192000145399"


def test_a_private_buyer_of_an_argentine_credit_note_has_no_tax_number() -> None:
    stated = {**ARGENTINE, "tipoDocRec": 96, "nroDocRec": 20123456, "tipoCmp": 8, "moneda": "DOL"}

    found = facts("https://www.arca.gob.ar/fe/qr/?p=" + b64encode(json.dumps(stated).encode()).decode())

    assert "buyer_tax_id" not in found
    assert (found["document_type"], found["currency"]) == ("credit_note", "USD")


def test_the_published_example_of_a_pix_code_has_the_right_check_sum() -> None:
    """Banco Central do Brasil, Manual do BR Code, 2.4."""
    text = (
        "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal"
        "6008BRASILIA62070503***63041D3D"
    )

    assert facts(text) == {"currency": "BRL", "seller_name": "Fulano de Tal"}
