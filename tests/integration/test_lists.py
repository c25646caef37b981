"""Pages of lists: by number, by cursor and by every way of finding them, they are what sorting everything gives."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, delete, event, text, update

from functions.api.cursors import Listing
from functions.api.invoice_lists import list_confirmed, list_invoices
from functions.api.list_counts import list_counts
from functions.api.list_paths import Path, ranges
from functions.api.list_reading import asked_for
from functions.api.models.data import DataQuery
from functions.api.models.invoices import InvoiceRow, ListQuery, NeighboursQuery
from functions.api.neighbours import neighbours_of
from functions.api.orders import Order
from functions.api.pages import read_page
from infra.local.mariadb import Database
from shared.adapters.answers import month_number
from shared.adapters.database import make_engine
from shared.adapters.figures import Selection, add_to_figures
from shared.adapters.invoice_rows import insert_invoice, write_columns
from shared.adapters.invoice_tags import add_tags
from shared.adapters.sealing import Seal
from shared.adapters.tables import invoices, metadata
from shared.domain.figures import change_of_figures, counted_values
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.lifecycle import Status
from shared.domain.origins import SourceKind
from shared.errors import BadRequestError
from shared.pipeline.reviews import InvoiceNotFoundError
from shared.settings import Settings

SEAL = Seal("a-secret-of-the-tests-0123456789abcdef", "cursors")
SORTS = (
    *("id", "filename", "status", "created_at", "updated_at"),
    *("issue_date", "due_date", "total_amount", "seller_name"),
)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"status": [Status.PROCESSED]},
    {"status": [Status.WAITING_VALIDATION, Status.FAILED]},
    {"findings": "error"},
    {"currency": "CHF", "status": [Status.PROCESSED, Status.REJECTED]},
    {"issued_from": date(2026, 2, 10), "issued_to": date(2026, 3, 20)},
    {"issued_to": date(2026, 2, 3), "findings": "none", "currency": "EUR"},
)
SAID: tuple[dict[str, Any], ...] = (
    {"reference": "Acta é"},
    {"tag": ["Ads"]},
    {"tag": ["Ads", "ads"], "status": [Status.PROCESSED, Status.FAILED]},
    {"source": "mail", "currency": "EUR"},
    {"company": 2, "tag": ["ads"]},
    {"reference": "acta e"},
    {"blocker": "read-again"},
    {"blocker": "seller-unknown", "status": [Status.WAITING_VALIDATION], "tag": ["ads"]},
)


POSTPONED: tuple[dict[str, Any], ...] = (
    {"postponed": True},
    {"postponed": False},
    {"postponed": True, "findings": "error", "status": [Status.WAITING_VALIDATION, Status.FAILED]},
    {"postponed": False, "status": [Status.WAITING_VALIDATION]},
    {"postponed": False, "issued_from": date(2026, 2, 10), "issued_to": date(2026, 3, 20)},
)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def engine(database_server: Database) -> Iterator[Engine]:
    """A database of its own, where it is always NOW."""
    name = f"invoices_{uuid4().hex[:8]}"
    server = make_engine(Settings(database_url=database_server.url))
    with server.begin() as connection:
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"))
    server.dispose()
    engine = make_engine(Settings(database_url=f"{database_server.url.rpartition('/')[0]}/{name}"))

    @event.listens_for(engine, "connect")
    def stop_the_clock(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET timestamp = {NOW.timestamp()}")

    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def rows(engine: Engine) -> list[dict[str, Any]]:
    """Invoices of few different values, so that every order has ties and nulls."""
    random = Random(13)
    with engine.begin() as connection:
        return [_add(connection, random) for _ in range(120)]


def _add(connection: Connection, random: Random, status: Status | None = None) -> dict[str, Any]:
    status = status or random.choice([*Status, Status.PROCESSED])
    created = BEGIN + timedelta(days=random.randrange(60), microseconds=random.randrange(3))
    issued = random.choice([None, date(2026, 1, 25) + timedelta(days=random.randrange(70))])
    row = {
        "filename": f"{random.randrange(12)}.pdf",
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "0" * 64,
        "status": status,
        "enqueued_at": created,
        "created_at": created,
        "updated_at": created + timedelta(days=random.randrange(2)),
        "confirmed_at": created + timedelta(days=random.randrange(3)) if status is Status.PROCESSED else None,
        "findings": random.choice(["error", "warning", "none"]),
        "seller_name": random.choice([None, *(f"seller-{n}" for n in range(5))]),
        "issue_date": issued,
        "issue_month": month_number(issued) if issued else None,
        "due_date": random.choice([None, date(2026, 2, 20) + timedelta(days=random.randrange(9))]),
        "total_amount": random.choice([None, Decimal("20.00"), Decimal("-3.00000001"), Decimal("100.00")]),
        "currency": random.choice([None, "EUR", "CHF"]),
        # Of a processed one it was left there by a function that does not know the column.
        "postponed_until": random.choice([None, TODAY, TODAY + timedelta(days=random.randrange(1, 9))]),
        "reference": random.choice([None, "Acta é", "4711"]),
        "source_kind": random.choice([*SourceKind]),
        "for_company": random.choice([None, 1, 2]),
        "blockers": random.choice([None, [], _blocked("read-again"), _blocked("seller-unknown", "read-again")]),
    }
    invoice_id = insert_invoice(connection, row)
    tags = random.sample(["Ads", "ads", "radio"], random.randrange(4))
    add_tags(connection, invoice_id, tags)
    add_to_figures(connection, change_of_figures(None, counted_values(row)))
    return {"id": invoice_id, **row, "tags": tags}


def _blocked(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "message": "Why.", "pointers": [], "params": {}} for code in codes]


_COLUMN = {"source": "source_kind", "company": "for_company"}
_EQUAL = {"findings", "currency", "reference", "source", "company"}


def _matches(row: dict[str, Any], which: dict[str, Any]) -> bool:
    issued = row["issue_date"]
    return (
        (not which.get("status") or row["status"] in which["status"])
        and all(row[_COLUMN.get(name, name)] == which[name] for name in _EQUAL & which.keys())
        and {*which.get("tag", ())} <= {*row["tags"]}
        and ("blocker" not in which or which["blocker"] in {one["code"] for one in row["blockers"] or ()})
        and ("postponed" not in which or which["postponed"] is _is_postponed(row))
        and ("issued_from" not in which or (issued is not None and issued >= which["issued_from"]))
        and ("issued_to" not in which or (issued is not None and issued <= which["issued_to"]))
    )


def _is_postponed(row: dict[str, Any]) -> bool:
    until = row["postponed_until"]
    return row["status"] == Status.WAITING_VALIDATION and until is not None and until > TODAY


def _sorted(rows: list[dict[str, Any]], which: dict[str, Any], sort_by: str, order: str) -> list[int]:
    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        value = row[sort_by]
        return (value is not None, value, row["id"]) if value is not None else (False, row["id"])

    matching = [row for row in rows if _matches(row, which)]
    return [row["id"] for row in sorted(matching, key=key, reverse=order == "desc")]


def _page(connection: Connection, **asked: Any) -> dict[str, Any]:
    query = ListQuery(**asked)
    return list_invoices(connection, query, Listing("invoices", query, SEAL))


def _ids(page: dict[str, Any]) -> list[int]:
    return [row["id"] for row in page["invoices"]]


def test_a_row_says_when_it_is_due_and_what_is_to_be_looked_at_first(engine: Engine) -> None:
    unsure = finding(FindingCode.ZERO_TOTAL, Level.WARNING, ["/total_amount"])
    missing = finding(FindingCode.BR_14, Level.ERROR, ["/total_amount"])
    document = {
        "version": 2,
        "preview_data": {"due_date": "2026-03-01"},
        "checks": [one.model_dump(mode="json") for one in (unsure, missing)],
    }
    with engine.begin() as connection:
        states = (Status.WAITING_VALIDATION, Status.PROCESSED)
        waiting, confirmed = (_add(connection, Random(1), status)["id"] for status in states)
        for invoice_id in (waiting, confirmed):
            write_columns(connection, invoice_id, document)
        by_id = {row["id"]: row for row in _page(connection, sort_by="id", per_page=2)["invoices"]}
        connection.rollback()
    assert InvoiceRow.model_validate(by_id[waiting]).due_date == date(2026, 3, 1)
    assert by_id[waiting]["worst_finding"]["code"] == FindingCode.BR_14
    assert by_id[confirmed]["worst_finding"] is None


@pytest.mark.parametrize("which", [*FILTERS, *POSTPONED, *SAID], ids=lambda which: "-".join(which) or "all")
def test_pages_by_number_and_by_cursor_are_the_sorted_list(
    engine: Engine, rows: list[dict[str, Any]], which: dict[str, Any]
) -> None:
    with engine.connect() as connection:
        for sort_by, order in product(SORTS, ("asc", "desc")):
            asked = {**which, "sort_by": sort_by, "sort_order": order, "per_page": 17}
            expected = _sorted(rows, which, sort_by, order)
            by_number, by_cursor = [], []
            page = _page(connection, **asked)
            assert (page["total"], page["total_is_exact"]) == (len(expected), True)
            for number in range(1, page["pages"] + 1):
                by_number += _ids(_page(connection, **asked, page=number))
            by_cursor += _ids(page)
            while page["next"]:
                page = _page(connection, **asked, after=page["next"])
                by_cursor += _ids(page)
            assert by_number == expected, (sort_by, order)
            assert by_cursor == expected, (sort_by, order)
            assert _ids(_page(connection, **asked, page=1_000_000)) == []


WAYS = [
    (which, path)
    for which in FILTERS[1:]
    for path in (Path.STATUS, Path.FILTER, *([Path.MONTH] if "issued_to" in which else []))
]


@pytest.mark.parametrize(("which", "path"), WAYS, ids=lambda part: part if isinstance(part, str) else "-".join(part))
def test_every_path_finds_the_same_invoices_in_the_same_order(
    engine: Engine, rows: list[dict[str, Any]], which: dict[str, Any], path: Path
) -> None:
    query = ListQuery(**which, per_page=100)
    asked = {("statuses" if name == "status" else name): value for name, value in which.items()}
    selection = Selection(**asked)
    sorts = ("id", "created_at", "updated_at") if path is Path.MONTH else SORTS
    with engine.connect() as connection:
        counts = list_counts(connection, selection)
        for sort_by, direction in product(sorts, ("asc", "desc")):
            columns = (invoices.c.id,) if sort_by == "id" else (invoices.c[sort_by], invoices.c.id)
            order = Order(columns, descending=direction == "desc")
            page = read_page(
                connection, Listing("invoices", query, SEAL), order, *ranges(path, selection, order, counts)
            )
            assert [row["id"] for row in page.rows] == _sorted(rows, which, sort_by, direction)


def _some(ids: list[int]) -> list[tuple[int, int]]:
    """The first, the last, and some of these between, with their places."""
    places = list(enumerate(ids))
    return places if len(places) < 10 else [places[0], places[-1], *Random(17).sample(places[1:-1], 6)]


def _neighbours(connection: Connection, invoice_id: int, **asked: Any) -> dict[str, Any]:
    query = NeighboursQuery(**asked).of_list
    return neighbours_of(connection, invoice_id, asked_for(query), Listing("invoices", query, SEAL))


@pytest.mark.parametrize("which", [*FILTERS, *POSTPONED], ids=lambda which: "-".join(which) or "all")
def test_from_neighbour_to_neighbour_is_the_sorted_list_in_both_directions(
    engine: Engine, rows: list[dict[str, Any]], which: dict[str, Any]
) -> None:
    with engine.connect() as connection:
        for sort_by, order in product(SORTS, ("asc", "desc")):
            asked = {**which, "sort_by": sort_by, "sort_order": order}
            expected = _sorted(rows, which, sort_by, order)
            for place, invoice_id in _some(expected):
                found = _neighbours(connection, invoice_id, **asked)
                assert found["previous"] == (expected[place - 1] if place else None), (sort_by, order)
                assert found["next"] == (expected[place + 1] if place + 1 < len(expected) else None), (sort_by, order)
                assert (found["left"], found["left_is_exact"]) == (len(expected) - place - 1, True)


def test_an_invoice_outside_the_list_has_its_place_by_the_order(engine: Engine, rows: list[dict[str, Any]]) -> None:
    which = {"status": [Status.WAITING_VALIDATION]}
    for sort_by, order in product(SORTS, ("asc", "desc")):
        everything = _sorted(rows, {}, sort_by, order)
        inside = set(_sorted(rows, which, sort_by, order))
        with engine.connect() as connection:
            for place, invoice_id in _some(everything):
                found = _neighbours(connection, invoice_id, **which, sort_by=sort_by, sort_order=order)
                before = [one for one in everything[:place] if one in inside]
                after = [one for one in everything[place + 1 :] if one in inside]
                assert found["previous"] == (before[-1] if before else None)
                assert found["next"] == (after[0] if after else None)
                assert found["left"] == len(after)


def test_nothing_is_shown_twice_or_left_out_while_invoices_come_and_go(engine: Engine) -> None:
    random = Random(7)
    with engine.begin() as connection:
        there = {row["id"]: row for row in (_add(connection, random) for _ in range(30))}
    seen: list[int] = []
    cursor = None
    with engine.connect() as connection:
        while True:
            page = _page(
                connection, sort_by="filename", sort_order="asc", per_page=5, **({"after": cursor} if cursor else {})
            )
            seen += _ids(page)
            cursor = page["next"]
            if cursor is None:
                break
            with engine.begin() as other:
                _add(other, random)
                last = _ids(page)[-1]  # the very row that the cursor stands on
                if last in there:
                    other.execute(delete(invoices).where(invoices.c.id == last))
                    add_to_figures(other, change_of_figures(counted_values(there[last]), None))
            connection.rollback()
    assert len(seen) == len(set(seen))
    assert there.keys() <= {*seen}


def test_confirmed_data_is_paged_by_cursor_newest_first(engine: Engine) -> None:
    with engine.connect() as connection:
        everything: list[tuple[datetime, int]] = []
        query = DataQuery(per_page=4)
        while True:
            page = list_confirmed(connection, query, Listing("confirmed", query, SEAL))
            everything += [(one["confirmed_at"], one["invoice_id"]) for one in page["invoices"]]
            if page["next"] is None:
                break
            query = DataQuery(per_page=4, after=page["next"])
    assert everything == sorted(everything, reverse=True)
    assert len(everything) == page["total"] > 4


@pytest.mark.parametrize(
    "other",
    [{"sort_order": "asc"}, {"sort_by": "filename"}, {"status": [Status.PROCESSED]}, {"q": "pdf"}, {"page": 1}],
    ids=lambda other: "-".join(other),
)
def test_a_cursor_of_another_query_is_refused(
    engine: Engine, rows: list[dict[str, Any]], other: dict[str, Any]
) -> None:
    with engine.connect() as connection:
        cursor = _page(connection)["next"]
        with pytest.raises(BadRequestError, match="after"):
            _page(connection, **other, after=cursor)


@pytest.mark.parametrize(
    "change", [lambda c: c[:-1], lambda c: c + "A", lambda c: "é", lambda c: "", lambda c: "B" + c[1:]]
)
def test_a_changed_cursor_is_refused(engine: Engine, rows: list[dict[str, Any]], change: Any) -> None:
    with engine.connect() as connection:
        cursor = _page(connection)["next"]
        _page(connection, after=cursor)
        with pytest.raises(BadRequestError, match="after"):
            _page(connection, after=change(cursor))


def test_a_review_goes_on_from_the_place_that_it_began_at(engine: Engine) -> None:
    """Confirming and correcting move an invoice in the list, or out of it: each of the others is met once all the
    same."""
    random = Random(3)
    with engine.begin() as connection:
        connection.execute(delete(invoices))
        connection.execute(text("DELETE FROM figures"))
        added = [_add(connection, random) for _ in range(80)]
    asked = {"status": [Status.WAITING_VALIDATION], "sort_by": "updated_at", "sort_order": "desc"}
    waiting = _sorted(added, asked, "updated_at", "desc")
    assert len(waiting) > 8
    by_id = {row["id"]: row for row in added}
    met, current = [], waiting[0]
    while current is not None:
        met.append(current)
        with engine.connect() as connection:
            opened = _neighbours(connection, current, **asked)
        changed: dict[str, Any] = {"updated_at": BEGIN + timedelta(days=900 + len(met))}
        if len(met) % 2:
            changed["status"] = Status.PROCESSED
        _change(engine, by_id[current], changed)
        with engine.connect() as connection:
            current = _neighbours(connection, current, **asked, after=opened["here"])["next"]
    assert met == waiting


def _change(engine: Engine, row: dict[str, Any], changed: dict[str, Any]) -> None:
    with engine.begin() as connection:
        connection.execute(update(invoices).where(invoices.c.id == row["id"]).values(**changed))
        add_to_figures(connection, change_of_figures(counted_values(row), counted_values({**row, **changed})))


def test_a_place_leads_on_from_an_invoice_that_was_deleted(engine: Engine) -> None:
    with engine.begin() as connection:
        row = _add(connection, Random(5))
    with engine.connect() as connection:
        opened = _neighbours(connection, row["id"], sort_by="id")
        with engine.begin() as other:
            other.execute(delete(invoices).where(invoices.c.id == row["id"]))
            add_to_figures(other, change_of_figures(counted_values(row), None))
        connection.rollback()
        assert _neighbours(connection, row["id"], sort_by="id", after=opened["here"]) == opened
        with pytest.raises(InvoiceNotFoundError):
            _neighbours(connection, row["id"], sort_by="id")
        with pytest.raises(BadRequestError, match="after"):
            _neighbours(connection, row["id"], sort_by="filename", after=opened["here"])
