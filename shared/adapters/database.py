"""MariaDB: the engine, its clock, and the translation of its errors."""

import random
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import URL, ColumnElement, Connection, Dialect, Engine, create_engine, event, exc, func, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from shared.adapters.mariadb_connection import MariaDbConnection
from shared.errors import AppError, OperatorErrorCode, UnavailableError
from shared.settings import Settings, load_settings


class UnsupportedDatabaseError(AppError):
    """A server that is no MariaDB, or an account whose login the driver does not know; told to operators."""

    code = OperatorErrorCode.UNSUPPORTED_DATABASE


_NEEDED = "This system is made for MariaDB 10.6 or newer, and tested with nothing else: give the address of one."
_LOGINS = {
    False: f"The account of DATABASE_URL logs in by MySQL's caching_sha2_password or sha256_password. {_NEEDED}",
    True: "The account of DATABASE_URL logs in by ed25519. Let it log in by mysql_native_password: ALTER USER <user> "
    "IDENTIFIED VIA mysql_native_password USING PASSWORD('<password>').",
}


def driver_url(url: str) -> URL:
    """The URL for SQLAlchemy: `mysql://…` and `mariadb://…` use PyMySQL, with the charset utf8mb4."""
    parsed = make_url(url).set(drivername="mysql+pymysql")
    return parsed.update_query_dict({"charset": "utf8mb4"}, append=False)


_LOCK_SECONDS = "lock_seconds"
"""The option of an engine for how long `advisory_lock` waits."""


def make_engine(settings: Settings, *, statement_seconds: float | None = None) -> Engine:
    """A pooled engine that connects on first use; connecting, reading and writing have time-outs.

    The database ends every statement after `statement_seconds`; None: before its caller stops waiting for the answer.
    Otherwise it would run on, seen by nobody, and hold its locks and a core.
    """
    waits = settings.waits
    limit = statement_seconds or waits.statement
    engine = create_engine(
        driver_url(settings.database_url.get_secret_value()),
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=waits.connection,
        pool_pre_ping=True,
        pool_recycle=1800,
        isolation_level="READ COMMITTED",
        execution_options={_LOCK_SECONDS: waits.lock},
        hide_parameters=True,  # error texts are logged; the document's contents must not be
        connect_args={
            "connect_timeout": waits.socket,
            "read_timeout": waits.socket,
            "write_timeout": waits.socket,
            # Only a strict server refuses what it cannot store; the session clock is UTC.
            # MariaDB alone executes /*M! */: another server is refused in words, not by its syntax error.
            "init_command": "SET SESSION sql_mode='STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', time_zone='+00:00'"
            f" /*M! , max_statement_time={limit:.3f} */",
        },
    )
    event.listen(engine, "do_connect", _connect)
    return engine


def _connect(_: Dialect, __: object, arguments: list[Any], parameters: dict[str, Any]) -> DBAPIConnection:
    """A connection. Raises UnavailableError from UnsupportedDatabaseError for a server or a login that is not
    supported: at the first connection of a start, which is the migrations'."""
    try:
        connection = cast(DBAPIConnection, MariaDbConnection(*arguments, **parameters))
    except RuntimeError as error:  # PyMySQL's for a login that needs one more package
        raise UnavailableError from UnsupportedDatabaseError(_LOGINS["pynacl" in str(error)])
    if "MariaDB" not in connection.get_server_info():  # which may be a proxy's
        with closing(connection.cursor()) as cursor:
            cursor.execute("SELECT VERSION()")
            version = str((cursor.fetchone() or [""])[0])
        if "MariaDB" not in version:
            connection.close()
            raise UnavailableError from UnsupportedDatabaseError(
                f"The server of DATABASE_URL is MySQL {version}. {_NEEDED}"
            )
    return connection


@cache
def shared_engine() -> Engine:
    """The engine of this process."""
    return make_engine(load_settings())


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One transaction. Raises UnavailableError when the database is unreachable, locked, too slow or out of
    connections."""
    with translated_faults(), engine.begin() as connection:
        yield connection


_DEADLOCK = 1213
_MOST_TRIES = 5
_LONGEST_PAUSE = 0.02
"""Seconds, times the number of tries, before a transaction is begun anew."""

T = TypeVar("T")


def in_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    """What `work` returns, done in one transaction; begun anew, a few times at most, where the server ended it because
    of a deadlock, of which nothing is left (https://mariadb.com/kb/en/innodb-lock-modes/). So `work` must have no other
    effects. Raises UnavailableError as `transaction` does."""
    with translated_faults():
        for tries in range(1, _MOST_TRIES):
            try:
                with engine.begin() as connection:
                    return work(connection)
            except exc.OperationalError as error:
                if error.orig is None or error.orig.args[0] != _DEADLOCK:
                    raise
            time.sleep(random.uniform(0, _LONGEST_PAUSE) * tries)  # noqa: S311 - so that the two do not meet again
        with engine.begin() as connection:
            return work(connection)


@contextmanager
def translated_faults() -> Iterator[None]:
    """Raises UnavailableError when the database is unreachable, full, deadlocked, out of connections or has ended a
    statement at its limit (error 1969)."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError) as error:
        raise UnavailableError("The database is not available right now. Please try again in a moment.") from error


def database_now(connection: Connection) -> datetime:
    """The database's clock: the only clock for leases, back-off and message times."""
    moment: datetime = connection.execute(text("SELECT utc_timestamp(6)")).scalar_one()
    return moment.replace(tzinfo=UTC)


NOW: ColumnElement[Any] = func.utc_timestamp(text("6"))
"""The database's clock in a statement: the same moment wherever the statement names it."""


def ping(engine: Engine) -> None:
    """Raises UnavailableError unless the database answers."""
    with translated_faults(), engine.connect() as connection:
        connection.execute(text("SELECT 1"))


@contextmanager
def advisory_lock(engine: Engine, name: str, *, wait: bool = True) -> Iterator[Connection]:
    """A connection that holds the lock of this name for the whole block, across transactions.

    Raises UnavailableError when the lock is not free at once or, with `wait`, in the engine's time for locks.
    """
    with translated_faults(), engine.connect() as connection:
        seconds = engine.get_execution_options()[_LOCK_SECONDS] if wait else 0
        parameters = {"name": name[:64], "seconds": seconds}
        if connection.execute(text("SELECT GET_LOCK(:name, :seconds)"), parameters).scalar() != 1:
            raise UnavailableError
        connection.commit()
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        finally:
            connection.execute(text("DO RELEASE_LOCK(:name)"), parameters)
            connection.commit()


@contextmanager
def free_locks(engine: Engine, names: Collection[str], *, wait: bool) -> Iterator[tuple[Connection, frozenset[str]]]:
    """A connection that holds, for the whole block, those locks of these names that are free: at once or, with `wait`,
    in the engine's time for locks each."""
    seconds = engine.get_execution_options()[_LOCK_SECONDS] if wait else 0
    # In one order, so that two that wait do not wait for each other.
    parameters: dict[str, str] = {f"name_{number}": name[:64] for number, name in enumerate(sorted(names))}
    taken = ", ".join(f"GET_LOCK(:{one}, :seconds)" for one in parameters)
    released = ", ".join(f"RELEASE_LOCK(:{one})" for one in parameters)
    with translated_faults(), engine.connect() as connection:
        answers = connection.execute(text(f"SELECT {taken}"), {**parameters, "seconds": seconds}).one()
        connection.commit()
        held = frozenset(name for name, answer in zip(sorted(names), answers, strict=True) if answer == 1)
        try:
            yield connection, held
        finally:
            connection.rollback()
            connection.execute(text(f"DO {released}"), parameters)
            connection.commit()


def still_holds(connection: Connection, name: str) -> bool:
    """Whether the connection has the lock of this name, which the server ends with a connection of which it has heard
    nothing for long. Raises UnavailableError."""
    with translated_faults():
        is_held = connection.scalar(text("SELECT IS_USED_LOCK(:name) = CONNECTION_ID()"), {"name": name[:64]})
        connection.commit()
    return bool(is_held)


def document_lock(sha256: str) -> str:
    """The name of the lock under which a document's object and row are stored or removed together."""
    return f"document-{sha256}"
