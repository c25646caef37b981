"""Alembic's entry point: migrates the database of DATABASE_URL."""

from alembic import context

from shared.adapters.database import make_engine
from shared.adapters.tables import metadata
from shared.settings import Settings


def migrate() -> None:
    """Run the requested migrations, one process at a time: MariaDB's DDL is not transactional."""
    engine = make_engine(Settings(store_timeout_seconds=600))
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT GET_LOCK('invoices-migration', 300)")
        context.configure(connection=connection, target_metadata=metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.exec_driver_sql("DO RELEASE_LOCK('invoices-migration')")
        connection.commit()


migrate()
