"""The figures on MariaDB: the same as a recount whoever writes at the same time, and repaired when they are not."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event, func, insert, select, update

from functions.api import decisions
from functions.api.models.filters import ConfirmedQuery
from functions.api.models.statistics import StatisticsQuery
from functions.api.seller_statistics import seller_statistics
from functions.api.statistics_queries import statistics_of, totals_of
from infra.recount import main as recount_program
from shared.adapters.answers import answer_columns
from shared.adapters.database import transaction
from shared.adapters.figures import Selection, add_to_figures, counted, status_counts
from shared.adapters.invoice_rows import insert_invoice
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.recount import differences, recounted, repair
from shared.adapters.tables import audit_events, figures, invoices, operation_codes
from shared.domain.audit import AuditEventType
from shared.domain.figures import (
    PERSONAL,
    CountedValues,
    FigureKind,
    Figures,
    change_of_figures,
    counted_values,
    figures_of,
    figures_of_event,
    summed,
)
from shared.domain.invoice import InvoiceData, Party, code_keys
from shared.domain.lifecycle import Status

pytestmark = pytest.mark.servers

TODAY = date(2026, 3, 17)
SINCE = date(2026, 1, 20)
SELLERS = (None, "Acme", "ACME", "Ácme", "Zoë GmbH", "発行者", "a" * 200)


def _moment(chance: random.Random) -> datetime:
    """Some of them at the first or the last moment of a day, a month or a year."""
    if chance.random() < 0.3:
        midnight = datetime(2026, chance.randint(1, 3), 1, tzinfo=UTC)
        return midnight - timedelta(microseconds=chance.randint(0, 1))
    return datetime(2025, 12, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(106 * 24 * 3600))


def _amount(chance: random.Random) -> Decimal | None:
    special = (None, Decimal(0), Decimal("-19.90"), Decimal("0.00000001"))
    return chance.choice((*special, Decimal(chance.randrange(10**14)) / 100))


def _row(chance: random.Random) -> dict[str, Any]:
    status = chance.choice(list(Status))
    return {
        "filename": "rare.pdf" if chance.random() < 0.1 else "usual.pdf",
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "enqueued_at": datetime(2026, 1, 1, tzinfo=UTC),
        "updated_at": datetime(2026, 1, 1, tzinfo=UTC),
        "status": status,
        "created_at": _moment(chance),
        "confirmed_at": _moment(chance) if status is Status.PROCESSED else None,
        "findings": chance.choice(("none", "warning", "error")),
        "corrected": chance.random() < 0.5,
        "document_type": chance.choice((None, "invoice", "credit_note")),
        "issue_date": chance.choice((None, date(1, 1, 1), date(987, 6, 5), TODAY, _moment(chance).date())),
        "currency": chance.choice((None, "EUR", "USD")),
        "net_amount": _amount(chance),
        "tax_amount": _amount(chance),
        "total_amount": _amount(chance),
        "seller_name": chance.choice(SELLERS),
    }


def _event(chance: random.Random) -> dict[str, Any]:
    """One of a trail: of each type, with and without what is counted of it."""
    type_ = chance.choice([*AuditEventType])
    named = chance.sample(("/iban", "/lines/quantity", "/seller/name"), chance.randint(0, 3))
    data = chance.choice((None, {}, {"fields": None}, {"fields": named, "changed": 3}))
    return {
        "invoice_id": chance.randint(1, 300),
        "type": type_,
        "actor": chance.choice(("ana", "Ana", "luz ", "发", "a" * 100)),
        "created_at": _moment(chance),
        "data": data if type_ == AuditEventType.CORRECTED else None,
    }


def _put_events(engine: Engine, events: list[dict[str, Any]], *, counting: bool = True) -> Figures:
    """What they add to the figures by the rule."""
    made = summed(
        figures_of_event(one["type"], one["data"], actor=one["actor"], at=one["created_at"]) for one in events
    )
    with transaction(engine) as connection:
        connection.execute(insert(audit_events), events)
        if counting:
            add_to_figures(connection, made)
    return made


def _put(engine: Engine, rows: list[dict[str, Any]], *, counting: bool = True) -> list[CountedValues]:
    values = [counted_values(row) for row in rows]
    with transaction(engine) as connection:
        connection.execute(insert(invoices), rows)
        if counting:
            add_to_figures(connection, summed(change_of_figures(None, one) for one in values))
    return values


@pytest.mark.parametrize("seed", range(3))
def test_the_recount_in_sql_is_the_rule_in_python(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    values = _put(engine, [_row(chance) for _ in range(300)], counting=False)
    of_events = _put_events(engine, [_event(chance) for _ in range(300)], counting=False)
    rule = summed((*map(figures_of, values), of_events))
    assert {key.kind for key in rule} == set(FigureKind)
    with transaction(engine) as connection:
        for kind in FigureKind:
            expected = {key: one for key, one in rule.items() if key.kind is kind}
            assert recounted(connection, kind) == expected


def test_what_is_stored_comes_back_as_it_was_added(engine: Engine) -> None:
    chance = random.Random(1)
    _put(engine, [_row(chance) for _ in range(300)])
    _put_events(engine, [_event(chance) for _ in range(300)])
    with transaction(engine) as connection:
        assert differences(connection) == {}


def test_a_change_of_many_figures_is_one_statement(engine: Engine) -> None:
    chance = random.Random(2)
    change = summed(figures_of(counted_values(_row(chance))) for _ in range(50))
    with engine.connect() as connection:
        asked = "SHOW SESSION STATUS LIKE 'Com_insert'"
        before = int(connection.exec_driver_sql(asked).one()[1])
        add_to_figures(connection, change)
        assert int(connection.exec_driver_sql(asked).one()[1]) == before + 1
        connection.rollback()


# Repair


def test_wrong_figures_are_told_and_repaired(engine: Engine) -> None:
    chance = random.Random(3)
    _put(engine, [_row(chance) for _ in range(100)])
    (uncounted,) = _put(engine, [_row(chance)], counting=False)
    with transaction(engine) as connection:
        connection.execute(delete(figures).where(figures.c.kind == FigureKind.SELLER))
    added = repair(engine)
    assert added.keys() >= figures_of(uncounted).keys()
    assert any(key.kind is FigureKind.SELLER for key in added)
    with transaction(engine) as connection:
        assert differences(connection) == {}
    assert repair(engine) == {}


def test_the_operators_program_tells_what_it_repaired_without_names(
    engine: Engine,
    migrated_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    confirmed = {"status": Status.PROCESSED, "confirmed_at": _moment(random.Random(6))}
    _put(engine, [{**_row(random.Random(6)), **confirmed, "seller_name": "Acme", "total_amount": Decimal(1)}])
    with transaction(engine) as connection:
        connection.execute(update(figures).values(count=5))
    monkeypatch.setenv("DATABASE_URL", migrated_database_url)
    monkeypatch.setattr("sys.argv", ["recount"])
    assert recount_program() == 0
    told = capsys.readouterr().out
    assert "count -4" in told
    assert "figures were wrong" in told
    assert "seller" in told
    assert "Acme" not in told
    assert recount_program() == 0
    assert capsys.readouterr().out == "Every figure equals the recount.\n"


def test_figures_are_repaired_while_they_change(engine: Engine) -> None:
    """A repair beside every decision: what is counted meanwhile is neither lost nor counted twice."""
    ids = _waiting(engine, 24)
    with transaction(engine) as connection:
        connection.execute(update(figures).values(count=figures.c.count + 3))
    decided = threading.Event()

    def repairing() -> int:
        number = 0
        while not decided.is_set() or not number:
            repair(engine)
            number += 1
        return number

    with ThreadPoolExecutor(5) as pool:
        repairs = pool.submit(repairing)
        list(pool.map(lambda invoice_id: _decide_often(engine, invoice_id, times=2), ids))
        decided.set()
        assert repairs.result() > 0
    with transaction(engine) as connection:
        assert differences(connection) == {}


def test_eight_who_confirm_and_reopen_at_once_never_wait_for_each_other_in_vain(engine: Engine) -> None:
    ids = _waiting(engine, 32)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda invoice_id: _decide_often(engine, invoice_id, times=3), ids))
    with transaction(engine) as connection:
        assert differences(connection) == {}
        confirmed = select(func.sum(figures.c.count)).where(figures.c.kind == "person", figures.c.status == "confirmed")
        assert connection.scalar(confirmed) == 32 * 3
        sellers = connection.scalar(select(func.count()).where(figures.c.kind == FigureKind.SELLER))
    assert sellers == 0, "the name of a seller goes with its last invoice"


def _waiting(engine: Engine, number: int) -> list[int]:
    """Invoices of the same few figures that wait for a decision."""
    ids = []
    for index in range(number):
        data = InvoiceData(
            seller=Party(name=f"Seller {index % 3}"), issue_date=TODAY, currency="EUR", total_amount=Decimal(index)
        )
        row = {**_row(random.Random(index)), "status": Status.WAITING_VALIDATION, "confirmed_at": None}
        row |= answer_columns(data, {}, [])
        with transaction(engine) as connection:
            ids.append(insert_invoice(connection, row))
            add_to_figures(connection, figures_of(counted_values(row)))
    return ids


def _decide_often(engine: Engine, invoice_id: int, *, times: int) -> None:
    store = SqlInvoiceStore(engine)
    decide: Callable[[Any], Any]
    for decide in (decisions.confirm, lambda invoice: decisions.reopen(invoice, None)) * times:
        store.decide(invoice_id, actor="ana", rule=decide)


# What is read from them


@pytest.fixture
def listed(engine: Engine) -> list[dict[str, Any]]:
    chance = random.Random(4)
    rows = [_row(chance) for _ in range(400)]
    _put(engine, rows)
    with transaction(engine) as connection:
        for invoice_id, filename in connection.execute(select(invoices.c.id, invoices.c.filename)).all():
            codes = ("usual", "rare") if filename == "rare.pdf" else ("usual",)
            keys = {key for code in codes for key in code_keys(code)}
            connection.execute(insert(operation_codes), [{"invoice_id": invoice_id, "code": key} for key in keys])
    return rows


@pytest.mark.parametrize(
    "which",
    [
        Selection(),
        Selection(statuses=(Status.PROCESSED,)),
        Selection(statuses=(Status.FAILED, Status.REJECTED), findings="error"),
        Selection(currency="EUR"),
        Selection(issued_from=TODAY),
        Selection(issued_from=date(2026, 1, 1), issued_to=TODAY, findings="none", currency="USD"),
        Selection(statuses=(Status.PROCESSED,), issued_to=date(2025, 12, 31)),
    ],
)
def test_a_selection_is_counted_exactly(engine: Engine, listed: list[dict[str, Any]], which: Selection) -> None:
    def is_selected(row: dict[str, Any]) -> bool:
        issued = row["issue_date"]
        return (
            (not which.statuses or row["status"] in which.statuses)
            and which.findings in (None, row["findings"])
            and which.currency in (None, row["currency"])
            and (which.issued_from is None or (issued is not None and issued >= which.issued_from))
            and (which.issued_to is None or (issued is not None and issued <= which.issued_to))
        )

    with transaction(engine) as connection:
        assert counted(connection, which) == sum(map(is_selected, listed)) > 0


def test_every_state_is_counted_zero_included(engine: Engine) -> None:
    row = {**_row(random.Random(5)), "status": Status.FAILED}
    _put(engine, [row])
    with transaction(engine) as connection:
        assert status_counts(connection) == {**{status.value: 0 for status in Status}, "failed": 1}


def _signed(row: dict[str, Any], name: str = "total_amount") -> Decimal:
    amount: Decimal = row[name] or Decimal(0)
    return -abs(amount) if row["document_type"] == "credit_note" else amount


@pytest.mark.parametrize("query", [{}, {"currency": "EUR"}, {"issued_from": "2026-01-01"}, {"op_number": "rare"}])
def test_totals_are_the_sums_of_the_confirmed_rows(
    engine: Engine, listed: list[dict[str, Any]], query: dict[str, str]
) -> None:
    rows = [row for row in listed if row["status"] is Status.PROCESSED]
    if "currency" in query:
        rows = [row for row in rows if row["currency"] == "EUR"]
    if "issued_from" in query:
        rows = [row for row in rows if row["issue_date"] is not None and row["issue_date"] >= date(2026, 1, 1)]
    if "op_number" in query:
        rows = [row for row in rows if row["filename"] == "rare.pdf"]
    with transaction(engine) as connection:
        answer = totals_of(connection, ConfirmedQuery.model_validate(query))
    assert answer["is_exact"]
    assert {one["currency"] for one in answer["totals"]} == {row["currency"] for row in rows}
    for one in answer["totals"]:
        of_currency = [row for row in rows if row["currency"] == one["currency"]]
        assert one["count"] == len(of_currency)
        for name in ("net_amount", "tax_amount", "total_amount"):
            assert one[name] == sum(_signed(row, name) for row in of_currency)


@pytest.mark.parametrize("named", [500, 0])
def test_too_many_rows_are_not_added_up(
    engine: Engine, listed: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    rare = sum(row["filename"] == "rare.pdf" for row in listed)
    for module in ("statistics_queries", "text_matches", "collecting"):
        monkeypatch.setattr(f"functions.api.{module}.MOST_COUNTED", rare)
    monkeypatch.setattr("functions.api.collecting._MOST_NAMED", named)
    with transaction(engine) as connection:
        assert totals_of(connection, ConfirmedQuery(op_number="usual")) == {"totals": [], "is_exact": False}
        few = totals_of(connection, ConfirmedQuery(op_number="rare"))
        of_currency = totals_of(connection, ConfirmedQuery(op_number="usual", currency="EUR"))
    confirmed = [row for row in listed if row["status"] is Status.PROCESSED]
    assert sum(one["count"] for one in few["totals"]) == sum(row["filename"] == "rare.pdf" for row in confirmed)
    assert [one["count"] for one in of_currency["totals"]] == [sum(row["currency"] == "EUR" for row in confirmed)]


def test_statistics_read_of_a_begun_month_the_rows_of_its_days_alone(
    engine: Engine, listed: list[dict[str, Any]]
) -> None:
    asked: list[tuple[str, Any]] = []
    with transaction(engine) as connection:
        listener = partial(_note_of_invoices, asked)
        event.listen(connection, "before_cursor_execute", listener)
        seller_statistics(connection, SINCE)
        event.remove(connection, "before_cursor_execute", listener)
        plans = [
            row for sql, values in asked for row in connection.exec_driver_sql(f"EXPLAIN {sql}", values).mappings()
        ]
    of_rows = [plan for plan in plans if plan["table"] == "invoices"]
    assert len(of_rows) == len(asked) == 3
    assert {(plan["key"], plan["type"]) for plan in of_rows} == {("ix_invoices_by_status_confirmed_at", "range")}


def _note_of_invoices(asked: list[tuple[str, Any]], *call: Any) -> None:
    _, _, statement, values, *_ = call
    if "FROM invoices" in statement:
        asked.append((statement, values))


@pytest.mark.parametrize("currency", [None, "EUR"])
@pytest.mark.parametrize("since", [SINCE, date(2026, 2, 1), date(2025, 12, 31)])
def test_statistics_are_those_of_the_rows(
    engine: Engine, listed: list[dict[str, Any]], since: date, currency: str | None
) -> None:
    query = StatisticsQuery(days=(TODAY - since).days, currency=currency)
    with transaction(engine) as connection:
        statistics = statistics_of(connection, query, TODAY)
    received = [row["created_at"].date() for row in listed if row["created_at"].date() >= since]
    confirmed = [row for row in listed if row["status"] is Status.PROCESSED and row["confirmed_at"].date() >= since]
    days = [row["confirmed_at"].date() for row in confirmed]
    untouched = [row["confirmed_at"].date() for row in confirmed if not row["corrected"]]
    assert (statistics["since"], statistics["until"]) == (since, TODAY)
    assert statistics["by_day"] == [
        {
            "date": day,
            "received": received.count(day),
            "confirmed": days.count(day),
            "without_changes": untouched.count(day),
            "automatic": 0,
        }
        for day in sorted({*received, *days})
    ]
    assert statistics["untouched"] == {"confirmed": len(confirmed), "without_changes": len(untouched), "automatic": 0}
    assert statistics["currencies"] == ["EUR", "USD"]
    with_total = [row for row in confirmed if row["total_amount"] is not None]
    months: dict[Any, list[Decimal]] = {}
    sellers: dict[Any, list[Decimal]] = {}
    for row in with_total:
        if currency not in (None, row["currency"]):
            continue
        month = (row["issue_date"] or row["confirmed_at"]).isoformat()[:7]
        months.setdefault((month, row["currency"]), []).append(_signed(row))
        if row["seller_name"]:
            sellers.setdefault((_folded(row["seller_name"]), row["currency"]), []).append(_signed(row))
    assert {
        (one["month"], one["currency"]): (one["total"], one["count"]) for one in statistics["amounts_by_month"]
    } == {key: (sum(amounts), len(amounts)) for key, amounts in months.items()}
    found = {
        (_folded(one["seller_name"]), one["currency"]): (one["total"], one["count"])
        for one in statistics["top_sellers"]
    }
    assert found == {key: (sum(amounts), len(amounts)) for key, amounts in sellers.items()}
    totals = [one["total"] for one in statistics["top_sellers"]]
    assert totals == sorted(totals, reverse=True)
    of_seller = [(_folded(row["seller_name"]), row["corrected"]) for row in with_total if row["seller_name"]]
    assert {
        _folded(one["seller_name"]): (one["confirmed"], one["corrected"]) for one in statistics["corrected_sellers"]
    } == {
        name: ([one for one, _ in of_seller].count(name), of_seller.count((name, True)))
        for name, corrected in of_seller
        if corrected
    }


def _folded(name: str) -> str:
    return name.lower().replace("á", "a")


def test_what_waits_is_summed_by_currency_and_by_age(engine: Engine, listed: list[dict[str, Any]]) -> None:
    with transaction(engine) as connection:
        waiting = statistics_of(connection, StatisticsQuery(days=1), TODAY)["waiting"]
    ends = ((0, 1), (2, 3), (4, 7), (8, 14), (15, None))
    assert {one["currency"] for one in waiting} == {None, "EUR", "USD"}
    assert [one["count"] for one in waiting] == sorted((one["count"] for one in waiting), reverse=True)
    for one in waiting:
        rows = [
            ((TODAY - row["created_at"].date()).days, _signed(row))
            for row in listed
            if row["status"] is Status.WAITING_VALIDATION and row["currency"] == one["currency"]
        ]
        assert (one["count"], one["total"]) == (len(rows), sum(total for _, total in rows))
        assert [(age["from_days"], age["to_days"]) for age in one["by_age"]] == list(ends)
        for age, (first, last) in zip(one["by_age"], ends, strict=True):
            old = [total for days, total in rows if first <= max(days, 0) and (last is None or days <= last)]
            assert (age["count"], age["total"]) == (len(old), sum(old))


def test_corrections_and_people_are_those_of_the_trails(engine: Engine) -> None:
    chance = random.Random(7)
    events = [_event(chance) for _ in range(300)]
    _put_events(engine, events)
    with transaction(engine) as connection:
        statistics = statistics_of(connection, StatisticsQuery(days=(TODAY - SINCE).days), TODAY)
    recent = [one for one in events if one["created_at"].date() >= SINCE]
    corrected = {
        id(one): (one["data"] or {}).get("fields") or [] for one in recent if one["type"] is AuditEventType.CORRECTED
    }
    fields = [name for names in corrected.values() for name in names]
    assert {one["field"]: one["count"] for one in statistics["corrected_fields"]} == {
        name: fields.count(name) for name in fields
    }
    assert [one["count"] for one in statistics["corrected_fields"]] == sorted(map(fields.count, set(fields)))[::-1]

    def number(actor: str, type_: AuditEventType) -> int:
        mine = [one for one in recent if one["actor"] == actor and one["type"] is type_]
        return sum(len(corrected[id(one)]) if type_ is AuditEventType.CORRECTED else 1 for one in mine)

    for person in statistics["people"]:
        numbers = {type_.value: number(person["name"], type_) for type_ in PERSONAL}
        assert person == {"name": person["name"], **numbers}
    assert {person["name"] for person in statistics["people"]} == {one["actor"] for one in recent}
    assert [one["confirmed"] for one in statistics["people"]] == sorted(
        (one["confirmed"] for one in statistics["people"]), reverse=True
    )


def test_nothing_is_known_on_the_first_day(engine: Engine) -> None:
    with transaction(engine) as connection:
        statistics = statistics_of(connection, StatisticsQuery(), TODAY)
    assert statistics.pop("untouched") == {"confirmed": 0, "without_changes": 0, "automatic": 0}
    assert {name for name, value in statistics.items() if value} == {"since", "until"}
