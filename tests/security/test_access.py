"""Every route of the app's own map × every role × every kind of bad key: a route without an access rule fails here."""

import secrets
from datetime import timedelta
from typing import Any

import flask
import pytest
from sqlalchemy import select, update

from functions.api.access import ACTIONS, RULES
from functions.api.loopback import OpenToTheWorldError
from functions.api.openapi import openapi_app
from shared.adapters.api_keys import PREFIX, KeyStore
from shared.adapters.database import database_now
from shared.adapters.tables import api_keys
from shared.domain.access import ApiAction, Permission, Role
from shared.settings import Settings
from tests.security.services import Api

pytestmark = pytest.mark.usefixtures("unhurried")

Call = tuple[str, str, str]
"""Endpoint, method, path."""

# The permissions of each role, written here independently of the product's table, which must not test itself.
MAY: dict[Permission, set[Role]] = {
    Permission.READ: {Role.VIEWER, Role.UPLOADER, Role.REVIEWER, Role.ADMIN},
    Permission.UPLOAD: {Role.UPLOADER, Role.REVIEWER, Role.ADMIN},
    Permission.REVIEW: {Role.REVIEWER, Role.ADMIN},
    Permission.ADMINISTER: {Role.ADMIN},
}

# The only addresses that answer without a key. They hold no document and no setting.
OPEN = {
    "/healthz",
    "/readyz",
    "/api/openapi.json",
    "/api/docs",
    "/api/docs/<name>",
    "/api/docs/<any(errors, findings):kind>",
}

# Only an admin may make these calls, even if the product's table changes.
ADMIN_ONLY = {
    ("DELETE", "/api/invoices/<int:invoice_id>"),
    ("GET", "/api/keys"),
    ("POST", "/api/keys"),
    ("DELETE", "/api/keys/<int:key_id>"),
    ("POST", "/api/companies"),
    ("PATCH", "/api/companies/<int:company_id>"),
    ("DELETE", "/api/companies/<int:company_id>"),
    ("GET", "/api/webhooks"),
    ("POST", "/api/webhooks"),
    ("GET", "/api/webhooks/<int:webhook_id>"),
    ("PATCH", "/api/webhooks/<int:webhook_id>"),
    ("DELETE", "/api/webhooks/<int:webhook_id>"),
    ("POST", "/api/webhooks/<int:webhook_id>/rotate"),
    ("POST", "/api/webhooks/<int:webhook_id>/test"),
    ("GET", "/api/webhooks/<int:webhook_id>/deliveries"),
    ("POST", "/api/webhooks/<int:webhook_id>/replay"),
    ("GET", "/api/automation"),
    ("PUT", "/api/automation"),
    ("GET", "/api/automation/sellers"),
    ("PUT", "/api/automation/sellers/<int:seller_id>"),
}


def _rules() -> list[Any]:
    return [rule for rule in openapi_app().url_map.iter_rules() if rule.endpoint != "static"]


def _calls() -> list[Call]:
    """One call for each method of each route; the ids do not exist, so that nothing is changed."""
    found = []
    for rule in _rules():
        path = rule.rule
        for name in rule.arguments:
            for form in (f"<int:{name}>", f"<{name}>"):
                path = path.replace(form, "999999999" if "int" in form else "start.js")
        found += [(rule.endpoint, method, path) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found


CALLS = _calls()
CLOSED = [call for call in CALLS if RULES.get(call[0]) is not Permission.PUBLIC]


def _answer(api: Api, call: Call, headers: dict[str, str] | None = None) -> Any:
    _, method, path = call
    with api.app.test_client() as client:
        return client.open(path, method=method, headers=headers or {}, buffered=False)


def _refused(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.get_json()["code"]) == (status, code), answer.get_data(as_text=True)


def test_the_map_is_not_empty() -> None:
    assert len(CALLS) >= 25


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert {rule.endpoint for rule in _rules()} == set(RULES)


def test_only_these_addresses_are_open() -> None:
    assert {rule.rule for rule in _rules() if RULES[rule.endpoint] is Permission.PUBLIC} == OPEN


def test_admin_calls_need_the_administer_permission() -> None:
    by_call = {(method, rule.rule): RULES[rule.endpoint] for rule in _rules() for method in rule.methods}
    assert {call: by_call[call] for call in ADMIN_ONLY} == dict.fromkeys(ADMIN_ONLY, Permission.ADMINISTER)


def test_calls_that_change_data_need_more_than_the_read_permission() -> None:
    changing = {"POST", "PUT", "PATCH", "DELETE"}
    weak = [rule.rule for rule in _rules() if rule.methods & changing and RULES[rule.endpoint] in ("public", "read")]
    assert weak == []


def test_an_endpoint_without_a_rule_is_closed(api: Api) -> None:
    app = api.app_with()
    app.add_url_rule("/api/new", "forgotten", lambda: "open")
    answer = app.test_client().get("/api/new", headers={"X-API-Key": api.keys[Role.ADMIN]})
    _refused(answer, 403, "forbidden")


@pytest.mark.parametrize("call", CLOSED, ids=lambda call: f"{call[1]} {call[2]}")
@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_its_work_needs_and_no_more(api: Api, call: Call, role: Role) -> None:
    answer = _answer(api, call, {"Authorization": f"Bearer {api.keys[role]}"})
    if role in MAY[RULES[call[0]]]:
        assert answer.status_code not in {401, 403, 429}
    else:
        _refused(answer, 403, "forbidden")
    answer.close()


@pytest.mark.parametrize("role", Role)
def test_the_listed_actions_of_a_caller_are_those_that_are_allowed(api: Api, role: Role) -> None:
    offered = set(api.client(role).get("/api/me").get_json()["actions"])
    tried = set()
    for call in CLOSED:
        action = ACTIONS.get(call[0])
        if action is None:
            continue
        answer = _answer(api, call, {"Authorization": f"Bearer {api.keys[role]}"})
        assert (answer.status_code != 403) == (action in offered), f"{role}: {action} by {call}"
        answer.close()
        tried.add(action)
    assert tried == set(ApiAction)


@pytest.mark.parametrize("call", CLOSED, ids=lambda call: f"{call[1]} {call[2]}")
def test_without_a_good_key_every_closed_route_is_401(api: Api, unhurried: None, call: Call) -> None:
    good = api.keys[Role.ADMIN]
    for headers in (
        {},
        {"Authorization": "Bearer"},
        {"Authorization": f"Basic {good}"},
        {"Authorization": f"Bearer {PREFIX}{secrets.token_urlsafe(32)}"},
        {"X-API-Key": good[:-1]},
        {"X-API-Key": good.upper()},
        {"X-API-Key": f"{good} OR 1=1"},
        {"X-API-Key": "é\xff" * 20},
        {"Cookie": f"key={good}"},
        {"Authorization": "Bearer wrong", "X-API-Key": good},  # the first header counts; the second is not tried
    ):
        _refused(_answer(api, call, headers), 401, "unauthenticated")


@pytest.mark.parametrize("call", CLOSED, ids=lambda call: f"{call[1]} {call[2]}")
def test_a_revoked_or_expired_key_opens_nothing(api: Api, lost_keys: tuple[str, str], call: Call) -> None:
    for key in lost_keys:
        _refused(_answer(api, call, {"X-API-Key": key}), 401, "unauthenticated")


@pytest.fixture(scope="module")
def lost_keys(api: Api) -> tuple[str, str]:
    """A revoked and an expired key of an admin."""
    revoked, record = api.services.keys.create("left the firm", "admin")
    assert api.app.test_client().get("/api/me", headers={"X-API-Key": revoked}).status_code == 200
    api.services.keys.revoke(record.id)
    expired, record = api.services.keys.create("trial", "admin", days=1)
    assert api.app.test_client().get("/api/me", headers={"X-API-Key": expired}).status_code == 200
    with api.services.engine.begin() as connection:
        past = database_now(connection) - timedelta(seconds=1)
        connection.execute(update(api_keys).where(api_keys.c.id == record.id).values(expires_at=past))
    return revoked, expired


@pytest.mark.parametrize("method", ["PUT", "TRACE", "PROPFIND", "POST"])
def test_other_methods_open_nothing(api: Api, method: str) -> None:
    assert _answer(api, ("", method, "/api/invoices/1")).status_code in {404, 405}


@pytest.mark.parametrize(
    "path", ["//api/invoices/", "/api//invoices/", "/api/./invoices/", "/api/docs/../invoices/", "/API/invoices/"]
)
def test_another_spelling_of_the_path_opens_nothing(api: Api, path: str) -> None:
    assert _answer(api, ("", "GET", path)).status_code in {301, 308, 401, 404}


def test_a_method_cannot_be_changed_by_a_header(api: Api) -> None:
    headers = {"X-HTTP-Method-Override": "DELETE", "X-API-Key": api.keys[Role.VIEWER]}
    answer = _answer(api, ("", "POST", "/api/invoices/1"), headers)
    assert answer.status_code == 405


# Keys


def test_a_key_is_stored_as_a_digest_that_only_the_secret_key_can_make(api: Api) -> None:
    key, record = api.services.keys.create("digest", "viewer")
    with api.services.engine.connect() as connection:
        row = connection.execute(select(api_keys).where(api_keys.c.id == record.id)).mappings().one()
    assert not any(key.removeprefix(PREFIX) in str(value) for value in row.values())
    assert len(key.removeprefix(PREFIX)) >= 43  # 256 bits
    assert api.services.keys.find(key) is not None
    assert KeyStore(api.services.engine, "another-key-of-this-system-0123456789").find(key) is None


def test_the_list_of_keys_contains_no_key(api: Api) -> None:
    answer = api.client(Role.ADMIN).get("/api/keys")
    assert PREFIX not in answer.get_data(as_text=True)
    keys = answer.get_json()["keys"]
    assert len(keys) >= len(Role)
    assert all(set(key) & {"key", "key_hash"} == set() for key in keys)


def test_the_last_use_is_noted(api: Api) -> None:
    key, record = api.services.keys.create("used", "viewer")
    assert record.last_used_at is None
    api.app.test_client().get("/api/me", headers={"X-API-Key": key})
    (found,) = [one for one in api.services.keys.all() if one.id == record.id]
    assert found.last_used_at is not None


def test_a_key_made_over_the_api_works_until_it_is_revoked(api: Api) -> None:
    admin = api.client(Role.ADMIN)
    made = admin.post("/api/keys", json={"name": "new", "role": "viewer", "days": 1})
    assert made.status_code == 201
    headers = {"X-API-Key": made.get_json()["key"]}
    assert api.app.test_client().get("/api/me", headers=headers).get_json()["role"] == "viewer"
    assert admin.delete(f"/api/keys/{made.get_json()['id']}").status_code == 204
    assert api.app.test_client().get("/api/me", headers=headers).status_code == 401


def test_nobody_revokes_the_key_in_use_by_accident(api: Api) -> None:
    mine, record = api.services.keys.create("mine", "admin")
    client = api.app.test_client()
    client.environ_base["HTTP_X_API_KEY"] = mine
    assert [one["id"] for one in client.get("/api/keys").get_json()["keys"] if one["own"]] == [record.id]
    _refused(client.delete(f"/api/keys/{record.id}"), 409, "own-key")
    assert client.get("/api/me").status_code == 200
    assert client.delete(f"/api/keys/{record.id}", query_string={"own": "true"}).status_code == 204
    assert client.get("/api/me").status_code == 401


# Guessing


def test_guessing_is_slowed_down(api: Api) -> None:
    def guess() -> Any:
        return api.app.test_client().get("/api/me", headers={"X-API-Key": secrets.token_urlsafe(32)})

    statuses = [guess().status_code for _ in range(31)]
    assert statuses == [401] * 30 + [429]
    answer = guess()
    assert answer.get_json()["code"] == "too-many-failures"
    assert int(answer.headers["Retry-After"]) > 0


def test_nobody_who_guesses_locks_out_a_key(api: Api) -> None:
    unused, _ = api.services.keys.create("unused", "viewer")
    for _ in range(40):
        api.app.test_client().get("/api/me", headers={"X-API-Key": "wrong"})
    assert api.app.test_client().get("/api/me", headers={"X-API-Key": unused}).status_code == 200


def test_a_key_that_was_used_is_not_accepted_once_it_is_revoked(api: Api) -> None:
    key, record = api.services.keys.create("known", "viewer")
    assert api.app.test_client().get("/api/me", headers={"X-API-Key": key}).status_code == 200
    api.services.keys.revoke(record.id)
    assert api.app.test_client().get("/api/me", headers={"X-API-Key": key}).status_code == 401


# AUTH=off


@pytest.fixture(scope="module")
def open_app(api: Api) -> flask.Flask:
    return api.app_with(auth="off", host="127.0.0.1")


ELSEWHERE = ["0.0.0.0", "::", "10.0.0.5", "invoices.example.com", "127.0.0.1.example.com", ""]  # noqa: S104


@pytest.mark.parametrize("host", ELSEWHERE)
def test_without_keys_a_public_address_is_refused_at_the_start(api: Api, host: str) -> None:
    with pytest.raises(OpenToTheWorldError):
        api.app_with(auth="off", host=host)


def test_auth_off_is_refused_without_a_loopback_address(api: Api) -> None:
    with pytest.raises(OpenToTheWorldError):
        api.app_with(auth="off", host=Settings.model_fields["host"].default)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_no_keys_on_this_machine_is_an_admin(api: Api, host: str) -> None:
    app = api.app_with(auth="off", host=host)
    assert app.test_client().get("/api/me").get_json()["role"] == "admin"


@pytest.mark.parametrize(
    "host", ["attacker.example", "attacker.example:8010", "127.0.0.1.attacker.example", "10.0.0.5"]
)
def test_without_keys_a_name_pointed_at_this_machine_is_refused(open_app: flask.Flask, host: str) -> None:
    answer = open_app.test_client().get("/api/invoices/", headers={"Host": host})
    _refused(answer, 421, "misdirected-request")


def test_without_keys_another_machine_is_refused(open_app: flask.Flask) -> None:
    answer = open_app.test_client().get("/api/invoices/", environ_base={"REMOTE_ADDR": "10.1.2.3"})
    _refused(answer, 421, "misdirected-request")


@pytest.mark.parametrize(
    "origin", ["https://attacker.example", "null", "http://127.0.0.1:6666", "http://localhost.evil"]
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/api/invoices/1/confirm"), ("DELETE", "/api/invoices/1")])
def test_without_keys_a_page_of_another_site_changes_nothing(
    open_app: flask.Flask, origin: str, method: str, path: str
) -> None:
    answer = open_app.test_client().open(path, method=method, headers={"Origin": origin}, data="{}")
    _refused(answer, 403, "cross-site-request")


@pytest.mark.parametrize("origin", ["http://localhost", "https://books.example.com"])
def test_without_keys_the_own_page_and_a_configured_one_may(open_app: flask.Flask, origin: str) -> None:
    answer = open_app.test_client().post("/api/invoices/999999999/confirm", headers={"Origin": origin})
    _refused(answer, 404, "invoice-not-found")
