"""A request that the API has given up does not run on in the database."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from functions.api.app import create_app
from shared.adapters.database import advisory_lock, make_engine, transaction
from shared.domain.access import Role
from shared.errors import UnavailableError
from tests.security.rows import add_invoice
from tests.security.services import Api, services_with
from tests.support.stack import eventually

TIMEOUT_SECONDS = 2.0


@pytest.fixture
def impatient(api: Api) -> Iterator[Engine]:
    """An engine whose statements are given up after two seconds."""
    engine = make_engine(api.services.settings.model_copy(update={"store_timeout_seconds": TIMEOUT_SECONDS}))
    yield engine
    engine.dispose()


def statements(api: Api, mark: str) -> list[Any]:
    """The statements with this mark that the database runs at the moment, other than this one."""
    with api.services.engine.connect() as connection:
        rows = connection.execute(text("SHOW FULL PROCESSLIST")).mappings()
        return [row["Info"] for row in rows if mark in (row["Info"] or "")]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT /* slow-read */ COUNT(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b ORDER BY a.seq * b.seq",
        "SELECT /* slow-read */ SLEEP(60)",
    ],
    ids=["sorts", "sleeps"],
)
def test_a_statement_given_up_is_ended_by_the_database(api: Api, impatient: Engine, statement: str) -> None:
    with pytest.raises(UnavailableError) as caught, transaction(impatient) as connection:
        connection.exec_driver_sql(statement)
    assert "1969" in str(caught.value.__cause__)  # the database's own limit; 2013 would be the socket's
    eventually(lambda: not statements(api, "slow-read"), seconds=5)


def test_a_request_behind_a_lock_answers_503_and_leaves_no_statement(api: Api, impatient: Engine) -> None:
    invoice_id = add_invoice(api)
    client = create_app(services_with(api.services.settings, impatient, api.services.redis)).test_client()
    with api.services.engine.begin() as other:
        other.execute(text("SELECT id FROM invoices WHERE id = :id FOR UPDATE"), {"id": invoice_id})
        answer = client.patch(
            f"/api/invoices/{invoice_id}/preview",
            json={"preview_data": {"invoice_number": "4712"}},
            headers={"Authorization": f"Bearer {api.keys[Role.REVIEWER]}"},
        )
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
        assert answer.headers["Retry-After"]
        eventually(lambda: not statements(api, "FOR UPDATE"), seconds=5)
    again = api.client(Role.REVIEWER).patch(
        f"/api/invoices/{invoice_id}/preview", json={"preview_data": {"invoice_number": "4712"}}
    )
    assert again.status_code == 200


def test_long_work_has_a_limit_of_its_own(api: Api) -> None:
    engine = make_engine(api.services.settings, statement_seconds=4 * 3600)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT @@max_statement_time")).scalar() == 4 * 3600
    engine.dispose()


def test_whoever_waits_for_a_lock_gives_up_before_the_database_does(api: Api, impatient: Engine) -> None:
    with advisory_lock(api.services.engine, "held"):
        with pytest.raises(UnavailableError) as caught, advisory_lock(impatient, "held"):
            pass
        assert (
            caught.value.__cause__ is None
        )  # the wait ended; the statement's limit or the socket's would be the cause
    with advisory_lock(impatient, "held"):
        pass
