"""`python -m infra.backup save|load FILE`: the configured system into one archive and back."""

import argparse
import sys
from pathlib import Path

from infra.backup.loading import load
from infra.backup.saving import save
from shared.adapters.database import make_engine
from shared.adapters.object_store import make_object_store
from shared.adapters.redis_client import make_redis
from shared.adapters.wiring import make_documents
from shared.errors import AppError
from shared.settings import load_settings

_STATEMENT_SECONDS = 4 * 3600  # the rows of a table are one statement, written to the archive as they come


def main() -> int:
    """Run the command and print its result; known errors are one sentence on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m infra.backup", description=__doc__)
    parser.add_argument("command", choices=("save", "load"))
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    try:
        settings = load_settings().model_copy(update={"store_timeout_seconds": 600})
        engine = make_engine(settings, statement_seconds=_STATEMENT_SECONDS)
        store = make_object_store(settings)
        if options.command == "save":
            manifest = save(engine, make_documents("backup", make_redis(settings), store), options.file)
        else:
            manifest = load(engine, store, options.file)
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    done = "saved" if options.command == "save" else "restored"
    print(
        f"{done}: {manifest.rows['invoices']} invoices and {manifest.objects} files as of {manifest.taken_at} UTC, "
        f"tables {manifest.revision}, {options.file}"
    )
    if manifest.deleted:
        print(f"{len(manifest.deleted)} invoices were deleted meanwhile and are not included.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
