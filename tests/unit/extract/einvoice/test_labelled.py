"""Real e-invoices against labels made by an independent reading; runs only where these documents are available."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from functions.extract.einvoice.parsing import parse_einvoice
from shared.domain.invoice import InvoiceData

_ROOT = Path(os.environ.get("LABELLED_DATA", Path(__file__).parents[5] / "shared" / "data"))
_TRUTHS = sorted(_ROOT.glob("einvoice_*/*.truth.json"))
_CREDIT_NOTE_CODES = {"381", "261", "396", "81", "83", "TD04"}


def _plain(text: object) -> str:
    return re.sub(r"\W", "", str(text)).casefold()


def _header(data: InvoiceData) -> dict[str, Any]:
    return {
        "invoice_number": data.invoice_number,
        "date": data.issue_date,
        "due_date": data.due_date,
        "currency": data.currency,
        "supplier_name": data.seller.name,
        "supplier_address": data.seller.address,
        "supplier_vat_id": data.seller.vat_id,
        "customer_name": data.buyer.name,
        "iban": data.payment.iban,
        "amount_net": data.net_amount,
        "amount_tax": data.tax_amount,
        "amount_total": data.total_amount,
        "amount_due": data.amount_due,
    }


def _same(got: Any, expected: Any) -> bool:
    if isinstance(expected, float):
        return got is not None and abs(float(got) - expected) < 0.00005
    return _plain(got) == _plain(expected)


@pytest.mark.skipif(not _TRUTHS, reason="the labelled e-invoices are not on this machine")
@pytest.mark.parametrize("truth", _TRUTHS, ids=lambda path: path.name.split("_")[0] + path.name.split("_")[1])
def test_every_header_field_and_line_is_right(truth: Path) -> None:
    fields = json.loads(truth.read_text())["fields"]
    bare, embedded = (truth.with_name(truth.name.replace(".truth.json", end)) for end in (".xml", ".raw.xml"))
    xml = (bare if bare.exists() else embedded).read_bytes()

    data = parse_einvoice(xml).data

    header = _header(data)
    wrong = {
        name: (header[name], fields[name])
        for name in header
        if name in fields and not _same(header[name], fields[name])
    }
    address = wrong.get("supplier_address")
    if address is not None and b"<cbc:Line>" in xml:  # the label omits the third line (BT-162)
        lines = [part for part in address[0].split(", ") if part.encode() not in re.findall(rb"<cbc:Line>(.*?)<", xml)]
        assert _same(", ".join(lines), address[1])
        del wrong["supplier_address"]
    assert wrong == {}
    assert data.document_type == ("credit_note" if fields["document_type"] in _CREDIT_NOTE_CODES else "invoice")
    got = [
        ((line.description or "").split("\n")[0], line.quantity, line.unit_price, line.net_amount)
        for line in data.lines
    ]
    assert len(got) == len(fields["items"])
    for line, item in zip(got, fields["items"], strict=True):
        expected = (item["description"], item["quantity"], item["unit_price"], item["amount"])
        assert all(_same(one, other) for one, other in zip(line, expected, strict=True)), (line, expected)
