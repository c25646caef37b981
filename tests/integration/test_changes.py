"""The feed of public changes: a reader with a cursor meets each committed change once, however transactions cross."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select, update

from shared.adapters.audit import record
from shared.adapters.change_feed import ChangeFeed, read_changes
from shared.adapters.database import database_now, transaction
from shared.adapters.tables import change_feed, changes
from shared.domain.audit import AuditEventType
from shared.domain.public_changes import CHANGE_OF, ChangeType, PublicChange
from tests.support.reads import rows_read
from tests.support.stack import ROOT, RunningStack

pytestmark = pytest.mark.servers

UBL = (ROOT / "samples" / "fietsen-ubl-nl.xml").read_bytes()


@pytest.fixture
def feed(engine: Engine) -> ChangeFeed:
    return ChangeFeed(engine=engine)


def _change(connection: Connection, invoice_id: int, version: int, type_: AuditEventType) -> None:
    record(connection, invoice_id, type_, database_now(connection), version=version, actor="Ana")


def _confirm(connection: Connection, invoice_id: int, version: int = 1) -> None:
    _change(connection, invoice_id, version, AuditEventType.CONFIRMED)


def _read(feed: ChangeFeed, after: int, *types: ChangeType) -> tuple[list[PublicChange], int]:
    """What a client is answered, and its next cursor."""
    state = feed.advance()
    return list(feed.read(after=after, last=state.last, types=types, limit=10_000)), state.last


def _by_id(engine: Engine, after: int) -> tuple[list[int], int]:
    """What a reader is answered whose cursor is the id of the last change: (invoices, next cursor)."""
    with transaction(engine) as connection:
        found = select(changes.c.id, changes.c.invoice_id).where(changes.c.id > after).order_by(changes.c.id)
        rows = connection.execute(found).all()
    return [row.invoice_id for row in rows], rows[-1].id if rows else after


def test_a_change_that_is_written_first_and_committed_last_is_not_skipped(engine: Engine, feed: ChangeFeed) -> None:
    with engine.connect() as slow, engine.connect() as quick:
        _confirm(slow, 1)
        _confirm(quick, 2)
        quick.commit()
        first, cursor = _read(feed, 0)
        by_id, id_cursor = _by_id(engine, 0)
        slow.commit()

    then, _ = _read(feed, cursor)
    by_id_then, _ = _by_id(engine, id_cursor)

    assert [one.invoice_id for one in (*first, *then)] == [2, 1]
    assert (by_id, by_id_then) == ([2], [])  # what this is for: a plain id as the cursor never shows invoice 1


def test_followers_meet_each_change_of_crossing_transactions_once(engine: Engine, feed: ChangeFeed) -> None:
    writers, each, ended = 6, 40, threading.Event()
    committed: list[tuple[int, int]] = []

    def write(invoice_id: int) -> None:
        chance = random.Random(invoice_id)  # the same in each run
        for version in range(1, each + 1):
            with engine.connect() as connection:
                _confirm(connection, invoice_id, version)
                time.sleep(chance.uniform(0, 0.004))  # the others commit meanwhile
                if chance.random() < 0.1:
                    connection.rollback()
                else:
                    connection.commit()
                    committed.append((invoice_id, version))

    def follow() -> list[tuple[int, int]]:
        seen, cursor = [], 0
        while True:
            is_last = ended.is_set()
            found, cursor = _read(feed, cursor)
            seen += [(one.invoice_id, one.version) for one in found]
            if is_last and not found:
                return seen

    with ThreadPoolExecutor(writers + 2) as threads:
        following = [threads.submit(follow) for _ in range(2)]
        for written in [threads.submit(write, number) for number in range(1, writers + 1)]:
            written.result(60)
        ended.set()
        seen, seen_by_other = (one.result(60) for one in following)

    assert sorted(seen) == sorted(committed)
    assert seen == seen_by_other
    for invoice_id in range(1, writers + 1):
        versions = [version for of, version in seen if of == invoice_id]
        assert versions == sorted(versions)


def test_several_that_number_at_once_give_each_change_one_number(engine: Engine, feed: ChangeFeed) -> None:
    with transaction(engine) as connection:
        for invoice_id in range(1, 51):
            _confirm(connection, invoice_id)
    with ThreadPoolExecutor(4) as threads:
        states = [started.result(30) for started in [threads.submit(feed.advance) for _ in range(4)]]

    found = feed.read(after=0, last=max(state.last for state in states), limit=100)
    assert [one.sequence for one in found] == list(range(1, 51))
    assert [one.invoice_id for one in found] == list(range(1, 51))
    assert len({state.name for state in states}) == 1


def test_a_change_that_is_rolled_back_is_in_no_feed(engine: Engine, feed: ChangeFeed) -> None:
    with engine.connect() as connection:
        _confirm(connection, 1)
        connection.rollback()
    assert _read(feed, 0) == ([], 0)


def test_only_the_asked_types_are_answered_in_their_order(engine: Engine, feed: ChangeFeed) -> None:
    happened = [AuditEventType.UPLOADED, AuditEventType.EXTRACT_FINISHED, AuditEventType.CONFIRMED]
    with transaction(engine) as connection:
        for invoice_id in (1, 2):
            for version, type_ in enumerate(happened, 1):
                _change(connection, invoice_id, version, type_)

    found, _ = _read(feed, 0, ChangeType.CONFIRMED, ChangeType.RECEIVED)

    assert [(one.invoice_id, one.type) for one in found] == [
        (1, ChangeType.RECEIVED),
        (1, ChangeType.CONFIRMED),
        (2, ChangeType.RECEIVED),
        (2, ChangeType.CONFIRMED),
    ]
    assert [one.type for one in feed.read(after=1, last=6, types=[ChangeType.CONFIRMED], limit=1)] == ["confirmed"]


def test_events_that_are_nobody_elses_business_are_no_changes(engine: Engine, feed: ChangeFeed) -> None:
    with transaction(engine) as connection:
        for type_ in AuditEventType:
            if type_ not in CHANGE_OF:
                _change(connection, 1, 1, type_)
    assert _read(feed, 0) == ([], 0)


def test_every_public_type_is_of_some_event() -> None:
    assert set(CHANGE_OF.values()) == set(ChangeType)


def test_changes_are_forgotten_from_the_oldest_on(engine: Engine, feed: ChangeFeed) -> None:
    with transaction(engine) as connection:
        for invoice_id in (1, 2, 3):
            _confirm(connection, invoice_id)
    feed.advance()
    with transaction(engine) as connection:
        old = datetime.now(UTC) - timedelta(days=40)
        connection.execute(update(changes).where(changes.c.invoice_id <= 2).values(at=old))

    assert feed.forget(days=30) == 2

    state = feed.advance()
    assert (state.before, state.last) == (2, 3)
    with transaction(engine) as connection:
        connection.execute(update(changes).values(at=old))
    assert feed.forget(days=30) == 1
    assert (feed.advance().before, feed.advance().last) == (3, 3)


def test_a_change_that_is_not_numbered_yet_is_not_forgotten(engine: Engine, feed: ChangeFeed) -> None:
    with transaction(engine) as connection:
        _confirm(connection, 1)
        connection.execute(update(changes).values(at=datetime.now(UTC) - timedelta(days=40)))
    assert feed.forget(days=30) == 0
    assert len(_read(feed, 0)[0]) == 1


def test_a_feed_that_is_made_anew_goes_on_behind_the_last_number_under_another_name(
    engine: Engine, feed: ChangeFeed
) -> None:
    with transaction(engine) as connection:
        _confirm(connection, 1)
    before = feed.advance()
    with transaction(engine) as connection:
        connection.execute(change_feed.delete())  # as a restore does
        _confirm(connection, 2)
    after = feed.advance()
    assert (before.last, after.last) == (1, 2)
    assert before.name != after.name


def test_a_look_at_a_feed_without_news_writes_nothing(engine: Engine, feed: ChangeFeed) -> None:
    with transaction(engine) as connection:
        _confirm(connection, 1)
    feed.advance()
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    feed.advance()
    assert len(statements) == 3
    assert not [one for one in statements if "FOR UPDATE" in one or one.startswith(("UPDATE", "INSERT"))]


def test_the_place_behind_a_cursor_is_found_in_an_index(engine: Engine, feed: ChangeFeed) -> None:
    """Entries that are read do not grow with the feed."""
    with transaction(engine) as connection:
        for invoice_id in range(1, 401):
            _change(connection, invoice_id, 1, AuditEventType.UPLOADED)
        _confirm(connection, 1, 2)
    feed.advance()

    def read(*types: ChangeType) -> int:
        with engine.connect() as connection, rows_read(connection) as rows:
            read_changes(connection, after=0, last=401, types=types, limit=10)
            return rows()

    assert read(ChangeType.CONFIRMED) < 10
    assert read() < 50


def _all(stack: RunningStack, **query: str) -> list[dict[str, Any]]:
    """Every change that the API answers, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        answer = stack.client.get("/api/invoices/changes", params=query)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["changes"]
        query["after"] = page["next"]
        if not page["has_more"]:
            return found


def _end(stack: RunningStack) -> str:
    answer = stack.client.get("/api/invoices/changes", params={"after": "now"}).json()
    assert (answer["changes"], answer["has_more"]) == ([], False)
    end: str = answer["next"]
    return end


def _types_of(found: list[dict[str, Any]], invoice_id: int) -> list[str]:
    return [one["type"] for one in found if one["invoice_id"] == invoice_id]


def _decide(stack: RunningStack, invoice_id: int, verb: str, **body: Any) -> dict[str, Any]:
    answer = stack.client.post(f"/api/invoices/{invoice_id}/{verb}", json=body)
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_each_public_change_of_an_invoice_is_told_once_in_order(stack: RunningStack) -> None:
    before = _end(stack)
    ubl = UBL.replace(b"</Invoice>", b"<!-- for the feed of changes --></Invoice>")
    (uploaded,) = stack.upload(("feed.xml", ubl))
    invoice_id = uploaded["invoice_id"]
    stack.finished(invoice_id)
    path = f"/api/invoices/{invoice_id}"
    stack.client.patch(f"{path}/preview", json={"preview_data": {"invoice_number": "A-17"}}).raise_for_status()
    _decide(stack, invoice_id, "confirm")
    _decide(stack, invoice_id, "confirm")  # changes nothing, and tells nothing
    _decide(stack, invoice_id, "exported", reference="PUR-1")
    _decide(stack, invoice_id, "reopen")
    _decide(stack, invoice_id, "reject")
    stack.client.delete(path).raise_for_status()

    found = [one for one in _all(stack, after=before) if one["invoice_id"] == invoice_id]

    happened = ["received", "ready", "corrected", "confirmed", "exported", "reopened", "rejected", "deleted"]
    assert [one["type"] for one in found] == happened
    versions = [one["version"] for one in found]
    assert versions == sorted(set(versions))
    assert [one["actor"] for one in found] == ["local", "system", *["local"] * 6]
    for number, one in enumerate(found, 1):
        rest = [later for later in _all(stack, after=one["cursor"]) if later["invoice_id"] == invoice_id]
        assert [later["type"] for later in rest] == happened[number:]


def test_a_failed_file_and_a_split_one_are_told(stack: RunningStack) -> None:
    before = _end(stack)
    (protected,) = stack.upload(
        ("protected.pdf", (ROOT / "samples" / "bad" / "encrypted.pdf").read_bytes() + b"\n%feed")
    )
    (several,) = stack.upload(("two.pdf", (ROOT / "samples" / "catering-two-pages-en.pdf").read_bytes() + b"\n%feed"))
    assert stack.finished(protected["invoice_id"])["status"] == "failed"
    stack.finished(several["invoice_id"])
    children = _decide(stack, several["invoice_id"], "split", parts=[[1, 1], [2, 2]])["children"]
    for child in children:
        stack.finished(child)
    _decide(stack, several["invoice_id"], "reopen")

    found = _all(stack, after=before)

    assert _types_of(found, protected["invoice_id"]) == ["received", "failed"]
    assert _types_of(found, several["invoice_id"]) == ["received", "ready", "rejected", "reopened"]
    for child in children:
        assert _types_of(found, child) == ["received", "ready", "rejected"]


def test_invoices_that_an_export_marks_are_told_as_exported(stack: RunningStack) -> None:
    (uploaded,) = stack.upload(("e.xml", UBL.replace(b"</Invoice>", b"<!-- for a set --></Invoice>")))
    invoice_id = uploaded["invoice_id"]
    stack.finished(invoice_id)
    _decide(stack, invoice_id, "confirm")
    before = _end(stack)
    made = stack.client.post("/api/exports", json={"format": "csv"}).json()
    found = [one for one in _all(stack, after=before) if one["invoice_id"] == invoice_id]
    assert [(one["type"], one["version"]) for one in found] == [("exported", stack.invoice(invoice_id)["version"])]
    stack.client.delete(f"/api/exports/{made['id']}").raise_for_status()


def test_the_data_of_confirmed_ones_comes_on_demand(stack: RunningStack) -> None:
    before = _end(stack)
    (uploaded,) = stack.upload(("d.xml", UBL.replace(b"</Invoice>", b"<!-- for its data --></Invoice>")))
    invoice_id = uploaded["invoice_id"]
    stack.finished(invoice_id)
    _decide(stack, invoice_id, "confirm")

    (without,) = _all(stack, after=before, types="confirmed,exported")
    (with_data,) = _all(stack, after=before, types="confirmed", include="data")
    _decide(stack, invoice_id, "reopen")
    (reopened,) = _all(stack, after=before, types="confirmed", include="data")

    assert without["data"] is None
    assert with_data["data"]["invoice_number"] == stack.invoice(invoice_id)["preview_data"]["invoice_number"]
    assert reopened["data"] is None


def test_pages_follow_each_other(stack: RunningStack) -> None:
    whole = _all(stack)
    assert len(whole) > 3
    assert _all(stack, limit="2") == whole
    page = stack.client.get("/api/invoices/changes", params={"limit": "2"}).json()
    assert page["next"] == page["changes"][-1]["cursor"]


def test_a_cursor_moves_on_past_changes_of_other_types(stack: RunningStack) -> None:
    answer = stack.client.get("/api/invoices/changes", params={"types": "failed", "limit": "1000"}).json()
    assert answer["next"] == _end(stack)


@pytest.mark.parametrize("cursor", ["", "17", "a" * 60, "Ä", "now ", "WzE3LCAiMjAyNi0wNS0wNCJd"])
def test_a_cursor_that_this_system_never_gave_is_refused_with_what_to_do(stack: RunningStack, cursor: str) -> None:
    answer = stack.client.get("/api/invoices/changes", params={"after": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert "after=now" in answer.json()["error"]


def test_a_cursor_of_another_list_or_feed_is_refused(stack: RunningStack) -> None:
    of_list = stack.client.get("/api/invoices/", params={"per_page": "1"}).json()["next"]
    assert stack.client.get("/api/invoices/changes", params={"after": of_list}).status_code == 400
    end = _end(stack)
    with transaction(stack.engine()) as connection:
        connection.execute(change_feed.delete())  # as a restore from a backup does
    assert stack.client.get("/api/invoices/changes", params={"after": end}).status_code == 400


def test_a_cursor_from_before_what_is_kept_is_gone(stack: RunningStack) -> None:
    first = _all(stack)[0]
    with transaction(stack.engine()) as connection:
        oldest = connection.scalars(select(changes.c.sequence).order_by(changes.c.sequence).limit(3)).all()
        connection.execute(changes.delete().where(changes.c.sequence <= oldest[-1]))
    answer = stack.client.get("/api/invoices/changes", params={"after": first["cursor"]})
    assert (answer.status_code, answer.json()["code"]) == (410, "changes-gone")
    assert "after=now" in answer.json()["error"]
    assert _all(stack)  # without a cursor from the oldest that is kept


@pytest.mark.parametrize(
    "query", [{"types": "confirm"}, {"limit": "0"}, {"limit": "1001"}, {"include": "text"}, {"since": "now"}]
)
def test_a_wrong_parameter_is_named(stack: RunningStack, query: dict[str, str]) -> None:
    answer = stack.client.get("/api/invoices/changes", params=query)
    assert answer.status_code == 400
    assert next(iter(query)) in answer.json()["error"]
