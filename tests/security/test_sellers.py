"""Sellers through the API: what is known of one, and who may do what."""

import csv
import io
import secrets
from typing import Any

import pytest
from sqlalchemy import event, select

from shared.adapters.answers import answer_columns
from shared.adapters.database import database_now, transaction
from shared.adapters.figures import COUNTED, add_to_figures
from shared.adapters.invoice_rows import insert_invoice, write_columns
from shared.adapters.tables import invoices
from shared.domain.access import Role
from shared.domain.figures import change_of_figures, counted_values
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from tests.security.services import Api


def number() -> str:
    """A VAT number that no other test has."""
    return f"ESB{secrets.randbelow(10**8):08}"


def waiting(api: Api, seller: dict[str, Any], **values: Any) -> int:
    """An invoice of this seller that waits for a person."""
    data = InvoiceData.model_validate(
        {"seller": seller, "currency": "EUR", "total_amount": "121", "issue_date": "2026-01-05", **values}
    )
    with transaction(api.services.engine) as connection:
        now = database_now(connection)
        row = {
            "filename": "a.pdf",
            "content_type": "application/pdf",
            "size": 1,
            "sha256": secrets.token_hex(32),
            "status": Status.WAITING_VALIDATION,
            "enqueued_at": now,
            "created_at": now,
            "updated_at": now,
        }
        invoice_id = insert_invoice(connection, row)
        write_columns(connection, invoice_id, answer_columns(data, {}, []))
        counted = connection.execute(select(*COUNTED).where(invoices.c.id == invoice_id)).mappings().one()
        add_to_figures(connection, change_of_figures(None, counted_values(counted)))
        return invoice_id


def confirmed(api: Api, seller: dict[str, Any], **values: Any) -> int:
    invoice_id = waiting(api, seller, **values)
    assert api.client(Role.REVIEWER).post(f"/api/invoices/{invoice_id}/confirm").status_code == 200
    return invoice_id


def seller_of(api: Api, invoice_id: int) -> dict[str, Any]:
    client = api.client(Role.VIEWER)
    seller = client.get(f"/api/invoices/{invoice_id}").get_json()["seller"]
    shown: dict[str, Any] = client.get(f"/api/sellers/{seller['id']}").get_json()
    return shown


def test_what_is_known_of_a_seller_is_what_its_invoices_say(api: Api) -> None:
    vat_id = number()
    seller = {"name": f"Norte {vat_id}", "vat_id": vat_id, "country": "ES"}
    rates = [{"rate": "21.00"}, {"rate": "10"}]
    first = confirmed(
        api, seller, invoice_number="A-01", due_date="2026-02-04", tax_breakdown=rates, document_type="invoice"
    )
    second = waiting(api, {**seller, "name": "misread"}, invoice_number="A-02", total_amount="100")
    reviewer = api.client(Role.REVIEWER)
    patch = {"preview_data": {"seller": {"name": "Norte"}, "lines": [{"quantity": "1"}]}}
    assert reviewer.patch(f"/api/invoices/{second}/preview", json=patch).status_code == 200
    assert reviewer.post(f"/api/invoices/{second}/confirm").status_code == 200

    known = seller_of(api, second)
    assert (known["name"], known["country"], known["invoices"]) == (f"Norte {vat_id}", "ES", 2)
    assert {(one["kind"], one["printed"], one["invoices"]) for one in known["keys"]} == {
        ("tax", vat_id, 2),
        ("name", f"Norte {vat_id}", 1),
        ("name", "Norte", 1),
    }
    assert [one["invoice_id"] for one in known["newest"]] == [second, first]
    assert known["tax_rates"] == [{"value": "10", "invoices": 1}, {"value": "21", "invoices": 1}]
    assert known["terms"] == [{"value": "30", "invoices": 1}]
    assert known["number_series"] == [{"value": "A-99", "invoices": 2}]
    assert known["amounts"] == [{"currency": "EUR", "lowest": "100.00", "usual": "100.00", "highest": "121.00"}]
    assert known["fields"][0] == {"field": "/lines/quantity", "confirmed": 2, "corrected": 1}
    assert {"field": "/invoice_number", "confirmed": 2, "corrected": 0} in known["fields"]
    assert [one["corrected"] for one in known["newest"]] == [2, 0]


def test_sellers_are_listed_found_and_paged(api: Api) -> None:
    mark = secrets.token_hex(4)
    ids = [
        seller_of(api, confirmed(api, {"name": f"{name} {mark}", "vat_id": number()}))["id"]
        for name in ("Ábaco", "Beta", "Ceta")
    ]
    client = api.client(Role.VIEWER)
    first = client.get(f"/api/sellers?search={mark}&per_page=2").get_json()
    assert ([one["id"] for one in first["sellers"]], first["total"]) == (ids[:2], 3)
    rest = client.get(f"/api/sellers?search={mark}&per_page=2&after={first['next']}").get_json()
    assert [one["id"] for one in rest["sellers"]] == ids[2:]
    vat_id = first["sellers"][0]["tax_numbers"][0]
    found = client.get(f"/api/sellers?search={vat_id[:3]}-{vat_id[3:9]}").get_json()["sellers"]
    assert ids[0] in [one["id"] for one in found]
    assert client.get("/api/sellers?search=%25%25").get_json()["sellers"] == []
    assert client.get("/api/sellers/999999999").get_json()["code"] == "seller-not-found"
    assert client.get(f"/api/sellers/{2**63}").status_code == 404


def test_lists_counts_and_totals_are_filtered_by_the_seller(api: Api) -> None:
    seller = {"name": "Ceta", "vat_id": number()}
    done, open_ = confirmed(api, seller), waiting(api, {"name": "x"})
    api.client(Role.REVIEWER).patch(f"/api/invoices/{open_}/preview", json={"preview_data": {"seller": seller}})
    seller_id = seller_of(api, done)["id"]
    client = api.client(Role.VIEWER)
    listed = client.get(f"/api/invoices?seller_id={seller_id}&sort_by=id&sort_order=asc").get_json()
    assert [(one["id"], one["seller_id"]) for one in listed["invoices"]] == [(done, seller_id), (open_, seller_id)]
    assert listed["total"] == 2
    summary = client.get(f"/api/invoices/status-summary/?seller_id={seller_id}").get_json()["summary"]
    assert (summary["processed"], summary["waiting_validation"]) == (1, 1)
    assert client.get(f"/api/invoices/data?seller_id={seller_id}").get_json()["total"] == 1
    totals = client.get(f"/api/invoices/data/totals?seller_id={seller_id}").get_json()
    assert [one["total_amount"] for one in totals["totals"]] == ["121.00"]
    assert client.get("/api/invoices?seller_id=0").status_code == 400


def test_a_reviewer_renames_merges_splits_forgets_and_a_viewer_may_not(api: Api) -> None:
    first, other = ({"name": f"{name} {number()}", "vat_id": number()} for name in ("Alfa", "Beta"))
    of_first, of_other = confirmed(api, first), confirmed(api, other)
    ids = [seller_of(api, one)["id"] for one in (of_first, of_other)]
    reviewer, viewer = api.client(Role.REVIEWER), api.client(Role.VIEWER)
    path = f"/api/sellers/{ids[0]}"
    for call, body in (("merge", {"seller_ids": ids[1:]}), ("split", {"invoice_ids": [of_first]}), ("forget", {})):
        assert viewer.post(f"{path}/{call}", json=body).status_code == 403
    assert viewer.patch(path, json={"name": "x"}).status_code == viewer.delete(path).status_code == 403

    assert reviewer.patch(path, json={"name": "Alfa for us"}).get_json()["name"] == "Alfa for us"
    merged = reviewer.post(f"{path}/merge", json={"seller_ids": ids[1:]}).get_json()
    assert (merged["invoices"], merged["is_changing"]) == (2, False)
    assert [one["type"] for one in merged["events"]] == ["merged", "renamed"]
    listed = viewer.get(f"/api/invoices?seller_id={ids[0]}").get_json()["invoices"]
    assert {one["seller_name"] for one in listed} == {"Alfa for us"}
    assert viewer.get(f"/api/sellers/{ids[1]}").status_code == 404

    key = {"kind": "name", "printed": other["name"]}
    split = reviewer.post(f"{path}/split", json={"key": key})
    assert (split.status_code, split.get_json()["name"]) == (201, other["name"])
    forgotten = reviewer.post(f"{path}/forget").get_json()
    assert (forgotten["lessons"], forgotten["invoices"]) == (0, 1)
    assert reviewer.delete(path).get_json()["code"] == "invalid-state"


KEY = {"kind": "name", "printed": "Alfa"}


SENSELESS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("", {}),
    ("", {"name": ""}),
    ("", {"name": " "}),
    ("", {"name": "a\nb"}),
    ("", {"name": "x" * 201}),
    ("", {"name": "!"}),
    ("/merge", {}),
    ("/merge", {"seller_ids": []}),
    ("/merge", {"seller_ids": [0]}),
    ("/merge", {"seller_ids": list(range(1, 52))}),
    ("/split", {}),
    ("/split", {"invoice_ids": [1], "key": KEY}),
    ("/split", {"invoice_ids": [1] * 501}),
    ("/split", {"key": KEY, "into": 3, "name": "x"}),
    ("/split", {"key": {"kind": "x", "printed": "x"}}),
    ("/split", {"key": {**KEY, "printed": "nobody"}}),
)


@pytest.mark.parametrize(("call", "body"), SENSELESS)
def test_calls_that_change_a_seller_refuse_what_makes_no_sense(api: Api, call: str, body: dict[str, Any]) -> None:
    path = f"/api/sellers/{seller_of(api, confirmed(api, {'name': 'Alfa', 'vat_id': number()}))['id']}"
    reviewer = api.client(Role.REVIEWER)
    answer = reviewer.post(f"{path}{call}", json=body) if call else reviewer.patch(path, json=body)
    assert answer.status_code == 400, body


def test_nobody_can_change_a_seller_that_is_not_there(api: Api) -> None:
    reviewer = api.client(Role.REVIEWER)
    path = f"/api/sellers/{seller_of(api, confirmed(api, {'name': 'Alfa', 'vat_id': number()}))['id']}"
    assert reviewer.post(f"{path}/merge", json={"seller_ids": [2**62]}).status_code == 404
    assert reviewer.post("/api/sellers/999999999/forget").status_code == 404
    assert reviewer.patch("/api/sellers/999999999", json={"name": "x"}).status_code == 404


def rows_of(api: Api, mark: str) -> list[list[str]]:
    """The rows of the exported file that hold this text."""
    text = api.client(Role.VIEWER).get("/api/sellers/export").get_data(as_text=True)
    return [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if mark in "".join(row)]


def imported(api: Api, text: str) -> Any:
    return api.client(Role.REVIEWER).post("/api/sellers/import", json={"csv": text})


def test_a_file_of_sellers_is_exported_changed_and_imported(api: Api) -> None:
    mark, vat_id, iban = secrets.token_hex(4), number(), "ES9121000418450200051332"
    seller = confirmed(api, {"name": f"=Norte | {mark}", "vat_id": vat_id}, payment={"iban": iban})
    seller_id = seller_of(api, seller)["id"]
    assert rows_of(api, mark) == [
        [str(seller_id), f"'=Norte | {mark}", "", vat_id, iban, f"'=Norte / {mark}", "", "", "1"]
    ]
    whole = api.client(Role.VIEWER).get("/api/sellers/export").get_data(as_text=True)
    lines = whole.splitlines(keepends=True)
    mine = lines[0] + "".join(line for line in lines if mark in line)
    assert imported(api, mine).get_json() == {"created": 0, "changed": 0, "unchanged": 1}

    other = number()
    text = f"name;tax_numbers;country\r\nNorte {mark};{vat_id};ES\r\nSur {mark};{other} | x{other};\r\nSur;{other};\r\n"
    assert imported(api, text).get_json() == {"created": 1, "changed": 2, "unchanged": 0}
    known = seller_of(api, seller)
    assert (known["name"], known["country"], known["is_kept"]) == (f"Norte {mark}", "ES", True)
    assert [one["type"] for one in known["events"]] == ["imported"]
    (first, second) = (seller_of(api, confirmed(api, {"name": "any", "vat_id": one})) for one in (other, vat_id))
    assert (first["name"], second["id"]) == ("Sur", seller_id)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("nome\nx\n", 1, "nome"),
        ("country\nES\n", 1, "name"),
        ("name,name\nx,y\n", 1, "name"),
        ("name\n", 1, "name"),
        ("name,country\nNew one,ES\n!,ES\n", 3, "name"),
        ("name,country\nNew one,ES\nx,XX\n", 3, "country"),
        ("name,tax_numbers\nNew one,B12345678\nx,n/a\n", 3, "tax_numbers"),
        ("name,domains\nNew one,\nx,no domain\n", 3, "domains"),
        ("name,country\nNew one,ES\nx\n", 3, "country"),
        ("id,name\n,New one\n999999999999,x\n", 3, "id"),
        ("id,name\n,New one\n-1,x\n", 3, "id"),
        ('name\nNew one\n"x', 3, "name"),
        ("name\n" + "New one\n" * 2001, 2002, "id"),
        ("name,names\nNew one,\nx," + "|".join(map(str, range(10, 70))) + "\n", 3, "names"),
        ("name\nNew one\n" + "x" * 140000 + "\n", 3, "name"),
    ],
)
def test_a_fault_in_any_line_is_named_and_nothing_is_imported(api: Api, text: str, line: int, column: str) -> None:
    answer = imported(api, text)
    assert answer.status_code == 400
    assert (answer.get_json()["details"][0]["line"], answer.get_json()["details"][0]["column"]) == (line, column)
    assert rows_of(api, "New one") == []


def test_a_file_of_more_sellers_takes_no_more_statements(api: Api) -> None:
    statements: list[str] = []

    def note(*given: Any) -> None:
        statements.append(given[2])

    def asked_for_a_file() -> int:
        statements.clear()
        event.listen(api.services.engine, "before_cursor_execute", note)
        try:
            api.client(Role.VIEWER).get("/api/sellers/export").get_data()
        finally:
            event.remove(api.services.engine, "before_cursor_execute", note)
        return sum("seller_keys" in one for one in statements)

    before = asked_for_a_file()
    for _ in range(3):
        confirmed(api, {"name": "Alfa", "vat_id": number()})
    assert asked_for_a_file() <= before + 1, "one for each batch"


def test_a_viewer_exports_sellers_and_imports_none(api: Api) -> None:
    viewer = api.client(Role.VIEWER)
    assert viewer.get("/api/sellers/export").mimetype == "text/csv"
    assert viewer.post("/api/sellers/import", json={"csv": "name\nx\n"}).status_code == 403
