"""A pooled connection to MariaDB asks the server nothing that changes nothing, and leaves no transaction open."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, exc, insert, text

from shared.adapters import mariadb_connection
from shared.adapters.audit import record
from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.tables import api_keys
from shared.domain.audit import AuditEventType
from shared.settings import Settings


@pytest.fixture
def engine(migrated_database_url: str) -> Iterator[Engine]:
    """A pool of one connection, so that a session's counts are of all that it was used for."""
    engine = make_engine(Settings(database_url=migrated_database_url, database_pool_size=1))
    yield engine
    engine.dispose()


def _counted(connection: Connection, *names: str) -> dict[str, int]:
    """What the session has been asked so far, such as COMMIT."""
    rows = connection.execute(text("SHOW SESSION STATUS LIKE 'Com\\_%'"))
    found = {name.removeprefix("Com_"): int(number) for name, number in rows}
    return {name: found[name] for name in names}


def test_a_transaction_costs_one_commit_and_neither_a_ping_nor_a_rollback(engine: Engine) -> None:
    with transaction(engine) as connection:
        before = _counted(connection, "commit", "rollback", "admin_commands")
    for _ in range(3):
        with transaction(engine) as connection:
            record(connection, 1, AuditEventType.DELETED, database_now(connection), version=2)
    with transaction(engine) as connection:
        after = _counted(connection, "commit", "rollback", "admin_commands")
    # One of them is that of the first count.
    assert {name: after[name] - before[name] for name in before} == {"commit": 4, "rollback": 0, "admin_commands": 0}


def test_a_statement_that_failed_leaves_no_transaction_open(engine: Engine) -> None:
    with transaction(engine) as connection:
        now = database_now(connection)
        key: dict[str, Any] = {"name": "twice", "role": "viewer", "key_hash": b"k" * 32, "created_at": now}
        connection.execute(api_keys.delete().where(api_keys.c.name == "twice"))
        connection.execute(insert(api_keys).values(**key))
    with pytest.raises(exc.IntegrityError), transaction(engine) as connection:
        connection.execute(insert(api_keys).values(**key))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT @@in_transaction")).scalar_one() == 0


def test_a_connection_that_ended_during_a_pause_is_replaced(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mariadb_connection, "QUIET_SECONDS", -1.0)
    with transaction(engine) as connection:
        first = connection.execute(text("SELECT CONNECTION_ID()")).scalar_one()
    other = make_engine(Settings(database_url=engine.url.render_as_string(hide_password=False)))
    with transaction(other) as connection:
        connection.execute(text(f"KILL {first}"))
    with transaction(engine) as connection:
        assert connection.execute(text("SELECT CONNECTION_ID()")).scalar_one() != first
