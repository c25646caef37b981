"""Webhooks on real tables and real sockets: each change arrives, signed, in the order of its invoice."""

import asyncio
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, func, select, update

from infra.dispatcher.webhooks import WebhookSender
from shared.adapters.audit import record
from shared.adapters.change_feed import ChangeFeed
from shared.adapters.database import database_now, transaction
from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.outbound import OutboundClient, OutboundPolicy
from shared.adapters.tables import webhook_deliveries, webhooks
from shared.adapters.webhook_deliveries import Deliveries
from shared.adapters.webhooks import Backlog, MessageNotFoundError, Webhook, WebhookRegister
from shared.domain.audit import AuditEventType
from shared.domain.public_changes import ChangeType
from shared.domain.webhook_messages import WebhookSecrets, message_of_test, secret_text, signed_headers
from shared.domain.webhook_retries import Outcome, RetrySchedule
from tests.support.certificates import certificate_of_localhost
from tests.support.stack import ROOT, eventually
from tests.support.webhook_receiver import Receiver, accepts, receiving

pytestmark = pytest.mark.servers

LOCAL = OutboundPolicy(networks=(ip_network("127.0.0.0/8"),), http=True)
QUICK = RetrySchedule((0.05, 0.1, 0.2, 0.4, 0.8, 1, 1, 1, 3600))
SECRETS = WebhookSecrets(key="k" * 32)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The register and the sender on one database."""

    engine: Engine
    feed: ChangeFeed
    register: WebhookRegister

    def add(self, receiver: Receiver, *types: ChangeType, url: str | None = None) -> int:
        """A new endpoint at this receiver, which knows its secret."""
        made = self.register.add(url=url or receiver.url, description="", types=types)
        receiver.secret = secret_text(SECRETS.of(made.salt))
        return made.id

    def change(
        self,
        invoice_id: int,
        version: int = 1,
        type_: AuditEventType = AuditEventType.CONFIRMED,
        *,
        actor: str = "Ana",
    ) -> None:
        """A public change."""
        with transaction(self.engine) as connection:
            record(connection, invoice_id, type_, database_now(connection), version=version, actor=actor)

    def at(self, webhook_id: int) -> tuple[Webhook, Backlog]:
        """How an endpoint is."""
        return self.register.get(webhook_id)

    def is_done(self, webhook_id: int) -> bool:
        """Whether all was sent."""
        _, backlog = self.at(webhook_id)
        return (backlog.pending, backlog.behind, backlog.replay_left) == (0, 0, 0)

    def rows(self, webhook_id: int) -> list[Any]:
        """The rows of its messages."""
        with transaction(self.engine) as connection:
            found = select(webhook_deliveries).where(webhook_deliveries.c.webhook_id == webhook_id)
            return list(connection.execute(found.order_by(webhook_deliveries.c.sequence)).all())

    @contextmanager
    def sending(self, schedule: RetrySchedule = QUICK, policy: OutboundPolicy = LOCAL) -> Iterator[None]:
        """A dispatcher that sends."""
        sender = WebhookSender(
            engine=self.engine,
            feed=self.feed,
            deliveries=Deliveries(engine=self.engine, schedule=schedule),
            secrets=SECRETS,
            policy=policy,
            metrics=MemoryMetrics(),
        )
        stopping = threading.Event()
        thread = threading.Thread(target=sender.run, args=(stopping,))
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            thread.join(30)
            assert not thread.is_alive()


@pytest.fixture
def system(engine: Engine) -> System:
    feed = ChangeFeed(engine=engine)
    return System(engine=engine, feed=feed, register=WebhookRegister(engine=engine, feed=feed))


def _of(message: Mapping[str, Any]) -> tuple[int, int]:
    return message["data"]["invoice_id"], message["data"]["version"]


def _changes(receiver: Receiver) -> list[tuple[int, int]]:
    return [_of(message) for _, message in receiver.taken]


def test_changes_arrive_signed_with_their_types_and_nothing_of_before(system: System) -> None:
    system.change(1)
    with receiving() as receiver, system.sending():
        webhook_id = system.add(receiver, ChangeType.CONFIRMED, ChangeType.REOPENED)
        system.change(2)
        system.change(2, 2, AuditEventType.CORRECTED)
        system.change(2, 3, AuditEventType.REOPENED)
        eventually(lambda: len(receiver.taken) == 2 and system.is_done(webhook_id), seconds=30)

    (first, confirmed), (second, reopened) = receiver.taken
    assert confirmed["type"] == "invoice.confirmed"
    assert confirmed["data"] == {"invoice_id": 2, "version": 1, "actor": "Ana"}
    assert reopened["type"] == "invoice.reopened"
    assert first != second
    assert receiver.refused == []


def test_a_message_that_fails_is_sent_again_under_its_id_and_holds_back_its_invoice_alone(system: System) -> None:
    tries: list[tuple[int, int]] = []

    def fails_twice_for_one(message: Mapping[str, Any]) -> tuple[int, Mapping[str, str]]:
        tries.append(_of(message))
        return (500 if tries.count((1, 1)) < 3 and _of(message) == (1, 1) else 200), {}

    with receiving(fails_twice_for_one) as receiver, system.sending():
        webhook_id = system.add(receiver)
        for version in (1, 2, 3):
            for invoice_id in (1, 2):
                system.change(invoice_id, version)
        eventually(lambda: len(receiver.taken) == 6 and system.is_done(webhook_id), seconds=30)

    assert receiver.versions_of(1) == receiver.versions_of(2) == [1, 2, 3]
    assert tries.index((2, 3)) < tries.index((1, 2))
    assert tries.count((1, 1)) == 3
    assert len(set(receiver.tried)) == 6


def test_a_message_that_is_never_taken_is_given_up_and_the_next_of_its_invoice_goes(system: System) -> None:
    def poisoned(message: Mapping[str, Any]) -> tuple[int, Mapping[str, str]]:
        return (500 if _of(message) == (1, 1) else 200), {}

    with receiving(poisoned) as receiver, system.sending(RetrySchedule((1, 1))):
        webhook_id = system.add(receiver)
        system.change(1)
        system.change(1, 2)
        for version in range(1, 600):  # others arrive meanwhile: the endpoint works
            if (1, 2) in _changes(receiver):
                break
            system.change(2, version)
            time.sleep(0.05)
        eventually(lambda: (1, 2) in _changes(receiver), seconds=5)

    assert [(row.state, row.attempts, row.status_code) for row in system.rows(webhook_id) if row.invoice_id == 1] == [
        ("failed", 3, 500),
        ("delivered", 1, 200),
    ]
    assert system.at(webhook_id)[0].disabled_reason is None


def test_an_endpoint_that_is_away_costs_few_tries_and_is_sent_all_once_it_is_back(system: System) -> None:
    is_back = threading.Event()
    with receiving(lambda _: (200 if is_back.is_set() else 500, {})) as receiver, system.sending():
        webhook_id = system.add(receiver)
        for invoice_id in range(1, 151):
            system.change(invoice_id)
        eventually(lambda: system.at(webhook_id)[0].failures >= 3, seconds=30)
        assert len(set(receiver.tried)) <= 103
        assert system.at(webhook_id)[1].behind >= 40
        is_back.set()
        eventually(lambda: len(receiver.taken) == 150 and system.is_done(webhook_id), seconds=60)
    assert system.at(webhook_id)[0].failing_since is None


def test_what_waits_for_its_time_is_sent_at_once_when_a_test_has_arrived(system: System) -> None:
    with receiving(lambda _: (500, {})) as receiver, system.sending(RetrySchedule((3600,))):
        webhook_id = system.add(receiver)
        system.change(1)
        eventually(lambda: system.at(webhook_id)[1].next_attempt_at is not None, seconds=30)
        receiver.answer = accepts
        system.register.works(webhook_id)
        eventually(lambda: system.is_done(webhook_id), seconds=30)
    assert _changes(receiver) == [(1, 1)]


def test_an_endpoint_that_takes_nothing_for_days_is_disabled_and_keeps_what_waits(system: System) -> None:
    with receiving(lambda _: (503, {})) as receiver, system.sending():
        webhook_id = system.add(receiver)
        system.change(1)
        eventually(lambda: system.at(webhook_id)[0].failing_since, seconds=30)
        with transaction(system.engine) as connection:
            long_ago = database_now(connection) - QUICK.total
            connection.execute(update(webhooks).values(failing_since=long_ago))
        eventually(lambda: system.at(webhook_id)[0].disabled_reason == "failing", seconds=30)
        receiver.answer = accepts
        assert system.at(webhook_id)[1].pending == 1
        system.register.change(webhook_id, {}, enabled=True, skip_missed=False)
        eventually(lambda: system.is_done(webhook_id), seconds=30)
    assert _changes(receiver) == [(1, 1)]


def test_an_endpoint_that_is_gone_is_disabled_at_once(system: System) -> None:
    with receiving(lambda _: (410, {})) as receiver, system.sending():
        webhook_id = system.add(receiver)
        system.change(1)
        system.change(2)
        eventually(lambda: system.at(webhook_id)[0].disabled_reason == "gone", seconds=30)
        tried = len(receiver.tried)
        system.change(3)
        time.sleep(1.5)  # two looks of the sender
        assert len(receiver.tried) == tried


def test_a_redirect_is_followed_nowhere(system: System) -> None:
    redirecting = receiving(lambda _: (302, {"Location": elsewhere.url}))
    with receiving() as elsewhere, redirecting as receiver, system.sending():
        webhook_id = system.add(receiver)
        system.change(1)
        eventually(lambda: system.at(webhook_id)[0].last_error == "redirected", seconds=30)
    assert elsewhere.tried == []
    assert elsewhere.refused == []


def test_a_retry_after_is_obeyed(system: System) -> None:
    times: list[float] = []

    def busy_once(_: Mapping[str, Any]) -> tuple[int, Mapping[str, str]]:
        times.append(time.monotonic())
        return (429, {"Retry-After": "2"}) if len(times) == 1 else (200, {})

    with receiving(busy_once) as receiver, system.sending():
        system.add(receiver)
        system.change(1)
        eventually(lambda: receiver.taken, seconds=30)
    assert times[1] - times[0] >= 1.9


def test_a_slow_endpoint_delays_no_other(system: System) -> None:
    release = threading.Event()
    with receiving() as slow, receiving() as quick:

        def waits(_: Mapping[str, Any]) -> tuple[int, Mapping[str, str]]:
            release.wait(20)
            return 200, {}

        slow.answer = waits
        with system.sending():
            system.add(slow)
            system.add(quick)
            for invoice_id in range(1, 31):
                system.change(invoice_id)
            eventually(lambda: len(quick.taken) == 30, seconds=20)
            assert slow.taken == []
            release.set()
            eventually(lambda: len(slow.taken) == 30, seconds=30)


def test_an_inner_address_is_not_called_whatever_its_name_is(system: System) -> None:
    with receiving() as receiver, system.sending(policy=OutboundPolicy(http=True)):
        by_name = system.add(receiver, url=receiver.url.replace("127.0.0.1", "localhost"))
        by_number = system.add(receiver, url="http://169.254.169.254/latest/meta-data")
        system.change(1)
        both = (by_name, by_number)
        eventually(lambda: {system.at(one)[0].last_error for one in both} == {"address-not-allowed"}, seconds=30)
    assert receiver.tried == receiver.refused == []


def test_tls_that_breaks_behind_the_handshake_says_so(tmp_path: Path) -> None:
    """As that of a server which wants a certificate of the client, and says so in TLS 1.3 when it is asked."""
    certificate = certificate_of_localhost(tmp_path)
    of_server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=certificate.file)
    of_server.load_cert_chain(certificate.file, certificate.key)
    of_server.verify_mode = ssl.CERT_REQUIRED

    told = threading.Event()

    def serve(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with of_server.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as tls:
            with suppress(OSError):
                tls.do_handshake()
            told.wait(20)  # closed before, it might be the end that is noticed

    async def post(port: int) -> Outcome:
        trusting = ssl.create_default_context(cafile=certificate.file)
        async with OutboundClient(LOCAL, tls=trusting) as client:
            return await client.post(f"https://localhost:{port}/", {}, b"{}")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        assert asyncio.run(post(listening.getsockname()[1])).fault == "tls-failed"
        told.set()


def test_both_secrets_sign_while_one_is_replaced(system: System) -> None:
    with receiving() as receiver, system.sending():
        webhook_id = system.add(receiver)
        old = receiver.secret
        made = system.register.rotate(webhook_id, hours=1)
        system.change(1)
        eventually(lambda: len(receiver.taken) == 1, seconds=30)
        receiver.secret = secret_text(SECRETS.of(made.salt))
        assert receiver.secret != old
        system.change(2)
        eventually(lambda: len(receiver.taken) == 2, seconds=30)
        receiver.secret = old
        with transaction(system.engine) as connection:
            connection.execute(update(webhooks).values(old_until=database_now(connection)))
        system.change(3)
        eventually(lambda: receiver.refused, seconds=30)


RECEIVERS = dict(
    re.findall(r"^```(py|ts)\n(.*?)^```", (ROOT / "docs" / "integrations.md").read_text("utf-8"), re.DOTALL | re.M)
)
"""The receivers that the documents show, by their languages."""


def _python_receiver(folder: Path) -> Sequence[str]:
    program = folder / "receiver.py"
    program.write_text(RECEIVERS["py"], "utf-8")
    return (sys.executable, str(program))


def _typescript_receiver(folder: Path) -> Sequence[str]:
    (folder / "receiver.mts").write_text(RECEIVERS["ts"], "utf-8")
    (folder / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    options = ("--strict", "--module", "nodenext", "--target", "es2023", "--types", "node", "--skipLibCheck")
    made = subprocess.run(
        ["node", compiler, "receiver.mts", *options], cwd=folder, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout
    return ("node", str(folder / "receiver.mjs"))


@pytest.mark.parametrize(
    "made",
    [
        _python_receiver,
        pytest.param(
            _typescript_receiver,
            marks=pytest.mark.skipif(not (ROOT / "frontend" / "node_modules").exists(), reason="Node.js is needed"),
        ),
    ],
    ids=["python", "typescript"],
)
def test_the_receivers_of_the_documents_verify_what_is_delivered(
    system: System, tmp_path: Path, made: Callable[[Path], Sequence[str]]
) -> None:
    command = made(tmp_path)
    added = system.register.add(url="http://127.0.0.1:9/", description="", types=())  # it has its port later
    secret = secret_text(SECRETS.of(added.salt))
    client = {"PYTHONPATH": str(ROOT / "clients" / "python" / "src")}
    environment = {**os.environ, **client, "SECRET": secret, "PORT": "0"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as program, ending(program):
        assert program.stdout
        url = f"http://127.0.0.1:{program.stdout.readline().removeprefix('listening on port ').strip()}/"
        system.register.change(added.id, {"url": url}, enabled=None, skip_missed=False)
        with system.sending():
            system.change(7, 3, actor="Ána 😀")
            eventually(lambda: system.is_done(added.id), seconds=30)
            system.register.rotate(added.id, hours=1)  # messages have two signatures
            system.change(7, 4, AuditEventType.REOPENED)
            eventually(lambda: system.is_done(added.id), seconds=30)
        forged = signed_headers(message_of_test("0", added.id, datetime.now(UTC)), [b"another"], datetime.now(UTC))
        assert httpx.post(url, content=b"{}", headers=forged).status_code == 401
        program.kill()
        said = program.stdout.read().splitlines()
    assert list(dict.fromkeys(said)) == ["invoice.confirmed 7 3", "invoice.reopened 7 4"]
    assert [(row.state, row.status_code) for row in system.rows(added.id)] == [("delivered", 204)] * 2


@contextmanager
def ending(program: subprocess.Popen[str]) -> Iterator[None]:
    """The program is ended with the block."""
    try:
        yield
    finally:
        program.kill()


def test_one_message_and_a_range_are_sent_again_under_their_ids(system: System) -> None:
    with receiving() as receiver, system.sending():
        webhook_id = system.add(receiver)
        with transaction(system.engine) as connection:
            begin = database_now(connection)
        for invoice_id in (1, 2, 3):
            system.change(invoice_id)
        eventually(lambda: len(receiver.taken) == 3 and system.is_done(webhook_id), seconds=30)
        ids = [id_ for id_, _ in receiver.taken]

        system.register.replay_message(webhook_id, ids[1])
        eventually(lambda: len(receiver.taken) == 4 and system.is_done(webhook_id), seconds=30)
        assert system.register.replay_range(webhook_id, since=begin, until=None) == 3
        eventually(lambda: len(receiver.taken) == 7 and system.is_done(webhook_id), seconds=30)
        with pytest.raises(MessageNotFoundError):
            system.register.replay_message(webhook_id, "msg_" + "0" * 32 + "_1")

    # Of different invoices they come in any order.
    again = [id_ for id_, _ in receiver.taken[3:]]
    assert again[0] == ids[1]
    assert sorted(again[1:]) == sorted(ids)


def test_what_was_missed_can_be_left_out(system: System) -> None:
    with receiving() as receiver:
        webhook_id = system.add(receiver)
        system.register.change(webhook_id, {}, enabled=False, skip_missed=False)
        system.change(1)
        system.register.change(webhook_id, {}, enabled=True, skip_missed=True)
        system.change(2)
        with system.sending():
            eventually(lambda: receiver.taken, seconds=30)
    assert _changes(receiver) == [(2, 1)]


def test_only_one_dispatcher_sends(system: System) -> None:
    with receiving() as receiver, system.sending(), system.sending():
        webhook_id = system.add(receiver)
        for invoice_id in range(1, 51):
            system.change(invoice_id)
        eventually(lambda: system.is_done(webhook_id) and receiver.taken, seconds=30)
        time.sleep(1)
    assert len(receiver.tried) == 50


def test_the_log_is_bounded(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.adapters.webhook_deliveries.KEPT", 5)
    with receiving() as receiver, system.sending():
        webhook_id = system.add(receiver)
        for invoice_id in range(1, 21):
            system.change(invoice_id)
        eventually(lambda: system.is_done(webhook_id) and len(receiver.taken) == 20, seconds=30)
    Deliveries(engine=system.engine, schedule=QUICK).prune()
    assert [row.invoice_id for row in system.rows(webhook_id)] == [16, 17, 18, 19, 20]
    with transaction(system.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(webhook_deliveries)) == 5
