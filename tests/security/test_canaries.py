"""Plants secrets in every input and searches every output for them: logs, errors, metrics, messages, events."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from minio import Minio
from sqlalchemy import select

from shared.adapters.api_keys import KeyStore
from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.tables import api_keys, audit_events, invoices
from shared.domain.lanes import Popped
from shared.domain.object_keys import text_key
from tests.support.messages import message
from tests.support.model_server import MODEL, ModelServer, model_server
from tests.support.stack import ROOT, RunningStack, eventually, running_stack

SELLER = "Kanarienvogel Zq7Xk"
REASON = "grund-kanarie-9f3"
WRONG_KEY = "inv_wrong-kanarie-5c1"
MODEL_KEY = "sk-kanarie-41b7"
WRONG_PASSWORD = "password-kanarie-77d"
PASSWORD = "a password nobody gave"
UBL = (ROOT / "samples" / "fietsen-ubl-nl.xml").read_bytes()
PDF = (ROOT / "samples" / "design-studio-en.pdf").read_bytes()


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with model_server(key=MODEL_KEY) as server:
        yield server


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[RunningStack]:
    """A stack that requires keys and sends documents to a model, at the most verbose log level."""
    with running_stack(
        tmp_path_factory.mktemp("guarded"),
        AUTH="required",
        LOG_LEVEL="debug",
        OPENAI_API_KEY=MODEL_KEY,
        OPENAI_BASE_URL=model.base_url,
        OPENAI_MODEL=MODEL,
        SWEEP_SECONDS="0.5",
        RETRY_BASE_SECONDS="0.5",
        LEASE_SECONDS="6",
    ) as running:
        key, _ = KeyStore(running.engine(), running.secrets["secret_key"]).create("canary keeper", "admin")
        running.client.headers["Authorization"] = f"Bearer {key}"
        yield running


@pytest.fixture(scope="module")
def lived(guarded: RunningStack) -> list[httpx.Response]:
    """The answers to every error that an outsider, a clerk and a broken store can provoke."""
    client = guarded.client
    document = UBL.replace(b"<cbc:Name>", f"<cbc:Name>{SELLER} ".encode())
    (taken, pdf) = guarded.upload((f"{SELLER}.xml", document), (f"{SELLER}.pdf", PDF))
    for result in (taken, pdf):
        guarded.finished(result["invoice_id"])
    path = f"/api/invoices/{taken['invoice_id']}"
    answers = [
        httpx.get(str(client.base_url.join("/api/me")), headers={"X-API-Key": WRONG_KEY}),
        httpx.get(str(client.base_url.join("/api/me"))),
        client.patch(f"{path}/preview", json={"preview_data": {"total_amount": SELLER, SELLER: 1}}),
        client.patch(f"{path}/preview", json={"preview_data": {"currency": SELLER, "lines": [SELLER]}}),
        client.patch(f"{path}/preview", json={"preview_data": {}}, headers={"If-Match": '"99"'}),
        client.post(f"{path}/reject", content=f'{{"reason": "{REASON}'.encode()),
        client.post(f"{path}/reject", json={"reason": REASON}),
        client.post(f"{path}/confirm"),
        client.get("/api/invoices/export", params={"columns": "password"}),
        client.post("/api/invoices/ocr", files={"file": ("x.txt", SELLER.encode())}),
        client.get("/api/invoices/", params={"page": "x", "search": SELLER}),
    ]
    # An invalid text in the store, and messages that are no events.
    stored = Minio(
        f"127.0.0.1:{guarded.record['ports']['s3']}",
        access_key=guarded.secrets["minio_access_key"],
        secret_key=guarded.secrets["minio_secret_key"],
        secure=False,
    )
    assert list(stored.list_objects("invoices", prefix=text_key(taken["invoice_id"])))
    queue = RedisEventQueue(guarded.redis())
    for content in (f'{{"secret": "{SELLER}"}}', SELLER):
        queue.requeue(Popped(line=message().line, content=content.encode()))
    # Data that the tables cannot hold: an error inside the stage, with the document's data in the SQL statement.
    with guarded.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE invoices SET seller_name = LEFT(seller_name, 3)")
        connection.exec_driver_sql("ALTER TABLE invoices MODIFY seller_name VARCHAR(3)")
    try:
        client.post(f"{path}/retry")
        eventually(lambda: guarded.invoice(taken["invoice_id"])["error"], seconds=120)
    finally:
        with guarded.engine().begin() as connection:
            connection.exec_driver_sql("ALTER TABLE invoices MODIFY seller_name VARCHAR(200)")
    answers += [client.get(path), client.get("/readyz"), client.get("/metrics")]
    eventually(lambda: not queue.waiting())
    return answers


def _secrets(stack: RunningStack) -> dict[str, str]:
    key = stack.client.headers["Authorization"].removeprefix("Bearer ")
    return {**stack.secrets, "api key": key, "wrong key": WRONG_KEY, "model key": MODEL_KEY}


def _logs(stack: RunningStack) -> dict[str, str]:
    found = {path.name: path.read_text(errors="replace") for path in (stack.state_dir / "logs").rglob("*.log*")}
    return {**found, "terminal": (stack.state_dir / "stack.log").read_text(errors="replace")}


def _nowhere(words: dict[str, str], where: dict[str, str]) -> None:
    seen = [(name, place) for name, word in words.items() for place, text in where.items() if word in text]
    assert seen == []


def test_no_log_holds_a_secret_or_a_document(guarded: RunningStack, lived: list[httpx.Response]) -> None:
    logs = _logs(guarded)
    assert {"api.log", "upload.log", "ocr.log", "extract.log", "dispatcher.log"} <= set(logs)
    assert '"stage broke"' in logs["extract.log"] or "attempt ended" in logs["extract.log"]  # the fault was provoked
    _nowhere({**_secrets(guarded), "seller": SELLER, "reason": REASON, "text of the PDF": "Harbour & Finch"}, logs)


def test_no_answer_holds_a_secret(guarded: RunningStack, lived: list[httpx.Response]) -> None:
    answers = {f"{answer.request.url}": f"{answer.headers}{answer.text}" for answer in lived}
    assert len(answers) >= 5
    _nowhere(_secrets(guarded), answers)
    for answer in lived:
        assert not any(word in answer.text for word in ("Traceback", "SELECT ", "UPDATE ", str(ROOT), "site-packages"))


def test_an_error_repeats_no_value_that_was_sent(lived: list[httpx.Response]) -> None:
    errors = {str(answer.request.url.path): answer.json()["error"] for answer in lived if answer.status_code >= 400}
    assert len(errors) >= 5
    _nowhere({"reason": REASON, "wrong key": WRONG_KEY}, errors)


def test_the_figures_name_no_document(lived: list[httpx.Response]) -> None:
    assert SELLER not in lived[-1].text
    assert "invoices_" in lived[-1].text


def test_redis_carries_keys_and_never_content(guarded: RunningStack, lived: list[httpx.Response]) -> None:
    """Except for the caches, which hold the read text, compressed, until the invoice is deleted."""
    client: Any = guarded.redis()
    found = {}
    for key in client.scan_iter("*"):
        if key.startswith(b"cache:"):
            continue
        kind = client.type(key)
        content = {
            b"hash": lambda key: client.hgetall(key),
            b"list": lambda key: client.lrange(key, 0, -1),
            b"stream": lambda key: client.xrange(key),
            b"string": lambda key: client.get(key),
            b"zset": lambda key: client.zrange(key, 0, -1, withscores=True),
        }[kind](key)
        found[key.decode()] = repr(content)
    assert "invoices:changes" in found
    _nowhere({**_secrets(guarded), "seller": SELLER, "reason": REASON}, found)


def test_the_audit_trail_holds_figures_and_decisions_only(guarded: RunningStack, lived: list[httpx.Response]) -> None:
    """The events hold a reviewer's reason and the changed values on purpose, and are deleted with the invoice."""
    with guarded.engine().connect() as connection:
        rows = connection.execute(select(audit_events.c.type, audit_events.c.data)).all()
    by_machine = {str(number): json.dumps(row.data) for number, row in enumerate(rows) if "." in row.type}
    assert by_machine
    everything = {str(number): json.dumps(row.data) for number, row in enumerate(rows)}
    _nowhere({"seller": SELLER, "text of the PDF": "Harbour & Finch"}, by_machine)
    _nowhere(_secrets(guarded), everything)


def test_the_database_holds_no_key_in_clear(guarded: RunningStack, lived: list[httpx.Response]) -> None:
    with guarded.engine().connect() as connection:
        rows = [repr(row) for table in (api_keys, invoices) for row in connection.execute(select(table))]
    assert len(rows) >= 3, "the key and two invoices"
    _nowhere(_secrets(guarded), {str(number): row for number, row in enumerate(rows)})


def test_the_document_was_sent_to_the_model_and_nothing_else_was(
    guarded: RunningStack, lived: list[httpx.Response], model: ModelServer
) -> None:
    bodies = json.dumps(list(model.requests), default=str)
    assert "Harbour & Finch" in bodies
    secrets = {name: word for name, word in _secrets(guarded).items() if name != "model key"}
    _nowhere(secrets, {"requests": bodies})
    assert guarded.client.get("/api/me").json()["sends_to_model"] is True


def test_without_a_key_nothing_is_sent(stack: RunningStack) -> None:
    assert stack.client.get("/api/me").json()["sends_to_model"] is False


def test_files_with_secrets_are_the_owners_alone(guarded: RunningStack) -> None:
    words = _secrets(guarded)
    with_secrets = []
    for path in Path(guarded.state_dir).rglob("*"):
        inside_a_store = {"mariadb", "redis", "s3"} & set(path.relative_to(guarded.state_dir).parts[:1])
        if path.is_file() and not inside_a_store and any(word.encode() in path.read_bytes() for word in words.values()):
            with_secrets.append(path.name)
            assert path.stat().st_mode & 0o077 == 0, path
    assert "secrets.json" in with_secrets


def test_a_password_is_kept_nowhere(guarded: RunningStack, lived: list[httpx.Response]) -> None:
    protected = (ROOT / "samples" / "bad" / "encrypted.pdf").read_bytes()
    (taken,) = guarded.upload(("protected.pdf", protected))
    path = f"/api/invoices/{taken['invoice_id']}"
    eventually(lambda: guarded.invoice(taken["invoice_id"])["status"] == "failed", seconds=120)
    wrong = guarded.client.post(f"{path}/unlock", json={"password": WRONG_PASSWORD})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong-password")
    unlocked = guarded.client.post(f"{path}/unlock", json={"password": PASSWORD})
    assert unlocked.status_code == 202, unlocked.text
    replaced_by = unlocked.json()["replaced_by"]
    assert guarded.invoice(taken["invoice_id"])["reject_reason"] == f"Replaced by no. {replaced_by}"
    assert guarded.client.get(f"{path}/download").content == protected
    guarded.finished(replaced_by)
    again = guarded.client.post(f"{path}/unlock", json={"password": PASSWORD})
    assert (again.status_code, again.json()["code"]) == (400, "invalid-state")
    words = {"wrong password": WRONG_PASSWORD, "password": PASSWORD}
    answers = {str(answer.request.url): answer.text for answer in (wrong, unlocked, again)}
    _nowhere(words, {**_logs(guarded), **answers, "rows": _all_rows(guarded), "Redis": _all_of_redis(guarded)})


def _all_rows(stack: RunningStack) -> str:
    with stack.engine().connect() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SHOW TABLES")]
        return "".join(str(connection.exec_driver_sql(f"SELECT * FROM `{name}`").all()) for name in tables)  # noqa: S608


def _all_of_redis(stack: RunningStack) -> str:
    client = stack.redis()
    return "".join(str((key, client.dump(key))) for key in client.scan_iter())
