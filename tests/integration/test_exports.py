"""Exports of what is new: every confirmed invoice is in one, whoever exports beside, and whatever breaks off."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event, func, select, update

from functions.api import decisions
from functions.api.models import ConfirmedQuery
from functions.api.queries import confirmed_condition
from functions.api.text_matches import text_matches
from shared.adapters.database import make_engine, transaction
from shared.adapters.export_sets import BATCH, ExportNotFoundError, ExportSet, ExportSets
from shared.adapters.invoice_rows import insert_invoice
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.tables import audit_events, exports, figures, invoices
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import InvalidStateError, Status
from shared.settings import Settings

pytestmark = pytest.mark.servers

NOW = datetime(2026, 1, 2, tzinfo=UTC)
DATA = InvoiceData.model_validate({"invoice_number": "A-1", "seller": {"name": "Acme"}}).as_json()


@pytest.fixture
def engine(migrated_database_url: str) -> Iterator[Engine]:
    made = make_engine(Settings(database_url=migrated_database_url, database_pool_size=12))
    _empty(made)
    yield made
    _empty(made)
    made.dispose()


def _empty(engine: Engine) -> None:
    with transaction(engine) as connection:
        for table in (invoices, exports, figures, audit_events):
            connection.execute(delete(table))


def _add(engine: Engine, number: int = 1, **columns: Any) -> list[int]:
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
    ids = _add(engine, 3)
    _add(engine, status=Status.WAITING_VALIDATION, confirmed_at=None)
    first = _export(engine)
    assert (first.count, first.actor, first.finished_at is not None) == (3, "Ana", True)
    assert _marked(engine, first.id) == ids
    assert _trail(engine, ids[0]) == [("exported", "Ana", {"reference": None, "export_id": first.id})]
    later = _add(engine)
    assert _export(engine).count == 1
    assert _marked(engine, first.id) == ids
    assert _export(engine).count == 0
    assert _trail(engine, later[0])[0][0] == "exported"


def test_an_export_takes_what_its_filters_match(engine: Engine) -> None:
    _add(engine, 2, currency="EUR")
    francs = _add(engine, 1, currency="CHF")
    made = _export(engine, currency="CHF")
    assert (made.count, made.parameters, _marked(engine, made.id)) == (1, {"currency": "CHF"}, francs)
    assert _export(engine).count == 2


def test_a_client_that_holds_a_version_learns_that_there_is_a_newer_one(engine: Engine) -> None:
    (invoice_id,) = _add(engine)
    _export(engine)
    with transaction(engine) as connection:
        row = connection.execute(select(invoices.c.version, invoices.c.updated_at).where(invoices.c.id == invoice_id))
        version, updated_at = row.one()
    assert version == 2
    assert updated_at > NOW


def test_an_export_that_is_taken_back_leaves_its_invoices_new(engine: Engine) -> None:
    (invoice_id,) = _add(engine)
    sets, made = ExportSets(engine=engine), _export(engine)
    sets.undo(made.id, actor="Ben")
    with pytest.raises(ExportNotFoundError):
        sets.get(made.id)
    with pytest.raises(ExportNotFoundError):
        sets.undo(made.id, actor="Ben")
    assert [one[:2] for one in _trail(engine, invoice_id)] == [("exported", "Ana"), ("export_undone", "Ben")]
    assert _export(engine).count == 1


def test_two_exports_at_once_never_both_take_an_invoice(engine: Engine) -> None:
    ids = _add(engine, 2 * BATCH + 7)
    together = threading.Barrier(2)

    def export() -> ExportSet:
        together.wait()
        return _export(engine)

    with ThreadPoolExecutor(2) as pool:
        made = [one.result() for one in [pool.submit(export) for _ in range(2)]]
    assert sorted(one.count for one in made) == [0, len(ids)]
    assert sorted(number for one in made for number in _marked(engine, one.id)) == ids


def test_another_system_that_marks_invoices_meanwhile_keeps_them(engine: Engine) -> None:
    ids = _add(engine, 2 * BATCH)
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
    ids = _add(engine, 2 * BATCH + 1)
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
    ids = _add(engine, 2 * BATCH + 1)
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
    (invoice_id,) = _add(engine)
    store = SqlInvoiceStore(engine)

    def mark(reference: str | None) -> bool:
        rule = lambda invoice: decisions.mark_exported(invoice, reference)  # noqa: E731
        return store.decide(invoice_id, actor="SAP", rule=rule).changed

    assert [mark(None), mark(None), mark("4711"), mark("4711"), mark(None)] == [True, False, True, False, False]
    assert [one[2]["reference"] for one in _trail(engine, invoice_id)] == [None, "4711"]
    assert _export(engine).count == 0


def test_an_invoice_that_is_confirmed_anew_is_new_again(engine: Engine) -> None:
    (invoice_id,) = _add(engine)
    store, made = SqlInvoiceStore(engine), _export(engine)
    store.decide(invoice_id, actor="Ana", rule=lambda invoice: decisions.reopen(invoice, None))
    assert _marked(engine, made.id) == [invoice_id]  # while it is reviewed it says that it was exported
    with pytest.raises(InvalidStateError):
        store.decide(invoice_id, actor="SAP", rule=lambda invoice: decisions.mark_exported(invoice, "1"))
    assert _export(engine).count == 0
    store.decide(invoice_id, actor="Ana", rule=decisions.confirm)
    assert _export(engine).count == 1


def test_an_export_goes_on_without_an_invoice_that_is_deleted(engine: Engine) -> None:
    kept, gone = _add(engine, 2)
    made = _export(engine)
    with transaction(engine) as connection:
        connection.execute(delete(invoices).where(invoices.c.id == gone))
    assert _marked(engine, made.id) == [kept]
    assert ExportSets(engine=engine).get(made.id).count == 2


@pytest.mark.parametrize("wanted", [True, False])
def test_the_new_ones_are_told_by_an_index(engine: Engine, wanted: bool) -> None:
    _add(engine, 4)
    _export(engine)
    with transaction(engine) as connection:
        connection.execute(update(invoices).where(invoices.c.id % 2 == 0).values(exported_at=None, export_id=None))
        (match,) = text_matches(ConfirmedQuery(exported=wanted))
        assert len(connection.execute(match.ids).all()) == 2
        statement = str(match.ids.compile(engine, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {statement}").mappings()
        assert all("Using index" in row["Extra"] and row["type"] in {"ref", "range"} for row in plan)
