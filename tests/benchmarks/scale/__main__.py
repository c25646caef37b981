"""`python -m tests.benchmarks.scale [--rows 1000000]`: what reads of the API cost with a million invoices.

It starts a MariaDB and a stack of its own, makes the invoices (some minutes, once for a state directory), asks, prints.
`--load-only` ends when they are made; `--serve` stays, with the whole system on them.
"""

import argparse
import signal
import tempfile
from pathlib import Path

from rich.console import Console

from tests.benchmarks.scale.database import SETTINGS, running_database
from tests.benchmarks.scale.filled import filled_database
from tests.support.stack import running_stack


def main() -> None:
    """Makes the rows, asks, prints."""
    options = _options()
    console = Console(width=150)
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as folder:
        state_dir = Path(options.state_dir or folder).resolve()
        state_dir.mkdir(parents=True, exist_ok=True)
        console.print(f"MariaDB of this run: {', '.join(f'{name}={value}' for name, value in SETTINGS.items())}")
        with running_database(state_dir / "mariadb") as database:
            url = filled_database(database, state_dir, options.rows, console.print)
            if options.serve:
                with running_stack(state_dir / f"stack-{options.rows}", DATABASE_URL=url) as stack:
                    console.print(f"DATABASE_URL={url}")
                    console.print(f"api={stack.record['api']} web={stack.record['web']}; Ctrl-C ends it.")
                    signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.scale", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--state-dir", help="where the rows are kept; default: a temporary folder")
    after = parser.add_mutually_exclusive_group()
    after.add_argument("--load-only", action="store_true", help="end when the rows are made")
    after.add_argument("--serve", action="store_true", help="stay, with the whole system on the rows")
    return parser.parse_args()


if __name__ == "__main__":
    main()
