"""Exports of what is new: every confirmed invoice is in one, whoever exports beside, and whatever breaks off."""

import io
import json
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, delete, event, func, select, update

from functions.api import decisions
from functions.api.models.filters import ConfirmedQuery
from functions.api.models.invoices import ListQuery
from functions.api.queries import confirmed_condition
from functions.api.text_matches import text_matches
from shared.adapters.database import make_engine, transaction
from shared.adapters.export_sets import BATCH, ExportNotFoundError, ExportSet, ExportSets
from shared.adapters.invoice_rows import insert_invoice
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.tables import audit_events, exports, invoices
from shared.domain.invoice import InvoiceData
from shared.domain.left_out_reasons import LeftOutCode, LeftOutReason, stored_form
from shared.domain.lifecycle import InvalidStateError, Status
from shared.settings import Settings
from tests.support.stack import ROOT, RunningStack

pytestmark = pytest.mark.servers

UBL = (ROOT / "samples" / "fietsen-ubl-nl.xml").read_bytes()
NOW = datetime(2026, 1, 2, tzinfo=UTC)
DATA = InvoiceData.model_validate({"invoice_number": "A-1", "seller": {"name": "Acme"}}).as_json()


def add_invoices(engine: Engine, number: int = 1, **columns: Any) -> list[int]:
    row = {
        "filename": "a.pdf",
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "status": Status.PROCESSED,
        "enqueued_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        "confirmed_at": NOW,
        "preview_data": DATA,
        "final_data": DATA,
        **columns,
    }
    with transaction(engine) as connection:
        return [insert_invoice(connection, row) for _ in range(number)]


def _export(engine: Engine, **filters: Any) -> ExportSet:
    which = confirmed_condition(ConfirmedQuery(**filters))
    return ExportSets(engine=engine).create(actor="Ana", format_="csv", parameters=filters, which=which)


def _marked(engine: Engine, export_id: int | None) -> list[int]:
    with transaction(engine) as connection:
        return list(connection.scalars(select(invoices.c.id).where(invoices.c.export_id == export_id).order_by("id")))


def _trail(engine: Engine, invoice_id: int) -> list[tuple[str, str, Any]]:
    with transaction(engine) as connection:
        columns = (audit_events.c.type, audit_events.c.actor, audit_events.c.data)
        rows = connection.execute(select(*columns).where(audit_events.c.invoice_id == invoice_id).order_by("id"))
        return [(row.type, row.actor, row.data) for row in rows]


class _KilledError(Exception):
    """The process ends here."""


def _killed_after(engine: Engine, statements: int) -> None:
    """The `statements`th update of invoices from now on, and all after it, are not reached any more."""
    left = iter(range(statements))

    def end(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("UPDATE invoices") and next(left, None) is None:
            raise _KilledError

    event.listen(engine, "before_cursor_execute", end)


def test_what_is_new_is_exported_once(engine: Engine) -> None:
    ids = add_invoices(engine, 3)
    add_invoices(engine, status=Status.WAITING_VALIDATION, confirmed_at=None)
    first = _export(engine)
    assert (first.count, first.actor, first.finished_at is not None) == (3, "Ana", True)
    assert _marked(engine, first.id) == ids
    assert _trail(engine, ids[0]) == [("exported", "Ana", {"reference": None, "export_id": first.id})]
    later = add_invoices(engine)
    assert _export(engine).count == 1
    assert _marked(engine, first.id) == ids
    assert _export(engine).count == 0
    assert _trail(engine, later[0])[0][0] == "exported"


def test_an_export_takes_what_its_filters_match(engine: Engine) -> None:
    add_invoices(engine, 2, currency="EUR")
    francs = add_invoices(engine, 1, currency="CHF")
    made = _export(engine, currency="CHF")
    assert (made.count, made.parameters, _marked(engine, made.id)) == (1, {"currency": "CHF"}, francs)
    assert _export(engine).count == 2


def test_a_client_that_holds_a_version_learns_that_there_is_a_newer_one(engine: Engine) -> None:
    (invoice_id,) = add_invoices(engine)
    _export(engine)
    with transaction(engine) as connection:
        row = connection.execute(select(invoices.c.version, invoices.c.updated_at).where(invoices.c.id == invoice_id))
        version, updated_at = row.one()
    assert version == 2
    assert updated_at > NOW


def test_an_export_that_is_taken_back_leaves_its_invoices_new(engine: Engine) -> None:
    (invoice_id,) = add_invoices(engine)
    sets, made = ExportSets(engine=engine), _export(engine)
    sets.undo(made.id, actor="Ben")
    with pytest.raises(ExportNotFoundError):
        sets.get(made.id)
    with pytest.raises(ExportNotFoundError):
        sets.undo(made.id, actor="Ben")
    assert [one[:2] for one in _trail(engine, invoice_id)] == [("exported", "Ana"), ("export_undone", "Ben")]
    assert _export(engine).count == 1


def test_two_exports_at_once_never_both_take_an_invoice(engine: Engine) -> None:
    ids = add_invoices(engine, 2 * BATCH + 7)
    together = threading.Barrier(2)

    def export() -> ExportSet:
        together.wait()
        return _export(engine)

    with ThreadPoolExecutor(2) as pool:
        made = [one.result() for one in [pool.submit(export) for _ in range(2)]]
    assert sorted(one.count for one in made) == [0, len(ids)]
    assert sorted(number for one in made for number in _marked(engine, one.id)) == ids


def test_another_system_that_marks_invoices_meanwhile_keeps_them(engine: Engine) -> None:
    ids = add_invoices(engine, 2 * BATCH)
    store, marked = SqlInvoiceStore(engine), ids[-1]
    passed = threading.Event()

    def mark_one(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("UPDATE invoices") and not passed.is_set():
            passed.set()  # between the first batch and the second, whose ids are known already
            store.decide(marked, actor="SAP", rule=lambda invoice: decisions.mark_exported(invoice, "4711"))

    event.listen(engine, "before_cursor_execute", mark_one)
    made = _export(engine)
    assert made.count == len(ids) - 1
    assert _marked(engine, made.id) == ids[:-1]
    assert [one[0] for one in _trail(engine, marked)] == ["exported"]


def test_what_an_interrupted_export_had_marked_is_in_the_next_one(engine: Engine, migrated_database_url: str) -> None:
    ids = add_invoices(engine, 2 * BATCH + 1)
    dying = make_engine(Settings(database_url=migrated_database_url))
    _killed_after(dying, 2)
    with pytest.raises(_KilledError):
        _export(dying)
    with transaction(engine) as connection:
        unfinished, finished_at = connection.execute(select(exports.c.id, exports.c.finished_at)).one()
    assert finished_at is None  # it is seen as what it is
    assert len(_marked(engine, unfinished)) == 2 * BATCH
    made = _export(engine)
    assert made.count == len(ids)
    assert _marked(engine, made.id) == ids
    with transaction(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(exports)) == 1
    dying.dispose()


def test_taking_back_that_was_interrupted_is_finished_by_the_next_call(
    engine: Engine, migrated_database_url: str
) -> None:
    ids = add_invoices(engine, 2 * BATCH + 1)
    made = _export(engine)
    dying = make_engine(Settings(database_url=migrated_database_url))
    _killed_after(dying, 1)
    with pytest.raises(_KilledError):
        ExportSets(engine=dying).undo(made.id, actor="Ana")
    assert _marked(engine, made.id) == ids[BATCH:]
    ExportSets(engine=engine).undo(made.id, actor="Ana")
    assert _marked(engine, made.id) == []
    assert _export(engine).count == len(ids)
    dying.dispose()


def test_another_system_marks_an_invoice_and_says_what_it_calls_it(engine: Engine) -> None:
    (invoice_id,) = add_invoices(engine)
    store = SqlInvoiceStore(engine)

    def mark(reference: str | None) -> bool:
        rule = lambda invoice: decisions.mark_exported(invoice, reference)  # noqa: E731
        return store.decide(invoice_id, actor="SAP", rule=rule).changed

    assert [mark(None), mark(None), mark("4711"), mark("4711"), mark(None)] == [True, False, True, False, False]
    assert [one[2]["reference"] for one in _trail(engine, invoice_id)] == [None, "4711"]
    assert _export(engine).count == 0


def test_an_invoice_that_is_confirmed_anew_is_new_again(engine: Engine) -> None:
    (invoice_id,) = add_invoices(engine)
    store, made = SqlInvoiceStore(engine), _export(engine)
    store.decide(invoice_id, actor="Ana", rule=lambda invoice: decisions.reopen(invoice, None))
    assert _marked(engine, made.id) == [invoice_id]  # while it is reviewed it says that it was exported
    with pytest.raises(InvalidStateError):
        store.decide(invoice_id, actor="SAP", rule=lambda invoice: decisions.mark_exported(invoice, "1"))
    assert _export(engine).count == 0
    store.decide(invoice_id, actor="Ana", rule=decisions.confirm)
    assert _export(engine).count == 1


def test_an_export_goes_on_without_an_invoice_that_is_deleted(engine: Engine) -> None:
    kept, gone = add_invoices(engine, 2)
    made = _export(engine)
    with transaction(engine) as connection:
        connection.execute(delete(invoices).where(invoices.c.id == gone))
    assert _marked(engine, made.id) == [kept]
    assert ExportSets(engine=engine).get(made.id).count == 2


@pytest.mark.parametrize("wanted", [True, False])
def test_the_new_ones_are_told_by_an_index(engine: Engine, wanted: bool) -> None:
    add_invoices(engine, 4)
    _export(engine)
    with transaction(engine) as connection:
        connection.execute(update(invoices).where(invoices.c.id % 2 == 0).values(exported_at=None, export_id=None))
        (match,) = text_matches(ConfirmedQuery(exported=wanted))
        assert len(connection.execute(match.ids).all()) == 2
        statement = str(match.ids.compile(engine, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {statement}").mappings()
        assert all("Using index" in row["Extra"] and row["type"] in {"ref", "range"} for row in plan)


@pytest.mark.parametrize("wanted", [True, False])
def test_who_confirmed_is_told_by_an_index(engine: Engine, wanted: bool) -> None:
    ids = add_invoices(engine, 5)
    with transaction(engine) as connection:
        connection.execute(update(invoices).where(invoices.c.id.in_(ids[:2])).values(automatic=True))
        (match,) = text_matches(ListQuery(automatic=wanted))
        found = set(connection.scalars(match.ids).all())
        assert found & set(ids) == set(ids[:2] if wanted else ids[2:])
        statement = str(match.ids.compile(engine, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {statement}").mappings()
        assert all("Using index" in row["Extra"] and row["type"] == "ref" for row in plan)


def _confirmed(stack: RunningStack, marker: str) -> int:
    """A confirmed invoice of three lines, found by its number."""
    (result,) = stack.upload((f"{marker}.xml", UBL + f"<!-- {marker} -->".encode()))
    invoice = stack.finished(result["invoice_id"])
    stack.client.patch(
        f"/api/invoices/{invoice['id']}/preview",
        json={"preview_data": {"invoice_number": marker}},
        headers={"If-Match": f'"{invoice["version"]}"'},
    ).raise_for_status()
    stack.client.post(f"/api/invoices/{invoice['id']}/confirm").raise_for_status()
    return int(invoice["id"])


def test_an_export_is_made_fetched_twice_listed_and_taken_back(stack: RunningStack) -> None:
    invoice_id = _confirmed(stack, "EXPORTED-ONCE")
    form = {"format": "csv", "q": "EXPORTED-ONCE", "columns": ["invoice_number", "exported_at"]}
    made = stack.client.post("/api/exports", json=form)
    assert made.status_code == 201
    export = made.json()
    assert (export["count"], export["format"], bool(export["finished_at"])) == (1, "csv", True)
    assert export["parameters"] == {"q": "EXPORTED-ONCE", "columns": ["invoice_number", "exported_at"]}
    files = [stack.client.get(export["download"]) for _ in range(2)]
    assert files[0].headers["Content-Disposition"] == f'attachment; filename="invoices-{export["id"]}.csv"'
    heading, row = files[0].text.lstrip("\ufeff").splitlines()
    assert heading == "invoice_number,exported_at"
    assert row.startswith("EXPORTED-ONCE,20")
    assert files[1].text == files[0].text
    assert stack.client.post("/api/exports", json=form).json()["count"] == 0

    latest = stack.client.get("/api/exports", params={"per_page": 1}).json()
    assert [one["count"] for one in latest["exports"]] == [0]
    earlier = stack.client.get("/api/exports", params={"per_page": 1, "after": latest["next"]}).json()
    assert earlier["exports"] == [export]
    assert stack.client.get(f"/api/exports/{export['id']}").json() == export

    assert stack.client.get(f"/api/invoices/{invoice_id}").json()["exported_at"] is not None
    assert stack.client.delete(f"/api/exports/{export['id']}").status_code == 204
    assert stack.client.get(export["download"]).json()["code"] == "export-not-found"
    assert stack.client.get(f"/api/invoices/{invoice_id}").json()["exported_at"] is None
    assert stack.client.post("/api/exports", json=form).json()["count"] == 1


def test_an_export_says_what_is_wrong_with_a_request(stack: RunningStack) -> None:
    for body in ({}, {"format": "pdf"}, {"format": "csv", "colums": []}, {"format": "csv", "columns": ["colour"]}):
        answer = stack.client.post("/api/exports", json=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-request"), body


def test_headings_of_a_workbook_follow_the_reader(stack: RunningStack) -> None:
    _confirmed(stack, "HEADINGS")
    address = "/api/invoices/export?format=xlsx&columns=total_amount&q=HEADINGS"

    def sheets(language: str = "", **headers: str) -> list[str]:
        content = stack.client.get(f"{address}{language}", headers=headers).content
        book = load_workbook(io.BytesIO(content))
        assert book.worksheets[0]["A1"].value == "Total"
        return [sheet.title for sheet in book.worksheets]

    assert sheets() == ["Invoices", "Lines", "Taxes"]
    assert sheets(**{"Accept-Language": "es-AR,es;q=0.9,en;q=0.5"}) == ["Facturas", "Líneas", "Impuestos"]
    assert sheets("&language=en", **{"Accept-Language": "es"}) == ["Invoices", "Lines", "Taxes"]
    csv = stack.client.get(address.replace("xlsx", "csv"), headers={"Accept-Language": "es"}).text
    assert csv.lstrip("\ufeff").splitlines()[0] == "total_amount"


def test_exported_invoices_are_told_apart_in_every_call(stack: RunningStack) -> None:
    kept, marked = _confirmed(stack, "TOLD-APART 1"), _confirmed(stack, "TOLD-APART 2")
    answer = stack.client.post(f"/api/invoices/{marked}/exported", json={"reference": " 4711 "})
    assert (answer.status_code, answer.json()["status"]) == (200, "processed")
    for wanted, expected in ((True, marked), (False, kept)):
        asked = {"q": "TOLD-APART", "exported": str(wanted).lower()}
        (row,) = stack.client.get("/api/invoices/", params=asked).json()["invoices"]
        (one,) = stack.client.get("/api/invoices/data", params=asked).json()["invoices"]
        assert (row["id"], one["invoice_id"]) == (expected, expected)
        assert one["exported_reference"] == row["exported_reference"] == ("4711" if wanted else None)
        (total,) = stack.client.get("/api/invoices/data/totals", params=asked).json()["totals"]
        assert total["count"] == 1
        lines = stack.client.get("/api/invoices/export", params={**asked, "format": "jsonl"}).text.splitlines()
        assert [json.loads(line)["invoice_id"] for line in lines] == [expected]


def test_confirmed_data_is_sorted(stack: RunningStack) -> None:
    ids = [_confirmed(stack, f"SORTED {letter}") for letter in "BCA"]
    asked: dict[str, str | int] = {"q": "SORTED", "sort_by": "invoice_number", "sort_order": "asc", "per_page": 2}
    first = stack.client.get("/api/invoices/data", params=asked).json()
    rest = stack.client.get("/api/invoices/data", params={**asked, "after": first["next"]}).json()
    found = [one["invoice_id"] for page in (first, rest) for one in page["invoices"]]
    assert found == [ids[2], ids[0], ids[1]]


BOOKED = {
    "invoice_number": "RE-1",
    "issue_date": "2026-03-31",
    "currency": "EUR",
    "total_amount": "119.00",
    "seller": {"name": "Acme"},
    "booking": {"account": "4930"},
}
DATEV = {"format": "datev", "consultant": 29098, "client": 55003, "creditor_account": "70000"}


def test_an_export_does_not_mark_what_its_format_cannot_express(engine: Engine) -> None:
    (fits,) = add_invoices(engine, final_data=BOOKED)
    (other,) = add_invoices(engine, final_data={**BOOKED, "currency": "CHF"})

    reason = LeftOutReason(code=LeftOutCode.OTHER_CURRENCY, params={"needed": "EUR"})

    def unfit(data: Any) -> LeftOutReason | None:
        return None if data["currency"] == "EUR" else reason

    made = ExportSets(engine=engine).create(actor="Ana", format_="datev", parameters={}, which=[], unfit=unfit)
    assert (made.count, made.left_out) == (1, [stored_form(other, reason)])
    assert _marked(engine, made.id) == [fits]
    assert _marked(engine, None) == [other]


def test_an_export_takes_no_more_than_its_file_can_hold(engine: Engine) -> None:
    ids = add_invoices(engine, 3)
    sets = ExportSets(engine=engine)
    first = sets.create(actor="Ana", format_="datev", parameters={}, which=[], most=2)
    second = sets.create(actor="Ana", format_="datev", parameters={}, which=[], most=2)
    assert (_marked(engine, first.id), _marked(engine, second.id)) == (ids[:2], ids[2:])


def test_an_archive_for_datev_has_the_documents_and_is_the_same_when_it_is_fetched_again(stack: RunningStack) -> None:
    (taken,) = stack.upload(("booked.pdf", (ROOT / "samples" / "maschinenbau-de.pdf").read_bytes()))
    invoice_id = taken["invoice_id"]
    stack.finished(invoice_id)
    body = {"preview_data": {"booking": {"account": "4930"}}}
    stack.client.patch(f"/api/invoices/{invoice_id}/preview", json=body).raise_for_status()
    stack.client.post(f"/api/invoices/{invoice_id}/confirm").raise_for_status()
    missing = stack.client.post("/api/exports", json={"format": "datev"})
    assert [one["parameter"] for one in missing.json()["details"]] == ["consultant", "client", "creditor_account"]
    made = stack.client.post("/api/exports", json=DATEV)
    assert made.status_code == 201, made.text
    names = [
        zipfile.ZipFile(io.BytesIO(stack.client.get(made.json()["download"]).content)).namelist() for _ in range(2)
    ]
    assert names[0] == names[1]
    assert {"document.xml", f"{invoice_id}.pdf"} <= set(names[0])
    assert stack.invoice(invoice_id)["exported_at"] is not None
    stack.client.delete(f"/api/exports/{made.json()['id']}").raise_for_status()


def test_a_template_is_saved_only_if_it_works_and_writes_the_export(stack: RunningStack) -> None:
    address = "/api/export-templates/numbers"
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    refused = stack.client.put(address, json={"format": "csv", "body": endless}, timeout=60)
    assert (refused.status_code, refused.json()["code"]) == (400, "template-failed")
    body = "{% for invoice in invoices %}{{ invoice.invoice_id }}\n{% endfor %}"
    assert stack.client.put(address, json={"format": "csv", "body": body}).status_code == 200
    assert stack.client.put("/api/export-templates/csv-lines", json={"format": "csv", "body": body}).status_code == 400
    unknown = stack.client.post("/api/exports", json={"format": "template", "template": "no-such"})
    assert unknown.json()["code"] == "template-not-found"
    made = stack.client.post("/api/exports", json={"format": "template", "template": "numbers"}).json()
    written = stack.client.get(made["download"])
    assert written.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(written.text.splitlines()) == made["count"]
    stack.client.delete(f"/api/exports/{made['id']}").raise_for_status()
    assert stack.client.delete(address).status_code == 204
