"""The program `python -m infra.intake` beside a real IMAP server: what it survives, and what it says meanwhile."""

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select

from infra.local.ports import choose_port
from infra.local.programs import Program, running
from infra.local.stack import function_program
from shared.adapters.database import make_engine, transaction
from shared.adapters.tables import intake_items, intake_sources, invoices
from shared.settings import Settings
from tests.support.imap_server import PASSWORD, ImapServer, is_installed, prepared_imap_server, serving_imap
from tests.support.mails import mail_with, pdf
from tests.support.stack import ROOT, eventually

pytestmark = [pytest.mark.servers, pytest.mark.skipif(not is_installed(), reason="dovecot is not installed")]

SECRET = "kR3vXq9mTz7LpWc2sYhN8dJf4bGaUe6o"
PATHS = f"{ROOT}{os.pathsep}{ROOT / 'clients' / 'python' / 'src'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The program's settings, log and database."""

    environment: Mapping[str, str]
    log: Path
    engine: Engine

    def program(self, **settings: str) -> Program:
        """The program, with these settings."""
        return Program(
            name="intake",
            command=(sys.executable, "-m", "infra.intake"),
            environment={"PATH": os.environ["PATH"], "PYTHONPATH": PATHS, **self.environment, **settings},
            inherit=False,
            ready=lambda: True,
        )

    def said(self, message: str) -> list[dict[str, Any]]:
        """The lines of its log with this message."""
        lines = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
        return [line for line in lines if line["message"] == message]

    def source(self, name: str) -> dict[str, Any]:
        """How the source is whose name contains this; empty: it was never looked at."""
        with transaction(self.engine) as connection:
            found = connection.execute(select(intake_sources).where(intake_sources.c.name.contains(name))).mappings()
            return dict(found.one_or_none() or {})

    def has(self, *documents: bytes) -> bool:
        """Whether each is one invoice."""
        hashes = sorted(sha256(document).hexdigest() for document in documents)
        with transaction(self.engine) as connection:
            return sorted(connection.scalars(select(invoices.c.sha256).where(invoices.c.sha256.in_(hashes)))) == hashes


@pytest.fixture
def intake(stores_environment: dict[str, str], tmp_path: Path) -> Iterator[Intake]:
    port = choose_port()
    environment = {**stores_environment, "SECRET_KEY": SECRET, "INTAKE_POLL_SECONDS": "1"}
    upload = function_program("upload", port, {**os.environ, **environment, "PYTHONPATH": str(ROOT)})
    engine = make_engine(Settings(database_url=stores_environment["DATABASE_URL"]))
    with running(upload, log_file=tmp_path / "upload.log"):
        environment["UPLOAD_URL"] = f"http://127.0.0.1:{port}"
        yield Intake(environment=environment, log=tmp_path / "intake.log", engine=engine)
    engine.dispose()


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    with prepared_imap_server() as server:
        yield server


def _mailbox(imap: ImapServer, password: str = PASSWORD) -> dict[str, str]:
    return {
        "INTAKE_IMAP_URL": imap.url(),
        "INTAKE_IMAP_PASSWORD": password,
        "INTAKE_IMAP_CA_FILE": str(imap.ca_file),
    }


def test_a_wrong_password_is_said_once_and_shown_and_the_right_one_takes_the_mails(
    intake: Intake, imap: ImapServer
) -> None:
    document = pdf(uuid4().hex)
    name = f":{imap.port}/"
    with serving_imap(imap):
        imap.deliver(mail_with(("a.pdf", document)))
        with running(intake.program(**_mailbox(imap, "not the password")), log_file=intake.log):
            source = eventually(lambda: intake.source(name).get("trouble") and intake.source(name))
            assert source["trouble"] == "login-refused"
            assert source["next_look_at"] > source["trouble_since"]
            (told,) = intake.said("nothing comes in")
            assert (told["trouble"], told["next_in"]) == ("login-refused", 60)
            assert not intake.has(document)
        with running(intake.program(**_mailbox(imap)), log_file=intake.log):
            eventually(lambda: intake.has(document))
            assert eventually(lambda: intake.source(name)["looked_at"] and intake.source(name))["trouble"] is None
    assert "not the password" not in intake.log.read_text()
    assert PASSWORD not in intake.log.read_text()
    assert intake.said("intake stopped")  # SIGTERM is obeyed in a pause of a minute, too


def test_a_server_that_restarts_in_the_middle_of_idle_is_waited_for(intake: Intake, imap: ImapServer) -> None:
    documents = [pdf(uuid4().hex) for _ in range(2)]
    name = f":{imap.port}/"
    # It looks by itself once an hour: what comes earlier was told by IDLE.
    settings = {**_mailbox(imap), "INTAKE_POLL_SECONDS": "3600"}
    with serving_imap(imap):
        intake_runs = running(intake.program(**settings), log_file=intake.log)
        intake_runs.__enter__()
        try:
            eventually(lambda: intake.source(name).get("looked_at"))
            imap.deliver(mail_with(("a.pdf", documents[0]), message_id=None))
            eventually(lambda: intake.has(documents[0]))
        except BaseException:
            intake_runs.__exit__(None, None, None)
            raise
    try:
        eventually(lambda: intake.source(name)["trouble"] == "not-reachable")
        with serving_imap(imap):
            imap.deliver(mail_with(("b.pdf", documents[1]), message_id=None))
            eventually(lambda: intake.has(*documents))
            eventually(lambda: intake.source(name)["trouble"] is None)
    finally:
        intake_runs.__exit__(None, None, None)
    with transaction(intake.engine) as connection:
        source_id = intake.source(name)["id"]
        outcomes = connection.scalars(select(intake_items.c.outcome).where(intake_items.c.source_id == source_id)).all()
    assert list(outcomes) == ["taken", "taken"]


def test_killed_again_and_again_it_makes_one_invoice_of_each_mail(intake: Intake, imap: ImapServer) -> None:
    documents = [pdf(uuid4().hex) for _ in range(12)]
    with serving_imap(imap):
        imap.deliver(*(mail_with(("a.pdf", document), message_id=None) for document in documents))
        for expected in (2, 7):
            with running(intake.program(**_mailbox(imap)), log_file=intake.log) as process:
                eventually(lambda: _invoices_of(intake, documents) >= expected)  # noqa: B023 - called in this round
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        with running(intake.program(**_mailbox(imap)), log_file=intake.log):
            eventually(lambda: intake.has(*documents))
            eventually(lambda: intake.source(f":{imap.port}/")["looked_at"])
    with transaction(intake.engine) as connection:
        of_source = intake_items.c.source_id == intake.source(f":{imap.port}/")["id"]
        outcomes = connection.scalars(select(intake_items.c.outcome).where(of_source)).all()
    assert outcomes == ["taken"] * len(documents)


def _invoices_of(intake: Intake, documents: list[bytes]) -> int:
    hashes = [sha256(document).hexdigest() for document in documents]
    with transaction(intake.engine) as connection:
        return len(connection.scalars(select(invoices.c.id).where(invoices.c.sha256.in_(hashes))).all())


def test_two_programs_do_not_take_from_one_folder_at_once(intake: Intake, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    document = pdf(uuid4().hex)
    settings = {"INTAKE_FOLDER": str(folder)}
    with running(intake.program(**settings), log_file=intake.log):
        eventually(lambda: intake.source(str(folder)).get("looked_at"))
        second = tmp_path / "second.log"
        with running(intake.program(**settings), log_file=second):
            eventually(lambda: "in-use" in second.read_text())
            (folder / "a.pdf").write_bytes(document)
            eventually(lambda: (folder / "done" / "a.pdf").exists())
    assert intake.has(document)


def test_it_does_not_start_with_nothing_to_take_from(intake: Intake) -> None:
    with running(intake.program(), log_file=intake.log) as process:
        assert process.wait(60) == 1
    assert "Set INTAKE_IMAP_URL, INTAKE_FOLDER or INTAKE_BUCKET" in intake.log.read_text()
