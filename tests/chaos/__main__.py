"""`python -m tests.chaos --documents 300 --seed 1`: the whole schedule of faults; exit code 1 on a failed assertion."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos.fault_injection import inject_faults


def main() -> int:
    """Injects the faults and prints the figures; exit code 1 when an assertion failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, help="only so many of the schedule's steps")
    parser.add_argument("--state-dir", type=Path, help="keeps data and logs of the run; default: a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        report = inject_faults(
            options.state_dir or Path(folder),
            documents=options.documents,
            seed=options.seed,
            steps=options.steps,
            say=True,
        )
    print(report.table())
    if not report.outcome.is_clean or report.outcome.invoices != report.documents:
        print(f"NOT kept: {report.outcome}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
