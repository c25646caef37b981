"""Databases full of made invoices, kept from run to run."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from shared.adapters.database import make_engine
from shared.settings import Settings
from tests.benchmarks.scale.database import RunningDatabase
from tests.benchmarks.scale.loading import Filling, fill
from tests.benchmarks.scale.templates import sample_results
from tests.support.stack import ROOT, running_stack

SEED = 13
_TEMPLATE_SETTINGS = {"EXTRACTOR": "local"}
_LEFT_ALONE_SECONDS = 120
"""The newest made invoice is this old: nothing that happens while measuring is older than it."""

Say = Callable[[str], None]


def filled_database(database: RunningDatabase, state_dir: Path, rows: int, say: Say) -> str:
    """The URL of a migrated database with so many made invoices: the one of an earlier run, or a new one."""
    name = f"invoices_{rows}"
    url, marker = database.url(name), state_dir / f"{name}.json"
    if marker.exists():
        say(f"{rows:,} invoices are there from an earlier run.")
        return url
    templates = _templates(state_dir, say)
    _execute(database.url("invoices"), f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}`")
    _migrate(url)
    until = datetime.now(UTC) - timedelta(seconds=_LEFT_ALONE_SECONDS)
    filling = Filling(database_url=url, templates=templates, rows=rows, until=until, seed=SEED)
    made = 0

    def progress(more: int) -> None:
        nonlocal made
        made += more
        if made % max(rows // 10, 1) < more:
            say(f"  {made:,} invoices made")

    seconds = fill(filling, progress)
    say(f"{rows:,} invoices made in {seconds:.0f} s ({rows / seconds:,.0f} a second).")
    _execute(url, "ANALYZE TABLE invoices, invoice_documents, operation_codes, invoice_accounts, events")
    marker.write_text(json.dumps({"rows": rows, "seed": SEED, "until": until.isoformat(), "seconds": seconds}))
    return url


def _templates(state_dir: Path, say: Say) -> Path:
    path = state_dir / "samples.json"
    if not path.exists():
        say("The samples are read once, for the shapes of the documents.")
        with running_stack(state_dir / "samples", **_TEMPLATE_SETTINGS) as stack:
            path.write_text(json.dumps(sample_results(stack)))
    return path


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url},
        check=True,
    )


def _execute(url: str, *statements: str) -> None:
    engine = make_engine(Settings(database_url=url).model_copy(update={"store_timeout_seconds": 600}))
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()
