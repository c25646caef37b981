"""Two transactions that wait for each other: the server ends one of them, and it is done anew."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, text

from shared.adapters.database import in_transaction, make_engine
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
