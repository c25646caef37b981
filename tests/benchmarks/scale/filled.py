"""Databases full of made invoices, kept from run to run."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import text

from shared.adapters.database import make_engine
from shared.adapters.recount import repair
from shared.settings import Settings
from tests.benchmarks.scale.database import RunningDatabase
from tests.benchmarks.scale.loading import Filling, fill
from tests.benchmarks.scale.old_shape import REVISION
from tests.benchmarks.scale.templates import sample_results
from tests.support.stack import ROOT, running_stack

SEED = 13
_TEMPLATE_SETTINGS = {"EXTRACTOR": "local"}
_LEFT_ALONE_SECONDS = 120
"""The newest made invoice is this old: nothing that happens while measuring is older than it."""

_PATIENCE_SECONDS = 1800  # for one statement about all rows

Say = Callable[[str], None]


def filled_database(database: RunningDatabase, state_dir: Path, rows: int, say: Say) -> str:
    """The URL of a migrated database with so many made invoices: the one of an earlier run, or a new one."""
    marker, facts = state_dir / f"invoices_{rows}.json", {"rows": rows, "seed": SEED, "schema": _schema()}
    if marker.exists() and json.loads(marker.read_text()) == facts:
        say(f"{rows:,} invoices are there from an earlier run.")
        return database.url(marker.stem)
    url = new_database(database, state_dir, marker.stem, rows, say)
    repair(make_engine(Settings(database_url=url).model_copy(update={"store_timeout_seconds": _PATIENCE_SECONDS})))
    _execute(url, "ANALYZE TABLE invoices, invoice_documents, operation_codes, invoice_accounts, events, figures")
    marker.write_text(json.dumps(facts))
    return url


def new_database(
    database: RunningDatabase, state_dir: Path, name: str, rows: int, say: Say, *, old_shape: bool = False
) -> str:
    """The URL of a database of this name with so many made invoices, migrated to the newest revision, or as it was
    before revision 0006. One of the same name is dropped."""
    templates, url = _templates(state_dir, say), database.url(name)
    _execute(database.url("invoices"), f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}`")
    migrate(url, REVISION if old_shape else "head")
    until = datetime.now(UTC) - timedelta(seconds=_LEFT_ALONE_SECONDS)
    filling = Filling(
        database_url=url, templates=templates, rows=rows, until=until, seed=SEED, old_shape=old_shape
    )  # fmt: skip
    made = 0

    def progress(more: int) -> None:
        nonlocal made
        made += more
        if made % max(rows // 10, 1) < more:
            say(f"  {made:,} invoices made")

    if not old_shape:
        _execute(url, "ALTER TABLE invoice_search DROP INDEX ix_invoice_search_named_words")
    seconds = fill(filling, progress)
    if not old_shape:  # at the end by sorting: word by word would take several times as long
        began = time.monotonic()
        _execute(url, "ALTER TABLE invoice_search ADD FULLTEXT INDEX ix_invoice_search_named_words (named, words)")
        seconds += time.monotonic() - began
        of_seller = "SELECT COUNT(*) FROM invoices WHERE seller_id = sellers.id"
        _execute(url, f"UPDATE sellers SET invoices = ({of_seller})")  # noqa: S608 - no value in it
    say(f"{rows:,} invoices made in {seconds:.0f} s ({rows / seconds:,.0f} a second).")
    return url


def migrate(url: str, revision: str) -> None:
    """Runs the migrations up to this revision."""
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", revision],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url},
        check=True,
    )


def _schema() -> str:
    """A digest of the migrations: rows in the tables of others are made anew."""
    migrations = sorted((ROOT / "migrations" / "versions").glob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in migrations)).hexdigest()


def _templates(state_dir: Path, say: Say) -> Path:
    path = state_dir / "samples.json"
    if not path.exists():
        say("The samples are read once, for the shapes of the documents.")
        with (
            tempfile.TemporaryDirectory(prefix="bench-scale-samples-") as folder,
            running_stack(Path(folder), **_TEMPLATE_SETTINGS) as stack,
        ):
            path.write_text(json.dumps(sample_results(stack)))
    return path


def _execute(url: str, *statements: str) -> None:
    engine = make_engine(Settings(database_url=url).model_copy(update={"store_timeout_seconds": _PATIENCE_SECONDS}))
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()
