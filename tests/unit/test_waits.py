"""Whoever waits for something waits longer than that takes at most."""

from itertools import pairwise

import pytest
from pydantic import SecretStr
from sqlalchemy.pool import QueuePool

from infra.web_rules import API_SILENCE_SECONDS
from shared.adapters.database import make_engine
from shared.settings import Settings
from shared.waits import MOST_STORE_SECONDS, OBJECT_TRIES, PROXY_SECONDS, READING_SECONDS, UPLOAD_SECONDS, Waits


def _table(store: float) -> dict[str, float]:
    """Every wait in the path of a request, each waited for by a later one."""
    waits = Waits(store)
    return {
        "a connection of the pool": waits.connection,
        "a named lock": waits.lock,
        "a statement": waits.statement,
        "the database's socket": waits.socket,
        "one try at the object store": waits.object_try,
        "the object store": waits.object,
        "a page picture": waits.picture,
        "the upload function": UPLOAD_SECONDS,
        "the upload function, then the reading": UPLOAD_SECONDS + READING_SECONDS,
        "the web server's wait for the api": PROXY_SECONDS,
    }


@pytest.mark.parametrize("store", [0.5, 1, 1.5, 10, MOST_STORE_SECONDS])
def test_the_innermost_wait_ends_first(store: float) -> None:
    for (inner, sooner), (outer, later) in pairwise(_table(store).items()):
        assert sooner < later, f"{inner} ({sooner} s) ends after {outer} ({later} s)"


@pytest.mark.parametrize("store", [0.5, 1, 1.5, 10, MOST_STORE_SECONDS])
def test_the_parts_of_a_picture_fit_into_it(store: float) -> None:
    waits = Waits(store)
    assert waits.turn < waits.drawing < waits.picture
    assert waits.object == OBJECT_TRIES * waits.object_try


def test_the_engine_waits_as_the_table_says() -> None:
    settings = Settings(
        database_url=SecretStr("mysql://invoices:invoices@127.0.0.1:1/invoices"), store_timeout_seconds=4
    )
    engine = make_engine(settings)
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.timeout() == Waits(4).connection
    assert Waits(4).lock in engine.get_execution_options().values()


def test_the_web_servers_wait_as_the_table_says() -> None:
    assert API_SILENCE_SECONDS == PROXY_SECONDS
