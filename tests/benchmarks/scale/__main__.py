"""`python -m tests.benchmarks.scale [--rows 1000000]`: what reads of the API cost with a million invoices.

It starts a MariaDB and a stack of its own, makes the invoices (some minutes, once for a state directory), asks, prints.
The same is asked of a tenth of the invoices, so that growth is seen. `--load-only` ends when they are made; `--serve`
stays, with the whole system on them.
"""

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from sqlalchemy import select

from shared.adapters.database import make_engine
from shared.adapters.tables import final_versions
from shared.settings import Settings
from tests.benchmarks.processes import MEASURABLE
from tests.benchmarks.scale.asking import Measured, Servers, measure, memory_mb
from tests.benchmarks.scale.cases import Rows, all_cases, floor
from tests.benchmarks.scale.database import SETTINGS, RunningDatabase, running_database
from tests.benchmarks.scale.filled import filled_database
from tests.benchmarks.scale.report import heading, table
from tests.support.stack import RunningStack, running_stack

_STACK = {
    # What the sweepers read is not a request's; an export that was broken off is still one until the server knows it.
    "SWEEP_SECONDS": "3600",
    "ORPHAN_SWEEP_SECONDS": "86400",
    "EXPORTS_AT_ONCE": "64",
}
_SHARE = 10


def main() -> None:
    """Makes the rows, asks, prints."""
    options = _options()
    console = Console(width=None if os.isatty(1) else 190)
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as folder:
        state_dir = Path(options.state_dir or folder).resolve()
        state_dir.mkdir(parents=True, exist_ok=True)
        console.print(f"{os.cpu_count()} cores, load before the start {os.getloadavg()[0]:.1f}")
        console.print(f"MariaDB of this run: {', '.join(f'{name}={value}' for name, value in SETTINGS.items())}")
        console.print(f"Settings of the stack: AUTH=off, {', '.join(f'{name}={_STACK[name]}' for name in _STACK)}")
        with running_database(state_dir / "mariadb") as database:
            if options.load_only or options.serve:
                url = filled_database(database, state_dir, options.rows, console.print)
                if options.serve:
                    _serve(state_dir, options.rows, url, console)
            else:
                _measure_both(database, state_dir, options.rows, options.only, console)


def _serve(state_dir: Path, rows: int, url: str, console: Console) -> None:
    with running_stack(state_dir / f"stack-{rows}", DATABASE_URL=url) as stack:
        console.print(f"DATABASE_URL={url}")
        console.print(f"api={stack.record['api']} web={stack.record['web']}; Ctrl-C ends it.")
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _measure_both(database: RunningDatabase, state_dir: Path, rows: int, only: str, console: Console) -> None:
    fewer: Mapping[str, Measured] = {}
    for count in (rows // _SHARE, rows):
        url = filled_database(database, state_dir, count, console.print)
        with _asked_stack(database, state_dir, count, url, console) as (stack, servers):
            found = _measured(stack, servers, count, only, console, alone_only=count < rows)
        if count < rows:
            fewer = {one.case.name: one for one in found}
    console.print(heading(rows, rows // _SHARE), table(found, fewer, found[0]), sep="\n")


@contextmanager
def _asked_stack(
    database: RunningDatabase, state_dir: Path, count: int, url: str, console: Console
) -> Iterator[tuple[RunningStack, Servers]]:
    """The stack on so many rows; prints what memory its api and the database took."""
    with running_stack(state_dir / f"stack-{count}", DATABASE_URL=url, **_STACK, **MEASURABLE) as stack:
        engine = make_engine(Settings(database_url=url))
        servers = Servers(
            api_url=stack.record["api"],
            engine=engine,
            api_pid=stack.record["programs"]["api"],
            database_pid=database.pid,
        )
        before, began = memory_mb(servers.api_pid), time.monotonic()
        yield stack, servers
        console.print(
            f"{count:,} invoices asked for in {time.monotonic() - began:.0f} s; api {before:.0f} MB before and "
            f"{memory_mb(servers.api_pid):.0f} MB after, MariaDB {memory_mb(servers.database_pid):.0f} MB."
        )
        engine.dispose()


def _measured(
    stack: RunningStack, servers: Servers, count: int, only: str, console: Console, *, alone_only: bool
) -> list[Measured]:
    with servers.engine.connect() as connection:
        withdrawn = list(connection.scalars(select(final_versions.c.invoice_id).limit(1000))) or [1]
    cases = all_cases(stack.client, Rows(count=count, withdrawn=withdrawn))
    with console.status("asking"):
        chosen = [floor(), *(case for case in cases if only in case.name)]
        return [measure(case, servers, alone_only=alone_only) for case in chosen]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.scale", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--state-dir", help="where the rows are kept; default: a temporary folder")
    parser.add_argument("--only", default="", help="cases whose name has this text")
    after = parser.add_mutually_exclusive_group()
    after.add_argument("--load-only", action="store_true", help="end when the rows are made")
    after.add_argument("--serve", action="store_true", help="stay, with the whole system on the rows")
    return parser.parse_args()


if __name__ == "__main__":
    main()
