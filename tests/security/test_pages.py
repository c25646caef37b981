"""Pages of lists over HTTP: links lead on, and a cursor opens nothing but its own list."""

import re

import pytest

from shared.adapters.audit import record
from shared.adapters.database import database_now
from shared.domain.access import Role
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import Status
from tests.security.rows import add_invoice
from tests.security.services import Api

pytestmark = pytest.mark.usefixtures("unhurried")


def test_the_link_of_a_page_leads_to_the_next_one(api: Api) -> None:
    ids = [add_invoice(api, filename=f"linked-{n}.xml") for n in range(4)]
    client, seen, address = api.client(Role.VIEWER), [], "/api/invoices/?sort_by=id&per_page=1&page=1"
    for _ in ids[1:]:
        answer = client.get(address)
        seen += [row["id"] for row in answer.get_json()["invoices"]]
        link = re.fullmatch(r'<(?P<address>[^>]+)>; rel="next"', answer.headers["Link"])
        assert link
        address = link["address"]
        assert answer.get_json()["next"] in address
    assert seen == ids[:0:-1]


@pytest.mark.parametrize(
    "address",
    [
        "/api/invoices/?after=x",
        "/api/invoices/data?after=x",
        "/api/invoices/data/withdrawn?after=x",
        "/api/invoices/1/events?after=x",
        "/api/invoices/?page=1000000000",
    ],
)
def test_a_page_that_cannot_be_is_refused_by_its_name(api: Api, address: str) -> None:
    answer = api.client(Role.VIEWER).get(address)
    assert answer.status_code == 400
    assert answer.get_json()["details"][0]["parameter"] == ("page" if "page" in address else "after")


def test_a_cursor_of_one_list_is_none_of_another(api: Api) -> None:
    for _ in range(2):
        add_invoice(api, Status.PROCESSED)
    client = api.client(Role.VIEWER)
    cursor = client.get("/api/invoices/?per_page=1").get_json()["next"]
    assert client.get(f"/api/invoices/?per_page=2&after={cursor}").status_code == 200
    assert client.get(f"/api/invoices/data?per_page=1&after={cursor}").status_code == 400


def test_the_events_of_an_invoice_come_in_steps_the_newest_first(api: Api) -> None:
    invoice_id = add_invoice(api)
    with api.services.engine.begin() as connection:
        for _ in range(4):
            record(connection, invoice_id, AuditEventType.REOPENED, database_now(connection), version=2)
    url = f"/api/invoices/{invoice_id}/events?per_page=2"
    steps: list[list[int]] = []
    cursor = None
    while not steps or cursor:
        answer = api.client(Role.VIEWER).get(url + (f"&after={cursor}" if cursor else "")).get_json()
        steps.append([event["id"] for event in answer["events"]])
        cursor = answer["next"]
    assert [len(step) for step in steps] == [2, 2, 1]
    in_order = [one for step in reversed(steps) for one in step]
    assert in_order == sorted(in_order)
