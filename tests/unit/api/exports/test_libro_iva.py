"""Libro IVA Digital: records of the published length, whose amounts make the total."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from functions.api.export_columns import ExportedInvoice
from functions.api.left_out import LeftOutError
from functions.api.libro_iva import RATES, SUMMARY, VOUCHERS, Letter, libro_iva, unfit_for_libro
from shared.domain.invoice import InvoiceData, Party, TaxSubtotal
from shared.domain.invoice_amounts import Surcharge

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def row(rate: str | None, base: str, tax: str, category: str | None = None) -> TaxSubtotal:
    return TaxSubtotal(
        rate=Decimal(rate) if rate else None,
        taxable_amount=Decimal(base),
        tax_amount=Decimal(tax),
        category=category,
    )


def invoice(**changes: Any) -> InvoiceData:
    values = {
        "document_type": "invoice",
        "invoice_number": "A 0003-00012345",
        "issue_date": date(2026, 3, 31),
        "currency": "ARS",
        "seller": Party(name="Señal Tecnología Ñandú Sociedad Anónima", vat_id="30-50001091-2"),
        "tax_breakdown": [
            *(row("21.00", "1000.00", "210.00"), row("10.5", "200.00", "21.00"), row(None, "50.00", "0", "E")),
        ],
        "surcharges": [
            Surcharge(name="Percepción IIBB CABA", amount=Decimal("30.00")),
            Surcharge(name="Percepción IVA RG 2408", amount=Decimal("15.50")),
            Surcharge(name="Sellado", amount=Decimal("3.50")),
        ],
        "total_amount": Decimal("1530.00"),
    }
    return InvoiceData.model_validate({**values, **changes})


def files(*invoices: InvoiceData, letter: Letter | None = Letter.A) -> zipfile.ZipFile:
    known = dict.fromkeys(ExportedInvoice.__dataclass_fields__)
    exported = [
        ExportedInvoice(**{**known, "invoice_id": number, "filename": "a.pdf", "data": data})  # type: ignore[arg-type]
        for number, data in enumerate(invoices, start=1)
    ]
    return zipfile.ZipFile(io.BytesIO(b"".join(libro_iva(exported, letter))))


def records(archive: zipfile.ZipFile, name: str) -> list[str]:
    text = archive.read(name).decode("latin-1")
    assert text.count("\r\n") == text.count("\n")
    return text.splitlines()


def test_a_voucher_is_a_record_of_325_characters_in_the_published_order() -> None:
    (record,) = records(files(invoice()), VOUCHERS)
    assert len(record) == 325
    assert record == "".join(
        [
            *("20260331", "001", "00003", f"{12345:020}", " " * 16, "80", f"{30500010912:020}"),
            "Senal Tecnologia Nandu Socieda",
            *(f"{cents:015}" for cents in (153000, 0, 5000, 1550, 0, 3000, 0, 0)),
            *("PES", "0001000000", "2", "0", f"{23100:015}", f"{350:015}", "0" * 11, " " * 30, "0" * 15),
        ]
    )


def test_each_rate_is_a_record_of_84_characters() -> None:
    made = records(files(invoice()), RATES)
    key = f"00100003{12345:020}80{30500010912:020}"
    assert [len(one) for one in made] == [84, 84]
    assert made == [f"{key}{100000:015}0005{21000:015}", f"{key}{20000:015}0004{2100:015}"]


def test_a_credit_note_has_its_type_and_positive_amounts() -> None:
    turned = [row("21", "-1000.00", "-210.00")]
    data = invoice(document_type="credit_note", tax_breakdown=turned, surcharges=[], total_amount=Decimal("-1210.00"))
    (record,) = records(files(data), VOUCHERS)
    assert (record[8:11], record[104:119]) == ("003", f"{121000:015}")


def test_the_type_in_the_data_wins_over_the_letter() -> None:
    (record,) = records(files(invoice(type_code="6"), letter=Letter.A), VOUCHERS)
    assert record[8:11] == "006"
    assert record[239:254] == "0" * 15  # the IVA of a B is no credit


def test_a_voucher_c_has_no_rates() -> None:
    archive = files(invoice(tax_breakdown=[], surcharges=[]), letter=Letter.C)
    (record,) = records(archive, VOUCHERS)
    assert (record[8:11], record[237], len(record)) == ("011", "0", 325)
    assert records(archive, RATES) == []


@pytest.mark.parametrize(
    ("changes", "letter", "reason"),
    [
        ({"currency": "USD"}, Letter.A, "another currency"),
        ({}, None, "which letter"),
        ({"invoice_number": "12345"}, Letter.A, "point of sale"),
        ({"seller": Party(name="X", vat_id="30-50001091-3")}, Letter.A, "CUIT"),
        ({"issue_date": date(206, 3, 5)}, Letter.A, "invoice date, 0206-03-05"),
        ({"seller": Party(name="X")}, Letter.A, "CUIT"),
        ({"total_amount": Decimal("1531.00")}, Letter.A, "make 1,530.00 ARS, not 1,531.00"),
        ({"tax_breakdown": [row("19", "1000", "190")]}, Letter.A, "no code|has a code"),
    ],
)
def test_what_the_files_cannot_express_is_left_out_with_a_reason(
    changes: Any, letter: Letter | None, reason: str
) -> None:
    with pytest.raises(LeftOutError, match=reason):
        unfit_for_libro(invoice(**changes), letter)


def test_the_archive_says_its_sums_and_what_it_leaves_out() -> None:
    archive = files(invoice(), invoice(currency="USD"))
    assert archive.namelist() == [VOUCHERS, RATES, SUMMARY, "left-out.csv"]
    assert archive.read(SUMMARY).decode().splitlines() == [
        "Tipo 001: 1 comprobantes, total 1530.00, crédito fiscal 231.00",
        "Sin incluir: 1 (ver left-out.csv)",
    ]
