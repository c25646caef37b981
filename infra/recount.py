"""Repair the figures by a recount of all invoices, while the system runs: `python -m infra.recount`."""

import argparse
import sys

from shared.adapters.database import make_engine
from shared.adapters.recount import repair
from shared.errors import AppError
from shared.settings import load_settings

_LONGEST_SECONDS = 4 * 3600  # of one statement, which reads every invoice
_CONNECTIONS = 2  # for the lock and the snapshot


def main() -> int:
    """Exit code 0 with a line for each figure that was wrong, or 1 with the reason on standard error."""
    argparse.ArgumentParser(prog="python -m infra.recount", description=__doc__).parse_args()
    try:
        limits = {"store_timeout_seconds": _LONGEST_SECONDS, "database_pool_size": _CONNECTIONS}
        added = repair(make_engine(load_settings().model_copy(update=limits)))
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    for (*key, _), one in added.items():  # without the label, which may be the name of a seller
        print(*key, f"count {one.count:+}", f"total {one.total_amount:+f}")
    print(f"{len(added)} figures were wrong, and are repaired." if added else "Every figure equals the recount.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
