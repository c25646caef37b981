"""Two transactions that wait for each other: the server ends one of them, and it is done anew."""

import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, insert, text, update

from shared.adapters.database import database_now, in_transaction, make_engine, transaction
from shared.adapters.invoice_rows import insert_invoice
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.tables import audit_events, invoices
from shared.domain.lifecycle import Status
from shared.errors import UnavailableError
from shared.settings import Settings


@pytest.fixture
def engine(migrated_database_url: str) -> Iterator[Engine]:
    """A table of two rows in a database of the tests."""
    engine = make_engine(Settings(database_url=migrated_database_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE crossing (id INT PRIMARY KEY, passed INT NOT NULL) ENGINE=InnoDB"))
        connection.execute(text("INSERT INTO crossing VALUES (1, 0), (2, 0)"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE crossing"))
    engine.dispose()


def _pass(connection: Connection, row: int) -> None:
    connection.execute(text("UPDATE crossing SET passed = passed + 1 WHERE id = :row"), {"row": row})


def test_of_two_that_wait_for_each_other_both_are_done_once(engine: Engine) -> None:
    both_hold_a_row = threading.Barrier(2, timeout=30)
    tries: list[int] = []

    def cross(first: int, second: int) -> None:
        is_first_try = threading.local()

        def work(connection: Connection) -> None:
            tries.append(first)
            _pass(connection, first)
            if not getattr(is_first_try, "over", False):
                is_first_try.over = True
                both_hold_a_row.wait()
            _pass(connection, second)

        in_transaction(engine, work)

    with ThreadPoolExecutor(2) as threads:
        for ended in [threads.submit(cross, 1, 2), threads.submit(cross, 2, 1)]:
            ended.result(60)

    assert len(tries) > 2
    with engine.connect() as connection:
        assert connection.execute(text("SELECT passed FROM crossing ORDER BY id")).scalars().all() == [2, 2]


def test_another_fault_is_not_tried_again(engine: Engine) -> None:
    tries: list[int] = []

    def work(connection: Connection) -> None:
        tries.append(1)
        connection.execute(text("SET SESSION lock_wait_timeout = 1"))
        connection.execute(text("SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1205"))

    with pytest.raises(UnavailableError):
        in_transaction(engine, work)

    assert tries == [1]


def test_an_invoice_that_somebody_else_writes_to_is_removed_whoever_was_ended(engine: Engine) -> None:
    """The other one has the event and waits for the invoice; it has written more, so the removal is ended."""
    with transaction(engine) as connection:
        now = database_now(connection)
        times = dict.fromkeys(("enqueued_at", "created_at", "updated_at"), now)
        file = {"filename": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": secrets.token_hex(32)}
        invoice_id = insert_invoice(connection, {**file, **times, "status": Status.FAILED})
        event = {"invoice_id": invoice_id, "type": "uploaded", "actor": "a", "created_at": now}
        connection.execute(insert(audit_events).values(**event))
    both_hold_a_row = threading.Barrier(2, timeout=30)
    erased: list[int] = []

    def erase(_: object) -> None:
        erased.append(invoice_id)
        if len(erased) == 1:
            both_hold_a_row.wait()

    def write() -> None:
        with transaction(engine) as connection:
            connection.execute(text("INSERT INTO crossing SELECT seq, 0 FROM seq_3_to_1000"))
            connection.execute(update(audit_events).where(audit_events.c.invoice_id == invoice_id).values(actor="b"))
            both_hold_a_row.wait()
            connection.execute(update(invoices).where(invoices.c.id == invoice_id).values(filename="b.pdf"))

    store = SqlInvoiceStore(engine)
    with ThreadPoolExecutor(2) as threads:
        other = threads.submit(write)
        removed = store.remove([invoice_id], actor="a", untouched_since=None, erase=erase, release=lambda _: None)
        other.result(60)

    assert [one.invoice_id for one in removed] == [invoice_id]
    assert len(erased) == 2
