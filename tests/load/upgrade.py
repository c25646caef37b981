"""`python -m tests.load.upgrade [--rows 1000000]`: how long anybody waits while the documents of so many invoices move
to a table of their own (revision 0006), and whether all of them arrive.

The functions of the version before upload, list, correct and confirm meanwhile; the migration is killed twice and run
again. Then the functions of this version serve while the next migration (0007) takes the old columns away.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import httpx
from sqlalchemy import Engine, text

from shared.adapters.database import make_engine
from shared.settings import Settings
from tests.benchmarks.scale.database import SETTINGS, running_database
from tests.benchmarks.scale.filled import new_database
from tests.load.version_before import DOCUMENTS, Met, VersionBefore
from tests.support.stack import ROOT, running_stack

_CALM_SECONDS = 20.0
"""Before the migration, for comparison, and after it, until the functions would be replaced."""

_DIFFERENT = " OR ".join(f"NOT (invoices.{name} <=> invoice_documents.{name})" for name in DOCUMENTS)
NOT_COPIED = f"SELECT COUNT(*) FROM invoices LEFT JOIN invoice_documents ON invoice_id = id WHERE {_DIFFERENT}"  # noqa: S608 - our own names
"""The number of invoices whose documents differ from what the old columns hold."""

_COPIED = "SELECT EXISTS (SELECT 1 FROM invoice_documents WHERE invoice_id >= :some)"


def main() -> None:
    """Makes the rows in the old shape, upgrades, prints."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="upgrade-") as folder:
        state_dir = Path(options.state_dir or folder).resolve()
        state_dir.mkdir(parents=True, exist_ok=True)
        print(f"MariaDB of this run: {SETTINGS}")
        with running_database(state_dir / "mariadb") as database:
            url = new_database(database, state_dir, "invoices_upgraded", options.rows, print, old_shape=True)
            engine = make_engine(Settings(database_url=url).model_copy(update={"store_timeout_seconds": 1800}))
            _first(url, engine, options.rows, kill=not options.whole)
            _second(url, engine, state_dir)


def _first(url: str, engine: Engine, rows: int, *, kill: bool) -> None:
    with VersionBefore(engine, rows=rows) as before:
        time.sleep(_CALM_SECONDS)
        began = time.monotonic()
        if kill:
            _kill_when(upgrading(url), lambda: time.monotonic() - began > 5, "while indexes are made")
            _kill_when(upgrading(url), lambda: has_copied(engine, rows // 3), "while documents are copied")
        ended = upgrading(url)
        _expect(ended, 0)
        finished = time.monotonic()
        time.sleep(_CALM_SECONDS)
    print(f"Revision 0006 took {finished - began:.0f} s; the version before went on meanwhile:")
    _say_waits(before.met, began, finished)
    lost = _scalar(engine, NOT_COPIED)
    print(
        f"  {len(before.met.faults)} faults {before.met.faults[:3]}; documents that differ from the old columns: {lost}"
    )
    _ensure(lost == 0 and not before.met.faults, "every document has arrived, and every call was answered")
    _ensure_kept(engine, before.met)
    _ensure(_scalar(engine, "SELECT COUNT(*) FROM invoices") == rows + len(before.met.uploaded), "every row is there")


def _second(url: str, engine: Engine, state_dir: Path) -> None:
    """The functions of this version have replaced the others: the old columns go while they serve. A stack migrates
    when it starts, which is this second migration; so it is run here while a stack on the same tables serves."""
    before = _facts(engine)
    with running_stack(state_dir / "upgraded", DATABASE_URL=url, SWEEP_SECONDS="3600") as stack:
        began = time.monotonic()
        _expect(upgrading(url, "downgrade", "0006"), 0)
        print(f"(The columns were added again in {time.monotonic() - began:.1f} s, to be taken away under load.)")
        stopping, waits = threading.Event(), [0.0]

        def read() -> None:
            with httpx.Client(base_url=stack.record["api"], timeout=60) as client:
                while not stopping.is_set():
                    for path in ("/api/invoices/", "/api/invoices/1"):
                        asked = time.monotonic()
                        client.get(path).raise_for_status()
                        waits.append(time.monotonic() - asked)

        thread = threading.Thread(target=read)
        thread.start()
        time.sleep(5)
        began, calm = time.monotonic(), max(waits)
        _expect(upgrading(url), 0)
        took = time.monotonic() - began
        time.sleep(2)
        stopping.set()
        thread.join()
        print(f"Revision 0007 took {took:.1f} s, start of the program included; longest read {max(waits):.2f} s "
              f"(before: {calm:.2f} s) of {len(waits)}.")  # fmt: skip
    _ensure(_facts(engine) == before, "every document is still what it was")


def upgrading(url: str, *command: str) -> "subprocess.Popen[bytes]":
    """A migration that has been started: to the newest revision unless told otherwise."""
    return subprocess.Popen(
        [sys.executable, "-m", "alembic", *(command or ("upgrade", "head"))],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": url},
    )


def _kill_when(process: "subprocess.Popen[bytes]", due: Callable[[], bool], where: str) -> None:
    while not due():
        if process.poll() is not None:
            raise RuntimeError(f"the migration ended before it could be killed {where}")
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    print(f"The migration was killed {where}, and is run again.")


def _expect(process: "subprocess.Popen[bytes]", code: int) -> None:
    if process.wait() != code:
        raise RuntimeError(f"the migration ended with {process.returncode}")


def has_copied(engine: Engine, some: int) -> bool:
    """Whether the migration has copied the documents of an invoice behind this one."""
    with engine.connect() as connection:
        if not connection.execute(text("SHOW TABLES LIKE 'invoice_documents'")).all():
            return False
        return bool(connection.execute(text(_COPIED), {"some": some}).scalar())


def _say_waits(met: Met, began: float, finished: float) -> None:
    for kind, calls in sorted(met.calls.items()):
        calm = sorted(seconds for moment, seconds in calls if moment < began)
        during = sorted(seconds for moment, seconds in calls if began <= moment < finished)
        print(f"  {kind:<13} before: {_figures(calm)}; during: {_figures(during)}; after: longest "
              f"{met.longest(kind, finished, float('inf')):.2f} s")  # fmt: skip


def _figures(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    p99 = seconds[min(int(0.99 * len(seconds)), len(seconds) - 1)]
    middle = 1000 * median(seconds)
    return f"{len(seconds)} calls, median {middle:.0f} ms, p99 {1000 * p99:.0f} ms, longest {max(seconds):.2f} s"


def _ensure_kept(engine: Engine, met: Met) -> None:
    """What was written last is what the new table has."""
    written: Mapping[str, Mapping[int, str]] = {"preview_data": met.previews, "final_data": met.finals}
    with engine.connect() as connection:
        for name, by_id in written.items():
            query = text(f"SELECT {name} FROM invoice_documents WHERE invoice_id = :id")  # noqa: S608 - a column
            wrong = [id_ for id_, text_ in by_id.items() if connection.execute(query, {"id": id_}).scalar() != text_]
            _ensure(not wrong, f"{len(by_id)} of {name} are what was written last; wrong: {wrong[:5]}")


def _facts(engine: Engine) -> tuple[int, str]:
    """Number and check sum of all documents."""
    together = ", ".join(f"COALESCE({name}, '-')" for name in DOCUMENTS)
    with engine.connect() as connection:
        query = f"SELECT COUNT(*), BIT_XOR(CRC32(CONCAT(invoice_id, {together}))) FROM invoice_documents"  # noqa: S608
        count, sum_ = connection.execute(text(query)).one()
    return int(count), str(sum_)


def _scalar(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def _ensure(fact: bool, said: str) -> None:
    print(f"  {'yes' if fact else 'NO'}: {said}")
    if not fact:
        raise SystemExit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load.upgrade", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--whole", action="store_true", help="do not kill the migration in between")
    parser.add_argument("--state-dir", help="where MariaDB's data is kept; default: a temporary folder")
    return parser.parse_args()


if __name__ == "__main__":
    main()
