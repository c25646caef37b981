"""Payment files: all of the invoices or none, no invoice twice unless somebody knows it, the same bytes again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from lxml import etree
from sqlalchemy import Engine, update

from shared.adapters.database import transaction
from shared.adapters.tables import invoice_documents, invoices
from shared.domain.lifecycle import Status
from tests.integration.test_exports import add_invoices
from tests.support.stack import RunningStack

pytestmark = pytest.mark.servers

DAY = (datetime.now(UTC).date() + timedelta(days=3)).isoformat()
DATA = {
    "document_type": "invoice",
    "invoice_number": "A-17",
    "currency": "EUR",
    "total_amount": "238.00",
    "seller": {"name": "Bäckerei Größe"},
    "payment": {"iban": "DE02120300000000202051"},
}


@pytest.fixture
def engine(stack: RunningStack) -> Engine:
    return stack.engine()


def add(engine: Engine, *findings: str, status: Status = Status.PROCESSED, **changes: Any) -> int:
    data = {**DATA, **changes}
    (invoice_id,) = add_invoices(engine, 1, status=status, preview_data=data, final_data=data)
    checks = [{"code": code, "level": "error", "message": "", "pointers": [], "params": {}} for code in findings]
    with transaction(engine) as connection:
        connection.execute(
            update(invoice_documents).where(invoice_documents.c.invoice_id == invoice_id).values(checks=checks)
        )
    return invoice_id


def pay(stack: RunningStack, *ids: int, **options: Any) -> httpx.Response:
    debtor = {"name": "Agencia Faro S.A.", "iban": "ES91 2100 0418 4502 0005 1332"}
    body = {"invoice_ids": ids, "debtor": debtor, "execution_date": DAY, **options}
    return stack.client.post("/api/payments", json=body)


def obstacles(answer: httpx.Response) -> list[tuple[int, str]]:
    assert (answer.status_code, answer.json()["code"]) == (409, "not-payable"), answer.text
    return [(one["invoice_id"], one["obstacle"]) for one in answer.json()["details"]]


def test_a_payment_is_made_listed_fetched_twice_and_taken_back(stack: RunningStack, engine: Engine) -> None:
    ids = [add(engine), add(engine, invoice_number="A-18")]
    made = pay(stack, *ids, grouped=True)
    assert made.status_code == 201, made.text
    payment = made.json()
    assert (payment["invoice_ids"], payment["transfers"], payment["total"]) == (ids, 1, "476.00")
    files = [stack.client.get(payment["download"]) for _ in range(2)]
    assert files[0].content == files[1].content
    assert etree.fromstring(files[0].content).findtext(".//{*}Ustrd") == "A-17, A-18"
    listed = stack.client.get("/api/payments", params={"invoice_id": ids[1]}).json()
    assert [one["id"] for one in listed["payments"]] == [payment["id"]]
    assert stack.trail(ids[0])[-1]["data"] == {"payment_id": payment["id"]}
    assert obstacles(pay(stack, ids[0])) == [(ids[0], "already-paid")]
    assert pay(stack, ids[0], accept=["already-paid"]).status_code == 201
    assert stack.client.delete(f"/api/payments/{payment['id']}").status_code == 204
    assert stack.client.get(payment["download"]).status_code == 404
    assert pay(stack, ids[1]).status_code == 201


def test_one_invoice_that_cannot_be_paid_stops_all_and_each_is_named(stack: RunningStack, engine: Engine) -> None:
    good, waiting = add(engine), add(engine, status=Status.WAITING_VALIDATION)
    changed, francs = add(engine, "account-changed"), add(engine, currency="CHF")
    first = add(engine, "account-first-time")
    answer = pay(stack, good, waiting, changed, francs, first, 2**60)
    assert obstacles(answer) == [
        (waiting, "not-confirmed"),
        (changed, "account-changed"),
        (francs, "not-in-euros"),
        (first, "first-account"),
        (2**60, "unknown"),
    ]
    assert stack.client.get("/api/payments", params={"invoice_id": good}).json()["payments"] == []
    assert obstacles(pay(stack, good, changed)) == [(changed, "account-changed")]
    assert pay(stack, good, first, accept=["first-account"]).status_code == 201


@pytest.mark.parametrize(
    ("options", "parameter"),
    [
        ({"accept": ["account-changed"]}, "accept"),
        ({"execution_date": "2020-01-01"}, "execution_date"),
        ({"debtor": {"name": "Faro", "iban": "ES9121000418450200051333"}}, "debtor.iban"),
        ({"debtor": {"name": "株式会社", "iban": "ES9121000418450200051332"}}, "debtor.name"),
    ],
)
def test_a_wrong_parameter_is_named(
    stack: RunningStack, engine: Engine, options: dict[str, Any], parameter: str
) -> None:
    answer = pay(stack, add(engine), **options)
    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["details"]] == [parameter]


def test_two_who_pay_one_invoice_at_once_pay_it_once(stack: RunningStack, engine: Engine) -> None:
    invoice_id = add(engine)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: pay(stack, invoice_id).status_code, range(4)))
    assert sorted(answers) == [201, 409, 409, 409]


def test_the_trail_of_a_deleted_invoice_does_not_let_it_be_paid(stack: RunningStack, engine: Engine) -> None:
    invoice_id = add(engine)
    with transaction(engine) as connection:
        connection.execute(invoices.delete().where(invoices.c.id == invoice_id))
    assert obstacles(pay(stack, invoice_id)) == [(invoice_id, "unknown")]
