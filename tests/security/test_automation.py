"""Automatic confirmation: admins alone decide about it, what is not valid is refused, and nobody looks like it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from shared.adapters.database import database_now
from shared.adapters.tables import automation, sellers
from shared.domain.access import Role
from tests.security.rows import add_invoice
from tests.security.services import Api

DEFAULTS = {
    "enabled": False,
    "after": 5,
    "least_confidence": {"invoice_number": 0.9, "issue_date": 0.9, "total_amount": 0.9, "seller_name": 0.9},
    "person_share": 0.1,
    "sellers": "all",
    "companies": None,
}


@pytest.fixture
def admin(api: Api) -> Iterator[FlaskClient]:
    """An admin of a system where nobody has decided anything: other tests of this database may have."""
    _undecided(api)
    yield api.client(Role.ADMIN)
    _undecided(api)


def _undecided(api: Api) -> None:
    with api.services.engine.begin() as connection:
        connection.execute(automation.delete())
        connection.execute(sellers.delete().where(sellers.c.name.like("Switched %")))


def _seller(api: Api, name: str) -> int:
    with api.services.engine.begin() as connection:
        now = database_now(connection)
        return int(
            connection.execute(
                insert(sellers).values(name=name, is_kept=True, created_at=now, updated_at=now)
            ).lastrowid
        )


def test_nothing_is_confirmed_automatically_by_default(admin: FlaskClient) -> None:
    assert admin.get("/api/automation").get_json() == {**DEFAULTS, "updated_at": None, "updated_by": None}


def test_what_an_admin_decided_is_told_with_its_author_and_without_the_seed(admin: FlaskClient) -> None:
    decided = admin.put("/api/automation", json={"enabled": True, "after": 10, "companies": [3]})
    assert decided.status_code == 200
    answer = admin.get("/api/automation").get_json()
    assert answer == decided.get_json()
    assert answer.pop("updated_at")
    assert answer == {**DEFAULTS, "enabled": True, "after": 10, "companies": [3], "updated_by": "a admin"}
    assert admin.put("/api/automation", json={}).get_json()["enabled"] is False


def test_the_seed_stays_when_the_policy_changes(api: Api, admin: FlaskClient) -> None:
    def seed() -> Any:
        with api.services.engine.begin() as connection:
            return connection.execute(automation.select()).one().seed

    admin.put("/api/automation", json={"enabled": True})
    first = seed()
    admin.put("/api/automation", json={"enabled": False})
    assert seed() == first
    assert len(first) == 64


@pytest.mark.parametrize(
    "body",
    [
        {"after": 0},
        {"after": 51},
        {"after": "many"},
        {"person_share": -0.1},
        {"person_share": 1.1},
        {"least_confidence": {"total_amount": 0.4}},
        {"least_confidence": {"total_amount": 1.1}},
        {"least_confidence": {"iban": 0.9}},
        {"sellers": "none"},
        {"companies": [0]},
        {"companies": ["x"]},
        {"companies": list(range(1, 1002))},
        {"seed": "guessed"},
        {"enabled": None},
    ],
)
def test_what_is_not_valid_is_refused_and_changes_nothing(admin: FlaskClient, body: dict[str, Any]) -> None:
    assert admin.put("/api/automation", json={"enabled": True, **body}).status_code == 400
    assert admin.get("/api/automation").get_json()["enabled"] is False


def test_a_seller_is_switched_by_itself_and_follows_the_settings_again(api: Api, admin: FlaskClient) -> None:
    ids = [_seller(api, f"Switched {number}") for number in range(3)]
    for one in ids:
        switched = admin.put(f"/api/automation/sellers/{one}", json={"enabled": False})
        assert (switched.status_code, switched.get_json()["enabled"]) == (200, False)
    assert admin.put(f"/api/automation/sellers/{ids[0]}", json={"enabled": True}).get_json()["enabled"] is True
    listed: list[Any] = []
    query: dict[str, Any] = {"per_page": 2}
    while query:
        page = admin.get("/api/automation/sellers", query_string=query).get_json()
        listed += page["sellers"]
        query = {"per_page": 2, "after": page["next"]} if page["next"] else {}
    assert [(one["seller_id"], one["enabled"]) for one in listed] == [(ids[2], False), (ids[1], False), (ids[0], True)]
    assert {one["updated_by"] for one in listed} == {"a admin"}
    assert admin.put(f"/api/automation/sellers/{ids[0]}", json={"enabled": None}).get_json()["updated_by"] is None
    assert len(admin.get("/api/automation/sellers").get_json()["sellers"]) == 2


@pytest.mark.parametrize("seller", ["999999999", "9" * 30, "0"])
def test_a_seller_that_is_not_there_has_no_switch(admin: FlaskClient, seller: str) -> None:
    answer = admin.put(f"/api/automation/sellers/{seller}", json={"enabled": True})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "seller-not-found")


def test_a_seller_that_is_part_of_another_one_has_no_switch(api: Api, admin: FlaskClient) -> None:
    part, whole = _seller(api, "Switched part"), _seller(api, "Switched whole")
    with api.services.engine.begin() as connection:
        connection.execute(sellers.update().where(sellers.c.id == part).values(merged_into=whole))
    answer = admin.put(f"/api/automation/sellers/{part}", json={"enabled": False})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "seller-not-found")


@pytest.mark.parametrize("body", [{}, {"enabled": "perhaps"}, {"enabled": True, "more": 1}])
def test_a_switch_is_on_off_or_null(admin: FlaskClient, body: dict[str, Any]) -> None:
    assert admin.put("/api/automation/sellers/1", json=body).status_code == 400


@pytest.mark.parametrize("name", ["auto", " Auto ", "AUTO", "system", "retention"])
def test_no_key_is_called_as_the_system_calls_itself(admin: FlaskClient, name: str) -> None:
    assert admin.post("/api/keys", json={"name": name, "role": "viewer"}).status_code == 400


def test_a_person_cannot_say_what_blocks_an_invoice(api: Api) -> None:
    invoice_id = add_invoice(api)
    reviewer = api.client(Role.REVIEWER)
    body = {"preview_data": {}, "blockers": [], "confirmed_automatically": True}
    assert reviewer.patch(f"/api/invoices/{invoice_id}/preview", json=body).status_code == 400
    detail = reviewer.get(f"/api/invoices/{invoice_id}").get_json()
    assert (detail["blockers"], detail["confirmed_automatically"]) == (None, False)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"field": "iban"},
        {"field": "account", "q": "a\x00"},
        {"field": "account", "q": "a" * 201},
        {"field": "account", "limit": 0},
        {"field": "account", "limit": 51},
    ],
)
def test_completions_are_asked_for_within_bounds(api: Api, query: dict[str, Any]) -> None:
    viewer = api.client(Role.VIEWER)
    assert viewer.get("/api/booking-values", query_string=query).status_code == 400
    assert viewer.get("/api/booking-values", query_string={"field": "account", "q": "%_'\\"}).status_code == 200
