"""Make sellers and what they teach anew from confirmed invoices, while the system runs: `python -m infra.relearn`."""

import argparse
import sys

from shared.adapters.database import make_engine
from shared.adapters.relearning import Relearned, relearn
from shared.adapters.seller_changes import SellerChanges
from shared.errors import AppError
from shared.settings import load_settings

_LONGEST_SECONDS = 3600  # of one statement, which counts the keys of a seller with very many invoices
_CONNECTIONS = 2  # for the lock and the work
_SAID_EVERY = 10_000


def main() -> int:
    """Exit code 0 with what was wrong, or 1 with the reason on standard error."""
    argparse.ArgumentParser(prog="python -m infra.relearn", description=__doc__).parse_args()
    done = Relearned()
    try:
        limits = {"store_timeout_seconds": _LONGEST_SECONDS, "database_pool_size": _CONNECTIONS}
        engine = make_engine(load_settings().model_copy(update=limits))
        for more in relearn(engine):
            if done.invoices // _SAID_EVERY < (done.invoices + more.invoices) // _SAID_EVERY:
                print(f"{done.invoices + more.invoices:,} invoices", flush=True)
            done = done.plus(more)
        SellerChanges(engine=engine).settle(seconds=_LONGEST_SECONDS)
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    wrong = f"{done.changed:,} were taught anew, {done.sellers:,} sellers counted anew"
    is_right = not done.changed and not done.sellers
    print(f"{done.invoices:,} confirmed invoices: {'everything they teach was known' if is_right else wrong}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
