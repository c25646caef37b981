"""Telling two invoices apart through the API: neither list nor invoice names the other any more."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import redis
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, delete, event

from functions.api.app import create_app
from shared.adapters.answers import answer_columns
from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.duplicates import duplicates_by_invoice
from shared.adapters.figures import add_to_figures
from shared.adapters.invoice_rows import insert_invoice, write_columns
from shared.adapters.tables import figures, invoices
from shared.adapters.told_apart import those_told_apart, told_apart_with
from shared.domain.figures import change_of_figures, counted_values
from shared.domain.invoice import InvoiceData, Party
from shared.domain.lifecycle import Status
from shared.settings import Settings
from tests.security.services import services_with

DATA = InvoiceData(
    invoice_number="A-1",
    issue_date=date(2026, 1, 1),
    seller=Party(name="Acme", vat_id="ESB10000017"),
    currency="EUR",
    total_amount=Decimal("12.10"),
)


@pytest.fixture(scope="module")
def engine(stores_environment: dict[str, str]) -> Iterator[Engine]:
    made = make_engine(Settings(database_url=SecretStr(stores_environment["DATABASE_URL"])))
    yield made
    made.dispose()


@pytest.fixture
def client(stores_environment: dict[str, str], engine: Engine) -> Iterator[FlaskClient]:
    with transaction(engine) as connection:
        connection.execute(delete(invoices))
        connection.execute(delete(figures))
    given: Any = {name.lower(): value for name, value in stores_environment.items()}
    settings = Settings(**given, auth="off", host="127.0.0.1")
    cache = redis.Redis.from_url(settings.redis_url.get_secret_value())
    yield create_app(services_with(settings, engine, cache)).test_client()
    cache.close()


def _waiting(engine: Engine) -> int:
    with transaction(engine) as connection:
        now = database_now(connection)
        row = {
            "filename": "x.pdf",
            "content_type": "application/pdf",
            "size": 1,
            "sha256": "0" * 64,
            "dedup_key": uuid4().hex * 2,
            "status": Status.WAITING_VALIDATION,
            "progress": 100,
            "enqueued_at": now,
            "created_at": now,
            "updated_at": now,
        }
        invoice_id = insert_invoice(connection, row)
        write_columns(connection, invoice_id, answer_columns(DATA, {}, []))
        add_to_figures(connection, change_of_figures(None, counted_values(row)))
        return invoice_id


def _listed(client: FlaskClient) -> dict[int, list[int]]:
    return {row["id"]: row["duplicate_of"] for row in client.get("/api/invoices/").get_json()["invoices"]}


def _tell(client: FlaskClient, asked_about: int, **body: Any) -> int:
    return client.post(f"/api/invoices/{asked_about}/tell-apart", json=body).status_code


def test_two_that_were_told_apart_are_no_duplicates_of_each_other_but_of_a_third(
    client: FlaskClient, engine: Engine
) -> None:
    first, second, third = (_waiting(engine) for _ in range(3))
    assert _listed(client) == {first: [second, third], second: [first, third], third: [first, second]}
    assert _tell(client, second, invoice_id=first) == 200
    assert _listed(client) == {first: [third], second: [third], third: [first, second]}
    for one, other in ((first, second), (second, first)):
        invoice = client.get(f"/api/invoices/{one}").get_json()
        assert (invoice["duplicate_of"], invoice["told_apart_from"]) == ([third], [other])
        named = [found["params"]["invoices"] for found in invoice["checks"] if found["code"] == "duplicate-number"]
        assert [[other["invoice_id"] for other in others] for others in named] == [[third]]
    assert _tell(client, first, invoice_id=second, apart=False) == 200
    assert _listed(client)[first] == [second, third]


@pytest.mark.parametrize(
    ("body", "status"),
    [({"invoice_id": 999_999}, 404), ({"invoice_id": 0}, 400), ({}, 400), ({"invoice_id": 1, "more": 1}, 400)],
)
def test_what_is_no_other_invoice_is_refused(
    client: FlaskClient, engine: Engine, body: dict[str, Any], status: int
) -> None:
    assert _tell(client, _waiting(engine), **body) == status


def test_an_invoice_is_not_told_apart_from_itself(client: FlaskClient, engine: Engine) -> None:
    invoice_id = _waiting(engine)
    assert _tell(client, invoice_id, invoice_id=invoice_id) == 400


def test_the_version_that_was_seen_counts(client: FlaskClient, engine: Engine) -> None:
    first, second = _waiting(engine), _waiting(engine)
    path = f"/api/invoices/{first}/tell-apart"
    assert client.post(path, json={"invoice_id": second}, headers={"If-Match": '"77"'}).status_code == 412


def _asked_of_pairs(connection: Connection) -> list[tuple[str, Any]]:
    """The statements about pairs from now on, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, sql: str, values: Any, _context: Any, _many: Any) -> None:
        if "FROM told_apart" in sql:
            seen.append((sql, values))

    event.listen(connection, "before_cursor_execute", note)
    return seen


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: those_told_apart(connection, 1, range(2, 60)),
        lambda connection: told_apart_with(connection, range(1, 60)),
    ],
)
def test_the_pairs_are_read_by_an_index_of_theirs(
    client: FlaskClient, engine: Engine, ask: Callable[[Connection], object]
) -> None:
    _tell(client, _waiting(engine), invoice_id=_waiting(engine))
    with transaction(engine) as connection:
        seen = _asked_of_pairs(connection)
        ask(connection)
        ((sql, values),) = seen
        plan = connection.exec_driver_sql(f"EXPLAIN {sql}", values).mappings()
        assert {row["key"] for row in plan if row["table"] == "told_apart"} <= {"PRIMARY", "ix_told_apart_other_id"}


def test_a_list_asks_for_its_own_invoices_and_not_for_each_pair_of_them(client: FlaskClient, engine: Engine) -> None:
    ids = [_waiting(engine) for _ in range(30)]
    assert _tell(client, ids[0], invoice_id=ids[1]) == 200
    with transaction(engine) as connection:
        seen = _asked_of_pairs(connection)
        found = duplicates_by_invoice(connection, ids)
    assert (len(found[ids[0]]), len(found[ids[2]])) == (28, 29)
    ((_, values),) = seen
    assert len(values) <= 2 * len(ids) + 2
