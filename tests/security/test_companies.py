"""Own companies: admins change them, an invalid record is refused with its field, and their number is limited."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from shared.adapters.companies import MOST_COMPANIES, RecentCompanies
from shared.adapters.database import database_now
from shared.adapters.tables import companies
from shared.domain.access import Role
from tests.security.services import Api

FARO: dict[str, Any] = {
    "name": " Agencia Faro S.A. ",
    "vat_ids": ["es b-12345674", "ESB12345674"],
    "tax_ids": ["B12345674"],
    "addresses": ["Calle Mayor 1, 28013 Madrid"],
}


@pytest.fixture
def admin(api: Api) -> Iterator[FlaskClient]:
    """An admin of a system without companies; new ones are deleted afterwards, so that other tests do not see them."""
    yield api.client(Role.ADMIN)
    with api.services.engine.begin() as connection:
        connection.execute(text("DELETE FROM companies"))


def test_a_company_is_added_listed_changed_and_removed(api: Api, admin: FlaskClient) -> None:
    assert admin.get("/api/companies").get_json() == {"companies": []}
    added = admin.post("/api/companies", json=FARO)
    assert added.status_code == 201
    company = added.get_json()
    assert company["name"] == "Agencia Faro S.A."
    assert (company["vat_ids"], company["tax_ids"]) == (["ESB12345674"], ["B12345674"])
    path = f"/api/companies/{company['id']}"
    assert admin.get(path).get_json() == company
    assert api.client(Role.VIEWER).get("/api/companies").get_json() == {"companies": [company]}
    changed = admin.patch(path, json={"vat_ids": []}).get_json()
    assert changed | {"updated_at": ""} == company | {"vat_ids": [], "updated_at": ""}
    assert admin.delete(path).status_code == 204
    assert {admin.get(path).status_code, admin.patch(path, json={}).status_code, admin.delete(path).status_code} == {
        404
    }


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("name", "", "name"),
        ("name", " - ", "name"),
        ("name", "a" * 201, "name"),
        ("name", "a\x00b", "name"),
        ("name", None, "name"),
        ("vat_ids", ["a" * 10_000], "vat_ids.0"),
        ("vat_ids", ["n/a"], "vat_ids.0"),
        ("tax_ids", ["B12345674", ""], "tax_ids.1"),
        ("tax_ids", "B12345674", "tax_ids"),
        ("tax_ids", [{"number": 1}], "tax_ids.0"),
        ("vat_ids", [f"B{number:08}" for number in range(1, 22)], "vat_ids"),
        ("addresses", ["x" * 501], "addresses.0"),
        ("addresses", ["  "], "addresses.0"),
        ("owner", "me", "owner"),
    ],
)
def test_a_wrong_record_is_refused_by_its_field(admin: FlaskClient, field: str, value: Any, named: str) -> None:
    answer = admin.post("/api/companies", json=FARO | {field: value})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad-request")
    assert [problem["parameter"] for problem in answer.get_json()["details"]] == [named]
    assert admin.get("/api/companies").get_json() == {"companies": []}


def test_there_are_never_more_than_can_be_compared(api: Api, admin: FlaskClient) -> None:
    with api.services.engine.begin() as connection:
        now = database_now(connection)
        row = {"name": "One of many", "vat_ids": [], "tax_ids": [], "addresses": [], "created_at": now}
        connection.execute(insert(companies), [row | {"updated_at": now}] * (MOST_COMPANIES - 1))
    assert admin.post("/api/companies", json=FARO).status_code == 201
    refused = admin.post("/api/companies", json=FARO)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "too-many-companies")


def test_a_process_sees_a_change_after_a_moment(api: Api, admin: FlaskClient) -> None:
    recent = RecentCompanies(engine=api.services.engine, seconds=0)
    kept = RecentCompanies(engine=api.services.engine, seconds=600)
    assert not recent()
    assert not kept()
    admin.post("/api/companies", json=FARO)
    assert recent().owns_number("ES-B12345674")
    assert not kept(), "it asks the database once in so many seconds"
