"""Export templates: the shipped ones work, cells run nowhere, and a hostile one ends with a clear error."""

import csv
import io
import itertools
import json
from typing import Any

import pytest
from lxml import etree

from functions.api.templates.rendering import TemplateFailedError, rendered
from functions.api.templates.sample import SAMPLE_INVOICES
from functions.api.templates.shipped import SHIPPED
from functions.api.templates.template_formats import TemplateFormat
from shared.errors import BadRequestError

CSV, JSON, XML = TemplateFormat.CSV, TemplateFormat.JSON, TemplateFormat.XML
WHOLE = SAMPLE_INVOICES[0]


def table(name: str, *invoices: Any) -> list[dict[str, str]]:
    template = SHIPPED[name]
    return list(csv.DictReader(io.StringIO(rendered(template.body, template.format, invoices).decode())))


def test_the_lines_have_the_columns_of_their_invoice() -> None:
    (first, second) = table("csv-lines", *SAMPLE_INVOICES)
    assert (first["invoice_number"], first["description"], first["net_amount"]) == ("A-17", "Hours", "200.00")
    assert (first["account"], second["invoice_id"], second["description"]) == ("4930", "2", "")


def test_a_year_has_four_digits() -> None:
    written = rendered('{{ "0206-03-05" | day("%d/%m/%Y %%Y") }}', CSV, [])
    assert written == b"05/03/0206 %Y"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "xero-bills",
            {
                "*ContactName": "=Alpha()",
                "*InvoiceNumber": "A-17",
                "*InvoiceDate": "02/01/2026",
                "*DueDate": "01/02/2026",
                "*Description": "Hours, by hand",
                "*Quantity": "1",
                "*UnitAmount": "200.00",
                "*AccountCode": "4930",
            },
        ),
        (
            "quickbooks-bills",
            {
                "Bill no": "A-17",
                "Supplier": "=Alpha()",
                "Bill Date": "02/01/2026",
                "Account": "4930",
                "Line Description": "Hours, by hand",
                "Line Amount": "200.00",
            },
        ),
    ],
)
def test_a_shipped_template_writes_bills(name: str, expected: dict[str, str]) -> None:
    line = {**WHOLE["lines"][0], "description": "Hours, by hand"}
    seller = {**WHOLE["seller"], "name": "=Alpha()"}
    (row,) = table(name, {**WHOLE, "lines": [line], "seller": seller})
    guarded = {key: f"'{value}" if value.startswith("=") else value for key, value in expected.items()}
    assert {key: row[key] for key in expected} == guarded


def test_a_credit_note_is_negative() -> None:
    (row,) = table("xero-bills", {**WHOLE, "document_type": "credit_note"})
    assert row["*UnitAmount"] == "-200.00"


def test_lines_that_do_not_make_the_net_amount_become_one() -> None:
    (row,) = table("quickbooks-bills", {**WHOLE, "net_amount": "250.00"})
    assert (row["Line Amount"], row["Line Description"]) == ("250.00", "A-17")


def test_a_number_that_quickbooks_cannot_take_keeps_its_end_and_stands_in_the_memo_whole() -> None:
    number = "TECHNIK/2026/0000000001-17"
    (row,) = table("quickbooks-bills", {**WHOLE, "invoice_number": number, "payment": {"reference": "RF18"}})
    assert (row["Bill no"], row["Memo"]) == ("IK/2026/0000000001-17", f"{number} RF18")


def test_what_is_printed_is_escaped_for_the_format() -> None:
    body = "<a n='{{ invoices[0].seller.name }}'>{{ '<b>' | safe }}</a>"
    invoices = [{"seller": {"name": "'\"<&"}}]
    root = etree.fromstring(rendered(body, XML, invoices))
    assert (root.get("n"), root.text, len(root)) == ("'\"<&", "<b>", 0)
    assert json.loads(rendered('{"n": {{ invoices[0].seller.name }}}', JSON, invoices)) == {"n": "'\"<&"}


def test_xml_has_no_character_that_xml_cannot_hold() -> None:
    written = rendered("<a>{{ invoices[0].summary }}</a>", XML, [{"summary": "a\x0bb\x00c\ufffe\nd"}])
    assert etree.fromstring(written).text == "abc\nd"


def test_no_more_invoices_are_fetched_than_a_template_is_given() -> None:
    fetched = itertools.count()
    with pytest.raises(TemplateFailedError, match="more than 100 MB"):
        rendered("{{ 1 }}", JSON, ({"summary": "a" * 2**20, "invoice_id": next(fetched)} for _ in range(1000)))
    assert next(fetched) == 100
    with pytest.raises(BadRequestError, match="More than 2000 invoices"):
        rendered("{{ 1 }}", JSON, itertools.repeat(WHOLE))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "longer than 10 seconds"),
        ("{{ 'a' * 9999999999 }}", "memory"),
        ("{% for a in range(99999) %}{{ 'a' * 9999 }}{% endfor %}", "memory"),
        ("{{ invoices.__class__.__mro__ }}", "unsafe|access"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", "unsafe|access"),
        ("{{ cycler.__init__.__globals__.os.system('id') }}", "unsafe"),
        ("{% include '/etc/passwd' %}", "loader"),
        ("{% for", "Line 1"),
        ("\n{{ invoices[0].no_such }}", "^Line 2: .*no_such"),
        ("\n{{ 1 / 0 }}", "^Line 2: ZeroDivisionError"),
    ],
)
def test_a_hostile_or_wrong_template_ends_with_a_clear_error(body: str, reason: str) -> None:
    with pytest.raises(TemplateFailedError, match=reason):
        rendered(body, JSON, SAMPLE_INVOICES)
