"""Make the full-text index anew from all invoices and their texts, while the system runs: `python -m infra.reindex`."""

import argparse
import sys

from pydantic import ValidationError

from shared.adapters.database import make_engine
from shared.adapters.object_store import make_object_store
from shared.adapters.search_filling import fill_search_index
from shared.domain.document import load_document_text
from shared.domain.object_keys import text_key
from shared.domain.search_values import searched_text
from shared.errors import AppError
from shared.pipeline.ports import ObjectMissingError
from shared.settings import load_settings

_SAID_EVERY = 10_000


def main() -> int:
    """Exit code 0 with the number of invoices, or 1 with the reason on standard error."""
    argparse.ArgumentParser(prog="python -m infra.reindex", description=__doc__).parse_args()
    indexed, unreadable = 0, 0

    def read_text(invoice_id: int) -> str | None:
        nonlocal unreadable
        try:
            return searched_text(load_document_text(store.get(text_key(invoice_id))))
        except (ObjectMissingError, ValidationError):
            unreadable += 1
            return None

    try:
        settings = load_settings()
        store = make_object_store(settings)
        for more in fill_search_index(make_engine(settings), read_text):
            if indexed // _SAID_EVERY < (indexed + more) // _SAID_EVERY:
                print(f"{indexed + more:,} invoices", flush=True)
            indexed += more
    except AppError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{indexed:,} invoices are indexed; of {unreadable:,} there is no text, only their values.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
