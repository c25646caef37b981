"""Confirming automatically on the real database: killed at any statement, by many at once, switched off, counted."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select

from functions.api import decisions
from functions.api.models.statistics import StatisticsQuery
from functions.api.statistics_queries import statistics_of
from shared.adapters.automation import AutomationSettings
from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.recount import differences
from shared.adapters.stage_store import SqlStageStore
from shared.adapters.tables import audit_events, automation, figures, invoice_documents, invoices, sellers
from shared.domain.automation import AutomationPolicy
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Stage, Status
from shared.pipeline.registration import NewDocument
from shared.pipeline.stages import Claim, StageResult
from shared.settings import Settings
from tests.support.known_seller import FOREIGN_IBAN, as_read, invoice_data

ON = AutomationPolicy(enabled=True, after=2, person_share=0)
MANY = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A database with a seller that persons confirmed two invoices of."""

    settings: Settings
    engine: Engine

    def claimed(self) -> Claim:
        """A document that is being extracted, by somebody whose lease is over at once."""
        file = NewDocument(
            filename="a.pdf", content_type="application/pdf", size=3, sha256=uuid4().hex * 2, actor="test"
        )
        added = SqlInvoiceStore(self.engine).register(file, lambda: None, allow_duplicates=False).invoice_id
        stages = SqlStageStore(self.engine)
        reading = stages.claim(added, Stage.OCR, lease_seconds=30, max_attempts=100)
        assert reading is not None
        stages.finish(reading, StageResult())
        return self.claimed_again(added)

    def claimed_again(self, invoice_id: int) -> Claim:
        """The same document, by the next one."""
        claim = SqlStageStore(self.engine).claim(invoice_id, Stage.EXTRACT, lease_seconds=0, max_attempts=100)
        assert claim is not None
        return claim

    def finish(self, claim: Claim, data: InvoiceData) -> Status | None:
        """The state after the extraction has found this data."""
        return SqlStageStore(self.engine).finish(claim, as_read(data)).status

    def set_policy(self, policy: AutomationPolicy) -> None:
        """An admin's decision."""
        AutomationSettings(engine=self.engine).set_policy(policy, actor="ana")

    def trail(self, invoice_id: int) -> list[str]:
        """The types of the invoice's events."""
        query = select(audit_events.c.type).where(audit_events.c.invoice_id == invoice_id).order_by(audit_events.c.id)
        with transaction(self.engine) as connection:
            return list(connection.scalars(query))

    def status(self, invoice_id: int) -> str | None:
        """Its state."""
        with transaction(self.engine) as connection:
            return connection.scalar(select(invoices.c.status).where(invoices.c.id == invoice_id))

    def automatic(self) -> int:
        """How many were confirmed automatically."""
        with transaction(self.engine) as connection:
            return connection.scalar(select(func.count()).where(invoices.c.automatic)) or 0

    def wrong_figures(self) -> Any:
        """What the figures lack of a recount."""
        with transaction(self.engine) as connection:
            return differences(connection)


@pytest.fixture
def system(migrated_database_url: str) -> Iterator[System]:
    """The policy is on."""
    settings = Settings(database_url=migrated_database_url)
    engine = make_engine(settings)

    def empty() -> None:
        for table in (audit_events, invoices, sellers, figures, automation):
            with transaction(engine) as connection:
                connection.execute(table.delete())

    empty()
    made = System(settings=settings, engine=engine)
    for number in (1, 2):
        claim = made.claimed()
        made.finish(claim, invoice_data(number))
        SqlInvoiceStore(engine).decide(claim.invoice_id, actor="ana", rule=decisions.confirm)
    made.set_policy(ON)
    yield made
    empty()
    engine.dispose()


def _finish_and_die(settings: Settings, claim: Claim, statements: int) -> None:
    """It is killed, as hard as the kernel would, at this statement of the end of the extraction, or right behind it."""
    engine = make_engine(settings)
    seen = count(1)

    @event.listens_for(engine, "before_cursor_execute")
    def deadly(*_: object) -> None:
        if next(seen) == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    SqlStageStore(engine).finish(claim, as_read(invoice_data(3)))
    os.kill(os.getpid(), signal.SIGKILL)


def test_killed_at_any_statement_it_is_confirmed_once_or_extracted_again(system: System) -> None:
    claim = system.claimed()
    killed = 0
    while True:
        dying = multiprocessing.get_context("fork").Process(
            target=_finish_and_die, args=(system.settings, claim, killed + 1)
        )
        dying.start()
        dying.join(60)
        assert dying.exitcode == -signal.SIGKILL
        if system.status(claim.invoice_id) != Status.PROCESSING:
            break
        killed += 1
        assert system.trail(claim.invoice_id)[-1] == "extract.started"
        claim = system.claimed_again(claim.invoice_id)
    assert killed > 20, "it was killed at each of its statements"
    assert system.status(claim.invoice_id) == Status.PROCESSED
    trail = system.trail(claim.invoice_id)
    assert (trail.count("extract.finished"), trail.count("confirmed")) == (1, 1)
    assert system.wrong_figures() == {}


def test_of_copies_that_are_read_at_once_one_is_confirmed(system: System) -> None:
    claims = [system.claimed() for _ in range(MANY)]
    begin = threading.Barrier(MANY)

    def finish(claim: Claim) -> Status | None:
        begin.wait()
        return system.finish(claim, invoice_data(3))

    with ThreadPoolExecutor(MANY) as threads:
        found = list(threads.map(finish, claims))
    assert (found.count(Status.PROCESSED), found.count(Status.WAITING_VALIDATION)) == (1, MANY - 1)
    assert system.automatic() == 1
    with transaction(system.engine) as connection:
        stored = connection.scalars(
            select(invoice_documents.c.blockers)
            .join(invoices, invoices.c.id == invoice_documents.c.invoice_id)
            .where(invoices.c.status == Status.WAITING_VALIDATION)
        ).all()
    assert all("possible-duplicate" in {one["code"] for one in blockers} for blockers in stored)
    assert system.wrong_figures() == {}


def test_many_at_once_are_all_confirmed(system: System) -> None:
    claims = [system.claimed() for _ in range(MANY)]
    with ThreadPoolExecutor(MANY) as threads:
        found = list(threads.map(lambda pair: system.finish(pair[1], invoice_data(pair[0])), enumerate(claims, 3)))
    assert found == [Status.PROCESSED] * MANY
    assert system.wrong_figures() == {}


def test_once_it_is_switched_off_nothing_is_confirmed_any_more(system: System) -> None:
    claims = [system.claimed() for _ in range(MANY)]
    some_are_done = threading.Event()

    def finish(pair: tuple[int, Claim]) -> None:
        system.finish(pair[1], invoice_data(pair[0]))
        some_are_done.set()

    with ThreadPoolExecutor(2) as threads:
        running = threads.map(finish, enumerate(claims, 3))
        some_are_done.wait(30)
        system.set_policy(ON.model_copy(update={"enabled": False}))
        confirmed = system.automatic()
        list(running)
    assert 0 < confirmed == system.automatic()


def test_statistics_tell_what_nobody_confirmed_apart_and_name_nobody_for_it(system: System) -> None:
    for number in (3, 4):
        assert system.finish(system.claimed(), invoice_data(number)) is Status.PROCESSED
    with transaction(system.engine) as connection:
        found = statistics_of(connection, StatisticsQuery(days=1), database_now(connection).date())
    assert found["untouched"] == {"confirmed": 4, "without_changes": 4, "automatic": 2}
    assert [(day["confirmed"], day["automatic"]) for day in found["by_day"]] == [(4, 2)]
    assert [(one["name"], one["confirmed"]) for one in found["people"]] == [("ana", 2)]


def test_what_blocked_an_earlier_reading_is_forgotten_with_the_next(system: System) -> None:
    claim = system.claimed()
    system.finish(claim, invoice_data(3, payment={"iban": FOREIGN_IBAN}))
    store = SqlInvoiceStore(system.engine)
    store.decide(claim.invoice_id, actor="ana", rule=lambda invoice: decisions.reject(invoice, None))
    store.decide(claim.invoice_id, actor="ana", rule=decisions.retry)
    system.set_policy(ON.model_copy(update={"enabled": False}))
    reading = SqlStageStore(system.engine).claim(claim.invoice_id, Stage.OCR, lease_seconds=30, max_attempts=3)
    assert reading is not None
    SqlStageStore(system.engine).finish(reading, StageResult())
    result = as_read(invoice_data(3))
    SqlStageStore(system.engine).finish(system.claimed_again(claim.invoice_id), result)
    with transaction(system.engine) as connection:
        of_it = select(invoice_documents.c.blockers).where(invoice_documents.c.invoice_id == claim.invoice_id)
        assert connection.scalar(of_it) is None
