"""The sweeper's questions to a table in which thousands wait: each is answered from one index."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text

from shared.adapters.database import database_now, make_engine, transaction
from shared.adapters.stage_store import SqlStageStore
from shared.adapters.tables import invoices
from shared.domain.lanes import Lane, Line
from shared.domain.lifecycle import Stage, Status
from shared.settings import Settings

INDEX = "ix_invoices_stage_status_lane_uploader_enqueued_at"
UPLOADERS = tuple("abcde")
WAITING = 5000


@pytest.fixture
def engine(migrated_database_url: str) -> Iterator[Engine]:
    """A database in which 5,000 rows wait, a minute each after the one before, and as many are done."""
    engine = make_engine(Settings(database_url=migrated_database_url))
    with transaction(engine) as connection:
        connection.execute(invoices.delete())
        now = database_now(connection)
        common: dict[str, Any] = {"filename": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
        times = [now - timedelta(minutes=number) for number in range(WAITING)]
        made = [
            {
                **common,
                "lane": tuple(Lane)[number % len(Lane)],
                "uploader": UPLOADERS[number % len(UPLOADERS)],
                "enqueued_at": moment,
                "created_at": moment,
                "updated_at": moment,
                "status": status,
                "stage": stage,
            }
            for number, moment in enumerate(times)
            for status, stage in ((Status.PROCESSING, Stage.OCR), (Status.PROCESSED, None))
        ]
        connection.execute(insert(invoices), made)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE TABLE invoices")).all()
    yield engine
    with transaction(engine) as connection:
        connection.execute(invoices.delete())
    engine.dispose()


def test_lines_and_lost_messages_are_found_by_the_index(engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.startswith("SELECT") and "FROM invoices" in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    stages = SqlStageStore(engine)
    started = time.monotonic()
    lines = stages.lines()
    with transaction(engine) as connection:
        oldest = database_now(connection) - timedelta(minutes=WAITING - 20)
    line = Line(stage=Stage.OCR, lane=Lane.QUICK, uploader="a")
    lost = stages.requeue_lost(line, waiting_since=oldest, grace_seconds=10)
    print(f"{time.monotonic() - started:.3f} s")
    event.remove(engine, "before_cursor_execute", note)
    assert len(lines) == len(UPLOADERS) * len(Lane)
    assert 0 < len(lost) < 20
    assert len(asked) == 2
    with engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN {one}", given).mappings().one() for one, given in asked]
    print(plans)
    assert [plan["key"] for plan in plans] == [INDEX, INDEX]
    assert "Using index" in plans[0]["Extra"], "no row is looked at to know the lines"
    assert int(plans[1]["rows"]) <= WAITING // len(UPLOADERS), "only rows of this line"
