"""`python -m tests.load --seconds 300`: overload for a bounded time; exit code 1 if an invoice is lost."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.load.overload import run_overload


def main() -> int:
    """Run, print the figures, check_outcome."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--factor", type=float, default=3, help="how many times faster than reading")
    parser.add_argument("--max-queued", type=int, default=200)
    parser.add_argument("--state-dir", type=Path, help="keeps data and logs of the run; default: a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        figures = run_overload(
            options.state_dir or Path(folder),
            seconds=options.seconds,
            factor=options.factor,
            max_queued=options.max_queued,
            first=30,
        )
    print(figures.table())
    if not figures.outcome.is_clean:
        print(f"NOT kept: {figures.outcome}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
