"""The calls for webhooks, of a whole stack: its dispatcher sends."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import insert, select

from shared.adapters.audit import record
from shared.adapters.database import database_now, transaction
from shared.adapters.tables import webhooks
from shared.adapters.webhooks import MOST_WEBHOOKS
from shared.domain.audit import AuditEventType
from tests.support.stack import RunningStack, eventually
from tests.support.webhook_receiver import Receiver, receiving

pytestmark = pytest.mark.stack

NOBODY = 999_000_000
"""Invoices that there are not: what is told of them is this file's own."""


NOT_CALLED = (
    *("http://169.254.169.254/latest/meta-data", "https://169.254.169.254", "https://[::ffff:169.254.169.254]/"),
    *("https://2852039166/", "https://0xa9fea9fe/", "https://10.0.0.7/", "https://[fd00:ec2::254]/", "http://[::1]/"),
    *("ftp://erp.example.com/", "file:///etc/passwd", "https://a:b@erp.example.com/", "https://erp.example.com/#a"),
    *("https://", "erp.example.com", "", "https://erp.example.com:0/", "https://erp.example.com/" + "a" * 2000),
)
"""The stack may call 127.0.0.0/8 by http; none of these."""


@pytest.fixture
def hooks(stack: RunningStack) -> Iterator[httpx.Client]:
    """The stack's client; there are no webhooks before and after."""
    _remove_all(stack)
    yield stack.client
    _remove_all(stack)


def _remove_all(stack: RunningStack) -> None:
    with transaction(stack.engine()) as connection:
        connection.execute(webhooks.delete())


def _add(hooks: httpx.Client, url: str = "https://erp.example.com/hook", **more: Any) -> dict[str, Any]:
    answer = hooks.post("/api/webhooks", json={"url": url, **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _get(hooks: httpx.Client, path: str) -> dict[str, Any]:
    answer = hooks.get(path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _change(stack: RunningStack, number: int) -> None:
    with transaction(stack.engine()) as connection:
        now = database_now(connection)
        record(connection, NOBODY + number, AuditEventType.REJECTED, now, version=1, actor="Ana")


def _told(receiver: Receiver) -> list[tuple[str, int]]:
    """(message, invoice) of what has arrived about this file's invoices."""
    about = ((id_, message["data"].get("invoice_id", 0)) for id_, message in receiver.taken)
    return [(id_, invoice_id) for id_, invoice_id in about if invoice_id >= NOBODY]


def test_a_webhook_is_added_listed_changed_switched_off_and_deleted(hooks: httpx.Client) -> None:
    made = _add(hooks, description="ERP", types=["confirmed", "confirmed", "deleted"])
    assert made["secret"].startswith("whsec_")
    assert (made["types"], made["enabled"]) == (["confirmed", "deleted"], True)
    path = f"/api/webhooks/{made['id']}"

    listed, one = _get(hooks, "/api/webhooks")["webhooks"], _get(hooks, path)
    assert [(found["id"], found["description"]) for found in (*listed, one)] == [(made["id"], "ERP")] * 2
    assert listed[0].keys() == one.keys() == made.keys() - {"secret"}
    changed = hooks.patch(path, json={"description": "Books", "enabled": False}).json()
    assert (changed["description"], changed["url"], changed["types"]) == ("Books", made["url"], made["types"])
    assert (changed["enabled"], changed["disabled_reason"]) == (False, "person")
    assert hooks.patch(path, json={"enabled": True, "skip_missed": True}).json()["disabled_reason"] is None

    assert hooks.delete(path).status_code == 204
    assert hooks.get(path).json()["code"] == "webhook-not-found"
    assert _get(hooks, "/api/webhooks") == {"webhooks": []}


def test_an_address_that_may_not_be_called_is_refused_and_named(hooks: httpx.Client) -> None:
    made = _add(hooks)
    path = f"/api/webhooks/{made['id']}"
    answers = {
        (call, url): hooks.request(call, path if call == "PATCH" else "/api/webhooks", json={"url": url})
        for url in NOT_CALLED
        for call in ("POST", "PATCH")
    }
    wrong = [key for key, one in answers.items() if one.status_code != 400 or "url" not in one.json()["error"]]
    assert wrong == []
    assert len(answers) == 2 * len(NOT_CALLED)
    assert [one["url"] for one in _get(hooks, "/api/webhooks")["webhooks"]] == [made["url"]]


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("", {"url": "https://erp.example.com/", "types": ["paid"]}),
        ("", {"url": "https://erp.example.com/", "secret": "whsec_mine"}),
        *(("/{id}/rotate", {"hours": hours}) for hours in (-1, 169, "soon")),
        *(("/{id}/replay", body) for body in ({}, {"id": "msg_1", "since": "2026-05-04T09:00:00Z"})),
        *(("/{id}/replay", {"since": moment}) for moment in ("yesterday", "2026-05-04T09:00:00")),
    ],
)
def test_a_wrong_body_is_refused(hooks: httpx.Client, call: str, body: Mapping[str, Any]) -> None:
    made = _add(hooks)
    answer = hooks.post("/api/webhooks" + call.format(id=made["id"]), json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


def test_there_is_an_end_to_webhooks(stack: RunningStack, hooks: httpx.Client) -> None:
    _add(hooks)
    with transaction(stack.engine()) as connection:
        row = dict(connection.execute(select(webhooks)).mappings().one())
        others = [{**row, "id": row["id"] + number} for number in range(1, MOST_WEBHOOKS)]
        connection.execute(insert(webhooks), others)
    answer = hooks.post("/api/webhooks", json={"url": "https://erp.example.com/"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-webhooks")


def test_a_message_is_delivered_told_in_the_log_and_sent_again(stack: RunningStack, hooks: httpx.Client) -> None:
    with receiving() as receiver:
        made = _add(hooks, receiver.url, types=["rejected"])
        receiver.secret = made["secret"]
        path = f"/api/webhooks/{made['id']}"
        since = datetime.now(UTC).isoformat()
        for number in (1, 2):
            _change(stack, number)
        eventually(lambda: len(dict(_told(receiver))) == 2, seconds=60)
        sent = dict(_told(receiver))
        assert sorted(sent.values()) == [NOBODY + 1, NOBODY + 2]

        def logged() -> list[dict[str, Any]]:
            found = _get(hooks, f"{path}/deliveries?state=delivered")["deliveries"]
            return [one for one in found if one["id"] in sent]

        eventually(lambda: len(logged()) == 2, seconds=60)
        assert {one["id"]: one["invoice_id"] for one in logged()} == sent
        assert {(one["type"], one["status_code"], one["fault"]) for one in logged()} == {("rejected", 204, None)}
        page = _get(hooks, f"{path}/deliveries?per_page=1")
        assert page["next"]
        assert _get(hooks, f"{path}/deliveries?per_page=1&after={page['next']}")["deliveries"] != page["deliveries"]

        def times() -> Counter[str]:
            return Counter(id_ for id_, _ in _told(receiver))

        one, other = sent
        assert hooks.post(f"{path}/replay", json={"id": one}).json() == {"webhook_id": made["id"], "changes": 1}
        eventually(lambda: times()[one] >= 2, seconds=60)
        answer = hooks.post(f"{path}/replay", json={"since": since})
        assert (answer.status_code, answer.json()["changes"] >= 2) == (202, True)
        eventually(lambda: times()[one] >= 3 and times()[other] >= 2, seconds=60)
        assert times().keys() == sent.keys()
        unknown = hooks.post(f"{path}/replay", json={"id": "msg_" + "0" * 32 + "_1"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "message-not-found")
        assert receiver.refused == []


def test_a_test_is_sent_at_once_and_both_secrets_verify_it_while_one_is_replaced(hooks: httpx.Client) -> None:
    with receiving() as receiver:
        made = _add(hooks, receiver.url, types=["exported"])
        path = f"/api/webhooks/{made['id']}"

        def verifies(secret: str) -> bool:
            receiver.secret = secret
            tested = hooks.post(f"{path}/test").json()
            assert (tested["status_code"], tested["fault"]) in {(204, None), (401, "refused")}
            is_delivered: bool = tested["delivered"]
            return is_delivered

        assert verifies(made["secret"])
        assert [message["type"] for _, message in receiver.taken] == ["webhook.test"]
        rotated = hooks.post(f"{path}/rotate", json={"hours": 1}).json()
        assert rotated["secret"] != made["secret"]
        assert rotated["old_secret_until"] is not None
        assert verifies(made["secret"])
        assert verifies(rotated["secret"])
        last = hooks.post(f"{path}/rotate", json={"hours": 0}).json()
        assert last["old_secret_until"] is None
        assert [verifies(one["secret"]) for one in (made, rotated, last)] == [False, False, True]


def test_how_webhooks_are_is_in_the_metrics(stack: RunningStack, hooks: httpx.Client) -> None:
    def scraped() -> dict[str, str]:
        lines = hooks.get("/metrics").text.splitlines()
        return dict(line.rsplit(" ", 1) for line in lines if line.startswith("invoices_webhook"))

    assert scraped()["invoices_webhook_oldest_seconds"] == "0.0"
    with receiving(lambda _: (500, {})) as receiver:
        made = _add(hooks, receiver.url)
        receiver.secret = made["secret"]
        _change(stack, 3)
        eventually(lambda: float(scraped()["invoices_webhook_oldest_seconds"]) > 0, seconds=60)
        hooks.patch(f"/api/webhooks/{made['id']}", json={"enabled": False})
        found = scraped()
    assert found["invoices_webhook_oldest_seconds"] == "0.0"
    disabled = [found[f'invoices_webhooks_disabled{{reason="{reason}"}}'] for reason in ("person", "gone", "failing")]
    assert disabled == ["1.0", "0.0", "0.0"]
