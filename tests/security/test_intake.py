"""What came in by itself: who may see it, how it is listed, and that it goes with its invoices."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update

from functions.api.intake import ranges
from functions.api.models.intake import IntakeQuery
from infra.dispatcher.retention import Retention
from shared.adapters.database import transaction
from shared.adapters.intake_store import Arrival, IntakeStore, forget_older
from shared.adapters.tables import intake_items, intake_parts, intake_sources
from shared.adapters.wiring import make_deletion
from shared.domain.access import Role
from shared.domain.intake import (
    DUPLICATED,
    PROCESSING,
    IntakeOutcome,
    IntakePart,
    IntakeReason,
    IntakeResult,
    SourceTrouble,
    result_of,
    skipped,
)
from shared.domain.lifecycle import Status
from shared.domain.origins import SourceKind
from tests.security.rows import add_invoice
from tests.security.services import Api

pytestmark = pytest.mark.usefixtures("unhurried")

CANARY = "Kanarienvogel-Zq7Xk"


@pytest.fixture
def mailbox(api: Api) -> Iterator[IntakeStore]:
    """A mailbox of which nothing came, beside nothing else."""
    _empty(api)
    yield IntakeStore(api.services.engine, SourceKind.MAIL, "imaps://invoices@imap.example.com:993/INBOX")
    _empty(api)


def _empty(api: Api) -> None:
    with transaction(api.services.engine) as connection:
        for table in (intake_items, intake_sources):
            connection.execute(delete(table))


def _came(store: IntakeStore, result: IntakeResult | None, **said: Any) -> int:
    begun = store.begin(Arrival(key=uuid4().hex, **said))
    if result is not None:
        store.finish(begun, result)
    return begun.id


def _taken(*invoice_ids: int, name: str = "a.pdf") -> IntakeResult:
    return result_of([IntakePart(filename=name, status=PROCESSING, invoice_id=one, code=None) for one in invoice_ids])


def _listed(api: Api, query: str = "") -> Any:
    answer = api.client(Role.REVIEWER).get(f"/api/intake{query}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.VIEWER, 403), (Role.UPLOADER, 403), (Role.REVIEWER, 200), (Role.ADMIN, 200)]
)
def test_who_reviews_sees_what_came(api: Api, role: Role, status: int) -> None:
    assert api.client(role).get("/api/intake").status_code == status


def test_the_newest_comes_first_with_what_became_of_each_document(api: Api, mailbox: IntakeStore) -> None:
    first = _came(mailbox, skipped(IntakeReason.TOO_LARGE), sender="a@b.example", size=60_000_000)
    code = IntakePart(filename="b.exe", status="error", invoice_id=None, code="unsupported-type")
    second = _came(mailbox, result_of([*_taken(7).parts, code]), authentication={"spf": "pass"})
    pending = _came(mailbox, None)
    items = _listed(api)["items"]
    assert [(item["id"], item["outcome"], item["reason"]) for item in items] == [
        (pending, "pending", None),
        (second, "taken", None),
        (first, "skipped", "too-large"),
    ]
    assert items[1]["parts"] == [
        {"filename": "a.pdf", "parent": None, "status": "processing", "invoice_id": 7, "code": None},
        {"filename": "b.exe", "parent": None, "status": "error", "invoice_id": None, "code": "unsupported-type"},
    ]
    assert (items[2]["sender"], items[2]["size"], items[1]["authentication"]) == (
        "a@b.example",
        60_000_000,
        {"spf": "pass"},
    )


def test_what_a_newer_version_wrote_does_not_break_the_list(api: Api, mailbox: IntakeStore) -> None:
    part = IntakePart(filename="a", status="error", invoice_id=None, code="a-code-of-the-future")
    _came(mailbox, result_of([part]))
    mailbox.troubled(SourceTrouble.BROKEN, 1, next_in=60)
    with transaction(api.services.engine) as connection:
        connection.execute(update(intake_items).values(outcome="postponed", reason="no-idea"))
        connection.execute(update(intake_sources).values(trouble="on-strike"))
    listed = _listed(api)
    (item,), (source,) = listed["items"], listed["sources"]
    assert [item["outcome"], item["reason"], item["parts"][0]["code"], source["trouble"]] == ["other"] * 4


def test_pages_follow_each_other_and_filters_keep_what_they_name(api: Api, mailbox: IntakeStore) -> None:
    folder = IntakeStore(api.services.engine, SourceKind.FOLDER, "/srv/scans")
    results = [_taken(1), skipped(IntakeReason.TOO_LARGE), result_of([])]
    ids = [_came(store, result) for result in results for store in (mailbox, folder)]
    seen: list[int] = []
    query = "?per_page=2"
    while query:
        page = _listed(api, query)
        seen += [item["id"] for item in page["items"]]
        query = f"?per_page=2&after={page['next']}" if page["next"] else ""
    assert seen == ids[::-1]
    assert [item["id"] for item in _listed(api, "?kind=folder")["items"]] == ids[1::2][::-1]
    assert [item["id"] for item in _listed(api, "?outcome=skipped&outcome=taken")["items"]] == ids[:4][::-1]
    assert [item["id"] for item in _listed(api, "?kind=mail&outcome=refused")["items"]] == [ids[4]]
    answer = api.client(Role.ADMIN).get("/api/intake?kind=upload&outcome=lost")
    assert answer.status_code == 400
    assert {detail["parameter"] for detail in answer.get_json()["details"]} == {"kind", "outcome.0"}


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (IntakeQuery(), "PRIMARY"),
        (IntakeQuery(kind=SourceKind.MAIL), "ix_intake_items_kind_id"),
        (IntakeQuery(outcome=[IntakeOutcome.TAKEN]), "ix_intake_items_outcome_id"),
        (IntakeQuery(kind=SourceKind.MAIL, outcome=[IntakeOutcome.TAKEN]), "ix_intake_items_kind_outcome_id"),
    ],
)
@pytest.mark.parametrize("page", ["first", "next"])
def test_each_page_is_read_backwards_from_one_index(
    api: Api, mailbox: IntakeStore, query: IntakeQuery, index: str, page: str
) -> None:
    last = [_came(mailbox, _taken(1)) for _ in range(3)][-1]
    (asked,) = ranges(query)
    asked = asked.where(intake_items.c.id < last) if page == "next" else asked
    with transaction(api.services.engine) as connection:
        statement = asked.order_by(intake_items.c.id.desc()).limit(11).compile(connection)
        driver = statement.string, statement.construct_params()
        plan = connection.exec_driver_sql(f"EXPLAIN {driver[0]}", driver[1]).mappings().one()
    assert plan["key"] == index
    assert "filesort" not in plan["Extra"]


def test_how_a_source_is_can_be_seen(api: Api, mailbox: IntakeStore) -> None:
    mailbox.looked(next_in=60)
    (well,) = _listed(api)["sources"]
    assert (well["name"], well["trouble"], well["failures"]) == ("imaps://invoices@imap.example.com:993/INBOX", None, 0)
    assert well["looked_at"] < well["next_look_at"]
    for failures in (1, 2):
        mailbox.troubled(SourceTrouble.LOGIN_REFUSED, failures, next_in=60)
    (ill,) = _listed(api)["sources"]
    assert (ill["trouble"], ill["failures"], ill["looked_at"]) == ("login-refused", 2, well["looked_at"])
    assert ill["trouble_since"] < ill["next_look_at"]


def test_what_a_mail_said_goes_with_the_last_of_its_invoices(api: Api, mailbox: IntakeStore) -> None:
    one, other = (add_invoice(api, Status.PROCESSED) for _ in range(2))
    said = dict.fromkeys(("name", "sender", "subject", "message_id"), CANARY)
    item_id = _came(mailbox, _taken(one, other, name=CANARY), authentication={"spf": CANARY}, **said)
    duplicate = IntakePart(filename=CANARY, status=DUPLICATED, invoice_id=one, code=None)
    _came(mailbox, result_of([duplicate]), **said)
    services = api.services
    deletion = make_deletion(services.engine, services.redis, services.store, services.caches)

    deletion.delete(one, actor="somebody")
    later, first = _listed(api)["items"]
    assert CANARY not in str(later)
    assert (first["id"], first["subject"]) == (item_id, CANARY)
    assert [part["filename"] for part in first["parts"]] == [None, CANARY]

    deletion.delete(other, actor="somebody")
    assert CANARY not in str(_listed(api))
    assert [item["outcome"] for item in _listed(api)["items"]] == ["duplicate", "taken"]


def test_what_came_before_the_retention_goes_with_its_documents(api: Api, mailbox: IntakeStore) -> None:
    old, young = _came(mailbox, _taken(1, 2)), _came(mailbox, _taken(3))
    with transaction(api.services.engine) as connection:
        moment = datetime.now(UTC) - timedelta(days=31)
        connection.execute(update(intake_items).where(intake_items.c.id == old).values(found_at=moment))
    services = api.services
    deletion = make_deletion(services.engine, services.redis, services.store, services.caches)
    retention = Retention(
        invoices=services.invoices,
        deletion=deletion,
        days=30,
        others=(lambda days: forget_older(services.engine, days),),
    )
    retention.sweep()
    assert [item["id"] for item in _listed(api)["items"]] == [young]
    with transaction(api.services.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(intake_parts)) == 1
