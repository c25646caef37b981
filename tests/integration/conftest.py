"""What tests of many connections share."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.adapters.database import make_engine, transaction
from shared.adapters.tables import audit_events, change_feed, changes, exports, figures, invoices, sellers, webhooks
from shared.settings import Settings


@pytest.fixture
def engine(migrated_database_url: str) -> Iterator[Engine]:
    """Twelve connections to a database in which no invoice is or was; so it is left, too."""
    made = make_engine(Settings(database_url=migrated_database_url, database_pool_size=12))
    _empty(made)
    yield made
    _empty(made)
    made.dispose()


def _empty(engine: Engine) -> None:
    with transaction(engine) as connection:
        for table in (invoices, exports, figures, audit_events, changes, change_feed, webhooks, sellers):
            connection.execute(table.delete())
