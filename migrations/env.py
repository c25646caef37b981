"""Alembic's entry point: migrates the database of DATABASE_URL."""

from contextlib import suppress

from alembic import context
from alembic.migration import MigrationContext
from alembic.util import CommandError
from pymysql.constants import ER
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from migrations.releases import NotYetError
from shared.adapters.database import make_engine
from shared.adapters.tables import metadata
from shared.errors import AppError
from shared.settings import load_settings

_LONGEST_SECONDS = 4 * 3600  # of one statement: a large table is copied by some
_CONNECTIONS = 3  # the migration's, and two of a repair of the figures: for its lock and its snapshot


def migrate() -> None:
    """Run the requested migrations, one process at a time: MariaDB's DDL is not transactional. Raises CommandError."""
    with connected() as connection:
        if connection.exec_driver_sql("SELECT GET_LOCK('invoices-migration', 300)").scalar() != 1:
            raise CommandError("Another migration is still running. Try again when it has ended.")
        if newer := newer_revision(connection):
            print(f"The tables are of the newer revision {newer}: left as they are, this version works on them.")
        else:
            began_at = MigrationContext.configure(connection).get_current_revision()
            context.configure(
                connection=connection, target_metadata=metadata, compare_type=True, began_at=began_at or ""
            )
            try:
                with context.begin_transaction():
                    context.run_migrations()
            except NotYetError as later:
                print(later)
        connection.exec_driver_sql("DO RELEASE_LOCK('invoices-migration')")
        connection.commit()


def connected() -> Connection:
    """A connection. Raises CommandError, which Alembic prints as one sentence, for a wrong setting, a database that is
    not supported, or a password that it refuses."""
    try:
        limits = {"store_timeout_seconds": _LONGEST_SECONDS, "database_pool_size": _CONNECTIONS}
        return make_engine(load_settings().model_copy(update=limits)).connect()
    except AppError as error:
        raise CommandError(str(error.__cause__ or error)) from None
    except OperationalError as error:
        if error.orig is None or error.orig.args[0] != ER.ACCESS_DENIED_ERROR:
            raise
        raise CommandError(
            "The database refuses the user or the password of DATABASE_URL. MariaDB's container keeps the "
            "DATABASE_PASSWORD of its first start: put that back into .env, or change it in both places "
            "(docs/operations.md, Passwords)."
        ) from None


def newer_revision(connection: Connection) -> str | None:
    """The revision of the tables, if a newer version made them and an upgrade to this version's head is asked for.

    Revisions count up and one release only adds to the tables, so that the version before it can be started again."""
    current = MigrationContext.configure(connection).get_current_revision()
    head = context.get_head_revision()
    with suppress(KeyError):  # of commands that go nowhere, such as `check`
        if current and current.isdigit() and context.get_revision_argument() == head and current > str(head):
            return current
    return None


migrate()
